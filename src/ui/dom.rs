//! Small builders of elements. Text goes in as text only: host names come from outside.

use gloo::utils::document;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Element, HtmlElement};

/// An element, or why the browser did not make it.
pub(super) type Drawn = Result<Element, JsValue>;

/// An element with a text.
pub(super) fn text(tag: &str, class: &str, text: &str) -> Drawn {
    let element = document().create_element(tag)?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    if !text.is_empty() {
        element.set_text_content(Some(text));
    }
    Ok(element)
}

/// An element around others.
pub(super) fn group(tag: &str, class: &str, children: &[Element]) -> Drawn {
    let element = text(tag, class, "")?;
    for child in children {
        element.append_child(child)?;
    }
    Ok(element)
}

/// A host name: it reads from left to right in every language.
pub(super) fn host(name: &str) -> Drawn {
    let element = text("bdi", "host", name)?;
    element.set_attribute("dir", "ltr")?;
    Ok(element)
}

/// A mark that only eyes see; the text beside it says the same.
pub(super) fn mark() -> Drawn {
    let element = text("span", "mark", "")?;
    element.set_attribute("aria-hidden", "true")?;
    Ok(element)
}

/// A bar of this length in hundredths; the text beside it says the same.
pub(super) fn bar(hundredths: u32) -> Drawn {
    sized("bar", hundredths)
}

/// Something whose size is this share: of what, the style sheet says.
pub(super) fn sized(class: &str, share: u32) -> Drawn {
    let element = text("span", class, "")?;
    if let Some(styled) = element.dyn_ref::<HtmlElement>() {
        // Through the object model: the page's security policy forbids style attributes.
        styled.style().set_property("--share", &share.to_string())?;
    }
    Ok(element)
}

/// A button.
pub(super) fn button(class: &str, name: &str) -> Drawn {
    let button = text("button", class, name)?;
    button.set_attribute("type", "button")?;
    Ok(button)
}

/// A place for what comes of a person's act; a screen reader reads it out.
pub(super) fn note() -> Drawn {
    let note = text("p", "note", "")?;
    note.set_attribute("role", "status")?;
    Ok(note)
}

/// Shows or hides an element.
pub(super) fn show(element: &Element, is_shown: bool) -> Result<(), JsValue> {
    element.toggle_attribute_with_force("hidden", !is_shown).map(drop)
}

/// A part that opens and closes.
pub(super) fn fold(summary: Element, content: Element, is_open: bool) -> Drawn {
    let details = group("details", "", &[group("summary", "", &[summary])?, content])?;
    details.toggle_attribute_with_force("open", is_open)?;
    Ok(details)
}

/// The element of this id.
pub(super) fn find(id: &str) -> Drawn {
    document().get_element_by_id(id).ok_or_else(|| JsValue::from_str(id))
}

/// Puts the keyboard there.
pub(super) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // It fails only where the element cannot be focused, and then nothing is lost.
        let _ = element.focus();
    }
}

/// Replaces the text if it differs, so that a screen reader reads it once.
pub(super) fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}
