//! Time, as the engine sees it: an argument that comes in with each event.

use crate::value::Data;

/// A moment: milliseconds since the Unix epoch, by the computer's clock.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Time(pub u64);

/// A length of time in milliseconds.
#[derive(Clone, Copy, Data, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Millis(pub u32);

impl Millis {
    /// So many minutes.
    #[must_use]
    pub const fn minutes(minutes: u32) -> Self {
        Self::seconds(minutes.saturating_mul(60))
    }

    /// So many seconds.
    #[must_use]
    pub const fn seconds(seconds: u32) -> Self {
        Self(seconds.saturating_mul(1000))
    }
}

impl Time {
    /// So much later.
    #[must_use]
    pub fn after(self, length: Millis) -> Self {
        Self(self.0.saturating_add(u64::from(length.0)))
    }

    /// So much earlier.
    #[must_use]
    pub fn before(self, length: Millis) -> Self {
        Self(self.0.saturating_sub(u64::from(length.0)))
    }

    /// The same moment by a clock that said `seen` once and says `now` later: one that was set back takes it along.
    #[must_use]
    pub const fn set_back(self, seen: Self, now: Self) -> Self {
        Self(self.0.saturating_sub(seen.0.saturating_sub(now.0)))
    }

    /// How long it is from `earlier` to now; nothing if the clock was set back in between.
    #[must_use]
    pub fn since(self, earlier: Self) -> Millis {
        Millis(u32::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(u32::MAX))
    }
}

/// When to give up waiting.
///
/// It remembers when it was set, so that a clock that is set back cannot make a wait longer than it was meant:
/// such a deadline is due at once.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Deadline {
    set: Time,
    after: Millis,
}

impl Deadline {
    /// A deadline `after` from `now`.
    #[must_use]
    pub const fn from(now: Time, after: Millis) -> Self {
        Self { set: now, after }
    }

    /// Whether it has passed.
    #[must_use]
    pub fn is_due(self, now: Time) -> bool {
        now < self.set || self.due_at() <= now
    }

    /// The moment at which it passes.
    #[must_use]
    pub fn due_at(self) -> Time {
        Time(self.set.0.saturating_add(u64::from(self.after.0)))
    }

    /// What is left of it; nothing once it is due.
    #[must_use]
    pub fn left(self, now: Time) -> Millis {
        if self.is_due(now) { Millis(0) } else { self.due_at().since(now) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_due_when_its_time_has_come_and_not_before() {
        let deadline = Deadline::from(Time(1000), Millis(500));
        assert!(!deadline.is_due(Time(1499)));
        assert!(deadline.is_due(Time(1500)));
        assert_eq!(deadline.left(Time(1200)), Millis(300));
    }

    #[test]
    fn a_clock_set_back_makes_a_deadline_due() {
        assert!(Deadline::from(Time(1000), Millis(500)).is_due(Time(999)));
    }
}
