//! Whole runs with a scope of their own: one organisation, the account kept, and what goes only by choice.

use crate::sim::bench::{Bench, Fault, no_fault};
use crate::sim::{APP, Sim, cookie, host, region_of};
use clean_exit::engine::effect::{Effect, Failure, Hosts, Outcome};
use clean_exit::engine::receipt::{Kind, Proof, Remains, Unverifiable, Verdict, Way};
use clean_exit::engine::run::{Ending, Event, Issued, Preview};
use clean_exit::engine::scope::{Account, Entries, Extras, Reach, Scope};
use clean_exit::engine::site::Host;
use clean_exit::engine::time::Time;

const CONTOSO: &str = "contoso.crm4.dynamics.com";
const FABRIKAM: &str = "fabrikam.crm4.dynamics.com";
const ADVENTURE: &str = "adventure-works.crm.dynamics.com";

fn run(sim: Sim, scope: Scope) -> Bench {
    let mut bench = Bench::ordered(sim, scope);
    bench.go_on(no_fault);
    bench
}

fn only(organisation: &str) -> Scope {
    Scope { reach: Reach::Only([host(organisation)].into()), ..Scope::default() }
}

/// What the browser holds of these hosts.
fn held(bench: &Bench, domains: &[&str]) -> usize {
    bench.sim.cookies.iter().filter(|cookie| domains.contains(&cookie.domain.as_str())).count()
}

#[test]
fn only_the_organisation_that_was_asked_for_is_signed_out_of() {
    let sim = Sim::new().signed_in(CONTOSO, APP).signed_in(ADVENTURE, APP);
    let bench = run(sim, only(CONTOSO));
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
    assert_eq!(bench.receipt().organisations.keys().collect::<Vec<_>>(), [&host(CONTOSO)]);
    assert_eq!(held(&bench, &[CONTOSO, "crm4.dynamics.com"]), 0);
    assert_eq!(held(&bench, &[ADVENTURE, "crm.dynamics.com"]), 2);
    assert!(bench.sim.storage.contains_key(&host(ADVENTURE)));
    assert_eq!(bench.sim.organisation_tabs(), 1);
    assert!(bench.receipt().ended_too.is_empty());
}

#[test]
fn an_organisation_that_shares_the_session_is_named() {
    let sim = Sim::new().signed_in(CONTOSO, APP).signed_in(FABRIKAM, APP);
    let bench = run(sim, only(CONTOSO));
    assert_eq!(bench.receipt().ended_too, [host(FABRIKAM)].into());
    assert_eq!(held(&bench, &[FABRIKAM]), 1, "its own cookie stays");
    assert_eq!(held(&bench, &["crm4.dynamics.com"]), 0, "the region's cookie cannot");
    assert!(bench.sim.storage.contains_key(&host(FABRIKAM)));
    assert_eq!(bench.sim.organisation_tabs(), 1);
}

#[test]
fn the_organisation_in_front_is_the_one_that_its_window_shows() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP).signed_in(ADVENTURE, APP);
    for tab in sim.tabs.values_mut() {
        tab.shown = tab.host == Some(host(ADVENTURE));
    }
    let bench = run(sim, Scope { reach: Reach::Front, ..Scope::default() });
    assert_eq!(bench.receipt().organisations.keys().collect::<Vec<_>>(), [&host(ADVENTURE)]);
    assert_eq!(held(&bench, &[CONTOSO, "crm4.dynamics.com"]), 2);
}

#[test]
fn an_account_that_is_kept_is_not_called_signed_out() {
    let scope = Scope { account: Account::Kept, ..Scope::default() };
    let bench = run(Sim::new().signed_in(CONTOSO, APP), scope);
    let receipt = bench.receipt();
    assert_eq!(receipt.verdict, Verdict::ClearedHere);
    assert_eq!(receipt.organisations[&host(CONTOSO)].way, Way::AccountKept);
    assert_eq!(bench.proof(Kind::ServerSession), Proof::Failed(Remains::AccountKept));
    assert!(!receipt.lines.iter().any(|line| line.kind == Kind::Entry), "nothing is opened again");
    assert_eq!(held(&bench, &["login.microsoftonline.com"]), 3);
    assert_eq!(held(&bench, &[CONTOSO, "crm4.dynamics.com"]), 0);
    assert!(bench.sim.sessions.contains(&region_of(&host(CONTOSO))), "no way out was taken");
    assert_eq!(bench.sim.organisation_tabs(), 0);
}

#[test]
fn device_cookies_go_when_they_are_to_go() {
    let scope = Scope { device_cookies: true, ..Scope::default() };
    let bench = run(Sim::new().signed_in(CONTOSO, APP), scope);
    assert_eq!(held(&bench, &["login.microsoftonline.com"]), 0);
    let line = bench.receipt().lines.iter().find(|line| line.kind == Kind::DeviceCookies).unwrap();
    assert_eq!(line.removed, Some(1));
    assert!(matches!(line.proof, Proof::Verified(_)));
}

#[test]
fn history_and_downloads_go_by_choice_and_only_those_of_the_crm() {
    let hosts = [host(CONTOSO), host("news.example"), host("login.microsoftonline.com")];
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
    sim.visits.extend(hosts.clone());
    sim.downloads.extend(hosts.clone());
    sim.entries = 2;

    let kept = run(sim.clone(), Scope::default());
    assert_eq!((kept.sim.visits.len(), kept.sim.downloads.len(), kept.sim.entries), (3, 3, 2));

    let extras =
        Extras { history: true, downloads: true, entries: Entries::Since(Time(5)), ..Extras::default() };
    let bench = run(sim, Scope { extras, ..Scope::default() });
    assert_eq!(bench.sim.visits, [host("news.example")].into());
    assert_eq!(bench.sim.downloads, [host("news.example")].into());
    assert_eq!(bench.sim.entries, 0);
    assert!(matches!(bench.proof(Kind::History), Proof::Verified(_)));
    assert!(matches!(bench.proof(Kind::Downloads), Proof::Verified(_)));
    let removed = |kind| bench.receipt().lines.iter().find(|line| line.kind == kind).unwrap().removed;
    assert_eq!([Kind::History, Kind::Downloads].map(removed), [Some(2), Some(2)]);
    assert_eq!(bench.proof(Kind::Entries), Proof::Unverifiable(Unverifiable::BrowserCannotLook));
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);
}

#[test]
fn what_clearing_itself_visits_is_forgotten_too() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
    sim.clears_by_visit = true;
    let extras = Extras { history: true, ..Extras::default() };
    let mut bench = Bench::ordered(sim, Scope { extras, ..Scope::default() });
    // What was asked for last ends first, so that nothing comes in order by luck.
    while let Some(Issued { id, effect }) = bench.queue.pop_back() {
        let result = bench.perform(id, &effect);
        bench.step(Event::Ended { id, result });
    }
    assert_eq!(bench.sim.visits, [].into());
    assert!(matches!(bench.proof(Kind::History), Proof::Verified(_)));
}

#[test]
fn entries_of_unknown_age_stay_and_the_receipt_says_so() {
    let extras = Extras { entries: Entries::SinceUnknown, ..Extras::default() };
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
    sim.entries = 2;
    let bench = run(sim, Scope { extras, ..Scope::default() });
    assert_eq!(bench.sim.entries, 2);
    assert_eq!(bench.proof(Kind::Entries), Proof::Unverifiable(Unverifiable::SinceUnknown));
    assert_eq!(bench.receipt().verdict, Verdict::Incomplete);
}

#[test]
fn a_door_that_stands_open_is_never_called_signed_out() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
    // A session of the account that no list of cookies shows, as a device that signs in by itself.
    sim.cookies.insert(cookie("device.example", "ESTSAUTH"));
    let bench = run(sim, Scope::default());
    assert_eq!(bench.proof(Kind::Entry), Proof::Failed(Remains::OpensAtOnce));
    assert_eq!(bench.receipt().verdict, Verdict::Incomplete);
}

#[test]
fn the_clipboard_is_emptied_by_choice_and_only_of_what_the_crm_put_there() {
    let chosen = || Scope { extras: Extras { clipboard: true, ..Extras::default() }, ..Scope::default() };
    let copied = Sim { copied: true, ..Sim::new().signed_in(CONTOSO, APP) };

    let kept = run(copied.clone(), Scope::default());
    assert!(kept.sim.copied);

    let bench = run(copied, chosen());
    assert!(!bench.sim.copied);
    assert_eq!(bench.proof(Kind::Clipboard), Proof::Unverifiable(Unverifiable::BrowserCannotLook));
    assert_eq!(bench.receipt().verdict, Verdict::SignedOut);

    let nothing = run(Sim::new().signed_in(CONTOSO, APP), chosen());
    assert!(!nothing.receipt().lines.iter().any(|line| line.kind == Kind::Clipboard));
}

#[test]
fn a_clipboard_that_no_page_could_empty_is_said() {
    let scope = Scope { extras: Extras { clipboard: true, ..Extras::default() }, ..Scope::default() };
    let mut sim = Sim { copied: true, ..Sim::new().signed_in(CONTOSO, APP) };
    sim.offline.insert(host(CONTOSO));
    let bench = run(sim, scope);
    assert_eq!(bench.proof(Kind::Clipboard), Proof::Failed(Remains::RemovalFailed));
}

#[test]
fn where_nobody_can_tell_which_window_is_in_front_nothing_is_done() {
    for reach in [Reach::Front, Reach::OnlyFront] {
        let sim = Sim { hides_focus: true, ..Sim::new().signed_in(CONTOSO, APP).signed_in(ADVENTURE, APP) };
        let before = sim.clone();
        let bench = run(sim, Scope { reach, ..Scope::default() });
        assert_eq!(bench.run.ending(), Some(&Ending::CalledOff));
        assert_eq!((bench.sim.cookies, bench.sim.tabs), (before.cookies, before.tabs));
    }
    let sim = Sim { hides_focus: true, ..Sim::new().signed_in(CONTOSO, APP).signed_in(ADVENTURE, APP) };
    assert_eq!(run(sim, Scope::default()).receipt().organisations.len(), 2, "all need no window in front");
}

#[test]
fn where_the_tabs_cannot_be_listed_nobody_knows_which_is_in_front_and_nothing_is_done() {
    let sim = Sim::new().signed_in(CONTOSO, APP).signed_in(ADVENTURE, APP);
    let before = sim.clone();
    let mut bench = Bench::ordered(sim, Scope { reach: Reach::Front, ..Scope::default() });
    bench.go_on(
        |_, effect| {
            if matches!(effect, Effect::ListTabs) { Fault::Fails(Failure::Broken) } else { Fault::None }
        },
    );
    assert_eq!(bench.run.ending(), Some(&Ending::CalledOff));
    assert_eq!((bench.sim.cookies, bench.sim.tabs), (before.cookies, before.tabs));
}

#[test]
fn a_preview_counts_what_a_run_would_remove_and_touches_nothing() {
    let mut sim = Sim::new().signed_in(CONTOSO, APP);
    sim.cookies.insert(cookie(CONTOSO, "ReqClientId"));
    let before = sim.clone();
    let Ok(Outcome::Tabs(tabs)) = sim.perform(&Effect::ListTabs) else { panic!("no tabs") };
    let Ok(Outcome::Cookies(cookies)) = sim.perform(&Effect::ListCookies) else { panic!("no cookies") };
    let preview = Preview::of(Scope::default(), &tabs, &cookies);
    assert_eq!((&sim.cookies, &sim.tabs), (&before.cookies, &before.tabs));

    let bench = run(sim, Scope::default());
    let of = |kind| {
        let found = preview.found.iter().filter(|found| found.kind == kind);
        found.map(|found| found.count).sum::<u32>()
    };
    let removed = |kind| {
        let lines = &bench.receipt().lines;
        lines.iter().filter(|line| line.kind == kind).filter_map(|line| line.removed).sum::<u32>()
    };
    for kind in [Kind::Tabs, Kind::Cookies, Kind::MicrosoftCookies] {
        assert_eq!(of(kind), removed(kind), "{kind:?}");
        assert_ne!(of(kind), 0, "{kind:?}");
    }
    assert_eq!((of(Kind::ServerSession), of(Kind::MicrosoftSession)), (1, 1));
    let visited: Vec<_> = preview.visited.iter().flat_map(Hosts::iter).map(Host::as_str).collect();
    assert!(visited.contains(&CONTOSO) && visited.contains(&"login.microsoftonline.com"), "{visited:?}");
}
