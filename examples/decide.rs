//! Decides on surveys for the corpus: one JSON object a line in, one a line out.
//!
//! In: `{"looks": […], "memory": …}`; out: `{"words", "why", "target", "memory", "micros"}`, the last for the benchmark.

use std::io::{BufRead, Write};
use std::time::Instant;

use clean_exit::engine::control::{Decision, Memory, decide};
use clean_exit::value::{Plain, Style, Value};
use serde::Deserialize;

#[path = "../tests/pages/replay.rs"]
mod replay;

#[derive(Deserialize)]
struct Question {
    looks: Vec<replay::Look>,
    memory: Option<Plain>,
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let question: Question = serde_json::from_str(&line?)?;
        let start = now();
        let survey = replay::survey(&question.looks);
        let memory: Memory = question.memory.and_then(|Plain(memory)| memory.read().ok()).unwrap_or_default();
        let (decision, memory) = decide(&survey, &memory);
        let took = start.elapsed();
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
            "target": target.map(|target| Plain(Value::of(target, Style::Named))),
            "memory": Plain(Value::of(&memory, Style::Named)),
            "micros": took.as_micros(),
        });
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the benchmark tells how long a decision took; it decides nothing by it"
)]
fn now() -> Instant {
    Instant::now()
}
