//! The course of one organisation's sign-out.
//!
//! A course waits for exactly one effect at a time, so what comes back can be told from the effect itself.
//!
//! Where the organisation has sessions in containers too, each is asked from inside after that, and ended there if it is alive.

use super::SignOut;
use crate::engine::control::{Decision, Memory, Reason, Survey, decide};
use crate::engine::effect::{Effect, Failure, Loaded, Outcome, Pressed};
use crate::engine::id::TabId;
use crate::engine::receipt::{ServerSays, Way};
use crate::engine::run::desk::Desk;
use crate::engine::run::findings::{Unsaved, Whereabouts};
use crate::engine::scope::Scope;
use crate::engine::site::{Address, Host, Place, Product};
use crate::engine::sorted::Set;
use crate::engine::sweep::Container;
use crate::engine::time::{Deadline, Millis};
use crate::value::Data;

/// How long one way of signing out is given: menus that are built late, redirects, an account picker.
const TIME_FOR_A_WAY: Millis = Millis::seconds(25);
/// How long a look waits for the page to change before it is taken anyway.
const TIME_TO_CHANGE: Millis = Millis(1_000);

/// The course of one organisation's sign-out.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct Course {
    product: Product,
    way: Way,
    tab: Option<TabId>,
    memory: Memory,
    page_reached: bool,
    until: Deadline,
    /// The container in which it is now; none outside of containers.
    container: Whereabouts,
    /// The containers that come next.
    next: Vec<Container>,
    /// Whether the address was taken in the place where it is now.
    took_address: bool,
    /// What the server said of the places before; none in the first one.
    said: Option<ServerSays>,
    /// The tab of the first place.
    first: Option<TabId>,
    at: At,
}

/// What a course is at.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
enum At {
    /// Waiting for what comes of this effect.
    Busy { doing: Doing, effect: Effect },
    /// A dialog of the page stands in the way.
    HeldUp,
    /// Waiting for the other organisations: one of them ends this one's session, if it has any.
    Waiting,
    /// Nothing more is to be done.
    Ended { server: ServerSays, way: Way },
}

/// What an effect is for.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, PartialEq)]
enum Doing {
    /// To drop a page whose unsaved work was given up.
    Freeing,
    /// To see what can be pressed.
    Looking,
    /// To open a menu.
    Opening,
    /// To take the way out.
    Pressing,
    /// To see where the way out leads.
    Leaving,
    /// To hear what the server makes of what the browser holds now.
    Asking,
    /// To close the page that was opened in a container, from which nothing is looked at later.
    Tidying,
}

/// What a course needs to know at each step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'a> {
    pub(super) organisation: &'a Host,
    pub(super) scope: &'a Scope,
    pub(super) gives_up_work: bool,
}

impl Course {
    /// Starts in this tab: with its control, or, where its unsaved work was given up, without its page.
    pub(super) fn begin(
        organisation: &Host,
        product: Product,
        tab: Option<(TabId, Unsaved)>,
        places: &Set<Whereabouts>,
        desk: &mut Desk<'_>,
    ) -> Self {
        let mut course = Self::new(product, Way::Control, tab.map(|(tab, _)| tab), places, desk);
        if tab.is_none() && !places.contains(&None) {
            course.container = course.next.pop();
        }
        match tab {
            Some((tab, Unsaved::No)) => course.look(Doing::Looking, tab, Millis(0), desk),
            Some((tab, Unsaved::Yes | Unsaved::Unknown)) => {
                course.busy(Doing::Freeing, Effect::Discard { tab }, desk)
            }
            None => course.go_to_address(organisation, desk),
        }
    }

    /// Signs nothing out, and hears what the server says once the others have ended.
    pub(super) fn only_ask(product: Product, way: Way, places: &Set<Whereabouts>, desk: &Desk<'_>) -> Self {
        Self { at: At::Waiting, ..Self::new(product, way, None, places, desk) }
    }

    /// Leaves a page with unsaved work to the person.
    pub(super) fn leave_open(product: Product, tab: TabId, desk: &Desk<'_>) -> Self {
        Self::new(product, Way::LeftOpen, Some(tab), &Set::new(), desk).left_open()
    }

    /// The others have ended: asks, if that is what this course waits for.
    pub(super) fn others_ended(self, organisation: &Host, desk: &mut Desk<'_>) -> Self {
        if self.is_waiting() { self.ask(organisation, desk) } else { self }
    }

    fn new(
        product: Product,
        way: Way,
        tab: Option<TabId>,
        places: &Set<Whereabouts>,
        desk: &Desk<'_>,
    ) -> Self {
        Self {
            product,
            way,
            tab,
            memory: Memory::default(),
            page_reached: false,
            until: Deadline::from(desk.now(), TIME_FOR_A_WAY),
            container: None,
            next: places.iter().flatten().cloned().collect(),
            took_address: false,
            said: None,
            first: None,
            at: At::HeldUp,
        }
    }

    /// Whether this course waits for what came of this effect.
    pub(super) fn awaits(&self, ended: &Effect) -> bool {
        matches!(&self.at, At::Busy { effect, .. } if effect == ended)
    }

    /// The tab whose page it drops now, with the work in it.
    pub(super) const fn drops(&self) -> Option<TabId> {
        match self.at {
            At::Busy { doing: Doing::Freeing, .. } => self.tab,
            At::Busy { .. } | At::HeldUp | At::Waiting | At::Ended { .. } => None,
        }
    }

    /// Whether a dialog of the page stands in the way.
    pub(super) const fn is_held_up(&self) -> bool {
        matches!(self.at, At::HeldUp)
    }

    /// Whether it waits for what comes of an effect.
    pub(super) const fn is_busy(&self) -> bool {
        matches!(self.at, At::Busy { .. })
    }

    /// Whether it waits for the others.
    pub(super) const fn is_waiting(&self) -> bool {
        matches!(self.at, At::Waiting)
    }

    /// How it ended, once it has.
    pub(super) fn ended(&self) -> Option<SignOut> {
        match self.at {
            At::Ended { server, way } => Some(SignOut {
                product: self.product,
                way,
                page_reached: self.page_reached,
                server,
                tab: self.first.or(self.tab),
            }),
            At::Busy { .. } | At::HeldUp | At::Waiting => None,
        }
    }

    /// Takes what came of the effect that it waits for.
    pub(super) fn on(self, step: &Step<'_>, result: Result<Outcome, Failure>, desk: &mut Desk<'_>) -> Self {
        let At::Busy { doing, effect } = &self.at else { return self };
        let tab_is_gone = matches!(effect, Effect::AwaitLoad { .. }) && result == Err(Failure::Gone);
        let tab_is_lost = matches!(effect, Effect::Visit { tab: Some(_), .. })
            && matches!(result, Err(Failure::Refused | Failure::Gone));
        match *doing {
            Doing::Freeing => self.freed(step, &result, desk),
            Doing::Looking | Doing::Leaving if tab_is_gone => self.without_tab(step, desk),
            Doing::Leaving if tab_is_lost => self.in_another_tab(step, desk),
            doing @ (Doing::Looking | Doing::Leaving) => self.seen(doing, step, result, desk),
            Doing::Opening => self.opened(step, &result, desk),
            Doing::Pressing => self.pressed(step, &result, desk),
            Doing::Asking => self.heard(step.organisation, result, desk),
            Doing::Tidying => self.go_on(step.organisation, desk),
        }
    }

    /// Takes the address, whatever the page holds.
    pub(super) fn forced(self, step: &Step<'_>, desk: &mut Desk<'_>) -> Self {
        match self.tab {
            Some(tab) => self.busy(Doing::Freeing, Effect::Discard { tab }, desk),
            None => self.go_to_address(step.organisation, desk),
        }
    }

    /// Leaves the page to the person, as it is.
    pub(super) fn left_open(mut self) -> Self {
        self.at = At::Ended { server: ServerSays::Nothing, way: Way::LeftOpen };
        self
    }

    fn freed(mut self, step: &Step<'_>, result: &Result<Outcome, Failure>, desk: &mut Desk<'_>) -> Self {
        // A page that cannot be dropped would raise the browser's prompt: leave it, and use another tab.
        self.tab = match result {
            Ok(Outcome::Discarded(tab)) => Some(*tab),
            Ok(_) | Err(_) => None,
        };
        self.go_to_address(step.organisation, desk)
    }

    fn seen(
        mut self,
        doing: Doing,
        step: &Step<'_>,
        result: Result<Outcome, Failure>,
        desk: &mut Desk<'_>,
    ) -> Self {
        match result {
            Ok(Outcome::Survey(survey)) => self.consider(doing, step, &survey, desk),
            Ok(Outcome::Loaded(Loaded { tab, host })) if is_of_the_sign_out(step.scope, host.as_ref()) => {
                self.tab = Some(tab);
                self.look(doing, tab, Millis(0), desk)
            }
            Ok(Outcome::Loaded(_)) | Err(Failure::Refused) => self.led_elsewhere(doing, step, desk),
            // The page went away by itself; what it becomes is worth a look.
            Err(Failure::Gone) if !self.until.is_due(desk.now()) => self.await_load(doing, step, desk),
            Ok(_) | Err(_) => self.next_way(step, desk),
        }
    }

    /// The tab shows another site: perhaps the person's next page, so it is left alone from now on.
    ///
    /// After the press it may also be a sign-out page that nobody knows here; the server tells.
    fn led_elsewhere(mut self, doing: Doing, step: &Step<'_>, desk: &mut Desk<'_>) -> Self {
        self.tab = None;
        if doing == Doing::Leaving { self.ask(step.organisation, desk) } else { self.next_way(step, desk) }
    }

    /// The person closed the tab.
    fn without_tab(mut self, step: &Step<'_>, desk: &mut Desk<'_>) -> Self {
        self.tab = None;
        self.next_way(step, desk)
    }

    /// The tab shows the person's next page by now, or was closed: the way out is taken in one of its own.
    ///
    /// Only here is it known for certain: a script in a closed tab may fail like any other (observed in Firefox 140).
    fn in_another_tab(mut self, step: &Step<'_>, desk: &mut Desk<'_>) -> Self {
        self.tab = None;
        self.go_to_address(step.organisation, desk)
    }

    fn opened(self, step: &Step<'_>, result: &Result<Outcome, Failure>, desk: &mut Desk<'_>) -> Self {
        match result {
            Ok(Outcome::Pressed(_)) => self.look_again(Doing::Looking, step, desk),
            Err(Failure::Gone) => self.await_load(Doing::Looking, step, desk),
            Err(Failure::Refused) => self.led_elsewhere(Doing::Looking, step, desk),
            Ok(_) | Err(_) => self.next_way(step, desk),
        }
    }

    fn pressed(self, step: &Step<'_>, result: &Result<Outcome, Failure>, desk: &mut Desk<'_>) -> Self {
        match result {
            Ok(Outcome::Pressed(Pressed::Pressed)) => self.look_again(Doing::Leaving, step, desk),
            // The page may have left before it could answer.
            Err(Failure::Gone) => self.await_load(Doing::Leaving, step, desk),
            Err(Failure::Refused) => self.led_elsewhere(Doing::Looking, step, desk),
            Ok(Outcome::Pressed(Pressed::Gone | Pressed::Changed | Pressed::Covered)) => {
                self.look_again(Doing::Looking, step, desk)
            }
            Ok(_) | Err(_) => self.next_way(step, desk),
        }
    }

    fn consider(mut self, doing: Doing, step: &Step<'_>, survey: &Survey, desk: &mut Desk<'_>) -> Self {
        let Some(tab) = self.tab else { return self.next_way(step, desk) };
        let (decision, memory) = decide(survey, &self.memory);
        self.memory = memory;
        match decision {
            Decision::SignedOut { reasons } | Decision::SignInPage { reasons } => {
                self.page_reached |= is_proof(survey, &reasons);
                self.ask(step.organisation, desk)
            }
            Decision::Press { target, .. } | Decision::Choose { target, .. } => {
                self.busy(Doing::Pressing, Effect::Press { tab, target }, desk)
            }
            Decision::Open { target, .. } => self.busy(Doing::Opening, Effect::Press { tab, target }, desk),
            Decision::Wait { .. } => self.look_again(doing, step, desk),
            Decision::Reload { .. } => self.busy(doing, Effect::Reload { tab }, desk),
            Decision::Blocked { .. } if step.gives_up_work => self.forced(step, desk),
            Decision::Blocked { .. } => {
                self.at = At::HeldUp;
                self
            }
            Decision::None { .. } if doing == Doing::Leaving => self.look_again(doing, step, desk),
            Decision::None { .. } => self.next_way(step, desk),
        }
    }

    fn heard(mut self, organisation: &Host, result: Result<Outcome, Failure>, desk: &mut Desk<'_>) -> Self {
        let server = match result {
            Ok(Outcome::Server(says)) => says,
            Ok(Outcome::Entry(entry)) => ServerSays::from_entry(entry),
            Ok(_) | Err(_) => ServerSays::Nothing,
        };
        if server == ServerSays::SignedIn && !self.took_address && !self.signs_nothing_out() {
            return self.go_to_address(organisation, desk);
        }
        let tab = self.tab.take();
        let Some(said) = self.said else {
            self.said = Some(server);
            self.first = tab;
            return self.go_on(organisation, desk);
        };
        self.said = Some(said.and(server));
        match tab {
            Some(tab) => self.busy(Doing::Tidying, Effect::CloseTab { tab, opened: true }, desk),
            None => self.go_on(organisation, desk),
        }
    }

    const fn signs_nothing_out(&self) -> bool {
        matches!(self.way, Way::Shared | Way::NoSession | Way::AccountKept)
    }

    /// Asks in the next container; after the last one it ends.
    fn go_on(mut self, organisation: &Host, desk: &mut Desk<'_>) -> Self {
        // Of a product with no `WhoAmI` nothing can be asked from inside one.
        if self.product.answers_who_am_i()
            && let Some(container) = self.next.pop()
        {
            self.container = Some(container);
            self.took_address = false;
            return self.ask(organisation, desk);
        }
        let server = self.said.unwrap_or(ServerSays::Nothing);
        let worked = self.page_reached || server == ServerSays::SignedOut;
        let way = if worked || self.signs_nothing_out() { self.way } else { Way::OnlyHere };
        self.at = At::Ended { server, way };
        self
    }

    /// The page's control did not do it: the address. The address did not do it: see what the server says.
    fn next_way(self, step: &Step<'_>, desk: &mut Desk<'_>) -> Self {
        match self.way {
            Way::Control => self.go_to_address(step.organisation, desk),
            Way::AccountKept
            | Way::Address
            | Way::LeftOpen
            | Way::NoSession
            | Way::OnlyHere
            | Way::Shared => self.ask(step.organisation, desk),
        }
    }

    fn go_to_address(mut self, organisation: &Host, desk: &mut Desk<'_>) -> Self {
        self.way = Way::Address;
        self.took_address = true;
        self.memory = self.memory.anew();
        self.until = Deadline::from(desk.now(), TIME_FOR_A_WAY);
        let address = Address::sign_out(organisation, self.product);
        let effect = Effect::Visit { tab: self.tab, container: self.container.clone(), address };
        self.busy(Doing::Leaving, effect, desk)
    }

    fn ask(mut self, organisation: &Host, desk: &mut Desk<'_>) -> Self {
        let (organisation, product) = (organisation.clone(), self.product);
        if product.answers_who_am_i() {
            let container = self.container.clone();
            return self.busy(Doing::Asking, Effect::AskServer { organisation, product, container }, desk);
        }
        if product.asks_at_the_door() {
            return self.busy(Doing::Asking, Effect::TryEntry { organisation, product }, desk);
        }
        self.at = At::Ended { server: ServerSays::NotAsked, way: self.way };
        self
    }

    fn look_again(self, doing: Doing, step: &Step<'_>, desk: &mut Desk<'_>) -> Self {
        match self.tab {
            Some(tab) if !self.until.is_due(desk.now()) => self.look(doing, tab, TIME_TO_CHANGE, desk),
            Some(_) | None => self.next_way(step, desk),
        }
    }

    fn await_load(self, doing: Doing, step: &Step<'_>, desk: &mut Desk<'_>) -> Self {
        match self.tab {
            Some(tab) => self.busy(doing, Effect::AwaitLoad { tab }, desk),
            None => self.next_way(step, desk),
        }
    }

    fn look(self, doing: Doing, tab: TabId, wait: Millis, desk: &mut Desk<'_>) -> Self {
        self.busy(doing, Effect::Survey { tab, wait }, desk)
    }

    fn busy(mut self, doing: Doing, effect: Effect, desk: &mut Desk<'_>) -> Self {
        desk.issue(effect.clone());
        self.at = At::Busy { doing, effect };
        self
    }
}

/// Whether a page proves that the Microsoft session is over: the sign-in service's own word, on its own page.
///
/// An address that speaks of signing out is none, and neither is what a page of the organisation says.
fn is_proof(survey: &Survey, reasons: &[Reason]) -> bool {
    let is_sign_in_service = survey.top().is_some_and(|top| top.place == Place::SignIn);
    is_sign_in_service
        && reasons.iter().any(|reason| matches!(reason, Reason::SaysSignedOut | Reason::AsksToSignIn))
}

/// Whether a sign-out leads there: to the CRM, or to the sign-in service.
fn is_of_the_sign_out(scope: &Scope, host: Option<&Host>) -> bool {
    host.is_some_and(|host| scope.sites.place(host) != Place::Elsewhere)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::control::{Frame, Page};
    use crate::engine::id::FrameId;

    #[test]
    fn a_sign_out_leads_to_the_crm_or_to_the_sign_in_service_and_nowhere_else() {
        let leads = |name| is_of_the_sign_out(&Scope::default(), Host::parse(name).ok().as_ref());
        assert!(leads("contoso.crm4.dynamics.com") && leads("login.microsoftonline.com"));
        assert!(!leads("evil.example"));
        assert!(!is_of_the_sign_out(&Scope::default(), None));
    }

    #[test]
    fn only_the_sign_in_services_own_word_is_a_proof() {
        let at = |name| {
            let host = Host::parse(name).unwrap();
            let (place, page, nonce) = (Place::of(&host), Page::default(), String::new());
            let frame = Frame {
                id: FrameId::TOP,
                document: None,
                host,
                place,
                nonce,
                page,
                seen: 0,
                controls: vec![],
            };
            Survey { frames: vec![frame] }
        };
        let (says, address) = ([Reason::SaysSignedOut], [Reason::AtSignOutAddress]);
        assert!(is_proof(&at("login.microsoftonline.com"), &says));
        assert!(!is_proof(&at("login.microsoftonline.com"), &address));
        assert!(!is_proof(&at("contoso.crm4.dynamics.com"), &says));
    }
}
