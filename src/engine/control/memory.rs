//! What is remembered between the looks at one tab during one sign-out.

use std::hash::{Hash, Hasher};

use crate::value::Data;

use super::survey::{Account, Control, Frame};

/// What is remembered between the looks at one tab. It holds no name and no address, so it may be written down.
#[derive(Clone, Data, Debug, Default, Eq, Hash, PartialEq)]
pub struct Memory {
    /// How many looks were taken.
    pub(super) looks: u8,
    /// How many looks in a row ended in waiting.
    pub(super) waits: u8,
    /// The openers that were pressed.
    pub(super) opened: Vec<Print>,
    /// What could be taken for a sign-out before the last opener was pressed: it did not come with the menu.
    pub(super) before: Vec<Print>,
    /// What was pressed to sign out.
    pub(super) pressed: Option<Print>,
    /// Whether a tile of the account picker was pressed.
    pub(super) chosen: bool,
    /// Whether the last decision was to open something.
    pub(super) opening: bool,
    /// Whether the account picker was reloaded.
    pub(super) reloaded: bool,
    /// The account that the pages showed.
    pub(super) account: Option<Account>,
}

impl Memory {
    /// For another way of signing out the same account: all is forgotten but the account.
    #[must_use]
    pub fn anew(&self) -> Self {
        Self { account: self.account, ..Self::default() }
    }
}

/// What a control is, as a number: the same control in the next look has the same one, wherever it has moved.
/// 32 bits, since what JavaScript carries loses more than 53.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, PartialEq)]
pub(super) struct Print(u32);

impl Print {
    /// By frame, element and ids; by name only where there is no id, since names change with what is open.
    pub(super) fn of(frame: &Frame, control: &Control) -> Self {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        (frame.id, &control.tag, &control.role, &control.ids).hash(&mut hash);
        if control.ids.is_empty() {
            (&control.name, &control.near).hash(&mut hash);
        }
        Self::from(hash)
    }

    /// The same, and where it stands: another that is called the same elsewhere is told from it.
    pub(super) fn at(frame: &Frame, control: &Control) -> Self {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        (Self::of(frame, control), control.area).hash(&mut hash);
        Self::from(hash)
    }
}

impl From<Fnv> for Print {
    fn from(hash: Fnv) -> Self {
        let [low, high] = halves(hash.finish());
        Self(low ^ high)
    }
}

/// The lower and the higher half of a number.
const fn halves(number: u64) -> [u32; 2] {
    [(number & 0xffff_ffff) as u32, (number >> 32) as u32]
}

/// FNV-1a: the same number in every build, since prints are written down.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}
