//! The names by which the browser knows its things.

use serde::{Deserialize, Serialize};

/// A tab, as the browser numbers it (`tabs.Tab.id`); unique within one browser session only.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct TabId(pub i32);

/// A window, as the browser numbers it (`windows.Window.id`).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct WindowId(pub i32);

/// A frame of a tab, as the browser numbers it; 0 is the top frame.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct FrameId(pub i64);

impl FrameId {
    /// The top frame of every tab.
    pub const TOP: Self = Self(0);
}
