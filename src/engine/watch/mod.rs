//! When the CRM is to be left without being told: activity, deadlines, a warning, a sign-out.
//!
//! [`Watch::step`] takes an event and the time, and answers with the next state and with what is to be done.
//! Every deadline is a moment by the computer's clock and part of the state, so it outlives the background,
//! sleep, a restart of the browser and an update of the extension.
//! What is due is found before an event is taken: activity that comes too late extends nothing.

mod deadline;
mod exchange;
mod mark;
mod outlook;
mod pause;
mod pending;
mod sight;

pub use exchange::{Calm, Event, Look, Now, Order, Warning};
pub use mark::Mark;
pub use outlook::Outlook;
pub use pause::Pause;
pub use sight::Sight;

use super::policy::{Flag, Number, Settings};
use super::receipt::Trigger;
use super::time::{Millis, Time};
use crate::value::Data;
use deadline::{BUSY, LOOK};
use pending::{Pending, Stage};

/// The use of the CRM in this browser, and the sign-out that is about to come.
#[derive(Clone, Data, Debug, Default, Eq, PartialEq)]
pub struct Watch {
    session: Option<Session>,
    pending: Option<Pending>,
}

/// The use of the CRM since the last sign-out.
#[derive(Clone, Data, Debug, Eq, PartialEq)]
struct Session {
    /// When it began.
    began: Time,
    /// The last sign of use. It covers [`deadline::QUIET`].
    active: Time,
    /// When a call or an upload was last seen. It covers [`BUSY`].
    busy: Option<Time>,
    /// How often in a row it was kept.
    kept: u32,
    /// When the time of day comes at which it ends.
    closes: Option<Time>,
    /// The time of day at which it was kept, while that is still to come.
    skips: Option<Time>,
    /// Until when it is not left by itself; what was put off until then comes with its warning.
    paused: Option<Time>,
    /// The latest time that was ever seen: an earlier one means that the clock was set back.
    seen: Time,
}

impl Watch {
    /// Takes an event, and says what is to be done.
    #[must_use]
    pub fn step(mut self, event: Event, now: Now, settings: &Settings) -> (Self, Vec<Order>) {
        let before = self.warning(settings);
        let stage = self.pending.map(|pending| pending.stage);
        let pause = self.pause(settings);
        self.tell_time(now);
        if let Event::Looked(look) = event {
            self.looked(look, now.time, settings);
        }
        let shown = self.counts_down();
        self.pass(now.time, settings);
        // Who answers means the warning that was on view, and none that this event brings about.
        let is_seen = shown.is_some() && shown == self.counts_down();
        self.take(event, is_seen, now, settings);
        // What an event brought about may be due at once.
        self.pass(now.time, settings);
        let mut orders = self.orders(before, stage, event, settings);
        if self.pause(settings) != pause || event == Event::BrowserStarted {
            orders.push(Order::Offer(self.pause(settings)));
        }
        (self, orders)
    }

    /// When the use of the CRM began, if it is in use.
    #[must_use]
    pub fn since(&self) -> Option<Time> {
        self.session.as_ref().map(|session| session.began)
    }

    /// Whether a sign-out is about to come, and has not been ordered: then every second is shown.
    #[must_use]
    pub fn counts_down(&self) -> Option<Time> {
        self.pending.filter(|pending| pending.is_shown()).map(|pending| pending.until)
    }

    /// Moves everything along with a clock that was set back, so that no wait grows and nothing is due at once.
    fn tell_time(&mut self, now: Now) {
        let Some(session) = &mut self.session else { return };
        let times = [&mut session.began, &mut session.active].into_iter();
        let times = times.chain(&mut session.busy).chain(&mut session.paused);
        for time in times.chain(self.pending.iter_mut().flat_map(Pending::times)) {
            *time = time.set_back(session.seen, now.time);
        }
        session.seen = now.time;
        // The calendar is looked at anew for as long as that time is to come: the time zone may have changed.
        if now.closes.is_none() || session.closes.is_none_or(|closes| now.time < closes) {
            session.closes = now.closes.filter(|closes| Some(*closes) > session.skips);
        }
        session.skips.take_if(|skips| *skips <= now.time);
    }

    /// Takes what a look showed.
    fn looked(&mut self, look: Look, now: Time, settings: &Settings) {
        let (Some(session), Some(pending)) = (&mut self.session, &mut self.pending) else { return };
        pending.unsaved = look.unsaved;
        match (pending.stage, pending.trigger) {
            (Stage::Looking, Trigger::LastTab) if 0 < look.tabs => self.pending = None,
            (Stage::Looking, Trigger::Woken | Trigger::BrowserStart) => self.hold_or_leave(now, settings),
            (Stage::Looking, trigger @ (Trigger::Inactivity | Trigger::Idle))
                if look.is_busy && deadline::may_be_busy(session.active, now) =>
            {
                session.busy = Some(now);
                let limit = deadline::limit(trigger, settings).unwrap_or_default();
                *pending = Pending { until: now.after(BUSY).after(limit), stage: Stage::Busy, ..*pending };
            }
            (Stage::Looking, _) if now < deadline::look_at(pending.until, settings) => {
                pending.stage = Stage::Resting;
            }
            (Stage::Looking, _) => pending.warn(now),
            (_, _) => {}
        }
    }

    /// Finds what is due.
    fn pass(&mut self, now: Time, settings: &Settings) {
        let Some(session) = &self.session else { return };
        self.pending.take_if(|pending| !pending.is_wanted(session, settings) || pending.is_believed(now));
        if let Some((trigger, due)) = deadline::earliest(session, settings)
            && deadline::look_at(due, settings) <= now
        {
            // Who is being warned was found in time, and has the time of the warning.
            let is_found = self.pending.is_some_and(|pending| pending.stage.is_near());
            let is_late = due.after(deadline::QUIET) <= now && !is_found;
            if is_late && settings.is_on(Flag::Woken) {
                self.offer(Trigger::Woken, now.after(LOOK), settings);
            } else {
                self.offer(trigger, due.max(deadline::soonest(now)), settings);
            }
        }
        let Some(pending) = &mut self.pending else { return };
        match pending.stage {
            Stage::Busy | Stage::Resting if pending.look_at(settings) <= now => {
                pending.stage = Stage::Looking;
                pending.until = pending.until.max(deadline::soonest(now));
            }
            Stage::Looking | Stage::Warned | Stage::LookingAgain if pending.until <= now => {
                self.hold_or_leave(now, settings);
            }
            // No answer came in time: somebody is warned all the same.
            Stage::Looking if pending.wake_at(settings) <= Some(now) => pending.warn(now),
            Stage::Warned if pending.wake_at(settings) <= Some(now) => pending.stage = Stage::LookingAgain,
            Stage::Held if pending.until <= now => pending.stage = Stage::Leaving,
            Stage::Busy
            | Stage::Resting
            | Stage::Looking
            | Stage::Warned
            | Stage::LookingAgain
            | Stage::Held
            | Stage::Leaving => {}
        }
    }

    /// Takes what happened, all that is due being done; `is_seen` if somebody is being warned.
    fn take(&mut self, event: Event, is_seen: bool, now: Now, settings: &Settings) {
        match event {
            Event::Opened => self.opened(now),
            Event::Active => self.used(is_seen, now, settings),
            Event::Kept if is_seen => self.keep(now, settings),
            Event::Paused => self.begin_pause(is_seen, now.time, settings),
            Event::Resumed => self.end_pause(now.time, settings),
            Event::Idle => {
                self.pending.iter_mut().for_each(Pending::dispel);
                if let Some(rest) = deadline::rest_of_idle(settings) {
                    self.offer_after(rest, Trigger::Idle, now.time, settings);
                }
            }
            Event::Locked => self.offer_soon(Trigger::Locked, now.time, settings),
            Event::Left => self.offer_soon(Trigger::LastTab, now.time, settings),
            Event::Stirred => self.pending.iter_mut().for_each(|pending| pending.doubt(now.time)),
            Event::Returned => {
                self.pending.take_if(|pending| {
                    matches!(pending.trigger, Trigger::Idle | Trigger::Locked)
                        && pending.stage != Stage::Leaving
                });
            }
            Event::BrowserStarted
                if settings.is_on(Flag::BrowserStart) && !self.is_paused(Trigger::BrowserStart, settings) =>
            {
                self.pending.take_if(|pending| pending.stage != Stage::Leaving);
                self.offer(Trigger::BrowserStart, now.time.after(LOOK), settings);
            }
            Event::LeaveNow => {
                if let Some(pending) = self.pending.as_mut().filter(|pending| pending.is_shown()) {
                    *pending = Pending { trigger: Trigger::Warning, stage: Stage::Leaving, ..*pending };
                }
            }
            Event::RunBegan => self.offer_leaving(now.time),
            Event::RunEnded { is_whole } => {
                self.pending = None;
                self.session.take_if(|_| is_whole);
            }
            Event::RunCalledOff => {
                self.pending = None;
                if let Some(session) = &mut self.session {
                    session.active = now.time;
                }
            }
            Event::Kept | Event::BrowserStarted | Event::Woke | Event::Ticked | Event::Looked(_) => {}
        }
    }

    fn is_overdue(&self, now: Time, settings: &Settings) -> bool {
        let due = self.session.as_ref().and_then(|session| deadline::earliest(session, settings));
        due.is_some_and(|(_, due)| due <= now)
    }

    fn opened(&mut self, now: Now) {
        self.pending
            .take_if(|pending| pending.trigger == Trigger::LastTab && pending.stage != Stage::Leaving);
        self.session.get_or_insert_with(|| Session::begin(now));
    }

    /// The use of a page: it keeps the session like the button on the warning, where it may.
    fn used(&mut self, is_seen: bool, now: Now, settings: &Settings) {
        match self.pending {
            Some(pending) if !pending.ends_by_use() => {}
            Some(_) if is_seen => self.keep(now, settings),
            // It was due before the page was used, and nobody has been warned yet.
            Some(_) if self.is_overdue(now.time, settings) => {}
            Some(_) | None => {
                self.pending = None;
                let session = self.session.get_or_insert_with(|| Session::begin(now));
                session.active = now.time;
                session.kept = 0;
            }
        }
    }

    /// Somebody is there, and says so: every wait begins anew, and that for the time of day on the next day.
    fn keep(&mut self, now: Now, settings: &Settings) {
        let kept = self.warning(settings).filter(|warning| warning.may_keep);
        if let (Some(session), Some(kept)) = (&mut self.session, kept) {
            session.kept = session.kept.saturating_add(1);
            session.active = now.time;
            if kept.trigger == Trigger::TimeOfDay {
                session.skips = session.closes.take();
            }
            self.pending = None;
        }
    }

    /// What an event brings comes after the time of the warning; whether it is wanted at all, [`Self::pass`] finds.
    fn offer_soon(&mut self, trigger: Trigger, now: Time, settings: &Settings) {
        self.offer_after(deadline::warning(settings), trigger, now, settings);
    }

    /// The same after this time, and in any case after a look and the least time to answer a warning.
    fn offer_after(&mut self, length: Millis, trigger: Trigger, now: Time, settings: &Settings) {
        self.offer(trigger, now.after(length).max(deadline::soonest(now)), settings);
    }

    /// A sign-out that is to come; the sooner one counts, and one that was ordered or is held up stays.
    fn offer(&mut self, trigger: Trigger, until: Time, settings: &Settings) {
        let Some(session) = &self.session else { return };
        let until = deadline::put_off(trigger, until, session, settings);
        let is_sooner = self.pending.is_none_or(|pending| {
            let may_change = !matches!(pending.stage, Stage::Held | Stage::Leaving);
            may_change && pending.trigger != trigger && until < pending.until
        });
        if is_sooner {
            self.pending = Some(Pending::new(trigger, until, Stage::Looking));
        }
    }

    /// Nothing is to come while a run is going on.
    fn offer_leaving(&mut self, now: Time) {
        let pending = Pending::new(Trigger::Toolbar, now, Stage::Leaving);
        if self.session.is_some() {
            self.pending.get_or_insert(pending).stage = Stage::Leaving;
        }
    }

    /// What is due waits for unsaved work once, if it may.
    fn hold_or_leave(&mut self, now: Time, settings: &Settings) {
        let wait = Millis::minutes(settings.number(Number::UnsavedWait).value);
        if let Some(pending) = &mut self.pending {
            let is_held = pending.may_wait(settings);
            pending.stage = if is_held { Stage::Held } else { Stage::Leaving };
            pending.until = if is_held { now.after(wait) } else { now };
        }
    }

    /// The warning to be shown now.
    fn warning(&self, settings: &Settings) -> Option<Warning> {
        let (session, pending) = (self.session.as_ref()?, self.pending?);
        let may_keep = session.kept < settings.number(Number::Keeps).value;
        pending.is_shown().then(|| Warning {
            trigger: pending.trigger,
            until: pending.until,
            unsaved: pending.unsaved,
            is_held: pending.stage == Stage::Held,
            may_keep,
            use_keeps: may_keep && pending.ends_by_use(),
        })
    }

    /// What is to be done about the difference; all of it, if a background has just started.
    fn orders(
        &self,
        before: Option<Warning>,
        stage: Option<Stage>,
        event: Event,
        settings: &Settings,
    ) -> Vec<Order> {
        let is_new = matches!(event, Event::Woke | Event::BrowserStarted);
        let after = self.warning(settings);
        let is_leaving = self.pending.is_some_and(|pending| pending.stage == Stage::Leaving);
        let mut orders = Vec::new();
        match after {
            Some(warning) if before != after || is_new => orders.push(Order::Warn(warning)),
            None if before.is_some() => {
                orders.push(Order::Unwarn(if is_leaving { Calm::Leaving } else { Calm::Kept }));
            }
            Some(_) | None => {}
        }
        if let Some(Pending { trigger, stage: next, .. }) = self.pending
            && (is_new || stage != Some(next))
        {
            match next {
                Stage::Looking | Stage::LookingAgain => orders.push(Order::Look { trigger }),
                // A run that has begun needs no order.
                Stage::Leaving if event != Event::RunBegan => orders.push(Order::SignOut { trigger }),
                Stage::Busy | Stage::Resting | Stage::Warned | Stage::Held | Stage::Leaving => {}
            }
        }
        orders.push(Order::WakeAt(self.wake_at(settings)));
        orders
    }

    fn wake_at(&self, settings: &Settings) -> Option<Time> {
        let session = self.session.as_ref()?;
        // One that is being looked at, shown or held up is the sooner one.
        let is_open = |trigger| {
            self.pending.is_none_or(|pending| {
                matches!(pending.stage, Stage::Busy | Stage::Resting) && pending.trigger != trigger
            })
        };
        let due = deadline::earliest(session, settings).filter(|(trigger, _)| is_open(*trigger));
        let warned = due.map(|(_, due)| deadline::look_at(due, settings));
        let pending = self.pending.and_then(|pending| pending.wake_at(settings));
        // The calendar tells of the next day when this one's time is over.
        warned.into_iter().chain(pending).chain(session.skips).chain(self.pause(settings).until()).min()
    }
}

impl Session {
    const fn begin(Now { time, closes }: Now) -> Self {
        Self { began: time, active: time, busy: None, kept: 0, closes, skips: None, paused: None, seen: time }
    }
}
