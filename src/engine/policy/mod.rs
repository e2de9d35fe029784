//! Settings: what is the default, what a person chose, what an administrator recommends or fixed.
//!
//! default < recommended < chosen by the person < fixed by the administrator.
//! A value that makes no sense never weakens: a broken one of the administrator's holds the stricter default.

mod file;
mod layer;
mod setting;

pub use file::{Refused, check};
pub use layer::{Fault, Layer, Loose, ORGANISATIONS, PROFILE, RECOMMENDED, SITES, WELCOME, Why};
pub use setting::{Flag, Item, Number, Permission, Profile, Topic};

use super::receipt::Trigger;
use super::scope::{Account, Entries, Extras, Jar, Reach, Scope};
use super::site::{Host, OwnSite, Sites};
use super::time::Time;
use crate::engine::sorted::{Map, Set};
use crate::value::Data;

/// Where a value comes from.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Source {
    /// The profile's default.
    Default,
    /// The administrator's recommendation.
    Recommended,
    /// The person's choice.
    Person,
    /// The administrator's order: the person cannot change it.
    Administrator,
}

/// A value, and where it comes from.
#[derive(Clone, Copy, Data, Debug, Eq, PartialEq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub source: Source,
}

/// What each of those who may set something has set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layers {
    recommended: Layer,
    person: Layer,
    administrator: Layer,
    /// Whether an administrator wants the first page; none if nobody said.
    welcome: Option<bool>,
}

impl Layers {
    /// Reads what the person has set, and what an administrator has.
    #[must_use]
    pub fn read(person: Option<Loose>, mut orders: Map<String, Loose>) -> Self {
        let recommended = Layer::find(RECOMMENDED, orders.remove(&RECOMMENDED.to_owned()));
        let welcome = orders.remove(&WELCOME.to_owned());
        let organisations = orders.remove(&ORGANISATIONS.to_owned());
        let mut administrator = Layer::read(orders);
        if let Some(organisations) = organisations {
            administrator.take_organisations(organisations);
        }
        if !matches!(welcome, None | Some(Loose::Flag(_))) {
            administrator.faults.push(Fault { key: WELCOME.to_owned(), why: Why::NotYesOrNo });
        }
        let welcome = if let Some(Loose::Flag(wanted)) = welcome { Some(wanted) } else { None };
        Self { recommended, person: Layer::find("settings", person), administrator, welcome }
    }

    /// Whether whoever installs the extension is asked whose the computer is.
    ///
    /// Not where an administrator answered for them, or wants no such page.
    #[must_use]
    pub fn asks_whose(&self) -> bool {
        let is_answered = self.administrator.profile.is_some() || self.recommended.profile.is_some();
        self.welcome.unwrap_or(!is_answered)
    }

    /// The settings as they would hold if the person chose this profile.
    #[must_use]
    pub fn with_profile(&self, profile: Profile) -> Settings {
        let person = Layer { profile: Some(profile), ..self.person.clone() };
        Settings::resolve(&self.recommended, &person, &self.administrator)
    }

    /// The settings as they hold now.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings::resolve(&self.recommended, &self.person, &self.administrator)
    }

    /// The settings as they would hold if the person had chosen nothing.
    #[must_use]
    pub fn without_person(&self) -> Settings {
        Settings::resolve(&self.recommended, &Layer::default(), &self.administrator)
    }
}

/// All settings, as they hold now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Settings {
    profile: Setting<Profile>,
    flags: Map<Flag, Setting<bool>>,
    numbers: Map<Number, Setting<u32>>,
    sites: Map<Host, Setting<OwnSite>>,
    may_stay: Option<Set<Host>>,
    faults: Vec<(Source, Fault)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self::resolve(&Layer::default(), &Layer::default(), &Layer::default())
    }
}

impl Settings {
    /// Lays the layers over each other.
    #[must_use]
    pub fn resolve(recommended: &Layer, person: &Layer, administrator: &Layer) -> Self {
        let layers = [
            (Source::Recommended, recommended),
            (Source::Person, person),
            (Source::Administrator, administrator),
        ];
        let defaults = (Profile::Own, Profile::Shared);
        let profile = laid_over(layers, PROFILE, defaults, |layer| layer.profile);
        let flags = Flag::ALL.map(|flag| {
            let own = |layer: &Layer| layer.flags.get(&flag).copied();
            let defaults = (flag.default_in(profile.value), flag.stricter_default());
            (flag, laid_over(layers, flag.name(), defaults, own))
        });
        let numbers = Number::ALL.map(|number| {
            let own = |layer: &Layer| layer.numbers.get(&number).copied();
            let defaults = (number.default_in(profile.value), number.stricter_default());
            (number, laid_over(layers, number.name(), defaults, own))
        });
        let mut sites = Map::new();
        for (source, layer) in layers {
            sites.extend(
                layer.sites.iter().map(|(host, value)| (host.clone(), Setting { value: *value, source })),
            );
        }
        let faults = layers
            .iter()
            .flat_map(|(source, layer)| layer.faults.iter().map(|fault| (*source, fault.clone())));
        Self {
            profile,
            flags: flags.into(),
            numbers: numbers.into(),
            sites,
            may_stay: administrator.may_stay.clone(),
            faults: faults.collect(),
        }
    }

    /// Whether the computer is shared.
    #[must_use]
    pub const fn profile(&self) -> Setting<Profile> {
        self.profile
    }

    /// A setting that is on or off.
    #[must_use]
    pub fn flag(&self, flag: Flag) -> Setting<bool> {
        let default = Setting { value: flag.default_in(self.profile.value), source: Source::Default };
        self.flags.get(&flag).copied().unwrap_or(default)
    }

    /// Whether a setting is on.
    #[must_use]
    pub fn is_on(&self, flag: Flag) -> bool {
        self.flag(flag).value
    }

    /// A setting that is a number.
    #[must_use]
    pub fn number(&self, number: Number) -> Setting<u32> {
        let default = Setting { value: number.default_in(self.profile.value), source: Source::Default };
        self.numbers.get(&number).copied().unwrap_or(default)
    }

    /// The hosts that were added.
    pub fn own_sites(&self) -> impl Iterator<Item = (&Host, Setting<OwnSite>)> {
        self.sites.iter().map(|(host, setting)| (host, *setting))
    }

    /// What was set and makes no sense, and by whom.
    #[must_use]
    pub fn faults(&self) -> &[(Source, Fault)] {
        &self.faults
    }

    /// The organisations that may be left out of a sign-out, where an administrator lists them.
    #[must_use]
    pub const fn may_stay(&self) -> Option<&Set<Host>> {
        self.may_stay.as_ref()
    }

    /// Whether an administrator lets no organisation be left out.
    fn leaves_none_out(&self) -> bool {
        self.may_stay().is_some_and(Set::is_empty)
    }

    /// The hosts of the CRM.
    #[must_use]
    pub fn sites(&self) -> Sites {
        self.sites.iter().map(|(host, setting)| (host.clone(), setting.value)).collect()
    }

    /// Whether a person may sign out of the organisation in front alone, though a sign-out covers all:
    /// not where an administrator ordered that.
    #[must_use]
    pub fn offers_front(&self) -> bool {
        let Setting { value: is_on, source } = self.flag(Flag::OnlyFront);
        !is_on && source != Source::Administrator && !self.leaves_none_out()
    }

    /// Which organisations this covers. Where nobody clicked, nobody has a tab in front.
    #[must_use]
    pub fn reach(&self, trigger: Trigger) -> Reach {
        let is_on = self.is_on(Flag::OnlyFront) && !self.leaves_none_out();
        if trigger == Trigger::OnlyFront && (is_on || self.offers_front()) {
            Reach::OnlyFront
        } else if trigger.is_by_hand() && is_on {
            Reach::Front
        } else {
            Reach::All
        }
    }

    /// Whether what this sets off covers every organisation.
    #[must_use]
    pub fn covers_all(&self, trigger: Trigger) -> bool {
        self.reach(trigger) == Reach::All
    }

    /// What a logout covers by these settings. `since` is when the CRM's session here began, if that is known.
    #[must_use]
    pub fn scope(&self, trigger: Trigger, since: Option<Time>) -> Scope {
        let entries = match (self.is_on(Flag::Entries), since) {
            (false, _) => Entries::Kept,
            (true, Some(since)) => Entries::Since(since),
            (true, None) => Entries::SinceUnknown,
        };
        Scope {
            jar: Jar::Ordinary,
            sites: self.sites(),
            reach: self.reach(trigger),
            may_stay: self.may_stay.clone(),
            account: if self.is_on(Flag::Account) { Account::SignedOut } else { Account::Kept },
            device_cookies: self.is_on(Flag::DeviceCookies),
            extras: Extras {
                history: self.is_on(Flag::History),
                downloads: self.is_on(Flag::Downloads),
                clipboard: self.is_on(Flag::Clipboard),
                entries,
            },
        }
    }
}

/// The value of the highest layer that has one. `defaults`: the ordinary one, and the stricter one,
/// which holds where an administrator ordered what makes no sense.
fn laid_over<T: Copy>(
    layers: [(Source, &Layer); 3],
    name: &str,
    (default, stricter): (T, T),
    own: impl Fn(&Layer) -> Option<T>,
) -> Setting<T> {
    let mut setting = Setting { value: default, source: Source::Default };
    for (source, layer) in layers {
        if let Some(value) = own(layer) {
            setting = Setting { value, source };
        } else if source == Source::Administrator && layer.is_broken(name) {
            setting = Setting { value: stricter, source };
        }
    }
    setting
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(entries: &[(&str, Loose)]) -> Layer {
        Layer::read(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    }

    #[test]
    fn the_administrator_comes_before_the_person_and_the_person_before_a_recommendation() {
        let on = layer(&[("history", Loose::Flag(true))]);
        let off = layer(&[("history", Loose::Flag(false))]);
        let nothing = Layer::default();
        let history = |recommended, person, administrator| {
            let setting = Settings::resolve(recommended, person, administrator).flag(Flag::History);
            (setting.value, setting.source)
        };
        assert_eq!(history(&nothing, &nothing, &nothing), (false, Source::Default));
        assert_eq!(history(&on, &nothing, &nothing), (true, Source::Recommended));
        assert_eq!(history(&on, &off, &nothing), (false, Source::Person));
        assert_eq!(history(&on, &off, &on), (true, Source::Administrator));
    }

    #[test]
    fn the_profile_moves_the_defaults_and_nothing_that_was_chosen() {
        let shared =
            layer(&[("profile", Loose::Text("shared".to_owned())), ("downloads", Loose::Flag(false))]);
        let settings = Settings::resolve(&Layer::default(), &shared, &Layer::default());
        assert!(settings.is_on(Flag::History));
        assert!(!settings.is_on(Flag::Downloads));
        assert!(!Settings::default().is_on(Flag::History));
    }

    #[test]
    fn a_broken_order_of_the_administrator_holds_the_stricter_default() {
        let broken = layer(&[
            ("account", Loose::Text("perhaps".to_owned())),
            ("inactivity", Loose::Number(-3.0)),
            ("history", Loose::Number(1.0)),
        ]);
        let lax = layer(&[
            ("account", Loose::Flag(false)),
            ("inactivity", Loose::Number(0.0)),
            ("history", Loose::Flag(false)),
        ]);
        let settings = Settings::resolve(&Layer::default(), &lax, &broken);
        assert!(settings.is_on(Flag::Account));
        assert!(settings.is_on(Flag::History));
        let inactivity = settings.number(Number::Inactivity);
        assert_eq!(inactivity.value, Number::Inactivity.default_in(Profile::Shared));
        assert_eq!(inactivity.source, Source::Administrator);
        assert_eq!(settings.faults().len(), 3);
    }

    #[test]
    fn only_a_click_has_an_organisation_in_front() {
        let front = layer(&[("only_front", Loose::Flag(true))]);
        let settings = Settings::resolve(&Layer::default(), &front, &Layer::default());
        assert_eq!(settings.scope(Trigger::Toolbar, None).reach, Reach::Front);
        assert_eq!(settings.scope(Trigger::Idle, None).reach, Reach::All);
        assert!(settings.covers_all(Trigger::Idle) && !settings.covers_all(Trigger::Toolbar));
        assert_eq!(Settings::default().scope(Trigger::Toolbar, None).reach, Reach::All);
    }

    #[test]
    fn one_run_may_be_of_the_organisation_in_front_alone_but_not_against_an_order() {
        let [on, off] = [true, false].map(|on| layer(&[("only_front", Loose::Flag(on))]));
        let reach = |person, order| {
            let settings = Settings::resolve(&Layer::default(), person, order);
            (settings.reach(Trigger::OnlyFront), settings.offers_front())
        };
        let nothing = Layer::default();
        assert_eq!(reach(&nothing, &nothing), (Reach::OnlyFront, true));
        assert_eq!(reach(&on, &nothing), (Reach::OnlyFront, false));
        assert_eq!(reach(&nothing, &on), (Reach::OnlyFront, false));
        assert_eq!(reach(&nothing, &off), (Reach::All, false));
        assert_eq!(reach(&on, &off), (Reach::All, false));
    }

    #[test]
    fn an_administrator_says_which_organisations_may_be_left_out_and_a_mistake_lets_none() {
        let list =
            |names: &[&str]| Loose::List(names.iter().map(|name| Loose::Text((*name).to_owned())).collect());
        let read = |value: Loose| {
            let orders = [(ORGANISATIONS.to_owned(), value)].into();
            let person = Loose::Map([("only_front".to_owned(), Loose::Flag(true))].into());
            Layers::read(Some(person), orders).settings()
        };
        let allowed = |settings: &Settings| -> Option<Vec<String>> {
            Some(settings.may_stay()?.iter().map(Host::to_string).collect())
        };
        let faults = |settings: &Settings| -> Vec<(String, Why)> {
            settings.faults().iter().map(|(_, fault)| (fault.key.clone(), fault.why)).collect()
        };
        let good = read(list(&["crm4.dynamics.com", "Contoso.crm.dynamics.com"]));
        assert_eq!(
            allowed(&good).unwrap(),
            ["crm4.dynamics.com", "contoso.crm.dynamics.com"]
                .map(str::to_owned)
                .into_iter()
                .rev()
                .collect::<Vec<_>>()
        );
        assert_eq!((faults(&good), good.reach(Trigger::Toolbar)), (vec![], Reach::Front));
        assert_eq!(good.scope(Trigger::Toolbar, None).may_stay.as_ref(), good.may_stay());

        let odd = read(list(&[
            "*.crm4.dynamics.com",
            "https://contoso.crm.dynamics.com",
            "fabrikam.crm.dynamics.com",
        ]));
        assert_eq!(allowed(&odd).unwrap(), ["fabrikam.crm.dynamics.com"]);
        let named = ["organisations: *.crm4.dynamics.com", "organisations: https://contoso.crm.dynamics.com"];
        assert_eq!(faults(&odd), named.map(|key| (key.to_owned(), Why::NotAHost)));

        let mut mixed = vec![Loose::Text("contoso.crm.dynamics.com".to_owned()), Loose::Number(1.0)];
        for broken in
            [Loose::Text("*".to_owned()), Loose::Flag(true), Loose::Other, Loose::List(mixed.split_off(0))]
        {
            let settings = read(broken);
            assert_eq!(faults(&settings), [(ORGANISATIONS.to_owned(), Why::NotHosts)]);
            assert_eq!(settings.reach(Trigger::Toolbar), Reach::All);
        }
        let none = read(list(&[]));
        assert_eq!((faults(&none), allowed(&none)), (vec![], Some(vec![])));
        assert_eq!((none.reach(Trigger::OnlyFront), none.offers_front()), (Reach::All, false));

        let own = Loose::Map([(ORGANISATIONS.to_owned(), list(&["contoso.crm.dynamics.com"]))].into());
        let orders = [(RECOMMENDED.to_owned(), own.clone())].into();
        let settings = Layers::read(Some(own), orders).settings();
        assert_eq!((settings.may_stay(), settings.faults().len()), (None, 2), "it is nobody else’s to set");
    }

    #[test]
    fn every_default_is_a_value_that_may_be_set() {
        for profile in [Profile::Own, Profile::Shared] {
            for number in Number::ALL {
                assert!(number.range().contains(&number.default_in(profile)), "{}", number.name());
            }
        }
    }

    #[test]
    fn what_is_not_understood_is_named_and_changes_nothing() {
        let odd = layer(&[
            ("colour", Loose::Text("red".to_owned())),
            ("inactivity", Loose::Number(1e9)),
            ("profile", Loose::Flag(true)),
        ]);
        let settings = Settings::resolve(&Layer::default(), &odd, &Layer::default());
        let keys: Vec<_> = settings.faults().iter().map(|(_, fault)| fault.key.as_str()).collect();
        assert_eq!(keys, ["colour", "inactivity", "profile"]);
        assert_eq!(settings.number(Number::Inactivity).source, Source::Default);
        assert_eq!(settings.profile().value, Profile::Own);
    }

    #[test]
    fn added_hosts_are_read_and_those_that_are_none_are_named() {
        let sites = [("crm.corp.example", "on_premises"), ("sts.corp.example", "ad_fs"), ("a b", "portal")];
        let sites = sites.map(|(host, kind)| (host.to_owned(), Loose::Text(kind.to_owned())));
        let person = layer(&[("sites", Loose::Map(sites.into()))]);
        let settings = Settings::resolve(&Layer::default(), &person, &Layer::default());
        assert_eq!(settings.own_sites().count(), 2);
        assert_eq!(settings.faults().len(), 1);
    }

    #[test]
    fn an_address_with_the_name_of_a_setting_breaks_only_itself() {
        let sites = Loose::Map([("account".to_owned(), Loose::Flag(true))].into());
        let broken = layer(&[("sites", sites), ("account", Loose::Flag(false))]);
        let settings = Settings::resolve(&Layer::default(), &Layer::default(), &broken);
        assert!(!settings.is_on(Flag::Account));
        let fault = Fault { key: "sites: account".to_owned(), why: Why::NotAKind };
        assert_eq!(settings.faults(), [(Source::Administrator, fault)]);
    }

    #[test]
    fn recommendations_are_told_from_orders_and_what_is_no_list_is_named() {
        let on = |name: &str| (name.to_owned(), Loose::Flag(true));
        let orders = [(RECOMMENDED.to_owned(), Loose::Map([on("history")].into())), on("clipboard")];
        let off = Loose::Map([("history".to_owned(), Loose::Flag(false))].into());
        let layers = Layers::read(Some(off), orders.into());
        assert_eq!(layers.settings().flag(Flag::History).source, Source::Person);
        assert_eq!(layers.without_person().flag(Flag::History).source, Source::Recommended);
        assert_eq!(layers.settings().flag(Flag::Clipboard).source, Source::Administrator);

        let orders = [on(RECOMMENDED)];
        let broken = Layers::read(Some(Loose::Text("all".to_owned())), orders.into()).settings();
        let named: Vec<_> =
            broken.faults().iter().map(|(source, fault)| (*source, fault.key.as_str(), fault.why)).collect();
        let expected = [(Source::Recommended, RECOMMENDED), (Source::Person, "settings")];
        assert_eq!(named, expected.map(|(source, key)| (source, key, Why::NotAList)));
        assert_eq!(Layers::read(None, Map::new()).settings(), Settings::default());
    }

    #[test]
    fn nobody_is_asked_whose_the_computer_is_where_an_administrator_answered_or_wants_no_question() {
        let shared = || ("profile".to_owned(), Loose::Text("shared".to_owned()));
        let recommended = (RECOMMENDED.to_owned(), Loose::Map([shared()].into()));
        let welcome = |wanted| (WELCOME.to_owned(), Loose::Flag(wanted));
        for (orders, is_asked) in [
            (vec![], true),
            (vec![shared()], false),
            (vec![recommended], false),
            (vec![welcome(false)], false),
            (vec![shared(), welcome(true)], true),
        ] {
            let layers = Layers::read(None, orders.iter().cloned().collect());
            assert_eq!(layers.asks_whose(), is_asked, "{orders:?}");
        }
    }
}
