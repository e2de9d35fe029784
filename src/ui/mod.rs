//! The pages of the extension. They draw what the background tells, and decide nothing.

mod dom;
mod link;
mod panel;
mod receipt;
mod words;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Starts the panel in the page that called it.
///
/// # Errors
/// The page lacks what the panel draws into.
#[wasm_bindgen]
pub fn panel() -> Result<(), JsValue> {
    link::start(panel::Panel::find()?)
}
