//! What must hold in every world. It knows the browser and the person's wishes, and nothing of the engine's rules.

use super::case::Case;
use super::world::World;
use crate::sim::{SIGN_IN, Sim, SimTab, host, region_of};
use clean_exit::engine::id::TabId;
use clean_exit::engine::receipt::{Kind, Line, Proof, Receipt, Verdict};
use clean_exit::engine::run::Ending;
use clean_exit::engine::scope::Jar;
use clean_exit::engine::site::Host;
use clean_exit::engine::sweep::Cookie;

/// What nobody asked to have removed.
pub(super) fn is_neighbour(cookie: &Cookie, case: &Case) -> bool {
    let is_account = ["ESTSAUTH", "SignInStateCookie"].contains(&cookie.name.as_str())
        || case.scope.device_cookies && cookie.name == "buid";
    !(case.covered.contains(&cookie.domain) && (cookie.domain != host(SIGN_IN) || is_account))
}

/// What is none of the run's business and is not what it was; the tabs of others, in any world.
pub(super) fn out_of_scope(world: &World) -> Option<&'static str> {
    let private = world.sim.private.as_deref();
    let is_as_it_was = |(id, tab): (&TabId, &SimTab)| match private {
        // The person closed the private windows.
        Some(private) if private.tabs.is_empty() && Sim::is_private(*id) => true,
        Some(private) if Sim::is_private(*id) => private.tabs.get(id) == Some(tab),
        Some(_) | None => world.sim.tabs.get(id) == Some(tab),
    };
    let is_untouched = world.others.iter().all(is_as_it_was);
    (!is_untouched).then_some("somebody else's tab was touched")
}

/// A run that goes on for so long goes on for ever. The longest cases take five minutes.
pub(super) fn takes_too_long(world: &World) -> Option<&'static str> {
    let took = world.now - world.run.started().0;
    (600_000 < took).then_some("the run does not end")
}

/// Nothing that is out of scope is in a removal.
pub(super) fn spares_neighbours(case: &Case, world: &World) -> bool {
    let are_there = |before: &Sim, now: &Sim| {
        let neighbours = before.cookies.iter().filter(|cookie| is_neighbour(cookie, case));
        let storage = before.storage.iter().filter(|(host, _)| !case.covered.contains(host));
        neighbours.into_iter().all(|cookie| now.cookies.contains(cookie))
            && storage.into_iter().all(|(host, stored)| now.storage.get(host) == Some(stored))
    };
    // What a private window kept goes with the last of them, when the person closes it.
    let private = case.sim.private.as_deref().zip(world.sim.private.as_deref());
    are_there(&case.sim, &world.sim)
        && private.is_none_or(|(before, now)| now.tabs.is_empty() || are_there(before, now))
}

/// The browser that these windows are of.
pub(super) fn of_jar(sim: &Sim, jar: Jar) -> &Sim {
    if jar == Jar::Private { sim.private.as_deref().unwrap_or(sim) } else { sim }
}

/// A run that is not over waits for something, and a run that is over for nothing.
pub(super) fn waits_or_is_over(world: &World) -> bool {
    !world.awake || world.run.ending().is_some() == world.run.wake_at().is_none()
}

/// What is over and called signed out is signed out, and each line that is called verified is true.
pub(super) fn tells_the_truth(case: &Case, world: &World) -> bool {
    match world.run.ending().filter(|_| world.awake) {
        None => true,
        Some(Ending::NothingFound) => is_cleared(case, &world.sim),
        Some(Ending::CalledOff) => true,
        Some(Ending::Filed { receipt, earlier }) => earlier
            .iter()
            .map(|earlier| &**earlier)
            .chain([receipt])
            .all(|receipt| holds(receipt, case, world)),
    }
}

/// Whether a receipt is true of the windows that it is about.
fn holds(receipt: &Receipt, case: &Case, world: &World) -> bool {
    let sim = of_jar(&world.sim, receipt.jar);
    let is_signed_out = receipt.verdict != Verdict::SignedOut || is_signed_out(case, sim);
    is_signed_out && receipt.lines.iter().all(|line| is_true(line, receipt, case, sim))
}

fn is_signed_out(case: &Case, sim: &Sim) -> bool {
    let sessions = sim.sessions.iter().filter(|domain| case.covered.contains(domain));
    sessions.count() == 0 && is_cleared(case, sim)
}

/// Whether this browser holds nothing of what is covered.
fn is_cleared(case: &Case, sim: &Sim) -> bool {
    open_tabs(case, sim) == 0
        && sim.cookies.iter().all(|cookie| is_neighbour(cookie, case))
        && !sim.storage.keys().any(|host| case.covered.contains(host))
}

fn open_tabs(case: &Case, sim: &Sim) -> usize {
    let is_covered = |it: &Host| case.covered.contains(it) && *it != host(SIGN_IN);
    sim.tabs.values().filter(|tab| tab.host.as_ref().is_some_and(is_covered)).count()
}

fn is_true(line: &Line, receipt: &Receipt, case: &Case, sim: &Sim) -> bool {
    if !matches!(line.proof, Proof::Verified(_)) {
        return true;
    }
    let organisation = line.organisation.as_ref();
    let left_of = |domain: &Host| sim.cookies.iter().any(|cookie| cookie.domain == *domain);
    match line.kind {
        Kind::ServerSession => organisation
            .is_none_or(|host| !sim.sessions.contains(host) && !sim.sessions.contains(&region_of(host))),
        Kind::MicrosoftSession => !sim.sessions.contains(&host(SIGN_IN)),
        Kind::MicrosoftCookies => {
            let account = sim.cookies.iter().filter(|cookie| cookie.domain == host(SIGN_IN));
            account.into_iter().all(|cookie| is_neighbour(cookie, case))
        }
        Kind::Tabs => open_tabs(case, sim) == 0,
        Kind::Cookies => match organisation {
            Some(host) => !left_of(host),
            None => !receipt.organisations.keys().any(|host| left_of(&region_of(host))),
        },
        Kind::LocalStorage => organisation.is_none_or(|host| !sim.storage.contains_key(host)),
        Kind::Caches
        | Kind::Clipboard
        | Kind::Databases
        | Kind::DeviceCookies
        | Kind::Downloads
        | Kind::Entries
        | Kind::Entry
        | Kind::Files
        | Kind::FramedSession
        | Kind::FramedStorage
        | Kind::History
        | Kind::HttpCache
        | Kind::SessionStorage
        | Kind::Workers => true,
    }
}

/// A run that is called off has ended no session and removed no cookie.
pub(super) fn leaves_alone_what_it_was_called_off_from(case: &Case, world: &World) -> bool {
    let called_off = world.awake && world.run.ending() == Some(&Ending::CalledOff);
    let browser_went_on = world.left.restarts == case.budget.restarts;
    !called_off
        || !browser_went_on
        || (case.sim.cookies.is_subset(&world.sim.cookies)
            && case.sim.sessions.is_subset(&world.sim.sessions))
}

/// A second run after one that left nothing here finds nothing and changes nothing.
pub(super) fn is_idempotent(world: &World) -> bool {
    match (&world.before, world.run.ending()) {
        (Some(before), Some(ending)) => *ending == Ending::NothingFound && world.sim == *before,
        (_, _) => true,
    }
}

/// Whether clicking again must change nothing.
pub(super) fn has_cleared(world: &World) -> bool {
    let receipt = match world.run.ending() {
        Some(Ending::Filed { receipt, .. }) => receipt,
        Some(Ending::NothingFound | Ending::CalledOff) | None => return false,
    };
    matches!(receipt.verdict, Verdict::SignedOut | Verdict::ClearedHere)
}
