//! The run that is going on, and the queue of what happens to it.

use super::store::Found;
use super::{
    clock, firefox, menu, panel, perform, receipts, scripts, settings, sight, store, warning, watch,
};
use crate::chrome::{alarms, runtime, tabs};
use crate::engine::receipt::Trigger;
use crate::engine::run::{Answer, Ending, Event, Issued, Order, Run};
use crate::engine::scope::{Reach, Scope};
use crate::engine::time::Time;
use crate::engine::watch::Event as Use;
use crate::protocol::browser::TabInfo;
use crate::protocol::journal;
use crate::protocol::view::Trouble;
use gloo::timers::callback::Timeout;
use js_sys::{Function, Promise};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The first page.
const WELCOME: &str = "welcome.html";
/// Rings while a run is going on, so that a background that died is started again; half a minute is the least.
const ALARM: &str = "run";
const ALARM_MINUTES: f64 = 0.5;

/// What is waiting to be taken up.
enum Task {
    /// Start a run, unless one is going on.
    Begin(Trigger),
    /// Something happened to the run.
    Event(Event),
    /// An effect of the run that began then has ended.
    Ended(Time, Event),
}

thread_local! {
    static RUN: RefCell<Option<Run>> = const { RefCell::new(None) };
    static TROUBLE: Cell<Option<Trouble>> = const { Cell::new(None) };
    static TASKS: RefCell<VecDeque<Task>> = const { RefCell::new(VecDeque::new()) };
    static IS_WORKING: Cell<bool> = const { Cell::new(false) };
    static TIMER: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    static CALL_PAGE: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Takes up the run that the journal holds, if any. `call_page` is what is run in the pages to reach the page agent;
/// `stopped` is kept when this core stops.
#[wasm_bindgen]
pub fn boot(call_page: Function, stopped: Promise) -> Promise {
    CALL_PAGE.set(Some(call_page));
    receipts::let_go_at(stopped);
    super::promise(async {
        let is_lost = take_up().await;
        watch::boot(is_lost).await;
        Ok(JsValue::UNDEFINED)
    })
}

/// Whether a run was lost over this: its journal was set aside.
async fn take_up() -> bool {
    TROUBLE.set(None);
    match store::find().await {
        Ok(Found::Nothing) => {}
        Ok(Found::Run { run, restarted }) => {
            // A restart or an update may have taken both along.
            keep_alive(run.started()).await;
            RUN.set(Some(*run));
            add(Task::Event(if restarted { Event::Restarted } else { Event::Woke }));
        }
        Ok(Found::Unreadable(trouble)) => {
            end(&Scope::default()).await;
            TROUBLE.set(Some(trouble));
            return true;
        }
        Err(_) => TROUBLE.set(Some(Trouble::JournalNotRead)),
    }
    false
}

/// The extension was installed or updated: nobody listens any more to the scripts in pages that were open before.
/// `is_first`: it was not there before, so there may be a question.
#[wasm_bindgen]
pub fn installed(is_first: bool) -> Promise {
    super::promise(async move {
        scripts::renew().await;
        follow_settings().await;
        if is_first && settings::layers().await.asks_whose() {
            // Without it the defaults hold, and the options page asks the same.
            let _ = tabs::open::<TabInfo>(&runtime::url(WELCOME), None, true).await;
        }
        Ok(JsValue::UNDEFINED)
    })
}

/// Somebody set something, gave a permission or took one back.
#[wasm_bindgen]
pub fn settings_changed() -> Promise {
    super::promise(async {
        follow_settings().await;
        Ok(JsValue::UNDEFINED)
    })
}

async fn follow_settings() {
    watch::settings_changed();
    menu::draw().await;
    // Without the scripts nothing is lost: added hosts lose the guard, and the clipboard is left alone.
    let _ = scripts::follow(&*watch::settings().await).await;
}

/// Time has passed: the alarm rang, or the browser started.
#[wasm_bindgen]
pub fn tick() {
    if RUN.with_borrow(Option::is_some) {
        add(Task::Event(Event::Ticked));
    }
    watch::happen(Use::Ticked);
}

/// The browser started.
#[wasm_bindgen]
pub fn browser_started() {
    watch::browser_started();
}

/// Whether somebody uses the computer has changed: `idle`, `locked` or `active`.
#[wasm_bindgen]
pub async fn idle_changed(state: String) {
    watch::happen(match state.as_str() {
        "idle" => Use::Idle,
        "locked" => Use::Locked,
        _ if warning::is_opening() => Use::Stirred,
        _ => Use::Returned,
    });
    sight::note(&state).await;
}

/// Starts a run, unless one is going on.
pub(super) fn begin(trigger: Trigger) {
    add(Task::Begin(trigger));
}

/// Hands a person's answer to the run.
pub(super) fn answer(answer: Answer) {
    add(Task::Event(Event::Answered(answer)));
}

/// What is run in the pages to reach the page agent.
pub(super) fn call_page() -> Option<Function> {
    CALL_PAGE.with_borrow(Clone::clone)
}

/// The run that is going on, or the one that ended last.
pub(super) fn with_run<T>(look: impl FnOnce(Option<&Run>) -> T) -> T {
    RUN.with_borrow(|run| look(run.as_ref()))
}

/// What is wrong with the extension itself, if anything.
pub(super) fn trouble() -> Option<Trouble> {
    TROUBLE.get()
}

fn add(task: Task) {
    TASKS.with_borrow_mut(|tasks| tasks.push_back(task));
    if !IS_WORKING.replace(true) {
        spawn_local(work());
    }
}

async fn work() {
    while let Some(task) = TASKS.with_borrow_mut(VecDeque::pop_front) {
        // There may be a run to go on with, which a new one would write over.
        if matches!(task, Task::Begin(_)) && trouble() == Some(Trouble::JournalNotRead) && take_up().await {
            watch::happen(Use::RunCalledOff);
            panel::show();
            continue;
        }
        let run = RUN.with_borrow_mut(Option::take);
        let going_on = run.as_ref().is_some_and(Run::is_going_on);
        let (run, issued, is_new) = match (task, run) {
            // Effects are numbered anew in each run: a late answer must not pass for one of the next run's.
            (Task::Ended(began, _), Some(run)) if began != run.started() => (run, Vec::new(), false),
            (Task::Event(event) | Task::Ended(_, event), Some(run)) => {
                let (run, issued) = run.step(event, clock::now());
                (run, issued, false)
            }
            (Task::Begin(_), Some(run)) if going_on => (run, Vec::new(), false),
            (Task::Begin(trigger), _) => {
                watch::happen(Use::RunBegan);
                let scope = watch::settings().await.scope(trigger, watch::since());
                let (run, issued) = Run::begin(Order { trigger, scope }, clock::now());
                (run, issued, true)
            }
            (Task::Event(_) | Task::Ended(..), None) => continue,
        };
        if going_on || is_new {
            tell_watch(&run).await;
        }
        RUN.set(Some(run));
        settle(issued, is_new).await;
    }
    IS_WORKING.set(false);
}

/// Tells the watch that a run is over.
async fn tell_watch(run: &Run) {
    let reach = watch::settings().await.reach(run.trigger());
    match run.ending() {
        Some(Ending::Filed { .. }) => watch::happen(Use::RunEnded { is_whole: reach == Reach::All }),
        // Where none was in front, there may be some elsewhere.
        Some(Ending::NothingFound) => watch::happen(Use::RunEnded { is_whole: reach != Reach::OnlyFront }),
        Some(Ending::CalledOff) => watch::happen(Use::RunCalledOff),
        None => {}
    }
}

/// Writes the state, then starts what it asks for.
async fn settle(issued: Vec<Issued>, is_new: bool) {
    let facts = |run: &Run| (run.started(), run.ending().is_some(), run.scope().cloned().unwrap_or_default());
    let Some((began, is_over, scope)) = with_run(|run| run.map(facts)) else { return };
    panel::show();
    if is_over {
        return end(&scope).await;
    }
    if is_new {
        keep_alive(began).await;
    }
    if !issued.is_empty()
        && let Some(journal) = with_run(|run| run.map(journal::write))
    {
        // A full disk must not keep anyone signed in: go on, and say that a death now would be the end of it.
        let written = store::write(journal, is_new).await;
        TROUBLE.set(written.err().map(|_| Trouble::JournalNotWritten));
    }
    for Issued { id, effect } in issued {
        let scope = scope.clone();
        spawn_local(async move {
            let Some(call) = call_page() else { return };
            let result = perform::perform(&call, &scope, &effect).await;
            add(Task::Ended(began, Event::Ended { id, result }));
        });
    }
    set_timer();
}

/// Sees to it that a background that dies is started again, and then knows which browser session the run is of.
///
/// Both only make a resumption better; the run itself does not depend on them.
async fn keep_alive(began: Time) {
    let _ = store::mark_alive(began).await;
    let _ = alarms::every(ALARM, ALARM_MINUTES).await;
}

/// Leaves nothing behind of a run that is over but its receipt.
async fn end(scope: &Scope) {
    TIMER.set(None);
    let _ = alarms::clear(ALARM).await;
    tabs::forget_watches();
    if runtime::is_firefox() {
        firefox::leave_all(scope).await;
    }
    if store::forget().await.is_err() {
        TROUBLE.set(Some(Trouble::JournalNotWritten));
    }
}

/// One timer, for the first thing that time alone changes.
fn set_timer() {
    let now = clock::now();
    let wake_at = with_run(|run| run.and_then(Run::wake_at));
    TIMER.set(wake_at.map(|at| Timeout::new(at.since(now).0, tick)));
}
