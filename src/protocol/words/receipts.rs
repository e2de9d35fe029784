//! The texts of the page with the receipts.

use super::{Key, Plural, Saying};
use crate::engine::receipt::Verdict;
use crate::engine::receipt::chain::{Break, State};
use crate::protocol::history::filter::Period;

/// There are no receipts.
pub const NONE: Key = Key("receipts_none");
/// So what comes here.
pub const NONE_LEAD: Key = Key("receipts_none_lead");
/// The receipts could not be looked up.
pub const NOT_READ: Key = Key("receipts_not_read");

/// The heading above the chain of receipts.
pub const CHAIN: Key = Key("chain_title");
/// Nothing is wrong with so many receipts.
pub const CHAIN_SOUND: Plural = Plural("chain_sound");
/// So many things are wrong.
pub const CHAIN_WRONG: Plural = Plural("chain_wrong");
/// So many were dropped or deleted.
pub const CHAIN_DROPPED: Plural = Plural("chain_dropped");
/// What the chain proves, and what not: a question that opens.
pub const CHAIN_MEANS: Key = Key("chain_means");
/// What it shows.
pub const CHAIN_SHOWS: Key = Key("chain_shows");
/// What it does not show.
pub const CHAIN_SHOWS_NOT: Key = Key("chain_shows_not");
/// What dropping old ones does to it.
pub const CHAIN_KEEPS: Key = Key("chain_keeps");
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

/// The name of the search and the filters.
pub const FILTERS: Key = Key("filters_label");
/// The label of the field for words.
pub const SEARCH: Key = Key("filter_search");
/// The label of the choice of what a sign-out came to.
pub const BY_VERDICT: Key = Key("filter_verdict");
/// The label of the choice of an organisation.
pub const BY_ORGANISATION: Key = Key("filter_organisation");
/// The label of the choice of what set a sign-out off.
pub const BY_TRIGGER: Key = Key("filter_trigger");
/// The label of the choice of a time.
pub const BY_PERIOD: Key = Key("filter_period");
/// The choice that leaves nothing out.
pub const ANY: Key = Key("filter_any");
/// The button that shows all again.
pub const SHOW_ALL: Key = Key("filter_show_all");
/// So many are shown.
pub const FOUND: Plural = Plural("receipts_found");
/// None is shown.
pub const NONE_FOUND: Key = Key("receipts_none_found");
/// The name of the steps' colours.
pub const LEGEND: Key = Key("legend_label");
/// What the bars' length means; takes how long the longest bar took.
pub const SCALE: Key = Key("legend_scale");

/// The heading above what can be done with all of them.
pub const SAVE: Key = Key("receipts_save_title");
/// What is in the files.
pub const SAVE_LEAD: Key = Key("receipts_save_lead");
/// The button that saves them for programs.
pub const SAVE_JSON: Key = Key("receipts_save_json");
/// The button that saves them for spreadsheets.
pub const SAVE_CSV: Key = Key("receipts_save_csv");
/// A file was handed to the browser; takes its name.
pub const SAVED: Key = Key("receipts_saved");
/// The button that deletes all of them.
pub const DELETE: Key = Key("receipts_delete");
/// Until when they are kept; takes the number of days.
pub const KEPT: Plural = Plural("receipts_kept");
/// An administrator wants them kept.
pub const KEPT_FIXED: Key = Key("receipts_kept_fixed");
/// The question before they are deleted.
pub const DELETE_ASK: Plural = Plural("receipts_delete_ask");
/// What is lost then.
pub const DELETE_LEAD: Key = Key("receipts_delete_lead");
/// The button that does it.
pub const DELETE_YES: Key = Key("receipts_delete_yes");
/// The button that does not.
pub const DELETE_NO: Key = Key("receipts_delete_no");
/// It was done.
pub const DELETED: Key = Key("receipts_deleted");
/// It could not be done.
pub const NOT_DELETED: Key = Key("receipts_not_deleted");

/// What sign-outs come to, for the choice among them.
#[must_use]
pub const fn verdict(verdict: Verdict) -> Key {
    match verdict {
        Verdict::SignedOut => Key("verdict_signed_out_title"),
        Verdict::ClearedHere => Key("verdict_cleared_here"),
        Verdict::Incomplete => Key("verdict_incomplete_title"),
    }
}

/// How far back somebody looks.
#[must_use]
pub const fn period(period: Period) -> Key {
    match period {
        Period::Day => Key("period_day"),
        Period::Week => Key("period_week"),
        Period::Month => Key("period_month"),
    }
}

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
