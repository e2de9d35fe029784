//! Running other programs, and the clock.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// The cargo that runs us, to be started in `folder`.
pub(crate) fn cargo(folder: &Path) -> Command {
    program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), folder)
}

/// A program, to be started in `folder`.
pub(crate) fn program(name: impl Into<OsString>, folder: &Path) -> Command {
    let mut command = Command::new(name.into());
    command.current_dir(folder);
    command
}

/// Runs a command and returns what it wrote; its failure is an error.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().with_context(|| describe(command))?;
    if !output.status.success() {
        bail!("{}: {}", describe(command), output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a command; its output goes to standard error, so that standard output stays the caller's.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    if succeeds(command)? {
        return Ok(());
    }
    bail!("failed: {}", describe(command))
}

/// Like [`run`], but tells success from failure by its answer.
pub(crate) fn succeeds(command: &mut Command) -> Result<bool> {
    let status = command.stdout(std::io::stderr()).status().with_context(|| describe(command))?;
    Ok(status.success())
}

/// Runs a command, passes its lines on as they come, and returns them with its success.
pub(crate) fn follow(command: &mut Command) -> Result<(bool, Vec<String>)> {
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| describe(command))?;
    let mut lines = Vec::new();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            eprintln!("{line}");
            lines.push(line);
        }
    }
    Ok((child.wait()?.success(), lines))
}

/// Finds a program of the search path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A command as one would type it.
pub(crate) fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Does the work, and says how long it took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = now();
    let result = work();
    (result, start.elapsed())
}

#[expect(
    clippy::disallowed_methods,
    reason = "a build tool tells how long things took; it decides nothing by it"
)]
fn now() -> Instant {
    Instant::now()
}
