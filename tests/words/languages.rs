//! Every language says all that English says, in the forms that its numbers need.

use super::{message, root, stem, texts, used};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fs;

/// The languages, and the plural categories that Unicode gives their whole numbers below a million:
/// <https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html>.
/// Above, some have one more, and then the general form is shown.
const LANGUAGES: [(&str, &[&str]); 12] = [
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
    ("de", &["one", "other"]),
    ("en", &["one", "other"]),
    ("es", &["one", "other"]),
    ("fr", &["one", "other"]),
    ("it", &["one", "other"]),
    ("ja", &["other"]),
    ("nl", &["one", "other"]),
    ("pl", &["one", "few", "many", "other"]),
    ("pt_BR", &["one", "other"]),
    ("sv", &["one", "other"]),
    ("zh_CN", &["other"]),
];

/// The most that the stores take as a description.
const LONGEST_DESCRIPTION: usize = 132;

/// Names that no language translates.
const NAMES: [&str; 2] = ["extension_name", "product_"];

#[test]
fn there_are_these_languages_and_english_stands_in_for_all_others() {
    let folders = fs::read_dir(root().join("extension/_locales")).unwrap();
    let found: BTreeSet<_> = folders.map(|each| each.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(found, LANGUAGES.map(|(language, _)| language.to_owned()).into());
    let manifest = fs::read_to_string(root().join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["default_locale"], "en");
}

#[test]
fn every_language_has_every_text_in_every_form_and_in_the_order_of_the_english_ones() {
    let plurals = used().plurals;
    for (language, forms) in LANGUAGES {
        let mut wanted: Vec<String> = Vec::new();
        for name in names("en") {
            match stem(&name, &plurals) {
                None => wanted.push(name.clone()),
                Some(stem) if wanted.iter().any(|wanted| wanted.starts_with(&format!("{stem}_"))) => {}
                Some(stem) => wanted.extend(forms.iter().map(|form| format!("{stem}_{form}"))),
            }
        }
        let has = names(language);
        let missing: Vec<_> = wanted.iter().filter(|name| !has.contains(name)).collect();
        assert!(missing.is_empty(), "{language} lacks {missing:?}");
        assert_eq!(has, wanted, "{language}");
    }
}

#[test]
fn every_text_has_the_gaps_of_the_english_one_and_fills_them_all() {
    each_translation(|language, name, text, english| {
        let gaps = |text: &Value| -> Vec<(String, String)> {
            let gaps = text["placeholders"].as_object().into_iter().flatten();
            gaps.map(|(gap, of)| (gap.clone(), of["content"].as_str().unwrap().to_owned())).collect()
        };
        assert_eq!(gaps(text), gaps(english), "{language}: {name}");
        let shown = message(text).split('$').skip(1).step_by(2).map(str::to_lowercase);
        let named = gaps(english).into_iter().map(|(gap, _)| gap);
        assert_eq!(shown.collect::<BTreeSet<_>>(), named.collect(), "{language}: {name}");
    });
}

#[test]
fn every_text_is_a_clean_translation() {
    each_translation(|language, name, text, english| {
        let (said, in_english) = (message(text), message(english));
        let length = |text: &str| text.chars().count();
        assert_eq!(said.trim(), said, "{language}: {name}");
        assert!(!said.is_empty() && !said.contains("  "), "{language}: {name}");
        assert!(!said.contains(['<', '>', '\n', '\t', '"', '\'']), "{language}: {name} has marks of code");
        assert!(length(said) <= 2 * length(in_english) + 20, "{language}: {name} is long");
        assert!(length(in_english) <= 5 * length(said) + 10, "{language}: {name} is short");
        if language != "en" {
            assert!(text.get("description").is_none(), "{language}: {name}: the English file describes it");
            let is_name = NAMES.iter().any(|each| name.starts_with(each));
            assert!(is_name || length(said) < 24 || said != in_english, "{language}: {name} is English");
        }
    });
    for (language, _) in LANGUAGES {
        let description = &texts(language)["extension_description"];
        assert!(message(description).chars().count() <= LONGEST_DESCRIPTION, "{language}");
    }
}

#[test]
fn every_language_says_which_it_is_and_how_it_is_written() {
    for (language, _) in LANGUAGES {
        let texts = texts(language);
        assert_eq!(message(&texts["language"]), language.replace('_', "-"));
        let is_rtl = ["ar", "fa", "he"].contains(&language);
        assert_eq!(message(&texts["direction"]), if is_rtl { "rtl" } else { "ltr" }, "{language}");
    }
}

/// The names of the texts in the order of the file, which has one line for each.
fn names(language: &str) -> Vec<String> {
    let file = root().join("extension/_locales").join(language).join("messages.json");
    let text = fs::read_to_string(file).unwrap();
    text.lines().filter_map(|line| Some(line.strip_prefix("  \"")?.split_once('"')?.0.to_owned())).collect()
}

/// Every text of every language, beside the English one.
fn each_translation(look: impl Fn(&str, &str, &Value, &Value)) {
    let english: Map<String, Value> = texts("en");
    let plurals = used().plurals;
    for (language, _) in LANGUAGES {
        for (name, text) in texts(language) {
            let general = stem(&name, &plurals).map_or_else(|| name.clone(), |stem| format!("{stem}_other"));
            let Some(english) = english.get(&name).or_else(|| english.get(&general)) else {
                panic!("{language}: there is no English {name}");
            };
            look(language, &name, &text, english);
        }
    }
}
