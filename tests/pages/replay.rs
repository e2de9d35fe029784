//! Reads recorded surveys and says decisions in words, for the corpus test and for `examples/decide.rs`.

use clean_exit::engine::control::{Decision, Survey, Target};
use clean_exit::engine::id::FrameId;
use clean_exit::engine::site::{Host, Place, Product};
use clean_exit::protocol::survey::{Report, Source};
use serde::Deserialize;

/// One frame of one look, as `run.mjs` records it.
#[derive(Debug, Deserialize)]
pub struct Look {
    frame: i32,
    host: String,
    report: serde_json::Value,
}

/// What a host of the corpus is to a logout.
pub fn place_of(host: &Host) -> Place {
    let host = host.as_str();
    let product = match host {
        _ if host.ends_with(".dynamics.com") && host.contains(".crm") => Product::CustomerEngagement,
        "crm.customer.example" => Product::CustomerEngagement,
        _ if host.ends_with(".operations.dynamics.com") => Product::FinanceOperations,
        "businesscentral.dynamics.com" => Product::BusinessCentral,
        _ if host.ends_with(".powerapps.com") => Product::PowerApps,
        _ if host.ends_with(".powerappsportals.com") || host == "portal.customer.example" => Product::Portal,
        "login.microsoftonline.com" | "login.live.com" | "sts.customer.example" => return Place::SignIn,
        _ => return Place::Elsewhere,
    };
    Place::Organisation(product)
}

/// The survey of one look.
pub fn survey(looks: &[Look]) -> Survey {
    let frames = looks.iter().map(|look| {
        let host = Host::parse(&look.host).expect("a recorded host");
        let place = place_of(&host);
        let report: Report = serde_json::from_value(look.report.clone()).expect("a recorded report");
        let source = Source { frame: FrameId(look.frame), document: None, host, place };
        report.into_frame(source, place_of).expect("a recorded report within its bounds")
    });
    Survey { frames: frames.collect() }
}

/// A decision in words: what is done, and the first id or the name of the control.
pub fn in_words(survey: &Survey, decision: &Decision) -> String {
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
pub fn why(decision: &Decision) -> String {
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
