//! [`chrome.browsingData`](https://developer.chrome.com/docs/extensions/reference/api/browsingData).

use super::error::{Error, done};
use super::js::to_js;
use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "browsingData"], js_name = remove)]
    fn raw_remove(options: &JsValue, kinds: &JsValue) -> Result<Promise, JsValue>;
}

/// What is removed of an origin: everything that the browser filters by exact origin.
///
/// Cookies are not among it: for them the browser widens an origin to its whole registrable domain.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kinds {
    cache: bool,
    cache_storage: bool,
    file_systems: bool,
    #[serde(rename = "indexedDB")]
    indexed_db: bool,
    local_storage: bool,
    service_workers: bool,
}

#[derive(Serialize)]
struct Options<'a> {
    origins: &'a [String],
}

/// An origin at the least, and ten at the most: without one the browser would clear the whole profile,
/// and the HTTP cache takes no more than ten at once.
#[derive(Clone, Copy, Debug)]
pub struct Origins<'a>(&'a [String]);

impl<'a> Origins<'a> {
    /// Parts origins into what one call may take.
    pub fn of(origins: &'a [String]) -> impl Iterator<Item = Self> {
        origins.chunks(10).filter(|part| !part.is_empty()).map(Self)
    }
}

/// What Firefox removes of a host; of the rest it rejects the call, or takes it of every site.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HostKinds {
    #[serde(rename = "indexedDB")]
    indexed_db: bool,
    local_storage: bool,
    service_workers: bool,
}

#[derive(Serialize)]
struct HostOptions<'a> {
    hostnames: [&'a str; 1],
}

/// Removes local storage, databases and service workers of a host: Firefox's part of [`remove`].
pub async fn remove_of_host(host: &str) -> Result<(), Error> {
    let kinds = HostKinds { indexed_db: true, local_storage: true, service_workers: true };
    done(raw_remove(&to_js(&HostOptions { hostnames: [host] }), &to_js(&kinds))).await?;
    Ok(())
}

#[derive(Serialize)]
struct Since {
    since: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FormData {
    form_data: bool,
}

/// Removes what the browser remembers of forms since then (milliseconds since 1970); no browser filters it by site.
pub async fn remove_form_data(since: f64) -> Result<(), Error> {
    done(raw_remove(&to_js(&Since { since }), &to_js(&FormData { form_data: true }))).await?;
    Ok(())
}

/// Removes the cache and every storage of these origins.
pub async fn remove(origins: Origins<'_>) -> Result<(), Error> {
    let kinds = Kinds {
        cache: true,
        cache_storage: true,
        file_systems: true,
        indexed_db: true,
        local_storage: true,
        service_workers: true,
    };
    done(raw_remove(&to_js(&Options { origins: origins.0 }), &to_js(&kinds))).await?;
    Ok(())
}
