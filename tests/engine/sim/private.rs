//! Private windows: a browser within the browser, with tabs, cookies and sessions of its own.
//!
//! Inside it is a simulated browser like any other; here its numbers and its cookie store are made those of its own.

use super::Sim;
use clean_exit::engine::effect::{Cookies, Effect, Failure, Outcome, Tab, Tabs};
use clean_exit::engine::id::TabId;
use clean_exit::engine::receipt::ServerSays;
use clean_exit::engine::scope::Jar;

/// The cookie store of incognito windows.
const STORE: &str = "1";
/// The numbers of private tabs begin here.
const FIRST: i32 = 1_000;

impl Sim {
    /// Lets the extension into private windows, in which this is open.
    pub(crate) fn with_private(mut self, mut private: Self) -> Self {
        private.tabs = private.tabs.into_iter().map(|(TabId(id), tab)| (TabId(FIRST + id), tab)).collect();
        private.next += FIRST;
        self.private = Some(Box::new(private));
        self
    }

    /// Whether this is the number of a tab in a private window.
    pub(crate) const fn is_private(TabId(id): TabId) -> bool {
        FIRST <= id
    }

    /// The private windows.
    pub(crate) fn private(&self) -> &Self {
        self.private.as_ref().unwrap()
    }

    /// Signs in to a site that is no concern of the CRM's: something is stored for it.
    pub(crate) fn signed_in_elsewhere(mut self) -> Self {
        self.storage.insert(super::host("news.example"), 3);
        self
    }

    /// The person does not let the extension into private windows any more; they stay as they are.
    pub(crate) fn shut_out(&mut self) {
        self.is_shut_out = true;
    }

    /// Closes the last private window: all that they kept is gone, and the servers are not told.
    pub(crate) fn close_private(&mut self) {
        let private = self.private.as_mut().unwrap();
        private.tabs.clear();
        private.frames.clear();
        private.cookies.clear();
        private.storage.clear();
        private.framed = 0;
    }

    /// Carries out an effect of a run that is about this jar.
    pub(crate) fn perform_in(&mut self, jar: Jar, effect: &Effect) -> Result<Outcome, Failure> {
        if let (Some(tab), Some(private)) = (tab_of(effect), &self.private) {
            let other = if jar == Jar::Private {
                self.tabs.contains_key(&tab)
            } else {
                private.tabs.contains_key(&tab)
            };
            assert!(!other, "{effect:?} is about a tab of the other jar");
        }
        match (effect, jar) {
            (Effect::ListTabs, _) => Ok(Outcome::Tabs(self.list_both())),
            (Effect::ListCookies, _) => self.list_all_cookies(),
            (Effect::ShowReceipt { .. } | Effect::File { .. }, _) | (_, Jar::Ordinary) => {
                self.perform(effect)
            }
            (_, Jar::Private) => self.perform_privately(effect),
        }
    }

    fn perform_privately(&mut self, effect: &Effect) -> Result<Outcome, Failure> {
        let is_out_of_reach = self.seen().is_none_or(|private| private.tabs.is_empty());
        let private = self.private.as_mut().unwrap();
        if is_out_of_reach {
            let silent = Ok(Outcome::Server(ServerSays::Nothing));
            return if matches!(effect, Effect::AskServer { .. }) { silent } else { Err(Failure::Gone) };
        }
        let result = if let Effect::RemoveCookies { cookies } = effect {
            assert!(cookies.iter().all(|cookie| cookie.store == STORE), "a cookie of the other jar");
            let cookies = cookies.iter().cloned().map(|cookie| cookie_in("0", cookie)).collect();
            private.perform(&Effect::RemoveCookies { cookies })
        } else {
            private.perform(effect)
        };
        if self.private().tabs.is_empty() {
            self.close_private();
        }
        result
    }

    /// The private windows, if the extension may see them.
    fn seen(&self) -> Option<&Self> {
        self.private.as_deref().filter(|_| !self.is_shut_out)
    }

    fn list_both(&self) -> Tabs {
        let mut listing = self.list();
        if let Some(private) = self.seen() {
            let inner = private.list();
            listing.sees_private = true;
            listing.tabs.extend(inner.tabs.into_iter().map(|tab| Tab { jar: Jar::Private, ..tab }));
            listing.frames.extend(inner.frames);
        }
        listing
    }

    fn list_all_cookies(&mut self) -> Result<Outcome, Failure> {
        let mut all = self.perform(&Effect::ListCookies)?;
        if let (Outcome::Cookies(Cookies { cookies, .. }), Some(private)) = (&mut all, self.seen()) {
            cookies.extend(private.cookies.iter().cloned().map(|cookie| cookie_in(STORE, cookie)));
        }
        Ok(all)
    }
}

fn cookie_in(store: &str, cookie: super::Cookie) -> super::Cookie {
    super::Cookie { store: store.to_owned(), ..cookie }
}

/// The tab that an effect is about.
fn tab_of(effect: &Effect) -> Option<TabId> {
    match effect {
        Effect::AskUnsaved { tab }
        | Effect::Discard { tab }
        | Effect::Survey { tab, .. }
        | Effect::Press { tab, .. }
        | Effect::Visit { tab: Some(tab), .. }
        | Effect::AwaitLoad { tab }
        | Effect::Reload { tab }
        | Effect::ClearPage { tab }
        | Effect::ClearFrame { tab, .. }
        | Effect::BlankFrame { tab, .. }
        | Effect::CloseTab { tab, .. }
        | Effect::Inspect { tab }
        | Effect::EmptyClipboard { tab } => Some(*tab),
        Effect::ListTabs
        | Effect::ListCookies
        | Effect::Visit { tab: None, .. }
        | Effect::AskServer { .. }
        | Effect::TryEntry { .. }
        | Effect::ShowReceipt { .. }
        | Effect::RemoveCookies { .. }
        | Effect::ClearStorage { .. }
        | Effect::ForgetVisits { .. }
        | Effect::ForgetDownloads { .. }
        | Effect::ForgetEntries { .. }
        | Effect::File { .. } => None,
    }
}
