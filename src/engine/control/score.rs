//! Evidence that adds up: how much speaks for a control being the one that signs out, or the one that opens the menu.

use super::known::{self, Known};
use super::label::{self, Reading};
use super::memory::{Memory, Print};
use super::reason::Reason;
use super::survey::{Account, Control, Frame, LinkEnd, Region, Shown};
use crate::engine::id::FrameId;
use crate::engine::site::{Place, Product};
use crate::engine::sorted::Map;

/// At least so much must speak for a control before it is pressed or opened.
pub(super) const ENOUGH: i32 = 60;
/// So much is enough to try opening something when nothing better was found: a menu that opens does no harm.
pub(super) const WORTH_A_TRY: i32 = 35;
/// However much says *what* a control is, it counts no more than this: *where* it is has to speak for it, too.
const MOST_IDENTITY: i32 = 70;
/// Less than this says nothing of what a control is: a part of a label, a picture.
const LEAST_IDENTITY: i32 = 20;

/// The entries of a menu are no further than this from what opens it, in CSS pixels.
const BESIDE: i32 = 240;

/// Whether enough speaks for a control.
pub(super) fn is_enough(evidence: &Evidence) -> bool {
    ENOUGH <= evidence.total()
}

/// What speaks for and against one control.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    identity: i32,
    place: i32,
    against: i32,
    /// It is weighed for opening the settings, not the account's menu.
    of_settings: bool,
    reasons: Vec<Reason>,
}

impl Evidence {
    fn is(&mut self, points: i32, reason: Reason) {
        self.identity += points;
        self.reasons.push(reason);
    }

    fn stands(&mut self, points: i32, reason: Reason) {
        self.place += points;
        self.reasons.push(reason);
    }

    fn but(&mut self, points: i32, reason: Reason) {
        self.against += points;
        self.reasons.push(reason);
    }

    /// All in all; nothing if nothing says what it is, or nothing says that it stands in the right place.
    pub(super) fn total(&self) -> i32 {
        if self.identity < LEAST_IDENTITY || self.place <= 0 {
            return 0;
        }
        self.identity.min(MOST_IDENTITY) + self.place - self.against
    }

    /// Whether it says of itself that it is the account's, and not only that it opens something.
    /// The settings come as early only where the product is known to have them.
    pub(super) fn tells_account(&self) -> bool {
        let tells =
            [Reason::KnownId, Reason::Label, Reason::IdSaysSo, Reason::ShowsAccount, Reason::HoldsSignOut];
        let tells = if self.of_settings { &tells[..1] } else { &tells };
        ENOUGH <= self.total() && self.reasons.iter().any(|reason| tells.contains(reason))
    }

    /// Whether it says what it is clearly enough to be worth a word where it can't be pressed.
    pub(super) const fn is_clear(&self) -> bool {
        40 <= self.identity
    }

    /// What was found, for and against.
    pub(super) fn reasons(self) -> Vec<Reason> {
        self.reasons
    }
}

/// One frame as it is weighed: with what its controls have to do with each other.
pub(super) struct View<'a> {
    pub(super) frame: &'a Frame,
    controls: Map<u32, &'a Control>,
    readings: Map<u32, Reading>,
    lang_known: bool,
    account_menus: Vec<u32>,
    beside_sign_out: Vec<&'a str>,
    /// Whether the product's own account menu is here: a sign-out elsewhere is then somebody else's.
    pub(super) has_account_menu: bool,
    sparse: bool,
    canvas: bool,
    memory: &'a Memory,
}

impl<'a> View<'a> {
    pub(super) fn of(frame: &'a Frame, memory: &'a Memory) -> Self {
        let canvas = frame.id != FrameId::TOP && frame.place == Place::Organisation(Product::PowerApps);
        let lang = &frame.page.lang;
        let mut view = Self {
            frame,
            controls: frame.by_key(),
            readings: frame.controls.iter().map(|control| (control.key, read(control, lang))).collect(),
            lang_known: label::knows(lang),
            account_menus: Vec::new(),
            beside_sign_out: Vec::new(),
            has_account_menu: account_menus(frame).any(|control| control.region.is_frame_of_page()),
            sparse: is_sparse(frame),
            canvas,
            memory,
        };
        view.sparse = view.sparse && view.only_leads_away();
        view.beside_sign_out = view.beside_sign_out();
        view.account_menus = frame.controls.iter().filter_map(|control| view.account_menu(control)).collect();
        view
    }

    /// Whether nothing can be done here but to go elsewhere or to sign out. Where there is work to do, on a visitors'
    /// terminal or in a record's own window, a sign-out may be part of it.
    fn only_leads_away(&self) -> bool {
        let leads = |control: &Control| control.link.is_some() || self.read(control).out.is_some();
        self.frame.controls.iter().all(|control| control.shown == Shown::Hidden || leads(control))
    }

    /// The number of the menu this control is in, if the control, or what opens it, tells that it is the account's.
    fn account_menu(&self, control: &Control) -> Option<u32> {
        let menu = control.menu.filter(|_| !control.region.is_content())?;
        let opener =
            menu.opener.and_then(|key| self.controls.get(&key)).filter(|opener| !opener.region.is_content());
        let known = [&control.ids, &control.near].into_iter().filter_map(|ids| known::find(ids));
        let inside = known.into_iter().any(|known| matches!(known, Known::SignOut | Known::InAccountMenu));
        let anchored =
            opener.is_some_and(|opener| self.in_top_band(opener) || opener.region.is_frame_of_page());
        let tells = opener.is_some_and(|opener| {
            known::find(&opener.ids) == Some(Known::AccountMenu)
                || (!self.has_account_menu && is_enough(&self.account(opener)))
        });
        let shows = menu.mail.is_some() && (anchored || self.in_corner_half(control));
        ((inside && (anchored || self.in_corner_half(control))) || (anchored && tells) || shows)
            .then_some(menu.popup)
    }

    /// What stands beside a sign-out control in a closed menu: often the user's name, which the menu's opener shows too.
    fn beside_sign_out(&self) -> Vec<&'a str> {
        let closed = |control: &&Control| control.shown == Shown::Hidden && !control.near.is_empty();
        let hidden = || self.frame.controls.iter().filter(closed);
        let beside = |control: &&Control| {
            hidden().any(|other| self.read(other).out.is_some() && other.near == control.near)
        };
        let tells = |control: &&Control| 4 <= control.name.chars().count() && !self.read(control).is_label();
        hidden().filter(tells).filter(beside).map(|control| control.name.as_str()).collect()
    }

    /// The account that this control shows, if it opens the account's menu or is in it.
    pub(super) fn account_shown(&self, control: &Control) -> Option<Account> {
        let menu = control.menu.filter(|menu| self.account_menus.contains(&menu.popup));
        let opener = || control.mail.filter(|_| ENOUGH <= self.account(control).total());
        menu.and_then(|menu| menu.mail).or_else(opener)
    }

    /// How much speaks for this control signing out.
    pub(super) fn sign_out(&self, control: &Control) -> Evidence {
        let mut evidence = Evidence::default();
        self.what_it_is(control, &mut evidence);
        self.where_it_stands(control, &mut evidence);
        evidence
    }

    fn what_it_is(&self, control: &Control, evidence: &mut Evidence) {
        match known::find(&control.ids).or_else(|| known::find(control.near.get(..1).unwrap_or_default())) {
            Some(Known::SignOut) => evidence.is(50, Reason::KnownId),
            Some(Known::Never) => evidence.but(200, Reason::MustNotBePressed),
            Some(Known::AccountMenu | Known::InAccountMenu | Known::Settings | Known::Overflow) | None => {}
        }
        self.what_it_says(control, evidence);
        if known::says_sign_out(&control.ids) {
            evidence.is(25, Reason::IdSaysSo);
        }
        if control.popup {
            evidence.but(60, Reason::OpensSomething);
        }
        match &control.link {
            Some(link) if link.leaving => evidence.is(25, Reason::AddressSaysSo),
            _ => {}
        }
    }

    fn what_it_says(&self, control: &Control, evidence: &mut Evidence) {
        let reading = self.read(control);
        match (reading.out, reading.exit) {
            (Some(true), None) => evidence.is(50, Reason::Label),
            (Some(true), Some(_)) => evidence.is(40, Reason::Label),
            (Some(false), _) => evidence.is(40, Reason::LikelyLabel),
            (None, Some(_)) => evidence.is(25, Reason::ExitLabel),
            (None, None) if reading.is_label() => evidence.but(60, Reason::OtherLabel),
            (None, None) if reading.part => {
                // "Sign out of the event": more than the label, so it has to stand in the account's menu.
                evidence.is(10, Reason::PartOfLabel);
                evidence.but(40, Reason::PartOfLabel);
            }
            (None, None) if !control.name.is_empty() && self.lang_known => {
                evidence.but(10, Reason::OtherLabel);
            }
            (None, None) => {}
        }
        if reading.foreign {
            evidence.but(10, Reason::OtherLanguage);
        }
        if self.canvas && reading.exit.is_some() {
            evidence.stands(35, Reason::CanvasApp);
        }
    }

    fn where_it_stands(&self, control: &Control, evidence: &mut Evidence) {
        let menu = control.menu.map(|menu| menu.popup);
        let flyout = menu.is_some_and(|menu| self.account_menus.contains(&menu));
        if flyout {
            evidence.stands(35, Reason::InAccountMenu);
        } else if !control.region.is_content() && self.was_opened(control) {
            evidence.stands(25, Reason::InOpenedMenu);
        }
        let opened = flyout || (self.memory.opening && menu.is_some());
        // A bar without a name may be any list of commands; the account's own stand at its end.
        let in_any_bar = control.region == Region::Bar && !self.in_corner(control);
        let in_opened_dialog = control.region == Region::Dialog && opened;
        if !(in_any_bar || in_opened_dialog) {
            weigh_region(control.region, self.canvas, evidence);
        }
        if self.in_corner(control) {
            evidence.stands(15, Reason::InCorner);
        } else if self.in_top_band(control) {
            evidence.stands(5, Reason::InCorner);
        }
        if self.sparse {
            evidence.stands(20, Reason::SparsePage);
        }
    }

    /// Whether it stands where nothing but the account's own sign-out is: in its menu, or in the header with a known id.
    pub(super) fn is_settled(&self, control: &Control) -> bool {
        let flyout = control.menu.is_some_and(|menu| self.account_menus.contains(&menu.popup));
        let known = known::find(&control.ids) == Some(Known::SignOut) && control.region.is_frame_of_page();
        flyout || known || (!self.memory.opened.is_empty() && self.was_opened(control))
    }

    /// What clearly signs something out and is seen already.
    pub(super) fn signs_out_already(&self) -> impl Iterator<Item = Print> + '_ {
        let seen = self.frame.controls.iter().filter(|control| control.shown == Shown::Yes);
        let clear = seen.filter(|control| self.sign_out(control).is_clear());
        clear.map(|control| Print::at(self.frame, control))
    }

    /// Whether the control came with the menu that was opened last: it says so, or it is on the menu's side.
    fn was_opened(&self, control: &Control) -> bool {
        let opener = control.menu.and_then(|menu| menu.opener).and_then(|key| self.controls.get(&key));
        match opener {
            Some(opener) => {
                self.memory.opened.contains(&Print::of(self.frame, opener))
                    || (opener.expanded == Some(true)
                        && self.in_top_band(opener)
                        && !opener.region.is_content())
            }
            None => {
                self.memory.opening
                    && ((control.region != Region::Dialog && self.in_corner_half(control))
                        || self.is_beside_opened(control))
                    && !self.memory.before.contains(&Print::at(self.frame, control))
            }
        }
    }

    /// Whether it is in a menu that stands beside what was opened last, wherever on the page that is.
    fn is_beside_opened(&self, control: &Control) -> bool {
        let last = self.memory.opened.last();
        let opened = |opener: &&Control| {
            (opener.popup || opener.expanded == Some(true)) && last == Some(&Print::of(self.frame, opener))
        };
        let opener = self.frame.controls.iter().find(opened);
        control.menu.is_some() && opener.is_some_and(|opener| opener.area.distance(control.area) <= BESIDE)
    }

    /// How much speaks for this control opening the account's menu.
    pub(super) fn account(&self, control: &Control) -> Evidence {
        let mut evidence = Evidence::default();
        let reading = self.read(control);
        match known::find(&control.ids) {
            Some(Known::AccountMenu) => evidence.is(50, Reason::KnownId),
            Some(Known::Overflow) => evidence.is(40, Reason::KnownId),
            Some(Known::SignOut | Known::Never) => evidence.but(200, Reason::MustNotBePressed),
            Some(Known::Settings) => evidence.but(40, Reason::OtherLabel),
            Some(Known::InAccountMenu) | None => {}
        }
        if reading.account {
            evidence.is(40, Reason::Label);
        } else if reading.is_label() {
            evidence.but(60, Reason::OtherLabel);
        }
        if known::says_account(&control.ids) {
            evidence.is(15, Reason::IdSaysSo);
        }
        if initials_of_name(control) {
            evidence.is(35, Reason::ShowsAccount);
        } else if control.mail.is_some() || control.picture || is_initials(control) {
            evidence.is(15, Reason::ShowsAccount);
        }
        self.opener(control, &mut evidence);
        evidence
    }

    /// How much speaks for this control opening the settings.
    pub(super) fn settings(&self, control: &Control) -> Evidence {
        let mut evidence = Evidence { of_settings: true, ..Evidence::default() };
        match known::find(&control.ids) {
            Some(Known::Settings) => evidence.is(40, Reason::KnownId),
            Some(Known::Never) => evidence.but(200, Reason::MustNotBePressed),
            Some(Known::SignOut | Known::AccountMenu | Known::InAccountMenu | Known::Overflow) | None => {}
        }
        if self.read(control).settings {
            evidence.is(30, Reason::Label);
        }
        if evidence.identity <= 0 {
            evidence.but(60, Reason::OtherLabel);
        }
        self.opener(control, &mut evidence);
        evidence
    }

    fn opener(&self, control: &Control, evidence: &mut Evidence) {
        if control.popup || control.expanded == Some(false) {
            evidence.is(20, Reason::OpensSomething);
        }
        if self.holds_sign_out(control) {
            evidence.is(40, Reason::HoldsSignOut);
        } else if self.beside_sign_out.iter().any(|name| control.name.contains(name)) {
            evidence.is(30, Reason::HoldsSignOut);
        }
        weigh_region(control.region, false, evidence);
        if self.in_corner(control) {
            evidence.stands(25, Reason::InCorner);
        } else if self.in_top_band(control) {
            evidence.stands(5, Reason::InCorner);
        } else if !control.region.is_content() && self.was_opened(control) {
            evidence.stands(15, Reason::InOpenedMenu);
        }
        if leads_away(control) || !can_open(control) {
            evidence.but(200, Reason::LeadsElsewhere);
        }
        if control.expanded == Some(true) {
            evidence.but(30, Reason::MenuIsBuilding);
        }
    }

    /// Whether the menu that this control opens holds a hidden control with a sign-out label.
    fn holds_sign_out(&self, control: &Control) -> bool {
        let inside = |other: &&Control| other.menu.and_then(|menu| menu.opener) == Some(control.key);
        self.frame
            .controls
            .iter()
            .filter(inside)
            .any(|other| known::find(&other.ids) == Some(Known::SignOut) || self.read(other).out.is_some())
    }

    /// What the control's label means.
    pub(super) fn read(&self, control: &Control) -> Reading {
        self.readings.get(&control.key).copied().unwrap_or_default()
    }

    /// Whether it stands where accounts are: at the end of the top.
    fn in_corner(&self, control: &Control) -> bool {
        let width = self.frame.page.size.0;
        let reach = (width * 35 / 100).max(240).min(width / 2);
        self.in_top_band(control) && self.to_end(control) <= reach
    }

    /// Whether it stands where the account's menu opens. On a phone that is anywhere: a drawer covers the page.
    fn in_corner_half(&self, control: &Control) -> bool {
        let (width, height) = self.frame.page.size;
        let phone = width <= 600;
        phone || (self.to_end(control) <= (width / 2).max(400) && control.area.top <= height * 7 / 10)
    }

    /// Whether it stands within the first 100 pixels.
    fn in_top_band(&self, control: &Control) -> bool {
        (0..100).contains(&control.area.middle().1)
    }

    /// Distance from the edge at which lines end, in pixels.
    pub(super) fn to_end(&self, control: &Control) -> i32 {
        let (left, _) = control.area.middle();
        if self.frame.page.rtl { left } else { self.frame.page.size.0 - left }
    }
}

/// What the product itself is known to open the account's menu with.
fn account_menus(frame: &Frame) -> impl Iterator<Item = &Control> {
    frame.controls.iter().filter(|control| known::find(&control.ids) == Some(Known::AccountMenu))
}

/// Whether the page has little else, as an error page has; one with an account's menu signs out there.
fn is_sparse(frame: &Frame) -> bool {
    frame.id == FrameId::TOP
        && frame.seen <= 8
        && frame.controls.iter().all(|control| !control.region.is_content())
        && account_menus(frame).next().is_none()
}

/// What a control's name means, or else what is read on it: names are often longer than what is read.
fn read(control: &Control, lang: &str) -> Reading {
    let name = label::read(&control.name, lang);
    if name.is_label() || control.text.is_empty() {
        return name;
    }
    let text = label::read(&control.text, lang);
    if text.is_label() || text.part { text } else { name }
}

fn weigh_region(region: Region, canvas: bool, evidence: &mut Evidence) {
    let Some(reason) = Reason::of_region(region) else { return };
    match region {
        Region::None => {}
        Region::Banner => evidence.stands(25, reason),
        Region::Bar => evidence.stands(20, reason),
        Region::Navigation => evidence.stands(15, reason),
        Region::Main | Region::Content if canvas => {}
        Region::Main => evidence.but(45, reason),
        Region::Complementary | Region::Contentinfo => evidence.but(25, reason),
        Region::Content | Region::Grid | Region::Dialog => evidence.but(80, reason),
        Region::Edit => evidence.but(200, reason),
    }
}

/// Why the control can't be pressed, if it can't. Only in a menu may it have to be scrolled to.
pub(super) fn obstacle(control: &Control) -> Option<Reason> {
    obstacle_in(control, control.menu.is_some())
}

/// Why the control can't be pressed, if it can't, in a list that may have to be scrolled or not.
pub(super) fn obstacle_in(control: &Control, scrolling: bool) -> Option<Reason> {
    if control.shown != Shown::Yes && !(scrolling && control.shown == Shown::Scrolled) {
        return Reason::of_shown(control.shown);
    }
    if control.disabled {
        return Some(Reason::Disabled);
    }
    let elsewhere = control.link.as_ref().is_some_and(|link| match link.end {
        LinkEnd::Here | LinkEnd::SameHost => false,
        LinkEnd::OtherHost(Place::SignIn | Place::Organisation(_)) => false,
        LinkEnd::OtherHost(Place::Backstage | Place::Elsewhere) | LinkEnd::Other => true,
    });
    elsewhere.then_some(Reason::LeadsElsewhere)
}

fn leads_away(control: &Control) -> bool {
    control.link.as_ref().is_some_and(|link| link.end != LinkEnd::Here)
        && !control.popup
        && control.expanded.is_none()
}

fn can_open(control: &Control) -> bool {
    let tag = matches!(control.tag.as_str(), "button" | "summary" | "a");
    let role = matches!(control.role.as_str(), "button" | "menuitem" | "link");
    tag || role || control.popup || control.expanded.is_some()
}

/// Whether what is read on it are the initials of its name, as on a picture of a person without a picture.
fn initials_of_name(control: &Control) -> bool {
    let mut firsts = control.name.split_whitespace().filter_map(|word| word.chars().next());
    2 <= control.text.chars().count()
        && is_initials(control)
        && control
            .text
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .all(|letter| firsts.any(|first| label::lower(first) == label::lower(letter)))
}

/// Whether it shows one to three letters, as pictures of people without a picture do.
fn is_initials(control: &Control) -> bool {
    let text = if control.text.is_empty() { &control.name } else { &control.text };
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    (1..=3).contains(&letters)
        && text.chars().all(|letter| letter.is_uppercase() || letter == '.' || letter == ' ')
}
