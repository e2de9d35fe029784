//! Answers that no browser gives, and scopes of every kind.

use super::bytes::Bytes;
use super::sim::host;
use clean_exit::engine::control::Survey;
use clean_exit::engine::effect::{Cookies, Entry, Frame, Loaded, Outcome, Pressed, Storage, Tab, Tabs};
use clean_exit::engine::id::{FrameId, TabId, WindowId};
use clean_exit::engine::receipt::ServerSays;
use clean_exit::engine::scope::{Account, Entries, Extras, Jar, Reach, Scope};
use clean_exit::engine::site::{Host, OwnSite};
use clean_exit::engine::sorted::Set;
use clean_exit::engine::sweep::{Cookie, Partition};
use clean_exit::engine::time::Time;

const HOSTS: [&str; 12] = [
    "contoso.crm4.dynamics.com",
    "crm4.dynamics.com",
    "adventure-works.crm.dynamics.com",
    "ams--livesg623.crm4.dynamics.com",
    "dynamics.com",
    "www.dynamics.com",
    "login.microsoftonline.com",
    "login.live.com",
    "contoso.powerappsportals.com",
    "crm.corp.example",
    "sts.corp.example",
    "news.example",
];
const NAMES: [&str; 8] = [
    "CrmOwinAuth",
    "CrmOwinAuthC1",
    "ReqClientId",
    "ESTSAUTH",
    "SignInStateCookie",
    "buid",
    "MSISAuth",
    "theme",
];

/// Any scope.
pub(crate) fn scope(bytes: &mut Bytes<'_>) -> Scope {
    let own = [("crm.corp.example", OwnSite::OnPremises), ("sts.corp.example", OwnSite::AdFs)];
    let own = own.iter().filter(|_| bytes.coin()).map(|(name, kind)| (host(name), *kind));
    let sites = own.collect();
    let entries = [Entries::Kept, Entries::SinceUnknown, Entries::Since(Time(900_000))];
    Scope {
        jar: Jar::Ordinary,
        sites,
        reach: bytes.of(&[Reach::All, Reach::Front, Reach::Only([host(HOSTS[0])].into())]),
        account: bytes.of(&[Account::SignedOut, Account::Kept]),
        device_cookies: bytes.coin(),
        extras: Extras {
            history: bytes.coin(),
            downloads: bytes.coin(),
            clipboard: bytes.coin(),
            entries: bytes.of(&entries),
        },
        may_stay: bytes.of(&[None, None, Some(Set::default()), Some([host(HOSTS[0])].into())]),
    }
}

/// Any answer.
pub(crate) fn outcome(bytes: &mut Bytes<'_>) -> Outcome {
    let is = bytes.coin();
    match bytes.number() % 17 {
        0 => Outcome::Done,
        1 => Outcome::Unsaved(is),
        2 => Outcome::Discarded(unknown_tab(bytes)),
        3 => Outcome::Survey(Survey { frames: Vec::new() }),
        4 => {
            Outcome::Pressed(bytes.of(&[Pressed::Pressed, Pressed::Gone, Pressed::Changed, Pressed::Covered]))
        }
        5 | 6 => Outcome::Loaded(Loaded { tab: unknown_tab(bytes), host: is.then(|| any_host(bytes)) }),
        7 => Outcome::Server(bytes.of(&[
            ServerSays::SignedOut,
            ServerSays::SignedIn,
            ServerSays::Nothing,
            ServerSays::NotAsked,
        ])),
        8 => Outcome::Removed { failed: u32::from(bytes.number()) },
        9 => Outcome::Storage(storage(bytes)),
        10 => Outcome::Framed { left: storage(bytes), site: is.then(|| any_host(bytes)) },
        11 => Outcome::Entry(bytes.of(&[
            Entry::AsksToSignIn,
            Entry::OffersAccounts,
            Entry::SignsIn,
            Entry::LetsIn,
            Entry::Unknown,
            Entry::Nothing,
        ])),
        12 => Outcome::Clipboard { emptied: is },
        13 => Outcome::Forgotten { removed: u32::MAX, left: u32::from(bytes.number()) },
        14 => Outcome::Tabs(tabs(bytes)),
        _ => Outcome::Cookies(Cookies { cookies: several(bytes, cookie), complete: is }),
    }
}

fn several<T>(bytes: &mut Bytes<'_>, mut one: impl FnMut(&mut Bytes<'_>) -> T) -> Vec<T> {
    (0..bytes.number() % 8).map(|_| one(bytes)).collect()
}

fn any_host(bytes: &mut Bytes<'_>) -> Host {
    host(bytes.of(&HOSTS))
}

/// A number that is no tab's.
fn unknown_tab(bytes: &mut Bytes<'_>) -> TabId {
    TabId(300 + i32::from(bytes.number()))
}

fn tabs(bytes: &mut Bytes<'_>) -> Tabs {
    let tabs = several(bytes, |bytes| {
        let jar = bytes.of(&[Jar::Ordinary, Jar::Ordinary, Jar::Private]);
        // The numbers that the simulated browser gives: private ones are above a thousand.
        let first = if jar == Jar::Private { 1_090 } else { 90 };
        Tab {
            id: TabId(first + i32::from(bytes.number() % 32)),
            window: WindowId(bytes.number().into()),
            jar,
            is_shown: bytes.coin(),
            is_discarded: bytes.coin(),
            host: bytes.coin().then(|| any_host(bytes)),
        }
    });
    let frames = several(bytes, |bytes| Frame {
        tab: TabId(bytes.number().into()),
        frame: FrameId(bytes.number().into()),
        host: any_host(bytes),
    });
    Tabs { tabs, frames, focused: bytes.coin().then_some(WindowId(1)), sees_private: bytes.coin() }
}

fn cookie(bytes: &mut Bytes<'_>) -> Cookie {
    let site = ["https://teams.microsoft.com", "https://dynamics.com", "", "nonsense"];
    Cookie {
        name: bytes.of(&NAMES).to_owned(),
        domain: any_host(bytes),
        host_only: bytes.coin(),
        path: bytes.of(&["/", "/adfs", ""]).to_owned(),
        secure: bytes.coin(),
        store: bytes.of(&["0", "1", "firefox-private", ""]).to_owned(),
        partition: bytes.coin().then(|| Partition {
            top_level_site: bytes.of(&site).to_owned(),
            has_cross_site_ancestor: bytes.of(&[None, Some(true), Some(false)]),
        }),
    }
}

fn storage(bytes: &mut Bytes<'_>) -> Storage {
    let mut count = || bytes.of(&[None, Some(0), Some(1), Some(u32::MAX)]);
    Storage {
        local: count(),
        session: count(),
        databases: count(),
        caches: count(),
        workers: count(),
        files: count(),
    }
}
