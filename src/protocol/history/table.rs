//! The history as a table of comma-separated values (RFC 4180), for spreadsheets. docs/receipts.md describes its columns.
//!
//! One row a line of a receipt. It is made of what is stored, so that a receipt which cannot be read has a row, too.

use super::{Entry, History, field};
use crate::engine::receipt::StepName;
use crate::engine::receipt::chain::State;
use crate::engine::time::Time;
use crate::value::{Style, Value};

/// The columns before the steps' times.
const COLUMNS: [&str; 16] = [
    "number",
    "chain",
    "hash",
    "began",
    "ended",
    "trigger",
    "windows",
    "verdict",
    "organisation",
    "product",
    "way",
    "item",
    "inside",
    "removed",
    "result",
    "reason",
];

/// The whole table. `moment` writes a time.
#[must_use]
pub fn write(history: &History, moment: &dyn Fn(Time) -> String) -> String {
    let steps = StepName::ALL.map(|step| [&plain(&Value::of(&step, Style::Named)), "_ms"].concat());
    let mut table = String::new();
    let columns: Vec<_> = COLUMNS.into_iter().map(str::to_owned).chain(steps).collect();
    put(&mut table, &columns);
    for (entry, state) in history.entries.iter().zip(history.check().states) {
        let nothing = Value::Nothing;
        let value = entry.value.as_ref().unwrap_or(&nothing);
        let lines = match field(value, "lines") {
            Some(Value::List(lines)) if !lines.is_empty() => lines.as_slice(),
            _ => &[Value::Nothing],
        };
        for line in lines {
            put(&mut table, &row(entry, state, value, line, moment));
        }
    }
    table
}

fn row(
    entry: &Entry,
    state: State,
    value: &Value,
    line: &Value,
    moment: &dyn Fn(Time) -> String,
) -> Vec<String> {
    let of = |value: &Value, name: &str| field(value, name).map(plain).unwrap_or_default();
    let time =
        |name: &str| field(value, name).and_then(|time| time.read().ok()).map(moment).unwrap_or_default();
    let organisation = of(line, "organisation");
    let how =
        field(value, "organisations").and_then(|all| field(all, &organisation)).unwrap_or(&Value::Nothing);
    let (result, reason) = proof(field(line, "proof"));
    let mut row = vec![
        entry.link.as_ref().map(|link| link.number.to_string()).unwrap_or_default(),
        name(state).to_owned(),
        entry.link.as_ref().map(|link| link.hash.clone()).unwrap_or_default(),
        time("run"),
        time("ended"),
        of(value, "trigger"),
        of(value, "jar"),
        of(value, "verdict"),
        of(how, "product"),
        of(how, "way"),
        of(line, "kind"),
        of(line, "inside"),
        of(line, "removed"),
        result,
        reason,
    ];
    row.insert(8, organisation);
    row.extend(StepName::ALL.map(|step| took(value, &Value::of(&step, Style::Named))));
    row
}

const fn name(state: State) -> &'static str {
    match state {
        State::Sound => "sound",
        State::TakenOver => "taken_over",
        State::Changed => "changed",
        State::Foreign => "foreign",
    }
}

/// How a line stands, and why: `{"failed": {"left": 2}}` is `failed` and `left 2`.
fn proof(proof: Option<&Value>) -> (String, String) {
    let Some(Value::Map(proof)) = proof else { return Default::default() };
    let Some((result, reason)) = proof.first() else { return Default::default() };
    let reason = if let Value::Map(parts) = reason {
        parts.first().map(|(name, value)| match plain(name).as_str() {
            "by" => plain(value),
            name => [name, " ", &plain(value)].concat(),
        })
    } else {
        Some(plain(reason))
    };
    (plain(result), reason.unwrap_or_default())
}

fn took(value: &Value, step: &Value) -> String {
    let Some(Value::List(steps)) = field(value, "steps") else { return String::new() };
    let took = steps.iter().find(|taken| field(taken, "step") == Some(step));
    took.and_then(|taken| field(taken, "took")).map(plain).unwrap_or_default()
}

/// A single value as text.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Truth(_) | Value::Number(_) => super::canonical::write(value, &[]).unwrap_or_default(),
        Value::Nothing | Value::List(_) | Value::Map(_) => String::new(),
    }
}

/// One row. What a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises.
fn put(table: &mut String, row: &[String]) {
    for (at, cell) in row.iter().enumerate() {
        table.push_str(if at == 0 { "\"" } else { ",\"" });
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
            table.push('\'');
        }
        table.push_str(&cell.replace('"', "\"\""));
        table.push('"');
    }
    table.push_str("\r\n");
}
