//! Whole runs where the CRM is in a container of Firefox: what lies outside of it proves nothing for it.

use crate::sim::bench::{Bench, no_fault};
use crate::sim::{APP, Sim, host};
use clean_exit::engine::receipt::{Kind, Proof, ServerSays, Unverifiable};
use clean_exit::engine::sweep::Cookie;

const CONTOSO: &str = "contoso.crm4.dynamics.com";

#[test]
fn what_is_in_a_container_is_removed_and_no_look_elsewhere_calls_it_verified() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
    let in_container = |cookie: Cookie| Cookie { store: "firefox-container-2".to_owned(), ..cookie };
    sim.cookies = sim.cookies.into_iter().map(in_container).collect();
    let mut bench = Bench::click(sim);
    bench.go_on(no_fault);
    let looked = [
        Kind::LocalStorage,
        Kind::SessionStorage,
        Kind::Databases,
        Kind::Caches,
        Kind::Workers,
        Kind::Files,
        Kind::Entry,
    ];
    for kind in looked {
        assert_eq!(bench.proof(kind), Proof::Unverifiable(Unverifiable::BrowserCannotLook), "{kind:?}");
    }
    assert!(matches!(bench.proof(Kind::Cookies), Proof::Verified(_)));
    assert!(bench.sim.cookies.iter().all(|cookie| cookie.domain != host(CONTOSO)));
}

#[test]
fn of_several_answers_the_worst_counts() {
    use ServerSays::{Nothing, SignedIn, SignedOut};
    assert_eq!(SignedOut.and(SignedOut), SignedOut);
    for (one, other, worse) in
        [(SignedOut, SignedIn, SignedIn), (SignedOut, Nothing, Nothing), (Nothing, SignedIn, SignedIn)]
    {
        assert_eq!([one.and(other), other.and(one)], [worse, worse]);
    }
}
