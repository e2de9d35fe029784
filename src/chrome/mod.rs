//! Typed bindings to the browser's extension interfaces, one file a namespace: data in, data out.
//!
//! *Architecture invariant:* nothing in here decides anything, and nothing in here knows the rest of the project
//! but `value`, the form that all data has on its way.

pub mod action;
pub mod alarms;
pub mod browsing_data;
pub mod context_menus;
pub mod cookies;
pub mod downloads;
pub mod error;
pub mod extension;
pub mod history;
pub mod i18n;
pub mod idle;
pub mod js;
pub mod net_request;
pub mod notifications;
pub mod permissions;
pub mod port;
pub mod runtime;
pub mod scripting;
pub mod sessions;
pub mod storage;
pub mod tabs;
pub mod windows;
