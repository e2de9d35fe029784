//! How things stand while nothing is going on: a look at tabs and cookies that changes nothing.

use super::{lists, perform, receipts, tabs, watch};
use crate::engine::effect::{Cookies, Outcome, Tabs};
use crate::engine::policy::Flag;
use crate::engine::receipt::{Kind, Trigger};
use crate::engine::run::Preview;
use crate::engine::scope::Jar;
use crate::protocol::view::View;

/// Looks.
pub(super) async fn look() -> View {
    let settings = watch::settings().await;
    let outlook = watch::outlook(&settings);
    let since = outlook.as_ref().map(|outlook| outlook.since);
    let scope = settings.scope(Trigger::Toolbar, since);
    let (tabs, cookies) = match (tabs::list(&scope.sites).await, perform::list_cookies(&scope.sites).await) {
        (Ok(Outcome::Tabs(tabs)), Ok(Outcome::Cookies(cookies))) => (tabs, cookies),
        // What cannot be seen is not there, and the view says that it may be incomplete.
        (_, Ok(Outcome::Cookies(cookies))) => (Tabs::default(), Cookies { complete: false, ..cookies }),
        (Ok(Outcome::Tabs(tabs)), _) => (tabs, Cookies::default()),
        (_, _) => (Tabs::default(), Cookies::default()),
    };
    let mut preview = Preview::of(scope, &tabs, &cookies);
    if let Some(hosts) = preview.visited.take() {
        for (flag, kind) in [(Flag::History, Kind::History), (Flag::Downloads, Kind::Downloads)] {
            if settings.is_on(flag) {
                let count = lists::count(kind, &hosts).await.unwrap_or(0);
                preview.note(Jar::Ordinary, kind, None, count);
            }
        }
    }
    let (last, earlier) = receipts::last().await;
    let Preview { found, is_complete, .. } = preview;
    View::Standing {
        found,
        is_complete,
        since,
        paused: outlook.as_ref().and_then(|outlook| outlook.pause.until()),
        next: outlook.and_then(|outlook| outlook.next),
        last,
        earlier,
    }
}
