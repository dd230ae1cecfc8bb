//! Settings → Forms → **Packages**: forms that are sent in one act, in an order; and where a chart is sent one.

use crate::{
    Done,
    forms::{ArchivePackage, SavePackage, SendPackage, list_packages, read_package},
    parts::{
        Empty, Icon, Loaded, Notice, Panel,
        form::{FieldErrors, Form, FormDraft, PostButton, SelectField, TextField},
        param,
    },
    routes,
    shell::OfficePage,
};
use domain::{
    forms::{LONGEST_PACKAGE_NAME, MOST_IN_PACKAGE, PackageLine, PackagePage as Page},
    ids::{ChartId, FormId, PackageId},
};
use leptos::prelude::*;

/// So many empty places stand below those that are filled.
const SPARE: usize = 4;

#[component]
pub fn PackagesPage() -> impl IntoView {
    let saved = Done::here() == Some(Done::Saved);
    view! {
        <OfficePage title="Packages" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::FORMS><Icon name="chevron-left"/>"Forms"</a>
                    <h1>"Packages"</h1>
                    <p class="sub">"A Form & Assessment Package: several forms, sent in one act, from a chart or when a chart is created."</p>
                </div>
            </header>
            {saved.then(|| view! { <Notice head="Saved"/> })}
            <Loaded load=list_packages show={|(lines, may_change): (Vec<PackageLine>, bool)| view! {
                {may_change.then(|| view! { <div class="acts block"><a class="btn" href=routes::new_package()><Icon name="plus"/>"New package"</a></div> })}
                <PackageLists lines may_change/>
            }.into_any()}/>
        </OfficePage>
    }
}

#[component]
fn PackageLists(lines: Vec<PackageLine>, may_change: bool) -> impl IntoView {
    if lines.is_empty() {
        return view! { <Empty drawing="draw-documents" title="No packages yet" words="Put the forms that you usually send together into one, and send them in one act."/> }.into_any();
    }
    let (archived, used): (Vec<PackageLine>, Vec<PackageLine>) = lines.into_iter().partition(|line| line.archived);
    let rows = move |lines: Vec<PackageLine>| lines.into_iter().map(move |line| view! { <PackageRow line may_change/> }).collect_view();
    view! {
        {(!used.is_empty()).then(|| view! { <Panel title="In use"><ul class="rows bare" data-walk>{rows(used)}</ul></Panel> })}
        {(!archived.is_empty()).then(|| view! { <Panel title="Archived"><ul class="rows bare">{rows(archived)}</ul></Panel> })}
    }
    .into_any()
}

#[component]
fn PackageRow(line: PackageLine, may_change: bool) -> impl IntoView {
    let due = line.due_days.map(|days| format!("Due {} after they can be filled in", in_days(days)));
    let href = routes::package(line.id);
    let inside = view! {
        <span class="row-icon"><Icon name="document"/></span>
        <span class="row-main">
            <span class="row-name">{line.title}</span>
            <span class="row-fact">{line.forms.join(", ")}</span>
            {due.map(|words| view! { <span class="row-fact num">{words}</span> })}
        </span>
        {line.for_new_clients.then(|| view! { <span class="row-end"><span class="tag ok">"New clients"</span></span> })}
        {(!line.may_send && !line.archived).then(|| view! { <span class="row-end"><span class="tag bad">"Cannot be sent"</span></span> })}
    };
    if may_change {
        view! { <li><a class="row" href=href>{inside}<Icon name="chevron-right" class="icon go"/></a></li> }.into_any()
    } else {
        view! { <li><div class="row">{inside}</div></li> }.into_any()
    }
}

/// "1 day", "7 days"
pub(super) fn in_days(days: u16) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

#[component]
pub fn PackagePage() -> impl IntoView {
    // "new" is none yet.
    let id = param::<PackageId>("package");
    let new = param::<String>("package").is_some_and(|name| name == "new");
    view! {
        <OfficePage title="A package" narrow=true>
            <Loaded load=move || read_package(id, new) show=|page: Page| view! { <PackageForm page/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn PackageForm(page: Page) -> impl IntoView {
    let (id, archived) = (page.id, page.archived);
    let fields = id.map(|id| vec![("id", id.to_string())]).unwrap_or_default();
    let head = if id.is_some() { page.title.clone() } else { "New package".to_owned() };
    let archive = id.map(|id| {
        let fields = vec![("id", id.to_string()), ("archived", (!archived).to_string())];
        view! { <PostButton<ArchivePackage> class="btn quiet small" fields>{if archived { "Use again" } else { "Archive" }}</PostButton<ArchivePackage>> }
    });
    view! {
        <header class="head">
            <div>
                <a class="back" href=routes::PACKAGES><Icon name="chevron-left"/>"Packages"</a>
                <h1>{head}</h1>
                {archived.then(|| view! { <p class="sub">"Archived"</p> })}
            </div>
            {archive}
        </header>
        {page.for_new_clients.then(|| view! {
            <Notice kind="info" head="Every new client gets it by itself.">
                <p>"That is decided under "<a href=routes::WORKFLOWS>"Workflows"</a>"."</p>
            </Notice>
        })}
        <Form<SavePackage> fields>
            <TextField name="title" label="Name" recorded=page.title.clone() longest=LONGEST_PACKAGE_NAME as u32 autocomplete="off"/>
            <Places chosen=page.chosen forms=page.forms/>
            <TextField name="days" label="Due after so many days (optional)" kind="number" short=true
                recorded=page.due_days.map(|days| days.to_string()).unwrap_or_default()
                hint="Counted from when somebody can fill it in. A day that you choose when you send it counts before this." autocomplete="off"/>
            <div class="acts">
                <button class="btn">"Save"</button>
                <a class="btn plain" href=routes::PACKAGES>"Cancel"</a>
            </div>
        </Form<SavePackage>>
    }
}

/// Its forms, in the order in which they come.
#[component]
fn Places(chosen: Vec<FormId>, forms: Vec<(FormId, String)>) -> impl IntoView {
    let kept = FormDraft::here();
    let typed = (0..MOST_IN_PACKAGE).filter(|place| !kept.value(&format!("form[{place}]"), "").is_empty()).count();
    let shown = (chosen.len().max(typed) + SPARE).min(MOST_IN_PACKAGE);
    let places = (0..shown).map(|place| {
        let name = format!("form[{place}]");
        let recorded = chosen.get(place).map(|id| id.to_string()).unwrap_or_default();
        let now = kept.value(&name, &recorded);
        let none = [(String::new(), "None".to_owned())].into_iter();
        let options = none.chain(forms.iter().map(|(id, title)| (id.to_string(), title.clone())));
        let options = options.map(|(value, words)| {
            let selected = value == now;
            view! { <option value=value selected=selected>{words}</option> }
        });
        let id = format!("place-{place}");
        view! {
            <div class="field">
                <label for=id.clone()>{format!("Form {}", place + 1)}</label>
                <select class="input" id=id name=name>{options.collect_view()}</select>
            </div>
        }
    });
    view! {
        <fieldset class="group" id="form" tabindex="-1">
            <legend>"Which forms, in their order"</legend>
            {places.collect_view()}
            <FieldErrors name="form" errors=kept.errors("form")/>
            <p class="fine">"More places come up once these are filled and saved: "{MOST_IN_PACKAGE}" at most."</p>
        </fieldset>
    }
}

/// On a chart: sends one.
#[component]
pub(super) fn SendPackagePanel(chart: ChartId, packages: Vec<PackageLine>) -> impl IntoView {
    let words = |line: &PackageLine| {
        let due = line.due_days.map(|days| format!(", due after {}", in_days(days))).unwrap_or_default();
        format!("{} ({}{due})", line.title, line.forms.join(", "))
    };
    let none = [(String::new(), "Choose a package".to_owned())].into_iter();
    let options = none.chain(packages.iter().map(|line| (line.id.to_string(), words(line)))).collect();
    view! {
        <Panel title="Send a package" id="send-package">
            <Form<SendPackage> fields=vec![("chart", chart.to_string())]>
                <SelectField name="package" label="Form & Assessment Package" options
                    hint="A form of it that waits for the client already is left out."/>
                <TextField name="due" id="package-due" label="Due (optional)" kind="date" short=true hint="Left empty, the package’s own days count" autocomplete="off"/>
                <div class="acts"><button class="btn">"Send package"</button></div>
            </Form<SendPackage>>
        </Panel>
    }
}
