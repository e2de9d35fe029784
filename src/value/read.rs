//! From a value to data.

use super::{Blank, Data, Value};

/// The value is not what the type is written as.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the value does not fit")]
pub struct Mismatch;

impl Value {
    /// Whether it is null, or was not there.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// A whole number that JavaScript carries without loss.
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        let Self::Number(number) = *self else { return None };
        let is_whole = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_991.0;
        #[expect(clippy::cast_possible_truncation, reason = "it was looked at just now")]
        is_whole.then_some(number as i64)
    }

    /// What is in it one after the other, whatever its order: the fields of these names, or, without names, items.
    /// What else there is among fields, nobody asked for.
    #[must_use]
    pub const fn parts(&self, names: &'static str, blank: Blank) -> Parts<'_> {
        Parts { from: self, names, at: 0, fits: true, blank }
    }

    /// Which of these variants it is, and its content; beyond all of them if it is none.
    #[must_use]
    pub fn variant(&self, names: &'static str) -> (usize, &Self) {
        let (name, content) = match self {
            Self::Map(entries) => match entries.as_slice() {
                [(name, content)] => (name, content),
                [] | [_, _, ..] => (self, self),
            },
            Self::Nothing | Self::Truth(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => {
                (self, &Self::Nothing)
            }
        };
        let index = match name {
            Self::Text(text) => names.split(' ').position(|name| name == text),
            Self::Number(_) => name.whole().and_then(|index| index.try_into().ok()),
            Self::Nothing | Self::Truth(_) | Self::List(_) | Self::Map(_) => None,
        };
        (index.unwrap_or(usize::MAX), content)
    }

    /// Which of these words it is; beyond all of them if it is none.
    #[must_use]
    pub fn word(&self, names: &'static str) -> usize {
        let (index, content) = self.variant(names);
        if content.is_nothing() { index } else { usize::MAX }
    }
}

/// The parts of something that is being read.
#[derive(Debug)]
pub struct Parts<'a> {
    from: &'a Value,
    /// The names of the fields to come.
    names: &'static str,
    at: usize,
    fits: bool,
    blank: Blank,
}

impl Parts<'_> {
    /// Reads the next one; one that is missing and may be stays blank.
    pub fn read(&mut self, part: &mut dyn Data) {
        let (name, rest) = self.names.split_once(' ').unwrap_or((self.names, ""));
        self.names = rest;
        let required = name.strip_prefix('?').unwrap_or(name);
        let found = match self.from {
            Value::List(list) => list.get(self.at),
            Value::Map(entries) if !name.is_empty() => {
                let named = |(key, _): &&(Value, Value)| matches!(key, Value::Text(key) if key == required);
                entries.iter().find(named).map(|(_, value)| value)
            }
            Value::Nothing | Value::Truth(_) | Value::Number(_) | Value::Text(_) | Value::Map(_) => None,
        };
        self.at += 1;
        self.fits = self.fits && found.map_or(name != required, |found| part.read(found, self.blank));
    }

    /// Whether all of them fitted, and none is left over.
    #[must_use]
    pub fn end(self) -> bool {
        self.fits
            && match self.from {
                Value::List(list) => list.len() <= self.at,
                Value::Map(_) => true,
                Value::Nothing | Value::Truth(_) | Value::Number(_) | Value::Text(_) => false,
            }
    }
}
