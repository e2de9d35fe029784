//! The receipts in the extension's storage: filing, tidying, deleting. `protocol::history` decides what becomes of each.
//!
//! The background files them, and their page tidies and deletes. Both read and write the whole list,
//! so each does it alone: see `alone`. What is stored stays as it is stored, also where nobody can read it.

use super::{clock, fail, settings};
use crate::chrome::error::{Error, done};
use crate::chrome::js::{data, from_js, to_js};
use crate::chrome::storage::{self, Area};
use crate::engine::effect::{Failure, Outcome};
use crate::engine::policy::{Number, Source};
use crate::engine::receipt::Receipt;
use crate::protocol::history::{CHAIN, Change, History};
use js_sys::{Array, Promise, Reflect};
use std::cell::RefCell;
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// The receipts, the newest last.
const RECEIPTS: &str = "receipts";
/// The ends of their chain.
const ENDS: &str = "receipts-chain";
/// What was stored as receipts and is no list, kept for whoever looks into it.
const UNREADABLE: &str = "receipts-unreadable";
/// The name of the lock that whoever changes them holds.
const LOCK: &str = "receipts";

#[wasm_bindgen]
extern "C" {
    /// Runs work while nobody else who asks for this lock does (Web Locks); it goes with the page or background.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn lock(name: &str, work: &JsValue) -> Result<Promise, JsValue>;
}

/// The receipts as they are stored, and what they say.
pub(crate) struct Stored {
    /// As they are stored.
    pub(crate) list: Array,
    /// The ends of the chain, as they are stored.
    pub(crate) ends: JsValue,
    /// What they say.
    pub(crate) history: History,
}

/// Puts a receipt into the history; a second time changes nothing.
pub(super) async fn file(receipt: &Receipt) -> Result<Outcome, Failure> {
    let receipt = receipt.clone();
    let filed = alone(Box::pin(async move {
        let mut stored = look().await?;
        let Kept { days, .. } = kept().await;
        let mut change = stored.history.tidy(days, clock::now());
        if stored.history.has(receipt.run) {
            return Ok(JsValue::UNDEFINED);
        }
        stored.apply(&change)?;
        if let Some(link) = stored.history.append(&receipt) {
            stored.list.push(&tied(to_js(&receipt), &to_js(&link))?);
        }
        // The new one may be one too many.
        change = stored.history.tidy(days, clock::now());
        stored.apply(&change)?;
        stored.write().await?;
        Ok(JsValue::UNDEFINED)
    }));
    filed.await.map(|_| Outcome::Done).map_err(fail)
}

/// Drops what is too old, and hands back the rest.
pub(crate) async fn tidy() -> Result<Stored, Error> {
    alone(Box::pin(async {
        let mut stored = look().await?;
        let Kept { days, .. } = kept().await;
        let change = stored.history.tidy(days, clock::now());
        if !change.is_nothing() {
            stored.apply(&change)?;
            stored.write().await?;
        }
        Ok(JsValue::UNDEFINED)
    }))
    .await?;
    look().await
}

/// Deletes all of them, unless an administrator fixed how long they are kept. Tells whether that was done.
pub(crate) async fn delete_all() -> Result<bool, Error> {
    let deleted = alone(Box::pin(async {
        if kept().await.is_fixed {
            return Ok(JsValue::FALSE);
        }
        let mut stored = look().await?;
        stored.history.delete_all();
        stored.list = Array::new();
        stored.write().await?;
        storage::remove(Area::Local, UNREADABLE).await?;
        Ok(JsValue::TRUE)
    }));
    Ok(deleted.await?.is_truthy())
}

/// How long receipts are kept.
#[derive(Clone, Copy)]
pub(crate) struct Kept {
    /// So many days.
    pub(crate) days: u32,
    /// An administrator says so.
    pub(crate) is_fixed: bool,
}

/// How long receipts are kept.
pub(crate) async fn kept() -> Kept {
    let days = settings::read().await.number(Number::ReceiptDays);
    Kept { days: days.value, is_fixed: days.source == Source::Administrator }
}

/// The receipt that was filed last, and the one of the same click for ordinary windows, if there is one.
pub(super) async fn last() -> (Option<Receipt>, Option<Receipt>) {
    let list =
        storage::value(Area::Local, RECEIPTS).await.ok().and_then(|list| list.dyn_into::<Array>().ok());
    let list = list.unwrap_or_default();
    let mut newest_first = list.iter().rev().filter_map(|each| from_js::<Receipt>(&each).ok());
    let last = newest_first.next();
    let earlier = last.as_ref().and_then(|last| last.earlier);
    let earlier = earlier.and_then(|run| newest_first.find(|receipt| receipt.run == run));
    (last, earlier)
}

/// The receipts as they are stored. What is no list is set aside, so that nothing is lost.
async fn look() -> Result<Stored, Error> {
    let stored = storage::value(Area::Local, RECEIPTS).await?;
    let list = stored.dyn_ref::<Array>().cloned().unwrap_or_default();
    if !stored.is_undefined() && !Array::is_array(&stored) {
        storage::write(Area::Local, &[(UNREADABLE, stored), (RECEIPTS, list.clone().into())]).await?;
    }
    let ends = storage::value(Area::Local, ENDS).await?;
    let history = History::read(list.iter().map(|each| data(&each)).collect(), data(&ends).as_ref());
    Ok(Stored { list, ends, history })
}

impl Stored {
    fn apply(&mut self, change: &Change) -> Result<(), Error> {
        for (place, link) in &change.links {
            let place = u32::try_from(*place).unwrap_or(u32::MAX);
            self.list.set(place, tied(self.list.get(place), &to_js(link))?);
        }
        let dropped = u32::try_from(change.dropped).unwrap_or(u32::MAX);
        self.list = self.list.slice(dropped, self.list.length());
        Ok(())
    }

    async fn write(self) -> Result<(), Error> {
        let Self { list, history, .. } = self;
        let ends = history.ends.as_ref().map_or(JsValue::NULL, |ends| to_js(ends));
        storage::write(Area::Local, &[(RECEIPTS, list.into()), (ENDS, ends)]).await
    }
}

/// A receipt with its link.
fn tied(receipt: JsValue, link: &JsValue) -> Result<JsValue, Error> {
    Reflect::set(&receipt, &CHAIN.into(), link)?;
    Ok(receipt)
}

thread_local! {
    static STOPPED: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Lets others change the receipts when this promise is kept, whatever is going on here.
///
/// The work of a core that stopped never ends, and would hold the lock for as long as its page or background lives.
pub(crate) fn let_go_at(stopped: Promise) {
    STOPPED.set(Some(stopped));
}

/// Work that is done alone.
type Work = Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>;

/// Does this while nobody else changes the receipts.
async fn alone(work: Work) -> Result<JsValue, Error> {
    let work = Closure::once_into_js(move || {
        let ends = [
            Some(future_to_promise(async { work.await.map_err(JsValue::from) })),
            STOPPED.with_borrow(Clone::clone),
        ];
        Promise::race(&ends.into_iter().flatten().collect::<Array>())
    });
    done(lock(LOCK, &work)).await
}
