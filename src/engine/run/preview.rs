//! What a sign-out would find and take away now: a look that changes nothing.
//!
//! It reads the listings with the very code with which a run begins, so the two agree.

use super::findings::{Ground, Inherited};
use crate::engine::effect::{Cookies, Hosts, Tabs};
use crate::engine::receipt::Kind;
use crate::engine::scope::{Jar, Reach, Scope};
use crate::engine::site::{Host, Product};
use crate::engine::sorted::{Map, Set};
use crate::engine::sweep::{Owner, count};
use crate::value::Data;

/// Something that is there, and that a sign-out would end or take away.
#[derive(Clone, Data, Debug, Eq, PartialEq)]
pub struct Found {
    /// In which windows.
    pub jar: Jar,
    /// What it is; for [`Kind::LocalStorage`] all that the browser stores, the cache included.
    pub kind: Kind,
    /// The host that it belongs to; none for what several share.
    pub host: Option<Host>,
    /// The product, if that host is an organisation's.
    pub product: Option<Product>,
    /// How many; for what cannot be counted, 1.
    pub count: u32,
}

/// What a sign-out of all organisations would find.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Preview {
    /// All of it, one host after the other.
    pub found: Vec<Found>,
    /// The hosts whose entries in the browser's own lists would go.
    pub visited: Option<Hosts>,
    /// Whether every host could be seen: otherwise there may be more.
    pub is_complete: bool,
}

impl Preview {
    /// Looks at these listings. `scope` is what a sign-out covers in ordinary windows.
    #[must_use]
    pub fn of(scope: Scope, tabs: &Tabs, cookies: &Cookies) -> Self {
        // Whoever looks at this has no organisation in front.
        let scope = Scope { reach: Reach::All, ..scope };
        let mut preview = Self { is_complete: cookies.complete, ..Self::default() };
        let mut visited = Set::new();
        for scope in [scope.clone(), scope.in_private()] {
            let inherited = Inherited { scope, ..Inherited::default() };
            let ground = Ground::survey(tabs, cookies, &inherited);
            if ground.is_empty() {
                continue;
            }
            if ground.scope.jar == Jar::Ordinary {
                visited.extend(ground.hosts.iter().cloned());
                if ground.scope.ends_account() {
                    visited.extend(ground.scope.sites.sign_in());
                }
            }
            preview.add(&ground, tabs, cookies);
        }
        preview.visited = Hosts::try_from(visited).ok();
        preview
    }

    fn add(&mut self, ground: &Ground, tabs: &Tabs, cookies: &Cookies) {
        let scope = &ground.scope;
        let listed = cookies.cookies.iter().filter(|cookie| Jar::of_store(&cookie.store) == scope.jar);
        let listed: Vec<_> = listed.cloned().collect();
        let counts = count(&listed, scope);
        let of = |owner: &Owner| counts.get(owner).copied().unwrap_or(0);
        let mut open: Map<Host, u32> = Map::new();
        let crm = tabs.tabs.iter().filter(|tab| tab.jar == scope.jar).filter_map(|tab| tab.host.as_ref());
        for host in crm.filter(|host| scope.is_crm(host)) {
            *open.of(host.clone()) += 1;
        }
        let organisations = ground.organisations.iter().map(|(host, product)| (host, Some(*product)));
        let is_backstage = |host: &&Host| !ground.organisations.contains_key(host);
        let backstage = ground.hosts.iter().filter(is_backstage).map(|host| (host, None));
        for (host, product) in organisations.chain(backstage) {
            let session = product.is_some() && ground.may_be_signed_in(host);
            let framed = ground.frames.iter().filter(|frame| frame.host == *host).count();
            for (kind, count) in [
                (Kind::ServerSession, u32::from(session)),
                (Kind::Tabs, open.get(host).copied().unwrap_or(0)),
                (Kind::Cookies, of(&Owner::Organisation(host.clone()))),
                (Kind::LocalStorage, 1),
                (Kind::FramedStorage, u32::try_from(framed).unwrap_or(u32::MAX)),
            ] {
                self.note(scope.jar, kind, Some((host, product)), count);
            }
        }
        for (kind, count) in [
            (Kind::MicrosoftSession, u32::from(!ground.accounts.is_empty())),
            (Kind::Cookies, of(&Owner::Shared)),
            (Kind::MicrosoftCookies, of(&Owner::Microsoft)),
            (Kind::DeviceCookies, of(&Owner::Device)),
        ] {
            self.note(scope.jar, kind, None, count);
        }
    }

    /// Notes what is there of a kind; nothing, if there is none.
    pub fn note(&mut self, jar: Jar, kind: Kind, of: Option<(&Host, Option<Product>)>, count: u32) {
        if count != 0 {
            let (host, product) = (of.map(|(host, _)| host.clone()), of.and_then(|(_, product)| product));
            self.found.push(Found { jar, kind, host, product, count });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_whether_every_host_could_be_seen() {
        for complete in [true, false] {
            let cookies = Cookies { complete, ..Cookies::default() };
            assert_eq!(Preview::of(Scope::default(), &Tabs::default(), &cookies).is_complete, complete);
        }
    }
}
