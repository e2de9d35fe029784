//! From JavaScript's values to ours, and back.

use super::error::Error;
use crate::value::{Style, Value};
use js_sys::{Array, Object};
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use wasm_bindgen::{JsCast as _, JsValue};

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
pub fn from_js<T: DeserializeOwned>(value: &JsValue) -> Result<T, Error> {
    from_js_but(value, &[])
}

/// A value from the browser, without the fields of these names: what is not to be known is not even copied.
///
/// # Errors
/// It is not what was expected.
pub fn from_js_but<T: DeserializeOwned>(value: &JsValue, hidden: &[&str]) -> Result<T, Error> {
    let value = read(value, hidden, DEPTH).ok_or_else(Error::nonsense)?;
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

/// Reads any data. Not by serde-wasm-bindgen, whose words for what does not fit are 20 KiB of code.
fn read(value: &JsValue, hidden: &[&str], depth: u8) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    if value.is_null() || value.is_undefined() {
        return Some(Value::Nothing);
    }
    if let Some(truth) = value.as_bool() {
        return Some(Value::Truth(truth));
    }
    if let Some(number) = value.as_f64() {
        return Some(Value::Number(number));
    }
    if let Some(text) = value.as_string() {
        return Some(Value::Text(text));
    }
    if Array::is_array(value) {
        let mut list = Vec::new();
        for item in value.unchecked_ref::<Array>().iter() {
            list.push(read(&item, hidden, depth)?);
        }
        return Some(Value::List(list));
    }
    let mut map = Vec::new();
    for entry in Object::entries(value.dyn_ref()?).iter() {
        let entry: Array = entry.unchecked_into();
        let name = entry.get(0).as_string()?;
        let value = entry.get(1);
        // Firefox hands on fields that a page left undefined; what is JSON has none.
        if !value.is_undefined() && !hidden.contains(&name.as_str()) {
            map.push((Value::Text(name), read(&value, hidden, depth)?));
        }
    }
    Some(Value::Map(map))
}
