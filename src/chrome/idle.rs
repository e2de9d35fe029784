//! [`chrome.idle`](https://developer.chrome.com/docs/extensions/reference/api/idle).

use super::error::Error;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "idle"], js_name = setDetectionInterval)]
    fn raw_interval(seconds: u32) -> Result<(), JsValue>;
}

/// Sets how long the computer must not be used before the browser says so; 15 seconds is the least.
/// The browser forgets it when it ends.
pub fn detect_after(seconds: u32) -> Result<(), Error> {
    Ok(raw_interval(seconds)?)
}
