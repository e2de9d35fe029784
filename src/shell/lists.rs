//! The browser's lists of what a person did: history, downloads, form entries.
//!
//! Only entries of the hosts in scope are removed, each by itself. Addresses stay in here.

use super::{closed, fail};
use crate::chrome::downloads::{self, Download};
use crate::chrome::error::count_failed;
use crate::chrome::permissions::{self, Permissions};
use crate::chrome::{browsing_data, history, runtime};
use crate::engine::effect::{Failure, Hosts, Outcome};
use crate::engine::policy::Permission;
use crate::engine::receipt::Kind;
use crate::engine::time::Time;
use crate::protocol::browser::host_of;
use js_sys::Array;

/// Removes the visits to these hosts, and lets the browser forget their tabs that were closed where it can.
pub(super) async fn forget_visits(hosts: &Hosts) -> Result<Outcome, Failure> {
    granted(Permission::History).await?;
    let found = visits(hosts).await?;
    all(found.iter().map(|address| history::remove(address)).collect()).await?;
    let tabs = closed::forget(hosts).await?;
    let tabs_left = closed::count(hosts).await?;
    let left = visits(hosts).await?.len().saturating_add(tabs_left);
    forgotten(found.len().saturating_add(tabs).saturating_add(tabs_left), left)
}

/// How many entries of these hosts there are in one of the lists.
pub(super) async fn count(kind: Kind, hosts: &Hosts) -> Result<u32, Failure> {
    let found = if kind == Kind::History {
        granted(Permission::History).await?;
        visits(hosts).await?.len().saturating_add(closed::count(hosts).await?)
    } else {
        granted(Permission::Downloads).await?;
        downloaded(hosts).await?.len()
    };
    Ok(number(found))
}

/// What fails is still in the list afterwards, and counted there.
async fn all(removals: Array) -> Result<(), Failure> {
    count_failed(&removals).await.map_err(fail)?;
    Ok(())
}

/// Without the permission the browser's interface is not even there.
async fn granted(permission: Permission) -> Result<(), Failure> {
    let needed = Permissions::all_named(permission.names(runtime::is_firefox()));
    if permissions::has(&needed).await.map_err(fail)? { Ok(()) } else { Err(Failure::Refused) }
}

/// The search looks into titles too, so its finds are held against the hosts.
async fn visits(hosts: &Hosts) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    for host in hosts.iter() {
        let addresses = history::search(host.as_str()).await.map_err(fail)?;
        found.extend(addresses.into_iter().filter(|address| host_of(address).as_ref() == Some(host)));
    }
    Ok(found)
}

/// Removes the downloads of these hosts from the list.
pub(super) async fn forget_downloads(hosts: &Hosts) -> Result<Outcome, Failure> {
    granted(Permission::Downloads).await?;
    let found = downloaded(hosts).await?;
    all(found.iter().map(|download| downloads::erase(download.id)).collect()).await?;
    forgotten(found.len(), downloaded(hosts).await?.len())
}

async fn downloaded(hosts: &Hosts) -> Result<Vec<Download>, Failure> {
    let is_theirs =
        |address: &str| host_of(address).is_some_and(|host| hosts.iter().any(|known| *known == host));
    let all = downloads::all().await.map_err(fail)?;
    Ok(all
        .into_iter()
        .filter(|it| [&it.url, &it.final_url, &it.referrer].iter().any(|url| is_theirs(url)))
        .collect())
}

/// Removes what the browser remembers of forms since then.
pub(super) async fn forget_entries(since: Time) -> Result<Outcome, Failure> {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit")]
    // The browser dates entries by whole seconds, and takes the second it is given whole (observed in Chromium 156).
    let since = (since.0.div_ceil(1000) * 1000) as f64;
    browsing_data::remove_form_data(since).await.map_err(fail)?;
    Ok(Outcome::Done)
}

fn forgotten(found: usize, left: usize) -> Result<Outcome, Failure> {
    Ok(Outcome::Forgotten { removed: number(found.saturating_sub(left)), left: number(left) })
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
