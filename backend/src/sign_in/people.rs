//! Accounts and members of staff, for the rooms that make and change them.

use super::table::{accounts, keys, sessions, staff, supervisions};
use crate::{db::Write, practice::Practice, stored::By};
use chrono::{DateTime, Utc};
use domain::{Role, charts::address_key};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr, IntoActiveModel};
use uuid::Uuid;

/// A portal login.
pub(crate) type Account = accounts::Model;
/// Somebody who works in the practice.
pub(crate) type Member = staff::Model;

/// Who is to hold an account.
#[derive(Clone)]
pub(crate) struct NewAccount {
    pub email: String,
    pub password_hash: String,
    pub first_name: String,
    pub last_name: String,
}

pub(crate) async fn make_account(practice: &Practice, write: &Write, new: NewAccount) -> Result<Uuid, DbErr> {
    put_account(practice, write, new, write.at()).await
}

/// The same, for who registered at another moment: demo data.
pub(crate) async fn put_account(practice: &Practice, write: &Write, new: NewAccount, at: DateTime<Utc>) -> Result<Uuid, DbErr> {
    let id = practice.randomness.id();
    accounts::ActiveModel {
        id: Set(id),
        email_key: Set(address_key(&new.email)),
        email: Set(new.email),
        password_hash: Set(new.password_hash),
        first_name: Set(new.first_name),
        last_name: Set(new.last_name),
        registered_at: Set(at),
        last_sign_in_at: Set(None),
        disabled_at: Set(None),
        reset_at: Set(None),
        last_grant_id: Set(None),
    }
    .insert(&**write)
    .await?;
    Ok(id)
}

/// Accounts have nothing left to open: their sessions end, and links to a password open nothing any more.
pub(crate) async fn shut_out(write: &Write, accounts: &[Uuid]) -> Result<(), DbErr> {
    sessions::end_of_accounts(&**write, accounts, write.at()).await?;
    keys::replace(&**write, accounts, None, write.at()).await
}

/// A member of staff has left: the same.
pub(crate) async fn shut_out_member(write: &Write, member: Uuid) -> Result<(), DbErr> {
    end_sessions_of_member(write, member).await?;
    keys::replace(&**write, &[], Some(member), write.at()).await
}

pub(crate) async fn end_sessions_of_member(write: &Write, member: Uuid) -> Result<(), DbErr> {
    sessions::end_of_staff(&**write, member, write.at()).await
}

/// The session of a registration, which has come to its end.
pub(crate) async fn end_session(write: &Write, token_hash: &[u8]) -> Result<(), DbErr> {
    sessions::end(&**write, token_hash, write.at()).await
}

/// Every registration that began with one of these links ends.
pub(crate) async fn end_registrations(write: &Write, invites: &[Uuid]) -> Result<(), DbErr> {
    sessions::end_of_invites(&**write, invites, write.at()).await
}

pub(crate) async fn put_member(write: &Write, member: Member) -> Result<(), DbErr> {
    staff::ActiveModel::from(member).reset_all().insert(&**write).await?;
    Ok(())
}

pub(crate) async fn change_roles(write: &Write, member: Member, roles: Vec<Role>) -> Result<(), DbErr> {
    staff::ActiveModel { roles: Set(By(roles)), ..member.into_active_model() }.update(&**write).await?;
    Ok(())
}

/// Notes since when somebody does not work here any more, or that they do again.
pub(crate) async fn set_left(write: &Write, member: Member, at: Option<DateTime<Utc>>) -> Result<(), DbErr> {
    staff::ActiveModel { disabled_at: Set(at), ..member.into_active_model() }.update(&**write).await?;
    Ok(())
}

/// Whom somebody supervises.
pub(crate) async fn supervised_by(db: &impl ConnectionTrait, supervisor: Uuid) -> Result<Vec<Uuid>, DbErr> {
    supervisions::of(db, supervisor).await
}

/// Who supervises whom.
pub(crate) async fn supervisors(db: &impl ConnectionTrait) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    Ok(supervisions::everybody(db).await?.into_iter().map(|pair| (pair.supervisor_id, pair.supervisee_id)).collect())
}

pub(crate) async fn supervise(write: &Write, supervisor: Uuid, supervisee: Uuid) -> Result<(), DbErr> {
    supervisions::ActiveModel { supervisor_id: Set(supervisor), supervisee_id: Set(supervisee) }.insert(&**write).await?;
    Ok(())
}

/// Whether it was so.
pub(crate) async fn supervise_no_more(write: &Write, supervisor: Uuid, supervisee: Uuid) -> Result<bool, DbErr> {
    supervisions::remove(&**write, supervisor, supervisee).await
}
