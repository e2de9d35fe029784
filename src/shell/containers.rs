//! Containers of Firefox: each has a cookie store of its own, and so sessions, storage and a cache of its own.
//!
//! Whatever the background asks is asked with the cookies outside of containers, and its answer would be a false proof
//! for a session in one. So a page is opened there for the question.

use super::{firefox, perform, private};
use crate::chrome::runtime;
use crate::engine::effect::{Failure, Outcome};
use crate::engine::id::TabId;
use crate::engine::receipt::ServerSays;
use crate::engine::scope::{Jar, Scope};
use crate::engine::site::{Host, Product};
use crate::engine::sweep::{CONTAINER, Cookie};
use js_sys::Function;

/// How many containers are looked into that have no open tab. Firefox has four to begin with, and numbers those that
/// are added; it tells nobody which there are without switching containers on for a person who has them off.
const MOST: u32 = 64;

/// The cookie stores of the containers that there may be.
pub(super) fn all() -> Vec<String> {
    (1..=MOST).map(|number| [CONTAINER, &number.to_string()].concat()).collect()
}

/// Asks `WhoAmI` in every container with a session that the organisation is sent; there may be none.
pub(super) async fn who_am_i(
    call: &Function,
    scope: &Scope,
    organisation: &Host,
    product: Product,
) -> ServerSays {
    let Ok(sessions) = sessions(scope, organisation).await else { return ServerSays::Nothing };
    let mut says = ServerSays::SignedOut;
    for container in sessions.iter().filter_map(Cookie::container) {
        says = says.and(private::who_am_i(call, Some(container), organisation, product).await);
    }
    says
}

/// The container in which to open an address of this host: one with a session, if there is none outside of containers.
pub(super) async fn home(scope: &Scope, tab: Option<TabId>, host: &Host) -> Option<String> {
    if tab.is_some() || scope.jar == Jar::Private {
        return None;
    }
    let sessions = sessions(scope, host).await.ok()?;
    let is_outside = sessions.iter().any(|cookie| cookie.container().is_none());
    sessions.into_iter().next().filter(|_| !is_outside).map(|cookie| cookie.store)
}

/// Clears what containers keep of the hosts of these cookies.
pub(super) async fn clear(call: &Function, scope: &Scope, cookies: &[Cookie]) {
    for (at, cookie) in cookies.iter().enumerate() {
        let Some(container) = cookie.container() else { continue };
        let is_same = |other: &Cookie| (&other.domain, &other.store) == (&cookie.domain, &cookie.store);
        if scope.is_crm(&cookie.domain) && !cookies.iter().take(at).any(is_same) {
            // It is told as not verifiable, whatever comes of it.
            let _ = firefox::clear(call, scope, &cookie.domain, Some(container)).await;
        }
    }
}

/// Of each store the first session cookie that this host is sent. Other browsers than Firefox have one store.
async fn sessions(scope: &Scope, host: &Host) -> Result<Vec<Cookie>, Failure> {
    let mut found: Vec<Cookie> = Vec::new();
    if !runtime::is_firefox() {
        return Ok(found);
    }
    let Outcome::Cookies(listed) = perform::list_cookies(&scope.sites).await? else {
        return Err(Failure::Broken);
    };
    for cookie in listed.cookies {
        let is_sent = Jar::of_store(&cookie.store) == Jar::Ordinary
            && scope.is_session(&cookie)
            && cookie.partition.is_none()
            && host.is_within(&cookie.domain);
        if is_sent && found.iter().all(|other| other.store != cookie.store) {
            found.push(cookie);
        }
    }
    Ok(found)
}
