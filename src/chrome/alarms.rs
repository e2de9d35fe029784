//! [`chrome.alarms`](https://developer.chrome.com/docs/extensions/reference/api/alarms).

use super::error::{Error, done};
use super::js::object;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = create)]
    fn raw_create(name: &str, info: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = clear)]
    fn raw_clear(name: &str) -> Result<Promise, JsValue>;
}

/// Sets an alarm that rings every so many minutes; half a minute is the least that the browser grants.
pub async fn every(name: &str, minutes: f64) -> Result<(), Error> {
    done(raw_create(name, &object(&[("periodInMinutes", minutes.into())]))).await?;
    Ok(())
}

/// Sets an alarm that rings once, at this time in milliseconds since 1970; half a minute ahead is the least.
pub async fn at(name: &str, when: f64) -> Result<(), Error> {
    done(raw_create(name, &object(&[("when", when.into())]))).await?;
    Ok(())
}

/// Takes an alarm off.
pub async fn clear(name: &str) -> Result<(), Error> {
    done(raw_clear(name)).await?;
    Ok(())
}
