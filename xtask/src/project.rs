//! Where things are.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::shell;

/// The folders of the project.
pub(crate) struct Project {
    /// The top of the tree.
    pub(crate) root: PathBuf,
    /// Where cargo builds, which the user may have moved.
    pub(crate) target: PathBuf,
}

impl Project {
    /// Asks cargo where the project is.
    pub(crate) fn locate() -> Result<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut metadata = shell::cargo(here);
        metadata.args(["metadata", "--no-deps", "--format-version=1"]);
        let metadata: Value = serde_json::from_str(&shell::read(&mut metadata)?)?;
        let folder = |key: &str| -> Result<PathBuf> {
            Ok(metadata
                .get(key)
                .and_then(Value::as_str)
                .with_context(|| format!("cargo metadata: no {key}"))?
                .into())
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")? })
    }

    /// A path inside the tree.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The manifest of the extension.
    pub(crate) fn manifest(&self) -> Result<Value> {
        let path = self.path("manifest.json");
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        serde_json::from_str(&text).with_context(|| path.display().to_string())
    }
}

/// Every file below `folder`, sorted; none where there is no such folder. Installed packages are not ours.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() || folder.file_name() == Some(OsStr::new("node_modules")) {
            continue;
        }
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}
