//! A run on the bench: its effects carried out one by one, with the faults that a test asks for.

use super::Sim;
use clean_exit::engine::effect::{Effect, EffectId, Failure, Outcome};
use clean_exit::engine::id::TabId;
use clean_exit::engine::receipt::{Kind, Proof, Receipt, Trigger, Verdict};
use clean_exit::engine::run::{Ending, Event, Issued, Order, Run};
use clean_exit::engine::scope::{Jar, Scope};
use clean_exit::engine::time::Time;
use clean_exit::protocol::journal;
use std::collections::{BTreeMap, VecDeque};

/// What a test does with an effect instead of the browser.
pub(crate) enum Fault {
    /// The browser carries it out.
    None,
    /// It fails, and nothing is done.
    Fails(Failure),
    /// Nobody ever answers.
    Silence,
}

/// A run, the browser it works in, and the effects that wait to be carried out.
#[derive(Clone)]
pub(crate) struct Bench {
    pub(crate) sim: Sim,
    pub(crate) run: Run,
    pub(crate) queue: VecDeque<Issued>,
    jars: BTreeMap<EffectId, Jar>,
    pub(crate) now: u64,
    pub(crate) effects: u32,
}

impl Bench {
    pub(crate) fn click(sim: Sim) -> Self {
        Self::ordered(sim, Scope::default())
    }

    pub(crate) fn ordered(sim: Sim, scope: Scope) -> Self {
        Self::begin(sim, Order { trigger: Trigger::Toolbar, scope })
    }

    pub(crate) fn set_off(sim: Sim, trigger: Trigger) -> Self {
        Self::begin(sim, Order { trigger, scope: Scope::default() })
    }

    fn begin(mut sim: Sim, order: Order) -> Self {
        sim.scope = order.scope.clone();
        let (run, issued) = Run::begin(order, Time(1_000_000));
        let mut this =
            Self { sim, run, queue: VecDeque::new(), jars: BTreeMap::new(), now: 1_000_000, effects: 0 };
        this.take(issued);
        this
    }

    pub(crate) fn step(&mut self, event: Event) {
        let (run, issued) = self.run.clone().step(event, Time(self.now));
        self.run = run;
        self.take(issued);
    }

    /// Carries out all that is asked for until nothing is left to do; time passes where nobody answers.
    pub(crate) fn go_on(&mut self, mut fault: impl FnMut(u32, &Effect) -> Fault) {
        for _ in 0..2_000 {
            if let Some(Issued { id, effect }) = self.queue.pop_front() {
                self.effects += 1;
                self.now += 20;
                let result = match fault(self.effects, &effect) {
                    Fault::None => self.perform(id, &effect),
                    Fault::Fails(failure) => Err(failure),
                    Fault::Silence => continue,
                };
                self.step(Event::Ended { id, result });
            } else if self.run.ending().is_some() || self.run.question().is_some() {
                return;
            } else if let Some(at) = self.run.wake_at() {
                self.now = self.now.max(at.0);
                self.step(Event::Ticked);
            } else {
                panic!("the run waits for nothing: {:?}", self.run);
            }
        }
        panic!("the run does not end: {:?}", self.run);
    }

    /// Carries out all that is asked for before the first effect of this kind.
    pub(crate) fn effects_until(&mut self, is_it: impl Fn(&Effect) -> bool) {
        while let Some(Issued { id, effect }) = self.queue.pop_front_if(|next| !is_it(&next.effect)) {
            let result = self.perform(id, &effect);
            self.step(Event::Ended { id, result });
        }
    }

    /// Carries out an effect, in the jar that the run was about when it asked for it.
    pub(crate) fn perform(&mut self, id: EffectId, effect: &Effect) -> Result<Outcome, Failure> {
        let jar = self.jars.get(&id).copied().unwrap_or_default();
        self.sim.perform_in(jar, effect)
    }

    fn take(&mut self, issued: Vec<Issued>) {
        let jar = self.run.scope().map_or(Jar::Ordinary, |scope| scope.jar);
        self.jars.extend(issued.iter().map(|issued| (issued.id, jar)));
        self.queue.extend(issued);
    }

    /// Carries out so many effects.
    pub(crate) fn some_effects(&mut self, count: u32) {
        for _ in 0..count {
            let Some(Issued { id, effect }) = self.queue.pop_front() else { return };
            let result = self.perform(id, &effect);
            self.step(Event::Ended { id, result });
        }
    }

    /// The background dies: what was asked for and not answered is lost, and the journal is all there is.
    pub(crate) fn restart_background(&mut self) {
        self.queue.clear();
        self.run = journal::read(&journal::write(&self.run)).unwrap();
        self.step(Event::Woke);
    }

    pub(crate) fn receipt(&self) -> &Receipt {
        match self.run.ending() {
            Some(Ending::Filed { receipt, .. }) => receipt,
            other => panic!("no receipt: {other:?}"),
        }
    }

    pub(crate) fn proof(&self, kind: Kind) -> Proof {
        self.receipt().lines.iter().find(|line| line.kind == kind).unwrap().proof
    }
}

/// Everything works.
pub(crate) fn no_fault(_: u32, _: &Effect) -> Fault {
    Fault::None
}

/// What a run that says *signed out* must have done.
pub(crate) fn assert_honest(bench: &Bench, case: &str) {
    if let Some(Ending::Filed { receipt, earlier }) = bench.run.ending() {
        assert_true(bench, receipt, case);
        if let Some(earlier) = earlier {
            assert_eq!((earlier.jar, receipt.jar), (Jar::Ordinary, Jar::Private));
            assert_true(bench, earlier, case);
        }
    }
    assert_untouched(&bench.sim, case);
    if let Some(private) = bench.sim.private.as_ref().filter(|private| !private.tabs.is_empty()) {
        assert_cookies_untouched(private, case);
    }
}

/// What a receipt that says *signed out* is about must be so.
fn assert_true(bench: &Bench, receipt: &Receipt, case: &str) {
    if receipt.verdict != Verdict::SignedOut {
        return;
    }
    let sim = if receipt.jar == Jar::Private { bench.sim.private() } else { &bench.sim };
    assert!(sim.left().is_empty(), "{case}: cookies are left: {:?}", sim.left());
    assert!(sim.sessions.is_empty(), "{case}: a server still accepts the session");
    assert_eq!(sim.organisation_tabs(), 0, "{case}: a tab is left");
    assert!(sim.storage.is_empty(), "{case}: storage is left: {:?}", sim.storage);
}

fn assert_untouched(sim: &Sim, case: &str) {
    assert_cookies_untouched(sim, case);
    assert!(sim.tabs.contains_key(&TabId(1)), "{case}: the neighbour's tab is gone");
    assert_eq!(sim.lost, 0, "{case}: unsaved work was lost");
}

fn assert_cookies_untouched(sim: &Sim, case: &str) {
    let neighbours = ["theme", "MSFPC", "buid"];
    let kept = sim.cookies.iter().filter(|cookie| neighbours.contains(&cookie.name.as_str())).count();
    assert_eq!(kept, neighbours.len(), "{case}: a neighbour's cookie is gone");
}
