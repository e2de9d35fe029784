//! What is fuzzed: any JSON as the settings of a person and the orders of an administrator.
//!
//! Whatever it is, an order holds, a broken one holds the stricter default, and every number is within its limits.

use super::json;
use clean_exit::engine::policy::{Flag, Layers, Loose, Number, Profile, Settings, Source};
use clean_exit::engine::receipt::Trigger;
use clean_exit::engine::sorted::Map;
use clean_exit::engine::time::Time;
use serde_json::Value as Json;

/// Reads settings from these bytes, and holds them against what was ordered; `false` if they are no JSON.
pub(crate) fn follow(bytes: &[u8]) -> bool {
    let Some(json) = json::read(bytes) else { return false };
    let (person, orders) = (json.get("person"), json.get("orders").filter(|orders| orders.is_object()));
    let loose = |written: &Json| json::value(written).read::<Loose>().expect("any value may be written");
    let map = |written: &Json| json::value(written).read::<Map<String, Loose>>().expect("named values");
    let layers = Layers::read(person.map(loose), orders.map(map).unwrap_or_default());
    let (settings, without) = (layers.settings(), layers.without_person());
    let ordered = |name: &str| orders.and_then(|orders| orders.get(name));
    if let Some(order) = ordered("profile") {
        let named = Profile::ALL.into_iter().find(|profile| order == profile.name());
        assert_eq!(settings.profile().value, named.unwrap_or(Profile::Shared), "the profile was ordered");
        assert_eq!(settings.profile().source, Source::Administrator);
    }
    for flag in Flag::ALL {
        let setting = settings.flag(flag);
        match ordered(flag.name()) {
            Some(order) => {
                let stricter = flag.default_in(Profile::Shared);
                assert_eq!(setting.value, order.as_bool().unwrap_or(stricter), "{} was ordered", flag.name());
                assert_eq!((setting.source, setting), (Source::Administrator, without.flag(flag)));
            }
            None => assert_ne!(setting.source, Source::Administrator, "nobody ordered {}", flag.name()),
        }
    }
    for number in Number::ALL {
        let setting = settings.number(number);
        assert!(number.range().contains(&setting.value), "{} is {}", number.name(), setting.value);
        match ordered(number.name()) {
            Some(order) => {
                let proper = order.as_f64().filter(|value| value.fract() == 0.0 && value.is_sign_positive());
                let proper = proper.and_then(|value| number.range().find(|whole| f64::from(*whole) == value));
                let stricter = number.default_in(Profile::Shared);
                assert_eq!(setting.value, proper.unwrap_or(stricter), "{} was ordered", number.name());
                assert_eq!((setting.source, setting), (Source::Administrator, without.number(number)));
            }
            None => assert_ne!(setting.source, Source::Administrator, "nobody ordered {}", number.name()),
        }
    }
    assert_eq!(without.own_sites().filter(|(_, site)| site.source == Source::Person).count(), 0);
    scopes(&settings);
    true
}

/// What a run would cover by these settings.
fn scopes(settings: &Settings) {
    for trigger in [Trigger::Toolbar, Trigger::Idle, Trigger::BrowserStart] {
        for since in [None, Some(Time(0)), Some(Time(u64::MAX))] {
            let scope = settings.scope(trigger, since);
            assert_eq!(scope.sites.own().count(), settings.own_sites().count());
        }
    }
}
