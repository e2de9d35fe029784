//! What is fuzzed, target by target. `cargo xtask fuzz` feeds them without end, `tests/fuzz.rs` with the seeds and by chance.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a target that breaks has found something; each of them uses a part of this"
)]

pub(crate) mod bytes;
pub(crate) mod course;
pub(crate) mod events;
pub(crate) mod forge;
pub(crate) mod journal;
pub(crate) mod json;
pub(crate) mod messages;
pub(crate) mod policy;

#[path = "../engine/watch/desk.rs"]
pub(crate) mod desk;
#[path = "../engine/sim/mod.rs"]
pub(crate) mod sim;
