//! A run in its browser, and everything that can happen to the two.

use super::{judge, key};
use crate::sim::{APP, Page, Sim, SimTab, host, region_of};
use clean_exit::engine::effect::{Effect, EffectId, Failure, Outcome};
use clean_exit::engine::id::TabId;
use clean_exit::engine::receipt::{StepName, Trigger};
use clean_exit::engine::run::{Answer, Event, Issued, Order, Run};
use clean_exit::engine::scope::Scope;
use clean_exit::engine::site::Host;
use clean_exit::engine::time::Time;
use clean_exit::protocol::journal;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A look that waits for the page to change, and at a page that does not change, takes so many milliseconds.
/// A real one takes a second; coarser steps need fewer of them.
const LONG_LOOK: u64 = 5_000;
/// When an alarm wakes a background that died, at the latest.
const ALARM: u64 = 31_000;

/// How often each kind of thing may still happen.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub(super) struct Budget {
    /// An effect fails, is too late, or the journal cannot be written.
    pub(super) faults: u8,
    /// The background dies.
    pub(super) deaths: u8,
    /// The browser is closed and opened again.
    pub(super) restarts: u8,
    /// The person, or the world outside, does something.
    pub(super) meddling: u8,
    /// The person clicks again when the run is over.
    pub(super) clicks: u8,
}

/// What the checker starts from, and how far it goes.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) sim: Sim,
    pub(super) scope: Scope,
    pub(super) budget: Budget,
    /// Whether an effect that is too late is carried out all the same, sometime.
    pub(super) lateness: bool,
    pub(super) meddling: Vec<Meddling>,
    /// The hosts that are covered: contoso's and its region, say.
    pub(super) covered: Vec<Host>,
}

/// An effect that was started and is not answered.
#[derive(Clone, Debug)]
pub(super) struct Flying {
    pub(super) issued: Issued,
    since: u64,
}

/// A run, its journal, what is in flight, and the browser.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) run: Arc<Run>,
    /// What the journal holds; none where nobody will read it any more.
    pub(super) written: Option<Arc<Run>>,
    pub(super) flying: Vec<Flying>,
    pub(super) sim: Arc<Sim>,
    pub(super) now: u64,
    pub(super) left: Budget,
    /// Whether the background lives.
    pub(super) awake: bool,
    /// The tabs that are none of the run's business, as they must stay.
    pub(super) others: Arc<BTreeMap<TabId, SimTab>>,
    /// The organisations whose unsaved work was asked about and given up.
    pub(super) named: BTreeSet<Host>,
    /// What the browser was like when the run was over and the person clicked again.
    pub(super) before: Option<Arc<Sim>>,
    /// What went wrong on the way here.
    pub(super) wrong: Option<&'static str>,
    key: u64,
}

impl Hash for World {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.key.hash(hasher);
    }
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// What can happen next.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Action {
    /// An effect is carried out and answered.
    Answered(EffectId),
    /// The same, but the state that follows cannot be written.
    Unwritten(EffectId),
    /// An effect is answered with a failure, and was carried out all the same, or was not.
    Failed { id: EffectId, failure: Failure, done: bool },
    /// Nobody answers until the first patience ends. What is too late may still be carried out.
    Passes { still_comes: bool },
    /// An effect that was given up is carried out after all.
    Comes(EffectId),
    /// The background dies.
    Dies,
    /// While it is dead, an effect that it had started is carried out.
    Happens(EffectId),
    /// It starts again: at once, or when the alarm rings.
    Wakes { soon: bool },
    /// The browser is closed and opened again, with the old tabs or without.
    Restarts { restores: bool },
    /// The person answers the question.
    Says(Answer),
    /// The person, or the world outside, does something.
    Meddles(Meddling),
    /// The person clicks again when the run is over.
    ClicksAgain,
}

/// What the person, or the world outside, does.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Meddling {
    /// Closes a tab of the CRM.
    Closes,
    /// Leads a tab of the CRM to another site.
    Leaves,
    /// Types into a form.
    Edits,
    /// Opens this organisation in a new tab.
    Opens(Host),
    /// This organisation's server goes away, or comes back.
    Server(Host),
    /// The permission for this host is withdrawn, or given back.
    Permission(Host),
    /// One of the above, to this tab.
    To(TabId, Box<Meddling>),
}

impl World {
    pub(super) fn begin(case: &Case) -> Self {
        let now = 1_000_000;
        let order = Order { trigger: Trigger::Toolbar, scope: case.scope.clone() };
        let (run, issued) = Run::begin(order, Time(now));
        let run = Arc::new(run);
        let is_other = |tab: &SimTab| tab.host.as_ref().is_none_or(|host| !case.covered.contains(host));
        let others = case.sim.tabs.iter().filter(|(_, tab)| is_other(tab));
        let mut world = Self {
            written: (0 < case.budget.deaths).then(|| run.clone()),
            run,
            flying: Vec::new(),
            sim: Arc::new(Sim { scope: case.scope.clone(), ..case.sim.clone() }),
            now,
            left: case.budget,
            awake: true,
            others: Arc::new(others.map(|(id, tab)| (*id, tab.clone())).collect()),
            named: BTreeSet::new(),
            before: None,
            wrong: None,
            key: 0,
        };
        world.start(issued);
        world.settled()
    }

    /// What can happen next.
    pub(super) fn actions(&self, case: &Case) -> Vec<Action> {
        if self.wrong.is_some() {
            return Vec::new();
        }
        let flying = || self.flying.iter().map(|flying| flying.issued.id);
        if !self.awake {
            let may_come = |id: &EffectId| self.is_owed(*id) || !self.is_looking();
            let mut actions: Vec<_> = flying().filter(may_come).map(Action::Happens).collect();
            actions.extend([Action::Wakes { soon: true }, Action::Wakes { soon: false }]);
            if 0 < self.left.restarts {
                actions.extend([true, false].map(|restores| Action::Restarts { restores }));
            }
            return actions;
        }
        if self.run.ending().is_some() {
            let clicks = 0 < self.left.clicks && judge::has_cleared(self);
            return clicks.then_some(Action::ClicksAgain).into_iter().collect();
        }
        let mut actions = Vec::new();
        for flying in &self.flying {
            let id = flying.issued.id;
            if self.is_owed(id) {
                self.answers(flying, &mut actions);
            } else if !self.is_looking() {
                actions.push(Action::Comes(id));
            }
        }
        let nobody_is_waited_for = self.run.owed().is_empty();
        if nobody_is_waited_for || 0 < self.left.faults {
            actions.push(Action::Passes { still_comes: false });
            if case.lateness && !nobody_is_waited_for {
                actions.push(Action::Passes { still_comes: true });
            }
        }
        if self.run.question().is_some() {
            actions.extend([Answer::SignOut, Answer::GoBack].map(Action::Says));
        }
        if 0 < self.left.deaths {
            actions.push(Action::Dies);
        }
        if 0 < self.left.meddling && !self.is_looking() {
            actions.extend(case.meddling.iter().flat_map(|it| self.meddling(it)).map(Action::Meddles));
        }
        actions
    }

    /// The world after something happened; none where it cannot happen.
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
                    drop(next.perform(&flying.issued.effect));
                }
                next.step(Event::Ended { id, result: Err(failure) }, true);
            }
            Action::Passes { still_comes } => next.pass(still_comes),
            Action::Comes(id) | Action::Happens(id) => {
                let flying = next.take(id);
                drop(next.perform(&flying.issued.effect));
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
            Action::Meddles(meddling) => {
                next.left.meddling -= 1;
                next.meddle(&meddling);
            }
            Action::ClicksAgain => next.click_again(case),
        }
        next.settled()
    }

    /// What the world is, as a number.
    pub(super) const fn key(&self) -> u64 {
        self.key
    }

    /// What happens, with the effect instead of its number.
    pub(super) fn tell(&self, action: &Action) -> String {
        let (Action::Answered(id)
        | Action::Unwritten(id)
        | Action::Failed { id, .. }
        | Action::Comes(id)
        | Action::Happens(id)) = action
        else {
            return format!("- {action:?}");
        };
        let flying = self.flying.iter().find(|flying| flying.issued.id == *id);
        format!("- {action:?}: {:?}", flying.map(|flying| &flying.issued.effect))
    }

    fn settled(mut self) -> Self {
        if self.left.deaths == 0 && self.awake {
            self.written = None;
        }
        if self.wrong.is_none() {
            self.wrong = judge::out_of_scope(&self);
        }
        self.key = key::of(&self);
        self
    }

    fn is_owed(&self, id: EffectId) -> bool {
        self.run.owed().iter().any(|(owed, _)| owed == id)
    }

    /// Whether the run has begun to take its last look, or a look that may be its last.
    ///
    /// A receipt speaks of that moment, and the two listings of a look count as one moment.
    fn is_looking(&self) -> bool {
        let is_look = |effect: &Effect| matches!(effect, Effect::ListTabs | Effect::ListCookies);
        let is_filing = |effect: &Effect| matches!(effect, Effect::File { .. });
        let mut owed = self.run.owed().iter().map(|(_, effect)| effect);
        match (owed.next(), owed.next()) {
            (Some(only), None) => {
                is_filing(only) || (self.run.step_name() == StepName::Verify && is_look(only))
            }
            (_, _) => false,
        }
    }

    /// How an effect that is waited for may be answered.
    fn answers(&self, flying: &Flying, actions: &mut Vec<Action>) {
        let id = flying.issued.id;
        // An answer that takes longer than another one's patience has to wait for that one.
        if self.run.owed().earliest().is_some_and(|earliest| self.answered_at(flying) < earliest.0) {
            actions.push(Action::Answered(id));
            if 0 < self.left.faults && 0 < self.left.deaths {
                actions.push(Action::Unwritten(id));
            }
        }
        if 0 < self.left.faults {
            // To the engine, `TimedOut` is what comes of a wait, and is what `Passes` is for.
            for failure in [Failure::Gone, Failure::NotLoaded, Failure::Refused, Failure::Broken] {
                actions.push(Action::Failed { id, failure, done: false });
                if changes_something(&flying.issued.effect) {
                    actions.push(Action::Failed { id, failure, done: true });
                }
            }
        }
    }

    fn answered_at(&self, flying: &Flying) -> u64 {
        let Effect::Survey { tab, wait } = &flying.issued.effect else { return self.now };
        let page = self.sim.tabs.get(tab).map(|tab| &tab.page);
        let stays = matches!(page, Some(Page::App { dialog: false, .. } | Page::Icon | Page::Other));
        if stays && 0 < wait.0 { self.now.max(flying.since + LONG_LOOK) } else { self.now }
    }

    fn start(&mut self, issued: Vec<Issued>) {
        let since = self.now;
        self.flying.extend(issued.into_iter().map(|issued| Flying { issued, since }));
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

    fn perform(&mut self, effect: &Effect) -> Result<Outcome, Failure> {
        let lost = self.sim.lost;
        let tab = if let Effect::Discard { tab } = effect { self.sim.tabs.get(tab).cloned() } else { None };
        let result = Arc::make_mut(&mut self.sim).perform(effect);
        let owner = tab.and_then(|tab| tab.host);
        if lost < self.sim.lost && owner.is_none_or(|host| !self.named.contains(&host)) {
            self.wrong = Some("unsaved work was lost that nobody gave up");
        }
        result
    }

    fn answer(&mut self, id: EffectId, can_write: bool) {
        let flying = self.take(id);
        self.now = self.answered_at(&flying);
        let result = self.perform(&flying.issued.effect);
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
            let now_there =
                if self.others.contains_key(&id) { self.others[&id].clone() } else { stranger.clone() };
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

    /// The same thing may be done to each tab of the CRM.
    fn meddling(&self, meddling: &Meddling) -> Vec<Meddling> {
        let tabs =
            self.sim.tabs.iter().filter(|(id, tab)| tab.host.is_some() && !self.others.contains_key(id));
        match meddling {
            // What the run has opened in the background, the person leaves alone.
            Meddling::Closes | Meddling::Leaves => tabs
                .filter(|(_, tab)| tab.shown)
                .map(|(id, _)| Meddling::To(*id, Box::new(meddling.clone())))
                .collect(),
            Meddling::Edits => tabs
                .filter(|(_, tab)| matches!(tab.page, Page::App { dirty: false, .. }))
                .map(|(id, _)| Meddling::To(*id, Box::new(Meddling::Edits)))
                .collect(),
            other => vec![other.clone()],
        }
    }

    fn meddle(&mut self, meddling: &Meddling) {
        let sim = Arc::make_mut(&mut self.sim);
        match meddling {
            Meddling::To(tab, what) => match (what.as_ref(), sim.tabs.get_mut(tab)) {
                (Meddling::Leaves, Some(known)) => {
                    *known = SimTab { host: None, page: Page::Other, shown: known.shown };
                    Arc::make_mut(&mut self.others).insert(*tab, known.clone());
                }
                (Meddling::Edits, Some(SimTab { page: Page::App { dirty, .. }, .. })) => *dirty = true,
                (_, _) => drop(sim.tabs.remove(tab)),
            },
            Meddling::Opens(organisation) => {
                let session =
                    sim.holds_session(organisation) && sim.sessions.contains(&region_of(organisation));
                if session || sim.account_is_alive() {
                    sim.sign_in(organisation, APP);
                } else {
                    sim.open(Some(host(crate::sim::SIGN_IN)), Page::SignIn, true);
                }
            }
            Meddling::Server(organisation) => toggle(&mut sim.offline, organisation),
            Meddling::Permission(host) => toggle(&mut sim.withdrawn, host),
            Meddling::Closes | Meddling::Leaves | Meddling::Edits => {}
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
        other => other,
    }
}

fn toggle(hosts: &mut BTreeSet<Host>, host: &Host) {
    if !hosts.remove(host) {
        hosts.insert(host.clone());
    }
}

/// Whether it makes a difference that a failed effect was carried out all the same.
const fn changes_something(effect: &Effect) -> bool {
    !matches!(
        effect,
        Effect::ListTabs
            | Effect::ListCookies
            | Effect::AskUnsaved { .. }
            | Effect::Survey { .. }
            | Effect::AwaitLoad { .. }
            | Effect::Inspect { .. }
            | Effect::File { .. }
    )
}
