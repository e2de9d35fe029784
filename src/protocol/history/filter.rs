//! Which receipts somebody wants to see.

use crate::engine::receipt::{Receipt, Trigger, Verdict};
use crate::engine::site::Host;
use crate::engine::time::Time;

/// What somebody asks for. The default is all of them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filter {
    /// Only those that come to this.
    pub verdict: Option<Verdict>,
    /// Only those of this organisation.
    pub organisation: Option<Host>,
    /// Only those that this set off.
    pub trigger: Option<Trigger>,
    /// Only those that ended then or later.
    pub since: Option<Time>,
    /// Only those in whose words each of these is found, in lower case.
    pub words: Vec<String>,
}

/// So many days earlier.
#[must_use]
pub const fn days_before(now: Time, days: u32) -> Time {
    Time(now.0.saturating_sub(days as u64 * 24 * 60 * 60 * 1000))
}

impl Filter {
    /// Whether it asks for all of them.
    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether this receipt is asked for. `words` is what the page shows of it, in lower case.
    #[must_use]
    pub fn takes(&self, receipt: &Receipt, words: &str) -> bool {
        self.verdict.is_none_or(|verdict| receipt.verdict == verdict)
            && self.trigger.is_none_or(|trigger| receipt.trigger == trigger)
            && self.since.is_none_or(|since| since <= receipt.ended)
            && self.organisation.as_ref().is_none_or(|host| names(receipt).any(|named| named == host))
            && self.words.iter().all(|word| words.contains(word))
    }
}

/// The organisations that a receipt names, some of them more than once.
pub fn names(receipt: &Receipt) -> impl Iterator<Item = &Host> {
    let of_lines = receipt.lines.iter().filter_map(|line| line.organisation.as_ref());
    receipt.organisations.keys().chain(of_lines).chain(&receipt.ended_too).chain(&receipt.given_up)
}
