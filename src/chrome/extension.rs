//! [`chrome.extension`](https://developer.chrome.com/docs/extensions/reference/api/extension).

use super::error::{Error, done};
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "extension"], js_name = isAllowedIncognitoAccess)]
    fn raw_is_allowed() -> Result<Promise, JsValue>;
}

/// Whether the person lets the extension into private windows.
pub async fn is_let_into_private() -> Result<bool, Error> {
    Ok(done(raw_is_allowed()).await?.is_truthy())
}
