//! `cargo xtask demo`: the main job in a real browser.

use anyhow::Result;

use crate::project::Project;
use crate::{build, setup, shell};

/// What the user asked for.
pub(crate) struct Options {
    /// Leave the browser open.
    pub(crate) keep: bool,
    /// The receipt as JSON, alone on standard output.
    pub(crate) json: bool,
}

/// Prepares everything and runs the demo; `false` if something could not be verified.
pub(crate) fn run(project: &Project, options: &Options) -> Result<bool> {
    setup::for_tests(project)?;
    build::run(project, &build::Options::default())?;
    let mut demo = shell::program("node", &project.root);
    demo.arg("tests/browser/demo.mjs").envs(setup::browser_environment());
    if options.keep {
        demo.arg("--keep");
    }
    if options.json {
        demo.arg("--json");
    }
    Ok(demo.status()?.success())
}
