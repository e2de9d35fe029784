//! What a world becomes when something happens in it.

use super::case::{Budget, Case, Meddling};
use super::world::{Action, Flying, World};
use super::{judge, key};
use crate::sim::{APP, Page, SIGN_IN, SimTab, host, region_of};
use clean_exit::engine::effect::{Effect, EffectId, Failure, Outcome};
use clean_exit::engine::id::TabId;
use clean_exit::engine::receipt::{StepName, Trigger};
use clean_exit::engine::run::{Answer, Event, Issued, Order, Run};
use clean_exit::engine::scope::Jar;
use clean_exit::engine::site::Host;
use clean_exit::engine::time::Time;
use clean_exit::protocol::journal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// When an alarm wakes a background that died, at the latest.
const ALARM: u64 = 31_000;

impl World {
    /// The world after something happened.
    pub(super) fn after(&self, action: Action, case: &Case) -> Self {
        let mut next = self.clone();
        match action {
            Action::Answered(id) => next.answer(id, true),
            Action::Unwritten(id) => {
                next.left.faults -= 1;
                next.answer(id, false);
            }
            Action::Failed { id, failure, done } => {
                next.left.faults -= 1;
                let flying = next.take(id);
                if done {
                    drop(next.perform(&flying));
                }
                next.step(Event::Ended { id, result: Err(failure) }, true);
            }
            Action::Passes { still_comes } => next.pass(still_comes),
            Action::Comes(id) | Action::Happens(id) => {
                let flying = next.take(id);
                drop(next.perform(&flying));
            }
            Action::Dies => {
                next.left.deaths -= 1;
                next.awake = false;
                let text = next.written.as_ref().map(|written| journal::write(written));
                let read = text.and_then(|text| journal::read(&text).ok()).map(Arc::new);
                if read != next.written {
                    next.wrong = Some("the journal does not give back what was written");
                }
            }
            Action::Wakes { soon } => {
                if !soon {
                    next.now += ALARM;
                }
                next.resume(Event::Woke);
            }
            Action::Restarts { restores } => {
                next.left.restarts -= 1;
                next.restart_browser(restores, case);
                next.resume(Event::Restarted);
            }
            Action::Says(answer) => {
                let asked = next.run.question().map(|(hosts, _)| hosts).unwrap_or_default();
                if answer == Answer::SignOut {
                    next.named.extend(asked.into_iter().map(|(host, _)| host));
                }
                next.step(Event::Answered(answer), true);
            }
            Action::Meddles { what, to } => {
                next.left.meddling -= 1;
                next.meddle(&what, to);
            }
            Action::ClicksAgain => next.click_again(case),
        }
        next.settled()
    }

    pub(super) fn settled(mut self) -> Self {
        if self.left.deaths == 0 && self.awake {
            self.written = None;
        }
        if self.wrong.is_none() {
            self.wrong = judge::out_of_scope(&self).or_else(|| judge::takes_too_long(&self));
        }
        self.key = key::of(&self);
        self
    }

    pub(super) fn start(&mut self, issued: Vec<Issued>) {
        let since = self.now;
        let jar = self.run.scope().map_or(Jar::Ordinary, |scope| scope.jar);
        self.flying.extend(issued.into_iter().map(|issued| Flying { issued, since, jar }));
    }

    /// One step of the run: the state is written if it asks for anything, and only then is that started.
    fn step(&mut self, event: Event, can_write: bool) {
        let (run, issued) = Run::clone(&self.run).step(event, Time(self.now));
        self.run = Arc::new(run);
        if !issued.is_empty() && can_write {
            self.written = Some(self.run.clone());
        }
        self.start(issued);
        // What the run has given up of its own accord is still under way; that is another action's choice.
        if self.run.ending().is_some() {
            self.flying.clear();
        }
    }

    fn take(&mut self, id: EffectId) -> Flying {
        let index = self.flying.iter().position(|flying| flying.issued.id == id).unwrap();
        self.flying.remove(index)
    }

    fn perform(
        &mut self,
        Flying { issued: Issued { effect, .. }, jar, .. }: &Flying,
    ) -> Result<Outcome, Failure> {
        let lost = judge::of_jar(&self.sim, *jar).lost;
        let tabs = &judge::of_jar(&self.sim, *jar).tabs;
        let tab = if let Effect::Discard { tab } = effect { tabs.get(tab).cloned() } else { None };
        let sim = Arc::make_mut(&mut self.sim);
        let result = if sim.private.is_some() { sim.perform_in(*jar, effect) } else { sim.perform(effect) };
        let owner = tab.and_then(|tab| tab.host);
        if lost < judge::of_jar(&self.sim, *jar).lost && owner.is_none_or(|host| !self.named.contains(&host))
        {
            self.wrong = Some("unsaved work was lost that nobody gave up");
        }
        result
    }

    fn answer(&mut self, id: EffectId, can_write: bool) {
        let flying = self.take(id);
        self.now = self.answered_at(&flying);
        let result = self.perform(&flying);
        self.step(Event::Ended { id, result }, can_write);
    }

    fn pass(&mut self, still_comes: bool) {
        if !self.run.owed().is_empty() {
            self.left.faults -= 1;
        }
        self.now = self.now.max(self.run.wake_at().unwrap().0);
        let before = self.run.clone();
        self.step(Event::Ticked, true);
        if !still_comes {
            let given_up = |id| before.owed().iter().any(|(owed, _)| owed == id) && !self.is_owed(id);
            let kept = |flying: &&Flying| !given_up(flying.issued.id);
            self.flying = self.flying.iter().filter(kept).cloned().collect();
        }
    }

    fn resume(&mut self, event: Event) {
        self.flying.clear();
        self.awake = true;
        if let Some(written) = &self.written {
            self.run = written.clone();
        }
        self.step(event, true);
    }

    /// Session cookies stay only where the tabs come back; every old number is a stranger's from now on.
    fn restart_browser(&mut self, restores: bool, case: &Case) {
        let sim = Arc::make_mut(&mut self.sim);
        let old = std::mem::take(&mut sim.tabs);
        let stranger = SimTab { host: None, page: Page::Other, shown: false };
        let mut others = BTreeMap::new();
        for (id, tab) in old {
            let is_covered = tab.host.as_ref().is_some_and(|host| case.covered.contains(host));
            if is_covered && restores {
                sim.open(tab.host.clone(), reloaded(tab.page), tab.shown);
            }
            let now_there = self.others.get(&id).unwrap_or(&stranger).clone();
            sim.tabs.insert(id, now_there.clone());
            others.insert(id, now_there);
        }
        if !restores {
            // Nobody can know of a session whose cookie went before the first listing came in.
            let is_listing =
                |(_, effect): (EffectId, &Effect)| matches!(effect, Effect::ListTabs | Effect::ListCookies);
            if self.written.as_ref().is_some_and(|written| {
                written.step_name() == StepName::Freeze && written.owed().iter().any(is_listing)
            }) {
                sim.sessions.retain(|domain| !case.covered.contains(domain));
            }
            let is_kept = |name: &str| !matches!(name, "CrmOwinAuth" | "ESTSAUTH");
            let neighbours = &case.sim;
            sim.cookies.retain(|cookie| {
                is_kept(&cookie.name)
                    || judge::is_neighbour(cookie, case) && neighbours.cookies.contains(cookie)
            });
        }
        // What was given up before is not given up any more.
        self.named.clear();
        self.others = Arc::new(others);
    }

    fn meddle(&mut self, what: &Meddling, to: Option<TabId>) {
        let sim = Arc::make_mut(&mut self.sim);
        let tab = to.and_then(|to| sim.tabs.get_mut(&to));
        match (what, to, tab) {
            (Meddling::Closes, Some(to), _) => drop(sim.tabs.remove(&to)),
            (Meddling::Leaves, Some(to), Some(tab)) => {
                *tab = SimTab { host: None, page: Page::Other, shown: tab.shown };
                Arc::make_mut(&mut self.others).insert(to, tab.clone());
            }
            (Meddling::Edits, _, Some(SimTab { page: Page::App { dirty, .. }, .. })) => *dirty = true,
            (Meddling::Opens(organisation), ..) => {
                let session =
                    sim.holds_session(organisation) && sim.sessions.contains(&region_of(organisation));
                if session || sim.account_is_alive() {
                    sim.sign_in(organisation, APP);
                } else {
                    sim.open(Some(host(SIGN_IN)), Page::SignIn, true);
                }
            }
            (Meddling::SignsIn(organisation), ..) => sim.sign_in(organisation, APP),
            (Meddling::Server(organisation), ..) => toggle(&mut sim.offline, organisation),
            (Meddling::Permission(host), ..) => toggle(&mut sim.withdrawn, host),
            (Meddling::ShutsOut, ..) => sim.shut_out(),
            (Meddling::ClosesPrivate, ..) => sim.close_private(),
            (Meddling::Closes | Meddling::Leaves | Meddling::Edits, ..) => {}
        }
    }

    fn click_again(&mut self, case: &Case) {
        self.left = Budget::default();
        self.before = Some(self.sim.clone());
        self.now += 1_000;
        let order = Order { trigger: Trigger::Toolbar, scope: case.scope.clone() };
        let (run, issued) = Run::begin(order, Time(self.now));
        self.run = Arc::new(run);
        self.start(issued);
    }
}

/// A page that the browser opened again; what was not saved is gone with the browser.
fn reloaded(page: Page) -> Page {
    match page {
        Page::App { control, .. } => Page::App { menu: false, dirty: false, control, dialog: false },
        other @ (Page::SignedOut | Page::SignIn | Page::Icon | Page::Error | Page::Other) => other,
    }
}

fn toggle(hosts: &mut BTreeSet<Host>, host: &Host) {
    if !hosts.remove(host) {
        hosts.insert(host.clone());
    }
}
