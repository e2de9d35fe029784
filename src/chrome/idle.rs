//! [`chrome.idle`](https://developer.chrome.com/docs/extensions/reference/api/idle).

use super::error::Error;
use js_sys::Object;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "idle"], js_name = setDetectionInterval)]
    fn raw_interval(seconds: u32) -> Result<(), JsValue>;
    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome", "idle"], js_name = IdleState)]
    static STATES: JsValue;
}

/// Whether the browser has this word for how the computer is used (`idle.IdleState`).
#[must_use]
pub fn has_word(word: &str) -> bool {
    // A browser without a list of its words has none.
    STATES.with(|states| {
        Object::try_from(states).is_some_and(|states| Object::values(states).includes(&word.into(), 0))
    })
}

/// Sets how long the computer must not be used before the browser says so; 15 seconds is the least.
/// The browser forgets it when it ends.
pub fn detect_after(seconds: u32) -> Result<(), Error> {
    Ok(raw_interval(seconds)?)
}
