//! What the model checking found wrong, as whole runs.

use crate::sim::bench::{Bench, Fault, assert_honest, no_fault};
use crate::sim::{APP, Page, Sim, SimTab, host};
use clean_exit::engine::effect::{Effect, Failure};
use clean_exit::engine::id::TabId;
use clean_exit::engine::receipt::{Kind, Proof, Remains, Unverifiable, Verdict};
use clean_exit::engine::run::{Answer, Ending, Event};
use clean_exit::protocol::journal;

const CONTOSO: &str = "contoso.crm4.dynamics.com";
const ADVENTURE: &str = "adventure-works.crm.dynamics.com";

/// Runs to the end without a fault.
fn signed_out(sim: Sim) -> Bench {
    let mut bench = Bench::click(sim);
    bench.go_on(no_fault);
    bench
}

fn dirty() -> Page {
    Page::App { menu: false, dirty: true, control: true, dialog: false }
}

#[test]
fn a_tab_that_the_person_leads_elsewhere_is_the_persons() {
    let total = signed_out(Sim::new().signed_in(CONTOSO, APP)).effects;
    for at in 0..total {
        let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, APP));
        bench.some_effects(at);
        let next_page = SimTab { host: Some(host("news.example")), page: Page::Other, shown: true };
        let Some(tab) = bench.sim.tabs.get_mut(&TabId(100)) else { continue };
        *tab = next_page.clone();
        bench.go_on(no_fault);
        let case = format!("led elsewhere at effect {at}");
        assert_eq!(bench.sim.tabs.get(&TabId(100)), Some(&next_page), "{case}");
        assert!(bench.sim.sessions.is_empty(), "{case}: the way out was not taken");
        assert_honest(&bench, &case);
    }
}

#[test]
fn a_tab_that_is_closed_is_done_without_whatever_the_browser_says_of_it() {
    let total = signed_out(Sim::new().signed_in(CONTOSO, APP)).effects;
    // One that is closed before it was asked for its unsaved work is asked about.
    for at in 3..total {
        for failure in [Failure::Gone, Failure::Refused, Failure::TimedOut, Failure::Broken] {
            let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, APP));
            bench.some_effects(at);
            if bench.sim.tabs.remove(&TabId(100)).is_none() {
                continue;
            }
            let is_there = |effect: &Effect| {
                matches!(
                    effect,
                    Effect::Survey { tab: TabId(100), .. } | Effect::Press { tab: TabId(100), .. }
                )
            };
            bench.go_on(|_, effect| if is_there(effect) { Fault::Fails(failure) } else { Fault::None });
            let case = format!("closed at effect {at}, a script there fails: {failure}");
            assert!(bench.sim.sessions.is_empty(), "{case}: the way out was not taken");
            assert_honest(&bench, &case);
        }
    }
}

#[test]
fn where_nothing_could_be_listed_it_is_not_said_that_nothing_was_found() {
    let blind: [fn(&Effect) -> bool; 3] = [
        |effect| matches!(effect, Effect::ListTabs | Effect::ListCookies),
        |effect| matches!(effect, Effect::ListTabs),
        |effect| matches!(effect, Effect::ListCookies),
    ];
    for is_refused in blind {
        let mut bench = Bench::click(Sim::new());
        bench.go_on(
            |at, effect| {
                if at <= 2 && is_refused(effect) { Fault::Fails(Failure::Refused) } else { Fault::None }
            },
        );
        assert!(matches!(bench.run.ending(), Some(Ending::Filed { .. })), "{:?}", bench.run.ending());
    }
}

#[test]
fn a_tab_of_a_host_that_is_not_permitted_is_not_called_closed() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
    sim.withdrawn.insert(host(CONTOSO));
    let bench = signed_out(sim);
    assert_eq!(bench.sim.organisation_tabs(), 1);
    assert_eq!(bench.proof(Kind::Tabs), Proof::Unverifiable(Unverifiable::Refused));
    assert_eq!(bench.receipt().verdict, Verdict::Incomplete);
}

/// The browser is closed and opened again after so many effects: tabs and session cookies are gone.
fn restarted(mut bench: Bench, effects: u32) -> Bench {
    bench.some_effects(effects);
    bench.queue.clear();
    bench.sim.tabs.retain(|id, _| *id == TabId(1));
    bench.sim.cookies.retain(|cookie| !["CrmOwinAuth", "ESTSAUTH"].contains(&cookie.name.as_str()));
    bench.run = journal::read(&journal::write(&bench.run)).unwrap();
    bench.step(Event::Restarted);
    bench.go_on(no_fault);
    bench
}

#[test]
fn a_server_that_refuses_a_session_whose_cookie_is_gone_proves_nothing() {
    let bench = restarted(Bench::click(Sim::new().signed_in(CONTOSO, APP)), 3);
    let sessions = bench.receipt().lines.iter().filter(|line| line.kind == Kind::ServerSession);
    assert!(sessions.clone().any(|line| line.organisation == Some(host(CONTOSO))));
    assert!(sessions.into_iter().all(|line| line.proof == Proof::Failed(Remains::NotEnded)));
}

#[test]
fn a_session_that_no_listing_showed_is_not_forgotten_by_a_restart() {
    let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, APP));
    let cookies = bench.queue.remove(1).unwrap();
    bench.step(Event::Ended { id: cookies.id, result: Err(Failure::Broken) });
    let bench = restarted(bench, 2);
    assert_eq!(bench.proof(Kind::ServerSession), Proof::Failed(Remains::NotEnded));
}

#[test]
fn the_answer_about_one_organisations_work_gives_up_no_other_ones() {
    let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, dirty()).signed_in(ADVENTURE, APP));
    bench.go_on(no_fault);
    let (asked, _) = bench.run.question().unwrap();
    assert_eq!(asked.len(), 1);
    bench.step(Event::Answered(Answer::SignOut));
    let adventure = bench.sim.tabs.values_mut().find(|tab| tab.host == Some(host(ADVENTURE))).unwrap();
    adventure.page = dirty();
    bench.go_on(no_fault);
    let (asked, _) = bench.run.question().unwrap();
    assert_eq!(asked.first().map(|(organisation, _)| organisation), Some(&host(ADVENTURE)));
    assert_eq!(bench.sim.lost, 1);
}

#[test]
fn a_session_that_begins_before_the_cookies_go_is_not_taken_for_the_old_one() {
    let total = signed_out(Sim::new().signed_in(CONTOSO, APP)).effects;
    // A receipt speaks of the moment of its last look, which the effect before the last one is.
    for at in 9..total - 1 {
        let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, APP));
        bench.some_effects(at);
        if !bench.sim.sessions.is_empty() {
            continue;
        }
        bench.sim.sign_in(&host(CONTOSO), APP);
        bench.go_on(no_fault);
        let case = format!("signed in again after effect {at}");
        assert_ne!(bench.receipt().verdict, Verdict::SignedOut, "{case}");
        assert!(matches!(bench.proof(Kind::ServerSession), Proof::Failed(_)), "{case}");
        assert!(!matches!(bench.proof(Kind::MicrosoftSession), Proof::Verified(_)), "{case}");
    }
}

#[test]
fn a_server_that_is_silent_when_the_cookies_are_about_to_go_leaves_it_open() {
    let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, APP));
    let mut questions = 0;
    bench.go_on(|_, effect| {
        questions += u32::from(matches!(effect, Effect::AskServer { .. }));
        let is_second = questions == 2 && matches!(effect, Effect::AskServer { .. });
        if is_second { Fault::Silence } else { Fault::None }
    });
    assert_eq!(bench.proof(Kind::ServerSession), Proof::Unverifiable(Unverifiable::ServerSilent));
    assert_eq!(bench.proof(Kind::MicrosoftSession), Proof::Unverifiable(Unverifiable::SignedInAgain));
}
