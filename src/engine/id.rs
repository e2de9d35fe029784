//! The names by which the browser knows its things.

use crate::value::Data;

/// A tab, as the browser numbers it (`tabs.Tab.id`); unique within one browser session only.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TabId(pub i32);

/// A window, as the browser numbers it (`windows.Window.id`).
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct WindowId(pub i32);

/// A frame of a tab, as the browser numbers it; 0 is the top frame. Firefox's numbers need more than 32 bits.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct FrameId(pub u64);

impl FrameId {
    /// The top frame of every tab.
    pub const TOP: Self = Self(0);
}
