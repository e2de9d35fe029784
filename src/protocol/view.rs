//! What the panel shows: made by the background from the run, drawn by `ui`.

use crate::engine::receipt::{Kind, Receipt, StepName, Trigger};
use crate::engine::run::{Ending, Found, Run, Unsaved};
use crate::engine::site::{Host, Product};
use crate::engine::time::{Millis, Time};
use crate::value::Data;

/// All that the panel needs to draw itself.
#[derive(Clone, Data, Debug, Eq, PartialEq)]
pub enum View {
    /// No run is going on; how things stand, and the last receipt, if there is one.
    Standing {
        /// What is there of the CRM.
        found: Vec<Found>,
        /// Whether every host could be seen: otherwise there may be more.
        is_complete: bool,
        /// Since when the CRM is in use, if it is.
        since: Option<Time>,
        /// What signs out by itself next, and when.
        next: Option<(Trigger, Time)>,
        /// Until when what may be put off is put off.
        paused: Option<Time>,
        /// The last receipt that was written.
        last: Option<Receipt>,
        /// The one of the same click for ordinary windows, if that is for private ones.
        earlier: Option<Receipt>,
    },
    /// A run is going on.
    Running {
        /// Where it stands.
        progress: Progress,
    },
    /// A run waits for an answer: there is unsaved work.
    Asking {
        /// Where it stands.
        progress: Progress,
        /// The tabs that hold unsaved work, or do not answer.
        unsaved: Vec<UnsavedTab>,
        /// When it gives up waiting, and leaves everything as it is.
        until: Time,
    },
    /// A run has just ended.
    Finished {
        /// Its receipt.
        receipt: Receipt,
        /// The one of the same click for ordinary windows, if that is for private ones.
        earlier: Option<Receipt>,
    },
    /// A run was called off: nothing was signed out, closed or removed.
    CalledOff,
    /// The extension itself failed.
    Broken {
        /// What failed.
        trouble: Trouble,
    },
}

/// Where a run stands.
#[derive(Clone, Data, Debug, Eq, PartialEq)]
pub struct Progress {
    /// When the run began.
    pub started: Time,
    /// The organisations it found so far, each with its product.
    pub organisations: Vec<(Host, Product)>,
    /// The steps that are behind it, each with its time.
    pub done: Vec<(StepName, Millis)>,
    /// The step that it is at.
    pub now: StepName,
}

/// A tab with work that a sign-out would lose.
#[derive(Clone, Data, Debug, Eq, PartialEq)]
pub struct UnsavedTab {
    /// Its organisation.
    pub organisation: Host,
    /// Whether it said so itself; otherwise it did not answer.
    pub certain: bool,
}

/// What the page of the warning shows, and the bar in the pages of the CRM. Its texts are made.
#[derive(Clone, Data, Debug, Default, Eq, PartialEq)]
#[data(camel_case)]
pub struct Notice {
    /// When the sign-out begins.
    pub until: Option<Time>,
    /// What sets it off.
    pub reason: String,
    /// What else there is to know.
    pub notes: Vec<String>,
    /// Whether the session may be kept.
    pub may_keep: bool,
    /// The sign-out has begun.
    pub is_leaving: bool,
}

/// What can go wrong with the extension itself. Each has a sentence for the user.
#[derive(Clone, Copy, Data, Debug, Eq, PartialEq)]
pub enum Trouble {
    /// The core stopped; it goes on with the run at the next event. `background.js` says so in its place.
    CoreStopped,
    /// The browser could not store the journal: the disk may be full.
    JournalNotWritten,
    /// The browser did not say whether there is a journal.
    JournalNotRead,
    /// The stored journal makes no sense, and was set aside.
    JournalUnreadable,
    /// The core stopped so often in one run that the run was given up; its journal was set aside.
    RunGivenUp,
}

/// What the panel may ask of the background.
#[derive(Clone, Copy, Data, Debug, Eq, PartialEq)]
pub enum FromPanel {
    /// *Sign out now* in a page of the extension.
    Start,
    /// The panel is open again, or elsewhere: tell it how things stand, and start nothing.
    Watch,
    /// The same, but not of the run that ended last.
    Look,
    /// The answer to the question about unsaved work.
    Answer {
        /// Sign out all the same; otherwise leave everything as it is.
        sign_out: bool,
    },
    /// On the warning: the session is kept.
    Keep,
    /// On the warning: sign out at once.
    Leave,
}

/// What the CRM has left or opened here, in one word.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Presence {
    /// A session may be alive.
    SignedIn,
    /// Only what an earlier one left.
    Traces,
    /// Nothing.
    Nothing,
}

impl Presence {
    /// What these come to.
    #[must_use]
    pub fn of(found: &[Found]) -> Self {
        match found {
            [] => Self::Nothing,
            found if found.iter().any(|it| it.kind == Kind::ServerSession) => Self::SignedIn,
            _ => Self::Traces,
        }
    }
}

impl View {
    /// How a run shows itself; none for one that found nothing to do.
    #[must_use]
    pub fn of(run: &Run) -> Option<Self> {
        match run.ending() {
            Some(Ending::Filed { receipt, earlier }) => {
                return Some(Self::Finished {
                    receipt: receipt.clone(),
                    earlier: earlier.as_deref().cloned(),
                });
            }
            Some(Ending::CalledOff) => return Some(Self::CalledOff),
            Some(Ending::NothingFound) => return None,
            None => {}
        }
        let progress = Progress {
            started: run.started(),
            organisations: run.organisations(),
            done: run.steps().iter().map(|step| (step.step, step.took)).collect(),
            now: run.step_name(),
        };
        let Some((unsaved, until)) = run.question() else { return Some(Self::Running { progress }) };
        let unsaved = unsaved
            .into_iter()
            .map(|(organisation, unsaved)| UnsavedTab { organisation, certain: unsaved == Unsaved::Yes })
            .collect();
        Some(Self::Asking { progress, unsaved, until: until.due_at() })
    }
}
