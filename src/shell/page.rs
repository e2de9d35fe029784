//! Calls into the pages: `extension/page.js` senses and acts there, `storage.js` clears, `inside.js` asks.

use super::{fail, tabs};
use crate::chrome::js::{from_js, object, to_js};
use crate::chrome::scripting::{self, Target};
use crate::engine::control;
use crate::engine::effect::{Failure, Outcome, Pressed, Storage};
use crate::engine::id::{FrameId, TabId};
use crate::engine::site::{Host, Sites};
use crate::engine::time::Millis;
use crate::protocol::browser::{FrameAnswer, host_of};
use crate::protocol::survey::{Report, Source};
use crate::protocol::view::Notice;
use crate::value::Data;
use js_sys::{Array, Function};
use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::JsValue;

/// The scripts that look and press.
const PAGE: &[&str] = &["element.js", "tree.js", "page.js"];
/// The script that asks for unsaved work and clears.
const STORAGE: &[&str] = &["storage.js"];
/// The script that asks for what only a page in a private window can.
const INSIDE: &[&str] = &["inside.js"];
/// The script that looks for calls and uploads, and shows the bar.
const NOTICE: &[&str] = &["notice.js"];

/// What `callPage` of `background.js` answers from a frame that has the scripts.
#[derive(Data, Debug)]
struct Answer<T> {
    /// The host of the document, as the browser tells the isolated world.
    host: String,
    value: T,
}

/// All frames of a tab that may be looked at.
pub(super) fn all_frames(tab: TabId) -> Target {
    Target { tab_id: tab.0, all_frames: Some(true), frame_ids: None, document_ids: None }
}

/// One frame of a tab.
pub(super) fn one_frame(tab: TabId, frame: FrameId) -> Target {
    Target { tab_id: tab.0, all_frames: None, frame_ids: Some(vec![frame.0]), document_ids: None }
}

/// The page of a tab, without its frames.
pub(super) fn top(tab: TabId) -> Target {
    one_frame(tab, FrameId::TOP)
}

/// Looks at all frames of a tab.
pub(super) async fn survey(
    call: &Function,
    sites: &Sites,
    tab: TabId,
    wait: Millis,
) -> Result<Outcome, Failure> {
    let mut answers = reports(call, tab, wait).await;
    if answers == Err(Failure::Refused) {
        // Refused between two pages, of which the second may have loaded by now.
        answers = reports(call, tab, wait).await;
    }
    let frames = read::<Report>(answers?)?.into_iter().filter_map(|answer| {
        let result = answer.result?;
        let host = Host::parse(&result.host).ok()?;
        let place = sites.place(&host);
        let source = Source { frame: answer.frame_id, document: answer.document_id, host, place };
        // A frame whose report makes no sense is not looked at; the others still are.
        result.value.into_frame(source, |host| sites.place(host)).ok()
    });
    Ok(Outcome::Survey(control::Survey { frames: frames.collect() }))
}

/// What the frames of a tab report, unless it begins to load before they do.
async fn reports(call: &Function, tab: TabId, wait: Millis) -> Result<JsValue, Failure> {
    let options = object(&[("wait", f64::from(wait.0).into())]);
    let target = all_frames(tab);
    let mut looking = pin!(ask(call, &target, PAGE, "survey", options));
    let mut leaving = pin!(tabs::begins_to_load(tab));
    poll_fn(|context| match looking.as_mut().poll(context) {
        Poll::Pending => leaving.as_mut().poll(context).map(|()| Err(Failure::Gone)),
        answered => answered,
    })
    .await
}

/// Presses a control that a survey showed, in the very document that it was seen in.
pub(super) async fn press(call: &Function, tab: TabId, target: &control::Target) -> Result<Outcome, Failure> {
    #[derive(Data)]
    struct Press {
        outcome: Pressed,
    }
    let document = target.document().map(|document| vec![document.to_owned()]);
    let frames = document.is_none().then(|| vec![target.frame().0]);
    let place = Target { tab_id: tab.0, all_frames: None, frame_ids: frames, document_ids: document };
    let what = object(&[("nonce", target.nonce().into()), ("key", target.key().into())]);
    let answers = read::<Press>(ask(call, &place, PAGE, "press", what).await?)?;
    let pressed = answers.into_iter().find_map(|answer| answer.result).map(|answer| answer.value.outcome);
    // A frame that answers nothing left while it was pressed.
    pressed.map(Outcome::Pressed).ok_or(Failure::Gone)
}

/// Whether any frame of the tab holds unsaved work.
pub(super) async fn unsaved(call: &Function, tab: TabId) -> Result<Outcome, Failure> {
    let answers = ask(call, &all_frames(tab), STORAGE, "unsaved", JsValue::NULL).await?;
    let answers: Vec<_> = read::<bool>(answers)?.into_iter().filter_map(|answer| answer.result).collect();
    if answers.is_empty() {
        return Err(Failure::Broken);
    }
    Ok(Outcome::Unsaved(answers.into_iter().any(|answer| answer.value)))
}

/// Whether a call or an upload is going on in any frame of the tab.
pub(super) async fn is_busy(call: &Function, tab: TabId) -> Result<bool, Failure> {
    let answers = read::<bool>(ask(call, &all_frames(tab), NOTICE, "busy", JsValue::NULL).await?)?;
    Ok(answers.into_iter().filter_map(|answer| answer.result).any(|answer| answer.value))
}

/// Puts the bar into a tab that says that the sign-out is near.
pub(super) async fn warn(call: &Function, tab: TabId, notice: &Notice) -> Result<(), Failure> {
    ask(call, &one_frame(tab, FrameId::TOP), NOTICE, "warn", to_js(notice)).await.map(drop)
}

/// Takes the bar away.
pub(super) async fn unwarn(call: &Function, tab: TabId) -> Result<(), Failure> {
    ask(call, &one_frame(tab, FrameId::TOP), NOTICE, "unwarn", JsValue::NULL).await.map(drop)
}

/// The kinds of storage that could not be cleared.
#[derive(Data, Debug)]
struct Clear {
    failed: Vec<String>,
}

/// Clears `sessionStorage`, or all storage of the frames' origins.
pub(super) async fn clear(call: &Function, target: &Target, all: bool) -> Result<Outcome, Failure> {
    let options = object(&[("all", all.into())]);
    let answers = read::<Clear>(ask(call, target, STORAGE, "clear", options).await?)?;
    let failed =
        answers.into_iter().filter_map(|answer| answer.result).any(|answer| !answer.value.failed.is_empty());
    if failed { Err(Failure::Broken) } else { Ok(Outcome::Done) }
}

/// Empties the clipboard; whether the page could.
pub(super) async fn empty_clipboard(call: &Function, target: &Target) -> Result<bool, Failure> {
    let answers = read::<bool>(ask(call, target, STORAGE, "emptyClipboard", JsValue::NULL).await?)?;
    Ok(answers.into_iter().filter_map(|answer| answer.result).any(|answer| answer.value))
}

/// Leaves a frame showing nothing.
pub(super) async fn blank(call: &Function, target: &Target) -> Result<Outcome, Failure> {
    ask(call, target, STORAGE, "blank", JsValue::NULL).await?;
    Ok(Outcome::Done)
}

/// Has the frames of a tab object to nothing any more when they go away.
pub(super) async fn give_up(call: &Function, tab: TabId) -> Result<(), Failure> {
    ask(call, &all_frames(tab), STORAGE, "giveUp", JsValue::NULL).await.map(drop)
}

/// Counts what the storage of a frame's origin holds.
pub(super) async fn inspect(call: &Function, target: &Target) -> Result<Storage, Failure> {
    let answers = read::<Storage>(ask(call, target, STORAGE, "inspect", JsValue::NULL).await?)?;
    let storage = answers.into_iter().find_map(|answer| answer.result).map(|answer| answer.value);
    storage.ok_or(Failure::Broken)
}

/// The site of the tab that a frame is in; none where the browser does not tell.
pub(super) async fn site_around(call: &Function, target: &Target) -> Option<Host> {
    let answers =
        read::<Option<String>>(ask(call, target, STORAGE, "siteAround", JsValue::NULL).await.ok()?).ok()?;
    let origin = answers.into_iter().find_map(|answer| answer.result)?.value?;
    host_of(&origin)
}

/// What `inside.js` answers: each of its functions tells a part.
#[derive(Data, Debug, Default)]
#[data(all_optional)]
pub(super) struct Inside {
    pub(super) status: u16,
    pub(super) redirect: bool,
    pub(super) json: bool,
    pub(super) page: String,
}

/// Calls a function of `inside.js` in a page; its answer, and the host that the browser says it is of.
pub(super) async fn inside(
    call: &Function,
    tab: TabId,
    name: &str,
    argument: JsValue,
) -> Result<(Host, Inside), Failure> {
    let answers = read::<Inside>(ask(call, &top(tab), INSIDE, name, argument).await?)?;
    let answer = answers.into_iter().find_map(|answer| answer.result).ok_or(Failure::Broken)?;
    Ok((Host::parse(&answer.host).map_err(|_| Failure::Broken)?, answer.value))
}

/// Calls a function of the scripts in the frames, with the scripts put there first.
async fn ask(
    call: &Function,
    target: &Target,
    files: &[&str],
    name: &str,
    argument: JsValue,
) -> Result<JsValue, Failure> {
    let call = async {
        scripting::run_files(target, files).await?;
        scripting::run(target, call, &Array::of2(&name.into(), &argument)).await
    };
    let answers = call.await.map_err(fail);
    // Between two pages there is nothing to run a script in, which Firefox calls a missing permission. Of a page that
    // leaves with its frames it says only that something went wrong (both observed in 140).
    let failed = matches!(answers, Err(Failure::Refused | Failure::Broken));
    let is_between = failed && tabs::is_loading(TabId(target.tab_id)).await;
    if is_between { Err(Failure::Gone) } else { answers }
}

fn read<T: Data>(answers: JsValue) -> Result<Vec<FrameAnswer<Answer<T>>>, Failure> {
    from_js(&answers).map_err(fail)
}
