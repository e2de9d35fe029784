//! Tabs: listed, led somewhere, awaited.

use super::{fail, frames};
use crate::chrome::{extension, runtime, tabs as browser, windows};
use crate::engine::effect::{Failure, Loaded, Outcome, Tabs};
use crate::engine::id::{TabId, WindowId};
use crate::engine::scope::{Jar, Scope};
use crate::engine::site::{Host, Place, Sites};
use crate::engine::sweep::Container;
use crate::protocol::browser::TabInfo;
use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The page that shows how a run goes, and its receipt.
const RECEIPT_PAGE: &str = "panel.html";

/// Every tab, and the CRM frames inside other sites.
pub(super) async fn list(sites: &Sites) -> Result<Outcome, Failure> {
    let found: Vec<TabInfo> = browser::all().await.map_err(fail)?;
    let focused = windows::last_focused().await.ok().flatten().map(WindowId);
    // In Firefox a click on the button shows the address of the tab in front, whatever that is (observed in Firefox 140).
    let is_other = |tab: &&TabInfo| tab.host().is_none_or(|host| sites.place(&host) == Place::Elsewhere);
    let others = found.iter().filter(is_other).filter_map(TabInfo::id);
    let frames = frames::call_the_roll(others.collect()).await;
    let tabs = found.iter().filter_map(TabInfo::tab).collect();
    let sees_private = extension::is_let_into_private().await.unwrap_or(false);
    Ok(Outcome::Tabs(Tabs { tabs, frames, focused, sees_private }))
}

/// Refuses a tab that shows what the run does not cover: the person has led it elsewhere.
pub(super) async fn refuse_elsewhere(tab: TabId, scope: &Scope) -> Result<(), Failure> {
    let now: TabInfo = browser::one(tab.0).await.map_err(fail)?;
    if is_covered(&now, scope) { Ok(()) } else { Err(Failure::Refused) }
}

/// Whether a tab shows what the run covers.
pub(super) fn is_covered(tab: &TabInfo, scope: &Scope) -> bool {
    tab.host().is_some_and(|host| scope.place(&host) != Place::Elsewhere)
}

/// Drops a page; some browsers give the tab a new number.
pub(super) async fn discard(tab: TabId) -> Result<Outcome, Failure> {
    let dropped: Option<TabInfo> = browser::discard(tab.0).await.map_err(fail)?;
    dropped.and_then(|tab| tab.id()).map(Outcome::Discarded).ok_or(Failure::Broken)
}

/// Leads a tab, or a new one in the background, to an address, and waits until it has loaded.
pub(super) async fn visit(
    jar: Jar,
    tab: Option<TabId>,
    address: &str,
    container: Option<&Container>,
) -> Result<Outcome, Failure> {
    let loading = Loading::watch();
    let tab = match tab {
        Some(tab) => {
            let going: TabInfo = browser::lead(tab.0, address).await.map_err(fail)?;
            going.id().ok_or(Failure::Broken)?
        }
        None => open(jar, address, container).await?,
    };
    loading.ended(tab, None).await
}

/// Opens an address in a new tab in the background, in a window of this jar; in a container, if one is named.
///
/// Without a window's number the browser may take a private one (observed in Chromium 156).
pub(super) async fn open(jar: Jar, address: &str, container: Option<&Container>) -> Result<TabId, Failure> {
    let found: Vec<TabInfo> = browser::all().await.map_err(fail)?;
    let own = found.iter().find(|tab| tab.jar() == jar);
    let other = found.iter().find(|tab| tab.jar() != jar);
    let window = match (jar, own, other) {
        (Jar::Ordinary, _, None) => None,
        (_, Some(own), _) => Some(own.window().0),
        (Jar::Ordinary, None, Some(_)) => windows::open(&runtime::url(RECEIPT_PAGE)).await.map_err(fail)?,
        (Jar::Private, None, _) => return Err(Failure::Gone),
    };
    let opened: TabInfo =
        browser::open_in(address, window, false, container.map(Container::store)).await.map_err(fail)?;
    opened.id().ok_or(Failure::Broken)
}

/// Loads a page anew, and waits until it has loaded.
pub(super) async fn reload(tab: TabId) -> Result<Outcome, Failure> {
    let loading = Loading::watch();
    browser::reload(tab.0).await.map_err(fail)?;
    loading.ended(tab, None).await
}

/// Whether a tab loads a page.
pub(super) async fn is_loading(tab: TabId) -> bool {
    browser::one::<TabInfo>(tab.0).await.is_ok_and(|now| !now.is_at_rest())
}

/// Waits until a tab is at rest. The run's own deadline ends a wait that is in vain.
pub(super) async fn await_load(tab: TabId) -> Result<Outcome, Failure> {
    Loading::watch().at_rest(tab, true, None).await
}

/// What the browser tells of tabs that load, from before they begin.
pub(super) struct Loading {
    bell: Bell,
    begun: Rc<RefCell<Vec<i32>>>,
    _watch: browser::Watch,
}

impl Loading {
    /// Listening starts before the first look, so that nothing is missed in between.
    pub(super) fn watch() -> Self {
        let (bell, begun) = (Bell::default(), Rc::<RefCell<Vec<i32>>>::default());
        let (ring, note) = (bell.clone(), Rc::clone(&begun));
        let watch = browser::Watch::start(move |tab, begins| {
            if begins {
                note.borrow_mut().push(tab);
            }
            ring.ring();
        });
        Self { bell, begun, _watch: watch }
    }

    /// Waits until a tab has loaded what it was told to load since; if a host is named, until it shows a page of that.
    ///
    /// One that was told to may be at rest for another moment before it begins (observed in Firefox 140).
    pub(super) async fn ended(&self, tab: TabId, host: Option<&Host>) -> Result<Outcome, Failure> {
        self.at_rest(tab, false, host).await
    }

    async fn at_rest(
        &self,
        tab: TabId,
        mut has_begun: bool,
        host: Option<&Host>,
    ) -> Result<Outcome, Failure> {
        loop {
            let next = self.bell.next();
            let now: TabInfo = browser::one(tab.0).await.map_err(fail)?;
            has_begun |= !now.is_at_rest() || self.begun.borrow().contains(&tab.0);
            let loaded = Loaded { tab, host: now.host() };
            if has_begun && now.is_at_rest() && (host.is_none() || loaded.host.as_ref() == host) {
                return Ok(Outcome::Loaded(loaded));
            }
            JsFuture::from(next).await.map_err(|_| Failure::Broken)?;
        }
    }
}

/// Fulfilled when the tab begins to load another page.
///
/// A script that waits in a page that goes away is never answered for (observed in Chromium 156).
pub(super) async fn begins_to_load(tab: TabId) {
    let bell = Bell::default();
    let ring = bell.clone();
    let next = bell.next();
    let _watch = browser::Watch::start(move |changed, begins| {
        if changed == tab.0 && begins {
            ring.ring();
        }
    });
    // A bell's promise is never rejected.
    let _ = JsFuture::from(next).await;
}

/// Opens the receipt's page in front, or brings it there if it is open.
///
/// One that is to replace a tab of a private window gets a window of its own: Firefox would keep it, and the window, private.
pub(super) async fn show_receipt(jar: Jar, window: WindowId) -> Result<Outcome, Failure> {
    let page = runtime::url(RECEIPT_PAGE);
    // Where the browser cannot say so, one page too many is better than none.
    match (runtime::tabs_with(RECEIPT_PAGE).await.unwrap_or_default().first(), jar) {
        (Some(tab), _) => browser::show(*tab).await.map_err(fail)?,
        (None, Jar::Private) => drop(windows::open(&page).await.map_err(fail)?),
        (None, Jar::Ordinary) => {
            drop(browser::open::<TabInfo>(&page, Some(window.0), true).await.map_err(fail)?);
        }
    }
    Ok(Outcome::Done)
}

/// Something that can be awaited again and again.
#[derive(Clone, Default)]
struct Bell {
    resolve: Rc<RefCell<Option<Function>>>,
}

impl Bell {
    /// Fulfilled at the next ring from now on.
    fn next(&self) -> Promise {
        Promise::new(&mut |resolve, _| *self.resolve.borrow_mut() = Some(resolve))
    }

    fn ring(&self) {
        if let Some(resolve) = self.resolve.borrow_mut().take() {
            // Calling a promise's own resolve function cannot fail.
            let _ = resolve.call0(&JsValue::NULL);
        }
    }
}
