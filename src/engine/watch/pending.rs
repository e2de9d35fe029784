//! A sign-out that is about to come, and how far it is.

use super::deadline::{LEAST_IDLE, LEAST_WARNING, LOOK};
use super::{Session, deadline};
use crate::engine::policy::{Number, Settings};
use crate::engine::receipt::Trigger;
use crate::engine::time::Time;
use crate::value::Data;
use std::iter;

/// A sign-out that is about to come.
#[derive(Clone, Copy, Data, Debug, Eq, PartialEq)]
pub(super) struct Pending {
    pub(super) trigger: Trigger,
    /// When it is due.
    pub(super) until: Time,
    pub(super) stage: Stage,
    /// So many tabs hold unsaved work.
    pub(super) unsaved: u32,
    /// Whether the browser's word that somebody is back was the doing of the warning's window.
    #[data(optional)]
    pub(super) doubt: Doubt,
}

/// What is known of a return that may have been none.
#[derive(Clone, Copy, Data, Debug, Default, Eq, PartialEq)]
pub(super) enum Doubt {
    /// The browser told of none.
    #[default]
    None,
    /// If nobody is there, the browser says so by then.
    Open {
        /// At this time somebody has been there all along.
        until: Time,
    },
    /// Nobody was there. The browser still watches as closely, or it would not tell of a return.
    Dispelled,
}

/// How far it is.
#[derive(Clone, Copy, Data, Debug, Eq, PartialEq)]
pub(super) enum Stage {
    /// A call or an upload goes on: the pages are looked at again when what it covers is over.
    Busy,
    /// It was over, and the pages are looked at again when it is time to warn.
    Resting,
    /// The pages are looked at before anybody is warned.
    Looking,
    /// The warning is shown.
    Warned,
    /// It is almost due, but there was unsaved work: the pages are looked at once more.
    LookingAgain,
    /// Unsaved work holds it up.
    Held,
    /// It was ordered.
    Leaving,
}

impl Stage {
    /// Whether a person is being warned, or is about to be.
    pub(super) const fn is_near(self) -> bool {
        matches!(self, Self::Looking | Self::Warned | Self::LookingAgain)
    }
}

impl Pending {
    pub(super) const fn new(trigger: Trigger, until: Time, stage: Stage) -> Self {
        Self { trigger, until, stage, unsaved: 0, doubt: Doubt::None }
    }

    /// Every moment in it.
    pub(super) fn times(&mut self) -> impl Iterator<Item = &mut Time> {
        let believed = match &mut self.doubt {
            Doubt::Open { until } => Some(until),
            Doubt::None | Doubt::Dispelled => None,
        };
        iter::once(&mut self.until).chain(believed)
    }

    /// Somebody seems to be back, just as the warning came into view.
    pub(super) fn doubt(&mut self, now: Time) {
        if self.trigger == Trigger::Idle && self.is_shown() {
            self.doubt = Doubt::Open { until: now.after(LEAST_IDLE).after(LOOK) };
        }
    }

    /// Nobody uses the computer, says the browser.
    pub(super) fn dispel(&mut self) {
        if self.doubt != Doubt::None {
            self.doubt = Doubt::Dispelled;
        }
    }

    /// When it is certain that somebody is back, unless the browser says otherwise before.
    const fn believed_at(&self) -> Option<Time> {
        match self.doubt {
            Doubt::Open { until } if self.is_shown() => Some(until),
            Doubt::Open { .. } | Doubt::None | Doubt::Dispelled => None,
        }
    }

    /// Whether somebody is back, who was not believed at first, and in time.
    pub(super) fn is_believed(&self, now: Time) -> bool {
        self.believed_at().is_some_and(|at| at <= now && at < self.until)
    }

    /// Whether the person is warned of it.
    pub(super) const fn is_shown(&self) -> bool {
        matches!(self.stage, Stage::Warned | Stage::LookingAgain | Stage::Held)
    }

    /// Whether there is unsaved work that it may wait for.
    pub(super) fn may_wait(&self, settings: &Settings) -> bool {
        0 < self.unsaved && settings.number(Number::UnsavedWait).value != 0
    }

    /// Whether the use of a page says that somebody is there who does not want it.
    ///
    /// At a time of day people are at work; who uses a page behind a locked screen is nobody.
    pub(super) const fn ends_by_use(&self) -> bool {
        matches!(self.trigger, Trigger::Inactivity | Trigger::Idle | Trigger::LastTab | Trigger::Woken)
            && !matches!(self.stage, Stage::Leaving)
    }

    /// Whether its setting still holds, and brings it no later; what is held up or ordered is past that.
    pub(super) fn is_wanted(&self, session: &Session, settings: &Settings) -> bool {
        let is_past = matches!(self.stage, Stage::Held | Stage::Leaving);
        let is_later = deadline::due(self.trigger, session, settings).is_some_and(|due| self.until < due);
        self.stage == Stage::Leaving || deadline::is_chosen(self.trigger, settings) && (is_past || !is_later)
    }

    /// Whether somebody is warned before it; the others are due already.
    pub(super) const fn is_warned_of(&self) -> bool {
        !matches!(self.trigger, Trigger::Woken | Trigger::BrowserStart)
    }

    /// Warns somebody, who has the least time to answer in any case.
    pub(super) fn warn(&mut self, now: Time) {
        self.stage = Stage::Warned;
        self.until = self.until.max(now.after(LEAST_WARNING));
    }

    /// When the pages are looked at again.
    pub(super) fn look_at(&self, settings: &Settings) -> Time {
        let warned = deadline::look_at(self.until, settings);
        let limit = deadline::limit(self.trigger, settings).filter(|_| self.stage == Stage::Busy);
        warned.min(self.until.before(limit.unwrap_or_default()))
    }

    pub(super) fn wake_at(&self, settings: &Settings) -> Option<Time> {
        let next = match self.stage {
            Stage::Busy | Stage::Resting => Some(self.look_at(settings)),
            Stage::Looking if self.is_warned_of() => Some(self.until.before(LEAST_WARNING)),
            Stage::Warned if self.may_wait(settings) => Some(self.until.before(LOOK)),
            Stage::Looking | Stage::Warned | Stage::LookingAgain | Stage::Held => Some(self.until),
            Stage::Leaving => None,
        };
        next.into_iter().chain(self.believed_at()).min()
    }
}
