//! One setting on the page: its control, what it does, who set it, and what is missing.

use super::state::{State, permission};
use super::{Page, key};
use crate::chrome::permissions::Permissions;
use crate::engine::policy::{Flag, Item, Number, PROFILE, Profile, Source, Topic};
use crate::engine::watch::Sight;
use crate::protocol::hour;
use crate::protocol::words::settings::Part;
use crate::ui::dom::{self, Drawn, button, group, text};
use crate::ui::words::Words;
use gloo::events::{EventListener, EventListenerOptions};
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Element, HtmlInputElement};

/// A setting of the table.
#[derive(Clone, Copy)]
pub(super) enum Setting {
    /// Whose the computer is.
    Profile,
    /// On or off.
    Flag(Flag),
    /// A number.
    Number(Number),
}

/// The elements of a setting.
pub(super) struct Row {
    setting: Setting,
    pub(super) element: Element,
    /// One for each profile; else a single one.
    inputs: Vec<HtmlInputElement>,
    /// Whether this browser sees what the setting needs.
    sight: Element,
    source: Element,
    undo: Element,
    missing: Element,
    missing_text: Element,
    allow: Element,
    note: Element,
}

impl Setting {
    /// The settings of a topic.
    pub(super) fn about(topic: Topic) -> impl Iterator<Item = Self> {
        topic.items().iter().map(|item| match *item {
            Item::Flag(flag) => Self::Flag(flag),
            Item::Number(number) => Self::Number(number),
        })
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Profile => PROFILE,
            Self::Flag(flag) => flag.name(),
            Self::Number(number) => number.name(),
        }
    }

    fn needs(self) -> Option<Permissions> {
        if let Self::Flag(flag) = self { permission(flag) } else { None }
    }

    /// Who set it, and who would have if the person had not.
    pub(super) fn sources(self, state: &State) -> (Source, Source) {
        let source = |settings: &crate::engine::policy::Settings| match self {
            Self::Profile => settings.profile().source,
            Self::Flag(flag) => settings.flag(flag).source,
            Self::Number(number) => settings.number(number).source,
        };
        (source(&state.settings), source(&state.unchosen))
    }

    /// Whether this browser sees what the setting waits for, where that is not certain.
    const fn sight(self, state: &State) -> Option<Sight> {
        match self {
            Self::Flag(Flag::Locked) => Some(state.sights.locked),
            Self::Number(Number::Idle) => Some(state.sights.idle),
            Self::Profile | Self::Flag(_) | Self::Number(_) => None,
        }
    }

    fn is_idle(self, state: &State) -> bool {
        if let Self::Flag(flag) = self { state.idle.contains(&flag) } else { false }
    }
}

impl Row {
    pub(super) fn draw(words: &Words, setting: Setting) -> Result<Self, JsValue> {
        let name = setting.name();
        let (control, inputs) = draw_control(words, setting)?;
        let source = text("p", "source", "")?;
        source.set_id(&id(name, "source"));
        let undo = button("link", "")?;
        let missing_text = text("p", "", "")?;
        missing_text.set_id(&id(name, "missing"));
        let allow = button("safe", &words.say(key::ALLOW))?;
        for (button, own) in [(&undo, "undo"), (&allow, "allow")] {
            button.set_id(&id(name, own));
            // "Allow" alone would not say what to someone who hears the button only.
            button.set_attribute("aria-labelledby", &[id(name, own), id(name, "title")].join(" "))?;
        }
        let missing = group("div", "missing", &[missing_text.clone(), allow.clone()])?;
        let note = dom::note()?;
        let of = group("div", "of", &[source.clone(), undo.clone()])?;
        let tag = if matches!(setting, Setting::Profile) { "fieldset" } else { "div" };
        let mut parts = control;
        let sight = text("p", "lead", "")?;
        sight.set_id(&id(name, "sight"));
        parts.extend([sight.clone(), of, missing.clone(), note.clone()]);
        let element = group(tag, "setting", &parts)?;
        Ok(Self { setting, element, inputs, sight, source, undo, missing, missing_text, allow, note })
    }

    /// Shows how it stands.
    pub(super) fn show(&self, words: &Words, state: &State) -> Result<(), JsValue> {
        let (source, unchosen) = self.setting.sources(state);
        let is_fixed = source == Source::Administrator;
        for input in &self.inputs {
            match self.setting {
                Setting::Profile => input.set_checked(input.value() == state.settings.profile().value.name()),
                Setting::Flag(flag) => input.set_checked(state.settings.is_on(flag)),
                Setting::Number(number) => {
                    let value = state.settings.number(number).value;
                    let shown =
                        if number == Number::TimeOfDay { hour::written(value) } else { value.to_string() };
                    // What was typed and refused stays, so that it can be mended; and setting what is there
                    // already would take away a time that is half typed.
                    if input.get_attribute("aria-invalid").is_none() && input.value() != shown {
                        input.set_value(&shown);
                    }
                    input.set_read_only(is_fixed);
                }
            }
            // Not `disabled`: who uses the keyboard should be able to come here and hear why.
            input.set_attribute("aria-disabled", if is_fixed { "true" } else { "false" })?;
        }
        dom::set_text(&self.source, &key::source(source).map(|key| words.say(key)).unwrap_or_default());
        let undo = if unchosen == Source::Recommended { key::UNDO_TO_RECOMMENDED } else { key::UNDO };
        dom::set_text(&self.undo, &words.say(undo));
        dom::show(&self.undo, source == Source::Person)?;
        let sight = self.setting.sight(state).map(|sight| words.say(key::sight(sight)));
        dom::show(&self.sight, sight.is_some())?;
        dom::set_text(&self.sight, &sight.unwrap_or_default());
        let is_idle = self.setting.is_idle(state);
        // Emptied too: the control is described by it, and what describes is read also where it is hidden.
        dom::set_text(&self.missing_text, &if is_idle { words.say(key::MISSING) } else { String::new() });
        dom::show(&self.missing, is_idle)
    }

    /// Passes on what the person does.
    pub(super) fn listen(&self, page: &Rc<Page>) {
        for input in &self.inputs {
            let (this, page) = (self.parts(input), Rc::clone(page));
            EventListener::new(input, "change", move |_| this.change(&page)).forget();
            let locked = input.clone();
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(input, "click", options, move |event| {
                if is_locked(&locked) {
                    event.prevent_default();
                }
            })
            .forget();
        }
        let Some(first) = self.inputs.first() else { return };
        let (this, page_of_undo) = (self.parts(first), Rc::clone(page));
        EventListener::new(&self.undo, "click", move |_| this.undo(&page_of_undo)).forget();
        let (this, page) = (self.parts(first), Rc::clone(page));
        EventListener::new(&self.allow, "click", move |_| this.allow(&page)).forget();
    }

    fn parts(&self, input: &HtmlInputElement) -> Hand {
        Hand { setting: self.setting, input: input.clone(), note: self.note.clone() }
    }
}

/// What a listener needs of a row.
struct Hand {
    setting: Setting,
    input: HtmlInputElement,
    note: Element,
}

impl Hand {
    fn change(&self, page: &Rc<Page>) {
        dom::set_text(&self.note, "");
        if is_locked(&self.input) {
            return page.refresh();
        }
        let Some(value) = self.entered() else { return self.refuse(page) };
        // It fails for names that are no attribute names, and this one is.
        let _ = self.input.remove_attribute("aria-invalid");
        let is_on = value.as_bool() == Some(true);
        let (name, note) = (self.setting.name(), self.note.clone());
        match self.setting.needs().filter(|_| is_on) {
            None => page.wish(&[name], Some(value), &note),
            Some(needed) => {
                let then = Box::new(move |page: &Rc<Page>| page.wish(&[name], Some(value), &note));
                page.ask(&needed, key::REFUSED, &self.note, then);
            }
        }
    }

    /// What the person entered; none if it is no value of this setting.
    fn entered(&self) -> Option<JsValue> {
        match self.setting {
            Setting::Profile => Some(self.input.value().into()),
            Setting::Flag(_) => Some(self.input.checked().into()),
            Setting::Number(number) => {
                let typed = self.input.value();
                let value =
                    if number == Number::TimeOfDay { hour::read(&typed) } else { typed.parse().ok() }?;
                number.range().contains(&value).then(|| value.into())
            }
        }
    }

    fn refuse(&self, page: &Rc<Page>) {
        let Setting::Number(number) = self.setting else { return };
        let _ = self.input.set_attribute("aria-invalid", "true");
        let limits = [number.range().start(), number.range().end()].map(|limit| page.words.number(*limit));
        let [least, most] = &limits;
        dom::set_text(&self.note, &page.words.fill(key::LIMITS, &[least, most]));
    }

    fn undo(&self, page: &Rc<Page>) {
        dom::set_text(&self.note, "");
        let _ = self.input.remove_attribute("aria-invalid");
        // The button is about to go.
        dom::focus(&self.input);
        page.wish(&[self.setting.name()], None, &self.note);
    }

    fn allow(&self, page: &Rc<Page>) {
        let Some(needed) = self.setting.needs() else { return };
        dom::set_text(&self.note, "");
        let input = self.input.clone();
        page.ask(&needed, key::REFUSED, &self.note, Box::new(move |_| dom::focus(&input)));
    }
}

fn is_locked(input: &HtmlInputElement) -> bool {
    input.get_attribute("aria-disabled").as_deref() == Some("true")
}

/// The id of a part of a setting.
fn id(name: &str, part: &str) -> String {
    [name, "-", part].concat()
}

/// The control with its label and what it does, and the fields in it.
fn draw_control(words: &Words, setting: Setting) -> Result<(Vec<Element>, Vec<HtmlInputElement>), JsValue> {
    let name = setting.name();
    let title = words.of(Part::Title, name);
    let lead = text("p", "lead", &words.of(Part::Lead, name))?;
    lead.set_id(&id(name, "lead"));
    if let Setting::Profile = setting {
        let legend = text("legend", "", &title)?;
        legend.set_id(&id(name, "title"));
        let (mut parts, mut inputs) = (vec![legend, lead], Vec::new());
        for profile in Profile::ALL {
            let (label, lead) = key::profile(profile);
            let own = id(name, profile.name());
            let input = field(name, &own, Some(&own))?;
            input.set_type("radio");
            input.set_name(name);
            input.set_value(profile.name());
            let label = label_of(&own, &words.say(label))?;
            let lead = text("p", "lead", &words.say(lead))?;
            lead.set_id(&id(&own, "lead"));
            parts.extend([group("div", "choice", &[input.clone().into(), label])?, lead]);
            inputs.push(input);
        }
        return Ok((parts, inputs));
    }
    let input = field(name, name, None)?;
    let label = label_of(name, &title)?;
    label.set_id(&id(name, "title"));
    let parts = if let Setting::Number(Number::TimeOfDay) = setting {
        input.set_type("time");
        vec![label, lead, group("div", "choice", &[input.clone().into()])?]
    } else if let Setting::Number(number) = setting {
        input.set_type("number");
        input.set_min(&number.range().start().to_string());
        input.set_max(&number.range().end().to_string());
        let unit = text("span", "unit", &words.of(Part::Unit, name))?;
        unit.set_id(&id(name, "unit"));
        vec![label, lead, group("div", "choice", &[input.clone().into(), unit])?]
    } else {
        input.set_type("checkbox");
        input.set_attribute("role", "switch")?;
        vec![group("div", "choice", &[input.clone().into(), label])?, lead]
    };
    Ok((parts, vec![input]))
}

/// A field, described by what is said of its setting.
fn field(setting: &str, own: &str, alone: Option<&str>) -> Result<HtmlInputElement, JsValue> {
    let input: HtmlInputElement = text("input", "", "")?.unchecked_into();
    input.set_id(own);
    let mut described: Vec<_> = alone.iter().map(|name| id(name, "lead")).collect();
    described.extend(["lead", "unit", "sight", "source", "missing"].map(|part| id(setting, part)));
    input.set_attribute("aria-describedby", &described.join(" "))?;
    Ok(input)
}

fn label_of(field: &str, title: &str) -> Drawn {
    let label = text("label", "", title)?;
    label.set_attribute("for", field)?;
    Ok(label)
}
