//! `cargo xtask package`: what the stores take, with the same bytes from the same sources and the same Rust.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::project::{self, Project};
use crate::{build, sbom, setup, shell, size};

/// What the user asked for.
#[derive(Default)]
pub(crate) struct Options {
    /// Build once more elsewhere, and compare.
    pub(crate) check: bool,
}

/// What wasm-bindgen makes; all else that is shipped lies in the tree.
const MADE: [&str; 2] = ["pkg/clean_exit.js", "pkg/clean_exit_bg.wasm"];

/// How hard zopfli tries. More than this takes longer and saves nothing that counts.
const EFFORT: i64 = 24;

/// Makes the package and its bill of materials, and says what they are; `false` if a second build differs.
pub(crate) fn run(project: &Project, options: &Options) -> Result<bool> {
    let made = make(project)?;
    let mut sums = String::new();
    for file in &made {
        let content = fs::read(file)?;
        let name = file.strip_prefix(project.path("dist"))?.display();
        eprintln!("{:>8.1} KiB  {name}", size::kib(content.len() as u64));
        writeln!(sums, "{}  {name}", sha256(&content))?;
    }
    fs::write(project.path("dist/SHA256SUMS"), &sums)?;
    print!("{sums}");
    if !options.check {
        return Ok(true);
    }
    let second = make(&elsewhere(project)?)?;
    let mut same = true;
    for (first, second) in made.iter().zip(&second) {
        let equal = fs::read(first)? == fs::read(second)?;
        let word = if equal { "the same bytes" } else { "OTHER BYTES" };
        eprintln!("{word}: {} and {}", first.display(), second.display());
        same &= equal;
    }
    Ok(same)
}

/// The package, and what it is made of.
fn make(project: &Project) -> Result<Vec<PathBuf>> {
    setup::for_build(project, false)?;
    let folder = project.path("target/xtask/package");
    let into = build::Options { dir: Some(folder.display().to_string()), ..build::Options::default() };
    build::run(project, &into)?;
    let files = contents(project, &folder)?;
    let zip = pack(&files)?;
    let version = project.manifest()?.get("version").and_then(Value::as_str).map(str::to_owned);
    let name = format!("dist/clean-exit-{}", version.context("the manifest has no version")?);
    let package = project.path(&format!("{name}.zip"));
    let bill = project.path(&format!("{name}.cdx.json"));
    fs::create_dir_all(project.path("dist"))?;
    fs::write(&bill, sbom::write(project, &sha256(&zip))?)?;
    fs::write(&package, &zip)?;
    size::check_package(zip.len() as u64)?;
    Ok(vec![package, bill])
}

/// What is in the package, by its address there.
fn contents(project: &Project, folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let known = tracked(project)?;
    let mut files = BTreeMap::new();
    for file in project::files_below(folder)? {
        let name = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        if !known.contains(&name) && !MADE.contains(&name.as_str()) {
            bail!("{name} would be shipped, and is neither in the tree nor made by wasm-bindgen");
        }
        let content = fs::read(&file)?;
        files.insert(name.clone(), if name == "manifest.json" { without_key(&content)? } else { content });
    }
    Ok(files)
}

/// The shipped files that are in the tree, by their addresses in the package.
fn tracked(project: &Project) -> Result<Vec<String>> {
    let mut git = shell::program("git", &project.root);
    let listed = shell::read(git.args(["ls-files", "extension", "manifest.json"]))?;
    Ok(listed.lines().map(|name| name.strip_prefix("extension/").unwrap_or(name).to_owned()).collect())
}

/// The manifest without the key that fixes the id of an unpacked extension: stores have keys of their own, and the Chrome
/// Web Store takes no package that has one.
fn without_key(manifest: &[u8]) -> Result<Vec<u8>> {
    let text = str::from_utf8(manifest)?;
    let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("  \"key\": "));
    let text: String = lines.collect();
    let read: Value = serde_json::from_str(&text).context("the manifest without its key")?;
    if read.get("key").is_some() {
        bail!("the key of manifest.json does not stand on a line of its own");
    }
    Ok(text.into_bytes())
}

/// An archive in which nothing tells when, where or by whom it was made.
fn pack(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(EFFORT))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The same commit in another folder, with nothing built.
fn elsewhere(project: &Project) -> Result<Project> {
    let git = || shell::program("git", &project.root);
    if !shell::read(git().args(["status", "--porcelain"]))?.trim().is_empty() {
        bail!("what is compared is what is committed: commit first, or put your changes aside");
    }
    let root = project.path("target/xtask/second/folder/clean-exit");
    if root.exists() {
        fs::remove_dir_all(&root)?;
    }
    shell::run(git().args(["clone", "--quiet", "."]).arg(&root))?;
    Ok(Project { target: root.join("target"), root })
}

fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_make_the_same_archive() {
        let files = BTreeMap::from([("b".to_owned(), vec![1; 4000]), ("a/c".to_owned(), Vec::new())]);
        let zip = pack(&files).unwrap();
        assert_eq!(sha256(&zip), sha256(&pack(&files).unwrap()));
        assert!(zip.len() < 1000);
    }

    #[test]
    fn only_the_key_is_left_out() {
        let manifest = "{\n  \"a\": 1,\n  \"key\": \"x\",\n  \"b\": { \"key\": 2 }\n}\n";
        let without = without_key(manifest.as_bytes()).unwrap();
        assert_eq!(without, b"{\n  \"a\": 1,\n  \"b\": { \"key\": 2 }\n}\n");
        assert!(without_key(b"{ \"key\": 1 }").is_err());
    }

    #[test]
    fn sums_are_those_of_others() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
