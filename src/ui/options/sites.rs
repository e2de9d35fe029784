//! The addresses that were added: organisations on own servers, portals, a company's sign-in service.

use super::{Page, State, key};
use crate::chrome::permissions::{self, Permissions};
use crate::chrome::runtime;
use crate::engine::policy::{SITES, Setting, Source};
use crate::engine::site::{Host, OwnSite, Recognised};
use crate::protocol::address::{self, Parts, Wrong};
use crate::shell::server;
use crate::ui::dom::{self, Drawn, button, group, text};
use crate::ui::words::Words;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, Url};

/// An added address, and whether the extension may work on it.
type Site = (Host, Setting<OwnSite>, bool);

/// The section of the added addresses.
pub(super) struct Sites {
    pub(super) element: Element,
    heading: Element,
    list: Element,
    form: Element,
    address: HtmlInputElement,
    kind: HtmlSelectElement,
    note: Element,
    /// Whether to add what was not recognised as what it is said to be; shown only where that is asked.
    question: Element,
    answers: [Element; 2],
    asked: RefCell<Option<(Host, OwnSite)>>,
    /// What is being looked at: only for that is its permission held without being in the list.
    looking: RefCell<Vec<Host>>,
    /// What the list shows; none before the first time.
    shown: RefCell<Option<Vec<Site>>>,
    listeners: RefCell<Vec<EventListener>>,
}

impl Sites {
    pub(super) fn draw(words: &Words) -> Result<Self, JsValue> {
        let heading = text("h3", "", &words.say(key::SITES))?;
        heading.set_attribute("tabindex", "-1")?;
        let lead = text("p", "quiet", &words.say(key::SITES_LEAD))?;
        let list = text("ul", "sites", "")?;
        let address: HtmlInputElement = text("input", "", "")?.unchecked_into();
        for (name, value) in
            [("dir", "ltr"), ("inputmode", "url"), ("autocomplete", "off"), ("spellcheck", "false")]
        {
            address.set_attribute(name, value)?;
        }
        let kind: HtmlSelectElement = text("select", "", "")?.unchecked_into();
        for each in OwnSite::ALL {
            let option = text("option", "", &words.say(key::site(each)))?;
            option.set_attribute("value", each.name())?;
            kind.append_child(&option)?;
        }
        let add = text("button", "", &words.say(key::SITE_ADD))?;
        let note = dom::note()?;
        note.set_id("site-note");
        address.set_attribute("aria-describedby", "site-note")?;
        let fields = [
            labelled("site-address", &words.say(key::SITE_ADDRESS), &address)?,
            labelled("site-kind", &words.say(key::SITE_KIND), &kind)?,
            add,
        ];
        let form = group("form", "add", &fields)?;
        let answers = [
            button("", &words.say(key::SITE_ADD_ALL_THE_SAME))?,
            button("safe", &words.say(key::SITE_DO_NOT_ADD))?,
        ];
        let question = group("div", "question", &answers)?;
        question.set_id("site-question");
        dom::show(&question, false)?;
        let parts = [heading.clone(), lead, list.clone(), form.clone(), note.clone(), question.clone()];
        let element = group("section", "", &parts)?;
        let (asked, looking, shown, listeners) = Default::default();
        Ok(Self {
            element,
            heading,
            list,
            form,
            address,
            kind,
            note,
            question,
            answers,
            asked,
            looking,
            shown,
            listeners,
        })
    }

    pub(super) fn listen(&self, page: &Rc<Page>) {
        for (answer, act) in self.answers.iter().zip([Self::add_all_the_same, Self::do_not_add]) {
            let page = Rc::clone(page);
            EventListener::new(answer, "click", move |_| act(&page.sites, &page)).forget();
        }
        let page_that_goes = Rc::clone(page);
        EventListener::new(&window(), "pagehide", move |_| {
            // Firefox takes no call of a page that goes away that would give it back, but a message (observed in 140).
            for host in page_that_goes.sites.looking.take() {
                runtime::tell("unneeded", &host.pattern());
            }
        })
        .forget();
        let page = Rc::clone(page);
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&self.form, "submit", options, move |event| {
            event.prevent_default();
            page.sites.add(&page);
        })
        .forget();
    }

    /// Shows the addresses, if they are others than before: drawing anew takes the keyboard away.
    pub(super) fn show(&self, page: &Rc<Page>, state: &State) -> Result<(), JsValue> {
        let sites = state.settings.own_sites();
        let sites: Vec<Site> =
            sites.map(|(host, kind)| (host.clone(), kind, !state.closed.contains(host))).collect();
        if self.shown.borrow().as_ref() == Some(&sites) {
            return Ok(());
        }
        let had_focus = self.list.contains(document().active_element().as_deref());
        self.listeners.borrow_mut().clear();
        self.list.replace_children_with_node_0();
        for site in &sites {
            self.list.append_child(&*self.draw_site(page, site)?)?;
        }
        if sites.is_empty() {
            self.list.append_child(&*text("li", "quiet", &page.words.say(key::SITES_NONE))?)?;
        }
        if had_focus {
            dom::focus(&self.heading);
        }
        self.shown.replace(Some(sites));
        Ok(())
    }

    fn draw_site(&self, page: &Rc<Page>, (host, kind, is_open): &Site) -> Drawn {
        let words = &page.words;
        let name = dom::host(host.as_str())?;
        name.set_id(&["site", host.as_str()].join("-"));
        let mut what = vec![name, text("span", "quiet", &words.say(key::site(kind.value)))?];
        if let Some(source) = key::source(kind.source).filter(|_| kind.source != Source::Person) {
            what.push(text("span", "source", &words.say(source))?);
        }
        let mut parts = vec![group("div", "what", &what)?];
        if kind.source == Source::Person {
            parts.push(self.draw_button(page, "remove", &words.say(key::SITE_REMOVE), host, Self::remove)?);
        }
        if !is_open {
            let allow = self.draw_button(page, "allow", &words.say(key::ALLOW), host, Self::allow)?;
            parts.push(group("div", "missing", &[text("p", "", &words.say(key::MISSING_SITE))?, allow])?);
        }
        group("li", "", &parts)
    }

    fn draw_button(
        &self,
        page: &Rc<Page>,
        class: &str,
        name: &str,
        host: &Host,
        act: fn(&Self, &Rc<Page>, &Host),
    ) -> Drawn {
        let button = button(class, name)?;
        let id = [class, host.as_str()].join("-");
        button.set_id(&id);
        button.set_attribute("aria-labelledby", &[&id, " site-", host.as_str()].concat())?;
        let (page, host) = (Rc::clone(page), host.clone());
        let listener = EventListener::new(&button, "click", move |_| act(&page.sites, &page, &host));
        self.listeners.borrow_mut().push(listener);
        Ok(button)
    }

    fn add(&self, page: &Rc<Page>) {
        // Another address, or another kind: what was asked before is not answered any more.
        self.ask(None);
        dom::set_text(&self.note, "");
        let host = match self.typed(page) {
            Ok(host) => host,
            Err(wrong) => {
                // It fails for names that are no attribute names, and this one is.
                let _ = self.address.set_attribute("aria-invalid", "true");
                dom::focus(&self.address);
                return dom::set_text(&self.note, &page.words.say(key::wrong(wrong)));
            }
        };
        let _ = self.address.remove_attribute("aria-invalid");
        let Some(kind) = OwnSite::ALL.into_iter().find(|kind| kind.name() == self.kind.value()) else {
            return;
        };
        if self.looking.borrow().contains(&host) {
            return;
        }
        let needed = permission(&host);
        let then = Box::new(move |page: &Rc<Page>| {
            page.sites.looking.borrow_mut().push(host.clone());
            dom::set_text(&page.sites.note, &page.words.fill(key::SITE_LOOKING, &[host.as_str()]));
            let page = Rc::clone(page);
            spawn_local(async move {
                let recognised = server::recognise(&host).await;
                page.sites.judge(&page, host, kind, recognised);
            });
        });
        page.ask(&needed, key::REFUSED_SITE, &self.note, then);
    }

    /// Adds what is what it is said to be. About the rest it asks, and gives the permission back until that is answered:
    /// a page that is closed over a question holds nothing.
    fn judge(&self, page: &Rc<Page>, host: Host, kind: OwnSite, recognised: Recognised) {
        self.looking.borrow_mut().retain(|each| *each != host);
        let say = |of| page.words.say(key::site(of));
        let said = match recognised {
            Recognised::As(as_kind) if as_kind == kind => {
                return self.store(
                    page,
                    &host,
                    kind,
                    &page.words.fill(key::SITE_ADDED_AS, &[host.as_str(), &say(kind)]),
                );
            }
            Recognised::As(other) => page.words.fill(key::SITE_IS_OTHER, &[host.as_str(), &say(other)]),
            Recognised::Nothing => page.words.fill(key::SITE_IS_UNKNOWN, &[host.as_str()]),
            Recognised::Unreachable => page.words.fill(key::SITE_IS_SILENT, &[host.as_str()]),
        };
        give_back(&host);
        dom::set_text(&self.note, &said);
        self.ask(Some((host, kind)));
    }

    /// Shows the question, or takes it away.
    fn ask(&self, about: Option<(Host, OwnSite)>) {
        // It fails for names that are no attribute names only.
        let _ = dom::show(&self.question, about.is_some());
        self.asked.replace(about);
    }

    fn add_all_the_same(&self, page: &Rc<Page>) {
        let Some((host, kind)) = self.asked.borrow().clone() else { return };
        let needed = permission(&host);
        let then = Box::new(move |page: &Rc<Page>| {
            page.sites.store(page, &host, kind, &page.words.fill(key::SITE_ADDED, &[host.as_str()]));
        });
        page.ask(&needed, key::REFUSED_SITE, &self.note, then);
    }

    fn store(&self, page: &Rc<Page>, host: &Host, kind: OwnSite, said: &str) {
        self.ask(None);
        self.address.set_value("");
        dom::focus(&self.address);
        dom::set_text(&self.note, said);
        page.wish(&[SITES, host.as_str()], Some(kind.name().into()), &self.note);
    }

    fn do_not_add(&self, page: &Rc<Page>) {
        if let Some((host, _)) = self.asked.take() {
            dom::focus(&self.address);
            dom::set_text(&self.note, &page.words.fill(key::SITE_NOT_ADDED, &[host.as_str()]));
        }
        self.ask(None);
    }

    /// The host that was typed.
    fn typed(&self, page: &Page) -> Result<Host, Wrong> {
        let url = Url::new(&address::completed(&self.address.value())).map_err(|_| Wrong::NotAHost)?;
        let (scheme, host, port) = (url.protocol(), url.hostname(), url.port());
        let parts = Parts { scheme: &scheme, host: &host, port: &port };
        address::host(parts, &page.state.borrow().settings.sites())
    }

    fn remove(&self, page: &Rc<Page>, host: &Host) {
        dom::set_text(&self.note, &page.words.fill(key::SITE_REMOVED, &[host.as_str()]));
        page.wish(&[SITES, host.as_str()], None, &self.note);
        give_back(host);
    }

    fn allow(&self, page: &Rc<Page>, host: &Host) {
        dom::set_text(&self.note, "");
        page.ask(&permission(host), key::REFUSED_SITE, &self.note, Box::new(|_| ()));
    }
}

fn give_back(host: &Host) {
    let permission = permission(host);
    spawn_local(async move {
        // What was never given cannot be given back.
        let _ = permissions::remove(&permission).await;
    });
}

fn permission(host: &Host) -> Permissions {
    Permissions::hosts(vec![host.pattern()])
}

/// A field with its label above it.
fn labelled(id: &str, name: &str, field: &Element) -> Drawn {
    field.set_id(id);
    let label = text("label", "", name)?;
    label.set_attribute("for", id)?;
    group("div", "field", &[label, field.clone()])
}
