//! Scripts in pages that the browser did not put there by itself.

use super::fail;
use crate::chrome::runtime;
use crate::chrome::scripting::{self, ContentScript, Target};
use crate::chrome::tabs;
use crate::engine::effect::Failure;
use crate::protocol::browser::TabInfo;
use wasm_bindgen_futures::spawn_local;

/// Puts a script into the pages to come while it is wanted, and takes it out of them otherwise.
/// Whether it was put there just now.
pub(super) async fn register(script: &str, wanted: bool) -> Result<bool, Failure> {
    let registered = scripting::is_registered(script).await.map_err(fail)?;
    if wanted && !registered {
        let matches = runtime::manifest().map_err(fail)?.host_permissions;
        let script = ContentScript {
            id: script,
            js: &[script],
            matches: &matches,
            all_frames: true,
            match_origin_as_fallback: true,
            run_at: "document_start",
        };
        scripting::register(&script).await.map_err(fail)?;
    }
    if registered && !wanted {
        scripting::unregister(script).await.map_err(fail)?;
    }
    Ok(wanted && !registered)
}

/// Puts scripts into the pages that are open. The browser refuses where they have no business.
pub(super) async fn put_into_open_pages(scripts: &'static [&'static str]) {
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
