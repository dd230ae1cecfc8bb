//! The command bar (Ctrl or ⌘ and K): find a chart, a page or what is to be done with the keyboard alone. It needs scripts; everything
//! that it reaches is also reached without them.

use super::places::{Entered, Found, NavItem, places, split};
use crate::{
    charts::list_charts,
    parts::{Icon, Island},
    routes,
};
use domain::{Rights, charts::LONGEST_SEARCH, notices::OfficeFrame};
use leptos::{ev, html, prelude::*, task::spawn_local, wasm_bindgen::JsCast};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long after the last key the charts are searched.
const PAUSE: Duration = Duration::from_millis(180);

#[derive(Clone, Serialize, Deserialize)]
pub struct CommandBar {
    rights: Rights,
}

impl CommandBar {
    pub fn of(frame: &OfficeFrame) -> Self {
        Self { rights: frame.rights.clone() }
    }
}

impl Island for CommandBar {
    const NAME: &'static str = "command";

    fn view(self) -> AnyView {
        view! { <CommandDialog rights=self.rights/> }.into_any()
    }
}

#[component]
fn CommandDialog(rights: Rights) -> impl IntoView {
    let (dialog, field) = (NodeRef::<html::Dialog>::new(), NodeRef::<html::Input>::new());
    let rights = StoredValue::new(rights);
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Found>);
    let entered = RwSignal::new(None::<Entered>);
    let chosen = RwSignal::new(0_usize);
    let places = Memo::new(move |_| rights.with_value(|rights| places(&typed.get(), found.get().as_ref(), entered.get().as_ref(), rights)));
    // Only once the charts have been searched: before that, nobody knows.
    let in_vain = Memo::new(move |_| {
        let typed = typed.with(|typed| typed.trim().to_owned());
        let searched = entered.with(Option::is_some) || found.with(|found| found.as_ref().is_some_and(|found| found.typed == typed));
        (searched && places.with(Vec::is_empty)).then_some(typed)
    });
    open_by_keyboard(dialog);

    let begin_anew = move |chart: Option<Entered>| {
        if let Some(field) = field.get_untracked() {
            field.set_value("");
        }
        typed.set(String::new());
        found.set(None);
        chosen.set(0);
        entered.set(chart);
    };
    let type_on = move |text: String| {
        typed.set(text.clone());
        chosen.set(0);
        if entered.with_untracked(Option::is_none) {
            set_timeout(move || search(text, typed, found, rights), PAUSE);
        }
    };
    let press = move |event: ev::KeyboardEvent| {
        let count = places.with_untracked(Vec::len);
        let here = || places.with_untracked(|places| places.get(chosen.get_untracked()).cloned());
        // At the end of what is typed: elsewhere the arrow moves in it.
        let at_end = || {
            let at = field.get_untracked().and_then(|field| field.selection_start().ok().flatten());
            at.is_none_or(|at| at as usize >= typed.with_untracked(|typed| typed.encode_utf16().count()))
        };
        match event.key().as_str() {
            "ArrowDown" if count > 0 => chosen.update(|chosen| *chosen = (*chosen + 1) % count),
            "ArrowUp" if count > 0 => chosen.update(|chosen| *chosen = (*chosen + count - 1) % count),
            "ArrowRight" if at_end() => match here().and_then(|place| place.chart) {
                Some(chart) => begin_anew(Some(chart)),
                None => return,
            },
            "ArrowLeft" | "Backspace" if typed.with_untracked(String::is_empty) && entered.with_untracked(Option::is_some) => {
                begin_anew(None)
            }
            "Enter" => match here() {
                Some(place) => drop(window().location().set_href(&place.href)),
                None => return,
            },
            // A search field with words in it would only be emptied.
            "Escape" if entered.with_untracked(Option::is_some) => begin_anew(None),
            "Escape" => {
                if let Some(dialog) = dialog.get_untracked() {
                    dialog.close();
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let about = move || entered.with(|entered| entered.as_ref().map(|chart| chart.name.clone()));
    view! {
        <dialog class="command" id="command" aria-label="Find or do" node_ref=dialog on:close=move |_| begin_anew(None)>
            <form class="command-find" role="search" method="get" action=routes::CHART_ROOM>
                <Icon name="search"/>
                {move || about().map(|name| view! { <span class="tag">{name}</span> })}
                <input
                    class="command-input"
                    name="q"
                    type="search"
                    maxlength=LONGEST_SEARCH.to_string()
                    autocomplete="off"
                    placeholder={move || if about().is_some() { "What to open or begin" } else { "Name, birth date, or what to do" }}
                    aria-label="Find a chart or do something"
                    role="combobox"
                    aria-expanded="true"
                    aria-controls="command-list"
                    aria-activedescendant=move || option_id(chosen.get())
                    node_ref=field
                    on:input:target=move |event| type_on(event.target().value())
                    on:keydown=press
                />
            </form>
            <ul class="command-list" id="command-list" role="listbox" aria-label="Places">
                {move || places.get().into_iter().enumerate().map(|(index, place)| view! { <PlaceOption place index chosen/> }).collect_view()}
            </ul>
            <div role="status">
                {move || about().map(|name| view! { <span class="sr">"In the chart of "{name}</span> })}
                {move || in_vain.get().map(|typed| view! { <FoundNothing typed/> })}
            </div>
            <p class="command-foot" aria-hidden="true">
                <span><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" move"</span>
                <span><kbd>"Enter"</kbd>" open"</span>
                <span><kbd>"→"</kbd>" more of a chart"</span>
                <span><kbd>"Esc"</kbd>" back"</span>
            </p>
        </dialog>
    }
}

#[component]
fn FoundNothing(typed: String) -> impl IntoView {
    view! {
        <div class="dialog-body">
            <div>
                <p>{format!("Nothing found for “{typed}”")}</p>
                <p class="hint">"Search by last name, first name, date of birth or the beginning of an e-mail address."</p>
            </div>
        </div>
    }
}

#[component]
fn PlaceOption(place: NavItem, index: usize, chosen: RwSignal<usize>) -> impl IntoView {
    view! {
        <li role="none">
            <a
                href=place.href
                id=option_id(index)
                role="option"
                tabindex="-1"
                aria-selected=move || (chosen.get() == index).to_string()
                on:pointermove=move |_| chosen.set(index)
            >
                <Icon name=place.icon/>
                <span>{place.name}</span>
                <small class="num">{place.remark}</small>
            </a>
        </li>
    }
}

fn option_id(index: usize) -> String {
    format!("command-{index}")
}

/// Searches the charts, unless somebody typed on meanwhile; what is typed behind a name may be what is to be done there.
fn search(text: String, typed: RwSignal<String>, found: RwSignal<Option<Found>>, rights: StoredValue<Rights>) {
    let still_wanted = move |text: &String| typed.with_untracked(|typed| typed == text);
    if text.trim().chars().count() < 2 || !still_wanted(&text) {
        return;
    }
    spawn_local(async move {
        let Ok(mut room) = list_charts(text.clone(), None, None, None).await else { return };
        let mut wanted = String::new();
        if room.charts.is_empty()
            && let Some((name, what)) = rights.with_value(|rights| split(&text, rights))
            && let Ok(named) = list_charts(name, None, None, None).await
        {
            (room, wanted) = (named, what);
        }
        if still_wanted(&text) {
            found.set(Some(Found { typed: text.trim().to_owned(), wanted, room }));
        }
    });
}

/// Ctrl or ⌘ and K opens the bar from anywhere.
fn open_by_keyboard(dialog: NodeRef<html::Dialog>) {
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            if event.key().eq_ignore_ascii_case("k") && (event.ctrl_key() || event.meta_key()) && !event.alt_key() {
                event.prevent_default();
                show(dialog);
            }
        });
        on_cleanup(move || handle.remove());
    });
    // Browsers without `command` on buttons.
    Effect::new(move |_| {
        let Some(button) = document().query_selector("[commandfor=command]").ok().flatten() else { return };
        if let Ok(button) = button.dyn_into::<web_sys::HtmlElement>() {
            let open = leptos::wasm_bindgen::closure::Closure::<dyn Fn()>::new(move || show(dialog));
            let _ = button.add_event_listener_with_callback("click", open.as_ref().unchecked_ref());
            open.forget();
        }
    });
}

fn show(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked().filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}
