//! The search and the filters.

use super::{Page, key, timeline};
use crate::engine::receipt::{Receipt, Verdict};
use crate::engine::site::Host;
use crate::protocol::history::History;
use crate::protocol::history::filter::{Filter, Period, names};
use crate::protocol::words::{self as words_of, Key};
use crate::shell::clock;
use crate::ui::dom::{self, button, group, text};
use crate::ui::words::Words;
use gloo::events::{EventListener, EventListenerOptions};
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

/// What sign-outs can come to.
const VERDICTS: [Verdict; 3] = [Verdict::SignedOut, Verdict::ClearedHere, Verdict::Incomplete];

/// The fields.
pub(super) struct Search {
    pub(super) element: Element,
    words: HtmlInputElement,
    verdict: HtmlSelectElement,
    organisation: HtmlSelectElement,
    trigger: HtmlSelectElement,
    period: HtmlSelectElement,
    show_all: Element,
    found: Element,
}

impl Search {
    pub(super) fn draw(words: &Words) -> Result<Self, JsValue> {
        let sought: HtmlInputElement = text("input", "", "")?.unchecked_into();
        sought.set_type("search");
        let [verdict, organisation, trigger, period] = [choice()?, choice()?, choice()?, choice()?];
        for each in VERDICTS {
            let verdict_of = key::verdict(each);
            add(&verdict, verdict_of.0, &words.say(verdict_of))?;
        }
        for each in Period::ALL {
            add(&period, key::period(each).0, &words.say(key::period(each)))?;
        }
        let fields = [
            ("search-words", key::SEARCH, &*sought),
            ("search-verdict", key::BY_VERDICT, &verdict),
            ("search-organisation", key::BY_ORGANISATION, &organisation),
            ("search-trigger", key::BY_TRIGGER, &trigger),
            ("search-period", key::BY_PERIOD, &period),
        ];
        let mut parts = Vec::new();
        for (id, name, field) in fields {
            parts.push(dom::labelled(id, &words.say(name), field)?);
        }
        for select in [&verdict, &organisation, &trigger, &period] {
            let any = text("option", "", &words.say(key::ANY))?;
            any.set_attribute("value", "")?;
            select.prepend_with_node_1(&any)?;
            select.set_value("");
        }
        let form = group("form", "filters", &parts)?;
        form.set_attribute("role", "search")?;
        form.set_attribute("aria-label", &words.say(key::FILTERS))?;
        let found = text("p", "", "")?;
        found.set_id("found");
        found.set_attribute("role", "status")?;
        let show_all = button("link", &words.say(key::SHOW_ALL))?;
        show_all.set_id("show-all");
        let line = group("div", "found", &[found.clone(), show_all.clone()])?;
        let element = group("div", "search", &[form, line])?;
        Ok(Self { element, words: sought, verdict, organisation, trigger, period, show_all, found })
    }

    pub(super) fn listen(&self, page: &Rc<Page>) {
        let this = Rc::clone(page);
        EventListener::new(&self.element, "input", move |_| this.search()).forget();
        let options = EventListenerOptions::enable_prevent_default();
        // Enter in the field for words: what it asks for is shown already.
        let submit = |event: &web_sys::Event| event.prevent_default();
        EventListener::new_with_options(&self.element, "submit", options, submit).forget();
        let this = Rc::clone(page);
        EventListener::new(&self.show_all, "click", move |_| {
            let Self { words, verdict, organisation, trigger, period, .. } = &this.search;
            words.set_value("");
            for select in [verdict, organisation, trigger, period] {
                select.set_value("");
            }
            // The button is about to go.
            dom::focus(words);
            this.search();
        })
        .forget();
    }

    /// Offers what there is among the receipts. What was chosen stays chosen, if it is still there.
    pub(super) fn show(&self, words: &Words, history: &History) -> Result<(), JsValue> {
        let (mut organisations, mut triggers): (Vec<&Host>, Vec<Key>) = Default::default();
        for receipt in receipts(history) {
            for host in names(receipt).filter(|host| !host.as_str().is_empty()) {
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
        let chosen = [self.organisation.value(), self.trigger.value()];
        for select in [&self.organisation, &self.trigger] {
            while let Some(option) = select.last_element_child().filter(|_| 1 < select.length()) {
                option.remove();
            }
        }
        for host in organisations {
            add(&self.organisation, host.as_str(), host.as_str())?;
        }
        for trigger in triggers {
            add(&self.trigger, trigger.0, &words.say(trigger))?;
        }
        let [organisation, trigger] = chosen;
        for (select, value) in [(&self.organisation, organisation), (&self.trigger, trigger)] {
            select.set_value(&value);
            if select.selected_index() < 0 {
                select.set_value("");
            }
        }
        Ok(())
    }

    /// What the person asks for.
    pub(super) fn filter(&self, history: &History) -> Filter {
        let trigger = self.trigger.value();
        let triggers = receipts(history).map(|receipt| receipt.trigger);
        Filter {
            verdict: VERDICTS.into_iter().find(|each| key::verdict(*each).0 == self.verdict.value()),
            organisation: Host::parse(&self.organisation.value()).ok(),
            trigger: triggers.into_iter().find(|each| words_of::trigger(*each).0 == trigger),
            since: Period::ALL
                .into_iter()
                .find(|each| key::period(*each).0 == self.period.value())
                .map(|each| each.since(clock::now())),
            words: timeline::lower(&self.words.value()).split_whitespace().map(str::to_owned).collect(),
        }
    }

    /// Says how many there are.
    pub(super) fn found(&self, words: &Words, found: u32, filter: &Filter) -> Result<(), JsValue> {
        let said = if found == 0 { words.say(key::NONE_FOUND) } else { words.count(key::FOUND, found) };
        dom::set_text(&self.found, &said);
        dom::show(&self.show_all, !filter.is_all())
    }
}

fn receipts(history: &History) -> impl Iterator<Item = &Receipt> {
    history.entries.iter().filter_map(|entry| entry.receipt.as_ref())
}

fn choice() -> Result<HtmlSelectElement, JsValue> {
    Ok(text("select", "", "")?.unchecked_into())
}

fn add(select: &HtmlSelectElement, value: &str, name: &str) -> Result<(), JsValue> {
    let option = text("option", "", name)?;
    option.set_attribute("value", value)?;
    select.append_child(&option).map(drop)
}
