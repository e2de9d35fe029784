//! Whole runs of the engine against a simulated browser.

#![expect(clippy::unwrap_used, reason = "a test that breaks has failed")]

mod chance;
mod scope;
mod scripts;
mod sim;
mod watch;
