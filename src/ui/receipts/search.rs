//! The search and the filters.

use super::{Page, key, timeline};
use crate::engine::receipt::{Receipt, Verdict};
use crate::engine::site::Host;
use crate::protocol::history::History;
use crate::protocol::history::filter::{Filter, days_before, names};
use crate::protocol::words::{self as words_of, Key};
use crate::shell::clock;
use crate::ui::dom::{self, text};
use crate::ui::words::Words;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

/// The fields.
pub(super) struct Search {
    form: Element,
    words: HtmlInputElement,
    verdict: HtmlSelectElement,
    organisation: HtmlSelectElement,
    trigger: HtmlSelectElement,
    days: HtmlSelectElement,
}

impl Search {
    pub(super) fn find() -> Result<Self, JsValue> {
        Ok(Self {
            form: dom::find("search")?,
            words: dom::find("search-words")?.dyn_into()?,
            verdict: dom::find("search-verdict")?.dyn_into()?,
            organisation: dom::find("search-organisation")?.dyn_into()?,
            trigger: dom::find("search-trigger")?.dyn_into()?,
            days: dom::find("search-days")?.dyn_into()?,
        })
    }

    pub(super) fn listen(&self, page: &Rc<Page>) {
        let this = Rc::clone(page);
        EventListener::new(&self.form, "input", move |_| this.search()).forget();
        let options = EventListenerOptions::enable_prevent_default();
        // Enter in the field for words: what it asks for is shown already.
        let submit = |event: &web_sys::Event| event.prevent_default();
        EventListener::new_with_options(&self.form, "submit", options, submit).forget();
        let this = Rc::clone(page);
        EventListener::new(&self.form, "reset", move |_| {
            let this = Rc::clone(&this);
            // The fields are emptied once everybody has heard of it.
            Timeout::new(0, move || {
                // The button is about to go.
                dom::focus(&this.search.words);
                this.search();
            })
            .forget();
        })
        .forget();
    }

    /// Offers what there is among the receipts. What was chosen stays chosen, if it is still there.
    pub(super) fn show(&self, words: &Words, history: &History) -> Result<(), JsValue> {
        let (mut organisations, mut triggers): (Vec<&Host>, Vec<Key>) = Default::default();
        for receipt in receipts(history) {
            for host in names(receipt) {
                let place = organisations.partition_point(|known| *known < host);
                if organisations.get(place) != Some(&host) {
                    organisations.insert(place, host);
                }
            }
            let trigger = words_of::trigger(receipt.trigger);
            if !triggers.contains(&trigger) {
                triggers.push(trigger);
            }
        }
        let organisations = organisations.iter().map(|host| (host.as_str(), host.as_str().to_owned()));
        offer(&self.organisation, &organisations.collect::<Vec<_>>())?;
        let triggers = triggers.iter().map(|trigger| (trigger.0, words.say(*trigger)));
        offer(&self.trigger, &triggers.collect::<Vec<_>>())?;
        dom::show(&self.form, !history.entries.is_empty())
    }

    /// What the person asks for.
    pub(super) fn filter(&self, history: &History) -> Filter {
        let trigger = self.trigger.value();
        let mut triggers = receipts(history).map(|receipt| receipt.trigger);
        Filter {
            verdict: match self.verdict.value().as_str() {
                "signed_out" => Some(Verdict::SignedOut),
                "cleared_here" => Some(Verdict::ClearedHere),
                "incomplete" => Some(Verdict::Incomplete),
                _ => None,
            },
            organisation: Host::parse(&self.organisation.value()).ok(),
            trigger: triggers.find(|each| words_of::trigger(*each).0 == trigger),
            since: self.days.value().parse().ok().map(|days| days_before(clock::now(), days)),
            words: timeline::lower(&self.words.value()).split_whitespace().map(str::to_owned).collect(),
        }
    }

    /// Says how many there are.
    pub(super) fn found(&self, words: &Words, found: u32, filter: &Filter) -> Result<(), JsValue> {
        let said = if found == 0 { words.say(key::NONE_FOUND) } else { words.count(key::FOUND, found) };
        super::say("found", &said)?;
        super::show("show-all", !filter.is_all())
    }
}

fn receipts(history: &History) -> impl Iterator<Item = &Receipt> {
    history.entries.iter().filter_map(|entry| entry.receipt.as_ref())
}

/// Offers these behind the first choice, which is there always.
fn offer(select: &HtmlSelectElement, choices: &[(&str, String)]) -> Result<(), JsValue> {
    let chosen = select.value();
    while 1 < select.length() {
        select.remove_with_index(1);
    }
    for (value, name) in choices {
        let option = text("option", "", name)?;
        option.set_attribute("value", value)?;
        select.append_child(&option)?;
        if chosen == *value {
            select.set_value(value);
        }
    }
    Ok(())
}
