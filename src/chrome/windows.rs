//! [`chrome.windows`](https://developer.chrome.com/docs/extensions/reference/api/windows).

use super::error::{Error, done};
use super::js::to_js;
use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "windows"], js_name = create)]
    fn raw_create(properties: &JsValue) -> Result<Promise, JsValue>;
}

#[derive(Serialize)]
struct Properties<'a> {
    url: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    focused: bool,
    width: u32,
    height: u32,
}

/// Opens a page in a small window of its own, in front; width and height in CSS pixels.
pub async fn open_small(url: &str, width: u32, height: u32) -> Result<(), Error> {
    done(raw_create(&to_js(&Properties { url, kind: "popup", focused: true, width, height }))).await?;
    Ok(())
}
