//! From the words of a failed browser call to what the engine makes of them.

use crate::engine::effect::Failure;

/// Words of Chromium's and Firefox's messages, and what they mean.
///
/// Observed in Chromium 156 and Firefox 153; their sources hold the full sentences
/// (`extensions/common/error_utils`, `toolkit/components/extensions`).
const MEANINGS: [(&str, Failure); 12] = [
    ("showing error page", Failure::NotLoaded),
    ("No tab with id", Failure::Gone),
    ("Invalid tab ID", Failure::Gone),
    ("No frame with id", Failure::Gone),
    ("Frame with ID", Failure::Gone),
    ("frame was removed", Failure::Gone),
    ("tab was closed", Failure::Gone),
    ("No document with id", Failure::Gone),
    ("document is not available", Failure::Gone),
    ("Cannot access", Failure::Refused),
    ("Missing host permission", Failure::Refused),
    ("must request permission", Failure::Refused),
];

/// What a message means; anything unknown is a call that failed.
#[must_use]
pub fn meaning(message: &str) -> Failure {
    MEANINGS
        .iter()
        .find(|(words, _)| message.contains(words))
        .map_or(Failure::Broken, |(_, failure)| *failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_messages_are_understood() {
        assert_eq!(meaning("No tab with id: 12."), Failure::Gone);
        assert_eq!(meaning("Frame with ID 0 was removed."), Failure::Gone);
        assert_eq!(meaning("Frame with ID 0 is showing error page"), Failure::NotLoaded);
        assert_eq!(meaning("Cannot access contents of the page."), Failure::Refused);
        assert_eq!(meaning("An unexpected error occurred"), Failure::Broken);
    }
}
