//! From an effect to calls of the browser, and from their answers to an outcome.

use super::{copies, fail, firefox, inside, lists, page, receipts, server, tabs};
use crate::chrome::browsing_data::{self, Origins};
use crate::chrome::cookies::{self, Identity};
use crate::chrome::error::count_failed;
use crate::chrome::permissions::{self, Permissions};
use crate::chrome::{runtime, tabs as browser};
use crate::engine::effect::{Cookies, Effect, Failure, Hosts, Outcome};
use crate::engine::scope::{Jar, Scope};
use crate::engine::site::Sites;
use crate::engine::sweep::{Container, Cookie};
use crate::protocol::browser::{CookieInfo, PartitionKey};
use js_sys::{Array, Function};

/// Carries out an effect.
pub(super) async fn perform(call: &Function, scope: &Scope, effect: &Effect) -> Result<Outcome, Failure> {
    let Scope { jar, sites, .. } = scope;
    if let Some(tab) = effect.takes_away() {
        tabs::refuse_elsewhere(tab, scope).await?;
    }
    match effect {
        Effect::ListTabs => tabs::list(sites).await,
        Effect::ListCookies => list_cookies(sites).await,
        Effect::AskUnsaved { tab } => page::unsaved(call, *tab).await,
        Effect::Discard { tab } if runtime::is_firefox() => firefox::give_up(call, *tab).await,
        Effect::Discard { tab } => tabs::discard(*tab).await,
        Effect::Survey { tab, wait } => page::survey(call, sites, *tab, *wait).await,
        Effect::Press { tab, target } => page::press(call, *tab, target).await,
        Effect::Visit { tab, container, address } => {
            tabs::visit(*jar, *tab, &address.to_string(), container.as_ref()).await
        }
        Effect::AwaitLoad { tab } => tabs::await_load(*tab).await,
        Effect::Reload { tab } => tabs::reload(*tab).await,
        Effect::AskServer { organisation, product, container } => {
            Ok(Outcome::Server(match (jar, container) {
                (Jar::Ordinary, None) => server::who_am_i(organisation, *product).await,
                (Jar::Ordinary, Some(_)) | (Jar::Private, _) => {
                    inside::who_am_i(call, container.as_ref(), organisation, *product).await
                }
            }))
        }
        Effect::TryEntry { organisation, product } => Ok(Outcome::Entry(match jar {
            Jar::Ordinary => server::enter(sites, organisation, *product).await,
            Jar::Private => inside::enter(call, sites, organisation, *product).await,
        })),
        Effect::ShowReceipt { window } => tabs::show_receipt(scope.jar, *window).await,
        Effect::ClearPage { tab } => page::clear(call, &page::all_frames(*tab), false).await,
        Effect::ClearFrame { tab, frame } => {
            let target = page::one_frame(*tab, *frame);
            // What is left is counted next, which says more than whether a part of the clearing failed.
            let cleared = page::clear(call, &target, true).await;
            let left = page::inspect(call, &target).await?;
            if left.counts().contains(&None) {
                // In Firefox some kinds can be neither cleared nor counted there: then the clearing's word holds.
                drop(cleared?);
            }
            Ok(Outcome::Framed { left, site: page::site_around(call, &target).await })
        }
        Effect::BlankFrame { tab, frame } => page::blank(call, &page::one_frame(*tab, *frame)).await,
        Effect::CloseTab { tab, .. } => browser::close(tab.0).await.map(|()| Outcome::Done).map_err(fail),
        Effect::RemoveCookies { cookies } => remove_cookies(cookies).await,
        Effect::ClearStorage { hosts, contained } => match jar {
            Jar::Ordinary if runtime::is_firefox() => {
                firefox::clear_storage(call, scope, hosts, contained).await
            }
            Jar::Ordinary => clear_storage(hosts).await,
            Jar::Private => inside::clear(call, hosts).await,
        },
        Effect::Inspect { tab } => page::inspect(call, &page::top(*tab)).await.map(Outcome::Storage),
        Effect::EmptyClipboard { tab } => copies::empty(call, *tab).await,
        Effect::ForgetVisits { hosts } => lists::forget_visits(hosts).await,
        Effect::ForgetDownloads { hosts } => lists::forget_downloads(hosts).await,
        Effect::ForgetEntries { since } => lists::forget_entries(*since).await,
        Effect::File { receipt } => receipts::file(receipt).await,
    }
}

/// The cookies of all hosts that the extension may see.
pub(super) async fn list_cookies(sites: &Sites) -> Result<Outcome, Failure> {
    let possible = || Container::possible().map(|container| container.store().to_owned()).collect();
    let (ordinary, besides) =
        if runtime::is_firefox() { ("firefox-default", possible()) } else { ("0", Vec::new()) };
    let found: Vec<CookieInfo> = cookies::all(ordinary, besides).await.map_err(fail)?;
    let mut hosts = runtime::manifest().map_err(fail)?.host_permissions;
    hosts.extend(sites.own().map(|(host, _)| host.pattern()));
    // A host that the person took back shows no cookies, which is not the same as having none.
    let complete = permissions::has(&Permissions::hosts(hosts)).await.unwrap_or(false);
    let cookies = found.into_iter().filter_map(CookieInfo::cookie).collect();
    Ok(Outcome::Cookies(Cookies { cookies, complete }))
}

/// All at once: each is a call of its own, and the browser takes them in parallel.
async fn remove_cookies(cookies: &[Cookie]) -> Result<Outcome, Failure> {
    let calls = Array::new();
    for cookie in cookies {
        let partition = cookie.partition.as_ref().map(PartitionKey::from);
        calls.push(&cookies::remove(&Identity {
            domain: cookie.domain.as_str(),
            host_only: cookie.host_only,
            name: &cookie.name,
            path: &cookie.path,
            secure: cookie.secure,
            store: &cookie.store,
            partition: partition.as_ref().map(|key| key as _),
        }));
    }
    let failed = count_failed(&calls).await.map_err(fail)?;
    Ok(Outcome::Removed { failed: u32::try_from(failed).unwrap_or(u32::MAX) })
}

async fn clear_storage(hosts: &Hosts) -> Result<Outcome, Failure> {
    let origins: Vec<String> = hosts.iter().map(|host| ["https://", host.as_str()].concat()).collect();
    let mut outcome = Ok(Outcome::Done);
    for part in Origins::of(&origins) {
        // One part that fails does not stop the others.
        outcome = browsing_data::remove(part).await.map_err(fail).and(outcome);
    }
    outcome
}
