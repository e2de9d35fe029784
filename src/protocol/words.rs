//! Which message says what.
//!
//! The texts are in `extension/_locales/`, one file a language; here are only their names.
//! `tests/words.rs` compares the two: no text is missing, and none is unused.

pub mod receipts;
pub mod settings;

use crate::engine::receipt::{
    Check, Kind, Line, Proof, Receipt, Remains, StepName, Trigger, Unverifiable, Verdict, Way,
};
use crate::engine::site::Product;
use crate::engine::watch::Mark;
use crate::protocol::view::Trouble;

/// The name of a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Key(pub &'static str);

/// The stem of a message that counts; the language's plural category ends it: `tabs_one`, `tabs_other`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Plural(pub &'static str);

/// A message, with the number it counts, if it counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Saying {
    /// It counts nothing.
    Plain(Key),
    /// It counts this many.
    Counted(Plural, u32),
}

impl Plural {
    /// The name of the message in this plural category of Unicode, such as `few`.
    #[must_use]
    pub fn form(self, category: &str) -> String {
        [self.0, "_", category].concat()
    }
}

/// The direction in which the language of the texts is written.
pub const DIRECTION: Key = Key("direction");

/// A text from outside, such as a host or the name of a setting, as it stands in a text of this direction.
///
/// Right-to-left text would turn its parts around (`example.crm`), so there it is isolated:
/// <https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates>.
#[must_use]
pub fn isolated(text: &str, direction: &str) -> String {
    if direction == "rtl" { ["\u{2068}", text, "\u{2069}"].concat() } else { text.to_owned() }
}

/// There is no session.
pub const NOT_SIGNED_IN: Key = Key("not_signed_in_title");
/// So there is nothing to do.
pub const NOTHING_TO_DO: Key = Key("not_signed_in_lead");
/// Above the example: it is none of the person's sign-outs.
pub const EXAMPLE: Key = Key("example_note");
/// There is a session.
pub const SIGNED_IN: Key = Key("signed_in_title");
/// It is not known since when.
pub const SIGNED_IN_LEAD: Key = Key("signed_in_lead");
/// Since when it is in use; takes a day and a time.
pub const SINCE: Key = Key("signed_in_since");
/// There is no session, but what one left.
pub const TRACES: Key = Key("traces_title");
/// What to do about it.
pub const TRACES_LEAD: Key = Key("traces_lead");
/// What signs out by itself next; takes the time of day, and what it is.
pub const NEXT: Key = Key("next_by_itself");
/// Nothing does, as far as time alone tells.
pub const NEXT_NONE: Key = Key("next_none");
/// All that the browser stores of a host.
pub const ALL_STORED: Key = Key("all_stored");
/// Nothing was removed.
pub const ONLY_A_LOOK: Key = Key("only_a_look");
/// Not every host could be seen.
pub const LOOK_INCOMPLETE: Key = Key("look_incomplete");
/// The heading above the last receipt.
pub const LAST_RECEIPT: Key = Key("last_receipt");
/// There is no last receipt.
pub const NO_RECEIPT: Key = Key("no_receipt");

/// A run is going on.
pub const RUNNING: Key = Key("running_title");
/// A step is behind the run: for those who do not see the mark.
pub const STEP_DONE: Key = Key("step_done");
/// The name of the list of steps.
pub const STEPS: Key = Key("steps_label");
/// The heading above the organisations of a run.
pub const ORGANISATIONS: Key = Key("organisations_label");

/// There is unsaved work.
pub const ASKING: Key = Key("asking_title");
/// What signing out would do to it.
pub const ASKING_LEAD: Key = Key("asking_lead");
/// Until when the run waits; takes the time.
pub const ASKING_UNTIL: Key = Key("asking_until");
/// So many tabs say that they hold unsaved work.
pub const UNSAVED_TABS: Plural = Plural("unsaved_tabs");
/// So many tabs do not answer.
pub const SILENT_TABS: Plural = Plural("silent_tabs");
/// The button that gives the work up.
pub const SIGN_OUT_ANYWAY: Key = Key("sign_out_anyway");
/// The button that leaves everything as it is.
pub const GO_BACK: Key = Key("go_back");

/// A run was called off.
pub const CALLED_OFF: Key = Key("called_off_title");
/// So nothing has changed.
pub const CALLED_OFF_LEAD: Key = Key("called_off_lead");

/// The extension itself failed.
pub const BROKEN: Key = Key("broken_title");

/// The heading of a receipt for private windows.
pub const PRIVATE: Key = Key("private_title");
/// The heading of what no single organisation owns.
pub const SHARED: Key = Key("shared_title");
/// The heading above organisations that were to be kept, and lost the session that they share.
pub const ENDED_TOO: Key = Key("ended_too_title");
/// The heading above organisations whose unsaved work was given up because a policy says so.
pub const GIVEN_UP: Key = Key("given_up_title");
/// What set the sign-out off; takes that.
pub const SET_OFF_BY: Key = Key("set_off_by");

/// A sign-out is about to come.
pub const WARNING: Key = Key("warning_title");
/// There is unsaved work.
pub const WARNING_UNSAVED: Key = Key("warning_unsaved");
/// The sign-out waits for it.
pub const WARNING_HELD: Key = Key("warning_held");
/// The session was kept as often as it may be.
pub const WARNING_LAST: Key = Key("warning_last");
/// The button that keeps the session.
pub const STAY: Key = Key("warning_stay");
/// The button that signs out at once.
pub const LEAVE: Key = Key("warning_leave");
/// In the button's menu: sign out.
pub const SIGN_OUT: Key = Key("action_title");
/// In the button's menu: sign out of the organisation in front, and of no other.
pub const MENU_ONLY_FRONT: Key = Key("menu_only_front");
/// In the button's menu: put off for an hour what signs out by itself.
pub const MENU_PAUSE: Key = Key("menu_pause");
/// In the button's menu: end that.
pub const MENU_RESUME: Key = Key("menu_resume");
/// In the button's menu: the settings.
pub const MENU_OPTIONS: Key = Key("settings_link");
/// In the menu of the toolbar button: the receipts.
pub const MENU_RECEIPTS: Key = Key("receipts_link");
/// What signs out by itself is put off; takes until when.
pub const NEXT_PAUSED: Key = Key("next_paused");

/// The heading above the times; takes the time of all steps together.
pub const DURATION: Key = Key("duration_title");
/// So many were removed.
pub const REMOVED: Plural = Plural("removed");
/// None was there.
pub const NONE_THERE: Key = Key("none_there");
/// So many lines are verified.
pub const TALLY_VERIFIED: Plural = Plural("tally_verified");
/// So many lines cannot be verified here.
pub const TALLY_UNVERIFIABLE: Plural = Plural("tally_unverifiable");
/// So many lines failed.
pub const TALLY_FAILED: Plural = Plural("tally_failed");

/// The name of a step.
#[must_use]
pub const fn step(step: StepName) -> Key {
    match step {
        StepName::Freeze => Key("step_freeze"),
        StepName::SignOut => Key("step_sign_out"),
        StepName::Close => Key("step_close"),
        StepName::Sweep => Key("step_sweep"),
        StepName::Verify => Key("step_verify"),
    }
}

/// What to say of a failure of the extension itself, and what to do about it.
#[must_use]
pub const fn trouble(trouble: Trouble) -> Key {
    match trouble {
        Trouble::CoreStopped => Key("trouble_core_stopped"),
        Trouble::JournalNotWritten => Key("trouble_journal_not_written"),
        Trouble::JournalNotRead => Key("trouble_journal_not_read"),
        Trouble::JournalUnreadable => Key("trouble_journal_unreadable"),
        Trouble::RunGivenUp => Key("trouble_run_given_up"),
    }
}

/// What a receipt comes to: the headline, and the sentence below it.
///
/// That the session *was not ended* is said only where a check said so; else it is *not confirmed*.
#[must_use]
pub fn verdict(receipt: &Receipt) -> (Key, Key) {
    match receipt.verdict {
        Verdict::SignedOut => (Key("verdict_signed_out_title"), Key("verdict_signed_out_lead")),
        Verdict::ClearedHere if receipt.lines.iter().any(is_account_kept) => {
            (Key("verdict_account_kept_title"), Key("verdict_account_kept_lead"))
        }
        Verdict::ClearedHere if receipt.lines.iter().any(is_not_ended) => {
            (Key("verdict_not_ended_title"), Key("verdict_not_ended_lead"))
        }
        Verdict::ClearedHere => (Key("verdict_not_confirmed_title"), Key("verdict_not_confirmed_lead")),
        Verdict::Incomplete => (Key("verdict_incomplete_title"), Key("verdict_incomplete_lead")),
    }
}

fn is_account_kept(line: &Line) -> bool {
    line.proof == Proof::Failed(Remains::AccountKept)
}

fn is_not_ended(line: &Line) -> bool {
    line.proof == Proof::Failed(Remains::NotEnded)
}

/// How an organisation was signed out of.
#[must_use]
pub const fn way(way: Way) -> Key {
    match way {
        Way::Control => Key("way_control"),
        Way::Address => Key("way_address"),
        Way::OnlyHere => Key("way_only_here"),
        Way::Shared => Key("way_shared"),
        Way::NoSession => Key("way_no_session"),
        Way::LeftOpen => Key("way_left_open"),
        Way::AccountKept => Key("way_account_kept"),
    }
}

/// What sets a sign-out off.
#[must_use]
pub const fn trigger(trigger: Trigger) -> Key {
    match trigger {
        Trigger::Toolbar => Key("trigger_toolbar"),
        Trigger::OnlyFront => Key("trigger_only_front"),
        Trigger::Warning => Key("trigger_warning"),
        Trigger::Inactivity => Key("trigger_inactivity"),
        Trigger::Idle => Key("trigger_idle"),
        Trigger::Locked => Key("trigger_locked"),
        Trigger::Woken => Key("trigger_woken"),
        Trigger::BrowserStart => Key("trigger_browser_start"),
        Trigger::LastTab => Key("trigger_last_tab"),
        Trigger::TimeOfDay => Key("trigger_time_of_day"),
    }
}

/// What the toolbar button says of itself.
#[must_use]
pub const fn mark(mark: Mark) -> Key {
    match mark {
        Mark::Plain => Key("action_title"),
        Mark::SignedIn => Key("action_title_in"),
        Mark::Warning => Key("action_title_warning"),
        Mark::Done => Key("action_title_done"),
    }
}

/// The name of a product.
#[must_use]
pub const fn product(product: Product) -> Key {
    match product {
        Product::CustomerEngagement => Key("product_customer_engagement"),
        Product::OnPremises => Key("product_on_premises"),
        Product::FinanceOperations => Key("product_finance_operations"),
        Product::BusinessCentral => Key("product_business_central"),
        Product::PowerApps => Key("product_power_apps"),
        Product::Portal => Key("product_portal"),
    }
}

/// The name of a kind of thing.
#[must_use]
pub const fn kind(kind: Kind) -> Key {
    match kind {
        Kind::ServerSession => Key("kind_server_session"),
        Kind::MicrosoftSession => Key("kind_microsoft_session"),
        Kind::Tabs => Key("kind_tabs"),
        Kind::Cookies => Key("kind_cookies"),
        Kind::MicrosoftCookies => Key("kind_microsoft_cookies"),
        Kind::DeviceCookies => Key("kind_device_cookies"),
        Kind::LocalStorage => Key("kind_local_storage"),
        Kind::SessionStorage => Key("kind_session_storage"),
        Kind::Databases => Key("kind_databases"),
        Kind::Caches => Key("kind_caches"),
        Kind::Workers => Key("kind_workers"),
        Kind::Files => Key("kind_files"),
        Kind::HttpCache => Key("kind_http_cache"),
        Kind::FramedStorage => Key("kind_framed_storage"),
        Kind::FramedSession => Key("kind_framed_session"),
        Kind::Entry => Key("kind_entry"),
        Kind::History => Key("kind_history"),
        Kind::Downloads => Key("kind_downloads"),
        Kind::Entries => Key("kind_entries"),
        Kind::Clipboard => Key("kind_clipboard"),
    }
}

/// How a line is known, or why it is not.
#[must_use]
pub const fn proof(proof: Proof) -> Saying {
    match proof {
        Proof::Verified(checked) => Saying::Plain(check(checked.by())),
        Proof::Unverifiable(why) => Saying::Plain(unverifiable(why)),
        Proof::Failed(remains) => failed(remains),
    }
}

const fn check(check: Check) -> Key {
    match check {
        Check::ListedAgain => Key("check_listed_again"),
        Check::LookedInside => Key("check_looked_inside"),
        Check::ServerRefused => Key("check_server_refused"),
        Check::SignedOutPage => Key("check_signed_out_page"),
        Check::AskedToSignIn => Key("check_asked_to_sign_in"),
        Check::WindowClosed => Key("check_window_closed"),
    }
}

const fn unverifiable(why: Unverifiable) -> Key {
    match why {
        Unverifiable::BrowserCannotLook => Key("why_browser_cannot_look"),
        Unverifiable::ServerSilent => Key("why_server_silent"),
        Unverifiable::PageNotOpened => Key("why_page_not_opened"),
        Unverifiable::FrameNotOpen => Key("why_frame_not_open"),
        Unverifiable::PageNotReached => Key("why_page_not_reached"),
        Unverifiable::Refused => Key("why_refused"),
        Unverifiable::NoSuchQuestion => Key("why_no_such_question"),
        Unverifiable::UnknownPage => Key("why_unknown_page"),
        Unverifiable::SinceUnknown => Key("why_since_unknown"),
        Unverifiable::SignedInAgain => Key("why_signed_in_again"),
        Unverifiable::WindowOpen => Key("why_window_open"),
    }
}

const fn failed(remains: Remains) -> Saying {
    match remains {
        Remains::Left(left) => Saying::Counted(Plural("remains_left"), left),
        Remains::RemovalFailed => Saying::Plain(Key("remains_removal_failed")),
        Remains::StillAccepted => Saying::Plain(Key("remains_still_accepted")),
        Remains::NotEnded => Saying::Plain(Key("remains_not_ended")),
        Remains::AccountKept => Saying::Plain(Key("remains_account_kept")),
        Remains::OpensAtOnce => Saying::Plain(Key("remains_opens_at_once")),
    }
}

/// What a person can do about a line that is not as it should be.
#[must_use]
pub const fn advice(proof: Proof) -> Option<Key> {
    match proof {
        Proof::Failed(Remains::Left(_)) => Some(Key("do_left")),
        Proof::Failed(Remains::RemovalFailed) => Some(Key("do_removal_failed")),
        Proof::Failed(Remains::StillAccepted) => Some(Key("do_still_accepted")),
        Proof::Failed(Remains::NotEnded) => Some(Key("do_not_ended")),
        Proof::Failed(Remains::AccountKept) => Some(Key("do_account_kept")),
        Proof::Failed(Remains::OpensAtOnce) => Some(Key("do_opens_at_once")),
        Proof::Unverifiable(Unverifiable::Refused) => Some(Key("do_refused")),
        Proof::Unverifiable(Unverifiable::PageNotOpened) => Some(Key("do_page_not_opened")),
        Proof::Unverifiable(Unverifiable::FrameNotOpen) => Some(Key("do_frame_not_open")),
        Proof::Unverifiable(Unverifiable::WindowOpen) => Some(Key("do_window_open")),
        Proof::Unverifiable(
            Unverifiable::BrowserCannotLook
            | Unverifiable::ServerSilent
            | Unverifiable::PageNotReached
            | Unverifiable::NoSuchQuestion
            | Unverifiable::UnknownPage
            | Unverifiable::SignedInAgain
            | Unverifiable::SinceUnknown,
        )
        | Proof::Verified(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_right_to_left_text_isolates_what_comes_from_outside() {
        assert_eq!(isolated("crm.example.com", "rtl"), "\u{2068}crm.example.com\u{2069}");
        assert_eq!(isolated("crm.example.com", "ltr"), "crm.example.com");
    }

    #[test]
    fn a_plural_category_ends_the_name() {
        assert_eq!(Plural("removed").form("few"), "removed_few");
    }
}
