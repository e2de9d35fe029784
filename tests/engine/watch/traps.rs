//! Known traps of clocks, sessions and warnings.

use super::desk::{Desk, LOOK, MINUTE, NOON, SECOND};
use clean_exit::engine::receipt::Trigger;
use clean_exit::engine::time::{Millis, Time};
use clean_exit::engine::watch::{Calm, Event, Look};

const HOUR: u64 = 60 * MINUTE;

#[test]
fn use_that_comes_after_the_deadline_extends_nothing() {
    let mut desk = Desk::used(15);
    desk.sleep(8 * HOUR);
    // The page is faster than the alarm.
    desk.happen(Event::Active);
    assert_eq!(desk.left_at(), [(Trigger::Woken, 8 * 60 * 60)]);
    assert_eq!(desk.warnings, 0);
}

#[test]
fn who_does_not_want_to_be_signed_out_on_waking_is_warned_first() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("woken", 0.0)]);
    desk.happen(Event::Active);
    desk.sleep(8 * HOUR);
    desk.happen(Event::Ticked);
    assert_eq!(desk.leaves(), Millis::seconds(25));
    desk.pass(25 * SECOND);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 8 * 60 * 60 + 25)]);
}

#[test]
fn sleep_that_ends_before_the_deadline_counts_like_any_quiet_time() {
    let mut desk = Desk::used(15);
    desk.sleep(10 * MINUTE);
    desk.happen(Event::Ticked);
    assert_eq!(desk.shown, None);
    desk.pass(6 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 16 * 60)]);
}

#[test]
fn a_countdown_wakes_early_only_where_unsaved_work_may_hold_it_up() {
    let due = NOON + 16 * MINUTE;
    for (wait, alarm) in [(0.0, due), (5.0, due - LOOK)] {
        let mut desk = Desk::with(&[("inactivity", 15.0), ("unsaved_wait", wait)]);
        desk.look = Some(Look { tabs: 1, unsaved: 1, is_busy: false });
        desk.happen(Event::Active);
        desk.pass(15 * MINUTE + 30 * SECOND);
        assert_eq!((desk.shown.is_some(), desk.alarm), (true, Some(alarm)), "{wait}");
    }
}

#[test]
fn sleep_in_the_middle_of_a_countdown_is_no_answer() {
    let mut desk = Desk::used(15);
    desk.pass(15 * MINUTE + 10 * SECOND);
    desk.sleep(HOUR);
    desk.happen(Event::Kept);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 75 * 60 + 10)]);
}

#[test]
fn a_clock_that_is_set_forward_is_time_that_has_passed() {
    let mut desk = Desk::used(15);
    desk.pass(5 * MINUTE);
    desk.now += HOUR;
    desk.happen(Event::Ticked);
    assert_eq!(desk.left_at(), [(Trigger::Woken, 65 * 60)]);
}

#[test]
fn a_clock_that_is_set_back_neither_signs_out_nor_extends_what_was_seen() {
    let mut desk = Desk::used(15);
    desk.pass(10 * MINUTE);
    desk.happen(Event::Ticked);
    for back in [2 * SECOND, 3 * HOUR] {
        desk.now -= back;
        desk.happen(Event::Ticked);
        assert_eq!((desk.shown, desk.left_at().len()), (None, 0));
    }
    // Ten quiet minutes were seen before, so six are left, whatever the clock says.
    let from = desk.now;
    desk.pass(6 * MINUTE);
    assert_eq!(desk.ordered, [(Trigger::Inactivity, from + 6 * MINUTE)]);
}

#[test]
fn a_clock_that_is_set_back_in_a_countdown_makes_it_no_longer() {
    let mut desk = Desk::used(15);
    desk.pass(15 * MINUTE + 10 * SECOND);
    desk.happen(Event::Ticked);
    desk.now -= 5 * HOUR;
    desk.happen(Event::Ticked);
    assert_eq!(desk.leaves(), Millis::seconds(50));
    desk.pass(50 * SECOND);
    assert_eq!(desk.ordered.len(), 1);
}

#[test]
fn the_session_began_no_later_than_it_did_by_a_clock_that_was_set_back() {
    let mut desk = Desk::used(0);
    desk.pass(MINUTE);
    desk.happen(Event::Ticked);
    desk.now -= HOUR;
    desk.happen(Event::Ticked);
    assert_eq!(desk.watch.since(), Some(Time(NOON - HOUR)));
}

#[test]
fn a_background_that_dies_in_the_countdown_goes_on_with_it() {
    let mut desk = Desk::used(15);
    desk.pass(15 * MINUTE + 30 * SECOND);
    let until = desk.shown.unwrap().until;
    desk.restart();
    assert_eq!(desk.shown.unwrap().until, until);
    desk.pass(30 * SECOND);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 16 * 60)]);
}

#[test]
fn a_background_that_dies_while_it_looks_looks_again() {
    let mut desk = Desk::used(15);
    desk.look = None;
    desk.pass(15 * MINUTE);
    assert_eq!((desk.looks, desk.shown), (1, None));
    desk.look = Some(Look { tabs: 1, ..Look::default() });
    desk.restart();
    assert_eq!(desk.looks, 2);
    assert!(desk.shown.is_some());
}

#[test]
fn a_background_that_dies_as_it_orders_a_sign_out_orders_it_again() {
    let mut desk = Desk::used(15);
    desk.pass(16 * MINUTE);
    desk.restart();
    assert_eq!(desk.ordered.len(), 2);
    // The run that is then going on is not started twice by the driver; when it is over, nothing is left.
    desk.happen(Event::RunEnded { is_whole: true });
    assert_eq!((desk.watch.since(), desk.alarm), (None, None));
}

#[test]
fn a_page_that_never_answers_holds_up_neither_the_warning_nor_the_sign_out() {
    let mut desk = Desk::used(15);
    desk.look = None;
    desk.pass(15 * MINUTE + 40 * SECOND);
    assert_eq!(desk.leaves(), Millis::seconds(20));
    desk.pass(20 * SECOND);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 16 * 60)]);
}

#[test]
fn a_page_that_takes_its_time_to_answer_makes_no_sign_out_later_and_no_warning_too_short() {
    for (takes, leaves) in [(3, 62), (5, 60), (30, 35), (50, 20)] {
        let mut desk = Desk::used(15);
        desk.takes = takes * SECOND;
        desk.pass(15 * MINUTE - 5 * SECOND + takes.min(45) * SECOND);
        assert_eq!(desk.leaves(), Millis::seconds(leaves), "{takes}");
        desk.pass(2 * MINUTE);
        assert_eq!(desk.left_at(), [(Trigger::Inactivity, 16 * 60)], "{takes}");
    }
}

#[test]
fn what_signs_out_soon_leaves_the_least_time_to_answer_after_a_look_that_takes_its_time() {
    for (event, trigger) in [(Event::Locked, Trigger::Locked), (Event::Idle, Trigger::Idle)] {
        let mut desk = Desk::with(&[("locked", 1.0), ("idle", 1.0), ("warning", 20.0)]);
        desk.happen(Event::Active);
        desk.takes = 5 * SECOND;
        desk.happen(event);
        desk.pass(5 * SECOND);
        assert!(Millis::seconds(20) <= desk.leaves(), "{event:?}");
        assert_eq!(desk.shown.unwrap().trigger, trigger);
    }
}

#[test]
fn an_alarm_that_rings_early_or_twice_changes_nothing() {
    let mut desk = Desk::used(15);
    for _ in 0..3 {
        desk.happen(Event::Ticked);
        desk.happen(Event::Woke);
    }
    assert_eq!((desk.warnings, desk.looks), (0, 0));
    desk.pass(15 * MINUTE + 30 * SECOND);
    desk.happen(Event::Ticked);
    assert_eq!((desk.warnings, desk.looks), (1, 1));
}

#[test]
fn a_browser_that_was_closed_over_the_deadline_signs_out_as_it_starts() {
    let mut desk = Desk::used(15);
    desk.now += 12 * HOUR;
    desk.happen(Event::BrowserStarted);
    assert_eq!(desk.left_at(), [(Trigger::Woken, 12 * 60 * 60)]);
    let mut desk = Desk::used(15);
    desk.now += 5 * MINUTE;
    desk.happen(Event::BrowserStarted);
    assert_eq!(desk.ordered, []);
}

#[test]
fn an_update_of_the_extension_changes_no_deadline() {
    let mut desk = Desk::used(15);
    desk.pass(7 * MINUTE);
    desk.alarm = None;
    desk.restart();
    desk.pass(9 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 16 * 60)]);
}

#[test]
fn use_in_the_countdown_keeps_the_session_and_who_types_is_not_signed_out() {
    let mut desk = Desk::used(15);
    desk.pass(15 * MINUTE + 59 * SECOND);
    desk.happen(Event::Active);
    assert_eq!((desk.shown, desk.calm), (None, Some(Calm::Kept)));
    desk.pass(15 * MINUTE);
    assert_eq!(desk.ordered, []);
}

#[test]
fn a_call_is_use_of_the_crm_and_its_end_begins_the_wait() {
    let mut desk = Desk::used(15);
    desk.look = Some(Look { tabs: 1, is_busy: true, unsaved: 0 });
    desk.pass(60 * MINUTE);
    assert_eq!((desk.warnings, desk.left_at()), (0, vec![]));
    // It is looked for every five minutes, and only from the first time that it is due.
    assert_eq!(desk.looks, 10);
    desk.look = Some(Look { tabs: 1, ..Look::default() });
    let end = desk.now;
    desk.pass(25 * MINUTE);
    let (trigger, at) = desk.ordered[0];
    assert_eq!(trigger, Trigger::Inactivity);
    assert!((15 * MINUTE..=20 * MINUTE).contains(&(at - end)), "{}", at - end);
}

#[test]
fn a_call_that_is_feigned_extends_a_session_for_so_long_and_no_longer() {
    let mut desk = Desk::used(15);
    desk.look = Some(Look { tabs: 1, is_busy: true, unsaved: 0 });
    desk.pass(6 * HOUR);
    assert_eq!(desk.ordered.len(), 1);
    assert!((4 * 60 * 60..=4 * 60 * 60 + 20 * 60).contains(&desk.left_at()[0].1), "{:?}", desk.left_at());
}

#[test]
fn a_call_at_a_computer_that_is_not_used_is_waited_for() {
    let mut desk = Desk::with(&[("inactivity", 0.0), ("idle", 10.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: true, unsaved: 0 });
    desk.pass(9 * MINUTE);
    desk.happen(Event::Idle);
    desk.pass(12 * MINUTE);
    assert_eq!(desk.warnings, 0);
    desk.look = Some(Look { tabs: 1, ..Look::default() });
    desk.pass(16 * MINUTE);
    assert_eq!(desk.ordered.len(), 1);
    assert_eq!(desk.ordered[0].0, Trigger::Idle);
}

#[test]
fn a_call_does_not_hold_up_the_time_of_day() {
    let mut desk = Desk::with(&[("inactivity", 0.0), ("time_of_day", 12.0 * 60.0 + 30.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: true, unsaved: 0 });
    desk.pass(31 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::TimeOfDay, 30 * 60)]);
}

#[test]
fn unsaved_work_holds_up_a_sign_out_for_so_long_and_is_then_given_up() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("unsaved_wait", 10.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: false, unsaved: 1 });
    desk.pass(15 * MINUTE);
    assert_eq!((desk.shown.unwrap().unsaved, desk.shown.unwrap().is_held), (1, false));
    desk.pass(MINUTE);
    assert!(desk.shown.unwrap().is_held);
    assert_eq!(desk.leaves(), Millis::minutes(10));
    desk.pass(10 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 26 * 60)]);
}

#[test]
fn unsaved_work_that_may_not_wait_is_given_up_in_time() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("unsaved_wait", 0.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: false, unsaved: 1 });
    desk.pass(16 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 16 * 60)]);
}

#[test]
fn work_that_the_page_has_saved_meanwhile_holds_nothing_up() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("unsaved_wait", 10.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: false, unsaved: 1 });
    desk.pass(15 * MINUTE);
    desk.look = Some(Look { tabs: 1, ..Look::default() });
    desk.pass(MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 16 * 60)]);
}

#[test]
fn the_second_look_makes_no_sign_out_later_and_who_is_there_may_stay_until_the_end() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("unsaved_wait", 10.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: false, unsaved: 1 });
    desk.pass(15 * MINUTE);
    desk.look = Some(Look { tabs: 1, ..Look::default() });
    desk.takes = 4 * SECOND;
    desk.pass(58 * SECOND);
    let mut stays = desk.clone();
    desk.pass(2 * SECOND);
    assert_eq!((desk.looks, desk.left_at()), (2, vec![(Trigger::Inactivity, 16 * 60)]));
    stays.happen(Event::Kept);
    stays.pass(10 * MINUTE);
    assert_eq!((stays.calm, stays.left_at()), (Some(Calm::Kept), vec![]));
}

#[test]
fn who_comes_back_after_the_countdown_is_too_late_though_unsaved_work_holds_it_up() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("unsaved_wait", 10.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: false, unsaved: 1 });
    desk.pass(15 * MINUTE + 30 * SECOND);
    desk.sleep(HOUR);
    // It meant a warning that was over; the one that waits for the work is another.
    desk.happen(Event::Active);
    assert!(desk.shown.unwrap().is_held);
    desk.happen(Event::Active);
    assert_eq!((desk.shown, desk.left_at()), (None, vec![]));
}

#[test]
fn unsaved_work_that_was_seen_is_waited_for_where_the_second_look_fails() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("unsaved_wait", 10.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: false, unsaved: 1 });
    desk.pass(15 * MINUTE);
    desk.look = None;
    desk.pass(MINUTE);
    assert!(desk.shown.unwrap().is_held);
    desk.pass(10 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 26 * 60)]);
}

#[test]
fn unsaved_work_holds_up_a_sign_out_on_waking_too_and_who_is_there_may_stay() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("unsaved_wait", 10.0)]);
    desk.happen(Event::Active);
    desk.look = Some(Look { tabs: 1, is_busy: false, unsaved: 1 });
    desk.sleep(HOUR);
    desk.happen(Event::Ticked);
    assert_eq!((desk.shown.unwrap().trigger, desk.leaves()), (Trigger::Woken, Millis::minutes(10)));
    desk.happen(Event::Kept);
    assert_eq!((desk.shown, desk.left_at()), (None, vec![]));
}

#[test]
fn the_sooner_of_two_countdowns_counts() {
    let mut desk = Desk::with(&[("inactivity", 15.0), ("locked", 1.0), ("warning", 120.0)]);
    desk.happen(Event::Active);
    desk.pass(14 * MINUTE + 30 * SECOND);
    assert_eq!(desk.shown.unwrap().trigger, Trigger::Inactivity);
    desk.happen(Event::Locked);
    assert_eq!(desk.shown.unwrap().trigger, Trigger::Inactivity, "that one comes sooner");
    desk.pass(2 * MINUTE);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, 16 * 60)]);
}

#[test]
fn nothing_comes_while_a_run_is_going_on_and_one_that_was_called_off_begins_the_wait_anew() {
    let mut desk = Desk::used(15);
    desk.pass(15 * MINUTE);
    desk.happen(Event::RunBegan);
    assert_eq!((desk.shown, desk.ordered.len()), (None, 0));
    desk.pass(2 * MINUTE);
    desk.happen(Event::RunCalledOff);
    desk.pass(15 * MINUTE - 6 * SECOND);
    assert_eq!((desk.shown, desk.ordered.len()), (None, 0));
    desk.pass(MINUTE + 6 * SECOND);
    assert_eq!(desk.left_at(), [(Trigger::Inactivity, (17 + 16) * 60)]);
}

#[test]
fn a_run_of_one_organisation_leaves_the_session_of_the_others_watched() {
    let mut desk = Desk::used(15);
    desk.happen(Event::RunBegan);
    desk.happen(Event::RunEnded { is_whole: false });
    assert_eq!(desk.watch.since(), Some(Time(NOON)));
    desk.pass(16 * MINUTE);
    assert_eq!(desk.ordered.len(), 1);
}

#[test]
fn who_was_warned_on_waking_has_the_time_of_the_warning() {
    let mut desk = Desk::used(6);
    // So little late that it is not taken for sleep, until the warning is on view.
    desk.sleep(466 * SECOND);
    desk.happen(Event::Ticked);
    desk.pass(14 * SECOND);
    desk.happen(Event::Active);
    assert_eq!((desk.calm, desk.left_at()), (Some(Calm::Kept), vec![]));
}
