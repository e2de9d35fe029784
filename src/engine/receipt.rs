//! What a logout did, what was proved, and what remains.
//!
//! *Architecture invariant:* a line says *verified* only if a check answered.
//! The only way to a [`Proof::Verified`] is a function of [`Proof`] that takes the answer.
//! A receipt holds counts and host names; no cookie value, no path, no record and no user's name.

pub mod chain;
pub mod retention;

use super::effect::Entry;
use super::scope::Jar;
use super::site::{Host, Product};
use super::time::{Millis, Time};
use crate::engine::sorted::{Map, Set};
use crate::value::Data;

/// What one logout did, and what is proved of it.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub struct Receipt {
    /// The run that it is of; the moment at which that run began.
    pub run: Time,
    /// What set the run off.
    pub trigger: Trigger,
    /// When the run ended.
    pub ended: Time,
    /// Which windows it is about.
    #[data(optional)]
    pub jar: Jar,
    /// The receipt that the same click left for ordinary windows, by its run.
    #[data(optional)]
    pub earlier: Option<Time>,
    /// What it all comes to.
    pub verdict: Verdict,
    /// The organisations that were signed out of, and how.
    pub organisations: Map<Host, Organisation>,
    /// What became of each kind of thing a session leaves behind.
    pub lines: Vec<Line>,
    /// Organisations that were to be kept, but share their session with one that was signed out of.
    #[data(optional)]
    pub ended_too: Set<Host>,
    /// Organisations whose unsaved work was given up because a policy said so; also where a page did not answer.
    #[data(optional)]
    pub given_up: Set<Host>,
    /// How long each step took.
    pub steps: Vec<StepTime>,
}

/// What sets a logout off.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Trigger {
    /// The toolbar button.
    Toolbar,
    /// *Only this organisation* in its menu.
    OnlyFront,
    /// *Sign out now* on a warning.
    Warning,
    /// No activity in any page of the CRM.
    Inactivity,
    /// No activity at the computer.
    Idle,
    /// The screen was locked.
    Locked,
    /// The computer was woken after the time was up.
    Woken,
    /// The browser was started, and the last session had never been signed out.
    BrowserStart,
    /// The last tab of the CRM was closed.
    LastTab,
    /// The time of day.
    TimeOfDay,
}

impl Trigger {
    /// Whether a person asked for it, who is there to answer for unsaved work.
    #[must_use]
    pub const fn is_by_hand(self) -> bool {
        matches!(self, Self::Toolbar | Self::OnlyFront | Self::Warning)
    }
}

/// What a logout comes to.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Verdict {
    /// Signed out at the server, nothing left here that could be looked for; checked.
    SignedOut,
    /// Nothing left here, but no server has confirmed that the session is over.
    ClearedHere,
    /// Something is left, or could not be looked for; the lines say what.
    Incomplete,
}

/// How one organisation was signed out of.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, PartialEq)]
pub struct Organisation {
    /// The product.
    pub product: Product,
    /// What signed it out.
    pub way: Way,
}

/// The way in which an organisation was signed out of.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Way {
    /// The page's own control was pressed.
    Control,
    /// The product's sign-out address was opened.
    Address,
    /// Neither led to a sign-out page: only this browser was cleared.
    OnlyHere,
    /// Its session is one with that of another organisation of its region, which was signed out of.
    Shared,
    /// It held no session any more: only what was left of one was cleared.
    NoSession,
    /// Its page held unsaved work that nobody gave up, so it was left open.
    LeftOpen,
    /// The account was to stay signed in, so only this browser was cleared.
    AccountKept,
}

/// What became of one kind of thing.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub struct Line {
    /// The kind.
    pub kind: Kind,
    /// The organisation it belongs to; none for what all of them share.
    pub organisation: Option<Host>,
    /// The other site that it is inside of, if it is.
    #[data(optional)]
    pub inside: Option<Host>,
    /// How many were there and were taken away; none where they cannot be counted.
    pub removed: Option<u32>,
    /// How it is known, or why it is not.
    pub proof: Proof,
}

/// A kind of thing that a session leaves behind.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// The session at the organisation's server.
    ServerSession,
    /// The session at the Microsoft sign-in service.
    MicrosoftSession,
    /// Open tabs of the CRM.
    Tabs,
    /// Cookies of the CRM.
    Cookies,
    /// Session cookies of the Microsoft sign-in service.
    MicrosoftCookies,
    /// The sign-in service's cookies for this computer.
    DeviceCookies,
    /// `localStorage`.
    LocalStorage,
    /// `sessionStorage`.
    SessionStorage,
    /// IndexedDB databases.
    Databases,
    /// Cache Storage.
    Caches,
    /// Service workers.
    Workers,
    /// Files of the origin-private file system.
    Files,
    /// The browser's HTTP cache.
    HttpCache,
    /// Storage of CRM frames inside other sites.
    FramedStorage,
    /// The session of a CRM frame inside another site, at its server: only that frame could ask.
    FramedSession,
    /// Whether the organisation can be opened again without signing in.
    Entry,
    /// Entries of the browser's history.
    History,
    /// Entries of the list of downloads.
    Downloads,
    /// What the browser remembers of forms.
    Entries,
    /// The clipboard.
    Clipboard,
}

impl Kind {
    /// Whether the browser lists it, so that it can be counted before it is taken away.
    #[must_use]
    pub const fn is_listed(self) -> bool {
        matches!(
            self,
            Self::Tabs
                | Self::Cookies
                | Self::MicrosoftCookies
                | Self::DeviceCookies
                | Self::FramedStorage
                | Self::History
                | Self::Downloads
        )
    }

    /// Whether it is something that pages keep in the browser, cookies aside.
    #[must_use]
    pub const fn is_storage(self) -> bool {
        matches!(
            self,
            Self::LocalStorage
                | Self::SessionStorage
                | Self::Databases
                | Self::Caches
                | Self::Workers
                | Self::Files
                | Self::FramedStorage
        )
    }
}

/// How a line of the receipt is known.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Proof {
    /// A check answered.
    Verified(Checked),
    /// No check can answer here.
    Unverifiable(Unverifiable),
    /// A check answered that something is left, or the removal failed.
    Failed(Remains),
}

/// The check that answered. Made from an answer only.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Checked {
    by: Check,
}

impl Checked {
    /// Which check it was.
    #[must_use]
    pub const fn by(self) -> Check {
        self.by
    }
}

/// The checks there are.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Check {
    /// Listed again, and none was left.
    ListedAgain,
    /// Looked at from a page of the origin, and none was left.
    LookedInside,
    /// The server was asked with what the browser held, and refused it.
    ServerRefused,
    /// The sign-in service's own signed-out page was reached, or it asked for a password.
    SignedOutPage,
    /// The organisation was opened, and asked to sign in.
    AskedToSignIn,
    /// No private window is left: all that they kept lay in memory, and went with the last one.
    WindowClosed,
}

/// Why no check can answer.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Unverifiable {
    /// The browser offers no way to look.
    BrowserCannotLook,
    /// The server did not answer.
    ServerSilent,
    /// The page from which to look could not be opened.
    PageNotOpened,
    /// Another site has embedded the CRM, and no such frame is open from which its storage could be cleared.
    FrameNotOpen,
    /// The sign-out page was not reached, so nothing tells.
    PageNotReached,
    /// The browser did not let the extension look.
    Refused,
    /// The product has no address that answers the question.
    NoSuchQuestion,
    /// Opening it led to a page that nobody knows here.
    UnknownPage,
    /// Nobody knows since when the CRM was used here.
    SinceUnknown,
    /// Somebody signed in again when it had been looked, or may have.
    SignedInAgain,
    /// A private window is still open, and its cache goes with the last one only.
    WindowOpen,
}

/// What is left, and why.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Remains {
    /// So many are still there.
    Left(u32),
    /// The removal itself failed.
    RemovalFailed,
    /// The server still accepts the session.
    StillAccepted,
    /// The server's session was not ended: the server could not be reached, or no way out of the page was found.
    NotEnded,
    /// The account was kept signed in, as it was chosen.
    AccountKept,
    /// The organisation can be opened without signing in.
    OpensAtOnce,
}

/// A step of a run, in its order.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum StepName {
    /// See what is there, and whether work is unsaved.
    Freeze,
    /// End the sessions at their servers.
    SignOut,
    /// Close the tabs.
    Close,
    /// Remove what is in scope.
    Sweep,
    /// Look again, and ask the servers.
    Verify,
}

/// How long a step took.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, PartialEq)]
pub struct StepTime {
    /// The step.
    pub step: StepName,
    /// Its time, waits for a person's answer included.
    pub took: Millis,
}

impl StepName {
    /// All steps, in their order.
    pub const ALL: [Self; 5] = [Self::Freeze, Self::SignOut, Self::Close, Self::Sweep, Self::Verify];
}

/// What a listing after the removal showed.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, PartialEq)]
pub enum Look {
    /// It was listed: so many are left.
    Counted(u32),
    /// It could not be listed.
    Blind(Unverifiable),
}

/// What the organisation's server said of the session.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ServerSays {
    /// It accepts what the browser holds.
    SignedIn,
    /// It refuses what the browser holds.
    SignedOut,
    /// It did not answer.
    Nothing,
    /// This product cannot be asked.
    NotAsked,
}

impl ServerSays {
    /// The worse of two answers to the same question, asked with different cookies.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self == Self::SignedIn || other == Self::SignedOut { self } else { other }
    }

    /// What it means for the organisation's own session where opening it led.
    ///
    /// A server that sends to the sign-in service has refused what the browser holds.
    #[must_use]
    pub const fn from_entry(entry: Entry) -> Self {
        match entry {
            Entry::AsksToSignIn | Entry::OffersAccounts | Entry::SignsIn => Self::SignedOut,
            Entry::LetsIn => Self::SignedIn,
            Entry::Unknown | Entry::Nothing => Self::NotAsked,
        }
    }
}

impl Proof {
    /// What a look proves: nothing left is verified, something left is a failure, no look is neither.
    #[must_use]
    pub const fn from_look(look: Look, by: Check) -> Self {
        match look {
            Look::Counted(0) => Self::Verified(Checked { by }),
            Look::Counted(left) => Self::Failed(Remains::Left(left)),
            Look::Blind(why) => Self::Unverifiable(why),
        }
    }

    /// What a list of the private tabs proves of what private windows keep.
    #[must_use]
    pub const fn from_private_tabs(tabs: Look) -> Self {
        match tabs {
            Look::Counted(0) => Self::Verified(Checked { by: Check::WindowClosed }),
            Look::Counted(_) => Self::Unverifiable(Unverifiable::WindowOpen),
            Look::Blind(why) => Self::Unverifiable(why),
        }
    }

    /// What the server's words prove.
    ///
    /// `first` was said after the sign-out, with what the browser then held; `last` when all was removed.
    /// A server that accepted the session before the removal has not ended it,
    /// even if it refuses this browser afterwards.
    #[must_use]
    pub const fn from_server(first: ServerSays, last: ServerSays) -> Self {
        match (first, last) {
            (_, ServerSays::SignedIn) => Self::Failed(Remains::StillAccepted),
            (ServerSays::SignedIn | ServerSays::Nothing, _) => Self::Failed(Remains::NotEnded),
            (ServerSays::SignedOut, ServerSays::SignedOut | ServerSays::NotAsked) => {
                Self::Verified(Checked { by: Check::ServerRefused })
            }
            (ServerSays::SignedOut, ServerSays::Nothing) => Self::Unverifiable(Unverifiable::ServerSilent),
            (ServerSays::NotAsked, _) => Self::Unverifiable(Unverifiable::NoSuchQuestion),
        }
    }

    /// What opening the organisation again proves.
    #[must_use]
    pub const fn from_entry(entry: Entry) -> Self {
        match entry {
            Entry::AsksToSignIn => Self::Verified(Checked { by: Check::AskedToSignIn }),
            Entry::SignsIn | Entry::LetsIn => Self::Failed(Remains::OpensAtOnce),
            Entry::OffersAccounts | Entry::Unknown => Self::Unverifiable(Unverifiable::UnknownPage),
            Entry::Nothing => Self::Unverifiable(Unverifiable::ServerSilent),
        }
    }

    /// What is proved of the session of a product that cannot be asked for it.
    ///
    /// The sign-out led to the sign-in service's own page, and opening it again asks to sign in.
    #[must_use]
    pub const fn from_way_out(page_reached: bool, entry: Option<Entry>) -> Self {
        match (page_reached, entry) {
            (_, Some(entry @ (Entry::LetsIn | Entry::SignsIn)))
            | (true, Some(entry @ Entry::AsksToSignIn)) => Self::from_entry(entry),
            (_, _) => Self::Unverifiable(Unverifiable::NoSuchQuestion),
        }
    }

    /// What it proves that the sign-in service's own page was, or was not, reached.
    #[must_use]
    pub const fn from_sign_out_page(reached: bool) -> Self {
        if reached {
            Self::Verified(Checked { by: Check::SignedOutPage })
        } else {
            Self::Unverifiable(Unverifiable::PageNotReached)
        }
    }
}

impl Verdict {
    /// What these lines come to.
    #[must_use]
    pub fn of(lines: &[Line]) -> Self {
        let (server, here): (Vec<_>, Vec<_>) = lines
            .iter()
            .map(|line| (line.kind, line.proof))
            .partition(|(kind, _)| matches!(kind, Kind::ServerSession | Kind::MicrosoftSession));
        let all = |lines: &[(Kind, Proof)], is_good: fn(Proof) -> bool| {
            lines.iter().all(|(_, proof)| is_good(*proof))
        };
        let is_ended = all(&server, |proof| matches!(proof, Proof::Verified(_)));
        let is_accepted = server.iter().any(|(_, proof)| *proof == Proof::Failed(Remains::StillAccepted));
        if is_ended && all(&here, Proof::is_as_good_as_it_gets) {
            Self::SignedOut
        } else if !is_ended && !is_accepted && all(&here, Proof::is_as_good_as_without_a_server) {
            Self::ClearedHere
        } else {
            Self::Incomplete
        }
    }
}

impl Proof {
    /// Verified, or of a kind that nobody can look at here.
    const fn is_as_good_as_it_gets(self) -> bool {
        matches!(
            self,
            Self::Verified(_)
                | Self::Unverifiable(Unverifiable::BrowserCannotLook | Unverifiable::UnknownPage)
        )
    }

    /// The same, or not looked at because the page to look from comes from the server that does not answer.
    const fn is_as_good_as_without_a_server(self) -> bool {
        let silent =
            matches!(self, Self::Unverifiable(Unverifiable::PageNotOpened | Unverifiable::ServerSilent));
        self.is_as_good_as_it_gets() || silent
    }
}
