//! From a type to a value.

use super::{Style, Value};
use serde::Serialize;
use serde::ser;
use std::fmt::Display;

/// Nothing that we write can fail.
#[derive(Debug, thiserror::Error)]
#[error("never")]
pub(super) enum Never {}

impl ser::Error for Never {
    #[expect(clippy::panic, reason = "only types that refuse to be written call it, and none of ours does")]
    fn custom<T: Display>(_: T) -> Self {
        panic!("a type refuses to be written")
    }
}

/// Writes values one after the other; what something is made of lies on a stack until all of it is there.
///
/// So hardly anything is done in code that each type has its own copy of.
pub(super) struct Writer {
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

    fn put(&mut self, value: Value) {
        self.written.push(value);
    }

    /// A field or a variant.
    fn name(&mut self, index: u32, name: &'static str) {
        self.put(match self.style {
            Style::Named => Value::Text(name.to_owned()),
            Style::Placed => Value::Number(f64::from(index)),
        });
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts { begin: self.written.len(), is_variant: false, writer: self }
    }

    /// The parts of a variant, whose name goes first.
    fn parts_of(&mut self, index: u32, name: &'static str) -> Parts<'_> {
        self.name(index, name);
        Parts { begin: self.written.len(), is_variant: true, writer: self }
    }

    /// Puts what was written last under the name before it.
    fn under_name(&mut self) {
        let content = self.take();
        let name = self.take();
        self.put(Value::Map(vec![(name, content)]));
    }
}

/// The parts of something that is being written.
pub(super) struct Parts<'a> {
    writer: &'a mut Writer,
    /// How much had been written before.
    begin: usize,
    is_variant: bool,
}

impl Parts<'_> {
    fn begin_field(&mut self, name: &'static str) {
        if self.writer.style == Style::Named {
            self.writer.put(Value::Text(name.to_owned()));
        }
    }

    /// A field that is left out keeps its place.
    fn skip(&mut self) {
        if self.writer.style == Style::Placed {
            self.writer.put(Value::Nothing);
        }
    }

    fn end(self, gather: fn(std::vec::Drain<'_, Value>) -> Value) {
        let value = gather(self.writer.written.drain(self.begin..));
        self.writer.put(value);
        if self.is_variant {
            self.writer.under_name();
        }
    }

    fn end_list(self) {
        self.end(|parts| Value::List(parts.collect()));
    }

    fn end_map(self) {
        self.end(|mut parts| {
            let entry = || Some((parts.next()?, parts.next()?));
            Value::Map(std::iter::from_fn(entry).collect())
        });
    }

    fn end_fields(self) {
        match self.writer.style {
            Style::Named => self.end_map(),
            Style::Placed => self.end_list(),
        }
    }
}

/// The widest of ours are times in milliseconds, and fit.
macro_rules! numbers {
    ($($write:ident($kind:ty))*) => {
        $(
            fn $write(self, number: $kind) -> Result<(), Never> {
                self.put(Value::Number(number as f64));
                Ok(())
            }
        )*
    };
}

impl<'a> ser::Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Parts<'a>;
    type SerializeTupleStruct = Parts<'a>;
    type SerializeTupleVariant = Parts<'a>;
    type SerializeMap = Parts<'a>;
    type SerializeStruct = Parts<'a>;
    type SerializeStructVariant = Parts<'a>;

    numbers! {
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
        serialize_f32(f32) serialize_f64(f64)
    }

    fn serialize_bool(self, truth: bool) -> Result<(), Never> {
        self.put(Value::Truth(truth));
        Ok(())
    }

    fn serialize_char(self, letter: char) -> Result<(), Never> {
        self.put(Value::Text(letter.to_string()));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Never> {
        self.put(Value::Text(text.to_owned()));
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Never> {
        bytes.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.put(Value::Nothing);
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), Never> {
        self.put(Value::Nothing);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Never> {
        self.put(Value::Nothing);
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, name: &'static str) -> Result<(), Never> {
        self.name(index, name);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, some: &T) -> Result<(), Never> {
        some.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        inner: &T,
    ) -> Result<(), Never> {
        inner.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        name: &'static str,
        inner: &T,
    ) -> Result<(), Never> {
        self.name(index, name);
        inner.serialize(&mut *self)?;
        self.under_name();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'a>, Never> {
        Ok(self.parts())
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'a>, Never> {
        Ok(self.parts())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'a>, Never> {
        Ok(self.parts())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Never> {
        Ok(self.parts_of(index, name))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'a>, Never> {
        Ok(self.parts())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'a>, Never> {
        Ok(self.parts())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        index: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Never> {
        Ok(self.parts_of(index, name))
    }
}

/// What has parts without names.
macro_rules! items {
    ($($kind:ident::$write:ident)*) => {
        $(
            impl ser::$kind for Parts<'_> {
                type Ok = ();
                type Error = Never;

                fn $write<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Never> {
                    item.serialize(&mut *self.writer)
                }

                fn end(self) -> Result<(), Never> {
                    self.end_list();
                    Ok(())
                }
            }
        )*
    };
}

items! {
    SerializeSeq::serialize_element
    SerializeTuple::serialize_element
    SerializeTupleStruct::serialize_field
    SerializeTupleVariant::serialize_field
}

/// What has parts with names.
macro_rules! fields {
    ($($kind:ident)*) => {
        $(
            impl ser::$kind for Parts<'_> {
                type Ok = ();
                type Error = Never;

                fn serialize_field<T: Serialize + ?Sized>(
                    &mut self,
                    name: &'static str,
                    field: &T,
                ) -> Result<(), Never> {
                    self.begin_field(name);
                    field.serialize(&mut *self.writer)
                }

                fn skip_field(&mut self, _: &'static str) -> Result<(), Never> {
                    self.skip();
                    Ok(())
                }

                fn end(self) -> Result<(), Never> {
                    self.end_fields();
                    Ok(())
                }
            }
        )*
    };
}

fields! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        key.serialize(&mut *self.writer)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Never> {
        self.end_map();
        Ok(())
    }
}
