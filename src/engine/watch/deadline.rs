//! From the settings and the last sign of use to the moments at which something is due.

use super::Session;
use super::pending::Doubt;
use crate::engine::policy::{Flag, Number, Setting, Settings, Source};
use crate::engine::receipt::Trigger;
use crate::engine::time::{Millis, Time};

/// What one sign of use covers: `extension/watch.js` tells of no other for so long.
pub(super) const QUIET: Millis = Millis::minutes(1);
/// What one look at a call or an upload covers.
pub(super) const BUSY: Millis = Millis::minutes(5);
/// How long calls and uploads count without any use of the CRM: a page can feign them.
const MOST_BUSY: Millis = Millis::minutes(4 * 60);
/// How long a look may take. It begins so much before the warning, and what is due at once waits for it.
pub(super) const LOOK: Millis = Millis::seconds(5);
/// The least time to answer a warning. From WCAG 2.2, success criterion 2.2.1.
pub(super) const LEAST_WARNING: Millis = Millis::seconds(20);
/// The shortest time for which a browser can be asked to watch (`idle.setDetectionInterval`).
pub(super) const LEAST_IDLE: Millis = Millis::seconds(15);
/// The longest; it stands where nobody wants to know, so that the background is hardly ever woken.
const MOST_IDLE: Millis = Millis::minutes(4 * 60);

impl super::Watch {
    /// How long nobody must have used the computer before the browser says so, in seconds.
    #[must_use]
    pub fn detection(&self, settings: &Settings) -> u32 {
        let is_doubted = self.pending.is_some_and(|pending| pending.doubt != Doubt::None);
        let length = if is_doubted { LEAST_IDLE } else { detection(settings).unwrap_or(MOST_IDLE) };
        length.0 / 1000
    }
}

/// So much earlier than the sign-out that a look and the warning fit in, if the browser can tell so soon.
fn detection(settings: &Settings) -> Option<Millis> {
    let limit = limit(Trigger::Idle, settings)?;
    let before = LOOK.0.saturating_add(warning(settings).0);
    Some(Millis(limit.0.saturating_sub(before)).max(LEAST_IDLE))
}

/// What is left when the browser says that nobody uses the computer; none if nobody wants to know.
pub(super) fn rest_of_idle(settings: &Settings) -> Option<Millis> {
    let limit = limit(Trigger::Idle, settings)?;
    Some(Millis(limit.0.saturating_sub(detection(settings)?.0)))
}

/// When the pages are looked at before this sign-out.
pub(super) fn look_at(until: Time, settings: &Settings) -> Time {
    until.before(warning(settings)).before(LOOK)
}

/// The first moment for a sign-out of which somebody is still to be warned.
pub(super) fn soonest(now: Time) -> Time {
    now.after(LOOK).after(LEAST_WARNING)
}

/// The time from the warning to the sign-out.
pub(super) fn warning(settings: &Settings) -> Millis {
    Millis::seconds(settings.number(Number::Warning).value)
}

/// The setting that wants a sign-out of this kind.
enum Wish {
    Flag(Flag),
    Number(Number),
}

/// None for what a person sets off.
const fn wish(trigger: Trigger) -> Option<Wish> {
    match trigger {
        Trigger::Toolbar | Trigger::OnlyFront | Trigger::Warning => None,
        Trigger::Inactivity => Some(Wish::Number(Number::Inactivity)),
        Trigger::Idle => Some(Wish::Number(Number::Idle)),
        Trigger::Locked => Some(Wish::Flag(Flag::Locked)),
        Trigger::Woken => Some(Wish::Flag(Flag::Woken)),
        Trigger::BrowserStart => Some(Wish::Flag(Flag::BrowserStart)),
        Trigger::LastTab => Some(Wish::Flag(Flag::LastTab)),
        Trigger::TimeOfDay => Some(Wish::Number(Number::TimeOfDay)),
    }
}

/// How long it may be quiet; none for ever, or for what has no such limit.
pub(super) fn limit(trigger: Trigger, settings: &Settings) -> Option<Millis> {
    match wish(trigger)? {
        Wish::Number(Number::TimeOfDay) | Wish::Flag(_) => None,
        Wish::Number(number) => {
            Some(settings.number(number).value).filter(|limit| *limit != 0).map(Millis::minutes)
        }
    }
}

/// Whether a setting wants this.
pub(super) fn is_chosen(trigger: Trigger, settings: &Settings) -> bool {
    match wish(trigger) {
        None => true,
        Some(Wish::Flag(flag)) => settings.is_on(flag),
        Some(Wish::Number(number)) => settings.number(number).value != 0,
    }
}

/// Whether a pause puts this off: what an administrator ordered only if that one allows pauses too.
pub(super) fn may_pause(trigger: Trigger, settings: &Settings) -> bool {
    let Setting { value: is_allowed, source } = settings.flag(Flag::Pause);
    let wished_by = match wish(trigger) {
        None => return false,
        Some(Wish::Flag(flag)) => settings.flag(flag).source,
        Some(Wish::Number(number)) => settings.number(number).source,
    };
    is_allowed && (source == Source::Administrator || wished_by != Source::Administrator)
}

/// This time, or later if a pause puts it off: it then comes after the pause, with the look and the whole warning.
pub(super) fn put_off(trigger: Trigger, until: Time, session: &Session, settings: &Settings) -> Time {
    let pause = session.paused.filter(|_| may_pause(trigger, settings));
    pause.map_or(until, |pause| until.max(pause.after(LOOK).after(warning(settings))))
}

/// When time alone brings this; none for what it does not bring.
pub(super) fn due(trigger: Trigger, session: &Session, settings: &Settings) -> Option<Time> {
    let due = match trigger {
        Trigger::Inactivity => {
            let busy = session.busy.map(|busy| busy.after(BUSY));
            let covered = busy.max(Some(session.active.after(QUIET)))?;
            limit(trigger, settings).map(|limit| covered.after(limit))
        }
        Trigger::TimeOfDay => session.closes,
        Trigger::Toolbar
        | Trigger::OnlyFront
        | Trigger::Warning
        | Trigger::Idle
        | Trigger::Locked
        | Trigger::Woken
        | Trigger::BrowserStart
        | Trigger::LastTab => None,
    };
    due.map(|due| put_off(trigger, due, session, settings))
}

/// The first sign-out that time alone brings, and when it is due.
pub(super) fn earliest(session: &Session, settings: &Settings) -> Option<(Trigger, Time)> {
    let triggers = [Trigger::Inactivity, Trigger::TimeOfDay];
    let times = triggers.map(|trigger| Some((trigger, due(trigger, session, settings)?)));
    times.into_iter().flatten().min_by_key(|(_, due)| *due)
}

/// Whether a call or an upload still counts as use.
pub(super) fn may_be_busy(active: Time, now: Time) -> bool {
    now < active.after(MOST_BUSY)
}
