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
    pub frame_ids: Option<Vec<i32>>,
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
    Ok(done(raw_execute(&injection)).await?)
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
