//! A small browser that is none: the example for whoever has just installed the extension.
//!
//! It answers every effect of a run from what is listed here, and touches nothing.
//! The run itself is the real one, [`Run`](super::run::Run): only what it is told is made up.

use super::control::{Frame, Page, Survey};
use super::effect::{Cookies, Effect, Entry, Failure, Loaded, Outcome, Pressed, Storage, Tab, Tabs};
use super::id::{FrameId, TabId, WindowId};
use super::receipt::ServerSays;
use super::scope::Jar;
use super::site::{Host, Place};
use super::sweep::Cookie;

/// The organisation that is signed out of. Its name says what it is.
const ORGANISATION: &str = "example.crm4.dynamics.com";
/// Its cookies, those of its region, and those of the sign-in service; the last one is no session's, and stays.
const COOKIES: [(&str, &str); 6] = [
    (ORGANISATION, "ReqClientId"),
    (ORGANISATION, "orgId"),
    ("crm4.dynamics.com", "CrmOwinAuth"),
    ("login.microsoftonline.com", "ESTSAUTH"),
    ("login.microsoftonline.com", "SignInStateCookie"),
    ("login.microsoftonline.com", "buid"),
];
const TAB: TabId = TabId(1);

/// What is left of the example.
#[derive(Clone, Debug)]
pub struct Example {
    cookies: Vec<Cookie>,
    is_open: bool,
    is_left: bool,
}

/// Where the way out leads.
fn entra() -> Option<Host> {
    Host::parse(ORGANISATION).ok().map(|host| host.entra())
}

impl Default for Example {
    fn default() -> Self {
        let cookie = |(domain, name): (&str, &str)| {
            Some(Cookie {
                name: name.to_owned(),
                domain: Host::parse(domain).ok()?,
                host_only: false,
                path: "/".to_owned(),
                secure: true,
                store: "0".to_owned(),
                partition: None,
            })
        };
        Self { cookies: COOKIES.into_iter().filter_map(cookie).collect(), is_open: true, is_left: false }
    }
}

impl Example {
    /// What comes of an effect here.
    ///
    /// # Errors
    /// The page has no sign-out button that would be found: the product's address is the way out.
    pub fn answer(&mut self, effect: &Effect) -> Result<Outcome, Failure> {
        match effect {
            Effect::ListTabs => Ok(Outcome::Tabs(self.tabs())),
            Effect::ListCookies => {
                Ok(Outcome::Cookies(Cookies { cookies: self.cookies.clone(), complete: true }))
            }
            Effect::AskUnsaved { .. } => Ok(Outcome::Unsaved(false)),
            Effect::Survey { .. } if self.is_left => Ok(Outcome::Survey(signed_out_page())),
            Effect::Survey { .. } => Err(Failure::TimedOut),
            Effect::Visit { address, .. } => {
                let to = if self.is_left { Some(address.host().clone()) } else { entra() };
                self.is_left = true;
                Ok(Outcome::Loaded(Loaded { tab: TAB, host: to }))
            }
            Effect::AwaitLoad { .. } | Effect::Reload { .. } => {
                Ok(Outcome::Loaded(Loaded { tab: TAB, host: entra() }))
            }
            Effect::AskServer { .. } => Ok(Outcome::Server(ServerSays::SignedOut)),
            Effect::TryEntry { .. } => Ok(Outcome::Entry(Entry::AsksToSignIn)),
            Effect::CloseTab { .. } => {
                self.is_open = false;
                Ok(Outcome::Done)
            }
            Effect::RemoveCookies { cookies } => {
                self.cookies.retain(|cookie| !cookies.contains(cookie));
                Ok(Outcome::Removed { failed: 0 })
            }
            Effect::Inspect { .. } => Ok(Outcome::Storage(EMPTY)),
            Effect::ClearFrame { .. } => Ok(Outcome::Framed { left: EMPTY, site: None }),
            Effect::Press { .. } => Ok(Outcome::Pressed(Pressed::Gone)),
            Effect::Discard { tab } => Ok(Outcome::Discarded(*tab)),
            Effect::ForgetVisits { .. } | Effect::ForgetDownloads { .. } => {
                Ok(Outcome::Forgotten { removed: 0, left: 0 })
            }
            Effect::EmptyClipboard { .. } => Ok(Outcome::Clipboard { emptied: false }),
            Effect::ShowReceipt { .. }
            | Effect::ClearPage { .. }
            | Effect::BlankFrame { .. }
            | Effect::ClearStorage { .. }
            | Effect::ForgetEntries { .. }
            | Effect::File { .. } => Ok(Outcome::Done),
        }
    }

    fn tabs(&self) -> Tabs {
        let tab = Host::parse(ORGANISATION).ok().filter(|_| self.is_open).map(|host| Tab {
            id: TAB,
            window: WindowId(1),
            jar: Jar::Ordinary,
            is_shown: false,
            is_discarded: false,
            host: Some(if self.is_left { host.entra() } else { host }),
        });
        Tabs { tabs: tab.into_iter().collect(), frames: Vec::new(), focused: None, sees_private: false }
    }
}

const EMPTY: Storage = Storage {
    local: Some(0),
    session: Some(0),
    databases: Some(0),
    caches: Some(0),
    workers: Some(0),
    files: Some(0),
};

fn signed_out_page() -> Survey {
    let page = Page { markers: vec!["login_workload_logo_text".to_owned()], ready: true, ..Page::default() };
    let frames = entra().map(|host| Frame {
        id: FrameId::TOP,
        document: None,
        host,
        place: Place::SignIn,
        nonce: String::new(),
        page,
        seen: 0,
        controls: Vec::new(),
    });
    Survey { frames: frames.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::receipt::{Trigger, Verdict};
    use crate::engine::run::{Ending, Event, Order, Run};
    use crate::engine::scope::Scope;
    use crate::engine::time::Time;

    #[test]
    fn the_real_run_signs_the_example_out_and_leaves_what_is_not_its() {
        let mut example = Example::default();
        let order = Order { trigger: Trigger::Toolbar, scope: Scope::default() };
        let (mut run, mut issued) = Run::begin(order, Time(0));
        let mut steps = 0;
        while let Some(next) = issued.pop() {
            let result = example.answer(&next.effect);
            let (after, more) = run.step(Event::Ended { id: next.id, result }, Time(steps));
            run = after;
            issued.extend(more);
            steps += 1;
        }
        let Some(Ending::Filed { receipt, earlier: None }) = run.ending() else {
            panic!("{:?}", run.ending())
        };
        assert_eq!(receipt.verdict, Verdict::SignedOut, "{receipt:#?}");
        let left: Vec<_> = example.cookies.iter().map(|cookie| cookie.name.as_str()).collect();
        assert_eq!(left, ["buid"]);
        assert!(!example.is_open);
    }
}
