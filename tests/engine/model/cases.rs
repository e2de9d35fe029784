//! What is bounded, and how: each case is small enough to be searched through, and together they leave little out.

use super::ends;
use super::judge;
use super::world::{Action, Budget, Case, Meddling, World};
use crate::sim::{APP, Page, SIGN_IN, Sim, cookie, host};
use clean_exit::engine::receipt::Verdict;
use clean_exit::engine::run::Ending;
use clean_exit::engine::scope::Scope;
use stateright::{Checker as _, Expectation, Model, Property};

const CONTOSO: &str = "contoso.crm4.dynamics.com";
const ADVENTURE: &str = "adventure-works.crm.dynamics.com";

impl Model for Case {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World::begin(self)]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        actions.extend(world.actions(self));
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        Some(world.after(action, self))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("nothing goes wrong on the way", |_, world: &World| world.wrong.is_none()),
            Property::always("it waits or is over", |_, world: &World| judge::waits_or_is_over(world)),
            Property::always("neighbours are spared", judge::spares_neighbours),
            Property::always("it tells the truth", judge::tells_the_truth),
            Property::always("called off is called off", judge::leaves_alone_what_it_was_called_off_from),
            Property::always("a second run changes nothing", |_, world: &World| judge::is_idempotent(world)),
            Property::sometimes(
                "it signs out",
                |_, world: &World| matches!(world.run.ending(), Some(Ending::Filed { receipt, .. }) if receipt.verdict == Verdict::SignedOut),
            ),
        ]
    }
}

/// A browser with neighbours that are easily mistaken for the CRM.
fn neighbours() -> Sim {
    let mut sim = Sim::new();
    sim.cookies.extend([cookie("www.dynamics.com", "CrmOwinAuth"), cookie("dynamics.com", "ESTSAUTHX")]);
    sim.storage.insert(host("home.dynamics.com"), 2);
    sim
}

fn contoso(page: Page) -> Case {
    Case {
        sim: neighbours().signed_in(CONTOSO, page),
        scope: Scope::default(),
        budget: Budget::default(),
        lateness: false,
        meddling: Vec::new(),
        covered: [CONTOSO, "crm4.dynamics.com", SIGN_IN].map(host).into(),
    }
}

fn both() -> Case {
    let mut case = contoso(APP);
    case.sim = case.sim.signed_in(ADVENTURE, APP);
    case.covered.extend([ADVENTURE, "crm.dynamics.com"].map(host));
    case
}

/// How it came to this, in words.
fn story(path: Vec<(World, Option<Action>)>) -> String {
    let last = path.last().map(|(world, _)| (world.wrong, world.run.ending(), &world.sim));
    let lines = path.iter().filter_map(|(world, action)| Some(world.tell(action.as_ref()?)));
    format!("{}\n{last:?}", lines.collect::<Vec<_>>().join("\n"))
}

/// Searches through a case, and holds the number of worlds and of steps between them against what they were.
fn check(name: &str, case: Case, worlds: usize, steps: usize) {
    let checker = case.clone().checker().spawn_bfs().join();
    for property in case.properties() {
        if let Some(path) = checker.discovery(property.name)
            && property.expectation == Expectation::Always
        {
            panic!("{name}: not always: {}\n{}", property.name, story(path.into_vec()));
        }
    }
    checker.assert_properties();
    let longest = ends::longest(&case);
    let counted = (checker.unique_state_count(), checker.state_count());
    println!(
        "{name}: {} worlds, {} steps, at most {} steps and {} s",
        counted.0,
        counted.1,
        longest.steps,
        longest.millis / 1_000
    );
    assert_eq!(counted, (worlds, steps), "{name}: the model has changed");
}

fn everything(organisation: &str) -> Vec<Meddling> {
    let organisation = host(organisation);
    vec![
        Meddling::Closes,
        Meddling::Leaves,
        Meddling::Edits,
        Meddling::Opens(organisation.clone()),
        Meddling::Server(organisation.clone()),
        Meddling::Permission(organisation),
    ]
}

const DIRTY: Page = Page::App { menu: false, dirty: true, control: true, dialog: false };
const BARE: Page = Page::App { menu: false, dirty: false, control: false, dialog: false };

#[test]
fn nothing_fails() {
    let mut case = both();
    case.budget.clicks = 1;
    check("nothing fails", case, 0, 0);
}

#[test]
fn three_tabs() {
    let mut case = both();
    case.sim.open(Some(host(CONTOSO)), APP, true);
    case.budget.clicks = 1;
    check("three tabs", case, 0, 0);
}

#[test]
fn anything_fails_once() {
    let mut case = contoso(APP);
    case.budget = Budget { faults: 1, clicks: 1, ..Budget::default() };
    case.lateness = true;
    check("anything fails once", case, 0, 0);
}

#[test]
fn bare() {
    let mut case = contoso(BARE);
    case.budget = Budget { faults: 1, clicks: 1, deaths: 1, ..Budget::default() };
    case.lateness = true;
    check("bare", case, 0, 0);
}

#[test]
fn anything_fails_twice() {
    let mut case = contoso(APP);
    case.budget = Budget { faults: 2, clicks: 1, ..Budget::default() };
    case.lateness = true;
    check("anything fails twice", case, 0, 0);
}

#[test]
fn the_background_dies_twice() {
    let mut case = contoso(APP);
    case.budget = Budget { deaths: 2, clicks: 1, ..Budget::default() };
    check("dies twice", case, 0, 0);
}

#[test]
fn dies_and_fails() {
    let mut case = contoso(APP);
    case.budget = Budget { faults: 1, deaths: 1, clicks: 1, ..Budget::default() };
    case.lateness = true;
    check("dies and fails", case, 0, 0);
}

#[test]
fn restarts() {
    let mut case = contoso(APP);
    case.budget = Budget { deaths: 2, restarts: 1, clicks: 1, ..Budget::default() };
    check("restarts", case, 0, 0);
}

#[test]
fn unsaved() {
    let mut case = contoso(DIRTY);
    case.budget = Budget { faults: 1, deaths: 1, restarts: 1, clicks: 1, ..Budget::default() };
    check("unsaved", case, 0, 0);
}

#[test]
fn unsaved_two() {
    let mut case = both();
    case.sim.tabs.get_mut(&clean_exit::engine::id::TabId(100)).unwrap().page = DIRTY;
    case.budget = Budget { meddling: 1, ..Budget::default() };
    case.meddling = vec![Meddling::Edits];
    check("unsaved two", case, 0, 0);
}

#[test]
fn the_person_meddles() {
    let mut case = contoso(APP);
    case.budget = Budget { meddling: 1, ..Budget::default() };
    case.meddling = everything(CONTOSO);
    check("meddles", case, 0, 0);
}

#[test]
fn meddles_twice() {
    let mut case = contoso(APP);
    case.budget = Budget { meddling: 2, ..Budget::default() };
    case.meddling = everything(CONTOSO);
    check("meddles twice", case, 0, 0);
}

#[test]
fn meddles_and_fails() {
    let mut case = contoso(APP);
    case.budget = Budget { meddling: 1, faults: 1, ..Budget::default() };
    case.lateness = true;
    case.meddling = everything(CONTOSO);
    check("meddles and fails", case, 0, 0);
}

#[test]
fn two_fail() {
    let mut case = both();
    case.budget = Budget { faults: 1, ..Budget::default() };
    check("two fail", case, 0, 0);
}

#[test]
fn two_die() {
    let mut case = both();
    case.budget = Budget { deaths: 1, ..Budget::default() };
    check("two die", case, 0, 0);
}

#[test]
#[ignore]
fn big_two_fail_die() {
    let mut case = both();
    case.budget = Budget { faults: 1, deaths: 1, ..Budget::default() };
    check("two fail die", case, 0, 0);
}

#[test]
#[ignore]
fn big_one_all() {
    let mut case = contoso(APP);
    case.lateness = true;
    case.budget = Budget { faults: 2, deaths: 2, clicks: 1, ..Budget::default() };
    check("one 2 2", case, 0, 0);
}

#[test]
#[ignore]
fn big_one_restart() {
    let mut case = contoso(DIRTY);
    case.lateness = true;
    case.budget = Budget { faults: 1, deaths: 2, restarts: 1, meddling: 1, clicks: 1 };
    case.meddling = everything(CONTOSO);
    check("one 1 2 1 1", case, 0, 0);
}

#[test]
#[ignore]
fn big_two_meddle_fail() {
    let mut case = both();
    case.budget = Budget { faults: 1, meddling: 1, ..Budget::default() };
    case.meddling = everything(CONTOSO);
    check("two meddle fail", case, 0, 0);
}
