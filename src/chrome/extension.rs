//! [`chrome.extension`](https://developer.chrome.com/docs/extensions/reference/api/extension).

use super::error::Error;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "extension"], js_name = isAllowedIncognitoAccess)]
    async fn raw_is_allowed() -> Result<JsValue, JsValue>;
}

/// Whether the person lets the extension into private windows.
pub async fn is_let_into_private() -> Result<bool, Error> {
    Ok(raw_is_allowed().await?.is_truthy())
}
