//! What the browser can see of the computer.

/// Whether the browser tells of something at the computer, such as a locked screen.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Sight {
    /// It did so before, so it works on this computer.
    Told,
    /// It could, and has not yet: on some desktops it never does.
    #[default]
    NotYet,
    /// No version of this browser does.
    Never,
}

impl Sight {
    /// What is known: whether the browser has a word for it, and whether it has said it.
    #[must_use]
    pub const fn of(has_word: bool, has_told: bool) -> Self {
        match (has_word, has_told) {
            (false, _) => Self::Never,
            (true, true) => Self::Told,
            (true, false) => Self::NotYet,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_cannot_say_is_not_waited_for() {
        assert_eq!(Sight::of(false, false), Sight::Never);
        assert_eq!(Sight::of(true, false), Sight::NotYet);
        assert_eq!(Sight::of(true, true), Sight::Told);
    }
}
