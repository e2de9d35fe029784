//! Sign out: end each organisation's session at its server, all organisations at once.
//!
//! The order of the ways: the page's own control, the product's sign-out address, and, if neither works,
//! clearing this browser alone, with the server's part reported as not ended.

mod course;

use super::close::Closing;
use super::desk::Desk;
use super::findings::{Ground, Unsaved};
use super::{Answer, Ending, Phase};
use crate::engine::effect::{Effect, Failure, Outcome};
use crate::engine::id::TabId;
use crate::engine::receipt::{ServerSays, Way};
use crate::engine::site::{Host, Product};
use crate::engine::sorted::{Map, Set};
use crate::engine::time::{Deadline, Millis};
use crate::value::Data;
use course::{Course, Step};

/// How long the question about unsaved work is left open in the middle of a run.
const TIME_TO_ANSWER: Millis = Millis::seconds(120);

/// Waiting for every organisation's sign-out to end.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct SigningOut {
    ground: Ground,
    courses: Map<Host, Course>,
    /// The organisations whose unsaved work was given up by whoever may decide that.
    ///
    /// The answer is about them alone: what is typed into another one's page meanwhile nobody has given up.
    given_up: Set<Host>,
    /// When a dialog of the page stands in the way of all that is left to do.
    question: Option<Deadline>,
}

/// How the sign-out of one organisation ended.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct SignOut {
    /// The product.
    pub(super) product: Product,
    /// What signed it out.
    pub(super) way: Way,
    /// Whether the sign-in service's own page was reached.
    pub(super) page_reached: bool,
    /// What the server then said, of what the browser then held.
    pub(super) server: ServerSays,
    /// The tab in which it was done.
    pub(super) tab: Option<TabId>,
}

impl SigningOut {
    /// `given_up`: the organisations of which a person said so; what a policy says, the ground knows.
    pub(super) fn begin(ground: Ground, given_up: Set<Host>, desk: &mut Desk<'_>) -> Phase {
        let policy = ground.organisations.keys().filter(|_| ground.gives_up_work);
        let given_up: Set<Host> = given_up.iter().chain(policy).cloned().collect();
        let mut courses = Map::new();
        let reached_by =
            |organisation: &Host| ground.sessions.keys().find(|domain| organisation.is_within(domain));
        // One session cookie serves a whole region: an organisation without a tab of its own is left to another
        // one of its region, and only asked when that has ended.
        let with_tabs = ground.organisations.keys().filter(|host| ground.tab_of(host).is_some());
        let mut regions_in_hand: Vec<_> = with_tabs.filter_map(reached_by).collect();
        for (organisation, product) in &ground.organisations {
            let session = reached_by(organisation);
            let places = ground.whereabouts(organisation);
            let course = match ground.tab_of(organisation) {
                Some((tab, Unsaved::Yes | Unsaved::Unknown)) if !given_up.contains(organisation) => {
                    Course::leave_open(*product, tab, desk)
                }
                // Every way out signs the account out as well, so none is taken.
                _ if !ground.scope.ends_account() => {
                    Course::only_ask(*product, Way::AccountKept, &places, desk)
                }
                tab @ Some(_) => Course::begin(organisation, *product, tab, &places, desk),
                None if session.is_some_and(|domain| regions_in_hand.contains(&domain)) => {
                    Course::only_ask(*product, Way::Shared, &places, desk)
                }
                None if ground.may_be_signed_in(organisation) => {
                    regions_in_hand.extend(session);
                    Course::begin(organisation, *product, None, &places, desk)
                }
                None => Course::only_ask(*product, Way::NoSession, &places, desk),
            };
            courses.insert(organisation.clone(), course);
        }
        Self { ground, courses, given_up, question: None }.settled(desk)
    }

    /// The domains whose sessions are not known to be over, should the run be cut off now.
    pub(super) fn unproven(&self) -> Set<Host> {
        let is_over = |domain: &&Host| {
            let ends = || {
                self.courses
                    .iter()
                    .filter(|(host, _)| host.is_within(domain))
                    .map(|(_, course)| course.ended())
            };
            let refused = |end: Option<SignOut>| end.is_some_and(|end| end.server == ServerSays::SignedOut);
            ends().next().is_some() && ends().all(refused)
        };
        let domains = self.ground.sessions.keys().filter(|domain| !is_over(domain));
        // Those that a restart left behind stay so through the next one.
        domains.chain(&self.ground.lost).cloned().collect()
    }

    pub(super) const fn ground(&self) -> &Ground {
        &self.ground
    }

    pub(super) fn on(
        mut self,
        effect: Effect,
        result: Result<Outcome, Failure>,
        desk: &mut Desk<'_>,
    ) -> Phase {
        if let (Effect::Discard { tab }, Ok(Outcome::Discarded(renamed))) = (&effect, &result) {
            self.rename(*tab, *renamed);
        }
        let waiting = self.courses.iter_mut().find(|(_, course)| course.awaits(&effect));
        if let Some((organisation, course)) = waiting {
            let gives_up_work = self.given_up.contains(organisation);
            let step = Step { organisation, scope: &self.ground.scope, gives_up_work };
            *course = course.clone().on(&step, result, desk);
            // A page that asks when it is to be left holds unsaved work, whatever it said before.
            if let Some(known) = course.drops().and_then(|tab| self.ground.tabs.get_mut(&tab))
                && self.ground.gives_up_work
            {
                known.unsaved = Unsaved::Yes;
            }
        }
        self.settled(desk)
    }

    /// The tabs whose pages hold the sign-out up, and until when an answer is awaited.
    pub(super) fn question(&self) -> Option<(Vec<(Host, Unsaved)>, Deadline)> {
        let until = self.question?;
        let held_up = self.courses.iter().filter(|(_, course)| course.is_held_up());
        Some((held_up.map(|(organisation, _)| (organisation.clone(), Unsaved::Yes)).collect(), until))
    }

    pub(super) fn answered(mut self, answer: Answer, desk: &mut Desk<'_>) -> Phase {
        if self.question.is_none() {
            return Phase::SigningOut(self);
        }
        self.question = None;
        if answer == Answer::GoBack {
            // The others' sessions are over by now, so what they left still has to go;
            // the page that holds unsaved work keeps its tab, and the receipt says so.
            let nothing_done = !self.ground.follows && self.courses.values().all(Course::is_held_up);
            if nothing_done {
                desk.abandon();
                return Phase::Over { ending: Ending::CalledOff };
            }
            for course in self.courses.values_mut().filter(|course| course.is_held_up()) {
                *course = course.clone().left_open();
            }
            return self.settled(desk);
        }
        for (organisation, course) in self.courses.iter_mut().filter(|(_, course)| course.is_held_up()) {
            let step = Step { organisation, scope: &self.ground.scope, gives_up_work: true };
            *course = course.clone().forced(&step, desk);
            self.given_up.insert(organisation.clone());
        }
        self.settled(desk)
    }

    /// A dropped page may come back under a new number.
    fn rename(&mut self, tab: TabId, renamed: TabId) {
        if let Some(known) = self.ground.tabs.remove(&tab) {
            self.ground.tabs.insert(renamed, known);
        }
    }

    /// Goes on to closing when every course has ended; asks a person when only held-up ones are left.
    fn settled(mut self, desk: &mut Desk<'_>) -> Phase {
        let ends: Option<Map<Host, SignOut>> = self
            .courses
            .iter()
            .map(|(organisation, course)| Some((organisation.clone(), course.ended()?)))
            .collect();
        if let Some(ends) = ends {
            return Closing::begin(self.ground, ends, self.given_up, desk);
        }
        if self.courses.values().any(Course::is_busy) {
            return Phase::SigningOut(self);
        }
        if self.courses.values().any(Course::is_waiting) {
            for (organisation, course) in &mut self.courses {
                *course = course.clone().others_ended(organisation, desk);
            }
            // A product that cannot be asked has ended by now.
            return self.settled(desk);
        }
        if self.question.is_none() {
            self.question = Some(Deadline::from(desk.now(), TIME_TO_ANSWER));
        }
        Phase::SigningOut(self)
    }
}
