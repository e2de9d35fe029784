//! Containers of Firefox: each has cookies, sessions and storage of its own.

use super::{Page, Sim};
use clean_exit::engine::effect::{Failure, Outcome};
use clean_exit::engine::site::Host;
use clean_exit::engine::sweep::{Container, Cookie};

impl Sim {
    /// Signs in to an organisation in a container, and closes the tab.
    pub(crate) fn signed_in_contained(mut self, container: &Container, organisation: &str) -> Self {
        let inner = self.place(Some(container));
        inner.sign_in(&super::host(organisation), super::APP);
        inner.tabs.clear();
        self
    }

    /// A container, or what lies outside of them.
    pub(super) fn place(&mut self, container: Option<&Container>) -> &mut Self {
        match container {
            Some(container) => self.contained.entry(container.clone()).or_default(),
            None => self,
        }
    }

    /// The cookies of the containers, with the names of their stores.
    pub(crate) fn contained_cookies(&self) -> Vec<Cookie> {
        let named = |(container, inner): (&Container, &Self)| {
            let store = container.store().to_owned();
            inner.cookies.clone().into_iter().map(move |cookie| Cookie { store: store.clone(), ..cookie })
        };
        self.contained.iter().flat_map(named).collect()
    }

    pub(super) fn remove_contained(&mut self, removed: &[&Cookie]) {
        for cookie in removed {
            if let Some(container) = cookie.container() {
                let inner = Cookie { store: "0".to_owned(), ..(*cookie).clone() };
                self.place(Some(&container)).cookies.remove(&inner);
            }
        }
    }

    /// Opens the sign-out address in a new tab of a container.
    pub(super) fn visit_contained(&mut self, container: &Container, to: Host) -> Result<Outcome, Failure> {
        let tab = self.open(None, Page::Other, false);
        let shown = self.tabs.remove(&tab).ok_or(Failure::Gone)?;
        let inner = self.place(Some(container));
        inner.tabs.insert(tab, shown);
        let loaded = inner.visit(tab, to, false);
        let shown = inner.tabs.remove(&tab).ok_or(Failure::Gone)?;
        self.tabs.insert(tab, shown);
        loaded
    }
}
