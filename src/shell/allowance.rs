//! How long work may take that opens tabs: less than a run waits for it, so that none is opened after the run has gone on.

use super::clock;
use crate::engine::effect::Failure;
use crate::engine::time::{Deadline, Millis};

/// How long one step may take, such as a tab that is opened for a moment.
const STEP: Millis = Millis::seconds(9);

/// The time that is allowed.
#[derive(Clone, Copy)]
pub(super) struct Allowance(Deadline);

impl Allowance {
    /// For a single question, for which a run waits ten seconds.
    pub(super) fn for_one() -> Self {
        Self(Deadline::from(clock::now(), STEP))
    }

    /// For hosts that are cleared one after the other, for which it waits thirty.
    pub(super) fn for_all() -> Self {
        Self(Deadline::from(clock::now(), Millis::seconds(27)))
    }

    /// How long the next step may take, if there is time for one.
    pub(super) fn step(self) -> Result<Millis, Failure> {
        let now = clock::now();
        if self.0.is_due(now) { Err(Failure::TimedOut) } else { Ok(self.0.left(now).min(STEP)) }
    }

    /// What came of a step, if it came in time.
    pub(super) async fn within<T>(self, step: impl Future<Output = T>) -> Result<T, Failure> {
        clock::within(self.step()?, step).await.ok_or(Failure::TimedOut)
    }
}
