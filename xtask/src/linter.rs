//! `cargo xtask lint-package`: what Mozilla's linter says of the built extension, and what of it is explained.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::project::Project;
use crate::{build, setup, shell};

/// The document whose table explains the warnings that stay.
const EXPLAINED: &str = "docs/store/README.md";

/// Builds the extension and lints it; says what is wrong.
pub(crate) fn check(project: &Project) -> Result<Vec<String>> {
    setup::for_build(project, false)?;
    build::run(project, &build::Options::default())?;
    let mut node = shell::program("node", &project.root);
    node.arg("tests/node_modules/addons-linter/bin/addons-linter").args([
        "--output",
        "json",
        "dist/extension",
    ]);
    // It fails where it finds errors, and says them all the same.
    let output = node.output().context("addons-linter")?;
    let report: Value = serde_json::from_slice(&output.stdout).context("what addons-linter says")?;
    Ok(judge(&report, &explained(&fs::read_to_string(project.path(EXPLAINED))?)))
}

/// The warnings of the table.
fn explained(document: &str) -> BTreeSet<String> {
    let cells = document.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
    cells.map(|(code, _)| code.to_owned()).collect()
}

fn judge(report: &Value, explained: &BTreeSet<String>) -> Vec<String> {
    let said = |kind: &str| report.get(kind).and_then(Value::as_array).into_iter().flatten();
    let text =
        |message: &Value, key: &str| message.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut wrong = Vec::new();
    if report.get("summary").is_none() {
        wrong.push("addons-linter gave no summary".to_owned());
    }
    wrong.extend(said("errors").map(|error| format!("{}: {}", text(error, "code"), text(error, "message"))));
    let warned: BTreeSet<String> =
        said("warnings").chain(said("notices")).map(|message| text(message, "code")).collect();
    wrong.extend(warned.difference(explained).map(|code| format!("{code} is not explained in {EXPLAINED}")));
    wrong.extend(
        explained.difference(&warned).map(|code| format!("{EXPLAINED} explains {code}, which is gone")),
    );
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_warning_is_explained_and_each_explanation_is_of_one() {
        let report = |errors: &[&str], warnings: &[&str]| {
            let messages = |codes: &[&str]| {
                codes.iter().map(|code| json!({ "code": code, "message": "" })).collect::<Vec<_>>()
            };
            json!({ "summary": {}, "errors": messages(errors), "warnings": messages(warnings), "notices": [] })
        };
        let table = explained("| warning | why |\n| --- | --- |\n| `KNOWN` | so |\n");
        assert!(judge(&report(&[], &["KNOWN"]), &table).is_empty());
        assert_eq!(judge(&report(&[], &["KNOWN", "NEW"]), &table).len(), 1);
        assert_eq!(judge(&report(&[], &[]), &table).len(), 1);
        assert_eq!(judge(&report(&["KNOWN"], &["KNOWN"]), &table).len(), 1);
        assert_eq!(judge(&json!({}), &BTreeSet::new()).len(), 1);
    }
}
