//! The only place that reads a clock.

use crate::engine::time::{Millis, Time};
use gloo::timers::callback::Timeout;
use js_sys::{Date, Promise};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The computer's time.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
pub(crate) fn now() -> Time {
    time(Date::now())
}

/// When it is so many minutes after midnight next, as people here count; never now.
pub(crate) fn next(minutes: u32) -> Time {
    let today = Date::new_0();
    let on = |day: u32| {
        // The browser's own calendar knows the days that are longer or shorter by an hour.
        let (year, month) = (today.get_full_year(), today.get_month());
        Date::new_with_year_month_day_hr_min(year, signed(month), signed(day), 0, signed(minutes)).get_time()
    };
    let day = today.get_date();
    let past_midnight = day.saturating_sub(1);
    let times = [past_midnight, day, day.saturating_add(1)].map(on);
    let next = times.into_iter().find(|at| today.get_time() < *at);
    next.map_or_else(now, time)
}

/// A time as JavaScript writes it.
#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit")]
pub(crate) const fn number(time: Time) -> f64 {
    time.0 as f64
}

/// Waits.
pub(crate) async fn pause(length: Millis) {
    let _ = within(length, std::future::pending::<()>()).await;
}

/// What came of this work, if it came in time.
pub(super) async fn within<T>(limit: Millis, work: impl Future<Output = T>) -> Option<T> {
    let mut timer = None;
    let over = Promise::new(&mut |resolve, _| {
        // Calling a promise's own resolve function cannot fail.
        timer = Some(Timeout::new(limit.0, move || drop(resolve.call0(&JsValue::NULL))));
    });
    let (mut work, mut over) = (pin!(work), pin!(JsFuture::from(over)));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Pending => over.as_mut().poll(context).map(|_| None),
        Poll::Ready(done) => Poll::Ready(Some(done)),
    })
    .await
}

fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole milliseconds since 1970 fit"
)]
const fn time(number: f64) -> Time {
    Time(number as u64)
}
