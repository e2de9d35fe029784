//! What comes next, as the panel shows it: it is what then happens.

use super::desk::{Desk, MINUTE, NOON, SECOND};
use clean_exit::engine::receipt::Trigger;
use clean_exit::engine::time::Time;
use clean_exit::engine::watch::{Event, Look, Pause};

/// What comes next, in seconds from noon.
fn next(desk: &Desk) -> Option<(Trigger, u64)> {
    desk.outlook()?.next.map(|(trigger, at)| (trigger, (at.0 - NOON) / SECOND))
}

#[test]
fn without_a_session_nothing_comes() {
    assert_eq!(Desk::with(&[("time_of_day", 750.0)]).outlook(), None);
    let mut desk = Desk::used(15);
    desk.happen(Event::RunBegan);
    desk.happen(Event::RunEnded { is_whole: true });
    assert_eq!(desk.outlook(), None);
}

#[test]
fn it_tells_what_comes_first_and_when_and_so_it_comes() {
    let mut desk = Desk::with(&[("inactivity", 20.0), ("time_of_day", 12.0 * 60.0 + 30.0)]);
    desk.happen(Event::Active);
    assert_eq!(desk.outlook().unwrap().since, Time(NOON));
    assert_eq!(next(&desk), Some((Trigger::Inactivity, 21 * 60)));
    desk.pass(12 * MINUTE);
    desk.happen(Event::Active);
    assert_eq!(next(&desk), Some((Trigger::TimeOfDay, 30 * 60)));
    desk.pass(18 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::TimeOfDay, 30 * 60)]);
    assert_eq!(desk.outlook().unwrap().since, Time(NOON));
}

#[test]
fn where_time_alone_brings_nothing_it_says_so_until_something_happens() {
    let mut desk = Desk::with(&[("inactivity", 0.0), ("locked", 1.0), ("warning", 60.0)]);
    desk.happen(Event::Active);
    assert_eq!(next(&desk), None);
    desk.happen(Event::Locked);
    assert_eq!(next(&desk), Some((Trigger::Locked, 60)));
}

#[test]
fn unsaved_work_and_calls_put_it_off_as_soon_as_they_are_seen() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("unsaved_wait", 10.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: false, unsaved: 1 });
    desk.pass(16 * MINUTE);
    assert_eq!(next(&desk), Some((Trigger::Inactivity, 26 * 60)));
    let mut desk = Desk::used(15);
    desk.look = Some(Look { tabs: 1, is_busy: true, unsaved: 0 });
    desk.pass(15 * MINUTE);
    // It was seen five seconds before the warning.
    assert_eq!(next(&desk), Some((Trigger::Inactivity, (15 + 5 + 15) * 60 - 5)));
}

#[test]
fn a_call_puts_off_no_time_of_day() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("time_of_day", 12.0 * 60.0 + 30.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: true, unsaved: 0 });
    desk.pass(15 * MINUTE);
    assert_eq!(next(&desk), Some((Trigger::TimeOfDay, 30 * 60)));
}

#[test]
fn a_clock_that_was_set_back_takes_what_is_shown_along() {
    let mut desk = Desk::used(15);
    desk.pass(10 * MINUTE);
    desk.happen(Event::Ticked);
    desk.now -= 10 * MINUTE;
    assert_eq!(next(&desk), Some((Trigger::Inactivity, 6 * 60)));
}

#[test]
fn it_tells_of_the_pause() {
    let mut desk = Desk::used(15);
    assert_eq!(desk.outlook().unwrap().pause, Pause::Possible);
    desk.happen(Event::Paused);
    assert_eq!(desk.outlook().unwrap().pause, Pause::Until(Time(NOON + 60 * MINUTE)));
    // The wait is over by then; a look takes five seconds, and the warning its minute.
    assert_eq!(next(&desk), Some((Trigger::Inactivity, 61 * 60 + 5)));
    desk.sleep(60 * MINUTE);
    assert_eq!(desk.outlook().unwrap().pause, Pause::Possible);
}
