//! [`chrome.browsingData`](https://developer.chrome.com/docs/extensions/reference/api/browsingData).

use super::error::{Error, done};
use super::js::{list, object};
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "browsingData"], js_name = remove)]
    fn raw_remove(options: &JsValue, kinds: &JsValue) -> Result<Promise, JsValue>;
}

/// What is removed of an origin: everything that the browser filters by exact origin.
///
/// Cookies are not among it: for them the browser widens an origin to its whole registrable domain.
const KINDS: [&str; 6] =
    ["cache", "cacheStorage", "fileSystems", "indexedDB", "localStorage", "serviceWorkers"];

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
const HOST_KINDS: [&str; 3] = ["indexedDB", "localStorage", "serviceWorkers"];

/// Removes local storage, databases and service workers of a host, or its workers alone: Firefox's part of [`remove`].
///
/// Of private windows and containers it takes databases, files and workers too (observed in Firefox 140).
pub async fn remove_of_host(host: &str, workers_alone: bool) -> Result<(), Error> {
    let kinds = HOST_KINDS.map(|kind| (kind, (!workers_alone || kind == "serviceWorkers").into()));
    done(raw_remove(&object(&[("hostnames", list(&[host]))]), &object(&kinds))).await?;
    Ok(())
}

/// Removes what the browser remembers of forms since then (milliseconds since 1970); no browser filters it by site.
pub async fn remove_form_data(since: f64) -> Result<(), Error> {
    done(raw_remove(&object(&[("since", since.into())]), &object(&[("formData", true.into())]))).await?;
    Ok(())
}

/// Removes the cache and every storage of these origins.
pub async fn remove(origins: Origins<'_>) -> Result<(), Error> {
    let kinds = object(&KINDS.map(|kind| (kind, true.into())));
    done(raw_remove(&object(&[("origins", list(origins.0))]), &kinds)).await?;
    Ok(())
}
