//! [`chrome.action`](https://developer.chrome.com/docs/extensions/reference/api/action): the toolbar button.

use super::error::{Error, done};
use super::js::object;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeText)]
    fn raw_badge(details: &JsValue) -> Result<Promise, JsValue>;
}

/// Writes a few characters on the button; none takes them away.
pub async fn badge(text: &str) -> Result<(), Error> {
    done(raw_badge(&object(&[("text", text.into())]))).await?;
    Ok(())
}
