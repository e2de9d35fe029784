//! What is fuzzed: any JSON as a message, as what the browser tells, and as what was stored.

use super::json;
use clean_exit::engine::receipt::Receipt;
use clean_exit::engine::site::{Host, Product, Sites};
use clean_exit::engine::watch::Watch;
use clean_exit::protocol::address::{self, Parts};
use clean_exit::protocol::browser::{
    CookieInfo, FrameAnswer, Opened, PartitionKey, Sender, TabInfo, host_of, who_am_i,
};
use clean_exit::protocol::failure::meaning;
use clean_exit::protocol::outline::{bars, longest, sections};
use clean_exit::protocol::survey::Report;
use clean_exit::protocol::view::{FromPanel, Notice, View};
use clean_exit::value::{Data, Style, Value};
use std::fmt::Debug;

/// Reads these bytes as each of the types that cross an edge; `false` if they are none of them.
pub(crate) fn follow(bytes: &[u8]) -> bool {
    if let Ok(text) = std::str::from_utf8(bytes) {
        texts(text);
    }
    let Some(json) = json::read(bytes) else { return false };
    let value = json::value(&json);
    let mut known = 0;
    known += u32::from(comes_back::<FromPanel>(&value).is_some());
    known += u32::from(comes_back::<View>(&value).is_some());
    known += u32::from(comes_back::<Notice>(&value).is_some());
    known += u32::from(comes_back::<Watch>(&value).is_some());
    known += u32::from(value.read::<PartitionKey>().is_ok());
    known += u32::from(value.read::<FrameAnswer<Report>>().is_ok());
    known += u32::from(value.read::<Vec<FrameAnswer<Option<String>>>>().is_ok());
    if let Some(receipt) = comes_back::<Receipt>(&value) {
        known += 1;
        let lines: usize = sections(&receipt).iter().map(|section| section.lines.len()).sum();
        assert_eq!(lines, receipt.lines.len(), "a line of the receipt is not shown");
        assert!(bars(&receipt.steps, longest(&receipt.steps)).iter().all(|(_, share)| *share <= 100));
    }
    if let Ok(sender) = value.read::<Sender>() {
        known += 1;
        assert!(sender.frame().is_none_or(|frame| Some(frame.host) == sender.host()));
    }
    if let Ok(tab) = value.read::<TabInfo>() {
        known += 1;
        if let Some(host) = tab.host() {
            assert_eq!(host_of(&format!("https://{host}")), Some(host));
        }
        assert_eq!(tab.tab().map(|known| known.id), tab.id());
    }
    if let Some(cookie) = value.read::<CookieInfo>().ok().and_then(CookieInfo::cookie) {
        known += 1;
        assert!(Host::parse(cookie.domain.as_str()).is_ok());
    }
    0 < known
}

/// What was read is written as what is read again, in both styles.
fn comes_back<T: Data + Debug + PartialEq>(value: &Value) -> Option<T> {
    let read: T = value.read().ok()?;
    for style in [Style::Named, Style::Placed] {
        assert_eq!(Value::of(&read, style).read::<T>().as_ref(), Ok(&read), "{style:?}");
    }
    Some(read)
}

/// The host is the one that the browser would connect to.
fn is_of(host: &Host, address: Option<&str>) {
    let rest = address.and_then(|address| address.strip_prefix("https://")).expect("only HTTPS has a host");
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    assert!(rest[..end].eq_ignore_ascii_case(host.as_str()), "{host} is not that of {rest}");
}

/// The same bytes as texts: addresses, pages, words of a failure.
fn texts(text: &str) {
    if let Some(host) = host_of(text) {
        is_of(&host, Some(text));
    }
    let _ = meaning(text);
    let completed = address::completed(text);
    let sites = Sites::default();
    if let Ok(host) = address::host(Parts { scheme: "https:", host: text, port: "" }, &sites) {
        assert!(host.as_str().eq_ignore_ascii_case(text), "{completed}");
    }
    let (kind, page) = text.split_at_checked(1).unwrap_or(("", text));
    for status in [0, 200, 302, 401, 404, 500] {
        let is_sign_in = kind == "s";
        let _ = Opened { is_sign_in, is_organisation: kind == "o", status, page }.entry();
        let _ = who_am_i(Product::CustomerEngagement, status, kind == "r", kind == "j");
    }
}
