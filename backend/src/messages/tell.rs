//! Who hears of a message by mail: never what it says, and each message is covered by a mail.

use super::table::conversations;
use crate::{
    actors::Client,
    error::Error,
    in_chart::{Change, Enters, Within},
    invites,
    notices::{self, Reader},
    sign_in::{self, Member},
};
use domain::{Role, invites::Scope, messages::Audience};

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
    let at_work = sign_in::at_work(write.db()).await?;
    let asked = match row.assigned_to {
        Some(id) => Some(super::away::stands_in(write.db(), id, write.practice(), write.at()).await?),
        None if row.audience.0 == Audience::Clinical => write.row().primary_clinician_id,
        None => None,
    };
    if let Some(member) = asked.and_then(|id| at_work.iter().find(|member| member.id == id)) {
        return Ok(vec![member.clone()]);
    }
    let with = |role: Role| at_work.iter().filter(|member| member.roles.0.contains(&role)).cloned().collect::<Vec<_>>();
    let (desk, head) = match row.audience.0 {
        Audience::Administrative => (Role::PracticeScheduler, Role::PracticeAdministrator),
        Audience::Billing => (Role::Biller, Role::ClinicalAdministrator),
        Audience::Clinical => (Role::ClinicalAdministrator, Role::ClinicalAdministrator),
    };
    let desk = with(desk);
    Ok(if desk.is_empty() { with(head) } else { desk })
}
