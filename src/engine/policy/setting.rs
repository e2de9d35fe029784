//! The settings there are, their names, limits and defaults.

use crate::value::Data;
use std::ops::RangeInclusive;

/// Whose the computer is. It decides the defaults.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
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

/// A setting of the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Item {
    /// It is on or off.
    Flag(Flag),
    /// It is a number.
    Number(Number),
}

/// What a setting is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Topic {
    /// When a sign-out starts without a click.
    Starts,
    /// What comes before it then.
    Warns,
    /// What a sign-out covers.
    Covers,
    /// What is kept of it.
    Receipts,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Starts, Self::Warns, Self::Covers, Self::Receipts];

    /// The settings about it, in the order in which people look for them.
    #[must_use]
    pub const fn items(self) -> &'static [Item] {
        match self {
            Self::Starts => &[
                Item::Number(Number::Inactivity),
                Item::Number(Number::Idle),
                Item::Flag(Flag::Locked),
                Item::Flag(Flag::LastTab),
                Item::Number(Number::TimeOfDay),
                Item::Flag(Flag::Woken),
                Item::Flag(Flag::BrowserStart),
            ],
            Self::Warns => &[
                Item::Number(Number::Warning),
                Item::Flag(Flag::Notification),
                Item::Number(Number::Keeps),
                Item::Number(Number::UnsavedWait),
                Item::Flag(Flag::Pause),
            ],
            Self::Covers => &[
                Item::Flag(Flag::Account),
                Item::Flag(Flag::OnlyFront),
                Item::Flag(Flag::History),
                Item::Flag(Flag::Downloads),
                Item::Flag(Flag::Clipboard),
                Item::Flag(Flag::Entries),
                Item::Flag(Flag::DeviceCookies),
            ],
            Self::Receipts => &[Item::Number(Number::ReceiptDays)],
        }
    }
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
    /// To show notifications.
    Notifications,
}

impl Permission {
    /// The browser's names for it. `forgets_tabs`: whether the browser lets closed tabs be forgotten by the same choice.
    #[must_use]
    pub const fn names(self, forgets_tabs: bool) -> &'static [&'static str] {
        match self {
            Self::History if forgets_tabs => &["history", "sessions"],
            Self::History => &["history"],
            Self::Downloads => &["downloads"],
            Self::ClipboardWrite => &["clipboardWrite"],
            Self::Notifications => &["notifications"],
        }
    }
}

/// A setting that is on or off.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
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
    /// The screen is locked: signed out.
    Locked,
    /// Woken from sleep after the time was up: signed out at once.
    Woken,
    /// The browser starts, and the last session was never signed out: signed out at once.
    BrowserStart,
    /// The last tab of the CRM was closed: signed out.
    LastTab,
    /// The person may put off for an hour what signs out by itself.
    Pause,
    /// The warning is a notification, too.
    Notification,
}

impl Flag {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Account,
        Self::OnlyFront,
        Self::DeviceCookies,
        Self::History,
        Self::Downloads,
        Self::Clipboard,
        Self::Entries,
        Self::Locked,
        Self::Woken,
        Self::BrowserStart,
        Self::LastTab,
        Self::Pause,
        Self::Notification,
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
            Self::Locked => "locked",
            Self::Woken => "woken",
            Self::BrowserStart => "browser_start",
            Self::LastTab => "last_tab",
            Self::Pause => "pause",
            Self::Notification => "notification",
        }
    }

    /// What it is where nobody chose.
    ///
    /// On, if it harms nobody else; what touches other sites' data, or needs a permission of its own, is a choice.
    #[must_use]
    pub const fn default_in(self, profile: Profile) -> bool {
        match self {
            Self::Account | Self::Woken => true,
            // Who shares a computer should not have to rely on the one before.
            Self::Pause => matches!(profile, Profile::Own),
            Self::History
            | Self::Downloads
            | Self::Locked
            | Self::BrowserStart
            | Self::LastTab
            // Whoever turned to something else is still to hear that a sign-out comes.
            | Self::Notification => matches!(profile, Profile::Shared),
            Self::OnlyFront | Self::DeviceCookies | Self::Clipboard | Self::Entries => false,
        }
    }

    /// The permission without which it does nothing.
    #[must_use]
    pub const fn permission(self) -> Option<Permission> {
        match self {
            Self::History => Some(Permission::History),
            Self::Downloads => Some(Permission::Downloads),
            Self::Clipboard => Some(Permission::ClipboardWrite),
            Self::Notification => Some(Permission::Notifications),
            Self::Account
            | Self::OnlyFront
            | Self::DeviceCookies
            | Self::Entries
            | Self::Locked
            | Self::Woken
            | Self::BrowserStart
            | Self::LastTab
            | Self::Pause => None,
        }
    }

    /// The default that leaves less behind.
    pub(super) const fn stricter_default(self) -> bool {
        self.default_in(Profile::Shared)
    }
}

/// A setting that is a number.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Number {
    /// Minutes without activity in any page of the CRM, after which it is signed out; 0 for never.
    Inactivity,
    /// Minutes without activity at the computer, after which it is signed out; 0 for never.
    Idle,
    /// Minutes after midnight at which it is signed out every day, 1440 for midnight itself; 0 for never.
    TimeOfDay,
    /// Seconds from the warning to the sign-out.
    Warning,
    /// How often in a row a session may be kept after a warning, without work in the CRM in between.
    Keeps,
    /// Minutes that unsaved work may hold up a sign-out that sets itself off; then it is given up.
    UnsavedWait,
    /// Days that receipts are kept.
    ReceiptDays,
}

impl Number {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Inactivity,
        Self::Idle,
        Self::TimeOfDay,
        Self::Warning,
        Self::Keeps,
        Self::UnsavedWait,
        Self::ReceiptDays,
    ];

    /// Its name in a policy and in what is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inactivity => "inactivity",
            Self::Idle => "idle",
            Self::TimeOfDay => "time_of_day",
            Self::Warning => "warning",
            Self::Keeps => "keeps",
            Self::UnsavedWait => "unsaved_wait",
            Self::ReceiptDays => "receipt_days",
        }
    }

    /// What it is where nobody chose.
    #[must_use]
    pub const fn default_in(self, profile: Profile) -> u32 {
        match (self, profile) {
            (Self::Inactivity, Profile::Own) | (Self::Warning, _) => 60,
            (Self::Inactivity, Profile::Shared) => 15,
            (Self::Idle, Profile::Shared) | (Self::Keeps, Profile::Shared) => 10,
            (Self::Idle, Profile::Own) | (Self::TimeOfDay, _) => 0,
            (Self::Keeps, Profile::Own) => 100,
            (Self::UnsavedWait, Profile::Own) | (Self::ReceiptDays, Profile::Shared) => 30,
            (Self::ReceiptDays, Profile::Own) => 90,
            (Self::UnsavedWait, Profile::Shared) => 5,
        }
    }

    /// The values that it may have.
    #[must_use]
    pub const fn range(self) -> RangeInclusive<u32> {
        match self {
            // A day at most.
            Self::Inactivity | Self::TimeOfDay => 0..=24 * 60,
            // No browser is asked to watch for longer (`idle.setDetectionInterval`).
            Self::Idle => 0..=4 * 60,
            // Less than 20 seconds is no time to answer in: WCAG 2.2, success criterion 2.2.1.
            Self::Warning => 20..=300,
            Self::Keeps => 0..=1_000,
            // A working day.
            Self::UnsavedWait => 0..=8 * 60,
            // Ten years at most.
            Self::ReceiptDays => 1..=3650,
        }
    }

    /// The default that signs out sooner, or keeps less.
    pub(super) const fn stricter_default(self) -> u32 {
        self.default_in(Profile::Shared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_about_one_thing() {
        let items: Vec<Item> =
            Topic::ALL.into_iter().flat_map(|topic| topic.items().iter().copied()).collect();
        let flags = Flag::ALL.map(Item::Flag);
        let all: Vec<Item> = flags.into_iter().chain(Number::ALL.map(Item::Number)).collect();
        assert_eq!(items.len(), all.len());
        for item in all {
            assert!(items.contains(&item), "{item:?}");
        }
    }
}
