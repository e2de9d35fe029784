//! [`chrome.permissions`](https://developer.chrome.com/docs/extensions/reference/api/permissions).

use super::error::{Error, begun, done};
use super::js::to_js;
use crate::value::Data;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = contains)]
    fn raw_contains(permissions: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = request)]
    fn raw_request(permissions: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = remove)]
    fn raw_remove(permissions: &JsValue) -> Result<Promise, JsValue>;
}

/// Permissions by their names, and hosts by their match patterns.
#[derive(Clone, Data, Debug, Default)]
pub struct Permissions {
    permissions: Vec<String>,
    origins: Vec<String>,
}

impl Permissions {
    /// The permissions of these names.
    #[must_use]
    pub fn all_named(names: &[&str]) -> Self {
        Self { permissions: names.iter().map(|name| (*name).to_owned()).collect(), ..Self::default() }
    }

    /// Access to all these hosts.
    #[must_use]
    pub fn hosts(origins: Vec<String>) -> Self {
        Self { origins, ..Self::default() }
    }
}

/// Whether all of these are granted.
pub async fn has(permissions: &Permissions) -> Result<bool, Error> {
    answer(raw_contains(&to_js(permissions))).await
}

/// The question whether these may be had, to be asked within a click: the browser takes it at no other time.
pub fn ask(permissions: &Permissions) -> Promise {
    begun(raw_request(&to_js(permissions)))
}

/// What the person answered.
pub async fn is_given(asked: Promise) -> Result<bool, Error> {
    answer(Ok(asked)).await
}

/// Gives these back; `false` if they were not there. What the manifest requires cannot be given back.
pub async fn remove(permissions: &Permissions) -> Result<bool, Error> {
    answer(raw_remove(&to_js(permissions))).await
}

async fn answer(call: Result<Promise, JsValue>) -> Result<bool, Error> {
    Ok(done(call).await?.is_truthy())
}
