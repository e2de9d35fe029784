//! The menu of the toolbar button. The browser keeps it; it is drawn anew when what is in it changes.

use super::{driver, panel, watch};
use crate::chrome::{context_menus, i18n, runtime, tabs, windows};
use crate::engine::receipt::Trigger;
use crate::engine::watch::Event;
use crate::protocol::browser::TabInfo;
use crate::protocol::menu::Entry;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

/// The panel, and the window for it where there is no popup, in CSS pixels.
const PANEL: &str = "panel.html";
const WIDTH: u32 = 420;
const HEIGHT: u32 = 560;

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

/// Somebody clicked the button, which is the first entry, or chose another.
///
/// Where a sign-out begins, `background.js` opens the popup, which is no tab and so leaves the tab in front as it is.
#[wasm_bindgen]
pub async fn menu_chosen(id: String) {
    match Entry::of(&id) {
        Some(Entry::SignOut) => driver::begin(Trigger::Toolbar),
        Some(Entry::OnlyFront) => driver::begin(Trigger::OnlyFront),
        Some(Entry::Pause) => watch::happen(Event::Paused),
        Some(Entry::Resume) => watch::happen(Event::Resumed),
        Some(Entry::Receipts) => drop(tabs::open::<TabInfo>(&runtime::url(RECEIPTS), None, true).await),
        Some(Entry::Options) => drop(runtime::open_options().await),
        None => {}
    }
}

/// The browser opened no popup: what it was to show is shown in a window, unless a panel is open already.
#[wasm_bindgen]
pub async fn popup_refused() {
    if !panel::is_open() {
        // Without it the run goes on unseen. Its question is then not answered, which counts as *go back*.
        let _ = windows::open_small(&runtime::url(PANEL), WIDTH, HEIGHT).await;
    }
}
