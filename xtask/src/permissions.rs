//! What the manifest asks for: explained, and used.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::project::{self, Project};

/// What a permission's heading begins with: what is asked for from the start, and what later.
const KINDS: [(&str, &str, &str); 2] = [
    ("permissions", "host_permissions", ""),
    ("optional_permissions", "optional_host_permissions", "Optional: "),
];

/// The documents that have a heading for each permission: for the people who use it, and for the stores.
const DOCUMENTS: [&str; 2] = ["docs/permissions.md", "docs/store/answers.md"];

/// Permissions that open no interface of their own name: what uses them instead.
const USED_AS: [(&str, &str); 2] = [
    ("clipboardWrite", "execCommand('copy')"),
    ("declarativeNetRequestWithHostAccess", "[\"chrome\", \"declarativeNetRequest\"]"),
];

/// Every permission that the manifest asks for has a heading of its own in each document, and no other has.
pub(crate) fn explained(project: &Project) -> Result<Vec<String>> {
    let asked = asked(&project.manifest()?);
    let mut wrong = Vec::new();
    for name in DOCUMENTS {
        let document = fs::read_to_string(project.path(name)).context(name)?;
        let explained: BTreeSet<String> = document
            .lines()
            .filter_map(|line| Some(line.strip_prefix('#')?.trim_start_matches('#').trim()))
            .filter(|heading| heading.trim_start_matches("Optional: ").starts_with('`'))
            .map(str::to_owned)
            .collect();
        wrong.extend(asked.difference(&explained).map(|heading| format!("{name} has no heading {heading}")));
        let surplus = explained.difference(&asked);
        wrong.extend(surplus.map(|heading| format!("{name} explains {heading}, which is not asked for")));
    }
    Ok(wrong)
}

/// The headings of all that is asked for.
fn asked(manifest: &Value) -> BTreeSet<String> {
    let mut asked = BTreeSet::new();
    for (key, hosts, beginning) in KINDS {
        let hosts = manifest.get(hosts).map(|_| hosts);
        let names = names(manifest, key).chain(hosts);
        asked.extend(names.map(|name| format!("{beginning}`{name}`")));
    }
    asked
}

/// Every permission is used by the shipped code.
pub(crate) fn used(project: &Project) -> Result<Vec<String>> {
    let mut code = String::new();
    for folder in ["src", "extension"] {
        for file in project::files_below(&project.path(folder))? {
            if file.extension().is_some_and(|kind| kind == "rs" || kind == "js") {
                code += &fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            }
        }
    }
    let manifest = project.manifest()?;
    let all = KINDS.iter().flat_map(|(key, _, _)| names(&manifest, key));
    let unused = all.filter(|name| !is_used(name, &code));
    Ok(unused.map(|name| format!("manifest.json asks for {name}, which no code uses")).collect())
}

fn is_used(name: &str, code: &str) -> bool {
    match USED_AS.iter().find(|(permission, _)| *permission == name) {
        Some((_, instead)) => code.contains(instead),
        // As a binding names it, and as a script does.
        None => {
            code.contains(&format!("[\"chrome\", \"{name}\"")) || code.contains(&format!("chrome.{name}."))
        }
    }
}

fn names<'a>(manifest: &'a Value, key: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    manifest.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_is_used_where_its_interface_is() {
        let code =
            "js_namespace = [\"chrome\", \"storage\", \"local\"]\nchrome.alarms.onAlarm\nexecCommand('copy')";
        for name in ["storage", "alarms", "clipboardWrite"] {
            assert!(is_used(name, code), "{name}");
        }
        for name in ["stor", "alarm", "history"] {
            assert!(!is_used(name, code), "{name}");
        }
    }
}
