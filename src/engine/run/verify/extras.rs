//! What is taken away by choice: history, downloads, what the browser remembers of forms.
//!
//! It comes last, since the checks themselves leave entries behind.

use crate::engine::effect::{Effect, Failure, Hosts, Outcome};
use crate::engine::receipt::{Check, Kind, Look, Proof, Remains, Unverifiable};
use crate::engine::run::desk::Desk;
use crate::engine::scope::{Entries, Extras};
use crate::value::Data;

/// What came of one of them.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, PartialEq)]
pub(super) enum Forgotten {
    /// It was looked at again.
    Counted { removed: u32, left: u32 },
    /// The browser did it, and lets nobody look.
    Unseen,
    /// It held nothing of the CRM.
    NotOurs,
    /// The browser refused: the permission is missing.
    Refused,
    /// It failed.
    Failed,
}

impl Forgotten {
    /// What came of an effect of this kind; none of any other.
    pub(super) fn of(effect: &Effect, result: &Result<Outcome, Failure>) -> Option<(Kind, Self)> {
        let kinds = [
            (matches!(effect, Effect::ForgetVisits { .. }), Kind::History),
            (matches!(effect, Effect::ForgetDownloads { .. }), Kind::Downloads),
            (matches!(effect, Effect::ForgetEntries { .. }), Kind::Entries),
            (matches!(effect, Effect::EmptyClipboard { .. }), Kind::Clipboard),
        ];
        let (_, kind) = kinds.into_iter().find(|(is_it, _)| *is_it)?;
        let forgotten = match result {
            Ok(Outcome::Forgotten { removed, left }) => Self::Counted { removed: *removed, left: *left },
            Ok(Outcome::Clipboard { emptied: false }) => Self::NotOurs,
            Ok(_) => Self::Unseen,
            Err(Failure::Refused) => Self::Refused,
            Err(_) => Self::Failed,
        };
        Some((kind, forgotten))
    }

    pub(super) const fn removed(self) -> Option<u32> {
        match self {
            Self::Counted { removed, .. } => Some(removed),
            Self::Unseen | Self::NotOurs | Self::Refused | Self::Failed => None,
        }
    }

    /// How the line is known. What was not ours has none.
    pub(super) const fn proof(self) -> Option<Proof> {
        Some(match self {
            Self::NotOurs => return None,
            Self::Counted { left, .. } => Proof::from_look(Look::Counted(left), Check::ListedAgain),
            Self::Unseen => Proof::Unverifiable(Unverifiable::BrowserCannotLook),
            Self::Refused => Proof::Unverifiable(Unverifiable::Refused),
            Self::Failed => Proof::Failed(Remains::RemovalFailed),
        })
    }

    /// What came of several tries at one thing: one that worked is enough.
    pub(super) fn best(tries: impl Iterator<Item = Self>) -> Self {
        let rank = |it: &Self| match it {
            Self::Unseen | Self::Counted { .. } => 0,
            Self::NotOurs => 1,
            Self::Refused => 2,
            Self::Failed => 3,
        };
        tries.min_by_key(rank).unwrap_or(Self::Failed)
    }
}

/// Starts what was chosen. `hosts` are those whose entries go.
pub(super) fn start(extras: Extras, hosts: Option<Hosts>, desk: &mut Desk<'_>) {
    if let Some(hosts) = hosts {
        if extras.history {
            desk.issue(Effect::ForgetVisits { hosts: hosts.clone() });
        }
        if extras.downloads {
            desk.issue(Effect::ForgetDownloads { hosts });
        }
    }
    if let Entries::Since(since) = extras.entries {
        desk.issue(Effect::ForgetEntries { since });
    }
}
