//! The one form that data has between a type and an edge: the browser, a page, the panel, the journal.
//!
//! Every type is written into it and read out of it by the same code, and each edge converts only it.
//! The other way, each type by itself at each edge, made the WASM several times as long.
//!
//! *Architecture invariant:* this uses nothing of ours, and no web crate.

mod read;
mod write;

pub use read::Mismatch;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What JSON can say, with keys of any kind.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Value {
    /// Null, or not there.
    Nothing,
    /// True or false.
    Truth(bool),
    /// Any number.
    Number(f64),
    /// A text.
    Text(String),
    /// One after the other.
    List(Vec<Self>),
    /// Values by their keys.
    Map(Vec<(Self, Self)>),
}

/// How fields and variants are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Style {
    /// By their names, as everyone reads them.
    Named,
    /// By their places, as only the same version of the extension reads them.
    Placed,
}

impl Value {
    /// Writes something.
    #[must_use]
    pub fn of<T: Serialize + ?Sized>(what: &T, style: Style) -> Self {
        let mut writer = write::Writer::new(style);
        match what.serialize(&mut writer) {
            Ok(()) => writer.take(),
            Err(never) => match never {},
        }
    }

    /// Reads what was written in either style. A field that others may leave out needs a default, an option too.
    ///
    /// # Errors
    /// If this is not what the type is written as.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Mismatch> {
        T::deserialize(read::Reader(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::fmt::Debug;

    #[derive(Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Fruit {
        Apple,
        Pear(u8),
        Plum { is_ripe: bool, from: Option<String> },
        Mix(i32, u64),
    }

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Basket {
        best_fruit: Fruit,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<String>,
        #[serde(default)]
        weight: f64,
    }

    fn survives<T: Debug + DeserializeOwned + PartialEq + Serialize>(what: &T) {
        for style in [Style::Named, Style::Placed] {
            assert_eq!(Value::of(what, style).read::<T>().as_ref(), Ok(what), "{style:?}");
        }
    }

    fn named(entries: &[(&str, Value)]) -> Value {
        Value::Map(entries.iter().map(|(name, value)| (Value::Text((*name).into()), value.clone())).collect())
    }

    #[test]
    fn what_is_written_is_read() {
        let plum = || Fruit::Plum { is_ripe: true, from: Some("Kent".to_owned()) };
        survives(&vec![Fruit::Apple, Fruit::Pear(3), plum(), Fruit::Mix(-7, 1 << 50)]);
        survives(&BTreeMap::from([(Fruit::Apple, 1), (plum(), 2)]));
        survives(&(Some(1.5), [true, false], "text".to_owned(), None::<bool>));
        survives(&Basket { best_fruit: plum(), owner: Some("Ann".to_owned()), weight: 0.25 });
    }

    #[test]
    fn names_are_those_that_others_read() {
        let basket = Basket { best_fruit: Fruit::Pear(3), owner: None, weight: 2.0 };
        let pear = named(&[("pear", Value::Number(3.0))]);
        let written = named(&[("bestFruit", pear), ("weight", Value::Number(2.0))]);
        assert_eq!(Value::of(&basket, Style::Named), written);
    }

    #[test]
    fn order_and_surplus_do_not_matter_and_defaults_stand_in() {
        let apple = || Value::Text("apple".to_owned());
        let told =
            named(&[("colour", Value::Nothing), ("weight", Value::Number(2.0)), ("bestFruit", apple())]);
        assert_eq!(told.read(), Ok(Basket { best_fruit: Fruit::Apple, owner: None, weight: 2.0 }));
        assert_eq!(named(&[("weight", Value::Number(2.0))]).read::<Basket>(), Err(Mismatch));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(Value::Number(256.0).read::<u8>(), Err(Mismatch));
        assert_eq!(Value::Number(1.5).read::<u8>(), Err(Mismatch));
        assert_eq!(Value::Number(-1.0).read::<u64>(), Err(Mismatch));
        assert_eq!(Value::Number(f64::NAN).read::<i32>(), Err(Mismatch));
        assert_eq!(Value::Nothing.read::<bool>(), Err(Mismatch));
        assert_eq!(Value::Text("grape".to_owned()).read::<Fruit>(), Err(Mismatch));
        assert_eq!(Value::Text("pear".to_owned()).read::<Fruit>(), Err(Mismatch));
        assert_eq!(Value::Number(9.0).read::<Fruit>(), Err(Mismatch));
        assert_eq!(Value::List(vec![Value::Truth(true); 3]).read::<[bool; 2]>(), Err(Mismatch));
    }
}
