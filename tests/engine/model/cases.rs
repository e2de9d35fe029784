//! The cases that every test run searches through: each is small, and together they leave little out.

use super::case::{Budget, Case, Meddling};
use super::check::check;
use crate::sim::{APP, Page, SIGN_IN, Sim, cookie, host};
use clean_exit::engine::effect::{Failure, Frame};
use clean_exit::engine::id::{FrameId, TabId};
use clean_exit::engine::receipt::Verdict;
use clean_exit::engine::scope::{Account, Reach, Scope};

const CONTOSO: &str = "contoso.crm4.dynamics.com";
const FABRIKAM: &str = "fabrikam.crm4.dynamics.com";
const ADVENTURE: &str = "adventure-works.crm.dynamics.com";

/// An app with unsaved work, and one whose way out nobody finds.
pub(super) const DIRTY: Page = Page::App { menu: false, dirty: true, control: true, dialog: false };
const BARE: Page = Page::App { menu: false, dirty: false, control: false, dialog: false };

/// One organisation, in one tab, among neighbours that are easily mistaken for it.
pub(super) fn contoso(page: Page) -> Case {
    let mut sim = Sim::new();
    sim.cookies
        .extend([cookie("www.dynamics.com", "CrmOwinAuth"), cookie("dynamics.com", "SignInStateCookie")]);
    sim.storage.insert(host("home.dynamics.com"), 2);
    Case {
        sim: sim.signed_in(CONTOSO, page),
        scope: Scope::default(),
        budget: Budget::default(),
        failures: vec![Failure::Gone, Failure::NotLoaded, Failure::Refused, Failure::Broken],
        lateness: false,
        meddling: Vec::new(),
        reaches: Verdict::SignedOut,
        covered: [CONTOSO, "crm4.dynamics.com", SIGN_IN].map(host).into(),
    }
}

/// Two organisations of two regions, each in its tab.
pub(super) fn both() -> Case {
    let mut case = contoso(APP);
    case.sim = case.sim.signed_in(ADVENTURE, APP);
    case.covered.extend([ADVENTURE, "crm.dynamics.com"].map(host));
    case
}

/// Everything that the person and the world outside may do.
pub(super) fn everything() -> Vec<Meddling> {
    vec![
        Meddling::Closes,
        Meddling::Leaves,
        Meddling::Edits,
        Meddling::Opens(host(CONTOSO)),
        Meddling::Server(host(CONTOSO)),
        Meddling::Permission(host(CONTOSO)),
    ]
}

#[test]
fn two_organisations_in_three_tabs() {
    let mut case = both();
    case.sim.open(Some(host(CONTOSO)), APP, true);
    case.budget.clicks = 1;
    check("two organisations, three tabs", case, 626, 2143);
}

#[test]
fn two_organisations_of_one_region() {
    let mut case = contoso(APP);
    case.sim = case.sim.signed_in(FABRIKAM, APP);
    case.sim.tabs.retain(|_, tab| tab.host != Some(host(FABRIKAM)));
    case.covered.push(host(FABRIKAM));
    case.budget.clicks = 1;
    check("two organisations, one session", case, 579, 2059);
}

#[test]
fn one_organisation_is_spared() {
    let mut case = both();
    case.covered.truncate(3);
    case.scope.reach = Reach::Only([host(CONTOSO)].into());
    case.budget = Budget { faults: 1, ..Budget::default() };
    check("one organisation is spared", case, 850, 1743);
}

#[test]
fn the_account_is_kept() {
    let mut case = contoso(APP);
    case.covered.truncate(2);
    case.scope.account = Account::Kept;
    case.reaches = Verdict::ClearedHere;
    case.budget = Budget { faults: 1, clicks: 1, ..Budget::default() };
    check("the account is kept", case, 518, 974);
}

#[test]
fn anything_fails_once() {
    let mut case = contoso(APP);
    case.lateness = true;
    case.budget = Budget { faults: 1, clicks: 1, ..Budget::default() };
    check("anything fails once", case, 2120, 4526);
}

#[test]
fn the_way_out_is_hidden() {
    let mut case = contoso(BARE);
    case.budget = Budget { faults: 1, deaths: 1, ..Budget::default() };
    check("the way out is hidden", case, 5897, 15_355);
}

#[test]
fn the_server_says_goodbye_and_keeps_the_session() {
    let mut case = contoso(APP);
    case.sim.liars.insert(host(CONTOSO));
    case.reaches = Verdict::ClearedHere;
    case.budget = Budget { faults: 1, clicks: 1, ..Budget::default() };
    check("the server lies", case, 821, 1706);
}

#[test]
fn the_background_dies_twice() {
    let mut case = contoso(APP);
    case.budget = Budget { deaths: 2, clicks: 1, ..Budget::default() };
    check("the background dies twice", case, 1079, 2594);
}

#[test]
fn the_browser_is_closed_and_opened_again() {
    let mut case = contoso(APP);
    case.budget = Budget { deaths: 2, restarts: 1, clicks: 1, ..Budget::default() };
    check("the browser is restarted", case, 5971, 14_472);
}

#[test]
fn work_is_unsaved() {
    let mut case = contoso(DIRTY);
    case.budget = Budget { deaths: 1, restarts: 1, meddling: 1, ..Budget::default() };
    case.meddling = vec![Meddling::Closes, Meddling::Leaves];
    check("work is unsaved", case, 10_446, 22_937);
}

#[test]
fn work_is_unsaved_in_one_and_then_in_the_other() {
    let mut case = both();
    case.sim.tabs.get_mut(&TabId(100)).unwrap().page = DIRTY;
    case.budget = Budget { meddling: 1, ..Budget::default() };
    case.meddling = vec![Meddling::Edits];
    check("work is unsaved in one, then in the other", case, 2445, 8512);
}

#[test]
fn the_person_meddles_and_something_fails() {
    let mut case = contoso(APP);
    case.failures = vec![Failure::Refused];
    case.meddling = everything();
    case.budget = Budget { faults: 1, meddling: 1, ..Budget::default() };
    check("the person meddles, something fails", case, 24_036, 41_770);
}

#[test]
fn the_person_signs_in_again() {
    let mut case = contoso(APP);
    case.meddling = vec![Meddling::SignsIn(host(CONTOSO))];
    case.budget = Budget { meddling: 1, deaths: 1, ..Budget::default() };
    check("the person signs in again", case, 4566, 10_287);
}

#[test]
fn the_person_signs_in_again_and_something_fails() {
    let mut case = contoso(APP);
    case.meddling = vec![Meddling::SignsIn(host(CONTOSO))];
    case.budget = Budget { meddling: 1, faults: 1, ..Budget::default() };
    check("the person signs in again, something fails", case, 11_808, 25_566);
}

#[test]
fn a_frame_stands_in_another_site() {
    let mut case = contoso(APP);
    case.sim.frames.push(Frame { tab: TabId(1), frame: FrameId(7), host: host(CONTOSO) });
    case.sim.framed = 4;
    case.budget = Budget { faults: 1, ..Budget::default() };
    check("a frame in another site", case, 1011, 2030);
}

/// Two organisations, of which the one in front is covered.
fn front() -> Case {
    let mut case = both();
    case.covered.truncate(3);
    case.sim.tabs.get_mut(&TabId(101)).unwrap().shown = false;
    case.scope.reach = Reach::Front;
    case
}

#[test]
fn only_the_organisation_in_front() {
    let mut case = front();
    case.budget = Budget { faults: 1, deaths: 1, ..Budget::default() };
    check("only the organisation in front", case, 6061, 15_656);
}

#[test]
fn the_device_is_forgotten_too() {
    let mut case = contoso(APP);
    case.scope.device_cookies = true;
    case.budget = Budget { faults: 1, clicks: 1, ..Budget::default() };
    check("the device is forgotten too", case, 874, 1782);
}

/// One organisation in ordinary windows and in a private one, the only tab there.
fn in_both_jars() -> Case {
    let mut case = contoso(APP);
    let mut inside = Sim::new().signed_in(CONTOSO, APP);
    inside.tabs.remove(&TabId(1));
    case.sim = case.sim.with_private(inside);
    case
}

#[test]
fn private_windows_are_signed_out_of_too() {
    let mut case = in_both_jars();
    case.budget = Budget { deaths: 1, clicks: 1, ..Budget::default() };
    check("private windows too", case, 988, 1964);
}

#[test]
fn the_person_shuts_private_windows_or_the_extension_out_of_them() {
    let mut case = in_both_jars();
    case.meddling = vec![Meddling::ShutsOut, Meddling::ClosesPrivate];
    case.budget = Budget { meddling: 1, ..Budget::default() };
    check("private windows are shut", case, 462, 732);
}

#[test]
fn a_neighbour_is_open_in_the_private_windows() {
    let mut case = contoso(APP);
    case.sim = case.sim.with_private(Sim::new().signed_in(CONTOSO, APP));
    case.reaches = Verdict::Incomplete;
    case.budget = Budget { deaths: 1, ..Budget::default() };
    check("a neighbour in private windows", case, 794, 1650);
}
