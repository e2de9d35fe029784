//! What is written for administrators, the schema and the document, is what the table of settings says.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clean_exit::engine::policy::{
    Flag, Number, ORGANISATIONS, PROFILE, Profile, RECOMMENDED, SITES, WELCOME,
};
use clean_exit::engine::site::OwnSite;
use serde_json::{Map, Value, json};

/// A setting as the table has it: name, type in the schema, what it may be, and the defaults.
struct Entry {
    name: &'static str,
    kind: &'static str,
    values: String,
    defaults: [String; 2],
}

fn table() -> Vec<Entry> {
    let profile = Entry {
        name: PROFILE,
        kind: "string",
        values: words(Profile::ALL.map(Profile::name)),
        defaults: [Profile::Own.name(), Profile::Own.name()].map(quoted),
    };
    let flags = Flag::ALL.map(|flag| Entry {
        name: flag.name(),
        kind: "boolean",
        values: "true or false".to_owned(),
        defaults: Profile::ALL.map(|profile| flag.default_in(profile).to_string()),
    });
    let numbers = Number::ALL.map(|number| Entry {
        name: number.name(),
        // Not `integer`, and without limits: a broken value is to reach the extension, which then holds the stricter one.
        kind: "number",
        values: format!("a whole number from {} to {}", number.range().start(), number.range().end()),
        defaults: Profile::ALL.map(|profile| number.default_in(profile).to_string()),
    });
    [profile].into_iter().chain(flags).chain(numbers).collect()
}

/// It is no setting of a person's: only an administrator has it.
const WELCOME_IS: &str = "true or false: whether the first page is shown after installation; by default it is, unless profile is set";

/// An administrator's alone, too.
const ORGANISATIONS_ARE: &str = "the organisations that may be left out of a sign-out, each a host name, or a domain for all below it; without this list any may, with a wrong one none may";

fn quoted(word: &str) -> String {
    format!("\"{word}\"")
}

fn words<const N: usize>(words: [&str; N]) -> String {
    words.map(quoted).join(" or ")
}

impl Entry {
    /// The default, and that of a shared computer if it is another.
    fn by_default(&self) -> String {
        let [own, shared] = &self.defaults;
        if own == shared { own.clone() } else { format!("{own}, or {shared} on a shared computer") }
    }
}

/// The schema that the table asks for.
fn schema() -> Value {
    let mut settings = Map::new();
    for entry in table() {
        let description = format!("{}; by default {}", entry.values, entry.by_default());
        let Entry { name, kind, .. } = entry;
        settings.insert(name.to_owned(), json!({ "type": kind, "description": description }));
    }
    let kinds = words(OwnSite::ALL.map(OwnSite::name));
    let sites = json!({
        "type": "object",
        "description": format!("addresses of your own: host name to {kinds}"),
        "additionalProperties": { "type": "string" },
    });
    settings.insert(SITES.to_owned(), sites);
    let recommended = json!({
        "type": "object",
        "description": "the same settings, as recommendations that a person may change",
        "properties": settings.clone(),
        "additionalProperties": { "type": "boolean" },
    });
    settings.insert(RECOMMENDED.to_owned(), recommended);
    settings.insert(WELCOME.to_owned(), json!({ "type": "boolean", "description": WELCOME_IS }));
    let organisations =
        json!({ "type": "array", "items": { "type": "string" }, "description": ORGANISATIONS_ARE });
    settings.insert(ORGANISATIONS.to_owned(), organisations);
    json!({ "type": "object", "properties": settings })
}

#[test]
fn the_schema_is_what_the_table_says() {
    let written: Value = serde_json::from_str(include_str!("../extension/policy-schema.json")).unwrap();
    assert!(written == schema(), "extension/policy-schema.json should be:\n{:#}", schema());
}

#[test]
fn the_document_names_every_setting_with_its_values_and_defaults() {
    let document = include_str!("../docs/administrators.md");
    for Entry { name, values, defaults: [own, shared], .. } in table() {
        let row = format!("| `{name}` | {values} | {own} | {shared} |");
        assert!(document.contains(&row), "docs/administrators.md lacks the row:\n{row}");
    }
    for name in [WELCOME, ORGANISATIONS, RECOMMENDED, SITES] {
        assert!(document.contains(&format!("`{name}`")), "{name}");
    }
    for kind in OwnSite::ALL {
        assert!(document.contains(&format!("`{}`", kind.name())), "{}", kind.name());
    }
}

/// The examples are what people copy.
#[test]
fn every_example_obeys_the_schema() {
    let document = include_str!("../docs/administrators.md");
    let examples: Vec<Value> = document
        .split("```json\n")
        .skip(1)
        .map(|rest| serde_json::from_str(rest.split("```").next().unwrap()).unwrap())
        .collect();
    assert!(!examples.is_empty());
    for example in examples {
        let extensions = example["3rdparty"]["extensions"].as_object().unwrap();
        for policy in extensions.values() {
            obeys(policy, &schema());
        }
    }
}

/// The files for administrators to take: each setting in the templates with its limits, and examples that obey the schema.
#[test]
fn the_ready_files_know_every_setting_and_obey_the_schema() {
    let template = include_str!("../docs/policies/clean-exit.admx");
    let texts = include_str!("../docs/policies/en-US/clean-exit.adml");
    for entry in table() {
        let by_default = entry.by_default().replace('"', "&quot;");
        let Entry { name, kind, .. } = entry;
        let number = Number::ALL.into_iter().find(|number| number.name() == name);
        let limits = number.map(Number::range);
        let wanted = match (kind, limits) {
            ("boolean", _) => YES_OR_NO.to_owned(),
            (_, Some(limits)) => format!("minValue=\"{}\" maxValue=\"{}\"", limits.start(), limits.end()),
            _ => "<string>shared</string>".to_owned(),
        };
        let value = format!("valueName=\"{name}\"");
        in_template(template, name, &["\\policy\"", &value, &wanted]);
        in_template(
            template,
            &format!("{RECOMMENDED}_{name}"),
            &["\\policy\\recommended\"", "ref=\"BROWSER_recommended\"", &value, &wanted],
        );
        assert!(texts.contains(&format!("<string id=\"{name}\">")), "{name}");
        let lead = texts.split(&format!("<string id=\"{name}_lead\">")).nth(1).unwrap();
        let lead = lead.split("</string>").next().unwrap();
        assert!(lead.ends_with(&format!("Default: {by_default}.")), "{name}: {lead}");
    }
    in_template(template, WELCOME, &["\\policy\"", "valueName=\"welcome\"", YES_OR_NO]);
    in_template(template, ORGANISATIONS, &["\\policy\\organisations\"", "valuePrefix=\"\""]);
    in_template(template, SITES, &["\\policy\\sites\"", "explicitValue=\"true\""]);
    let sites = format!("{RECOMMENDED}_{SITES}");
    in_template(template, &sites, &["\\policy\\recommended\\sites\"", "explicitValue=\"true\""]);
    for text in template.split("$(string.").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        assert!(texts.contains(&format!("<string id=\"{text}\">")), "{text}");
    }
    let chromium: Value = serde_json::from_str(include_str!("../docs/policies/chromium.json")).unwrap();
    let firefox: Value =
        serde_json::from_str(include_str!("../docs/policies/firefox-policies.json")).unwrap();
    for extensions in [&chromium["3rdparty"]["extensions"], &firefox["policies"]["3rdparty"]["Extensions"]] {
        let policy = extensions.as_object().unwrap().values().next().unwrap();
        obeys(policy, &schema());
        for registry in
            [include_str!("../docs/policies/chrome.reg"), include_str!("../docs/policies/edge.reg")]
        {
            for (name, value) in policy.as_object().unwrap() {
                let wanted = match value {
                    Value::Bool(on) => format!("\"{name}\"=dword:{:08x}", u8::from(*on)),
                    Value::Number(number) => format!("\"{name}\"=dword:{:08x}", number.as_u64().unwrap()),
                    Value::String(text) => format!("\"{name}\"=\"{text}\""),
                    Value::Null | Value::Array(_) | Value::Object(_) => format!("\\policy\\{name}]"),
                };
                assert!(registry.contains(&wanted), "{wanted}");
            }
        }
    }
}

/// What a switch in a template writes.
const YES_OR_NO: &str = "<enabledValue><decimal value=\"1\"/></enabledValue>";

/// The template has this setting for both browsers, and says this of it.
fn in_template(template: &str, name: &str, wanted: &[&str]) {
    for browser in ["Chrome", "Edge"] {
        let start = format!("<policy name=\"{browser}_{name}\"");
        let policy = template.split(&start).nth(1).unwrap_or_else(|| panic!("{browser}: {name}"));
        let policy = policy.split("</policy>").next().unwrap();
        for part in wanted {
            let part = part.replace("BROWSER", browser);
            assert!(policy.contains(&part), "{browser}_{name}: {policy} lacks {part}");
        }
    }
}

fn obeys(value: &Value, schema: &Value) {
    let is_right = match schema["type"].as_str().unwrap() {
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    };
    assert!(is_right, "{value} is no {}", schema["type"]);
    for item in value.as_array().into_iter().flatten() {
        obeys(item, &schema["items"]);
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        let known = schema["properties"].get(name).or_else(|| schema.get("additionalProperties"));
        obeys(inner, known.unwrap_or_else(|| panic!("{name} is no setting")));
    }
}
