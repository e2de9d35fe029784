//! The pages of the extension. They draw what the background tells, and decide nothing.

mod dom;
mod example;
mod link;
mod options;
mod panel;
mod receipt;
mod receipts;
mod standing;
mod welcome;
mod words;

use gloo::utils::window;
use js_sys::{Function, Promise};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};

/// Starts the first page in the page that called it.
#[wasm_bindgen]
pub fn welcome() {
    welcome::start();
}

/// Starts the panel in the page that called it; at its address `#example` the example.
///
/// # Errors
/// The page lacks what the panel draws into.
#[wasm_bindgen]
pub fn panel() -> Result<(), JsValue> {
    let panel = panel::Panel::find()?;
    if is_at("#example") {
        example::start(panel);
        return Ok(());
    }
    link::start(panel)
}

/// Whether the page's address ends so.
fn is_at(hash: &str) -> bool {
    window().location().hash().is_ok_and(|is| is == hash)
}

/// Starts the options in the page that called it, and hands back what shows anew how things stand;
/// given the text of a file, it takes the settings in it.
///
/// # Errors
/// The page lacks what the options draw into.
#[wasm_bindgen]
pub fn options() -> Result<Function, JsValue> {
    let page = options::start()?;
    let refresh = Closure::<dyn Fn(JsValue)>::new(move |file: JsValue| match file.as_string() {
        Some(file) => page.take_file(&file),
        None => page.refresh(),
    });
    Ok(refresh.into_js_value().unchecked_into())
}

/// Starts the page with the receipts in the page that called it, and hands back what shows anew what is stored;
/// `stopped` is kept when that page fails.
///
/// # Errors
/// The page lacks what the receipts are drawn into.
#[wasm_bindgen]
pub fn receipts(stopped: Promise) -> Result<Function, JsValue> {
    crate::shell::receipts::let_go_at(stopped);
    let page = receipts::start()?;
    let refresh = Closure::<dyn Fn()>::new(move || page.refresh());
    Ok(refresh.into_js_value().unchecked_into())
}
