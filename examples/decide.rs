//! Decides on surveys for the corpus: one JSON object a line in, one a line out.
//!
//! In: `{"looks": […], "memory": …}`; out: `{"words", "why", "frame", "nonce", "key", "memory"}`.

use std::io::{BufRead, Write};

use clean_exit::engine::control::{Decision, Memory, decide};
use serde::Deserialize;

#[path = "../tests/pages/replay.rs"]
mod replay;

#[derive(Deserialize)]
struct Question {
    looks: Vec<replay::Look>,
    memory: Option<Memory>,
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let question: Question = serde_json::from_str(&line?)?;
        let survey = replay::survey(&question.looks);
        let (decision, memory) = decide(&survey, &question.memory.unwrap_or_default());
        let target = match &decision {
            Decision::Press { target, .. }
            | Decision::Open { target, .. }
            | Decision::Choose { target, .. } => Some(target),
            Decision::Wait { .. }
            | Decision::Reload { .. }
            | Decision::Blocked { .. }
            | Decision::SignedOut { .. }
            | Decision::SignInPage { .. }
            | Decision::None { .. } => None,
        };
        let answer = serde_json::json!({
            "words": replay::in_words(&survey, &decision),
            "why": replay::why(&decision),
            "target": target,
            "memory": memory,
        });
        writeln!(out, "{answer}")?;
    }
    Ok(())
}
