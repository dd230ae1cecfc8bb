//! **Change password**, of who is signed in and knows the present one.

use super::{
    code_turn,
    keys::{check_new, tell_of_password},
    security::OwnSecurity,
    table::{accounts, sessions, staff},
};
use crate::{audit::Event, error::Error, settings};
use domain::{
    audit::AuditAct,
    sign_in::{Refusal, Side},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

impl OwnSecurity<'_> {
    /// Takes a new password in place of the present one. Everywhere else one is signed out, and a mail tells of it.
    pub async fn change_password(&self, present: &str, password: &str) -> Result<(), Error> {
        let practice = self.practice;
        // Nothing typed is no try.
        if present.is_empty() {
            return Err(Refusal::OldPasswordNotTyped.into());
        }
        let mut about: Vec<String> = self.person.name.split_whitespace().map(str::to_owned).collect();
        about.extend([self.person.email.clone(), settings::load(practice).await?.name]);
        check_new(practice, password, &about).await?;
        let turn = code_turn(practice, self.side, &self.person, self.origin).await?;
        if !practice.passwords.verify(&turn, present, self.person.password_hash()).await {
            return Err(self.refused(AuditAct::ProofFailed, Refusal::OldPasswordWrong).await);
        }
        if present == password {
            return Err(Refusal::PasswordAsNow.into());
        }
        // Hashing takes its time: done before the transaction begins.
        let hash = practice.passwords.hash(password).await;
        let write = self.write().await?;
        let (id, now) = (self.person.id, practice.clock.now());
        // A link by mail was quicker: then the one who holds it has said the last word.
        let as_it_was = |hash: &str| Some(hash) == self.person.password_hash();
        match self.side {
            Side::Portal => {
                let row = accounts::for_update(&*write, id).await?.filter(|row| as_it_was(&row.password_hash));
                let row = row.ok_or(Refusal::OldPasswordWrong)?.into_active_model();
                accounts::ActiveModel { password_hash: Set(hash), ..row }.update(&*write).await?;
            }
            Side::Office => {
                let row = staff::for_update(&*write, id).await?.filter(|row| as_it_was(&row.password_hash));
                let row = row.ok_or(Refusal::OldPasswordWrong)?.into_active_model();
                staff::ActiveModel { password_hash: Set(hash), ..row }.update(&*write).await?;
            }
        }
        sessions::end_others(&*write, self.side, id, &self.session.token_hash, now).await?;
        tell_of_password(practice, &write, self.person.ids(self.side), self.side, &self.person.email).await?;
        write.commit(Event::of(AuditAct::PasswordChanged).subject(id)).await?;
        practice.ring_for_mail();
        turn.was_right(practice).await
    }
}
