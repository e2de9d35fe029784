//! The receipts by day, the newest first.

use super::findings::count;
use crate::engine::receipt::chain::{Findings, State};
use crate::engine::receipt::{Receipt, Verdict};
use crate::engine::scope::Jar;
use crate::engine::time::Millis;
use crate::protocol::history::filter::Filter;
use crate::protocol::history::{Entry, History};
use crate::protocol::outline::{self, Standing};
use crate::protocol::words::{self as words_of, receipts as key};
use crate::shell::receipts::Stored;
use crate::ui::dom::{self, Drawn, button, group, host, mark, sized, text};
use crate::ui::receipt;
use crate::ui::words::Words;
use js_sys::{JSON, JsString};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::JsValue;
use web_sys::Element;

/// Of what cannot be read, so much is shown.
const GLANCE: u32 = 4_000;

/// The timeline.
pub(super) struct Timeline {
    days: Element,
    shown: RefCell<Shown>,
    scale: Cell<Millis>,
}

/// What is drawn.
#[derive(Default)]
struct Shown {
    /// The receipts, by their places.
    runs: Vec<Run>,
    /// The days, each with the places of its receipts.
    days: Vec<(Element, Vec<usize>)>,
}

struct Run {
    element: Element,
    /// What the page shows of it, in lower case; made when somebody searches.
    words: RefCell<Option<String>>,
}

impl Timeline {
    pub(super) fn find() -> Result<Self, JsValue> {
        Ok(Self { days: dom::find("days")?, shown: RefCell::default(), scale: Cell::default() })
    }

    /// Says this in place of receipts.
    pub(super) fn say(&self, said: &str) -> Result<(), JsValue> {
        self.shown.take();
        self.days.replace_children_with_node_0();
        self.days.append_child(&*text("p", "empty", said)?).map(drop)
    }

    /// Shows what is stored. What was open stays open.
    pub(super) fn show(&self, words: &Words, stored: &Stored, checked: &Findings) -> Result<(), JsValue> {
        let entries = &stored.history.entries;
        let open = self.open_ones()?;
        if entries.is_empty() {
            return self.say(&words.say(key::NONE));
        }
        self.days.replace_children_with_node_0();
        let receipts = entries.iter().filter_map(|entry| entry.receipt.as_ref());
        let lengths: Vec<_> = receipts.map(|receipt| outline::all(&receipt.steps)).collect();
        self.scale.set(outline::scale(&lengths));
        super::say("scale", &words.fill(key::SCALE, &[&words.length(self.scale.get())]))?;
        super::show("legend", !lengths.is_empty())?;
        self.draw_days(words, &stored.history, checked)?;
        for place in open {
            if let Some(button) = self.days.query_selector(&["#", &id(place), " button"].concat())? {
                self.press(words, stored, &button)?;
            }
        }
        Ok(())
    }

    fn draw_days(&self, words: &Words, history: &History, checked: &Findings) -> Result<(), JsValue> {
        let mut shown = Shown::default();
        let mut list: Option<(String, Element)> = None;
        for (place, entry) in history.entries.iter().enumerate().rev() {
            let day = entry.ended().map_or_else(|| words.say(key::NO_DAY), |ended| words.day(ended));
            if list.as_ref().is_none_or(|(name, _)| *name != day) {
                let runs = text("ol", "runs", "")?;
                let section = group("section", "day", &[text("h3", "", &day)?, runs.clone()])?;
                self.days.append_child(&section)?;
                shown.days.push((section, Vec::new()));
                list = Some((day, runs));
            }
            let (Some((_, runs)), Some((_, places))) = (&list, shown.days.last_mut()) else { continue };
            if place + 1 == history.entries.len() {
                draw_breaks(words, runs, checked, place + 1)?;
            }
            let state = checked.states.get(place).copied().unwrap_or(State::Sound);
            let element = self.draw_run(words, place, entry, state)?;
            runs.append_child(&element)?;
            draw_breaks(words, runs, checked, place)?;
            places.push(place);
            shown.runs.insert(0, Run { element, words: RefCell::default() });
        }
        self.shown.replace(shown);
        Ok(())
    }

    fn draw_run(&self, words: &Words, place: usize, entry: &Entry, state: State) -> Drawn {
        let receipt = entry.receipt.as_ref();
        let outcome = receipt.map_or(key::UNREADABLE, |receipt| words_of::verdict(receipt).0);
        let button = button("", "")?;
        if let Some(ended) = entry.ended() {
            button.append_child(&*text("time", "", &words.hour(ended))?)?;
            button.append_with_str_1(" ")?;
        }
        button.append_child(&*text("span", "outcome", &words.say(outcome))?)?;
        button.set_id(&["open-", &place.to_string()].concat());
        button.set_attribute("aria-expanded", "false")?;
        button.set_attribute("data-place", &place.to_string())?;
        let mut parts = vec![mark()?, group("h4", "", &[button])?];
        match receipt {
            Some(receipt) => {
                parts.push(draw_about(words, receipt)?);
                parts.push(self.draw_length(words, receipt)?);
            }
            None => parts.push(text("p", "about", &words.say(key::UNREADABLE_LEAD))?),
        }
        if let Some(what) = key::state(state) {
            let class = if state.is_wrong() { "state wrong" } else { "state" };
            parts.push(text("p", class, &words.say(what))?);
        }
        let class = receipt.map_or("unread", |receipt| receipt::class(standing(receipt.verdict)));
        let run = group("li", class, &parts)?;
        run.set_id(&id(place));
        Ok(run)
    }

    /// How long it took: one bar, a part of it for each step.
    fn draw_length(&self, words: &Words, receipt: &Receipt) -> Drawn {
        let all = outline::all(&receipt.steps);
        let mut parts = Vec::new();
        for step in &receipt.steps {
            parts.push(sized(words_of::step(step.step).0, step.took.0)?);
        }
        let length = sized("length", outline::share(all, self.scale.get()))?;
        for part in &parts {
            length.append_child(part)?;
        }
        let class = if self.scale.get() < all { "took cut" } else { "took" };
        let track = group("span", "track", &[length])?;
        group("p", class, &[track, text("span", "", &words.length(all))?])
    }

    /// Opens or closes the receipt whose button was pressed.
    pub(super) fn press(&self, words: &Words, stored: &Stored, clicked: &Element) -> Result<(), JsValue> {
        let Some(button) = clicked.closest("button[data-place]")? else { return Ok(()) };
        let place = button.get_attribute("data-place").and_then(|place| place.parse::<usize>().ok());
        let Some((place, entry)) = place.and_then(|at| Some((at, stored.history.entries.get(at)?))) else {
            return Ok(());
        };
        let details_id = ["details-", &place.to_string()].concat();
        let is_open = button.get_attribute("aria-expanded").as_deref() == Some("true");
        if let Some(details) = self.days.query_selector(&["#", &details_id].concat())? {
            details.remove();
        }
        if !is_open && let Some(run) = button.closest("li")? {
            let details = match &entry.receipt {
                Some(receipt) => receipt::draw_in_history(words, receipt, self.scale.get())?,
                None => draw_unreadable(&stored.list.get(count(place)))?,
            };
            if let Some(link) = &entry.link {
                let number = words.number(link.number);
                details.append_child(&*text(
                    "p",
                    "place",
                    &words.fill(key::PLACE, &[&number, &link.hash]),
                )?)?;
            }
            details.set_id(&details_id);
            run.append_child(&details)?;
            button.set_attribute("aria-controls", &details_id)?;
        } else {
            button.remove_attribute("aria-controls")?;
        }
        button.set_attribute("aria-expanded", if is_open { "false" } else { "true" })
    }

    /// The places of those that are open.
    fn open_ones(&self) -> Result<Vec<usize>, JsValue> {
        let mut open = Vec::new();
        for (place, run) in self.shown.borrow().runs.iter().enumerate() {
            if run.element.query_selector("[aria-expanded='true']")?.is_some() {
                open.push(place);
            }
        }
        Ok(open)
    }

    /// Hides what is not asked for, and says how many are left.
    pub(super) fn filter(&self, words: &Words, history: &History, filter: &Filter) -> Result<u32, JsValue> {
        let (shown, is_all) = (self.shown.borrow(), filter.is_all());
        // What is between two receipts is where it is only while all are there.
        self.days.toggle_attribute_with_force("data-filtered", !is_all)?;
        let mut found = 0;
        for (day, places) in &shown.days {
            let mut is_day_shown = false;
            for place in places {
                let (Some(run), Some(entry)) = (shown.runs.get(*place), history.entries.get(*place)) else {
                    continue;
                };
                let is_shown = is_all || run.is_asked_for(words, entry, filter);
                dom::show(&run.element, is_shown)?;
                found += u32::from(is_shown);
                is_day_shown |= is_shown;
            }
            dom::show(day, is_day_shown)?;
        }
        Ok(found)
    }
}

impl Run {
    fn is_asked_for(&self, words: &Words, entry: &Entry, filter: &Filter) -> bool {
        let Some(receipt) = &entry.receipt else { return false };
        if filter.words.is_empty() {
            return filter.takes(receipt, "");
        }
        let mut own = self.words.borrow_mut();
        let own = own.get_or_insert_with(|| lower(&said(words, receipt)));
        filter.takes(receipt, own)
    }
}

/// In lower case, as the browser knows it for all scripts.
pub(super) fn lower(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// All that the page says of a receipt.
fn said(words: &Words, receipt: &Receipt) -> String {
    let (title, lead) = words_of::verdict(receipt);
    let mut said = vec![words.day(receipt.ended), words.moment(receipt.ended)];
    said.extend([title, lead, words_of::trigger(receipt.trigger)].map(|key| words.say(key)));
    said.extend(crate::protocol::history::filter::names(receipt).map(|host| host.as_str().to_owned()));
    for how in receipt.organisations.values() {
        said.extend([words_of::product(how.product), words_of::way(how.way)].map(|key| words.say(key)));
    }
    for line in &receipt.lines {
        said.extend([words.say(words_of::kind(line.kind)), words.tell(words_of::proof(line.proof))]);
        said.extend(line.inside.as_ref().map(|site| site.as_str().to_owned()));
    }
    said.join("\n")
}

/// The organisations, and what set it off.
fn draw_about(words: &Words, receipt: &Receipt) -> Drawn {
    let about = text("p", "about", "")?;
    for organisation in receipt.organisations.keys() {
        about.append_child(&*host(organisation.as_str())?)?;
        about.append_with_str_1(" · ")?;
    }
    if receipt.jar == Jar::Private {
        about.append_with_str_1(&[&words.say(words_of::PRIVATE), " · "].concat())?;
    }
    about.append_with_str_1(&words.say(words_of::trigger(receipt.trigger)))?;
    Ok(about)
}

/// What is wrong before the receipt of this place.
fn draw_breaks(words: &Words, runs: &Element, checked: &Findings, place: usize) -> Result<(), JsValue> {
    for what in checked.before(place) {
        let what = text("p", "", &words.tell(key::broken(what)))?;
        runs.append_child(&*group("li", "break", &[mark()?, what])?)?;
    }
    Ok(())
}

/// What is stored, as far as it is data.
fn draw_unreadable(stored: &JsValue) -> Drawn {
    let written = JSON::stringify_with_replacer_and_space(stored, &JsValue::NULL, &2.into());
    let written = written.unwrap_or_default().slice(0, GLANCE);
    group("div", "receipt", &[text("pre", "", &String::from(written))?])
}

/// The id of the receipt of this place.
pub(super) fn id(place: usize) -> String {
    ["receipt-", &place.to_string()].concat()
}

const fn standing(verdict: Verdict) -> Standing {
    match verdict {
        Verdict::SignedOut => Standing::Verified,
        Verdict::ClearedHere => Standing::Unverifiable,
        Verdict::Incomplete => Standing::Failed,
    }
}
