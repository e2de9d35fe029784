//! What the background cannot do for private windows: from a page that is opened there for it, and closed again.
//!
//! Whatever the background asks or clears itself is that of ordinary windows (observed in Chromium 156),
//! so an answer of its own would be a false proof here.

use super::{page, tabs};
use crate::chrome::tabs as browser;
use crate::engine::effect::{Entry, Failure, Hosts, Outcome};
use crate::engine::id::TabId;
use crate::engine::receipt::ServerSays;
use crate::engine::scope::Jar;
use crate::engine::site::{Address, Host, Place, Product, Sites};
use crate::protocol::browser::{self as answers, Opened};
use futures_util::future::join_all;
use gloo::timers::callback::Timeout;
use js_sys::Function;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// How long such a page may take in milliseconds: less than a run waits, so that it is closed in any case.
const LONGEST: u32 = 9_000;

/// What the server answered a page of its own host.
#[derive(Deserialize)]
struct Asked {
    status: u16,
    redirect: bool,
    json: bool,
}

/// The page that an address led to.
#[derive(Deserialize)]
struct Shown {
    status: u16,
    page: String,
}

/// Asks `WhoAmI` from a page of the organisation.
pub(super) async fn who_am_i(call: &Function, organisation: &Host, product: Product) -> ServerSays {
    let question = Address::who_am_i(organisation, product).to_string();
    match at::<Asked>(call, &Address::icon(organisation.clone()), "ask", question.into()).await {
        Ok((host, asked)) if host == *organisation => {
            answers::who_am_i(product, asked.status, asked.redirect, asked.json)
        }
        Ok(_) | Err(_) => ServerSays::Nothing,
    }
}

/// Opens the organisation as the next person would, and sees where that leads.
pub(super) async fn enter(call: &Function, sites: &Sites, organisation: &Host, product: Product) -> Entry {
    let start = Address::start(organisation, product);
    let Ok((host, shown)) = at::<Shown>(call, &start, "opened", JsValue::NULL).await else {
        return Entry::Nothing;
    };
    let opened = Opened {
        is_sign_in: sites.place(&host) == Place::SignIn,
        is_organisation: host == *organisation,
        status: shown.status,
        page: &shown.page,
    };
    opened.entry()
}

/// Clears every storage of these hosts, each from a page of its own.
pub(super) async fn clear(call: &Function, hosts: &Hosts) -> Result<Outcome, Failure> {
    let clear = |host: &Host| {
        let icon = Address::icon(host.clone());
        async move { visit(&icon, async |tab| page::clear(call, &page::top(tab), true).await).await }
    };
    let results = join_all(hosts.iter().map(clear)).await;
    results.into_iter().fold(Ok(Outcome::Done), Result::and)
}

/// Calls a function of the scripts at an address, and tells which host answered.
async fn at<T: DeserializeOwned>(
    call: &Function,
    address: &Address,
    name: &str,
    argument: JsValue,
) -> Result<(Host, T), Failure> {
    visit(address, async |tab| page::inside(call, tab, name, argument).await).await
}

/// Works in a page that is opened for it and closed again.
async fn visit<T>(
    address: &Address,
    work: impl AsyncFnOnce(TabId) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let tab = tabs::open(Jar::Private, &address.to_string()).await?;
    let close = move || async move { drop(browser::close(tab.0).await) };
    // A page that is closed ends whatever waits for it.
    let limit = Timeout::new(LONGEST, move || spawn_local(close()));
    let result = match tabs::await_load(tab).await {
        Ok(_) => work(tab).await,
        Err(failure) => Err(failure),
    };
    drop(limit);
    close().await;
    result
}
