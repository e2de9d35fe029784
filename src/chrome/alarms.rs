//! [`chrome.alarms`](https://developer.chrome.com/docs/extensions/reference/api/alarms).

use super::error::{Error, done_soon};
use super::js::to_js;
use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = create)]
    fn raw_create(name: &str, info: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = clear)]
    fn raw_clear(name: &str) -> Result<Promise, JsValue>;
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Info {
    #[serde(skip_serializing_if = "Option::is_none")]
    period_in_minutes: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<f64>,
}

/// Sets an alarm that rings every so many minutes; half a minute is the least that the browser grants.
pub async fn every(name: &str, minutes: f64) -> Result<(), Error> {
    done_soon(raw_create(name, &to_js(&Info { period_in_minutes: Some(minutes), when: None }))).await?;
    Ok(())
}

/// Sets an alarm that rings once, at this time in milliseconds since 1970; half a minute ahead is the least.
pub async fn at(name: &str, when: f64) -> Result<(), Error> {
    done_soon(raw_create(name, &to_js(&Info { period_in_minutes: None, when: Some(when) }))).await?;
    Ok(())
}

/// Takes an alarm off.
pub async fn clear(name: &str) -> Result<(), Error> {
    done_soon(raw_clear(name)).await?;
    Ok(())
}
