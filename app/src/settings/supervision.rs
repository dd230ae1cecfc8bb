//! Whom a supervisor supervises: whose charts they reach besides their own.

use crate::{
    door::Door,
    parts::form::{DraftForm, FormDraft, FormMarks, PostButton, SelectField},
    settings::{AddSupervisee, RemoveSupervisee},
};
use domain::{ids::StaffId, settings::MemberLine};
use leptos::prelude::*;

/// Stands where a supervisor's roles are changed.
#[component]
pub(super) fn SupervisionPart(
    member: MemberLine,
    /// Who could be added.
    supervisees: Vec<(StaffId, String)>,
    kept: FormDraft,
) -> impl IntoView {
    let supervisor = member.id;
    view! {
        <div class="block stack">
            <h3>"Supervises"</h3>
            {if member.supervises.is_empty() {
                view! { <p class="sub">"Nobody yet. A supervisor also reaches the charts of those who stand here."</p> }.into_any()
            } else {
                view! {
                    <ul class="rows bare">
                        {member.supervises.into_iter().map(|(id, name)| view! { <SuperviseeRow supervisor id name/> }).collect_view()}
                    </ul>
                }
                .into_any()
            }}
            {(!supervisees.is_empty()).then(|| view! { <AddForm supervisor supervisees kept/> })}
        </div>
    }
}

#[component]
fn SuperviseeRow(supervisor: StaffId, id: StaffId, name: String) -> impl IntoView {
    let fields = vec![("member", supervisor.to_string()), ("supervisee", id.to_string())];
    view! {
        <li>
            <div class="row">
                <span class="row-main"><span class="row-name">{name.clone()}</span></span>
                <span class="row-end">
                    <PostButton<RemoveSupervisee> class="btn plain small" fields>"Remove"<span class="sr">" "{name}</span></PostButton<RemoveSupervisee>>
                </span>
            </div>
        </li>
    }
}

#[component]
fn AddForm(supervisor: StaffId, supervisees: Vec<(StaffId, String)>, kept: FormDraft) -> impl IntoView {
    // Several supervisors stand on one page: the field of the form that comes back is the one that an error leads to.
    let id = if kept.0.is_some() { "supervisee".to_owned() } else { format!("supervisee-{supervisor}") };
    let nobody = (String::new(), "Choose somebody".to_owned());
    let options = std::iter::once(nobody).chain(supervisees.into_iter().map(|(id, name)| (id.to_string(), name))).collect();
    view! {
        <DraftForm to={Door::of::<AddSupervisee>()} fields=vec![("member", supervisor.to_string())] kept marks=FormMarks::make()>
            <SelectField id name="supervisee" label="Somebody else to supervise" options/>
            <div class="acts"><button class="btn quiet small">"Add"<span class="sr">" somebody to supervise"</span></button></div>
        </DraftForm>
    }
}
