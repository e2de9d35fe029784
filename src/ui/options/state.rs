//! What the page shows: the settings as they hold, and which permissions are missing.

use crate::chrome::permissions::{self, Permissions};
use crate::chrome::{extension, runtime};
use crate::engine::policy::{Flag, Settings};
use crate::engine::site::Host;
use crate::protocol::ability::Facts;
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
    /// What the browser says of itself.
    pub(super) facts: Facts,
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
        let facts = Facts {
            sees_hosts: has(&Permissions::hosts(
                runtime::manifest().map(|manifest| manifest.host_permissions).unwrap_or_default(),
            ))
            .await,
            sees_private: extension::is_let_into_private().await.unwrap_or(false),
            notifies: has(&Permissions::all_named(&["notifications"])).await,
        };
        let sights = sight::look().await;
        Self { unchosen: layers.without_person(), settings, idle, facts, closed, sights }
    }
}

/// What a setting needs to do anything.
pub(super) fn permission(flag: Flag) -> Option<Permissions> {
    flag.permission().map(|permission| Permissions::all_named(permission.names(runtime::is_firefox())))
}

async fn has(needed: &Permissions) -> bool {
    permissions::has(needed).await.unwrap_or(false)
}
