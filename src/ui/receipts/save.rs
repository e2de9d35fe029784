//! What can be done with all receipts: save them in a file, or delete them.

use super::findings::count;
use super::{Page, key};
use crate::engine::time::Time;
use crate::protocol::history::table;
use crate::shell::clock;
use crate::shell::receipts::{self, Kept, Stored};
use crate::ui::dom;
use crate::ui::words::Words;
use gloo::events::EventListener;
use gloo::utils::document;
use js_sys::{Array, Date, JSON, Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, HtmlDialogElement, HtmlElement, Url};

/// The last moment that JavaScript can write.
const LAST: u64 = 8_640_000_000_000_000;

/// Shows what can be done with so many receipts.
pub(super) fn show(words: &Words, length: usize, kept: Kept) -> Result<(), JsValue> {
    let fixed = if kept.is_fixed { words.say(key::KEPT_FIXED) } else { String::new() };
    super::say("kept", &[&words.count(key::KEPT, kept.days), " ", &fixed].concat())?;
    super::say("delete-question", &words.count(key::DELETE_ASK, count(length)))?;
    super::show("delete", !kept.is_fixed)?;
    super::show("files", length != 0)?;
    super::show("save", true)
}

/// What a button does.
type Act = fn(&Rc<Page>);

pub(super) fn listen(page: &Rc<Page>) -> Result<(), JsValue> {
    let acts: [(&str, Act); 4] = [
        ("save-json", |page| save(page, "json", "application/json", json)),
        ("save-csv", |page| save(page, "csv", "text/csv", csv)),
        ("delete", |_| {
            // It fails only where the dialog is open already, or not there.
            let dialog = dom::find("dialog").and_then(|dialog| Ok(dialog.dyn_into::<HtmlDialogElement>()?));
            let _ = dialog.and_then(|dialog| dialog.show_modal());
        }),
        ("delete-yes", delete),
    ];
    for (id, act) in acts {
        let page = Rc::clone(page);
        let button = dom::find(id)?;
        EventListener::new(&button, "click", move |_| act(&page)).forget();
    }
    Ok(())
}

fn save(page: &Rc<Page>, ending: &str, kind: &str, write: fn(&Stored) -> Result<String, JsValue>) {
    let stored = page.stored.borrow();
    let Some(stored) = stored.as_ref() else { return };
    let today = moment(clock::now());
    let day = today.split('T').next().unwrap_or_default();
    let name = ["clean-exit-receipts-", day, ".", ending].concat();
    let saved = write(stored).and_then(|content| download(&name, kind, &content));
    note(&if saved.is_ok() { page.words.fill(key::SAVED, &[&name]) } else { String::new() });
}

fn delete(page: &Rc<Page>) {
    let page = Rc::clone(page);
    spawn_local(async move {
        let is_deleted = receipts::delete_all().await.unwrap_or(false);
        note(&page.words.say(if is_deleted { key::DELETED } else { key::NOT_DELETED }));
        // The button that had the keyboard is gone.
        let _ = dom::find("save-title").map(|heading| dom::focus(&heading));
        page.refresh();
    });
}

/// Says what came of it.
fn note(said: &str) {
    // It fails only where the page is gone.
    let _ = super::say("save-note", said);
}

/// All that is stored, for programs. docs/receipts.md describes it.
fn json(stored: &Stored) -> Result<String, JsValue> {
    let all = Object::new();
    let parts: [(&str, JsValue); 5] = [
        ("format", "clean-exit-receipts".into()),
        ("version", 1.into()),
        ("saved", moment(clock::now()).into()),
        ("ends", stored.ends.clone()),
        ("receipts", stored.list.clone().into()),
    ];
    for (name, part) in parts {
        Reflect::set(&all, &name.into(), &part)?;
    }
    JSON::stringify_with_replacer_and_space(&all, &JsValue::NULL, &1.into()).map(String::from)
}

/// The table for spreadsheets. Its first character tells them that it is Unicode.
#[expect(clippy::unnecessary_wraps, reason = "one of two writers, and the other may fail")]
fn csv(stored: &Stored) -> Result<String, JsValue> {
    Ok(["\u{feff}", &table::write(&stored.history, &moment)].concat())
}

/// A time as computers write it (ISO 8601, UTC).
fn moment(time: Time) -> String {
    if time.0 <= LAST {
        Date::new(&clock::number(time).into()).to_iso_string().into()
    } else {
        time.0.to_string()
    }
}

/// Hands a file to the browser, as if a link to it had been clicked.
fn download(name: &str, kind: &str, content: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&content.into()), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlElement = document().create_element("a")?.unchecked_into();
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    link.click();
    Url::revoke_object_url(&address)
}
