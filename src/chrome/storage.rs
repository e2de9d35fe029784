//! [`chrome.storage`](https://developer.chrome.com/docs/extensions/reference/api/storage).

use super::error::{Error, done_soon};
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = get)]
    fn local_get(keys: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = set)]
    fn local_set(items: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = remove)]
    fn local_remove(keys: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = get)]
    fn session_get(keys: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = set)]
    fn session_set(items: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = remove)]
    fn session_remove(keys: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "managed"], js_name = get)]
    fn managed_get() -> Result<Promise, JsValue>;
}

/// A storage of the extension.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Area {
    /// On disk; outlives the browser.
    Local,
    /// In memory; ends with the browser's session.
    Session,
}

/// The value under a key; undefined if there is none.
pub async fn value(area: Area, key: &str) -> Result<JsValue, Error> {
    let keys = JsValue::from(Array::of1(&key.into()));
    let items = match area {
        Area::Local => done_soon(local_get(&keys)).await?,
        Area::Session => done_soon(session_get(&keys)).await?,
    };
    Ok(Reflect::get(&items, &key.into())?)
}

/// All that an administrator has set.
pub async fn all_managed() -> Result<JsValue, Error> {
    done_soon(managed_get()).await
}

/// Writes values under their keys, all of them or none.
pub async fn write(area: Area, items: &[(&str, JsValue)]) -> Result<(), Error> {
    let object = Object::new();
    for (key, value) in items {
        Reflect::set(&object, &(*key).into(), value)?;
    }
    match area {
        Area::Local => done_soon(local_set(&object)).await?,
        Area::Session => done_soon(session_set(&object)).await?,
    };
    Ok(())
}

/// Removes a key.
pub async fn remove(area: Area, key: &str) -> Result<(), Error> {
    done_soon(match area {
        Area::Local => local_remove(&key.into()),
        Area::Session => session_remove(&key.into()),
    })
    .await?;
    Ok(())
}
