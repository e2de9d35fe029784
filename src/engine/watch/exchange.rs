//! What the watch is told, and what it orders.

use super::Pause;
use crate::engine::receipt::Trigger;
use crate::engine::time::Time;

/// What happens to the watch.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Event {
    /// A page of the CRM was opened, from somewhere else.
    Opened,
    /// A page of the CRM is in use. Its next minute is covered: only then the page tells again.
    Active,
    /// A page of the CRM, or of the sign-in service, went away.
    Left,
    /// Nobody has used the computer for as long as [`super::Watch::detection`] asked for.
    Idle,
    /// The screen was locked.
    Locked,
    /// Somebody uses the computer again.
    Returned,
    /// The browser says so just as the warning's window opens, which may be all that has stirred.
    ///
    /// Firefox takes a window that opens under the pointer for use of the computer (observed in Firefox 140 on X11).
    Stirred,
    /// The browser started.
    BrowserStarted,
    /// The background started, and may have lost what it was at.
    Woke,
    /// Time has passed, or the settings have changed.
    Ticked,
    /// The answer to [`Order::Look`].
    Looked(Look),
    /// The person keeps the session, on the warning.
    Kept,
    /// The person signs out at once, on the warning.
    LeaveNow,
    /// The person wants not to be signed out for an hour.
    Paused,
    /// The person ends that.
    Resumed,
    /// A run has begun.
    RunBegan,
    /// A run has ended; `is_whole` if it covered all of the CRM.
    RunEnded {
        /// Otherwise a session goes on elsewhere.
        is_whole: bool,
    },
    /// A run was called off.
    RunCalledOff,
}

/// What a look at the pages of the CRM shows.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Look {
    /// Tabs of the CRM and of the sign-in service.
    pub tabs: u32,
    /// Whether in one of them a call or an upload is going on.
    pub is_busy: bool,
    /// How many hold unsaved work.
    pub unsaved: u32,
}

/// The time, and what else the calendar knows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Now {
    /// The time.
    pub time: Time,
    /// When the time of day comes next at which the CRM is to be left, if one is set; later than `time`.
    pub closes: Option<Time>,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Order {
    /// Look at the pages of the CRM, and say so within a few seconds.
    Look {
        /// What for.
        trigger: Trigger,
    },
    /// Show this warning in place of the one before.
    Warn(Warning),
    /// Take the warning away.
    Unwarn(Calm),
    /// Offer the person this, in place of what was offered before.
    Offer(Pause),
    /// Sign out.
    SignOut {
        /// What sets it off.
        trigger: Trigger,
    },
    /// Come back at this time at the latest; none if time alone changes nothing.
    WakeAt(Option<Time>),
}

/// What a warning says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Warning {
    /// What sets the sign-out off.
    pub trigger: Trigger,
    /// When it begins.
    pub until: Time,
    /// So many tabs hold unsaved work.
    pub unsaved: u32,
    /// Whether it waits for unsaved work.
    pub is_held: bool,
    /// Whether the person may keep the session.
    pub may_keep: bool,
    /// Whether the use of any page of the CRM keeps it, too.
    pub use_keeps: bool,
}

/// Why a warning is taken away.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Calm {
    /// The session goes on.
    Kept,
    /// The sign-out begins.
    Leaving,
}
