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

#[cfg(test)]
mod tests {
    use super::super::tests::receipt;
    use super::*;

    const NOW: Time = Time(1_764_000_000_000);

    fn takes(filter: &Filter) -> bool {
        filter.takes(&receipt(NOW), "signed out at contoso.crm4.dynamics.com")
    }

    #[test]
    fn the_default_takes_all_and_each_part_leaves_out_what_does_not_fit() {
        let host = |name| Some(Host::parse(name).unwrap());
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let all = Filter::default;
        assert!(all().is_all() && takes(&all()));
        for (fits, does_not) in [
            (
                Filter { verdict: Some(Verdict::Incomplete), ..all() },
                Filter { verdict: Some(Verdict::SignedOut), ..all() },
            ),
            (
                Filter { organisation: host("contoso.crm4.dynamics.com"), ..all() },
                Filter { organisation: host("fabrikam.crm4.dynamics.com"), ..all() },
            ),
            (
                Filter { trigger: Some(Trigger::Toolbar), ..all() },
                Filter { trigger: Some(Trigger::Locked), ..all() },
            ),
            (
                Filter { since: Some(Time(NOW.0 + 4000)), ..all() },
                Filter { since: Some(Time(NOW.0 + 4001)), ..all() },
            ),
            (
                Filter { words: words(&["contoso", "out"]), ..all() },
                Filter { words: words(&["contoso", "locked"]), ..all() },
            ),
        ] {
            assert!(takes(&fits) && !fits.is_all(), "{fits:?}");
            assert!(!takes(&does_not), "{does_not:?}");
        }
    }

    #[test]
    fn an_organisation_is_found_wherever_a_receipt_names_it() {
        let fabrikam = Host::parse("fabrikam.crm4.dynamics.com").unwrap();
        let filter = Filter { organisation: Some(fabrikam.clone()), ..Filter::default() };
        let mut ended_too = receipt(NOW);
        ended_too.ended_too.insert(fabrikam.clone());
        let mut given_up = receipt(NOW);
        given_up.given_up.insert(fabrikam.clone());
        let mut of_a_line = receipt(NOW);
        of_a_line.lines[0].organisation = Some(fabrikam);
        assert!([ended_too, given_up, of_a_line].iter().all(|receipt| filter.takes(receipt, "")));
    }

    #[test]
    fn days_are_counted_back() {
        assert_eq!(days_before(Time(200_000_000), 2), Time(27_200_000));
        assert_eq!(days_before(Time(5), u32::MAX), Time(0));
    }
}
