//! A report of the page agent, whatever it holds, is read and decided on until something ends it, and nothing panics.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    targets::course::follow(bytes);
});

#[path = "../../tests/fuzz/mod.rs"]
mod targets;
