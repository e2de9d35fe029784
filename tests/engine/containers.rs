//! Whole runs where the CRM is in containers of Firefox: each session is ended in its own place, and what lies outside
//! of a container proves nothing for it.

use crate::sim::bench::{Bench, no_fault};
use crate::sim::{APP, SIGN_IN, Sim, cookie, host, region_of};
use clean_exit::engine::effect::Effect;
use clean_exit::engine::receipt::{Kind, Proof, Remains, ServerSays, Unverifiable};
use clean_exit::engine::sweep::{Container, Cookie};

const CONTOSO: &str = "contoso.crm4.dynamics.com";

/// What is looked at in one place of several.
const LOOKED: [Kind; 7] = [
    Kind::LocalStorage,
    Kind::SessionStorage,
    Kind::Databases,
    Kind::Caches,
    Kind::Workers,
    Kind::Files,
    Kind::Entry,
];

fn container(number: u32) -> Container {
    Container::of_store(&format!("firefox-container-{number}")).unwrap()
}

fn run(sim: Sim) -> Bench {
    to_the_end(Bench::click(sim))
}

/// Goes on to the end, and asserts that nothing of the CRM is left in any container.
fn to_the_end(mut bench: Bench) -> Bench {
    bench.go_on(no_fault);
    let left = bench.sim.contained_cookies();
    assert!(left.iter().all(|cookie| !is_in_scope(cookie)), "{left:?}");
    assert!(bench.sim.contained.values().all(|inner| inner.storage.is_empty()));
    let is_sign_in = |tab: &crate::sim::SimTab| tab.host == Some(host(SIGN_IN));
    assert!(!bench.sim.tabs.values().any(is_sign_in), "a page of the sign-out is left");
    bench
}

fn is_in_scope(cookie: &Cookie) -> bool {
    clean_exit::engine::scope::Scope::default().owner(cookie).is_some()
}

fn assert_ended(bench: &mut Bench) {
    assert!(bench.sim.sessions.is_empty(), "{:?}", bench.sim.sessions);
    for (container, inner) in &bench.sim.contained {
        assert!(!inner.sessions.contains(&region_of(&host(CONTOSO))), "{container:?}");
    }
    assert_eq!(
        bench.proof(Kind::ServerSession),
        Proof::from_server(ServerSays::SignedOut, ServerSays::SignedOut)
    );
}

#[test]
fn a_session_outside_and_one_in_each_container_are_ended_each_in_its_place() {
    let sim = Sim::new().signed_in(CONTOSO, APP);
    let sim = sim.signed_in_contained(&container(2), CONTOSO).signed_in_contained(&container(7), CONTOSO);
    let mut bench = run(sim);
    assert_ended(&mut bench);
    for kind in LOOKED {
        assert_eq!(bench.proof(kind), Proof::Unverifiable(Unverifiable::BrowserCannotLook), "{kind:?}");
    }
    assert!(matches!(bench.proof(Kind::Cookies), Proof::Verified(_)));
}

#[test]
fn wherever_the_background_dies_each_session_is_ended_in_its_place() {
    for count in 0..40 {
        let sim = Sim::new().signed_in(CONTOSO, APP).signed_in_contained(&container(2), CONTOSO);
        let mut bench = Bench::click(sim);
        bench.some_effects(count);
        bench.restart_background();
        let mut bench = to_the_end(bench);
        assert_ended(&mut bench);
    }
}

#[test]
fn a_session_in_a_container_alone_is_ended_there() {
    let mut bench = run(Sim::new().signed_in_contained(&container(2), CONTOSO));
    assert_ended(&mut bench);
    assert_eq!(bench.proof(Kind::MicrosoftSession), Proof::from_sign_out_page(true));
}

#[test]
fn a_server_that_keeps_the_session_of_a_container_is_found_out() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP).signed_in_contained(&container(2), CONTOSO);
    for inner in sim.contained.values_mut() {
        inner.liars.insert(host(CONTOSO));
    }
    assert_eq!(run(sim).proof(Kind::ServerSession), Proof::Failed(Remains::NotEnded));
}

#[test]
fn a_session_that_begins_in_a_container_when_signing_out_is_over_is_found_out() {
    let mut bench = Bench::click(Sim::new().signed_in(CONTOSO, APP));
    bench.effects_until(|effect| matches!(effect, Effect::AskServer { .. }));
    bench.sim = std::mem::take(&mut bench.sim).signed_in_contained(&container(3), CONTOSO);
    bench.go_on(no_fault);
    assert_eq!(bench.proof(Kind::ServerSession), Proof::Failed(Remains::NotEnded));
    assert!(bench.sim.contained_cookies().iter().all(|cookie| !is_in_scope(cookie)));
}

#[test]
fn a_session_of_the_sign_in_service_in_a_container_is_not_called_over_by_a_sign_out_outside() {
    for is_elsewhere in [false, true] {
        let mut sim = Sim::new().signed_in(CONTOSO, APP);
        if is_elsewhere {
            sim = sim.signed_in_contained(&container(2), CONTOSO);
            for inner in sim.contained.values_mut() {
                inner.cookies.retain(|cookie| cookie.domain == host(SIGN_IN));
                inner.storage.clear();
            }
        }
        let bench = run(sim);
        assert_eq!(bench.proof(Kind::MicrosoftSession), Proof::from_sign_out_page(!is_elsewhere));
    }
}

#[test]
fn a_product_that_is_asked_at_its_door_is_not_called_ended_in_a_container_by_a_look_outside() {
    let finance = "contoso.operations.dynamics.com";
    let mut sim = Sim::new().signed_in_contained(&container(2), CONTOSO);
    for inner in sim.contained.values_mut() {
        *inner = Sim { cookies: [cookie(finance, ".AspNet.ApplicationCookie")].into(), ..Sim::default() };
    }
    let bench = run(sim);
    assert_eq!(bench.proof(Kind::ServerSession), Proof::Unverifiable(Unverifiable::BrowserCannotLook));
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
