//! The pure core by itself: a run, its journal, and the choice among many controls.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that breaks has failed")]

use clean_exit::engine::control::{Memory, decide};
use clean_exit::engine::run::{Event, Run};
use clean_exit::engine::time::Time;
use clean_exit::protocol::journal;
use clean_exit::protocol::survey::MOST_CONTROLS;
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Value, json};
use std::fs;
use std::hint::black_box;
use std::path::Path;

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../../pages/replay.rs"]
mod replay;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../../engine/sim/mod.rs"]
mod sim;

use sim::bench::{Bench, no_fault};
use sim::{APP, Sim};

/// So many controls does a page have that the choice is made among.
const CONTROLS: usize = 5_000;

fn signed_in() -> Sim {
    Sim::new().signed_in("contoso.crm4.dynamics.com", APP).signed_in("adventure-works.crm.dynamics.com", APP)
}

fn run(criterion: &mut Criterion) {
    criterion.bench_function("a whole run, with its simulated browser", |bencher| {
        bencher.iter(|| {
            let mut bench = Bench::click(signed_in());
            bench.go_on(no_fault);
            black_box(bench.effects)
        });
    });
    let (midway, event) = midway();
    criterion.bench_function("one step", |bencher| {
        bencher.iter_batched(
            || (midway.clone(), event.clone()),
            |(run, event)| black_box(run.step(event, Time(1_000_100))),
            criterion::BatchSize::SmallInput,
        );
    });
    criterion.bench_function("the journal is written", |bencher| bencher.iter(|| journal::write(black_box(&midway))));
    let written = journal::write(&midway);
    criterion.bench_function("the journal is read", |bencher| bencher.iter(|| journal::read(black_box(&written)).unwrap()));
}

/// A run whose effects are under way, and the answer to the next of them.
fn midway() -> (Run, Event) {
    let mut bench = Bench::click(signed_in());
    bench.some_effects(8);
    let next = bench.queue.pop_front().expect("an effect under way");
    let result = bench.perform(next.id, &next.effect);
    (bench.run, Event::Ended { id: next.id, result })
}

fn choice(criterion: &mut Criterion) {
    let survey = replay::survey(&crowded());
    criterion.bench_function("a choice among 5,000 controls", |bencher| {
        bencher.iter(|| decide(black_box(&survey), &Memory::default()));
    });
}

/// A recorded page of the product, with frames full of records' controls.
fn crowded() -> Vec<replay::Look> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pages/recorded").join(RECORDED);
    let recorded: Value = serde_json::from_str(&fs::read_to_string(file).expect("a recorded page")).unwrap();
    let page = &recorded[0][0];
    let crowd = (0..CONTROLS.div_ceil(MOST_CONTROLS)).map(|at| {
        let mut frame = page.clone();
        frame["frame"] = json!(at + 1);
        let controls = frame["report"]["controls"].as_array_mut().expect("controls");
        let last = controls.last().expect("a control").clone();
        controls.clear();
        for key in 0..MOST_CONTROLS {
            let mut control = last.clone();
            control["key"] = json!(key);
            control["name"] = json!(format!("Account {key}"));
            controls.push(control);
        }
        frame
    });
    std::iter::once(page.clone()).chain(crowd).map(|look| serde_json::from_value(look).unwrap()).collect()
}

/// A page whose account menu is to be opened.
const RECORDED: &str = "uci-me-control-de.json";

criterion_group!(benches, run, choice);
criterion_main!(benches);
