//! `cargo xtask tidy`: the tree checks itself.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::permissions;
use crate::project::{self, Project};
use crate::test::Count;

/// The longest a file may be, in lines. What is longer does too much.
const LONGEST: usize = 500;

/// Files that may be longer, each with its reason.
const LONG_FILES: [(&str, &str); 1] = [("tests/package-lock.json", "written by npm")];

/// Kinds of files whose lines are counted.
const COUNTED: [&str; 7] = ["rs", "js", "mjs", "ts", "css", "html", "json"];

/// What the modules of `src/` may not name. The innermost are `value`, which knows nothing of ours, and the engine,
/// which knows it; the shell and the user interface see all. Only `value` is written and read by serde.
const DIRECTIONS: [(&str, &[&str]); 4] = [
    (
        "engine",
        &[
            "crate::protocol",
            "crate::chrome",
            "crate::shell",
            "crate::ui",
            "serde",
            "wasm_bindgen",
            "js_sys",
            "web_sys",
            "gloo",
        ],
    ),
    (
        "protocol",
        &["crate::chrome", "crate::shell", "crate::ui", "serde", "wasm_bindgen", "js_sys", "web_sys", "gloo"],
    ),
    ("chrome", &["crate::engine", "crate::protocol", "crate::shell", "crate::ui"]),
    (
        "value",
        &[
            "crate::engine",
            "crate::protocol",
            "crate::chrome",
            "crate::shell",
            "crate::ui",
            "wasm_bindgen",
            "js_sys",
            "web_sys",
            "gloo",
        ],
    ),
];

/// What the standard library has for any amount of data in any script, and what does for ours.
/// Each makes the WASM two to thirteen KiB longer, trees and hash maps for every type that they hold.
const HEAVY: [(&str, &str); 9] = [
    ("BTreeMap", "engine::sorted::Map"),
    ("BTreeSet", "engine::sorted::Set"),
    ("HashMap", "engine::sorted::Map"),
    ("HashSet", "engine::sorted::Set"),
    ("sort_by", "Vec::insert at its place"),
    ("sort_by_key", "Vec::insert at its place"),
    ("sort_unstable", "Vec::insert at its place"),
    ("to_lowercase", "control::label::lower"),
    ("to_uppercase", "control::label::lower"),
];

/// A check: what it looks at, and how it finds what is wrong.
type Check = (&'static str, fn(&Project) -> Result<Vec<String>>);

const CHECKS: [Check; 7] = [
    ("modules import in one direction", import_directions),
    ("nothing heavy is in the WASM", heavy),
    ("no file is too long", lengths),
    ("styles hold in both directions of writing", directions_of_writing),
    ("every permission is explained", permissions::explained),
    ("every permission is used", permissions::used),
    ("wasm-bindgen has one version", wasm_bindgen_version),
];

/// Runs the checks and says what is wrong; `false` if something is.
pub(crate) fn run(project: &Project) -> Result<bool> {
    Ok(check(project)?.failed == 0)
}

/// Runs the checks and counts them.
pub(crate) fn check(project: &Project) -> Result<Count> {
    let mut count = Count::default();
    for (name, find) in CHECKS {
        let wrong = find(project)?;
        eprintln!("{} {name}", if wrong.is_empty() { "ok    " } else { "failed" });
        for line in &wrong {
            eprintln!("       {line}");
        }
        count.add(Count::one(wrong.is_empty()));
    }
    Ok(count)
}

fn import_directions(project: &Project) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (module, forbidden) in DIRECTIONS {
        let mut files = project::files_below(&project.path("src").join(module))?;
        files.push(project.path("src").join(format!("{module}.rs")));
        for file in files.iter().filter(|file| file.is_file()) {
            for (number, line) in read(file)?.lines().enumerate() {
                wrong.extend(forbidden_in(line, forbidden).map(|name| {
                    format!("{}:{}: {module} may not name {name}", shown(project, file), number + 1)
                }));
            }
        }
    }
    Ok(wrong)
}

/// Heavy things in the code that is built into the WASM; tests may use them.
fn heavy(project: &Project) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for file in project::files_below(&project.path("src"))? {
        if file.extension().is_none_or(|kind| kind != "rs") {
            continue;
        }
        let text = read(&file)?;
        let shipped = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
        for (number, line) in shipped.enumerate() {
            let code = line.split_once("//").map_or(line, |(code, _)| code);
            wrong.extend(HEAVY.iter().filter(|(name, _)| has_word(code, name)).map(|(name, light)| {
                format!("{}:{}: instead of {name}, take {light}", shown(project, &file), number + 1)
            }));
        }
    }
    Ok(wrong)
}

/// The first forbidden name in a line of code.
fn forbidden_in<'a>(line: &str, forbidden: &[&'a str]) -> Option<&'a str> {
    let code = line.split_once("//").map_or(line, |(code, _)| code);
    // `use crate::{engine, …}` names its modules without `crate::` before each.
    let grouped = code.trim_start().split_once("use crate::{").map(|(_, group)| group);
    forbidden.iter().copied().find(|name| {
        let module = name.strip_prefix("crate::");
        has_word(code, name) || module.zip(grouped).is_some_and(|(module, group)| has_word(group, module))
    })
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

fn lengths(project: &Project) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for folder in ["src", "extension", "tests", "xtask"] {
        for file in project::files_below(&project.path(folder))? {
            let name = shown(project, &file);
            let counted = file.extension().is_some_and(|kind| COUNTED.iter().any(|counted| kind == *counted));
            if !counted || LONG_FILES.iter().any(|(long, _)| *long == name) {
                continue;
            }
            let lines = read(&file)?.lines().count();
            if LONGEST < lines {
                wrong.push(format!("{name}: {lines} lines, more than {LONGEST}"));
            }
        }
    }
    Ok(wrong)
}

/// In a right-to-left language the start of a line is at the right, so styles name starts and ends.
fn directions_of_writing(project: &Project) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for file in project::files_below(&project.path("extension"))? {
        if file.extension().is_none_or(|kind| kind != "css") {
            continue;
        }
        for (number, line) in read(&file)?.lines().enumerate() {
            wrong.extend(
                side_in(line).map(|side| format!("{}:{}: {side}", shown(project, &file), number + 1)),
            );
        }
    }
    Ok(wrong)
}

/// The first side that a line of a style names; an id is none.
fn side_in(line: &str) -> Option<&'static str> {
    let is_declared = |side: &&str| has_word(&line.replace(&["#", *side].concat(), ""), side);
    ["left", "right"].into_iter().find(is_declared)
}

/// wasm-bindgen and the library that makes its glue share a file format, which changes with every version.
fn wasm_bindgen_version(project: &Project) -> Result<Vec<String>> {
    let crate_version = pinned(&read(&project.path("Cargo.toml"))?, "wasm-bindgen");
    let tool_version = pinned(&read(&project.path("xtask/Cargo.toml"))?, "wasm-bindgen-cli-support");
    if crate_version.is_some() && crate_version == tool_version {
        return Ok(Vec::new());
    }
    Ok(vec![format!("Cargo.toml pins {crate_version:?}, xtask/Cargo.toml {tool_version:?}")])
}

/// The version in a line like `name = "=1.2.3"`.
fn pinned(manifest: &str, name: &str) -> Option<String> {
    let line = manifest.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix('='))?;
    Some(line.split_once("\"=")?.1.split_once('"')?.0.to_owned())
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| file.display().to_string())
}

/// A file as people name it.
fn shown(project: &Project, file: &Path) -> String {
    file.strip_prefix(&project.root).unwrap_or(file).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_names_are_found_in_code_only() {
        let forbidden = ["crate::shell", "js_sys"];
        assert_eq!(forbidden_in("use crate::shell::Clock;", &forbidden), Some("crate::shell"));
        assert_eq!(forbidden_in("use crate::{engine, shell::Clock};", &forbidden), Some("crate::shell"));
        assert_eq!(forbidden_in("    js_sys::Date::new_0()", &forbidden), Some("js_sys"));
        assert_eq!(forbidden_in("// unlike crate::shell", &forbidden), None);
        assert_eq!(forbidden_in("use crate::shell_words;", &forbidden), None);
        assert_eq!(forbidden_in("use crate::{engine, protocol};", &forbidden), None);
    }

    #[test]
    fn sides_are_found_and_ids_are_none() {
        assert_eq!(side_in("  margin-left: 1rem;"), Some("left"));
        assert_eq!(side_in("  text-align: right;"), Some("right"));
        assert_eq!(side_in("#left {"), None);
        assert_eq!(side_in("  text-align: end; /* bright */"), None);
    }

    #[test]
    fn pinned_versions_are_read() {
        let manifest = "wasm-bindgen-futures = \"0.4\"\nwasm-bindgen = \"=0.2.130\"\n";
        assert_eq!(pinned(manifest, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(pinned("wasm-bindgen = \"0.2\"", "wasm-bindgen"), None);
    }
}
