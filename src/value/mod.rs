//! The one form that data has between a type and an edge: the browser, a page, the panel, the journal.
//!
//! Every type is written into it and read out of it by the same code, and each edge converts only it.
//! The other way, each type by itself at each edge, made the WASM several times as long.
//!
//! *Architecture invariant:* this uses nothing of ours, and no web crate.

mod data;
mod plain;
mod read;
mod write;

pub use clean_exit_derive::Data;
pub use data::{Blank, Data};
pub use plain::Plain;
pub use read::{Mismatch, Parts};
pub use write::Writer;

/// What JSON can say, with keys of any kind.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
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
    pub fn of(what: &dyn Data, style: Style) -> Self {
        let mut writer = Writer::new(style);
        what.write(&mut writer);
        writer.take()
    }

    /// Reads what was written in either style. A field that others may leave out needs to be optional, an option too.
    ///
    /// # Errors
    /// If this is not what the type is written as.
    pub fn read<T: Data>(&self) -> Result<T, Mismatch> {
        let mut read = T::blank(Blank(()));
        if read.read(self, Blank(())) { Ok(read) } else { Err(Mismatch) }
    }

    /// Reads what is not needed any more, if it is there at all.
    ///
    /// # Errors
    /// If there is none, or it is not what the type is written as.
    pub fn take<T: Data>(written: Option<Self>) -> Result<T, Mismatch> {
        let mut read = T::blank(Blank(()));
        if fill(&mut read, written) { Ok(read) } else { Err(Mismatch) }
    }
}

/// What need not be there once for each type.
fn fill(data: &mut dyn Data, written: Option<Value>) -> bool {
    written.is_some_and(|written| data.read(&written, Blank(())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Debug;

    #[derive(Data, Debug, Eq, Ord, PartialEq, PartialOrd)]
    enum Fruit {
        Apple,
        Pear(u8),
        Plum { is_ripe: bool, from: Option<String> },
        Mix(i32, u64),
    }

    #[derive(Data, Debug, PartialEq)]
    #[data(camel_case)]
    struct Basket {
        best_fruit: Fruit,
        #[data(optional)]
        owner: Option<String>,
        #[data(optional)]
        weight: f64,
    }

    fn survives<T: Data + Debug + PartialEq>(what: &T) {
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
        survives(&(Some(1.5), vec![true, false], "text".to_owned(), None::<bool>));
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
        assert_eq!(Value::List(vec![Value::Truth(true); 3]).read::<(bool, bool)>(), Err(Mismatch));
    }
}
