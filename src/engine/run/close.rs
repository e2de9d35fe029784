//! Close: what only a page can clear is cleared in it, then the tabs are closed.
//!
//! A tab that ended on the sign-in page stays a little longer:
//! verification looks at its organisation's storage from it.

use super::Phase;
use super::desk::Desk;
use super::findings::{Ground, Unsaved};
use super::sign_out::SignOut;
use super::sweep::Sweeping;
use crate::engine::effect::{Effect, Failure, Frame, Outcome, Storage, Tab, Tabs};
use crate::engine::id::TabId;
use crate::engine::receipt::{ServerSays, Way};
use crate::engine::site::{Host, Place};
use crate::engine::sorted::{Map, Set};
use crate::value::Data;

/// Waiting for the pages to be cleared and the tabs to be closed.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct Closing {
    pub(super) known: Closed,
    /// The organisations whose unsaved work was given up.
    given_up: Set<Host>,
    at: At,
}

/// What is known when the tabs are closed.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct Closed {
    pub(super) ground: Ground,
    pub(super) ends: Map<Host, SignOut>,
    /// The tabs that stay for verification, by their organisation.
    pub(super) witnesses: Map<Host, TabId>,
    /// The organisations with a page whose tab storage could not be cleared.
    pub(super) uncleared: Set<Host>,
    /// How many tabs were closed, or stay only for verification.
    pub(super) closed: u32,
    /// The tabs of the CRM that were there when closing began.
    pub(super) seen: Set<TabId>,
    /// What became of each CRM frame inside another site.
    pub(super) framed: Vec<Framed>,
}

/// What became of a CRM frame inside another site.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct Framed {
    /// The frame's host.
    pub(super) host: Host,
    /// The site around it, where the browser tells.
    pub(super) site: Option<Host>,
    /// What was left in its storage; none if it could not be cleared.
    pub(super) left: Option<Storage>,
}

#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
enum At {
    Listing,
    /// Clearing inside the pages; then these are closed, and these emptied.
    Clearing {
        tabs: Set<TabId>,
        frames: Vec<Frame>,
    },
    Closing,
}

impl Closing {
    pub(super) fn begin(
        ground: Ground,
        ends: Map<Host, SignOut>,
        given_up: Set<Host>,
        desk: &mut Desk<'_>,
    ) -> Phase {
        desk.issue(Effect::ListTabs);
        let known = Closed {
            seen: ground.tabs.keys().copied().collect(),
            ground,
            ends,
            witnesses: Map::new(),
            uncleared: Set::new(),
            closed: 0,
            framed: Vec::new(),
        };
        Phase::Closing(Self { known, given_up, at: At::Listing })
    }

    pub(super) const fn ground(&self) -> &Ground {
        &self.known.ground
    }

    pub(super) fn on(
        mut self,
        effect: Effect,
        result: Result<Outcome, Failure>,
        desk: &mut Desk<'_>,
    ) -> Phase {
        match (&mut self.at, &effect, result) {
            (At::Listing, _, Ok(Outcome::Tabs(tabs))) => return self.clear(&tabs, desk).settled(desk),
            // Without a list nothing is closed; verification will find the tabs open and say so.
            (At::Listing, _, _) => self.at = At::Closing,
            (At::Clearing { .. }, Effect::ClearPage { tab }, result) => self.cleared(*tab, result, desk),
            (At::Clearing { tabs, .. }, Effect::Discard { tab }, Ok(Outcome::Discarded(renamed))) => {
                tabs.remove(tab);
                tabs.insert(renamed);
                self.known.seen.insert(renamed);
            }
            (At::Clearing { tabs, .. }, Effect::Discard { tab }, _) => {
                // Closing it now would raise the browser's prompt: leave it to the person.
                tabs.remove(tab);
            }
            (At::Clearing { frames, .. }, Effect::ClearFrame { tab, frame }, result) => {
                let known = frames.iter().find(|known| known.tab == *tab && known.frame == *frame);
                let (left, site) = match result {
                    Ok(Outcome::Framed { left, site }) => (Some(left), site),
                    Ok(_) | Err(_) => (None, None),
                };
                let framed = known.map(|known| Framed { host: known.host.clone(), site, left });
                self.known.framed.extend(framed);
            }
            (At::Clearing { .. } | At::Closing, _, _) => {}
        }
        self.settled(desk)
    }

    /// Clears inside the pages, and sees to it that the window stays.
    fn clear(mut self, listing: &Tabs, desk: &mut Desk<'_>) -> Self {
        let mut closing = Set::new();
        for tab in &listing.tabs {
            if !self.known.is_in_scope(tab) {
                continue;
            }
            closing.insert(tab.id);
            match self.known.witness_for(tab) {
                Some(organisation) => {
                    self.known.witnesses.insert(organisation, tab.id);
                }
                None => desk.issue(Effect::ClearPage { tab: tab.id }),
            }
        }
        // Closing the last tab would end the browser, and closing the one on view would take the panel along.
        let on_view =
            |tab: &&Tab| tab.is_shown && listing.focused.is_none_or(|focused| tab.window == focused);
        if let Some(tab) = listing.tabs.iter().filter(|tab| closing.contains(&tab.id)).find(on_view) {
            desk.issue(Effect::ShowReceipt { window: tab.window });
        }
        let in_scope = |frame: &&Frame| self.known.ground.scope.is_crm(&frame.host);
        let frames: Vec<_> = listing.frames.iter().filter(in_scope).cloned().collect();
        for frame in &frames {
            desk.issue(Effect::ClearFrame { tab: frame.tab, frame: frame.frame });
        }
        self.known.closed = u32::try_from(closing.len()).unwrap_or(u32::MAX);
        self.known.seen.extend(closing.iter().copied());
        let tabs = closing.into_iter().filter(|tab| !self.known.witnesses.values().any(|kept| kept == tab));
        self.at = At::Clearing { tabs: tabs.collect(), frames };
        self
    }

    /// A page that was cleared is closed; one whose unsaved work was given up is dropped first.
    fn cleared(&mut self, tab: TabId, result: Result<Outcome, Failure>, desk: &mut Desk<'_>) {
        let organisation = self.known.ground.tabs.get(&tab).map(|tab| &tab.organisation);
        if result.is_err() {
            self.known.uncleared.extend(organisation.cloned());
        }
        if self.is_given_up(tab) {
            desk.issue(Effect::Discard { tab });
        }
    }

    /// Whether the unsaved work of this tab was given up.
    fn is_given_up(&self, tab: TabId) -> bool {
        let known = self.known.ground.tabs.get(&tab).filter(|tab| tab.unsaved != Unsaved::No);
        known.is_some_and(|tab| self.given_up.contains(&tab.organisation))
    }

    fn settled(mut self, desk: &mut Desk<'_>) -> Phase {
        if !desk.is_clear() {
            return Phase::Closing(self);
        }
        let At::Clearing { tabs, frames } = std::mem::replace(&mut self.at, At::Closing) else {
            return Sweeping::begin(self.known, desk);
        };
        for tab in tabs {
            desk.issue(Effect::CloseTab { tab, opened: false });
        }
        for Frame { tab, frame, .. } in frames {
            desk.issue(Effect::BlankFrame { tab, frame });
        }
        self.settled(desk)
    }
}

impl Closed {
    /// Whether a session of this domain reaches an organisation that was signed out of.
    pub(super) fn is_signed_out_of(&self, domain: &Host) -> bool {
        self.ends.keys().any(|organisation| organisation.is_within(domain))
    }

    /// The domains whose sessions are not known to be over, should the run be cut off now.
    pub(super) fn unproven(&self) -> Set<Host> {
        let is_over = |domain: &&Host| {
            let mut ends =
                self.ends.iter().filter(|(organisation, _)| organisation.is_within(domain)).peekable();
            ends.peek().is_some() && ends.all(|(_, end)| end.server == ServerSays::SignedOut)
        };
        let domains = self.ground.sessions.keys().filter(|domain| !is_over(domain));
        domains.chain(&self.ground.lost).cloned().collect()
    }

    /// The domains of the sessions that reach a host; the host itself if none is known.
    pub(super) fn sessions_of(&self, host: &Host) -> Vec<Host> {
        let reached = self.ground.sessions.keys().filter(|domain| host.is_within(domain));
        let mut domains: Vec<_> = reached.cloned().collect();
        if domains.is_empty() {
            domains.push(host.clone());
        }
        domains
    }

    /// The organisations whose pages were left open because of unsaved work.
    pub(super) fn is_left_open(&self, organisation: &Host) -> bool {
        self.ends.get(organisation).is_some_and(|end| end.way == Way::LeftOpen)
    }

    /// A page of the CRM, or a page of the sign-in service to which the sign-out led a tab of the CRM.
    fn is_in_scope(&self, tab: &Tab) -> bool {
        let Some(host) = &tab.host else { return false };
        match self.ground.scope.place(host) {
            Place::Organisation(_) => !self.is_left_open(host),
            Place::SignIn => {
                self.ground.tabs.contains_key(&tab.id)
                    || self.ends.values().any(|end| end.tab == Some(tab.id))
            }
            // Records can be read as plain data from there.
            Place::Backstage => true,
            Place::Elsewhere => false,
        }
    }

    /// The organisation whose storage can be looked at from this tab afterwards.
    fn witness_for(&self, tab: &Tab) -> Option<Host> {
        let host = tab.host.as_ref()?;
        let signed_out_here = |end: &SignOut| end.tab == Some(tab.id);
        let (organisation, _) = self.ends.iter().find(|(_, end)| signed_out_here(end))?;
        (self.ground.scope.place(host) == Place::SignIn).then(|| organisation.clone())
    }
}
