//! `cargo xtask build`: the extension as browsers load it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::project::{self, Project};
use crate::shell;

/// What the user asked for.
#[derive(Default)]
pub(crate) struct Options {
    /// Quick to build, with names in stack traces.
    pub(crate) dev: bool,
    /// Where to, if not `dist/extension/`.
    pub(crate) dir: Option<String>,
}

/// Builds the WASM and its glue, and lays them beside the shipped files.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let destination = match &options.dir {
        Some(dir) => std::path::absolute(dir)?,
        None => project.path("dist/extension"),
    };
    refuse_foreign(project, &destination)?;
    let mut shipped = shipped_files(project)?;
    let glue = glue(project, options)?;
    for file in project::files_below(&glue)?.into_iter().filter(|file| is_shipped(file)) {
        shipped.insert(Path::new("pkg").join(file.strip_prefix(&glue)?), file);
    }
    synchronise(&shipped, &destination)?;
    report(&shipped, &destination)
}

/// Refuses a folder with other people's files in it: what does not belong to the extension would be deleted.
fn refuse_foreign(project: &Project, destination: &Path) -> Result<()> {
    if project::files_below(destination)?.is_empty() {
        return Ok(());
    }
    let present: Value = fs::read_to_string(destination.join("manifest.json"))
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    if present.get("key").is_none() || present.get("key") != project.manifest()?.get("key") {
        bail!("{} holds something else than this extension; choose an empty folder", destination.display());
    }
    Ok(())
}

/// Compiles the library and returns the address of its WASM.
fn wasm(project: &Project, options: &Options) -> Result<PathBuf> {
    let (profile, folder) = if options.dev { ("dev", "debug") } else { ("release", "release") };
    let mut cargo = shell::cargo(&project.root);
    cargo.args([
        "build",
        "--package=clean-exit",
        "--lib",
        "--target=wasm32-unknown-unknown",
        "--profile",
        profile,
    ]);
    shell::run(&mut cargo)?;
    Ok(project.target.join("wasm32-unknown-unknown").join(folder).join("clean_exit.wasm"))
}

/// Writes the WASM that browsers load, the JavaScript around it and its typings into a folder of their own.
///
/// The folder is where `tests/tsconfig.json` looks for the typings, also if cargo builds elsewhere.
pub(crate) fn glue(project: &Project, options: &Options) -> Result<PathBuf> {
    let wasm = wasm(project, options)?;
    let folder = project.path("target/xtask/pkg");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    Bindgen::new()
        .input_path(&wasm)
        .out_name("clean_exit")
        .web(true)?
        .typescript(true)
        .debug(options.dev)
        .keep_debug(options.dev)
        .remove_name_section(!options.dev)
        .remove_producers_section(!options.dev)
        .generate(&folder)
        .with_context(|| format!("wasm-bindgen on {}", wasm.display()))?;
    Ok(folder)
}

/// The files that are shipped as they are: address in the extension → file.
fn shipped_files(project: &Project) -> Result<BTreeMap<PathBuf, PathBuf>> {
    let extension = project.path("extension");
    let mut files = BTreeMap::from([("manifest.json".into(), project.path("manifest.json"))]);
    for file in project::files_below(&extension)? {
        if is_shipped(&file) {
            files.insert(file.strip_prefix(&extension)?.to_owned(), file);
        }
    }
    Ok(files)
}

/// Typings and notes are for us.
fn is_shipped(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    !name.ends_with(".d.ts") && !name.starts_with("readme")
}

/// Makes `destination` hold exactly these files. What is already right is left alone.
fn synchronise(files: &BTreeMap<PathBuf, PathBuf>, destination: &Path) -> Result<()> {
    for (relative, file) in files {
        let to = destination.join(relative);
        let content = fs::read(file).with_context(|| file.display().to_string())?;
        if fs::read(&to).is_ok_and(|present| present == content) {
            continue;
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&to, content).with_context(|| to.display().to_string())?;
    }
    for present in project::files_below(destination)? {
        if !files.contains_key(present.strip_prefix(destination)?) {
            fs::remove_file(&present)?;
        }
    }
    Ok(())
}

fn report(files: &BTreeMap<PathBuf, PathBuf>, destination: &Path) -> Result<()> {
    let mut total = 0;
    for relative in files.keys() {
        let size = fs::metadata(destination.join(relative))?.len();
        total += size;
        if relative.extension().is_some_and(|kind| kind == "wasm" || kind == "js") {
            eprintln!("{:>8.1} KiB  {}", kib(size), relative.display());
        }
    }
    eprintln!("{:>8.1} KiB  {} in {} files", kib(total), destination.display(), files.len());
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a size to be read by people")]
fn kib(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}
