//! A receipt and a question, put in the order in which people read them.

use crate::engine::receipt::{Line, Organisation, Proof, Receipt, StepTime};
use crate::engine::site::Host;
use crate::engine::sorted::{Map, Set};
use crate::engine::time::Millis;
use crate::protocol::view::UnsavedTab;

/// How a line stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// Something is left.
    Failed,
    /// No check can answer.
    Unverifiable,
    /// A check answered that nothing is left.
    Verified,
}

/// How many lines stand how.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    /// So many failed.
    pub failed: u32,
    /// So many cannot be verified here.
    pub unverifiable: u32,
    /// So many are verified.
    pub verified: u32,
}

/// The lines of one organisation, or those that all of them share.
#[derive(Debug)]
pub struct Section<'a> {
    /// The organisation; none for what all of them share.
    pub organisation: Option<&'a Host>,
    /// How it was signed out of, as far as the receipt says.
    pub how: Option<Organisation>,
    /// Its lines, the worst first.
    pub lines: Vec<&'a Line>,
    /// How they stand.
    pub tally: Tally,
}

/// The unsaved work in one organisation.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Unsaved {
    /// So many tabs say that they hold unsaved work.
    pub certain: u32,
    /// So many tabs do not answer.
    pub silent: u32,
}

impl Standing {
    /// All of them, the worst first.
    const ALL: [Self; 3] = [Self::Failed, Self::Unverifiable, Self::Verified];

    /// How a line of this proof stands.
    #[must_use]
    pub const fn of(proof: Proof) -> Self {
        match proof {
            Proof::Verified(_) => Self::Verified,
            Proof::Unverifiable(_) => Self::Unverifiable,
            Proof::Failed(_) => Self::Failed,
        }
    }
}

impl Tally {
    fn of(lines: &[&Line]) -> Self {
        let mut tally = Self::default();
        for line in lines {
            match Standing::of(line.proof) {
                Standing::Failed => tally.failed += 1,
                Standing::Unverifiable => tally.unverifiable += 1,
                Standing::Verified => tally.verified += 1,
            }
        }
        tally
    }
}

/// The sections of a receipt: each organisation, then what they share.
///
/// An organisation without lines has its section too: the receipt says how it was signed out of.
#[must_use]
pub fn sections(receipt: &Receipt) -> Vec<Section<'_>> {
    let mut organisations: Set<&Host> = Set::new();
    organisations.extend(receipt.organisations.keys());
    organisations.extend(receipt.lines.iter().filter_map(|line| line.organisation.as_ref()));
    let mut sections: Vec<_> = organisations.into_iter().map(|host| section(receipt, Some(host))).collect();
    let shared = section(receipt, None);
    if !shared.lines.is_empty() {
        sections.push(shared);
    }
    sections
}

fn section<'a>(receipt: &'a Receipt, organisation: Option<&'a Host>) -> Section<'a> {
    let all = || receipt.lines.iter().filter(|line| line.organisation.as_ref() == organisation);
    let of = |standing| all().filter(move |line| Standing::of(line.proof) == standing);
    let lines: Vec<_> = Standing::ALL.into_iter().flat_map(of).collect();
    let how = organisation.and_then(|host| receipt.organisations.get(host)).copied();
    let tally = Tally::of(&lines);
    Section { organisation, how, lines, tally }
}

/// How long each step's bar is, in hundredths of this length.
#[must_use]
pub fn bars(steps: &[StepTime], scale: Millis) -> Vec<(StepTime, u32)> {
    steps.iter().map(|step| (*step, share(step.took, scale))).collect()
}

/// How long the longest step took.
#[must_use]
pub fn longest(steps: &[StepTime]) -> Millis {
    steps.iter().map(|step| step.took).max().unwrap_or_default()
}

/// How long all steps took together.
#[must_use]
pub fn all(steps: &[StepTime]) -> Millis {
    Millis(steps.iter().fold(0, |sum, step| sum.saturating_add(step.took.0)))
}

/// A length that shows most of these well: nine in ten of them are no longer.
#[must_use]
pub fn scale(lengths: &[Millis]) -> Millis {
    let mut ordered: Vec<Millis> = Vec::new();
    for length in lengths {
        ordered.insert(ordered.partition_point(|known| known < length), *length);
    }
    ordered.get(ordered.len() * 9 / 10).or(ordered.last()).copied().unwrap_or_default()
}

/// A part in hundredths of the whole; what is longer than the whole is cut off.
#[must_use]
pub fn share(part: Millis, whole: Millis) -> u32 {
    let share = u64::from(part.0) * 100 / u64::from(whole.0.max(1));
    u32::try_from(share).unwrap_or(100).min(100)
}

/// The unsaved work, organisation by organisation.
#[must_use]
pub fn unsaved(tabs: &[UnsavedTab]) -> Map<&Host, Unsaved> {
    let mut organisations = Map::<_, Unsaved>::new();
    for tab in tabs {
        let unsaved = organisations.of(&tab.organisation);
        if tab.certain {
            unsaved.certain += 1;
        } else {
            unsaved.silent += 1;
        }
    }
    organisations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::receipt::{Check, Kind, Look, Remains, StepName, Trigger, Unverifiable, Verdict, Way};
    use crate::engine::scope::Jar;
    use crate::engine::site::Product;
    use crate::engine::time::Time;

    fn host(name: &str) -> Host {
        Host::parse(name).unwrap()
    }

    fn line(organisation: Option<&str>, kind: Kind, look: Look) -> Line {
        let proof = Proof::from_look(look, Check::ListedAgain);
        Line { kind, organisation: organisation.map(host), inside: None, removed: None, proof }
    }

    fn receipt(organisations: &[&str], lines: Vec<Line>) -> Receipt {
        let how = Organisation { product: Product::CustomerEngagement, way: Way::Control };
        Receipt {
            run: Time(0),
            trigger: Trigger::Toolbar,
            ended: Time(1),
            jar: Jar::Ordinary,
            earlier: None,
            verdict: Verdict::of(&lines),
            organisations: organisations.iter().map(|name| (host(name), how)).collect(),
            lines,
            ended_too: Set::new(),
            given_up: Set::new(),
            steps: Vec::new(),
        }
    }

    #[test]
    fn every_line_is_in_exactly_one_section_and_what_is_shared_comes_last() {
        let receipt = receipt(
            &["b.example", "c.example"],
            vec![
                line(None, Kind::MicrosoftCookies, Look::Counted(0)),
                line(Some("b.example"), Kind::Cookies, Look::Counted(0)),
                line(Some("a.example"), Kind::Tabs, Look::Counted(0)),
            ],
        );
        let sections = sections(&receipt);
        let names: Vec<_> =
            sections.iter().map(|section| section.organisation.map_or("", Host::as_str)).collect();
        assert_eq!(names, ["a.example", "b.example", "c.example", ""]);
        assert_eq!(sections.iter().map(|section| section.lines.len()).sum::<usize>(), 3);
    }

    #[test]
    fn the_worst_line_is_read_first() {
        let receipt = receipt(
            &["a.example"],
            vec![
                line(Some("a.example"), Kind::Cookies, Look::Counted(0)),
                line(Some("a.example"), Kind::Files, Look::Blind(Unverifiable::BrowserCannotLook)),
                line(Some("a.example"), Kind::Tabs, Look::Counted(2)),
            ],
        );
        let sections = sections(&receipt);
        assert_eq!(sections[0].lines[0].proof, Proof::Failed(Remains::Left(2)));
        assert_eq!(sections[0].tally, Tally { failed: 1, unverifiable: 1, verified: 1 });
    }

    #[test]
    fn bars_are_shares_of_the_scale_and_survive_zero() {
        let took = |millis| StepTime { step: StepName::Sweep, took: Millis(millis) };
        let lengths = |steps: &[StepTime], scale| {
            bars(steps, scale).into_iter().map(|(_, bar)| bar).collect::<Vec<_>>()
        };
        let steps = [took(50), took(200), took(0)];
        assert_eq!(lengths(&steps, longest(&steps)), [25, 100, 0]);
        assert_eq!(lengths(&steps, Millis(100)), [50, 100, 0]);
        assert_eq!(lengths(&[took(u32::MAX)], Millis(u32::MAX)), [100]);
        assert_eq!(lengths(&[took(0)], longest(&[took(0)])), [0]);
        assert_eq!((longest(&[]), all(&steps)), (Millis(0), Millis(250)));
    }

    #[test]
    fn one_very_long_run_does_not_make_all_others_short() {
        let lengths = |count: u32| (1..=count).map(Millis).collect::<Vec<_>>();
        assert_eq!(scale(&[]), Millis(0));
        assert_eq!(scale(&[Millis(7), Millis(3)]), Millis(7));
        assert_eq!(scale(&lengths(10)), Millis(10));
        assert_eq!(scale(&[lengths(18), vec![Millis(900); 2]].concat()), Millis(900));
        assert_eq!(scale(&[vec![Millis(900)], lengths(18)].concat()), Millis(18));
    }

    #[test]
    fn unsaved_tabs_are_counted_by_organisation() {
        let tab = |name, certain| UnsavedTab { organisation: host(name), certain };
        let tabs = [tab("b.example", true), tab("a.example", false), tab("b.example", true)];
        let counted: Vec<_> = unsaved(&tabs).values().copied().collect();
        assert_eq!(counted, [Unsaved { certain: 0, silent: 1 }, Unsaved { certain: 2, silent: 0 }]);
    }
}
