//! `cargo xtask bench`: each figure beside its yardstick, in the same run.

use anyhow::Result;

use crate::project::Project;
use crate::{build, setup, shell};

/// What the user asked for.
pub(crate) struct Options {
    /// Only these figures.
    pub(crate) figures: Vec<String>,
    /// So many runs of each.
    pub(crate) runs: Option<String>,
    /// Put the plots where docs/performance.md shows them.
    pub(crate) docs: bool,
}

/// Measures, prints, and writes `target/bench/report.json` and a plot of each figure. It fails for no slowness.
pub(crate) fn run(project: &Project, options: &Options) -> Result<bool> {
    setup::for_tests(project)?;
    build::run(project, &build::Options::default())?;
    shell::run(shell::cargo(&project.root).args(["build", "--quiet", "--release", "--example", "decide"]))?;
    let mut measure = shell::program("node", &project.root);
    measure.arg("tests/bench/run.mjs").args(&options.figures);
    if let Some(runs) = &options.runs {
        measure.args(["--runs", runs]);
    }
    measure.env("CARGO_TARGET_DIR", &project.target).envs(setup::browser_environment());
    shell::run(&mut measure)?;
    let report = project.target.join("bench/report.json");
    let plots = if options.docs { project.path("docs/performance") } else { project.target.join("bench") };
    let mut plot = shell::cargo(&project.path("tests/bench/native"));
    plot.args(["run", "--quiet", "--"]).arg(&report).arg(&plots);
    shell::run(plot.env("CARGO_TARGET_DIR", project.target.join("bench/native")))?;
    eprintln!("bench: {} and plots in {}", report.display(), plots.display());
    Ok(true)
}
