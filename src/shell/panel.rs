//! The panels that are open: what they may ask, and what they are shown.

use super::{driver, frames, settings, standing, store, watch};
use crate::chrome::js::{from_js, to_js};
use crate::engine::receipt::Trigger;
use crate::engine::run::{Answer, Ending, Run};
use crate::engine::site::Place;
use crate::engine::watch::Event;
use crate::protocol::browser::Sender;
use crate::protocol::view::{FromPanel, View};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen]
extern "C" {
    /// A connection to a panel (`runtime.Port`).
    #[derive(Clone, PartialEq)]
    pub type Port;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post(this: &Port, message: &JsValue) -> Result<(), JsValue>;
}

thread_local! {
    /// The panels, and whether each asks for how things stand rather than for the run that ended last.
    static PORTS: RefCell<Vec<(Port, bool)>> = const { RefCell::new(Vec::new()) };
}

/// A panel asks for something. Only pages of the extension come here: `background.js` lets nobody else in.
#[wasm_bindgen]
pub fn panel_asked(port: Port, message: JsValue) {
    let Ok(asked) = from_js::<FromPanel>(&message) else { return };
    PORTS.with_borrow_mut(|ports| {
        ports.retain(|(known, _)| *known != port);
        ports.push((port.clone(), asked == FromPanel::Look));
    });
    match asked {
        FromPanel::Start => driver::begin(Trigger::Toolbar),
        FromPanel::Watch | FromPanel::Look => show(),
        FromPanel::Answer { sign_out: true } => driver::answer(Answer::SignOut),
        FromPanel::Answer { sign_out: false } => driver::answer(Answer::GoBack),
        FromPanel::Keep => watch::happen(Event::Kept),
        // Nothing comes of it but while somebody is being warned.
        FromPanel::Leave => watch::happen(Event::LeaveNow),
    }
}

/// Whether a panel is open.
pub(super) fn is_open() -> bool {
    PORTS.with_borrow(|ports| !ports.is_empty())
}

/// A panel was closed.
#[wasm_bindgen]
pub fn panel_left(port: &Port) {
    PORTS.with_borrow_mut(|ports| ports.retain(|(known, _)| known != port));
}

/// A CRM frame answered the roll call. Who it is, the browser tells; the message itself says nothing.
#[wasm_bindgen]
pub fn frame_present(sender: JsValue) {
    let Ok(sender) = from_js::<Sender>(&sender) else { return };
    // What is out of a run's scope is left out by the engine.
    if let Some(frame) = sender.frame() {
        frames::note(frame);
    }
}

/// A page was opened, is in use, or goes away. Whose page it is, the browser tells.
#[wasm_bindgen]
pub fn page_used(word: String, sender: JsValue) {
    spawn_local(note_use(word, sender));
}

async fn note_use(word: String, sender: JsValue) {
    let Ok(sender) = from_js::<Sender>(&sender) else { return };
    let Some(host) = sender.host() else { return };
    let place = watch::settings().await.sites().place(&host);
    let is_crm = matches!(place, Place::Organisation(_) | Place::Backstage);
    match word.as_str() {
        "opened" if is_crm => watch::happen(Event::Opened),
        "active" if is_crm => watch::happen(Event::Active),
        // To sign in is to be on the way to the CRM.
        "left" if place != Place::Elsewhere => watch::happen(Event::Left),
        _ => {}
    }
}

/// A notification was answered, by its first button or its second.
#[wasm_bindgen]
pub fn notice_answered(button: u32) {
    watch::happen(if button == 0 { Event::Kept } else { Event::LeaveNow });
}

/// Something was copied in a page. Whose page it is, the browser tells.
#[wasm_bindgen]
pub fn page_copied(sender: JsValue) {
    spawn_local(note_copy(sender));
}

async fn note_copy(sender: JsValue) {
    let Ok(sender) = from_js::<Sender>(&sender) else { return };
    let Some(host) = sender.host() else { return };
    if settings::read().await.sites().place(&host) != Place::Elsewhere {
        // A copy that cannot be noted is left in the clipboard.
        let _ = store::note_copy(true).await;
    }
}

/// Shows every open panel how things stand.
pub(super) fn show() {
    if PORTS.with_borrow(Vec::is_empty) {
        return;
    }
    let (is_over, view) = driver::with_run(|run| match run {
        Some(run) => (run.ending().is_some(), View::of(run).filter(|_| !is_history(run))),
        None => (true, None),
    });
    if let Some(view) = &view {
        post(view, !is_over);
    }
    let is_wanted = PORTS.with_borrow(|ports| ports.iter().any(|(_, is_look)| view.is_none() || *is_look));
    if is_over && is_wanted {
        spawn_local(async move {
            let now = match driver::trouble() {
                Some(trouble) => View::Broken { trouble },
                None => standing::look().await,
            };
            // A run that began meanwhile shows itself.
            if driver::with_run(|run| run.is_none_or(|run| run.ending().is_some())) {
                let message = to_js(&now);
                PORTS.with_borrow(|ports| {
                    let wanted = ports.iter().filter(|(_, is_look)| view.is_none() || *is_look);
                    wanted.for_each(|(port, _)| drop(port.post(&message)));
                });
            }
        });
    }
}

/// Whether the CRM is in use again since a run ended.
fn is_history(run: &Run) -> bool {
    let Some(Ending::Filed { receipt, .. }) = run.ending() else { return false };
    watch::since().is_some_and(|since| receipt.ended < since)
}

/// Shows a run; one that goes on is shown to all, whatever they asked for, and then so is its end.
fn post(view: &View, to_all: bool) {
    let message = to_js(view);
    PORTS.with_borrow_mut(|ports| {
        for (port, is_look) in ports.iter_mut() {
            *is_look &= !to_all;
            if !*is_look {
                // A panel that was closed just now is about to be struck off.
                drop(port.post(&message));
            }
        }
    });
}
