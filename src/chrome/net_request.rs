//! [`chrome.declarativeNetRequest`](https://developer.chrome.com/docs/extensions/reference/api/declarativeNetRequest).

use super::error::{Error, done};
use super::js::{list, object};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "declarativeNetRequest"], js_name = updateSessionRules)]
    fn raw_update(options: &JsValue) -> Result<Promise, JsValue>;
}

/// Has what this address answers in this tab clear the cache and every storage of its origin, and stay in no cache itself.
///
/// It ends with [`leave`], or with the browser.
pub async fn clear_in(tab: i32, address: &str) -> Result<(), Error> {
    let set = |header: &str, value: &str| {
        object(&[("header", header.into()), ("operation", "set".into()), ("value", value.into())])
    };
    let headers =
        Array::of2(&set("clear-site-data", "\"cache\", \"storage\""), &set("cache-control", "no-store"));
    let condition = object(&[
        ("urlFilter", ["|", address].concat().into()),
        ("tabIds", Array::of1(&tab.into()).into()),
        ("resourceTypes", list(&["main_frame", "image", "other"])),
    ]);
    let action = object(&[("type", "modifyHeaders".into()), ("responseHeaders", headers.into())]);
    let rule = object(&[("id", tab.into()), ("condition", condition), ("action", action)]);
    update(tab, &Array::of1(&rule)).await
}

/// Ends what was ordered for this tab.
pub async fn leave(tab: i32) -> Result<(), Error> {
    update(tab, &Array::new()).await
}

async fn update(tab: i32, rules: &Array) -> Result<(), Error> {
    let numbers = Array::of1(&tab.into());
    done(raw_update(&object(&[("removeRuleIds", numbers.into()), ("addRules", rules.into())]))).await?;
    Ok(())
}
