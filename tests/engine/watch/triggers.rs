//! Each trigger: it comes in time, not before, and not where its setting is off.

use super::desk::{Desk, MINUTE, NOON, SECOND};
use clean_exit::engine::policy::Settings;
use clean_exit::engine::receipt::Trigger;
use clean_exit::engine::time::{Millis, Time};
use clean_exit::engine::watch::{Calm, Event, Look, Watch};

/// All that sets itself off is off but this.
fn only(entries: &[(&str, f64)]) -> Desk {
    let mut all = vec![("inactivity", 0.0), ("woken", 0.0)];
    all.extend_from_slice(entries);
    let mut desk = Desk::with(&all);
    desk.happen(Event::Active);
    desk
}

#[test]
fn a_crm_that_is_not_used_is_left_after_a_warning() {
    let mut desk = Desk::used(15);
    // Use at noon covers the minute that follows, then come fifteen quiet ones, the last of them warned.
    // A look takes five seconds at most, and the warning comes with its answer.
    desk.takes = 2 * SECOND;
    desk.pass(15 * MINUTE - 4 * SECOND);
    assert_eq!((desk.looks, desk.shown), (1, None));
    desk.pass(SECOND);
    assert_eq!(desk.leaves(), Millis::seconds(63));
    assert_eq!(desk.shown.unwrap().trigger, Trigger::Inactivity);
    desk.pass(63 * SECOND);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 16 * 60)]);
    assert_eq!((desk.shown, desk.calm), (None, Some(Calm::Leaving)));
}

#[test]
fn what_is_zero_never_comes() {
    let mut desk = only(&[]);
    desk.happen(Event::Idle);
    desk.happen(Event::Locked);
    desk.happen(Event::Left);
    desk.happen(Event::BrowserStarted);
    assert_eq!(desk.alarm, None);
    desk.pass(48 * 60 * MINUTE);
    desk.happen(Event::Ticked);
    assert_eq!((desk.left_at(), desk.warnings), (vec![], 0));
}

#[test]
fn without_any_use_of_the_crm_nothing_is_watched() {
    let mut desk =
        Desk::with(&[("locked", 1.0), ("idle", 1.0), ("browser_start", 1.0), ("time_of_day", 1.0)]);
    for event in [Event::Woke, Event::BrowserStarted, Event::Locked, Event::Idle, Event::Left, Event::Ticked]
    {
        desk.happen(event);
    }
    assert_eq!((desk.alarm, desk.looks, desk.left_at()), (None, 0, vec![]));
    assert_eq!(desk.watch, Watch::default());
}

#[test]
fn a_page_that_is_only_opened_begins_the_session_and_is_no_use_of_it() {
    let mut desk = Desk::with(&[("inactivity", 15.0)]);
    desk.happen(Event::Opened);
    assert_eq!(desk.watch.since(), Some(Time(NOON)));
    desk.pass(10 * MINUTE);
    desk.happen(Event::Opened);
    desk.pass(6 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 16 * 60)]);
}

#[test]
fn a_computer_that_is_not_used_is_left_in_time() {
    let mut desk = only(&[("idle", 10.0)]);
    assert_eq!(desk.watch.detection(&desk.settings), 9 * 60 - 5);
    desk.pass(9 * MINUTE - 5 * SECOND);
    desk.happen(Event::Idle);
    assert_eq!((desk.shown.unwrap().trigger, desk.leaves()), (Trigger::Idle, Millis::seconds(65)));
    desk.pass(MINUTE + 5 * SECOND);
    assert_eq!(desk.left_at(), [(Trigger::Idle, 10 * 60)]);
}

#[test]
fn who_comes_back_to_the_computer_stops_its_countdown_and_no_other() {
    let mut desk = only(&[("idle", 10.0), ("locked", 1.0)]);
    desk.happen(Event::Idle);
    desk.happen(Event::Returned);
    assert_eq!((desk.shown, desk.calm), (None, Some(Calm::Kept)));
    desk.happen(Event::Locked);
    desk.pass(20 * SECOND);
    desk.happen(Event::Returned);
    desk.pass(10 * MINUTE);
    assert_eq!(desk.left_at(), []);
    let mut desk = Desk::used(15);
    desk.pass(15 * MINUTE);
    desk.happen(Event::Returned);
    assert!(desk.shown.is_some());
}

#[test]
fn the_warnings_own_window_is_nobody_who_comes_back() {
    let mut desk = only(&[("idle", 10.0)]);
    desk.happen(Event::Idle);
    desk.happen(Event::Stirred);
    // The browser has to tell soon whether somebody is there.
    assert!(desk.shown.is_some());
    assert_eq!(desk.watch.detection(&desk.settings), 15);
    desk.pass(15 * SECOND);
    desk.happen(Event::Idle);
    // And it goes on to, or it would tell of nobody who comes back after that.
    assert_eq!(desk.watch.detection(&desk.settings), 15);
    let mut back = desk.clone();
    back.happen(Event::Returned);
    assert_eq!((back.shown, back.calm), (None, Some(Calm::Kept)));
    assert_eq!(back.watch.detection(&back.settings), 9 * 60 - 5);
    desk.pass(50 * SECOND);
    assert_eq!(desk.left_at(), [(Trigger::Idle, 65)]);
}

#[test]
fn who_comes_back_as_the_warning_opens_is_believed_when_nothing_speaks_against_it() {
    let mut desk = only(&[("idle", 10.0)]);
    desk.happen(Event::Idle);
    desk.happen(Event::Stirred);
    desk.pass(20 * SECOND);
    assert_eq!((desk.shown, desk.calm), (None, Some(Calm::Kept)));
    desk.pass(10 * MINUTE);
    assert_eq!(desk.left_at(), []);
    // Who is to be believed only when it is due already had the whole warning to say so.
    let mut desk = only(&[("idle", 10.0), ("warning", 20.0)]);
    desk.happen(Event::Idle);
    desk.pass(8 * SECOND);
    desk.happen(Event::Stirred);
    let mut late = desk.clone();
    desk.pass(20 * SECOND);
    assert_eq!(desk.left_at(), [(Trigger::Idle, 25)]);
    late.now += 21 * SECOND;
    late.happen(Event::Ticked);
    assert_eq!(late.left_at(), [(Trigger::Idle, 29)]);
}

#[test]
fn what_stirs_ends_nothing_but_what_the_computers_rest_brings() {
    let mut desk = only(&[("locked", 1.0)]);
    desk.happen(Event::Locked);
    desk.happen(Event::Stirred);
    desk.pass(MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Locked, 60)]);
    let mut desk = only(&[("idle", 10.0)]);
    desk.happen(Event::Stirred);
    assert_eq!(desk.watch.detection(&desk.settings), 9 * 60 - 5);
}

#[test]
fn a_browser_is_hardly_ever_woken_by_what_nobody_wants_to_know() {
    assert_eq!(Watch::default().detection(&Settings::default()), 4 * 60 * 60);
    // The browser watches for 15 seconds at least, and the warning is no shorter than 20.
    let mut desk = only(&[("idle", 1.0), ("warning", 300.0)]);
    assert_eq!(desk.watch.detection(&desk.settings), 15);
    desk.happen(Event::Idle);
    assert_eq!(desk.leaves(), Millis::seconds(45));
}

#[test]
fn a_locked_screen_is_left_after_the_warnings_time() {
    let mut desk = only(&[("locked", 1.0), ("warning", 30.0)]);
    desk.pass(MINUTE);
    desk.happen(Event::Locked);
    // Behind a locked screen nobody uses a page.
    desk.happen(Event::Active);
    desk.pass(30 * SECOND);
    assert_eq!(desk.left_at(), [(Trigger::Locked, 90)]);
}

#[test]
fn a_browser_that_starts_leaves_what_was_never_left() {
    let mut desk = only(&[("browser_start", 1.0)]);
    desk.now += 8 * 60 * MINUTE;
    desk.happen(Event::BrowserStarted);
    assert_eq!(desk.left_at(), [(Trigger::BrowserStart, 8 * 60 * 60)]);
    assert_eq!(desk.warnings, 0);
}

#[test]
fn the_last_tab_that_is_closed_leaves_and_one_that_is_opened_stays() {
    let mut desk = only(&[("last_tab", 1.0)]);
    desk.happen(Event::Left);
    assert_eq!(desk.shown, None, "another tab is open");
    desk.look = Some(Look::default());
    desk.happen(Event::Left);
    assert_eq!(desk.shown.unwrap().trigger, Trigger::LastTab);
    desk.happen(Event::Opened);
    assert_eq!(desk.shown, None);
    desk.happen(Event::Left);
    desk.pass(MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::LastTab, 60)]);
}

#[test]
fn the_time_of_day_comes_in_the_middle_of_work() {
    let mut desk = only(&[("time_of_day", 12.0 * 60.0 + 30.0)]);
    desk.pass(29 * MINUTE);
    assert_eq!((desk.shown.unwrap().trigger, desk.leaves()), (Trigger::TimeOfDay, Millis::minutes(1)));
    assert!(!desk.shown.unwrap().use_keeps);
    desk.happen(Event::Active);
    desk.pass(MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::TimeOfDay, 30 * 60)]);
}

#[test]
fn a_time_of_day_that_was_kept_comes_again_tomorrow() {
    let mut desk = only(&[("time_of_day", 12.0 * 60.0 + 30.0)]);
    desk.pass(29 * MINUTE + 30 * SECOND);
    desk.happen(Event::Kept);
    desk.pass(24 * 60 * MINUTE + MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::TimeOfDay, (24 * 60 + 30) * 60)]);
}

#[test]
fn a_setting_that_changes_holds_at_once() {
    let mut desk = Desk::used(60);
    desk.pass(20 * MINUTE);
    desk.set(&[("inactivity", 15.0), ("woken", 0.0)]);
    assert_eq!(desk.leaves(), Millis::seconds(25));
    desk.set(&[("inactivity", 60.0)]);
    assert_eq!((desk.shown, desk.calm), (None, Some(Calm::Kept)));
    desk.pass(41 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 61 * 60)]);
}

#[test]
fn a_longer_warning_begins_sooner_and_ends_at_the_same_time() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("warning", 300.0)]);
    desk.happen(Event::Active);
    desk.pass(11 * MINUTE);
    assert_eq!(desk.leaves(), Millis::minutes(5));
    desk.pass(5 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 16 * 60)]);
}

#[test]
fn the_person_may_leave_at_once_while_warned_and_only_then() {
    let mut desk = Desk::used(15);
    desk.happen(Event::LeaveNow);
    assert_eq!(desk.left_at(), []);
    desk.pass(15 * MINUTE);
    desk.happen(Event::LeaveNow);
    assert_eq!(desk.left_at(), [(Trigger::Warning, 15 * 60)]);
    assert!(Trigger::Warning.is_by_hand());
}

#[test]
fn a_session_may_be_kept_so_often_in_a_row_and_work_in_between_counts_anew() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("keeps", 2.0)]);
    desk.happen(Event::Active);
    for _ in 0..2 {
        desk.pass(15 * MINUTE);
        assert!(desk.shown.unwrap().may_keep);
        desk.happen(Event::Kept);
        assert_eq!(desk.shown, None);
    }
    desk.happen(Event::Active);
    for _ in 0..2 {
        desk.pass(15 * MINUTE);
        desk.happen(Event::Kept);
    }
    desk.pass(15 * MINUTE);
    let last = desk.shown.unwrap();
    assert!(!last.may_keep && !last.use_keeps);
    desk.happen(Event::Kept);
    desk.happen(Event::Active);
    desk.pass(MINUTE);
    assert_eq!(desk.ordered.len(), 1);
}

#[test]
fn a_session_may_be_kept_ten_times_at_least_where_nobody_chose() {
    for profile in [clean_exit::engine::policy::Profile::Own, clean_exit::engine::policy::Profile::Shared] {
        assert!(10 <= clean_exit::engine::policy::Number::Keeps.default_in(profile));
    }
}

#[test]
fn while_one_reason_rests_another_one_that_is_due_sooner_comes_in_time() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("idle", 60.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: true, unsaved: 0 });
    desk.happen(Event::Idle);
    desk.pass(2 * MINUTE);
    desk.look = Some(Look { tabs: 1, ..Look::default() });
    desk.pass(60 * MINUTE);
    // The call covers five minutes, and what it put off longer is not awaited.
    assert_eq!(desk.left_at().first().map(|(trigger, _)| *trigger), Some(Trigger::Inactivity));
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 20 * 60)]);
}
