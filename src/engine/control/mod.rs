//! From what a page shows to which control to press, open or wait for.
//!
//! *Architecture invariant:* a [`Target`] comes from [`decide`] on a survey (or from the journal, where one was
//! written), so nothing can be pressed that no survey showed.
//!
//! Evidence adds up in `score`; `known` holds the ids of each generation, `labels.tsv` the words of 45 languages.
//! Neither is enough alone, and what speaks against a control counts as much as what speaks for it.

mod known;
mod label;
mod memory;
mod reason;
mod score;
mod sign_in;
mod survey;

use crate::value::Data;
use std::cmp::Ordering;

pub use self::memory::Memory;
use self::memory::Print;
pub use self::reason::Reason;
use self::score::{ENOUGH, Evidence, View, WORTH_A_TRY, is_enough};
pub use self::survey::{
    Account, Area, Control, Dialog, Frame, Link, LinkEnd, Menu, Page, Region, Shown, Survey,
};
use super::id::FrameId;
use super::site::{Place, Product};

/// So many looks are taken at one tab before it is given up.
const MOST_LOOKS: u8 = 24;
/// So many looks in a row may end in waiting.
const MOST_WAITS: u8 = 3;
/// So many controls are remembered that were there before a menu was opened.
const MOST_BEFORE: usize = 8;
/// So many menus are opened in search of the control.
const MOST_OPENED: usize = 6;

/// A control that a survey showed and [`decide`] chose; what is to be pressed.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub struct Target {
    frame: FrameId,
    document: Option<String>,
    nonce: String,
    key: u32,
}

impl Target {
    fn of(frame: &Frame, control: &Control) -> Self {
        Self {
            frame: frame.id,
            document: frame.document.clone(),
            nonce: frame.nonce.clone(),
            key: control.key,
        }
    }

    /// The frame that it is in.
    #[must_use]
    pub const fn frame(&self) -> FrameId {
        self.frame
    }

    /// The document that it is in, where the browser tells.
    #[must_use]
    pub fn document(&self) -> Option<&str> {
        self.document.as_deref()
    }

    /// The survey that showed it.
    #[must_use]
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// Its key in that survey.
    #[must_use]
    pub const fn key(&self) -> u32 {
        self.key
    }
}

/// What to do after one look at a tab.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Decision {
    /// Press this: it signs out.
    Press {
        /// What to press.
        target: Target,
        /// Why.
        reasons: Vec<Reason>,
    },
    /// Press this, then look again: it opens a menu.
    Open {
        /// What to press.
        target: Target,
        /// Why.
        reasons: Vec<Reason>,
    },
    /// Press this, then look again: it is the account to sign out.
    Choose {
        /// What to press.
        target: Target,
        /// Why.
        reasons: Vec<Reason>,
    },
    /// Look again when the page has changed, or after a while.
    Wait {
        /// What for.
        reason: Reason,
    },
    /// Load the page again, then look again.
    Reload {
        /// Why.
        reason: Reason,
    },
    /// The user has to answer the page first.
    Blocked {
        /// What is in the way.
        reason: Reason,
    },
    /// The page says that the account is signed out. That is no proof.
    SignedOut {
        /// How it says so.
        reasons: Vec<Reason>,
    },
    /// The page asks to sign in.
    SignInPage {
        /// How it is known.
        reasons: Vec<Reason>,
    },
    /// Nothing to press: use the product's own sign-out address.
    None {
        /// Why.
        reasons: Vec<Reason>,
    },
}

/// Decides what to do after one look, from it and what earlier looks at the same tab left behind.
#[must_use]
pub fn decide(survey: &Survey, memory: &Memory) -> (Decision, Memory) {
    let mut after = memory.clone();
    after.looks = after.looks.saturating_add(1);
    let decision = if MOST_LOOKS < after.looks {
        Decision::None { reasons: vec![Reason::TooManyLooks] }
    } else {
        by_place(survey, &mut after)
    };
    let waiting = matches!(decision, Decision::Wait { .. });
    after.waits = if waiting { after.waits.saturating_add(1) } else { 0 };
    after.opening = matches!(decision, Decision::Open { .. }) || (waiting && after.opening);
    (decision, after)
}

fn by_place(survey: &Survey, memory: &mut Memory) -> Decision {
    let Some(top) = survey.top() else {
        return wait_or(Reason::PageIsLoading, Reason::NotSurveyed, memory);
    };
    match top.place {
        Place::SignIn => sign_in::decide(top, memory),
        Place::Organisation(product) => in_organisation(survey, top, product, memory),
        Place::Backstage => wait_or(Reason::PageIsLoading, Reason::NotOurPage, memory),
        Place::Elsewhere => Decision::None { reasons: vec![Reason::NotOurPage] },
    }
}

/// Waits for this reason, or gives up for that one once it has waited enough.
fn wait_or(reason: Reason, otherwise: Reason, memory: &Memory) -> Decision {
    if memory.waits < MOST_WAITS {
        return Decision::Wait { reason };
    }
    Decision::None { reasons: vec![otherwise] }
}

fn in_organisation(survey: &Survey, top: &Frame, product: Product, memory: &mut Memory) -> Decision {
    let earlier = memory.clone();
    let mut views: Vec<View<'_>> = pages(survey, top).map(|frame| View::of(frame, &earlier)).collect();
    if views.first().is_some_and(has_own_header) {
        views.truncate(1);
    }
    remember_account(&views, memory);
    if dialog_in_the_way(survey, &views, memory) {
        return Decision::Blocked { reason: Reason::DialogInTheWay };
    }
    if memory.pressed.is_some() {
        return wait_or(Reason::NotLeftYet, Reason::NothingHappened, memory);
    }
    let candidates = ranked(&views, View::sign_out);
    press(&candidates, |it| it.settled && !it.exit, memory)
        .or_else(|| menu_is_building(&views, memory))
        .or_else(|| open(&views, Evidence::tells_account, memory))
        .or_else(|| asks_to_sign_in(&views, product))
        .or_else(|| candidates.iter().any(is_in_closed_menu).then(|| open(&views, is_enough, memory))?)
        .or_else(|| press(&candidates, |it| !it.exit, memory))
        .or_else(|| open(&views, is_enough, memory))
        .or_else(|| {
            (!top.page.ready && memory.waits < MOST_WAITS)
                .then_some(Decision::Wait { reason: Reason::PageIsLoading })
        })
        .or_else(|| press(&candidates, |it| it.exit, memory))
        .or_else(|| {
            (memory.waits < 1 && memory.opened.is_empty())
                .then_some(Decision::Wait { reason: Reason::PageIsLoading })
        })
        .or_else(|| open(&views, |it| WORTH_A_TRY <= it.total(), memory))
        .unwrap_or_else(|| nothing(candidates, memory))
}

/// The frames whose controls are the page's own: the top frame, and frames that fill it and hold no records.
fn pages<'a>(survey: &'a Survey, top: &'a Frame) -> impl Iterator<Item = &'a Frame> {
    let fills = |frame: &Frame| {
        let ((width, height), (whole, tall)) = (frame.page.size, top.page.size);
        whole * 9 / 10 <= width && tall * 8 / 10 <= height
    };
    let inner = survey.frames.iter().filter(move |frame| {
        frame.id != FrameId::TOP
            && matches!(frame.place, Place::Organisation(_))
            && !known::is_record_frame(&frame.page.frame)
            && fills(frame)
    });
    std::iter::once(top).chain(inner)
}

/// Whether the control or the account's menu is in the top frame; the frames in it are content then.
fn has_own_header(top: &View<'_>) -> bool {
    let enough =
        |control: &Control| ENOUGH <= top.sign_out(control).total() || ENOUGH <= top.account(control).total();
    top.frame.controls.iter().any(|control| control.shown == Shown::Yes && enough(control))
}

/// The account in the account's menu, if the menu shows one.
fn remember_account(views: &[View<'_>], memory: &mut Memory) {
    let shown = views.iter().flat_map(|view| view.frame.controls.iter().map(move |control| (view, control)));
    let account = shown.filter_map(|(view, control)| view.account_shown(control)).next();
    memory.account = account.or(memory.account);
}

/// A dialog that must be answered. What was opened a moment ago is no such dialog if it holds the control.
fn dialog_in_the_way(survey: &Survey, views: &[View<'_>], memory: &Memory) -> bool {
    let unsaved = |frame: &Frame| frame.page.markers.iter().any(|id| id == "dialogTitleText");
    let modal = |frame: &Frame| frame.page.dialog.is_some_and(|dialog| dialog.modal);
    let flyout = || {
        let inside = |control: &Control| control.region == Region::Dialog;
        memory.pressed.is_none()
            && views.iter().any(|view| {
                let mut controls = view.frame.controls.iter().filter(|control| inside(control));
                controls.any(|control| ENOUGH <= view.sign_out(control).total())
            })
    };
    let ours = |frame: &&Frame| matches!(frame.place, Place::Organisation(_));
    survey.frames.iter().filter(ours).any(|frame| unsaved(frame) || (modal(frame) && !flyout()))
}

/// A control with what speaks for it.
struct Candidate<'a> {
    frame: &'a Frame,
    control: &'a Control,
    evidence: Evidence,
    exit: bool,
    settled: bool,
    elsewhere: bool,
    to_end: i32,
}

/// All controls with any evidence, best first; the page's order does not matter.
fn ranked<'a>(views: &[View<'a>], weigh: impl Fn(&View<'a>, &Control) -> Evidence) -> Vec<Candidate<'a>> {
    let mut all = Vec::new();
    for (view, control) in views.iter().flat_map(|view| view.frame.controls.iter().map(move |it| (view, it)))
    {
        let reading = view.read(control);
        let candidate = Candidate {
            frame: view.frame,
            control,
            evidence: weigh(view, control),
            exit: reading.out.is_none() && reading.exit.is_some(),
            settled: view.is_settled(control),
            elsewhere: view.has_account_menu,
            to_end: view.to_end(control),
        };
        let at = all.partition_point(|better| order(better, &candidate).is_le());
        all.insert(at, candidate);
    }
    all
}

/// Whether one candidate comes before another.
fn order(one: &Candidate<'_>, other: &Candidate<'_>) -> Ordering {
    let key = |it: &Candidate<'_>| {
        let seen = it.control.shown == Shown::Yes;
        (it.frame.id != FrameId::TOP, -it.evidence.total(), !seen, it.to_end, it.control.area.top)
    };
    let (control, rival) = (one.control, other.control);
    key(one)
        .cmp(&key(other))
        .then_with(|| (&control.tag, &control.name, &control.ids).cmp(&(&rival.tag, &rival.name, &rival.ids)))
}

/// Whether it clearly signs out, and is not shown yet.
fn is_in_closed_menu(it: &Candidate<'_>) -> bool {
    it.control.shown == Shown::Hidden && !it.control.region.is_content() && it.evidence.is_clear()
}

/// Presses the best of these with enough evidence. What is not settled may be another's sign-out, so the account's menu
/// is opened first; an exit may only leave, so it comes last.
fn press(
    candidates: &[Candidate<'_>],
    these: impl Fn(&Candidate<'_>) -> bool,
    memory: &mut Memory,
) -> Option<Decision> {
    let fits = |it: &&Candidate<'_>| these(it) && (it.settled || !it.elsewhere);
    let mut enough = candidates.iter().filter(fits).filter(|it| is_enough(&it.evidence));
    let best = enough.find(|it| score::obstacle(it.control).is_none())?;
    memory.pressed = Some(Print::of(best.frame, best.control));
    Some(Decision::Press {
        target: Target::of(best.frame, best.control),
        reasons: best.evidence.clone().reasons(),
    })
}

/// Waits while what was opened last is still being built.
fn menu_is_building(views: &[View<'_>], memory: &Memory) -> Option<Decision> {
    let last = memory.opened.last().filter(|_| memory.opening)?;
    let opens = views.iter().any(|view| {
        let mut controls = view.frame.controls.iter();
        controls.any(|control| control.expanded == Some(true) && Print::of(view.frame, control) == *last)
    });
    let patience = if opens { MOST_WAITS } else { 1 };
    (memory.waits < patience).then_some(Decision::Wait { reason: Reason::MenuIsBuilding })
}

/// Opens what most probably holds the control and was not opened yet: the account's menu, then the settings.
fn open(views: &[View<'_>], enough: impl Fn(&Evidence) -> bool, memory: &mut Memory) -> Option<Decision> {
    if MOST_OPENED <= memory.opened.len() {
        return None;
    }
    let accounts = ranked(views, View::account);
    let settings = ranked(views, View::settings);
    let best = accounts.into_iter().chain(settings).find(|it| {
        enough(&it.evidence)
            && score::obstacle(it.control).is_none()
            && !memory.opened.contains(&Print::of(it.frame, it.control))
    })?;
    memory.opened.push(Print::of(best.frame, best.control));
    memory.before = views.iter().flat_map(View::signs_out_already).take(MOST_BEFORE).collect();
    Some(Decision::Open { target: Target::of(best.frame, best.control), reasons: best.evidence.reasons() })
}

/// A portal without a session shows where to sign in. What signs out there is somebody else's, such as a chat's.
fn asks_to_sign_in(views: &[View<'_>], product: Product) -> Option<Decision> {
    let asks = |view: &View<'_>, control: &Control| {
        view.read(control).sign_in && control.region.is_frame_of_page() && control.shown == Shown::Yes
    };
    let found = product == Product::Portal
        && views.iter().any(|view| view.frame.controls.iter().any(|control| asks(view, control)));
    found.then(|| Decision::SignInPage { reasons: vec![Reason::AsksToSignIn] })
}

/// Says why nothing is pressed: what speaks against the best, or that there was none.
fn nothing(candidates: Vec<Candidate<'_>>, memory: &Memory) -> Decision {
    let best = candidates.into_iter().find(|it| it.evidence.is_clear());
    let Some(best) = best else {
        return wait_or(Reason::PageIsLoading, Reason::NothingFound, memory);
    };
    let obstacle = score::obstacle(best.control).unwrap_or(Reason::NotEnough);
    if obstacle == Reason::Covered && memory.waits < MOST_WAITS {
        return Decision::Wait { reason: Reason::Covered };
    }
    let mut reasons = vec![obstacle];
    reasons.extend(best.evidence.reasons());
    Decision::None { reasons }
}
