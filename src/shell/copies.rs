//! The clipboard: emptied only if the last copy that is known of was made in a page of the CRM.
//!
//! `extension/copied.js` tells of copies. It is put into pages only while the setting is on: see `scripts`.

use super::{fail, page, store};
use crate::chrome::permissions::{self, Permissions};
use crate::engine::effect::{Failure, Outcome};
use crate::engine::id::TabId;
use crate::engine::policy::Permission;
use js_sys::Function;

/// Empties the clipboard from this page.
pub(super) async fn empty(call: &Function, tab: TabId) -> Result<Outcome, Failure> {
    if !store::is_copied().await? {
        return Ok(Outcome::Clipboard { emptied: false });
    }
    if !permissions::has(&Permissions::all_named(Permission::ClipboardWrite.names(false)))
        .await
        .map_err(fail)?
    {
        return Err(Failure::Refused);
    }
    if !page::empty_clipboard(call, &page::top(tab)).await? {
        return Err(Failure::Broken);
    }
    store::note_copy(false).await?;
    Ok(Outcome::Clipboard { emptied: true })
}
