//! One layer of settings: what somebody wrote, read value by value, so that a wrong one spoils no other.

use super::setting::{Flag, Number, Profile};
use crate::engine::site::{Host, OwnSite};
use crate::engine::sorted::{Map, Set};
use crate::value::{Blank, Data, Value, Writer};

/// Under this name is whose the computer is.
pub const PROFILE: &str = "profile";
/// Under this name are the hosts that were added.
pub const SITES: &str = "sites";
/// Under this name an administrator says whether the first page is shown.
pub const WELCOME: &str = "welcome";
/// Under this name an administrator lists the organisations that may be left out of a sign-out.
pub const ORGANISATIONS: &str = "organisations";
/// Under this name an administrator recommends what the person may change.
pub const RECOMMENDED: &str = "recommended";

/// A value as it was written, whatever it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Loose {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Values one after the other.
    List(Vec<Self>),
    /// Named values.
    Map(Map<String, Self>),
    /// Anything else.
    Other,
}

impl Data for Loose {
    fn blank(_: Blank) -> Self {
        Self::Other
    }

    fn write(&self, to: &mut Writer) {
        match self {
            Self::Flag(on) => on.write(to),
            Self::Number(number) => number.write(to),
            Self::Text(text) => text.write(to),
            Self::List(list) => list.write(to),
            Self::Map(map) => map.write(to),
            Self::Other => to.put(Value::Nothing),
        }
    }

    fn read(&mut self, from: &Value, blank: Blank) -> bool {
        *self = match from {
            Value::Truth(on) => Self::Flag(*on),
            Value::Number(number) => Self::Number(*number),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Map(_) => {
                let mut map = Map::new();
                let fits = map.read(from, blank);
                *self = Self::Map(map);
                return fits;
            }
            Value::List(_) => {
                let mut list = Vec::new();
                let fits = list.read(from, blank);
                *self = Self::List(list);
                return fits;
            }
            Value::Nothing => Self::Other,
        };
        true
    }
}

/// Something that was written and makes no sense.
#[derive(Clone, Data, Debug, Eq, PartialEq)]
pub struct Fault {
    /// The setting's name.
    pub key: String,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Why {
    /// There is no setting of this name.
    NoSuchSetting,
    /// It is neither yes nor no.
    NotYesOrNo,
    /// It is no whole number within the limits.
    NotWithinLimits,
    /// It is none of the words that are allowed.
    NotAllowed,
    /// It is no list of names with a value each.
    NotAList,
    /// It is no host name.
    NotAHost,
    /// It is no kind of address.
    NotAKind,
    /// It is no list of host names.
    NotHosts,
}

/// What one of those who may set something has set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    pub(super) profile: Option<Profile>,
    pub(super) flags: Map<Flag, bool>,
    pub(super) numbers: Map<Number, u32>,
    pub(super) sites: Map<Host, OwnSite>,
    /// The organisations that may be left out; without, any may. An administrator's alone.
    pub(super) may_stay: Option<Set<Host>>,
    pub(super) faults: Vec<Fault>,
}

impl Layer {
    /// Reads what was written under this name; nothing was, if there is none.
    pub(super) fn find(name: &str, written: Option<Loose>) -> Self {
        match written {
            None => Self::default(),
            Some(Loose::Map(entries)) => Self::read(entries),
            Some(_) => {
                let fault = Fault { key: name.to_owned(), why: Why::NotAList };
                Self { faults: vec![fault], ..Self::default() }
            }
        }
    }

    /// Reads what was written.
    #[must_use]
    pub fn read(entries: Map<String, Loose>) -> Self {
        let mut layer = Self::default();
        for (key, value) in entries {
            layer.take(key, value);
        }
        layer
    }

    /// Whether there is a value for this key that makes no sense.
    pub(super) fn is_broken(&self, key: &str) -> bool {
        self.faults.iter().any(|fault| fault.key == key)
    }

    fn take(&mut self, key: String, value: Loose) {
        let flag = Flag::ALL.into_iter().find(|flag| flag.name() == key);
        let number = Number::ALL.into_iter().find(|number| number.name() == key);
        let taken = match (flag, number, key.as_str()) {
            (Some(flag), _, _) => yes_or_no(&value).map(|on| self.flags.extend([(flag, on)])),
            (_, Some(number), _) => whole(&value, number).map(|value| self.numbers.extend([(number, value)])),
            (_, _, PROFILE) => profile(&value).map(|profile| self.profile = Some(profile)),
            (_, _, SITES) => return self.take_sites(value),
            (_, _, _) => Err(Why::NoSuchSetting),
        };
        if let Err(why) = taken {
            self.faults.push(Fault { key, why });
        }
    }

    /// Takes which organisations may be left out. What makes no sense lets none be left out.
    pub(super) fn take_organisations(&mut self, value: Loose) {
        let named = if let Loose::List(named) = value { named } else { vec![Loose::Other] };
        let mut may_stay = Set::new();
        for each in &named {
            let Some(name) = text(each) else {
                self.faults.push(Fault { key: ORGANISATIONS.to_owned(), why: Why::NotHosts });
                may_stay = Set::new();
                break;
            };
            match Host::parse(name) {
                Ok(host) => may_stay.insert(host),
                Err(_) => {
                    let key = [ORGANISATIONS, ": ", name].concat();
                    self.faults.push(Fault { key, why: Why::NotAHost });
                }
            }
        }
        self.may_stay = Some(may_stay);
    }

    fn take_sites(&mut self, value: Loose) {
        let Loose::Map(sites) = value else {
            return self.faults.push(Fault { key: SITES.to_owned(), why: Why::NotAList });
        };
        for (name, kind) in sites {
            let why = match (Host::parse(&name), site(&kind)) {
                (Ok(host), Some(kind)) => {
                    self.sites.insert(host, kind);
                    continue;
                }
                (Err(_), _) => Why::NotAHost,
                (_, None) => Why::NotAKind,
            };
            // An address may have the name of a setting.
            self.faults.push(Fault { key: [SITES, ": ", &name].concat(), why });
        }
    }
}

const fn yes_or_no(value: &Loose) -> Result<bool, Why> {
    if let Loose::Flag(on) = value { Ok(*on) } else { Err(Why::NotYesOrNo) }
}

fn whole(value: &Loose, number: Number) -> Result<u32, Why> {
    let Loose::Number(value) = value else { return Err(Why::NotWithinLimits) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "compared with the original")]
    let whole = *value as u32;
    let is_exact = f64::from(whole).to_bits() == value.to_bits();
    if is_exact && number.range().contains(&whole) { Ok(whole) } else { Err(Why::NotWithinLimits) }
}

fn profile(value: &Loose) -> Result<Profile, Why> {
    let name = text(value).ok_or(Why::NotAllowed)?;
    Profile::ALL.into_iter().find(|profile| profile.name() == name).ok_or(Why::NotAllowed)
}

fn site(value: &Loose) -> Option<OwnSite> {
    let name = text(value)?;
    OwnSite::ALL.into_iter().find(|kind| kind.name() == name)
}

fn text(value: &Loose) -> Option<&str> {
    if let Loose::Text(text) = value { Some(text) } else { None }
}
