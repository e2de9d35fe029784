//! [`chrome.declarativeNetRequest`](https://developer.chrome.com/docs/extensions/reference/api/declarativeNetRequest).

use super::error::{Error, done};
use super::js::{from_js, list, object};
use crate::value::Data;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "declarativeNetRequest"], js_name = updateSessionRules)]
    fn raw_update(options: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "declarativeNetRequest"], js_name = getSessionRules)]
    fn raw_rules() -> Result<Promise, JsValue>;
}

#[derive(Data)]
struct Rule {
    id: i32,
}

/// Has what this address answers in this tab, with any query, clear the cache and every storage of its origin.
///
/// That goes for its page, and for the icon that the browser looks for by itself. The answer itself stays in no cache and sets no cookie. It ends with [`leave`], or with the browser.
pub async fn clear_in(tab: i32, address: &str) -> Result<(), Error> {
    let header = |name: &str, operation: &str, value: Option<&str>| {
        object(&[("header", name.into()), ("operation", operation.into()), ("value", value.into())])
    };
    let headers = Array::of3(
        &header("clear-site-data", "set", Some("\"cache\", \"storage\"")),
        &header("cache-control", "set", Some("no-store")),
        &header("set-cookie", "remove", None),
    );
    let condition = object(&[
        ("urlFilter", ["|", address].concat().into()),
        ("tabIds", Array::of1(&tab.into()).into()),
        ("resourceTypes", list(&["image", "main_frame", "other"])),
    ]);
    let action = object(&[("type", "modifyHeaders".into()), ("responseHeaders", headers.into())]);
    // The tab's number is the rule's, so that what was left behind is known.
    let rule = object(&[("id", tab.into()), ("condition", condition), ("action", action)]);
    update(&Array::new(), &Array::of1(&rule)).await
}

/// Ends what was ordered for this tab.
pub async fn leave(tab: i32) -> Result<(), Error> {
    update(&Array::of1(&tab.into()), &Array::new()).await
}

/// The tabs for which something is ordered.
pub async fn tabs() -> Result<Vec<i32>, Error> {
    let rules: Vec<Rule> = from_js(&done(raw_rules()).await?)?;
    Ok(rules.into_iter().map(|rule| rule.id).collect())
}

async fn update(removed: &Array, added: &Array) -> Result<(), Error> {
    done(raw_update(&object(&[("removeRuleIds", removed.into()), ("addRules", added.into())]))).await?;
    Ok(())
}
