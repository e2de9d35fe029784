//! `cargo xtask icons` and `cargo xtask screenshots`: pictures that a browser makes.

use anyhow::Result;

use crate::project::Project;
use crate::{build, setup, shell};

/// Makes the extension's pictures of its drawing.
pub(crate) fn icons(project: &Project) -> Result<bool> {
    setup::for_tests(project)?;
    run(project, "tests/browser/icons.mjs")
}

/// Takes a picture of every page and state.
pub(crate) fn screenshots(project: &Project) -> Result<bool> {
    setup::for_tests(project)?;
    build::run(project, &build::Options::default())?;
    run(project, "tests/browser/screenshots.mjs")
}

fn run(project: &Project, script: &str) -> Result<bool> {
    let mut node = shell::program("node", &project.root);
    Ok(node.arg(script).envs(setup::browser_environment()).status()?.success())
}
