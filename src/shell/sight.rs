//! What this browser has told of the computer, for the options page.

use crate::chrome::idle;
use crate::chrome::storage::{self, Area};
use crate::engine::watch::Sight;

/// The words of `idle.onStateChanged`, and under which key it is noted that they were heard.
const IDLE: (&str, &str) = ("idle", "told-idle");
const LOCKED: (&str, &str) = ("locked", "told-locked");

/// What this browser sees of the computer.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sights {
    /// That nobody uses it.
    pub(crate) idle: Sight,
    /// That its screen is locked.
    pub(crate) locked: Sight,
}

/// Notes that the browser has said this word.
pub(super) async fn note(state: &str) {
    for (word, key) in [IDLE, LOCKED] {
        if word == state && !has(key).await {
            // Without the note the page says that it is not known.
            let _ = storage::write(Area::Local, &[(key, true.into())]).await;
        }
    }
}

/// What is known by now.
pub(crate) async fn look() -> Sights {
    let of = |(word, key)| async move { Sight::of(idle::has_word(word), has(key).await) };
    Sights { idle: of(IDLE).await, locked: of(LOCKED).await }
}

async fn has(key: &str) -> bool {
    storage::value(Area::Local, key).await.is_ok_and(|value| value.is_truthy())
}
