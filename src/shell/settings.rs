//! The settings in the extension's storage: reading them all, and changing those of the person.

use crate::chrome::error::Error;
use crate::chrome::js::from_js;
use crate::chrome::storage::{self, Area};
use crate::engine::policy::{Layers, Loose, Settings};
use crate::engine::sorted::Map;
use crate::value::Data;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// What the person has set.
const SETTINGS: &str = "settings";

/// A change of what the person has set.
pub(crate) struct Change {
    /// The name of what is set, and the names of what it is in before it.
    pub(crate) path: Vec<String>,
    /// Its value; none to forget it.
    pub(crate) value: Option<JsValue>,
}

/// The settings as they hold now. What cannot be read is a fault, and counts as not set.
pub(super) async fn read() -> Settings {
    layers().await.settings()
}

/// What each has set who may set something.
pub(crate) async fn layers() -> Layers {
    let person: Option<Option<Loose>> = parse(storage::value(Area::Local, SETTINGS).await);
    // Where no administrator set anything, some browsers say so by an error.
    let orders: Option<Map<String, Loose>> = parse(storage::all_managed().await);
    Layers::read(person.flatten(), orders.unwrap_or_default())
}

fn parse<T: Data>(value: Result<JsValue, Error>) -> Option<T> {
    from_js(&value.ok()?).ok()
}

/// Makes one change, and leaves the rest as it is stored.
pub(crate) async fn change(change: &Change) -> Result<(), Error> {
    let stored = storage::value(Area::Local, SETTINGS).await?;
    let changed = with(&stored, &change.path, change.value.as_ref())?;
    if Object::keys(&changed).length() == 0 {
        return storage::remove(Area::Local, SETTINGS).await;
    }
    storage::write(Area::Local, &[(SETTINGS, changed.into())]).await
}

/// Takes the settings of a file in place of those that are stored, but leaves alone what is named here.
pub(crate) async fn replace(settings: &JsValue, but: &[Vec<String>]) -> Result<(), Error> {
    let stored = storage::value(Area::Local, SETTINGS).await?;
    let mut taken = with(settings, &[], Some(settings))?;
    for path in but {
        let mut own = stored.clone();
        for name in path {
            own = Reflect::get(&own, &name.into()).unwrap_or_default();
        }
        taken = with(&taken, path, (!own.is_undefined()).then_some(&own))?;
    }
    change(&Change { path: Vec::new(), value: Some(taken.into()) }).await
}

/// The stored object with this change. What is no object gives way to one; one that is left empty goes.
fn with(stored: &JsValue, path: &[String], value: Option<&JsValue>) -> Result<Object, Error> {
    let stored = stored.dyn_ref::<Object>().filter(|_| !js_sys::Array::is_array(stored));
    let object = stored.cloned().unwrap_or_default();
    let Some((name, rest)) = path.split_first() else {
        return Ok(value.and_then(|value| value.dyn_ref()).cloned().unwrap_or_default());
    };
    let key = JsValue::from(name);
    let value = if rest.is_empty() {
        value.cloned()
    } else {
        let inner = with(&Reflect::get(&object, &key)?, rest, value)?;
        (Object::keys(&inner).length() != 0).then(|| inner.into())
    };
    match value {
        Some(value) => Reflect::set(&object, &key, &value)?,
        None => Reflect::delete_property(&object, &key)?,
    };
    Ok(object)
}
