//! The look at one organisation from inside and at its server.

use crate::engine::effect::{Effect, Entry, Failure, Loaded, Outcome, Storage};
use crate::engine::id::TabId;
use crate::engine::receipt::{ServerSays, Way};
use crate::engine::run::desk::Desk;
use crate::engine::run::sign_out::SignOut;
use crate::engine::site::{Address, Host};
use crate::value::Data;

/// The look at one organisation: its storage, and its server's last word.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct Witness {
    tab: Option<TabId>,
    /// Whether the tab was opened for the look.
    opened: bool,
    /// What its storage held; none if nobody could look.
    pub(super) storage: Option<Storage>,
    /// The server's last word.
    pub(super) server: ServerSays,
    /// What opening it led to; none if that was not tried.
    pub(super) entry: Option<Entry>,
    /// Whether the clipboard is to be emptied from here: only a page can do it.
    empties_clipboard: bool,
    awaited: Vec<Effect>,
}

impl Witness {
    /// Opens the page to look from, and asks the server.
    ///
    /// A server that was silent all along is not waited for again, and a page that was left open is left alone.
    pub(super) fn begin(
        organisation: &Host,
        end: &SignOut,
        tab: Option<TabId>,
        empties_clipboard: bool,
        desk: &mut Desk<'_>,
    ) -> Self {
        let mut this = Self {
            empties_clipboard,
            tab,
            opened: tab.is_none(),
            storage: None,
            server: ServerSays::NotAsked,
            entry: None,
            awaited: Vec::new(),
        };
        if end.way == Way::LeftOpen {
            return this;
        }
        if end.server == ServerSays::Nothing {
            this.server = ServerSays::Nothing;
            this.close(desk);
            return this;
        }
        this.start(
            Effect::Visit { tab, container: None, address: Address::icon(organisation.clone()) },
            desk,
        );
        if end.product.answers_who_am_i() {
            this.server = ServerSays::Nothing;
            let product = end.product;
            let organisation = organisation.clone();
            this.start(Effect::AskServer { organisation, product, container: None }, desk);
        }
        // An account that was kept lets the next person in; that is known without a try.
        if end.product.asks_at_the_door() && end.way != Way::AccountKept {
            this.entry = Some(Entry::Nothing);
            let product = end.product;
            this.start(Effect::TryEntry { organisation: organisation.clone(), product }, desk);
        }
        this
    }

    pub(super) fn awaits(&self, effect: &Effect) -> bool {
        self.awaited.contains(effect)
    }

    pub(super) fn on(
        &mut self,
        organisation: &Host,
        effect: &Effect,
        result: Result<Outcome, Failure>,
        desk: &mut Desk<'_>,
    ) {
        self.awaited.retain(|awaited| awaited != effect);
        match (effect, result) {
            (_, Ok(Outcome::Server(says))) => self.server = says,
            (_, Ok(Outcome::Entry(entry))) => self.entry = Some(entry),
            (_, Ok(Outcome::Loaded(Loaded { tab, host }))) => {
                self.tab = Some(tab);
                // A redirect led elsewhere: there is nothing of the organisation to look at from there.
                if host.as_ref() == Some(organisation) {
                    self.start(Effect::ClearPage { tab }, desk);
                } else {
                    self.close(desk);
                }
            }
            (Effect::ClearPage { tab }, _) if self.empties_clipboard => {
                self.start(Effect::EmptyClipboard { tab: *tab }, desk);
            }
            (Effect::ClearPage { tab } | Effect::EmptyClipboard { tab }, _) => {
                self.start(Effect::Inspect { tab: *tab }, desk);
            }
            (Effect::Inspect { .. }, result) => {
                if let Ok(Outcome::Storage(storage)) = result {
                    self.storage = Some(storage);
                }
                self.close(desk);
            }
            (Effect::Visit { .. }, _) => self.close(desk),
            (_, _) => {}
        }
    }

    fn close(&mut self, desk: &mut Desk<'_>) {
        if let Some(tab) = self.tab.take() {
            let opened = self.opened;
            self.start(Effect::CloseTab { tab, opened }, desk);
        }
    }

    fn start(&mut self, effect: Effect, desk: &mut Desk<'_>) {
        desk.issue(effect.clone());
        self.awaited.push(effect);
    }
}
