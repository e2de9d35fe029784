//! Typed bindings to the browser's extension interface: one file a namespace, data in and data out.

pub mod i18n;
pub mod port;
