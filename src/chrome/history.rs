//! [`chrome.history`](https://developer.chrome.com/docs/extensions/reference/api/history): there only when granted.

use super::error::{Error, begun, done};
use super::js::{from_js_but, object};
use crate::value::Data;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "history"], js_name = search)]
    fn raw_search(query: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "history"], js_name = deleteUrl)]
    fn raw_delete(details: &JsValue) -> Result<Promise, JsValue>;
}

#[derive(Data)]
struct Visit {
    #[data(optional)]
    url: Option<String>,
}

/// The addresses in the history, of all time, that have this text in them or in their title.
pub async fn search(text: &str) -> Result<Vec<String>, Error> {
    let query = object(&[("text", text.into()), ("startTime", 0.into()), ("maxResults", 100_000.into())]);
    let found: Vec<Visit> = from_js_but(&done(raw_search(&query)).await?, &["title"])?;
    Ok(found.into_iter().filter_map(|visit| visit.url).collect())
}

/// Begins to remove all visits to exactly this address.
pub fn remove(address: &str) -> Promise {
    begun(raw_delete(&object(&[("url", address.into())])))
}
