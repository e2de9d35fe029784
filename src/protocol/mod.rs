//! The types that cross an edge (page, panel, storage), and their conversion.

pub mod survey;
