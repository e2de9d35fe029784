//! A pause of an hour: what it puts off, what it does not, and that it ends.

use super::desk::{Desk, LOOK, MINUTE, NOON, SECOND, settings};
use clean_exit::engine::receipt::Trigger;
use clean_exit::engine::time::{Millis, Time};
use clean_exit::engine::watch::{Event, Look, Pause};

const HOUR: u64 = 60 * MINUTE;

/// All that sets itself off is off but this, the CRM has just been used, and a pause has begun.
fn paused(entries: &[(&str, f64)]) -> Desk {
    let mut all = vec![("inactivity", 0.0), ("woken", 0.0)];
    all.extend_from_slice(entries);
    let mut desk = Desk::with(&all);
    desk.happen(Event::Active);
    desk.happen(Event::Paused);
    desk
}

/// The same, but this is an administrator's order.
fn paused_against(orders: &[(&str, f64)]) -> Desk {
    let mut desk = Desk::with(&[]);
    desk.settings = settings(&[("time_of_day", 1439.0)], orders);
    desk.happen(Event::Active);
    desk.happen(Event::Paused);
    desk
}

#[test]
fn nothing_comes_in_the_hour_and_what_was_put_off_comes_after_it_with_its_warning() {
    let mut desk = paused(&[("inactivity", 15.0)]);
    desk.pass(HOUR - SECOND);
    assert_eq!((desk.warnings, desk.left_at()), (0, vec![]));
    desk.pass(SECOND);
    assert_eq!(desk.leaves(), Millis::seconds(65));
    desk.pass(MINUTE + LOOK);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 61 * 60 + 5)]);
}

#[test]
fn who_works_after_a_pause_is_warned_when_the_work_ends_and_no_sooner() {
    let mut desk = paused(&[("inactivity", 15.0)]);
    desk.pass(55 * MINUTE);
    desk.happen(Event::Active);
    desk.pass(16 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 71 * 60)]);
}

#[test]
fn a_time_of_day_in_the_hour_comes_after_it() {
    let mut desk = paused(&[("time_of_day", 12.0 * 60.0 + 30.0)]);
    desk.pass(2 * HOUR);
    assert_eq!(desk.left_at(), [(Trigger::TimeOfDay, 61 * 60 + 5)]);
}

#[test]
fn what_happens_in_the_hour_counts_after_it() {
    for (name, event, trigger) in [
        ("locked", Event::Locked, Trigger::Locked),
        ("last_tab", Event::Left, Trigger::LastTab),
        ("idle", Event::Idle, Trigger::Idle),
    ] {
        let mut desk = paused(&[(name, 5.0)]);
        desk.look = Some(Look::default());
        desk.pass(10 * MINUTE);
        desk.happen(event);
        desk.pass(50 * MINUTE - SECOND);
        assert_eq!((desk.warnings, desk.left_at()), (0, vec![]), "{name}");
        desk.pass(MINUTE + LOOK + SECOND);
        assert_eq!(desk.left_at(), [(trigger, 61 * 60 + 5)], "{name}");
    }
}

#[test]
fn who_unlocks_the_screen_in_the_hour_is_not_signed_out_for_it() {
    let mut desk = paused(&[("locked", 1.0)]);
    desk.happen(Event::Locked);
    desk.pass(10 * MINUTE);
    desk.happen(Event::Returned);
    desk.pass(3 * HOUR);
    assert_eq!(desk.left_at(), []);
}

#[test]
fn a_countdown_ends_with_the_pause_and_one_that_is_over_does_not() {
    let mut desk = Desk::used(15);
    desk.pass(15 * MINUTE + 30 * SECOND);
    desk.happen(Event::Paused);
    assert_eq!(desk.shown, None);
    desk.pass(HOUR + MINUTE + LOOK);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, (76 * 60) + 35)]);
    let mut desk = Desk::used(15);
    desk.pass(15 * MINUTE + 30 * SECOND);
    desk.sleep(MINUTE);
    desk.happen(Event::Paused);
    assert_eq!(desk.ordered.len(), 1);
    // Somebody opens the lid, and nobody has been warned yet.
    let mut desk = Desk::used(15);
    desk.look = None;
    desk.sleep(HOUR);
    desk.happen(Event::Paused);
    desk.pass(LOOK);
    assert_eq!((desk.offered, desk.left_at()), (Pause::Possible, vec![(Trigger::Woken, 60 * 60 + 5)]));
}

#[test]
fn a_pause_outlives_the_background_the_browser_and_an_update() {
    let mut desk = paused(&[("inactivity", 15.0), ("woken", 1.0), ("browser_start", 1.0)]);
    desk.pass(20 * MINUTE);
    desk.restart();
    desk.sleep(20 * MINUTE);
    desk.happen(Event::BrowserStarted);
    assert_eq!((desk.offered, desk.left_at()), (Pause::Until(Time(NOON + HOUR)), vec![]));
    desk.pass(21 * MINUTE + LOOK);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 61 * 60 + 5)]);
}

#[test]
fn a_browser_that_starts_after_the_pause_is_late_like_any_other() {
    let mut desk = paused(&[("inactivity", 15.0), ("woken", 1.0)]);
    desk.sleep(12 * HOUR);
    desk.happen(Event::BrowserStarted);
    assert_eq!(desk.left_at(), [(Trigger::Woken, 12 * 60 * 60)]);
}

#[test]
fn a_clock_that_is_set_back_makes_a_pause_no_longer() {
    let mut desk = paused(&[("inactivity", 15.0)]);
    desk.pass(40 * MINUTE);
    desk.happen(Event::Ticked);
    desk.now -= 5 * HOUR;
    desk.happen(Event::Ticked);
    desk.pass(21 * MINUTE + LOOK);
    assert_eq!(desk.ordered, [(Trigger::Inactivity, NOON - 5 * HOUR + 61 * MINUTE + LOOK)]);
}

#[test]
fn a_pause_can_be_ended_and_what_it_put_off_comes_with_its_warning() {
    let mut desk = paused(&[("inactivity", 15.0)]);
    desk.pass(30 * MINUTE);
    desk.happen(Event::Resumed);
    assert_eq!((desk.offered, desk.leaves()), (Pause::Possible, Millis::seconds(65)));
    let mut desk = paused(&[("last_tab", 1.0)]);
    desk.look = Some(Look::default());
    desk.happen(Event::Left);
    desk.pass(30 * MINUTE);
    desk.happen(Event::Resumed);
    desk.pass(MINUTE + LOOK);
    assert_eq!(desk.left_at(), [(Trigger::LastTab, 31 * 60 + 5)]);
}

#[test]
fn a_countdown_that_an_event_began_ends_with_the_pause_too() {
    let mut desk = Desk::with(&[("inactivity", 0.0), ("locked", 1.0)]);
    desk.happen(Event::Active);
    desk.happen(Event::Locked);
    assert!(desk.shown.is_some());
    desk.happen(Event::Paused);
    desk.pass(2 * HOUR);
    assert_eq!((desk.shown, desk.left_at()), (None, vec![]));
}

#[test]
fn a_pause_ends_in_time_where_nothing_else_is_due() {
    let mut desk = paused(&[("inactivity", 600.0)]);
    desk.pass(HOUR - SECOND);
    assert_eq!(desk.offered, Pause::Until(Time(NOON + HOUR)));
    desk.pass(SECOND);
    assert_eq!(desk.offered, Pause::Possible);
}

#[test]
fn to_end_what_was_not_paused_hastens_nothing() {
    let mut desk = Desk::with(&[("inactivity", 0.0), ("idle", 10.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: true, unsaved: 0 });
    desk.happen(Event::Idle);
    desk.look = Some(Look { tabs: 1, ..Look::default() });
    desk.pass(6 * MINUTE);
    // The call is over, and the rest of the wait has begun.
    let due = desk.outlook().unwrap().next;
    assert_eq!((desk.shown, due), (None, Some((Trigger::Idle, Time(NOON + 15 * MINUTE)))));
    desk.happen(Event::Resumed);
    assert_eq!(desk.outlook().unwrap().next, due);
}

#[test]
fn an_administrators_order_is_not_paused_and_the_rest_is() {
    let mut desk = paused_against(&[("inactivity", 15.0)]);
    assert_eq!(desk.offered, Pause::Until(Time(NOON + HOUR)), "the time of day may be put off");
    assert_eq!(desk.outlook().unwrap().next, Some((Trigger::Inactivity, Time(NOON + 16 * MINUTE))));
    desk.pass(16 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 16 * 60)]);
    let mut desk = paused_against(&[("locked", 1.0)]);
    desk.happen(Event::Locked);
    desk.pass(MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Locked, 60)]);
    // The warning is on view when the pause begins.
    let mut desk = Desk::with(&[]);
    desk.settings = settings(&[("time_of_day", 1439.0)], &[("locked", 1.0)]);
    desk.happen(Event::Active);
    desk.happen(Event::Locked);
    desk.happen(Event::Paused);
    assert_eq!((desk.shown.is_some(), desk.offered), (true, Pause::Until(Time(NOON + HOUR))));
    desk.pass(MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Locked, 60)]);
    let mut desk = paused_against(&[("browser_start", 1.0)]);
    desk.happen(Event::BrowserStarted);
    assert_eq!(desk.left_at(), [(Trigger::BrowserStart, 0)]);
}

#[test]
fn an_administrator_may_allow_a_pause_of_what_is_ordered_or_forbid_every_pause() {
    let mut desk = paused_against(&[("inactivity", 15.0), ("pause", 1.0)]);
    desk.pass(HOUR);
    assert_eq!(desk.left_at(), []);
    let mut desk = paused_against(&[("pause", 0.0)]);
    assert_eq!(desk.offered, Pause::Unavailable);
    desk.pass(HOUR + MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 61 * 60)]);
}

#[test]
fn a_pause_that_is_forbidden_meanwhile_is_over() {
    let mut desk = paused(&[("inactivity", 15.0)]);
    desk.pass(20 * MINUTE);
    desk.set(&[("inactivity", 15.0), ("woken", 0.0), ("pause", 0.0)]);
    assert_eq!((desk.outlook().unwrap().pause, desk.leaves()), (Pause::Unavailable, Millis::seconds(25)));
}

#[test]
fn it_is_offered_while_there_is_something_to_pause() {
    let mut desk = Desk::with(&[]);
    assert_eq!(desk.offered, Pause::Unavailable);
    desk.happen(Event::Paused);
    desk.happen(Event::Active);
    assert_eq!((desk.offered, desk.outlook().unwrap().pause), (Pause::Possible, Pause::Possible));
    desk.happen(Event::Paused);
    desk.pass(2 * HOUR);
    assert_eq!(desk.offered, Pause::Possible);
    desk.happen(Event::RunBegan);
    desk.happen(Event::RunEnded { is_whole: true });
    assert_eq!(desk.offered, Pause::Unavailable);
    // The next session is somebody else's.
    desk.happen(Event::Active);
    assert_eq!(desk.offered, Pause::Possible);
    let mut desk = paused(&[]);
    assert_eq!(desk.offered, Pause::Unavailable);
    desk.happen(Event::Ticked);
    assert_eq!(desk.alarm, None);
}

#[test]
fn what_rests_and_is_not_due_yet_holds_up_no_pause() {
    let mut desk = Desk::with(&[("inactivity", 0.0), ("idle", 10.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: true, unsaved: 0 });
    desk.happen(Event::Idle);
    desk.happen(Event::Paused);
    assert_eq!(desk.offered, Pause::Until(Time(NOON + HOUR)));
}
