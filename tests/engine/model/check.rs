//! A case as the checker sees it, and the search through it.

use super::case::Case;
use super::world::{Action, World};
use super::{ends, judge};
use clean_exit::engine::run::Ending;
use stateright::{Checker as _, Expectation, Model, Property};

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
                "it comes to what it can",
                |case: &Self, world: &World| matches!(world.run.ending(), Some(Ending::Filed { receipt, .. }) if receipt.verdict == case.reaches),
            ),
        ]
    }
}

/// How it came to this, in words.
fn story(path: Vec<(World, Option<Action>)>) -> String {
    let last = path.last().map(|(world, _)| (world.wrong, world.run.ending(), &world.sim));
    let lines = path.iter().filter_map(|(world, action)| Some(world.tell(action.as_ref()?)));
    format!("{}\n{last:?}", lines.collect::<Vec<_>>().join("\n"))
}

/// Searches through a case, and holds the number of worlds and of steps between them against what they were.
pub(super) fn check(name: &str, case: Case, worlds: usize, steps: usize) {
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
