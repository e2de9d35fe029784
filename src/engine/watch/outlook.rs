//! What comes next, for whoever wants to show it.

use super::{Now, Pause, Stage, Watch, deadline};
use crate::engine::policy::Settings;
use crate::engine::receipt::Trigger;
use crate::engine::time::Time;

/// The use of the CRM, and what comes next if nobody does anything.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Outlook {
    /// When the use of the CRM began.
    pub since: Time,
    /// The sign-out that comes next, and when it begins; none if time alone brings none.
    pub next: Option<(Trigger, Time)>,
    /// Whether that is paused, or may be.
    pub pause: Pause,
}

impl Watch {
    /// What comes next; none if the CRM is not in use.
    ///
    /// A call, an upload or unsaved work may put it off: nobody looks at the pages for this.
    #[must_use]
    pub fn outlook(&self, now: Now, settings: &Settings) -> Option<Outlook> {
        let mut watch = self.clone();
        watch.tell_time(now);
        let session = watch.session.as_ref()?;
        let pending = watch.pending.map(|pending| (pending.trigger, pending.until));
        let earliest = deadline::earliest(session, settings);
        let next = match watch.pending.map(|pending| pending.stage) {
            // A look is not answered yet, or went on to rest: time may bring something else first.
            None | Some(Stage::Busy | Stage::Resting) => {
                pending.into_iter().chain(earliest).min_by_key(|(_, at)| *at)
            }
            Some(Stage::Looking | Stage::Warned | Stage::LookingAgain | Stage::Held | Stage::Leaving) => {
                pending
            }
        };
        Some(Outlook { since: session.began, next, pause: watch.pause(settings) })
    }
}
