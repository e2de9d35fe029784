//! How long receipts are kept.

use crate::engine::time::Time;

/// So many are kept at most.
pub const MOST: usize = 200;

/// So long all of them may be together, in bytes: the browser gives an extension ten MiB.
pub const LONGEST: usize = 4 * 1024 * 1024;

/// A stored receipt, as far as its age and its length matter.
#[derive(Clone, Copy, Debug)]
pub struct Aged {
    /// When its run ended; none where that cannot be read.
    pub ended: Option<Time>,
    /// Its length in bytes.
    pub length: usize,
}

/// How many of these receipts, from the oldest on, are to be dropped.
///
/// Only the oldest go, so that the rest is a chain without gaps. One of no age, or from the future as the clock says
/// now, goes with an old one that was filed after it.
#[must_use]
pub fn surplus(receipts: &[Aged], days: u32, now: Time) -> usize {
    let is_old = |ended: Time| ended.0.saturating_add(u64::from(days) * 24 * 60 * 60 * 1000) < now.0;
    let may_go = |each: &&Aged| each.ended.is_none_or(|ended| is_old(ended) || now < ended);
    let oldest = receipts.iter().take_while(may_go).count();
    let oldest = receipts.get(..oldest).unwrap_or_default();
    let last_old = oldest.iter().rposition(|each| each.ended.is_some_and(is_old));
    let old = last_old.map_or(0, |last| last + 1);
    old.max(receipts.len().saturating_sub(MOST)).max(too_long(receipts))
}

/// How many have to go so that the rest is short enough. The newest stays in any case.
fn too_long(receipts: &[Aged]) -> usize {
    let mut length = 0_usize;
    let newest_first = receipts.iter().rev();
    let kept = newest_first.take_while(|each| {
        length = length.saturating_add(each.length);
        length <= LONGEST
    });
    receipts.len().saturating_sub(kept.count().max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 24 * 60 * 60 * 1000;

    fn aged(days: &[u64]) -> Vec<Aged> {
        days.iter().map(|day| Aged { ended: Some(Time(day * DAY)), length: 4000 }).collect()
    }

    #[test]
    fn what_is_older_than_the_days_goes_and_what_is_just_as_old_stays() {
        assert_eq!(surplus(&aged(&[1, 2, 3, 4]), 2, Time(4 * DAY)), 1);
        assert_eq!(surplus(&aged(&[1, 2, 3, 4]), 2, Time(4 * DAY + 1)), 2);
        assert_eq!(surplus(&aged(&[1, 2, 3, 4]), 30, Time(4 * DAY)), 0);
        assert_eq!(surplus(&[], 1, Time(4 * DAY)), 0);
    }

    #[test]
    fn a_young_one_is_never_dropped_for_an_old_one_behind_it() {
        assert_eq!(surplus(&aged(&[50, 1, 50]), 10, Time(50 * DAY)), 0);
    }

    #[test]
    fn one_without_an_age_or_from_the_future_keeps_no_old_one() {
        let mut receipts = aged(&[900, 1, 2, 50]);
        assert_eq!(surplus(&receipts, 10, Time(50 * DAY)), 3);
        receipts[1].ended = None;
        assert_eq!(surplus(&receipts, 10, Time(50 * DAY)), 3);
        assert_eq!(surplus(&receipts[..1], 10, Time(50 * DAY)), 0, "it stays where nothing old is behind it");
    }

    #[test]
    fn a_clock_that_was_set_back_drops_nothing() {
        assert_eq!(surplus(&aged(&[100, 101]), 10, Time(5 * DAY)), 0);
    }

    #[test]
    fn number_and_length_are_bounded_and_the_newest_stays() {
        assert_eq!(surplus(&aged(&vec![4; MOST + 3]), 100, Time(4 * DAY)), 3);
        let mut receipts = aged(&[4, 4, 4]);
        receipts[0].length = LONGEST;
        assert_eq!(surplus(&receipts, 100, Time(4 * DAY)), 1);
        receipts[2].length = LONGEST + 1;
        assert_eq!(surplus(&receipts, 100, Time(4 * DAY)), 2);
    }
}
