//! A watch on the desk: a clock that the test moves, and a browser that does what the orders say.

use clean_exit::engine::policy::{Layer, Loose, Settings};
use clean_exit::engine::receipt::Trigger;
use clean_exit::engine::time::{Millis, Time};
use clean_exit::engine::watch::{Calm, Event, Look, Now, Order, Outlook, Pause, Warning, Watch};
use clean_exit::protocol::words;
use clean_exit::value::{Style, Value};

/// Noon of a day.
pub(crate) const NOON: u64 = 1_764_072_000_000;
pub(crate) const SECOND: u64 = 1_000;
pub(crate) const MINUTE: u64 = 60 * SECOND;
/// What a look may take, which comes before the warning.
pub(crate) const LOOK: u64 = 5 * SECOND;

/// A watch, its clock, and what became of its orders.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) watch: Watch,
    pub(crate) now: u64,
    pub(crate) settings: Settings,
    /// What a look shows, if it answers; and how long it takes to.
    pub(crate) look: Option<Look>,
    pub(crate) takes: u64,
    /// When the answer to the last look comes.
    answered_at: Option<u64>,
    /// The warning on view.
    pub(crate) shown: Option<Warning>,
    pub(crate) calm: Option<Calm>,
    /// What was offered last.
    pub(crate) offered: Pause,
    /// What set off the sign-outs that were ordered, and when.
    pub(crate) ordered: Vec<(Trigger, u64)>,
    /// When the alarm rings.
    pub(crate) alarm: Option<u64>,
    /// How many warnings were shown, and how many looks were asked for.
    pub(crate) warnings: u32,
    pub(crate) looks: u32,
}

fn layer(entries: &[(&str, f64)]) -> Layer {
    let value = |name: &str, value: f64| {
        let is_flag = ["locked", "woken", "browser_start", "last_tab", "pause"].contains(&name);
        if is_flag { Loose::Flag(value != 0.0) } else { Loose::Number(value) }
    };
    let entries = entries.iter().map(|(name, number)| ((*name).to_owned(), value(name, *number)));
    Layer::read(entries.collect())
}

/// What the person chose, and what an administrator ordered.
pub(crate) fn settings(person: &[(&str, f64)], orders: &[(&str, f64)]) -> Settings {
    let settings = Settings::resolve(&Layer::default(), &layer(person), &layer(orders));
    assert!(settings.faults().is_empty(), "{:?}", settings.faults());
    settings
}

impl Desk {
    pub(crate) fn with(entries: &[(&str, f64)]) -> Self {
        Self {
            watch: Watch::default(),
            now: NOON,
            settings: settings(entries, &[]),
            look: Some(Look { tabs: 1, ..Look::default() }),
            takes: 0,
            answered_at: None,
            shown: None,
            calm: None,
            offered: Pause::Unavailable,
            ordered: Vec::new(),
            alarm: None,
            warnings: 0,
            looks: 0,
        }
    }

    /// Somebody has just used the CRM, and may be quiet for so many minutes.
    pub(crate) fn used(minutes: u32) -> Self {
        let mut desk = Self::with(&[("inactivity", f64::from(minutes))]);
        desk.happen(Event::Active);
        desk
    }

    pub(crate) fn set(&mut self, entries: &[(&str, f64)]) {
        self.settings = settings(entries, &[]);
        self.happen(Event::Ticked);
    }

    /// When the time of day comes next; days have 24 hours here.
    fn closes(&self) -> Option<Time> {
        use clean_exit::engine::policy::Number;
        let day = 24 * 60 * MINUTE;
        let minutes = u64::from(self.settings.number(Number::TimeOfDay).value);
        let today = (self.now / day) * day;
        (minutes != 0).then(|| {
            let at = [today + minutes * MINUTE, today + day + minutes * MINUTE];
            Time(*at.iter().find(|at| self.now < **at).unwrap())
        })
    }

    fn time(&self) -> Now {
        Now { time: Time(self.now), closes: self.closes() }
    }

    /// What comes next.
    pub(crate) fn outlook(&self) -> Option<Outlook> {
        self.watch.outlook(self.time(), &self.settings)
    }

    /// Takes an event, and does what is ordered. What is stored is all that is kept between two events.
    pub(crate) fn happen(&mut self, event: Event) {
        let stored: Watch = Value::of(&self.watch, Style::Named).read().unwrap();
        let (watch, orders) = stored.step(event, self.time(), &self.settings);
        self.watch = watch;
        let looks = orders.iter().any(|order| matches!(order, Order::Look { .. }));
        for order in orders {
            self.perform(order);
        }
        if looks {
            self.answered_at = self.look.map(|_| self.now + self.takes);
        }
        // An answer comes when all else that was ordered is done.
        self.answer();
    }

    /// Answers the last look, if it is time.
    fn answer(&mut self) {
        if self.answered_at.take_if(|at| *at <= self.now).is_some()
            && let Some(look) = self.look
        {
            self.happen(Event::Looked(look));
        }
    }

    fn perform(&mut self, order: Order) {
        match order {
            Order::Look { .. } => self.looks += 1,
            Order::Warn(warning) => {
                self.warnings += 1;
                assert!(!words::trigger(warning.trigger).0.is_empty());
                self.shown = Some(warning);
            }
            Order::Unwarn(why) => {
                self.calm = Some(why);
                self.shown = None;
            }
            Order::Offer(pause) => self.offered = pause,
            Order::SignOut { trigger } => self.ordered.push((trigger, self.now)),
            Order::WakeAt(at) => self.alarm = at.map(|at| at.0),
        }
    }

    /// Lets this much time pass; the alarm rings when it is due, and looks are answered.
    pub(crate) fn pass(&mut self, length: u64) {
        let end = self.now + length;
        let is_in_time = |at: &u64| *at <= end;
        while self.ordered.is_empty() {
            let (alarm, answer) = (self.alarm.filter(is_in_time), self.answered_at.filter(is_in_time));
            match (alarm, answer) {
                (None, None) => break,
                (Some(alarm), answer) if answer.is_none_or(|answer| alarm <= answer) => {
                    self.now = self.now.max(alarm);
                    self.happen(Event::Ticked);
                    let is_later = self.alarm.is_none_or(|next| self.now < next);
                    assert!(is_later, "it rings for ever: {:?}", self.watch);
                }
                (_, answer) => {
                    self.now = self.now.max(answer.unwrap_or_default());
                    self.answer();
                }
            }
        }
        self.now = end;
    }

    /// The computer sleeps: no alarm rings before it wakes.
    pub(crate) fn sleep(&mut self, length: u64) {
        self.now += length;
    }

    /// The clock is set back.
    pub(crate) fn set_back(&mut self, length: u64) {
        self.now -= length;
        self.answered_at = self.answered_at.map(|at| at - length);
    }

    /// The background starts again.
    pub(crate) fn restart(&mut self) {
        (self.shown, self.answered_at) = (None, None);
        self.happen(Event::Woke);
    }

    /// The moments of the sign-outs, counted from noon in seconds.
    pub(crate) fn left_at(&self) -> Vec<(Trigger, u64)> {
        self.ordered.iter().map(|(trigger, at)| (*trigger, (at - NOON) / SECOND)).collect()
    }

    /// How long the warning on view leaves.
    pub(crate) fn leaves(&self) -> Millis {
        self.shown.unwrap().until.since(Time(self.now))
    }
}
