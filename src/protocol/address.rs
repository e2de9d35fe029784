//! The address of a host that a person adds.

use crate::engine::site::{Host, Place, Sites};

/// The parts of an address, as the browser takes it apart.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// `https:`.
    pub scheme: &'a str,
    /// The host, in punycode.
    pub host: &'a str,
    /// The port, if it is not the scheme's own.
    pub port: &'a str,
}

/// Why an address cannot be added.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wrong {
    /// It is no host name.
    NotAHost,
    /// Its pages are not encrypted.
    NotHttps,
    /// It names a port, and a sign-out knows none.
    HasPort,
    /// Clean Exit knows it already.
    Known,
    /// It was added already.
    Added,
}

/// An address as the browser reads it: people type a host, or copy a whole address.
#[must_use]
pub fn completed(typed: &str) -> String {
    let typed = typed.trim();
    if typed.contains("://") { typed.to_owned() } else { ["https://", typed].concat() }
}

/// The host to be added.
pub fn host(parts: Parts<'_>, sites: &Sites) -> Result<Host, Wrong> {
    let host = Host::parse(parts.host).map_err(|_| Wrong::NotAHost)?;
    if parts.scheme != "https:" {
        return Err(Wrong::NotHttps);
    }
    if !parts.port.is_empty() {
        return Err(Wrong::HasPort);
    }
    if sites.own().any(|(own, _)| *own == host) {
        return Err(Wrong::Added);
    }
    if sites.place(&host) != Place::Elsewhere {
        return Err(Wrong::Known);
    }
    Ok(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::site::OwnSite;

    fn read(scheme: &str, name: &str, port: &str) -> Result<String, Wrong> {
        let own = (Host::parse("sts.corp.example").unwrap(), OwnSite::AdFs);
        host(Parts { scheme, host: name, port }, &[own].into_iter().collect()).map(|host| host.to_string())
    }

    #[test]
    fn a_host_or_a_whole_address_may_be_typed() {
        assert_eq!(completed("  crm.corp.example "), "https://crm.corp.example");
        assert_eq!(completed("https://crm.corp.example/a"), "https://crm.corp.example/a");
        assert_eq!(completed("http://crm.corp.example"), "http://crm.corp.example");
    }

    #[test]
    fn what_cannot_be_signed_out_of_is_not_added() {
        assert_eq!(read("https:", "crm.corp.example", ""), Ok("crm.corp.example".to_owned()));
        assert_eq!(read("https:", "*.corp.example", ""), Err(Wrong::NotAHost));
        assert_eq!(read("http:", "crm.corp.example", ""), Err(Wrong::NotHttps));
        assert_eq!(read("https:", "crm.corp.example", "8443"), Err(Wrong::HasPort));
        assert_eq!(read("https:", "sts.corp.example", ""), Err(Wrong::Added));
        assert_eq!(read("https:", "contoso.crm4.dynamics.com", ""), Err(Wrong::Known));
        assert_eq!(read("https:", "login.microsoftonline.com", ""), Err(Wrong::Known));
    }
}
