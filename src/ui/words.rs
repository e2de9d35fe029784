//! Texts, numbers and times in the user's language.

use crate::chrome::i18n;
use crate::engine::policy::Number;
use crate::engine::time::{Millis, Time};
use crate::protocol::words::settings::{self, Part};
use crate::protocol::words::{DIRECTION, Key, Plural, Saying, isolated};
use crate::shell::clock;
use gloo::utils::document_element;
use js_sys::Intl::{DateTimeFormat, NumberFormat, PluralRules};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::HtmlElement;

/// How the language of the texts writes things.
pub(super) struct Words {
    direction: String,
    plurals: PluralRules,
    numbers: Function,
    milliseconds: Function,
    seconds: Function,
    moments: Function,
    hours: Function,
    days: Function,
}

impl Words {
    /// The words in the language that the browser chose among ours.
    pub(super) fn load() -> Result<Self, JsValue> {
        // `early.js` has found it: the language of the texts, or the browser's variant of it.
        let locale = Array::of1(&document_element().unchecked_into::<HtmlElement>().lang().into());
        let number = |options: &[(&str, &str)]| -> Result<Function, JsValue> {
            Ok(NumberFormat::new(&locale, &object(options)?).format())
        };
        let time = |options: &[(&str, &str)]| -> Result<Function, JsValue> {
            Ok(DateTimeFormat::new(&locale, &object(options)?).format())
        };
        Ok(Self {
            direction: i18n::message(DIRECTION.0, &[]),
            plurals: PluralRules::new(&locale, &Object::new()),
            numbers: number(&[])?,
            milliseconds: number(&[("style", "unit"), ("unit", "millisecond")])?,
            seconds: number(&[("style", "unit"), ("unit", "second"), ("maximumFractionDigits", "1")])?,
            moments: time(&[("dateStyle", "medium"), ("timeStyle", "short")])?,
            hours: time(&[("timeStyle", "short")])?,
            days: time(&[("dateStyle", "full")])?,
        })
    }

    /// A text.
    pub(super) fn say(&self, key: Key) -> String {
        i18n::message(key.0, &[])
    }

    /// A text of a setting.
    pub(super) fn of(&self, part: Part, setting: &str) -> String {
        i18n::message(&part.of(setting), &[])
    }

    /// A number.
    pub(super) fn number(&self, number: u32) -> String {
        formatted(&self.numbers, f64::from(number))
    }

    /// What a setting's number amounts to.
    pub(super) fn amount(&self, number: Number, value: u32) -> String {
        match (number, value) {
            (Number::Inactivity | Number::Idle | Number::TimeOfDay, 0) => self.say(settings::NEVER),
            (Number::TimeOfDay, minutes) => self.hour(clock::next(minutes)),
            _ => [&self.number(value), " ", &self.of(Part::Unit, number.name())].concat(),
        }
    }

    /// A text with gaps.
    pub(super) fn fill(&self, key: Key, gaps: &[&str]) -> String {
        let gaps: Vec<_> = gaps.iter().map(|gap| isolated(gap, &self.direction)).collect();
        let gaps: Vec<_> = gaps.iter().map(String::as_str).collect();
        i18n::message(key.0, &gaps)
    }

    /// A text that counts. A language without this form of it uses its general one.
    pub(super) fn count(&self, plural: Plural, count: u32) -> String {
        let number = formatted(&self.numbers, f64::from(count));
        let category = String::from(self.plurals.select(f64::from(count)));
        let exact = i18n::message(&plural.form(&category), &[&number]);
        if exact.is_empty() { i18n::message(&plural.form("other"), &[&number]) } else { exact }
    }

    /// A text that may count.
    pub(super) fn tell(&self, saying: Saying) -> String {
        match saying {
            Saying::Plain(key) => self.say(key),
            Saying::Counted(plural, count) => self.count(plural, count),
        }
    }

    /// A length of time.
    pub(super) fn length(&self, length: Millis) -> String {
        let millis = f64::from(length.0);
        if length.0 < 1000 {
            formatted(&self.milliseconds, millis)
        } else {
            formatted(&self.seconds, millis / 1000.0)
        }
    }

    /// A day and a time of day.
    pub(super) fn moment(&self, time: Time) -> String {
        formatted(&self.moments, number(time))
    }

    /// A day.
    pub(super) fn day(&self, time: Time) -> String {
        formatted(&self.days, number(time))
    }

    /// A time of day.
    pub(super) fn hour(&self, time: Time) -> String {
        formatted(&self.hours, number(time))
    }
}

fn object(options: &[(&str, &str)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in options {
        Reflect::set(&object, &(*name).into(), &(*value).into())?;
    }
    Ok(object)
}

fn formatted(format: &Function, value: f64) -> String {
    let text = format.call1(&JsValue::UNDEFINED, &value.into());
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a time of this age fits: JavaScript's own times are such numbers"
)]
const fn number(time: Time) -> f64 {
    time.0 as f64
}
