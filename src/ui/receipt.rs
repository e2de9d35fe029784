//! How a receipt is drawn.

use super::dom::{Drawn, bar, fold, group, host, mark, text};
use super::words::Words;
use crate::engine::receipt::{Line, Organisation, Receipt};
use crate::engine::scope::Jar;
use crate::engine::site::Host;
use crate::engine::sorted::Set;
use crate::engine::time::Millis;
use crate::protocol::outline::{self, Section, Standing, Tally, sections};
use crate::protocol::words::{self as key, Key};
use wasm_bindgen::prelude::JsValue;
use web_sys::Element;

/// How its parts are drawn.
#[derive(Clone, Copy)]
struct Manner {
    /// Every part is open; otherwise those where somebody should look.
    is_open: bool,
    /// The tag of its headings.
    heading: &'static str,
    /// How long a step takes whose bar is all of it.
    scale: Millis,
}

/// All of a receipt but its headline.
pub(super) fn draw(words: &Words, receipt: &Receipt, is_wide: bool) -> Drawn {
    let manner = Manner { is_open: is_wide, heading: "h3", scale: outline::longest(&receipt.steps) };
    let mut parts = Vec::new();
    if receipt.jar == Jar::Private {
        parts.push(text("h2", "", &words.say(key::PRIVATE))?);
    }
    parts.extend(draw_parts(words, receipt, manner)?);
    parts.push(text("p", "when", &words.moment(receipt.ended))?);
    let trigger = words.say(key::trigger(receipt.trigger));
    parts.push(text("p", "when", &words.fill(key::SET_OFF_BY, &[&trigger]))?);
    group("div", "receipt", &parts)
}

/// The same where many are below each other: what stands above each is left out, and all bars have one scale.
pub(super) fn draw_in_history(words: &Words, receipt: &Receipt, scale: Millis) -> Drawn {
    let manner = Manner { is_open: true, heading: "h5", scale };
    group("div", "receipt", &draw_parts(words, receipt, manner)?)
}

fn draw_parts(words: &Words, receipt: &Receipt, manner: Manner) -> Result<Vec<Element>, JsValue> {
    let mut parts = Vec::new();
    let notes = [(key::ENDED_TOO, &receipt.ended_too), (key::GIVEN_UP, &receipt.given_up)];
    for (title, organisations) in notes.into_iter().filter(|(_, organisations)| !organisations.is_empty()) {
        parts.push(draw_note(words, title, organisations)?);
    }
    for section in sections(receipt) {
        parts.push(draw_section(words, &section, manner)?);
    }
    parts.push(draw_steps(words, receipt, manner)?);
    Ok(parts)
}

/// What is to be said of these organisations.
fn draw_note(words: &Words, title: Key, organisations: &Set<Host>) -> Drawn {
    let mut parts = vec![text("p", "", &words.say(title))?];
    for organisation in organisations {
        parts.push(group("p", "", &[host(organisation.as_str())?])?);
    }
    group("div", "note", &parts)
}

/// One organisation, or what all share. It is open where somebody should look.
fn draw_section(words: &Words, section: &Section<'_>, manner: Manner) -> Drawn {
    let name = match section.organisation {
        Some(organisation) => group(manner.heading, "", &[host(organisation.as_str())?])?,
        None => text(manner.heading, "", &words.say(key::SHARED))?,
    };
    let mut summary = vec![name];
    if let Some(how) = section.how {
        summary.push(draw_way(words, how)?);
    }
    summary.push(draw_tally(words, section.tally)?);
    let mut lines = Vec::new();
    for line in &section.lines {
        lines.push(draw_line(words, line)?);
    }
    let is_open = manner.is_open || section.lines.iter().any(|line| key::advice(line.proof).is_some());
    fold(group("div", "", &summary)?, group("ul", "lines", &lines)?, is_open)
}

/// The product and how it was signed out of. The product's name may be written in the other direction.
fn draw_way(words: &Words, how: Organisation) -> Drawn {
    let product = text("bdi", "", &words.say(key::product(how.product)))?;
    let way = text("span", "", &[" · ", &words.say(key::way(how.way))].concat())?;
    group("p", "way", &[product, way])
}

fn draw_tally(words: &Words, tally: Tally) -> Drawn {
    let counts = [
        (Standing::Failed, key::TALLY_FAILED, tally.failed),
        (Standing::Unverifiable, key::TALLY_UNVERIFIABLE, tally.unverifiable),
        (Standing::Verified, key::TALLY_VERIFIED, tally.verified),
    ];
    let mut parts = Vec::new();
    for (standing, plural, count) in counts.into_iter().filter(|(_, _, count)| 0 < *count) {
        parts.push(group("li", class(standing), &[mark()?, text("span", "", &words.count(plural, count))?])?);
    }
    group("ul", "tally", &parts)
}

fn draw_line(words: &Words, line: &Line) -> Drawn {
    let mut parts = vec![mark()?, text("span", "kind", &words.say(key::kind(line.kind)))?];
    if let Some(site) = &line.inside {
        parts.push(host(site.as_str())?);
    }
    if let Some(removed) = line.removed {
        parts.push(text("span", "removed", &removed_words(words, removed))?);
    }
    parts.push(text("span", "proof", &words.tell(key::proof(line.proof)))?);
    if let Some(advice) = key::advice(line.proof) {
        parts.push(text("span", "advice", &words.say(advice))?);
    }
    group("li", class(Standing::of(line.proof)), &parts)
}

fn removed_words(words: &Words, removed: u32) -> String {
    match removed {
        0 => words.say(key::NONE_THERE),
        some => words.count(key::REMOVED, some),
    }
}

pub(super) const fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Failed => "failed",
        Standing::Unverifiable => "unverifiable",
        Standing::Verified => "verified",
    }
}

fn draw_steps(words: &Words, receipt: &Receipt, manner: Manner) -> Drawn {
    let all = words.length(outline::all(&receipt.steps));
    let title = text(manner.heading, "", &words.fill(key::DURATION, &[&all]))?;
    let mut rows = Vec::new();
    for (step, share) in outline::bars(&receipt.steps, manner.scale) {
        let name = text("span", "name", &words.say(key::step(step.step)))?;
        let took = text("span", "took", &words.length(step.took))?;
        rows.push(group("li", key::step(step.step).0, &[name, bar(share)?, took])?);
    }
    fold(title, group("ol", "bars", &rows)?, manner.is_open)
}
