//! What the chain of receipts shows.

use crate::engine::receipt::chain::Findings;
use crate::protocol::history::History;
use crate::protocol::words::receipts as key;
use crate::ui::dom::{fold, group, mark, text};
use crate::ui::words::Words;
use wasm_bindgen::prelude::JsValue;
use web_sys::Element;

/// Draws it into this section.
pub(super) fn draw(
    words: &Words,
    section: &Element,
    history: &History,
    checked: &Findings,
) -> Result<(), JsValue> {
    let dropped = history.ends.as_ref().map_or(0, |ends| ends.dropped.number);
    if history.entries.is_empty() && checked.count() == 0 && dropped == 0 {
        return Ok(());
    }
    let (class, sentence) = match checked.count() {
        0 => ("verified", words.count(key::CHAIN_SOUND, count(history.entries.len()))),
        wrong => ("failed", words.count(key::CHAIN_WRONG, count(wrong))),
    };
    let sentence = group("p", class, &[mark()?, text("span", "", &sentence)?])?;
    let mut parts = vec![text("h3", "unseen", &words.say(key::CHAIN))?, sentence];
    let wrong = draw_wrong(words, history, checked)?;
    if !wrong.is_empty() {
        parts.push(group("ul", "wrong", &wrong)?);
    }
    if 0 < dropped {
        parts.push(text("p", "quiet", &words.count(key::CHAIN_DROPPED, dropped))?);
    }
    let mut means = Vec::new();
    for key in [key::CHAIN_SHOWS, key::CHAIN_KEEPS, key::CHAIN_SHOWS_NOT] {
        means.push(text("p", "", &words.say(key))?);
    }
    let question = text("span", "", &words.say(key::CHAIN_MEANS))?;
    parts.push(fold(question, group("div", "means", &means)?, false)?);
    for part in &parts {
        section.append_child(part)?;
    }
    Ok(())
}

/// Everything that is wrong, with the way to it.
fn draw_wrong(words: &Words, history: &History, checked: &Findings) -> Result<Vec<Element>, JsValue> {
    let mut items = Vec::new();
    for place in 0..=history.entries.len() {
        for what in checked.before(place) {
            items.push(draw_item(words, history, place, &words.tell(key::broken(what)))?);
        }
        let state = checked.states.get(place).filter(|state| state.is_wrong());
        if let Some(what) = state.and_then(|state| key::state(*state)) {
            items.push(draw_item(words, history, place, &words.say(what))?);
        }
    }
    Ok(items)
}

/// One thing that is wrong, with a link to the receipt of this place, if there is one.
fn draw_item(words: &Words, history: &History, place: usize, what: &str) -> Result<Element, JsValue> {
    let Some(entry) = history.entries.get(place) else { return text("li", "", what) };
    let when = entry.ended().map_or_else(|| words.say(key::NO_DAY), |ended| words.moment(ended));
    let link = text("a", "", &words.fill(key::CHAIN_AT, &[&when, what]))?;
    link.set_attribute("href", &["#", &super::timeline::id(place)].concat())?;
    group("li", "", &[link])
}

/// A number of receipts.
pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
