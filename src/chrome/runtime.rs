//! [`chrome.runtime`](https://developer.chrome.com/docs/extensions/reference/api/runtime).

use super::error::{Error, done};
use super::js::{from_js, list, object};
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
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = getContexts)]
    fn raw_contexts(filter: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    fn raw_send(message: &JsValue) -> Result<Promise, JsValue>;
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

/// A page of the extension that is open in a tab (`runtime.ExtensionContext`).
#[derive(Data, Debug)]
#[data(camel_case)]
struct Context {
    tab_id: i32,
    #[data(optional)]
    document_url: Option<String>,
}

/// The numbers of the tabs that show this page of the extension.
///
/// `tabs.query` does not tell the address of such a tab without the permission `tabs` (observed in Chromium 156).
pub async fn tabs_with(page: &str) -> Result<Vec<i32>, Error> {
    let filter = object(&[("contextTypes", list(&["TAB"]))]);
    let found: Vec<Context> = from_js(&done(raw_contexts(&filter)).await?)?;
    let address = url(page);
    let shows = |it: &Context| it.document_url.as_deref().is_some_and(|known| known.starts_with(&address));
    Ok(found.into_iter().filter(shows).map(|it| it.tab_id).collect())
}

/// Tells the background something, and waits for no answer.
pub fn tell(name: &str, value: &str) {
    drop(raw_send(&object(&[(name, value.into())])));
}

/// Opens the options page.
pub async fn open_options() -> Result<(), Error> {
    done(raw_open_options()).await?;
    Ok(())
}
