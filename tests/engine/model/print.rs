//! A run as a number, from the form in which it is written down: its fields are private, its journal is not.

use clean_exit::value::{Data, Style, Value};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The number, at this time.
pub(super) fn print(written: &dyn Data, now: u64) -> u64 {
    let mut printer = Printer { hasher: DefaultHasher::new(), now };
    printer.note(&Value::of(written, Style::Named));
    printer.hasher.finish()
}

/// What is being printed, by a field that nothing else has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Is {
    Plain,
    /// When a run began, and how long its steps took.
    Header,
    /// Effects in flight: their order counts, their numbers do not.
    Owed,
    /// A deadline counts by what is left of it.
    Deadline,
    /// A receipt holds times.
    Receipt,
}

impl Is {
    fn of(fields: &[(Value, Value)]) -> Self {
        let has = |wanted: &str| fields.iter().any(|(name, _)| name == &Value::Text(wanted.to_owned()));
        match () {
            () if has("step_began") => Self::Header,
            () if has("next") && has("effects") => Self::Owed,
            () if has("set") && has("after") => Self::Deadline,
            () if has("verdict") => Self::Receipt,
            () => Self::Plain,
        }
    }
}

struct Printer {
    hasher: DefaultHasher,
    now: u64,
}

impl Printer {
    fn note(&mut self, value: &Value) {
        match value {
            Value::Nothing => 0_u8.hash(&mut self.hasher),
            Value::Truth(truth) => truth.hash(&mut self.hasher),
            Value::Number(number) => number.to_bits().hash(&mut self.hasher),
            Value::Text(text) => text.hash(&mut self.hasher),
            Value::List(items) => {
                items.len().hash(&mut self.hasher);
                items.iter().for_each(|item| self.note(item));
            }
            Value::Map(entries) => {
                let is = Is::of(entries);
                for (name, value) in entries {
                    self.entry(is, name, value);
                }
                0_u8.hash(&mut self.hasher);
            }
        }
    }

    fn entry(&mut self, is: Is, name: &Value, value: &Value) {
        let text = if let Value::Text(name) = name { name.as_str() } else { "" };
        match (is, text, value) {
            (Is::Header, "started" | "round_began" | "step_began" | "steps", _)
            | (Is::Receipt, "run" | "ended" | "earlier" | "steps", _)
            | (Is::Owed, "next", _) => {}
            (Is::Owed, "effects", Value::Map(effects)) => {
                effects.len().hash(&mut self.hasher);
                effects.iter().for_each(|(_, effect)| self.note(effect));
            }
            (Is::Deadline, "set", set) => {
                let since = set.whole().and_then(|set| self.now.checked_sub_signed(set));
                since.hash(&mut self.hasher);
            }
            (_, _, _) => {
                1_u8.hash(&mut self.hasher);
                self.note(name);
                self.note(value);
            }
        }
    }
}
