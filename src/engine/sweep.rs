//! From listings to exact removals, and from listings afterwards to what is left.

use super::site::{Host, Place};
use crate::engine::sorted::Map;
use serde::{Deserialize, Serialize};

/// A cookie, without its value.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
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

/// The key of a cookie's partition (`cookies.CookiePartitionKey`).
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Partition {
    /// The site of the tab that the frame was in.
    pub top_level_site: String,
    /// Whether a frame of another site stands in between.
    pub has_cross_site_ancestor: Option<bool>,
}

/// Whose a cookie is.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// One organisation's.
    Organisation(Host),
    /// Shared by all organisations of a region, or of the CRM's own back stage.
    Shared,
    /// The Microsoft session's.
    Microsoft,
}

/// The session and the account list at Microsoft's sign-in service.
///
/// Device and telemetry cookies of the same hosts (`buid`, `fpc`, `brcap`, …) sign nobody in and stay.
/// From Microsoft's document on the cookies of its sign-in service.
const MICROSOFT_SESSION: [&str; 9] = [
    "ESTSAUTH",
    "ESTSAUTHPERSISTENT",
    "ESTSAUTHLIGHT",
    "estsStateTransient",
    "estsStatePersistent",
    "ESTSUSERLIST",
    "ESTSSSOTILES",
    "ESTSSC",
    SIGN_OUT_LIST,
];

/// The services that a federated sign-out still has to reach: removed after everything else.
const SIGN_OUT_LIST: &str = "SignInStateCookie";

impl Cookie {
    /// Whose this cookie is; none if it is nobody's that a logout may touch.
    #[must_use]
    pub fn owner(&self) -> Option<Owner> {
        match Place::of(&self.domain) {
            Place::Organisation(_) => Some(Owner::Organisation(self.domain.clone())),
            Place::Backstage => Some(Owner::Shared),
            Place::SignIn => MICROSOFT_SESSION.contains(&self.name.as_str()).then_some(Owner::Microsoft),
            Place::Elsewhere => None,
        }
    }

    /// Whether it carries a session of the CRM.
    ///
    /// `CrmOwinAuth` comes in chunks (`CrmOwinAuthC1`, …) when it is long; `CrmNativeAuth` is for embedded use;
    /// `MSISAuth` is for claims; the last is the portals'.
    #[must_use]
    pub fn is_crm_session(&self) -> bool {
        let crm = matches!(self.owner(), Some(Owner::Organisation(_) | Owner::Shared));
        let name = self.name.as_str();
        let session =
            ["CrmOwinAuth", "CrmNativeAuth", "MSISAuth"].iter().any(|known| name.starts_with(known));
        crm && (session || name == ".AspNet.ApplicationCookie")
    }
}

impl Cookie {
    /// Whether a frame of the CRM inside another site set it: storage of that frame may be there too.
    ///
    /// The partition of the CRM's own site is no other site, and that of an extension holds what our own
    /// questions to the server brought (observed in Chromium 156).
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        let crm = matches!(self.owner(), Some(Owner::Organisation(_) | Owner::Shared));
        let site =
            self.partition.as_ref().and_then(|partition| partition.top_level_site.strip_prefix("https://"));
        let other =
            site.and_then(|site| Host::parse(site).ok()).is_some_and(|site| !self.domain.is_within(&site));
        crm && other
    }
}

/// Exactly the cookies to remove, in two parts: the second when the first is done.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Removal {
    /// What goes first.
    pub first: Vec<Cookie>,
    /// What federated sign-out needs to the end.
    pub last: Vec<Cookie>,
}

/// Picks the cookies that are in scope out of a listing.
#[must_use]
pub fn removal<'a>(cookies: impl Iterator<Item = &'a Cookie>) -> Removal {
    let in_scope = cookies.filter(|cookie| cookie.owner().is_some()).cloned();
    let (last, first) = in_scope.partition(|cookie| cookie.name == SIGN_OUT_LIST);
    Removal { first, last }
}

/// Counts the cookies that are in scope, by their owner.
#[must_use]
pub fn count(cookies: &[Cookie]) -> Map<Owner, u32> {
    let mut counts = Map::new();
    for owner in cookies.iter().filter_map(Cookie::owner) {
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
    fn the_neighbours_of_the_crm_stay() {
        for (domain, name) in [
            ("dynamics.com", "MSFPC"),
            ("www.dynamics.com", "CrmOwinAuth"),
            ("home.dynamics.com", "session"),
            ("microsoftonline.com", "ESTSAUTH"),
            ("portal.microsoftonline.com", "ESTSAUTH"),
            ("login.microsoftonline.com", "buid"),
            ("login.microsoftonline.com", "fpc"),
            ("news.example", "CrmOwinAuth"),
        ] {
            assert_eq!(cookie(domain, name).owner(), None, "{domain} {name}");
        }
    }

    #[test]
    fn each_cookie_of_the_crm_has_its_owner() {
        let contoso = Host::parse("contoso.crm4.dynamics.com").unwrap();
        assert_eq!(cookie(contoso.as_str(), "anything").owner(), Some(Owner::Organisation(contoso)));
        assert_eq!(cookie("crm4.dynamics.com", "CrmOwinAuthC1").owner(), Some(Owner::Shared));
        assert_eq!(cookie("login.microsoftonline.com", "ESTSAUTH").owner(), Some(Owner::Microsoft));
    }

    #[test]
    fn the_sign_out_list_goes_last() {
        let listing = [
            cookie("login.microsoftonline.com", "SignInStateCookie"),
            cookie("login.microsoftonline.com", "ESTSAUTH"),
            cookie("news.example", "theme"),
        ];
        let removal = removal(listing.iter());
        assert_eq!(removal.first.len(), 1);
        assert_eq!(removal.last.first().map(|cookie| cookie.name.as_str()), Some("SignInStateCookie"));
    }

    #[test]
    fn a_partition_of_another_site_tells_of_a_frame_there() {
        let within = |site: &str| {
            let partition =
                Partition { top_level_site: site.to_owned(), has_cross_site_ancestor: Some(true) };
            Cookie { partition: Some(partition), ..cookie("contoso.crm4.dynamics.com", "ReqClientId") }
        };
        assert!(within("https://microsoft.com").is_embedded());
        assert!(!within("https://dynamics.com").is_embedded());
        assert!(!within("chrome-extension://fdfkpaplbgapnfbpbpbibggigbdpjmcf").is_embedded());
        assert!(!cookie("contoso.crm4.dynamics.com", "ReqClientId").is_embedded());
    }

    #[test]
    fn only_session_cookies_of_the_crm_are_sessions() {
        assert!(cookie("crm4.dynamics.com", "CrmOwinAuthC2").is_crm_session());
        assert!(!cookie("contoso.crm4.dynamics.com", "ReqClientId").is_crm_session());
        assert!(!cookie("news.example", "CrmOwinAuth").is_crm_session());
    }
}
