//! The clipboard: emptied only if the last copy that is known of was made in a page of the CRM.
//!
//! `extension/copied.js` tells of copies. It is put into pages only while the setting is on.

use super::{fail, page, store};
use crate::chrome::scripting::{self, ContentScript};
use crate::chrome::{permissions, runtime};
use crate::engine::effect::{Failure, Outcome};
use crate::engine::id::{FrameId, TabId};
use crate::engine::policy::{Flag, Settings};
use js_sys::Function;

/// The script, and the name that it is registered under.
const SCRIPT: &str = "copied.js";
/// The permission without which nothing but a person's own click may write to the clipboard.
const PERMISSION: &str = "clipboardWrite";

/// Puts the script into the pages to come, or takes it out of them, as the settings say.
pub(super) async fn watch(settings: &Settings) -> Result<(), Failure> {
    let wanted = settings.is_on(Flag::Clipboard);
    let registered = scripting::is_registered(SCRIPT).await.map_err(fail)?;
    match (wanted, registered) {
        (true, false) => {
            let matches = runtime::manifest().map_err(fail)?.host_permissions;
            let script = ContentScript {
                id: SCRIPT,
                js: &[SCRIPT],
                matches: &matches,
                all_frames: true,
                match_origin_as_fallback: true,
                run_at: "document_start",
            };
            scripting::register(&script).await.map_err(fail)
        }
        (false, true) => scripting::unregister(SCRIPT).await.map_err(fail),
        (true, true) | (false, false) => Ok(()),
    }
}

/// Empties the clipboard from this page.
pub(super) async fn empty(call: &Function, tab: TabId) -> Result<Outcome, Failure> {
    if !store::is_copied().await? {
        return Ok(Outcome::Clipboard { emptied: false });
    }
    if !permissions::has(PERMISSION).await.map_err(fail)? {
        return Err(Failure::Refused);
    }
    if !page::empty_clipboard(call, &page::one_frame(tab, FrameId::TOP)).await? {
        return Err(Failure::Broken);
    }
    store::note_copy(false).await?;
    Ok(Outcome::Clipboard { emptied: true })
}
