//! [`chrome.downloads`](https://developer.chrome.com/docs/extensions/reference/api/downloads): there only when granted.

use super::error::{Error, begun, done};
use super::js::{from_js_but, to_js};
use js_sys::Promise;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "downloads"], js_name = search)]
    fn raw_search(query: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "downloads"], js_name = erase)]
    fn raw_erase(query: &JsValue) -> Result<Promise, JsValue>;
}

/// Every download; a limit of 0 is none.
#[derive(Serialize)]
struct All {
    limit: u32,
}

#[derive(Serialize)]
struct One {
    id: i32,
}

/// An entry of the list of downloads.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Download {
    /// Its number.
    pub id: i32,
    /// Where it came from.
    pub url: String,
    /// Where it came from in the end.
    #[serde(default)]
    pub final_url: String,
    /// The page that it was started from.
    #[serde(default)]
    pub referrer: String,
}

/// The list of downloads.
pub async fn all() -> Result<Vec<Download>, Error> {
    from_js_but(&done(raw_search(&to_js(&All { limit: 0 }))).await?, &["filename"])
}

/// Begins to remove an entry from the list; the file stays.
pub fn erase(id: i32) -> Promise {
    begun(raw_erase(&to_js(&One { id })))
}
