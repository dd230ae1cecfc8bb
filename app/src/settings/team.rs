//! Settings → **Team**: who works here, as what, and since when no more.

use super::{away::AwayPanel, supervision::SupervisionPart};
use crate::{
    Done,
    door::Door,
    parts::{
        CancelButton, Dialog, DialogButton, Icon, Loaded, Notice, asked, calendar,
        form::{DraftForm, FieldErrors, Form, FormDraft, FormMarks, LastKept, PostButton, RefusedNotice, TextField, WithLast},
        mail_wait,
    },
    routes,
    settings::{
        AddMember, AddSupervisee, ChangeRoles, DeactivateMember, InviteMemberAgain, ReactivateMember, RemoveSupervisee, ResetMemberFactor,
        SecondStepPanel, read_team,
    },
    shell::OfficePage,
};
use domain::{
    Refusal, Role,
    ids::StaffId,
    settings::{MemberLine, Team},
};
use leptos::prelude::*;

/// Everything that is done with somebody who is in the team.
const FORMS: &[Door] = &[
    Door::of::<ChangeRoles>(),
    Door::of::<AddSupervisee>(),
    Door::of::<RemoveSupervisee>(),
    Door::of::<InviteMemberAgain>(),
    Door::of::<ResetMemberFactor>(),
    Door::of::<ReactivateMember>(),
    Door::of::<DeactivateMember>(),
];

#[component]
pub fn TeamPage() -> impl IntoView {
    // What went well before is no news beside what has just been refused.
    let news = Done::here().filter(|_| asked("refused").is_none());
    let done = match news {
        // Whether it is on its way, their own line says.
        Some(Done::Added) => None,
        Some(Done::Roles) => Some("The roles are changed. They count from the next sign-in on."),
        Some(Done::Supervision) => Some("The supervision is changed. It counts at once."),
        Some(Done::Left) => Some("Access has ended, and every session with it."),
        Some(Done::Back) => Some("They can sign in again."),
        Some(Done::Changed) => Some("Saved. It counts from the next sign-in on."),
        Some(Done::Saved) => Some("Saved. What clients write goes to who stands in, on these days."),
        Some(Done::Returned) => Some("They are back. What clients write goes to them again."),
        Some(Done::Factor) => Some("The second step is removed. At the next sign-in they set up another."),
        _ => None,
    };
    let added = news == Some(Done::Added);
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
            <Loaded load=read_team show=move |team: Team| {
                let added = added && !team.members.iter().any(|member| member.waits_for_password && member.waits.is_some());
                view! {
                    {added.then(|| view! { <Notice head="A mail is on its way: they choose a password, and sign in."/> })}
                    <WithLast of=FORMS show=move |last: LastKept| view! { <Members team last/> }.into_any()/>
                }
                .into_any()
            }/>
            <SecondStepPanel/>
            <MemberDialog/>
        </OfficePage>
    }
}

#[component]
fn Members(team: Team, last: LastKept) -> impl IntoView {
    let panels = team
        .members
        .iter()
        .map(|member| {
            let (supervisees, last, member) = (team.supervisees_for(member), last.clone(), member.clone());
            view! { <MemberPanel member supervisees last/> }
        })
        .collect_view();
    view! {
        <RefusedNotice refusals=last.refusals()/>
        {panels}
        <AwayPanel team/>
    }
}

#[component]
fn MemberPanel(
    member: MemberLine,
    /// Whom they could supervise, if they are a supervisor.
    supervisees: Vec<(StaffId, String)>,
    last: LastKept,
) -> impl IntoView {
    let id = member.id.to_string();
    let (roles_kept, added_kept) = (last.of::<ChangeRoles>("member", &id), last.of::<AddSupervisee>("member", &id));
    // Where something was typed that was not taken, it is in sight again.
    let open = roles_kept.0.is_some() || added_kept.0.is_some() || last.waits("member", &id);
    let supervises = member.roles.contains(&Role::Supervisor).then(|| (member.clone(), added_kept));
    let fields = vec![("member", member.id.to_string())];
    let roles: Vec<&str> = member.roles.iter().map(|role| role.label()).collect();
    let gone = member.left.is_some();
    let state = match (&member.left, member.waits_for_password, member.has_factor) {
        (Some(left), ..) => format!("Left {}", calendar().order.moment(left)),
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
            {member.waits.filter(|_| !gone).map(|wait| view! {
                <Notice kind="warn" head=format!("The last mail is not sent yet: {}", mail_wait(&wait, calendar()))/>
            })}
            {member.undelivered.filter(|_| !gone).map(|trouble| view! { <Undelivered trouble invited=member.waits_for_password/> })}
            <details open=open>
                <summary>"Change"<span class="sr">" "{name}</span></summary>
                <div class="form block">
                    <RolesForm member=member.id roles=member.roles kept=roles_kept/>
                    {supervises.map(|(member, kept)| view! { <SupervisionPart member supervisees kept/> })}
                    <div class="acts">
                        {(member.waits_for_password && !gone).then(|| view! {
                            <PostButton<InviteMemberAgain> class="btn quiet small" fields=fields.clone()>"Send the mail again"</PostButton<InviteMemberAgain>>
                        })}
                        {member.has_factor.then(|| view! {
                            <PostButton<ResetMemberFactor> class="btn quiet small" fields=fields.clone()>"Reset second step"</PostButton<ResetMemberFactor>>
                        })}
                        {if gone {
                            view! { <PostButton<ReactivateMember> class="btn quiet small" fields>"Let in again"</PostButton<ReactivateMember>> }.into_any()
                        } else {
                            view! { <PostButton<DeactivateMember> class="btn danger small" fields>"Deactivate"</PostButton<DeactivateMember>> }.into_any()
                        }}
                    </div>
                </div>
            </details>
        </section>
    }
}

/// The roles of somebody who is here already. `kept` are the boxes as they were ticked when it was not taken.
#[component]
fn RolesForm(member: StaffId, roles: Vec<Role>, kept: FormDraft) -> impl IntoView {
    let ticked = |role: &Role| kept.ticked(role.name(), roles.contains(role));
    let chosen: Vec<Role> = Role::ALL.into_iter().filter(ticked).collect();
    let errors = kept.errors("roles");
    // Many members stand on one page: only whose form comes back has a field to be led to.
    let id = kept.0.is_some().then_some(REFUSED_ROLES);
    // What is wrong beside no field is said at the head of the page, and only there.
    let said_above = kept.refusals().iter().any(|refusal| refusal.field().is_none());
    let fields = vec![("member", member.to_string())];
    view! {
        <DraftForm to={Door::of::<ChangeRoles>()} fields field=field_of_roles kept said_elsewhere=said_above marks=FormMarks::make()>
            <RoleChoice id chosen errors/>
            <div class="acts"><button class="btn small">"Save roles"</button></div>
        </DraftForm>
    }
}

/// The boxes that came back refused. The window that invites somebody has boxes of its own.
const REFUSED_ROLES: &str = "member-roles";

fn field_of_roles(refusal: Refusal) -> Option<&'static str> {
    refusal.field().map(|field| if field == "roles" { REFUSED_ROLES } else { field })
}

/// The last mail did not arrive: what the mail server said, and what helps.
#[component]
fn Undelivered(trouble: String, invited: bool) -> impl IntoView {
    let remedy = if invited {
        "Is the address right? Then send the mail again, under Change. If not, deactivate this entry, and invite them with the right one."
    } else {
        "Is the address right? Then send the mail again, from the To-do. If not, deactivate this entry, and invite them with the right one."
    };
    view! {
        <Notice kind="warn" head="The last mail could not be delivered">
            <p>{remedy}</p>
            <p class="fine">"The mail server said: "{trouble}</p>
        </Notice>
    }
}

/// One box for each role.
#[component]
fn RoleChoice(
    /// Where an error leads to: the first box.
    id: Option<&'static str>,
    chosen: Vec<Role>,
    errors: Vec<String>,
) -> impl IntoView {
    let described = id.filter(|_| !errors.is_empty()).map(|id| format!("{id}-error"));
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend>"Roles"</legend>
            {Role::ALL
                .into_iter()
                .enumerate()
                .map(|(place, role)| view! {
                    <label class="check">
                        <input type="checkbox" id=id.filter(|_| place == 0) name=role.name() value="true" checked=chosen.contains(&role)/>
                        <span>{role.label()}</span>
                    </label>
                })
                .collect_view()}
            {id.map(|id| view! { <FieldErrors name=id errors/> })}
        </fieldset>
    }
}

#[component]
fn MemberDialog() -> impl IntoView {
    view! {
        <Dialog id="member">
            <header class="dialog-head"><h2 id="member-head">"Invite somebody to the team"</h2></header>
            <Form<AddMember> class="dialog-body">
                <div class="fields">
                    <TextField name="first_name" label="First name" autocomplete="off"/>
                    <TextField name="last_name" label="Last name" autocomplete="off"/>
                </div>
                <TextField name="credentials" label="Credentials" hint="Such as LCSW or PhD. They stand behind the name." autocomplete="off"/>
                <TextField name="email" label="E-mail" kind="email" hint="The mail with the link goes there, and it is the sign-in address." autocomplete="off"/>
                <NewRoles/>
                <div class="acts">
                    <button class="btn">"Send invitation"</button>
                    <CancelButton/>
                </div>
            </Form<AddMember>>
        </Dialog>
    }
}

#[component]
fn NewRoles() -> impl IntoView {
    let kept = FormDraft::here();
    let chosen: Vec<Role> = Role::ALL.into_iter().filter(|role| kept.ticked(role.name(), false)).collect();
    view! { <RoleChoice id=Some("roles") chosen errors=kept.errors("roles")/> }
}
