//! A browser and its servers as small as a run needs them: what an effect does to them, and what comes of it.
//!
//! Faults are a matter of the test: it may answer an effect itself instead of letting the browser do it.

pub(crate) mod bench;

use clean_exit::engine::control::Survey;
use clean_exit::engine::effect::{
    Cookies, Effect, Entry, Failure, Frame, Hosts, Loaded, Outcome, Pressed, Storage, Tab, Tabs,
};
use clean_exit::engine::id::{FrameId, TabId, WindowId};
use clean_exit::engine::receipt::ServerSays;
use clean_exit::engine::scope::Scope;
use clean_exit::engine::site::{Host, Place};
use clean_exit::engine::sweep::Cookie;
use clean_exit::protocol::survey::{Report, Source};
use std::collections::{BTreeMap, BTreeSet};

/// What a tab shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Page {
    /// An organisation's app; its account menu may be open.
    App { menu: bool, dirty: bool, control: bool, dialog: bool },
    /// Microsoft's signed-out page.
    SignedOut,
    /// A file of the organisation that runs no app.
    Icon,
    /// The browser's own error page.
    Error,
    /// Nothing: the page was dropped, or is of another site.
    Other,
}

/// A tab.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct SimTab {
    pub(crate) host: Option<Host>,
    pub(crate) page: Page,
    pub(crate) shown: bool,
}

/// A browser with its servers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sim {
    pub(crate) tabs: BTreeMap<TabId, SimTab>,
    pub(crate) frames: Vec<Frame>,
    pub(crate) cookies: BTreeSet<Cookie>,
    /// What each host has stored, the framed ones apart.
    pub(crate) storage: BTreeMap<Host, u32>,
    pub(crate) framed: u32,
    /// The sessions that the servers still accept.
    pub(crate) sessions: BTreeSet<Host>,
    /// Servers that cannot be reached.
    pub(crate) offline: BTreeSet<Host>,
    /// Servers that say goodbye and keep the session.
    pub(crate) liars: BTreeSet<Host>,
    /// The hosts in the history, and in the list of downloads.
    pub(crate) visits: BTreeSet<Host>,
    pub(crate) downloads: BTreeSet<Host>,
    /// Whether the clipboard holds a copy out of the CRM.
    pub(crate) copied: bool,
    /// What is remembered of forms.
    pub(crate) entries: u32,
    /// Unsaved work that was lost.
    pub(crate) lost: u32,
    /// How many receipts were filed.
    pub(crate) filed: u32,
    /// The number of the next tab.
    pub(crate) next: i32,
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
        let organisation = host(organisation);
        let region = organisation.as_str().split_once('.').unwrap().1.to_owned();
        self.cookies.extend([
            cookie(&region, "CrmOwinAuth"),
            cookie(organisation.as_str(), "ReqClientId"),
            cookie("login.microsoftonline.com", "ESTSAUTH"),
            cookie("login.microsoftonline.com", "SignInStateCookie"),
        ]);
        self.storage.insert(organisation.clone(), 3);
        self.sessions.insert(organisation.clone());
        self.open(Some(organisation), page, true);
        self
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
        match effect {
            Effect::ListTabs => Ok(Outcome::Tabs(self.list())),
            Effect::ListCookies => {
                let cookies = self.cookies.iter().cloned().collect();
                Ok(Outcome::Cookies(Cookies { cookies, complete: true }))
            }
            Effect::AskUnsaved { tab } => {
                Ok(Outcome::Unsaved(matches!(self.tab(*tab)?.page, Page::App { dirty: true, .. })))
            }
            Effect::Discard { tab } => self.discard(*tab),
            Effect::Survey { tab, .. } => survey(self.tab(*tab)?),
            Effect::Press { tab, .. } => self.press(*tab),
            Effect::Visit { tab, address } => {
                let tab = tab.unwrap_or_else(|| self.open(None, Page::Other, false));
                self.visit(tab, address.host().clone(), address.to_string().ends_with(".ico"))
            }
            Effect::AwaitLoad { tab } | Effect::Reload { tab } => {
                Ok(Outcome::Loaded(Loaded { tab: *tab, host: self.tab(*tab)?.host.clone() }))
            }
            Effect::AskServer { organisation, .. } => Ok(Outcome::Server(self.ask(organisation))),
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
            Effect::ClearPage { tab } => self.tab(*tab).map(|_| Outcome::Done),
            Effect::ClearFrame { .. } => {
                self.framed = 0;
                Ok(Outcome::Framed { left: counted(0), site: Some(host(TEAMS)) })
            }
            Effect::BlankFrame { tab, frame } => {
                self.frames.retain(|known| known.tab != *tab || known.frame != *frame);
                Ok(Outcome::Done)
            }
            Effect::CloseTab { tab } => self.close(*tab),
            Effect::RemoveCookies { cookies } => {
                self.cookies.retain(|cookie| !cookies.contains(cookie));
                Ok(Outcome::Removed { failed: 0 })
            }
            Effect::ClearStorage { hosts } => {
                self.storage.retain(|host, _| !hosts.iter().any(|cleared| cleared == host));
                Ok(Outcome::Done)
            }
            Effect::Inspect { tab } => {
                let host = self.tab(*tab)?.host.clone().ok_or(Failure::Broken)?;
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

    fn list(&self) -> Tabs {
        let tabs = self.tabs.iter().map(|(id, tab)| Tab {
            id: *id,
            window: WindowId(1),
            is_shown: tab.shown,
            is_discarded: false,
            host: tab.host.clone(),
        });
        Tabs { tabs: tabs.collect(), frames: self.frames.clone(), focused: Some(WindowId(1)) }
    }

    /// The browser gives a dropped tab a new number.
    fn discard(&mut self, tab: TabId) -> Result<Outcome, Failure> {
        let old = self.tabs.remove(&tab).ok_or(Failure::Gone)?;
        if matches!(old.page, Page::App { dirty: true, .. }) {
            self.lost += 1;
        }
        let new = self.open(old.host, Page::Other, old.shown);
        Ok(Outcome::Discarded(new))
    }

    /// Closing a page with unsaved work raises a prompt, which nobody answers.
    fn close(&mut self, tab: TabId) -> Result<Outcome, Failure> {
        if matches!(self.tab(tab)?.page, Page::App { dirty: true, .. }) {
            return Err(Failure::TimedOut);
        }
        self.tabs.remove(&tab);
        Ok(Outcome::Done)
    }

    fn press(&mut self, tab: TabId) -> Result<Outcome, Failure> {
        let (host, page) = {
            let tab = self.tab(tab)?;
            (tab.host.clone().ok_or(Failure::Broken)?, tab.page.clone())
        };
        match page {
            Page::App { menu: true, dirty: true, .. } => {
                self.set(tab, Page::App { menu: true, dirty: true, control: true, dialog: true });
            }
            Page::App { menu: true, .. } => {
                self.visit(tab, host, false)?;
            }
            Page::App { menu: false, dirty, control, dialog } => {
                self.set(tab, Page::App { menu: true, dirty, control, dialog });
            }
            Page::SignedOut | Page::Icon | Page::Error | Page::Other => {
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

    /// The sign-out address ends the session whose cookie the browser holds, and leads to Microsoft's page.
    fn visit(&mut self, tab: TabId, to: Host, is_icon: bool) -> Result<Outcome, Failure> {
        let unreachable = self.offline.contains(&to);
        if !unreachable && !is_icon && self.holds_session(&to) && !self.liars.contains(&to) {
            self.sessions.remove(&to);
        }
        let sign_in = host("login.microsoftonline.com");
        let (host, page) = match (unreachable, is_icon) {
            (true, _) => (to, Page::Error),
            (false, true) => (to, Page::Icon),
            (false, false) => (sign_in, Page::SignedOut),
        };
        let known = self.tabs.get_mut(&tab).ok_or(Failure::Gone)?;
        known.host = Some(host);
        known.page = page;
        Ok(Outcome::Loaded(Loaded { tab, host: known.host.clone() }))
    }

    fn holds_session(&self, organisation: &Host) -> bool {
        self.cookies
            .iter()
            .any(|cookie| Scope::default().is_session(cookie) && organisation.is_within(&cookie.domain))
    }

    /// Whoever holds a session, of the organisation or of the sign-in service, is let in.
    fn enter(&self, organisation: &Host) -> Entry {
        let account = self.cookies.iter().any(|cookie| cookie.name == "ESTSAUTH");
        match self.ask(organisation) {
            ServerSays::Nothing | ServerSays::NotAsked => Entry::Nothing,
            ServerSays::SignedIn => Entry::LetsIn,
            ServerSays::SignedOut if account => Entry::LetsIn,
            ServerSays::SignedOut => Entry::AsksToSignIn,
        }
    }

    /// A session counts only while the browser still holds its cookie.
    fn ask(&self, organisation: &Host) -> ServerSays {
        let held = self.holds_session(organisation);
        match (self.offline.contains(organisation), held && self.sessions.contains(organisation)) {
            (true, _) => ServerSays::Nothing,
            (false, true) => ServerSays::SignedIn,
            (false, false) => ServerSays::SignedOut,
        }
    }
}

fn forget(list: &mut BTreeSet<Host>, hosts: &Hosts) -> Outcome {
    let before = list.len();
    list.retain(|host| !hosts.iter().any(|gone| gone == host));
    Outcome::Forgotten { removed: u32::try_from(before - list.len()).unwrap(), left: 0 }
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
        Page::App { menu, control: true, dialog, .. } => {
            (serde_json::json!([]), dialog_report(*dialog), controls(*menu))
        }
        Page::App { dialog, .. } => (serde_json::json!([]), dialog_report(*dialog), vec![]),
        Page::Icon | Page::Other => (serde_json::json!([]), serde_json::Value::Null, vec![]),
    };
    let report: Report = serde_json::from_value(serde_json::json!({
        "version": 1, "nonce": "80890456426650c7", "seen": controls.len(), "controls": controls,
        "page": { "lang": "en", "ready": true, "size": [1280, 800], "markers": markers, "dialog": dialog },
    }))
    .unwrap();
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

fn controls(menu: bool) -> Vec<serde_json::Value> {
    let trigger = serde_json::json!({
        "key": 1, "tag": "button", "role": "", "name": "Account manager for Adele Vance", "text": "AV",
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
