//! The page with all receipts: a timeline, what its chain shows, filters, and what can be done with all of them.
//!
//! What never changes stands in `receipts.html`. The rest shows what is stored, and is drawn anew when that changes;
//! each receipt's details are drawn when it is opened.

mod findings;
mod save;
mod search;
mod timeline;

use super::dom;
use super::words::Words;
use crate::protocol::history::History;
use crate::protocol::words::receipts as key;
use crate::shell::receipts::{self, Kept, Stored};
use gloo::events::EventListener;
use gloo::utils::document;
use search::Search;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use timeline::Timeline;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// The page.
pub(super) struct Page {
    words: Words,
    search: Search,
    timeline: Timeline,
    stored: RefCell<Option<Stored>>,
    is_working: Cell<bool>,
    is_stale: Cell<bool>,
}

/// Begins to show what is stored.
pub(super) fn start() -> Result<Rc<Page>, JsValue> {
    let page = Rc::new(Page {
        words: Words::load()?,
        search: Search::find()?,
        timeline: Timeline::find()?,
        stored: RefCell::default(),
        is_working: Cell::new(false),
        is_stale: Cell::new(false),
    });
    page.search.listen(&page);
    save::listen(&page)?;
    let (this, days) = (Rc::clone(&page), dom::find("days")?);
    EventListener::new(&days, "click", move |event| {
        let clicked = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let (Some(clicked), Some(stored)) = (clicked, &*this.stored.borrow()) {
            // It fails only where the browser makes no elements any more.
            let _ = this.timeline.press(&this.words, stored, &clicked);
        }
    })
    .forget();
    page.refresh();
    Ok(page)
}

impl Page {
    /// Looks up what is stored, and shows it.
    pub(super) fn refresh(self: &Rc<Self>) {
        self.is_stale.set(true);
        if !self.is_working.replace(true) {
            spawn_local(Rc::clone(self).work());
        }
    }

    async fn work(self: Rc<Self>) {
        while self.is_stale.replace(false) {
            let stored = receipts::tidy().await.ok();
            let kept = receipts::kept().await;
            // It fails only where the browser makes no elements any more.
            let _ = self.show(stored.as_ref(), kept);
            self.stored.replace(stored);
        }
        self.is_working.set(false);
    }

    fn show(&self, stored: Option<&Stored>, kept: Kept) -> Result<(), JsValue> {
        let Some(stored) = stored else {
            return self.timeline.say(&self.words.say(key::NOT_READ));
        };
        let focused = document().active_element().map(|element| element.id());
        let history = &stored.history;
        let checked = history.check();
        findings::show(&self.words, history, &checked)?;
        self.timeline.show(&self.words, stored, &checked)?;
        self.search.show(&self.words, history)?;
        save::show(&self.words, history.entries.len(), kept)?;
        self.filter(history)?;
        // What had the keyboard was drawn anew.
        if let Some(element) = focused.and_then(|id| document().get_element_by_id(&id)) {
            dom::focus(&element);
        }
        Ok(())
    }

    fn filter(&self, history: &History) -> Result<(), JsValue> {
        let filter = self.search.filter(history);
        let found = self.timeline.filter(&self.words, history, &filter)?;
        self.search.found(&self.words, found, &filter)
    }

    /// The person searches.
    fn search(&self) {
        if let Some(stored) = &*self.stored.borrow() {
            // It fails only where the browser makes no elements any more.
            let _ = self.filter(&stored.history);
        }
    }
}

/// Puts a text into the element of this id.
fn say(id: &str, text: &str) -> Result<(), JsValue> {
    dom::find(id).map(|element| dom::set_text(&element, text))
}

/// Shows or hides the element of this id.
fn show(id: &str, is_shown: bool) -> Result<(), JsValue> {
    dom::find(id).and_then(|element| dom::show(&element, is_shown))
}
