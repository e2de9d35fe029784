//! [`chrome.notifications`](https://developer.chrome.com/docs/extensions/reference/api/notifications).

use super::error::{Error, done};
use super::js::object;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "notifications"], js_name = create)]
    fn raw_create(id: &str, options: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "notifications"], js_name = clear)]
    fn raw_clear(id: &str) -> Result<Promise, JsValue>;
}

/// What a notification says.
#[derive(Clone, Copy, Debug)]
pub struct Notification<'a> {
    /// The address of its picture.
    pub icon: &'a str,
    /// Its headline.
    pub title: &'a str,
    /// Its text.
    pub message: &'a str,
    /// The texts of its buttons, two at most.
    pub buttons: &'a [&'a str],
}

/// Shows a notification in place of the one of this name; it stays until somebody answers.
///
/// Firefox refuses one that stays or has buttons, and then shows a plain one.
pub async fn show(id: &str, notification: &Notification<'_>) -> Result<(), Error> {
    let buttons: Array =
        notification.buttons.iter().map(|title| object(&[("title", (*title).into())])).collect();
    let plain = [
        ("type", "basic".into()),
        ("iconUrl", notification.icon.into()),
        ("title", notification.title.into()),
        ("message", notification.message.into()),
    ];
    let more = [("requireInteraction", true.into()), ("buttons", buttons.into())];
    let full: Vec<_> = plain.iter().cloned().chain(more).collect();
    if done(raw_create(id, &object(&full))).await.is_err() {
        done(raw_create(id, &object(&plain))).await?;
    }
    Ok(())
}

/// Takes a notification away.
pub async fn clear(id: &str) -> Result<(), Error> {
    done(raw_clear(id)).await?;
    Ok(())
}
