//! A call that the browser refused or that failed.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How long a call may take that is answered out of the browser's memory, in milliseconds.
const SOON: u32 = 3_000;

/// The message of a failed call.
#[derive(Clone, Debug)]
pub struct Error {
    message: String,
}

impl Error {
    /// The browser answered something that is not what its documentation says.
    #[must_use]
    pub fn nonsense() -> Self {
        Self { message: "the answer could not be read".to_owned() }
    }

    /// The browser's words.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<JsValue> for Error {
    fn from(thrown: JsValue) -> Self {
        let message = thrown.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
        Self { message: message.or_else(|| thrown.as_string()).unwrap_or_default() }
    }
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        js_sys::Error::new(&error.message).into()
    }
}

/// What a call came to, once it has ended. One function for all calls: each awaits in the same few instructions.
///
/// # Errors
/// The browser refused it, or it failed.
pub async fn done(call: Result<Promise, JsValue>) -> Result<JsValue, Error> {
    Ok(JsFuture::from(call?).await?)
}

/// The same for a call that what comes next waits for, whatever becomes of it: without an answer it has failed soon.
pub(super) async fn done_soon(call: Result<Promise, JsValue>) -> Result<JsValue, Error> {
    let call = call?;
    let mut timer = None;
    let over = Promise::new(&mut |_, reject| {
        // Calling a promise's own reject function cannot fail.
        let give_up = move || drop(reject.call1(&JsValue::NULL, &"no answer in time".into()));
        timer = Some(Timeout::new(SOON, give_up));
    });
    done(Ok(Promise::race(&Array::of2(&call, &over)))).await
}

/// A call that goes on while others begin; one that was refused at once has failed like one that is refused later.
pub(super) fn begun(call: Result<Promise, JsValue>) -> Promise {
    call.unwrap_or_else(|thrown| Promise::reject(&thrown))
}

/// Waits for all of these calls, which go on side by side, and counts those that failed.
pub async fn count_failed(calls: &Array) -> Result<usize, Error> {
    let ends: Array = JsFuture::from(Promise::all_settled(calls)).await?.unchecked_into();
    let failed = |end: &JsValue| Reflect::has(end, &"reason".into()).unwrap_or_default();
    Ok(ends.iter().filter(failed).count())
}
