//! The menu of the toolbar button. The browser keeps it; it is drawn anew when what is in it changes.

use super::{driver, watch};
use crate::chrome::{action, context_menus, i18n, runtime, tabs};
use crate::engine::receipt::Trigger;
use crate::engine::watch::Event;
use crate::protocol::browser::TabInfo;
use crate::protocol::menu::Entry;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

/// What the toolbar button opens, and the same page where nobody has clicked the button: it starts nothing then.
const PANEL: &str = "panel.html";
const PANEL_OF_RUN: &str = "panel.html#run";

/// The page with all receipts.
const RECEIPTS: &str = "receipts.html";

thread_local! {
    static IS_DRAWING: Cell<bool> = const { Cell::new(false) };
    static IS_STALE: Cell<bool> = const { Cell::new(false) };
}

/// Draws the menu. One drawing after the other: entries of two would mix.
pub(super) async fn draw() {
    IS_STALE.set(true);
    if IS_DRAWING.replace(true) {
        return;
    }
    while IS_STALE.replace(false) {
        let settings = watch::settings().await;
        // Without a menu there are the button and the pages.
        if context_menus::remove_all().await.is_ok() {
            for entry in Entry::all(&settings, watch::pause(&settings)) {
                let _ = context_menus::add_to_button(entry.id(), &i18n::message(entry.title().0, &[]));
            }
        }
    }
    IS_DRAWING.set(false);
}

/// Somebody chose an entry, with this tab in front.
#[wasm_bindgen]
pub async fn menu_chosen(id: String, tab: i32) {
    match Entry::of(&id) {
        Some(Entry::SignOut) => sign_out(Trigger::Toolbar, tab).await,
        Some(Entry::OnlyFront) => sign_out(Trigger::OnlyFront, tab).await,
        Some(Entry::Pause) => watch::happen(Event::Paused),
        Some(Entry::Resume) => watch::happen(Event::Resumed),
        Some(Entry::Receipts) => drop(tabs::open::<TabInfo>(&runtime::url(RECEIPTS), None, true).await),
        Some(Entry::Options) => drop(runtime::open_options().await),
        None => {}
    }
}

/// Starts a run, and shows it in the popup, which is no tab and so leaves the tab in front as it is.
///
/// Where the browser opens no popup, the run goes on unseen: its question about unsaved work is then not answered, which
/// counts as *go back*, and its receipt opens in place of the tab.
async fn sign_out(trigger: Trigger, tab: i32) {
    driver::begin(trigger);
    let _ = action::set_popup(tab, PANEL_OF_RUN).await;
    let _ = action::open_popup().await;
    let _ = action::set_popup(tab, PANEL).await;
}
