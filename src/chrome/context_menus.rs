//! [`chrome.contextMenus`](https://developer.chrome.com/docs/extensions/reference/api/contextMenus): the toolbar button's own menu.

use super::error::{Error, done};
use super::js::object;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "contextMenus"], js_name = create)]
    fn raw_create(properties: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "contextMenus"], js_name = removeAll)]
    fn raw_remove_all() -> Result<Promise, JsValue>;
}

/// Puts an entry at the end of the menu that a right click on the toolbar button opens.
pub fn add_to_button(id: &str, title: &str) -> Result<(), Error> {
    raw_create(&object(&[
        ("id", id.into()),
        ("title", title.into()),
        ("contexts", Array::of1(&"action".into()).into()),
    ]))?;
    Ok(())
}

/// Takes every entry away.
pub async fn remove_all() -> Result<(), Error> {
    done(raw_remove_all()).await?;
    Ok(())
}
