//! The panel's connection to the background: it is lost whenever the browser stops the background, and found again.

use super::is_at;
use super::panel::{Answer, Panel};
use crate::chrome::js::{from_js, to_js};
use crate::chrome::port::Port;
use crate::protocol::reconnect::Reconnect;
use crate::protocol::view::{FromPanel, Trouble, View};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use js_sys::JSON;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen::throw_val;
use web_sys::VisibilityState;

/// The name by which the background knows a panel.
const NAME: &str = "panel";

/// How long the background may take to say its first word.
const PATIENCE_MS: u32 = 5_000;

struct Link {
    panel: RefCell<Panel>,
    port: RefCell<Option<Port>>,
    last: RefCell<Option<View>>,
    /// The last view as it came: a view that comes twice is drawn once.
    last_text: RefCell<String>,
    /// So many connections in a row brought no view.
    fruitless: Cell<u32>,
    /// The next thing to do if nothing happens until then.
    timer: RefCell<Option<Timeout>>,
}

/// Connects the panel for as long as the page lives.
pub(super) fn start(panel: Panel) -> Result<(), JsValue> {
    let link = Rc::new(Link {
        panel: RefCell::new(panel),
        port: RefCell::new(None),
        last: RefCell::new(None),
        last_text: RefCell::new(String::new()),
        fruitless: Cell::new(0),
        timer: RefCell::new(None),
    });
    link.connect(&[link.again()]);
    for (target, event) in [(window().as_ref(), "focus"), (document().as_ref(), "visibilitychange")] {
        let link = Rc::clone(&link);
        EventListener::new(target, event, move |_| link.seen()).forget();
    }
    Ok(())
}

impl Link {
    /// Opens the connection, and asks.
    fn connect(self: &Rc<Self>, asks: &[FromPanel]) {
        let (on_view, on_loss) = (Rc::clone(self), Rc::clone(self));
        let opened = Port::open(NAME, move |message| on_view.receive(&message), move || on_loss.lose());
        let asked = opened.and_then(|port| {
            let posted = asks.iter().try_for_each(|ask| port.post(&to_js(ask)));
            self.port.replace(Some(port));
            posted
        });
        match asked {
            Ok(()) => self.set_timer(PATIENCE_MS, Self::lose),
            Err(_) => self.lose(),
        }
    }

    fn receive(self: &Rc<Self>, message: &JsValue) {
        self.timer.take();
        let stopped = View::Broken { trouble: Trouble::CoreStopped };
        let view = from_js::<View>(message).unwrap_or(stopped.clone());
        if view != stopped {
            self.fruitless.set(0);
        }
        let text = JSON::stringify(message).map(String::from).unwrap_or_default();
        if *self.last_text.borrow() != text {
            self.show(view, text);
        }
    }

    fn show(self: &Rc<Self>, view: View, text: String) {
        let link = Rc::clone(self);
        let answer: Answer = Rc::new(move |asked| link.ask(asked));
        let shown = self.panel.borrow_mut().show(&view, &answer);
        self.last.replace(Some(view));
        self.last_text.replace(text);
        if let Err(error) = shown {
            throw_val(error);
        }
    }

    fn ask(self: &Rc<Self>, asked: FromPanel) {
        let posted = self.port.borrow().as_ref().map(|port| port.post(&to_js(&asked)));
        if !matches!(posted, Some(Ok(()))) {
            self.connect(&[FromPanel::Watch, asked]);
        }
    }

    /// The background is gone, or says nothing.
    fn lose(self: &Rc<Self>) {
        self.port.take();
        let next = Reconnect::decide(self.fruitless.get(), self.last.borrow().as_ref());
        self.fruitless.set(self.fruitless.get() + 1);
        match next {
            Reconnect::After(pause) => self.set_timer(pause.0, |link| link.connect(&[link.again()])),
            Reconnect::WhenSeen => drop(self.timer.take()),
            Reconnect::GiveUp => {
                self.timer.take();
                self.show(View::Broken { trouble: Trouble::CoreStopped }, String::new());
            }
        }
    }

    /// What to ask for: the address tells whether the last run is of interest.
    fn again(&self) -> FromPanel {
        if is_at("#now") { FromPanel::Look } else { FromPanel::Watch }
    }

    /// Somebody looks at the page: is what it shows still true?
    fn seen(self: &Rc<Self>) {
        if document().visibility_state() != VisibilityState::Visible || self.timer.borrow().is_some() {
            return;
        }
        if self.port.borrow().is_none() {
            self.fruitless.set(0);
            self.connect(&[self.again()]);
        } else if matches!(*self.last.borrow(), Some(View::Standing { .. })) {
            self.ask(self.again());
        }
    }

    fn set_timer(self: &Rc<Self>, after_ms: u32, action: fn(&Rc<Self>)) {
        let link = Rc::clone(self);
        let timer = Timeout::new(after_ms, move || {
            link.timer.take();
            action(&link);
        });
        self.timer.replace(Some(timer));
    }
}
