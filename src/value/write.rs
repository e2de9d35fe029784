//! From data to a value.

use super::{Data, Style, Value};

/// Writes values one after the other; what something is made of lies on a stack until all of it is there.
#[derive(Debug)]
pub struct Writer {
    style: Style,
    written: Vec<Value>,
}

impl Writer {
    pub(super) const fn new(style: Style) -> Self {
        Self { style, written: Vec::new() }
    }

    /// What was written last.
    pub(super) fn take(&mut self) -> Value {
        self.written.pop().unwrap_or(Value::Nothing)
    }

    /// Writes a value as it is.
    pub fn put(&mut self, value: Value) {
        self.written.push(value);
    }

    /// Begins what has parts without names.
    pub fn list(&mut self) -> Parts<'_> {
        self.parts(Kind::List, "")
    }

    /// Begins what has keys, each followed by its value.
    pub fn map(&mut self) -> Parts<'_> {
        self.parts(Kind::Map, "")
    }

    /// Begins what has fields of these names; one with a question mark is left out when it is nothing.
    pub fn fields(&mut self, names: &'static str) -> Parts<'_> {
        self.parts(if self.style == Style::Named { Kind::Fields } else { Kind::List }, names)
    }

    fn parts(&mut self, kind: Kind, names: &'static str) -> Parts<'_> {
        Parts { begin: self.written.len(), writer: self, kind, names }
    }

    /// Writes which of these words it is.
    pub fn variant(&mut self, names: &'static str, index: usize) {
        let name = names.split(' ').nth(index).unwrap_or_default();
        self.put(match self.style {
            Style::Named => Value::Text(name.to_owned()),
            #[expect(clippy::cast_precision_loss, reason = "no type has so many variants")]
            Style::Placed => Value::Number(index as f64),
        });
    }

    /// Puts what was written last under the variant's name before it.
    pub fn under_name(&mut self) {
        let content = self.take();
        let name = self.take();
        self.put(Value::Map(vec![(name, content)]));
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    List,
    Map,
    Fields,
}

/// The parts of something that is being written.
#[derive(Debug)]
pub struct Parts<'a> {
    writer: &'a mut Writer,
    /// How much had been written before.
    begin: usize,
    kind: Kind,
    /// The names of the fields to come.
    names: &'static str,
}

impl Parts<'_> {
    /// Writes the next one.
    pub fn write(&mut self, part: &dyn Data) {
        if self.kind != Kind::Fields {
            return part.write(self.writer);
        }
        let (name, rest) = self.names.split_once(' ').unwrap_or((self.names, ""));
        self.names = rest;
        let name = match name.strip_prefix('?') {
            Some(name) => {
                part.write(self.writer);
                let written = self.writer.take();
                if written.is_nothing() {
                    return;
                }
                self.writer.put(Value::Text(name.to_owned()));
                return self.writer.put(written);
            }
            None => name,
        };
        self.writer.put(Value::Text(name.to_owned()));
        part.write(self.writer);
    }

    /// There are no more.
    pub fn end(self) {
        let mut parts = self.writer.written.split_off(self.begin).into_iter();
        self.writer.put(if self.kind == Kind::List {
            Value::List(parts.collect())
        } else {
            let entry = || Some((parts.next()?, parts.next()?));
            Value::Map(std::iter::from_fn(entry).collect())
        });
    }
}
