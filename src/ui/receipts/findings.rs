//! What the chain of receipts shows.

use super::{say, show as reveal};
use crate::engine::receipt::chain::Findings;
use crate::protocol::history::History;
use crate::protocol::words::receipts as key;
use crate::ui::dom::{self, Drawn, group, text};
use crate::ui::words::Words;
use wasm_bindgen::prelude::JsValue;

/// Shows it.
pub(super) fn show(words: &Words, history: &History, checked: &Findings) -> Result<(), JsValue> {
    let dropped = history.ends.as_ref().map_or(0, |ends| ends.dropped.number);
    let (class, sentence) = match checked.count() {
        0 => ("verified", words.count(key::CHAIN_SOUND, count(history.entries.len()))),
        wrong => ("failed", words.count(key::CHAIN_WRONG, count(wrong))),
    };
    let is_nothing = history.entries.is_empty() && checked.count() == 0;
    dom::find("checked")?.set_class_name(class);
    say("checked-text", &sentence)?;
    reveal("checked", !is_nothing)?;
    say("dropped", &if dropped == 0 { String::new() } else { words.count(key::CHAIN_DROPPED, dropped) })?;
    reveal("findings", !is_nothing || 0 < dropped)?;
    show_wrong(words, history, checked)
}

/// Everything that is wrong, with the way to it.
fn show_wrong(words: &Words, history: &History, checked: &Findings) -> Result<(), JsValue> {
    let list = dom::find("wrong")?;
    list.replace_children_with_node_0();
    for place in 0..=history.entries.len() {
        let breaks = checked.before(place).map(|what| words.tell(key::broken(what)));
        let state = checked.states.get(place).filter(|state| state.is_wrong());
        let state = state.and_then(|state| key::state(*state)).map(|what| words.say(what));
        for what in breaks.chain(state) {
            list.append_child(&*draw_item(words, history, place, &what)?)?;
        }
    }
    Ok(())
}

/// One thing that is wrong, with a link to the receipt of this place, if there is one.
fn draw_item(words: &Words, history: &History, place: usize, what: &str) -> Drawn {
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
