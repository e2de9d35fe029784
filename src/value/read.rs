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

/// Reads one value.
pub(super) struct Reader(pub(super) Value);

impl Reader {
    fn number(self) -> Result<f64, Mismatch> {
        match self.0 {
            Value::Number(number) => Ok(number),
            _ => Err(Mismatch),
        }
    }

    /// A whole number that JavaScript carries without loss.
    fn whole(self) -> Result<i64, Mismatch> {
        let number = self.number()?;
        let is_whole = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_991.0;
        if is_whole { Ok(number as i64) } else { Err(Mismatch) }
    }

    fn text(self) -> Result<String, Mismatch> {
        match self.0 {
            Value::Text(text) => Ok(text),
            _ => Err(Mismatch),
        }
    }

    fn items(self) -> Result<Items, Mismatch> {
        match self.0 {
            Value::List(items) => Ok(Items(items.into_iter().map(Some).collect::<Vec<_>>().into_iter())),
            _ => Err(Mismatch),
        }
    }

    /// The fields in the order of the type, whatever theirs is. What else there is, nobody asked for.
    fn fields(self, names: &'static [&'static str]) -> Result<Items, Mismatch> {
        let Value::Map(mut entries) = self.0 else { return self.items() };
        let take = |name: &&str| {
            let entry = entries.iter_mut().find(|(key, _)| matches!(key, Value::Text(key) if key == name));
            entry.map(|(_, value)| std::mem::replace(value, Value::Nothing))
        };
        Ok(Items(names.iter().map(take).collect::<Vec<_>>().into_iter()))
    }

    /// The variant and its content.
    fn variant(self, names: &'static [&'static str]) -> Result<Variant, Mismatch> {
        let (name, content) = match self.0 {
            Value::Map(mut entries) if entries.len() == 1 => entries.pop().ok_or(Mismatch)?,
            name => (name, Value::Nothing),
        };
        let index = match name {
            Value::Text(text) => names.iter().position(|name| *name == text),
            place => usize::try_from(Self(place).whole()?).ok(),
        };
        let index = index.and_then(|index| u32::try_from(index).ok()).ok_or(Mismatch)?;
        Ok(Variant { index, content: Self(content) })
    }
}

/// What comes one after the other; nothing where a field is not there.
struct Items(std::vec::IntoIter<Option<Value>>);

impl Items {
    /// Reads all of them.
    fn read<'de, V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Mismatch> {
        let read = visitor.visit_seq(&mut self)?;
        if self.0.len() == 0 { Ok(read) } else { Err(Mismatch) }
    }
}

impl<'de> de::SeqAccess<'de> for &mut Items {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        match self.0.next().flatten() {
            Some(value) => seed.deserialize(Reader(value)).map(Some),
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Entries {
    entries: std::vec::IntoIter<(Value, Value)>,
    value: Value,
}

impl<'de> de::MapAccess<'de> for Entries {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(Reader(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        seed.deserialize(Reader(std::mem::replace(&mut self.value, Value::Nothing)))
    }
}

struct Variant {
    index: u32,
    content: Reader,
}

impl<'de> de::EnumAccess<'de> for Variant {
    type Error = Mismatch;
    type Variant = Reader;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Reader), Mismatch> {
        let index: U32Deserializer<Mismatch> = self.index.into_deserializer();
        Ok((seed.deserialize(index)?, self.content))
    }
}

impl<'de> de::VariantAccess<'de> for Reader {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        if self.0 == Value::Nothing { Ok(()) } else { Err(Mismatch) }
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

impl<'de> de::Deserializer<'de> for Reader {
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
        match self.0 {
            Value::Truth(truth) => visitor.visit_bool(truth),
            _ => Err(Mismatch),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_string(self.text()?)
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
        match self.0 {
            Value::Nothing => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::Nothing => visitor.visit_unit(),
            _ => Err(Mismatch),
        }
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
        match self.0 {
            Value::Map(entries) => {
                visitor.visit_map(Entries { entries: entries.into_iter(), value: Value::Nothing })
            }
            _ => Err(Mismatch),
        }
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
            Value::Truth(truth) => visitor.visit_bool(truth),
            Value::Number(number) => visitor.visit_f64(number),
            Value::Text(text) => visitor.visit_string(text),
            Value::List(_) => self.deserialize_seq(visitor),
            Value::Map(_) => self.deserialize_map(visitor),
        }
    }
}
