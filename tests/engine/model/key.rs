//! When two worlds are the same: when nothing that follows can differ.
//!
//! The clock's reading, the numbers of effects and the times in a receipt tell one history from another, but change
//! nothing that follows. Deadlines count by what is left of them, and effects by their order.

use super::print::print;
use super::world::{Flying, World};
use clean_exit::engine::effect::Effect;
use clean_exit::engine::run::{Issued, Run};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a world is, as a number.
pub(super) fn of(world: &World) -> u64 {
    let mut hasher = DefaultHasher::new();
    if world.awake {
        print(&*world.run, world.now).hash(&mut hasher);
    }
    let written = world.written.as_ref().filter(|written| !world.awake || **written != world.run);
    if let Some(written) = written {
        print(&**written, world.now).hash(&mut hasher);
    }
    let mut flying: Vec<u64> = world.flying.iter().map(|flying| flight(&world.run, flying)).collect();
    flying.sort_unstable();
    flying.hash(&mut hasher);
    (world.awake, &world.sim, &world.others, &world.before, world.left).hash(&mut hasher);
    (&world.named, &world.wrong, world.is_looking()).hash(&mut hasher);
    hasher.finish()
}

/// An effect in flight, and whether its answer is still awaited.
fn flight(run: &Run, Flying { issued: Issued { id, effect }, jar, .. }: &Flying) -> u64 {
    let mut hasher = DefaultHasher::new();
    jar.hash(&mut hasher);
    // A receipt holds times.
    if matches!(effect, Effect::File { .. }) {
        "file".hash(&mut hasher);
    } else {
        effect.hash(&mut hasher);
    }
    run.owed().iter().any(|(owed, _)| owed == *id).hash(&mut hasher);
    hasher.finish()
}
