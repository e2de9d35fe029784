//! [`chrome.declarativeNetRequest`](https://developer.chrome.com/docs/extensions/reference/api/declarativeNetRequest).

use super::error::{Error, done};
use super::js::to_js;
use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "declarativeNetRequest"], js_name = updateSessionRules)]
    fn raw_update(options: &JsValue) -> Result<Promise, JsValue>;
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Update<'a> {
    remove_rule_ids: [i32; 1],
    add_rules: &'a [Rule<'a>],
}

#[derive(Serialize)]
struct Rule<'a> {
    id: i32,
    condition: Condition<'a>,
    action: Action<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Condition<'a> {
    url_filter: &'a str,
    tab_ids: [i32; 1],
    resource_types: [&'a str; 3],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Action<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    response_headers: [Header<'a>; 2],
}

#[derive(Serialize)]
struct Header<'a> {
    header: &'a str,
    operation: &'a str,
    value: &'a str,
}

/// Has what this address answers in this tab clear the cache and every storage of its origin, and stay in no cache itself.
///
/// It ends with [`leave`], or with the browser.
pub async fn clear_in(tab: i32, address: &str) -> Result<(), Error> {
    let set = |header, value| Header { header, operation: "set", value };
    let rule = Rule {
        id: tab,
        condition: Condition {
            url_filter: &["|", address].concat(),
            tab_ids: [tab],
            resource_types: ["main_frame", "image", "other"],
        },
        action: Action {
            kind: "modifyHeaders",
            response_headers: [
                set("clear-site-data", "\"cache\", \"storage\""),
                set("cache-control", "no-store"),
            ],
        },
    };
    update(tab, &[rule]).await
}

/// Ends what was ordered for this tab.
pub async fn leave(tab: i32) -> Result<(), Error> {
    update(tab, &[]).await
}

async fn update(tab: i32, add_rules: &[Rule<'_>]) -> Result<(), Error> {
    done(raw_update(&to_js(&Update { remove_rule_ids: [tab], add_rules }))).await?;
    Ok(())
}
