//! A browser and its servers as small as a run needs them: what an effect does to them, and what comes of it.
//!
//! Faults are a matter of the test: it may answer an effect itself instead of letting the browser do it.

pub(crate) mod bench;
mod contained;
mod private;

use clean_exit::engine::control::Survey;
use clean_exit::engine::effect::{
    Contained, Cookies, Effect, Entry, Failure, Frame, Hosts, Loaded, Outcome, Pressed, Storage, Tab, Tabs,
};
use clean_exit::engine::id::{FrameId, TabId, WindowId};
use clean_exit::engine::receipt::ServerSays;
use clean_exit::engine::scope::{Jar, Scope};
use clean_exit::engine::site::{Host, Place};
use clean_exit::engine::sweep::{Container, Cookie};
use clean_exit::protocol::survey::{Report, Source};
use clean_exit::value::Plain;
use std::collections::{BTreeMap, BTreeSet};

/// What a tab shows.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Page {
    /// An organisation's app; its account menu may be open.
    App { menu: bool, dirty: bool, control: bool, dialog: bool },
    /// Microsoft's signed-out page.
    SignedOut,
    /// Microsoft's sign-in page.
    SignIn,
    /// A file of the organisation that runs no app.
    Icon,
    /// The browser's own error page.
    Error,
    /// Nothing: the page was dropped, or is of another site.
    Other,
}

/// A tab.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct SimTab {
    pub(crate) host: Option<Host>,
    pub(crate) page: Page,
    pub(crate) shown: bool,
}

/// A browser with its servers.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub(crate) struct Sim {
    pub(crate) tabs: BTreeMap<TabId, SimTab>,
    pub(crate) frames: Vec<Frame>,
    pub(crate) cookies: BTreeSet<Cookie>,
    /// What each host has stored, the framed ones apart.
    pub(crate) storage: BTreeMap<Host, u32>,
    pub(crate) framed: u32,
    /// The sessions that the servers still accept, by the domain of their cookie: one serves a whole region.
    pub(crate) sessions: BTreeSet<Host>,
    /// Servers that cannot be reached.
    pub(crate) offline: BTreeSet<Host>,
    /// Servers that say goodbye and keep the session.
    pub(crate) liars: BTreeSet<Host>,
    /// Hosts for which the permission was withdrawn.
    pub(crate) withdrawn: BTreeSet<Host>,
    /// The hosts in the history, and in the list of downloads.
    pub(crate) visits: BTreeSet<Host>,
    pub(crate) downloads: BTreeSet<Host>,
    /// Whether the browser clears storage by a page that it visits, as Firefox does.
    pub(crate) clears_by_visit: bool,
    /// Whether the browser does not tell which window was used last.
    pub(crate) hides_focus: bool,
    /// Whether the clipboard holds a copy out of the CRM.
    pub(crate) copied: bool,
    /// Whether the browser keeps to itself which site is around a frame.
    pub(crate) hides_sites: bool,
    /// What is remembered of forms.
    pub(crate) entries: u32,
    /// Unsaved work that was lost.
    pub(crate) lost: u32,
    /// How many receipts were filed.
    pub(crate) filed: u32,
    /// What the run covers: no page of anything else is led away, dropped or closed.
    pub(crate) scope: Scope,
    /// The number of the next tab.
    pub(crate) next: i32,
    /// What containers hold; their tabs are among the others.
    pub(crate) contained: BTreeMap<Container, Self>,
    /// The private windows, where the extension is let in.
    pub(crate) private: Option<Box<Self>>,
    /// Whether the extension was shut out of them again.
    pub(crate) is_shut_out: bool,
}

/// The site that shows CRM frames.
const TEAMS: &str = "teams.microsoft.com";

pub(crate) fn host(name: &str) -> Host {
    Host::parse(name).unwrap()
}

pub(crate) fn cookie(domain: &str, name: &str) -> Cookie {
    Cookie {
        name: name.to_owned(),
        domain: host(domain),
        host_only: false,
        path: "/".to_owned(),
        secure: true,
        store: "0".to_owned(),
        partition: None,
    }
}

/// The sign-in service, and the session that it keeps.
pub(crate) const SIGN_IN: &str = "login.microsoftonline.com";

/// An app whose account menu is closed and whose forms are clean.
pub(crate) const APP: Page = Page::App { menu: false, dirty: false, control: true, dialog: false };

impl Sim {
    /// A browser with a neighbour's tab and the neighbours' cookies, signed in nowhere.
    pub(crate) fn new() -> Self {
        let mut sim = Self { next: 100, ..Self::default() };
        sim.tabs.insert(TabId(1), SimTab { host: None, page: Page::Other, shown: false });
        sim.cookies.extend([
            cookie("news.example", "theme"),
            cookie("dynamics.com", "MSFPC"),
            cookie("login.microsoftonline.com", "buid"),
        ]);
        sim
    }

    /// Signs in to an organisation, in a new tab that shows this page.
    pub(crate) fn signed_in(mut self, organisation: &str, page: Page) -> Self {
        self.sign_in(&host(organisation), page);
        self
    }

    pub(crate) fn sign_in(&mut self, organisation: &Host, page: Page) {
        let region = region_of(organisation);
        self.cookies.extend([
            cookie(region.as_str(), "CrmOwinAuth"),
            cookie(organisation.as_str(), "ReqClientId"),
            cookie(SIGN_IN, "ESTSAUTH"),
            cookie(SIGN_IN, "SignInStateCookie"),
        ]);
        self.storage.insert(organisation.clone(), 3);
        self.sessions.extend([region, host(SIGN_IN)]);
        self.open(Some(organisation.clone()), page, true);
    }

    pub(crate) fn open(&mut self, host: Option<Host>, page: Page, shown: bool) -> TabId {
        let id = TabId(self.next);
        self.next += 1;
        self.tabs.insert(id, SimTab { host, page, shown });
        id
    }

    /// The cookies of the CRM and of the Microsoft session that are left.
    pub(crate) fn left(&self) -> Vec<&Cookie> {
        self.cookies.iter().filter(|cookie| Scope::default().owner(cookie).is_some()).collect()
    }

    pub(crate) fn organisation_tabs(&self) -> usize {
        self.tabs.values().filter(|tab| tab.host.as_ref().is_some_and(is_organisation)).count()
    }

    /// Carries out an effect.
    pub(crate) fn perform(&mut self, effect: &Effect) -> Result<Outcome, Failure> {
        if let Some(tab) = effect.takes_away()
            && self.is_elsewhere(tab)?
        {
            return Err(Failure::Refused);
        }
        match effect {
            Effect::ListTabs => Ok(Outcome::Tabs(self.list())),
            Effect::ListCookies => {
                let all = self.cookies.iter().cloned().chain(self.contained_cookies());
                let cookies = all.filter(|cookie| !self.withdrawn.contains(&cookie.domain)).collect();
                Ok(Outcome::Cookies(Cookies { cookies, complete: self.withdrawn.is_empty() }))
            }
            Effect::AskUnsaved { tab } => Ok(Outcome::Unsaved(is_dirty(&self.page(*tab)?.page))),
            Effect::Discard { tab } => self.discard(*tab),
            Effect::Survey { tab, .. } => survey(self.page(*tab)?),
            Effect::Press { tab, target } => self.press(*tab, target.key()),
            Effect::Visit { container: Some(container), address, .. } => {
                self.visit_contained(container, address.host().clone())
            }
            Effect::Visit { tab, container: None, address } => {
                let tab = tab.unwrap_or_else(|| self.open(None, Page::Other, false));
                if is_dirty(&self.tab(tab)?.page) {
                    return Err(Failure::TimedOut);
                }
                self.visit(tab, address.host().clone(), address.to_string().ends_with(".ico"))
            }
            Effect::Reload { tab } if is_dirty(&self.tab(*tab)?.page) => Err(Failure::TimedOut),
            Effect::AwaitLoad { tab } | Effect::Reload { tab } => {
                Ok(Outcome::Loaded(Loaded { tab: *tab, host: self.known_host(*tab)? }))
            }
            Effect::AskServer { organisation, container, .. } => {
                Ok(Outcome::Server(self.place(container.as_ref()).ask(organisation)))
            }
            Effect::TryEntry { organisation, .. } => Ok(Outcome::Entry(self.enter(organisation))),
            Effect::ForgetVisits { hosts } => Ok(forget(&mut self.visits, hosts)),
            Effect::ForgetDownloads { hosts } => Ok(forget(&mut self.downloads, hosts)),
            Effect::EmptyClipboard { tab } => {
                self.tab(*tab)?;
                let emptied = std::mem::take(&mut self.copied);
                Ok(Outcome::Clipboard { emptied })
            }
            Effect::ForgetEntries { .. } => {
                self.entries = 0;
                Ok(Outcome::Done)
            }
            Effect::ShowReceipt { .. } => {
                self.open(None, Page::Other, true);
                Ok(Outcome::Done)
            }
            Effect::ClearPage { tab } => self.page(*tab).map(|_| Outcome::Done),
            Effect::ClearFrame { .. } => {
                self.framed = 0;
                Ok(Outcome::Framed { left: counted(0), site: (!self.hides_sites).then(|| host(TEAMS)) })
            }
            Effect::BlankFrame { tab, frame } => {
                self.frames.retain(|known| known.tab != *tab || known.frame != *frame);
                Ok(Outcome::Done)
            }
            Effect::CloseTab { tab, .. } => self.close(*tab),
            Effect::RemoveCookies { cookies } => {
                let (refused, removed): (Vec<_>, Vec<_>) =
                    cookies.iter().partition(|cookie| self.withdrawn.contains(&cookie.domain));
                self.cookies.retain(|cookie| !removed.contains(&cookie));
                self.remove_contained(&removed);
                Ok(Outcome::Removed { failed: u32::try_from(refused.len()).unwrap() })
            }
            Effect::ClearStorage { hosts, contained } => {
                for Contained { container, host } in contained {
                    self.place(Some(container)).storage.remove(host);
                }
                if self.clears_by_visit {
                    self.visits.extend(hosts.iter().cloned());
                }
                self.storage.retain(|host, _| !hosts.iter().any(|cleared| cleared == host));
                Ok(Outcome::Done)
            }
            Effect::Inspect { tab } => {
                let host = self.page(*tab)?.host.clone().ok_or(Failure::Broken)?;
                Ok(Outcome::Storage(counted(self.storage.get(&host).copied().unwrap_or(0))))
            }
            Effect::File { .. } => {
                self.filed += 1;
                Ok(Outcome::Done)
            }
        }
    }

    fn tab(&self, tab: TabId) -> Result<&SimTab, Failure> {
        self.tabs.get(&tab).ok_or(Failure::Gone)
    }

    /// Whether a tab shows what the run does not cover.
    fn is_elsewhere(&self, tab: TabId) -> Result<bool, Failure> {
        let host = self.known_host(tab)?;
        Ok(host.is_none_or(|host| self.scope.place(&host) == Place::Elsewhere))
    }

    /// The host of a tab, where the extension may know it.
    fn known_host(&self, tab: TabId) -> Result<Option<Host>, Failure> {
        let host = self.tab(tab)?.host.clone();
        Ok(host.filter(|host| !self.withdrawn.contains(host)))
    }

    /// A tab whose page may be touched.
    fn page(&self, tab: TabId) -> Result<&SimTab, Failure> {
        if self.known_host(tab)?.is_some() { self.tab(tab) } else { Err(Failure::Refused) }
    }

    fn list(&self) -> Tabs {
        let tabs = self.tabs.iter().map(|(id, tab)| Tab {
            id: *id,
            window: WindowId(1),
            jar: Jar::Ordinary,
            is_shown: tab.shown,
            is_discarded: false,
            host: tab.host.clone().filter(|host| !self.withdrawn.contains(host)),
        });
        Tabs {
            tabs: tabs.collect(),
            frames: self.frames.clone(),
            focused: (!self.hides_focus).then_some(WindowId(1)),
            sees_private: false,
        }
    }

    /// The browser gives a dropped tab a new number.
    fn discard(&mut self, tab: TabId) -> Result<Outcome, Failure> {
        let old = self.tabs.remove(&tab).ok_or(Failure::Gone)?;
        if is_dirty(&old.page) {
            self.lost += 1;
        }
        let new = self.open(old.host, Page::Other, old.shown);
        Ok(Outcome::Discarded(new))
    }

    /// Closing a page with unsaved work raises a prompt, which nobody answers.
    fn close(&mut self, tab: TabId) -> Result<Outcome, Failure> {
        if is_dirty(&self.tab(tab)?.page) {
            return Err(Failure::TimedOut);
        }
        self.tabs.remove(&tab);
        Ok(Outcome::Done)
    }

    /// The account's button opens and closes its menu; the control in that leads out, or raises the page's dialog.
    fn press(&mut self, tab: TabId, key: u32) -> Result<Outcome, Failure> {
        let SimTab { host, page, .. } = self.page(tab)?.clone();
        match page {
            Page::App { menu, dirty, control: true, dialog: false } if key == TRIGGER => {
                self.set(tab, Page::App { menu: !menu, dirty, control: true, dialog: false });
            }
            Page::App { menu: true, dirty: true, .. } => {
                self.set(tab, Page::App { menu: true, dirty: true, control: true, dialog: true });
            }
            Page::App { menu: true, .. } => {
                self.visit(tab, host.ok_or(Failure::Broken)?, false)?;
            }
            Page::App { .. } | Page::SignedOut | Page::SignIn | Page::Icon | Page::Error | Page::Other => {
                return Ok(Outcome::Pressed(Pressed::Gone));
            }
        }
        Ok(Outcome::Pressed(Pressed::Pressed))
    }

    fn set(&mut self, tab: TabId, page: Page) {
        if let Some(tab) = self.tabs.get_mut(&tab) {
            tab.page = page;
        }
    }

    /// The sign-out address ends the sessions whose cookies the browser holds, and leads to Microsoft's page.
    fn visit(&mut self, tab: TabId, to: Host, is_icon: bool) -> Result<Outcome, Failure> {
        let unreachable = self.offline.contains(&to);
        if !unreachable && !is_icon {
            if self.holds_session(&to) && !self.liars.contains(&to) {
                self.sessions.remove(&region_of(&to));
            }
            if self.holds_account() {
                self.sessions.remove(&host(SIGN_IN));
            }
        }
        if !unreachable {
            self.answer_with_cookie(&to);
        }
        let (host, page) = match (unreachable, is_icon) {
            (true, _) => (to, Page::Error),
            (false, true) => (to, Page::Icon),
            (false, false) => (host(SIGN_IN), Page::SignedOut),
        };
        let known = self.tabs.get_mut(&tab).ok_or(Failure::Gone)?;
        known.host = Some(host);
        known.page = page;
        Ok(Outcome::Loaded(Loaded { tab, host: self.known_host(tab)? }))
    }

    /// Every answer of an organisation's server brings a cookie.
    fn answer_with_cookie(&mut self, organisation: &Host) {
        self.cookies.insert(cookie(organisation.as_str(), "ReqClientId"));
    }

    /// A session of the account that no list shows belongs to the device, and nobody ends it.
    pub(crate) fn account_is_alive(&self) -> bool {
        let is_alive =
            |cookie: &Cookie| cookie.domain != host(SIGN_IN) || self.sessions.contains(&cookie.domain);
        self.cookies.iter().any(|cookie| cookie.name == "ESTSAUTH" && is_alive(cookie))
    }

    fn holds_account(&self) -> bool {
        self.cookies.iter().any(|cookie| cookie.name == "ESTSAUTH")
    }

    pub(crate) fn holds_session(&self, organisation: &Host) -> bool {
        self.cookies
            .iter()
            .any(|cookie| Scope::default().is_session(cookie) && organisation.is_within(&cookie.domain))
    }

    /// Whoever holds a session, of the organisation or of the sign-in service, is let in.
    fn enter(&mut self, organisation: &Host) -> Entry {
        let account = self.account_is_alive();
        match self.ask(organisation) {
            ServerSays::Nothing | ServerSays::NotAsked => Entry::Nothing,
            ServerSays::SignedIn => Entry::LetsIn,
            ServerSays::SignedOut if account => Entry::LetsIn,
            ServerSays::SignedOut => Entry::AsksToSignIn,
        }
    }

    /// A session counts only while the browser still holds its cookie.
    fn ask(&mut self, organisation: &Host) -> ServerSays {
        if self.offline.contains(organisation) || self.withdrawn.contains(organisation) {
            return ServerSays::Nothing;
        }
        let held = self.holds_session(organisation);
        self.answer_with_cookie(organisation);
        if held && self.sessions.contains(&region_of(organisation)) {
            ServerSays::SignedIn
        } else {
            ServerSays::SignedOut
        }
    }
}

fn forget(list: &mut BTreeSet<Host>, hosts: &Hosts) -> Outcome {
    let before = list.len();
    list.retain(|host| !hosts.iter().any(|gone| gone == host));
    Outcome::Forgotten { removed: u32::try_from(before - list.len()).unwrap(), left: 0 }
}

/// The domain of the session cookie that reaches this organisation.
pub(crate) fn region_of(organisation: &Host) -> Host {
    host(organisation.as_str().split_once('.').unwrap().1)
}

fn is_dirty(page: &Page) -> bool {
    matches!(page, Page::App { dirty: true, .. })
}

fn is_organisation(host: &Host) -> bool {
    matches!(Place::of(host), Place::Organisation(_))
}

fn counted(local: u32) -> Storage {
    Storage {
        local: Some(local),
        session: Some(0),
        databases: Some(0),
        caches: Some(0),
        workers: Some(0),
        files: Some(0),
    }
}

/// What the page agent would report of the page.
fn survey(tab: &SimTab) -> Result<Outcome, Failure> {
    let host = tab.host.clone().ok_or(Failure::Refused)?;
    let (markers, dialog, controls) = match &tab.page {
        Page::Error => return Err(Failure::NotLoaded),
        Page::SignedOut => (serde_json::json!(["login_workload_logo_text"]), serde_json::Value::Null, vec![]),
        Page::SignIn => (serde_json::json!(["i0116"]), serde_json::Value::Null, vec![]),
        Page::App { menu, control: true, dialog, .. } => {
            (serde_json::json!([]), dialog_report(*dialog), controls(*menu))
        }
        Page::App { dialog, .. } => (serde_json::json!([]), dialog_report(*dialog), vec![]),
        Page::Icon | Page::Other => (serde_json::json!([]), serde_json::Value::Null, vec![]),
    };
    let Plain(report) = serde_json::from_value(serde_json::json!({
        "version": 1, "nonce": "80890456426650c7", "seen": controls.len(), "controls": controls,
        "page": { "lang": "en", "ready": true, "size": [1280, 800], "markers": markers, "dialog": dialog },
    }))
    .unwrap();
    let report: Report = report.read().unwrap();
    let place = Place::of(&host);
    let source = Source { frame: FrameId::TOP, document: Some("D".to_owned()), host, place };
    Ok(Outcome::Survey(Survey { frames: vec![report.into_frame(source, Place::of).unwrap()] }))
}

fn dialog_report(shown: bool) -> serde_json::Value {
    if shown {
        serde_json::json!({ "modal": true, "box": [400, 300, 400, 200] })
    } else {
        serde_json::Value::Null
    }
}

/// The key of the account's button.
const TRIGGER: u32 = 1;

fn controls(menu: bool) -> Vec<serde_json::Value> {
    let trigger = serde_json::json!({
        "key": TRIGGER, "tag": "button", "role": "", "name": "Account manager for Adele Vance", "text": "AV",
        "ids": ["mectrl_main_trigger"], "near": ["mectrl_headerContainer", "topBar"], "region": "banner",
        "box": [1220, 0, 48, 48], "shown": "yes", "expanded": menu,
    });
    let sign_out = serde_json::json!({
        "key": 2, "tag": "button", "role": "", "name": "Sign out of this account", "text": "Sign out",
        "ids": ["mectrl_body_signOut"], "near": ["mectrl_main_body"], "region": "banner",
        "box": [1100, 80, 120, 30], "shown": "yes", "menu": { "popup": 3, "opener": 1 },
    });
    if menu { vec![trigger, sign_out] } else { vec![trigger] }
}
