//! Who signs in, on whichever side.

use super::table::{accounts, staff};
use domain::sign_in::Side;
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

#[derive(Clone)]
pub(crate) struct Person {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub(super) password_hash: String,
    pub(super) disabled: bool,
}

impl Person {
    pub async fn load(db: &impl ConnectionTrait, side: Side, id: Uuid) -> Result<Option<Self>, DbErr> {
        Ok(match side {
            Side::Portal => accounts::by_id(db, id).await?.map(Self::from),
            Side::Office => staff::by_id(db, id).await?.map(Self::from),
        })
    }

    /// None for who has not chosen a password yet.
    pub(super) fn password_hash(&self) -> Option<&str> {
        Some(self.password_hash.as_str()).filter(|hash| !hash.is_empty())
    }

    /// As an account, or as a member of staff.
    pub fn ids(&self, side: Side) -> (Option<Uuid>, Option<Uuid>) {
        match side {
            Side::Portal => (Some(self.id), None),
            Side::Office => (None, Some(self.id)),
        }
    }
}

impl From<accounts::Model> for Person {
    fn from(row: accounts::Model) -> Self {
        let (name, disabled) = (row.full_name(), row.disabled_at.is_some());
        Self { id: row.id, name, disabled, email: row.email, password_hash: row.password_hash }
    }
}

impl From<staff::Model> for Person {
    fn from(row: staff::Model) -> Self {
        let (name, disabled) = (row.full_name(), row.disabled_at.is_some());
        Self { id: row.id, name, disabled, email: row.email, password_hash: row.password_hash }
    }
}
