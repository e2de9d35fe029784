//! What the page shows: the settings as they hold, and which permissions are missing.

use crate::chrome::permissions::{self, Permissions};
use crate::engine::policy::{Flag, Settings};
use crate::engine::site::Host;
use crate::shell::settings;
use crate::shell::sight::{self, Sights};

/// How things stand.
#[derive(Default)]
pub(super) struct State {
    /// What holds.
    pub(super) settings: Settings,
    /// What would hold if the person had chosen nothing.
    pub(super) unchosen: Settings,
    /// What is on and does nothing, because its permission is missing.
    pub(super) idle: Vec<Flag>,
    /// The added hosts that the extension may not work on.
    pub(super) closed: Vec<Host>,
    /// What this browser sees of the computer.
    pub(super) sights: Sights,
}

impl State {
    /// Looks it all up.
    pub(super) async fn look() -> Self {
        let layers = settings::layers().await;
        let settings = layers.settings();
        let mut idle = Vec::new();
        for flag in Flag::ALL {
            if let Some(needed) = permission(flag)
                && settings.is_on(flag)
                && !has(&needed).await
            {
                idle.push(flag);
            }
        }
        let mut closed = Vec::new();
        for (host, _) in settings.own_sites() {
            if !has(&Permissions::hosts(vec![host.pattern()])).await {
                closed.push(host.clone());
            }
        }
        let sights = sight::look().await;
        Self { unchosen: layers.without_person(), settings, idle, closed, sights }
    }
}

/// What a setting needs to do anything.
pub(super) fn permission(flag: Flag) -> Option<Permissions> {
    flag.permission().map(|permission| Permissions::named(permission.name()))
}

async fn has(needed: &Permissions) -> bool {
    permissions::has(needed).await.unwrap_or(false)
}
