//! JSON as the product gets it: in the one form that data has at every edge.

use clean_exit::value::Value;
use serde_json::Value as Json;

/// Reads JSON from these bytes; none if they are none.
pub(crate) fn read(bytes: &[u8]) -> Option<Json> {
    serde_json::from_slice(bytes).ok()
}

/// What the edge makes of it.
pub(crate) fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Nothing,
        Json::Bool(truth) => Value::Truth(*truth),
        Json::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(entries) => {
            Value::Map(entries.iter().map(|(key, item)| (Value::Text(key.clone()), value(item))).collect())
        }
    }
}
