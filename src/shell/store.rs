//! The journal and what is watched, in the extension's storage. The receipts are in `receipts`.

use super::fail;
use crate::chrome::js::{from_js, to_js};
use crate::chrome::storage::{self, Area};
use crate::engine::effect::Failure;
use crate::engine::run::Run;
use crate::engine::time::Time;
use crate::engine::watch::Watch;
use crate::protocol::journal::{self, Unreadable};
use crate::protocol::view::{Notice, Trouble};
use wasm_bindgen::JsValue;

/// The run that is going on.
const JOURNAL: &str = "journal";
/// How often the core has stopped in this run; counted by `background.js`.
const STOPS: &str = "stops";
/// A journal that could not be read, kept for whoever looks into it.
const UNREADABLE: &str = "journal-unreadable";
/// The run that was begun or gone on with since the browser started.
const ALIVE: &str = "alive";
/// The use of the CRM that is watched.
const WATCH: &str = "watch";
/// The warning that is shown.
const WARNING: &str = "warning";
/// Until when somebody was warned last.
const WARNED: &str = "warned";
/// Whether something was copied in a page of the CRM.
const COPIED: &str = "copied";

/// What the journal held when the background started.
pub(super) enum Found {
    /// No run is going on.
    Nothing,
    /// A run, and whether the browser itself was started anew since.
    Run { run: Box<Run>, restarted: bool },
    /// Something that cannot be gone on with; it was set aside.
    Unreadable(Trouble),
}

/// Writes the run before its effects are started. In a new one the core has never stopped.
pub(super) async fn write(journal: String, is_new: bool) -> Result<(), Failure> {
    let entries = [(JOURNAL, journal.into()), (STOPS, 0.into())];
    storage::write(Area::Local, if is_new { &entries } else { &entries[..1] }).await.map_err(fail)
}

/// Marks the run as one of this browser session: tabs keep their numbers only that long.
pub(super) async fn mark_alive(began: Time) -> Result<(), Failure> {
    storage::write(Area::Session, &[(ALIVE, mark(began))]).await.map_err(fail)
}

/// Forgets a run that is over.
pub(super) async fn forget() -> Result<(), Failure> {
    storage::remove(Area::Local, JOURNAL).await.map_err(fail)
}

/// Reads the journal.
pub(super) async fn find() -> Result<Found, Failure> {
    let Some(text) = storage::value(Area::Local, JOURNAL).await.map_err(fail)?.as_string() else {
        return Ok(Found::Nothing);
    };
    let stops = storage::value(Area::Local, STOPS).await.map_err(fail)?;
    match journal::take_up(&text, from_js(&stops).unwrap_or_default()) {
        Ok(run) => {
            let alive = storage::value(Area::Session, ALIVE).await.map_err(fail)?;
            let restarted = alive != mark(run.started());
            Ok(Found::Run { run: Box::new(run), restarted })
        }
        Err(why) => {
            storage::write(Area::Local, &[(UNREADABLE, text.into())]).await.map_err(fail)?;
            storage::remove(Area::Local, JOURNAL).await.map_err(fail)?;
            Ok(Found::Unreadable(match why {
                Unreadable::Damaged | Unreadable::OtherVersion(_) => Trouble::JournalUnreadable,
                Unreadable::StopsTheCore => Trouble::RunGivenUp,
            }))
        }
    }
}

/// Notes that something was copied in a page of the CRM, or that it is gone.
pub(super) async fn note_copy(is_there: bool) -> Result<(), Failure> {
    storage::write(Area::Session, &[(COPIED, is_there.into())]).await.map_err(fail)
}

/// Whether something was copied in a page of the CRM since the browser started.
pub(super) async fn is_copied() -> Result<bool, Failure> {
    Ok(storage::value(Area::Session, COPIED).await.map_err(fail)?.is_truthy())
}

/// The use of the CRM that is watched. What cannot be read is as good as nothing: the next use begins anew.
pub(super) async fn watch() -> Watch {
    let stored = storage::value(Area::Local, WATCH).await.ok();
    stored.and_then(|value| from_js(&value).ok()).unwrap_or_default()
}

/// Writes it.
pub(super) async fn write_watch(watch: &Watch) -> Result<(), Failure> {
    storage::write(Area::Local, &[(WATCH, to_js(watch))]).await.map_err(fail)
}

/// Hands the warning to its page, which looks for it there; none takes it away.
pub(super) async fn write_warning(warning: Option<&Notice>) -> Result<(), Failure> {
    match warning {
        Some(warning) => storage::write(Area::Session, &[(WARNING, to_js(warning))]).await,
        None => storage::remove(Area::Session, WARNING).await,
    }
    .map_err(fail)
}

/// Until when somebody was warned since the browser started.
pub(super) async fn warned() -> Option<Time> {
    let value = storage::value(Area::Session, WARNED).await.ok()?;
    from_js(&value).ok()
}

/// Notes that somebody was warned until then.
pub(super) async fn note_warned(until: Time) -> Result<(), Failure> {
    storage::write(Area::Session, &[(WARNED, to_js(&until))]).await.map_err(fail)
}

fn mark(began: Time) -> JsValue {
    began.0.to_string().into()
}
