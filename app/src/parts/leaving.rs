//! Before a session ends by itself: a warning two minutes early, one key to stay, and nothing that was typed is lost.

use crate::{Failure, parts::address_of, routes, sign_in::stay};
use domain::sign_in::Side;
use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast};
use std::time::Duration;
use web_sys::{Element, HtmlDialogElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

/// So many seconds before the end people are warned (WCAG 2.2.1).
const WARNED: f64 = 120.0;

/// Gives back what was typed, after signing in again: kept for the page and the form that it stood in.
#[server(prefix = "/api", endpoint = "visitor/typed/keep")]
pub async fn keep_typed(endpoint: String, page: String, names: Vec<String>, values: Vec<String>) -> Result<(), Failure> {
    use crate::actor;
    use domain::Typed;
    let desk = actor::desk()?;
    let side = domain::sign_in::side_of(&page);
    let fields = names.into_iter().zip(values).filter(|(name, _)| Typed::keeps(name)).collect();
    let key = backend::form_key(&endpoint, &page);
    Ok(actor::visitor()?.keep_typed(&key, desk.token(side), false, &Typed { fields, refusals: Vec::new() }).await?)
}

/// The warning, closed. `seconds` is how long the session lasts if nobody does anything. Without scripts there is none: what is
/// sent after the end is kept, and comes back after signing in.
#[component]
pub fn Leaving(side: Side, seconds: i64) -> impl IntoView {
    view! {
        <dialog class="dialog" id="leaving" role="alertdialog" aria-labelledby="leaving-head" aria-describedby="leaving-words" data-leaves=seconds.to_string() data-side=side.name()>
            <header class="dialog-head"><h2 id="leaving-head">"Are you still there?"</h2></header>
            <div class="dialog-body">
                <p id="leaving-words">"You are signed out in "<span class="num" role="timer" id="leaving-time">"2:00"</span>", to keep your record private. What you typed is kept."</p>
                <div class="acts"><button type="button" class="btn" data-stays="">"Stay signed in"</button></div>
            </div>
        </dialog>
    }
}

/// In the browser: watches the time.
pub(super) fn watch() {
    let Some(dialog) = dialog() else { return };
    let seconds: f64 = dialog.get_attribute("data-leaves").and_then(|seconds| seconds.parse().ok()).unwrap_or_default();
    tick(js_sys::Date::now() + seconds * 1000.0);
}

/// In the browser: **Stay signed in**, one key or click.
pub(super) fn stay_signed_in() {
    let Some(dialog) = dialog() else { return };
    let side = if dialog.get_attribute("data-side").as_deref() == Some(Side::Office.name()) { Side::Office } else { Side::Portal };
    dialog.close();
    spawn_local(async move {
        match stay(side).await {
            Ok(seconds) => tick(js_sys::Date::now() + seconds as f64 * 1000.0),
            Err(_) => leave(),
        }
    });
}

fn dialog() -> Option<HtmlDialogElement> {
    document().get_element_by_id("leaving")?.dyn_into().ok()
}

fn tick(until: f64) {
    let left = (until - js_sys::Date::now()) / 1000.0;
    if left <= 0.0 {
        return leave();
    }
    if left > WARNED {
        // Looked at again and again: a machine that slept tells the time only when it is asked.
        return set_timeout(move || tick(until), Duration::from_secs_f64((left - WARNED).min(20.0)));
    }
    let Some(dialog) = dialog() else { return };
    if !dialog.open() && dialog.show_modal().is_err() {
        return;
    }
    if let Some(time) = document().get_element_by_id("leaving-time") {
        let whole = left.ceil() as i64;
        time.set_text_content(Some(&format!("{}:{:02}", whole / 60, whole % 60)));
    }
    set_timeout(
        move || {
            // Closed by a key or a click: whoever did that stays, and a clock of its own runs.
            if self::dialog().is_some_and(|dialog| dialog.open()) {
                tick(until);
            }
        },
        Duration::from_secs(1),
    );
}

/// The time is up: what was typed is kept, and the page loads anew, which leads to sign-in. If another tab has kept the session
/// alive, it shows itself instead; that it loaded by itself keeps nothing alive.
fn leave() {
    let location = window().location();
    let (path, search) = (location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    let page = address_of(&path, &search, &["refused", "incident", "idle", "next", "done"]);
    spawn_local(async move {
        let mut kept = false;
        for (endpoint, names, values) in changed_forms() {
            kept |= keep_typed(endpoint, page.clone(), names, values).await.is_ok();
        }
        let page = routes::in_state(page, "idle", "1");
        // The whole address: a path that begins with two slashes would be another host.
        let origin = location.origin().unwrap_or_default();
        let _ = location.replace(&format!("{origin}{}", if kept { routes::in_state(page, "refused", "1") } else { page }));
    });
}

/// The forms in which something was typed: the function, the names and the values.
fn changed_forms() -> Vec<(String, Vec<String>, Vec<String>)> {
    let Ok(forms) = document().query_selector_all("form[method=post]") else { return Vec::new() };
    let forms = (0..forms.length()).filter_map(|index| forms.item(index)?.dyn_into::<Element>().ok());
    forms
        .filter_map(|form| {
            let endpoint = form.get_attribute("action")?.strip_prefix("/api/")?.to_owned();
            let fields = form.query_selector_all("input[name], textarea[name], select[name]").ok()?;
            let (mut names, mut values, mut changed) = (Vec::new(), Vec::new(), false);
            for field in (0..fields.length()).filter_map(|index| fields.item(index)?.dyn_into::<Element>().ok()) {
                let Some((value, differs)) = typed(&field) else { continue };
                names.push(field.get_attribute("name").unwrap_or_default());
                values.push(value);
                changed |= differs;
            }
            changed.then_some((endpoint, names, values))
        })
        .collect()
}

/// What stands in a field, and whether that is another thing than at first. Secrets stay where they are.
fn typed(field: &Element) -> Option<(String, bool)> {
    if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
        return match field.type_().as_str() {
            "password" | "file" => None,
            "checkbox" | "radio" => field.checked().then(|| (field.value(), !field.default_checked())),
            "hidden" => Some((field.value(), false)),
            _ => Some((field.value(), field.value() != field.default_value())),
        };
    }
    if let Some(field) = field.dyn_ref::<HtmlTextAreaElement>() {
        let value = field.value();
        let differs = field.default_value().is_ok_and(|first| first != value);
        return Some((value, differs));
    }
    field.dyn_ref::<HtmlSelectElement>().map(|field| (field.value(), false))
}
