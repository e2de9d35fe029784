//! [`chrome.runtime`](https://developer.chrome.com/docs/extensions/reference/api/runtime).

use super::error::{Error, done};
use super::js::from_js;
use crate::value::Data;
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = getManifest)]
    fn raw_manifest() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    fn raw_url(path: &str) -> String;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = openOptionsPage)]
    fn raw_open_options() -> Result<Promise, JsValue>;
    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome"], js_name = runtime)]
    static RUNTIME: JsValue;
}

/// Whether this is Firefox: it alone tells its name.
#[must_use]
pub fn is_firefox() -> bool {
    RUNTIME.with(|runtime| Reflect::has(runtime, &"getBrowserInfo".into())).unwrap_or(false)
}

/// What the extension asks for in its manifest.
#[derive(Data, Debug)]
pub struct Manifest {
    /// The match patterns of the hosts it asks for.
    pub host_permissions: Vec<String>,
}

/// The extension's manifest.
pub fn manifest() -> Result<Manifest, Error> {
    from_js(&raw_manifest()?)
}

/// The address of a file of the extension.
#[must_use]
pub fn url(path: &str) -> String {
    raw_url(path)
}

/// Opens the options page.
pub async fn open_options() -> Result<(), Error> {
    done(raw_open_options()).await?;
    Ok(())
}
