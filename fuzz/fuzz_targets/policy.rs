//! tests/fuzz/policy.rs tells what is fed with these bytes, and what must hold.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    targets::policy::follow(bytes);
});

#[path = "../../tests/fuzz/mod.rs"]
mod targets;
