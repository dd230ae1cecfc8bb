//! What is recorded and what is proposed, in words: the same for both sides.

use crate::{
    files::{AttachedFiles, FilesOf},
    parts::{Day, zone_words},
};
use domain::{
    charts::PhoneKind,
    information::{ChangeLine, Part, PartLine, PersonKind, Thing},
};
use leptos::prelude::*;

/// What stands in one part, as people read it.
pub(super) fn words(part: Part, value: &str) -> AnyView {
    if part.is_box() {
        return (if value.is_empty() { "No" } else { "Yes" }).into_any();
    }
    match (part, value) {
        (Part::TimeZone, "") => "The practice’s".into_any(),
        (_, "") => "Nothing".into_any(),
        (Part::BirthDate, day) => match day.parse() {
            Ok(on) => view! { <Day on/> }.into_any(),
            Err(_) => day.to_owned().into_any(),
        },
        (Part::TimeZone, zone) => zone_words(zone).into_any(),
        (Part::PhoneKind, kind) => PhoneKind::from_name(kind).map_or("", PhoneKind::label).into_any(),
        (Part::Kind, kind) => PersonKind::from_name(kind).map_or("", PersonKind::label).into_any(),
        (Part::Front | Part::Back, _) => "A photo".into_any(),
        (_, text) => text.to_owned().into_any(),
    }
}

/// What a change is about: "Pronouns", "Address", "New number (410) 555-0134".
pub(super) fn heading(change: &ChangeLine) -> String {
    let name = &change.name;
    match (&change.thing, change.removes) {
        (Thing::About, _) => change.parts.first().map_or("", |part| part.part.label()).to_owned(),
        (Thing::Address, _) => "Address".to_owned(),
        (Thing::Phone(None), _) => format!("New number: {name}"),
        (Thing::Phone(_), true) => format!("Remove the number {name}"),
        (Thing::Phone(_), false) => format!("Number {name}"),
        (Thing::Person(None), _) => format!("New person: {name}"),
        (Thing::Person(_), true) => format!("Remove {name}"),
        (Thing::Insurance(None), _) => format!("New insurance: {name}"),
        (Thing::Insurance(_), true) => format!("Remove the insurance {name}"),
        (Thing::Person(_) | Thing::Insurance(_), false) => name.clone(),
    }
}

/// Old and new, part by part; where somebody has changed it meanwhile, all three.
#[component]
pub(super) fn PartList(change: ChangeLine, of: FilesOf) -> impl IntoView {
    let (new, removes) = (change.thing.is_new(), change.removes);
    let cards = change.cards;
    let rows = change.parts.into_iter().filter(|line| !new || !line.to.is_empty()).map(|line| {
        let label = line.part.label();
        let pictures = line.part.is_card().then(|| {
            let side = |id: &str| cards.iter().filter(|file| file.id.to_string() == id).cloned().collect::<Vec<_>>();
            let shown = if removes { side(&line.was) } else { side(&line.to) };
            view! { <AttachedFiles of files=shown/> }
        });
        view! { <div><dt>{label}</dt><dd><OldAndNew line new removes/>{pictures}</dd></div> }
    });
    view! { <dl class="facts compared num">{rows.collect_view()}</dl> }
}

#[component]
fn OldAndNew(line: PartLine, new: bool, removes: bool) -> impl IntoView {
    let PartLine { part, was, now, to } = line;
    if new {
        return words(part, &to);
    }
    if removes {
        return view! { <del>{words(part, &was)}</del> }.into_any();
    }
    match now {
        Some(now) => view! {
            <p><span class="sub">"When proposed: "</span><del>{words(part, &was)}</del></p>
            <p><span class="sub">"Now: "</span><b>{words(part, &now)}</b></p>
            <p><span class="sub">"Proposed: "</span><ins>{words(part, &to)}</ins></p>
        }
        .into_any(),
        None => view! {
            <del><span class="sr">"Before: "</span>{words(part, &was)}</del>" → "<ins><span class="sr">"New: "</span>{words(part, &to)}</ins>
        }
        .into_any(),
    }
}
