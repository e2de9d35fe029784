//! Whole runs where the CRM is in a container of Firefox: what lies outside of it proves nothing for it.

use crate::sim::bench::{Bench, no_fault};
use crate::sim::{APP, Sim, host};
use clean_exit::engine::receipt::{Kind, Proof, ServerSays, Unverifiable};
use clean_exit::engine::sweep::Cookie;

const CONTOSO: &str = "contoso.crm4.dynamics.com";
const ENTRA: &str = "login.microsoftonline.com";

fn in_container(cookie: Cookie) -> Cookie {
    Cookie { store: "firefox-container-2".to_owned(), ..cookie }
}

#[test]
fn what_is_in_a_container_is_removed_and_no_look_elsewhere_calls_it_verified() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
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
fn a_session_of_the_sign_in_service_in_a_container_is_not_called_over_by_a_sign_out_outside() {
    for is_elsewhere in [false, true] {
        let mut sim = Sim::new().signed_in(CONTOSO, APP);
        let account: Vec<_> = sim
            .cookies
            .iter()
            .filter(|cookie| cookie.domain == host(ENTRA))
            .cloned()
            .map(in_container)
            .collect();
        assert!(!account.is_empty(), "there is a session to begin with");
        sim.cookies.extend(account.into_iter().filter(|_| is_elsewhere));
        let mut bench = Bench::click(sim);
        bench.go_on(no_fault);
        assert_eq!(bench.proof(Kind::MicrosoftSession), Proof::from_sign_out_page(!is_elsewhere));
    }
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
