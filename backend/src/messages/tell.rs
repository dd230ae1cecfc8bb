//! Who hears of a message by mail: never what it says, and each message is covered by a mail.

use super::{away, table::conversations};
use crate::{
    actors::Client,
    charts,
    error::Error,
    in_chart::{Change, Enters, Within},
    invites,
    notices::{self, Reader},
    practice::Practice,
    sign_in::{self, Member},
};
use chrono::{DateTime, Utc};
use domain::{Act, Reach, Rights, Role, invites::Scope, messages::Audience};
use uuid::Uuid;

/// Everybody who may read the client's messages hears of what the practice wrote.
pub(super) async fn tell_clients<A: Enters>(write: &Change<'_, A>, row: &conversations::Model) -> Result<(), Error> {
    for grant in invites::readers(write, Scope::Messages, write.at()).await? {
        notices::tell_of_message(write, write.practice(), write.chart(), row.id, Reader::Client(&grant)).await?;
    }
    Ok(())
}

/// Who is asked to answer hears of what the client wrote; where nobody is, those whose work it is.
pub(super) async fn tell_staff(write: &Change<'_, Client>, row: &conversations::Model) -> Result<(), Error> {
    for member in who_answers(write, row).await? {
        notices::tell_of_message(write, write.practice(), write.chart(), row.id, Reader::Member(&member)).await?;
    }
    Ok(())
}

async fn who_answers(write: &Change<'_, Client>, row: &conversations::Model) -> Result<Vec<Member>, Error> {
    let readers = who_reads(write, write.practice(), write.row().primary_clinician_id, row.audience.0, write.at()).await?;
    // Who has it, then whose client it is: the one may have left.
    let clinician = write.row().primary_clinician_id.filter(|_| row.audience.0 == Audience::Clinical);
    for asked in [row.assigned_to, clinician].into_iter().flatten() {
        // Who stands in, or who was asked: if they can read it. What nobody could open would wait unseen.
        let stands_in = away::stands_in(write.db(), asked, write.practice(), write.at()).await?;
        if let Some(member) = [stands_in, asked].into_iter().find_map(|id| readers.iter().find(|member| member.id == id)) {
            return Ok(vec![member.clone()]);
        }
    }
    let with = |role: Role| readers.iter().filter(|member| member.roles.0.contains(&role)).cloned().collect::<Vec<_>>();
    let (desk, head) = match row.audience.0 {
        Audience::Administrative => (Role::PracticeScheduler, Role::PracticeAdministrator),
        Audience::Billing => (Role::Biller, Role::ClinicalAdministrator),
        Audience::Clinical => (Role::ClinicalAdministrator, Role::ClinicalAdministrator),
    };
    // Whose work it is, who is above them, whoever can open it; and where nobody can, who can change that.
    let chosen = [with(desk), with(head), readers.clone()].into_iter().find(|people| !people.is_empty());
    match chosen {
        Some(people) => Ok(people),
        None => {
            let administers = |member: &Member| Rights::of(&member.roles.0).may(Act::ChangeSettings);
            Ok(sign_in::at_work(write.db()).await?.into_iter().filter(administers).collect())
        }
    }
}

/// Who works here and reads conversations of this audience in a chart: by their reach, or because they stand in for who has it.
pub(super) async fn who_reads(
    within: &impl Within,
    practice: &Practice,
    primary: Option<Uuid>,
    audience: Audience,
    at: DateTime<Utc>,
) -> Result<Vec<Member>, Error> {
    let mut treating = charts::in_care_team(within).await?;
    treating.extend(primary);
    let covering = away::covers_of(within.db(), &treating, practice, at).await?;
    let supervisions = sign_in::supervisors(within.db()).await?;
    let supervises = |member: &Member| treating.iter().any(|id| supervisions.contains(&(member.id, *id)));
    let reads = |member: &Member| match Rights::of(&member.roles.0).reach(audience.act()) {
        Reach::Nobody => false,
        Reach::Everybody => true,
        Reach::OwnCharts => treating.contains(&member.id) || covering.contains(&member.id),
        Reach::SupervisedCharts => treating.contains(&member.id) || covering.contains(&member.id) || supervises(member),
    };
    Ok(sign_in::at_work(within.db()).await?.into_iter().filter(reads).collect())
}
