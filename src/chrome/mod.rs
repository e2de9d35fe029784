//! Typed bindings to the browser's extension interfaces, one file a namespace: data in, data out.
//!
//! *Architecture invariant:* nothing in here decides anything, and nothing in here knows the rest of the project.

pub mod action;
pub mod alarms;
pub mod browsing_data;
pub mod cookies;
pub mod downloads;
pub mod error;
pub mod history;
pub mod i18n;
pub mod idle;
pub mod notifications;
pub mod permissions;
pub mod port;
pub mod runtime;
pub mod scripting;
pub mod storage;
pub mod tabs;
pub mod windows;

use error::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// A value for the browser: maps become plain objects, `None` is left out where the type says so.
fn to_js<T: Serialize>(value: &T) -> Result<JsValue, Error> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(|_| Error::nonsense())
}

/// A value from the browser.
fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, Error> {
    serde_wasm_bindgen::from_value(value).map_err(|_| Error::nonsense())
}
