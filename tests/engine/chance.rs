//! Whole runs in every order that chance finds: answers out of turn, faults, a dying background, a person in between.

use crate::sim::bench::{Bench, assert_honest, no_fault};
use crate::sim::{APP, Page, Sim, host};
use clean_exit::engine::effect::Failure;
use clean_exit::engine::id::TabId;
use clean_exit::engine::run::{Answer, Event, Issued};
use proptest::prelude::*;

const CONTOSO: &str = "contoso.crm4.dynamics.com";
const ADVENTURE: &str = "adventure-works.crm.dynamics.com";

/// What happens next.
#[derive(Clone, Debug)]
enum Chance {
    /// One of the effects in flight is carried out and answered.
    Answers(u8),
    /// One of them fails.
    Fails(u8, Failure),
    /// One of them is never answered.
    Silence(u8),
    /// The background dies, and starts again.
    Dies,
    /// So many seconds pass.
    Time(u8),
    /// The person closes a tab.
    Closes(u8),
    /// The person answers, asked or not. Work is never given up here.
    GoesBack,
    /// The server goes away, or comes back.
    Server(bool),
}

fn chance() -> impl Strategy<Value = Chance> {
    let failure = prop_oneof![
        Just(Failure::Gone),
        Just(Failure::NotLoaded),
        Just(Failure::Refused),
        Just(Failure::TimedOut),
        Just(Failure::Broken),
    ];
    prop_oneof![
        12 => any::<u8>().prop_map(Chance::Answers),
        2 => (any::<u8>(), failure).prop_map(|(at, failure)| Chance::Fails(at, failure)),
        1 => any::<u8>().prop_map(Chance::Silence),
        1 => Just(Chance::Dies),
        1 => any::<u8>().prop_map(Chance::Time),
        1 => any::<u8>().prop_map(Chance::Closes),
        1 => Just(Chance::GoesBack),
        1 => any::<bool>().prop_map(Chance::Server),
    ]
}

fn take(bench: &mut Bench, at: u8) -> Option<Issued> {
    let index = usize::from(at).checked_rem(bench.queue.len())?;
    bench.queue.remove(index)
}

fn happen(bench: &mut Bench, chance: Chance) {
    bench.now += 50;
    match chance {
        Chance::Answers(at) => {
            if let Some(Issued { id, effect }) = take(bench, at) {
                let result = bench.perform(id, &effect);
                bench.step(Event::Ended { id, result });
            }
        }
        Chance::Fails(at, failure) => {
            if let Some(Issued { id, .. }) = take(bench, at) {
                bench.step(Event::Ended { id, result: Err(failure) });
            }
        }
        Chance::Silence(at) => drop(take(bench, at)),
        Chance::Dies => bench.restart_background(),
        Chance::Time(seconds) => {
            bench.now += u64::from(seconds) * 100;
            bench.step(Event::Ticked);
        }
        Chance::Closes(at) => {
            let tabs: Vec<TabId> = bench.sim.tabs.keys().copied().filter(|id| *id != TabId(1)).collect();
            if let Some(index) = usize::from(at).checked_rem(tabs.len()) {
                let closed = bench.sim.tabs.remove(tabs.get(index).unwrap()).unwrap();
                drop(closed);
            }
        }
        Chance::GoesBack => bench.step(Event::Answered(Answer::GoBack)),
        Chance::Server(reachable) => {
            if reachable {
                bench.sim.offline.clear();
            } else {
                bench.sim.offline.insert(host(CONTOSO));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_run_ends_and_never_lies(
        dirty in any::<bool>(),
        is_private in any::<bool>(),
        chances in prop::collection::vec(chance(), 0..60),
    ) {
        let page = Page::App { menu: false, dirty, control: true, dialog: false };
        let sim = Sim::new().signed_in(CONTOSO, page.clone()).signed_in(ADVENTURE, APP);
        let inside = || Sim::new().signed_in(CONTOSO, page);
        let mut bench = Bench::click(if is_private { sim.with_private(inside()) } else { sim });
        for chance in chances {
            happen(&mut bench, chance);
        }
        bench.go_on(no_fault);
        while bench.run.question().is_some() {
            bench.step(Event::Answered(Answer::GoBack));
            bench.go_on(no_fault);
        }
        prop_assert!(bench.run.ending().is_some());
        assert_honest(&bench, "by chance");
    }
}
