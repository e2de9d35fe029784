//! What this browser can and cannot do for a sign-out, by what it says of itself at the moment.

use crate::protocol::words::Key;

/// What was asked of the browser.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// Every host that the manifest names may be worked on.
    pub sees_hosts: bool,
    /// The extension is let into private windows.
    pub sees_private: bool,
    /// It may show notifications.
    pub notifies: bool,
}

/// What it can do (`true`) and what it cannot, each with a sentence.
#[must_use]
pub const fn all(facts: Facts) -> [(bool, Key); 5] {
    [
        (facts.sees_hosts, if facts.sees_hosts { Key("can_hosts") } else { Key("cannot_hosts") }),
        (facts.sees_private, if facts.sees_private { Key("can_private") } else { Key("cannot_private") }),
        (facts.notifies, if facts.notifies { Key("can_notify") } else { Key("cannot_notify") }),
        (true, Key("can_cache")),
        // No browser can: form entries have no address.
        (false, Key("cannot_entries")),
    ]
}
