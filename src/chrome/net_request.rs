//! [`chrome.declarativeNetRequest`](https://developer.chrome.com/docs/extensions/reference/api/declarativeNetRequest).

use super::error::{Error, done};
use super::js::{from_js, object};
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

/// The rest of a rule, after the tab that it is for.
const RULE: &str = r#"],"resourceTypes":["image","main_frame","other"]},"action":{"type":"modifyHeaders","responseHeaders":[
    {"header":"clear-site-data","operation":"set","value":"\"cache\", \"storage\""},
    {"header":"cache-control","operation":"set","value":"no-store"},
    {"header":"set-cookie","operation":"remove"}]}}]}"#;

/// Has what this address answers in this tab, with any query, clear the cache and every storage of its origin.
///
/// That goes for its page, and for the icon that the browser looks for by itself. The answer itself stays in no cache and sets no cookie. It ends with [`leave`], or with the browser.
pub async fn clear_in(tab: i32, address: &str) -> Result<(), Error> {
    // The tab's number is the rule's, so that what was left behind is known.
    let number = tab.to_string();
    let rule = [
        r#"{"addRules":[{"id":"#,
        &number,
        r#","condition":{"urlFilter":"|"#,
        address,
        r#"","tabIds":["#,
        &number,
        RULE,
    ];
    update(&js_sys::JSON::parse(&rule.concat())?).await
}

/// Ends what was ordered for this tab.
pub async fn leave(tab: i32) -> Result<(), Error> {
    update(&object(&[("removeRuleIds", Array::of1(&tab.into()).into())])).await
}

/// The tabs for which something is ordered.
pub async fn tabs() -> Result<Vec<i32>, Error> {
    let rules: Vec<Rule> = from_js(&done(raw_rules()).await?)?;
    Ok(rules.into_iter().map(|rule| rule.id).collect())
}

async fn update(rules: &JsValue) -> Result<(), Error> {
    done(raw_update(rules)).await?;
    Ok(())
}
