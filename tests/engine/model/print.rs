//! A run as a number, from the form in which it is written down: its fields are private, its journal is not.

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use std::fmt::Display;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The number, at this time.
pub(super) fn print(value: &impl Serialize, now: u64) -> u64 {
    let mut printer = Printer { hasher: DefaultHasher::new(), now, is: Is::Plain };
    value.serialize(&mut printer).unwrap();
    printer.hasher.finish()
}

/// What is being printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Is {
    Plain,
    /// When a run began, and how long its steps took.
    Header,
    /// Effects in flight: their order counts, their numbers do not.
    Owed,
    /// A deadline counts by what is left of it.
    Deadline,
    /// A receipt holds times.
    Receipt,
}

impl Is {
    fn named(name: &str) -> Self {
        match name {
            "Header" => Self::Header,
            "Owed" => Self::Owed,
            "Deadline" => Self::Deadline,
            "Receipt" => Self::Receipt,
            _ => Self::Plain,
        }
    }
}

struct Printer {
    hasher: DefaultHasher,
    now: u64,
    is: Is,
}

/// A part with a place of its own: what it is inside of is restored at its end.
struct Part<'a> {
    printer: &'a mut Printer,
    is: Is,
}

impl Printer {
    fn note(&mut self, value: impl Hash) -> Result<(), Never> {
        value.hash(&mut self.hasher);
        Ok(())
    }

    fn part(&mut self, name: impl Hash, is: Is) -> Result<Part<'_>, Never> {
        name.hash(&mut self.hasher);
        Ok(Part { printer: self, is })
    }
}

impl Part<'_> {
    fn item(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Never> {
        self.printer.note(1_u8)?;
        value.serialize(&mut *self.printer)
    }

    fn field(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> Result<(), Never> {
        match (self.is, name) {
            (Is::Header, "started" | "round_began" | "step_began" | "steps") => Ok(()),
            (Is::Receipt, "run" | "ended" | "earlier" | "steps") => Ok(()),
            (Is::Owed, "next") => Ok(()),
            (Is::Owed, "effects") | (Is::Deadline, "set") => {
                self.printer.is = self.is;
                let result = value.serialize(&mut *self.printer);
                self.printer.is = Is::Plain;
                result
            }
            (_, _) => {
                self.printer.note(name)?;
                self.item(value)
            }
        }
    }

    fn close(self) -> Result<(), Never> {
        self.printer.note(0_u8)
    }
}

/// Printing cannot fail.
#[derive(Debug)]
struct Never;

impl Display for Never {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("printing failed")
    }
}

impl std::error::Error for Never {}

impl serde::ser::Error for Never {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

macro_rules! noted {
    ($($name:ident: $kind:ty),* $(,)?) => {
        $(fn $name(self, value: $kind) -> Result<(), Never> {
            self.note(value)
        })*
    };
}

impl<'a> Serializer for &'a mut Printer {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Part<'a>;
    type SerializeTuple = Part<'a>;
    type SerializeTupleStruct = Part<'a>;
    type SerializeTupleVariant = Part<'a>;
    type SerializeMap = Part<'a>;
    type SerializeStruct = Part<'a>;
    type SerializeStructVariant = Part<'a>;

    noted! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_char: char, serialize_str: &str,
        serialize_bytes: &[u8],
    }

    fn serialize_u64(self, value: u64) -> Result<(), Never> {
        let is_set = self.is == Is::Deadline;
        self.note(if is_set { self.now.wrapping_sub(value) } else { value })
    }

    fn serialize_f32(self, value: f32) -> Result<(), Never> {
        self.note(value.to_bits())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Never> {
        self.note(value.to_bits())
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.note(0_u8)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        self.note(1_u8)?;
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        self.note(())
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<(), Never> {
        self.note(name)
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, _: &'static str) -> Result<(), Never> {
        self.note(index)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        self.note(index)?;
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Part<'a>, Never> {
        self.part("seq", Is::Plain)
    }

    fn serialize_tuple(self, _: usize) -> Result<Part<'a>, Never> {
        self.part("tuple", Is::Plain)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Part<'a>, Never> {
        self.part("tuple", Is::Plain)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Part<'a>, Never> {
        self.part(index, Is::Plain)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Part<'a>, Never> {
        let is = std::mem::replace(&mut self.is, Is::Plain);
        self.part("map", is)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Part<'a>, Never> {
        self.part("struct", Is::named(name))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Part<'a>, Never> {
        self.part(index, Is::Plain)
    }
}

impl SerializeMap for Part<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        if self.is == Is::Owed { Ok(()) } else { self.item(key) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.item(value)
    }

    fn end(self) -> Result<(), Never> {
        self.close()
    }
}

macro_rules! of_items {
    ($($kind:ident::$method:ident),* $(,)?) => {
        $(impl $kind for Part<'_> {
            type Ok = ();
            type Error = Never;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
                self.item(value)
            }

            fn end(self) -> Result<(), Never> {
                self.close()
            }
        })*
    };
}

of_items! {
    SerializeSeq::serialize_element, SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field, SerializeTupleVariant::serialize_field,
}

macro_rules! of_fields {
    ($($kind:ident),* $(,)?) => {
        $(impl $kind for Part<'_> {
            type Ok = ();
            type Error = Never;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Never> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Never> {
                self.close()
            }
        })*
    };
}

of_fields! { SerializeStruct, SerializeStructVariant }
