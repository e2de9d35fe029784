//! From what was found, removed and looked at to the lines of the receipt.

use super::extras::Forgotten;
use super::witness::Witness;
use super::{Listed, Verified};
use crate::engine::effect::{Cookies, Entry, Storage, Tabs};
use crate::engine::receipt::{
    Check, Kind, Line, Look, Organisation, Proof, Remains, ServerSays, Unverifiable, Way,
};
use crate::engine::run::close::Framed;
use crate::engine::run::findings::Embedding;
use crate::engine::run::sign_out::SignOut;
use crate::engine::run::sweep::Swept;
use crate::engine::scope::{Entries, Jar};
use crate::engine::site::Host;
use crate::engine::sorted::{Map, Set};
use crate::engine::sweep::{Owner, count};

/// What verification comes to.
pub(super) fn verified(
    known: &Swept,
    witnesses: &Map<Host, Witness>,
    forgotten: &[(Kind, Forgotten)],
    listed: &Listed,
) -> Verified {
    let jar = known.closed.ground.scope.jar;
    let nothing = Listed::default();
    let is_let_in = jar == Jar::Ordinary || listed.tabs.as_ref().is_some_and(|tabs| tabs.sees_private);
    // An extension that was shut out of private windows meanwhile sees none, whatever is there.
    let listed = if is_let_in { listed } else { &nothing };
    let mut lines = vec![tabs_line(known, listed)];
    lines.extend(microsoft_session_line(known));
    lines.extend(known.closed.ends.iter().map(|(organisation, end)| {
        let is_unheard = known.unheard.contains(organisation);
        let mut proof = session_proof(end, witnesses.get(organisation), is_unheard);
        let is_asked_outside = !end.product.answers_who_am_i();
        if is_asked_outside && known.closed.ground.is_contained(organisation) {
            proof = taken_back(proof, Unverifiable::BrowserCannotLook);
        }
        line(Kind::ServerSession, Some(organisation), None, without_ending(known, organisation, proof))
    }));
    lines.extend(not_ended_lines(known));
    lines.extend(cookie_lines(known, listed.cookies.as_ref()));
    for (organisation, witness) in witnesses {
        let is_uncleared = known.closed.uncleared.contains(organisation);
        let entry = witness.entry.map(|entry| Proof::from_entry(known_door(entry, witness.server)));
        let first = lines.len();
        lines.extend(entry.map(|proof| line(Kind::Entry, Some(organisation), None, proof)));
        lines.extend(storage_lines(organisation, witness.storage, is_uncleared));
        if known.began_anew && !is_over(known, organisation) {
            take_back(&mut lines, first, Unverifiable::SignedInAgain);
        }
        if known.closed.ground.is_contained(organisation) {
            // What was opened and looked into is one place of several.
            take_back(&mut lines, first, Unverifiable::BrowserCannotLook);
        }
    }
    lines.push(cache_line(known));
    lines.extend(extra_lines(known, forgotten));
    lines.extend(known.closed.framed.iter().map(framed_line));
    lines.extend(unopened_frame_lines(known));
    lines.extend(framed_session_lines(known));
    let organisations = known
        .closed
        .ends
        .iter()
        .map(|(host, end)| (host.clone(), Organisation { product: end.product, way: end.way }))
        .collect();
    if jar == Jar::Private {
        note_private_windows(&mut lines, listed.tabs.as_ref());
    }
    Verified {
        organisations,
        lines,
        ended_too: known.closed.ground.ended_too(),
        given_up: known.closed.ground.given_up(),
        jar,
    }
}

/// Cache and storage of private windows lie in memory: they are gone if no such window is left.
fn note_private_windows(lines: &mut [Line], listed: Option<&Tabs>) {
    let look =
        listed.map_or(Look::Blind(Unverifiable::Refused), |listing| Look::Counted(total(listing.tabs.len())));
    for line in lines {
        let is_verified = matches!(line.proof, Proof::Verified(_));
        // Only their end clears the cache; a storage is looked into besides.
        if line.kind == Kind::HttpCache || line.kind.is_storage() && !is_verified && look == Look::Counted(0)
        {
            line.proof = Proof::from_private_tabs(look);
        }
    }
}

fn line(kind: Kind, organisation: Option<&Host>, removed: Option<u32>, proof: Proof) -> Line {
    Line { kind, organisation: organisation.cloned(), inside: None, removed, proof }
}

/// A tab of a host that is not permitted does not tell what it shows; the cookies' listing tells of permissions.
fn tabs_line(known: &Swept, listed: &Listed) -> Line {
    let hosts = listed.tabs.iter().flat_map(|listing| &listing.tabs).filter_map(|tab| tab.host.as_ref());
    let crm = hosts.filter(|host| known.closed.ground.scope.is_crm(host)).count();
    let is_complete = listed.cookies.as_ref().is_some_and(|listing| listing.complete);
    let look = match (&listed.tabs, crm, is_complete) {
        (None, _, _) | (Some(_), 0, false) => Look::Blind(Unverifiable::Refused),
        (Some(_), crm, _) => Look::Counted(total(crm)),
    };
    line(Kind::Tabs, None, Some(known.closed.closed), Proof::from_look(look, Check::ListedAgain))
}

/// What is known of the session at an organisation's server.
fn session_proof(end: &SignOut, witness: Option<&Witness>, is_unheard: bool) -> Proof {
    let last = witness.map_or(ServerSays::NotAsked, |witness| witness.server);
    match (end.way, end.server) {
        // What it says without the cookie tells nothing of a session that began before that went.
        (way, ServerSays::SignedOut) if is_unheard && way != Way::AccountKept => {
            let last = if last == ServerSays::SignedIn { last } else { ServerSays::Nothing };
            Proof::from_server(ServerSays::SignedOut, last)
        }
        (Way::AccountKept, _) => Proof::Failed(Remains::AccountKept),
        (_, ServerSays::NotAsked) => {
            Proof::from_way_out(end.page_reached, witness.and_then(|witness| witness.entry))
        }
        (_, first) => Proof::from_server(first, last),
    }
}

/// Where a session was not ended, a server that refuses this browser proves nothing.
fn without_ending(known: &Swept, organisation: &Host, proof: Proof) -> Proof {
    let is_verified = matches!(proof, Proof::Verified(_));
    if is_verified && !is_over(known, organisation) { Proof::Failed(Remains::NotEnded) } else { proof }
}

/// Whether no session of this organisation was left behind.
fn is_over(known: &Swept, organisation: &Host) -> bool {
    !known.not_ended.iter().any(|domain| organisation.is_within(domain))
}

/// Takes back what the lines from there on call verified.
fn take_back(lines: &mut [Line], first: usize, why: Unverifiable) {
    for line in lines.iter_mut().skip(first) {
        line.proof = taken_back(line.proof, why);
    }
}

/// Takes back what was verified: it was looked at before, or elsewhere.
fn taken_back(proof: Proof, why: Unverifiable) -> Proof {
    if matches!(proof, Proof::Verified(_)) { Proof::Unverifiable(why) } else { proof }
}

/// A server that answers, but whose way in cannot be followed, leads to a page of somebody else.
const fn known_door(entry: Entry, server: ServerSays) -> Entry {
    match (entry, server) {
        (Entry::Nothing, ServerSays::SignedOut) => Entry::Unknown,
        (entry, _) => entry,
    }
}

/// What was taken away by choice.
fn extra_lines(known: &Swept, forgotten: &[(Kind, Forgotten)]) -> Vec<Line> {
    let extras = known.closed.ground.scope.extras;
    let chosen = [
        (extras.history, Kind::History),
        (extras.downloads, Kind::Downloads),
        (extras.clipboard, Kind::Clipboard),
        (matches!(extras.entries, Entries::Since(_)), Kind::Entries),
    ];
    let tries = |kind| forgotten.iter().filter(move |(it, _)| *it == kind).map(|(_, it)| *it);
    let done = chosen.into_iter().filter(|(is_chosen, _)| *is_chosen).filter_map(|(_, kind)| {
        let best = Forgotten::best(tries(kind));
        Some(line(kind, None, best.removed(), best.proof()?))
    });
    let since_unknown = Proof::Unverifiable(Unverifiable::SinceUnknown);
    let unknown =
        (extras.entries == Entries::SinceUnknown).then(|| line(Kind::Entries, None, None, since_unknown));
    done.chain(unknown).collect()
}

/// Said only where there was such a session: its cookies tell.
fn microsoft_session_line(known: &Swept) -> Option<Line> {
    let is_lost = known.closed.ground.lost_account;
    let proof = match Proof::from_sign_out_page(known.is_account_left()) {
        Proof::Verified(_) if known.began_anew || is_lost => Proof::Failed(Remains::NotEnded),
        Proof::Verified(_) if may_have_begun_anew(known) => Proof::Unverifiable(Unverifiable::SignedInAgain),
        proof @ (Proof::Verified(_) | Proof::Unverifiable(_) | Proof::Failed(_)) => proof,
    };
    (is_lost || known.had_account()).then(|| line(Kind::MicrosoftSession, None, None, proof))
}

/// Whether a server did not say that the session is over. Who signs in again begins one at the sign-in service, too.
fn may_have_begun_anew(known: &Swept) -> bool {
    let says = known.closed.ends.values().map(|end| end.server);
    !known.unheard.is_empty()
        || says.into_iter().any(|says| matches!(says, ServerSays::SignedIn | ServerSays::Nothing))
}

/// Sessions that nobody signed out of: all that could be done was to remove their cookies.
fn not_ended_lines(known: &Swept) -> impl Iterator<Item = Line> {
    let failed = Proof::Failed(Remains::NotEnded);
    known.not_ended.iter().map(move |domain| line(Kind::ServerSession, Some(domain), None, failed))
}

fn cookie_lines(known: &Swept, listed: Option<&Cookies>) -> Vec<Line> {
    let left = listed.map(|listing| count(&listing.cookies, &known.closed.ground.scope)).unwrap_or_default();
    let mut owners = Set::new();
    owners.extend(known.cookies.keys().chain(left.keys()).cloned());
    owners.extend(known.closed.ends.keys().cloned().map(Owner::Organisation));
    let look = |owner: &Owner| match listed {
        Some(Cookies { complete: true, .. }) => Look::Counted(left.get(owner).copied().unwrap_or(0)),
        Some(_) | None => Look::Blind(Unverifiable::Refused),
    };
    owners
        .iter()
        .map(|owner| {
            let (kind, organisation) = match owner {
                Owner::Organisation(host) => (Kind::Cookies, Some(host)),
                Owner::Shared => (Kind::Cookies, None),
                Owner::Microsoft => (Kind::MicrosoftCookies, None),
                Owner::Device => (Kind::DeviceCookies, None),
            };
            let proof = Proof::from_look(look(owner), Check::ListedAgain);
            line(kind, organisation, Some(known.cookies_of(owner)), proof)
        })
        .collect()
}

fn storage_lines(organisation: &Host, storage: Option<Storage>, is_uncleared: bool) -> Vec<Line> {
    // The look is at one tab's `sessionStorage`: that of the others had to be cleared before they were closed.
    let session = storage.filter(|_| !is_uncleared);
    let kinds = [
        (Kind::LocalStorage, storage.map(|storage| storage.local)),
        (Kind::SessionStorage, session.map(|storage| storage.session)),
        (Kind::Databases, storage.map(|storage| storage.databases)),
        (Kind::Caches, storage.map(|storage| storage.caches)),
        (Kind::Workers, storage.map(|storage| storage.workers)),
        (Kind::Files, storage.map(|storage| storage.files)),
    ];
    let look = |seen: Option<Option<u32>>| match seen {
        Some(Some(left)) => Look::Counted(left),
        Some(None) => Look::Blind(Unverifiable::BrowserCannotLook),
        None => Look::Blind(Unverifiable::PageNotOpened),
    };
    let line_of = |(kind, seen)| {
        line(kind, Some(organisation), None, Proof::from_look(look(seen), Check::LookedInside))
    };
    kinds.into_iter().map(line_of).collect()
}

/// No browser lists its HTTP cache; all there is, is its word.
fn cache_line(known: &Swept) -> Line {
    let proof = if known.is_storage_cleared {
        Proof::Unverifiable(Unverifiable::BrowserCannotLook)
    } else {
        Proof::Failed(Remains::RemovalFailed)
    };
    line(Kind::HttpCache, None, None, proof)
}

fn framed_line(framed: &Framed) -> Line {
    let proof = framed.left.map_or(Proof::Failed(Remains::RemovalFailed), |left| {
        let all = left.counts();
        let sum = all.into_iter().flatten().fold(0_u32, u32::saturating_add);
        let is_blind = sum == 0 && all.contains(&None);
        let look = if is_blind { Look::Blind(Unverifiable::BrowserCannotLook) } else { Look::Counted(sum) };
        Proof::from_look(look, Check::LookedInside)
    });
    Line { inside: framed.site.clone(), ..line(Kind::FramedStorage, Some(&framed.host), None, proof) }
}

/// What the server makes of a session that only a frame's cookies reach, only that frame could ask.
fn framed_session_lines(known: &Swept) -> impl Iterator<Item = Line> {
    let proof = Proof::Unverifiable(Unverifiable::BrowserCannotLook);
    let domains = known.closed.ground.framed_sessions.iter();
    domains.map(move |domain| line(Kind::FramedSession, Some(domain), None, proof))
}

/// Storage inside other sites can be reached from an open frame only, and each site has its own.
fn unopened_frame_lines(known: &Swept) -> impl Iterator<Item = Line> {
    let embedded = &known.closed.ground.embedded;
    let is_cleared = |it: &&Embedding| {
        // Where the browser does not tell the site, it is known only if there is but one.
        let is_only_one = embedded.iter().filter(|other| other.host == it.host).count() == 1;
        let inside = |site: &Option<Host>| site.as_ref().map_or(is_only_one, |site| site.is_within(&it.site));
        known.closed.framed.iter().any(|framed| framed.host.is_within(&it.host) && inside(&framed.site))
    };
    let unopened = embedded.iter().filter(move |it| !is_cleared(it));
    let proof = Proof::Unverifiable(Unverifiable::FrameNotOpen);
    unopened.map(move |it| Line {
        inside: Some(it.site.clone()),
        ..line(Kind::FramedStorage, Some(&it.host), None, proof)
    })
}

fn total(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
