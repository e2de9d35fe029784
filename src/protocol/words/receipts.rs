//! The texts of the page with the receipts.

use super::{Key, Plural, Saying};
use crate::engine::receipt::chain::{Break, State};

/// There are no receipts.
pub const NONE: Key = Key("receipts_none");
/// The receipts could not be looked up.
pub const NOT_READ: Key = Key("receipts_not_read");

/// Nothing is wrong with so many receipts.
pub const CHAIN_SOUND: Plural = Plural("chain_sound");
/// So many things are wrong.
pub const CHAIN_WRONG: Plural = Plural("chain_wrong");
/// So many were dropped or deleted.
pub const CHAIN_DROPPED: Plural = Plural("chain_dropped");
/// Where something is wrong; takes the moment of the receipt, and what is wrong.
pub const CHAIN_AT: Key = Key("chain_at");
/// The place of a receipt in the chain; takes its number and its hash.
pub const PLACE: Key = Key("receipt_place");
/// A receipt that cannot be read.
pub const UNREADABLE: Key = Key("receipt_unreadable");
/// What becomes of it.
pub const UNREADABLE_LEAD: Key = Key("receipt_unreadable_lead");
/// The heading above receipts without a time.
pub const NO_DAY: Key = Key("receipts_no_day");

/// So many are shown.
pub const FOUND: Plural = Plural("receipts_found");
/// None is shown.
pub const NONE_FOUND: Key = Key("receipts_none_found");
/// What the bars' length means; takes how long the longest bar took.
pub const SCALE: Key = Key("legend_scale");

/// A file was handed to the browser; takes its name.
pub const SAVED: Key = Key("receipts_saved");
/// Until when they are kept; takes the number of days.
pub const KEPT: Plural = Plural("receipts_kept");
/// An administrator wants them kept.
pub const KEPT_FIXED: Key = Key("receipts_kept_fixed");
/// The question before they are deleted.
pub const DELETE_ASK: Plural = Plural("receipts_delete_ask");
/// It was done.
pub const DELETED: Key = Key("receipts_deleted");
/// It could not be done.
pub const NOT_DELETED: Key = Key("receipts_not_deleted");

/// How a receipt stands in the chain, where that is worth a word.
#[must_use]
pub const fn state(state: State) -> Option<Key> {
    match state {
        State::Sound => None,
        State::TakenOver => Some(Key("chain_taken_over")),
        State::Changed => Some(Key("chain_changed")),
        State::Foreign => Some(Key("chain_foreign")),
    }
}

/// What is wrong between two receipts.
#[must_use]
pub const fn broken(what: Break) -> Saying {
    match what {
        Break::Missing(count) => Saying::Counted(Plural("chain_missing"), count),
        Break::Moved => Saying::Plain(Key("chain_moved")),
        Break::Replaced => Saying::Plain(Key("chain_replaced")),
        Break::Renewed => Saying::Plain(Key("chain_renewed")),
        Break::Endless => Saying::Plain(Key("chain_endless")),
    }
}
