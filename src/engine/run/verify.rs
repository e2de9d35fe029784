//! Verify: look again, ask the servers, compare. What cannot be checked is called unchecked.
//!
//! A page of each organisation that runs no app is opened to look at its storage from inside, and its server is asked.
//! Both may bring new cookies and cached files, so these are removed once more before the last listing.

mod extras;
mod lines;
mod witness;

use super::Phase;
use super::desk::Desk;
use super::findings::Ground;
use super::sweep::Swept;
use crate::engine::effect::{Cookies, Effect, Failure, Outcome, Tabs};
use crate::engine::receipt::{Kind, Line, Organisation};
use crate::engine::scope::Jar;
use crate::engine::site::Host;
use crate::engine::sorted::{Map, Set};
use crate::value::Data;
use extras::Forgotten;
use witness::Witness;

/// Waiting for the checks to answer.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct Verifying {
    known: Swept,
    witnesses: Map<Host, Witness>,
    /// What was taken away by choice.
    forgotten: Vec<(Kind, Forgotten)>,
    at: At,
}

#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
enum At {
    /// The witnesses look, and the servers are asked.
    Looking,
    /// A listing, to see what the checks themselves brought, or to end with.
    Listing { round: Round, listed: Listed },
    /// What the checks brought is removed.
    Tidying,
    /// What was chosen to be forgotten is: the tidying, too, may open pages, which come into the history.
    Forgetting,
}

/// Which of the two listings it is.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, PartialEq)]
enum Round {
    ToTidy,
    ToEnd,
}

/// What was listed; a listing that failed stays empty.
#[derive(Clone, Data, Debug, Default, Eq, Hash, PartialEq)]
pub(super) struct Listed {
    pub(super) tabs: Option<Tabs>,
    pub(super) cookies: Option<Cookies>,
}

/// What verification comes to.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct Verified {
    pub(super) organisations: Map<Host, Organisation>,
    pub(super) lines: Vec<Line>,
    pub(super) ended_too: Set<Host>,
    pub(super) jar: Jar,
    pub(super) given_up: Set<Host>,
}

/// Verification goes on, or has ended.
pub(super) enum Flow {
    On(Box<Verifying>),
    Over(Verified),
}

impl Verifying {
    pub(super) fn begin(known: Swept, desk: &mut Desk<'_>) -> Phase {
        let mut witnesses = Map::new();
        for (organisation, end) in &known.closed.ends {
            let tab = known.closed.witnesses.get(organisation).copied();
            let clipboard = known.closed.ground.scope.extras.clipboard;
            let witness = Witness::begin(organisation, end, tab, clipboard, desk);
            witnesses.insert(organisation.clone(), witness);
        }
        let mut this = Self { known, witnesses, forgotten: Vec::new(), at: At::Looking };
        if desk.is_clear() {
            this.list(Round::ToTidy, desk);
        }
        Phase::Verifying(this)
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
    ) -> Flow {
        self.forgotten.extend(Forgotten::of(&effect, &result));
        match (&mut self.at, result) {
            (At::Looking, result) => {
                let waiting = self.witnesses.iter_mut().find(|(_, witness)| witness.awaits(&effect));
                if let Some((organisation, witness)) = waiting {
                    witness.on(organisation, &effect, result, desk);
                }
            }
            (At::Listing { listed, .. }, Ok(Outcome::Tabs(tabs))) => listed.tabs = Some(tabs),
            (At::Listing { listed, .. }, Ok(Outcome::Cookies(cookies))) => listed.cookies = Some(cookies),
            (At::Tidying, Err(_)) if matches!(effect, Effect::ClearStorage { .. }) => {
                self.known.is_storage_cleared = false;
            }
            (At::Listing { .. } | At::Tidying | At::Forgetting, _) => {}
        }
        if desk.is_clear() { self.settled(desk) } else { Flow::On(Box::new(self)) }
    }

    fn settled(mut self, desk: &mut Desk<'_>) -> Flow {
        match &mut self.at {
            At::Looking => self.list(Round::ToTidy, desk),
            At::Tidying => self.forget(desk),
            At::Forgetting => self.list(Round::ToEnd, desk),
            At::Listing { round: Round::ToTidy, listed } => {
                let listed = std::mem::take(listed);
                self.tidy(&listed, desk);
            }
            At::Listing { round: Round::ToEnd, listed } => {
                let listed = std::mem::take(listed);
                self.note_what_began(&listed);
                return Flow::Over(lines::verified(&self.known, &self.witnesses, &self.forgotten, &listed));
            }
        }
        Flow::On(Box::new(self))
    }

    fn list(&mut self, round: Round, desk: &mut Desk<'_>) {
        desk.issue(Effect::ListTabs);
        desk.issue(Effect::ListCookies);
        self.at = At::Listing { round, listed: Listed::default() };
    }

    /// Nothing is left of the old session by now: a session cookie is a new session's, or one that was missed.
    ///
    /// Nor is a page: who sees one in front that was opened since has signed in again.
    fn note_what_began(&mut self, listed: &Listed) {
        let closed = &self.known.closed;
        let scope = &closed.ground.scope;
        let cookies = listed.cookies.iter().flat_map(|listing| &listing.cookies);
        let late = cookies.filter(|cookie| scope.is_session(cookie) && cookie.partition.is_none());
        let tabs = listed.tabs.iter().flat_map(|listing| &listing.tabs);
        let new = tabs.filter(|tab| tab.is_shown && !closed.seen.contains(&tab.id));
        let pages = new.filter_map(|tab| tab.host.as_ref()).filter(|host| scope.is_crm(host));
        let late = late.map(|cookie| cookie.domain.clone());
        let late = late.chain(pages.flat_map(|host| closed.sessions_of(host))).collect();
        self.known.found_anew(late);
    }

    /// Removes what the checks themselves brought, and closes what was opened meanwhile.
    fn tidy(&mut self, listed: &Listed, desk: &mut Desk<'_>) {
        self.at = At::Tidying;
        self.note_what_began(listed);
        let scope = &self.known.closed.ground.scope;
        let removal = listed.cookies.as_ref().map(|listing| self.known.removal(listing)).unwrap_or_default();
        let cookies: Vec<_> = removal.first.into_iter().chain(removal.last).collect();
        if !cookies.is_empty() {
            desk.issue(Effect::RemoveCookies { cookies });
        }
        // In private windows that needs pages of the hosts, which would bring new cookies.
        let hosts = self.known.known_hosts().filter(|_| scope.jar == Jar::Ordinary);
        if let Some(hosts) = hosts {
            desk.issue(Effect::ClearStorage { hosts, contained: Vec::new() });
        }
        for tab in listed.tabs.iter().flat_map(|tabs| &tabs.tabs) {
            let Some(host) = &tab.host else { continue };
            if scope.is_crm(host) && !self.known.closed.is_left_open(host) {
                desk.issue(Effect::CloseTab { tab: tab.id, opened: false });
            }
        }
        if desk.is_clear() {
            self.forget(desk);
        }
    }

    fn forget(&mut self, desk: &mut Desk<'_>) {
        self.at = At::Forgetting;
        extras::start(self.ground().scope.extras, self.known.visited_hosts(), desk);
        if desk.is_clear() {
            self.list(Round::ToEnd, desk);
        }
    }
}
