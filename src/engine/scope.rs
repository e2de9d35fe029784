//! What one logout covers, and whose a cookie is to it.
//!
//! What is out of scope is *elsewhere*: no tab of it is closed, nothing of it is removed.

use super::effect::{Cookies, Tab, Tabs};
use super::site::{Host, OwnSite, Place, Product, Sites};
use super::sweep::{Cookie, Owner};
use super::time::Time;
use crate::engine::sorted::Set;
use crate::value::Data;

/// Whose tabs, cookies and storage: those of ordinary windows, or those of private ones.
///
/// A browser keeps the two apart, down to the session at the server.
#[derive(Clone, Copy, Data, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Jar {
    /// Ordinary windows.
    #[default]
    Ordinary,
    /// Private windows: the extension sees them only where the person lets it in.
    Private,
}

impl Jar {
    /// Whose a cookie store is: Chromium numbers the one of incognito windows, Firefox names it.
    #[must_use]
    pub fn of_store(store: &str) -> Self {
        if ["1", "firefox-private"].contains(&store) { Self::Private } else { Self::Ordinary }
    }
}

/// What one logout covers.
#[derive(Clone, Data, Debug, Default, Eq, Hash, PartialEq)]
pub struct Scope {
    /// Which windows it is about.
    pub jar: Jar,
    /// The hosts of the CRM.
    pub sites: Sites,
    /// The organisations to sign out of.
    pub reach: Reach,
    /// Which organisations may be left out, where an administrator says so; without, any may.
    pub may_stay: Option<Set<Host>>,
    /// What becomes of the account at the sign-in service.
    pub account: Account,
    /// Whether device and telemetry cookies of the sign-in hosts go too.
    pub device_cookies: bool,
    /// What else is taken away, where the person or the administrator chose it.
    pub extras: Extras,
}

/// The organisations that a logout covers.
#[derive(Clone, Data, Debug, Default, Eq, Hash, PartialEq)]
pub enum Reach {
    /// All that are found.
    #[default]
    All,
    /// The one whose tab is in front; all, if none is.
    Front,
    /// The one whose tab is in front; none, if none is.
    OnlyFront,
    /// These.
    Only(Set<Host>),
}

/// What becomes of the account at the sign-in service.
#[derive(Clone, Copy, Data, Debug, Default, Eq, Hash, PartialEq)]
pub enum Account {
    /// It is signed out: whoever opens the CRM next has to sign in.
    #[default]
    SignedOut,
    /// It stays signed in for other services: the CRM can then be opened again without a password.
    Kept,
}

/// What is taken away only by choice: it needs a permission of its own, or touches what is not the CRM's.
#[derive(Clone, Copy, Data, Debug, Default, Eq, Hash, PartialEq)]
pub struct Extras {
    /// Entries of the browser's history.
    pub history: bool,
    /// Entries of the list of downloads.
    pub downloads: bool,
    /// The clipboard, if the last copy was made in a page of the CRM.
    pub clipboard: bool,
    /// What the browser remembers of forms.
    pub entries: Entries,
}

/// What becomes of what the browser remembers of forms. It can only be removed for all sites together.
#[derive(Clone, Copy, Data, Debug, Default, Eq, Hash, PartialEq)]
pub enum Entries {
    /// They stay.
    #[default]
    Kept,
    /// What was typed since the CRM's session began goes.
    Since(Time),
    /// They were to go, but nobody knows since when: they stay, and the receipt says so.
    SinceUnknown,
}

/// The session and the account list at Microsoft's sign-in service.
///
/// From Microsoft's document on the cookies of its sign-in service.
const ENTRA_SESSION: [&str; 9] = [
    "ESTSAUTH",
    "ESTSAUTHPERSISTENT",
    "ESTSAUTHLIGHT",
    "estsStateTransient",
    "estsStatePersistent",
    "ESTSUSERLIST",
    "ESTSSSOTILES",
    "ESTSSC",
    "SignInStateCookie",
];

/// Device and telemetry cookies of Microsoft's sign-in hosts. They sign nobody in. From the same document.
const ENTRA_DEVICE: [&str; 10] = [
    "buid",
    "fpc",
    "brcap",
    "stsservicecookie",
    "x-ms-gateway-slice",
    "MSFPC",
    "clrc",
    "wlidperf",
    "esctx",
    "AADSSO",
];

/// The beginnings of the names of AD FS's session cookies; long ones come in chunks (`MSISAuth1`, …).
///
/// From Microsoft's document on AD FS's single sign-on cookies.
const AD_FS_SESSION: [&str; 7] = [
    "MSISAuth",
    "MSISLoopDetectionCookie",
    "MSISSignOut",
    "MSISSignoutProtocol",
    "MSISSamlRequest",
    "MSISContext",
    "SamlSession",
];

/// AD FS's memory of the home realm that was chosen on this computer.
const AD_FS_DEVICE: [&str; 2] = ["MSISIPSelectionPersistent", "MSISLatencyCookie"];

impl Scope {
    /// What this host is to this logout.
    #[must_use]
    pub fn place(&self, host: &Host) -> Place {
        let place = self.sites.place(host);
        let Reach::Only(organisations) = &self.reach else { return place };
        let is_in_reach = match place {
            Place::Organisation(_) => organisations.contains(host),
            Place::Backstage => organisations.iter().any(|organisation| serves(host, organisation)),
            Place::SignIn | Place::Elsewhere => true,
        };
        if is_in_reach { place } else { Place::Elsewhere }
    }

    /// The same for private windows, which keep no history and no form entries.
    #[must_use]
    pub fn in_private(mut self) -> Self {
        self.extras = Extras { history: false, entries: Entries::Kept, ..self.extras };
        Self { jar: Jar::Private, ..self }
    }

    /// Whether it is about the organisation in front, and nobody can tell which window is.
    #[must_use]
    pub fn is_at_a_loss(&self, tabs: &Tabs) -> bool {
        matches!(self.reach, Reach::Front | Reach::OnlyFront) && tabs.focused.is_none()
    }

    /// Settles on the organisation in front, if that is what was asked for; on none, if it is in the other jar.
    /// Organisations that may not be left out are covered besides, if there is a tab or a cookie of them.
    #[must_use]
    pub fn in_front(mut self, tabs: &Tabs, cookies: &Cookies) -> Self {
        let otherwise = match self.reach {
            Reach::Front => Some(Reach::All),
            Reach::OnlyFront => Some(Reach::Only(Set::default())),
            Reach::All | Reach::Only(_) => None,
        };
        if let Some(otherwise) = otherwise {
            let shown = tabs.tabs.iter().filter(|tab| tab.is_shown && Some(tab.window) == tabs.focused);
            let organisation = |tab: &Tab| tab.host.clone().map(|host| (tab.jar, host));
            let front = shown
                .filter_map(organisation)
                .find(|(_, host)| matches!(self.sites.place(host), Place::Organisation(_)));
            self.reach = front.map_or(otherwise, |(jar, host)| {
                Reach::Only(if jar == self.jar { [host].into() } else { Set::default() })
            });
            let besides = self.may_not_stay(tabs, cookies);
            if let Reach::Only(covered) = &mut self.reach {
                covered.extend(besides);
            }
        }
        self
    }

    /// The organisations with a tab, a frame or a cookie here that an administrator lets nobody leave out.
    fn may_not_stay(&self, tabs: &Tabs, cookies: &Cookies) -> Vec<Host> {
        let Some(may_stay) = &self.may_stay else { return Vec::new() };
        let mut here = tabs.clone();
        here.keep(self.jar);
        let mut found: Vec<Host> = here.tabs.into_iter().filter_map(|tab| tab.host).collect();
        found.extend(here.frames.into_iter().map(|frame| frame.host));
        for cookie in &cookies.cookies {
            if Jar::of_store(&cookie.store) == self.jar {
                found.push(cookie.domain.clone());
            }
        }
        found.retain(|host| {
            matches!(self.sites.place(host), Place::Organisation(_))
                && !may_stay.iter().any(|listed| host.is_within(listed))
        });
        found
    }

    /// Whether this host is the CRM's, and covered.
    #[must_use]
    pub fn is_crm(&self, host: &Host) -> bool {
        matches!(self.place(host), Place::Organisation(_) | Place::Backstage)
    }

    /// Whether the account at the sign-in service is to be signed out.
    #[must_use]
    pub fn ends_account(&self) -> bool {
        self.account == Account::SignedOut
    }

    /// The product of an organisation that exists but is not covered.
    #[must_use]
    pub fn spared(&self, host: &Host) -> Option<Product> {
        match (self.sites.place(host), self.place(host)) {
            (Place::Organisation(product), Place::Elsewhere) => Some(product),
            _ => None,
        }
    }

    /// Whose this cookie is; none if this logout may not touch it.
    #[must_use]
    pub fn owner(&self, cookie: &Cookie) -> Option<Owner> {
        match self.place(&cookie.domain) {
            Place::Organisation(_) => Some(Owner::Organisation(cookie.domain.clone())),
            Place::Backstage => Some(Owner::Shared),
            Place::SignIn => self.owner_at_sign_in(cookie),
            Place::Elsewhere => self.is_of_the_whole_domain(cookie).then_some(Owner::Shared),
        }
    }

    /// Whether it is the session of an added organisation, set for the whole domain that it is in.
    ///
    /// Internet-facing deployments share it that way among their organisations, and AD FS gets it too.
    fn is_of_the_whole_domain(&self, cookie: &Cookie) -> bool {
        let reached = |(host, own): (&Host, OwnSite)| {
            own == OwnSite::OnPremises && self.is_crm(host) && host.is_within(&cookie.domain)
        };
        !cookie.host_only && cookie.name.starts_with("MSISAuth") && self.sites.own().any(reached)
    }

    /// An account that is kept keeps its device, too.
    fn owner_at_sign_in(&self, cookie: &Cookie) -> Option<Owner> {
        let name = cookie.name.as_str();
        // AD FS's own host is an added one; Microsoft's hosts are known to all.
        let is_ours = Place::of(&cookie.domain) == Place::Elsewhere;
        let is_device = if is_ours { AD_FS_DEVICE.contains(&name) } else { ENTRA_DEVICE.contains(&name) };
        let is_session = if is_ours {
            AD_FS_SESSION.iter().any(|known| name.starts_with(known))
        } else {
            ENTRA_SESSION.contains(&name)
        };
        match (is_session, is_device) {
            (true, _) if self.ends_account() => Some(Owner::Microsoft),
            (_, true) if self.ends_account() && self.device_cookies => Some(Owner::Device),
            _ => None,
        }
    }

    /// Whether a cookie carries a session of the CRM.
    ///
    /// `CrmOwinAuth` comes in chunks (`CrmOwinAuthC1`, …) when it is long; `CrmNativeAuth` is for embedded use;
    /// `MSISAuth` is for claims; the last is the portals'.
    #[must_use]
    pub fn is_session(&self, cookie: &Cookie) -> bool {
        let name = cookie.name.as_str();
        let session =
            ["CrmOwinAuth", "CrmNativeAuth", "MSISAuth"].iter().any(|known| name.starts_with(known));
        let crm = self.is_crm(&cookie.domain) && (session || name == ".AspNet.ApplicationCookie");
        crm || self.is_of_the_whole_domain(cookie)
    }

    /// The other site inside which a frame of the CRM set it: storage of that frame may be there too.
    ///
    /// The partition of the CRM's own site is no other site, and that of an extension holds what our own
    /// questions to the server brought (observed in Chromium 156).
    #[must_use]
    pub fn embedding_site(&self, cookie: &Cookie) -> Option<Host> {
        let site = cookie.partition.as_ref()?.top_level_site.strip_prefix("https://")?;
        let site = Host::parse(site).ok()?;
        (self.is_crm(&cookie.domain) && !cookie.domain.is_within(&site)).then_some(site)
    }
}

/// Whether a host that is no organisation works for this one: its region, its API, the region's scale groups.
fn serves(backstage: &Host, organisation: &Host) -> bool {
    let Some((name, region)) = organisation.as_str().split_once('.') else { return false };
    let Some(rest) = backstage.as_str().strip_suffix(region) else { return false };
    // `contoso.api.crm4…` is this one's alone; `ams--1234.crm4…` and `crm4…` are the region's.
    let label = rest.trim_end_matches('.');
    label.is_empty()
        || label.contains("--")
        || label.strip_prefix(name).is_some_and(|api| api.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::id::{TabId, WindowId};
    use crate::engine::sweep::Partition;

    fn host(name: &str) -> Host {
        Host::parse(name).unwrap()
    }

    fn cookie(domain: &str, name: &str) -> Cookie {
        Cookie {
            name: name.to_owned(),
            domain: host(domain),
            host_only: false,
            path: "/".to_owned(),
            secure: true,
            store: "0".to_owned(),
            partition: None,
        }
    }

    fn only(organisation: &str) -> Scope {
        Scope { reach: Reach::Only([host(organisation)].into()), ..Scope::default() }
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
            ("login.microsoftonline.com", "MSISAuth"),
            ("sts.corp.example", "MSISAuth"),
            ("news.example", "CrmOwinAuth"),
        ] {
            assert_eq!(Scope::default().owner(&cookie(domain, name)), None, "{domain} {name}");
        }
    }

    #[test]
    fn each_cookie_of_the_crm_has_its_owner() {
        let scope = Scope::default();
        let contoso = host("contoso.crm4.dynamics.com");
        let owner = |domain, name| scope.owner(&cookie(domain, name));
        assert_eq!(owner(contoso.as_str(), "anything"), Some(Owner::Organisation(contoso.clone())));
        assert_eq!(owner("crm4.dynamics.com", "CrmOwinAuthC1"), Some(Owner::Shared));
        assert_eq!(owner("login.microsoftonline.com", "ESTSAUTH"), Some(Owner::Microsoft));
    }

    #[test]
    fn device_cookies_go_only_when_that_was_chosen() {
        let scope = Scope { device_cookies: true, ..Scope::default() };
        let device = cookie("login.microsoftonline.com", "buid");
        assert_eq!(scope.owner(&device), Some(Owner::Device));
        assert_eq!(scope.owner(&cookie("login.microsoftonline.com", "theme")), None);
        let kept = Scope { account: Account::Kept, ..scope };
        assert_eq!(kept.owner(&device), None);
    }

    #[test]
    fn an_account_that_is_kept_keeps_its_cookies() {
        let scope = Scope { account: Account::Kept, ..Scope::default() };
        assert_eq!(scope.owner(&cookie("login.microsoftonline.com", "ESTSAUTH")), None);
        assert_eq!(scope.owner(&cookie("crm4.dynamics.com", "CrmOwinAuth")), Some(Owner::Shared));
    }

    #[test]
    fn one_organisation_and_what_serves_it_is_all_that_is_covered() {
        let scope = only("contoso.crm4.dynamics.com");
        for (domain, is_covered) in [
            ("contoso.crm4.dynamics.com", true),
            ("contoso.api.crm4.dynamics.com", true),
            ("ams--livesg623.crm4.dynamics.com", true),
            ("crm4.dynamics.com", true),
            ("fabrikam.crm4.dynamics.com", false),
            ("fabrikam.api.crm4.dynamics.com", false),
            ("contosox.api.crm4.dynamics.com", false),
            ("crm.dynamics.com", false),
            ("contoso.crm.dynamics.com", false),
        ] {
            assert_eq!(scope.owner(&cookie(domain, "any")).is_some(), is_covered, "{domain}");
        }
        let fabrikam = host("fabrikam.crm4.dynamics.com");
        assert_eq!(scope.spared(&fabrikam), Some(Product::CustomerEngagement));
        assert_eq!(Scope::default().spared(&fabrikam), None);
        assert_eq!(scope.spared(&host("news.example")), None);
    }

    #[test]
    fn the_one_in_front_is_that_of_the_window_used_last() {
        let tab = |id, window, jar, name: &str| Tab {
            id: TabId(id),
            window: WindowId(window),
            jar,
            is_shown: true,
            is_discarded: false,
            host: Some(host(name)),
        };
        let front = |focused, scope: Scope| {
            let tabs = vec![
                tab(1, 1, Jar::Ordinary, "contoso.crm4.dynamics.com"),
                tab(2, 2, Jar::Ordinary, "news.example"),
                tab(3, 3, Jar::Private, "fabrikam.crm4.dynamics.com"),
            ];
            let scope = Scope { reach: Reach::Front, ..scope };
            let tabs = Tabs { tabs, focused: Some(WindowId(focused)), ..Tabs::default() };
            scope.in_front(&tabs, &Cookies::default()).reach
        };
        assert_eq!(front(1, Scope::default()), only("contoso.crm4.dynamics.com").reach);
        assert_eq!(front(2, Scope::default()), Reach::All);
        let none = Reach::Only(Set::default());
        assert_eq!(front(3, Scope::default()), none);
        assert_eq!(front(3, Scope::default().in_private()), only("fabrikam.crm4.dynamics.com").reach);
        assert_eq!(front(1, Scope::default().in_private()), none);
    }

    #[test]
    fn added_hosts_are_covered_and_known_ones_stay_what_they_are() {
        let own = [
            (host("crm.corp.example"), OwnSite::OnPremises),
            (host("sts.corp.example"), OwnSite::AdFs),
            (host("login.microsoftonline.com"), OwnSite::OnPremises),
        ];
        let scope = Scope { sites: own.into_iter().collect(), ..Scope::default() };
        assert_eq!(scope.place(&host("crm.corp.example")), Place::Organisation(Product::OnPremises));
        assert_eq!(scope.place(&host("login.microsoftonline.com")), Place::SignIn);
        assert!(scope.is_session(&cookie("crm.corp.example", "MSISAuth1")));
        for name in ["MSISAuth", "MSISAuth1", "MSISAuthenticated", "MSISSignOut"] {
            assert_eq!(scope.owner(&cookie("sts.corp.example", name)), Some(Owner::Microsoft), "{name}");
        }
        assert_eq!(scope.owner(&cookie("sts.corp.example", "theme")), None);
        assert_eq!(scope.owner(&cookie("corp.example", "MSISAuth1")), Some(Owner::Shared));
        assert!(scope.is_session(&cookie("corp.example", "MSISAuth")));
        assert_eq!(scope.owner(&cookie("corp.example", "theme")), None);
        assert_eq!(scope.owner(&cookie("example", "theme")), None);
        assert_eq!(Scope::default().owner(&cookie("corp.example", "MSISAuth")), None);
        assert_eq!(scope.owner(&cookie("sts.corp.example", "MSISIPSelectionPersistent")), None);
    }

    #[test]
    fn a_partition_of_another_site_tells_of_a_frame_there() {
        let within = |site: &str| {
            let partition =
                Partition { top_level_site: site.to_owned(), has_cross_site_ancestor: Some(true) };
            Cookie { partition: Some(partition), ..cookie("contoso.crm4.dynamics.com", "ReqClientId") }
        };
        let is_embedded = |cookie| Scope::default().embedding_site(&cookie).is_some();
        assert!(is_embedded(within("https://microsoft.com")));
        assert!(!is_embedded(within("https://dynamics.com")));
        assert!(!is_embedded(within("chrome-extension://fdfkpaplbgapnfbpbpbibggigbdpjmcf")));
        assert!(!is_embedded(cookie("contoso.crm4.dynamics.com", "ReqClientId")));
    }

    #[test]
    fn only_session_cookies_of_the_crm_are_sessions() {
        let is_session = |domain, name| Scope::default().is_session(&cookie(domain, name));
        assert!(is_session("crm4.dynamics.com", "CrmOwinAuthC2"));
        assert!(!is_session("contoso.crm4.dynamics.com", "ReqClientId"));
        assert!(!is_session("news.example", "CrmOwinAuth"));
    }
}
