//! [`chrome.history`](https://developer.chrome.com/docs/extensions/reference/api/history): there only when granted.

use super::error::Error;
use super::{from_js, to_js};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "history"], js_name = search)]
    async fn raw_search(query: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "history"], js_name = deleteUrl)]
    async fn raw_delete(details: &JsValue) -> Result<JsValue, JsValue>;
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
    let found: Vec<Visit> = from_js(raw_search(&to_js(&query)?).await?)?;
    Ok(found.into_iter().filter_map(|visit| visit.url).collect())
}

/// Removes all visits to exactly this address.
pub async fn remove(address: &str) -> Result<(), Error> {
    raw_delete(&to_js(&Url { url: address })?).await?;
    Ok(())
}
