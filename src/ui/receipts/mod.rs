//! The page with all receipts: a timeline, what its chain shows, filters, and what can be done with all of them.
//!
//! It shows what is stored, and is drawn anew when that changes. Each receipt's details are drawn when it is opened.

mod findings;
mod save;
mod search;
mod timeline;

use super::dom::{self, text};
use super::words::Words;
use crate::protocol::history::History;
use crate::protocol::words::receipts as key;
use crate::shell::receipts::{self, Stored};
use gloo::events::EventListener;
use gloo::utils::document;
use save::Save;
use search::Search;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use timeline::Timeline;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// The page and its parts.
pub(super) struct Page {
    words: Words,
    findings: Element,
    search: Search,
    timeline: Timeline,
    save: Save,
    stored: RefCell<Option<Stored>>,
    is_working: Cell<bool>,
    is_stale: Cell<bool>,
}

/// Draws the page, and looks up what to show in it.
pub(super) fn start() -> Result<Rc<Page>, JsValue> {
    let page = Rc::new(Page::draw()?);
    page.search.listen(&page);
    page.save.listen(&page);
    let this = Rc::clone(&page);
    EventListener::new(&page.timeline.element, "click", move |event| {
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
    fn draw() -> Result<Self, JsValue> {
        let words = Words::load()?;
        let page = Self {
            findings: text("section", "findings", "")?,
            search: Search::draw(&words)?,
            timeline: Timeline::draw(&words)?,
            save: Save::draw(&words)?,
            words,
            stored: RefCell::default(),
            is_working: Cell::new(false),
            is_stale: Cell::new(false),
        };
        let detail = dom::find("detail")?;
        for part in [&page.findings, &page.search.element, &page.timeline.element, &page.save.element] {
            detail.append_child(part)?;
        }
        Ok(page)
    }

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

    fn show(&self, stored: Option<&Stored>, kept: receipts::Kept) -> Result<(), JsValue> {
        let focused = document().active_element().map(|element| element.id());
        self.findings.replace_children_with_node_0();
        let is_there = stored.is_some_and(|stored| !stored.history.entries.is_empty());
        for part in [&self.search.element, self.save.files()] {
            dom::show(part, is_there)?;
        }
        let Some(stored) = stored else {
            self.timeline.clear()?;
            return self.findings.append_child(&*text("p", "", &self.words.say(key::NOT_READ))?).map(drop);
        };
        let history = &stored.history;
        let checked = history.check();
        findings::draw(&self.words, &self.findings, history, &checked)?;
        self.timeline.show(&self.words, stored, &checked)?;
        self.search.show(&self.words, history)?;
        self.save.show(&self.words, history.entries.len(), kept)?;
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
