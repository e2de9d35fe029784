//! No text is missing, and none is unused; `languages` holds the translations to the English texts.
//!
//! What uses a text names it in one of four ways, all of which can be read from the files themselves:
//! `Key("…")` and `Plural("…")` in the lists of words, `data-…="…"` in a page, `getMessage('…')` in a script,
//! and `__MSG_…__` in the manifest. Settings have texts by their names.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod languages;

use clean_exit::engine::policy::{Flag, Number, PROFILE};
use clean_exit::protocol::words::settings::Part;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The endings of a message that counts: the plural categories of Unicode.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

#[test]
fn every_text_that_is_used_exists_and_every_text_is_used() {
    let used = used();
    let texts = texts("en");
    let plain: BTreeSet<String> =
        texts.keys().filter(|name| stem(name, &used.plurals).is_none()).cloned().collect();
    assert_eq!(plain, used.plain, "the texts of the English file, and the texts in use");
    for plural in &used.plurals {
        for category in ["one", "other"] {
            assert!(texts.contains_key(&format!("{plural}_{category}")), "{plural}_{category} is missing");
        }
    }
}

#[test]
fn every_text_is_described_for_its_translator() {
    for (name, text) in texts("en") {
        assert!(text["description"].as_str().is_some_and(|text| !text.is_empty()), "{name}");
    }
}

struct Used {
    plain: BTreeSet<String>,
    plurals: BTreeSet<String>,
}

fn used() -> Used {
    let words = [
        "src/protocol/words.rs",
        "src/protocol/words/receipts.rs",
        "src/protocol/words/settings.rs",
        "src/protocol/ability.rs",
    ];
    let words = words.map(|file| fs::read_to_string(root().join(file)).unwrap()).concat();
    let mut plain = between(&words, "Key(\"", '"');
    plain.extend(of_settings());
    for file in files(&root().join("extension")) {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        match file.extension().and_then(|kind| kind.to_str()) {
            Some("html") => {
                plain.extend(between(&text, "data-message=\"", '"'));
                plain.extend(between(&text, "data-broken=\"", '"'));
            }
            Some("js") => plain.extend(between(&text, "getMessage('", '\'')),
            _ => {}
        }
    }
    let manifest = fs::read_to_string(root().join("manifest.json")).unwrap();
    plain.extend(between(&manifest, "\"__MSG_", '"').iter().map(|name| name.replace("__", "")));
    Used { plain, plurals: between(&words, "Plural(\"", '"') }
}

/// The texts that settings have by their names.
fn of_settings() -> Vec<String> {
    let (flags, numbers) = (Flag::ALL.map(Flag::name), Number::ALL.map(Number::name));
    let all = [PROFILE].into_iter().chain(flags).chain(numbers);
    let texts = all.flat_map(|name| [Part::Title, Part::Lead].map(|part| part.of(name)));
    // A time of day counts nothing.
    let counting = Number::ALL.into_iter().filter(|number| *number != Number::TimeOfDay);
    let asking = Flag::ALL.into_iter().filter(|flag| flag.permission().is_some());
    let asked = asking.map(|flag| Part::Permission.of(flag.name()));
    texts.chain(counting.map(|number| Part::Unit.of(number.name()))).chain(asked).collect()
}

fn between(text: &str, start: &str, end: char) -> BTreeSet<String> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).map(str::to_owned).collect()
}

/// What a message counts, if it is a form of one of these.
fn stem<'a>(name: &'a str, plurals: &BTreeSet<String>) -> Option<&'a str> {
    let (stem, category) = name.rsplit_once('_')?;
    (CATEGORIES.contains(&category) && plurals.contains(stem)).then_some(stem)
}

fn message(text: &Value) -> &str {
    text["message"].as_str().unwrap()
}

fn texts(language: &str) -> Map<String, Value> {
    let file = root().join("extension/_locales").join(language).join("messages.json");
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
