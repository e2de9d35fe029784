//! Organisations that an administrator lets nobody leave out: a run of one organisation covers them, too.

use crate::sim::bench::{Bench, no_fault};
use crate::sim::{APP, Sim, cookie, host};
use clean_exit::engine::effect::{Cookies, Tab, Tabs};
use clean_exit::engine::id::{TabId, WindowId};
use clean_exit::engine::receipt::Verdict;
use clean_exit::engine::scope::{Jar, Reach, Scope};
use clean_exit::engine::site::Host;

const CONTOSO: &str = "contoso.crm4.dynamics.com";
const ADVENTURE: &str = "adventure-works.crm.dynamics.com";

fn scope(reach: Reach, listed: &[&str]) -> Scope {
    let may_stay = listed.iter().map(|name| host(name)).collect();
    Scope { reach, may_stay: Some(may_stay), ..Scope::default() }
}

#[test]
fn what_may_not_stay_goes_with_the_one_in_front() {
    let front = Tab {
        id: TabId(1),
        window: WindowId(1),
        jar: Jar::Ordinary,
        is_shown: true,
        is_discarded: false,
        host: Some(host("contoso.crm4.dynamics.com")),
    };
    let behind = Tab { is_shown: false, host: Some(host("hr.crm.dynamics.com")), ..front.clone() };
    let private = Tab { jar: Jar::Private, host: Some(host("p.crm.dynamics.com")), ..behind.clone() };
    let tabs = Tabs { tabs: vec![front, behind, private], focused: Some(WindowId(1)), ..Tabs::default() };
    let of = |name| cookie(name, "ReqClientId");
    let cookies = vec![of("fabrikam.crm4.dynamics.com"), of("crm4.dynamics.com"), of("news.example")];
    let cookies = Cookies { cookies, ..Cookies::default() };
    let covered = |reach, listed: &[&str]| {
        let Reach::Only(all) = scope(reach, listed).in_front(&tabs, &cookies).reach else {
            panic!("not settled")
        };
        all.iter().map(Host::to_string).collect::<Vec<_>>()
    };
    let (contoso, fabrikam, hr) =
        ("contoso.crm4.dynamics.com", "fabrikam.crm4.dynamics.com", "hr.crm.dynamics.com");
    for reach in [Reach::Front, Reach::OnlyFront] {
        assert_eq!(covered(reach.clone(), &[]), [contoso, fabrikam, hr]);
        assert_eq!(covered(reach.clone(), &["crm4.dynamics.com"]), [contoso, hr]);
        assert_eq!(covered(reach.clone(), &[hr, contoso]), [contoso, fabrikam]);
        assert_eq!(covered(reach, &["dynamics.com"]), [contoso]);
    }
}

#[test]
fn a_run_of_the_one_in_front_takes_along_what_may_not_stay_and_says_so() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP).signed_in(ADVENTURE, APP);
    for tab in sim.tabs.values_mut() {
        tab.shown = tab.host == Some(host(CONTOSO));
    }
    let covered = |listed: &[&str]| {
        let mut bench = Bench::ordered(sim.clone(), scope(Reach::OnlyFront, listed));
        bench.go_on(no_fault);
        assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
        let named: Vec<_> = bench.receipt().organisations.keys().map(Host::to_string).collect();
        (named, bench.sim.sessions.len(), bench.sim.organisation_tabs())
    };
    assert_eq!(covered(&["crm.dynamics.com"]), (vec![CONTOSO.to_owned()], 1, 1));
    assert_eq!(covered(&["crm4.dynamics.com"]), (vec![ADVENTURE.to_owned(), CONTOSO.to_owned()], 0, 0));
}
