//! Model checking of the production state machine: every order of events within bounds, not some of them.
//!
//! A [`world::World`] is a [`Run`](clean_exit::engine::run::Run), the journal, the effects in flight and the simulated
//! browser. What can happen next is a [`world::Action`]; the checker tries each of them, in each world it reaches.
//! `judge` says what must hold, `ends` that every run comes to its end, and `cases` what is bounded, and how.

mod after;
mod case;
mod cases;
mod check;
mod ends;
mod judge;
mod key;
mod large;
mod print;
mod world;
