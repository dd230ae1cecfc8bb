//! Where the browser finds styles, scripts and icons: under names that change with their content.

use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

/// Logical name ("portal.css") to file name under `/pkg/`, as `script/build` wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assets {
    pub files: Arc<BTreeMap<String, String>>,
}

impl Assets {
    pub fn new(files: BTreeMap<String, String>) -> Self {
        Self { files: Arc::new(files) }
    }

    /// The address of an asset. Without a list (`cargo leptos watch`) one bundle serves both sides.
    pub fn url(&self, name: &str) -> String {
        match self.files.get(name) {
            Some(file) => format!("/pkg/{file}"),
            None => match name.split_once('.') {
                Some(("portal" | "office", kind)) => format!("/pkg/anteroom.{kind}"),
                _ => format!("/pkg/{name}"),
            },
        }
    }
}

/// The address of the icon sprite, told once on each side, so that both draw alike.
static ICONS: OnceLock<String> = OnceLock::new();

/// Tells where the icon sprite is. The first word holds: it does not change while the process or the page lives.
pub fn use_icons(address: String) {
    let _ = ICONS.set(address);
}

pub fn icon_sprite() -> &'static str {
    ICONS.get().map_or("/pkg/icons.svg", String::as_str)
}

/// Whether the browser shows the office.
pub fn is_office() -> bool {
    leptos::prelude::window().location().pathname().is_ok_and(|path| domain::sign_in::side_of(&path) == domain::sign_in::Side::Office)
}
