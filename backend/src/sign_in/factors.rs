//! Second factors: authenticator apps (RFC 6238) and recovery codes. A code is taken once, whoever sends it how often (T5).

pub(super) mod table;

use super::{AttemptPermit, Person, passkeys};
use crate::{db::Write, error::Error, practice::Practice, sealing::Place, secrets::sha256_of_parts};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::Duration;
use domain::{
    ids::FactorId,
    lies_ahead,
    sign_in::{AuthenticatorSetup, RECOVERY_CODES, TypedCode},
};
use qrcode::{QrCode, render::svg};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use std::collections::HashSet;
use table::{factors, recovery_codes};
use totp_rs::{Builder, Totp};
use uuid::Uuid;

/// So many random bytes make a secret (RFC 4226: at least 16, better 20).
const SECRET: usize = 20;
/// The letters of recovery codes: none that is read as another.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";

/// Whether this person has a second factor: an app, or a passkey.
pub(crate) async fn has_any(db: &impl ConnectionTrait, owner: Uuid) -> Result<bool, Error> {
    Ok(!factors::confirmed(db, owner).await?.is_empty() || !passkeys::table::passkeys::of(db, owner).await?.is_empty())
}

/// Which of these people have one.
pub(crate) async fn who_have_any(db: &impl ConnectionTrait, people: Vec<Uuid>) -> Result<HashSet<Uuid>, Error> {
    let with_app = factors::who_have_one(db, people.clone()).await?;
    Ok(with_app.into_iter().chain(passkeys::table::passkeys::who_have_one(db, people).await?).collect())
}

/// A key that was shown and not yet confirmed stays the same for so long: whoever scanned it and was interrupted goes on with it.
const KEY_STAYS: Duration = Duration::days(1);

/// Begins to set up an authenticator app, or goes on with what was begun.
pub(crate) async fn begin(practice: &Practice, write: &Write, owner: Uuid) -> Result<factors::Model, Error> {
    let now = practice.clock.now();
    if let Some(before) = factors::unconfirmed(&**write, owner).await? {
        if !lies_ahead(before.added_at, now) && now < before.added_at + KEY_STAYS {
            return Ok(before);
        }
        factors::ActiveModel { removed_at: Set(Some(now)), ..before.into_active_model() }.update(&**write).await?;
    }
    let id = practice.randomness.id();
    let secret: [u8; SECRET] = practice.randomness.bytes();
    Ok(factors::ActiveModel {
        id: Set(id),
        owner_id: Set(owner),
        secret: Set(practice.sealer.seal(Place("factors.secret", id), &secret)),
        added_at: Set(now),
        confirmed_at: Set(None),
        last_step: Set(0),
        used_at: Set(None),
        removed_at: Set(None),
    }
    .insert(&**write)
    .await?)
}

/// What the app is shown: the secret as a picture, and as text.
pub(crate) fn setup(practice: &Practice, factor: &factors::Model, person: &Person, issuer: &str) -> Result<AuthenticatorSetup, Error> {
    let totp = totp(practice, factor, &person.email, issuer)?;
    let url = totp.to_url().map_err(Error::unexpected)?;
    let code = QrCode::new(url.as_bytes()).map_err(Error::unexpected)?;
    let svg = code.render::<svg::Color<'_>>().min_dimensions(200, 200).quiet_zone(true).build();
    let key = totp.secret().to_base32();
    let groups: Vec<&str> = key.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    Ok(AuthenticatorSetup {
        factor: FactorId(factor.id),
        picture: format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg)),
        key: groups.join(" "),
    })
}

/// Takes a code, once. Every app of the person may have made it.
pub(crate) async fn take(
    _counted: &AttemptPermit,
    practice: &Practice,
    write: &Write,
    owner: Uuid,
    code: &TypedCode,
) -> Result<bool, Error> {
    let now = practice.clock.now();
    match code {
        TypedCode::Recovery(code) => {
            // The factors are held first, so that all tries of one person come one after the other.
            factors::for_update(&**write, owner).await?;
            Ok(recovery_codes::use_up(&**write, owner, hash_of_code(owner, code), now).await?)
        }
        TypedCode::App(code) => {
            for factor in factors::for_update(&**write, owner).await? {
                if let Some(step) = matching_step(practice, &factor, code)? {
                    used(practice, write, factor, step).await?;
                    return Ok(true);
                }
            }
            Ok(false)
        }
    }
}

/// Confirms the app that is being set up with its first code.
pub(crate) async fn confirm(
    _counted: &AttemptPermit,
    practice: &Practice,
    write: &Write,
    owner: Uuid,
    code: &TypedCode,
) -> Result<bool, Error> {
    let (Some(factor), TypedCode::App(code)) = (factors::unconfirmed(&**write, owner).await?, code) else { return Ok(false) };
    let Some(step) = matching_step(practice, &factor, code)? else { return Ok(false) };
    let factor =
        factors::ActiveModel { confirmed_at: Set(Some(practice.clock.now())), ..factor.into_active_model() }.update(&**write).await?;
    used(practice, write, factor, step).await?;
    Ok(true)
}

/// Makes ten recovery codes; those before open nothing any more. They are told once, here.
pub(crate) async fn make_recovery_codes(practice: &Practice, write: &Write, owner: Uuid) -> Result<Vec<String>, Error> {
    let now = practice.clock.now();
    recovery_codes::replace(&**write, owner, now).await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let letters: [u8; 10] = practice.randomness.bytes();
        let code: String = letters.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
        recovery_codes::ActiveModel {
            code_hash: Set(hash_of_code(owner, &code)),
            owner_id: Set(owner),
            made_at: Set(now),
            used_at: Set(None),
            replaced_at: Set(None),
        }
        .insert(&**write)
        .await?;
        codes.push(format!("{}-{}", &code[..5], &code[5..]));
    }
    Ok(codes)
}

/// Removes every factor of somebody: what is lost protects nobody.
pub(crate) async fn remove_all(practice: &Practice, write: &Write, owner: Uuid) -> Result<(), Error> {
    let now = practice.clock.now();
    for factor in factors::for_update(&**write, owner).await? {
        factors::ActiveModel { removed_at: Set(Some(now)), ..factor.into_active_model() }.update(&**write).await?;
    }
    passkeys::remove_all(practice, write, owner).await?;
    Ok(recovery_codes::replace(&**write, owner, now).await?)
}

async fn used(practice: &Practice, write: &Write, factor: factors::Model, step: i64) -> Result<(), Error> {
    factors::ActiveModel { last_step: Set(step), used_at: Set(Some(practice.clock.now())), ..factor.into_active_model() }
        .update(&**write)
        .await?;
    Ok(())
}

/// The time step for which this is the code, within one step of now, if neither it nor a later one was taken before.
fn matching_step(practice: &Practice, factor: &factors::Model, code: &str) -> Result<Option<i64>, Error> {
    let now = u64::try_from(practice.clock.now().timestamp()).unwrap_or_default();
    let step = totp(practice, factor, "anteroom", "Anteroom")?.check(code, now);
    Ok(step.and_then(|step| i64::try_from(step).ok()).filter(|step| *step > factor.last_step))
}

fn totp(practice: &Practice, factor: &factors::Model, account: &str, issuer: &str) -> Result<Totp, Error> {
    let secret = practice.sealer.open(Place("factors.secret", factor.id), &factor.secret)?;
    // A colon would end the name of the issuer.
    let issuer = issuer.replace(':', " ");
    Builder::new()
        .with_secret(secret)
        .with_account_name(account.replace(':', " "))
        .with_issuer(Some(issuer))
        .build()
        .map_err(Error::unexpected)
}

fn hash_of_code(owner: Uuid, code: &str) -> Vec<u8> {
    sha256_of_parts(&[owner.as_bytes(), code.as_bytes()]).to_vec()
}
