//! `#[derive(Data)]`: how a type is written into a `Value` and read out of it.
//!
//! What it writes are calls of the few functions in `src/value/`, one for a field, with no code of the type's own:
//! serde's derive made the WASM a fifth longer.
//!
//! | attribute | on | means |
//! | --- | --- | --- |
//! | `#[data(camel_case)]` | struct | Fields are `windowId` outside, not `window_id`. |
//! | `#[data(transparent)]` | struct | It is written as its only field. Tuple structs of one field always are. |
//! | `#[data(all_optional)]` | struct | As if each field were optional. |
//! | `#[data(optional)]` | field | It may be missing when it is read, and is left out when it is nothing. |
//! | `#[data(name = "type")]` | field | Its name outside. |
//!
//! Variants are `snake_case` outside. A field that is missing is empty, zero, false, or the first variant.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Data, DeriveInput, Fields, Ident, LitStr, Result, Type, parse_macro_input};

/// Derives `Data`.
#[proc_macro_derive(Data, attributes(data))]
pub fn derive(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let marks = Marks::of(&input.attrs)?;
    let Body { blank, write, read } = match &input.data {
        Data::Struct(data) => of_struct(&data.fields, &marks)?,
        Data::Enum(data) => of_enum(data)?,
        Data::Union(_) => return Err(syn::Error::new_spanned(&input.ident, "a union is no data")),
    };
    let name = &input.ident;
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(::clean_exit::value::Data));
    }
    let (before, after, wheres) = generics.split_for_impl();
    Ok(quote! {
        impl #before ::clean_exit::value::Data for #name #after #wheres {
            fn blank(blank: ::clean_exit::value::Blank) -> Self {
                #blank
            }

            fn write(&self, to: &mut ::clean_exit::value::Writer) {
                #write
            }

            fn read(&mut self, from: &::clean_exit::value::Value, blank: ::clean_exit::value::Blank) -> bool {
                #read
            }
        }
    })
}

/// The bodies of the three functions.
struct Body {
    blank: TokenStream,
    write: TokenStream,
    read: TokenStream,
}

/// The attributes of a type or a field.
#[derive(Default)]
struct Marks {
    camel_case: bool,
    transparent: bool,
    optional: bool,
    name: Option<String>,
}

impl Marks {
    fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut marks = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("data")) {
            attribute.parse_nested_meta(|meta| {
                match meta.path.get_ident().map(Ident::to_string).as_deref() {
                    Some("camel_case") => marks.camel_case = true,
                    Some("transparent") => marks.transparent = true,
                    Some("optional" | "all_optional") => marks.optional = true,
                    Some("name") => marks.name = Some(meta.value()?.parse::<LitStr>()?.value()),
                    Some(_) | None => return Err(meta.error("data has no such attribute")),
                }
                Ok(())
            })?;
        }
        Ok(marks)
    }
}

/// The parts of a struct or a variant.
struct Parts {
    /// What each is bound to.
    bound: Vec<Ident>,
    types: Vec<Type>,
    /// The names outside, with a question mark before what is optional; none for parts that have no names.
    names: Option<String>,
    /// What stands in a pattern or an expression after the name.
    pattern: TokenStream,
}

impl Parts {
    fn of(fields: &Fields, marks: &Marks) -> Result<Self> {
        let mut names = Vec::new();
        let mut bound = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            let of_field = Marks::of(&field.attrs)?;
            let name = field.ident.as_ref().map(Ident::to_string).unwrap_or_default();
            let name = of_field.name.unwrap_or(if marks.camel_case { camel_case(&name) } else { name });
            names.push(if of_field.optional || marks.optional { format!("?{name}") } else { name });
            bound.push(format_ident!("part_{at}"));
        }
        let fields_named = fields.iter().filter_map(|field| field.ident.as_ref());
        let pattern = match fields {
            Fields::Named(_) => quote!({ #(#fields_named: #bound),* }),
            Fields::Unnamed(_) => quote!((#(#bound),*)),
            Fields::Unit => TokenStream::new(),
        };
        let names = matches!(fields, Fields::Named(_)).then(|| names.join(" "));
        let types = fields.iter().map(|field| field.ty.clone()).collect();
        Ok(Self { bound, types, names, pattern })
    }

    /// Whether the whole is written as its only part.
    const fn is_wrapper(&self) -> bool {
        self.names.is_none() && self.bound.len() == 1
    }

    fn write(&self) -> TokenStream {
        let bound = &self.bound;
        let parts = match &self.names {
            Some(names) => quote!(to.fields(#names)),
            None => quote!(to.list()),
        };
        quote! {
            let mut parts = #parts;
            #(parts.write(#bound);)*
            parts.end();
        }
    }

    fn read(&self, from: &TokenStream) -> TokenStream {
        let bound = &self.bound;
        let names = self.names.as_deref().unwrap_or_default();
        quote! {
            let mut parts = #from.parts(#names, blank);
            #(parts.read(#bound);)*
            parts.end()
        }
    }
}

fn of_struct(fields: &Fields, marks: &Marks) -> Result<Body> {
    let mut parts = Parts::of(fields, marks)?;
    if marks.transparent {
        parts.names = None;
    }
    let Parts { bound, pattern, .. } = &parts;
    let (write, read) = match bound.as_slice() {
        [only] if parts.is_wrapper() => (
            quote!(::clean_exit::value::Data::write(#only, to)),
            quote!(::clean_exit::value::Data::read(#only, from, blank)),
        ),
        _ => (parts.write(), parts.read(&quote!(from))),
    };
    Ok(Body {
        blank: quote! {
            #(let #bound = ::clean_exit::value::Data::blank(blank);)*
            Self #pattern
        },
        write: quote! {
            let Self #pattern = self;
            #write
        },
        read: quote! {
            let Self #pattern = self;
            #read
        },
    })
}

fn of_enum(data: &syn::DataEnum) -> Result<Body> {
    let names: Vec<String> =
        data.variants.iter().map(|variant| snake_case(&variant.ident.to_string())).collect();
    let names = names.join(" ");
    let mut write = Vec::new();
    let mut read = Vec::new();
    let mut blank = None;
    for (at, variant) in data.variants.iter().enumerate() {
        let name = &variant.ident;
        let parts = Parts::of(&variant.fields, &Marks::default())?;
        let Parts { bound, types, pattern, .. } = &parts;
        let blanks = quote!(#(let #bound: #types = ::clean_exit::value::Data::blank(blank);)*);
        blank.get_or_insert_with(|| quote!(#blanks Self::#name #pattern));
        let (written, was_read) = match (bound.as_slice(), &variant.fields) {
            (_, Fields::Unit) => (quote!(to.variant(#names, #at)), quote!(content.is_nothing())),
            ([only], _) if parts.is_wrapper() => (
                quote! {
                    to.variant(#names, #at);
                    ::clean_exit::value::Data::write(#only, to);
                    to.under_name();
                },
                quote!(::clean_exit::value::Data::read(&mut #only, content, blank)),
            ),
            (_, _) => {
                let (written, was_read) = (parts.write(), parts.read(&quote!(content)));
                (quote!(to.variant(#names, #at); #written to.under_name();), {
                    quote!({ #(let #bound = &mut #bound;)* #was_read })
                })
            }
        };
        write.push(quote!(Self::#name #pattern => { #written }));
        read.push(quote! {
            #at => {
                #(let mut #bound: #types = ::clean_exit::value::Data::blank(blank);)*
                let fits = #was_read;
                *self = Self::#name #pattern;
                fits
            }
        });
    }
    if data.variants.iter().all(|variant| variant.fields.is_empty()) {
        return Ok(of_words(data, &names));
    }
    Ok(Body {
        blank: blank.unwrap_or_default(),
        write: quote!(match self { #(#write)* }),
        read: quote! {
            let (at, content) = from.variant(#names);
            match at {
                #(#read)*
                _ => false,
            }
        },
    })
}

/// An enum without content is a word.
fn of_words(data: &syn::DataEnum, names: &str) -> Body {
    let variants: Vec<&Ident> = data.variants.iter().map(|variant| &variant.ident).collect();
    let at: Vec<usize> = (0..variants.len()).collect();
    let first = variants.first();
    Body {
        blank: quote!(let _ = blank; Self::#first),
        write: quote!(to.variant(#names, match self { #(Self::#variants => #at,)* })),
        read: quote! {
            let _ = blank;
            *self = match from.word(#names) {
                #(#at => Self::#variants,)*
                _ => return false,
            };
            true
        },
    }
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| {
        let mut letters = word.chars();
        let start = letters.next().map(|letter| letter.to_ascii_uppercase());
        text + &start.map(String::from).unwrap_or_default() + letters.as_str()
    })
}

fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_outside() {
        assert_eq!(camel_case("has_cross_site_ancestor"), "hasCrossSiteAncestor");
        assert_eq!(camel_case("id"), "id");
        assert_eq!(snake_case("SignedOutPage"), "signed_out_page");
    }
}
