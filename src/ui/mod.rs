//! The pages of the extension. They draw what the background tells, and decide nothing.

mod dom;
mod link;
mod options;
mod panel;
mod receipt;
mod standing;
mod words;

use js_sys::Function;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};

/// Starts the panel in the page that called it.
///
/// # Errors
/// The page lacks what the panel draws into.
#[wasm_bindgen]
pub fn panel() -> Result<(), JsValue> {
    link::start(panel::Panel::find()?)
}

/// Starts the options in the page that called it, and hands back what shows anew how things stand.
///
/// # Errors
/// The page lacks what the options draw into.
#[wasm_bindgen]
pub fn options() -> Result<Function, JsValue> {
    let page = options::start()?;
    let refresh = Closure::<dyn Fn()>::new(move || page.refresh());
    Ok(refresh.into_js_value().unchecked_into())
}
