//! `cargo xtask setup`: checks what the other commands need, and installs what is missing.
//!
//! Nothing is installed when nothing is missing; what can't be installed is named, with the command to type.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::project::Project;
use crate::shell;

const WASM: &str = "wasm32-unknown-unknown";

/// The oldest Node that the browser tests run on.
const NODE: u32 = 20;

/// Where browsers of the Chromium family are usually found, the preferred one first.
const CHROMIUMS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome-for-testing", "google-chrome-stable", "google-chrome"];

/// Where Debian puts Firefox ESR.
const FIREFOX: &str = "/usr/bin/firefox-esr";

/// Debian's package of the browser.
const CHROMIUM_PACKAGE: &str = "chromium";

/// Programs that come from the system's packages: program, package.
const PROGRAMS: [(&str, &str); 6] = [
    ("node", "nodejs"),
    ("npm", "npm"),
    ("certutil", "libnss3-tools"),
    ("openssl", "openssl"),
    ("sqlite3", "sqlite3"),
    ("Xvfb", "xvfb"),
];

/// What a build needs: Rust's WASM target, and for all but a quick one Node with the program that makes WASM short.
pub(crate) fn for_build(project: &Project, is_quick: bool) -> Result<()> {
    wasm_target(project)?;
    if is_quick {
        return Ok(());
    }
    node_is_new_enough(project)?;
    node_packages(project)
}

fn wasm_target(project: &Project) -> Result<()> {
    let mut rustc = shell::program("rustc", &project.root);
    let libraries = shell::read(rustc.args(["--print=target-libdir", "--target", WASM]))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    eprintln!("setup: adding Rust's target {WASM}");
    rustup(project, &["target", "add", WASM])
}

/// What the tests and the demo need besides: a browser, Node with its packages, and tools for the test certificates.
pub(crate) fn for_tests(project: &Project) -> Result<()> {
    wasm_target(project)?;
    for component in ["rustfmt", "clippy"] {
        if shell::find(&format!("cargo-{}", component.trim_start_matches("rust"))).is_none() {
            eprintln!("setup: adding Rust's {component}");
            rustup(project, &["component", "add", component])?;
        }
    }
    system_packages(project)?;
    node_is_new_enough(project)?;
    node_packages(project)
}

/// What the tests in Firefox need besides: Firefox ESR, which takes an extension without Mozilla's signature.
pub(crate) fn firefox(project: &Project) -> Result<()> {
    if env::var_os("FIREFOX").is_some() || Path::new(FIREFOX).exists() {
        return Ok(());
    }
    if is_ubuntu() || shell::find("apt-get").is_none() {
        bail!(
            "there is no Firefox ESR here; Ubuntu's Firefox is a snap, which can't see the test certificates.\n\
             Get Firefox ESR from https://www.mozilla.org/firefox/enterprise/, unpack it,\n\
             and set FIREFOX to its program `firefox`"
        );
    }
    eprintln!("setup: installing firefox-esr");
    let install = ["install", "--yes", "--no-install-recommends", "firefox-esr"];
    if apt_get(project, &install)? || (apt_get(project, &["update"])? && apt_get(project, &install)?) {
        return Ok(());
    }
    bail!("apt-get could not install it; type: sudo apt-get update && sudo apt-get install firefox-esr")
}

/// Tells the tests which browser to use.
pub(crate) fn browser_environment() -> Option<(&'static str, PathBuf)> {
    chromium().map(|file| ("CHROMIUM", file))
}

/// The browser for the tests: what CHROMIUM names, else the first that is found and usable.
fn chromium() -> Option<PathBuf> {
    match env::var_os("CHROMIUM") {
        Some(named) => Some(named.into()),
        None => CHROMIUMS.iter().filter_map(|name| shell::find(name)).find(|file| !is_snap(file)),
    }
}

/// Ubuntu's `chromium` is a script around a snap. A snap sees neither our profile folder nor our test certificates.
fn is_snap(program: &Path) -> bool {
    let real = fs::canonicalize(program).unwrap_or_default();
    let script = || {
        fs::read(program)
            .is_ok_and(|text| text.starts_with(b"#!") && String::from_utf8_lossy(&text).contains("/snap/"))
    };
    real.starts_with("/snap") || real.ends_with("usr/bin/snap") || script()
}

fn rustup(project: &Project, arguments: &[&str]) -> Result<()> {
    if shell::find("rustup").is_none() {
        bail!(
            "there is no rustup here; get it from https://rustup.rs, then type: rustup {}",
            arguments.join(" ")
        );
    }
    shell::run(shell::program("rustup", &project.root).args(arguments))
}

fn system_packages(project: &Project) -> Result<()> {
    let missing = missing_packages();
    if missing.is_empty() {
        return Ok(());
    }
    if missing.contains(&CHROMIUM_PACKAGE) && is_ubuntu() {
        bail!(
            "there is no usable Chromium: Ubuntu's package is a snap, which can't see the test certificates.\n\
             Type: npx @puppeteer/browsers install chrome@stable --path ~/chrome\n\
             and set CHROMIUM to the program that it names"
        );
    }
    let packages = missing.join(" ");
    if shell::find("apt-get").is_none() {
        bail!(
            "missing here, by their Debian names: {packages}; install them, or set CHROMIUM for the browser"
        );
    }
    eprintln!("setup: installing {packages}");
    let install =
        |what: &[&str]| apt_get(project, &[&["install", "--yes", "--no-install-recommends"], what].concat());
    // Lists that are too old name packages that are gone: only then is it worth the wait to renew them.
    let installed = install(&missing)? || (apt_get(project, &["update"])? && install(&missing)?);
    if installed && missing_packages().is_empty() {
        return Ok(());
    }
    bail!("apt-get could not install them; type: sudo apt-get update && sudo apt-get install {packages}")
}

/// The packages whose programs are not here.
fn missing_packages() -> Vec<&'static str> {
    let programs = PROGRAMS.iter().filter(|(program, _)| shell::find(program).is_none());
    let browser = chromium().is_none().then_some(CHROMIUM_PACKAGE);
    programs.map(|(_, package)| *package).chain(browser).collect()
}

fn apt_get(project: &Project, arguments: &[&str]) -> Result<bool> {
    let root = shell::read(shell::program("id", &project.root).arg("-u"))?.trim() == "0";
    let mut command = shell::program(if root { "apt-get" } else { "sudo" }, &project.root);
    if !root {
        command.arg("apt-get");
    }
    shell::succeeds(command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments))
}

fn is_ubuntu() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}

fn node_is_new_enough(project: &Project) -> Result<()> {
    if shell::find("node").is_none() {
        bail!("Node {NODE} or newer is needed; get it from https://nodejs.org");
    }
    let version = shell::read(shell::program("node", &project.root).arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    match major {
        Some(major) if NODE <= major => Ok(()),
        _ => bail!(
            "Node {NODE} or newer is needed, this is {}; get it from https://nodejs.org",
            version.trim()
        ),
    }
}

/// Installs the development packages of `tests/` where they are missing or the lock is newer than they.
fn node_packages(project: &Project) -> Result<()> {
    let tests = project.path("tests");
    let changed = |name: &str| fs::metadata(tests.join(name)).and_then(|data| data.modified()).ok();
    if changed("package-lock.json") <= changed("node_modules/.package-lock.json") {
        return Ok(());
    }
    eprintln!("setup: installing the Node packages of tests/");
    shell::run(shell::program("npm", &tests).args(["ci", "--no-audit", "--no-fund"]))
}
