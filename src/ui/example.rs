//! The example: the real run against a small browser that is none, shown by the real panel. Nothing of it is stored.

use super::panel::{Answer, Panel};
use crate::engine::example::Example;
use crate::engine::policy::Settings;
use crate::engine::receipt::Trigger;
use crate::engine::run::{Event, Order, Run};
use crate::engine::time::Millis;
use crate::protocol::view::View;
use crate::shell::clock;
use std::rc::Rc;
use wasm_bindgen::throw_val;
use wasm_bindgen_futures::spawn_local;

/// How long each answer takes: long enough for the steps to be seen.
const PAUSE: Millis = Millis(350);

/// Runs the example once.
pub(super) fn start(panel: Panel) {
    spawn_local(play(panel));
}

async fn play(mut panel: Panel) {
    let nobody: Answer = Rc::new(|_| ());
    let scope = Settings::default().scope(Trigger::Toolbar, None);
    let (mut run, mut issued) = Run::begin(Order { trigger: Trigger::Toolbar, scope }, clock::now());
    let mut example = Example::default();
    loop {
        if let Some(view) = View::of(&run)
            && let Err(error) = panel.show(&view, &nobody)
        {
            throw_val(error);
        }
        if issued.is_empty() {
            return;
        }
        clock::pause(PAUSE).await;
        for next in std::mem::take(&mut issued) {
            let result = example.answer(&next.effect);
            let (after, more) = run.step(Event::Ended { id: next.id, result }, clock::now());
            run = after;
            issued.extend(more);
        }
    }
}
