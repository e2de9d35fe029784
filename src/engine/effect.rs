//! What a run asks the browser to do, and what comes back.
//!
//! An effect is an order; its outcome is a fact. Every effect may be carried out twice without harm,
//! because a background that died in between starts it again.
//! What names no tab is done in the jar of the run's scope; listings show both jars.

use super::control::{Survey, Target};
use super::id::{FrameId, TabId, WindowId};
use super::receipt::{Receipt, ServerSays};
use super::scope::Jar;
use super::site::{Address, Host, Product};
use super::sweep::{Container, Cookie};
use super::time::{Millis, Time};
use crate::engine::sorted::Set;
use crate::value::{Blank, Data, Value, Writer};

/// Names one effect of one run.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct EffectId(pub u32);

/// An order to the browser.
///
/// The person may lead a tab elsewhere at any moment. So a tab that shows what the run does not cover is not led away,
/// loaded anew, dropped or closed: such an order is refused when it is carried out, however old the last listing is.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub enum Effect {
    /// List every tab, and the CRM frames inside the tabs of other sites.
    ListTabs,
    /// List the cookies of all permitted hosts, in every store and partition.
    ListCookies,
    /// Ask the page, without a prompt, whether it holds unsaved work.
    AskUnsaved {
        /// The tab.
        tab: TabId,
    },
    /// Drop the page of a tab without a prompt; its unsaved work is lost.
    Discard {
        /// The tab.
        tab: TabId,
    },
    /// Look at all frames of a tab.
    Survey {
        /// The tab.
        tab: TabId,
        /// Wait so long for the page to change, and answer as soon as it has.
        wait: Millis,
    },
    /// Press a control that a survey of this very document showed.
    Press {
        /// The tab.
        tab: TabId,
        /// The control.
        target: Target,
    },
    /// Lead a tab, or a new one in the background, to an address, and wait until it has loaded.
    Visit {
        /// The tab; none for a new one.
        tab: Option<TabId>,
        /// The container of a new one.
        container: Option<Container>,
        /// Where to.
        address: Address,
    },
    /// Wait until the tab has loaded whatever it is loading.
    AwaitLoad {
        /// The tab.
        tab: TabId,
    },
    /// Load the tab's page anew, and wait until it has loaded.
    Reload {
        /// The tab.
        tab: TabId,
    },
    /// Ask the organisation's server whether it accepts what the browser holds.
    AskServer {
        /// The organisation.
        organisation: Host,
        /// Its product: the address of the question differs.
        product: Product,
        /// The container to ask from; each has cookies of its own.
        container: Option<Container>,
    },
    /// Open the organisation without a tab, as the next person would, and see whether it asks to sign in.
    TryEntry {
        /// The organisation.
        organisation: Host,
        /// Its product.
        product: Product,
    },
    /// Open the receipt's page, so that the window stays and the person sees how it ends.
    ShowReceipt {
        /// The window to open it in.
        window: WindowId,
    },
    /// Clear `sessionStorage` in all frames of a tab.
    ClearPage {
        /// The tab.
        tab: TabId,
    },
    /// Clear every storage of a CRM frame inside another site, from inside it, and count what is left.
    ClearFrame {
        /// The tab of the other site.
        tab: TabId,
        /// The frame.
        frame: FrameId,
    },
    /// Leave a CRM frame inside another site showing nothing.
    BlankFrame {
        /// The tab of the other site.
        tab: TabId,
        /// The frame.
        frame: FrameId,
    },
    /// Close a tab.
    CloseTab {
        /// The tab.
        tab: TabId,
        /// Whether the run itself opened it, in the background: then it goes wherever it was led.
        opened: bool,
    },
    /// Remove exactly these cookies.
    RemoveCookies {
        /// The cookies.
        cookies: Vec<Cookie>,
    },
    /// Remove the cache and every storage of exactly these hosts.
    ClearStorage {
        /// The hosts.
        hosts: Hosts,
        /// What is in containers besides.
        contained: Vec<Contained>,
    },
    /// Count what the storage of a tab's origin holds.
    Inspect {
        /// The tab.
        tab: TabId,
    },
    /// Remove what the browser's history holds of exactly these hosts.
    ForgetVisits {
        /// The hosts.
        hosts: Hosts,
    },
    /// Remove what the list of downloads holds of exactly these hosts; the files stay.
    ForgetDownloads {
        /// The hosts.
        hosts: Hosts,
    },
    /// Remove what the browser remembers of forms since then; that of every site, since no browser tells them apart.
    ForgetEntries {
        /// Since when.
        since: Time,
    },
    /// Empty the clipboard from this page, if the last copy was made in a page of the CRM.
    EmptyClipboard {
        /// The tab.
        tab: TabId,
    },
    /// Put the receipt into the history.
    File {
        /// The receipt.
        receipt: Receipt,
    },
}

impl Effect {
    /// The tab whose page this takes away, unless the run itself opened it: what the person may have led elsewhere.
    #[must_use]
    pub const fn takes_away(&self) -> Option<TabId> {
        match self {
            Self::Discard { tab }
            | Self::Visit { tab: Some(tab), .. }
            | Self::Reload { tab }
            | Self::CloseTab { tab, opened: false } => Some(*tab),
            Self::AskServer { .. }
            | Self::AskUnsaved { .. }
            | Self::AwaitLoad { .. }
            | Self::BlankFrame { .. }
            | Self::ClearFrame { .. }
            | Self::ClearPage { .. }
            | Self::ClearStorage { .. }
            | Self::CloseTab { opened: true, .. }
            | Self::EmptyClipboard { .. }
            | Self::File { .. }
            | Self::ForgetDownloads { .. }
            | Self::ForgetEntries { .. }
            | Self::ForgetVisits { .. }
            | Self::Inspect { .. }
            | Self::ListCookies
            | Self::ListTabs
            | Self::Press { .. }
            | Self::RemoveCookies { .. }
            | Self::ShowReceipt { .. }
            | Self::Survey { .. }
            | Self::TryEntry { .. }
            | Self::Visit { tab: None, .. } => None,
        }
    }
}

/// A host, and a container that keeps something of it.
#[derive(Clone, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Contained {
    /// The container.
    pub container: Container,
    /// The host.
    pub host: Host,
}

/// At least one host: a removal without a host would be a removal of everything.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Hosts(Set<Host>);

/// There is no host to remove anything of.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no host is named")]
pub struct NoHost;

impl TryFrom<Set<Host>> for Hosts {
    type Error = NoHost;

    fn try_from(hosts: Set<Host>) -> Result<Self, NoHost> {
        if hosts.is_empty() { Err(NoHost) } else { Ok(Self(hosts)) }
    }
}

impl Data for Hosts {
    fn blank(_: Blank) -> Self {
        Self(Set::new())
    }

    fn write(&self, to: &mut Writer) {
        self.0.write(to);
    }

    fn read(&mut self, from: &Value, blank: Blank) -> bool {
        self.0.read(from, blank) && !self.0.is_empty()
    }
}

impl Hosts {
    /// Each host for itself.
    pub fn apart(self) -> impl Iterator<Item = Self> {
        self.0.into_iter().map(|host| Self([host].into()))
    }

    /// The hosts, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Host> {
        self.0.iter()
    }
}

/// What came of an effect.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It was done, and there is nothing to tell.
    Done,
    /// The tabs that are open.
    Tabs(Tabs),
    /// The cookies that are there.
    Cookies(Cookies),
    /// Whether the page holds unsaved work.
    Unsaved(bool),
    /// The page was dropped; some browsers give the tab a new number.
    Discarded(TabId),
    /// What the frames of the tab showed.
    Survey(Survey),
    /// What became of the press.
    Pressed(Pressed),
    /// The page that has loaded.
    Loaded(Loaded),
    /// The server's answer.
    Server(ServerSays),
    /// How many of the cookies could not be removed.
    Removed {
        /// Removals that the browser refused or failed at.
        failed: u32,
    },
    /// What is left in a storage.
    Storage(Storage),
    /// What is left in the storage of a frame, and the site around it, where the browser tells.
    Framed {
        /// What is left.
        left: Storage,
        /// The site of the tab.
        site: Option<Host>,
    },
    /// What opening the organisation led to.
    Entry(Entry),
    /// Whether the clipboard held a copy out of the CRM, and was emptied.
    Clipboard {
        /// Otherwise it was left alone.
        emptied: bool,
    },
    /// Entries of a list were removed, and it was looked at again.
    Forgotten {
        /// How many were removed.
        removed: u32,
        /// How many are left.
        left: u32,
    },
}

impl Outcome {
    /// Keeps of a list only what is of this jar.
    #[must_use]
    pub fn of(mut self, jar: Jar) -> Self {
        if let Self::Tabs(tabs) = &mut self {
            tabs.keep(jar);
        } else if let Self::Cookies(cookies) = &mut self {
            cookies.keep(jar);
        }
        self
    }
}

/// What opening an organisation leads to.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Entry {
    /// The sign-in page.
    AsksToSignIn,
    /// The sign-in page, with accounts to choose from: some may still be signed in.
    OffersAccounts,
    /// A page of the sign-in service that leads into the app by itself.
    SignsIn,
    /// The app.
    LetsIn,
    /// A page that nobody knows here.
    Unknown,
    /// The server did not answer.
    Nothing,
}

/// Why an effect was not carried out.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, thiserror::Error)]
pub enum Failure {
    /// The tab, the frame or the document is not there any more.
    #[error("the page is gone")]
    Gone,
    /// The page that was to be loaded could not be: the browser shows an error page.
    #[error("the page could not be loaded")]
    NotLoaded,
    /// The browser refused: a permission is missing or was withdrawn.
    #[error("the browser refused")]
    Refused,
    /// No answer came in time.
    #[error("no answer in time")]
    TimedOut,
    /// The answer made no sense, or the call failed for another reason.
    #[error("the call failed")]
    Broken,
}

/// The tabs that are open, and the CRM frames inside other sites.
#[derive(Clone, Data, Debug, Default, Eq, Hash, PartialEq)]
pub struct Tabs {
    /// Every tab of every window that the extension may see.
    pub tabs: Vec<Tab>,
    /// The CRM frames inside tabs of other sites.
    pub frames: Vec<Frame>,
    /// The window that the person used last; none if the browser does not tell, or the tabs could not be listed.
    pub focused: Option<WindowId>,
    /// Whether private windows are listed too; otherwise it proves nothing that none is among them.
    pub sees_private: bool,
}

impl Tabs {
    /// Keeps only those of this jar.
    pub fn keep(&mut self, jar: Jar) {
        self.tabs.retain(|tab| tab.jar == jar);
        self.frames.retain(|frame| self.tabs.iter().any(|tab| tab.id == frame.tab));
    }
}

/// A tab.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub struct Tab {
    /// Its number.
    pub id: TabId,
    /// Its window.
    pub window: WindowId,
    /// Whether that is a private window.
    pub jar: Jar,
    /// Whether it is the one that its window shows.
    pub is_shown: bool,
    /// Whether its page was dropped from memory.
    pub is_discarded: bool,
    /// The host of its page, if the extension may know it.
    pub host: Option<Host>,
}

/// A CRM frame inside a tab of another site.
#[derive(Clone, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Frame {
    /// The tab.
    pub tab: TabId,
    /// The frame.
    pub frame: FrameId,
    /// The CRM host it shows.
    pub host: Host,
}

/// The cookies that a listing showed.
#[derive(Clone, Data, Debug, Default, Eq, Hash, PartialEq)]
pub struct Cookies {
    /// The cookies of permitted hosts.
    pub cookies: Vec<Cookie>,
    /// Whether every host that the manifest names was permitted; otherwise an empty list proves nothing.
    pub complete: bool,
}

impl Cookies {
    /// Keeps only those of this jar.
    pub fn keep(&mut self, jar: Jar) {
        self.cookies.retain(|cookie| Jar::of_store(&cookie.store) == jar);
    }
}

/// A page that has loaded.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub struct Loaded {
    /// The tab.
    pub tab: TabId,
    /// The host of its page, if the extension may know it.
    pub host: Option<Host>,
}

/// What became of a press.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Pressed {
    /// The control was pressed.
    Pressed,
    /// It is not in the page any more.
    Gone,
    /// It is not what the survey showed any more.
    Changed,
    /// Something lies over it, or it cannot be seen.
    Covered,
}

/// What a storage holds; none where the page could not tell.
#[derive(Clone, Copy, Data, Debug, Default, Eq, Hash, PartialEq)]
pub struct Storage {
    /// Entries of `localStorage`.
    pub local: Option<u32>,
    /// Entries of `sessionStorage`.
    pub session: Option<u32>,
    /// IndexedDB databases.
    pub databases: Option<u32>,
    /// Caches of Cache Storage.
    pub caches: Option<u32>,
    /// Registered service workers.
    pub workers: Option<u32>,
    /// Entries of the origin-private file system.
    pub files: Option<u32>,
}

impl Storage {
    /// What each kind holds.
    #[must_use]
    pub const fn counts(&self) -> [Option<u32>; 6] {
        [self.local, self.session, self.databases, self.caches, self.workers, self.files]
    }
}
