//! The watch against a clock that the test moves: every trigger, and every trap that such clocks are known for.

mod chance;
mod desk;
mod outlook;
mod pause;
mod traps;
mod triggers;
