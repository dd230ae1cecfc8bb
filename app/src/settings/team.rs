//! Settings → **Team**: who works here, as what, and since when no more.

use crate::{
    parts::{
        CancelButton, Dialog, DialogButton, Icon, Loaded, Notice, asked,
        form::{Form, Kept, PostButton, Refused, TextField},
    },
    routes,
    settings::read_team,
    shell::OfficePage,
};
use domain::{
    Role,
    settings::{MemberLine, Team},
};
use leptos::prelude::*;

#[component]
pub fn TeamPage() -> impl IntoView {
    let done = match asked("done").as_deref() {
        Some("added") => Some("A mail is on its way: they choose a password, and sign in."),
        Some("roles") => Some("The roles are changed. They count from the next sign-in on."),
        Some("left") => Some("Access has ended, and every session with it."),
        Some("back") => Some("They can sign in again."),
        Some("factor") => Some("The second step is removed. At the next sign-in they set up another."),
        _ => None,
    };
    view! {
        <OfficePage title="Team" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::SETTINGS><Icon name="chevron-left"/>"Settings"</a>
                    <h1>"Team"</h1>
                </div>
                <DialogButton opens="member" class="btn"><Icon name="plus"/>"Invite somebody"</DialogButton>
            </header>
            {done.map(|head| view! { <Notice head/> })}
            <Refused of="staff/team/deactivate"/>
            <Refused of="staff/team/change_roles"/>
            <Loaded load=read_team show=|team: Team| view! {
                {team.members.into_iter().map(|member| view! { <MemberPanel member/> }).collect_view()}
            }
            .into_any()/>
            <MemberDialog/>
        </OfficePage>
    }
}

#[component]
fn MemberPanel(member: MemberLine) -> impl IntoView {
    let fields = vec![("member", member.id.to_string())];
    let roles: Vec<&str> = member.roles.iter().map(|role| role.label()).collect();
    let gone = member.left.is_some();
    let state = match (&member.left, member.waits_for_password, member.has_factor) {
        (Some(left), ..) => format!("Left {left}"),
        (None, true, _) => "Invited, no password chosen yet".to_owned(),
        (None, false, true) => "With a second step".to_owned(),
        (None, false, false) => "Without a second step".to_owned(),
    };
    let (name, label) = (member.name.clone(), member.name.clone());
    view! {
        <section class="panel" aria-label=label>
            <header class="panel-head">
                <h2>{member.name}{member.oneself.then_some(" (you)")}</h2>
                {gone.then(|| view! { <span class="tag">"Left"</span> })}
            </header>
            <p>{member.email}</p>
            <p class="sub num">{roles.join(", ")}". "{state}</p>
            <details>
                <summary>"Change"<span class="sr">" "{name}</span></summary>
                <div class="form block">
                    <form class="form" method="post" action="/api/staff/team/change_roles">
                        <input type="hidden" name="member" value=member.id.to_string()/>
                        <RoleChoice chosen=member.roles/>
                        <div class="acts"><button class="btn small">"Save roles"</button></div>
                    </form>
                    <div class="acts">
                        {(member.waits_for_password && !gone).then(|| view! {
                            <PostButton to="staff/team/invite_again" class="btn quiet small" fields=fields.clone()>"Send the mail again"</PostButton>
                        })}
                        {member.has_factor.then(|| view! {
                            <PostButton to="staff/team/reset_factor" class="btn quiet small" fields=fields.clone()>"Reset second step"</PostButton>
                        })}
                        {if gone {
                            view! { <PostButton to="staff/team/reactivate" class="btn quiet small" fields>"Let in again"</PostButton> }.into_any()
                        } else {
                            view! { <PostButton to="staff/team/deactivate" class="btn danger small" fields>"Deactivate"</PostButton> }.into_any()
                        }}
                    </div>
                </div>
            </details>
        </section>
    }
}

/// One box for each role.
#[component]
fn RoleChoice(chosen: Vec<Role>) -> impl IntoView {
    view! {
        <fieldset class="field" id="roles" tabindex="-1">
            <legend>"Roles"</legend>
            {Role::ALL
                .into_iter()
                .map(|role| view! {
                    <label class="check">
                        <input type="checkbox" name=role.name() value="true" checked=chosen.contains(&role)/>
                        <span>{role.label()}</span>
                    </label>
                })
                .collect_view()}
        </fieldset>
    }
}

#[component]
fn MemberDialog() -> impl IntoView {
    view! {
        <Dialog id="member">
            <header class="dialog-head"><h2 id="member-head">"Invite somebody to the team"</h2></header>
            <Form to="staff/team/add" class="dialog-body" children=move |kept: Kept| {
                let ticked: Vec<Role> = Role::ALL.into_iter().filter(|role| kept.ticked(role.name(), false)).collect();
                let errors = kept.errors("roles");
                view! {
                    <div class="fields">
                        <TextField kept=kept.clone() name="first_name" label="First name" autocomplete="off"/>
                        <TextField kept=kept.clone() name="last_name" label="Last name" autocomplete="off"/>
                    </div>
                    <TextField kept=kept.clone() name="credentials" label="Credentials" hint="Such as LCSW or PhD. They stand behind the name." autocomplete="off"/>
                    <TextField kept name="email" label="E-mail" kind="email" hint="The mail with the link goes there, and it is the sign-in address." autocomplete="off"/>
                    <RoleChoice chosen=ticked/>
                    {(!errors.is_empty()).then(|| view! { <p class="error"><Icon name="alert"/>{errors.join(" ")}</p> })}
                    <div class="acts">
                        <button class="btn">"Send invitation"</button>
                        <CancelButton/>
                    </div>
                }
                .into_any()
            }/>
        </Dialog>
    }
}
