//! Scripts that pages load by themselves only because of a setting.
//!
//! What every CRM page loads is in the manifest. Here are the pages of added hosts, and the script that tells of copies.

use super::fail;
use crate::chrome::permissions::{self, Permissions};
use crate::chrome::runtime;
use crate::chrome::scripting::{self, ContentScript};
use crate::engine::effect::Failure;
use crate::engine::policy::{Flag, Settings};

/// What every CRM page loads.
const WATCH: &str = "watch.js";
/// What tells of copies.
const COPIED: &str = "copied.js";

/// Puts the scripts into the pages to come, or takes them out of them, as the settings say.
pub(super) async fn follow(settings: &Settings) -> Result<(), Failure> {
    let added = added(settings).await?;
    let mut all = runtime::manifest().map_err(fail)?.host_permissions;
    all.extend(added.iter().cloned());
    let copied = if settings.is_on(Flag::Clipboard) { all } else { Vec::new() };
    put(WATCH, &added).await?;
    put(COPIED, &copied).await
}

/// The added hosts that the extension may work on. The browser refuses the others.
async fn added(settings: &Settings) -> Result<Vec<String>, Failure> {
    let mut added = Vec::new();
    for (host, _) in settings.sites().own() {
        if permissions::has(&Permissions::hosts(vec![host.pattern()])).await.map_err(fail)? {
            added.push(host.pattern());
        }
    }
    Ok(added)
}

/// Registers a script for these pages; for none, takes it away.
async fn put(file: &str, matches: &[String]) -> Result<(), Failure> {
    let is_there = scripting::is_registered(file).await.map_err(fail)?;
    if is_there {
        scripting::unregister(file).await.map_err(fail)?;
    }
    if matches.is_empty() {
        return Ok(());
    }
    let script = ContentScript {
        id: file,
        js: &[file],
        matches,
        all_frames: true,
        match_origin_as_fallback: true,
        run_at: "document_start",
    };
    scripting::register(&script).await.map_err(fail)
}
