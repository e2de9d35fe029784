//! Every run comes to its end: there is no world from which nothing follows, and no way back to an earlier one.
//!
//! The checker's own *eventually* overlooks circles, so the graph is walked once more here. A graph of finitely many
//! worlds without a circle and without a dead end has but one way to go: to the end. The longest way is measured.

use super::case::Case;
use super::world::World;
use stateright::Model as _;
use std::collections::HashMap;

/// The longest way from a world to an end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Longest {
    pub(super) steps: u32,
    pub(super) millis: u64,
}

/// Walks the graph from its beginning.
pub(super) fn longest(case: &Case) -> Longest {
    let mut known = HashMap::new();
    walk(case, &World::begin(case), &mut known)
}

fn walk(case: &Case, world: &World, known: &mut HashMap<u64, Option<Longest>>) -> Longest {
    match known.get(&world.key) {
        Some(Some(longest)) => return *longest,
        Some(None) => panic!("a run that comes back to where it was: {world:?}"),
        None => drop(known.insert(world.key, None)),
    }
    let mut actions = Vec::new();
    case.actions(world, &mut actions);
    let is_over = world.awake && world.run.ending().is_some();
    assert!(is_over || !actions.is_empty(), "a run that is stuck: {world:?}");
    let mut longest = Longest::default();
    for action in actions {
        let next = world.after(action, case);
        let rest = walk(case, &next, known);
        longest.steps = longest.steps.max(rest.steps + 1);
        longest.millis = longest.millis.max(rest.millis + next.now - world.now);
    }
    known.insert(world.key, Some(longest));
    longest
}
