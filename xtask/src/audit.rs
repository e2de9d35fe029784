//! `cargo xtask audit`: what a logout leaves behind, and what it takes from others.

use anyhow::Result;

use crate::project::Project;
use crate::{build, setup, shell};

/// What the user asked for.
pub(crate) struct Options {
    /// Another extension than ours.
    pub(crate) extension: Option<String>,
    /// The report as JSON, alone on standard output.
    pub(crate) json: bool,
}

/// Prepares everything and runs the audit; `false` if something is left that must not be.
pub(crate) fn run(project: &Project, options: &Options) -> Result<bool> {
    setup::for_tests(project)?;
    let mut audit = shell::program("node", &project.root);
    audit.arg("tests/browser/audit.mjs").envs(setup::browser_environment());
    if let Some(extension) = &options.extension {
        audit.arg("--extension").arg(std::path::absolute(extension)?);
    } else {
        build::run(project, &build::Options::default())?;
    }
    if options.json {
        audit.arg("--json");
    }
    Ok(audit.status()?.success())
}
