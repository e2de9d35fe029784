//! The effects in flight: each with its deadline, each answered once.

use crate::engine::effect::{Effect, EffectId};
use crate::engine::sorted::Map;
use crate::engine::time::{Deadline, Millis, Time};
use crate::value::Data;

/// An effect to start, and the name under which its outcome is to come back.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Issued {
    /// Its name.
    pub id: EffectId,
    /// What to do.
    pub effect: Effect,
}

/// The effects that were started and have not been answered.
#[derive(Clone, Data, Debug, Default, Eq, Hash, PartialEq)]
pub struct Owed {
    next: u32,
    effects: Map<EffectId, (Effect, Deadline)>,
}

impl Owed {
    /// When the first of them is given up.
    #[must_use]
    pub fn earliest(&self) -> Option<Time> {
        self.effects.values().map(|(_, deadline)| deadline.due_at()).min()
    }

    /// Whether none is in flight.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.effects.is_empty()
    }

    /// Those in flight.
    pub fn iter(&self) -> impl Iterator<Item = (EffectId, &Effect)> {
        self.effects.iter().map(|(id, (effect, _))| (*id, effect))
    }
}

/// Where a phase places its orders during one step.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    owed: &'a mut Owed,
    now: Time,
    issued: Vec<Issued>,
}

impl<'a> Desk<'a> {
    pub(super) const fn new(owed: &'a mut Owed, now: Time) -> Self {
        Self { owed, now, issued: Vec::new() }
    }

    pub(super) const fn now(&self) -> Time {
        self.now
    }

    /// Starts an effect.
    pub(super) fn issue(&mut self, effect: Effect) {
        let id = EffectId(self.owed.next);
        self.owed.next = self.owed.next.wrapping_add(1);
        let deadline = Deadline::from(self.now, patience(&effect));
        self.owed.effects.insert(id, (effect.clone(), deadline));
        self.issued.push(Issued { id, effect });
    }

    /// Starts all that is in flight once more, with its time anew: nobody is left to answer it.
    pub(super) fn issue_again(&mut self) {
        for (id, (effect, deadline)) in &mut self.owed.effects {
            *deadline = Deadline::from(self.now, patience(effect));
            self.issued.push(Issued { id: *id, effect: effect.clone() });
        }
    }

    /// Takes an effect off the desk; none if it was answered or given up before.
    pub(super) fn settle(&mut self, id: EffectId) -> Option<Effect> {
        self.owed.effects.remove(&id).map(|(effect, _)| effect)
    }

    /// Takes one effect off the desk that is overdue.
    pub(super) fn overdue(&mut self) -> Option<Effect> {
        let now = self.now;
        let id =
            self.owed.effects.iter().find(|(_, (_, deadline))| deadline.is_due(now)).map(|(id, _)| *id)?;
        self.settle(id)
    }

    /// Whether a phase has all that it asked for.
    pub(super) fn is_clear(&self) -> bool {
        self.owed.effects.is_empty()
    }

    /// Forgets what is in flight: its answers will be ignored.
    pub(super) fn abandon(&mut self) {
        self.owed.effects.clear();
        self.issued.clear();
    }

    /// What was placed during this step and is still wanted.
    pub(super) fn issued(self) -> Vec<Issued> {
        let Self { owed, issued, .. } = self;
        issued.into_iter().filter(|issued| owed.effects.contains_key(&issued.id)).collect()
    }
}

/// How long an effect may take before the run goes on without it.
///
/// Generous for a slow computer, short enough that a person waits: a page gets a quarter of a minute to load.
const fn patience(effect: &Effect) -> Millis {
    match effect {
        Effect::Survey { wait, .. } => Millis(wait.0.saturating_add(5_000)),
        Effect::AskUnsaved { .. } => Millis::seconds(3),
        Effect::Visit { .. } | Effect::AwaitLoad { .. } | Effect::Reload { .. } => Millis::seconds(15),
        Effect::RemoveCookies { .. } | Effect::ClearStorage { .. } => Millis::seconds(30),
        Effect::AskServer { .. }
        | Effect::ClearFrame { .. }
        | Effect::ForgetDownloads { .. }
        | Effect::ForgetEntries { .. }
        | Effect::ForgetVisits { .. }
        | Effect::TryEntry { .. }
        | Effect::ClearPage { .. }
        | Effect::Inspect { .. }
        | Effect::ListCookies => Millis::seconds(10),
        Effect::BlankFrame { .. }
        | Effect::CloseTab { .. }
        | Effect::Discard { .. }
        | Effect::EmptyClipboard { .. }
        | Effect::File { .. }
        | Effect::ListTabs
        | Effect::Press { .. }
        | Effect::ShowReceipt { .. } => Millis::seconds(5),
    }
}
