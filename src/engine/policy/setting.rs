//! The settings there are, their names, limits and defaults.

use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Whose the computer is. It decides the defaults.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// One person's.
    Own,
    /// Shared, or unattended at times.
    Shared,
}

impl Profile {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Own, Self::Shared];

    /// Its name in a policy and in what is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Shared => "shared",
        }
    }
}

/// What a setting is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Topic {
    /// What a sign-out covers.
    Covers,
    /// When one starts without a click.
    Starts,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Covers, Self::Starts];
}

/// A permission that the browser gives only when the person agrees.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Permission {
    /// To list and remove entries of the history.
    History,
    /// To list and remove entries of the list of downloads.
    Downloads,
    /// To write to the clipboard without a person's click.
    ClipboardWrite,
}

impl Permission {
    /// The browser's name for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::History => "history",
            Self::Downloads => "downloads",
            Self::ClipboardWrite => "clipboardWrite",
        }
    }
}

/// A setting that is on or off.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Sign out the account at the sign-in service too.
    Account,
    /// Only the organisation in front.
    OnlyFront,
    /// The sign-in service's device and telemetry cookies go too.
    DeviceCookies,
    /// The history's entries of the CRM go too.
    History,
    /// The entries of the list of downloads go too.
    Downloads,
    /// The clipboard is emptied, if the last copy was made in the CRM.
    Clipboard,
    /// What the browser remembers of forms since the session began goes too: that of all sites.
    Entries,
}

impl Flag {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Account,
        Self::OnlyFront,
        Self::DeviceCookies,
        Self::History,
        Self::Downloads,
        Self::Clipboard,
        Self::Entries,
    ];

    /// Its name in a policy and in what is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::OnlyFront => "only_front",
            Self::DeviceCookies => "device_cookies",
            Self::History => "history",
            Self::Downloads => "downloads",
            Self::Clipboard => "clipboard",
            Self::Entries => "entries",
        }
    }

    /// What it is where nobody chose.
    ///
    /// On, if it harms nobody else; what touches other sites' data, or needs a permission of its own, is a choice.
    #[must_use]
    pub const fn default_in(self, profile: Profile) -> bool {
        match self {
            Self::Account => true,
            Self::History | Self::Downloads => matches!(profile, Profile::Shared),
            Self::OnlyFront | Self::DeviceCookies | Self::Clipboard | Self::Entries => false,
        }
    }

    /// What it is about.
    #[must_use]
    pub const fn topic(self) -> Topic {
        match self {
            Self::Account
            | Self::OnlyFront
            | Self::DeviceCookies
            | Self::History
            | Self::Downloads
            | Self::Clipboard
            | Self::Entries => Topic::Covers,
        }
    }

    /// The permission without which it does nothing.
    #[must_use]
    pub const fn permission(self) -> Option<Permission> {
        match self {
            Self::History => Some(Permission::History),
            Self::Downloads => Some(Permission::Downloads),
            Self::Clipboard => Some(Permission::ClipboardWrite),
            Self::Account | Self::OnlyFront | Self::DeviceCookies | Self::Entries => None,
        }
    }

    /// The default that leaves less behind.
    pub(super) const fn stricter_default(self) -> bool {
        self.default_in(Profile::Shared)
    }
}

/// A setting that is a number.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Number {
    /// Minutes without activity in any page of the CRM, after which it is signed out; 0 for never.
    Inactivity,
}

impl Number {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::Inactivity];

    /// Its name in a policy and in what is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inactivity => "inactivity",
        }
    }

    /// What it is where nobody chose.
    #[must_use]
    pub const fn default_in(self, profile: Profile) -> u32 {
        match (self, profile) {
            (Self::Inactivity, Profile::Own) => 60,
            (Self::Inactivity, Profile::Shared) => 15,
        }
    }

    /// The values that it may have.
    #[must_use]
    pub const fn range(self) -> RangeInclusive<u32> {
        match self {
            // A day at most.
            Self::Inactivity => 0..=24 * 60,
        }
    }

    /// What it is about.
    #[must_use]
    pub const fn topic(self) -> Topic {
        match self {
            Self::Inactivity => Topic::Starts,
        }
    }

    /// The default that signs out sooner.
    pub(super) const fn stricter_default(self) -> u32 {
        self.default_in(Profile::Shared)
    }
}
