//! A second click: legal in every state of a run, and without harm.

use crate::sim::bench::{Bench, assert_honest, no_fault};
use crate::sim::{APP, Page, Sim};
use clean_exit::engine::effect::Effect;
use clean_exit::engine::receipt::StepName;
use clean_exit::engine::run::{Answer, Ending, Event, Run};
use clean_exit::engine::time::Time;
use std::collections::BTreeSet;

const CONTOSO: &str = "contoso.crm4.dynamics.com";
const DIRTY: Page = Page::App { menu: false, dirty: true, control: true, dialog: false };

/// The states that a run can be in, each by a name.
fn state(run: &Run) -> &'static str {
    let is_filing = run.owed().iter().any(|(_, effect)| matches!(effect, Effect::File { .. }));
    match (run.step_name(), run.question()) {
        _ if run.ending().is_some() => "over",
        (StepName::Freeze, None) => "freezing",
        (StepName::Freeze, Some(_)) => "asking",
        (StepName::SignOut, None) => "signing out",
        (StepName::SignOut, Some(_)) => "asking in the middle",
        (StepName::Close, _) => "closing",
        (StepName::Sweep, _) => "sweeping",
        (StepName::Verify, _) if is_filing => "filing",
        (StepName::Verify, _) => "verifying",
    }
}

const STATES: [&str; 9] = [
    "asking",
    "asking in the middle",
    "closing",
    "filing",
    "freezing",
    "over",
    "signing out",
    "sweeping",
    "verifying",
];

/// A run after so many effects; a question at the beginning is answered, so that it comes to the one in the middle.
fn after(page: &Page, answers: bool, effects: u32) -> Bench {
    let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, page.clone()));
    for _ in 0..effects {
        if answers && bench.run.question().is_some() {
            bench.step(Event::Answered(Answer::SignOut));
        }
        bench.some_effects(1);
    }
    bench
}

/// Every state of several runs, up to the one in which nothing more comes.
fn each_state(mut see: impl FnMut(Bench, &str)) {
    let raises_a_dialog = Page::App { menu: false, dirty: false, control: true, dialog: true };
    for (page, answers) in [(APP, false), (DIRTY, false), (DIRTY, true), (raises_a_dialog, false)] {
        for effects in 0..80 {
            let bench = after(&page, answers, effects);
            let name = format!("{} after {effects} effects, {page:?}", state(&bench.run));
            see(bench, &name);
        }
    }
}

#[test]
fn a_run_that_is_going_on_is_the_only_one_in_every_state() {
    let mut seen = BTreeSet::new();
    each_state(|bench, name| {
        seen.insert(state(&bench.run));
        assert_eq!(bench.run.is_going_on(), bench.run.ending().is_none(), "{name}");
        // The click of somebody who answers what was not asked, or was asked before, changes nothing either.
        if bench.run.question().is_none() {
            for answer in [Answer::SignOut, Answer::GoBack] {
                let (run, issued) = bench.run.clone().step(Event::Answered(answer), Time(bench.now));
                assert_eq!((run, issued), (bench.run.clone(), Vec::new()), "{name}");
            }
        }
    });
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), STATES);
}

#[test]
fn a_click_that_knows_nothing_of_the_run_before_ends_it_from_every_state() {
    each_state(|before, name| {
        let mut second = Bench::click(before.sim);
        second.go_on(no_fault);
        while second.run.question().is_some() {
            second.step(Event::Answered(Answer::SignOut));
            second.go_on(no_fault);
        }
        // Work that is given up by this answer is not lost against anybody's will.
        second.sim.lost = 0;
        assert_honest(&second, name);
        let mut third = Bench::click(second.sim.clone());
        third.go_on(no_fault);
        assert_eq!(third.run.ending(), Some(&Ending::NothingFound), "{name}");
        assert_eq!(third.sim, second.sim, "{name}");
    });
}
