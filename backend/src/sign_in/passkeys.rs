//! Passkeys (WebAuthn): after the password as the second step, or alone, for the device has verified its owner itself.
//!
//! What a device is asked to sign waits here, sealed, and is taken once: an answer that was seen on the way opens nothing again.

pub(super) mod table;

use super::{Person, SignedIn, factors, lost, security::OwnSecurity, throttle, throttle::Key};
use crate::{
    actors::Visitor,
    audit::{Event, Stamp},
    db::Write,
    error::Error,
    practice::Practice,
    sealing::Place,
    secrets::Token,
    settings,
};
use chrono::Duration;
use domain::{
    audit::AuditAct,
    sign_in::{PasskeyChallenge, PasskeyUse, Refusal, Side, StepUpScope, device_in_words},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde::{Deserialize, Serialize};
use table::{ceremonies, passkeys};
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url,
    Webauthn, WebauthnBuilder,
};

/// So long a device may take to answer.
const ACQUIRE_TIMEOUT: Duration = Duration::minutes(5);

/// What a device was asked.
#[derive(Serialize, Deserialize)]
enum Asked {
    /// To make one.
    New(PasskeyRegistration),
    /// To sign with one of somebody's.
    Known(PasskeyAuthentication),
    /// To sign with whichever it has: the passkey itself says whose it is.
    Any(DiscoverableAuthentication),
}

/// Whether passkeys work under the practice's address: browsers know them by its name, and a bare number is none.
pub(super) fn work(practice: &Practice) -> bool {
    webauthn(practice, "").is_ok()
}

fn webauthn(practice: &Practice, name: &str) -> Result<Webauthn, Error> {
    let url = Url::parse(&practice.public_url).map_err(|_| Refusal::PasskeysNotHere)?;
    let host = url.domain().ok_or(Refusal::PasskeysNotHere)?;
    WebauthnBuilder::new(host, &url).and_then(|builder| builder.rp_name(name).build()).map_err(|_| Refusal::PasskeysNotHere.into())
}

/// Keeps what was asked until the device has answered, and gives what the browser needs.
async fn ask(practice: &Practice, owner: Option<Uuid>, options: &impl Serialize, asked: &Asked) -> Result<PasskeyChallenge, Error> {
    let token = practice.randomness.token();
    let id = practice.randomness.id();
    let tx = practice.db.housekeeping().await?;
    ceremonies::ActiveModel {
        id: Set(id),
        token_hash: Set(token.hash()),
        owner_id: Set(owner),
        state: Set(practice.sealer.seal_value(Place("ceremonies.state", id), asked)),
        ends_at: Set(practice.clock.now() + ACQUIRE_TIMEOUT),
    }
    .insert(&*tx)
    .await?;
    tx.commit().await?;
    Ok(PasskeyChallenge { token: token.reveal().to_owned(), options: serde_json::to_string(options).map_err(Error::unexpected)? })
}

/// What the device was asked that answers now, once.
async fn taken(practice: &Practice, write: &Write, token: &str) -> Result<(Asked, Option<Uuid>), Error> {
    let token = Token::read(token).ok_or(Refusal::PasskeyFailed)?;
    let now = practice.clock.now();
    let in_time = |row: &ceremonies::Model| now < row.ends_at && row.ends_at <= now + ACQUIRE_TIMEOUT;
    let row = ceremonies::take(&**write, &token.hash()).await?.filter(in_time).ok_or(Refusal::PasskeyFailed)?;
    Ok((practice.sealer.open_value(Place("ceremonies.state", row.id), &row.state)?, row.owner_id))
}

fn opened(practice: &Practice, row: &passkeys::Model) -> Result<Passkey, Error> {
    Ok(practice.sealer.open_value(Place("passkeys.credential", row.id), &row.credential)?)
}

/// Asks a device to sign with one of this person's passkeys.
async fn ask_to_sign(practice: &Practice, owner: Uuid) -> Result<PasskeyChallenge, Error> {
    let rows = passkeys::of(practice.db.read(), owner).await?;
    let all = rows.iter().map(|row| opened(practice, row)).collect::<Result<Vec<_>, _>>()?;
    if all.is_empty() {
        return Err(Refusal::PasskeyUnknown.into());
    }
    let (options, state) = webauthn(practice, "")?.start_passkey_authentication(&all).map_err(Error::unexpected)?;
    ask(practice, Some(owner), &options, &Asked::Known(state)).await
}

fn read(answer: &str) -> Result<PublicKeyCredential, Refusal> {
    serde_json::from_str(answer).map_err(|_| Refusal::PasskeyFailed)
}

/// Checks what a device of this person has answered.
///
/// # Errors
/// Refused where it is no answer to what was asked, or a copy of the device seems to have given it (its counter went back).
async fn check(practice: &Practice, write: &Write, owner: Uuid, token: &str, answer: &PublicKeyCredential) -> Result<(), Error> {
    let (asked, of) = taken(practice, write, token).await?;
    let row = passkeys::by_credential(&**write, answer.get_credential_id()).await?;
    let row = row.filter(|row| row.owner_id == owner && of.is_none_or(|of| of == owner)).ok_or(Refusal::PasskeyUnknown)?;
    let mut passkey = opened(practice, &row)?;
    let webauthn = webauthn(practice, "")?;
    let result = match asked {
        Asked::New(_) => return Err(Refusal::PasskeyFailed.into()),
        Asked::Known(state) => webauthn.finish_passkey_authentication(answer, &state),
        Asked::Any(state) => match webauthn.identify_discoverable_authentication(answer) {
            Ok((said, _)) if said == owner => webauthn.finish_discoverable_authentication_v2(answer, state, &passkey),
            _ => return Err(Refusal::PasskeyUnknown.into()),
        },
    }
    .map_err(|_| Refusal::PasskeyFailed)?;
    passkey.update_credential(&result);
    passkeys::ActiveModel {
        credential: Set(practice.sealer.seal_value(Place("passkeys.credential", row.id), &passkey)),
        used_at: Set(Some(practice.clock.now())),
        ..row.into_active_model()
    }
    .update(&**write)
    .await?;
    Ok(())
}

/// Removes every passkey of somebody.
pub(super) async fn remove_all(practice: &Practice, write: &Write, owner: Uuid) -> Result<(), Error> {
    for row in passkeys::for_update(&**write, owner).await? {
        remove(practice, write, row).await?;
    }
    Ok(())
}

pub(super) async fn remove(practice: &Practice, write: &Write, row: passkeys::Model) -> Result<(), Error> {
    passkeys::ActiveModel { removed_at: Set(Some(practice.clock.now())), ..row.into_active_model() }.update(&**write).await?;
    Ok(())
}

impl OwnSecurity<'_> {
    /// Asks this device to make a passkey.
    pub async fn begin_passkey(&self) -> Result<PasskeyChallenge, Error> {
        self.proved()?;
        let practice = self.practice;
        let there = passkeys::of(practice.db.read(), self.person.id).await?;
        let there = there.into_iter().map(|row| row.credential_id).collect();
        let (options, state) = webauthn(practice, &settings::load(practice).await?.name)?
            .start_passkey_registration(self.person.id, &self.person.email, &self.person.name, Some(there))
            .map_err(Error::unexpected)?;
        let mut options = serde_json::to_value(options).map_err(Error::unexpected)?;
        // One that says by itself whose it is opens without e-mail and password, too.
        options["publicKey"]["authenticatorSelection"]["residentKey"] = "preferred".into();
        ask(practice, Some(self.person.id), &options, &Asked::New(state)).await
    }

    /// Takes the passkey that this device has made.
    pub async fn add_passkey(&self, token: &str, answer: &str) -> Result<(), Error> {
        self.proved()?;
        let practice = self.practice;
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| Refusal::PasskeyFailed)?;
        let write = self.write().await?;
        let (Asked::New(state), Some(owner)) = taken(practice, &write, token).await? else {
            return Err(Refusal::PasskeyFailed.into());
        };
        let passkey = webauthn(practice, "")?.finish_passkey_registration(&answer, &state).map_err(|_| Refusal::PasskeyFailed)?;
        if owner != self.person.id || passkeys::is_taken(&*write, passkey.cred_id()).await? {
            return Err(Refusal::PasskeyFailed.into());
        }
        let first = !factors::has_any(&*write, owner).await?;
        let id = practice.randomness.id();
        passkeys::ActiveModel {
            id: Set(id),
            owner_id: Set(owner),
            credential_id: Set(passkey.cred_id().to_vec()),
            credential: Set(practice.sealer.seal_value(Place("passkeys.credential", id), &passkey)),
            name: Set(device_in_words(&self.session.agent)),
            added_at: Set(practice.clock.now()),
            used_at: Set(None),
            removed_at: Set(None),
        }
        .insert(&*write)
        .await?;
        if first {
            self.make_codes(&write).await?;
        }
        self.tell(&write).await?;
        write.commit(Event::of(AuditAct::FactorAdded).subject(owner).detail("passkey")).await?;
        practice.ring_for_mail();
        Ok(())
    }

    /// Asks a device to prove who one is.
    pub async fn begin_passkey_proof(&self) -> Result<PasskeyChallenge, Error> {
        ask_to_sign(self.practice, self.person.id).await
    }

    /// Proves once more who one is, for one matter: the device has verified its owner.
    pub async fn prove_with_passkey(&self, matter: StepUpScope, token: &str, answer: &str) -> Result<(), Error> {
        let answer = read(answer)?;
        let write = self.write().await?;
        match check(self.practice, &write, self.person.id, token, &answer).await {
            Ok(()) => self.has_proved(write, matter, "passkey").await,
            Err(Error::Refused(refusals)) => {
                drop(write);
                self.record(Event::of(AuditAct::ProofFailed).subject(self.person.id).detail("passkey")).await?;
                Err(Error::Refused(refusals))
            }
            Err(error) => Err(error),
        }
    }
}

impl Visitor {
    /// Asks a device to sign in: after the password with one of that person's passkeys, or alone with any.
    pub async fn begin_passkey_sign_in(&self, side: Side, what: PasskeyUse, half: Option<&Token>) -> Result<PasskeyChallenge, Error> {
        let practice = &self.practice;
        throttle::take_turn(practice, &[&Key::from(&self.origin.address)]).await?;
        match what {
            PasskeyUse::SecondStep => ask_to_sign(practice, self.half_way(side, half).await?.1.id).await,
            PasskeyUse::Alone => {
                let (options, state) = webauthn(practice, "")?.start_discoverable_authentication().map_err(Error::unexpected)?;
                ask(practice, None, &options, &Asked::Any(state)).await
            }
        }
    }

    /// Signs in by what a device has answered. `brought` is the session that the browser brought along, whole or half, which ends.
    pub async fn sign_in_with_passkey(
        &self,
        side: Side,
        what: PasskeyUse,
        brought: Option<&Token>,
        token: &str,
        answer: &str,
    ) -> Result<SignedIn, Error> {
        let practice = &self.practice;
        let answer = read(answer)?;
        let person = match what {
            PasskeyUse::SecondStep => Some(self.half_way(side, brought).await?.1),
            PasskeyUse::Alone => match passkeys::by_credential(practice.db.read(), answer.get_credential_id()).await? {
                Some(row) => Person::load(practice.db.read(), side, row.owner_id).await?,
                None => None,
            },
        };
        let Some(person) = person else {
            return Err(self.passkey_refused(self.stamp(), side, Refusal::PasskeyUnknown.into()).await);
        };
        let stamp = self.stamp_of(side, &person);
        let write = practice.db.write(stamp.clone()).await?;
        if let Err(error) = check(practice, &write, person.id, token, &answer).await {
            drop(write);
            return Err(self.passkey_refused(stamp, side, error).await);
        }
        if !self.still_expected(&write, side, &person).await? {
            drop(write);
            return Err(self.passkey_refused(stamp, side, Refusal::PasskeyUnknown.into()).await);
        }
        if side == Side::Portal {
            lost::found_again(practice, &write, person.id).await?;
        }
        let (signed_in, is_new) = self.let_in(&write, side, &person, brought).await?;
        write.commit(Event::of(AuditAct::SignedIn).subject(person.id).detail("passkey")).await?;
        throttle::was_right(practice, &self.origin.address).await?;
        if is_new {
            practice.ring_for_mail();
        }
        Ok(signed_in)
    }

    async fn passkey_refused(&self, stamp: Stamp, side: Side, error: Error) -> Error {
        if !matches!(error, Error::Refused(_)) {
            return error;
        }
        let event = Event::of(AuditAct::SignInFailed).detail(format!("{} passkey", side.name()));
        let event = match stamp.id {
            Some(id) => event.subject(id),
            None => event,
        };
        match self.practice.db.record(stamp, event).await {
            Ok(()) => error,
            Err(error) => error.into(),
        }
    }
}
