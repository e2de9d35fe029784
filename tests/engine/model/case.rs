//! What the checker starts from, and how far it goes.

use crate::sim::Sim;
use clean_exit::engine::effect::Failure;
use clean_exit::engine::receipt::Verdict;
use clean_exit::engine::scope::Scope;
use clean_exit::engine::site::Host;

/// How often each kind of thing may still happen.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub(super) struct Budget {
    /// An effect fails, is too late, or the journal cannot be written.
    pub(super) faults: u8,
    /// The background dies.
    pub(super) deaths: u8,
    /// The browser is closed and opened again.
    pub(super) restarts: u8,
    /// The person, or the world outside, does something.
    pub(super) meddling: u8,
    /// The person clicks again when the run is over.
    pub(super) clicks: u8,
}

/// What the checker starts from, and how far it goes.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) sim: Sim,
    pub(super) scope: Scope,
    pub(super) budget: Budget,
    /// How an effect may fail. To the engine, `TimedOut` is what comes of a wait, so it is none of these.
    pub(super) failures: Vec<Failure>,
    /// Whether an effect that is too late is carried out all the same, sometime.
    pub(super) lateness: bool,
    pub(super) meddling: Vec<Meddling>,
    /// What it comes to in at least one world, lest all that is true is true of nothing.
    pub(super) reaches: Verdict,
    /// The hosts that are covered: contoso's and its region, say.
    pub(super) covered: Vec<Host>,
}

/// What the person, or the world outside, does.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Meddling {
    /// Closes a tab of the CRM.
    Closes,
    /// Leads a tab of the CRM to another site.
    Leaves,
    /// Types into a form.
    Edits,
    /// Opens this organisation in a new tab.
    Opens(Host),
    /// Signs in to this organisation in a new tab, with a password.
    SignsIn(Host),
    /// This organisation's server goes away, or comes back.
    Server(Host),
    /// The permission for this host is withdrawn, or given back.
    Permission(Host),
    /// Takes back that the extension may see private windows.
    ShutsOut,
    /// Closes the private windows.
    ClosesPrivate,
}
