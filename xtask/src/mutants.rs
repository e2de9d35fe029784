//! `cargo xtask mutants`: the engine with one thing wrong at a time, to see whether a test notices.
//!
//! cargo-mutants says what could be wrong. The trying is our own: it builds one test binary at a time, begins with the
//! tests that are quick, and stops at the first that fails.

use std::collections::HashSet;
use std::fs::{self, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::project::{self, Project};
use crate::shell;

/// The tests that can see the engine, in the order in which they are tried: how to build them, and which of them to run.
const STAGES: [(&str, &[&str]); 8] = [
    ("--test=engine", &["--skip=model::", "--skip=chance::"]),
    ("--lib", &[]),
    ("--test=pages", &[]),
    ("--test=control", &[]),
    ("--test=manifest", &[]),
    ("--test=administrators", &[]),
    ("--test=engine", &["model::", "chance::"]),
    ("--test=fuzz", &[]),
];

/// How long no test may be done: the longest one takes some ten seconds. A mutant that goes on for ever is noticed.
const PATIENCE: Duration = Duration::from_secs(120);

/// What came of one mutant.
enum Outcome {
    /// The tests that noticed.
    Caught(String),
    /// No test was done for [`PATIENCE`].
    TimedOut,
    Unbuildable,
    Survived,
}

/// What to put where.
struct Mutant {
    name: String,
    file: String,
    mutated: String,
}

/// Tries all whose name holds `word`, or those not tried yet where there is none, in an order that is as good as drawn by
/// lot; `false` if one was not noticed. What came of each is in `target/mutants/outcomes.tsv`, so that one can go on later.
pub(crate) fn run(project: &Project, word: Option<&str>) -> Result<bool> {
    if shell::find("cargo-mutants").is_none() {
        bail!("cargo-mutants is missing: cargo install cargo-mutants --locked");
    }
    let folder = project.target.join("mutants");
    let tree = folder.join("tree");
    copy(project, &tree)?;
    let outcomes = folder.join("outcomes.tsv");
    let tried = if word.is_some() { HashSet::new() } else { tried(&outcomes) };
    if let Outcome::Survived = attempt(&tree, &folder)? {
        eprintln!("the tree as it is passes");
    } else {
        bail!("the tree as it is does not pass");
    }
    let mut log = OpenOptions::new().create(true).append(true).open(&outcomes)?;
    let mut all_noticed = true;
    for mutant in list(&tree)? {
        if tried.contains(&mutant.name) || !mutant.name.contains(word.unwrap_or_default()) {
            continue;
        }
        let path = tree.join(&mutant.file);
        let sound = fs::read(&path)?;
        fs::write(&path, &mutant.mutated)?;
        let outcome = attempt(&tree, &folder);
        fs::write(&path, sound)?;
        let (outcome, by) = match outcome? {
            Outcome::Caught(test) => ("caught", test),
            Outcome::TimedOut => ("timed out", String::new()),
            Outcome::Unbuildable => ("unbuildable", String::new()),
            Outcome::Survived => ("SURVIVED", String::new()),
        };
        all_noticed &= outcome != "SURVIVED";
        eprintln!("{outcome:<12}{}", mutant.name);
        writeln!(log, "{outcome}\t{}\t{by}", mutant.name)?;
    }
    Ok(all_noticed)
}

/// Makes `tree` what git would list of ours, and leaves alone what is so already: cargo looks at the files' dates.
fn copy(project: &Project, tree: &Path) -> Result<()> {
    let mut git = shell::program("git", &project.root);
    let listed = shell::read(git.args(["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    let ours: HashSet<PathBuf> = listed.lines().map(|file| tree.join(file)).collect();
    for file in project::files_below(tree)? {
        if !ours.contains(&file) {
            fs::remove_file(file)?;
        }
    }
    for file in listed.lines() {
        let (from, to) = (project.path(file), tree.join(file));
        let Ok(bytes) = fs::read(from) else { continue };
        if fs::read(&to).is_ok_and(|there| there == bytes) {
            continue;
        }
        fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
        fs::write(to, bytes)?;
    }
    Ok(())
}

/// The mutants that an earlier call tried.
fn tried(outcomes: &Path) -> HashSet<String> {
    let text = fs::read_to_string(outcomes).unwrap_or_default();
    text.lines().filter_map(|line| line.split('\t').nth(1)).map(str::to_owned).collect()
}

/// All mutants, by the hashes of their names.
fn list(tree: &Path) -> Result<Vec<Mutant>> {
    let mut cargo = shell::cargo(tree);
    let listed: Vec<Value> =
        serde_json::from_str(&shell::read(cargo.args(["mutants", "--list", "--json"]))?)?;
    let mut mutants = listed.iter().map(|value| mutant(tree, value)).collect::<Result<Vec<_>>>()?;
    mutants.sort_by_cached_key(|mutant| Sha256::digest(&mutant.name));
    Ok(mutants)
}

fn mutant(tree: &Path, value: &Value) -> Result<Mutant> {
    let text =
        |key: &str| value.get(key).and_then(Value::as_str).with_context(|| format!("a mutant without {key}"));
    let file = text("file")?.to_owned();
    let source = fs::read_to_string(tree.join(&file))?;
    let place = |end: &str| -> Result<usize> {
        let number = |key: &str| value.pointer(&format!("/span/{end}/{key}")).and_then(Value::as_u64);
        let (line, column) = number("line").zip(number("column")).context("a mutant without a place")?;
        let before: usize =
            source.split_inclusive('\n').take(line as usize - 1).map(|line| line.chars().count()).sum();
        Ok(before + column as usize - 1)
    };
    let (start, end) = (place("start")?, place("end")?);
    let mutated =
        source.chars().take(start).chain(text("replacement")?.chars()).chain(source.chars().skip(end));
    let mutated = mutated.collect();
    Ok(Mutant { name: text("name")?.to_owned(), file, mutated })
}

/// Builds and tests the tree, one stage after the other, until one tells that something is wrong.
fn attempt(tree: &Path, folder: &Path) -> Result<Outcome> {
    for (target, arguments) in STAGES {
        let Some(binary) = build(tree, folder, target)? else { return Ok(Outcome::Unbuildable) };
        let outcome = test(tree, &binary, arguments)?;
        if !matches!(outcome, Outcome::Survived) {
            return Ok(outcome);
        }
    }
    Ok(Outcome::Survived)
}

/// Builds one test binary; none if the compiler refuses.
fn build(tree: &Path, folder: &Path, target: &str) -> Result<Option<PathBuf>> {
    let mut cargo = shell::cargo(tree);
    cargo.args([
        "test",
        "--no-run",
        "--quiet",
        "--profile=mutants",
        "--package=clean-exit",
        "--message-format=json",
    ]);
    cargo.arg(target).arg("--target-dir").arg(folder.join("build")).stderr(Stdio::null());
    let output = cargo.output()?;
    if !output.status.success() {
        return Ok(None);
    }
    let messages = String::from_utf8(output.stdout)?;
    let executable = |line: &str| -> Option<PathBuf> {
        Some(serde_json::from_str::<Value>(line).ok()?.get("executable")?.as_str()?.into())
    };
    Ok(Some(messages.lines().find_map(executable).context("cargo names no test binary")?))
}

/// Runs the tests until one fails.
fn test(tree: &Path, binary: &Path, arguments: &[&str]) -> Result<Outcome> {
    let mut command = shell::program(binary, tree);
    command.args(arguments).args(["--test-threads=1"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let output = child.stdout.take().context("no output")?;
    let (sender, lines) = mpsc::channel();
    // It ends with the output, which ends with the test binary.
    let reader = thread::spawn(move || {
        BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
    });
    let outcome = loop {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) if line.ends_with("FAILED") => break Outcome::Caught(line),
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => break Outcome::TimedOut,
            // A test that takes all of the stack, or of the memory, takes the others with it.
            Err(RecvTimeoutError::Disconnected) => break of_the_end(&mut child)?,
        }
    };
    // It may be over already.
    let _ = child.kill();
    child.wait()?;
    let _ = reader.join();
    Ok(outcome)
}

fn of_the_end(child: &mut Child) -> Result<Outcome> {
    let status = child.wait()?;
    Ok(if status.success() { Outcome::Survived } else { Outcome::Caught(status.to_string()) })
}
