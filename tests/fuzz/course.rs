//! What is fuzzed: bytes as a page's report, on every kind of host, look after look.

use clean_exit::engine::control::{Decision, Memory, Survey, decide};
use clean_exit::engine::id::FrameId;
use clean_exit::engine::site::{Host, Place};
use clean_exit::protocol::survey::{Report, Source};
use clean_exit::value::Plain;

/// Hosts of each kind; the first byte of an input chooses one.
const HOSTS: [&str; 5] = [
    "contoso.crm4.dynamics.com",
    "login.microsoftonline.com",
    "contoso.powerappsportals.com",
    "apps.powerapps.com",
    "news.example",
];
/// More looks than are ever taken.
const LOOKS: usize = 30;

/// Reads a report from these bytes and decides on it until something ends it; `false` if they are no report.
pub(crate) fn follow(bytes: &[u8]) -> bool {
    let Some((choice, json)) = bytes.split_first() else { return false };
    let Ok(Plain(report)) = serde_json::from_slice(json) else { return false };
    let Ok(report) = report.read::<Report>() else { return false };
    let Some(host) = HOSTS.get(usize::from(*choice) % HOSTS.len()).and_then(|host| Host::parse(host).ok())
    else {
        return false;
    };
    let place = Place::of(&host);
    let frame = FrameId(u64::from(*choice) / 128);
    let source = Source { frame, document: None, host, place };
    let Ok(frame) = report.into_frame(source, Place::of) else { return false };
    let survey = Survey { frames: vec![frame] };
    let mut memory = Memory::default();
    for _ in 0..LOOKS {
        let (decision, after) = decide(&survey, &memory);
        memory = after;
        if ends(&decision) {
            return true;
        }
    }
    panic!("no end after {LOOKS} looks");
}

const fn ends(decision: &Decision) -> bool {
    match decision {
        Decision::Wait { .. }
        | Decision::Open { .. }
        | Decision::Press { .. }
        | Decision::Choose { .. }
        | Decision::Reload { .. } => false,
        Decision::Blocked { .. }
        | Decision::SignedOut { .. }
        | Decision::SignInPage { .. }
        | Decision::None { .. } => true,
    }
}
