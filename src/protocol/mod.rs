//! The types that cross an edge (page, panel, storage), and their conversion.

pub mod outline;
pub mod reconnect;
pub mod view;
pub mod words;
