//! A call that the browser refused or that failed.

use wasm_bindgen::{JsCast, JsValue};

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
