//! Larger cases, for `cargo xtask model`: more of everything at once.

use super::case::{Budget, Meddling};
use super::cases::{DIRTY, both, contoso, everything};
use super::check::check;
use crate::sim::APP;
use clean_exit::engine::effect::Failure;

#[test]
#[ignore = "large: cargo xtask model"]
fn two_organisations_a_fault_and_a_death() {
    let mut case = both();
    case.failures = vec![Failure::Refused];
    case.budget = Budget { faults: 1, deaths: 1, ..Budget::default() };
    check("two organisations, a fault and a death", case, 554_501, 2_218_596);
}

#[test]
#[ignore = "large: cargo xtask model"]
fn two_faults_and_a_death() {
    let mut case = contoso(APP);
    case.lateness = true;
    case.budget = Budget { faults: 2, deaths: 1, clicks: 1, ..Budget::default() };
    check("two faults and a death", case, 337_429, 1_104_658);
}

#[test]
#[ignore = "large: cargo xtask model"]
fn unsaved_work_a_fault_a_death_and_a_restart() {
    let mut case = contoso(DIRTY);
    case.lateness = true;
    case.failures = vec![Failure::Gone, Failure::Refused];
    case.meddling = vec![Meddling::Edits];
    case.budget = Budget { faults: 1, deaths: 1, restarts: 1, meddling: 1, clicks: 0 };
    check("unsaved work, a fault, a death, a restart and the person", case, 64_938, 152_004);
}

#[test]
#[ignore = "large: cargo xtask model"]
fn two_organisations_a_fault_and_the_person() {
    let mut case = both();
    case.failures = vec![Failure::Refused];
    case.meddling = vec![Meddling::Closes, Meddling::Leaves, Meddling::Edits];
    case.budget = Budget { faults: 1, meddling: 1, ..Budget::default() };
    check("two organisations, a fault and the person", case, 567_639, 2_099_311);
}

#[test]
#[ignore = "large: cargo xtask model"]
fn the_person_meddles_twice_and_something_fails() {
    let mut case = contoso(APP);
    case.failures = vec![Failure::Gone, Failure::Refused];
    case.meddling = everything();
    case.budget = Budget { faults: 1, meddling: 2, ..Budget::default() };
    check("the person meddles twice, something fails", case, 295_067, 587_052);
}
