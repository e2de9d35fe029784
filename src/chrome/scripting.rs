//! [`chrome.scripting`](https://developer.chrome.com/docs/extensions/reference/api/scripting).

use super::error::{Error, done};
use super::js::{list, object, to_js};
use crate::value::Data;
use js_sys::{Array, Function, Promise};
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
#[derive(Clone, Copy, Debug)]
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

/// Whether a script of this name is registered.
pub async fn is_registered(id: &str) -> Result<bool, Error> {
    let found: Array = done(raw_registered(&object(&[("ids", list(&[id]))]))).await?.unchecked_into();
    Ok(0 < found.length())
}

/// Registers a script; it stays so when the browser is started anew.
pub async fn register(script: &ContentScript<'_>) -> Result<(), Error> {
    let script = object(&[
        ("id", script.id.into()),
        ("js", list(script.js)),
        ("matches", list(script.matches)),
        ("allFrames", script.all_frames.into()),
        ("matchOriginAsFallback", script.match_origin_as_fallback.into()),
        ("runAt", script.run_at.into()),
    ]);
    done(raw_register(&Array::of1(&script))).await?;
    Ok(())
}

/// Takes a script out of the pages to come.
pub async fn unregister(id: &str) -> Result<(), Error> {
    done(raw_unregister(&object(&[("ids", list(&[id]))]))).await?;
    Ok(())
}

/// The frames to run a script in.
#[derive(Clone, Data, Debug)]
#[data(camel_case)]
pub struct Target {
    /// The tab.
    pub tab_id: i32,
    /// All of its frames.
    #[data(optional)]
    pub all_frames: Option<bool>,
    /// Only these.
    #[data(optional)]
    pub frame_ids: Option<Vec<u64>>,
    /// Only these documents.
    #[data(optional)]
    pub document_ids: Option<Vec<String>>,
}

/// Runs files of the extension in the frames' isolated world, one after the other.
pub async fn run_files(target: &Target, files: &[&str]) -> Result<(), Error> {
    done(raw_execute(&object(&[("target", to_js(target)), ("files", list(files))]))).await?;
    Ok(())
}

/// Runs a function in the frames' isolated world, and hands back what it returned in each.
pub async fn run(target: &Target, function: &Function, args: &Array) -> Result<JsValue, Error> {
    let injection = [("target", to_js(target)), ("func", function.into()), ("args", args.into())];
    done(raw_execute(&object(&injection))).await
}
