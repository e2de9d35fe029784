//! [`chrome.scripting`](https://developer.chrome.com/docs/extensions/reference/api/scripting).

use super::error::{Error, done};
use super::js::to_js;
use js_sys::{Array, Function, Object, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = executeScript)]
    fn raw_execute(injection: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = getRegisteredContentScripts)]
    fn raw_registered(filter: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = registerContentScripts)]
    fn raw_register(scripts: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = unregisterContentScripts)]
    fn raw_unregister(filter: &JsValue) -> Result<Promise, JsValue>;
}

/// A script that the browser puts into pages by itself, from their next load on.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContentScript<'a> {
    /// Its name.
    pub id: &'a str,
    /// Its files.
    pub js: &'a [&'a str],
    /// The match patterns of the pages.
    pub matches: &'a [String],
    /// Into all frames.
    pub all_frames: bool,
    /// Into blank frames that such a page made, too.
    pub match_origin_as_fallback: bool,
    /// When.
    pub run_at: &'a str,
}

#[derive(Serialize)]
struct Ids<'a> {
    ids: [&'a str; 1],
}

/// Whether a script of this name is registered.
pub async fn is_registered(id: &str) -> Result<bool, Error> {
    let found: Array = done(raw_registered(&to_js(&Ids { ids: [id] }))).await?.unchecked_into();
    Ok(0 < found.length())
}

/// Registers a script; it stays so when the browser is started anew.
pub async fn register(script: &ContentScript<'_>) -> Result<(), Error> {
    done(raw_register(&to_js(&[script]))).await?;
    Ok(())
}

/// Takes a script out of the pages to come.
pub async fn unregister(id: &str) -> Result<(), Error> {
    done(raw_unregister(&to_js(&Ids { ids: [id] }))).await?;
    Ok(())
}

/// The frames to run a script in.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// The tab.
    pub tab_id: i32,
    /// All of its frames.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_frames: Option<bool>,
    /// Only these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame_ids: Option<Vec<i64>>,
    /// Only these documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_ids: Option<Vec<String>>,
}

/// Runs files of the extension in the frames' isolated world, one after the other.
pub async fn run_files(target: &Target, files: &[&str]) -> Result<(), Error> {
    let injection = injection(target)?;
    set(&injection, "files", &files.iter().copied().map(JsValue::from).collect::<Array>())?;
    done(raw_execute(&injection)).await?;
    Ok(())
}

/// Runs a function in the frames' isolated world, and hands back what it returned in each.
pub async fn run(target: &Target, function: &Function, args: &Array) -> Result<JsValue, Error> {
    let injection = injection(target)?;
    set(&injection, "func", function)?;
    set(&injection, "args", args)?;
    done(raw_execute(&injection)).await
}

fn injection(target: &Target) -> Result<Object, Error> {
    let injection = Object::new();
    set(&injection, "target", &to_js(target))?;
    Ok(injection)
}

fn set(object: &Object, key: &str, value: &JsValue) -> Result<(), Error> {
    Reflect::set(object, &key.into(), value)?;
    Ok(())
}
