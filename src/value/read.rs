//! From a value to a type.

use super::Value;
use serde::de::value::U32Deserializer;
use serde::de::{self, DeserializeSeed, Expected, IntoDeserializer as _, Unexpected, Visitor};
use std::fmt::Display;

/// The value is not what the type is written as.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the value does not fit")]
pub struct Mismatch;

/// Nobody would read what exactly does not fit, so the words for it are left out.
impl de::Error for Mismatch {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// Reads one value. It lends, so that code of which each type has its own copy has nothing to put away.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a Value);

impl<'a> Reader<'a> {
    fn number(self) -> Result<f64, Mismatch> {
        if let Value::Number(number) = self.0 { Ok(*number) } else { Err(Mismatch) }
    }

    /// A whole number that JavaScript carries without loss.
    fn whole(self) -> Result<i64, Mismatch> {
        let number = self.number()?;
        let is_whole = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_991.0;
        #[expect(clippy::cast_possible_truncation, reason = "it was looked at just now")]
        if is_whole { Ok(number as i64) } else { Err(Mismatch) }
    }

    fn text(self) -> Result<&'a str, Mismatch> {
        if let Value::Text(text) = self.0 { Ok(text) } else { Err(Mismatch) }
    }

    fn items(self) -> Result<Items<'a>, Mismatch> {
        let Value::List(list) = self.0 else { return Err(Mismatch) };
        Ok(Items { from: self.0, names: &[], at: 0, count: list.len() })
    }

    /// The fields in the order of the type, whatever theirs is. What else there is, nobody asked for.
    fn fields(self, names: &'static [&'static str]) -> Result<Items<'a>, Mismatch> {
        if let Value::Map(_) = self.0 {
            return Ok(Items { from: self.0, names, at: 0, count: names.len() });
        }
        self.items()
    }

    /// The variant and its content.
    fn variant(self, names: &'static [&'static str]) -> Result<Variant<'a>, Mismatch> {
        let (name, content) = match self.0 {
            Value::Map(entries) => match entries.as_slice() {
                [(name, content)] => (name, content),
                [] | [_, _, ..] => return Err(Mismatch),
            },
            Value::Nothing | Value::Truth(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                (self.0, &Value::Nothing)
            }
        };
        let index = if let Value::Text(text) = name {
            names.iter().position(|name| name == text)
        } else {
            usize::try_from(Self(name).whole()?).ok()
        };
        let index = index.and_then(|index| u32::try_from(index).ok()).ok_or(Mismatch)?;
        Ok(Variant { index, content: Self(content) })
    }
}

/// What comes one after the other: the items of a list, or the fields of these names.
struct Items<'a> {
    from: &'a Value,
    names: &'static [&'static str],
    at: usize,
    count: usize,
}

impl<'a> Items<'a> {
    /// The next one; none if it is not there.
    fn next(&mut self) -> Option<Reader<'a>> {
        let at = self.at;
        self.at += 1;
        match self.from {
            Value::List(list) => list.get(at),
            Value::Map(entries) => {
                let name = self.names.get(at)?;
                let named = |(key, _): &&(Value, Value)| matches!(key, Value::Text(key) if key == name);
                entries.iter().find(named).map(|(_, value)| value)
            }
            Value::Nothing | Value::Truth(_) | Value::Number(_) | Value::Text(_) => None,
        }
        .map(Reader)
    }

    /// Reads all of them.
    fn read<'de, V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Mismatch> {
        let read = visitor.visit_seq(&mut self)?;
        if self.count <= self.at { Ok(read) } else { Err(Mismatch) }
    }
}

impl<'de> de::SeqAccess<'de> for &mut Items<'_> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        match self.next() {
            Some(value) => seed.deserialize(value).map(Some),
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.count.saturating_sub(self.at))
    }
}

struct Entries<'a> {
    entries: std::slice::Iter<'a, (Value, Value)>,
    value: Reader<'a>,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Reader(value);
        seed.deserialize(Reader(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        seed.deserialize(self.value)
    }
}

struct Variant<'a> {
    index: u32,
    content: Reader<'a>,
}

impl<'de, 'a> de::EnumAccess<'de> for Variant<'a> {
    type Error = Mismatch;
    type Variant = Reader<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Reader<'a>), Mismatch> {
        let index: U32Deserializer<Mismatch> = self.index.into_deserializer();
        Ok((seed.deserialize(index)?, self.content))
    }
}

impl<'de> de::VariantAccess<'de> for Reader<'_> {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        if *self.0 == Value::Nothing { Ok(()) } else { Err(Mismatch) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mismatch> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.items()?.read(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.fields(names)?.read(visitor)
    }
}

macro_rules! whole_numbers {
    ($($read:ident)*) => {
        $(
            fn $read<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
                visitor.visit_i64(self.whole()?)
            }
        )*
    };
}

impl<'de> de::Deserializer<'de> for Reader<'_> {
    type Error = Mismatch;

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if let Value::Truth(truth) = self.0 { visitor.visit_bool(*truth) } else { Err(Mismatch) }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(self.text()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(self.text()?)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.items()?.read(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.items()?.read(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.items()?.read(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.items()?.read(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.items()?.read(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if let Value::Nothing = self.0 { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if let Value::Nothing = self.0 { visitor.visit_unit() } else { Err(Mismatch) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let Value::Map(entries) = self.0 else { return Err(Mismatch) };
        visitor.visit_map(Entries { entries: entries.iter(), value: self })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.fields(names)?.read(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_enum(self.variant(names)?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::Nothing => visitor.visit_unit(),
            Value::Truth(truth) => visitor.visit_bool(*truth),
            Value::Number(number) => visitor.visit_f64(*number),
            Value::Text(text) => visitor.visit_str(text),
            Value::List(_) => self.deserialize_seq(visitor),
            Value::Map(_) => self.deserialize_map(visitor),
        }
    }
}
