//! Second factors, fresh proof, and the browsers that are signed in.

use crate::{
    access::{grant_of, refusals},
    house::{CLIENT_PASSWORD, House, STAFF_PASSWORD, origin},
};
use backend::{Activation, Error, Origin, SignedIn, Token};
use chrono::Duration;
use domain::{
    ids::SessionId,
    settings::AccessRules,
    sign_in::{Awaits, Refusal, Side, StepUpScope},
};
use sea_orm::{ConnectionTrait, Statement};
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

crate::on_both_databases!(
    an_authenticator_app_is_set_up_and_asked_for,
    half_a_sign_in_opens_nothing,
    a_code_is_taken_once,
    fifty_equal_codes_let_one_in,
    a_recovery_code_is_taken_once,
    a_reset_password_does_not_skip_the_factor,
    staff_set_up_a_factor_before_they_enter,
    the_practice_resets_a_lost_factor_at_once,
    fresh_proof_is_asked_for_after_five_minutes,
    browsers_are_listed_and_ended,
    every_other_browser_is_signed_out_however_many_there_are,
    a_new_browser_is_told_of,
    a_known_browser_does_not_wait_for_a_strangers_tries,
    a_browsers_secret_that_was_never_given_is_not_taken_on,
    after_a_hundred_wrong_tries_an_account_rests,
    nor_for_the_codes_of_a_stranger_who_knows_the_password,
    the_clock_brings_no_code_back,
);

pub const MAYA: &str = "maya.lindqvist@example.com";

fn app(key: &str) -> Totp {
    let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
    Builder::new().with_secret(secret).with_account_name("x").with_issuer(Some("x")).build().unwrap()
}

pub fn code(house: &House, app: &Totp) -> String {
    app.generate(house.practice_time()).to_string()
}

pub async fn half(house: &House) -> SignedIn {
    house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.unwrap()
}

/// Maya sets up an app. Gives the app and her recovery codes.
pub async fn with_app(house: &House) -> (Totp, Vec<String>) {
    let token = house.client_token("Maya").await;
    let maya = house.practice.holder(Some(&token), origin()).await.unwrap();
    maya.security().begin_authenticator().await.unwrap();
    let setup = maya.security().authenticator().await.unwrap().unwrap();
    assert!(setup.picture.starts_with("data:image/svg+xml;base64,"));
    let app = app(&setup.key);
    assert_eq!(refusals(maya.security().confirm_authenticator("000 000").await), [Refusal::WrongCode.into()]);
    maya.security().confirm_authenticator(&code(house, &app)).await.unwrap();
    let codes = maya.security().recovery_codes().await.unwrap();
    assert_eq!((codes.len(), maya.security().recovery_codes().await.unwrap().len()), (10, 0), "shown once");
    // The code that confirmed it is used up: the next comes half a minute later.
    house.hands.shift(Duration::seconds(30));
    (app, codes)
}

async fn an_authenticator_app_is_set_up_and_asked_for(house: House) {
    let (app, _) = with_app(&house).await;
    let half = half(&house).await;
    assert_eq!(half.awaits, Some(Awaits::Factor));
    let wrong = house.visitor().enter_code(Side::Portal, Some(&half.token), "123456").await;
    assert_eq!(refusals(wrong), [Refusal::WrongCode.into()]);
    assert_eq!(refusals(house.visitor().enter_code(Side::Portal, Some(&half.token), " ").await), [Refusal::CodeMissing.into()]);
    let whole = house.visitor().enter_code(Side::Portal, Some(&half.token), &code(&house, &app)).await.unwrap();
    assert_ne!(half.token.reveal(), whole.token.reveal(), "a secret of its own (T9)");
    assert!(house.practice.client(Some(&whole.token), None, origin()).await.is_ok());
    assert!(house.practice.client(Some(&half.token), None, origin()).await.is_err());
    let page = house.practice.holder(Some(&whole.token), origin()).await.unwrap().security().page().await.unwrap();
    assert_eq!((page.factors.len(), page.recovery_codes), (1, 10));
    // The secret stands nowhere in plain.
    if let Some(path) = house.setup.database_url.strip_prefix("sqlite://") {
        let key = app.secret().as_bytes();
        for suffix in ["", "-wal"] {
            let bytes = std::fs::read(format!("{path}{suffix}")).unwrap_or_default();
            assert!(!bytes.windows(key.len()).any(|window| window == key));
        }
    }
}

/// T18
async fn half_a_sign_in_opens_nothing(house: House) {
    let (app, _) = with_app(&house).await;
    let signed_in = half(&house).await;
    let token = Some(&signed_in.token);
    assert!(matches!(house.practice.client(token, None, origin()).await, Err(Error::SignedOut)));
    assert!(matches!(house.practice.holder(token, origin()).await, Err(Error::SignedOut)));
    assert!(matches!(house.practice.staff(token, origin()).await, Err(Error::SignedOut)));
    // A whole session is no half one either, and ten minutes are enough.
    let whole = house.client_token("Rosa").await;
    assert!(matches!(house.visitor().second_step(Side::Portal, Some(&whole)).await, Err(Error::SignedOut)));
    assert!(matches!(house.visitor().second_step(Side::Portal, None).await, Err(Error::SignedOut)));
    house.hands.shift(Duration::minutes(10));
    assert!(matches!(house.visitor().enter_code(Side::Portal, token, &code(&house, &app)).await, Err(Error::SignedOut)));
}

async fn a_code_is_taken_once(house: House) {
    let (app, _) = with_app(&house).await;
    let code = code(&house, &app);
    let (first, second) = (half(&house).await, half(&house).await);
    assert!(house.visitor().enter_code(Side::Portal, Some(&first.token), &code).await.is_ok());
    assert_eq!(refusals(house.visitor().enter_code(Side::Portal, Some(&second.token), &code).await), [Refusal::WrongCode.into()]);
}

/// T5
async fn fifty_equal_codes_let_one_in(house: House) {
    let (app, codes) = with_app(&house).await;
    for code in [code(&house, &app), codes[0].clone()] {
        let half = half(&house).await;
        let tries: Vec<_> = (0..50)
            .map(|number| {
                // From fifty addresses, so that it is not patience that holds them back; the account's own counter lets ten through.
                let visitor = house.practice.visitor(Origin { address: format!("203.0.113.{number}"), ..origin() });
                let (token, code) = (half.token.clone(), code.clone());
                tokio::spawn(async move { visitor.enter_code(Side::Portal, Some(&token), &code).await.is_ok() })
            })
            .collect();
        let mut entered = 0;
        for one in tries {
            entered += i32::from(one.await.unwrap());
        }
        assert_eq!(entered, 1);
        house.hands.shift(Duration::minutes(16));
    }
}

async fn a_recovery_code_is_taken_once(house: House) {
    let (_, codes) = with_app(&house).await;
    let typed = codes[3].to_uppercase().replace('-', " ");
    let first = half(&house).await;
    assert!(house.visitor().enter_code(Side::Portal, Some(&first.token), &typed).await.is_ok());
    let second = half(&house).await;
    assert_eq!(refusals(house.visitor().enter_code(Side::Portal, Some(&second.token), &typed).await), [Refusal::WrongCode.into()]);
    // Somebody else's codes open nothing here, and new ones end the old.
    let token = house.visitor().enter_code(Side::Portal, Some(&second.token), &codes[4]).await.unwrap().token;
    let maya = house.practice.holder(Some(&token), origin()).await.unwrap();
    maya.security().new_recovery_codes().await.unwrap();
    let third = half(&house).await;
    assert!(house.visitor().enter_code(Side::Portal, Some(&third.token), &codes[5]).await.is_err());
}

/// T8
async fn a_reset_password_does_not_skip_the_factor(house: House) {
    with_app(&house).await;
    house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    let link = house.newest_link(MAYA).await;
    let token = link.strip_prefix("/reset/").unwrap();
    house.visitor().choose_new_password(Side::Portal, token, "Amber-Kites_fly88").await.unwrap();
    let signed_in = house.visitor().sign_in(Side::Portal, MAYA, "Amber-Kites_fly88", None).await.unwrap();
    assert_eq!(signed_in.awaits, Some(Awaits::Factor));
    assert!(house.practice.client(Some(&signed_in.token), None, origin()).await.is_err());
    // Nor can whoever took over the mailbox have it removed.
    assert_eq!(refusals(house.visitor().report_lost_factor(Some(&signed_in.token)).await), [Refusal::PasswordTooNew.into()]);
}

async fn require_factors(house: &House, required: bool) {
    let tomas = house.staff("Vidal").await;
    let mut settings = tomas.settings().await.unwrap().read().await.unwrap();
    settings.access = AccessRules { staff_need_factor: required, ..settings.access };
    tomas.settings().await.unwrap().change(settings).await.unwrap();
}

async fn staff_set_up_a_factor_before_they_enter(house: House) {
    require_factors(&house, true).await;
    let elena = "elena.reyes@harborstreet.example";
    let signed_in = house.visitor().sign_in(Side::Office, elena, STAFF_PASSWORD, None).await.unwrap();
    assert_eq!(signed_in.awaits, Some(Awaits::Setup));
    assert!(matches!(house.practice.staff(Some(&signed_in.token), origin()).await, Err(Error::SignedOut)));
    let step = house.visitor().second_step(Side::Office, Some(&signed_in.token)).await.unwrap();
    let app = app(&step.setup.unwrap().key);
    let whole = house.visitor().enter_code(Side::Office, Some(&signed_in.token), &code(&house, &app)).await.unwrap();
    let staff = house.practice.staff(Some(&whole.token), origin()).await.unwrap();
    assert_eq!((staff.security().recovery_codes().await.unwrap().len(), whole.sets_up), (10, true));
    let factor = staff.security().page().await.unwrap().factors[0].id;
    assert_eq!(refusals(staff.security().remove_factor(factor).await), [Refusal::FactorRequired.into()]);
    // From now on it is asked for.
    let again = house.visitor().sign_in(Side::Office, elena, STAFF_PASSWORD, None).await.unwrap();
    assert_eq!(again.awaits, Some(Awaits::Factor));
}

async fn the_practice_resets_a_lost_factor_at_once(house: House) {
    let (app, _) = with_app(&house).await;
    let half_token = half(&house).await.token;
    let session = house.visitor().enter_code(Side::Portal, Some(&half_token), &code(&house, &app)).await.unwrap().token;
    let (maya, grant) = (house.chart("Maya"), grant_of(&house, house.chart("Maya")).await);
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    assert!(invites.communications(maya).await.unwrap().access.has_factor && invites.grant(maya, grant).await.unwrap().has_factor);
    invites.reset_factor(maya, grant).await.unwrap();
    assert!(house.practice.client(Some(&session), None, origin()).await.is_err());
    assert_eq!(half(&house).await.awaits, None);
    assert_eq!(house.told("sign_in.factor_reset").await, 1);
}

/// T14
async fn fresh_proof_is_asked_for_after_five_minutes(house: House) {
    let jordan = house.chart("Jordan");
    let token = house.staff_token("Reyes").await;
    let elena = || async { house.practice.staff(Some(&token), origin()).await.unwrap() };
    house.hands.shift(Duration::minutes(5) + Duration::milliseconds(1));
    let stale = elena().await;
    assert!(matches!(
        stale.invites().await.unwrap().activate(jordan, Activation::default()).await,
        Err(Error::ProofNeeded(StepUpScope::Access))
    ));
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE state = 'queued'").await, 0);
    // Looking asks for nothing more.
    stale.invites().await.unwrap().communications(jordan).await.unwrap();
    assert_eq!(refusals(stale.security().prove(StepUpScope::Access, "wrong", "").await), [Refusal::WrongPassword.into()]);
    assert!(matches!(
        elena().await.invites().await.unwrap().activate(jordan, Activation::default()).await,
        Err(Error::ProofNeeded(StepUpScope::Access))
    ));
    // Proof for a signature is none for access.
    stale.security().prove(StepUpScope::Signature, STAFF_PASSWORD, "").await.unwrap();
    let still = elena().await.invites().await.unwrap().activate(jordan, Activation::default()).await;
    assert!(matches!(still, Err(Error::ProofNeeded(StepUpScope::Access))));
    stale.security().prove(StepUpScope::Access, STAFF_PASSWORD, "").await.unwrap();
    elena().await.invites().await.unwrap().activate(jordan, Activation::default()).await.unwrap();
    // Of another session it proves nothing.
    let other = house.staff_token("Whitfield").await;
    house.hands.shift(Duration::minutes(6));
    let grace = house.practice.staff(Some(&other), origin()).await.unwrap();
    assert!(matches!(grace.invites().await.unwrap().set_discreet(jordan, true).await, Err(Error::ProofNeeded(StepUpScope::Access))));
}

fn elsewhere(browser: &str) -> Origin {
    let agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1".into();
    Origin { address: "198.51.100.4".into(), agent, browser: Some(browser.into()), ..origin() }
}

async fn browsers_are_listed_and_ended(house: House) {
    let here = house.client_token("Maya").await;
    let phone = house.practice.visitor(elsewhere("phone")).sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.unwrap().token;
    let maya = house.practice.holder(Some(&here), origin()).await.unwrap();
    let sessions = maya.security().page().await.unwrap().sessions;
    let other = sessions.iter().find(|session| !session.this).unwrap();
    assert_eq!((sessions.len(), other.device.as_str(), other.place.as_str()), (2, "Safari on iPhone", "198.51.100.4"));
    // Somebody else's browser is not there.
    let rosa = house.practice.holder(Some(&house.client_token("Rosa").await), origin()).await.unwrap();
    assert!(matches!(rosa.security().end_session(other.id).await, Err(Error::NotFound)));
    assert!(matches!(maya.security().end_session(SessionId::default()).await, Err(Error::NotFound)));
    maya.security().end_session(other.id).await.unwrap();
    let open = |token: Token| {
        let practice = house.practice.clone();
        async move { practice.client(Some(&token), None, origin()).await.is_ok() }
    };
    assert!(!open(phone).await && open(here.clone()).await);
    let again = house.client_token("Maya").await;
    maya.security().end_other_sessions().await.unwrap();
    assert!(!open(again).await && open(here).await);
}

async fn every_other_browser_is_signed_out_however_many_there_are(house: House) {
    let here = house.client_token("Maya").await;
    let rosa = house.client_token("Rosa").await;
    // A hundred and twenty more, of which a page shows a hundred.
    let db = house.database().await;
    for number in 0..120_u8 {
        let sql = "INSERT INTO sessions (token_hash, id, side, account_id, started_at, seen_at, proved_at, address, agent) \
                   SELECT $1, $2, side, account_id, started_at, seen_at, proved_at, address, agent FROM sessions WHERE token_hash = $3";
        let values = [vec![number; 32].into(), Uuid::from_u128(number.into()).into(), here.hash().into()];
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.unwrap();
    }
    let living = "SELECT count(*) FROM sessions WHERE ended_at IS NULL AND side = 'portal'";
    assert_eq!(house.count(living).await, 122);
    let maya = house.practice.holder(Some(&here), origin()).await.unwrap();
    assert_eq!(maya.security().page().await.unwrap().sessions.len(), 100);
    maya.security().end_other_sessions().await.unwrap();
    assert_eq!((house.count(living).await, house.told("sign_in.session_ended").await), (2, 1));
    assert!(house.practice.client(Some(&rosa), None, origin()).await.is_ok(), "nobody else's");
    assert_eq!(maya.security().page().await.unwrap().sessions.len(), 1);
}

async fn a_new_browser_is_told_of(house: House) {
    let mails = "SELECT count(*) FROM mails WHERE kind = 'new_device'";
    house.client_token("Maya").await;
    house.client_token("Maya").await;
    assert_eq!(house.count(mails).await, 0, "the first one is nothing new");
    house.hands.shift(Duration::minutes(1));
    let visitor = house.practice.visitor(elsewhere("phone"));
    visitor.sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.unwrap();
    let theirs = visitor.sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.unwrap();
    assert_eq!(house.count(mails).await, 1);
    // It says when, by what and from where, and its button leads to a new password, which signs out whoever came in.
    let link = house.newest_link(MAYA).await;
    let mail = house.visitor().demo_mailbox().await.unwrap().into_iter().find(|mail| mail.subject.contains("new sign-in")).unwrap();
    for said in ["When: ", "By: ", &format!("From: {}", elsewhere("phone").address), "It was not me"] {
        assert!(mail.text.contains(said), "{said}: {}", mail.text);
    }
    let key = link.strip_prefix("/reset/").unwrap();
    house.visitor().choose_new_password(Side::Portal, key, "Other-Otter_paints8").await.unwrap();
    assert!(matches!(house.practice.client(Some(&theirs.token), None, origin()).await, Err(Error::SignedOut)));
    assert!(house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.is_err());
    house.visitor().choose_new_password(Side::Portal, key, "Third-Otter_paints9").await.unwrap_err();
    let nameless = house.practice.visitor(Origin { browser: None, ..origin() });
    assert!(nameless.sign_in(Side::Portal, MAYA, "Other-Otter_paints8", None).await.unwrap().browser.is_some());
}

/// T4
async fn a_known_browser_does_not_wait_for_a_strangers_tries(house: House) {
    house.client_token("Maya").await;
    let stranger = |number: u8| {
        house.practice.visitor(Origin { address: format!("198.51.100.{number}"), browser: Some(format!("b{number}")), ..origin() })
    };
    for number in 0..12 {
        assert!(stranger(number).sign_in(Side::Portal, MAYA, "Wrong-Otter_paints7", None).await.is_err());
    }
    assert!(stranger(99).sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.is_err(), "strangers wait");
    assert!(house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.is_ok(), "she does not");
    // Nor from the same address as theirs: a waiting room, a proxy.
    let beside = || house.practice.visitor(Origin { browser: Some("beside".into()), ..origin() });
    for number in 0..14 {
        assert!(beside().sign_in(Side::Portal, &format!("nobody{number}@example.com"), "Wrong-Otter_paints7", None).await.is_err());
    }
    assert!(beside().sign_in(Side::Portal, "rosa.delgado@example.com", CLIENT_PASSWORD, None).await.is_err(), "strangers wait");
    assert!(house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.is_ok(), "she does not");
}

/// T9: whoever planted it would have a counter of their own, and no mail would tell of them.
async fn a_browsers_secret_that_was_never_given_is_not_taken_on(house: House) {
    let planted = Origin { browser: Some("A".repeat(43)), ..origin() };
    let signed_in = house.practice.visitor(planted).sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.unwrap();
    let given = signed_in.browser.expect("a secret of our own");
    let from_it = Origin { browser: Some(given.reveal().to_owned()), ..origin() };
    let again = house.practice.visitor(from_it).sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.unwrap();
    assert!(again.browser.is_none(), "it stays");
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'new_device' AND state = 'queued'").await, 0);
}

/// T4: an account takes no more than a hundred wrong tries in a row, and never shuts its owner out for good.
async fn after_a_hundred_wrong_tries_an_account_rests(house: House) {
    house.client_token("Maya").await;
    let strangers = Origin { address: "198.51.100.7".into(), browser: Some("theirs".into()), ..origin() };
    let stranger = async |password| house.practice.visitor(strangers.clone()).sign_in(Side::Portal, MAYA, password, None).await;
    assert!(stranger("Wrong-Otter_paints7").await.is_err());
    house.tamper("UPDATE throttles SET failures = 99").await;
    house.hands.shift(Duration::hours(4));
    assert_eq!(refusals(stranger("Wrong-Otter_paints7").await), [Refusal::WrongEmailOrPassword.into()], "the hundredth");
    house.hands.shift(Duration::hours(23));
    assert_eq!(refusals(stranger(CLIENT_PASSWORD).await), [Refusal::TooManyTries { seconds: 3600 }.into()], "not even the right one");
    assert!(house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.is_ok(), "from a browser of hers");
    house.hands.shift(Duration::hours(1));
    assert_eq!(refusals(stranger("Wrong-Otter_paints7").await), [Refusal::WrongEmailOrPassword.into()], "it begins anew");
    assert!(stranger(CLIENT_PASSWORD).await.is_ok());
}

/// T4
async fn nor_for_the_codes_of_a_stranger_who_knows_the_password(house: House) {
    let (app, _) = with_app(&house).await;
    let stranger =
        |number: u8| house.practice.visitor(Origin { address: format!("198.51.100.{number}"), browser: Some("theirs".into()), ..origin() });
    let theirs = stranger(0).sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.unwrap().token;
    for number in 0..10 {
        let wrong = stranger(number).enter_code(Side::Portal, Some(&theirs), "123456").await;
        assert_eq!(refusals(wrong), [Refusal::WrongCode.into()]);
    }
    let eleventh = stranger(99).enter_code(Side::Portal, Some(&theirs), "123456").await;
    assert_eq!(refusals(eleventh), [Refusal::TooManyTries { seconds: 1 }.into()]);
    let hers = half(&house).await.token;
    let token = house.visitor().enter_code(Side::Portal, Some(&hers), &code(&house, &app)).await.unwrap().token;
    // Nor do they make her wait where she proves who she is.
    let maya = house.practice.holder(Some(&token), origin()).await.unwrap();
    assert_eq!(refusals(maya.security().prove(StepUpScope::OwnSignIn, CLIENT_PASSWORD, "123456").await), [Refusal::WrongCode.into()]);
    // A browser that becomes known by a right code leaves no try behind that counts for strangers.
    house.hands.shift(Duration::minutes(1));
    let new = stranger(1).sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.unwrap().token;
    stranger(1).enter_code(Side::Portal, Some(&new), &code(&house, &app)).await.unwrap();
    let next = house.practice.visitor(Origin { browser: Some("another".into()), ..origin() });
    let half = next.sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.unwrap().token;
    assert_eq!(refusals(next.enter_code(Side::Portal, Some(&half), "123456").await), [Refusal::WrongCode.into()]);
}

/// F9
async fn the_clock_brings_no_code_back(house: House) {
    let (app, _) = with_app(&house).await;
    let used = code(&house, &app);
    let first = half(&house).await;
    house.visitor().enter_code(Side::Portal, Some(&first.token), &used).await.unwrap();
    house.hands.shift(Duration::hours(-1));
    let second = half(&house).await;
    let old = code(&house, &app);
    assert!(house.visitor().enter_code(Side::Portal, Some(&second.token), &old).await.is_err(), "older than the last one taken");
    house.hands.shift(Duration::hours(1) + Duration::seconds(60));
    let third = half(&house).await;
    assert!(house.visitor().enter_code(Side::Portal, Some(&third.token), &used).await.is_err());
    assert!(house.visitor().enter_code(Side::Portal, Some(&third.token), &code(&house, &app)).await.is_ok());
}
