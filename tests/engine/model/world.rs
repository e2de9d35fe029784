//! A run in its browser, and everything that can happen to the two.

use super::case::{Budget, Case, Meddling};
use super::judge;
use crate::sim::{Page, Sim, SimTab};
use clean_exit::engine::effect::{Effect, EffectId, Failure};
use clean_exit::engine::id::TabId;
use clean_exit::engine::receipt::{StepName, Trigger};
use clean_exit::engine::run::{Answer, Issued, Order, Run};
use clean_exit::engine::scope::{Jar, Scope};
use clean_exit::engine::site::Host;
use clean_exit::engine::time::Time;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A look that waits for the page to change, and at a page that does not change, takes so many milliseconds.
/// A real one takes a second; coarser steps need fewer of them.
const LONG_LOOK: u64 = 5_000;

/// An effect that was started and is not answered.
#[derive(Clone, Debug)]
pub(super) struct Flying {
    pub(super) issued: Issued,
    pub(super) since: u64,
    /// The windows that the run was about when it asked for it.
    pub(super) jar: Jar,
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
    /// What it is, as a number.
    pub(super) key: u64,
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
    /// The person, or the world outside, does something, to this tab or to none.
    Meddles { what: Meddling, to: Option<TabId> },
    /// The person clicks again when the run is over.
    ClicksAgain,
}

impl World {
    pub(super) fn begin(case: &Case) -> Self {
        let now = 1_000_000;
        let order = Order { trigger: Trigger::Toolbar, scope: case.scope.clone() };
        let (run, issued) = Run::begin(order, Time(now));
        let run = Arc::new(run);
        let is_other = |tab: &SimTab| tab.host.as_ref().is_none_or(|host| !case.covered.contains(host));
        let private = case.sim.private.iter().flat_map(|private| &private.tabs);
        let others = case.sim.tabs.iter().chain(private).filter(|(_, tab)| is_other(tab));
        let mut world = Self {
            written: (0 < case.budget.deaths).then(|| run.clone()),
            run,
            flying: Vec::new(),
            sim: Arc::new(within(case.scope.clone(), &case.sim)),
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
                self.answers(flying, case, &mut actions);
            } else if !self.is_looking() {
                actions.push(Action::Comes(id));
            }
        }
        let nobody_is_waited_for = self.run.owed().is_empty();
        if self.run.wake_at().is_some() && (nobody_is_waited_for || 0 < self.left.faults) {
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
            actions.extend(case.meddling.iter().flat_map(|what| self.meddling(what)));
        }
        actions
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

    pub(super) fn is_owed(&self, id: EffectId) -> bool {
        self.run.owed().iter().any(|(owed, _)| owed == id)
    }

    /// Whether the run has begun to take its last look, or a look that may be its last.
    ///
    /// A receipt speaks of that moment, and the two listings of a look count as one moment. Once one is filed, only a
    /// look into private windows may follow.
    pub(super) fn is_looking(&self) -> bool {
        let is_look = |effect: &Effect| matches!(effect, Effect::ListTabs | Effect::ListCookies);
        let is_filing = |effect: &Effect| matches!(effect, Effect::File { .. });
        if 0 < self.sim.filed {
            return true;
        }
        let mut owed = self.run.owed().iter().map(|(_, effect)| effect);
        match (owed.next(), owed.next()) {
            (Some(only), None) => {
                is_filing(only) || (self.run.step_name() == StepName::Verify && is_look(only))
            }
            (_, _) => false,
        }
    }

    /// How an effect that is waited for may be answered.
    fn answers(&self, flying: &Flying, case: &Case, actions: &mut Vec<Action>) {
        let id = flying.issued.id;
        // An answer that takes longer than another one's patience has to wait for that one.
        if self.run.owed().earliest().is_some_and(|earliest| self.answered_at(flying) < earliest.0) {
            actions.push(Action::Answered(id));
            if 0 < self.left.faults && 0 < self.left.deaths {
                actions.push(Action::Unwritten(id));
            }
        }
        if 0 < self.left.faults {
            for &failure in &case.failures {
                actions.push(Action::Failed { id, failure, done: false });
                if changes_something(&flying.issued.effect) {
                    actions.push(Action::Failed { id, failure, done: true });
                }
            }
        }
    }

    pub(super) fn answered_at(&self, flying: &Flying) -> u64 {
        let Effect::Survey { tab, wait } = &flying.issued.effect else { return self.now };
        let page = judge::of_jar(&self.sim, flying.jar).tabs.get(tab).map(|tab| &tab.page);
        let stays = matches!(page, Some(Page::App { dialog: false, .. } | Page::Icon | Page::Other));
        if stays && 0 < wait.0 { self.now.max(flying.since + LONG_LOOK) } else { self.now }
    }

    /// The same thing may be done to each tab of the CRM. What the run has opened in the background, the person leaves
    /// alone.
    fn meddling(&self, what: &Meddling) -> Vec<Action> {
        let is_fit: fn(&SimTab) -> bool = match what {
            Meddling::Closes | Meddling::Leaves => |tab| tab.shown,
            Meddling::Edits => |tab| matches!(tab.page, Page::App { dirty: false, .. }),
            Meddling::Opens(_)
            | Meddling::SignsIn(_)
            | Meddling::Server(_)
            | Meddling::Permission(_)
            | Meddling::ShutsOut
            | Meddling::ClosesPrivate => {
                return vec![Action::Meddles { what: what.clone(), to: None }];
            }
        };
        let crm =
            self.sim.tabs.iter().filter(|(id, tab)| tab.host.is_some() && !self.others.contains_key(id));
        let fit = crm.filter(|(_, tab)| is_fit(tab));
        fit.map(|(id, _)| Action::Meddles { what: what.clone(), to: Some(*id) }).collect()
    }
}

/// A browser in which a run of this scope is going on.
fn within(scope: Scope, sim: &Sim) -> Sim {
    let mut sim = Sim { scope: scope.clone(), ..sim.clone() };
    if let Some(private) = &mut sim.private {
        private.scope = scope;
    }
    sim
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
