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
/// A browser lists the stores that have an open tab. While only incognito windows are open, the ordinary store is there
/// but not listed (observed in Chromium 156), and no container without a tab is (observed in Firefox 140).
/// So the ordinary one, `ordinary`, and those `besides` are asked in any case; of one that is not there Firefox lists nothing.
pub async fn all<T: Data>(ordinary: &str, besides: Vec<String>) -> Result<Vec<T>, Error> {
    let listed: Vec<Store> = from_js(&done(raw_stores()).await?)?;
    let mut calls = Vec::new();
    // Without a store it is the ordinary one. An empty key lists the cookies of all partitions, and the others.
    let mut ask = |store: Option<&str>| {
        calls.push(begun(raw_all(&object(&[("storeId", store.into()), ("partitionKey", object(&[]))]))));
    };
    let is_listed = |id: &str| listed.iter().any(|store| store.id == id);
    for store in &listed {
        ask(Some(&store.id));
    }
    if !is_listed(ordinary) {
        ask(None);
    }
    for id in &besides {
        if !is_listed(id) {
            ask(Some(id));
        }
    }
    let mut cookies = Vec::new();
    for call in calls {
        // What a cookie holds is nobody's business, not even for a moment.
        cookies.extend(from_js_but::<Vec<T>>(&done(Ok(call)).await?, &["value"])?);
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
