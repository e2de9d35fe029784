//! [`chrome.windows`](https://developer.chrome.com/docs/extensions/reference/api/windows).

use super::error::{Error, done};
use super::js::{from_js, object};
use crate::value::Data;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "windows"], js_name = create)]
    fn raw_create(properties: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "windows"], js_name = getLastFocused)]
    fn raw_last_focused() -> Result<Promise, JsValue>;
}

#[derive(Data)]
struct Window {
    #[data(optional)]
    id: Option<i32>,
}

/// The number of a window that the browser tells of.
async fn told(window: Result<Promise, JsValue>) -> Result<Option<i32>, Error> {
    let window: Window = from_js(&done(window).await?)?;
    Ok(window.id)
}

/// The window that was used last.
pub async fn last_focused() -> Result<Option<i32>, Error> {
    told(raw_last_focused()).await
}

/// Opens a page in an ordinary window of its own.
pub async fn open(url: &str) -> Result<Option<i32>, Error> {
    told(raw_create(&object(&[("url", url.into()), ("incognito", false.into())]))).await
}

/// Opens a page in a small window of its own, in front; width and height in CSS pixels.
pub async fn open_small(url: &str, width: u32, height: u32) -> Result<(), Error> {
    let properties = object(&[
        ("url", url.into()),
        ("type", "popup".into()),
        ("focused", true.into()),
        ("width", width.into()),
        ("height", height.into()),
    ]);
    told(raw_create(&properties)).await?;
    Ok(())
}
