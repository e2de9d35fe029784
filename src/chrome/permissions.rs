//! [`chrome.permissions`](https://developer.chrome.com/docs/extensions/reference/api/permissions).

use super::error::{Error, done};
use super::js::to_js;
use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = contains)]
    fn raw_contains(permissions: &JsValue) -> Result<Promise, JsValue>;
}

#[derive(Serialize)]
struct Permissions<'a> {
    origins: &'a [String],
}

#[derive(Serialize)]
struct Named<'a> {
    permissions: [&'a str; 1],
}

/// Whether this permission is granted.
pub async fn has(name: &str) -> Result<bool, Error> {
    Ok(done(raw_contains(&to_js(&Named { permissions: [name] }))).await?.is_truthy())
}

/// Whether access to all these match patterns is granted.
pub async fn grants(origins: &[String]) -> Result<bool, Error> {
    Ok(done(raw_contains(&to_js(&Permissions { origins }))).await?.is_truthy())
}
