//! Bytes as choices: a fuzzer changes the bytes, and so what is chosen.

/// The choices that are left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl Bytes<'_> {
    /// The next byte; none when all are used up.
    pub(crate) fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A number; 0 when all are used up.
    pub(crate) fn number(&mut self) -> u8 {
        self.next().unwrap_or(0)
    }

    /// Two bytes as a number.
    pub(crate) fn long(&mut self) -> u16 {
        u16::from_be_bytes([self.number(), self.number()])
    }

    /// A choice of two.
    pub(crate) fn coin(&mut self) -> bool {
        self.number() & 1 == 1
    }

    /// One of these.
    pub(crate) fn of<T: Clone>(&mut self, list: &[T]) -> T {
        let at = usize::from(self.number()) % list.len();
        list.get(at).cloned().expect("within the list")
    }
}
