//! The warning before a sign-out that sets itself off: a window, the button's badge, a notification, a bar in the pages.
//!
//! Where one of them cannot be shown, the others are; and the sign-out comes in time whatever is shown.

use super::{clock, driver, look, page, store};
use crate::chrome::permissions::{self, Permissions};
use crate::chrome::{action, i18n, notifications, runtime, windows};
use crate::engine::policy::{Flag, Permission, Settings};
use crate::engine::site::Sites;
use crate::engine::time::{Millis, Time};
use crate::engine::watch::{Calm, Warning};
use crate::protocol::view::Notice;
use crate::protocol::words::{self, Key};
use std::cell::Cell;
use wasm_bindgen_futures::spawn_local;

/// The page of the window, and the window's size in CSS pixels.
const PAGE: &str = "warning.html";
const SIZE: (u32, u32) = (460, 340);
/// The name of the notification.
const NOTIFICATION: &str = "warning";
/// Its picture.
const ICON: &str = "icons/icon-128.png";
/// How long the browser may take to open the window, and to take it for a person once it is open.
const OPENING: Millis = Millis::seconds(4);
const SETTLING: Millis = Millis::seconds(1);

thread_local! {
    /// Until when the window may be taken for a person.
    static SETTLED: Cell<Time> = const { Cell::new(Time(0)) };
}

/// Shows a warning. One that was shown already, before the background was stopped, is only kept up to date.
pub(super) async fn show(warning: &Warning, settings: &Settings) {
    let notice = notice(warning);
    // Without it the window shows nothing, and the rest is seen.
    let _ = store::write_warning(Some(&notice)).await;
    if store::warned().await == Some(warning.until) {
        return;
    }
    let _ = store::note_warned(warning.until).await;
    if !is_open().await {
        open().await;
    }
    if settings.is_on(Flag::Notification) && may_notify().await {
        notify(&notice).await;
    }
    // A page that does not answer holds up nobody else.
    let notice = Notice { may_keep: warning.use_keeps, ..notice };
    for tab in look::loaded(&settings.sites()).await {
        let notice = notice.clone();
        spawn_local(async move {
            if let Some(call) = driver::call_page() {
                let _ = page::warn(&call, tab, &notice).await;
            }
        });
    }
}

/// Takes it away. The window goes on to show the sign-out, if there is one.
pub(super) async fn hide(why: Calm, sites: &Sites) {
    let leaving = Notice { is_leaving: true, ..Notice::default() };
    let _ = store::write_warning((why == Calm::Leaving).then_some(&leaving)).await;
    let _ = action::badge("").await;
    if may_notify().await {
        let _ = notifications::clear(NOTIFICATION).await;
    }
    for tab in look::loaded(sites).await {
        spawn_local(async move {
            if let Some(call) = driver::call_page() {
                let _ = page::unwarn(&call, tab).await;
            }
        });
    }
}

/// Shows on the button how much time is left: seconds, or minutes with a mark.
pub(super) fn count(left: Millis) {
    let seconds = left.0.div_ceil(1000);
    let text =
        if seconds < 100 { seconds.to_string() } else { [&(seconds / 60).to_string(), "′"].concat() };
    spawn_local(async move { drop(action::badge(&text).await) });
}

fn notice(warning: &Warning) -> Notice {
    let work = match (warning.is_held, warning.unsaved) {
        (true, _) => Some(words::WARNING_HELD),
        (false, 0) => None,
        (false, _) => Some(words::WARNING_UNSAVED),
    };
    let last = (!warning.may_keep).then_some(words::WARNING_LAST);
    Notice {
        until: Some(warning.until),
        reason: say(words::trigger(warning.trigger)),
        notes: work.into_iter().chain(last).map(say).collect(),
        may_keep: warning.may_keep,
        is_leaving: false,
    }
}

/// Opens the window.
async fn open() {
    SETTLED.set(clock::now().after(OPENING));
    let _ = windows::open_small(&runtime::url(PAGE), SIZE.0, SIZE.1).await;
    SETTLED.set(clock::now().after(SETTLING));
}

/// Whether the window has just been opened, in a browser that takes that for use of the computer.
pub(super) fn is_opening() -> bool {
    runtime::is_firefox() && clock::now() < SETTLED.get()
}

async fn is_open() -> bool {
    !runtime::tabs_with(PAGE).await.unwrap_or_default().is_empty()
}

async fn may_notify() -> bool {
    permissions::has(&Permissions::all_named(Permission::Notifications.names(false))).await.unwrap_or(false)
}

async fn notify(notice: &Notice) {
    let (stay, leave) = (say(words::STAY), say(words::LEAVE));
    let notification = notifications::Notification {
        icon: &runtime::url(ICON),
        title: &say(words::WARNING),
        message: &notice.reason,
        buttons: if notice.may_keep { &[&stay, &leave] } else { &[] },
    };
    // Without it the rest of the warning is seen.
    let _ = notifications::show(NOTIFICATION, &notification).await;
}

fn say(key: Key) -> String {
    i18n::message(key.0, &[])
}
