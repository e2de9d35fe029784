//! Sweep: exactly what is in scope, and nothing else.

use super::Phase;
use super::close::Closed;
use super::desk::Desk;
use super::findings::Ground;
use super::verify::Verifying;
use crate::engine::effect::{Cookies, Effect, Failure, Hosts, Outcome};
use crate::engine::scope::Jar;
use crate::engine::site::Host;
use crate::engine::sorted::{Map, Set};
use crate::engine::sweep::{Cookie, Owner, Removal, count, removal};
use crate::value::Data;

/// Waiting for the cookies and the storage to be removed.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct Sweeping {
    known: Swept,
    at: At,
}

/// What is known when the removals have ended.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct Swept {
    pub(super) closed: Closed,
    /// How many cookies there were, by their owner.
    pub(super) cookies: Map<Owner, u32>,
    /// The domains of session cookies whose sessions were not signed out of: no organisation was known there,
    /// or the cookie came when signing out was over.
    pub(super) not_ended: Set<Host>,
    /// Whether the browser said that it cleared cache and storage.
    pub(super) is_storage_cleared: bool,
}

#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
enum At {
    Listing,
    /// Removing; then these, which federated sign-out needs to the end.
    Removing {
        last: Vec<Cookie>,
    },
}

impl Sweeping {
    pub(super) fn begin(closed: Closed, desk: &mut Desk<'_>) -> Phase {
        desk.issue(Effect::ListCookies);
        let not_ended = closed.ground.sessions.iter().filter(|domain| !closed.is_signed_out_of(domain));
        let not_ended = not_ended.chain(&closed.ground.lost).cloned().collect();
        let known = Swept { closed, cookies: Map::new(), not_ended, is_storage_cleared: true };
        Phase::Sweeping(Self { known, at: At::Listing })
    }

    pub(super) const fn known(&self) -> &Swept {
        &self.known
    }

    pub(super) const fn ground(&self) -> &Ground {
        &self.known.closed.ground
    }

    pub(super) fn on(
        mut self,
        effect: Effect,
        result: Result<Outcome, Failure>,
        desk: &mut Desk<'_>,
    ) -> Phase {
        match (&self.at, effect, result) {
            (At::Listing, _, Ok(Outcome::Cookies(listing))) => self.remove(&listing, desk),
            (At::Listing, _, _) => self.remove(&Cookies::default(), desk),
            (At::Removing { .. }, Effect::ClearStorage { .. }, Err(_)) => {
                self.known.is_storage_cleared = false
            }
            (At::Removing { .. }, _, _) => {}
        }
        self.settled(desk)
    }

    fn remove(&mut self, listing: &Cookies, desk: &mut Desk<'_>) {
        let removal = self.known.removal(listing);
        let scope = &self.known.closed.ground.scope;
        self.known.cookies = count(&listing.cookies, scope);
        for cookie in
            listing.cookies.iter().filter(|cookie| scope.is_session(cookie) && cookie.partition.is_none())
        {
            if !self.known.closed.is_signed_out_of(&cookie.domain) {
                self.known.not_ended.insert(cookie.domain.clone());
            }
        }
        if !removal.first.is_empty() {
            desk.issue(Effect::RemoveCookies { cookies: removal.first });
        }
        if let Some(hosts) = self.known.hosts(&listing.cookies) {
            match self.known.closed.ground.scope.jar {
                Jar::Ordinary => desk.issue(Effect::ClearStorage { hosts }),
                // That takes a page of each host: side by side, so that none waits for a silent one.
                Jar::Private => hosts.apart().for_each(|hosts| desk.issue(Effect::ClearStorage { hosts })),
            }
        }
        self.at = At::Removing { last: removal.last };
    }

    fn settled(mut self, desk: &mut Desk<'_>) -> Phase {
        match &mut self.at {
            At::Removing { last } if desk.is_clear() => {
                if last.is_empty() {
                    return Verifying::begin(self.known, desk);
                }
                desk.issue(Effect::RemoveCookies { cookies: std::mem::take(last) });
                Phase::Sweeping(self)
            }
            At::Listing | At::Removing { .. } => Phase::Sweeping(self),
        }
    }
}

impl Swept {
    /// The hosts to clear: those known from the beginning, and those whose cookies came since.
    fn hosts(&self, cookies: &[Cookie]) -> Option<Hosts> {
        let mut hosts = self.closed.ground.hosts.clone();
        let scope = &self.closed.ground.scope;
        let crm = |cookie: &&Cookie| scope.is_crm(&cookie.domain);
        hosts.extend(cookies.iter().filter(crm).map(|cookie| cookie.domain.clone()));
        self.without_left_open(hosts)
    }

    /// The hosts that were known from the beginning.
    pub(super) fn known_hosts(&self) -> Option<Hosts> {
        self.without_left_open(self.closed.ground.hosts.clone())
    }

    /// The hosts whose pages a person has visited: those that were known, and those of the sign-in that ends.
    pub(super) fn visited_hosts(&self) -> Option<Hosts> {
        let ground = &self.closed.ground;
        let mut hosts = ground.hosts.clone();
        if ground.scope.ends_account() {
            hosts.extend(ground.scope.sites.sign_in());
        }
        self.without_left_open(hosts)
    }

    /// The cookies to remove: all that are in scope, but those that a page which was left open works with.
    pub(super) fn removal(&self, listing: &Cookies) -> Removal {
        let scope = &self.closed.ground.scope;
        let is_kept = |cookie: &Cookie| {
            let left_open = self.closed.ends.keys().filter(|host| self.closed.is_left_open(host));
            scope.is_crm(&cookie.domain) && left_open.into_iter().any(|host| host.is_within(&cookie.domain))
        };
        removal(listing.cookies.iter().filter(|cookie| !is_kept(cookie)), scope)
    }

    /// The domains whose sessions are not known to be over, should the run be cut off now.
    pub(super) fn unproven(&self) -> Set<Host> {
        self.not_ended.iter().chain(&self.closed.unproven()).cloned().collect()
    }

    fn without_left_open(&self, mut hosts: Set<Host>) -> Option<Hosts> {
        hosts.retain(|host| !self.closed.is_left_open(host));
        Hosts::try_from(hosts).ok()
    }

    /// How many cookies of this owner there were.
    pub(super) fn cookies_of(&self, owner: &Owner) -> u32 {
        self.cookies.get(owner).copied().unwrap_or(0)
    }
}
