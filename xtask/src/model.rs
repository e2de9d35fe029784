//! `cargo xtask model`: the larger models of a run, searched through.

use anyhow::Result;

use crate::project::Project;
use crate::shell;

/// Searches through them one after the other, since each takes up to a gigabyte; `false` if one found something.
pub(crate) fn run(project: &Project) -> Result<bool> {
    let mut cargo = shell::cargo(&project.root);
    cargo.args(["test", "--package=clean-exit", "--test=engine", "--profile=model", "model::large"]);
    cargo.args(["--", "--ignored", "--nocapture", "--test-threads=1"]);
    shell::succeeds(&mut cargo)
}
