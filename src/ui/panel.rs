//! How a view is drawn.

use super::dom::{self, Drawn, button, group, host, mark, text};
use super::words::Words;
use super::{is_at, receipt, standing};
use crate::engine::receipt::{Receipt, StepName, Trigger, Verdict};
use crate::engine::site::{Host, Product};
use crate::engine::time::Time;
use crate::protocol::outline::{Unsaved, unsaved};
use crate::protocol::view::{FromPanel, Presence, Progress, UnsavedTab, View};
use crate::protocol::words::{self as key, Key};
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, document_element};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// What to do with what the person asks for.
pub(super) type Answer = Rc<dyn Fn(FromPanel)>;

/// The places of the page that are drawn into.
pub(super) struct Panel {
    words: Words,
    main: HtmlElement,
    headline: Element,
    lead: Element,
    detail: Element,
    /// Whether there is room: a tab rather than a popup.
    is_wide: bool,
    listeners: Vec<EventListener>,
}

impl Panel {
    /// Finds them.
    pub(super) fn find() -> Result<Self, JsValue> {
        let main = document().query_selector("main")?.ok_or("main")?;
        Ok(Self {
            words: Words::load()?,
            main: main.dyn_into()?,
            headline: dom::find("headline")?,
            lead: dom::find("lead")?,
            detail: dom::find("detail")?,
            is_wide: !is_popup(),
            listeners: Vec::new(),
        })
    }

    /// Shows this view in place of the one before.
    pub(super) fn show(&mut self, view: &View, answer: &Answer) -> Result<(), JsValue> {
        let had_focus = self.detail.contains(document().active_element().as_deref());
        self.listeners.clear();
        self.detail.replace_children_with_node_0();
        if is_at("#example") {
            self.add(text("p", "example", &self.words.say(key::EXAMPLE))?)?;
        }
        match view {
            View::Standing { found, is_complete, since, next, paused, last, earlier } => {
                let presence = Presence::of(found);
                self.show_standing(presence, *since, *next, *paused, answer)?;
                for part in standing::draw(&self.words, found, *is_complete)? {
                    self.add(part)?;
                }
                if presence != Presence::SignedIn {
                    self.show_last(earlier.as_ref(), last.as_ref())?;
                }
            }
            View::Running { progress } => self.show_running(progress)?,
            View::Asking { unsaved, until, progress: _ } => {
                return self.show_question(unsaved, *until, answer);
            }
            View::Finished { receipt, earlier } => self.show_finished(earlier.as_ref(), receipt)?,
            View::CalledOff => self.head("calm", key::CALLED_OFF, key::CALLED_OFF_LEAD),
            View::Broken { trouble } => self.head("bad", key::BROKEN, key::trouble(*trouble)),
        }
        if had_focus {
            // What had it is gone; without this, the keyboard would start again at the top.
            dom::focus(&self.headline);
        }
        Ok(())
    }

    /// The headline, the sentence below it, and the tone of both.
    fn head(&self, tone: &str, headline: Key, lead: Key) {
        // It fails for names that are no attribute names, and this one is.
        let _ = self.main.dataset().set("tone", tone);
        dom::set_text(&self.headline, &self.words.say(headline));
        dom::set_text(&self.lead, &self.words.say(lead));
    }

    /// Whether somebody is signed in, since when, and what comes next.
    fn show_standing(
        &mut self,
        presence: Presence,
        since: Option<Time>,
        next: Option<(Trigger, Time)>,
        paused: Option<Time>,
        answer: &Answer,
    ) -> Result<(), JsValue> {
        match presence {
            Presence::SignedIn => self.head("in", key::SIGNED_IN, key::SIGNED_IN_LEAD),
            Presence::Traces => self.head("in", key::TRACES, key::TRACES_LEAD),
            Presence::Nothing => {
                self.head("calm", key::NOT_SIGNED_IN, key::NOTHING_TO_DO);
                return Ok(());
            }
        }
        if let Some(since) = since {
            let since = self.words.fill(key::SINCE, &[&self.words.moment(since)]);
            dom::set_text(&self.lead, &since);
            let next = match next {
                Some((trigger, at)) => {
                    let what = self.words.say(key::trigger(trigger));
                    self.words.fill(key::NEXT, &[&self.words.hour(at), &what])
                }
                None => self.words.say(key::NEXT_NONE),
            };
            self.add(text("p", "", &next)?)?;
            if let Some(until) = paused {
                let paused = self.words.fill(key::NEXT_PAUSED, &[&self.words.hour(until)]);
                self.add(text("p", "", &paused)?)?;
            }
        }
        let start = button("safe", &self.words.say(key::LEAVE))?;
        let answer = Rc::clone(answer);
        self.listeners = vec![EventListener::new(&start, "click", move |_| answer(FromPanel::Start))];
        self.add(group("div", "buttons", &[start])?)
    }

    fn show_last(&self, earlier: Option<&Receipt>, last: Option<&Receipt>) -> Result<(), JsValue> {
        let Some(receipt) = last else {
            return self.add(text("p", "quiet", &self.words.say(key::NO_RECEIPT))?);
        };
        let worse = worse(earlier, receipt);
        let (verdict, _) = key::verdict(worse);
        let line = group("p", standing(worse), &[mark()?, text("span", "", &self.words.say(verdict))?])?;
        self.add(text("h2", "", &self.words.say(key::LAST_RECEIPT))?)?;
        self.add(line)?;
        self.add_receipts(earlier, receipt)
    }

    fn show_finished(&self, earlier: Option<&Receipt>, receipt: &Receipt) -> Result<(), JsValue> {
        let worse = worse(earlier, receipt);
        let (headline, lead) = key::verdict(worse);
        self.head(tone(worse.verdict), headline, lead);
        self.add_receipts(earlier, receipt)
    }

    fn add_receipts(&self, earlier: Option<&Receipt>, receipt: &Receipt) -> Result<(), JsValue> {
        for receipt in earlier.into_iter().chain([receipt]) {
            self.add(receipt::draw(&self.words, receipt, self.is_wide)?)?;
        }
        Ok(())
    }

    fn show_running(&self, progress: &Progress) -> Result<(), JsValue> {
        self.head("busy", key::RUNNING, key::step(progress.now));
        self.add_organisations(&progress.organisations)?;
        let mut steps = Vec::new();
        for step in StepName::ALL {
            steps.push(self.draw_step(progress, step)?);
        }
        let list = group("ol", "steps", &steps)?;
        list.set_attribute("aria-label", &self.words.say(key::STEPS))?;
        self.add(list)
    }

    fn draw_step(&self, progress: &Progress, step: StepName) -> Drawn {
        let name = text("span", "name", &self.words.say(key::step(step)))?;
        let took = progress.done.iter().find(|(done, _)| *done == step).map(|(_, took)| *took);
        match took {
            Some(took) => {
                let done = text("span", "unseen", &self.words.say(key::STEP_DONE))?;
                let took = text("span", "took", &self.words.length(took))?;
                group("li", "verified", &[mark()?, name, done, took])
            }
            None if step == progress.now => {
                let item = group("li", "now", &[mark()?, name])?;
                item.set_attribute("aria-current", "step")?;
                Ok(item)
            }
            None => group("li", "ahead", &[mark()?, name]),
        }
    }

    fn add_organisations(&self, organisations: &[(Host, Product)]) -> Result<(), JsValue> {
        if organisations.is_empty() {
            return Ok(());
        }
        let mut items = Vec::new();
        for (organisation, product) in organisations {
            let product = text("span", "quiet", &self.words.say(key::product(*product)))?;
            items.push(group("li", "", &[host(organisation.as_str())?, product])?);
        }
        let list = group("ul", "organisations", &items)?;
        list.set_attribute("aria-label", &self.words.say(key::ORGANISATIONS))?;
        self.add(list)
    }

    fn show_question(&mut self, tabs: &[UnsavedTab], until: Time, answer: &Answer) -> Result<(), JsValue> {
        self.head("ask", key::ASKING, key::ASKING_LEAD);
        let mut items = Vec::new();
        for (organisation, unsaved) in unsaved(tabs) {
            items.push(self.draw_unsaved(organisation, unsaved)?);
        }
        let list = group("ul", "unsaved", &items)?;
        list.set_id("unsaved");
        let until = self.words.fill(key::ASKING_UNTIL, &[&self.words.hour(until)]);
        let until = text("p", "quiet", &until)?;
        let back = button("safe", &self.words.say(key::GO_BACK))?;
        let anyway = button("danger", &self.words.say(key::SIGN_OUT_ANYWAY))?;
        back.set_attribute("aria-describedby", "unsaved")?;
        anyway.set_attribute("aria-describedby", "lead")?;
        let buttons = group("div", "buttons", &[back.clone(), anyway.clone()])?;
        self.listen(&buttons, &back, &anyway, answer);
        for part in [list, until, buttons] {
            self.add(part)?;
        }
        dom::focus(&back);
        Ok(())
    }

    fn draw_unsaved(&self, organisation: &Host, unsaved: Unsaved) -> Drawn {
        let mut parts = vec![host(organisation.as_str())?];
        for (plural, count) in [(key::UNSAVED_TABS, unsaved.certain), (key::SILENT_TABS, unsaved.silent)] {
            if 0 < count {
                parts.push(text("span", "quiet", &self.words.count(plural, count))?);
            }
        }
        group("li", "", &parts)
    }

    /// One answer, by a button or by Escape; then the buttons rest until the background speaks.
    fn listen(&mut self, buttons: &Element, back: &Element, anyway: &Element, answer: &Answer) {
        let once: Rc<dyn Fn(bool)> = {
            let (buttons, answer, is_answered) = (buttons.clone(), Rc::clone(answer), Cell::new(false));
            Rc::new(move |sign_out| {
                if !is_answered.replace(true) {
                    buttons.set_class_name("buttons answered");
                    answer(FromPanel::Answer { sign_out });
                }
            })
        };
        let click = |button: &Element, sign_out| {
            let once = Rc::clone(&once);
            EventListener::new(button, "click", move |_| once(sign_out))
        };
        self.listeners = vec![click(back, false), click(anyway, true)];
        let options = EventListenerOptions::enable_prevent_default();
        let escape = EventListener::new_with_options(&document(), "keydown", options, move |event| {
            if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
                // The browser would close the popup before anybody has read what came of it.
                event.prevent_default();
                once(false);
            }
        });
        self.listeners.push(escape);
    }

    fn add(&self, element: Element) -> Result<(), JsValue> {
        self.detail.append_child(&element).map(drop)
    }
}

/// Whether this page is the popup of the toolbar button, as `early.js` found.
fn is_popup() -> bool {
    document_element().get_attribute("data-place").as_deref() == Some("popup")
}

/// The receipt that a click comes to: the worse of its two.
fn worse<'a>(earlier: Option<&'a Receipt>, receipt: &'a Receipt) -> &'a Receipt {
    earlier.filter(|earlier| receipt.verdict < earlier.verdict).unwrap_or(receipt)
}

const fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::SignedOut => "good",
        Verdict::ClearedHere => "partial",
        Verdict::Incomplete => "bad",
    }
}

const fn standing(receipt: &Receipt) -> &'static str {
    match receipt.verdict {
        Verdict::SignedOut => "outcome verified",
        Verdict::ClearedHere => "outcome unverifiable",
        Verdict::Incomplete => "outcome failed",
    }
}
