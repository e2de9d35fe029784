//! [`chrome.action`](https://developer.chrome.com/docs/extensions/reference/api/action): the toolbar button.

use super::error::{Error, done};
use super::js::to_js;
use js_sys::{Object, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeText)]
    fn raw_badge(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setPopup)]
    fn raw_popup(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = openPopup)]
    fn raw_open() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setIcon)]
    fn raw_icon(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setTitle)]
    fn raw_title(details: &JsValue) -> Result<Promise, JsValue>;
}

#[derive(Serialize)]
struct Badge<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Popup<'a> {
    tab_id: i32,
    popup: &'a str,
}

/// Gives the button a picture, in sizes that it is shown in, and the text that is read when it is pointed at.
///
/// `files` are the pictures' addresses in the extension, each with its size in pixels.
pub async fn look(files: &[(&str, String)], title: &str) -> Result<(), Error> {
    let (paths, icon, text) = (Object::new(), Object::new(), Object::new());
    for (size, file) in files {
        Reflect::set(&paths, &(*size).into(), &file.into())?;
    }
    Reflect::set(&icon, &"path".into(), &paths)?;
    Reflect::set(&text, &"title".into(), &title.into())?;
    done(raw_icon(&icon)).await?;
    done(raw_title(&text)).await?;
    Ok(())
}

/// Writes a few characters on the button; none takes them away.
pub async fn badge(text: &str) -> Result<(), Error> {
    done(raw_badge(&to_js(&Badge { text }))).await?;
    Ok(())
}

/// Sets the page that the button opens while this tab is in front; the browser forgets it when the tab is led elsewhere.
pub async fn set_popup(tab: i32, page: &str) -> Result<(), Error> {
    done(raw_popup(&to_js(&Popup { tab_id: tab, popup: page }))).await?;
    Ok(())
}

/// Opens that page, as a click on the button does.
pub async fn open_popup() -> Result<(), Error> {
    done(raw_open()).await?;
    Ok(())
}
