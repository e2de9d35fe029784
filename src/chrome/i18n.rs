//! Texts in the user's language: <https://developer.chrome.com/docs/extensions/reference/api/i18n>.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    fn get_message(name: &str, substitutions: &Array) -> String;
}

/// The text of this name, with its gaps filled in order; empty if there is none.
#[must_use]
pub fn message(name: &str, gaps: &[&str]) -> String {
    let substitutions = Array::new();
    for gap in gaps {
        substitutions.push(&JsString::from(*gap));
    }
    get_message(name, &substitutions)
}
