//! How things stand: what a sign-out would end and take away now.

use super::dom::{Drawn, fold, group, host, text};
use super::words::Words;
use crate::engine::receipt::Kind;
use crate::engine::run::Found;
use crate::engine::scope::Jar;
use crate::protocol::words as key;
use wasm_bindgen::prelude::JsValue;
use web_sys::Element;

/// What was found, one host after the other.
pub(super) fn draw(words: &Words, found: &[Found], is_complete: bool) -> Result<Vec<Element>, JsValue> {
    let mut parts = Vec::new();
    let mut rest = found;
    while let Some(first) = rest.first() {
        let is_same = |it: &&Found| (it.jar, &it.host) == (first.jar, &first.host);
        let (of_one, others) = rest.split_at(rest.iter().take_while(is_same).count());
        parts.push(draw_host(words, first, of_one)?);
        rest = others;
    }
    if !found.is_empty() {
        parts = vec![group("div", "receipt standing", &parts)?];
        parts.push(text("p", "quiet", &words.say(key::ONLY_A_LOOK))?);
    }
    if !is_complete {
        parts.push(text("p", "note", &words.say(key::LOOK_INCOMPLETE))?);
    }
    Ok(parts)
}

fn draw_host(words: &Words, first: &Found, found: &[Found]) -> Drawn {
    let name = match &first.host {
        Some(name) => group("h3", "", &[host(name.as_str())?])?,
        None => text("h3", "", &words.say(key::SHARED))?,
    };
    let mut summary = vec![name];
    if first.jar == Jar::Private {
        summary.push(text("p", "way", &words.say(key::PRIVATE))?);
    }
    if let Some(product) = first.product {
        summary.push(text("p", "way", &words.say(key::product(product)))?);
    }
    let mut lines = Vec::new();
    for it in found {
        let kind = if it.kind == Kind::LocalStorage { key::ALL_STORED } else { key::kind(it.kind) };
        let mut parts = vec![text("span", "kind", &words.say(kind))?];
        if it.kind.is_listed() {
            parts.push(text("span", "removed", &words.number(it.count))?);
        }
        lines.push(group("li", "", &parts)?);
    }
    fold(group("div", "", &summary)?, group("ul", "lines", &lines)?, false)
}
