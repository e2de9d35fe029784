//! [`chrome.windows`](https://developer.chrome.com/docs/extensions/reference/api/windows).

use super::error::{Error, done};
use super::js::object;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "windows"], js_name = create)]
    fn raw_create(properties: &JsValue) -> Result<Promise, JsValue>;
}

/// Opens a page in a small window of its own, in front; width and height in CSS pixels.
pub async fn open_small(url: &str, width: u32, height: u32) -> Result<(), Error> {
    let properties = object(&[
        ("url", url.into()),
        ("type", "popup".into()),
        ("focused", true.into()),
        ("width", width.into()),
        ("height", height.into()),
    ]);
    done(raw_create(&properties)).await?;
    Ok(())
}
