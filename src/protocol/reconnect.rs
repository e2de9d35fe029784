//! When a panel that lost the background looks for it again.

use crate::engine::time::Millis;
use crate::protocol::view::View;

/// So many attempts in a row may fail.
const ATTEMPTS: u32 = 5;

/// What to do when the connection is lost.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reconnect {
    /// Connect again after this time.
    After(Millis),
    /// Connect again when somebody looks: nothing is going on, and a background without work should sleep.
    WhenSeen,
    /// Say that the extension is broken.
    GiveUp,
}

impl Reconnect {
    /// What to do after so many attempts in a row brought no view, when `last` is the view that came last.
    #[must_use]
    pub const fn decide(fruitless: u32, last: Option<&View>) -> Self {
        match last {
            _ if fruitless >= ATTEMPTS => Self::GiveUp,
            Some(View::Standing { .. } | View::Finished { .. } | View::CalledOff | View::Broken { .. }) => {
                Self::WhenSeen
            }
            Some(View::Running { .. } | View::Asking { .. }) | None => Self::After(pause(fruitless)),
        }
    }
}

/// At once at first: connecting is what wakes a background that died in the middle of a run.
const fn pause(fruitless: u32) -> Millis {
    Millis(fruitless * 250)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::receipt::StepName;
    use crate::engine::time::Time;
    use crate::protocol::view::Progress;

    #[test]
    fn a_run_is_found_again_at_once_and_then_more_slowly() {
        let progress =
            Progress { started: Time(0), organisations: Vec::new(), done: Vec::new(), now: StepName::Close };
        let running = View::Running { progress };
        assert_eq!(Reconnect::decide(0, Some(&running)), Reconnect::After(Millis(0)));
        assert_eq!(Reconnect::decide(4, Some(&running)), Reconnect::After(Millis(1000)));
        assert_eq!(Reconnect::decide(5, Some(&running)), Reconnect::GiveUp);
    }

    #[test]
    fn a_background_that_never_answered_is_given_up() {
        assert_eq!(Reconnect::decide(1, None), Reconnect::After(Millis(250)));
        assert_eq!(Reconnect::decide(5, None), Reconnect::GiveUp);
    }

    #[test]
    fn a_background_without_work_is_left_to_sleep() {
        assert_eq!(Reconnect::decide(0, Some(&View::CalledOff)), Reconnect::WhenSeen);
    }
}
