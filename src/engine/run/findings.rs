//! What a run knows of the ground it works on.

use crate::engine::effect::{Cookies, Frame, Tab, Tabs};
use crate::engine::id::TabId;
use crate::engine::scope::{Jar, Scope};
use crate::engine::site::{Host, Place, Product};
use crate::engine::sorted::{Map, Set};
use crate::engine::sweep::{Container, Cookie, Owner};
use crate::value::Data;

/// What was there when the run began.
#[derive(Clone, Data, Debug, Default, Eq, Hash, PartialEq)]
pub struct Ground {
    /// What the run covers.
    pub scope: Scope,
    /// The organisations in scope.
    pub organisations: Map<Host, Product>,
    /// The organisations' tabs.
    pub tabs: Map<TabId, OrganisationTab>,
    /// The CRM frames inside other sites.
    pub frames: Vec<Frame>,
    /// Every CRM host that something is stored for.
    pub hosts: Set<Host>,
    /// The domains that a CRM session cookie reaches, and where each is.
    pub sessions: Map<Host, Set<Whereabouts>>,
    /// The domains of sessions that are not known to be over, and whose cookies went with a restart of the browser.
    pub lost: Set<Host>,
    /// The organisations that only embedded sessions reach: those cookies are sent by such frames alone.
    pub framed_sessions: Set<Host>,
    /// Whether the run goes on after a restart that cut it off.
    pub is_resumed: bool,
    /// Whether the same click has signed out of something before.
    pub follows: bool,
    /// The domains of cookies in containers, of which the background can tell less than of all else.
    pub contained: Set<Host>,
    /// Organisations that are to be kept.
    pub spared: Set<Host>,
    /// The hosts that other sites have embedded: partitioned cookies tell of it, also when no such frame is open.
    pub embedded: Set<Embedding>,
    /// Where session cookies of the sign-in service are.
    pub accounts: Set<Whereabouts>,
    /// Whether such cookies were removed before a restart of the browser, and nothing had said that the session is over.
    pub lost_account: bool,
    /// Whether unsaved work is given up without a question.
    pub gives_up_work: bool,
    /// The organisations whose unsaved work was given up before a restart of the browser.
    lost_work: Set<Host>,
}

/// Where a session is: outside of containers, or in a container. A way out ends the one in whose place it is taken.
pub(super) type Whereabouts = Option<Container>;

/// What is handed on to a run that begins again after a restart of the browser, or in the other jar.
#[derive(Clone, Data, Debug, Default, Eq, Hash, PartialEq)]
pub struct Inherited {
    /// What the run covers.
    pub scope: Scope,
    /// Whether it had begun to sign out.
    pub is_resumed: bool,
    /// Whether the same click has signed out of something before.
    pub follows: bool,
    /// The hosts that it had found.
    pub hosts: Set<Host>,
    /// The domains whose sessions it could not prove to be over.
    pub unproven: Set<Host>,
    /// Whether it may have removed the cookies of a sign-in session that it could not prove to be over.
    pub lost_account: bool,
    /// The hosts that other sites had embedded.
    pub embedded: Set<Embedding>,
    /// Whether unsaved work is given up without a question.
    pub gives_up_work: bool,
    /// The organisations whose unsaved work was given up.
    pub given_up: Set<Host>,
}

/// A host of the CRM that was shown inside another site.
#[derive(Clone, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Embedding {
    /// The host.
    pub host: Host,
    /// The other site.
    pub site: Host,
}

/// A tab of an organisation.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub struct OrganisationTab {
    /// The organisation.
    pub organisation: Host,
    /// Whether it holds unsaved work.
    pub unsaved: Unsaved,
}

/// Whether a page holds unsaved work.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Unsaved {
    /// It says that it does not, or no page is loaded.
    No,
    /// It says that it does.
    Yes,
    /// It does not answer: it may.
    Unknown,
}

impl Inherited {
    /// What the listings add to it; none if they show that there is nothing of the CRM.
    pub(super) fn look(&self, tabs: &Tabs, cookies: &Cookies) -> Option<Self> {
        let ground = Ground::survey(tabs, cookies, self);
        let unproven = ground.sessions.keys().chain(&ground.lost).cloned().collect();
        (!ground.is_empty() || !cookies.complete).then(|| ground.hand_on(false, unproven))
    }
}

impl Ground {
    /// Reads what is in scope out of the listings.
    pub(super) fn survey(tabs: &Tabs, cookies: &Cookies, inherited: &Inherited) -> Self {
        let scope = inherited.scope.clone().in_front(tabs, cookies);
        let mut tabs = tabs.clone();
        tabs.keep(scope.jar);
        let in_scope = |frame: &&Frame| scope.is_crm(&frame.host);
        let mut ground = Self {
            frames: tabs.frames.iter().filter(in_scope).cloned().collect(),
            embedded: inherited.embedded.clone(),
            is_resumed: inherited.is_resumed,
            follows: inherited.follows,
            gives_up_work: inherited.gives_up_work,
            lost_work: inherited.given_up.clone(),
            lost_account: inherited.lost_account,
            scope,
            ..Self::default()
        };
        for host in &inherited.hosts {
            ground.note_host(host);
        }
        for tab in &tabs.tabs {
            ground.note_tab(tab);
        }
        for frame in &tabs.frames {
            ground.note_host(&frame.host);
        }
        let jar = ground.scope.jar;
        for cookie in cookies.cookies.iter().filter(|cookie| Jar::of_store(&cookie.store) == jar) {
            ground.note_cookie(cookie);
        }
        if !cookies.complete {
            ground.note_unseen_sessions();
        }
        let lost = inherited.unproven.iter().filter(|domain| !ground.sessions.contains_key(domain));
        ground.lost = lost.cloned().collect();
        ground
    }

    /// What a run that begins again with this goes on with.
    pub(super) fn hand_on(&self, is_resumed: bool, unproven: Set<Host>) -> Inherited {
        Inherited {
            is_resumed,
            follows: self.follows,
            hosts: self.hosts.clone(),
            unproven,
            lost_account: self.lost_account,
            embedded: self.embedded.clone(),
            gives_up_work: self.gives_up_work,
            given_up: self.lost_work.clone(),
            scope: self.scope.clone(),
        }
    }

    fn note_tab(&mut self, tab: &Tab) {
        let Some(host) = &tab.host else { return };
        self.note_host(host);
        let Place::Organisation(_) = self.scope.place(host) else { return };
        let unsaved = if tab.is_discarded { Unsaved::No } else { Unsaved::Unknown };
        self.tabs.insert(tab.id, OrganisationTab { organisation: host.clone(), unsaved });
    }

    /// Where not every cookie was shown, an organisation with an open tab may have a session that nobody saw.
    fn note_unseen_sessions(&mut self) {
        let reached = |host: &Host| self.sessions.keys().any(|domain| host.is_within(domain));
        let open = self.tabs.values().map(|tab| &tab.organisation);
        let unseen: Vec<_> = open.filter(|host| !reached(host)).cloned().collect();
        self.sessions.extend(unseen.into_iter().map(|host| (host, [None].into())));
    }

    fn note_host(&mut self, host: &Host) {
        if self.scope.spared(host).is_some() {
            self.spared.insert(host.clone());
        }
        match self.scope.place(host) {
            Place::Organisation(product) => {
                self.organisations.insert(host.clone(), product);
                self.hosts.insert(host.clone());
            }
            Place::Backstage => {
                self.hosts.insert(host.clone());
            }
            Place::SignIn | Place::Elsewhere => {}
        }
    }

    fn note_cookie(&mut self, cookie: &Cookie) {
        match self.scope.owner(cookie) {
            Some(Owner::Microsoft) => self.accounts.insert(cookie.container()),
            Some(Owner::Organisation(_) | Owner::Shared | Owner::Device) | None => {
                self.note_host(&cookie.domain);
            }
        }
        if cookie.container().is_some() {
            self.contained.insert(cookie.domain.clone());
        }
        if let Some(site) = self.scope.embedding_site(cookie) {
            self.embedded.insert(Embedding { host: cookie.domain.clone(), site });
        }
        let is_session = self.scope.is_session(cookie);
        if is_session && cookie.partition.is_some() {
            self.framed_sessions.insert(cookie.domain.clone());
        } else if is_session {
            self.sessions.of(cookie.domain.clone()).insert(cookie.container());
        }
    }

    /// Whether there was a cookie in a container that this organisation is sent.
    pub(super) fn is_contained(&self, organisation: &Host) -> bool {
        self.contained.iter().any(|domain| organisation.is_within(domain))
    }

    /// The organisations that are to be kept, but lose their session with one that is not.
    pub(super) fn ended_too(&self) -> Set<Host> {
        let shares = |host: &&Host| self.sessions.keys().any(|domain| host.is_within(domain));
        self.spared.iter().filter(shares).cloned().collect()
    }

    /// Whether there is anything of the CRM to sign out of or to clear.
    pub(super) fn is_empty(&self) -> bool {
        self.hosts.is_empty() && self.frames.is_empty()
    }

    /// Whether a session of the CRM may be alive at this organisation.
    pub(super) fn may_be_signed_in(&self, organisation: &Host) -> bool {
        self.tabs.values().any(|tab| tab.organisation == *organisation)
            || self.frames.iter().any(|frame| frame.host == *organisation)
            || self.sessions.keys().any(|domain| organisation.is_within(domain))
    }

    /// Where this organisation has sessions, outside of containers first.
    pub(super) fn whereabouts(&self, organisation: &Host) -> Set<Whereabouts> {
        let sent = self.sessions.iter().filter(|(domain, _)| organisation.is_within(domain));
        sent.flat_map(|(_, places)| places).cloned().collect()
    }

    /// Whether a way out ends whatever session there is, since all are in one place.
    pub(super) fn is_in_one_place(&self) -> bool {
        let all: Set<_> = self.sessions.values().flatten().chain(&self.accounts).collect();
        all.len() <= 1
    }

    /// The best tab to sign an organisation out in: one with nothing unsaved, or else any.
    pub(super) fn tab_of(&self, organisation: &Host) -> Option<(TabId, Unsaved)> {
        let tabs = self.tabs.iter().filter(|(_, tab)| tab.organisation == *organisation);
        tabs.map(|(id, tab)| (*id, tab.unsaved)).min_by_key(|(_, unsaved)| *unsaved)
    }

    /// The organisations whose unsaved work is given up because a policy says so.
    pub(super) fn given_up(&self) -> Set<Host> {
        let now =
            self.unsaved().into_iter().filter(|_| self.gives_up_work).map(|(organisation, _)| organisation);
        now.chain(self.lost_work.iter().cloned()).collect()
    }

    /// The tabs with unsaved work, by organisation.
    pub(super) fn unsaved(&self) -> Vec<(Host, Unsaved)> {
        self.tabs
            .values()
            .filter(|tab| tab.unsaved != Unsaved::No)
            .map(|tab| (tab.organisation.clone(), tab.unsaved))
            .collect()
    }
}
