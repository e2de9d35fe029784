//! How long the shipped files are, and how long they may be.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde_json::Value;

use crate::build::Files;

/// What is started often, and what runs in every page, stays small. In bytes.
///
/// The aims are 150 KiB for the WASM, 12 for `page.js`, and 3 for what a page of the CRM loads by itself.
const BUDGETS: [(&str, u64); 3] =
    [("pkg/clean_exit_bg.wasm", 606 * 1024), ("pkg/clean_exit.js", 64 * 1024), ("page.js", 12 * 1024)];

/// What every page of the CRM loads by itself: the scripts of the manifest. In bytes.
const BY_ITSELF: u64 = 3 * 1024;

/// The whole extension as the stores take it, with eleven translations. In bytes. The aim is 200 KiB.
const PACKAGE: u64 = 424 * 1024;

/// What a zip archive adds to a file, besides its name twice, and to the whole.
const ZIP_ENTRY: u64 = 30 + 46;
const ZIP_END: u64 = 22;

/// Refuses a package that is too long.
pub(crate) fn check_package(length: u64) -> Result<()> {
    match too_long("the package", length, PACKAGE) {
        Some(wrong) => bail!(wrong),
        None => Ok(()),
    }
}

/// Says how long the files are, and returns what is longer than it may be.
pub(crate) fn report(files: &Files, destination: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let mut package = ZIP_END;
    let mut by_itself = 0;
    let scripts = content_scripts(&fs::read_to_string(destination.join("manifest.json"))?)?;
    for relative in files.keys() {
        let name = relative.to_string_lossy();
        let file = destination.join(relative);
        let content = fs::read(&file).with_context(|| file.display().to_string())?;
        if scripts.iter().any(|script| *script == name) {
            by_itself += length(&content);
        }
        let budget = BUDGETS.iter().find(|(budgeted, _)| *budgeted == name);
        wrong.extend(budget.and_then(|(_, most)| too_long(&name, length(&content), *most)));
        if relative.extension().is_some_and(|kind| kind == "wasm" || kind == "js") {
            eprintln!("{:>8.1} KiB  {name}", kib(length(&content)));
        }
        package += ZIP_ENTRY + 2 * length(name.as_bytes()) + length(&deflated(&content)?);
    }
    eprintln!("{:>8.1} KiB  loaded by every page of the CRM", kib(by_itself));
    wrong.extend(too_long("what every page of the CRM loads", by_itself, BY_ITSELF));
    eprintln!("{:>8.1} KiB  zipped, {} in {} files", kib(package), destination.display(), files.len());
    wrong.extend(too_long("the package", package, PACKAGE));
    Ok(wrong)
}

/// The files that the browser puts into pages without being asked.
fn content_scripts(manifest: &str) -> Result<Vec<String>> {
    let manifest: Value = serde_json::from_str(manifest)?;
    let list =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let scripts =
        list(&manifest, "content_scripts").iter().flat_map(|script| list(script, "js")).collect::<Vec<_>>();
    Ok(scripts.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn deflated(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn too_long(name: &str, length: u64, most: u64) -> Option<String> {
    let (is, may) = (kib(length), kib(most));
    (most < length).then(|| format!("{name} is {is:.1} KiB long, and may be {may:.0} (xtask/src/size.rs)"))
}

fn length(content: &[u8]) -> u64 {
    content.len() as u64
}

#[expect(clippy::cast_precision_loss, reason = "a size to be read by people")]
pub(crate) fn kib(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}
