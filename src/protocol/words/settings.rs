//! The texts of the settings.
//!
//! A setting's own texts are found by its name: `setting_<name>_title` and so on. So a new setting needs texts only.

use super::Key;
use crate::engine::policy::{Profile, Source, Topic, Why};
use crate::engine::site::OwnSite;
use crate::engine::watch::Sight;
use crate::protocol::address::Wrong;

/// A text that belongs to a setting.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// What it is called.
    Title,
    /// What it does, and what it costs.
    Lead,
    /// What its number counts.
    Unit,
    /// Which permission of the browser it needs, and what for.
    Permission,
}

impl Part {
    /// The name of the message.
    #[must_use]
    pub fn of(self, setting: &str) -> String {
        let part = match self {
            Self::Title => "_title",
            Self::Lead => "_lead",
            Self::Unit => "_unit",
            Self::Permission => "_permission",
        };
        ["setting_", setting, part].concat()
    }
}

/// What was set and makes no sense.
pub const FAULTS: Key = Key("faults_title");
/// All that was chosen is to be forgotten.
pub const UNDO_ALL: Key = Key("undo_all");
/// What that does.
pub const UNDO_ALL_LEAD: Key = Key("undo_all_lead");
/// That was done.
pub const UNDONE_ALL: Key = Key("undone_all");
/// The default is to hold again.
pub const UNDO: Key = Key("undo");
/// The recommendation is to hold again.
pub const UNDO_TO_RECOMMENDED: Key = Key("undo_to_recommended");
/// A permission is missing.
pub const MISSING: Key = Key("permission_missing");
/// The permission to work on an added address is missing.
pub const MISSING_SITE: Key = Key("permission_missing_site");
/// The button that asks for it.
pub const ALLOW: Key = Key("allow");
/// It was asked for and refused.
pub const REFUSED: Key = Key("permission_refused");
/// It was asked for when an address was to be added, and refused.
pub const REFUSED_SITE: Key = Key("permission_refused_site");
/// The browser could not store a change.
pub const NOT_STORED: Key = Key("not_stored");
/// A number is out of its limits; takes the least and the greatest.
pub const LIMITS: Key = Key("limits");

/// Above what follows from an answer.
pub const THEN: Key = Key("welcome_then");
/// Above what the browser will ask for.
pub const ASKS_FOR: Key = Key("welcome_asks");
/// The button that gives the answer.
pub const CHOOSE: Key = Key("welcome_choose");
/// It holds.
pub const CHOSEN: Key = Key("welcome_chosen");
/// It holds, and a permission was not given.
pub const CHOSEN_WITHOUT: Key = Key("welcome_chosen_without");
/// All of a file was taken.
pub const FILE_TAKEN: Key = Key("file_taken");
/// All of it but what an administrator has fixed.
pub const FILE_TAKEN_BUT_FIXED: Key = Key("file_taken_but_fixed");
/// It is no file of settings.
pub const FILE_NOT_OURS: Key = Key("file_not_ours");
/// Something in it makes no sense; what, follows.
pub const FILE_FAULTS: Key = Key("file_faults");
/// The heading above what the browser can do.
pub const ABILITIES: Key = Key("abilities_title");
/// Where that comes from.
pub const ABILITIES_LEAD: Key = Key("abilities_lead");
/// It can.
pub const CAN: Key = Key("ability_yes");
/// It cannot.
pub const CANNOT: Key = Key("ability_no");
/// A number of minutes or a time that never comes.
pub const NEVER: Key = Key("policy_never");
/// The heading above what an administrator has set.
pub const POLICY: Key = Key("policy_title");
/// On.
pub const ON: Key = Key("policy_on");
/// Off.
pub const OFF: Key = Key("policy_off");

/// Which organisations may be left out of a sign-out.
pub const POLICY_ORGANISATIONS: Key = Key("policy_organisations");
/// None may.
pub const POLICY_ORGANISATIONS_NONE: Key = Key("policy_organisations_none");

/// The heading above the added addresses.
pub const SITES: Key = Key("sites_title");
/// What they are for.
pub const SITES_LEAD: Key = Key("sites_lead");
/// There are none.
pub const SITES_NONE: Key = Key("sites_none");
/// The label of the field for an address.
pub const SITE_ADDRESS: Key = Key("site_address");
/// The label of the choice of its kind.
pub const SITE_KIND: Key = Key("site_kind");
/// The button that adds it.
pub const SITE_ADD: Key = Key("site_add");
/// It was added; takes the address.
pub const SITE_ADDED: Key = Key("site_added");
/// The address is being looked at; takes the address.
pub const SITE_LOOKING: Key = Key("site_looking");
/// It was recognised and added; takes the address, and as what.
pub const SITE_ADDED_AS: Key = Key("site_added_as");
/// It was recognised as something else; takes the address, and as what.
pub const SITE_IS_OTHER: Key = Key("site_is_other");
/// It answers, and was not recognised; takes the address.
pub const SITE_IS_UNKNOWN: Key = Key("site_is_unknown");
/// It does not answer; takes the address.
pub const SITE_IS_SILENT: Key = Key("site_is_silent");
/// The button that adds it whatever it is.
pub const SITE_ADD_ALL_THE_SAME: Key = Key("site_add_all_the_same");
/// The button that does not add it.
pub const SITE_DO_NOT_ADD: Key = Key("site_do_not_add");
/// It was not added; takes the address.
pub const SITE_NOT_ADDED: Key = Key("site_not_added");
/// The button that removes it.
pub const SITE_REMOVE: Key = Key("site_remove");
/// It was removed; takes the address.
pub const SITE_REMOVED: Key = Key("site_removed");

/// The heading above settings of a topic.
#[must_use]
pub const fn topic(topic: Topic) -> Key {
    match topic {
        Topic::Starts => Key("topic_starts"),
        Topic::Warns => Key("topic_warns"),
        Topic::Covers => Key("topic_covers"),
        Topic::Receipts => Key("topic_receipts"),
    }
}

/// Whose the computer is, and what follows from it.
#[must_use]
pub const fn profile(profile: Profile) -> (Key, Key) {
    match profile {
        Profile::Own => (Key("profile_own"), Key("profile_own_lead")),
        Profile::Shared => (Key("profile_shared"), Key("profile_shared_lead")),
    }
}

/// Who set what holds now, where that is worth a word.
#[must_use]
pub const fn source(source: Source) -> Option<Key> {
    match source {
        Source::Default => None,
        Source::Recommended => Some(Key("source_recommended")),
        Source::Person => Some(Key("source_person")),
        Source::Administrator => Some(Key("source_administrator")),
    }
}

/// Whether this browser tells of what a setting waits for.
#[must_use]
pub const fn sight(sight: Sight) -> Key {
    match sight {
        Sight::Told => Key("sight_told"),
        Sight::NotYet => Key("sight_not_yet"),
        Sight::Never => Key("sight_never"),
    }
}

/// What an added address is.
#[must_use]
pub const fn site(kind: OwnSite) -> Key {
    match kind {
        OwnSite::OnPremises => Key("site_on_premises"),
        OwnSite::Portal => Key("site_portal"),
        OwnSite::AdFs => Key("site_ad_fs"),
    }
}

/// Why an address cannot be added.
#[must_use]
pub const fn wrong(wrong: Wrong) -> Key {
    match wrong {
        Wrong::NotAHost => Key("wrong_not_a_host"),
        Wrong::NotHttps => Key("wrong_not_https"),
        Wrong::HasPort => Key("wrong_has_port"),
        Wrong::Known => Key("wrong_known"),
        Wrong::Added => Key("wrong_added"),
    }
}

/// Where something that makes no sense was found.
#[must_use]
pub const fn fault_in(source: Source) -> Key {
    match source {
        Source::Administrator => Key("fault_in_order"),
        Source::Recommended => Key("fault_in_recommendation"),
        Source::Person | Source::Default => Key("fault_in_stored"),
    }
}

/// What is wrong with it; takes its name.
#[must_use]
pub const fn fault(why: Why) -> Key {
    match why {
        Why::NoSuchSetting => Key("fault_no_such_setting"),
        Why::NotYesOrNo => Key("fault_not_yes_or_no"),
        Why::NotWithinLimits => Key("fault_not_within_limits"),
        Why::NotAllowed => Key("fault_not_allowed"),
        Why::NotAList => Key("fault_not_a_list"),
        Why::NotAHost => Key("fault_not_a_host"),
        Why::NotAKind => Key("fault_not_a_kind"),
        Why::NotHosts => Key("fault_not_hosts"),
    }
}

/// What holds in its place.
#[must_use]
pub const fn holds(source: Source, why: Why) -> Key {
    match (source, why) {
        (Source::Administrator, Why::NotYesOrNo | Why::NotWithinLimits | Why::NotAllowed | Why::NotHosts) => {
            Key("holds_stricter")
        }
        (_, _) => Key("holds_nothing"),
    }
}
