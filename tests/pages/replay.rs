//! Reads recorded surveys and says decisions in words, for the corpus test and for `examples/decide.rs`.

#![allow(clippy::expect_used, reason = "a corpus that can't be read fails the test")]

use clean_exit::engine::control::{Decision, Survey, Target};
use clean_exit::engine::id::FrameId;
use clean_exit::engine::site::{Host, Place, Product};
use clean_exit::protocol::survey::{Report, Source};
use clean_exit::value::Plain;
use serde::Deserialize;

/// One frame of one look, as `run.mjs` records it.
#[derive(Debug, Deserialize)]
pub(crate) struct Look {
    frame: u64,
    host: String,
    report: serde_json::Value,
}

/// What a host of the corpus is to a logout; the customers' own hosts come from settings.
fn place_of(host: &Host) -> Place {
    match host.as_str() {
        "crm.customer.example" => Place::Organisation(Product::CustomerEngagement),
        "portal.customer.example" => Place::Organisation(Product::Portal),
        "sts.customer.example" => Place::SignIn,
        _ => Place::of(host),
    }
}

/// The survey of one look.
pub(crate) fn survey(looks: &[Look]) -> Survey {
    let frames = looks.iter().map(|look| {
        let host = Host::parse(&look.host).expect("a recorded host");
        let place = place_of(&host);
        let Plain(report) = serde_json::from_value(look.report.clone()).expect("JSON");
        let report: Report = report.read().expect("a recorded report");
        let source = Source { frame: FrameId(look.frame), document: None, host, place };
        report.into_frame(source, place_of).expect("a recorded report within its bounds")
    });
    Survey { frames: frames.collect() }
}

/// A decision in words: what is done, and the first id or the name of the control.
pub(crate) fn in_words(survey: &Survey, decision: &Decision) -> String {
    match decision {
        Decision::Press { target, .. } => format!("press {}", name(survey, target)),
        Decision::Open { target, .. } => format!("open {}", name(survey, target)),
        Decision::Choose { target, .. } => format!("choose {}", name(survey, target)),
        Decision::Wait { .. } => "wait".to_owned(),
        Decision::Reload { .. } => "reload".to_owned(),
        Decision::Blocked { .. } => "blocked".to_owned(),
        Decision::SignedOut { .. } => "signed out".to_owned(),
        Decision::SignInPage { .. } => "sign-in page".to_owned(),
        Decision::None { .. } => "none".to_owned(),
    }
}

/// Why, in words.
pub(crate) fn why(decision: &Decision) -> String {
    let reasons = match decision {
        Decision::Press { reasons, .. }
        | Decision::Open { reasons, .. }
        | Decision::Choose { reasons, .. }
        | Decision::SignedOut { reasons }
        | Decision::SignInPage { reasons }
        | Decision::None { reasons } => reasons.as_slice(),
        Decision::Wait { reason } | Decision::Reload { reason } | Decision::Blocked { reason } => {
            std::slice::from_ref(reason)
        }
    };
    reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn name(survey: &Survey, target: &Target) -> String {
    let frame = survey.frames.iter().find(|frame| frame.id == target.frame()).expect("the target's frame");
    let control = frame.controls.iter().find(|control| control.key == target.key()).expect("the target");
    control.ids.first().unwrap_or(&control.name).clone()
}
