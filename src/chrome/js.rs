//! From JavaScript's values to ours, and back.

use super::error::Error;
use crate::value::{Data, Plain, Style, Value};
use js_sys::{Array, Object, Reflect};
use serde::Serialize as _;
use wasm_bindgen::{JsCast as _, JsValue};

/// How deep a value from outside may be nested: reading it must not exhaust the stack.
const DEPTH: u8 = 32;

/// A value for the browser or a page: maps become plain objects, what is optional and nothing is left out.
#[must_use]
pub fn to_js(what: &dyn Data) -> JsValue {
    let plain = Plain(Value::of(what, Style::Named));
    // It fails for keys that are no texts only, and nothing of that kind is sent.
    plain.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
}

/// An object of these entries, without those that are undefined.
#[must_use]
pub fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        if !value.is_undefined() {
            // It fails for objects that take no new entries only.
            let _ = Reflect::set(&object, &(*name).into(), value);
        }
    }
    object.into()
}

/// A list of texts.
#[must_use]
pub fn list<T: AsRef<str>>(texts: &[T]) -> JsValue {
    texts.iter().map(|text| JsValue::from(text.as_ref())).collect::<Array>().into()
}

/// A value from the browser or a page.
///
/// # Errors
/// It is not what was expected.
pub fn from_js<T: Data>(value: &JsValue) -> Result<T, Error> {
    from_js_but(value, &[])
}

/// A value from the browser, without the fields of these names: what is not to be known is not even copied.
///
/// # Errors
/// It is not what was expected.
pub fn from_js_but<T: Data>(value: &JsValue, hidden: &[&str]) -> Result<T, Error> {
    Value::take(read(value, hidden, DEPTH)).map_err(|_| Error::nonsense())
}

/// A value from the browser as data, whatever it is; none for what is no data, or nested too deep.
#[must_use]
pub fn data(value: &JsValue) -> Option<Value> {
    read(value, &[], DEPTH)
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
