//! stub
use super::id::FrameId;
use serde::{Deserialize, Serialize};
/// s
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Survey {
    /// f
    pub frames: Vec<FrameId>,
}
/// t
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Target {
    frame: FrameId,
}
/// m
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Memory {
    looks: u8,
}
/// d
pub enum Decision {
    /// d
    Press {
        /// t
        target: Target,
    },
    /// d
    Open {
        /// t
        target: Target,
    },
    /// d
    Wait {},
    /// d
    Blocked {},
    /// d
    SignedOut {},
    /// d
    SignInPage {},
    /// d
    Reload {},
    /// d
    None {},
}
/// d
pub fn decide(s: &Survey, m: &mut Memory) -> Decision {
    m.looks += 1;
    if s.frames.is_empty() { Decision::None {} } else { Decision::SignedOut {} }
}
