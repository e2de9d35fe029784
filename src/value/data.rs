//! What each kind of data is written as, and how it is read.

use super::{Value, Writer};

/// Something that can be written into a [`Value`] and read out of one; derived for types that are made of such.
///
/// A value is read into one that is there already. So what goes through a type's fields is one call for each,
/// and nothing has to be put together, moved or thrown away where something does not fit.
pub trait Data {
    /// Something to read into. Nobody sees it before all of it was read.
    fn blank(blank: Blank) -> Self
    where
        Self: Sized;

    /// Writes it.
    fn write(&self, to: &mut Writer);

    /// Reads it; `false` if this is not what it is written as.
    #[must_use]
    fn read(&mut self, from: &Value, blank: Blank) -> bool;
}

/// Only who reads a value has one, so that no other code can make something blank, such as a proof of nothing.
#[derive(Clone, Copy, Debug)]
pub struct Blank(pub(super) ());

/// The widest of ours are times in milliseconds, and fit.
macro_rules! whole_numbers {
    ($($kind:ty)*) => {
        $(
            impl Data for $kind {
                fn blank(_: Blank) -> Self {
                    0
                }

                fn write(&self, to: &mut Writer) {
                    to.put(Value::Number(*self as f64));
                }

                fn read(&mut self, from: &Value, _: Blank) -> bool {
                    let read = from.whole().and_then(|whole| whole.try_into().ok());
                    *self = read.unwrap_or_default();
                    read.is_some()
                }
            }
        )*
    };
}

whole_numbers! { i32 u8 u16 u32 u64 }

impl Data for f64 {
    fn blank(_: Blank) -> Self {
        0.0
    }

    fn write(&self, to: &mut Writer) {
        to.put(Value::Number(*self));
    }

    fn read(&mut self, from: &Value, _: Blank) -> bool {
        let Value::Number(number) = from else { return false };
        *self = *number;
        true
    }
}

impl Data for bool {
    fn blank(_: Blank) -> Self {
        false
    }

    fn write(&self, to: &mut Writer) {
        to.put(Value::Truth(*self));
    }

    fn read(&mut self, from: &Value, _: Blank) -> bool {
        let Value::Truth(truth) = from else { return false };
        *self = *truth;
        true
    }
}

impl Data for String {
    fn blank(_: Blank) -> Self {
        Self::new()
    }

    fn write(&self, to: &mut Writer) {
        to.put(Value::Text(self.clone()));
    }

    fn read(&mut self, from: &Value, _: Blank) -> bool {
        let Value::Text(text) = from else { return false };
        self.clone_from(text);
        true
    }
}

impl Data for Value {
    fn blank(_: Blank) -> Self {
        Self::Nothing
    }

    fn write(&self, to: &mut Writer) {
        to.put(self.clone());
    }

    fn read(&mut self, from: &Value, _: Blank) -> bool {
        self.clone_from(from);
        true
    }
}

impl<T: Data> Data for Option<T> {
    fn blank(_: Blank) -> Self {
        None
    }

    fn write(&self, to: &mut Writer) {
        match self {
            Some(some) => some.write(to),
            None => to.put(Value::Nothing),
        }
    }

    fn read(&mut self, from: &Value, blank: Blank) -> bool {
        *self = None;
        from.is_nothing() || self.insert(T::blank(blank)).read(from, blank)
    }
}

impl<T: Data> Data for Box<T> {
    fn blank(blank: Blank) -> Self {
        Self::new(T::blank(blank))
    }

    fn write(&self, to: &mut Writer) {
        (**self).write(to);
    }

    fn read(&mut self, from: &Value, blank: Blank) -> bool {
        (**self).read(from, blank)
    }
}

impl<T: Data> Data for Vec<T> {
    fn blank(_: Blank) -> Self {
        Self::new()
    }

    fn write(&self, to: &mut Writer) {
        let mut parts = to.list();
        for item in self {
            parts.write(item);
        }
        parts.end();
    }

    fn read(&mut self, from: &Value, blank: Blank) -> bool {
        let Value::List(items) = from else { return false };
        for item in items {
            let mut read = T::blank(blank);
            if !read.read(item, blank) {
                return false;
            }
            self.push(read);
        }
        true
    }
}

impl<T: Data, const COUNT: usize> Data for [T; COUNT] {
    fn blank(blank: Blank) -> Self {
        std::array::from_fn(|_| T::blank(blank))
    }

    fn write(&self, to: &mut Writer) {
        let mut parts = to.list();
        for item in self {
            parts.write(item);
        }
        parts.end();
    }

    fn read(&mut self, from: &Value, blank: Blank) -> bool {
        let mut parts = from.parts("", blank);
        for item in self {
            parts.read(item);
        }
        parts.end()
    }
}

macro_rules! tuples {
    ($($($name:ident)*;)*) => {
        $(
            #[expect(non_snake_case, reason = "each part is named like its type")]
            impl<$($name: Data),*> Data for ($($name,)*) {
                fn blank(blank: Blank) -> Self {
                    ($($name::blank(blank),)*)
                }

                fn write(&self, to: &mut Writer) {
                    let ($($name,)*) = self;
                    let mut parts = to.list();
                    $(parts.write($name);)*
                    parts.end();
                }

                fn read(&mut self, from: &Value, blank: Blank) -> bool {
                    let ($($name,)*) = self;
                    let mut parts = from.parts("", blank);
                    $(parts.read($name);)*
                    parts.end()
                }
            }
        )*
    };
}

tuples! { A B; A B C; A B C D; }
