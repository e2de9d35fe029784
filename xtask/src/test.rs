//! `cargo xtask test`: every test, one part after the other, and one line at the end that counts them.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::project::{self, Project};
use crate::{build, linter, setup, shell, tidy};

/// How long a file of Node tests may take before it counts as failed, in milliseconds: that of the faults takes the longest.
const NODE_TEST_LIMIT: u32 = 2_400_000;

/// What is run, in this order. The parts that fail soonest come first.
const PARTS: [Part; 11] = [
    Part { name: "format", run: format, searchable: false, by_name_only: false },
    Part { name: "lint", run: lint, searchable: false, by_name_only: false },
    Part { name: "tidy", run: tidy_part, searchable: false, by_name_only: false },
    Part { name: "native", run: native, searchable: true, by_name_only: false },
    Part { name: "types", run: types, searchable: false, by_name_only: false },
    Part { name: "package", run: package, searchable: false, by_name_only: false },
    Part { name: "org", run: org, searchable: true, by_name_only: false },
    Part { name: "pages", run: pages, searchable: true, by_name_only: false },
    Part { name: "browser", run: browser, searchable: true, by_name_only: false },
    Part { name: "firefox", run: firefox, searchable: false, by_name_only: false },
    Part { name: "firefox-all", run: firefox_all, searchable: false, by_name_only: true },
];

/// The files of browser tests that each run of all tests runs in Firefox, too: few. On a busy computer they took eight minutes,
/// and all of them take 38.
///
/// `cargo xtask test firefox WORD` runs any other.
const QUICK_IN_FIREFOX: [&str; 6] = ["smoke", "nothing", "one-click", "ways", "differences", "network"];

/// A kind of tests.
struct Part {
    name: &'static str,
    run: fn(&Project, Option<&str>) -> Result<Count>,
    /// Whether single tests of it can be chosen by name.
    searchable: bool,
    /// Whether it is run only when it is named.
    by_name_only: bool,
}

/// How many tests passed and failed.
#[derive(Clone, Copy, Default)]
pub(crate) struct Count {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl Count {
    /// A single check.
    pub(crate) fn one(passed: bool) -> Self {
        if passed { Self { passed: 1, failed: 0 } } else { Self { passed: 0, failed: 1 } }
    }

    /// Adds the tests of another part.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    fn is_empty(self) -> bool {
        self.passed + self.failed == 0
    }
}

/// Which tests the user wants.
pub(crate) struct Selection {
    part: Option<String>,
    filter: Option<String>,
}

impl Selection {
    /// From the first two words after the command: a part, a filter, both or neither.
    pub(crate) fn new(first: Option<String>, second: Option<String>) -> Self {
        match first {
            Some(word) if PARTS.iter().any(|part| part.name == word) => {
                Self { part: Some(word), filter: second }
            }
            filter => Self { part: None, filter },
        }
    }

    fn wants(&self, part: &Part) -> bool {
        match &self.part {
            Some(name) => name == part.name,
            None => !part.by_name_only && (part.searchable || self.filter.is_none()),
        }
    }
}

/// Runs the tests; `false` if one failed, or if there was none.
pub(crate) fn run(project: &Project, selection: &Selection) -> Result<bool> {
    setup::for_tests(project)?;
    let filter = selection.filter.as_deref();
    let mut total = Count::default();
    let mut lines = Vec::new();
    for part in PARTS.iter().filter(|part| selection.wants(part)) {
        eprintln!("── {}", part.name);
        let (result, took) = shell::timed(|| (part.run)(project, filter));
        let mut count = result.unwrap_or_else(|error| {
            eprintln!("{}: {error:#}", part.name);
            Count::one(false)
        });
        let mut remark = "";
        if count.is_empty() && filter.is_none() {
            count = Count::one(false);
            remark = "  (it ran no test, which is a failure)";
        }
        total.add(count);
        lines.push(format!(
            "{:<8} {:>5} passed {:>3} failed {:>7.1} s{remark}",
            part.name,
            count.passed,
            count.failed,
            took.as_secs_f32()
        ));
    }
    eprintln!("──\n{}", lines.join("\n"));
    if total.is_empty() {
        eprintln!("no test has that in its name");
        total = Count::one(false);
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    std::io::stdout().flush()?;
    Ok(total.failed == 0)
}

fn format(project: &Project, _filter: Option<&str>) -> Result<Count> {
    Ok(Count::one(shell::succeeds(shell::cargo(&project.root).args(["fmt", "--all", "--check"]))?))
}

/// Clippy, natively and for the WASM, which has modules of its own.
fn lint(project: &Project, _filter: Option<&str>) -> Result<Count> {
    let mut count = Count::default();
    for what in [
        ["--workspace", "--all-targets"].as_slice(),
        &["--package=clean-exit", "--lib", "--target=wasm32-unknown-unknown"],
    ] {
        let mut cargo = shell::cargo(&project.root);
        cargo.args(["clippy", "--quiet"]).args(what).args(["--", "--deny=warnings"]);
        count.add(Count::one(shell::succeeds(&mut cargo)?));
    }
    Ok(count)
}

fn tidy_part(project: &Project, _filter: Option<&str>) -> Result<Count> {
    tidy::check(project)
}

fn native(project: &Project, filter: Option<&str>) -> Result<Count> {
    let mut cargo = shell::cargo(&project.root);
    cargo.args(["test", "--workspace", "--no-fail-fast"]).args(filter);
    let (success, lines) = shell::follow(&mut cargo)?;
    let mut count = Count::default();
    for line in lines.iter().filter(|line| line.starts_with("test result:")) {
        count.add(Count { passed: number_before(line, " passed"), failed: number_before(line, " failed") });
    }
    // Tests that don't compile have no result line.
    if !success && count.failed == 0 {
        count.failed = 1;
    }
    Ok(count)
}

/// Type-checks the shipped JavaScript by its JSDoc, against the functions that the WASM really has.
fn types(project: &Project, _filter: Option<&str>) -> Result<Count> {
    build::glue(project, &build::Options::default())?;
    let compiler = project.path("tests/node_modules/typescript/bin/tsc");
    let mut node = shell::program("node", &project.root);
    node.arg(compiler).args(["--noEmit", "--project", "tests"]);
    Ok(Count::one(shell::succeeds(&mut node)?))
}

/// Budgets of size hold, which the build checks, and Mozilla's linter says nothing that is not explained.
fn package(project: &Project, _filter: Option<&str>) -> Result<Count> {
    let wrong = linter::check(project)?;
    wrong.iter().for_each(|line| eprintln!("{line}"));
    Ok(Count::one(wrong.is_empty()))
}

fn org(project: &Project, filter: Option<&str>) -> Result<Count> {
    node_tests(project, "org", filter, &Files::default())
}

/// Runs the corpus of pages in the browser.
fn pages(project: &Project, filter: Option<&str>) -> Result<Count> {
    let mut node = shell::program("node", &project.root);
    node.arg("tests/pages/run.mjs").args(filter);
    node.env("CARGO_TARGET_DIR", &project.target).envs(setup::browser_environment());
    let (success, lines) = shell::follow(&mut node)?;
    let count = lines.last().map_or(Count::default(), |line| Count {
        passed: number_before(line, " passed"),
        failed: number_before(line, " failed"),
    });
    // A run that breaks off has no last line to count.
    if success || count.failed != 0 { Ok(count) } else { Ok(Count { failed: 1, ..count }) }
}

fn browser(project: &Project, filter: Option<&str>) -> Result<Count> {
    build::run(project, &build::Options::default())?;
    node_tests(project, "browser", filter, &IN_BROWSER)
}

/// The same tests in Firefox: of the quick files, or of those with the filter in their name.
fn firefox(project: &Project, filter: Option<&str>) -> Result<Count> {
    in_firefox(
        project,
        filter,
        Files { named: if filter.is_some() { &[] } else { &QUICK_IN_FIREFOX }, ..IN_FIREFOX },
    )
}

fn firefox_all(project: &Project, filter: Option<&str>) -> Result<Count> {
    in_firefox(project, filter, IN_FIREFOX)
}

fn in_firefox(project: &Project, filter: Option<&str>, files: Files) -> Result<Count> {
    setup::firefox(project)?;
    build::run(project, &build::Options::default())?;
    node_tests(project, "browser", filter, &files)
}

/// Which files of Node tests are run, and how.
struct Files {
    /// The only ones that are run; all if none is named.
    named: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
    /// How many run at the same time. Each test has a browser, a world and, if it needs one, a display of its own.
    at_once: u8,
}

impl Default for Files {
    fn default() -> Self {
        Self { named: &[], environment: &[], at_once: 1 }
    }
}

/// Two files at a time: on two cores, one after the other they took 29 minutes in Chromium instead of 19, and 68 in Firefox
/// instead of 38.
const IN_BROWSER: Files = Files { named: &[], environment: &[], at_once: 2 };
const IN_FIREFOX: Files = Files { environment: &[("BROWSER", "firefox")], ..IN_BROWSER };

/// Runs the Node tests of `tests/<folder>`.
///
/// The filter is looked for in the names of the files; if none has it, in the names of the tests.
fn node_tests(project: &Project, folder: &str, filter: Option<&str>, files: &Files) -> Result<Count> {
    let all = project::files_below(&project.path("tests").join(folder))?;
    let name = |file: &PathBuf| file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_named = |file: &PathBuf| {
        files.named.is_empty() || files.named.iter().any(|each| name(file) == format!("{each}.test.mjs"))
    };
    let all: Vec<PathBuf> =
        all.into_iter().filter(|file| name(file).ends_with(".test.mjs") && is_named(file)).collect();
    if all.is_empty() {
        return Ok(Count::default());
    }
    let tally = project.target.join("xtask").join(format!("{folder}.tap"));
    fs::create_dir_all(project.target.join("xtask"))?;
    let mut node = shell::program("node", &project.root);
    node.arg("--test").arg(format!("--test-concurrency={}", files.at_once));
    node.arg(format!("--test-timeout={NODE_TEST_LIMIT}"));
    node.args(["--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap"]);
    node.arg(format!("--test-reporter-destination={}", tally.display()));
    node.envs(setup::browser_environment()).envs(files.environment.iter().copied());
    let chosen: Vec<&PathBuf> =
        all.iter().filter(|file| filter.is_none_or(|filter| name(file).contains(filter))).collect();
    match filter {
        Some(filter) if chosen.is_empty() => node.arg(format!("--test-name-pattern={filter}")).args(&all),
        _ => node.args(chosen),
    };
    count_tap(&mut node, &tally)
}

fn count_tap(node: &mut Command, tally: &(impl AsRef<OsStr> + ?Sized)) -> Result<Count> {
    let success = shell::succeeds(node)?;
    let tap = fs::read_to_string(tally.as_ref()).context("the tally of the tests")?;
    let total = |what: &str| {
        tap.lines().rev().find_map(|line| line.strip_prefix(what)?.trim().parse().ok()).unwrap_or(0)
    };
    let count = Count { passed: total("# pass"), failed: total("# fail") + total("# cancelled") };
    if success || count.failed != 0 { Ok(count) } else { Ok(Count { failed: 1, ..count }) }
}

fn number_before(line: &str, word: &str) -> u32 {
    line.split_once(word).and_then(|(before, _)| before.rsplit(' ').next()?.parse().ok()).unwrap_or(0)
}
