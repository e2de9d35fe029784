//! Clean Exit: signs people out of Microsoft Dynamics 365 and checks that it worked.
//!
//! `engine` decides and knows no browser; `protocol` holds the types that cross an edge, and `value` their common form;
//! `chrome`, `shell` and `ui` exist in the WASM build only.
//! ARCHITECTURE.md tells how they fit together.

// What `#[derive(Data)]` writes names the crate like this, inside it too.
extern crate self as clean_exit;

#[cfg(target_arch = "wasm32")]
pub mod chrome;
pub mod engine;
pub mod protocol;
pub mod value;

#[cfg(target_arch = "wasm32")]
pub mod shell;
#[cfg(target_arch = "wasm32")]
pub mod ui;
