//! What the toolbar button shows at a glance.

use super::Watch;
use crate::engine::receipt::Verdict;

/// A picture on the button, and what it tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    /// The CRM is not in use.
    Plain,
    /// The CRM is in use.
    SignedIn,
    /// A sign-out is about to come, or the last one left something.
    Warning,
    /// The last sign-out was checked, and nothing was used since.
    Done,
}

impl Mark {
    /// The beginning of its pictures' file names; the one for *done* is the extension's own.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::SignedIn => "in",
            Self::Warning => "warning",
            Self::Done => "icon",
        }
    }
}

impl Watch {
    /// How the button is marked; `last` is what the sign-out came to that ended just now, if one did.
    #[must_use]
    pub fn mark(&self, last: Option<Verdict>) -> Mark {
        match (self.counts_down(), self.since(), last) {
            (Some(_), _, _) => Mark::Warning,
            (None, Some(_), _) => Mark::SignedIn,
            (None, None, Some(Verdict::SignedOut)) => Mark::Done,
            (None, None, Some(Verdict::ClearedHere | Verdict::Incomplete)) => Mark::Warning,
            (None, None, None) => Mark::Plain,
        }
    }
}
