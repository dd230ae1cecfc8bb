//! Forms: plain HTML that works before and without scripts. A refused one comes back with what was typed in it, each
//! error beside its field, and a summary that takes focus.

use crate::{Failure, parts::{Icon, sentences::sentence}};
use domain::{Refusal, Typed, ids::GrantId};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

/// What was typed into this form before it was refused, if it was.
#[derive(Clone, Default)]
pub struct Kept(pub Option<Typed>);

impl Kept {
    /// What stands in a field: what was typed, or else what is recorded.
    pub fn value(&self, name: &str, recorded: &str) -> String {
        match &self.0 {
            Some(typed) => typed.fields.get(name).cloned().unwrap_or_else(|| recorded.to_owned()),
            None => recorded.to_owned(),
        }
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str, recorded: bool) -> bool {
        match &self.0 {
            Some(typed) => typed.fields.contains_key(name),
            None => recorded,
        }
    }

    pub fn refusals(&self) -> Vec<Refusal> {
        self.0.as_ref().map(|typed| typed.refusals.clone()).unwrap_or_default()
    }

    /// What is wrong with a field, in words.
    pub fn errors(&self, name: &str) -> Vec<String> {
        self.refusals().into_iter().filter(|refusal| refusal.field() == Some(name)).map(sentence).collect()
    }
}

/// Gives back, once, what was typed into a refused form.
#[server(prefix = "/api", endpoint = "visitor/typed/read")]
pub async fn read_typed(endpoint: String, page: String) -> Result<Option<Typed>, Failure> {
    use crate::actor;
    let desk = actor::desk()?;
    let side = domain::sign_in::side_of(&page);
    let key = backend::form_key(&endpoint, &page);
    Ok(actor::visitor()?.typed(&key, desk.token(side)).await?)
}

/// A form that posts to `/api/{to}`. `children` get what was kept of a refused try.
///
/// `grant` names for whom one acts; `class` defaults to the plain stack of fields.
#[component]
pub fn Form<V>(
    /// The function's endpoint, "client/documents/sign".
    to: &'static str,
    #[prop(optional_no_strip)] grant: Option<GrantId>,
    #[prop(default = "form")] class: &'static str,
    children: V,
) -> impl IntoView
where
    V: Fn(Kept) -> AnyView + Clone + Send + Sync + 'static,
{
    view! {
        <WithKept of=to show=move |kept: Kept| {
            let children = children.clone();
            view! {
                <form class=class method="post" action=format!("/api/{to}")>
                    {grant.map(|grant| view! { <input type="hidden" name="grant" value=grant.to_string()/> })}
                    <ErrorSummary kept=kept.clone()/>
                    {children(kept)}
                </form>
            }
            .into_any()
        }/>
    }
}

/// A button that posts: a form of hidden fields and one button.
#[component]
pub fn PostButton(
    to: &'static str,
    #[prop(default = "btn")] class: &'static str,
    #[prop(default = Vec::new())] fields: Vec<(&'static str, String)>,
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=format!("/api/{to}")>
            {fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <button class=class>{children()}</button>
        </form>
    }
}

/// Says at the head of a page why a button's post was refused.
#[component]
pub fn Refused(of: &'static str) -> impl IntoView {
    view! {
        <WithKept of=of show=|kept: Kept| {
            let refusals = kept.refusals();
            (!refusals.is_empty())
                .then(|| view! {
                    <div class="notice bad" role="alert" tabindex="-1" autofocus>
                        <Icon name="alert"/>
                        <div>{refusals.into_iter().map(|refusal| view! { <p>{sentence(refusal)}</p> }).collect_view()}</div>
                    </div>
                })
                .into_any()
        }/>
    }
}

/// Loads what was kept of a form, only where the page's address says that it was refused.
#[component]
fn WithKept<V>(of: &'static str, show: V) -> impl IntoView
where
    V: Fn(Kept) -> AnyView + Clone + Send + Sync + 'static,
{
    if use_query_map().read_untracked().get("refused").is_none() {
        return show(Kept::default()).into_any();
    }
    let location = use_location();
    let page = format!("{}{}", location.pathname.get_untracked(), kept_query(&location.search.get_untracked()));
    let resource = Resource::new_blocking(|| (), move |()| read_typed(of.to_owned(), page.clone()));
    view! {
        <Suspense>
            {move || {
                let show = show.clone();
                Suspend::new(async move { show(Kept(resource.await.unwrap_or_default())) })
            }}
        </Suspense>
    }
    .into_any()
}

/// The query of the page that the form stood on, as the HTTP shell names it.
fn kept_query(search: &str) -> String {
    let kept: Vec<&str> = search
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty() && !["refused", "incident"].contains(&pair.split('=').next().unwrap_or_default()))
        .collect();
    if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) }
}

/// Every error of the form with a link to its field. It takes focus.
#[component]
pub fn ErrorSummary(kept: Kept) -> impl IntoView {
    let Some(typed) = kept.0 else { return ().into_any() };
    if typed.refusals.is_empty() {
        return view! {
            <div class="notice info" role="status" tabindex="-1" autofocus>
                <Icon name="info"/>
                <div><p>"You were signed out meanwhile. We kept what you typed: check it and send it again."</p></div>
            </div>
        }
        .into_any();
    }
    let head = match typed.refusals.len() {
        1 => "Please check one thing".to_owned(),
        count => format!("Please check {count} things"),
    };
    let lines = typed
        .refusals
        .into_iter()
        .map(|refusal| {
            let words = sentence(refusal);
            view! {
                <li>
                    {match refusal.field() {
                        Some(field) => view! { <a href=format!("#{field}")>{words}</a> }.into_any(),
                        None => words.into_any(),
                    }}
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="errors" id="errors" role="alert" tabindex="-1" autofocus>
            <h2>{head}</h2>
            <ul>{lines}</ul>
        </div>
    }
    .into_any()
}

/// One line of text with its label, hint and errors.
#[component]
pub fn TextField(
    kept: Kept,
    name: &'static str,
    label: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] recorded: String,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(optional)] short: bool,
) -> impl IntoView {
    let errors = kept.errors(name);
    let described = described_by(name, !hint.is_empty(), !errors.is_empty());
    view! {
        <div class=if short { "field short" } else { "field" }>
            <label for=name>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            <input
                class="input"
                id=name
                name=name
                type=kind
                value=kept.value(name, &recorded)
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                aria-describedby=described
                aria-invalid=(!errors.is_empty()).then_some("true")
            />
            <FieldErrors name errors/>
        </div>
    }
}

/// Several lines of text. The one place with a raw textarea: its content is escaped here, since the server-side
/// renderer of Leptos 0.8 does not do it.
#[component]
pub fn TextArea(
    kept: Kept,
    name: &'static str,
    label: &'static str,
    #[prop(default = 6)] rows: u8,
    #[prop(optional, into)] recorded: String,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    let errors = kept.errors(name);
    let described = described_by(name, !hint.is_empty(), !errors.is_empty());
    // A line feed right after the tag is swallowed by HTML: one is given, so that none of the text's is.
    let text = format!("\n{}", kept.value(name, &recorded).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            <textarea
                class="input"
                id=name
                name=name
                rows=rows.to_string()
                aria-describedby=described
                aria-invalid=(!errors.is_empty()).then_some("true")
                inner_html=text
            ></textarea>
            <FieldErrors name errors/>
        </div>
    }
}

/// A choice from a list.
#[component]
pub fn SelectField(
    kept: Kept,
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    #[prop(optional, into)] recorded: String,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    let errors = kept.errors(name);
    let chosen = kept.value(name, &recorded);
    let described = described_by(name, !hint.is_empty(), !errors.is_empty());
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            <select class="input" id=name name=name aria-describedby=described aria-invalid=(!errors.is_empty()).then_some("true")>
                {options
                    .into_iter()
                    .map(|(value, words)| {
                        let selected = value == chosen;
                        view! { <option value=value selected=selected>{words}</option> }
                    })
                    .collect_view()}
            </select>
            <FieldErrors name errors/>
        </div>
    }
}

/// A box to tick.
#[component]
pub fn CheckField(
    kept: Kept,
    name: &'static str,
    #[prop(optional)] recorded: bool,
    children: Children,
) -> impl IntoView {
    let errors = kept.errors(name);
    view! {
        <div class="field">
            <label class="check">
                <input
                    type="checkbox"
                    id=name
                    name=name
                    value="true"
                    checked=kept.ticked(name, recorded)
                    aria-describedby=described_by(name, false, !errors.is_empty())
                    aria-invalid=(!errors.is_empty()).then_some("true")
                />
                <span>{children()}</span>
            </label>
            <FieldErrors name errors/>
        </div>
    }
}

#[component]
pub fn FieldErrors(name: &'static str, errors: Vec<String>) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        view! {
            <div class="error" id=format!("{name}-error")>
                <Icon name="alert"/>
                <span>{errors.join(" ")}</span>
            </div>
        }
    })
}

/// The ids that describe a field, for screen readers.
pub fn described_by(name: &str, hint: bool, error: bool) -> Option<String> {
    let ids: Vec<String> = [(hint, "hint"), (error, "error")].into_iter().filter(|(there, _)| *there).map(|(_, what)| format!("{name}-{what}")).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
