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
