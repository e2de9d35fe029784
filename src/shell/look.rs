//! A look at the pages of the CRM before somebody is warned.

use super::{clock, driver, page};
use crate::chrome::tabs;
use crate::engine::effect::Outcome;
use crate::engine::id::TabId;
use crate::engine::site::{Place, Sites};
use crate::engine::time::Millis;
use crate::engine::watch::Look;
use crate::protocol::browser::TabInfo;
use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// How long a page may take to answer; less than what the engine grants the look.
const PATIENCE: Millis = Millis::seconds(3);
/// What a page answers: whether it is busy, and whether it holds unsaved work.
const BUSY: u32 = 1;
const UNSAVED: u32 = 2;

/// What the pages of the CRM are at.
pub(super) async fn look(sites: &Sites) -> Look {
    let found: Vec<TabInfo> = tabs::all().await.unwrap_or_default();
    let is_audible = found.iter().any(|tab| is_crm(tab, sites) && tab.is_audible());
    let loaded = found.iter().filter(|tab| is_crm(tab, sites) && !tab.is_discarded());
    let answers: Array = loaded.filter_map(TabInfo::id).map(|tab| super::promise(ask(tab))).collect();
    // No answer is a failure: one that does not come in time is an answer, too.
    let answers =
        JsFuture::from(Promise::all(&answers)).await.map(|all| Array::from(&all)).unwrap_or_default();
    let says = |bit| move |answer: &JsValue| answer.as_f64().is_some_and(|bits| bits as u32 & bit != 0);
    // Tabs may have been closed meanwhile: only what is open now counts.
    let open: Vec<TabInfo> = tabs::all().await.unwrap_or(found);
    Look {
        tabs: count(open.iter().filter(|tab| place(tab, sites) != Place::Elsewhere).count()),
        is_busy: is_audible || answers.iter().any(|answer| says(BUSY)(&answer)),
        unsaved: count(answers.iter().filter(says(UNSAVED)).count()),
    }
}

/// The tabs of the CRM whose pages are loaded.
pub(super) async fn loaded(sites: &Sites) -> Vec<TabId> {
    let found: Vec<TabInfo> = tabs::all().await.unwrap_or_default();
    let loaded = found.iter().filter(|tab| is_crm(tab, sites) && !tab.is_discarded());
    loaded.filter_map(TabInfo::id).collect()
}

fn place(tab: &TabInfo, sites: &Sites) -> Place {
    tab.host().map_or(Place::Elsewhere, |host| sites.place(&host))
}

fn is_crm(tab: &TabInfo, sites: &Sites) -> bool {
    matches!(place(tab, sites), Place::Organisation(_) | Place::Backstage)
}

/// Asks a page. One that does not answer may hold unsaved work.
async fn ask(tab: TabId) -> Result<JsValue, JsValue> {
    let Some(call) = driver::call_page() else { return Ok(UNSAVED.into()) };
    let asked =
        clock::within(PATIENCE, async { (page::is_busy(&call, tab).await, page::unsaved(&call, tab).await) });
    let bits = match asked.await {
        Some((is_busy, unsaved)) => {
            let is_saved = unsaved == Ok(Outcome::Unsaved(false));
            (if is_busy == Ok(true) { BUSY } else { 0 }) | (if is_saved { 0 } else { UNSAVED })
        }
        None => UNSAVED,
    };
    Ok(bits.into())
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
