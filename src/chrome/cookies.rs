//! [`chrome.cookies`](https://developer.chrome.com/docs/extensions/reference/api/cookies).

use super::error::{Error, begun, done};
use super::js::{from_js, from_js_but, object, to_js};
use crate::value::Data;
use js_sys::Promise;
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

#[derive(Data)]
struct Store {
    id: String,
}

/// Which cookie to remove: all that makes it the one it is.
pub struct Identity<'a> {
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
    pub partition: Option<&'a dyn Data>,
}

/// The cookies of every store and partition that the extension may see.
///
/// While only incognito windows are open, the ordinary store is there but not listed (observed in Chromium 156).
pub async fn all<T: Data>(is_ordinary: impl Fn(&str) -> bool) -> Result<Vec<T>, Error> {
    let listed: Vec<Store> = from_js(&done(raw_stores()).await?)?;
    let unlisted = (!listed.iter().any(|store| is_ordinary(&store.id))).then_some(None);
    let stores = listed.iter().map(|store| Some(store.id.as_str())).chain(unlisted);
    let mut cookies = Vec::new();
    for store_id in stores {
        // Without a store it is the ordinary one. An empty key lists the cookies of all partitions, and the others.
        let filter = object(&[("storeId", store_id.into()), ("partitionKey", object(&[]))]);
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
pub fn remove(cookie: &Identity<'_>) -> Promise {
    let scheme = if cookie.secure { "https" } else { "http" };
    let url = [scheme, "://", cookie.domain, "/"].concat();
    let domain = (!cookie.host_only).then_some(cookie.domain);
    let same_site = cookie.partition.map(|_| "no_restriction");
    begun(raw_set(&object(&[
        ("url", url.into()),
        ("domain", domain.into()),
        ("name", cookie.name.into()),
        // A cookie without a name and without a value is refused.
        ("value", "-".into()),
        ("path", cookie.path.into()),
        ("secure", cookie.secure.into()),
        ("storeId", cookie.store.into()),
        ("expirationDate", 1.into()),
        ("sameSite", same_site.into()),
        ("partitionKey", cookie.partition.map(to_js).into()),
    ])))
}
