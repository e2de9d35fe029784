//! The first page: whose the computer is, and what follows from each answer.

use super::dom::{self, Drawn, button, group, text};
use super::words::Words;
use crate::chrome::permissions::{self, Permissions};
use crate::chrome::runtime;
use crate::engine::policy::{Item, Layers, PROFILE, Profile, Settings, Source, Topic};
use crate::protocol::words::settings::{self as key, Part};
use crate::shell::settings::{self, Change};
use gloo::events::EventListener;
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// Draws the page.
pub(super) fn start() {
    spawn_local(async {
        let layers = settings::layers().await;
        // It fails only where the browser makes no elements any more.
        let _ = draw(&layers);
    });
}

fn draw(layers: &Layers) -> Result<(), JsValue> {
    let words = Rc::new(Words::load()?);
    let (answers, note) = (dom::find("detail")?, dom::find("note")?);
    for profile in Profile::ALL {
        let settings = layers.with_profile(profile);
        // What an administrator fixed leaves one answer, and no question.
        if settings.profile().value == profile {
            answers.append_child(&*draw_answer(&words, profile, &settings, &note)?)?;
        }
    }
    let now = layers.settings().profile();
    if now.source == Source::Person {
        mark(now.value);
    }
    Ok(())
}

/// Marks the answer that was given. There are no buttons where an administrator has given it.
fn mark(given: Profile) {
    for profile in Profile::ALL {
        if let Ok(choose) = dom::find(&choice_id(profile)) {
            let _ = choose.set_attribute("aria-pressed", if profile == given { "true" } else { "false" });
        }
    }
}

fn choice_id(profile: Profile) -> String {
    ["choose-", profile.name()].concat()
}

/// One answer: what it means, the button that gives it, and what then goes, and when.
fn draw_answer(words: &Rc<Words>, profile: Profile, settings: &Settings, note: &Element) -> Drawn {
    let (title, lead) = key::profile(profile);
    let heading = text("h3", "", &words.say(title))?;
    heading.set_id(profile.name());
    let mut parts = vec![text("p", "", &words.say(key::THEN))?];
    let (mut needed, mut asked) = (Vec::new(), Vec::new());
    for topic in Topic::ALL {
        let mut lines = Vec::new();
        for item in topic.items() {
            let line = match *item {
                Item::Flag(flag) if settings.is_on(flag) => {
                    let title = words.of(Part::Title, flag.name());
                    if let Some(permission) = flag.permission() {
                        needed.extend(permission.names(runtime::is_firefox()));
                        asked.push(text("li", "", &words.of(Part::Permission, flag.name()))?);
                    }
                    title
                }
                Item::Number(number) if settings.number(number).value != 0 => {
                    let amount = words.amount(number, settings.number(number).value);
                    [&words.of(Part::Title, number.name()), ": ", &amount].concat()
                }
                Item::Flag(_) | Item::Number(_) => continue,
            };
            lines.push(text("li", "", &line)?);
        }
        parts.extend([text("h4", "", &words.say(key::topic(topic)))?, group("ul", "then", &lines)?]);
    }
    if !asked.is_empty() {
        parts.extend([text("h4", "", &words.say(key::ASKS_FOR))?, group("ul", "then", &asked)?]);
    }
    let given = if settings.profile().source == Source::Administrator {
        text(
            "p",
            "source",
            &key::source(Source::Administrator).map(|key| words.say(key)).unwrap_or_default(),
        )?
    } else {
        let choose = button("safe", &words.say(key::CHOOSE))?;
        choose.set_id(&choice_id(profile));
        choose.set_attribute("aria-describedby", profile.name())?;
        listen(words, &choose, profile, Permissions::all_named(&needed), note);
        choose
    };
    // What follows is long: who knows the answer finds the button without reading it.
    let meaning = group("div", "", &[heading, text("p", "quiet", &words.say(lead))?])?;
    group("section", "answer", &[meaning, given, group("div", "follows", &parts)?])
}

/// The permissions are asked for within the click. Whatever is said to that, the answer holds.
fn listen(words: &Rc<Words>, button: &Element, profile: Profile, needed: Permissions, note: &Element) {
    let (words, note) = (Rc::clone(words), note.clone());
    EventListener::new(button, "click", move |_| {
        let asked = permissions::ask(&needed);
        let (words, note) = (Rc::clone(&words), note.clone());
        spawn_local(async move {
            let is_given = permissions::is_given(asked).await.unwrap_or(false);
            let value = Some(profile.name().into());
            let said = match settings::change(&Change { path: vec![PROFILE.to_owned()], value }).await {
                Err(_) => key::NOT_STORED,
                Ok(()) if is_given => key::CHOSEN,
                Ok(()) => key::CHOSEN_WITHOUT,
            };
            if said != key::NOT_STORED {
                mark(profile);
            }
            dom::set_text(&note, &words.say(said));
        });
    })
    .forget();
}
