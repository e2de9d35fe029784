//! Host names.

use crate::value::{Blank, Data, Value, Writer};

/// A host name in lower case, without a port; never empty.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Host(String);

/// The text is not a host name.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a host name")]
pub struct NotAHost;

impl Data for Host {
    fn blank(_: Blank) -> Self {
        Self(String::new())
    }

    fn write(&self, to: &mut Writer) {
        self.0.write(to);
    }

    fn read(&mut self, from: &Value, _: Blank) -> bool {
        let Value::Text(text) = from else { return false };
        let host = Self::parse(text);
        let fits = host.is_ok();
        self.0 = host.map_or_else(|_| String::new(), |host| host.0);
        fits
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

    /// The sign-in host of the cloud that this host is in. GCC signs in where the whole world does.
    #[must_use]
    pub(in crate::engine) fn entra(&self) -> Self {
        let government = ["high.powerapps.us", "appsplatform.us"];
        let host = if self.0.ends_with(".cn") {
            "login.partner.microsoftonline.cn"
        } else if government.into_iter().any(|cloud| self.below(cloud).is_some()) {
            "login.microsoftonline.us"
        } else {
            "login.microsoftonline.com"
        };
        Self(host.to_owned())
    }

    /// The host as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The match pattern of all its pages, as the browser takes it for a permission.
    #[must_use]
    pub fn pattern(&self) -> String {
        ["https://", &self.0, "/*"].concat()
    }

    /// The part before `.suffix`, if this host is below `suffix`.
    pub(super) fn below(&self, suffix: &str) -> Option<&str> {
        let rest = self.0.strip_suffix(suffix)?.strip_suffix('.')?;
        (!rest.is_empty()).then_some(rest)
    }

    /// Whether a domain cookie of `domain` is sent to this host (RFC 6265, 5.1.3).
    #[must_use]
    pub fn is_within(&self, domain: &Self) -> bool {
        self == domain || self.below(&domain.0).is_some()
    }
}
