//! The hosts of the CRM: those that everybody knows, and those that were added here.

use super::{Host, Place, Product, SIGN_IN_HOSTS};
use crate::engine::sorted::Map;
use crate::value::Data;

/// What a host is that a person or an administrator added.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum OwnSite {
    /// Dynamics CRM on the company's own servers.
    OnPremises,
    /// A portal under an address of its own.
    Portal,
    /// The company's sign-in service (AD FS).
    AdFs,
}

impl OwnSite {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::OnPremises, Self::Portal, Self::AdFs];

    /// Its name in a policy and in what is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnPremises => "on_premises",
            Self::Portal => "portal",
            Self::AdFs => "ad_fs",
        }
    }

    const fn place(self) -> Place {
        match self {
            Self::OnPremises => Place::Organisation(Product::OnPremises),
            Self::Portal => Place::Organisation(Product::Portal),
            Self::AdFs => Place::SignIn,
        }
    }
}

/// The known hosts and the added ones. What is known cannot be made something else.
#[derive(Clone, Data, Debug, Default, Eq, Hash, PartialEq)]
#[data(transparent)]
pub struct Sites {
    own: Map<Host, OwnSite>,
}

impl Sites {
    /// What this host is.
    #[must_use]
    pub fn place(&self, host: &Host) -> Place {
        match Place::of(host) {
            Place::Elsewhere => self.own.get(host).map_or(Place::Elsewhere, |own| own.place()),
            known @ (Place::Organisation(_) | Place::Backstage | Place::SignIn) => known,
        }
    }

    /// The sign-in hosts, known and added.
    pub fn sign_in(&self) -> impl Iterator<Item = Host> {
        let known = SIGN_IN_HOSTS.iter().filter_map(|host| Host::parse(host).ok());
        let own = self.own.iter().filter(|(_, own)| **own == OwnSite::AdFs).map(|(host, _)| host.clone());
        known.chain(own)
    }

    /// The hosts that were added.
    pub fn own(&self) -> impl Iterator<Item = (&Host, OwnSite)> {
        self.own.iter().map(|(host, own)| (host, *own))
    }
}

impl FromIterator<(Host, OwnSite)> for Sites {
    fn from_iter<T: IntoIterator<Item = (Host, OwnSite)>>(own: T) -> Self {
        Self { own: own.into_iter().collect() }
    }
}
