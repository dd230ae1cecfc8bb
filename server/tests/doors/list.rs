//! Every door there is, from where it is made: the functions from their registry, the pages from the two apps' routes, and the plain
//! routes. What a function takes stands in its signature.

use super::{
    samples::{Things, sample},
    table::opens_to_strangers,
};
use crate::house::{Knock, get, post, send};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::generate_route_list;
use server::{PLAIN_ROUTES, UPLOAD_ROUTES};
use std::{collections::BTreeMap, fs, path::Path};

/// A way in, for people of one side. What is one's own on either side (`/api/own/`) is a door on each.
pub struct Door {
    pub method: &'static str,
    /// Its path, with the things that it names.
    pub path: String,
    /// Who comes in here: "visitor", "client" or "staff".
    pub actor: &'static str,
    /// What a form sends, with samples.
    pub fields: Vec<(String, &'static str)>,
}

/// Pages first, then what changes something, and last what signs out.
pub fn doors() -> Vec<Door> {
    let mut all: Vec<Door> = plain().into_iter().chain(pages()).chain(functions()).collect();
    all.sort_by_key(|door| (door.path.ends_with("/sign_out"), door.method, door.path.clone(), door.actor));
    all
}

fn functions() -> Vec<Door> {
    let taken = what_functions_take();
    // But those that a test itself has built: see `faults`.
    let built = server_fn_paths().map(|(path, _)| path).filter(|path| !path.starts_with("/api/test/"));
    built
        .flat_map(|path| {
            let takes = taken.get(path).unwrap_or_else(|| panic!("{path} is not written as functions are: see what_functions_take"));
            actors_of(path).iter().map(move |&actor| {
                let fields = takes.iter().flat_map(|(name, kind)| sample(path, name, kind, actor)).collect();
                Door { method: "POST", path: path.to_owned(), actor, fields }
            })
        })
        .collect()
}

fn actors_of(path: &str) -> &'static [&'static str] {
    match path.split('/').nth(2) {
        // Who is signed out already is signed out once more.
        _ if path.ends_with("/sign_out") => &["visitor"],
        Some("client") => &["client"],
        Some("staff") => &["staff"],
        Some("own") => &["client", "staff"],
        _ => &["visitor"],
    }
}

/// For each function the names and types of what it takes.
fn what_functions_take() -> BTreeMap<String, Vec<(String, String)>> {
    let mut taken = BTreeMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let text = fs::read_to_string(entry.path()).unwrap();
            for function in text.split("#[server(prefix = \"/api\", endpoint = \"").skip(1) {
                let (endpoint, rest) = function.split_once('"').unwrap();
                let (_, takes) = rest.split_once("pub async fn ").and_then(|(_, rest)| rest.split_once('(')).unwrap();
                let takes = takes.split_once(") -> ").unwrap().0.replace("#[server(default)]", "").replace("#[server(flatten)]", "");
                let takes = takes.split(',').filter_map(|one| one.split_once(':'));
                taken.insert(
                    format!("/api/{endpoint}"),
                    takes.map(|(name, kind)| (name.trim().to_owned(), kind.trim().to_owned())).collect(),
                );
            }
        }
    }
    taken
}

fn pages() -> Vec<Door> {
    let (portal, office) = (generate_route_list(app::Portal), generate_route_list(app::Office));
    portal.iter().chain(&office).map(|route| looked_at(route.path())).collect()
}

fn plain() -> Vec<Door> {
    PLAIN_ROUTES.into_iter().map(looked_at).chain(UPLOAD_ROUTES.into_iter().map(sent_to)).collect()
}

/// Where files are sent to.
fn sent_to(route: &str) -> Door {
    let mut door = looked_at(route);
    door.fields.push(("draft".to_owned(), "00000000-0000-4000-8000-000000000007"));
    Door { method: "POST", ..door }
}

/// What is looked at; in the portal, for whom one acts.
fn looked_at(route: &str) -> Door {
    let segments = route.split('/').map(|segment| match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
        Some("token") => "x".to_owned(),
        Some("form") => "text".to_owned(),
        Some(name) => name.to_uppercase(),
        None => segment.to_owned(),
    });
    let path = segments.collect::<Vec<_>>().join("/");
    let actor = match () {
        // Who is half signed in has the rest still before them.
        () if opens_to_strangers(&path) || path.ends_with("/login/code") => "visitor",
        () if path == "/office" || path.starts_with("/office/") => "staff",
        () => "client",
    };
    let fields = if actor == "client" { vec![("for".to_owned(), "GRANT")] } else { Vec::new() };
    Door { method: "GET", path, actor, fields }
}

impl Door {
    pub fn knock(&self, things: &Things) -> Knock {
        self.knock_with(things, &[])
    }

    /// With fields more than the door asks for.
    pub fn knock_with(&self, things: &Things, more: &[(&'static str, &'static str)]) -> Knock {
        let fields = self.fields.iter().map(|(name, value)| (name.as_str(), things.fill(self.thing(value))));
        let more = more.iter().filter(|(name, _)| !self.fields.iter().any(|(known, _)| known == name));
        let fields: Vec<(&str, String)> = fields.chain(more.map(|(name, value)| (*name, (*value).to_owned()))).collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let path = things.fill(&self.path);
        if self.acts() && !path.starts_with("/api/") {
            let grant = fields.iter().find(|(name, _)| *name == "for").map_or(String::new(), |(_, grant)| format!("?for={grant}"));
            return send(&format!("{path}{grant}"), &fields, &[("notes.txt", b"Slept well.")]).by_a_program();
        }
        if self.acts() {
            return post(&path, &fields).by_a_program();
        }
        let asked = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        get(&if asked.is_empty() { path } else { format!("{path}?{asked}") })
    }

    /// What a word stands for at this door: who takes something away takes what no later door needs.
    fn thing<'a>(&self, word: &'a str) -> &'a str {
        match word {
            "TASK" if self.path.ends_with("/retry_mail") => "BOUNCE",
            "TASK" if self.path.ends_with("/finish") => "DONE",
            "CONTACT" if self.path.ends_with("/remove_person") => "LEAVING",
            "INSURANCE" if self.path.ends_with("/end_insurance") => "LAPSED",
            // The other pages of a group are looked at afterwards.
            "GROUP" if self.path.ends_with("/delete_group") => "SPARE",
            // Only what waits is removed, and only one's own.
            "FILE" if self.acts() && self.actor == "client" => "WAITS",
            "FILE" if self.acts() => "UNSENT",
            word => word,
        }
    }

    pub fn names(&self, thing: &str) -> bool {
        self.path.contains(thing) || self.fields.iter().any(|(_, value)| *value == thing)
    }

    /// Whether it changes something, and is no page or file to be looked at.
    pub fn acts(&self) -> bool {
        self.method == "POST"
    }
}
