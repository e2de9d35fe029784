//! [`chrome.tabs`](https://developer.chrome.com/docs/extensions/reference/api/tabs).

use super::error::{Error, done};
use super::js::{from_js_but, object};
use crate::value::Data;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = query)]
    fn raw_query(info: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = get)]
    fn raw_tab(id: i32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = create)]
    fn raw_create(properties: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = update)]
    fn raw_update(id: i32, properties: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = reload)]
    fn raw_reload(id: i32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = remove)]
    fn raw_remove(id: i32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = discard)]
    fn raw_discard(id: i32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = sendMessage)]
    fn raw_send(id: i32, message: &JsValue) -> Result<Promise, JsValue>;

    /// An event that can be listened to.
    type TabEvent;
    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome", "tabs"], js_name = onUpdated)]
    static ON_UPDATED: TabEvent;
    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome", "tabs"], js_name = onRemoved)]
    static ON_REMOVED: TabEvent;
    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome", "tabs"], js_name = onReplaced)]
    static ON_REPLACED: TabEvent;
    #[wasm_bindgen(method, js_name = addListener)]
    fn add_listener(this: &TabEvent, listener: &js_sys::Function);
    #[wasm_bindgen(method, js_name = removeListener)]
    fn remove_listener(this: &TabEvent, listener: &js_sys::Function);
}

/// A tab, or several. What a page is called may name a record or a person.
fn read<T: Data>(value: &JsValue) -> Result<T, Error> {
    from_js_but(value, &["favIconUrl", "title"])
}

/// Every tab of every window.
pub async fn all<T: Data>() -> Result<Vec<T>, Error> {
    read(&done(raw_query(&js_sys::Object::new())).await?)
}

/// One tab.
pub async fn one<T: Data>(id: i32) -> Result<T, Error> {
    read(&done(raw_tab(id)).await?)
}

/// Opens an address in a new tab.
pub async fn open<T: Data>(url: &str, window: Option<i32>, active: bool) -> Result<T, Error> {
    open_in(url, window, active, None).await
}

/// The same in a container of Firefox, which its cookie store names.
pub async fn open_in<T: Data>(
    url: &str,
    window: Option<i32>,
    active: bool,
    store: Option<&str>,
) -> Result<T, Error> {
    let properties = object(&[
        ("active", active.into()),
        ("url", url.into()),
        ("windowId", window.into()),
        ("cookieStoreId", store.into()),
    ]);
    read(&done(raw_create(&properties)).await?)
}

/// Leads a tab to an address.
pub async fn lead<T: Data>(id: i32, url: &str) -> Result<T, Error> {
    read(&done(raw_update(id, &object(&[("url", url.into())]))).await?)
}

/// Brings a tab to the front of its window.
pub async fn show(id: i32) -> Result<(), Error> {
    done(raw_update(id, &object(&[("active", true.into())]))).await?;
    Ok(())
}

/// Loads a tab's page anew.
pub async fn reload(id: i32) -> Result<(), Error> {
    done(raw_reload(id)).await?;
    Ok(())
}

/// Closes a tab; its page may ask the person first.
pub async fn close(id: i32) -> Result<(), Error> {
    done(raw_remove(id)).await?;
    Ok(())
}

/// Drops a tab's page from memory without asking it.
pub async fn discard<T: Data>(id: i32) -> Result<Option<T>, Error> {
    read(&done(raw_discard(id)).await?)
}

/// Sends a message to the extension's scripts in a tab, and waits for the first answer.
pub async fn send(id: i32, message: &JsValue) -> Result<JsValue, Error> {
    done(raw_send(id, message)).await
}

/// Listens to what happens to tabs until it is dropped.
///
/// Held only while something is awaited: a listener that stays would wake the background at every page load.
pub struct Watch {
    listener: Closure<dyn FnMut(JsValue, JsValue)>,
}

impl Watch {
    /// Calls back whenever a tab loads, goes away or gets a new number: which one, and whether it begins to load.
    #[must_use]
    pub fn start(mut on_change: impl FnMut(i32, bool) + 'static) -> Self {
        let listener = Closure::new(move |tab: JsValue, change: JsValue| {
            let status = js_sys::Reflect::get(&change, &"status".into());
            let begins = status.is_ok_and(|status| status.as_string().as_deref() == Some("loading"));
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the browser numbers tabs with whole numbers"
            )]
            on_change(tab.as_f64().map_or(-1, |tab| tab as i32), begins);
        });
        let function = listener.as_ref().unchecked_ref();
        ON_UPDATED.with(|event| event.add_listener(function));
        ON_REMOVED.with(|event| event.add_listener(function));
        ON_REPLACED.with(|event| event.add_listener(function));
        Self { listener }
    }
}

/// Takes off what a background that was killed in the middle of a watch left on.
///
/// The browser remembers that the extension listens, and would start the background at every page load.
/// Adding a listener and removing it ends that; removing an unknown one does not (observed in Chromium 156).
pub fn forget_watches() {
    drop(Watch::start(|_, _| {}));
}

impl Drop for Watch {
    fn drop(&mut self) {
        let function = self.listener.as_ref().unchecked_ref();
        ON_UPDATED.with(|event| event.remove_listener(function));
        ON_REMOVED.with(|event| event.remove_listener(function));
        ON_REPLACED.with(|event| event.remove_listener(function));
    }
}
