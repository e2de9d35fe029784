//! [`chrome.notifications`](https://developer.chrome.com/docs/extensions/reference/api/notifications).

use super::error::{Error, done};
use super::js::to_js;
use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "notifications"], js_name = create)]
    fn raw_create(id: &str, options: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "notifications"], js_name = clear)]
    fn raw_clear(id: &str) -> Result<Promise, JsValue>;
}

/// What a notification says.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Notification<'a> {
    /// Its kind, `basic`.
    #[serde(rename = "type")]
    pub kind: &'a str,
    /// The address of its picture.
    pub icon_url: &'a str,
    /// Its headline.
    pub title: &'a str,
    /// Its text.
    pub message: &'a str,
    /// Whether it stays until somebody answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_interaction: Option<bool>,
    /// Its buttons, two at most.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub buttons: &'a [Button<'a>],
}

/// A button of a notification.
#[derive(Clone, Debug, Serialize)]
pub struct Button<'a> {
    /// Its text.
    pub title: &'a str,
}

/// Shows a notification in place of the one of this name.
pub async fn show(id: &str, notification: &Notification<'_>) -> Result<(), Error> {
    done(raw_create(id, &to_js(notification))).await?;
    Ok(())
}

/// Takes a notification away.
pub async fn clear(id: &str) -> Result<(), Error> {
    done(raw_clear(id)).await?;
    Ok(())
}
