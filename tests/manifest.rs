//! The manifest asks for exactly the hosts that the engine knows, and its policy lets the background ask no others.

#![expect(clippy::unwrap_used, reason = "a manifest that cannot be read fails the test")]

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

#[test]
fn the_script_of_crm_pages_runs_where_the_extension_may_work() {
    for script in manifest()["content_scripts"].as_array().unwrap() {
        assert!(texts(&script["matches"]).is_subset(&known()));
    }
}

#[test]
fn the_background_can_ask_the_organisations_and_nobody_else() {
    let manifest = manifest();
    let policy = manifest["content_security_policy"]["extension_pages"].as_str().unwrap();
    let connect = policy.split(';').find_map(|part| part.trim().strip_prefix("connect-src ")).unwrap();
    let allowed: BTreeSet<_> = connect.split(' ').map(str::to_owned).collect();
    let mut expected: BTreeSet<_> = REGIONS.iter().map(|region| format!("https://*.{region}")).collect();
    expected.insert("'self'".to_owned());
    assert_eq!(allowed, expected);
}
