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

#[cfg(test)]
mod tests {
    use super::super::tests::receipt;
    use super::*;

    fn history(entries: Vec<Option<Value>>) -> Vec<String> {
        let mut history = History::read(entries, None);
        history.tidy(3650, Time(0));
        let table = write(&history, &|time| format!("at {}", time.0));
        assert!(table.ends_with("\r\n"));
        table.split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_line_is_a_row_and_what_a_receipt_says_is_repeated() {
        let rows = history(vec![Some(Value::of(&receipt(Time(9)), Style::Named))]);
        let steps = "\"freeze_ms\",\"sign_out_ms\",\"close_ms\",\"sweep_ms\",\"verify_ms\"";
        assert!(rows[0].starts_with("\"number\",\"chain\",\"hash\",\"began\"") && rows[0].ends_with(steps));
        assert_eq!(rows.len(), 3);
        let (before, after) = rows[2].split_once(",\"at 9\",").unwrap();
        assert!(before.starts_with("\"1\",\"taken_over\",\"") && before.len() == 18 + 65, "{before}");
        let expected = [
            "at 4009",
            "toolbar",
            "ordinary",
            "incomplete",
            "contoso.crm4.dynamics.com",
            "customer_engagement",
            "control",
            "cookies",
            "",
            "7",
            "failed",
            "left 2",
            "",
            "",
            "",
            "350",
            "",
        ];
        assert_eq!(after, expected.map(|cell| format!("\"{cell}\"")).join(","));
        assert_eq!(rows[1].matches("\"verified\",\"listed_again\"").count(), 1);
    }

    #[test]
    fn what_cannot_be_read_has_a_row_too() {
        let rows = history(vec![None, Some(Value::Text("rubbish".to_owned())), Some(Value::Map(Vec::new()))]);
        let columns = rows[0].matches(',').count();
        assert_eq!(rows.len(), 4);
        assert!(rows.iter().all(|row| row.matches(',').count() == columns));
        assert!(rows[1].starts_with("\"\",\"foreign\",\"\""));
    }

    /// <https://owasp.org/www-community/attacks/CSV_Injection>
    #[test]
    fn nothing_is_taken_for_a_formula_and_nothing_breaks_out_of_its_cell() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "\",=1,\"", "a\r\n=1"] {
            let Value::Map(mut fields) = Value::of(&receipt(Time(9)), Style::Named) else { panic!() };
            fields.iter_mut().find(|(name, _)| super::super::is(name, "trigger")).unwrap().1 =
                Value::Text(evil.to_owned());
            let mut history = History::read(vec![Some(Value::Map(fields))], None);
            history.tidy(3650, Time(0));
            let cells = cells(&write(&history, &|_| String::new()));
            let cell = &cells[21 + 5];
            assert_eq!(cell.trim_start_matches('\''), evil, "it can be read as it was");
            let is_formula = evil.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']);
            assert_eq!(cell.starts_with('\''), is_formula, "{evil:?}");
            assert_eq!(cells.len(), 3 * 21, "{evil:?}");
        }
    }

    /// Reads a table as RFC 4180 says.
    fn cells(table: &str) -> Vec<String> {
        let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
        let mut rest = table.chars().peekable();
        while let Some(character) = rest.next() {
            match character {
                '"' if quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
                '"' => quoted = !quoted,
                ',' | '\n' if !quoted => cells.push(std::mem::take(&mut cell)),
                '\r' if !quoted => {}
                other => cell.push(other),
            }
        }
        cells
    }
}
