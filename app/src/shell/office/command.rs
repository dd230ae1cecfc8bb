//! The command bar (Ctrl or ⌘ and K): find a chart or a page with the keyboard alone. It needs scripts; everything that
//! it reaches is also reached without them.

use crate::{
    charts::list_charts,
    parts::{Icon, Island, born},
    routes,
};
use domain::{
    charts::{ChartRoom, LONGEST_SEARCH},
    notices::OfficeFrame,
};
use leptos::{ev, html, prelude::*, task::spawn_local, wasm_bindgen::JsCast};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A place that the bar can open.
#[derive(Clone, PartialEq, Eq)]
struct NavItem {
    icon: &'static str,
    name: String,
    remark: String,
    href: String,
}

/// The pages of Settings.
const SETTINGS: [(&str, &str); 10] = [
    ("Client Portal", routes::PORTAL_SETTINGS),
    ("Welcome Email", routes::WELCOME),
    ("Branding", routes::BRANDING),
    ("Communications", routes::COMMUNICATIONS),
    ("Workflows", routes::WORKFLOWS),
    ("Forms", routes::FORMS),
    ("Appointments", routes::SCHEDULING),
    ("Billing", routes::BILLING_SETTINGS),
    ("Team", routes::TEAM),
    ("Patterns", routes::PATTERNS),
];

/// How long after the last key the charts are searched.
const PAUSE: Duration = Duration::from_millis(180);
const MOST_CHARTS: usize = 8;

#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct CommandBar {
    may_change_settings: bool,
    may_create: bool,
    sees_calendar: bool,
}

impl CommandBar {
    pub fn of(frame: &OfficeFrame) -> Self {
        Self { may_change_settings: frame.may_change_settings, may_create: frame.may_create, sees_calendar: frame.sees_calendar }
    }
}

impl Island for CommandBar {
    const NAME: &'static str = "command";

    fn view(self) -> AnyView {
        view! { <CommandDialog bar=self/> }.into_any()
    }
}

#[component]
fn CommandDialog(bar: CommandBar) -> impl IntoView {
    let (dialog, field) = (NodeRef::<html::Dialog>::new(), NodeRef::<html::Input>::new());
    let typed = RwSignal::new(String::new());
    let room = RwSignal::new(None::<ChartRoom>);
    let chosen = RwSignal::new(0_usize);
    let places = Memo::new(move |_| places(&typed.get(), room.get().as_ref(), bar));
    // Only once the charts have been searched: before that, nobody knows.
    let in_vain = Memo::new(move |_| {
        let typed = typed.with(|typed| typed.trim().to_owned());
        let searched = room.with(|room| room.as_ref().is_some_and(|room| room.search == typed));
        (searched && places.with(Vec::is_empty)).then_some(typed)
    });
    open_by_keyboard(dialog);

    let forget = move || {
        if let Some(field) = field.get_untracked() {
            field.set_value("");
        }
        typed.set(String::new());
        room.set(None);
        chosen.set(0);
    };
    let type_on = move |text: String| {
        typed.set(text.clone());
        chosen.set(0);
        set_timeout(move || search(text, typed, room), PAUSE);
    };
    let press = move |event: ev::KeyboardEvent| {
        let count = places.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => chosen.update(|chosen| *chosen = (*chosen + 1) % count),
            "ArrowUp" if count > 0 => chosen.update(|chosen| *chosen = (*chosen + count - 1) % count),
            "Enter" => match places.with_untracked(|places| places.get(chosen.get_untracked()).map(|place| place.href.clone())) {
                Some(href) => drop(window().location().set_href(&href)),
                None => return,
            },
            // A search field with words in it would only be emptied.
            "Escape" => {
                if let Some(dialog) = dialog.get_untracked() {
                    dialog.close();
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <dialog class="command" id="command" aria-label="Find or do" node_ref=dialog on:close=move |_| forget()>
            <form class="command-find" role="search" method="get" action=routes::CHART_ROOM>
                <Icon name="search"/>
                <input
                    class="command-input"
                    name="q"
                    type="search"
                    maxlength=LONGEST_SEARCH.to_string()
                    autocomplete="off"
                    placeholder="Name, birth date, or what to do"
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
            <div role="status">{move || in_vain.get().map(|typed| view! { <FoundNothing typed/> })}</div>
            <p class="command-foot" aria-hidden="true">
                <span><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" move"</span>
                <span><kbd>"Enter"</kbd>" open"</span>
                <span><kbd>"Esc"</kbd>" close"</span>
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

/// Everything that fits what is typed: charts first, then pages.
fn places(typed: &str, room: Option<&ChartRoom>, bar: CommandBar) -> Vec<NavItem> {
    let typed = typed.trim();
    let pages = [
        ("todo", "To-do", "What waits for you", routes::TO_DO, true),
        ("calendar", "Calendar", "Appointments", routes::CALENDAR, bar.sees_calendar),
        ("chart-room", "Chart Room", "All charts", routes::CHART_ROOM, true),
        ("plus", "New chart", "Chart Room", routes::NEW_CHART, bar.may_create),
        ("settings", "Settings", "The practice", routes::SETTINGS, bar.may_change_settings),
    ];
    // The pages of Settings come up once they are asked for.
    let asks = bar.may_change_settings && !typed.is_empty();
    let pages = pages.into_iter().chain(SETTINGS.map(|(name, href)| ("settings", name, "Settings", href, asks)));
    let wanted = typed.to_lowercase();
    let pages = pages
        .filter(|(_, name, .., there)| *there && name.to_lowercase().contains(&wanted))
        .map(|(icon, name, remark, href, _)| NavItem { icon, name: name.into(), remark: remark.into(), href: href.into() });
    // Not what an earlier search found.
    let found = room.filter(|room| room.search == typed).into_iter().flat_map(|room| room.charts.iter().take(MOST_CHARTS));
    let charts =
        found.map(|line| NavItem { icon: "person", name: line.name.clone(), remark: born(line.born), href: routes::chart_face(line.id) });
    charts.chain(pages).collect()
}

/// Searches the charts, unless somebody typed on meanwhile.
fn search(text: String, typed: RwSignal<String>, room: RwSignal<Option<ChartRoom>>) {
    let still_wanted = move |text: &String| typed.with_untracked(|typed| typed == text);
    if text.trim().chars().count() < 2 || !still_wanted(&text) {
        return;
    }
    spawn_local(async move {
        if let Ok(found) = list_charts(text.clone(), None, None, None).await
            && still_wanted(&text)
        {
            room.set(Some(found));
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
