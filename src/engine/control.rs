//! From what a page shows to which control to press, open or wait for.
