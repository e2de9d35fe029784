//! What can be done with all receipts: save them in a file, or delete them.

use super::findings::count;
use super::{Page, key};
use crate::engine::time::Time;
use crate::protocol::history::table;
use crate::shell::clock;
use crate::shell::receipts::{self, Kept, Stored};
use crate::ui::dom::{self, Drawn, button, group, text};
use crate::ui::words::Words;
use gloo::events::EventListener;
use gloo::utils::document;
use js_sys::{Array, Date, JSON, Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, Element, HtmlDialogElement, HtmlElement, Url};

/// The last moment that JavaScript can write.
const LAST: u64 = 8_640_000_000_000_000;

/// The section.
pub(super) struct Save {
    pub(super) element: Element,
    files: Element,
    json: Element,
    csv: Element,
    kept: Element,
    delete: Element,
    dialog: HtmlDialogElement,
    question: Element,
    yes: Element,
    no: Element,
    note: Element,
}

impl Save {
    pub(super) fn draw(words: &Words) -> Result<Self, JsValue> {
        let named = |class: &str, id: &str, name| -> Drawn {
            let button = button(class, &words.say(name))?;
            button.set_id(id);
            Ok(button)
        };
        let json = named("", "save-json", key::SAVE_JSON)?;
        let csv = named("", "save-csv", key::SAVE_CSV)?;
        let delete = named("danger", "delete", key::DELETE)?;
        let yes = named("danger", "delete-yes", key::DELETE_YES)?;
        let no = named("safe", "delete-no", key::DELETE_NO)?;
        let kept = text("p", "quiet", "")?;
        let note = dom::note()?;
        note.set_id("save-note");
        let buttons = group("div", "buttons", &[json.clone(), csv.clone(), delete.clone()])?;
        let lead = text("p", "quiet", &words.say(key::SAVE_LEAD))?;
        let files = group("div", "files", &[lead, buttons])?;
        let question = text("h3", "", "")?;
        question.set_id("delete-question");
        let answers = group("div", "buttons", &[no.clone(), yes.clone()])?;
        let parts = [question.clone(), text("p", "", &words.say(key::DELETE_LEAD))?, answers];
        let dialog: HtmlDialogElement = group("dialog", "", &parts)?.unchecked_into();
        dialog.set_attribute("aria-labelledby", "delete-question")?;
        let heading = text("h3", "", &words.say(key::SAVE))?;
        heading.set_attribute("tabindex", "-1")?;
        heading.set_id("save");
        let parts = [heading, kept.clone(), files.clone(), note.clone(), dialog.clone().into()];
        let element = group("section", "save", &parts)?;
        Ok(Self { element, files, json, csv, kept, delete, dialog, question, yes, no, note })
    }

    /// What is of no use where there are no receipts.
    pub(super) const fn files(&self) -> &Element {
        &self.files
    }

    pub(super) fn show(&self, words: &Words, length: usize, kept: Kept) -> Result<(), JsValue> {
        let mut sentences = vec![words.count(key::KEPT, kept.days)];
        if kept.is_fixed {
            sentences.push(words.say(key::KEPT_FIXED));
        }
        dom::set_text(&self.kept, &sentences.join(" "));
        dom::set_text(&self.question, &words.count(key::DELETE_ASK, count(length)));
        dom::show(&self.delete, !kept.is_fixed)
    }

    pub(super) fn listen(&self, page: &Rc<Page>) {
        let click = |button: &Element, act: fn(&Self, &Rc<Page>)| {
            let page = Rc::clone(page);
            EventListener::new(button, "click", move |_| act(&page.save, &page)).forget();
        };
        click(&self.json, |this, page| this.save(page, "json", "application/json", json));
        click(&self.csv, |this, page| this.save(page, "csv", "text/csv", csv));
        click(&self.delete, |this, _| {
            // It fails only where the dialog is open already.
            let _ = this.dialog.show_modal();
            dom::focus(&this.no);
        });
        click(&self.no, |this, _| this.dialog.close());
        click(&self.yes, Self::delete);
    }

    fn save(&self, page: &Page, ending: &str, kind: &str, write: fn(&Stored) -> Result<String, JsValue>) {
        let stored = page.stored.borrow();
        let Some(stored) = stored.as_ref() else { return };
        let today = moment(clock::now());
        let day = today.split('T').next().unwrap_or_default();
        let name = ["clean-exit-receipts-", day, ".", ending].concat();
        let saved = write(stored).and_then(|content| download(&name, kind, &content));
        let said = if saved.is_ok() { page.words.fill(key::SAVED, &[&name]) } else { String::new() };
        dom::set_text(&self.note, &said);
    }

    fn delete(&self, page: &Rc<Page>) {
        self.dialog.close();
        let page = Rc::clone(page);
        spawn_local(async move {
            let is_deleted = receipts::delete_all().await.unwrap_or(false);
            let said = if is_deleted { key::DELETED } else { key::NOT_DELETED };
            dom::set_text(&page.save.note, &page.words.say(said));
            // The button that had the keyboard is gone.
            let _ = dom::find("save").map(|heading| dom::focus(&heading));
            page.refresh();
        });
    }
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
