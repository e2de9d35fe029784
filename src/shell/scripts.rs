//! Scripts that pages load by themselves only because of a setting.
//!
//! What every CRM page loads is in the manifest. Here are the pages of added hosts, and the script that tells of copies.

use super::fail;
use crate::chrome::permissions::{self, Permissions};
use crate::chrome::scripting::{self, ContentScript, Target};
use crate::chrome::{runtime, tabs};
use crate::engine::effect::Failure;
use crate::engine::policy::{Flag, Settings};
use crate::protocol::browser::TabInfo;
use wasm_bindgen_futures::spawn_local;

/// What every CRM page loads, as the manifest says of the known hosts.
const WATCH: [&str; 2] = ["entries.js", "watch.js"];
/// What tells that a page goes away.
const LEAVING: &str = "leaving.js";
/// What tells of copies.
const COPIED: &str = "copied.js";

/// Puts the scripts into the pages to come, or takes them out of them, as the settings say.
pub(super) async fn follow(settings: &Settings) -> Result<(), Failure> {
    let added = added(settings).await?;
    let mut all = runtime::manifest().map_err(fail)?.host_permissions;
    all.extend(added.iter().cloned());
    let chosen = |flag| if settings.is_on(flag) { all.as_slice() } else { &[] };
    for file in WATCH {
        put(file, &added).await?;
    }
    put(COPIED, chosen(Flag::Clipboard)).await?;
    put(LEAVING, chosen(Flag::LastTab)).await?;
    if settings.is_on(Flag::LastTab) {
        put_into_open_pages(&[LEAVING]).await;
    }
    Ok(())
}

/// Puts what every CRM page loads into those that are open: after an update, nobody listens to what is there.
pub(super) async fn renew() {
    put_into_open_pages(&WATCH).await;
}

/// The browser refuses where the extension has no business.
async fn put_into_open_pages(scripts: &'static [&'static str]) {
    let found: Vec<TabInfo> = tabs::all().await.unwrap_or_default();
    let visible = found.iter().filter(|tab| tab.host().is_some() && !tab.is_discarded());
    for tab in visible.filter_map(TabInfo::id) {
        // A page that is frozen answers when it goes on, and nobody waits for it.
        spawn_local(async move {
            let target =
                Target { tab_id: tab.0, all_frames: Some(true), frame_ids: None, document_ids: None };
            let _ = scripting::run_files(&target, scripts).await;
        });
    }
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
