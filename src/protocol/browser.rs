//! What the browser tells: tabs, cookies, answers of servers and pages.

use crate::engine::effect::{self, Entry};
use crate::engine::id::{FrameId, TabId, WindowId};
use crate::engine::receipt::ServerSays;
use crate::engine::scope::Jar;
use crate::engine::site::{Host, Product};
use crate::engine::sweep::{Cookie, Partition};
use crate::value::Data;

/// A tab (`tabs.Tab`); its address is there only where the extension may know it.
#[derive(Clone, Data, Debug)]
#[data(camel_case)]
pub struct TabInfo {
    #[data(optional)]
    id: Option<i32>,
    window_id: i32,
    #[data(optional)]
    active: bool,
    #[data(optional)]
    discarded: bool,
    #[data(optional)]
    incognito: bool,
    #[data(optional)]
    audible: bool,
    #[data(optional)]
    url: Option<String>,
    #[data(optional)]
    pending_url: Option<String>,
    #[data(optional)]
    status: Option<String>,
}

impl TabInfo {
    /// The tab as the engine knows it; none for one without a number, as a window of developer tools has.
    #[must_use]
    pub fn tab(&self) -> Option<effect::Tab> {
        Some(effect::Tab {
            id: self.id()?,
            window: self.window(),
            jar: self.jar(),
            is_shown: self.active,
            is_discarded: self.discarded,
            host: self.host(),
        })
    }

    /// Its window.
    #[must_use]
    pub const fn window(&self) -> WindowId {
        WindowId(self.window_id)
    }

    /// Whether its window is a private one.
    #[must_use]
    pub const fn jar(&self) -> Jar {
        if self.incognito { Jar::Private } else { Jar::Ordinary }
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> Option<TabId> {
        self.id.map(TabId)
    }

    /// Whether it makes a sound.
    #[must_use]
    pub const fn is_audible(&self) -> bool {
        self.audible
    }

    /// Whether its page was dropped from memory.
    #[must_use]
    pub const fn is_discarded(&self) -> bool {
        self.discarded
    }

    /// The host of its page, if the extension may know it.
    #[must_use]
    pub fn host(&self) -> Option<Host> {
        host_of(self.url.as_deref()?)
    }

    /// Whether the extension may know its address, and that begins so.
    #[must_use]
    pub fn shows(&self, beginning: &str) -> bool {
        self.url.as_deref().is_some_and(|url| url.starts_with(beginning))
    }

    /// Whether it is loading nothing.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.pending_url.is_none() && self.status.as_deref() == Some("complete")
    }
}

/// The host of an address that the browser wrote; only for HTTPS on the default port, which is all a logout touches.
#[must_use]
pub fn host_of(address: &str) -> Option<Host> {
    let rest = address.strip_prefix("https://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    Host::parse(rest.get(..end)?).ok()
}

/// Who sent something, by the browser's word (`runtime.MessageSender`).
#[derive(Clone, Data, Debug, Default)]
#[data(all_optional, camel_case)]
pub struct Sender {
    tab: Option<SenderTab>,
    frame_id: Option<u64>,
    url: Option<String>,
    origin: Option<String>,
}

#[derive(Clone, Copy, Data, Debug)]
struct SenderTab {
    #[data(optional)]
    id: Option<i32>,
}

impl Sender {
    /// Whose it is. A blank frame, such as an editor's, has no host in its address, but the origin of the page that made it.
    #[must_use]
    pub fn host(&self) -> Option<Host> {
        [&self.url, &self.origin].into_iter().flatten().find_map(|address| host_of(address))
    }

    /// The frame that it is. A blank one has no storage of its own.
    #[must_use]
    pub fn frame(&self) -> Option<effect::Frame> {
        let tab = TabId(self.tab?.id?);
        Some(effect::Frame { tab, frame: FrameId(self.frame_id?), host: host_of(self.url.as_deref()?)? })
    }
}

/// A cookie (`cookies.Cookie`). Its value is not read.
#[derive(Clone, Data, Debug)]
#[data(camel_case)]
pub struct CookieInfo {
    name: String,
    domain: String,
    host_only: bool,
    path: String,
    secure: bool,
    store_id: String,
    #[data(optional)]
    partition_key: Option<PartitionKey>,
}

/// The key of a cookie's partition, as the browser writes and reads it; empty for a cookie without a partition.
#[derive(Clone, Data, Debug)]
#[data(camel_case)]
pub struct PartitionKey {
    #[data(optional)]
    top_level_site: Option<String>,
    #[data(optional)]
    has_cross_site_ancestor: Option<bool>,
}

impl PartitionKey {
    fn partition(self) -> Option<Partition> {
        let Self { top_level_site, has_cross_site_ancestor } = self;
        top_level_site.map(|top_level_site| Partition { top_level_site, has_cross_site_ancestor })
    }
}

impl From<&Partition> for PartitionKey {
    fn from(partition: &Partition) -> Self {
        Self {
            top_level_site: Some(partition.top_level_site.clone()),
            has_cross_site_ancestor: partition.has_cross_site_ancestor,
        }
    }
}

impl CookieInfo {
    /// The cookie as the engine knows it; none if its domain is no host name.
    #[must_use]
    pub fn cookie(self) -> Option<Cookie> {
        let domain = self.domain.strip_prefix('.').unwrap_or(&self.domain);
        Some(Cookie {
            domain: Host::parse(domain).ok()?,
            name: self.name,
            host_only: self.host_only,
            path: self.path,
            secure: self.secure,
            store: self.store_id,
            partition: self.partition_key.and_then(PartitionKey::partition),
        })
    }
}

/// What a frame's script answered (`scripting.InjectionResult`).
#[derive(Clone, Data, Debug)]
#[data(camel_case)]
pub struct FrameAnswer<T> {
    /// The frame that answered.
    pub frame_id: FrameId,
    /// The document in it, where the browser tells.
    #[data(optional)]
    pub document_id: Option<String>,
    /// What it answered; none if the script is not there, or failed.
    #[data(optional)]
    pub result: Option<T>,
}

/// What the answer to `WhoAmI` says, from its status and where it came from.
///
/// 200 with JSON means signed in; 401 or a redirect to another host means signed out.
/// Anything else is no answer to the question: a live session without a licence is answered 403. From Microsoft's Web API reference, *WhoAmI function*.
#[must_use]
pub fn who_am_i(product: Product, status: u16, is_redirect: bool, is_json: bool) -> ServerSays {
    match status {
        // An organisation that has its name in the path answers there only, and nobody knows the path.
        404 if product == Product::OnPremises => ServerSays::NotAsked,
        200 if is_json => ServerSays::SignedIn,
        401 => ServerSays::SignedOut,
        _ if is_redirect => ServerSays::SignedOut,
        _ => ServerSays::Nothing,
    }
}

/// The page that opening an organisation led to.
#[derive(Clone, Copy, Debug)]
pub struct Opened<'a> {
    /// Whether it is a sign-in host's.
    pub is_sign_in: bool,
    /// Whether it is the organisation's own.
    pub is_organisation: bool,
    /// The HTTP status.
    pub status: u16,
    /// The page's text.
    pub page: &'a str,
}

/// What only a page has that asks for a name or a password: Entra's page and its field, AD FS's form.
const ASKS: [&str; 4] = ["ConvergedSignIn", "name=\"loginfmt\"", "id=\"loginForm\"", "id=\"userNameInput\""];
/// What shows accounts that are still signed in, to be taken with one click.
const OFFERS: [&str; 2] = ["tilesHolder", "\"arrSessions\":[{"];
/// The form by which a sign-in service that knows the person sends them on, without a word. From Entra's *form_post*.
const SENDS_ON: &str = "name=\"hiddenform\"";

impl Opened<'_> {
    /// What it tells. Products that show a page to everybody are not opened: see `Product::asks_at_the_door`.
    #[must_use]
    pub fn entry(self) -> Entry {
        let says = |words: &[&str]| words.iter().any(|word| self.page.contains(word));
        match self.status {
            200 if self.is_sign_in && says(&[SENDS_ON]) => Entry::SignsIn,
            200 if self.is_sign_in && says(&OFFERS) => Entry::OffersAccounts,
            200 if self.is_sign_in && says(&ASKS) => Entry::AsksToSignIn,
            200 if self.is_organisation => Entry::LetsIn,
            401 if self.is_organisation => Entry::AsksToSignIn,
            _ => Entry::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_only_from_plain_https_addresses() {
        let host = |address| host_of(address).map(|host| host.to_string());
        assert_eq!(
            host("https://contoso.crm4.dynamics.com/main.aspx?x=1"),
            Some("contoso.crm4.dynamics.com".to_owned())
        );
        assert_eq!(host("https://contoso.crm4.dynamics.com"), Some("contoso.crm4.dynamics.com".to_owned()));
        assert_eq!(host("http://contoso.crm4.dynamics.com/"), None);
        assert_eq!(host("https://contoso.crm4.dynamics.com@evil.example/"), None);
        assert_eq!(host("https://contoso.crm4.dynamics.com:8443/"), None);
        assert_eq!(host("chrome://newtab/"), None);
    }

    #[test]
    fn only_a_page_that_asks_is_a_closed_door() {
        let entry = |is_sign_in, status, page| {
            let opened = Opened { is_sign_in, is_organisation: !is_sign_in, status, page };
            opened.entry()
        };
        let asks = "<meta name=\"PageID\" content=\"ConvergedSignIn\" />";
        assert_eq!(entry(true, 200, asks), Entry::AsksToSignIn);
        assert_eq!(entry(true, 200, "<form id=\"loginForm\">"), Entry::AsksToSignIn);
        let offers = format!("{asks}<div id=\"tilesHolder\">");
        assert_eq!(entry(true, 200, &offers), Entry::OffersAccounts);
        assert_eq!(entry(true, 200, "<form method=\"POST\" name=\"hiddenform\">"), Entry::SignsIn);
        assert_eq!(entry(true, 500, asks), Entry::Unknown);
        assert_eq!(entry(true, 200, "<p>Maintenance</p>"), Entry::Unknown);
        assert_eq!(entry(false, 200, "<p>Contacts</p>"), Entry::LetsIn);
        assert_eq!(entry(false, 401, ""), Entry::AsksToSignIn);
        let elsewhere = Opened { is_sign_in: false, is_organisation: false, status: 200, page: asks };
        assert_eq!(elsewhere.entry(), Entry::Unknown);
    }

    #[test]
    fn only_clear_answers_count() {
        let who_am_i = |status, is_redirect, is_json| {
            who_am_i(Product::CustomerEngagement, status, is_redirect, is_json)
        };
        assert_eq!(who_am_i(200, false, true), ServerSays::SignedIn);
        assert_eq!(who_am_i(401, false, true), ServerSays::SignedOut);
        assert_eq!(who_am_i(0, true, false), ServerSays::SignedOut);
        assert_eq!(who_am_i(200, false, false), ServerSays::Nothing);
        assert_eq!(who_am_i(500, false, true), ServerSays::Nothing);
        assert_eq!(who_am_i(403, false, true), ServerSays::Nothing);
        assert_eq!(who_am_i(404, false, false), ServerSays::Nothing);
        assert_eq!(super::who_am_i(Product::OnPremises, 404, false, false), ServerSays::NotAsked);
    }
}
