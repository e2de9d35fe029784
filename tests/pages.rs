//! The corpus: decides on the surveys that `tests/pages/run.mjs` recorded in a real browser, and compares each
//! decision with the one that the page's own file expects.

#![allow(clippy::expect_used, reason = "a corpus that can't be read fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

use clean_exit::engine::control::{Memory, decide};
use serde::Deserialize;

#[path = "pages/replay.rs"]
mod replay;

#[derive(Deserialize)]
struct Expectation {
    about: String,
    steps: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

fn expectation(page: &Path) -> Expectation {
    let html = fs::read_to_string(page).expect("the page");
    let (_, after) =
        html.split_once(r#"<script type="application/json" id="expect">"#).expect("an expectation");
    serde_json::from_str(after.split("</script>").next().expect("its end")).expect("a proper expectation")
}

/// The decisions on one page's recorded looks; waiting is left out.
fn decisions(recorded: &Path) -> (Vec<String>, String) {
    let text = fs::read_to_string(recorded).expect("a recorded survey: run tests/pages/run.mjs");
    let looks: Vec<Vec<replay::Look>> = serde_json::from_str(&text).expect("a proper recording");
    let (mut memory, mut words, mut why) = (Memory::default(), Vec::new(), String::new());
    for look in &looks {
        let survey = replay::survey(look);
        let (decision, after) = decide(&survey, &memory);
        memory = after;
        why = replay::why(&decision);
        words.push(replay::in_words(&survey, &decision));
    }
    words.retain(|words| words != "wait");
    (words, why)
}

#[test]
fn every_page_is_decided_as_its_file_expects() {
    let mut pages: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "html"))
        .collect();
    pages.sort();
    let mut wrong = 0;
    for page in &pages {
        let expected = expectation(page);
        let name = page.file_stem().expect("a name").to_string_lossy().into_owned();
        let (found, why) = decisions(&folder().join(format!("recorded/{name}.json")));
        let right = found == expected.steps;
        wrong += usize::from(!right);
        println!("{} {name:32} {} ({why})", if right { "ok   " } else { "WRONG" }, found.join(", "));
        if !right {
            println!("      expected: {} ({})", expected.steps.join(", "), expected.about);
        }
    }
    println!("{} pages, {wrong} wrong", pages.len());
    assert!(!pages.is_empty());
    assert_eq!(wrong, 0, "pages decided wrongly");
}
