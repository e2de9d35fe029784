//! [`chrome.action`](https://developer.chrome.com/docs/extensions/reference/api/action): the toolbar button.

use super::error::{Error, done_soon};
use super::js::object;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeText)]
    fn raw_badge(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setIcon)]
    fn raw_icon(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setTitle)]
    fn raw_title(details: &JsValue) -> Result<Promise, JsValue>;
}

/// Gives the button a picture, in sizes that it is shown in, and the text that is read when it is pointed at.
///
/// `files` are the pictures' addresses in the extension, each with its size in pixels.
pub async fn look(files: &[(&str, String)], title: &str) -> Result<(), Error> {
    let paths: Vec<(&str, JsValue)> = files.iter().map(|(size, file)| (*size, file.into())).collect();
    done_soon(raw_icon(&object(&[("path", object(&paths))]))).await?;
    done_soon(raw_title(&object(&[("title", title.into())]))).await?;
    Ok(())
}

/// Writes a few characters on the button; none takes them away.
pub async fn badge(text: &str) -> Result<(), Error> {
    done_soon(raw_badge(&object(&[("text", text.into())]))).await?;
    Ok(())
}
