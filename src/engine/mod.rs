//! The pure core: it decides, and touches nothing.
//!
//! *Architecture invariant:* nothing in here knows a browser, reads a clock, draws a random number or does I/O.
//! Time comes in with each event; what is to be done goes out as data.

pub mod control;
pub mod effect;
pub mod example;
pub mod id;
pub mod policy;
pub mod receipt;
pub mod run;
pub mod scope;
pub mod site;
pub mod sorted;
pub mod sweep;
pub mod time;
pub mod watch;
