//! Sweep: exactly what is in scope, and nothing else.
//!
//! A session cookie that is still there when signing out is over may be of a new session: somebody may have signed in
//! again meanwhile. Once it is removed, every server says no. So its server is asked before that.

use super::Phase;
use super::close::Closed;
use super::desk::Desk;
use super::findings::Ground;
use super::sign_out::SignOut;
use super::verify::Verifying;
use crate::engine::effect::{Contained, Cookies, Effect, Failure, Hosts, Outcome};
use crate::engine::receipt::{ServerSays, Way};
use crate::engine::scope::{Jar, Scope};
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
    /// or the session began when signing out was over.
    pub(super) not_ended: Set<Host>,
    /// Whether a session began when signing out was over.
    pub(super) began_anew: bool,
    /// The organisations whose servers said nothing when they were asked whether one began.
    pub(super) unheard: Set<Host>,
    /// Whether the browser said that it cleared cache and storage.
    pub(super) is_storage_cleared: bool,
}

#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
enum At {
    Listing,
    /// Hearing of the cookies that were listed whether their sessions are over.
    Asking {
        listing: Cookies,
    },
    /// Removing; then these, which federated sign-out needs to the end.
    Removing {
        last: Vec<Cookie>,
    },
}

impl Sweeping {
    pub(super) fn begin(closed: Closed, desk: &mut Desk<'_>) -> Phase {
        desk.issue(Effect::ListCookies);
        let not_ended = closed.ground.sessions.keys().filter(|domain| !closed.is_signed_out_of(domain));
        let not_ended = not_ended.chain(&closed.ground.lost).cloned().collect();
        let known = Swept {
            closed,
            cookies: Map::new(),
            not_ended,
            began_anew: false,
            unheard: Set::new(),
            is_storage_cleared: true,
        };
        Phase::Sweeping(Self { known, at: At::Listing })
    }

    /// The domains whose sessions are not known to be over, should the run be cut off now.
    pub(super) fn unproven(&self) -> Set<Host> {
        let mut unproven = self.known.unproven();
        if let At::Asking { listing } = &self.at {
            unproven.extend(sessions(listing, &self.ground().scope).map(|cookie| cookie.domain.clone()));
        }
        unproven
    }

    pub(super) const fn ground(&self) -> &Ground {
        &self.known.closed.ground
    }

    pub(super) const fn known(&self) -> &Swept {
        &self.known
    }

    pub(super) fn on(
        mut self,
        effect: Effect,
        result: Result<Outcome, Failure>,
        desk: &mut Desk<'_>,
    ) -> Phase {
        match (&self.at, effect, result) {
            (At::Listing, _, Ok(Outcome::Cookies(listing))) => self.ask(listing, desk),
            (At::Listing, _, _) => self.remove(&Cookies::default(), desk),
            (At::Asking { .. }, effect, result) => self.hear(&effect, result),
            (At::Removing { .. }, Effect::ClearStorage { .. }, Err(_)) => {
                self.known.is_storage_cleared = false
            }
            (At::Removing { .. }, _, _) => {}
        }
        self.settled(desk)
    }

    /// Asks each server that said that the session is over, from wherever a session cookie is there all the same.
    fn ask(&mut self, listing: Cookies, desk: &mut Desk<'_>) {
        for (organisation, end) in &self.known.closed.ends {
            if end.server != ServerSays::SignedOut {
                continue;
            }
            let sessions = sessions(&listing, &self.ground().scope);
            let sent = sessions.filter(|cookie| organisation.is_within(&cookie.domain));
            let places: Set<_> = sent.map(Cookie::container).collect();
            let product = end.product;
            if product.answers_who_am_i() {
                for container in places {
                    let organisation = organisation.clone();
                    desk.issue(Effect::AskServer { organisation, product, container });
                }
            } else if !places.is_empty() {
                desk.issue(Effect::TryEntry { organisation: organisation.clone(), product });
            }
        }
        self.at = At::Asking { listing };
    }

    fn hear(&mut self, effect: &Effect, result: Result<Outcome, Failure>) {
        let (Effect::AskServer { organisation, .. } | Effect::TryEntry { organisation, .. }) = effect else {
            return;
        };
        let says = match result {
            Ok(Outcome::Server(says)) => says,
            Ok(Outcome::Entry(entry)) => ServerSays::from_entry(entry),
            Ok(_) | Err(_) => ServerSays::Nothing,
        };
        match says {
            ServerSays::SignedOut => {}
            ServerSays::Nothing | ServerSays::NotAsked => self.known.unheard.insert(organisation.clone()),
            ServerSays::SignedIn => {
                let At::Asking { listing } = &self.at else { return };
                let new = sessions(listing, &self.known.closed.ground.scope);
                let new: Vec<_> = new
                    .map(|cookie| cookie.domain.clone())
                    .filter(|domain| organisation.is_within(domain))
                    .collect();
                self.known.found_anew(new);
            }
        }
    }

    fn remove(&mut self, listing: &Cookies, desk: &mut Desk<'_>) {
        let removal = self.known.removal(listing);
        let scope = &self.known.closed.ground.scope;
        self.known.cookies = count(&listing.cookies, scope);
        for Cookie { domain, .. } in sessions(listing, scope) {
            if !self.known.closed.is_signed_out_of(domain) {
                self.known.not_ended.insert(domain.clone());
            }
        }
        if !removal.first.is_empty() {
            desk.issue(Effect::RemoveCookies { cookies: removal.first });
        }
        if let Some(hosts) = self.known.hosts(&listing.cookies) {
            match self.known.closed.ground.scope.jar {
                Jar::Ordinary => {
                    let contained = self.known.contained(&listing.cookies);
                    desk.issue(Effect::ClearStorage { hosts, contained });
                }
                // That takes a page of each host: side by side, so that none waits for a silent one.
                Jar::Private => hosts
                    .apart()
                    .for_each(|hosts| desk.issue(Effect::ClearStorage { hosts, contained: Vec::new() })),
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
            At::Asking { listing } if desk.is_clear() => {
                let listing = std::mem::take(listing);
                self.remove(&listing, desk);
                self.settled(desk)
            }
            At::Listing | At::Asking { .. } | At::Removing { .. } => Phase::Sweeping(self),
        }
    }
}

/// The session cookies that are listed.
fn sessions<'a>(listing: &'a Cookies, scope: &'a Scope) -> impl Iterator<Item = &'a Cookie> {
    listing.cookies.iter().filter(|cookie| scope.is_session(cookie) && cookie.partition.is_none())
}

impl Swept {
    /// Notes sessions that began when signing out was over.
    pub(super) fn found_anew(&mut self, domains: Vec<Host>) {
        self.began_anew |= !domains.is_empty();
        self.not_ended.extend(domains);
    }

    /// The hosts to clear: those known from the beginning, and those whose cookies came since.
    fn hosts(&self, cookies: &[Cookie]) -> Option<Hosts> {
        let mut hosts = self.closed.ground.hosts.clone();
        let scope = &self.closed.ground.scope;
        let crm = |cookie: &&Cookie| scope.is_crm(&cookie.domain);
        hosts.extend(cookies.iter().filter(crm).map(|cookie| cookie.domain.clone()));
        self.without_left_open(hosts)
    }

    /// What containers keep of the CRM: their cookies tell.
    fn contained(&self, cookies: &[Cookie]) -> Vec<Contained> {
        let closed = &self.closed;
        let is_meant = |host: &Host| closed.ground.scope.is_crm(host) && !closed.is_left_open(host);
        let crm = cookies.iter().filter(|cookie| is_meant(&cookie.domain));
        let all: Set<_> = crm
            .filter_map(|cookie| {
                Some(Contained { container: cookie.container()?, host: cookie.domain.clone() })
            })
            .collect();
        all.into_iter().collect()
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

    /// Whether every way out led to the sign-in service's word that the session there is over: the one session there is.
    pub(super) fn is_account_left(&self) -> bool {
        let is_way = |end: &&SignOut| matches!(end.way, Way::Control | Way::Address | Way::OnlyHere);
        let mut led_there = self.closed.ends.values().filter(is_way).peekable();
        self.closed.ground.is_in_one_place()
            && led_there.peek().is_some()
            && led_there.all(|end| end.page_reached)
    }

    /// Whether there was a session at the sign-in service: its cookies tell.
    pub(super) fn had_account(&self) -> bool {
        !self.closed.ground.accounts.is_empty() || self.cookies_of(&Owner::Microsoft) > 0
    }

    /// Whether a restart of the browser now would leave a session there that nobody ended, and no cookie to tell of it.
    pub(super) fn loses_account(&self) -> bool {
        self.had_account() && !self.is_account_left()
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
