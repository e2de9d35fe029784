//! The bill of materials: which crates are in the WASM, in the form of CycloneDX 1.6.
//!
//! Made from cargo's own lists, since what cargo-cyclonedx writes holds the time and a random number.
//! Crates that only run in the compiler are not in it: nothing of them is shipped.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::project::Project;
use crate::shell;

/// Writes the bill of the package that has this sum.
pub(crate) fn write(project: &Project, sha256: &str) -> Result<String> {
    let mut cargo = shell::cargo(&project.root);
    cargo.args(["metadata", "--locked", "--format-version=1", "--filter-platform=wasm32-unknown-unknown"]);
    let metadata: Value = serde_json::from_str(&shell::read(&mut cargo)?)?;
    let rust = shell::read(shell::program("rustc", &project.root).arg("-V"))?;
    let rust = rust.split(' ').nth(1).context("rustc says no version")?;
    let sums = sums(&fs::read_to_string(project.path("Cargo.lock"))?);
    let bill = bill(&metadata, rust, &sums, sha256)?;
    Ok(serde_json::to_string_pretty(&bill)? + "\n")
}

/// The checksum of each crate, by name and version.
fn sums(lock: &str) -> BTreeMap<String, String> {
    let value = |package: &str, key: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))?;
        Some(line.trim_matches('"').to_owned())
    };
    let packages = lock.split("[[package]]").filter_map(|package| {
        let (name, version) = (value(package, "name")?, value(package, "version")?);
        Some((format!("{name}@{version}"), value(package, "checksum")?))
    });
    packages.collect()
}

fn bill(metadata: &Value, rust: &str, sums: &BTreeMap<String, String>, sha256: &str) -> Result<Value> {
    let packages: BTreeMap<&str, &Value> =
        list(metadata, "packages").map(|package| (text(package, "id"), package)).collect();
    let nodes: BTreeMap<&str, &Value> =
        list(metadata.get("resolve").context("cargo metadata resolves nothing")?, "nodes")
            .map(|node| (text(node, "id"), node))
            .collect();
    let ours =
        packages.values().find(|package| text(package, "name") == "clean-exit").context("no clean-exit")?;
    let mut found = BTreeMap::new();
    let mut open = vec![text(ours, "id")];
    while let Some(id) = open.pop() {
        let inside: BTreeSet<&str> = nodes.get(id).map(|node| shipped(node, &packages)).unwrap_or_default();
        open.extend(inside.iter().filter(|id| !found.contains_key(*id)));
        found.insert(id, inside);
    }
    let name = |id: &str| packages.get(id).map_or_else(String::new, |package| reference(package));
    let mut components: Vec<Value> = found
        .keys()
        .filter(|id| **id != text(ours, "id"))
        .filter_map(|id| packages.get(id))
        .map(|package| component(package, sums))
        .collect();
    components.push(json!({
        "type": "library", "bom-ref": "rust-std", "name": "std", "version": rust,
        "description": "Rust's standard library",
        "licenses": [{ "expression": "MIT OR Apache-2.0" }],
    }));
    let dependencies: Vec<Value> = found
        .iter()
        .map(|(id, inside)| {
            let mut on: Vec<String> = inside.iter().map(|id| name(id)).collect();
            on.sort_unstable();
            json!({ "ref": name(id), "dependsOn": on })
        })
        .collect();
    let mut product = component(ours, sums);
    if let Some(product) = product.as_object_mut() {
        product.insert("type".to_owned(), "application".into());
        product.insert("hashes".to_owned(), json!([{ "alg": "SHA-256", "content": sha256 }]));
    }
    Ok(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": product },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// The ids of what a crate brings into the WASM.
fn shipped<'a>(node: &'a Value, packages: &BTreeMap<&str, &Value>) -> BTreeSet<&'a str> {
    let is_normal = |dependency: &&Value| {
        list(dependency, "dep_kinds").any(|kind| kind.get("kind").is_none_or(Value::is_null))
    };
    let runs_in_the_compiler = |id: &&str| {
        packages.get(*id).is_some_and(|package| {
            list(package, "targets").any(|target| list(target, "kind").any(|kind| kind == "proc-macro"))
        })
    };
    let dependencies = list(node, "deps").filter(is_normal).map(|dependency| text(dependency, "pkg"));
    dependencies.filter(|id| !runs_in_the_compiler(id)).collect()
}

fn component(package: &Value, sums: &BTreeMap<String, String>) -> Value {
    let (name, version) = (text(package, "name"), text(package, "version"));
    let mut component = json!({
        "type": "library", "bom-ref": reference(package), "name": name, "version": version,
        "purl": reference(package),
        // Some crates part their licences with a slash, as was once the custom.
        "licenses": [{ "expression": text(package, "license").replace('/', " OR ") }],
    });
    if let (Some(sum), Some(component)) = (sums.get(&format!("{name}@{version}")), component.as_object_mut())
    {
        component.insert("hashes".to_owned(), json!([{ "alg": "SHA-256", "content": sum }]));
    }
    component
}

fn reference(package: &Value) -> String {
    format!("pkg:cargo/{}@{}", text(package, "name"), text(package, "version"))
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, kind: &str) -> Value {
        json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0", "targets": [{ "kind": [kind] }] })
    }

    #[test]
    fn only_what_is_shipped_is_on_the_bill() {
        let needs = |name: &str, kind: Value| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [package("clean-exit", "lib"), package("in", "lib"), package("macro", "proc-macro"), package("tests", "lib")],
            "resolve": { "nodes": [
                { "id": "clean-exit", "deps": [needs("in", Value::Null), needs("macro", Value::Null), needs("tests", "dev".into())] },
                { "id": "in", "deps": [] },
            ] },
        });
        let lock = "[[package]]\nname = \"in\"\nversion = \"1.0.0\"\nchecksum = \"ab\"\n";
        let bill = bill(&metadata, "1.95.0", &sums(lock), "cd").unwrap();
        let names: Vec<&str> = list(&bill, "components").map(|component| text(component, "name")).collect();
        assert_eq!(names, ["in", "std"]);
        assert_eq!(bill["components"][0]["hashes"][0]["content"], "ab");
        assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(bill["metadata"]["component"]["hashes"][0]["content"], "cd");
        assert_eq!(bill["dependencies"][0]["dependsOn"], json!(["pkg:cargo/in@1.0.0"]));
    }
}
