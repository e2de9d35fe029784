//! The one text that data has, so that everybody computes the same hash over it: canonical JSON (RFC 8785).
//!
//! Of numbers only whole ones are written, as receipts hold no others.

use crate::value::Value;

/// The largest number up to which JavaScript tells all whole ones apart.
const MOST: f64 = 9_007_199_254_740_991.0;

/// The text without the field at the end of this path. None for what has no such text.
#[must_use]
pub fn write(value: &Value, without: &[&str]) -> Option<String> {
    let mut text = String::new();
    put(&mut text, value, without)?;
    Some(text)
}

fn put(text: &mut String, value: &Value, without: &[&str]) -> Option<()> {
    match value {
        Value::Nothing => text.push_str("null"),
        Value::Truth(true) => text.push_str("true"),
        Value::Truth(false) => text.push_str("false"),
        Value::Number(number) => text.push_str(&whole(*number)?.to_string()),
        Value::Text(content) => quote(text, content),
        Value::List(list) => {
            text.push('[');
            for (at, item) in list.iter().enumerate() {
                separate(text, at);
                put(text, item, &[])?;
            }
            text.push(']');
        }
        Value::Map(map) => {
            text.push('{');
            for (at, (name, item)) in in_order(map, without)?.into_iter().enumerate() {
                separate(text, at);
                quote(text, name);
                text.push(':');
                put(
                    text,
                    item,
                    without.split_first().filter(|(first, _)| **first == name).map_or(&[], |(_, rest)| rest),
                )?;
            }
            text.push('}');
        }
    }
    Some(())
}

/// The fields in the order of their names, without the one that is left out.
fn in_order<'a>(map: &'a [(Value, Value)], without: &[&str]) -> Option<Vec<(&'a str, &'a Value)>> {
    let mut fields: Vec<(&str, &Value)> = Vec::new();
    for (key, value) in map {
        let Value::Text(name) = key else { return None };
        if without != [name.as_str()] {
            let place = fields.partition_point(|(known, _)| *known < name.as_str());
            fields.insert(place, (name, value));
        }
    }
    Some(fields)
}

fn separate(text: &mut String, at: usize) {
    if 0 < at {
        text.push(',');
    }
}

fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "only whole numbers that fit go on")]
    let whole = number as i64;
    #[expect(clippy::cast_precision_loss, reason = "numbers that would lose any are refused")]
    let is_whole = (whole as f64 - number).abs() == 0.0 && number.abs() <= MOST;
    is_whole.then_some(whole)
}

fn quote(text: &mut String, content: &str) {
    text.push('"');
    for character in content.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            '\0'..'\u{20}' => {
                text.push_str("\\u00");
                let code = u32::from(character);
                text.extend([code >> 4, code & 15].iter().filter_map(|digit| char::from_digit(*digit, 16)));
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: &str) -> Value {
        convert(&serde_json::from_str(json).unwrap())
    }

    /// As a browser hands it over.
    fn convert(json: &serde_json::Value) -> Value {
        match json {
            serde_json::Value::Null => Value::Nothing,
            serde_json::Value::Bool(truth) => Value::Truth(*truth),
            serde_json::Value::Number(number) => Value::Number(number.as_f64().unwrap()),
            serde_json::Value::String(text) => Value::Text(text.clone()),
            serde_json::Value::Array(list) => Value::List(list.iter().map(convert).collect()),
            serde_json::Value::Object(map) => {
                Value::Map(map.iter().map(|(key, item)| (Value::Text(key.clone()), convert(item))).collect())
            }
        }
    }

    #[test]
    fn names_are_in_order_and_nothing_is_between() {
        let json =
            r#"{"b": [1, -2, 0, true, false, null], "a": {"d": "x", "c": {}}, "€": [], "A": 1764000000000}"#;
        let text = r#"{"A":1764000000000,"a":{"c":{},"d":"x"},"b":[1,-2,0,true,false,null],"€":[]}"#;
        assert_eq!(write(&value(json), &[]).as_deref(), Some(text));
    }

    /// From the text of RFC 8785, section 3.2.2.2, and every control character.
    #[test]
    fn texts_are_written_as_the_standard_says() {
        let json = r#""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/""#;
        assert_eq!(write(&value(json), &[]).as_deref(), Some(r#""€$\u000f\nA'B\"\\\\\"/""#));
        for code in 0..0x20_u8 {
            let text = Value::Text(char::from(code).to_string());
            let written = write(&text, &[]).unwrap();
            assert_eq!(convert(&serde_json::from_str(&written).unwrap()), text);
        }
    }

    #[test]
    fn one_field_is_left_out_and_no_other_of_its_name() {
        let json = r#"{"hash": 1, "chain": {"hash": 2, "number": {"hash": 3}}, "list": [{"hash": 4}]}"#;
        let text = r#"{"chain":{"number":{"hash":3}},"hash":1,"list":[{"hash":4}]}"#;
        assert_eq!(write(&value(json), &["chain", "hash"]).as_deref(), Some(text));
    }

    #[test]
    fn what_no_receipt_holds_has_no_text() {
        for number in [0.5, f64::NAN, f64::INFINITY, 1e17, -1e17] {
            assert_eq!(write(&Value::Number(number), &[]), None, "{number}");
        }
        assert_eq!(write(&Value::Number(-0.0), &[]).as_deref(), Some("0"));
        assert_eq!(write(&Value::Map(vec![(Value::Number(1.0), Value::Nothing)]), &[]), None);
    }
}
