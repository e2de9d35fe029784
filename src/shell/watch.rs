//! The watch: event → step → storage → orders. It decides nothing.
//!
//! One event is taken at a time, and the state is written before its orders are carried out.

use super::{clock, driver, look, menu, panel, settings, store, warning};
use crate::chrome::{action, alarms, i18n, idle};
use crate::engine::policy::{Number, Settings};
use crate::engine::run::Run;
use crate::engine::time::{Millis, Time};
use crate::engine::watch::{Event, Mark, Now, Order, Outlook, Pause, Watch};
use crate::protocol::words as key;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Rings at the earliest deadline.
const ALARM: &str = "watch";
/// How soon before a deadline a timer takes over, which an alarm would be late for; and the seconds are shown.
const SOON: Millis = Millis::minutes(2);
/// How long showing a warning may hold up what comes after it.
const PATIENCE: Millis = Millis::seconds(3);

thread_local! {
    static WATCH: RefCell<Watch> = RefCell::default();
    static EVENTS: RefCell<VecDeque<Event>> = const { RefCell::new(VecDeque::new()) };
    static IS_WORKING: Cell<bool> = const { Cell::new(false) };
    /// Whether this background has taken no event yet.
    static IS_NEW: Cell<bool> = const { Cell::new(true) };
    static SETTINGS: RefCell<Option<Rc<Settings>>> = const { RefCell::new(None) };
    /// What the toolbar button shows; none if this background has not shown anything yet.
    static MARK: Cell<Option<Mark>> = const { Cell::new(None) };
    /// For how long this background has asked the browser to watch, in seconds.
    static DETECTION: Cell<Option<u32>> = const { Cell::new(None) };
    static WAKE_AT: Cell<Option<Time>> = const { Cell::new(None) };
    static TIMER: RefCell<Option<Timeout>> = const { RefCell::new(None) };
}

/// Goes on with what was stored. A run that was lost is not ordered once more: it would be lost at the same point.
pub(super) async fn boot(is_run_lost: bool) {
    let watch = store::watch().await;
    mark(&watch).await;
    WATCH.set(watch);
    let settings = settings().await;
    detect(&settings);
    if is_run_lost {
        step(Event::RunCalledOff).await;
    }
    if since().is_some() {
        // The event that started the background comes first: it may be the start of the browser.
        Timeout::new(0, start).forget();
    } else {
        IS_NEW.set(false);
    }
}

/// The browser started. Use that began before this background did was never signed out of.
pub(super) fn browser_started() {
    if IS_NEW.get() {
        happen(Event::BrowserStarted);
    }
}

/// Something happened.
pub(super) fn happen(event: Event) {
    EVENTS.with_borrow_mut(|events| events.push_back(event));
    start();
}

/// The settings are others now.
pub(super) fn settings_changed() {
    SETTINGS.set(None);
    happen(Event::Ticked);
}

/// The settings, read once in a background's life and after each change.
pub(super) async fn settings() -> Rc<Settings> {
    if let Some(settings) = SETTINGS.with_borrow(Clone::clone) {
        return settings;
    }
    let settings = Rc::new(settings::read().await);
    SETTINGS.set(Some(Rc::clone(&settings)));
    settings
}

/// When the use of the CRM began, if it is in use.
pub(super) fn since() -> Option<Time> {
    WATCH.with_borrow(Watch::since)
}

/// Whether what signs out by itself may be paused, and is.
pub(super) fn pause(settings: &Settings) -> Pause {
    WATCH.with_borrow(|watch| watch.pause(settings))
}

/// Since when the CRM is in use, and what comes next; none if it is not.
pub(super) fn outlook(settings: &Settings) -> Option<Outlook> {
    WATCH.with_borrow(|watch| watch.outlook(now(settings), settings))
}

/// Where a browser cannot tell that nobody is there, the pages' own activity is what is left.
fn detect(settings: &Settings) {
    let seconds = WATCH.with_borrow(|watch| watch.detection(settings));
    if DETECTION.replace(Some(seconds)) != Some(seconds) {
        let _ = idle::detect_after(seconds);
    }
}

fn start() {
    if !IS_WORKING.replace(true) {
        spawn_local(work());
    }
}

async fn work() {
    let is_start = EVENTS.with_borrow(|events| events.contains(&Event::BrowserStarted));
    if IS_NEW.replace(false) && !is_start {
        EVENTS.with_borrow_mut(|events| events.push_front(Event::Woke));
    }
    while let Some(event) = EVENTS.with_borrow_mut(VecDeque::pop_front) {
        step(event).await;
    }
    IS_WORKING.set(false);
}

async fn step(event: Event) {
    let settings = settings().await;
    let (watch, orders) = WATCH.take().step(event, now(&settings), &settings);
    WATCH.set(watch.clone());
    detect(&settings);
    if watch.since().is_some() || event != Event::Ticked {
        // A full disk must not keep anyone signed in.
        let _ = store::write_watch(&watch).await;
    }
    mark(&watch).await;
    for order in orders {
        perform(order, &settings).await;
    }
}

fn now(settings: &Settings) -> Now {
    let minutes = settings.number(Number::TimeOfDay).value;
    Now { time: clock::now(), closes: (minutes != 0).then(|| clock::next(minutes)) }
}

/// Shows on the toolbar button how things stand.
async fn mark(watch: &Watch) {
    let mark = watch.mark(driver::with_run(|run| run.and_then(Run::verdict)));
    if MARK.replace(Some(mark)) != Some(mark) {
        let name = mark.name();
        let file = |size| (size, ["/icons/", name, "-", size, ".png"].concat());
        // A button that looks as before is no reason to stop.
        let _ = action::look(&[file("16"), file("32")], &i18n::message(key::mark(mark).0, &[])).await;
    }
}

async fn perform(order: Order, settings: &Rc<Settings>) {
    match order {
        Order::Look { .. } => {
            let settings = Rc::clone(settings);
            spawn_local(async move { happen(Event::Looked(look::look(&settings.sites()).await)) });
        }
        Order::Warn(what) => drop(clock::within(PATIENCE, warning::show(&what, settings)).await),
        Order::Unwarn(why) => drop(clock::within(PATIENCE, warning::hide(why, &settings.sites())).await),
        Order::Offer(_) => {
            panel::show();
            menu::draw().await;
        }
        Order::SignOut { trigger } => driver::begin(trigger),
        Order::WakeAt(at) => wake_at(at).await,
    }
}

/// Sets the alarm, and near a deadline the timer. An alarm that has rung is gone, so it is always set anew.
async fn wake_at(at: Option<Time>) {
    WAKE_AT.set(at);
    // The end of a long countdown is shown second by second, so somebody must be there for it.
    let soon = clock::now().after(SOON);
    let counted = WATCH.with_borrow(Watch::counts_down).filter(|until| soon < *until);
    // Where an alarm cannot be set, the next event finds what is due.
    let _ = match counted.map(|until| until.before(SOON)).or(at) {
        Some(at) => alarms::at(ALARM, clock::number(at)).await,
        None => alarms::clear(ALARM).await,
    };
    keep_time();
}

/// Shows the seconds of a countdown, and comes back in time.
fn keep_time() {
    let now = clock::now();
    let counted = WATCH.with_borrow(Watch::counts_down);
    if let Some(until) = counted {
        warning::count(until.since(now));
    }
    let Some(left) = WAKE_AT.get().map(|at| at.since(now)).filter(|left| *left <= SOON) else {
        return TIMER.set(None);
    };
    let pause = if counted.is_some() { left.min(Millis::seconds(1)) } else { left };
    TIMER.set(Some(Timeout::new(
        pause.0,
        move || if left == pause { happen(Event::Ticked) } else { keep_time() },
    )));
}
