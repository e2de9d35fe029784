//! A file of settings, as the options page writes and reads it.

use super::layer::{Fault, Layer, Loose, SITES};
use super::setting::{Flag, Number};
use super::{PROFILE, Settings, Source};

/// What such a file calls itself, and the version of its form.
const FORMAT: &str = "clean-exit-settings";
const VERSION: f64 = 1.0;

/// Why nothing is taken from a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refused {
    /// It is no file of settings, or one of a form that is not known here.
    NotOurs,
    /// Something in it makes no sense.
    Faults(Vec<Fault>),
}

/// Whether all that is in a file makes sense: it is taken as a whole, or not at all.
///
/// # Errors
/// Why it is not.
pub fn check(file: Option<Loose>) -> Result<(), Refused> {
    let Some(Loose::Map(file)) = file else { return Err(Refused::NotOurs) };
    let text = |name: &str| file.get(&name.to_owned());
    let is_ours = text("format") == Some(&Loose::Text(FORMAT.to_owned()))
        && text("version") == Some(&Loose::Number(VERSION));
    let Some(settings) = text("settings").filter(|_| is_ours) else { return Err(Refused::NotOurs) };
    let faults = Layer::find("settings", Some(settings.clone())).faults;
    if faults.is_empty() { Ok(()) } else { Err(Refused::Faults(faults)) }
}

impl Settings {
    /// What an administrator has fixed, each by its name and the name of what it is in: a file does not touch it.
    #[must_use]
    pub fn fixed(&self) -> Vec<Vec<String>> {
        let mut fixed = Vec::new();
        let mut note = |source, path: &[&str]| {
            if source == Source::Administrator {
                fixed.push(path.iter().map(|name| (*name).to_owned()).collect());
            }
        };
        note(self.profile.source, &[PROFILE]);
        for flag in Flag::ALL {
            note(self.flag(flag).source, &[flag.name()]);
        }
        for number in Number::ALL {
            note(self.number(number).source, &[number.name()]);
        }
        for (host, site) in self.own_sites() {
            note(site.source, &[SITES, host.as_str()]);
        }
        fixed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::policy::{Layers, Why};

    fn file(version: f64, settings: Loose) -> Option<Loose> {
        let entries = [
            ("format", Loose::Text(FORMAT.to_owned())),
            ("version", Loose::Number(version)),
            ("settings", settings),
        ];
        Some(Loose::Map(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()))
    }

    fn settings(name: &str, value: Loose) -> Loose {
        Loose::Map([(name.to_owned(), value)].into())
    }

    #[test]
    fn what_an_administrator_fixed_is_named_and_nothing_else() {
        let map = |entries: &[(&str, Loose)]| {
            Loose::Map(entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
        };
        let site = || map(&[("crm.corp.example", Loose::Text("portal".to_owned()))]);
        let person = map(&[("clipboard", Loose::Flag(true)), ("idle", Loose::Number(5.0))]);
        let Loose::Map(orders) = map(&[
            ("profile", Loose::Text("own".to_owned())),
            ("history", Loose::Flag(true)),
            ("inactivity", Loose::Number(15.0)),
            (SITES, site()),
        ]) else {
            panic!("a map")
        };
        let fixed = Layers::read(Some(person), orders).settings().fixed();
        let expected: [&[&str]; 4] =
            [&[PROFILE], &["history"], &["inactivity"], &[SITES, "crm.corp.example"]];
        assert_eq!(fixed, expected);
    }

    #[test]
    fn a_file_is_taken_only_if_all_of_it_makes_sense() {
        assert_eq!(check(file(1.0, settings("history", Loose::Flag(true)))), Ok(()));
        let fault = |key: &str, why| Err(Refused::Faults(vec![Fault { key: key.to_owned(), why }]));
        assert_eq!(
            check(file(1.0, settings("history", Loose::Number(1.0)))),
            fault("history", Why::NotYesOrNo)
        );
        assert_eq!(check(file(1.0, Loose::Flag(true))), fault("settings", Why::NotAList));
        assert_eq!(check(file(2.0, settings("history", Loose::Flag(true)))), Err(Refused::NotOurs));
        assert_eq!(check(Some(settings("history", Loose::Flag(true)))), Err(Refused::NotOurs));
        assert_eq!(check(None), Err(Refused::NotOurs));
    }
}
