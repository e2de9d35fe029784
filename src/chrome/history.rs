//! [`chrome.history`](https://developer.chrome.com/docs/extensions/reference/api/history): there only when granted.

use super::error::{Error, begun, done};
use super::js::{from_js_but, to_js};
use js_sys::Promise;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "history"], js_name = search)]
    fn raw_search(query: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "history"], js_name = deleteUrl)]
    fn raw_delete(details: &JsValue) -> Result<Promise, JsValue>;
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Query<'a> {
    text: &'a str,
    start_time: f64,
    max_results: u32,
}

#[derive(Deserialize)]
struct Visit {
    #[serde(default)]
    url: Option<String>,
}

#[derive(Serialize)]
struct Url<'a> {
    url: &'a str,
}

/// The addresses in the history, of all time, that have this text in them or in their title.
pub async fn search(text: &str) -> Result<Vec<String>, Error> {
    let query = Query { text, start_time: 0.0, max_results: 100_000 };
    let found: Vec<Visit> = from_js_but(&done(raw_search(&to_js(&query))).await?, &["title"])?;
    Ok(found.into_iter().filter_map(|visit| visit.url).collect())
}

/// Begins to remove all visits to exactly this address.
pub fn remove(address: &str) -> Promise {
    begun(raw_delete(&to_js(&Url { url: address })))
}
