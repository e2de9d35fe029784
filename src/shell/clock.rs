//! The only place that reads a clock.

use crate::engine::time::Time;

/// The computer's time.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole milliseconds since 1970 fit"
)]
pub(super) fn now() -> Time {
    Time(js_sys::Date::now() as u64)
}
