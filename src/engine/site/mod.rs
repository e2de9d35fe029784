//! Which hosts are Dynamics, which are sign-in hosts, and where each product signs out.
//!
//! The hosts are those of Microsoft's documents on datacentre regions and sovereign clouds.
//! The manifest asks for permission for exactly these; `tests/manifest.rs` compares the two.

mod host;
mod recognised;
mod sites;

pub use host::{Host, NotAHost};
pub use recognised::Recognised;
pub use sites::{OwnSite, Sites};

use crate::value::Data;

/// A Dynamics product, as far as signing out differs between them.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Product {
    /// Customer Engagement: Sales, Service and every other model-driven app.
    CustomerEngagement,
    /// Dynamics CRM on a company's own servers.
    OnPremises,
    /// Finance & Operations.
    FinanceOperations,
    /// Business Central.
    BusinessCentral,
    /// Power Apps: the maker portal and the canvas player.
    PowerApps,
    /// Power Pages, once called portals.
    Portal,
}

/// What a host is to a logout.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Place {
    /// An organisation or environment of this product.
    Organisation(Product),
    /// A host of the CRM that is no organisation: API hosts, scale groups, the region's parent domain.
    Backstage,
    /// A Microsoft sign-in host.
    SignIn,
    /// Any other site.
    Elsewhere,
}

/// The parent domains of Customer Engagement organisations, one a region or cloud.
pub const REGIONS: [&str; 24] = [
    "crm.dynamics.com",
    "crm2.dynamics.com",
    "crm3.dynamics.com",
    "crm4.dynamics.com",
    "crm5.dynamics.com",
    "crm6.dynamics.com",
    "crm7.dynamics.com",
    "crm8.dynamics.com",
    "crm9.dynamics.com",
    "crm10.dynamics.com",
    "crm11.dynamics.com",
    "crm12.dynamics.com",
    "crm14.dynamics.com",
    "crm15.dynamics.com",
    "crm16.dynamics.com",
    "crm17.dynamics.com",
    "crm19.dynamics.com",
    "crm20.dynamics.com",
    "crm21.dynamics.com",
    "crm22.dynamics.com",
    "crm.microsoftdynamics.us",
    "crm.appsplatform.us",
    "crm.dynamics.cn",
    "crm.microsoftdynamics.de",
];

/// The parent domains of the other products' environments, one a geography or cloud.
pub const ENVIRONMENTS: [(&str, Product); 19] = [
    ("operations.dynamics.com", Product::FinanceOperations),
    ("operations.eu.dynamics.com", Product::FinanceOperations),
    ("operations.fr.dynamics.com", Product::FinanceOperations),
    ("operations.no.dynamics.com", Product::FinanceOperations),
    ("operations.sa.dynamics.com", Product::FinanceOperations),
    ("operations.ch.dynamics.com", Product::FinanceOperations),
    ("operations.uae.dynamics.com", Product::FinanceOperations),
    ("operations.gov.microsoftdynamics.us", Product::FinanceOperations),
    ("operations.high.microsoftdynamics.us", Product::FinanceOperations),
    ("operations.dynamics.cn", Product::FinanceOperations),
    ("cloudax.dynamics.com", Product::FinanceOperations),
    ("axcloud.dynamics.com", Product::FinanceOperations),
    ("powerappsportals.com", Product::Portal),
    ("powerappsportals.us", Product::Portal),
    ("powerappsportals.cn", Product::Portal),
    ("microsoftcrmportals.com", Product::Portal),
    ("dynamics365portals.us", Product::Portal),
    ("appsplatformportals.us", Product::Portal),
    ("powerpages.microsoft.com", Product::Portal),
];

/// The hosts that serve every organisation of a product.
pub const SHARED_HOSTS: [(&str, Product); 12] = [
    ("businesscentral.dynamics.com", Product::BusinessCentral),
    ("make.powerapps.com", Product::PowerApps),
    ("apps.powerapps.com", Product::PowerApps),
    ("make.gov.powerapps.us", Product::PowerApps),
    ("apps.gov.powerapps.us", Product::PowerApps),
    ("make.high.powerapps.us", Product::PowerApps),
    ("apps.high.powerapps.us", Product::PowerApps),
    ("make.apps.appsplatform.us", Product::PowerApps),
    ("play.apps.appsplatform.us", Product::PowerApps),
    ("make.powerapps.cn", Product::PowerApps),
    ("apps.powerapps.cn", Product::PowerApps),
    ("make.powerpages.microsoft.com", Product::PowerApps),
];

/// Microsoft's sign-in hosts, of every cloud.
pub const SIGN_IN_HOSTS: [&str; 6] = [
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
    "login.windows.net",
    "login.microsoft.com",
    "login.live.com",
];

impl Product {
    /// Whether its servers answer `WhoAmI`, the Web API's question after the session's user.
    #[must_use]
    pub const fn answers_who_am_i(self) -> bool {
        match self {
            Self::CustomerEngagement | Self::OnPremises => true,
            Self::FinanceOperations | Self::BusinessCentral | Self::PowerApps | Self::Portal => false,
        }
    }
}

impl Product {
    /// Whether opening it tells if the next person has to sign in.
    ///
    /// A portal shows its first page to everybody, and Power Apps starts its app before it asks.
    #[must_use]
    pub const fn asks_at_the_door(self) -> bool {
        match self {
            Self::CustomerEngagement | Self::OnPremises | Self::FinanceOperations | Self::BusinessCentral => {
                true
            }
            Self::PowerApps | Self::Portal => false,
        }
    }
}

impl Place {
    /// What this host is, as far as everybody knows.
    #[must_use]
    pub fn of(host: &Host) -> Self {
        let text = host.as_str();
        if SIGN_IN_HOSTS.contains(&text) {
            return Self::SignIn;
        }
        if let Some((_, product)) = SHARED_HOSTS.iter().find(|(shared, _)| *shared == text) {
            return Self::Organisation(*product);
        }
        for (parent, product) in ENVIRONMENTS {
            if host.below(parent).is_some() {
                return Self::Organisation(product);
            }
        }
        REGIONS.iter().find_map(|region| Self::in_region(host, region)).unwrap_or(Self::Elsewhere)
    }

    /// What this host is within the region of this parent domain.
    fn in_region(host: &Host, region: &str) -> Option<Self> {
        if host.as_str() == region {
            return Some(Self::Backstage);
        }
        let name = host.below(region)?;
        // `contoso.api.crm4…` serves programs; `syd--1234.crm6…` is a scale group in the sign-in round trip.
        let backstage = name.contains('.') || name.contains("--");
        Some(if backstage { Self::Backstage } else { Self::Organisation(Product::CustomerEngagement) })
    }
}

/// An address that the engine itself made; always HTTPS.
#[derive(Clone, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Address {
    host: Host,
    path: Path,
}

/// The paths that the engine may send a tab to.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
enum Path {
    /// Customer Engagement's own sign-out address, of every generation since 2013.
    CrmSignOut,
    /// Finance & Operations' sign-out address.
    OperationsSignOut,
    /// The portals' sign-out address.
    PortalSignOut,
    /// Entra's sign-out address, for products whose own one is not known.
    EntraSignOut,
    /// A file that needs no session and runs no script: a place to look at an origin's storage from.
    Icon,
    /// The Web API's question after the session's user, in the version that all online organisations answer.
    WhoAmI,
    /// The same, in the version that Dynamics CRM 9 on own servers answers.
    WhoAmIOnPremises,
    /// Where the app starts.
    Start,
    /// Where the app of Customer Engagement starts.
    CrmStart,
    /// What programs are told of Dynamics CRM's services, of every version since 2011, before they sign in.
    CrmServices,
    /// Where a portal's own pages get their form tokens from, visitors' too.
    PortalToken,
    /// What a sign-in service publishes of itself for those that trust it.
    FederationMetadata,
}

impl Address {
    /// The address at which this organisation signs out.
    #[must_use]
    pub fn sign_out(organisation: &Host, product: Product) -> Self {
        let here = |path| Self { host: organisation.clone(), path };
        match product {
            Product::CustomerEngagement | Product::OnPremises => here(Path::CrmSignOut),
            Product::FinanceOperations => here(Path::OperationsSignOut),
            Product::Portal => here(Path::PortalSignOut),
            Product::BusinessCentral | Product::PowerApps => {
                Self { host: organisation.entra(), path: Path::EntraSignOut }
            }
        }
    }

    /// The address from which this host's storage can be looked at without starting its app.
    #[must_use]
    pub const fn icon(host: Host) -> Self {
        Self { host, path: Path::Icon }
    }

    /// The address of the Web API's question after the session's user.
    #[must_use]
    pub fn who_am_i(organisation: &Host, product: Product) -> Self {
        let path = if product == Product::OnPremises { Path::WhoAmIOnPremises } else { Path::WhoAmI };
        Self { host: organisation.clone(), path }
    }

    /// The address that a person opens to work in the organisation.
    #[must_use]
    pub fn start(organisation: &Host, product: Product) -> Self {
        let path = match product {
            Product::CustomerEngagement | Product::OnPremises => Path::CrmStart,
            Product::FinanceOperations | Product::BusinessCentral | Product::PowerApps | Product::Portal => {
                Path::Start
            }
        };
        Self { host: organisation.clone(), path }
    }

    /// Where a host of this kind shows what it is to everybody, signed in or not.
    #[must_use]
    pub const fn sign_of(kind: OwnSite, host: Host) -> Self {
        let path = match kind {
            OwnSite::OnPremises => Path::CrmServices,
            OwnSite::Portal => Path::PortalToken,
            OwnSite::AdFs => Path::FederationMetadata,
        };
        Self { host, path }
    }

    /// The host it leads to.
    #[must_use]
    pub const fn host(&self) -> &Host {
        &self.host
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = match self.path {
            Path::CrmSignOut => "main.aspx?signout=1",
            Path::OperationsSignOut => "Logout",
            Path::PortalSignOut => "Account/Login/LogOff",
            Path::EntraSignOut => "common/oauth2/v2.0/logout",
            Path::Icon => "favicon.ico",
            Path::WhoAmI => "api/data/v9.2/WhoAmI",
            Path::WhoAmIOnPremises => "api/data/v9.1/WhoAmI",
            Path::Start => "",
            Path::CrmStart => "main.aspx",
            Path::CrmServices => "XRMServices/2011/Organization.svc?wsdl=wsdl0",
            Path::PortalToken => "_layout/tokenhtml",
            Path::FederationMetadata => "FederationMetadata/2007-06/FederationMetadata.xml",
        };
        write!(f, "https://{}/{path}", self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(host: &str) -> Place {
        Place::of(&Host::parse(host).unwrap())
    }

    #[test]
    fn organisations_are_told_from_what_stands_around_them() {
        let crm = Place::Organisation(Product::CustomerEngagement);
        assert_eq!(place("contoso.crm4.dynamics.com"), crm);
        assert_eq!(place("CONTOSO.CRM.DYNAMICS.COM"), crm);
        assert_eq!(place("contoso.crm.dynamics.cn"), crm);
        assert_eq!(place("crm4.dynamics.com"), Place::Backstage);
        assert_eq!(place("contoso.api.crm4.dynamics.com"), Place::Backstage);
        assert_eq!(place("syd--12ab.crm6.dynamics.com"), Place::Backstage);
        assert_eq!(place("contoso.operations.dynamics.com"), Place::Organisation(Product::FinanceOperations));
        assert_eq!(place("login.microsoftonline.com"), Place::SignIn);
    }

    #[test]
    fn the_question_after_the_user_is_asked_in_the_version_that_the_product_answers() {
        let host = Host::parse("contoso.example").unwrap();
        let asked = |product| Address::who_am_i(&host, product).to_string();
        assert_eq!(asked(Product::CustomerEngagement), "https://contoso.example/api/data/v9.2/WhoAmI");
        assert_eq!(asked(Product::OnPremises), "https://contoso.example/api/data/v9.1/WhoAmI");
    }

    #[test]
    fn what_lets_everybody_in_first_does_not_tell_who_has_to_sign_in() {
        for product in [Product::Portal, Product::PowerApps] {
            assert!(!product.asks_at_the_door(), "{product:?}");
        }
        assert!(Product::CustomerEngagement.asks_at_the_door());
    }

    #[test]
    fn every_cloud_and_geography_has_its_products() {
        let (operations, portal) = (Product::FinanceOperations, Product::Portal);
        for (host, product) in [
            ("contoso.operations.eu.dynamics.com", operations),
            ("contoso.sandbox.operations.uae.dynamics.com", operations),
            ("contoso.operations.gov.microsoftdynamics.us", operations),
            ("contoso.operations.dynamics.cn", operations),
            ("contoso.microsoftcrmportals.com", portal),
            ("contoso.high.dynamics365portals.us", portal),
            ("contoso.powerpages.microsoft.com", portal),
            ("make.powerpages.microsoft.com", Product::PowerApps),
            ("apps.high.powerapps.us", Product::PowerApps),
            ("make.powerapps.cn", Product::PowerApps),
        ] {
            assert_eq!(place(host), Place::Organisation(product), "{host}");
        }
    }

    #[test]
    fn hosts_that_only_look_like_dynamics_are_elsewhere() {
        for host in [
            "www.dynamics.com",
            "dynamics.com",
            "home.dynamics.com",
            "contoso.crm4.dynamics.com.evil.example",
            "evilcrm4.dynamics.com",
            "crm13.dynamics.com",
            "portal.microsoftonline.com",
            "login.microsoftonline.com.evil.example",
            "operations.dynamics.com",
            "operations.eu.dynamics.com",
            "powerpages.microsoft.com",
            "www.appsplatform.us",
            "make.powerapps.com.evil.example",
        ] {
            assert_eq!(place(host), Place::Elsewhere, "{host}");
        }
    }

    #[test]
    fn what_is_no_host_name_is_refused() {
        for text in ["", ".", "a..b", "a b", "a/b", "user@host", "host:443", "é.example"] {
            assert!(Host::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn each_product_has_its_sign_out_address() {
        let host = Host::parse("contoso.crm4.dynamics.com").unwrap();
        let address = Address::sign_out(&host, Product::CustomerEngagement);
        assert_eq!(address.to_string(), "https://contoso.crm4.dynamics.com/main.aspx?signout=1");
        let address = Address::sign_out(&host, Product::BusinessCentral);
        assert_eq!(address.to_string(), "https://login.microsoftonline.com/common/oauth2/v2.0/logout");
    }

    #[test]
    fn each_cloud_signs_out_at_its_own_sign_in_service() {
        for (maker, sign_in) in [
            ("make.powerapps.com", "login.microsoftonline.com"),
            ("make.gov.powerapps.us", "login.microsoftonline.com"),
            ("apps.high.powerapps.us", "login.microsoftonline.us"),
            ("play.apps.appsplatform.us", "login.microsoftonline.us"),
            ("make.powerapps.cn", "login.partner.microsoftonline.cn"),
        ] {
            let address = Address::sign_out(&Host::parse(maker).unwrap(), Product::PowerApps);
            assert_eq!(address.host().as_str(), sign_in, "{maker}");
        }
    }
}
