//! `cargo xtask build`: the extension as browsers load it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::project::{self, Project};
use crate::{shell, size};

/// The shipped files: address in the extension → file.
pub(crate) type Files = BTreeMap<PathBuf, PathBuf>;

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
    if !options.dev {
        shorten(project, &glue.join("clean_exit_bg.wasm"))?;
    }
    for file in project::files_below(&glue)?.into_iter().filter(|file| is_shipped(file)) {
        shipped.insert(Path::new("pkg").join(file.strip_prefix(&glue)?), file);
    }
    synchronise(&shipped, &destination)?;
    let too_long = size::report(&shipped, &destination)?;
    if !options.dev && !too_long.is_empty() {
        bail!("{}", too_long.join("\n"));
    }
    Ok(())
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
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", same_paths_everywhere(project)?);
    shell::run(&mut cargo)?;
    Ok(project.target.join("wasm32-unknown-unknown").join(folder).join("clean_exit.wasm"))
}

/// Panics name files. This names them alike on every computer, so that the same sources make the same WASM.
fn same_paths_everywhere(project: &Project) -> Result<String> {
    let rustc = |arguments: &[&str]| shell::read(shell::program("rustc", &project.root).args(arguments));
    let version = rustc(&["-vV"])?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or_default();
    let library = Path::new(rustc(&["--print=sysroot"])?.trim()).join("lib/rustlib/src/rust");
    let mut flags = vec![format!("--remap-path-prefix={}=/rustc/{commit}", library.display())];
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo"))).unwrap_or_default();
    for registry in fs::read_dir(home.join("registry/src")).into_iter().flatten() {
        flags.push(format!("--remap-path-prefix={}=", registry?.path().display()));
    }
    flags.push("--cfg=sha2_backend_soft=\"compact\"".to_owned());
    Ok(flags.join(" "))
}

/// Functions with one caller are not put into it: apart, they make the package a tenth smaller.
const SHORTEN: [&str; 2] = ["-Oz", "--one-caller-inline-max-function-size=30"];

/// Makes a WASM shorter without changing what it does, by about an eighth.
///
/// It takes a quarter of a minute, so it is not done again for the same input.
fn shorten(project: &Project, wasm: &Path) -> Result<()> {
    let program = project.path("tests/node_modules/binaryen");
    let folder = project.target.join("xtask");
    fs::create_dir_all(&folder)?;
    let kept = |name: &str| folder.join(name);
    let mut input = fs::read(wasm)?;
    input.extend(fs::read(program.join("package.json")).context("binaryen")?);
    input.extend(SHORTEN.concat().into_bytes());
    if fs::read(kept("shortened.key")).is_ok_and(|known| known == input) {
        fs::copy(kept("shortened.wasm"), wasm)?;
        return Ok(());
    }
    eprintln!("shortening the WASM");
    let mut node = shell::program("node", &project.root);
    node.arg(program.join("bin/wasm-opt")).args(SHORTEN).arg(wasm).arg("-o").arg(kept("shortened.wasm"));
    shell::run(&mut node)?;
    fs::copy(kept("shortened.wasm"), wasm)?;
    fs::write(kept("shortened.key"), input)?;
    Ok(())
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
        // After a trap, `background.js` drops the instance and makes another.
        .reset_state_function(true)
        .typescript(true)
        .debug(options.dev)
        .keep_debug(options.dev)
        .remove_name_section(!options.dev)
        .remove_producers_section(!options.dev)
        .generate(&folder)
        .with_context(|| format!("wasm-bindgen on {}", wasm.display()))?;
    Ok(folder)
}

/// The files that are shipped as they are.
fn shipped_files(project: &Project) -> Result<Files> {
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

/// A file as it is shipped: scripts without their comments, which would be loaded in every page of the CRM.
fn shipped(file: &Path) -> Result<Vec<u8>> {
    let content = fs::read(file).with_context(|| file.display().to_string())?;
    if file.extension().is_none_or(|kind| kind != "js") {
        return Ok(content);
    }
    Ok(without_comments(str::from_utf8(&content)?).into_bytes())
}

/// Leaves out empty lines, and those on which there is nothing but a comment.
fn without_comments(script: &str) -> String {
    let mut is_inside = false;
    let is_code = |line: &&str| {
        let line = line.trim();
        let begins = line.starts_with("/*");
        if is_inside || begins && (line.ends_with("*/") || !line.contains("*/")) {
            is_inside = !line.contains("*/");
            return false;
        }
        !line.is_empty() && !line.starts_with("//")
    };
    script.split_inclusive('\n').filter(is_code).collect()
}

/// Makes `destination` hold exactly these files. What is already right is left alone.
fn synchronise(files: &Files, destination: &Path) -> Result<()> {
    for (relative, file) in files {
        let to = destination.join(relative);
        let content = shipped(file)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_not_shipped_and_code_is() {
        let script = "// Why.\n\n/**\n * What.\n */\nconst f = (x) => x\n  * 2; // twice\n\
                      /** @type {any} */ (f).g = 1;\n/* c */\nf();\n";
        let code = "const f = (x) => x\n  * 2; // twice\n/** @type {any} */ (f).g = 1;\nf();\n";
        assert_eq!(without_comments(script), code);
    }
}
