//! A connection to the background: <https://developer.chrome.com/docs/extensions/reference/api/runtime#type-Port>.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = connect, catch)]
    fn connect(info: &Object) -> Result<RawPort, JsValue>;

    type RawPort;

    #[wasm_bindgen(method, js_name = postMessage, catch)]
    fn post_message(this: &RawPort, message: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method)]
    fn disconnect(this: &RawPort);

    #[wasm_bindgen(method, getter, js_name = onMessage)]
    fn on_message(this: &RawPort) -> PortEvent;

    #[wasm_bindgen(method, getter, js_name = onDisconnect)]
    fn on_disconnect(this: &RawPort) -> PortEvent;

    type PortEvent;

    #[wasm_bindgen(method, js_name = addListener)]
    fn add_listener(this: &PortEvent, listener: &Function);
}

/// An open connection. Dropping it closes it.
pub struct Port {
    raw: RawPort,
    _on_message: Closure<dyn FnMut(JsValue)>,
    _on_disconnect: Closure<dyn FnMut()>,
}

impl Port {
    /// Opens a connection of this name; wakes the background if it sleeps.
    ///
    /// `on_disconnect` is called when the other end is gone, and not when this end is dropped.
    ///
    /// # Errors
    /// The extension was updated or removed under the page.
    pub fn open(
        name: &str,
        on_message: impl FnMut(JsValue) + 'static,
        on_disconnect: impl FnMut() + 'static,
    ) -> Result<Self, JsValue> {
        let info = Object::new();
        Reflect::set(&info, &"name".into(), &name.into())?;
        let raw = connect(&info)?;
        let on_message = Closure::<dyn FnMut(JsValue)>::new(on_message);
        let on_disconnect = Closure::<dyn FnMut()>::new(on_disconnect);
        raw.on_message().add_listener(on_message.as_ref().unchecked_ref());
        raw.on_disconnect().add_listener(on_disconnect.as_ref().unchecked_ref());
        Ok(Self { raw, _on_message: on_message, _on_disconnect: on_disconnect })
    }

    /// Sends a message.
    ///
    /// # Errors
    /// The connection is closed.
    pub fn post(&self, message: &JsValue) -> Result<(), JsValue> {
        self.raw.post_message(message)
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.raw.disconnect();
    }
}
