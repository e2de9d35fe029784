//! Freeze: see what is there, and whether work is unsaved.

use super::desk::Desk;
use super::findings::{Ground, Inherited, Unsaved};
use super::sign_out::SigningOut;
use super::{Answer, Ending, Phase};
use crate::engine::effect::{Cookies, Effect, Failure, Outcome, Tabs};
use crate::engine::scope::Scope;
use crate::engine::sorted::Set;
use crate::engine::time::{Deadline, Millis};
use crate::value::Data;

/// How long the question about unsaved work is left open. Without an answer everything stays as it is.
const TIME_TO_ANSWER: Millis = Millis::seconds(120);

/// Waiting for the listings, then for the pages' word on unsaved work.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub(super) enum Freezing {
    /// `is_blind`: the tabs could not be listed. `inherited`: what was found before the browser was restarted.
    Listing {
        tabs: Option<Tabs>,
        cookies: Option<Cookies>,
        is_blind: bool,
        inherited: Inherited,
    },
    AskingPages {
        ground: Ground,
    },
}

/// Waiting for a person to say whether unsaved work may be lost.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct Asking {
    ground: Ground,
    until: Deadline,
}

impl Freezing {
    pub(super) fn begin(inherited: Inherited, desk: &mut Desk<'_>) -> Self {
        desk.issue(Effect::ListTabs);
        desk.issue(Effect::ListCookies);
        Self::Listing { tabs: None, cookies: None, is_blind: false, inherited }
    }

    pub(super) const fn scope(&self) -> &Scope {
        match self {
            Self::Listing { inherited, .. } => &inherited.scope,
            Self::AskingPages { ground } => &ground.scope,
        }
    }

    /// `then`: what the click goes on with when this is done.
    pub(super) fn on(
        self,
        effect: Effect,
        result: Result<Outcome, Failure>,
        then: &mut Option<Inherited>,
        desk: &mut Desk<'_>,
    ) -> Phase {
        match (self, effect) {
            (Self::Listing { mut tabs, mut cookies, mut is_blind, inherited }, effect) => {
                match (effect, result) {
                    (Effect::ListTabs, Ok(Outcome::Tabs(listing))) => tabs = Some(listing),
                    (Effect::ListCookies, Ok(Outcome::Cookies(listing))) => cookies = Some(listing),
                    // A listing that fails, or is of something else, leaves nothing to work on; verification will say so.
                    (Effect::ListTabs, _) => {
                        tabs = Some(Tabs::default());
                        is_blind = true;
                    }
                    (_, _) => cookies = Some(Cookies::default()),
                }
                match (&tabs, &cookies) {
                    // Which one is in front nobody can tell, and the others are not to be touched.
                    (Some(tabs), Some(_)) if inherited.scope.is_at_a_loss(tabs) => {
                        Phase::Over { ending: Ending::CalledOff }
                    }
                    (Some(tabs), Some(cookies)) => {
                        *then = then.take().and_then(|other| other.look(tabs, cookies));
                        let is_complete = cookies.complete && !is_blind;
                        ask_pages(Ground::survey(tabs, cookies, &inherited), is_complete, desk)
                    }
                    (None, _) | (_, None) => {
                        Phase::Freezing(Self::Listing { tabs, cookies, is_blind, inherited })
                    }
                }
            }
            (Self::AskingPages { mut ground }, Effect::AskUnsaved { tab }) => {
                if let Some(known) = ground.tabs.get_mut(&tab) {
                    known.unsaved = unsaved(&result);
                }
                if desk.is_clear() {
                    decide(ground, desk)
                } else {
                    Phase::Freezing(Self::AskingPages { ground })
                }
            }
            (still @ Self::AskingPages { .. }, _) => Phase::Freezing(still),
        }
    }
}

/// What a page's answer says; a page that goes somewhere else meanwhile may still hold something.
const fn unsaved(result: &Result<Outcome, Failure>) -> Unsaved {
    match result {
        Ok(Outcome::Unsaved(false)) | Err(Failure::NotLoaded) => Unsaved::No,
        Ok(Outcome::Unsaved(true)) => Unsaved::Yes,
        Ok(_) | Err(_) => Unsaved::Unknown,
    }
}

/// An empty listing tells that there is nothing only if it could show everything.
fn ask_pages(ground: Ground, is_complete: bool, desk: &mut Desk<'_>) -> Phase {
    if ground.is_empty() && is_complete {
        return Phase::Over { ending: Ending::NothingFound };
    }
    for (tab, known) in &ground.tabs {
        if known.unsaved == Unsaved::Unknown {
            desk.issue(Effect::AskUnsaved { tab: *tab });
        }
    }
    if desk.is_clear() { decide(ground, desk) } else { Phase::Freezing(Freezing::AskingPages { ground }) }
}

fn decide(ground: Ground, desk: &mut Desk<'_>) -> Phase {
    // A run that goes on after a restart is past the question: what is unsaved now is left to the person.
    if ground.unsaved().is_empty() || ground.is_resumed || ground.gives_up_work {
        return SigningOut::begin(ground, Set::new(), desk);
    }
    Phase::Asking(Asking { ground, until: Deadline::from(desk.now(), TIME_TO_ANSWER) })
}

impl Asking {
    pub(super) const fn ground(&self) -> &Ground {
        &self.ground
    }

    pub(super) const fn until(&self) -> Deadline {
        self.until
    }

    pub(super) fn answered(self, answer: Answer, desk: &mut Desk<'_>) -> Phase {
        match answer {
            Answer::SignOut => {
                let named = self.ground.unsaved().into_iter().map(|(organisation, _)| organisation).collect();
                SigningOut::begin(self.ground, named, desk)
            }
            // What the click has done before is done: only the pages with unsaved work are left open.
            Answer::GoBack if self.ground.follows => SigningOut::begin(self.ground, Set::new(), desk),
            Answer::GoBack => Phase::Over { ending: Ending::CalledOff },
        }
    }
}
