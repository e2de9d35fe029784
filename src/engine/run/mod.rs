//! One logout as a state machine: freeze → sign out → close → sweep → verify → receipt.
//! Where the CRM is found in private windows too, it then goes through all that once more for these.
//!
//! [`Run::step`] takes an event and the time, and answers with the next state and the effects to start.
//! Calls in flight are part of the state; what came of them comes back as events, failures included.
//! The caller writes the state to the journal before it starts the effects:
//! a background that died goes on with [`Event::Woke`].
//!
//! *Architecture invariant:* every effect in flight has a deadline, so a run that was started always ends.

mod close;
mod desk;
mod findings;
mod freeze;
mod preview;
mod sign_out;
mod sweep;
mod verify;

pub use desk::{Issued, Owed};
pub use findings::{Embedding, Ground, Inherited, Unsaved};
pub use preview::{Found, Preview};

use super::effect::{Effect, EffectId, Failure, Outcome};
use super::receipt::{Receipt, StepName, StepTime, Trigger, Verdict};
use super::scope::Scope;
use super::site::{Host, Product};
use super::time::{Deadline, Time};
use crate::engine::sorted::Set;
use crate::value::Data;
use close::Closing;
use desk::Desk;
use freeze::{Asking, Freezing};
use sign_out::SigningOut;
use sweep::Sweeping;
use verify::{Flow, Verified, Verifying};

/// How often it is tried to put the receipt into the history.
const TRIES_TO_FILE: u8 = 3;

/// What happens to a run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Event {
    /// The background started again, and the journal held this run.
    Woke,
    /// The browser itself started again, and the journal held this run: the tabs' numbers mean nothing any more.
    Restarted,
    /// Time has passed.
    Ticked,
    /// An effect ended.
    Ended {
        /// Which one.
        id: EffectId,
        /// What came of it.
        result: Result<Outcome, Failure>,
    },
    /// The person answered the question about unsaved work.
    Answered(Answer),
}

/// What a run is to do, and what set it off.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Order {
    /// What set it off.
    pub trigger: Trigger,
    /// What it covers.
    pub scope: Scope,
}

/// The answer to the question about unsaved work.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Answer {
    /// Sign out; the unsaved work may be lost.
    SignOut,
    /// Leave everything as it is.
    GoBack,
}

/// One logout.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub struct Run {
    header: Header,
    desk: Owed,
    phase: Phase,
}

/// What does not change with the phase.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
struct Header {
    started: Time,
    trigger: Trigger,
    /// When the round that goes on now began: a receipt is of one round.
    round_began: Time,
    /// What comes when this round is over: the private windows'.
    then: Option<Inherited>,
    /// The receipt of the round before.
    earlier: Option<Box<Receipt>>,
    step_began: Time,
    steps: Vec<StepTime>,
}

/// What a run is at; each holds only what it needs.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
enum Phase {
    Freezing(Freezing),
    Asking(Asking),
    SigningOut(SigningOut),
    Closing(Closing),
    Sweeping(Sweeping),
    Verifying(Verifying),
    Filing { receipt: Receipt, tries: u8 },
    Over { ending: Ending },
}

/// How a run ended.
#[derive(Clone, Data, Debug, Eq, Hash, PartialEq)]
pub enum Ending {
    /// With a receipt.
    Filed {
        /// The receipt.
        receipt: Receipt,
        /// The receipt for the ordinary windows, if the last one is for private ones.
        earlier: Option<Box<Receipt>>,
    },
    /// There was nothing to sign out of.
    NothingFound,
    /// There was unsaved work, and nobody said that it may be lost.
    CalledOff,
}

impl Run {
    /// Begins a run: the first effects see what is there.
    #[must_use]
    pub fn begin(order: Order, now: Time) -> (Self, Vec<Issued>) {
        let mut owed = Owed::default();
        let mut desk = Desk::new(&mut owed, now);
        let gives_up_work = !order.trigger.is_by_hand();
        let scope = order.scope.clone().in_private();
        let then = Inherited { scope, gives_up_work, ..Inherited::default() };
        let inherited = Inherited { scope: order.scope, gives_up_work, ..Inherited::default() };
        let phase = Phase::Freezing(Freezing::begin(inherited, &mut desk));
        let issued = desk.issued();
        let header = Header {
            started: now,
            trigger: order.trigger,
            round_began: now,
            then: Some(then),
            earlier: None,
            step_began: now,
            steps: Vec::new(),
        };
        (Self { header, desk: owed, phase }, issued)
    }

    /// Takes an event, and says what to start.
    #[must_use]
    pub fn step(mut self, event: Event, now: Time) -> (Self, Vec<Issued>) {
        let mut desk = Desk::new(&mut self.desk, now);
        let mut phase = self.phase;
        let header = &mut self.header;
        match event {
            Event::Woke => desk.issue_again(),
            Event::Restarted => {
                header.begin_again(now);
                phase = phase.restarted(&mut desk);
            }
            Event::Ticked => {}
            Event::Ended { id, result } => {
                if let Some(effect) = desk.settle(id) {
                    phase = header.advance(phase, effect, result, &mut desk);
                }
            }
            Event::Answered(answer) => phase = header.answer(phase, answer, &mut desk),
        }
        // A wait that is over may start another one that is over already, so look until none is.
        while let Some(effect) = desk.overdue() {
            phase = header.advance(phase, effect, Err(Failure::TimedOut), &mut desk);
        }
        if phase.question().is_some_and(|(_, until)| until.is_due(now)) {
            phase = header.answer(phase, Answer::GoBack, &mut desk);
        }
        let issued = desk.issued();
        (Self { phase, ..self }, issued)
    }

    /// When time alone changes something; none when the run is over.
    #[must_use]
    pub fn wake_at(&self) -> Option<Time> {
        let question = self.question().map(|(_, until)| until.due_at());
        self.desk.earliest().into_iter().chain(question).min()
    }

    /// How it ended, once it has.
    #[must_use]
    pub const fn ending(&self) -> Option<&Ending> {
        match &self.phase {
            Phase::Over { ending } => Some(ending),
            Phase::Freezing(_)
            | Phase::Asking(_)
            | Phase::SigningOut(_)
            | Phase::Closing(_)
            | Phase::Sweeping(_)
            | Phase::Verifying(_)
            | Phase::Filing { .. } => None,
        }
    }

    /// Whether it is going on: then a click, or whatever else sets a sign-out off, begins no other one.
    #[must_use]
    pub const fn is_going_on(&self) -> bool {
        self.ending().is_none()
    }

    /// What it came to, once there is a receipt: the worse of its two.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        let Some(Ending::Filed { receipt, earlier }) = self.ending() else { return None };
        let earlier = earlier.as_ref().map(|earlier| earlier.verdict);
        Some(earlier.map_or(receipt.verdict, |earlier| earlier.max(receipt.verdict)))
    }

    /// The question that it waits to have answered: the tabs with unsaved work, and until when.
    #[must_use]
    pub fn question(&self) -> Option<(Vec<(Host, Unsaved)>, Deadline)> {
        self.phase.question()
    }

    /// When it began.
    #[must_use]
    pub const fn started(&self) -> Time {
        self.header.started
    }

    /// What set it off.
    #[must_use]
    pub const fn trigger(&self) -> Trigger {
        self.header.trigger
    }

    /// The steps behind it, each with its time.
    #[must_use]
    pub fn steps(&self) -> &[StepTime] {
        &self.header.steps
    }

    /// The step that it is at.
    #[must_use]
    pub const fn step_name(&self) -> StepName {
        self.phase.step()
    }

    /// The organisations that it found so far, each with its product.
    #[must_use]
    pub fn organisations(&self) -> Vec<(Host, Product)> {
        match (&self.phase, self.phase.ground()) {
            (Phase::Filing { receipt, .. }, _) => {
                let found = receipt.organisations.iter();
                found.map(|(host, organisation)| (host.clone(), organisation.product)).collect()
            }
            (_, Some(ground)) => {
                ground.organisations.iter().map(|(host, product)| (host.clone(), *product)).collect()
            }
            (_, None) => Vec::new(),
        }
    }

    /// What it covers; none when all that is left is its receipt.
    #[must_use]
    pub fn scope(&self) -> Option<&Scope> {
        if let Phase::Freezing(freezing) = &self.phase {
            return Some(freezing.scope());
        }
        self.phase.ground().map(|ground| &ground.scope)
    }

    /// The effects in flight.
    #[must_use]
    pub const fn owed(&self) -> &Owed {
        &self.desk
    }
}

impl Header {
    /// Hands what came of an effect to the phase that waits for it, and notes the time of a step that ended.
    fn advance(
        &mut self,
        phase: Phase,
        effect: Effect,
        result: Result<Outcome, Failure>,
        desk: &mut Desk<'_>,
    ) -> Phase {
        let before = phase.step();
        // Nothing of the other jar is ever worked on, or taken for a proof.
        let result = match phase.ground() {
            Some(ground) => result.map(|outcome| outcome.of(ground.scope.jar)),
            None => result,
        };
        let next = match phase {
            Phase::Freezing(freezing) => freezing.on(effect, result, &mut self.then, desk),
            Phase::SigningOut(signing) => signing.on(effect, result, desk),
            Phase::Closing(closing) => closing.on(effect, result, desk),
            Phase::Sweeping(sweeping) => sweeping.on(effect, result, desk),
            Phase::Verifying(verifying) => match verifying.on(effect, result, desk) {
                Flow::On(verifying) => Phase::Verifying(*verifying),
                Flow::Over(verified) => self.file(verified, desk),
            },
            Phase::Filing { receipt, tries } if result.is_err() && 1 < tries => {
                desk.issue(Effect::File { receipt: receipt.clone() });
                Phase::Filing { receipt, tries: tries - 1 }
            }
            // What cannot be filed is still shown.
            Phase::Filing { receipt, .. } => {
                Phase::Over { ending: Ending::Filed { receipt, earlier: self.earlier.take() } }
            }
            still @ (Phase::Asking(_) | Phase::Over { .. }) => still,
        };
        self.clock(before, &next, desk.now());
        self.go_on(next, desk)
    }

    /// A round that is over is followed by that of the private windows, if something of the CRM was found there.
    fn go_on(&mut self, phase: Phase, desk: &mut Desk<'_>) -> Phase {
        let Phase::Over { ending } = phase else { return phase };
        let receipt = match ending {
            Ending::Filed { receipt, earlier: None } => Some(receipt),
            Ending::NothingFound => self.earlier.take().map(|earlier| *earlier),
            ending @ (Ending::Filed { .. } | Ending::CalledOff) => return Phase::Over { ending },
        };
        let Some(inherited) = self.then.take() else {
            let filed = receipt.map(|receipt| Ending::Filed { receipt, earlier: None });
            return Phase::Over { ending: filed.unwrap_or(Ending::NothingFound) };
        };
        self.begin_again(desk.now());
        self.round_began = desk.now();
        let inherited = Inherited { follows: receipt.is_some(), ..inherited };
        self.earlier = receipt.map(Box::new);
        Phase::Freezing(Freezing::begin(inherited, desk))
    }

    /// Hands a person's answer to the phase that asked.
    fn answer(&mut self, phase: Phase, answer: Answer, desk: &mut Desk<'_>) -> Phase {
        let before = phase.step();
        let next = phase.answered(answer, desk);
        self.clock(before, &next, desk.now());
        next
    }

    /// After a restart of the browser the steps are taken, and timed, from the beginning.
    fn begin_again(&mut self, now: Time) {
        self.steps.clear();
        self.step_began = now;
    }

    /// Notes the time of a step that has ended.
    fn clock(&mut self, before: StepName, next: &Phase, now: Time) {
        if next.step() != before {
            self.end_step(before, now);
        }
    }

    fn end_step(&mut self, step: StepName, now: Time) {
        self.steps.push(StepTime { step, took: now.since(self.step_began) });
        self.step_began = now;
    }

    /// Writes the receipt.
    fn file(&mut self, verified: Verified, desk: &mut Desk<'_>) -> Phase {
        self.end_step(StepName::Verify, desk.now());
        let receipt = Receipt {
            run: self.round_began,
            trigger: self.trigger,
            ended: desk.now(),
            jar: verified.jar,
            earlier: self.earlier.as_ref().map(|earlier| earlier.run),
            verdict: Verdict::of(&verified.lines),
            organisations: verified.organisations,
            lines: verified.lines,
            ended_too: verified.ended_too,
            given_up: verified.given_up,
            steps: self.steps.clone(),
        };
        desk.issue(Effect::File { receipt: receipt.clone() });
        Phase::Filing { receipt, tries: TRIES_TO_FILE }
    }
}

impl Phase {
    fn question(&self) -> Option<(Vec<(Host, Unsaved)>, Deadline)> {
        match self {
            Self::Asking(asking) => Some((asking.ground().unsaved(), asking.until())),
            Self::SigningOut(signing) => signing.question(),
            Self::Freezing(_)
            | Self::Closing(_)
            | Self::Sweeping(_)
            | Self::Verifying(_)
            | Self::Filing { .. }
            | Self::Over { .. } => None,
        }
    }

    const fn step(&self) -> StepName {
        match self {
            Self::Freezing(_) | Self::Asking(_) => StepName::Freeze,
            Self::SigningOut(_) => StepName::SignOut,
            Self::Closing(_) => StepName::Close,
            Self::Sweeping(_) => StepName::Sweep,
            Self::Verifying(_) | Self::Filing { .. } | Self::Over { .. } => StepName::Verify,
        }
    }

    const fn ground(&self) -> Option<&Ground> {
        match self {
            Self::Freezing(_) | Self::Filing { .. } | Self::Over { .. } => None,
            Self::Asking(asking) => Some(asking.ground()),
            Self::SigningOut(signing) => Some(signing.ground()),
            Self::Closing(closing) => Some(closing.ground()),
            Self::Sweeping(sweeping) => Some(sweeping.ground()),
            Self::Verifying(verifying) => Some(verifying.ground()),
        }
    }

    /// Looks at everything anew, but forgets no host that was to be cleared.
    ///
    /// A question that nobody answered is answered by now: the browser was closed instead.
    fn restarted(self, desk: &mut Desk<'_>) -> Self {
        match self {
            Self::Asking(asking) if !asking.ground().follows => Self::Over { ending: Ending::CalledOff },
            Self::Filing { .. } | Self::Over { .. } => {
                desk.issue_again();
                self
            }
            Self::Freezing(Freezing::Listing { inherited, .. }) => {
                desk.abandon();
                Self::Freezing(Freezing::begin(inherited, desk))
            }
            Self::Freezing(Freezing::AskingPages { ground }) => Self::untouched(&ground, desk),
            Self::Asking(asking) => Self::untouched(asking.ground(), desk),
            Self::SigningOut(signing) => Self::anew(signing.ground(), signing.unproven(), false, desk),
            Self::Closing(closing) => Self::anew(closing.ground(), closing.known.unproven(), false, desk),
            Self::Sweeping(sweeping) => {
                let loses = sweeping.known().loses_account();
                Self::anew(sweeping.ground(), sweeping.unproven(), loses, desk)
            }
            Self::Verifying(verifying) => {
                let known = verifying.known();
                Self::anew(verifying.ground(), known.unproven(), known.loses_account(), desk)
            }
        }
    }

    /// Begins anew after something was done.
    fn anew(ground: &Ground, unproven: Set<Host>, loses_account: bool, desk: &mut Desk<'_>) -> Self {
        desk.abandon();
        let lost_account = ground.lost_account || loses_account;
        let inherited =
            Inherited { given_up: ground.given_up(), lost_account, ..ground.hand_on(true, unproven) };
        Self::Freezing(Freezing::begin(inherited, desk))
    }

    /// Begins anew before anything was touched.
    fn untouched(ground: &Ground, desk: &mut Desk<'_>) -> Self {
        let unproven = ground.sessions.keys().chain(&ground.lost).cloned().collect();
        desk.abandon();
        Self::Freezing(Freezing::begin(ground.hand_on(ground.is_resumed, unproven), desk))
    }

    /// Takes a person's answer; a phase that asked nothing stays as it is.
    fn answered(self, answer: Answer, desk: &mut Desk<'_>) -> Self {
        match self {
            Self::Asking(asking) => asking.answered(answer, desk),
            Self::SigningOut(signing) => signing.answered(answer, desk),
            still @ (Self::Freezing(_)
            | Self::Closing(_)
            | Self::Sweeping(_)
            | Self::Verifying(_)
            | Self::Filing { .. }
            | Self::Over { .. }) => still,
        }
    }
}
