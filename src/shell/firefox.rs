//! What Firefox does in a way of its own.
//!
//! Its `browsingData` clears neither the HTTP cache nor Cache Storage nor files of single hosts (observed in Firefox 140).
//! But its pages obey `Clear-Site-Data`, also where an extension puts that header onto an answer.
//! So the icon of each host is opened in a tab of its own for a moment, with that header.

use super::{fail, page, tabs};
use crate::chrome::{browsing_data, net_request, tabs as browser};
use crate::engine::effect::{Failure, Hosts, Outcome};
use crate::engine::id::TabId;
use crate::engine::scope::Jar;
use crate::engine::site::{Address, Host};
use gloo::timers::callback::Timeout;
use js_sys::Function;
use wasm_bindgen_futures::spawn_local;

/// How long such a tab may take in milliseconds: less than a run waits, so that it is closed in any case.
const LONGEST: u32 = 9_000;

/// Removes the cache and every storage of these hosts.
pub(super) async fn clear_storage(call: &Function, hosts: &Hosts) -> Result<Outcome, Failure> {
    let mut outcome = Ok(Outcome::Done);
    for host in hosts.iter() {
        // First of all its worker, which would answer in the server's place.
        outcome = browsing_data::remove_of_host(host.as_str()).await.map_err(fail).and(outcome);
        outcome = by_header(call, host).await.and(outcome);
    }
    outcome
}

async fn by_header(call: &Function, host: &Host) -> Result<Outcome, Failure> {
    let tab = tabs::open(Jar::Ordinary, "about:blank").await?;
    let _limit = Timeout::new(LONGEST, move || spawn_local(close(tab)));
    let cleared = load(call, tab, host).await;
    drop(net_request::leave(tab.0).await);
    close(tab).await;
    cleared
}

/// A server that does not answer clears nothing.
async fn load(call: &Function, tab: TabId, host: &Host) -> Result<Outcome, Failure> {
    let address = Address::icon(host.clone()).to_string();
    net_request::clear_in(tab.0, &address).await.map_err(fail)?;
    tabs::arrive(tab, &address, host).await?;
    // An error page has the same address, but takes no script.
    page::inspect(call, &page::top(tab)).await.map(|_| Outcome::Done)
}

/// One that is closed already is as it should be.
async fn close(tab: TabId) {
    drop(browser::close(tab.0).await);
}
