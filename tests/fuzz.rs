//! The fuzzer's targets on its seeds and a few changes of them; the control finder on surveys that chance makes of the
//! recorded ones: nothing panics, and every course ends.
//!
//! `FUZZ_INPUTS` sets how many; `cargo xtask fuzz` runs many more, guided by coverage.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a corpus that can't be read fails the test"
)]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

#[path = "fuzz/mod.rs"]
mod targets;

use targets::{course, events, journal, messages, policy};

/// A target, and whether it took an input for what it is about.
type Target = (&'static str, fn(&[u8]) -> bool);

/// Those whose inputs need no corpus to be made from.
const TARGETS: [Target; 4] = [
    ("events", events::follow),
    ("journal", journal::follow),
    ("messages", messages::follow),
    ("policy", policy::follow),
];
/// Inputs of each that chance makes.
const SHORT_RUN: u32 = 1_000;

/// Inputs where nobody asks for another number.
const INPUTS: u32 = 20_000;
/// Most controls of an input: few are quick, and enough for every pair to matter.
const CONTROLS: usize = 6;

/// Texts that mean something to the finder, or are strange.
const TEXTS: [&str; 20] = [
    "Sign out",
    "Exit",
    "Abmelden",
    "サインアウト",
    "تسجيل الخروج",
    "Sign out sheet",
    "",
    "@",
    "\u{202e}",
    "é\u{301}",
    "mectrl_body_signOut",
    "mectrl_main_trigger",
    "x|UserInformationMenu.SignOut|y",
    "tilesHolder",
    "confirmButton",
    "personalSettingsLauncher",
    "dialogTitleText",
    "login_workload_logo_text",
    "JD",
    "Account manager for Jane Doe",
];
const REGIONS: [&str; 11] = [
    "none",
    "bar",
    "banner",
    "navigation",
    "main",
    "content",
    "grid",
    "edit",
    "dialog",
    "complementary",
    "contentinfo",
];
const SHOWN: [&str; 6] = ["yes", "hidden", "small", "off", "covered", "scrolled"];
const NUMBERS: [i64; 9] = [0, 1, -1, 20, 99, 1200, 32_767, i32::MAX as i64, i32::MIN as i64];

/// A xorshift: the same inputs in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % end.max(1)
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn text(&mut self) -> Value {
        self.of(&TEXTS).into()
    }

    fn number(&mut self) -> Value {
        self.of(&NUMBERS).into()
    }
}

/// Every report of the corpus, with its controls apart.
fn reports() -> Vec<(Value, Vec<Value>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/recorded");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("the corpus").map(|file| file.expect("a file").path()).collect();
    files.sort();
    let looks = files.iter().flat_map(|file| {
        let text = fs::read_to_string(file).expect("a recording");
        serde_json::from_str::<Vec<Vec<Value>>>(&text).expect("a proper recording")
    });
    looks
        .flatten()
        .map(|mut frame| {
            let mut report = frame["report"].take();
            let controls = report["controls"].as_array().expect("controls").clone();
            report["controls"] = json!([]);
            (report, controls)
        })
        .collect()
}

fn change(control: &mut Value, chance: &mut Chance) {
    match chance.below(14) {
        0 => control["name"] = chance.text(),
        1 => control["text"] = chance.text(),
        2 => control["ids"] = json!([chance.text(), chance.text()]),
        3 => control["near"] = json!([chance.text()]),
        4 => control["region"] = chance.of(&REGIONS).into(),
        5 => control["box"] = json!([chance.number(), chance.number(), chance.number(), chance.number()]),
        6 => control["shown"] = chance.of(&SHOWN).into(),
        7 => {
            control["menu"] = json!({"popup": chance.below(3), "opener": chance.below(CONTROLS), "mail": "00000000000000aa"})
        }
        8 => control["expanded"] = (chance.below(2) == 0).into(),
        9 => control["popup"] = (chance.below(2) == 0).into(),
        10 => {
            control["link"] = json!({"kind": chance.of(&["here", "same", "site", "other"]), "host": chance.text(), "hint": "signout"})
        }
        11 => control["mail"] = chance.text(),
        12 => control["disabled"] = (chance.below(4) == 0).into(),
        _ => control["role"] = chance.of(&["menuitem", "button", "", "option"]).into(),
    }
}

/// One input: a report of the corpus with a few of its controls, or another's, and with changes.
fn input(all: &[(Value, Vec<Value>)], chance: &mut Chance) -> Vec<u8> {
    let mut report = all[chance.below(all.len())].0.clone();
    let mut controls = Vec::new();
    let count = chance.below(CONTROLS + 1);
    while controls.len() < count {
        let from = &all[chance.below(all.len())].1;
        let mut control = if from.is_empty() { break } else { from[chance.below(from.len())].clone() };
        control["key"] = controls.len().into();
        for _ in 0..chance.below(5) {
            change(&mut control, chance);
        }
        controls.push(control);
    }
    report["controls"] = controls.into();
    match chance.below(8) {
        0 => report["page"]["size"] = json!([chance.number(), chance.number()]),
        1 => report["page"]["markers"] = json!([chance.text()]),
        2 => report["page"]["ready"] = false.into(),
        3 => report["page"]["rtl"] = true.into(),
        4 => report["page"]["lang"] = chance.text(),
        5 => report["page"]["dialog"] = json!({"modal": true, "box": [0, 0, 9, 9]}),
        _ => {}
    }
    let mut bytes = vec![u8::try_from(chance.below(128)).expect("a byte")];
    serde_json::to_writer(&mut bytes, &report).expect("JSON");
    bytes
}

/// The seeds of a target.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let files = fs::read_dir(folder).expect("the seeds").map(|file| file.expect("a file").path());
    files.map(|file| fs::read(file).expect("a seed")).collect()
}

#[test]
fn no_seed_of_the_fuzzer_is_too_strange() {
    for (name, follow) in TARGETS.into_iter().chain([("survey", course::follow as fn(&[u8]) -> bool)]) {
        let seeds = seeds(name);
        let taken = seeds.iter().filter(|seed| follow(seed)).count();
        println!("{name}: {} seeds, {taken} of them proper ones", seeds.len());
        assert!(seeds.len() / 3 < taken, "{name}: the seeds are of an older form");
    }
}

#[test]
fn no_change_that_chance_makes_to_the_seeds_is_too_strange() {
    for (name, follow) in TARGETS {
        let (seeds, mut chance) = (seeds(name), Chance(0x9e37_79b9_7f4a_7c15));
        let mut taken = 0;
        for _ in 0..SHORT_RUN {
            let mut input = seeds[chance.below(seeds.len())].clone();
            for _ in 0..=chance.below(4) {
                let at = chance.below(input.len() + 1);
                let byte = u8::try_from(chance.below(256)).expect("a byte");
                match input.get_mut(at) {
                    Some(changed) if chance.below(4) != 0 => *changed = byte,
                    _ => input.insert(at, byte),
                }
            }
            taken += u32::from(follow(&input));
        }
        println!("{name}: {SHORT_RUN} inputs, {taken} of them proper ones");
        assert_ne!(taken, 0, "{name}: every input is refused, so they test nothing");
    }
}

#[test]
fn no_survey_that_chance_makes_of_the_corpus_is_too_strange() {
    let inputs = std::env::var("FUZZ_INPUTS").ok().and_then(|count| count.parse().ok()).unwrap_or(INPUTS);
    let (all, mut chance) = (reports(), Chance(0x9e37_79b9_7f4a_7c15));
    let mut read = 0_usize;
    for at in 1..=inputs {
        read += usize::from(course::follow(&input(&all, &mut chance)));
        if at % 1_000_000 == 0 {
            println!("{at} inputs");
        }
    }
    println!("{inputs} inputs, {read} of them proper reports");
    assert!(
        usize::try_from(inputs).expect("a count") / 2 < read,
        "most inputs are refused, so they test little"
    );
}
