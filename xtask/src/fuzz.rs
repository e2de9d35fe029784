//! `cargo xtask fuzz`: inputs without end, guided by which code they reach.
//!
//! It begins with `fuzz/seeds/`: the few of millions of inputs that reach what the others do not; for the surveys, what the
//! recorded ones do not. Their names are their hashes; `-set_cover_merge=1 -use_counters=0` of the built target chose them.
//!
//! libFuzzer needs the compiler to count what is reached. The stable compiler can, so neither a nightly one nor
//! `cargo-fuzz` is needed; `fuzz/` is laid out as that expects, for those who have it.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::project::{self, Project};
use crate::shell;

/// The targets there are, in `fuzz/fuzz_targets/`.
const TARGETS: [&str; 5] = ["events", "journal", "messages", "policy", "survey"];

/// Seconds for each target where nobody says how long: ten minutes.
const SECONDS: &str = "600";

/// What makes the compiler count what an input reaches.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Ccodegen-units=1";

/// What the user asked for.
pub(crate) struct Options {
    /// Which of [`TARGETS`]; all of them, one after the other, if none is named.
    pub(crate) target: Option<String>,
    /// For how many seconds.
    pub(crate) seconds: Option<String>,
    /// For how many inputs.
    pub(crate) runs: Option<String>,
}

/// Builds the targets and runs them; `false` if an input made one panic. That input is in `target/fuzz/`.
pub(crate) fn run(project: &Project, options: &Options) -> Result<bool> {
    let chosen =
        TARGETS.into_iter().filter(|name| options.target.as_deref().is_none_or(|wanted| wanted == *name));
    let chosen: Vec<_> = chosen.collect();
    if chosen.is_empty() {
        bail!("there is no such target; there are: {}", TARGETS.join(" "));
    }
    for target in chosen {
        eprintln!("── {target}");
        if !run_one(project, target, options)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn run_one(project: &Project, target: &str, options: &Options) -> Result<bool> {
    let (built, found) = (project.target.join("fuzz"), project.target.join("fuzz/found").join(target));
    let seeds = project.target.join("fuzz/seeds").join(target);
    fs::create_dir_all(&found)?;
    fs::create_dir_all(&seeds)?;
    if target == "survey" {
        write_seeds(project, &seeds)?;
    }
    let host = host(project)?;
    let mut cargo = shell::cargo(&project.path("fuzz"));
    // With a target named, the flags do not reach build scripts.
    cargo.args(["build", "--release", "--bin", target, "--target", &host, "--target-dir"]).arg(&built);
    shell::run(cargo.env("RUSTFLAGS", COVERAGE))?;
    let mut fuzzer = shell::program(built.join(&host).join("release").join(target), &project.root);
    fuzzer
        .arg(&found)
        .arg(&seeds)
        .arg(project.path("fuzz/seeds").join(target))
        .args(["-max_len=65536", "-print_final_stats=1"]);
    fuzzer.arg(format!("-artifact_prefix={}/", built.display()));
    match (&options.runs, &options.seconds) {
        (Some(runs), _) => fuzzer.arg(format!("-runs={runs}")),
        (None, seconds) => fuzzer.arg(format!("-max_total_time={}", seconds.as_deref().unwrap_or(SECONDS))),
    };
    shell::succeeds(&mut fuzzer)
}

/// The first inputs: the reports of the recorded surveys, for an organisation and for a sign-in host.
fn write_seeds(project: &Project, folder: &Path) -> Result<()> {
    for file in project::files_below(&project.path("tests/pages/recorded"))? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let looks: Vec<Vec<Value>> = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let Some(report) = looks.last().and_then(|frames| frames.first()?.get("report")) else { continue };
        for host in 0..2 {
            let mut bytes = vec![host];
            serde_json::to_writer(&mut bytes, report)?;
            fs::write(folder.join(format!("{name}-{host}")), bytes)?;
        }
    }
    Ok(())
}

/// The machine that we are on, as the compiler calls it.
fn host(project: &Project) -> Result<String> {
    let version = shell::read(shell::program("rustc", &project.root).arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc -vV names no host")?.to_owned())
}
