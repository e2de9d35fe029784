//! A pause: for an hour nothing signs out by itself, as far as the settings allow it.
//!
//! It ends with the session, so that it never is somebody else's.

use super::deadline::{self, LOOK};
use super::{Session, Stage, Watch};
use crate::engine::policy::Settings;
use crate::engine::receipt::Trigger;
use crate::engine::time::{Millis, Time};

/// How long a pause lasts.
pub(super) const LENGTH: Millis = Millis::minutes(60);

/// What sets itself off.
const BY_ITSELF: [Trigger; 7] = [
    Trigger::Inactivity,
    Trigger::Idle,
    Trigger::Locked,
    Trigger::Woken,
    Trigger::BrowserStart,
    Trigger::LastTab,
    Trigger::TimeOfDay,
];

/// Whether what signs out by itself can be paused, and whether it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Pause {
    /// There is nothing to pause, or nothing that may be paused.
    Unavailable,
    /// It may be paused.
    Possible,
    /// It is paused until then. What an administrator ordered may come all the same.
    Until(Time),
}

impl Pause {
    /// When it ends, if there is one.
    #[must_use]
    pub const fn until(self) -> Option<Time> {
        if let Self::Until(until) = self { Some(until) } else { None }
    }
}

impl Watch {
    /// How it stands with the pause.
    #[must_use]
    pub fn pause(&self, settings: &Settings) -> Pause {
        match &self.session {
            Some(session) if is_allowed(settings) => {
                let until = session.paused.filter(|_| session.is_paused());
                until.map_or(Pause::Possible, Pause::Until)
            }
            Some(_) | None => Pause::Unavailable,
        }
    }

    /// Whether a pause covers this now.
    pub(super) fn is_paused(&self, trigger: Trigger, settings: &Settings) -> bool {
        self.pause(settings).until().is_some() && deadline::may_pause(trigger, settings)
    }

    /// Begins a pause.
    pub(super) fn begin_pause(&mut self, is_seen: bool, now: Time, settings: &Settings) {
        // What was due before, and nobody has been warned of yet, comes.
        let is_due = self
            .pending
            .is_some_and(|pending| !is_seen && (!pending.is_warned_of() || self.is_overdue(now, settings)));
        let is_possible = is_allowed(settings) && !is_due;
        let Some(session) = self.session.as_mut().filter(|_| is_possible) else { return };
        session.paused = Some(now.after(LENGTH));
        self.pending.take_if(|pending| {
            pending.stage != Stage::Leaving && deadline::may_pause(pending.trigger, settings)
        });
    }

    /// Ends a pause: what was put off comes with its warning now.
    pub(super) fn end_pause(&mut self, now: Time, settings: &Settings) {
        let Some(session) = self.session.as_mut().filter(|session| session.is_paused()) else { return };
        session.paused = Some(now);
        let put_off = self.pending.as_mut().filter(|pending| {
            pending.stage == Stage::Resting && deadline::may_pause(pending.trigger, settings)
        });
        if let Some(pending) = put_off {
            let soon = now.after(LOOK).after(deadline::warning(settings));
            pending.until = pending.until.min(soon);
        }
    }
}

impl Session {
    /// Whether a pause lasts, by the latest time that was seen.
    fn is_paused(&self) -> bool {
        self.paused.is_some_and(|until| self.seen < until)
    }
}

/// Whether there is something that signs out by itself and may be paused.
fn is_allowed(settings: &Settings) -> bool {
    let may_pause =
        |trigger| deadline::is_chosen(trigger, settings) && deadline::may_pause(trigger, settings);
    BY_ITSELF.into_iter().any(may_pause)
}
