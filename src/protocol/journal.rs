//! The journal: the state of the run, as it lies in the browser's storage.

use crate::engine::run::Run;
use serde::{Deserialize, Serialize};

/// The version that is written. A journal of another version is set aside, not guessed at.
const VERSION: u32 = 1;

#[derive(Deserialize)]
struct Envelope {
    version: u32,
}

#[derive(Deserialize, Serialize)]
struct Journal<R> {
    version: u32,
    run: R,
}

/// Why a journal cannot be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unreadable {
    /// Another version of the extension wrote it.
    #[error("the journal is of version {0}, which is not known here")]
    OtherVersion(u32),
    /// It is damaged.
    #[error("the journal is damaged")]
    Damaged,
}

/// The run as text, to be written before its effects are started.
#[must_use]
pub fn write(run: &Run) -> String {
    // Serialising fails only for maps whose keys are no text and for foreign errors; a run has neither.
    serde_json::to_string(&Journal { version: VERSION, run }).unwrap_or_default()
}

/// The run that a text holds.
pub fn read(text: &str) -> Result<Run, Unreadable> {
    let envelope: Envelope = serde_json::from_str(text).map_err(|_| Unreadable::Damaged)?;
    if envelope.version != VERSION {
        return Err(Unreadable::OtherVersion(envelope.version));
    }
    let journal: Journal<Run> = serde_json::from_str(text).map_err(|_| Unreadable::Damaged)?;
    Ok(journal.run)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::receipt::Trigger;
    use crate::engine::time::Time;

    #[test]
    fn what_is_written_is_read() {
        let (run, _) = Run::begin(Trigger::Toolbar, Time(1_000));
        assert_eq!(read(&write(&run)), Ok(run));
    }

    #[test]
    fn a_damaged_journal_is_refused() {
        let (run, _) = Run::begin(Trigger::Toolbar, Time(1_000));
        let text = write(&run);
        for end in 0..text.len() {
            assert!(text.get(..end).is_none_or(|part| read(part).is_err()), "cut at {end}");
        }
    }

    #[test]
    fn a_journal_of_another_version_is_refused() {
        assert_eq!(read(r#"{"version":99,"run":{}}"#), Err(Unreadable::OtherVersion(99)));
    }
}
