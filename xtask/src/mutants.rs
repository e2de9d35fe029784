//! `cargo xtask mutants`: the engine with one thing wrong at a time, to see whether a test notices.

use anyhow::{Result, bail};

use crate::project::Project;
use crate::shell;

/// The part of all mutants that is tried where nobody says which: all of them take a day.
const SHARD: &str = "0/12";

/// Tries them one after the other, in a copy of the tree; `false` if one was not noticed. What came of each is in
/// `target/mutants.out/`; what is tried, and how, is in `.cargo/mutants.toml`.
pub(crate) fn run(project: &Project, shard: Option<&str>) -> Result<bool> {
    if shell::find("cargo-mutants").is_none() {
        bail!("cargo-mutants is missing: cargo install cargo-mutants --locked");
    }
    let mut cargo = shell::cargo(&project.root);
    cargo.args(["mutants", "--sharding=round-robin", "--shuffle", "--jobs=1"]);
    cargo.arg(format!("--shard={}", shard.unwrap_or(SHARD))).arg("--output").arg(&project.target);
    shell::succeeds(&mut cargo)
}
