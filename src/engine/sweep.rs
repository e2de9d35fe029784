//! From listings to exact removals, and from listings afterwards to what is left.

use super::scope::Scope;
use super::site::Host;
use crate::engine::sorted::Map;
use crate::value::Data;

/// A cookie, without its value.
#[derive(Clone, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// The host that set it, or the domain that it is for.
    pub domain: Host,
    /// Whether it is for exactly this host; otherwise the hosts below get it too.
    pub host_only: bool,
    /// Its path.
    pub path: String,
    /// Whether it is sent over HTTPS only.
    pub secure: bool,
    /// The cookie store: a profile, its incognito sibling, a container.
    pub store: String,
    /// The partition, for a cookie of a frame inside another site.
    pub partition: Option<Partition>,
}

/// A container of Firefox: a cookie store of its own among the ordinary windows, with sessions and storage of its own.
#[derive(Clone, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Container(String);

/// What the name of a container's cookie store begins with; a number follows.
const CONTAINER: &str = "firefox-container-";

/// How many containers are looked into that have no open tab. Firefox has four to begin with, and numbers those that
/// are added; it tells nobody which there are without switching containers on for a person who has them off.
const MOST: u32 = 64;

impl Container {
    /// The container with this cookie store, if it is one's.
    #[must_use]
    pub fn of_store(store: &str) -> Option<Self> {
        store.starts_with(CONTAINER).then(|| Self(store.to_owned()))
    }

    /// Its cookie store.
    #[must_use]
    pub fn store(&self) -> &str {
        &self.0
    }

    /// The containers that there may be without an open tab.
    pub fn possible() -> impl Iterator<Item = Self> {
        (1..=MOST).map(|number| Self([CONTAINER, &number.to_string()].concat()))
    }
}

impl Cookie {
    /// The container that it is in, if it is in one.
    #[must_use]
    pub fn container(&self) -> Option<Container> {
        Container::of_store(&self.store)
    }
}

/// The key of a cookie's partition (`cookies.CookiePartitionKey`).
#[derive(Clone, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Partition {
    /// The site of the tab that the frame was in.
    pub top_level_site: String,
    /// Whether a frame of another site stands in between.
    pub has_cross_site_ancestor: Option<bool>,
}

/// Whose a cookie is.
#[derive(Clone, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Owner {
    /// One organisation's.
    Organisation(Host),
    /// Shared by all organisations of a region, or of the CRM's own back stage.
    Shared,
    /// The session's at the sign-in service.
    Microsoft,
    /// The sign-in service's memory of this computer.
    Device,
}

/// The services that a federated sign-out still has to reach: removed after everything else.
const SIGN_OUT_LISTS: [&str; 2] = ["SignInStateCookie", "MSISSignOut"];

/// Exactly the cookies to remove, in two parts: the second when the first is done.
#[derive(Clone, Data, Debug, Default, Eq, Hash, PartialEq)]
pub struct Removal {
    /// What goes first.
    pub first: Vec<Cookie>,
    /// What federated sign-out needs to the end.
    pub last: Vec<Cookie>,
}

/// Picks the cookies that are in scope out of a listing.
#[must_use]
pub fn removal<'a>(cookies: impl Iterator<Item = &'a Cookie>, scope: &Scope) -> Removal {
    let in_scope = cookies.filter(|cookie| scope.owner(cookie).is_some()).cloned();
    let (last, first) = in_scope.partition(|cookie| SIGN_OUT_LISTS.contains(&cookie.name.as_str()));
    Removal { first, last }
}

/// Counts the cookies that are in scope, by their owner.
#[must_use]
pub fn count(cookies: &[Cookie], scope: &Scope) -> Map<Owner, u32> {
    let mut counts = Map::new();
    for owner in cookies.iter().filter_map(|cookie| scope.owner(cookie)) {
        *counts.of(owner) += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookie(domain: &str, name: &str) -> Cookie {
        Cookie {
            name: name.to_owned(),
            domain: Host::parse(domain).unwrap(),
            host_only: false,
            path: "/".to_owned(),
            secure: true,
            store: "0".to_owned(),
            partition: None,
        }
    }

    #[test]
    fn a_container_is_told_by_its_store() {
        let container = |store: &str| {
            let cookie =
                Cookie { store: store.to_owned(), ..cookie("contoso.crm4.dynamics.com", "CrmOwinAuth") };
            cookie.container().map(|container| container.store().to_owned())
        };
        assert_eq!(container("firefox-container-3").as_deref(), Some("firefox-container-3"));
        for store in ["0", "1", "firefox-default", "firefox-private"] {
            assert_eq!(container(store), None);
        }
    }

    #[test]
    fn the_sign_out_list_goes_last() {
        let listing = [
            cookie("login.microsoftonline.com", "SignInStateCookie"),
            cookie("login.microsoftonline.com", "ESTSAUTH"),
            cookie("news.example", "theme"),
        ];
        let removal = removal(listing.iter(), &Scope::default());
        assert_eq!(removal.first.len(), 1);
        assert_eq!(removal.last.first().map(|cookie| cookie.name.as_str()), Some("SignInStateCookie"));
    }
}
