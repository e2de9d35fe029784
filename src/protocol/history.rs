//! The history of receipts, as it lies in the browser's storage: reading it, tying receipts together, dropping old ones.
//!
//! A stored receipt is the receipt's own fields and, under `chain`, its [`Link`].
//! Its hash is SHA-256 over its canonical text without `chain.hash`; docs/receipts.md tells it to others.
//! Each receipt is read by itself, so that one which cannot be read spoils no other.

pub mod canonical;
pub mod filter;
pub mod table;

use crate::engine::receipt::Receipt;
use crate::engine::receipt::chain::{self, Ends, Findings, Joint, Link, Seen};
use crate::engine::receipt::retention::{self, Aged};
use crate::engine::time::Time;
use crate::value::{Style, Value};
use sha2::{Digest as _, Sha256};

/// Under this name a stored receipt has its link.
pub const CHAIN: &str = "chain";

/// A stored receipt.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As it is stored; none if that is nothing that we would ever store.
    pub value: Option<Value>,
    /// What it says; none if it cannot be read.
    pub receipt: Option<Receipt>,
    /// What ties it to the one before it.
    pub link: Option<Link>,
    hash: Option<String>,
    length: usize,
}

impl Entry {
    /// Reads one.
    #[must_use]
    pub fn read(value: Option<Value>) -> Self {
        let link = value.as_ref().and_then(|value| field(value, CHAIN)).and_then(|link| link.read().ok());
        let text = value.as_ref().and_then(text);
        Self {
            receipt: value.as_ref().and_then(|value| value.read().ok()),
            link,
            hash: text.as_deref().map(hash),
            length: text.map_or(0, |text| text.len()),
            value,
        }
    }

    /// When its run ended, also where nothing else of it can be read.
    #[must_use]
    pub fn ended(&self) -> Option<Time> {
        field(self.value.as_ref()?, "ended")?.read().ok()
    }

    fn aged(&self) -> Aged {
        Aged { ended: self.ended(), length: self.length }
    }

    /// Ties it to the one before it.
    fn tie(&mut self, joint: &Joint, taken_over: bool) -> Option<Link> {
        let Some(Value::Map(fields)) = &mut self.value else { return None };
        let mut link = Link::after(joint, taken_over);
        fields.retain(|(name, _)| !is(name, CHAIN));
        fields.push((Value::Text(CHAIN.to_owned()), Value::of(&link, Style::Named)));
        self.hash = self.value.as_ref().and_then(text).as_deref().map(hash);
        link.hash = self.hash.clone()?;
        self.link = Some(link.clone());
        Some(link)
    }
}

/// The stored receipts, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// All of them.
    pub entries: Vec<Entry>,
    /// The ends of their chain; none if they are not noted.
    pub ends: Option<Ends>,
}

/// What is to be changed in the storage, in this order.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Change {
    /// The receipts at these places get these links.
    pub links: Vec<(usize, Link)>,
    /// So many go, from the oldest on.
    pub dropped: usize,
}

impl Change {
    /// Whether there is nothing to change.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.links.is_empty() && self.dropped == 0
    }
}

impl History {
    /// Reads it.
    #[must_use]
    pub fn read(entries: Vec<Option<Value>>, ends: Option<&Value>) -> Self {
        let ends = ends.and_then(|ends| ends.read().ok());
        Self { entries: entries.into_iter().map(Entry::read).collect(), ends }
    }

    /// What the chain shows.
    #[must_use]
    pub fn check(&self) -> Findings {
        let seen = |entry: &Entry| Seen { link: entry.link.clone(), hash: entry.hash.clone() };
        chain::check(self.ends.as_ref(), &self.entries.iter().map(seen).collect::<Vec<_>>())
    }

    /// Whether the receipt of this run is there.
    #[must_use]
    pub fn has(&self, run: Time) -> bool {
        self.entries.iter().any(|entry| entry.receipt.as_ref().is_some_and(|receipt| receipt.run == run))
    }

    /// Takes over receipts from before there was a chain, and drops those that are too old or too many.
    pub fn tidy(&mut self, days: u32, now: Time) -> Change {
        let links = self.take_over();
        let aged: Vec<_> = self.entries.iter().map(Entry::aged).collect();
        let dropped = retention::surplus(&aged, days, now);
        self.drop_oldest(dropped);
        Change { links, dropped }
    }

    /// Ties a new receipt to the last one. The link is handed back; it is to be stored with the receipt.
    pub fn append(&mut self, receipt: &Receipt) -> Option<Link> {
        let last = self.entries.iter().rev().find_map(|entry| entry.link.as_ref()).map(Link::joint);
        let joint = self.ends.as_ref().map(|ends| ends.last.clone()).or(last).unwrap_or_default();
        let mut entry = Entry::read(Some(Value::of(receipt, Style::Named)));
        let link = entry.tie(&joint, false)?;
        let renewed = || Ends { dropped: self.first(), last: joint, renewed: link.number };
        let mut ends = self.ends.clone().unwrap_or_else(renewed);
        ends.last = link.joint();
        self.ends = Some(ends);
        self.entries.push(entry);
        Some(link)
    }

    /// Drops all of them. The chain goes on, so that this is told from a tampering.
    pub fn delete_all(&mut self) {
        self.drop_oldest(self.entries.len());
        if let Some(ends) = &mut self.ends {
            *ends = Ends { dropped: ends.last.clone(), last: ends.last.clone(), renewed: 0 };
        }
    }

    /// Where nothing is tied and no ends are noted, an earlier version of the extension stored the receipts.
    fn take_over(&mut self) -> Vec<(usize, Link)> {
        if self.ends.is_some() || self.entries.iter().any(|entry| entry.link.is_some()) {
            return Vec::new();
        }
        let (mut links, mut last) = (Vec::new(), Joint::default());
        for (place, entry) in self.entries.iter_mut().enumerate() {
            if let Some(link) = entry.tie(&last, true) {
                last = link.joint();
                links.push((place, link));
            }
        }
        self.ends = Some(Ends { last, ..Ends::default() });
        links
    }

    fn drop_oldest(&mut self, count: usize) {
        let dropped = self.entries.drain(..count).filter_map(|entry| entry.link).map(|link| link.joint());
        let last = dropped.reduce(|one, other| if one.number < other.number { other } else { one });
        if let (Some(ends), Some(last)) = (&mut self.ends, last)
            && ends.dropped.number < last.number
        {
            ends.dropped = last;
        }
    }

    /// What the first receipt follows on, as far as it says.
    fn first(&self) -> Joint {
        let first = self.entries.iter().find_map(|entry| entry.link.as_ref());
        first.map(Link::previous).unwrap_or_default()
    }
}

/// The text that a stored receipt's hash is over.
fn text(value: &Value) -> Option<String> {
    canonical::write(value, &[CHAIN, "hash"])
}

/// SHA-256 in hexadecimal digits.
fn hash(text: &str) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16);
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).flatten().collect()
}

/// The value of a field.
fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let Value::Map(fields) = value else { return None };
    fields.iter().find(|(known, _)| is(known, name)).map(|(_, value)| value)
}

fn is(key: &Value, name: &str) -> bool {
    matches!(key, Value::Text(text) if text == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::receipt::chain::{Break, State};
    use crate::engine::receipt::retention::MOST;
    use crate::engine::receipt::{Check, Kind, Line, Look, Organisation, Proof, StepName, StepTime, Trigger};
    use crate::engine::receipt::{Verdict, Way};
    use crate::engine::scope::Jar;
    use crate::engine::site::{Host, Product};
    use crate::engine::sorted::Set;
    use crate::engine::time::Millis;

    const DAY: u64 = 24 * 60 * 60 * 1000;
    const NOW: Time = Time(1000 * DAY);

    pub(super) fn receipt(run: Time) -> Receipt {
        let host = Host::parse("contoso.crm4.dynamics.com").unwrap();
        let lines = [Look::Counted(0), Look::Counted(2)].map(|look| Line {
            kind: Kind::Cookies,
            organisation: Some(host.clone()),
            inside: None,
            removed: Some(7),
            proof: Proof::from_look(look, Check::ListedAgain),
        });
        let how = Organisation { product: Product::CustomerEngagement, way: Way::Control };
        Receipt {
            run,
            trigger: Trigger::Toolbar,
            ended: Time(run.0 + 4000),
            jar: Jar::Ordinary,
            earlier: None,
            verdict: Verdict::of(&lines),
            organisations: [(host, how)].into(),
            lines: lines.to_vec(),
            ended_too: Set::new(),
            given_up: Set::new(),
            steps: vec![StepTime { step: StepName::Sweep, took: Millis(350) }],
        }
    }

    /// What the storage hands back.
    fn again(history: &History) -> History {
        let entries = history.entries.iter().map(|entry| {
            let mut value = entry.value.clone()?;
            if let (Value::Map(fields), Some(link)) = (&mut value, &entry.link) {
                fields.retain(|(name, _)| !is(name, CHAIN));
                fields.insert(0, (Value::Text(CHAIN.to_owned()), Value::of(link, Style::Named)));
                // Storages keep no order of names.
                fields.reverse();
            }
            Some(value)
        });
        let ends = history.ends.as_ref().map(|ends| Value::of(ends, Style::Named));
        History::read(entries.collect(), ends.as_ref())
    }

    fn filed(count: u64) -> History {
        let mut history = History::default();
        for day in 0..count {
            let now = Time(NOW.0 - (count - 1 - day) * DAY);
            history.tidy(3650, now);
            history.append(&receipt(now)).unwrap();
            history = again(&history);
        }
        history
    }

    fn set(entry: &mut Entry, name: &str, value: Value) {
        let Some(Value::Map(mut fields)) = entry.value.clone() else { panic!("a receipt is a map") };
        fields.iter_mut().find(|(known, _)| is(known, name)).unwrap().1 = value;
        *entry = Entry::read(Some(Value::Map(fields)));
    }

    #[test]
    fn what_was_filed_is_sound_when_it_is_read_again() {
        let history = filed(5);
        assert_eq!(history.check().states, [State::Sound; 5]);
        assert_eq!(history.check().count(), 0);
        assert!(history.has(NOW) && !history.has(Time(1)));
        assert_eq!(history.entries[4].receipt, Some(receipt(NOW)));
    }

    #[test]
    fn any_change_of_a_receipt_is_noticed() {
        let history = filed(3);
        for (name, value) in [
            ("verdict", Value::Text("signed_out".to_owned())),
            ("ended", Value::Number(5.0)),
            ("ended", Value::Number(0.5)),
            ("lines", Value::List(Vec::new())),
            ("jar", Value::Text("private".to_owned())),
        ] {
            let mut history = history.clone();
            set(&mut history.entries[1], name, value);
            let findings = again(&history).check();
            assert_eq!(findings.states, [State::Sound, State::Changed, State::Sound], "{name}");
            assert_eq!(findings.count(), 1, "{name}");
        }
    }

    #[test]
    fn one_that_cannot_be_read_stays_in_its_place_and_spoils_no_other() {
        let mut history = filed(3);
        history.entries[1] = Entry::read(None);
        let findings = history.check();
        assert_eq!(findings.states, [State::Sound, State::Foreign, State::Sound]);
        assert_eq!(findings.breaks, [(2, Break::Missing(1))]);
        assert!(history.tidy(3650, NOW).is_nothing());
        assert_eq!(history.entries.len(), 3);
    }

    #[test]
    fn dropping_old_ones_is_no_tampering_and_the_chain_goes_on() {
        let mut history = filed(5);
        assert_eq!(history.tidy(2, NOW).dropped, 2);
        let mut history = again(&history);
        assert_eq!((history.entries.len(), history.check().count()), (3, 0));
        assert_eq!(history.ends.as_ref().unwrap().dropped.number, 2);
        let link = history.append(&receipt(Time(NOW.0 + 1))).unwrap();
        assert_eq!((link.number, again(&history).check().count()), (6, 0));
    }

    #[test]
    fn deleting_all_is_no_tampering_either() {
        let mut history = filed(3);
        history.delete_all();
        let mut history = again(&history);
        assert_eq!((history.entries.len(), history.check().count()), (0, 0));
        history.append(&receipt(NOW)).unwrap();
        assert_eq!(again(&history).check().count(), 0);
        assert_eq!(history.entries[0].link.as_ref().unwrap().number, 4);
    }

    #[test]
    fn receipts_from_before_the_chain_are_taken_over_and_say_so() {
        let old = [1, 2].map(|day| Some(Value::of(&receipt(Time(NOW.0 - day * DAY)), Style::Named)));
        let mut history = History::read(old.to_vec(), None);
        let change = history.tidy(3650, NOW);
        assert_eq!(change.links.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [0, 1]);
        history.append(&receipt(NOW)).unwrap();
        let mut history = again(&history);
        assert_eq!(history.check().states, [State::TakenOver, State::TakenOver, State::Sound]);
        assert_eq!(history.check().count(), 0);
        set(&mut history.entries[0], "ended", Value::Number(1.0));
        assert_eq!(history.check().states[0], State::Changed);
    }

    #[test]
    fn what_lost_its_tie_is_not_taken_over() {
        let mut history = filed(2);
        let bare = Value::of(&receipt(Time(NOW.0 - DAY)), Style::Named);
        history.entries[0] = Entry::read(Some(bare.clone()));
        assert!(history.tidy(3650, NOW).links.is_empty());
        assert_eq!(history.check().states[0], State::Foreign);
        history.entries[1] = Entry::read(Some(bare));
        assert!(history.tidy(3650, NOW).links.is_empty(), "the notes of the ends tell");
    }

    #[test]
    fn a_chain_that_lost_its_ends_goes_on_and_says_so() {
        let mut history = filed(3);
        history.ends = None;
        assert!(history.tidy(3650, NOW).is_nothing());
        history.append(&receipt(Time(NOW.0 + 1))).unwrap();
        assert_eq!(again(&history).check().breaks, [(3, Break::Renewed)]);
    }

    #[test]
    fn the_number_of_receipts_is_bounded() {
        let mut history = filed(3);
        let entry = history.entries[0].clone();
        history.entries.splice(0..0, vec![entry; MOST]);
        assert_eq!(history.tidy(3650, NOW).dropped, 3);
    }

    #[test]
    fn the_hash_is_that_of_everybody() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash("abc"), known, "from FIPS 180-2, appendix B.1");
    }
}
