//! Why something was decided.

use std::fmt;

use super::survey::{Region, Shown};

/// Why something was decided; none of them holds a word of the page.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Reason {
    /// Its id is known.
    KnownId,
    /// Its label means this, as documents say.
    Label,
    /// Its label probably means this.
    LikelyLabel,
    /// Its label means leaving.
    ExitLabel,
    /// Its label holds one that means this.
    PartOfLabel,
    /// Its label is of another language than the page.
    OtherLanguage,
    /// Its label says nothing of the kind.
    OtherLabel,
    /// Its id speaks of it.
    IdSaysSo,
    /// Its address speaks of it.
    AddressSaysSo,
    /// It is in the account's menu.
    InAccountMenu,
    /// It is in a menu that was just opened.
    InOpenedMenu,
    /// It is in the page's banner or in a bar across its top.
    InBanner,
    /// It is in the navigation.
    InNavigation,
    /// It is in the corner where accounts are.
    InCorner,
    /// The page has hardly anything else.
    SparsePage,
    /// It is a canvas app, where the label is its author's.
    CanvasApp,
    /// It shows a mail address or a picture.
    ShowsAccount,
    /// It says that it opens something.
    OpensSomething,
    /// Its menu holds a control that signs out.
    HoldsSignOut,
    /// It is among records or their text.
    InContent,
    /// It is in a dialog.
    InDialog,
    /// It is in the page's foot.
    InFoot,
    /// It can't be seen.
    NotSeen,
    /// Something is on top of it.
    Covered,
    /// It is disabled.
    Disabled,
    /// It leads to another site.
    LeadsElsewhere,
    /// It is known as something that must not be pressed.
    MustNotBePressed,
    /// The evidence is not enough.
    NotEnough,
    /// A dialog has to be answered first.
    DialogInTheWay,
    /// The menu is still being built.
    MenuIsBuilding,
    /// The page is still loading.
    PageIsLoading,
    /// It was pressed; the page has not left yet.
    NotLeftYet,
    /// It was pressed, and nothing happened.
    NothingHappened,
    /// Nothing like it was found.
    NothingFound,
    /// It was looked for too often.
    TooManyLooks,
    /// The page is no page of ours.
    NotOurPage,
    /// The top frame could not be looked at.
    NotSurveyed,
    /// The page says that the account was signed out.
    SaysSignedOut,
    /// The page's address speaks of signing out, and it asks for nothing more.
    AtSignOutAddress,
    /// The page asks to sign in.
    AsksToSignIn,
    /// It is the account that was seen before.
    SameAccount,
    /// It is the only account.
    OnlyAccount,
    /// There are several accounts, and none is known to be the right one.
    SeveralAccounts,
    /// The accounts did not load.
    TilesMissing,
}

impl Reason {
    pub(super) const fn of_region(region: Region) -> Option<Self> {
        Some(match region {
            Region::Bar | Region::Banner => Self::InBanner,
            Region::Navigation => Self::InNavigation,
            Region::Main | Region::Content | Region::Grid | Region::Edit | Region::Complementary => {
                Self::InContent
            }
            Region::Dialog => Self::InDialog,
            Region::Contentinfo => Self::InFoot,
            Region::None => return None,
        })
    }

    pub(super) const fn of_shown(shown: Shown) -> Option<Self> {
        match shown {
            Shown::Yes => None,
            Shown::Covered => Some(Self::Covered),
            Shown::Hidden | Shown::Small | Shown::Off | Shown::Scrolled => Some(Self::NotSeen),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KnownId => "its id is known",
            Self::Label => "its label says so",
            Self::LikelyLabel => "its label probably says so",
            Self::ExitLabel => "its label says exit",
            Self::PartOfLabel => "a part of its label says so",
            Self::OtherLanguage => "its label is of another language than the page",
            Self::OtherLabel => "its label says something else",
            Self::IdSaysSo => "its id says so",
            Self::AddressSaysSo => "its address says so",
            Self::InAccountMenu => "it is in the account's menu",
            Self::InOpenedMenu => "it is in the menu that was opened",
            Self::InBanner => "it is in the banner",
            Self::InNavigation => "it is in the navigation",
            Self::InCorner => "it is in the corner of accounts",
            Self::SparsePage => "the page has little else",
            Self::CanvasApp => "it is in a canvas app",
            Self::ShowsAccount => "it shows an account",
            Self::OpensSomething => "it opens something",
            Self::HoldsSignOut => "its menu signs out",
            Self::InContent => "it is among records",
            Self::InDialog => "it is in a dialog",
            Self::InFoot => "it is in the page's foot",
            Self::NotSeen => "it can't be seen",
            Self::Covered => "something is on top of it",
            Self::Disabled => "it is disabled",
            Self::LeadsElsewhere => "it leads to another site",
            Self::MustNotBePressed => "it must not be pressed",
            Self::NotEnough => "the evidence is not enough",
            Self::DialogInTheWay => "a dialog has to be answered first",
            Self::MenuIsBuilding => "the menu is still being built",
            Self::PageIsLoading => "the page is still loading",
            Self::NotLeftYet => "the page has not left yet",
            Self::NothingHappened => "nothing happened after the press",
            Self::NothingFound => "nothing was found",
            Self::TooManyLooks => "it was looked for too often",
            Self::NotOurPage => "the page is no page of ours",
            Self::NotSurveyed => "the page could not be looked at",
            Self::SaysSignedOut => "the page says signed out",
            Self::AtSignOutAddress => "the page is at a sign-out address",
            Self::AsksToSignIn => "the page asks to sign in",
            Self::SameAccount => "it is the account that was seen",
            Self::OnlyAccount => "it is the only account",
            Self::SeveralAccounts => "there are several accounts",
            Self::TilesMissing => "the accounts did not load",
        })
    }
}
