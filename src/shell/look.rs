//! A look at the pages of the CRM before somebody is warned.

use super::{clock, driver, page};
use crate::chrome::tabs;
use crate::engine::effect::Outcome;
use crate::engine::id::TabId;
use crate::engine::site::{Place, Sites};
use crate::engine::time::Millis;
use crate::engine::watch::Look;
use crate::protocol::browser::TabInfo;
use futures_util::future::join_all;

/// How long a page may take to answer; less than what the engine grants the look.
const PATIENCE: Millis = Millis::seconds(3);

/// What the pages of the CRM are at.
pub(super) async fn look(sites: &Sites) -> Look {
    let found: Vec<TabInfo> = tabs::all().await.unwrap_or_default();
    let place = |tab: &TabInfo| tab.host().map_or(Place::Elsewhere, |host| sites.place(&host));
    let crm = |tab: &&TabInfo| matches!(place(tab), Place::Organisation(_) | Place::Backstage);
    let is_audible = found.iter().filter(crm).any(TabInfo::is_audible);
    let loaded = found.iter().filter(crm).filter(|tab| !tab.is_discarded()).filter_map(TabInfo::id);
    let answers = join_all(loaded.map(ask)).await;
    Look {
        tabs: count(found.iter().filter(|tab| place(tab) != Place::Elsewhere).count()),
        is_busy: is_audible || answers.iter().any(|(is_busy, _)| *is_busy),
        unsaved: count(answers.iter().filter(|(_, is_unsaved)| *is_unsaved).count()),
    }
}

/// The tabs of the CRM whose pages are loaded.
pub(super) async fn loaded(sites: &Sites) -> Vec<TabId> {
    let found: Vec<TabInfo> = tabs::all().await.unwrap_or_default();
    let is_crm = |tab: &&TabInfo| {
        let place = tab.host().map_or(Place::Elsewhere, |host| sites.place(&host));
        matches!(place, Place::Organisation(_) | Place::Backstage) && !tab.is_discarded()
    };
    found.iter().filter(is_crm).filter_map(TabInfo::id).collect()
}

/// Whether a page is busy, and whether it holds unsaved work. One that does not answer may hold some.
async fn ask(tab: TabId) -> (bool, bool) {
    let Some(call) = driver::call_page() else { return (false, true) };
    let is_busy = clock::within(PATIENCE, page::is_busy(&call, tab));
    let unsaved = clock::within(PATIENCE, page::unsaved(&call, tab));
    let (is_busy, unsaved) = futures_util::future::join(is_busy, unsaved).await;
    (matches!(is_busy, Some(Ok(true))), !matches!(unsaved, Some(Ok(Outcome::Unsaved(false)))))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
