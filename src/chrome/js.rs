//! From JavaScript's values to ours, and back.

use super::error::Error;
use crate::value::{Style, Value};
use serde::de::{DeserializeOwned, DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};
use serde_wasm_bindgen::Deserializer;
use std::fmt;
use wasm_bindgen::JsValue;

/// How deep a value from outside may be nested: reading it must not exhaust the stack.
const DEPTH: u8 = 32;

/// A value for the browser or a page: maps become plain objects, `None` is left out where the type says so.
#[must_use]
pub fn to_js<T: Serialize + ?Sized>(what: &T) -> JsValue {
    let written =
        Written(&Value::of(what, Style::Named)).serialize(&serde_wasm_bindgen::Serializer::json_compatible());
    // It fails for keys that are no texts only, and nothing of that kind is sent.
    written.unwrap_or_default()
}

/// A value from the browser or a page.
///
/// # Errors
/// It is not what was expected.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, Error> {
    let value =
        Read { depth: DEPTH }.deserialize(Deserializer::from(value)).map_err(|_| Error::nonsense())?;
    value.read().map_err(|_| Error::nonsense())
}

/// A value as others read it.
struct Written<'a>(&'a Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Nothing => serializer.serialize_none(),
            Value::Truth(truth) => serializer.serialize_bool(*truth),
            Value::Number(number) => serializer.serialize_f64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(list) => serializer.collect_seq(list.iter().map(Self)),
            Value::Map(map) => {
                serializer.collect_map(map.iter().map(|(key, value)| (Self(key), Self(value))))
            }
        }
    }
}

/// Reads any value.
#[derive(Clone, Copy)]
struct Read {
    depth: u8,
}

impl<'de> DeserializeSeed<'de> for Read {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.depth.checked_sub(1) {
            Some(depth) => deserializer.deserialize_any(Self { depth }),
            None => Err(D::Error::custom("too deep")),
        }
    }
}

impl<'de> Visitor<'de> for Read {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("data")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Truth(truth))
    }

    #[expect(clippy::cast_precision_loss, reason = "it was a number of JavaScript before")]
    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "it was a number of JavaScript before")]
    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry_seed(self, self)? {
            map.push(entry);
        }
        Ok(Value::Map(map))
    }
}
