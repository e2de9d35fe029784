//! What Firefox does in a way of its own.
//!
//! Its `browsingData` clears neither the HTTP cache nor Cache Storage nor files of single hosts.
//! But its pages obey `Clear-Site-Data`, also where an extension puts that header onto an answer (observed in Firefox 140).
//! So the icon of each host is opened in a tab of its own for a moment, with that header.

use super::allowance::Allowance;
use super::{fail, page, tabs};
use crate::chrome::{browsing_data, net_request, runtime, tabs as browser};
use crate::engine::effect::{Contained, Failure, Hosts, Loaded, Outcome};
use crate::engine::id::TabId;
use crate::engine::scope::{Jar, Scope};
use crate::engine::site::{Address, Host, REGIONS};
use crate::engine::sweep::Container;
use crate::protocol::browser::TabInfo;
use js_sys::Function;

/// What the tab shows until the icon comes. Of an address of its own the extension is told, of `about:blank` it is not.
const BEFORE: &str = "icons/plain-16.png";

/// Removes the cache and every storage of these hosts, and what containers keep.
pub(super) async fn clear_storage(
    call: &Function,
    scope: &Scope,
    hosts: &Hosts,
    contained: &[Contained],
) -> Result<Outcome, Failure> {
    // What a background that died has left.
    leave_all(scope).await;
    let allowance = Allowance::for_all();
    let mut outcome = Ok(Outcome::Done);
    for host in hosts.iter() {
        // One host that fails does not stop the others.
        outcome = clear(call, scope, host, None, allowance).await.and(outcome);
    }
    for Contained { container, host } in contained {
        outcome = clear(call, scope, host, Some(container), allowance).await.and(outcome);
    }
    outcome
}

/// Gives up what is not saved in a tab, so that the browser does not ask before it goes away.
///
/// `tabs.discard` drops neither the tab in front nor a page that objects (observed in Firefox 140).
pub(super) async fn give_up(call: &Function, tab: TabId) -> Result<Outcome, Failure> {
    page::give_up(call, tab).await.map(|()| Outcome::Discarded(tab))
}

/// Takes back every order for a tab, and closes the tab.
///
/// No number comes twice, and orders end with the browser, so we have opened each of them.
/// A background that died before it ordered anything has left a tab with our picture.
pub(super) async fn leave_all(scope: &Scope) {
    let mut left = net_request::tabs().await.unwrap_or_default();
    let open: Vec<TabInfo> = browser::all().await.unwrap_or_default();
    left.extend(open.iter().filter(|tab| shows_picture(tab)).filter_map(|tab| Some(tab.id()?.0)));
    for tab in left {
        leave(TabId(tab), scope).await;
    }
}

/// Removes the cache and every storage of a host, outside of containers or in one.
///
/// First of all goes the host's service worker, which would answer in the server's place.
async fn clear(
    call: &Function,
    scope: &Scope,
    host: &Host,
    container: Option<&Container>,
    allowance: Allowance,
) -> Result<(), Failure> {
    let removal = browsing_data::remove_of_host(host.as_str(), false);
    // Firefox waits for a worker that waits for its server (observed in Firefox 140), which would keep the tab waiting, too.
    let by_browser = allowance.within(removal).await?.map_err(fail);
    // A region's parent domain has cookies only: no server answers there, so nothing can be cached from it.
    if REGIONS.contains(&host.as_str()) {
        return by_browser;
    }
    by_header(call, scope, host, container, allowance).await.and(by_browser)
}

async fn by_header(
    call: &Function,
    scope: &Scope,
    host: &Host,
    container: Option<&Container>,
    allowance: Allowance,
) -> Result<(), Failure> {
    allowance.step()?;
    // Led away before it has loaded, it would come back to what it was to show first.
    let opened = tabs::visit(Jar::Ordinary, None, &runtime::url(BEFORE), container).await?;
    let Outcome::Loaded(Loaded { tab, .. }) = opened else { return Err(Failure::Broken) };
    let cleared = allowance.within(load(call, tab, host)).await;
    leave(tab, scope).await;
    cleared?
}

/// A server that does not answer clears nothing.
async fn load(call: &Function, tab: TabId, host: &Host) -> Result<(), Failure> {
    let address = Address::icon(host.clone()).to_string();
    net_request::clear_in(tab.0, &address).await.map_err(fail)?;
    // With a query, since an answer out of the cache clears nothing (observed in Firefox 140).
    let loading = tabs::Loading::watch();
    drop(browser::lead::<TabInfo>(tab.0, &[&address, "?clear"].concat()).await.map_err(fail)?);
    loading.ended(tab, Some(host)).await?;
    // An error page has the same address, but takes no script.
    page::inspect(call, &page::top(tab)).await.map(drop)
}

/// Whatever fails here is gone already, as it should be.
async fn leave(tab: TabId, scope: &Scope) {
    let now: Option<TabInfo> = browser::one(tab.0).await.ok();
    // The person may have led it elsewhere.
    let is_ours = |now: TabInfo| shows_picture(&now) || tabs::is_covered(&now, scope);
    // The tab goes first: it may be about to fetch its icon once more, which is to stay in no cache.
    if now.is_some_and(is_ours) {
        drop(browser::close(tab.0).await);
    }
    drop(net_request::leave(tab.0).await);
}

fn shows_picture(tab: &TabInfo) -> bool {
    tab.shows(&runtime::url(BEFORE))
}
