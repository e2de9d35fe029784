//! What the background cannot do for private windows and containers: from a page that is opened there for it, and closed again.
//!
//! Whatever the background asks or clears itself is that of ordinary windows (observed in Chromium 156),
//! so an answer of its own would be a false proof here.

use super::allowance::Allowance;
use super::page::{self, Inside};
use super::{fail, tabs};
use crate::chrome::{browsing_data, runtime, tabs as browser};
use crate::engine::effect::{Entry, Failure, Hosts, Outcome};
use crate::engine::id::TabId;
use crate::engine::receipt::ServerSays;
use crate::engine::scope::Jar;
use crate::engine::site::{Address, Host, Place, Product, Sites};
use crate::engine::sweep::Container;
use crate::protocol::browser::{self as answers, Opened};
use gloo::timers::callback::Timeout;
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// Asks `WhoAmI` from a page of the organisation, in a private window or in this container.
pub(super) async fn who_am_i(
    call: &Function,
    container: Option<&Container>,
    organisation: &Host,
    product: Product,
) -> ServerSays {
    let question = Address::who_am_i(organisation, product).to_string();
    match at(call, container, &Address::icon(organisation.clone()), "ask", question.into()).await {
        Ok((host, said)) if host == *organisation => {
            answers::who_am_i(product, said.status, said.redirect, said.json)
        }
        Ok(_) | Err(_) => ServerSays::Nothing,
    }
}

/// Opens the organisation as the next person would, and sees where that leads.
pub(super) async fn enter(call: &Function, sites: &Sites, organisation: &Host, product: Product) -> Entry {
    let start = Address::start(organisation, product);
    let Ok((host, shown)) = at(call, None, &start, "opened", JsValue::NULL).await else {
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
    let allowance = Allowance::for_all();
    let mut outcome = Ok(Outcome::Done);
    for host in hosts.iter() {
        // One host that fails does not stop the others.
        outcome = clear_host(call, host, allowance).await.and(outcome);
    }
    outcome
}

async fn clear_host(call: &Function, host: &Host, allowance: Allowance) -> Result<Outcome, Failure> {
    let page = Page::open(None, &Address::icon(host.clone()), allowance).await?;
    let cleared = page::clear(call, &page::top(page.tab), true).await;
    page.close().await;
    cleared
}

/// Calls a function of `inside.js` in a page at an address.
async fn at(
    call: &Function,
    container: Option<&Container>,
    address: &Address,
    name: &str,
    argument: JsValue,
) -> Result<(Host, Inside), Failure> {
    let page = Page::open(container, address, Allowance::for_one()).await?;
    let answer = page::inside(call, page.tab, name, argument).await;
    page.close().await;
    answer
}

/// A page that is open for a moment.
struct Page {
    tab: TabId,
    _limit: Timeout,
}

impl Page {
    /// Opens it, and waits until it has loaded.
    ///
    /// In Firefox a service worker would answer in the server's place, and from inside it cannot be removed (observed in Firefox 140).
    async fn open(
        container: Option<&Container>,
        address: &Address,
        allowance: Allowance,
    ) -> Result<Self, Failure> {
        if runtime::is_firefox() {
            let removal = browsing_data::remove_of_host(address.host().as_str(), true);
            allowance.within(removal).await?.map_err(fail)?;
        }
        let limit = allowance.step()?;
        let loading = tabs::Loading::watch();
        let jar = if container.is_some() { Jar::Ordinary } else { Jar::Private };
        let tab = tabs::open(jar, &address.to_string(), container).await?;
        // A page that is closed ends whatever waits for it.
        let page = Self { tab, _limit: Timeout::new(limit.0, move || spawn_local(close(tab))) };
        if let Err(failure) = loading.ended(tab, None).await {
            page.close().await;
            return Err(failure);
        }
        Ok(page)
    }

    async fn close(self) {
        close(self.tab).await;
    }
}

/// One that is closed already is as it should be.
async fn close(tab: TabId) {
    drop(browser::close(tab.0).await);
}
