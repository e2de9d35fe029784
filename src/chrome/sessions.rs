//! [`browser.sessions`](https://developer.mozilla.org/en-US/docs/Mozilla/Add-ons/WebExtensions/API/sessions) of Firefox: there
//! only when granted. Chromium lets no extension forget what was closed.

use super::error::{Error, begun, done};
use super::js::{from_js_but, object};
use crate::value::Data;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "sessions"], js_name = getRecentlyClosed)]
    fn raw_closed(filter: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "sessions"], js_name = forgetClosedTab)]
    fn raw_forget_tab(window: Option<i32>, session: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "sessions"], js_name = forgetClosedWindow)]
    fn raw_forget_window(session: &str) -> Result<Promise, JsValue>;
}

/// What was closed, and can be opened again: a tab of a window that is open, or a window with its tabs.
#[derive(Data)]
pub struct Closed {
    /// A tab.
    #[data(optional)]
    pub tab: Option<ClosedTab>,
    /// A window.
    #[data(optional)]
    pub window: Option<ClosedWindow>,
}

/// A tab that was closed.
#[derive(Data)]
#[data(camel_case)]
pub struct ClosedTab {
    /// Where it was last, if the extension may see that.
    #[data(optional)]
    pub url: Option<String>,
    /// None where the window is closed as well.
    #[data(optional)]
    window_id: Option<i32>,
    session_id: String,
}

/// A window that was closed.
#[derive(Data)]
#[data(camel_case)]
pub struct ClosedWindow {
    /// Its tabs.
    #[data(optional)]
    pub tabs: Vec<ClosedTab>,
    session_id: String,
}

/// What was closed last: 25 tabs and windows at the most.
pub async fn closed() -> Result<Vec<Closed>, Error> {
    from_js_but(&done(raw_closed(&object(&[]))).await?, &["title", "favIconUrl"])
}

/// Begins to forget a tab that was closed.
pub fn forget_tab(tab: &ClosedTab) -> Promise {
    begun(raw_forget_tab(tab.window_id, &tab.session_id))
}

/// Begins to forget a window that was closed, with all its tabs.
pub fn forget_window(window: &ClosedWindow) -> Promise {
    begun(raw_forget_window(&window.session_id))
}
