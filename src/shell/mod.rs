//! The driver: event → step → journal → effects → events. It decides nothing.
//!
//! One event is taken at a time, and a state is written before its effects are started.
//! No borrow of the state is held across a wait.

mod allowance;
pub(crate) mod clock;
mod closed;
mod copies;
pub mod driver;
mod firefox;
mod frames;
mod inside;
mod lists;
mod look;
pub mod menu;
mod page;
pub mod panel;
mod perform;
pub(crate) mod receipts;
mod scripts;
pub(crate) mod server;
pub(crate) mod settings;
pub(crate) mod sight;
mod standing;
mod store;
mod tabs;
mod warning;
mod watch;

use crate::chrome::error::Error;
use crate::engine::effect::Failure;
use crate::protocol::failure;
use js_sys::Promise;
use std::pin::Pin;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

/// Begins work whose end JavaScript can await. One function for all: each kind of future of its own is a KiB of code.
fn promise(work: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    begin(Box::pin(work))
}

fn begin(work: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>) -> Promise {
    future_to_promise(work)
}

/// What a failed call means to the engine.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn fail(error: Error) -> Failure {
    failure::meaning(error.message())
}
