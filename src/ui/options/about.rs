//! What an administrator has set, and what this browser can and cannot do.

use super::row::Setting;
use super::{State, key};
use crate::engine::policy::{Settings, Source, Topic};
use crate::engine::site::Host;
use crate::engine::sorted::Set;
use crate::protocol::ability;
use crate::protocol::words::settings::Part;
use crate::ui::dom::{self, Drawn, group, mark, text};
use crate::ui::words::Words;
use wasm_bindgen::prelude::JsValue;
use web_sys::Element;

/// The two sections.
pub(super) struct About {
    policy: Element,
    ordered: Element,
    abilities: Element,
    able: Element,
}

impl About {
    pub(super) fn draw(words: &Words) -> Result<Self, JsValue> {
        let (ordered, able) = (text("ul", "ordered", "")?, text("ul", "abilities", "")?);
        let policy = group("section", "", &[text("h3", "", &words.say(key::POLICY))?, ordered.clone()])?;
        let lead = text("p", "quiet", &words.say(key::ABILITIES_LEAD))?;
        let heading = text("h3", "", &words.say(key::ABILITIES))?;
        let abilities = group("section", "", &[heading, lead, able.clone()])?;
        Ok(Self { policy, ordered, abilities, able })
    }

    pub(super) fn elements(&self) -> [Element; 2] {
        [self.policy.clone(), self.abilities.clone()]
    }

    pub(super) fn show(&self, words: &Words, state: &State) -> Result<(), JsValue> {
        self.ordered.replace_children_with_node_0();
        let topics = Topic::ALL.into_iter().flat_map(Setting::about);
        let mut is_ordered = false;
        for setting in [Setting::Profile].into_iter().chain(topics) {
            let (source, _) = setting.sources(state);
            if matches!(source, Source::Administrator | Source::Recommended) {
                is_ordered = true;
                self.ordered.append_child(&*draw_order(words, setting, source, &state.settings)?)?;
            }
        }
        if let Some(listed) = state.settings.may_stay() {
            is_ordered = true;
            self.ordered.append_child(&*draw_organisations(words, listed)?)?;
        }
        dom::show(&self.policy, is_ordered)?;
        self.able.replace_children_with_node_0();
        for (can, sentence) in ability::all(state.facts) {
            let (class, word) = if can { ("verified", key::CAN) } else { ("unverifiable", key::CANNOT) };
            let parts =
                [mark()?, text("span", "unseen", &words.say(word))?, text("span", "", &words.say(sentence))?];
            self.able.append_child(&*group("li", class, &parts)?)?;
        }
        Ok(())
    }
}

fn draw_organisations(words: &Words, listed: &Set<Host>) -> Drawn {
    let mut parts = vec![text("span", "kind", &words.say(key::POLICY_ORGANISATIONS))?];
    for host in listed {
        parts.push(dom::host(host.as_str())?);
    }
    if parts.len() == 1 {
        parts.push(text("span", "", &words.say(key::POLICY_ORGANISATIONS_NONE))?);
    }
    parts.extend(
        key::source(Source::Administrator).map(|key| text("span", "source", &words.say(key))).transpose()?,
    );
    group("li", "", &parts)
}

fn draw_order(words: &Words, setting: Setting, source: Source, settings: &Settings) -> Drawn {
    let value = match setting {
        Setting::Profile => words.say(key::profile(settings.profile().value).0),
        Setting::Flag(flag) => words.say(if settings.is_on(flag) { key::ON } else { key::OFF }),
        Setting::Number(number) => words.amount(number, settings.number(number).value),
    };
    let mut parts =
        vec![text("span", "kind", &words.of(Part::Title, setting.name()))?, text("span", "", &value)?];
    if let Some(source) = key::source(source) {
        parts.push(text("span", "source", &words.say(source))?);
    }
    group("li", "", &parts)
}
