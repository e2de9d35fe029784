//! Tabs and windows that were closed, and could be opened again with their titles and addresses.
//!
//! Firefox lets an extension forget them one by one. Chromium forgets them itself with the history (observed in Chromium 156).

use super::fail;
use crate::chrome::error::count_failed;
use crate::chrome::runtime;
use crate::chrome::sessions::{self, Closed, ClosedTab};
use crate::engine::effect::{Failure, Hosts};
use crate::protocol::browser::host_of;
use js_sys::{Array, Promise};

/// How many of them there are with a page of these hosts.
pub(super) async fn count(hosts: &Hosts) -> Result<usize, Failure> {
    Ok(list(hosts).await?.len())
}

/// Forgets those of these hosts, and tells how many it were. A window in which other sites were open, too, stays.
pub(super) async fn forget(hosts: &Hosts) -> Result<usize, Failure> {
    let mut forgotten: usize = 0;
    // The browser lists the last ones only: what lies behind comes up when they are gone.
    loop {
        let removals: Array = list(hosts).await?.iter().filter_map(|closed| removal(closed, hosts)).collect();
        let failed = count_failed(&removals).await.map_err(fail)?;
        let gone = removals.iter().count().saturating_sub(failed);
        if gone == 0 {
            return Ok(forgotten);
        }
        forgotten = forgotten.saturating_add(gone);
    }
}

async fn list(hosts: &Hosts) -> Result<Vec<Closed>, Failure> {
    if !runtime::is_firefox() {
        return Ok(Vec::new());
    }
    let mut closed = sessions::closed().await.map_err(fail)?;
    closed.retain(|it| tabs(it).iter().any(|tab| is_of(tab, hosts)));
    Ok(closed)
}

fn tabs(closed: &Closed) -> &[ClosedTab] {
    let of_window = closed.window.as_ref().map(|window| window.tabs.as_slice());
    of_window.or(closed.tab.as_ref().map(std::slice::from_ref)).unwrap_or_default()
}

fn is_of(tab: &ClosedTab, hosts: &Hosts) -> bool {
    tab.url.as_deref().and_then(host_of).is_some_and(|host| hosts.iter().any(|known| *known == host))
}

fn removal(closed: &Closed, hosts: &Hosts) -> Option<Promise> {
    if let Some(tab) = &closed.tab {
        return Some(sessions::forget_tab(tab));
    }
    let window = closed.window.as_ref()?;
    window.tabs.iter().all(|tab| is_of(tab, hosts)).then(|| sessions::forget_window(window))
}
