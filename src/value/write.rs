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

/// Writes one value.
#[derive(Clone, Copy)]
pub(super) struct Writer(pub(super) Style);

impl Writer {
    /// A field or a variant.
    fn name(self, index: u32, name: &'static str) -> Value {
        match self.0 {
            Style::Named => Value::Text(name.to_owned()),
            Style::Placed => Value::Number(f64::from(index)),
        }
    }

    fn under(self, index: u32, name: &'static str, content: Value) -> Value {
        Value::Map(vec![(self.name(index, name), content)])
    }
}

/// Writes the parts of something, and puts it under the variant that it belongs to.
pub(super) struct Parts {
    writer: Writer,
    variant: Option<Value>,
    list: Vec<Value>,
    map: Vec<(Value, Value)>,
}

impl Parts {
    const fn new(writer: Writer, variant: Option<Value>) -> Self {
        Self { writer, variant, list: Vec::new(), map: Vec::new() }
    }

    fn item<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Never> {
        self.list.push(item.serialize(self.writer)?);
        Ok(())
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, field: &T) -> Result<(), Never> {
        let value = field.serialize(self.writer)?;
        self.add_field(name, value);
        Ok(())
    }

    fn add_field(&mut self, name: &'static str, value: Value) {
        match self.writer.0 {
            Style::Named => self.map.push((Value::Text(name.to_owned()), value)),
            Style::Placed => self.list.push(value),
        }
    }

    /// A field that is left out keeps its place.
    fn skip(&mut self) {
        if self.writer.0 == Style::Placed {
            self.list.push(Value::Nothing);
        }
    }

    fn end_list(self) -> Value {
        wrap(self.variant, Value::List(self.list))
    }

    fn end_map(self) -> Value {
        wrap(self.variant, Value::Map(self.map))
    }

    fn end_fields(self) -> Value {
        match self.writer.0 {
            Style::Named => self.end_map(),
            Style::Placed => self.end_list(),
        }
    }
}

fn wrap(variant: Option<Value>, content: Value) -> Value {
    match variant {
        Some(variant) => Value::Map(vec![(variant, content)]),
        None => content,
    }
}

/// The widest of ours are times in milliseconds, and fit.
macro_rules! numbers {
    ($($write:ident($kind:ty))*) => {
        $(
            fn $write(self, number: $kind) -> Result<Value, Never> {
                Ok(Value::Number(number as f64))
            }
        )*
    };
}

impl ser::Serializer for Writer {
    type Ok = Value;
    type Error = Never;
    type SerializeSeq = Parts;
    type SerializeTuple = Parts;
    type SerializeTupleStruct = Parts;
    type SerializeTupleVariant = Parts;
    type SerializeMap = Parts;
    type SerializeStruct = Parts;
    type SerializeStructVariant = Parts;

    numbers! {
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
        serialize_f32(f32) serialize_f64(f64)
    }

    fn serialize_bool(self, truth: bool) -> Result<Value, Never> {
        Ok(Value::Truth(truth))
    }

    fn serialize_char(self, letter: char) -> Result<Value, Never> {
        Ok(Value::Text(letter.to_string()))
    }

    fn serialize_str(self, text: &str) -> Result<Value, Never> {
        Ok(Value::Text(text.to_owned()))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Value, Never> {
        bytes.serialize(self)
    }

    fn serialize_none(self) -> Result<Value, Never> {
        Ok(Value::Nothing)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, some: &T) -> Result<Value, Never> {
        some.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, Never> {
        Ok(Value::Nothing)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, Never> {
        Ok(Value::Nothing)
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, name: &'static str) -> Result<Value, Never> {
        Ok(self.name(index, name))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        inner: &T,
    ) -> Result<Value, Never> {
        inner.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        name: &'static str,
        inner: &T,
    ) -> Result<Value, Never> {
        let content = inner.serialize(self)?;
        Ok(self.under(index, name, content))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts, Never> {
        Ok(Parts::new(self, None))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts, Never> {
        Ok(Parts::new(self, None))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts, Never> {
        Ok(Parts::new(self, None))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Parts, Never> {
        Ok(Parts::new(self, Some(self.name(index, name))))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts, Never> {
        Ok(Parts::new(self, None))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts, Never> {
        Ok(Parts::new(self, None))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        index: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Parts, Never> {
        Ok(Parts::new(self, Some(self.name(index, name))))
    }
}

impl ser::SerializeSeq for Parts {
    type Ok = Value;
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Never> {
        self.item(item)
    }

    fn end(self) -> Result<Value, Never> {
        Ok(self.end_list())
    }
}

impl ser::SerializeTuple for Parts {
    type Ok = Value;
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Never> {
        self.item(item)
    }

    fn end(self) -> Result<Value, Never> {
        Ok(self.end_list())
    }
}

impl ser::SerializeTupleStruct for Parts {
    type Ok = Value;
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Never> {
        self.item(item)
    }

    fn end(self) -> Result<Value, Never> {
        Ok(self.end_list())
    }
}

impl ser::SerializeTupleVariant for Parts {
    type Ok = Value;
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Never> {
        self.item(item)
    }

    fn end(self) -> Result<Value, Never> {
        Ok(self.end_list())
    }
}

impl ser::SerializeMap for Parts {
    type Ok = Value;
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        self.map.push((key.serialize(self.writer)?, Value::Nothing));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        let value = value.serialize(self.writer)?;
        if let Some((_, place)) = self.map.last_mut() {
            *place = value;
        }
        Ok(())
    }

    fn end(self) -> Result<Value, Never> {
        Ok(self.end_map())
    }
}

impl ser::SerializeStruct for Parts {
    type Ok = Value;
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, field: &T) -> Result<(), Never> {
        self.field(name, field)
    }

    fn skip_field(&mut self, _: &'static str) -> Result<(), Never> {
        self.skip();
        Ok(())
    }

    fn end(self) -> Result<Value, Never> {
        Ok(self.end_fields())
    }
}

impl ser::SerializeStructVariant for Parts {
    type Ok = Value;
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, field: &T) -> Result<(), Never> {
        self.field(name, field)
    }

    fn skip_field(&mut self, _: &'static str) -> Result<(), Never> {
        self.skip();
        Ok(())
    }

    fn end(self) -> Result<Value, Never> {
        Ok(self.end_fields())
    }
}
