//! Whole runs against a simulated browser: what the engine does, step by step, without a real one.

use crate::sim::bench::{Bench, Fault, assert_honest, no_fault};
use crate::sim::{APP, Page, Sim, SimTab, host};
use clean_exit::engine::effect::{Effect, Failure, Outcome};
use clean_exit::engine::id::{FrameId, TabId};
use clean_exit::engine::receipt::{Kind, Proof, Remains, StepName, Trigger, Unverifiable, Verdict, Way};
use clean_exit::engine::run::{Answer, Ending, Event};
use clean_exit::protocol::journal;

const CONTOSO: &str = "contoso.crm4.dynamics.com";
const FABRIKAM: &str = "fabrikam.crm4.dynamics.com";
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
fn one_click_signs_out_by_the_pages_own_control() {
    let bench = signed_out(Sim::new().signed_in(CONTOSO, APP));
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
    assert_eq!(bench.receipt().organisations[&host(CONTOSO)].way, Way::Control);
    let steps: Vec<_> = bench.receipt().steps.iter().map(|step| step.step).collect();
    assert_eq!(steps, StepName::ALL);
    assert_eq!(bench.sim.filed, 1);
    assert_honest(&bench, "one organisation");
}

#[test]
fn several_organisations_in_several_tabs_are_signed_out_of_at_once() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP).signed_in(FABRIKAM, APP).signed_in(ADVENTURE, APP);
    sim.open(Some(host(CONTOSO)), APP, false);
    let bench = signed_out(sim);
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
    assert_eq!(bench.receipt().organisations.len(), 3);
    assert_honest(&bench, "three organisations");
}

#[test]
fn a_page_without_a_control_is_signed_out_by_the_address() {
    let page = Page::App { menu: false, dirty: false, control: false, dialog: false };
    let bench = signed_out(Sim::new().signed_in(CONTOSO, page));
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
    assert_eq!(bench.receipt().organisations[&host(CONTOSO)].way, Way::Address);
    assert_honest(&bench, "no control");
}

#[test]
fn an_organisation_that_only_its_cookies_tell_of_is_signed_out_of_too() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
    sim.tabs.retain(|_, tab| tab.host.is_none());
    let bench = signed_out(sim);
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
    assert_eq!(bench.receipt().organisations[&host(CONTOSO)].way, Way::Address);
    assert_honest(&bench, "no tab");
}

#[test]
fn an_unreachable_server_is_reported_and_the_browser_cleared_all_the_same() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
    sim.offline.insert(host(CONTOSO));
    let bench = signed_out(sim);
    assert_eq!(bench.proof(Kind::ServerSession), Proof::Failed(Remains::NotEnded));
    assert_eq!(bench.receipt().verdict, Verdict::ClearedHere);
    assert_eq!(bench.receipt().organisations[&host(CONTOSO)].way, Way::OnlyHere);
    assert!(bench.sim.left().is_empty());
    assert!(bench.sim.storage.is_empty());
    assert_eq!(bench.sim.organisation_tabs(), 0);
}

#[test]
fn a_server_that_only_says_goodbye_is_not_believed() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
    sim.liars.insert(host(CONTOSO));
    let bench = signed_out(sim);
    assert_eq!(bench.proof(Kind::ServerSession), Proof::Failed(Remains::NotEnded));
    assert_ne!(bench.receipt().verdict, Verdict::SignedOut);
}

#[test]
fn without_anything_of_the_crm_nothing_is_done() {
    let bench = signed_out(Sim::new());
    assert_eq!(bench.run.ending(), Some(&Ending::NothingFound));
    assert_eq!(bench.effects, 2);
    assert_eq!(bench.sim.filed, 0);
}

#[test]
fn a_second_run_after_a_finished_one_changes_nothing() {
    let first = signed_out(Sim::new().signed_in(CONTOSO, APP));
    let before = first.sim.clone();
    let second = signed_out(first.sim);
    assert_eq!(second.run.ending(), Some(&Ending::NothingFound));
    assert_eq!(second.sim.tabs, before.tabs);
    assert_eq!(second.sim.cookies, before.cookies);
}

#[test]
fn unsaved_work_is_asked_about_before_anything_is_touched() {
    let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, dirty()));
    let before = bench.sim.clone();
    bench.go_on(no_fault);
    let (unsaved, _) = bench.run.question().unwrap();
    assert_eq!(unsaved.len(), 1);
    bench.step(Event::Answered(Answer::GoBack));
    assert_eq!(bench.run.ending(), Some(&Ending::CalledOff));
    assert_eq!(bench.sim.tabs, before.tabs);
    assert_eq!(bench.sim.cookies, before.cookies);
    assert_eq!(bench.sim.sessions, before.sessions);
}

#[test]
fn without_an_answer_nothing_is_lost() {
    let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, dirty()));
    bench.go_on(no_fault);
    bench.now = bench.run.wake_at().unwrap().0;
    bench.step(Event::Ticked);
    assert_eq!(bench.run.ending(), Some(&Ending::CalledOff));
    assert_eq!(bench.sim.organisation_tabs(), 1);
}

#[test]
fn unsaved_work_that_is_given_up_does_not_hold_the_sign_out_up() {
    let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, dirty()));
    bench.go_on(no_fault);
    bench.step(Event::Answered(Answer::SignOut));
    bench.go_on(no_fault);
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
    assert_eq!(bench.sim.lost, 1);
    assert_eq!(bench.sim.organisation_tabs(), 0);
}

#[test]
fn a_page_that_does_not_say_whether_it_holds_unsaved_work_is_asked_about() {
    let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, APP));
    bench.go_on(
        |_, effect| {
            if matches!(effect, Effect::AskUnsaved { .. }) { Fault::Silence } else { Fault::None }
        },
    );
    assert!(bench.run.question().is_some());
}

/// A run in which the form of contoso gets dirty after the page has said that it is clean:
/// signing out raises the product's own dialog.
fn held_up(sim: Sim) -> Bench {
    let mut bench = Bench::click(sim);
    bench.effects_until(|effect| matches!(effect, Effect::Survey { .. }));
    bench
        .sim
        .tabs
        .values_mut()
        .filter(|tab| tab.host == Some(host(CONTOSO)))
        .for_each(|tab| tab.page = dirty());
    bench.go_on(no_fault);
    bench
}

#[test]
fn a_dialog_in_the_way_is_the_persons_to_answer() {
    let mut bench = held_up(Sim::new().signed_in(CONTOSO, APP));
    assert!(bench.run.question().is_some(), "{:?}", bench.run);
    bench.step(Event::Answered(Answer::GoBack));
    assert_eq!(bench.run.ending(), Some(&Ending::CalledOff));
    assert_eq!(bench.sim.lost, 0);
}

#[test]
fn a_page_that_was_left_open_is_reported_and_keeps_its_work() {
    let mut bench = held_up(Sim::new().signed_in(CONTOSO, APP).signed_in(ADVENTURE, APP));
    assert!(bench.run.question().is_some());
    bench.step(Event::Answered(Answer::GoBack));
    bench.go_on(no_fault);
    assert_eq!(bench.receipt().verdict, Verdict::Incomplete);
    assert_eq!(bench.receipt().organisations[&host(CONTOSO)].way, Way::LeftOpen);
    let kept = bench.sim.left().into_iter().filter(|cookie| host(CONTOSO).is_within(&cookie.domain));
    assert_eq!(kept.count(), 2, "the page cannot save without its cookies");
    assert_eq!(bench.proof(Kind::Tabs), Proof::Failed(Remains::Left(1)));
    assert_eq!(bench.sim.organisation_tabs(), 1);
    assert_eq!(bench.sim.lost, 0);
}

#[test]
fn whatever_fails_a_run_ends_and_does_not_lie() {
    let sim = || {
        let mut sim = Sim::new().signed_in(CONTOSO, APP).signed_in(ADVENTURE, APP);
        sim.frames.push(clean_exit::engine::effect::Frame {
            tab: TabId(1),
            frame: FrameId(7),
            host: host(FABRIKAM),
        });
        sim.framed = 4;
        sim
    };
    let total = signed_out(sim()).effects;
    assert!(20 < total, "only {total} effects");
    let failures = [Failure::Gone, Failure::NotLoaded, Failure::Refused, Failure::TimedOut, Failure::Broken];
    for at in 1..=total {
        for failure in failures {
            let mut bench = Bench::click(sim());
            bench.go_on(|n, _| if n == at { Fault::Fails(failure) } else { Fault::None });
            assert_honest(&bench, &format!("effect {at} fails: {failure}"));
        }
        let mut bench = Bench::click(sim());
        bench.go_on(|n, _| if n == at { Fault::Silence } else { Fault::None });
        assert_honest(&bench, &format!("effect {at} is never answered"));
    }
}

#[test]
fn a_background_that_dies_anywhere_goes_on_where_it_was() {
    let sim = || Sim::new().signed_in(CONTOSO, APP).signed_in(ADVENTURE, APP);
    let total = signed_out(sim()).effects;
    for at in 0..total {
        for carried_out in [false, true] {
            let mut bench = Bench::click(sim());
            bench.some_effects(at);
            if carried_out && let Some(next) = bench.queue.front().cloned() {
                let _: Result<Outcome, Failure> = bench.perform(next.id, &next.effect);
            }
            bench.restart_background();
            bench.go_on(no_fault);
            let case = format!("died at effect {at}, carried out: {carried_out}");
            assert_honest(&bench, &case);
            assert_eq!(bench.receipt().verdict, Verdict::SignedOut, "{case}");
        }
    }
}

#[test]
fn after_a_restart_of_the_browser_no_old_tab_number_is_used() {
    let sim = || Sim::new().signed_in(CONTOSO, APP);
    let total = signed_out(sim()).effects;
    for at in 0..total {
        let mut bench = Bench::click(sim());
        bench.some_effects(at);
        // Every number now belongs to a tab of somebody else; the session cookies went with the browser.
        let numbers: Vec<_> = (90..130).map(TabId).collect();
        bench.sim.tabs.retain(|id, _| *id == TabId(1));
        bench.sim.next = 200;
        for id in &numbers {
            bench.sim.tabs.insert(*id, SimTab { host: None, page: Page::Other, shown: false });
        }
        bench.queue.clear();
        bench.run = journal::read(&journal::write(&bench.run)).unwrap();
        bench.step(Event::Restarted);
        bench.go_on(no_fault);
        for id in &numbers {
            assert!(bench.sim.tabs.contains_key(id), "effect {at}: tab {id:?} of somebody else was closed");
        }
        assert!(bench.sim.storage.is_empty(), "effect {at}: storage that was owed is left");
        assert!(bench.sim.left().is_empty(), "effect {at}: cookies are left");
    }
}

#[test]
fn a_restart_does_not_turn_a_session_that_was_not_ended_into_one_that_was() {
    let sim = || {
        let mut sim = Sim::new().signed_in(CONTOSO, APP);
        sim.offline.insert(host(CONTOSO));
        sim
    };
    let total = signed_out(sim()).effects;
    // Before the first listings have come in, nobody can know of a session that the restart takes along.
    for at in 2..total {
        let mut bench = Bench::click(sim());
        bench.some_effects(at);
        bench.sim.offline.clear();
        bench.queue.clear();
        // The browser's own end takes session cookies along.
        bench.sim.cookies.retain(|cookie| cookie.name != "CrmOwinAuth");
        bench.run = journal::read(&journal::write(&bench.run)).unwrap();
        bench.step(Event::Restarted);
        // Not even where it is closed once more, while it signs out again.
        for more in 1..8 {
            let mut again = bench.clone();
            again.some_effects(more);
            again.queue.clear();
            again.step(Event::Restarted);
            again.go_on(no_fault);
            assert_honest(&again, &format!("restarted at effect {at}, and {more} later"));
        }
        bench.go_on(no_fault);
        assert!(!bench.sim.sessions.is_empty(), "effect {at}: the server was told after all");
        assert_honest(&bench, &format!("restarted at effect {at}"));
    }
}

#[test]
fn an_organisation_of_a_region_in_hand_is_asked_when_that_has_ended() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP).signed_in(FABRIKAM, APP);
    sim.tabs.retain(|_, tab| tab.host != Some(host(FABRIKAM)));
    let bench = signed_out(sim);
    assert_eq!(bench.receipt().organisations[&host(FABRIKAM)].way, Way::Shared);
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
}

#[test]
fn what_is_left_of_an_old_session_is_cleared_without_a_sign_out() {
    let mut sim = Sim::new();
    sim.cookies.insert(crate::sim::cookie(CONTOSO, "ReqClientId"));
    let bench = signed_out(sim);
    assert_eq!(bench.receipt().organisations[&host(CONTOSO)].way, Way::NoSession);
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
    assert_honest(&bench, "leftovers");
}

#[test]
fn an_error_page_holds_no_unsaved_work() {
    let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, Page::Error));
    bench.go_on(|_, effect| {
        let asks = matches!(effect, Effect::AskUnsaved { .. });
        if asks { Fault::Fails(Failure::NotLoaded) } else { Fault::None }
    });
    assert!(bench.run.question().is_none());
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
}

#[test]
fn a_receipt_that_cannot_be_filed_is_still_shown() {
    let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, APP));
    let mut tries = 0;
    bench.go_on(|_, effect| {
        let files = matches!(effect, Effect::File { .. });
        tries += u32::from(files);
        if files { Fault::Fails(Failure::Broken) } else { Fault::None }
    });
    assert_eq!(tries, 3);
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
}

#[test]
fn a_frame_inside_another_site_is_cleared_and_its_tab_stays() {
    let mut sim = Sim::new();
    let partitioned = clean_exit::engine::sweep::Partition {
        top_level_site: "https://microsoft.com".to_owned(),
        has_cross_site_ancestor: Some(true),
    };
    let mut session = crate::sim::cookie(CONTOSO, "CrmNativeAuth");
    session.partition = Some(partitioned);
    sim.cookies.insert(session);
    sim.frames.push(clean_exit::engine::effect::Frame {
        tab: TabId(1),
        frame: FrameId(7),
        host: host(CONTOSO),
    });
    sim.framed = 4;
    let bench = signed_out(sim);
    assert_eq!(bench.sim.framed, 0);
    assert!(bench.sim.frames.is_empty());
    assert!(matches!(bench.proof(Kind::FramedStorage), Proof::Verified(_)));
    // Only the frame could ask the server, and it is gone.
    let unseen = Proof::Unverifiable(Unverifiable::BrowserCannotLook);
    assert_eq!(bench.proof(Kind::FramedSession), unseen);
    assert_honest(&bench, "a frame");
}

#[test]
fn a_frame_that_is_not_open_any_more_is_reported() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
    let mut framed = crate::sim::cookie(CONTOSO, "ReqClientId");
    framed.partition = Some(clean_exit::engine::sweep::Partition {
        top_level_site: "https://microsoft.com".to_owned(),
        has_cross_site_ancestor: Some(true),
    });
    sim.cookies.insert(framed);
    let bench = signed_out(sim);
    assert_eq!(bench.proof(Kind::FramedStorage), Proof::Unverifiable(Unverifiable::FrameNotOpen));
    assert_eq!(bench.receipt().verdict, Verdict::Incomplete);
}

#[test]
fn an_open_frame_in_one_site_does_not_vouch_for_another_site() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
    for site in ["https://microsoft.com", "https://office.example"] {
        let mut framed = crate::sim::cookie(CONTOSO, "ReqClientId");
        framed.partition = Some(clean_exit::engine::sweep::Partition {
            top_level_site: site.to_owned(),
            has_cross_site_ancestor: Some(true),
        });
        sim.cookies.insert(framed);
    }
    let frame = clean_exit::engine::effect::Frame { tab: TabId(1), frame: FrameId(7), host: host(CONTOSO) };
    sim.frames.push(frame);
    let bench = signed_out(sim);
    let lines = bench.receipt().lines.iter().filter(|line| line.kind == Kind::FramedStorage);
    let inside: Vec<_> = lines.map(|line| (line.inside.clone().unwrap().to_string(), line.proof)).collect();
    assert!(
        matches!(&inside[..], [(teams, Proof::Verified(_)), _] if teams == "teams.microsoft.com"),
        "{inside:?}"
    );
    let unopened = ("office.example".to_owned(), Proof::Unverifiable(Unverifiable::FrameNotOpen));
    assert_eq!(inside[1..], [unopened]);
}

#[test]
fn answers_that_nobody_waits_for_are_ignored() {
    let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, APP));
    bench.go_on(no_fault);
    let before = bench.run.clone();
    for id in 0..200 {
        let id = clean_exit::engine::effect::EffectId(id);
        bench.step(Event::Ended { id, result: Ok(Outcome::Done) });
    }
    bench.step(Event::Answered(Answer::GoBack));
    bench.step(Event::Ticked);
    bench.step(Event::Woke);
    assert_eq!(bench.run, before);
    assert!(bench.queue.is_empty());
}

/// A run that nobody asked for, in a browser with unsaved work.
fn by_itself(page: Page) -> Bench {
    let sim = Sim::new().signed_in(CONTOSO, page).signed_in(ADVENTURE, APP);
    let mut bench = Bench::set_off(sim, Trigger::Inactivity);
    bench.go_on(no_fault);
    bench
}

#[test]
fn a_run_that_sets_itself_off_asks_nobody_and_says_what_it_gave_up() {
    let bench = by_itself(dirty());
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
    assert_eq!(bench.receipt().trigger, Trigger::Inactivity);
    assert_eq!(bench.receipt().given_up, [host(CONTOSO)].into());
    assert_eq!(bench.sim.lost, 1);
    assert!(by_itself(APP).receipt().given_up.is_empty());
}

#[test]
fn a_dialog_of_the_page_holds_up_no_run_that_sets_itself_off() {
    // The page says that nothing is unsaved, and asks all the same when it is to be left.
    let bench = by_itself(Page::App { menu: false, dirty: false, control: true, dialog: true });
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
    assert_eq!(bench.receipt().given_up, [host(CONTOSO)].into());
}

#[test]
fn what_was_given_up_before_a_restart_of_the_browser_is_said_after_it() {
    let sim = Sim::new().signed_in(CONTOSO, dirty());
    let mut bench = Bench::set_off(sim, Trigger::Inactivity);
    bench.effects_until(|effect| matches!(effect, Effect::ListTabs | Effect::ListCookies));
    bench.some_effects(4);
    bench.queue.clear();
    bench.step(Event::Restarted);
    bench.go_on(no_fault);
    assert_eq!(bench.receipt().given_up, [host(CONTOSO)].into());
}
