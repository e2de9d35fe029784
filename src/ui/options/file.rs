//! Settings out of a file: all of them, or none.

use super::{Page, key};
use crate::chrome::js::from_js;
use crate::engine::policy::{Loose, Refused, check};
use crate::shell::settings;
use crate::ui::dom::{self, group, text};
use js_sys::{JSON, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::spawn_local;

impl Page {
    /// Takes what a person's file sets, and says what came of it.
    pub(in crate::ui) fn take_file(self: &Rc<Self>, file: &str) {
        let file = JSON::parse(file).unwrap_or_default();
        let this = Rc::clone(self);
        spawn_local(async move {
            let said = this.take(&file).await;
            // It fails only where the browser makes no elements any more.
            let _ = said
                .and_then(|said| dom::find("file-note").map(|note| note.replace_children_with_node_1(&said)));
            this.refresh();
        });
    }

    async fn take(&self, file: &JsValue) -> Result<web_sys::Element, JsValue> {
        let say = |key| text("p", "note", &self.words.say(key));
        let read: Option<Loose> = from_js(file).ok();
        match check(read) {
            Err(Refused::NotOurs) => say(key::FILE_NOT_OURS),
            Err(Refused::Faults(faults)) => {
                let mut items = vec![text("li", "note", &self.words.say(key::FILE_FAULTS))?];
                for fault in faults {
                    items.push(text("li", "", &self.words.fill(key::fault(fault.why), &[&fault.key]))?);
                }
                group("ul", "", &items)
            }
            Ok(()) => {
                let fixed = self.state.borrow().settings.fixed();
                let taken = Reflect::get(file, &"settings".into())?;
                say(match settings::replace(&taken, &fixed).await {
                    Err(_) => key::NOT_STORED,
                    Ok(()) if fixed.is_empty() => key::FILE_TAKEN,
                    Ok(()) => key::FILE_TAKEN_BUT_FIXED,
                })
            }
        }
    }
}
