//! The options page: every setting of the table, who set it, and what it needs.
//!
//! What is shown is always what holds: after each change everything is looked up and shown anew.

mod about;
mod file;
mod row;
mod sites;
mod state;

use super::dom::{self, Drawn, button, group, text};
use super::words::Words;
use crate::chrome::permissions::{self, Permissions};
use crate::engine::policy::{Flag, SITES, Source, Topic};
use crate::protocol::words::Key;
use crate::protocol::words::settings as key;
use crate::shell::settings::{self, Change};
use about::About;
use gloo::events::EventListener;
use js_sys::{Object, Reflect};
use row::{Row, Setting};
use sites::Sites;
use state::State;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// What follows a permission that was given.
type Then = Box<dyn FnOnce(&Rc<Page>)>;

/// The page and its parts.
pub(super) struct Page {
    words: Words,
    rows: Vec<Row>,
    sites: Sites,
    faults: Element,
    undo_all: Element,
    undo_all_note: Element,
    about: About,
    /// What the person wants changed, with the place to say there if that fails.
    wishes: RefCell<VecDeque<(Change, Element)>>,
    is_working: Cell<bool>,
    is_stale: Cell<bool>,
    state: RefCell<State>,
}

/// Draws the page, and looks up what to show in it.
pub(super) fn start() -> Result<Rc<Page>, JsValue> {
    let page = Rc::new(Page::draw()?);
    for row in &page.rows {
        row.listen(&page);
    }
    page.sites.listen(&page);
    let this = Rc::clone(&page);
    EventListener::new(&page.undo_all, "click", move |_| this.undo_all()).forget();
    page.refresh();
    Ok(page)
}

impl Page {
    fn draw() -> Result<Self, JsValue> {
        let words = Words::load()?;
        let faults = text("section", "faults", "")?;
        let profile = Row::draw(&words, Setting::Profile)?;
        let mut parts = vec![faults.clone(), profile.element.clone()];
        let mut rows = vec![profile];
        for topic in Topic::ALL {
            let mut section = vec![text("h3", "", &words.say(key::topic(topic)))?];
            for setting in Setting::about(topic) {
                let row = Row::draw(&words, setting)?;
                section.push(row.element.clone());
                rows.push(row);
            }
            parts.push(group("section", "", &section)?);
        }
        let sites = Sites::draw(&words)?;
        parts.push(sites.element.clone());
        let about = About::draw(&words)?;
        parts.extend(about.elements());
        let undo_all = button("", &words.say(key::UNDO_ALL))?;
        let undo_all_note = dom::note()?;
        let lead = text("p", "quiet", &words.say(key::UNDO_ALL_LEAD))?;
        parts.push(group("section", "", &[undo_all.clone(), lead, undo_all_note.clone()])?);
        let detail = dom::find("detail")?;
        for part in &parts {
            detail.append_child(part)?;
        }
        Ok(Self {
            words,
            rows,
            sites,
            faults,
            undo_all,
            undo_all_note,
            about,
            wishes: RefCell::default(),
            is_working: Cell::new(false),
            is_stale: Cell::new(false),
            state: RefCell::default(),
        })
    }

    /// Looks up what holds, and shows it.
    pub(super) fn refresh(self: &Rc<Self>) {
        self.is_stale.set(true);
        if !self.is_working.replace(true) {
            spawn_local(Rc::clone(self).work());
        }
    }

    /// Makes a change. `note` is where to say that it could not be stored.
    fn wish(self: &Rc<Self>, path: &[&str], value: Option<JsValue>, note: &Element) {
        let path = path.iter().map(|name| (*name).to_owned()).collect();
        self.wishes.borrow_mut().push_back((Change { path, value }, note.clone()));
        self.refresh();
    }

    /// Asks for a permission within a click, and goes on if it is given; if not, `note` says so.
    fn ask(self: &Rc<Self>, needed: &Permissions, refused: Key, note: &Element, then: Then) {
        let asked = permissions::ask(needed);
        let (this, note) = (Rc::clone(self), note.clone());
        spawn_local(async move {
            if permissions::is_given(asked).await.unwrap_or(false) {
                then(&this);
            } else {
                dom::set_text(&note, &this.words.say(refused));
            }
            this.refresh();
        });
    }

    /// One change after the other: each reads what is stored, and must see the one before.
    async fn work(self: Rc<Self>) {
        while self.is_stale.replace(false) {
            let mut is_changed = false;
            while let Some((change, note)) = self.next_wish() {
                match settings::change(&change).await {
                    Ok(()) => is_changed = true,
                    Err(_) => dom::set_text(&note, &self.words.say(key::NOT_STORED)),
                }
            }
            let state = State::look().await;
            if is_changed {
                give_back(&state).await;
            }
            // What the person has typed meanwhile is newer, and showing this would take it away. It is the next to be shown.
            if !self.is_stale.get() {
                // It fails only where the browser makes no elements any more.
                let _ = self.show(&state);
            }
            self.state.replace(state);
        }
        self.is_working.set(false);
    }

    fn next_wish(&self) -> Option<(Change, Element)> {
        self.wishes.borrow_mut().pop_front()
    }

    fn show(self: &Rc<Self>, state: &State) -> Result<(), JsValue> {
        for row in &self.rows {
            row.show(&self.words, state)?;
        }
        self.sites.show(self, state)?;
        self.about.show(&self.words, state)?;
        self.faults.replace_children_with_node_0();
        if !state.settings.faults().is_empty() {
            self.faults.append_child(&*text("h3", "", &self.words.say(key::FAULTS))?)?;
            self.faults.append_child(&*self.draw_faults(state)?)?;
        }
        // Until then nobody sees rows that say nothing yet.
        dom::find("detail")?.remove_attribute("hidden")
    }

    fn draw_faults(&self, state: &State) -> Drawn {
        let mut items = Vec::new();
        for (source, fault) in state.settings.faults() {
            let sentences = [
                self.words.say(key::fault_in(*source)),
                self.words.fill(key::fault(fault.why), &[&fault.key]),
                self.words.say(key::holds(*source, fault.why)),
            ];
            items.push(text("li", "", &sentences.join(" "))?);
        }
        group("ul", "", &items)
    }

    /// Forgets all that was chosen, and keeps the added addresses: they are work to type again.
    fn undo_all(self: &Rc<Self>) {
        let sites = Object::new();
        for (host, setting) in self.state.borrow().settings.own_sites() {
            if setting.source == Source::Person {
                // It fails on frozen objects only.
                let _ = Reflect::set(&sites, &host.as_str().into(), &setting.value.name().into());
            }
        }
        let kept = Object::new();
        if Object::keys(&sites).length() != 0 {
            let _ = Reflect::set(&kept, &SITES.into(), &sites);
        }
        dom::set_text(&self.undo_all_note, &self.words.say(key::UNDONE_ALL));
        self.wish(&[], Some(kept.into()), &self.undo_all_note);
    }
}

/// Gives back the permissions that nothing needs any more.
async fn give_back(state: &State) {
    for flag in Flag::ALL {
        if let Some(needed) = state::permission(flag)
            && !state.settings.is_on(flag)
        {
            // The browser refuses what was never given, and then there is nothing to give back.
            let _ = permissions::remove(&needed).await;
        }
    }
}
