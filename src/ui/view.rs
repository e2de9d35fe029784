//! Reads the views that the background sends.
//!
//! Field by field, and not by `View`'s own `Deserialize`: for a tag among the fields that one buffers every part,
//! which made the WASM 60 KiB longer.

use crate::protocol::view::View;
use js_sys::Reflect;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::JsValue;

/// The view in this message.
pub(super) fn read(message: &JsValue) -> Result<View, JsValue> {
    let state: String = field(message, "state")?;
    match state.as_str() {
        "signed_out" => {
            Ok(View::SignedOut { last: field(message, "last")?, earlier: field(message, "earlier")? })
        }
        "running" => Ok(View::Running { progress: field(message, "progress")? }),
        "asking" => Ok(View::Asking {
            progress: field(message, "progress")?,
            unsaved: field(message, "unsaved")?,
            until: field(message, "until")?,
        }),
        "finished" => {
            Ok(View::Finished { receipt: field(message, "receipt")?, earlier: field(message, "earlier")? })
        }
        "called_off" => Ok(View::CalledOff),
        "broken" => Ok(View::Broken { trouble: field(message, "trouble")? }),
        _ => Err(message.clone()),
    }
}

fn field<T: DeserializeOwned>(message: &JsValue, name: &str) -> Result<T, JsValue> {
    Ok(serde_wasm_bindgen::from_value(Reflect::get(message, &name.into())?)?)
}
