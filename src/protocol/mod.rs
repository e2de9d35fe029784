//! The types that cross an edge (page, panel, browser, storage), and their conversion.
//!
//! *Architecture invariant:* what comes in is parsed here, once, into types that cannot hold nonsense.

pub mod ability;
pub mod address;
pub mod browser;
pub mod failure;
pub mod history;
pub mod hour;
pub mod journal;
pub mod menu;
pub mod outline;
pub mod reconnect;
pub mod survey;
pub mod view;
pub mod words;
