//! Which hosts are Dynamics, which are sign-in hosts, and what belongs to which organisation.
//!
//! The hosts are those of Microsoft's documents on datacentre regions and sovereign clouds.

use serde::{Deserialize, Serialize};

/// A host name in lower case, without a port; never empty.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Host(String);

/// The text is not a host name.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a host name")]
pub struct NotAHost;

impl TryFrom<String> for Host {
    type Error = NotAHost;

    fn try_from(text: String) -> Result<Self, NotAHost> {
        Self::parse(&text)
    }
}

impl From<Host> for String {
    fn from(host: Host) -> Self {
        host.0
    }
}

impl std::fmt::Display for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Host {
    /// Reads a host name as a browser's `URL.hostname` writes it (punycode, at most 253 bytes).
    pub fn parse(text: &str) -> Result<Self, NotAHost> {
        let fits = (1..=253).contains(&text.len())
            && text.split('.').all(|label| !label.is_empty() && label.len() <= 63)
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
        if fits { Ok(Self(text.to_ascii_lowercase())) } else { Err(NotAHost) }
    }

    /// The host as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before `.suffix`, if this host is below `suffix`.
    fn below(&self, suffix: &str) -> Option<&str> {
        let rest = self.0.strip_suffix(suffix)?.strip_suffix('.')?;
        (!rest.is_empty()).then_some(rest)
    }
}

/// A Dynamics product, as far as signing out differs between them.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Product {
    /// Customer Engagement: Sales, Service and every other model-driven app; also Dynamics CRM.
    CustomerEngagement,
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
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
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
