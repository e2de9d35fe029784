//! Every sequence of events that chance finds: the sign-out comes neither before its deadline,
//! nor later than one minute after the browser could first act on it.

use super::desk::{Desk, LOOK, MINUTE, SECOND};
use clean_exit::engine::watch::{Event, Look};
use proptest::prelude::*;

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Chance {
    /// So many seconds pass.
    Time(u16),
    /// The computer sleeps for so many seconds. On waking, the alarm is first or the person is.
    Sleep(u16, bool),
    /// The person uses a page.
    Use,
    /// The person presses *stay*.
    Keep,
    /// The background dies, and an event starts it again.
    Dies,
    /// The alarm rings without need.
    Rings,
    /// The clock is set back by so many seconds, right after the background looked at it.
    SetBack(u16),
    /// Pages answer a look after so many seconds, or never.
    Answers(Option<u8>),
    /// Work is unsaved, or not.
    Unsaved(bool),
    /// The person begins a pause, or ends it.
    Pause,
    Resume,
    /// The person comes back to the computer, or seems to, or a page is opened.
    Returns,
    Stirs,
    Opens,
}

fn chance() -> impl Strategy<Value = Chance> {
    prop_oneof![
        6 => (0_u16..400).prop_map(Chance::Time),
        2 => (0_u16..4_000, any::<bool>()).prop_map(|(length, first)| Chance::Sleep(length, first)),
        6 => Just(Chance::Use),
        1 => Just(Chance::Keep),
        2 => Just(Chance::Dies),
        1 => Just(Chance::Rings),
        1 => (0_u16..4_000).prop_map(Chance::SetBack),
        1 => prop::option::of(0_u8..40).prop_map(Chance::Answers),
        1 => Just(Chance::Pause),
        1 => Just(Chance::Resume),
        1 => any::<bool>().prop_map(Chance::Unsaved),
        1 => Just(Chance::Returns),
        1 => Just(Chance::Stirs),
        1 => Just(Chance::Opens),
    ]
}

/// The world as it is, by whose time the watch is judged.
struct World {
    desk: Desk,
    limit: u64,
    warning: u64,
    /// When a pause ends or ended.
    paused: Option<u64>,
    /// Whether work was ever unsaved.
    had_work: bool,
    /// When a page was used last, and when it told so last.
    used: u64,
    told: u64,
    /// When a page told so last and in time, and whether it was so the last time.
    told_in_time: u64,
    counts: bool,
    /// The first moment at or after the deadline at which the browser was awake.
    could_act: Option<u64>,
}

impl World {
    fn deadline(&self) -> u64 {
        (self.used + self.limit).max(self.after_pause())
    }

    /// When a sign-out that a pause put off comes at the earliest: the person is still warned of it.
    fn after_pause(&self) -> u64 {
        self.paused.map_or(0, |end| end + self.warning)
    }

    /// Whether the person comes in time: before it is due as far as the background knows, or while warned.
    fn is_in_time(&self) -> bool {
        let due = self.told_in_time + MINUTE + self.limit;
        self.is_warned()
            || self.desk.now < due
            || self.desk.now < self.after_pause() + LOOK && self.paused.is_some()
    }

    fn is_warned(&self) -> bool {
        self.desk.shown.is_some_and(|warning| self.desk.now < warning.until.0)
    }

    /// Time that passes in an awake browser: it can act as soon as the deadline comes.
    fn pass(&mut self, length: u64) {
        if self.could_act.is_none() && self.deadline() <= self.desk.now + length {
            self.could_act = Some(self.deadline().max(self.desk.now));
        }
        self.desk.pass(length);
    }

    /// The person uses a page. It tells once a minute, and at once while it shows the warning.
    /// What comes after the deadline, and before anybody was warned, is too late.
    fn uses(&mut self) {
        if self.is_warned() || self.told + MINUTE <= self.desk.now {
            self.counts = self.is_in_time();
            self.told = self.desk.now;
            self.desk.happen(Event::Active);
        }
        if self.counts {
            self.used = self.desk.now;
            self.told_in_time = self.told;
            self.could_act = None;
        }
    }

    /// How late it may be at most; `wait` is how many minutes it may wait for unsaved work.
    fn most(&self, wait: u32) -> u64 {
        MINUTE + if self.had_work { u64::from(wait) * MINUTE } else { 0 }
    }

    fn happen(&mut self, chance: Chance) {
        match chance {
            Chance::Time(seconds) => self.pass(u64::from(seconds) * SECOND),
            Chance::Sleep(seconds, is_alarm_first) => {
                self.desk.sleep(u64::from(seconds) * SECOND);
                // What it could do before, it can do no sooner than now.
                self.could_act = self.could_act.map(|_| self.desk.now);
                if is_alarm_first {
                    self.pass(0);
                } else {
                    if self.deadline() <= self.desk.now {
                        self.could_act.get_or_insert(self.desk.now);
                    }
                    self.uses();
                }
            }
            Chance::Use => self.uses(),
            Chance::Keep => {
                let is_kept = self.is_warned();
                self.desk.happen(Event::Kept);
                if is_kept {
                    // The wait begins anew, with the minute that a sign of use covers.
                    (self.used, self.told_in_time, self.counts) = (self.desk.now, self.desk.now, true);
                    self.could_act = None;
                }
            }
            Chance::Dies => self.desk.restart(),
            Chance::Rings => self.desk.happen(Event::Ticked),
            Chance::SetBack(seconds) => {
                self.desk.happen(Event::Ticked);
                // A sign-out that came with this look is told by the clock as it was.
                if !self.desk.ordered.is_empty() {
                    return;
                }
                let back = u64::from(seconds) * SECOND;
                self.desk.set_back(back);
                self.paused = self.paused.map(|end| end - back);
                self.used -= back;
                self.told -= back;
                self.told_in_time -= back;
                self.could_act = self.could_act.map(|at| at - back);
                self.desk.happen(Event::Ticked);
            }
            Chance::Answers(answers) => {
                self.desk.look = answers.map(|_| Look { tabs: 1, ..Look::default() });
                self.desk.takes = u64::from(answers.unwrap_or_default()) * SECOND;
            }
            Chance::Unsaved(is) => {
                self.desk.look = Some(Look { tabs: 1, is_busy: false, unsaved: u32::from(is) });
                self.had_work |= is;
            }
            Chance::Pause => {
                if self.is_in_time() {
                    (self.paused, self.could_act) = (Some(self.desk.now + 60 * MINUTE), None);
                }
                self.desk.happen(Event::Paused);
            }
            Chance::Resume => {
                if self.paused.is_some_and(|end| self.desk.now < end) {
                    (self.paused, self.could_act) = (Some(self.desk.now), None);
                }
                self.desk.happen(Event::Resumed);
            }
            Chance::Returns => self.desk.happen(Event::Returned),
            Chance::Stirs => self.desk.happen(Event::Stirred),
            Chance::Opens => self.desk.happen(Event::Opened),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sign_out_is_neither_early_nor_late(
        minutes in 2_u32..20,
        warning in 20_u32..=300,
        wait in prop_oneof![Just(0_u32), 1_u32..10],
        woken in any::<bool>(),
        chances in prop::collection::vec(chance(), 0..60),
    ) {
        let mut desk = Desk::with(&[
            ("inactivity", f64::from(minutes)), ("warning", f64::from(warning)), ("unsaved_wait", f64::from(wait)),
            ("woken", f64::from(u8::from(woken))), ("keeps", 1_000.0),
        ]);
        desk.happen(Event::Active);
        let (now, limit) = (desk.now, u64::from(minutes) * MINUTE);
        let mut world = World {
            desk, limit, warning: u64::from(warning) * SECOND, paused: None, had_work: false,
            used: now, told: now, told_in_time: now, counts: true, could_act: None,
        };
        for chance in chances.into_iter().chain([Chance::Time(400); 20]) {
            world.happen(chance);
            if let Some((_, at)) = world.desk.ordered.first() {
                prop_assert!(world.deadline() <= *at, "{} too early", world.deadline() - at);
                let first = world.could_act.unwrap_or(*at);
                prop_assert!(*at <= first + world.most(wait), "{} too late", at - first);
                return Ok(());
            }
            let most = world.most(wait);
            let is_overdue = world.could_act.is_some_and(|first| first + most < world.desk.now);
            prop_assert!(!is_overdue, "it never comes: {:?}", world.desk.watch);
        }
        prop_assert!(world.desk.alarm.is_some(), "it waits for nothing");
    }
}
