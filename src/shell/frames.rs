//! CRM frames inside tabs of other sites.
//!
//! Such a tab cannot be looked at, but `extension/watch.js` runs in the frames that may be.
//! On a roll call each frame reports to the background, where the browser itself tells who it is.

use crate::chrome::error::count_failed;
use crate::chrome::js::object;
use crate::chrome::tabs;
use crate::engine::effect::Frame;
use crate::engine::id::TabId;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// Most CRM frames that are looked for in one tab.
const MOST_IN_A_TAB: usize = 16;

thread_local! {
    /// The frames that have answered the roll call that is going on.
    static PRESENT: RefCell<Vec<Frame>> = const { RefCell::new(Vec::new()) };
}

/// Notes a frame that answered.
pub(super) fn note(frame: Frame) {
    PRESENT.with_borrow_mut(|present| {
        if !present.contains(&frame) {
            present.push(frame);
        }
    });
}

/// Calls the roll in these tabs.
pub(super) async fn call_the_roll(tabs: Vec<TabId>) -> Vec<Frame> {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit")]
    let roll = super::clock::now().0 as f64;
    PRESENT.with_borrow_mut(|present| present.retain(|frame| !tabs.contains(&frame.tab)));
    let calls = tabs.iter().map(|tab| super::promise(call(*tab, roll)));
    // A call never fails: a tab without such frames does not answer.
    let _ = count_failed(&calls.collect()).await;
    PRESENT.with_borrow(|present| present.iter().filter(|frame| tabs.contains(&frame.tab)).cloned().collect())
}

/// A message to a tab is answered by the first frame only, and each frame answers a roll once:
/// so ask until nobody is left.
async fn call(tab: TabId, roll: f64) -> Result<JsValue, JsValue> {
    for _ in 0..MOST_IN_A_TAB {
        match tabs::send(tab.0, &object(&[("roll", roll.into())])).await {
            Ok(answer) if answer.is_truthy() => {}
            Ok(_) | Err(_) => break,
        }
    }
    Ok(JsValue::UNDEFINED)
}
