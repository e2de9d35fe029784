//! Whole runs where the extension is let into private windows: these have their own round, and their own proofs.

use crate::sim::bench::{Bench, Fault, assert_honest, no_fault};
use crate::sim::{APP, Page, Sim, host};
use clean_exit::engine::effect::{Effect, Failure, Frame};
use clean_exit::engine::id::{FrameId, TabId};
use clean_exit::engine::receipt::{Check, Kind, Proof, Receipt, Remains, Unverifiable, Verdict, Way};
use clean_exit::engine::run::{Answer, Ending, Event};
use clean_exit::engine::scope::{Entries, Extras, Jar, Reach, Scope};
use clean_exit::engine::time::Time;
use clean_exit::protocol::journal;

const CONTOSO: &str = "contoso.crm4.dynamics.com";
const ADVENTURE: &str = "adventure-works.crm.dynamics.com";
/// The private neighbour's tab.
const NEIGHBOUR: TabId = TabId(1_001);

fn signed_out(sim: Sim) -> Bench {
    let mut bench = Bench::click(sim);
    bench.go_on(no_fault);
    bench
}

/// Signed in in a private window, in which a neighbour is open too.
fn private() -> Sim {
    Sim::new().signed_in(CONTOSO, APP)
}

/// The same, without the neighbour.
fn alone() -> Sim {
    let mut sim = private();
    sim.tabs.remove(&TabId(1));
    sim
}

fn dirty() -> Page {
    Page::App { menu: false, dirty: true, control: true, dialog: false }
}

/// The receipt for ordinary windows of a click that left two.
fn earlier(bench: &Bench) -> &Receipt {
    match bench.run.ending() {
        Some(Ending::Filed { earlier: Some(receipt), .. }) => receipt,
        other => panic!("no earlier receipt: {other:?}"),
    }
}

fn is_checked(proof: Proof, by: Check) -> bool {
    matches!(proof, Proof::Verified(checked) if checked.by() == by)
}

/// The kinds of lines that no check proves.
fn unproved(receipt: &Receipt) -> Vec<Kind> {
    let lines = receipt.lines.iter().filter(|line| !matches!(line.proof, Proof::Verified(_)));
    lines.map(|line| line.kind).collect()
}

#[test]
fn a_session_in_private_windows_only_is_ended_and_leaves_one_receipt() {
    let sim = Sim::new().with_private(alone());
    let ordinary = sim.clone();
    let bench = signed_out(sim);
    let receipt = bench.receipt();
    assert_eq!((receipt.jar, receipt.earlier, receipt.verdict), (Jar::Private, None, Verdict::SignedOut));
    assert_eq!(receipt.organisations[&host(CONTOSO)].way, Way::Control);
    assert!(is_checked(bench.proof(Kind::ServerSession), Check::ServerRefused));
    assert_eq!(bench.sim.filed, 1);
    assert_eq!(bench.sim.cookies, ordinary.cookies);
    assert_honest(&bench, "private only");
}

#[test]
fn the_end_of_the_last_private_window_proves_what_nobody_can_look_at() {
    let bench = signed_out(Sim::new().with_private(alone()));
    assert!(bench.sim.private().tabs.is_empty());
    assert!(is_checked(bench.proof(Kind::HttpCache), Check::WindowClosed));
    assert!(unproved(bench.receipt()).is_empty());
}

#[test]
fn a_private_window_that_stays_keeps_its_other_pages_and_the_cache_is_not_called_clear() {
    let sim = Sim::new().with_private(private().signed_in_elsewhere());
    let bench = signed_out(sim);
    assert_eq!(bench.proof(Kind::HttpCache), Proof::Unverifiable(Unverifiable::WindowOpen));
    assert_eq!(unproved(bench.receipt()), [Kind::HttpCache]);
    assert_eq!(bench.receipt().verdict, Verdict::Incomplete);
    let inside = bench.sim.private();
    assert!(inside.tabs.contains_key(&NEIGHBOUR));
    assert_eq!(inside.storage.keys().collect::<Vec<_>>(), [&host("news.example")]);
    assert!(inside.left().is_empty() && inside.sessions.is_empty());
    assert_honest(&bench, "a neighbour in a private window");
}

#[test]
fn both_are_signed_out_of_one_after_the_other_and_each_has_its_receipt() {
    let bench = signed_out(Sim::new().signed_in(ADVENTURE, APP).with_private(alone()));
    let (first, second) = (earlier(&bench), bench.receipt());
    assert_eq!((first.jar, first.verdict), (Jar::Ordinary, Verdict::SignedOut));
    assert_eq!((second.jar, second.verdict), (Jar::Private, Verdict::SignedOut));
    assert_eq!(first.organisations.keys().collect::<Vec<_>>(), [&host(ADVENTURE)]);
    assert_eq!(second.organisations.keys().collect::<Vec<_>>(), [&host(CONTOSO)]);
    assert_eq!(second.earlier, Some(first.run));
    assert_ne!(first.run, second.run, "the second would be filed in place of the first");
    assert_eq!(first.steps.len(), second.steps.len());
    assert_eq!(bench.sim.filed, 2);
    assert_honest(&bench, "both");
}

#[test]
fn the_same_organisation_in_both_is_told_apart() {
    let mut inside = alone();
    inside.liars.insert(host(CONTOSO));
    let bench = signed_out(Sim::new().signed_in(CONTOSO, APP).with_private(inside));
    assert_eq!(earlier(&bench).verdict, Verdict::SignedOut);
    assert_eq!(bench.proof(Kind::ServerSession), Proof::Failed(Remains::NotEnded));
    assert_ne!(bench.receipt().verdict, Verdict::SignedOut);
    assert_honest(&bench, "a private session that its server keeps");
}

#[test]
fn a_server_that_is_silent_is_reported_and_the_private_window_goes_all_the_same() {
    let mut inside = alone();
    inside.offline.insert(host(CONTOSO));
    let bench = signed_out(Sim::new().with_private(inside));
    assert_eq!(bench.proof(Kind::ServerSession), Proof::Failed(Remains::NotEnded));
    assert!(is_checked(bench.proof(Kind::LocalStorage), Check::WindowClosed));
    assert_eq!(bench.receipt().verdict, Verdict::ClearedHere);
}

#[test]
fn a_silent_server_in_a_window_that_stays_leaves_its_storage_unproved() {
    let mut inside = private();
    inside.offline.insert(host(CONTOSO));
    let bench = signed_out(Sim::new().with_private(inside));
    assert_eq!(bench.proof(Kind::LocalStorage), Proof::Unverifiable(Unverifiable::PageNotOpened));
    assert_eq!(bench.receipt().verdict, Verdict::Incomplete);
}

#[test]
fn a_private_window_that_the_person_closes_meanwhile_is_not_called_signed_out() {
    let sim = || Sim::new().signed_in(ADVENTURE, APP).with_private(alone());
    let total = signed_out(sim()).effects;
    // Before the first listings have come in, nobody can know of the session.
    for at in 2..total {
        let mut bench = Bench::click(sim());
        bench.some_effects(at);
        bench.sim.close_private();
        bench.go_on(no_fault);
        if bench.run.question().is_some() {
            bench.step(Event::Answered(Answer::GoBack));
            bench.go_on(no_fault);
        }
        assert_honest(&bench, &format!("closed at effect {at}"));
        assert_eq!(bench.receipt().jar, Jar::Private, "at effect {at}");
    }
}

#[test]
fn an_extension_that_is_shut_out_meanwhile_does_not_take_it_for_emptiness() {
    let mut bench = Bench::click(Sim::new().with_private(alone()));
    bench.effects_until(|effect| matches!(effect, Effect::CloseTab { .. }));
    bench.sim.shut_out();
    bench.go_on(no_fault);
    assert_eq!(bench.proof(Kind::Tabs), Proof::Unverifiable(Unverifiable::Refused));
    assert_eq!(bench.proof(Kind::Cookies), Proof::Unverifiable(Unverifiable::Refused));
    assert_eq!(bench.proof(Kind::HttpCache), Proof::Unverifiable(Unverifiable::Refused));
    assert_eq!(bench.receipt().verdict, Verdict::Incomplete);
}

#[test]
fn unsaved_work_in_private_windows_is_left_open_when_the_rest_is_done() {
    let mut bench = Bench::click(
        Sim::new().signed_in(ADVENTURE, APP).with_private(Sim::new().signed_in(CONTOSO, dirty())),
    );
    bench.go_on(no_fault);
    assert_eq!(bench.run.question().unwrap().0.len(), 1);
    bench.step(Event::Answered(Answer::GoBack));
    bench.go_on(no_fault);
    assert_eq!(earlier(&bench).verdict, Verdict::SignedOut);
    assert_eq!(bench.receipt().organisations[&host(CONTOSO)].way, Way::LeftOpen);
    assert_eq!(bench.receipt().verdict, Verdict::Incomplete);
    assert_eq!((bench.sim.private().organisation_tabs(), bench.sim.private().lost), (1, 0));
}

#[test]
fn a_dialog_in_a_private_window_does_not_call_off_what_is_done() {
    let mut bench = Bench::click(Sim::new().signed_in(ADVENTURE, APP).with_private(alone()));
    let is_there = |bench: &Bench| {
        let is_private = bench.run.scope().is_some_and(|scope| scope.jar == Jar::Private);
        is_private && bench.queue.front().is_some_and(|next| matches!(next.effect, Effect::Survey { .. }))
    };
    while !is_there(&bench) {
        bench.some_effects(1);
    }
    // The form gets dirty after the page has said that it is clean.
    let inside = bench.sim.private.as_mut().unwrap();
    inside.tabs.values_mut().for_each(|tab| tab.page = dirty());
    bench.go_on(no_fault);
    assert!(bench.run.question().is_some());
    bench.step(Event::Answered(Answer::GoBack));
    bench.go_on(no_fault);
    assert_eq!(bench.receipt().organisations[&host(CONTOSO)].way, Way::LeftOpen);
    assert_eq!(earlier(&bench).verdict, Verdict::SignedOut);
}

#[test]
fn a_restart_at_the_second_question_does_not_call_off_what_is_done() {
    let inside = Sim::new().signed_in(CONTOSO, dirty());
    let mut bench = Bench::click(Sim::new().signed_in(ADVENTURE, APP).with_private(inside));
    bench.go_on(no_fault);
    assert!(bench.run.question().is_some());
    bench.sim.close_private();
    bench.step(Event::Restarted);
    bench.go_on(no_fault);
    assert_eq!(earlier(&bench).verdict, Verdict::SignedOut);
    assert_eq!(bench.proof(Kind::ServerSession), Proof::Failed(Remains::NotEnded));
}

#[test]
fn unsaved_work_in_private_windows_alone_can_be_gone_back_to() {
    let inside = Sim::new().signed_in(CONTOSO, dirty());
    let mut bench = Bench::click(Sim::new().with_private(inside.clone()));
    bench.go_on(no_fault);
    bench.step(Event::Answered(Answer::GoBack));
    assert_eq!(bench.run.ending(), Some(&Ending::CalledOff));
    assert_eq!(bench.sim.private().cookies, inside.cookies);
}

#[test]
fn a_click_that_is_called_off_leaves_private_windows_alone() {
    let mut bench = Bench::click(Sim::new().signed_in(ADVENTURE, dirty()).with_private(alone()));
    bench.go_on(no_fault);
    bench.step(Event::Answered(Answer::GoBack));
    bench.go_on(no_fault);
    assert_eq!(bench.run.ending(), Some(&Ending::CalledOff));
    assert_eq!(bench.sim.private().organisation_tabs(), 1);
}

#[test]
fn the_organisation_in_front_is_that_of_its_own_kind_of_window() {
    let front = || Scope { reach: Reach::Front, ..Scope::default() };
    let hidden = |mut sim: Sim| {
        sim.tabs.values_mut().for_each(|tab| tab.shown = false);
        sim
    };
    let mut bench = Bench::ordered(Sim::new().signed_in(CONTOSO, APP).with_private(hidden(alone())), front());
    bench.go_on(no_fault);
    assert_eq!((bench.receipt().jar, bench.receipt().earlier), (Jar::Ordinary, None));
    assert_eq!(bench.sim.private().organisation_tabs(), 1);

    let mut bench = Bench::ordered(hidden(Sim::new().signed_in(CONTOSO, APP)).with_private(alone()), front());
    bench.go_on(no_fault);
    assert_eq!((bench.receipt().jar, bench.receipt().earlier), (Jar::Private, None));
    assert_eq!(bench.sim.organisation_tabs(), 1);
}

#[test]
fn private_windows_have_no_history_of_their_own() {
    let extras = Extras { history: true, entries: Entries::Since(Time(5)), ..Extras::default() };
    let mut sim = Sim::new().with_private(alone());
    sim.visits.insert(host(CONTOSO));
    let mut bench = Bench::ordered(sim, Scope { extras, ..Scope::default() });
    bench.go_on(no_fault);
    let kinds: Vec<_> = bench.receipt().lines.iter().map(|line| line.kind).collect();
    assert!(!kinds.contains(&Kind::History) && !kinds.contains(&Kind::Entries), "{kinds:?}");
    assert_eq!(bench.sim.visits.len(), 1);
}

#[test]
fn a_frame_in_a_private_tab_is_cleared_in_the_private_round() {
    let mut inside = private();
    inside.frames.push(Frame { tab: NEIGHBOUR, frame: FrameId(7), host: host(CONTOSO) });
    inside.framed = 4;
    let bench = signed_out(Sim::new().signed_in(ADVENTURE, APP).with_private(inside));
    assert_eq!(bench.sim.private().framed, 0);
    assert!(!earlier(&bench).lines.iter().any(|line| line.kind == Kind::FramedStorage));
    assert!(is_checked(bench.proof(Kind::FramedStorage), Check::LookedInside));
}

#[test]
fn whatever_fails_neither_round_lies() {
    for inside in [private(), alone()] {
        let sim = || Sim::new().signed_in(ADVENTURE, APP).with_private(inside.clone());
        let total = signed_out(sim()).effects;
        for at in 1..=total {
            for failure in [Some(Failure::Gone), Some(Failure::Refused), Some(Failure::Broken), None] {
                let mut bench = Bench::click(sim());
                let fault = || failure.map_or(Fault::Silence, Fault::Fails);
                bench.go_on(|n, _| if n == at { fault() } else { Fault::None });
                assert_honest(&bench, &format!("effect {at} of {total}: {failure:?}"));
                let has_neighbour = |sim: &Sim| sim.tabs.contains_key(&NEIGHBOUR);
                assert_eq!(has_neighbour(bench.sim.private()), has_neighbour(sim().private()));
            }
        }
    }
}

#[test]
fn a_background_that_dies_between_the_rounds_goes_on_with_the_second() {
    let sim = || Sim::new().signed_in(ADVENTURE, APP).with_private(alone());
    let total = signed_out(sim()).effects;
    for at in 0..total {
        let mut bench = Bench::click(sim());
        bench.some_effects(at);
        bench.restart_background();
        bench.go_on(no_fault);
        assert_honest(&bench, &format!("died at effect {at}"));
        assert_eq!(earlier(&bench).verdict, Verdict::SignedOut, "died at effect {at}");
        assert_eq!(bench.receipt().jar, Jar::Private, "died at effect {at}");
    }
}

#[test]
fn a_restart_of_the_browser_takes_private_windows_along_but_not_their_sessions() {
    let sim = || {
        let mut inside = alone();
        inside.offline.insert(host(CONTOSO));
        Sim::new().signed_in(ADVENTURE, APP).with_private(inside)
    };
    let total = signed_out(sim()).effects;
    for at in 2..total {
        let mut bench = Bench::click(sim());
        bench.some_effects(at);
        bench.sim.close_private();
        bench.queue.clear();
        bench.run = journal::read(&journal::write(&bench.run)).unwrap();
        bench.step(Event::Restarted);
        bench.go_on(no_fault);
        assert_honest(&bench, &format!("restarted at effect {at}"));
        assert_eq!(bench.receipt().jar, Jar::Private, "restarted at effect {at}");
    }
}
