//! [`chrome.downloads`](https://developer.chrome.com/docs/extensions/reference/api/downloads): there only when granted.

use super::error::{Error, begun, done};
use super::js::{from_js_but, object};
use crate::value::Data;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "downloads"], js_name = search)]
    fn raw_search(query: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "downloads"], js_name = erase)]
    fn raw_erase(query: &JsValue) -> Result<Promise, JsValue>;
}

/// An entry of the list of downloads.
#[derive(Data, Debug)]
#[data(camel_case)]
pub struct Download {
    /// Its number.
    pub id: i32,
    /// Where it came from.
    pub url: String,
    /// Where it came from in the end.
    #[data(optional)]
    pub final_url: String,
    /// The page that it was started from.
    #[data(optional)]
    pub referrer: String,
}

/// The list of downloads.
pub async fn all() -> Result<Vec<Download>, Error> {
    // A limit of 0 is none.
    from_js_but(&done(raw_search(&object(&[("limit", 0.into())]))).await?, &["filename"])
}

/// Begins to remove an entry from the list; the file stays.
pub fn erase(id: i32) -> Promise {
    begun(raw_erase(&object(&[("id", id.into())])))
}
