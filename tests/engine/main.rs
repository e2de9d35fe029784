//! Whole runs of the engine against a simulated browser.

#![expect(clippy::unwrap_used, reason = "a test that breaks has failed")]

mod again;
mod chance;
mod containers;
mod found;
mod may_stay;
mod model;
mod private;
mod scope;
mod scripts;
mod sim;
mod watch;
