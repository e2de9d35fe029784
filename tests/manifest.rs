//! The manifest asks for exactly the hosts that the engine knows, and its policy lets the background ask no others.

#![expect(clippy::unwrap_used, reason = "a manifest that cannot be read fails the test")]

use clean_exit::engine::policy::Flag;
use clean_exit::engine::site::{ENVIRONMENTS, REGIONS, SHARED_HOSTS, SIGN_IN_HOSTS};
use serde_json::Value;
use std::collections::BTreeSet;

fn manifest() -> Value {
    serde_json::from_str(include_str!("../manifest.json")).unwrap()
}

fn texts(list: &Value) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// The match patterns of every host that the engine gives a meaning.
fn known() -> BTreeSet<String> {
    let parents = REGIONS.iter().copied().chain(ENVIRONMENTS.iter().map(|(parent, _)| *parent));
    let hosts = SHARED_HOSTS.iter().map(|(host, _)| *host).chain(SIGN_IN_HOSTS);
    let below = parents.map(|parent| format!("https://*.{parent}/*"));
    below.chain(hosts.map(|host| format!("https://{host}/*"))).collect()
}

#[test]
fn the_manifest_asks_for_the_hosts_that_the_engine_knows() {
    assert_eq!(texts(&manifest()["host_permissions"]), known());
}

/// Use of a sign-in page is not use of the CRM.
#[test]
fn what_tells_of_use_runs_in_all_crm_pages_and_in_no_other() {
    let manifest = manifest();
    let scripts = manifest["content_scripts"].as_array().unwrap();
    let watch = scripts.iter().find(|script| texts(&script["js"]).contains("watch.js")).unwrap();
    let sign_in = SIGN_IN_HOSTS.map(|host| format!("https://{host}/*"));
    let crm = known().into_iter().filter(|pattern| !sign_in.contains(pattern));
    assert_eq!(texts(&watch["matches"]), crm.collect());
    assert_eq!(watch["all_frames"], true);
}

#[test]
fn the_script_of_crm_pages_runs_where_the_extension_may_work() {
    for script in manifest()["content_scripts"].as_array().unwrap() {
        assert!(texts(&script["matches"]).is_subset(&known()));
    }
}

/// An organisation on a company's own servers may have any name, so what the background may ask is all of HTTPS;
/// what it does ask is proved by a browser test that reads the server's log.
#[test]
fn nothing_from_elsewhere_runs_in_the_extension() {
    let manifest = manifest();
    let policy = manifest["content_security_policy"]["extension_pages"].as_str().unwrap();
    let of = |name: &str| policy.split(';').find_map(|part| part.trim().strip_prefix(name)).unwrap().trim();
    assert_eq!(of("default-src"), "'self'");
    assert_eq!(of("script-src"), "'self' 'wasm-unsafe-eval'");
    assert_eq!(of("connect-src"), "'self' https:");
    assert_eq!(of("object-src"), "'none'");
}

/// What only some people need is asked for when they choose it.
#[test]
fn what_is_a_choice_is_an_optional_permission() {
    let manifest = manifest();
    let choices = Flag::ALL
        .into_iter()
        .filter_map(Flag::permission)
        .flat_map(|choice| choice.names(true))
        .map(|&name| name.to_owned());
    assert_eq!(texts(&manifest["optional_permissions"]), choices.collect());
    let needed = texts(&manifest["permissions"]);
    assert!(needed.is_disjoint(&texts(&manifest["optional_permissions"])), "{needed:?}");
}
