//! One person's access to a chart: what they may see and do, why, and how long (TN-14).

use super::{
    access::{AccountFacts, LinkFacts, MailFacts, ResetFact},
    news::{CopiedNotice, FactorNotice, Granted, GrantedNotice, InviteTrouble, ResentNotice, ResetNotice, is_secret},
    windows::{Whose, Windows},
};
use crate::{
    Done, Failure,
    charts::{ChartPage, ChartTab, of_chart},
    invites::{ChangeGrant, PortalTag, read_grant},
    parts::{
        DialogButton, Fact, Icon, MailAddress, Notice, Panel, When,
        form::{FieldErrors, Form, FormDraft, TextField, described_by},
        param,
    },
    routes,
};
use domain::{
    ids::{ChartId, GrantId},
    invites::{GrantKind, GrantPage, PortalStatus, Scope, Scopes},
};
use leptos::prelude::*;

of_chart!(GrantPage);

#[component]
pub fn GrantAccessPage() -> impl IntoView {
    let grant = param::<GrantId>("grant");
    let done = Done::here();
    let load = move |chart: ChartId| async move {
        match grant {
            Some(grant) => read_grant(chart, grant).await,
            None => Err(Failure(domain::Failure::NotFound)),
        }
    };
    view! {
        <ChartPage title="Access" tab=ChartTab::Communications load show=move |page: GrantPage| {
            // Who was removed is looked at, and given access anew under Communications. A last day that has passed can be moved.
            let removed = page.revoked;
            let linked = page.kind == GrantKind::Linked && !removed;
            view! {
                <header class="head">
                    <div>
                        <a class="back" href=routes::chart_communications(page.banner.id)><Icon name="chevron-left"/>"Communications"</a>
                        <h2>{page.name.clone()}</h2>
                    </div>
                    <PortalTag status=page.status/>
                </header>
                <NewsNotice page=page.clone() done/>
                <div class="panels">
                    <div class="column">
                        {if removed {
                            view! { <RemovedPanel page=page.clone()/> }.into_any()
                        } else {
                            view! { <RightsPanel page=page.clone()/> }.into_any()
                        }}
                    </div>
                    <div class="column"><FactsPanel page=page.clone() linked/></div>
                </div>
                {linked.then(|| view! { <Windows whose=Whose::holder(&page)/> })}
            }
            .into_any()
        }/>
    }
}

#[component]
fn NewsNotice(page: GrantPage, done: Option<Done>) -> impl IntoView {
    let GrantPage { name: who, status, mail, link, reset, .. } = page;
    match done {
        Some(Done::Admitted) => view! { <GrantedNotice granted=Granted { who, status, mail, link, now: None }/> }.into_any(),
        Some(Done::Resent) => view! { <ResentNotice who mail link/> }.into_any(),
        Some(Done::Reset) => view! { <ResetNotice who mail=reset/> }.into_any(),
        Some(Done::Factor) => view! { <FactorNotice/> }.into_any(),
        Some(Done::Copied) => view! { <CopiedNotice secret=is_secret(status, link.as_ref())/> }.into_any(),
        Some(Done::Saved) => view! { <Notice head="The changes are saved. They hold from now on."/> }.into_any(),
        _ if matches!(status, PortalStatus::Invited | PortalStatus::Expired) => view! { <InviteTrouble mail link/> }.into_any(),
        _ => ().into_any(),
    }
}

/// How things stand, and what can be done about it. Of the Chart Owner **Communications** itself tells.
#[component]
fn FactsPanel(page: GrantPage, linked: bool) -> impl IntoView {
    let (status, sends, home) = (page.status, page.link.is_none(), routes::chart_communications(page.banner.id));
    let has_factor = page.has_factor;
    let waits = matches!(status, PortalStatus::Invited | PortalStatus::Expired);
    let offered = page.link.as_ref().is_some_and(|link| link.to_account);
    let address = page.address.filter(|_| page.sign_in_email.is_none());
    view! {
        <Panel title="Access">
            <dl class="facts num">
                <Fact label="Status"><PortalTag status/></Fact>
                {address.map(|address| view! { <Fact label="E-mail"><MailAddress address/></Fact> })}
                {page.mail.map(|mail| view! { <MailFacts mail/> })}
                {page.link.map(|link| view! { <LinkFacts link status/> })}
                {page.registered_at.map(|at| view! { <Fact label="Has access since"><When at/></Fact> })}
                <AccountFacts email=page.sign_in_email last_sign_in=page.last_sign_in offered/>
                {page.reset.map(|mail| view! { <ResetFact mail/> })}
            </dl>
            {if linked {
                view! { <FactsActs status sends waits has_factor/> }.into_any()
            } else {
                view! { <p class="block">"Invitation, link and removal stand under "<a href=home>"Communications"</a>"."</p> }.into_any()
            }}
        </Panel>
    }
}

#[component]
fn FactsActs(status: PortalStatus, sends: bool, waits: bool, has_factor: bool) -> impl IntoView {
    let active = status == PortalStatus::Active;
    view! {
        <div class="acts block">
            {waits.then(|| view! {
                <DialogButton opens="resend">{if sends { "Send Welcome Email" } else { "Resend Welcome Email" }}</DialogButton>
            })}
            {active.then(|| view! { <DialogButton opens="reset" class="btn quiet">"Reset Client's Portal Password"</DialogButton> })}
            {(waits || active).then(|| view! { <DialogButton opens="copy" class="btn quiet">"Copy portal link"</DialogButton> })}
            {(active && has_factor).then(|| view! { <DialogButton opens="factor" class="btn quiet">"Reset second step"</DialogButton> })}
            <DialogButton opens="revoke" class="btn danger quiet">"Remove Access"</DialogButton>
        </div>
    }
}

/// What somebody could see who was removed.
#[component]
fn RemovedPanel(page: GrantPage) -> impl IntoView {
    let who = format!("{} ({}) has no access any more.", page.name, page.relationship);
    view! {
        <Panel title="What they could see and do">
            <p>{who}</p>
            <p class="sub">{format!("Until then it was: {}.", page.scopes.in_words())}</p>
        </Panel>
    }
}

#[component]
fn RightsPanel(page: GrantPage) -> impl IntoView {
    let chart = page.banner.id;
    let back = routes::chart_communications(chart);
    let last_day = if page.needs_reason { "The client is of age: access of somebody else has an end." } else { "Empty: without an end." };
    view! {
        <Panel title="What they may see and do">
            <Form<ChangeGrant> fields=vec![("chart", chart.to_string()), ("grant", page.grant.to_string())]>
                <ScopeFields scopes=page.scopes/>
                <TextField name="relationship" label="Relationship" recorded=page.relationship hint="Such as mother, guardian or partner." autocomplete="off"/>
                <TextField
                    name="legal_basis"
                    label="Legal basis"
                    recorded=page.legal_basis
                    hint="What gives them the right, such as custody, a court order or the client’s consent."
                    autocomplete="off"
                />
                <div class="fields">
                    <TextField name="starts_on" label="First day" kind="date" recorded=page.starts_on hint="Empty: from the beginning." short=true/>
                    <TextField name="ends_on" label="Last day" kind="date" recorded=page.ends_on hint=last_day short=true/>
                </div>
                <div class="acts">
                    <button class="btn">"Save"</button>
                    <a class="btn plain" href=back>"Cancel"</a>
                </div>
            </Form<ChangeGrant>>
        </Panel>
    }
}

#[component]
fn ScopeFields(scopes: Scopes) -> impl IntoView {
    let kept = FormDraft::here();
    let errors = kept.errors("scopes");
    let described = described_by("scopes", false, !errors.is_empty());
    view! {
        <fieldset class="group" aria-describedby=described>
            <legend>"Areas of the portal"</legend>
            {Scope::ALL
                .into_iter()
                .enumerate()
                .map(|(place, scope)| {
                    // An error leads to the first box.
                    let id = (place == 0).then_some("scopes");
                    let checked = kept.ticked(scope.name(), scopes.has(scope));
                    view! {
                        <label class="check">
                            <input type="checkbox" id=id name=scope.name() value="true" checked=checked/>
                            <span>{scope.label()}</span>
                        </label>
                    }
                })
                .collect_view()}
            <FieldErrors name="scopes" errors/>
        </fieldset>
    }
}
