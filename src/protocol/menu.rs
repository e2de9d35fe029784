//! The menu of the toolbar button: what is in it, and what each entry is called.

use super::words::{self, Key};
use crate::engine::policy::Settings;
use crate::engine::watch::Pause;

/// What can be chosen there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Entry {
    /// Sign out, as a click on the button does.
    SignOut,
    /// Sign out of the organisation in front, and of no other.
    OnlyFront,
    /// Nothing is to sign out by itself for an hour.
    Pause,
    /// That is to end.
    Resume,
    /// Show the receipts of all sign-outs.
    Receipts,
    /// Open the settings.
    Options,
}

impl Entry {
    /// What is in the menu, in this order: only what is allowed.
    #[must_use]
    pub fn all(settings: &Settings, pause: Pause) -> Vec<Self> {
        let front = settings.offers_front().then_some(Self::OnlyFront);
        let pause = match pause {
            Pause::Unavailable => None,
            Pause::Possible => Some(Self::Pause),
            Pause::Until(_) => Some(Self::Resume),
        };
        let entries = [Some(Self::SignOut), front, pause, Some(Self::Receipts), Some(Self::Options)];
        entries.into_iter().flatten().collect()
    }

    /// Its name to the browser.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::SignOut => "sign_out",
            Self::OnlyFront => "only_front",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Receipts => "receipts",
            Self::Options => "options",
        }
    }

    /// The entry of this name.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        let all = [Self::SignOut, Self::OnlyFront, Self::Pause, Self::Resume, Self::Receipts, Self::Options];
        all.into_iter().find(|entry| entry.id() == id)
    }

    /// What it is called.
    #[must_use]
    pub const fn title(self) -> Key {
        match self {
            Self::SignOut => words::SIGN_OUT,
            Self::OnlyFront => words::MENU_ONLY_FRONT,
            Self::Pause => words::MENU_PAUSE,
            Self::Resume => words::MENU_RESUME,
            Self::Receipts => words::MENU_RECEIPTS,
            Self::Options => words::MENU_OPTIONS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::policy::{Layer, Loose};
    use crate::engine::time::Time;

    fn settings(person: bool, order: Option<bool>) -> Settings {
        let layer = |on| Layer::read([("only_front".to_owned(), Loose::Flag(on))].into());
        let order = order.map(layer).unwrap_or_default();
        Settings::resolve(&Layer::default(), &layer(person), &order)
    }

    #[test]
    fn what_is_allowed_is_in_the_menu() {
        use Entry::{OnlyFront, Options, Pause as Rest, Receipts, Resume, SignOut};
        let free = settings(false, None);
        assert_eq!(Entry::all(&free, Pause::Possible), [SignOut, OnlyFront, Rest, Receipts, Options]);
        assert_eq!(Entry::all(&free, Pause::Until(Time(1))), [SignOut, OnlyFront, Resume, Receipts, Options]);
        assert_eq!(Entry::all(&free, Pause::Unavailable), [SignOut, OnlyFront, Receipts, Options]);
        // A sign-out covers no more than that anyway.
        assert_eq!(Entry::all(&settings(true, None), Pause::Unavailable), [SignOut, Receipts, Options]);
        // An administrator wants all to be signed out of.
        assert_eq!(
            Entry::all(&settings(false, Some(false)), Pause::Unavailable),
            [SignOut, Receipts, Options]
        );
        assert_eq!(
            Entry::all(&settings(true, Some(false)), Pause::Unavailable),
            [SignOut, Receipts, Options]
        );
    }

    #[test]
    fn an_entry_is_found_by_its_name_and_nothing_by_another() {
        for entry in Entry::all(&Settings::default(), Pause::Possible) {
            assert_eq!(Entry::of(entry.id()), Some(entry));
        }
        assert_eq!(Entry::of("resume"), Some(Entry::Resume));
        assert_eq!(Entry::of("everything"), None);
    }
}
