//! The sign-in hosts' pages: which account to sign out, signed out, sign in.

use super::memory::Memory;
use super::reason::Reason;
use super::survey::{Control, Frame};
use super::{Decision, Target, score};

/// So many looks may end in waiting before a page is taken as it is.
const PATIENCE: u8 = 2;

/// Decides on a page of a sign-in host. The ids are those of Entra and AD FS, as test suites use them.
pub(super) fn decide(frame: &Frame, memory: &mut Memory) -> Decision {
    let shows = |marker: &str| frame.page.markers.iter().any(|shown| shown == marker);
    if shows("login_workload_logo_text") || shows("signoutArea") {
        return Decision::SignedOut { reasons: vec![Reason::SaysSignedOut] };
    }
    let asks = ["i0116", "userNameInput", "passwordInput", "loginForm"].iter().any(|id| shows(id));
    if asks || frame.page.page_id == "ConvergedSignIn" {
        return Decision::SignInPage { reasons: vec![Reason::AsksToSignIn] };
    }
    if shows("tilesHolder") || shows("otherTile") {
        return choose(frame, memory);
    }
    if !frame.page.ready || memory.waits < PATIENCE {
        return Decision::Wait { reason: Reason::PageIsLoading };
    }
    if frame.page.leaving && !frame.page.password && !frame.page.page_id.contains("Error") {
        return Decision::SignedOut { reasons: vec![Reason::AtSignOutAddress] };
    }
    Decision::None { reasons: vec![Reason::NothingFound] }
}

fn choose(frame: &Frame, memory: &mut Memory) -> Decision {
    if memory.chosen {
        return after_choice(memory);
    }
    let tiles: Vec<&Control> = frame.controls.iter().filter(|control| is_tile(control)).collect();
    let same = tiles.iter().find(|tile| tile.mail.is_some() && tile.mail == memory.account);
    match (tiles.as_slice(), same) {
        (_, Some(tile)) => chosen(frame, tile, Reason::SameAccount, memory),
        ([tile], None) => chosen(frame, tile, Reason::OnlyAccount, memory),
        ([], None) => missing(memory),
        (_, None) => Decision::None { reasons: vec![Reason::SeveralAccounts] },
    }
}

fn chosen(frame: &Frame, tile: &Control, reason: Reason, memory: &mut Memory) -> Decision {
    memory.chosen = true;
    Decision::Choose { target: Target::of(frame, tile), reasons: vec![Reason::KnownId, reason] }
}

fn after_choice(memory: &Memory) -> Decision {
    if memory.waits < PATIENCE {
        return Decision::Wait { reason: Reason::NotLeftYet };
    }
    Decision::None { reasons: vec![Reason::NothingHappened] }
}

/// The tiles sometimes never load, and one reload helps.
fn missing(memory: &mut Memory) -> Decision {
    if memory.waits < PATIENCE {
        return Decision::Wait { reason: Reason::PageIsLoading };
    }
    if memory.reloaded {
        return Decision::None { reasons: vec![Reason::TilesMissing] };
    }
    memory.reloaded = true;
    Decision::Reload { reason: Reason::TilesMissing }
}

/// A tile is as wide as a line and stands in the list of tiles; "Use another account" is none, nor is a tile's own menu.
fn is_tile(control: &Control) -> bool {
    let among = |id: &str| control.ids.iter().chain(&control.near).any(|near| near.eq_ignore_ascii_case(id));
    among("tilesHolder")
        && !among("otherTile")
        && 150 <= control.area.width
        && score::obstacle_in(control, true).is_none()
        && !control.popup
}
