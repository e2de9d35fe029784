//! `cargo xtask audit-deps`: the crates that are built, by cargo-deny; what could not be looked up is named.

use anyhow::Result;

use crate::project::Project;
use crate::shell;

/// Where the tool comes from, in the version that deny.toml was written for.
const INSTALL: [&str; 5] = ["install", "cargo-deny", "--locked", "--version", "0.20.2"];

/// What is checked: the first three need nothing from elsewhere, the last one its database.
const CHECKS: [&str; 4] = ["bans", "licenses", "sources", "advisories"];

/// How cargo-deny says that it could not get the database.
const UNREACHED: &str = "failed to fetch advisory database";

/// Runs the checks; `false` if one found something.
pub(crate) fn run(project: &Project) -> Result<bool> {
    if shell::find("cargo-deny").is_none() {
        eprintln!("audit-deps: installing cargo-deny, which takes some minutes");
        shell::run(shell::cargo(&project.root).args(INSTALL))?;
    }
    let mut good = true;
    for check in CHECKS {
        let mut deny = shell::program("cargo-deny", &project.root);
        deny.args(["--workspace", "--locked", "check", "--hide-inclusion-graph", check]);
        let output = deny.output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        let word = if output.status.success() {
            "ok        "
        } else if check == "advisories" && said.contains(UNREACHED) {
            "NOT LOOKED"
        } else {
            good = false;
            "failed    "
        };
        eprintln!("{word} {check}");
        if !output.status.success() {
            eprintln!("{said}");
        }
    }
    Ok(good)
}
