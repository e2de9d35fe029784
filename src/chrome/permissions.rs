//! [`chrome.permissions`](https://developer.chrome.com/docs/extensions/reference/api/permissions).

use super::error::Error;
use super::to_js;
use js_sys::Promise;
use serde::Serialize;
use std::future::Future;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = contains)]
    async fn raw_contains(permissions: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = request)]
    fn raw_request(permissions: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = remove)]
    async fn raw_remove(permissions: &JsValue) -> Result<JsValue, JsValue>;
}

/// Permissions by their names, and hosts by their match patterns.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Permissions {
    permissions: Vec<String>,
    origins: Vec<String>,
}

impl Permissions {
    /// The permission of this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { permissions: vec![name.to_owned()], ..Self::default() }
    }

    /// Access to all these hosts.
    #[must_use]
    pub fn hosts(origins: Vec<String>) -> Self {
        Self { origins, ..Self::default() }
    }
}

/// Whether all of these are granted.
pub async fn has(permissions: &Permissions) -> Result<bool, Error> {
    Ok(raw_contains(&to_js(permissions)?).await?.is_truthy())
}

/// Asks the person for these, unless they are granted already; `true` if they are then.
///
/// The call itself is made at once and not when the answer is awaited: the browser takes it within a click only.
pub fn request(
    permissions: &Permissions,
) -> Result<impl Future<Output = Result<bool, Error>> + use<>, Error> {
    let answer = JsFuture::from(raw_request(&to_js(permissions)?)?);
    Ok(async { Ok(answer.await?.is_truthy()) })
}

/// Gives these back. What the manifest requires cannot be given back.
pub async fn remove(permissions: &Permissions) -> Result<(), Error> {
    raw_remove(&to_js(permissions)?).await?;
    Ok(())
}
