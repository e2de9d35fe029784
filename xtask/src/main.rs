//! The commands of the project: `cargo xtask help` lists them.

mod audit;
mod bench;
mod build;
mod demo;
mod fuzz;
mod linter;
mod model;
mod mutants;
mod package;
mod permissions;
mod pictures;
mod project;
mod sbom;
mod setup;
mod shell;
mod size;
mod supply;
mod test;
mod tidy;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::project::Project;

const HELP: &str = "\
Clean Exit: the commands of the project

  cargo xtask demo  [--keep] [--json]   the main job in a real browser: sign in, one click, the receipt
                                        --keep  leave the browser open until Ctrl-C
                                        --json  the receipt as JSON, alone on standard output
  cargo xtask audit [--extension DIR] [--json]
                                        what a logout leaves in the browser and on disk, and what it takes from other
                                        sites, beside the browser's own \"clear browsing data\"; about three minutes
                                        --extension  another extension's folder: its toolbar button is clicked
                                        --json  the report as JSON, alone on standard output
  cargo xtask bench [FIGURE ...] [--runs N] [--docs]
                                        the figures, each beside its yardstick in the same run, 15 runs by default
                                        figures: click survey cookies start panel load use core
                                        --docs  put the plots where docs/performance.md shows them
  cargo xtask audit-deps                the crates that are built, by cargo-deny: advisories, licences, sources, duplicates
  cargo xtask build [--dev] [--dir DIR] the extension, to be loaded unpacked, in dist/extension/
                                        --dev   quick to build, with names in stack traces
                                        --dir   somewhere else
  cargo xtask test  [PART] [FILTER]     every test; or one part of them; or those with FILTER in their name
                                        parts: format lint tidy native types package org pages browser
                                        firefox: some of the browser tests in Firefox, with FILTER those of that name
  cargo xtask fuzz  [TARGET] [--seconds N | --runs N]
                                        inputs without end, for ten minutes a target by default
                                        targets: events journal messages policy survey; all of them if none is named
  cargo xtask icons                     the extension's pictures, made of extension/icons/icon.svg
  cargo xtask screenshots               every page and state as a picture, in target/screenshots/, and those in docs/
  cargo xtask model                     the larger models of a run, each of them searched through; some minutes
  cargo xtask lint-package              Mozilla's linter on the built extension; each of its warnings is explained
  cargo xtask mutants [WORD]            the engine with one thing wrong at a time: does a test notice? it goes on where it was
                                        broken off; WORD tries those with it in their name again; needs cargo-mutants
  cargo xtask package [--check]         what the stores take, in dist/: the zip, its bill of materials, their sums
                                        --check  builds what is committed once more in another folder, and compares
  cargo xtask tidy                      the tree checks itself: import directions, sizes, permissions
  cargo xtask setup                     checks what the others need, and installs what is missing
  cargo xtask help                      this list

audit, bench, demo and test run setup by themselves. Environment: CHROMIUM and FIREFOX name the browsers to use.
";

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command of the command line; `false` is a failure that has already been reported.
fn run() -> Result<bool> {
    let mut arguments = Arguments::from_env();
    let command = arguments.word().unwrap_or_else(|| "help".to_owned());
    if matches!(command.as_str(), "help" | "--help" | "-h") {
        print!("{HELP}");
        return Ok(true);
    }
    let project = Project::locate()?;
    match command.as_str() {
        "audit" => {
            let options =
                audit::Options { extension: arguments.value("--extension")?, json: arguments.flag("--json") };
            arguments.finish()?;
            audit::run(&project, &options)
        }
        "bench" => {
            let (runs, docs) = (arguments.value("--runs")?, arguments.flag("--docs"));
            let figures = std::iter::from_fn(|| arguments.word()).collect();
            arguments.finish()?;
            bench::run(&project, &bench::Options { figures, runs, docs })
        }
        "build" => {
            let options = build::Options { dev: arguments.flag("--dev"), dir: arguments.value("--dir")? };
            arguments.finish()?;
            setup::for_build(&project, options.dev)?;
            build::run(&project, &options)?;
            Ok(true)
        }
        "demo" => {
            let options = demo::Options { keep: arguments.flag("--keep"), json: arguments.flag("--json") };
            arguments.finish()?;
            demo::run(&project, &options)
        }
        "fuzz" => {
            let options = fuzz::Options {
                seconds: arguments.value("--seconds")?,
                runs: arguments.value("--runs")?,
                target: arguments.word(),
            };
            arguments.finish()?;
            fuzz::run(&project, &options)
        }
        "icons" => {
            arguments.finish()?;
            pictures::icons(&project)
        }
        "screenshots" => {
            arguments.finish()?;
            pictures::screenshots(&project)
        }
        "model" => {
            arguments.finish()?;
            model::run(&project)
        }
        "audit-deps" => {
            arguments.finish()?;
            supply::run(&project)
        }
        "lint-package" => {
            arguments.finish()?;
            let wrong = linter::check(&project)?;
            wrong.iter().for_each(|line| eprintln!("{line}"));
            Ok(wrong.is_empty())
        }
        "mutants" => {
            let word = arguments.word();
            arguments.finish()?;
            mutants::run(&project, word.as_deref())
        }
        "package" => {
            let options = package::Options { check: arguments.flag("--check") };
            arguments.finish()?;
            package::run(&project, &options)
        }
        "setup" => {
            arguments.finish()?;
            setup::for_tests(&project)?;
            setup::firefox(&project)?;
            eprintln!("setup: everything is there");
            Ok(true)
        }
        "test" => {
            let selection = test::Selection::new(arguments.word(), arguments.word());
            arguments.finish()?;
            test::run(&project, &selection)
        }
        "tidy" => {
            arguments.finish()?;
            tidy::run(&project)
        }
        unknown => bail!("there is no command {unknown:?}; `cargo xtask help` lists them"),
    }
}

/// The words of the command line that are not used up yet.
struct Arguments(Vec<String>);

impl Arguments {
    fn from_env() -> Self {
        Self(std::env::args().skip(1).collect())
    }

    /// Takes the next word that is not an option.
    fn word(&mut self) -> Option<String> {
        let at = self.0.iter().position(|word| !word.starts_with("--"))?;
        Some(self.0.remove(at))
    }

    /// Takes the option `name`, and says whether it was given.
    fn flag(&mut self, name: &str) -> bool {
        let at = self.0.iter().position(|word| word == name);
        at.map(|at| self.0.remove(at)).is_some()
    }

    /// Takes the option `name` and the value after it.
    fn value(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.0.iter().position(|word| word == name) else { return Ok(None) };
        self.0.remove(at);
        if self.0.len() <= at {
            bail!("{name} needs a value");
        }
        Ok(Some(self.0.remove(at)))
    }

    /// Refuses what nobody took.
    fn finish(self) -> Result<()> {
        match self.0.as_slice() {
            [] => Ok(()),
            rest => bail!("not understood: {}; `cargo xtask help` lists the commands", rest.join(" ")),
        }
    }
}
