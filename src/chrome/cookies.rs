//! [`chrome.cookies`](https://developer.chrome.com/docs/extensions/reference/api/cookies).

use super::error::{Error, begun, done};
use super::js::{from_js, from_js_but, to_js};
use js_sys::Promise;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "cookies"], js_name = getAllCookieStores)]
    fn raw_stores() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "cookies"], js_name = getAll)]
    fn raw_all(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "cookies"], js_name = set)]
    fn raw_set(details: &JsValue) -> Result<Promise, JsValue>;
}

#[derive(Deserialize)]
struct Store {
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Filter<'a> {
    /// Without one it is the ordinary store.
    #[serde(skip_serializing_if = "Option::is_none")]
    store_id: Option<&'a str>,
    /// An empty key lists the cookies of all partitions along with the unpartitioned ones.
    partition_key: Empty,
}

#[derive(Serialize)]
struct Empty {}

/// Which cookie to remove: all that makes it the one it is.
#[derive(Debug)]
pub struct Identity<'a, P> {
    /// The host, or the domain, that it is for.
    pub domain: &'a str,
    /// Whether it is for exactly this host.
    pub host_only: bool,
    /// Its name; may be empty.
    pub name: &'a str,
    /// Its path.
    pub path: &'a str,
    /// Whether it is sent over HTTPS only.
    pub secure: bool,
    /// Its store.
    pub store: &'a str,
    /// Its partition.
    pub partition: Option<P>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a, P> {
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'a str>,
    name: &'a str,
    value: &'a str,
    path: &'a str,
    secure: bool,
    store_id: &'a str,
    expiration_date: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    partition_key: Option<P>,
    #[serde(skip_serializing_if = "Option::is_none")]
    same_site: Option<&'a str>,
}

/// The cookies of every store and partition that the extension may see.
///
/// While only incognito windows are open, the ordinary store is there but not listed (observed in Chromium 156).
pub async fn all<T: DeserializeOwned>(is_ordinary: impl Fn(&str) -> bool) -> Result<Vec<T>, Error> {
    let listed: Vec<Store> = from_js(&done(raw_stores()).await?)?;
    let unlisted = (!listed.iter().any(|store| is_ordinary(&store.id))).then_some(None);
    let stores = listed.iter().map(|store| Some(store.id.as_str())).chain(unlisted);
    let mut cookies = Vec::new();
    for store_id in stores {
        let filter = to_js(&Filter { store_id, partition_key: Empty {} });
        // What a cookie holds is nobody's business, not even for a moment.
        cookies.extend(from_js_but::<Vec<T>>(&done(raw_all(&filter)).await?, &["value"])?);
    }
    Ok(cookies)
}

/// Begins to remove exactly one cookie, by writing it anew with a date in the past.
///
/// `cookies.remove` is not exact: it takes every cookie of that name that the address would be sent, those of parent
/// domains and other paths too, and with a partition key the unpartitioned ones as well (observed in Chromium 156).
/// Success is no proof: a cookie that was not there, and one that stayed, look the same. List again.
pub fn remove<P: Serialize>(cookie: Identity<'_, P>) -> Promise {
    let scheme = if cookie.secure { "https" } else { "http" };
    let details = Details {
        url: [scheme, "://", cookie.domain, "/"].concat(),
        domain: (!cookie.host_only).then_some(cookie.domain),
        name: cookie.name,
        // A cookie without a name and without a value is refused.
        value: "-",
        path: cookie.path,
        secure: cookie.secure,
        store_id: cookie.store,
        expiration_date: 1,
        same_site: cookie.partition.is_some().then_some("no_restriction"),
        partition_key: cookie.partition,
    };
    begun(raw_set(&to_js(&details)))
}
