//! What is fuzzed: any order of events into a run and into the watch, with answers that make no sense among them.
//!
//! A run ends; it never says *signed out* where that is not so; and nothing out of its scope is in an order of its own.

use super::bytes::Bytes;
use super::desk::{Desk, MINUTE, SECOND};
use super::forge;
use super::sim::bench::{Bench, Fault, assert_honest, no_fault};
use super::sim::{APP, Page, Sim, SimTab, host};
use clean_exit::engine::effect::{Effect, EffectId, Failure};
use clean_exit::engine::id::TabId;
use clean_exit::engine::policy::Number;
use clean_exit::engine::receipt::Trigger;
use clean_exit::engine::run::{Answer, Event, Issued};
use clean_exit::engine::scope::Jar;
use clean_exit::engine::site::Place;
use clean_exit::engine::watch::{self, Look};
use clean_exit::protocol::journal;
use std::collections::BTreeSet;

const CONTOSO: &str = "contoso.crm4.dynamics.com";
const FABRIKAM: &str = "fabrikam.crm4.dynamics.com";
const ADVENTURE: &str = "adventure-works.crm.dynamics.com";
const TRIGGERS: [Trigger; 4] =
    [Trigger::Toolbar, Trigger::Warning, Trigger::Inactivity, Trigger::BrowserStart];
const FAILURES: [Failure; 5] =
    [Failure::Gone, Failure::NotLoaded, Failure::Refused, Failure::TimedOut, Failure::Broken];

/// A run or a watch, and all that these bytes say happens to it; `false` if they say nothing.
pub(crate) fn follow(bytes: &[u8]) -> bool {
    let mut bytes = Bytes(bytes);
    match bytes.next().map(|kind| kind % 4) {
        None => return false,
        Some(0 | 1) => told_the_truth(&mut bytes),
        Some(2) => told_anything(&mut bytes),
        Some(_) => watched(&mut bytes),
    }
    true
}

/// A browser with one organisation or two, with work unsaved or not, and perhaps with private windows.
pub(crate) fn scene(bytes: &mut Bytes<'_>) -> Sim {
    let choices = bytes.number();
    let is = |bit: u8| choices & bit != 0;
    let page = Page::App { menu: is(1), dirty: is(2), control: !is(4), dialog: is(8) };
    let mut sim = Sim::new().signed_in(CONTOSO, page.clone());
    if is(16) {
        sim = sim.signed_in(ADVENTURE, APP);
    }
    if is(32) {
        sim = sim.signed_in(FABRIKAM, APP);
    }
    if is(64) { sim.with_private(Sim::new().signed_in(CONTOSO, page)) } else { sim }
}

/// The browser does what it is asked for, or fails at it; everything else may happen meanwhile.
fn told_the_truth(bytes: &mut Bytes<'_>) {
    let (sim, trigger) = (scene(bytes), bytes.of(&TRIGGERS));
    let mut bench = Bench::set_off(sim, trigger);
    let mut gives_up = !trigger.is_by_hand();
    while let Some(chance) = bytes.next() {
        gives_up |= chance % 32 == 19;
        let old = waiting(&bench);
        happen(&mut bench, chance, bytes);
        assert_in_scope(&bench, &old);
    }
    end(&mut bench, no_fault);
    if gives_up {
        bench.sim.lost = 0;
    }
    assert_honest(&bench, "fuzzed");
}

/// Answers may be of any kind, and lists may show anything, within any scope.
fn told_anything(bytes: &mut Bytes<'_>) {
    let scope = forge::scope(bytes);
    let mut bench = Bench::ordered(scene(bytes).with_private(Sim::new().signed_in(FABRIKAM, APP)), scope);
    while let Some(chance) = bytes.next() {
        let old = waiting(&bench);
        if chance % 2 == 0 {
            happen(&mut bench, chance / 2, bytes);
        } else if let Some(Issued { id, .. }) = take(&mut bench, bytes.number()) {
            let result = Ok(forge::outcome(bytes));
            bench.step(Event::Ended { id, result });
        }
        assert_in_scope(&bench, &old);
    }
    end(&mut bench, |_, _| Fault::Fails(Failure::Broken));
    let is_kept = |name: &str| bench.sim.cookies.iter().any(|cookie| cookie.name == name);
    assert!(is_kept("theme") && is_kept("MSFPC"), "a neighbour's cookie is gone");
    assert!(bench.sim.tabs.contains_key(&TabId(1)), "the neighbour's tab is gone");
}

/// Lets a run go to its end.
pub(crate) fn end(bench: &mut Bench, mut fault: impl FnMut(u32, &Effect) -> Fault) {
    bench.go_on(&mut fault);
    while bench.run.question().is_some() {
        bench.step(Event::Answered(Answer::GoBack));
        bench.go_on(&mut fault);
    }
    assert!(bench.run.ending().is_some(), "the run does not end");
}

fn take(bench: &mut Bench, at: u8) -> Option<Issued> {
    let index = usize::from(at).checked_rem(bench.queue.len())?;
    bench.queue.remove(index)
}

/// One thing happens.
pub(crate) fn happen(bench: &mut Bench, chance: u8, bytes: &mut Bytes<'_>) {
    bench.now += 50;
    match chance % 32 {
        12 | 13 => {
            if let Some(Issued { id, .. }) = take(bench, bytes.number()) {
                let result = Err(bytes.of(&FAILURES));
                bench.step(Event::Ended { id, result });
            }
        }
        14 => drop(take(bench, bytes.number())),
        15 => bench.restart_background(),
        16 => {
            bench.now += u64::from(bytes.long());
            bench.step(Event::Ticked);
        }
        17 => drop(person_tab(bench, bytes).and_then(|id| bench.sim.tabs.remove(&id))),
        18 => bench.step(Event::Answered(Answer::GoBack)),
        19 => bench.step(Event::Answered(Answer::SignOut)),
        20 => toggle(&mut bench.sim.offline, bytes),
        21 => restart_browser(bench),
        22 => {
            bench.now = bench.now.saturating_sub(u64::from(bytes.long()));
            bench.step(Event::Ticked);
        }
        23 => {
            if let Some(tab) = person_tab(bench, bytes).and_then(|id| bench.sim.tabs.get_mut(&id)) {
                *tab = SimTab { host: None, page: Page::Other, shown: tab.shown };
            }
        }
        24 => toggle(&mut bench.sim.withdrawn, bytes),
        _ => {
            if let Some(Issued { id, effect }) = take(bench, bytes.number()) {
                let result = bench.perform(id, &effect);
                bench.step(Event::Ended { id, result });
            }
        }
    }
}

/// A tab that the person does something to; never the neighbour's.
fn person_tab(bench: &Bench, bytes: &mut Bytes<'_>) -> Option<TabId> {
    let tabs: Vec<TabId> = bench.sim.tabs.keys().copied().filter(|id| *id != TabId(1)).collect();
    let index = usize::from(bytes.number()).checked_rem(tabs.len())?;
    tabs.get(index).copied()
}

fn toggle(hosts: &mut BTreeSet<clean_exit::engine::site::Host>, bytes: &mut Bytes<'_>) {
    let host = host(bytes.of(&[CONTOSO, ADVENTURE, "login.microsoftonline.com", "crm4.dynamics.com"]));
    if !hosts.remove(&host) {
        hosts.insert(host);
    }
}

/// The browser is closed and opened again, and brings the tabs back under other numbers, without what was not saved.
fn restart_browser(bench: &mut Bench) {
    bench.queue.clear();
    for (id, tab) in std::mem::take(&mut bench.sim.tabs) {
        let page = match tab.page {
            Page::App { control, .. } => Page::App { menu: false, dirty: false, control, dialog: false },
            other => other,
        };
        if id == TabId(1) {
            bench.sim.tabs.insert(id, SimTab { host: tab.host, page, shown: tab.shown });
        } else {
            bench.sim.open(tab.host, page, tab.shown);
        }
    }
    bench.run = journal::read(&journal::write(&bench.run)).expect("what was written is read");
    bench.step(Event::Restarted);
}

/// The orders that wait.
fn waiting(bench: &Bench) -> Vec<EffectId> {
    bench.queue.iter().map(|issued| issued.id).collect()
}

/// No new order names anything that the run does not cover; an old one may be overdue, and the run be about other windows.
fn assert_in_scope(bench: &Bench, old: &[EffectId]) {
    let Some(scope) = bench.run.scope() else { return };
    let is_sign_in = |host| scope.sites.place(host) == Place::SignIn;
    for Issued { effect, .. } in bench.queue.iter().filter(|issued| !old.contains(&issued.id)) {
        match effect {
            Effect::RemoveCookies { cookies } => {
                assert!(cookies.iter().all(|cookie| scope.owner(cookie).is_some()), "{effect:?}");
                assert!(cookies.iter().all(|cookie| Jar::of_store(&cookie.store) == scope.jar), "{effect:?}");
            }
            Effect::ClearStorage { hosts, contained } => {
                let mut all = hosts.iter().chain(contained.iter().map(|it| &it.host));
                assert!(all.all(|host| scope.is_crm(host)), "{effect:?}");
            }
            Effect::ForgetVisits { hosts } | Effect::ForgetDownloads { hosts } => {
                assert!(hosts.iter().all(|host| scope.is_crm(host) || is_sign_in(host)), "{effect:?}");
            }
            Effect::Visit { address, .. } => {
                assert_ne!(scope.sites.place(address.host()), Place::Elsewhere, "{effect:?}");
            }
            _ => {}
        }
    }
}

/// Any events into the watch: it signs out only where the CRM is in use, and where it is, sometime.
fn watched(bytes: &mut Bytes<'_>) {
    let limit = 1 + u32::from(bytes.number()) % 60;
    let flag = |is: bool| f64::from(u8::from(is));
    let choices = bytes.number();
    let mut desk = Desk::with(&[
        ("inactivity", f64::from(limit)),
        ("idle", f64::from(choices % 8)),
        ("unsaved_wait", f64::from(choices / 8 % 8)),
        ("keeps", f64::from(choices / 64)),
        ("locked", flag(bytes.coin())),
        ("last_tab", flag(bytes.coin())),
        ("woken", flag(bytes.coin())),
        ("browser_start", flag(bytes.coin())),
        ("time_of_day", f64::from(u32::from(bytes.long()) % 1_441)),
    ]);
    while let Some(chance) = bytes.next() {
        let was_in_use = desk.watch.since().is_some();
        watch_happens(&mut desk, chance, bytes);
        if !desk.ordered.is_empty() {
            assert!(was_in_use, "it signs out of what nobody used");
            desk.ordered.clear();
            desk.happen(watch::Event::RunBegan);
            let is_whole = bytes.coin();
            let ended = watch::Event::RunEnded { is_whole };
            desk.happen(if bytes.coin() { watch::Event::RunCalledOff } else { ended });
        }
    }
    if desk.watch.since().is_none() || !desk.ordered.is_empty() {
        return;
    }
    // Nobody does anything any more: within the time without use, a pause, a call, the warning and
    // the wait for work, it comes.
    desk.look = Some(Look { tabs: 1, is_busy: false, unsaved: 0 });
    let wait = desk.settings.number(Number::UnsavedWait).value;
    desk.pass(u64::from(limit + wait + 4 * 60 + 60 + 10) * MINUTE);
    assert!(!desk.ordered.is_empty(), "it never comes: {:?}", desk.watch);
}

fn watch_happens(desk: &mut Desk, chance: u8, bytes: &mut Bytes<'_>) {
    use watch::Event;
    match chance % 23 {
        0 => desk.happen(Event::Opened),
        1 => desk.happen(Event::Left),
        2 => desk.happen(Event::Idle),
        3 => desk.happen(Event::Locked),
        4 => desk.happen(Event::Returned),
        5 => desk.happen(Event::BrowserStarted),
        6 => desk.restart(),
        7 => desk.happen(Event::Kept),
        8 => desk.happen(Event::LeaveNow),
        9 => desk.look = None,
        10 => {
            let [tabs, unsaved] = [bytes.number(), bytes.number()].map(u32::from);
            desk.look = Some(Look { tabs, is_busy: bytes.coin(), unsaved });
        }
        11 => desk.sleep(u64::from(bytes.long()) * SECOND),
        12 => {
            desk.now -= u64::from(bytes.long()) * SECOND;
            desk.happen(Event::Ticked);
        }
        13 => desk.happen(Event::Looked(Look { tabs: 0, is_busy: bytes.coin(), unsaved: 1 })),
        20 => desk.happen(Event::Paused),
        21 => desk.happen(Event::Resumed),
        22 => desk.happen(Event::Stirred),
        14 | 15 => desk.pass(u64::from(bytes.long()) * SECOND),
        _ => desk.happen(Event::Active),
    }
}
