//! New passwords: forgotten, or reset by staff.

use crate::house::{CLIENT_PASSWORD, House, STAFF_PASSWORD, origin};
use backend::{Error, Origin};
use chrono::Duration;
use domain::{
    Refusal,
    invites::Refusal as InviteRefusal,
    sign_in::{AddressPage, KeyPage, Refusal as SignInRefusal, Side, StepUpScope},
};

crate::on_both_databases!(
    backend::Hashing::Full =>
    a_forgotten_password_is_chosen_anew,
    known_and_unknown_addresses_are_answered_alike,
    a_second_request_kills_the_link_before,
    staff_start_a_reset_and_do_not_choose,
    a_reset_before_registration_is_not_there,
    a_link_of_one_side_opens_nothing_on_the_other,
    fifty_turns_of_one_key_open_once,
    fifty_mails_delivered_at_once_leave_one_living_link,
    a_reset_that_waits_does_not_leave_after_access_ended,
    asking_again_and_again_has_to_wait,
    another_address_is_confirmed_at_both,
    who_does_not_know_the_password_confirms_no_address,
    the_old_address_takes_it_back,
    an_address_that_somebody_has_is_not_told,
);

const MAYA: &str = "maya.lindqvist@example.com";
const ELENA: &str = "elena.reyes@harborstreet.example";
const NEW: &str = "Amber-Kites_fly88";

pub fn refusals<T>(answer: Result<T, Error>) -> Vec<Refusal> {
    match answer {
        Err(Error::Refused(refusals)) => refusals,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("not refused"),
    }
}

pub async fn key_for(house: &House, address: &str) -> String {
    let link = house.newest_link(address).await;
    link.rsplit_once("/reset/").unwrap_or_else(|| panic!("{link}")).1.to_owned()
}

pub async fn reason(house: &House, side: Side, token: &str) -> Option<SignInRefusal> {
    match house.visitor().key_page(side, token).await.unwrap() {
        KeyPage::Dead { reason, .. } => Some(reason),
        KeyPage::Open { .. } => None,
    }
}

async fn a_forgotten_password_is_chosen_anew(house: House) {
    for (side, address, old) in [(Side::Portal, MAYA, CLIENT_PASSWORD), (Side::Office, ELENA, STAFF_PASSWORD)] {
        let session = house.visitor().sign_in(side, address, old, None).await.unwrap().token;
        house.visitor().forgot_password(side, &address.to_uppercase()).await.unwrap();
        let token = key_for(&house, address).await;
        // Looking changes nothing (T7).
        for _ in 0..20 {
            assert_eq!(reason(&house, side, &token).await, None);
        }
        house.hands.shift(Duration::seconds(1));
        let short = house.visitor().choose_new_password(side, &token, "short").await;
        assert_eq!(refusals(short)[0].field(), Some("password"));
        let own = house.visitor().choose_new_password(side, &token, "Lindqvist-Maya_1x").await;
        assert!(own.is_err() || side == Side::Office);
        if own.is_err() {
            house.visitor().choose_new_password(side, &token, NEW).await.unwrap();
            assert!(house.visitor().sign_in(side, address, NEW, None).await.is_ok());
        }
        assert!(house.visitor().sign_in(side, address, old, None).await.is_err());
        let ended = match side {
            Side::Portal => house.practice.client(Some(&session), None, origin()).await.is_err(),
            Side::Office => house.practice.staff(Some(&session), origin()).await.is_err(),
        };
        assert!(ended, "every session ends");
        assert_eq!(reason(&house, side, &token).await, Some(SignInRefusal::KeyUsed));
        assert!(house.newest_link(address).await.ends_with("/login"), "the person is told");
    }
}

/// T2: the same rows, the same answer; the address that nobody has gets nothing.
async fn known_and_unknown_addresses_are_answered_alike(house: House) {
    let counts =
        ["SELECT count(*) FROM audit", "SELECT count(*) FROM mails", "SELECT count(*) FROM keys", "SELECT count(*) FROM throttles"];
    let mut grown = Vec::new();
    for address in [MAYA, "nobody@example.com"] {
        let mut before = Vec::new();
        for sql in counts {
            before.push(house.count(sql).await);
        }
        house.visitor().forgot_password(Side::Portal, address).await.unwrap();
        let mut more = Vec::new();
        for (sql, before) in counts.into_iter().zip(before) {
            more.push(house.count(sql).await - before);
        }
        grown.push(more);
    }
    // The address that the caller came from is counted once for both.
    grown[0][3] -= 1;
    assert_eq!(grown[0], grown[1]);
    while house.system.deliver_next().await.unwrap() {}
    let mails = house.visitor().demo_mailbox().await.unwrap();
    assert!(mails.iter().any(|mail| mail.to == MAYA) && mails.iter().all(|mail| mail.to != "nobody@example.com"));
    // Nobody without access gets one either: Peter's was ended.
    house.visitor().forgot_password(Side::Portal, "peter.novak@example.com").await.unwrap();
    while house.system.deliver_next().await.unwrap() {}
    assert!(house.visitor().demo_mailbox().await.unwrap().iter().all(|mail| mail.to != "peter.novak@example.com"));
    assert_eq!(house.count("SELECT count(*) FROM keys").await, 1);
    assert_eq!(
        refusals(house.visitor().forgot_password(Side::Portal, "nobody").await),
        [domain::charts::Refusal::EmailNotAnAddress.into()]
    );
}

async fn a_second_request_kills_the_link_before(house: House) {
    house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    let first = key_for(&house, MAYA).await;
    // A moment later it is passed over in silence: nobody's mailbox is filled.
    house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    assert_eq!(key_for(&house, MAYA).await, first);
    house.hands.shift(Duration::minutes(5));
    house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    let second = key_for(&house, MAYA).await;
    assert_ne!(first, second);
    assert_eq!(reason(&house, Side::Portal, &first).await, Some(SignInRefusal::KeyReplaced));
    assert_eq!(refusals(house.visitor().choose_new_password(Side::Portal, &first, NEW).await), [SignInRefusal::KeyReplaced.into()]);
    // F9: a day, to the millisecond; and no clock set back brings it to life.
    house.hands.shift(Duration::hours(24) - Duration::milliseconds(1));
    assert_eq!(reason(&house, Side::Portal, &second).await, None);
    house.hands.shift(Duration::milliseconds(1));
    assert_eq!(reason(&house, Side::Portal, &second).await, Some(SignInRefusal::KeyExpired));
    house.hands.shift(Duration::hours(-1));
    assert_eq!(reason(&house, Side::Portal, &first).await, Some(SignInRefusal::KeyReplaced));
}

/// TN-10
async fn staff_start_a_reset_and_do_not_choose(house: House) {
    let maya = house.chart("Maya");
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    let grant = invites.communications(maya).await.unwrap().access.grant.unwrap();
    let session = house.client_token("Maya").await;
    invites.reset_password(maya, grant).await.unwrap();
    assert!(house.practice.client(Some(&session), None, origin()).await.is_ok(), "nothing has happened yet");
    let token = key_for(&house, MAYA).await;
    assert!(invites.communications(maya).await.unwrap().access.reset.is_some());
    house.visitor().choose_new_password(Side::Portal, &token, NEW).await.unwrap();
    assert!(house.practice.client(Some(&session), None, origin()).await.is_err());
    assert!(house.visitor().sign_in(Side::Portal, MAYA, NEW, None).await.is_ok());
    assert_eq!(house.told("sign_in.reset_sent").await, 1);
    assert_eq!(house.told("sign_in.password_reset").await, 1);
}

async fn a_reset_before_registration_is_not_there(house: House) {
    let (elena, amira) = (house.staff("Reyes").await, house.chart("Amira"));
    let invites = elena.invites().await.unwrap();
    let grant = invites.communications(amira).await.unwrap().access.grant.unwrap();
    assert_eq!(refusals(invites.reset_password(amira, grant).await), [InviteRefusal::NotRegistered.into()]);
    let samuel = house.staff("Okafor").await;
    assert!(matches!(samuel.invites().await.unwrap().reset_password(amira, grant).await, Err(Error::NotFound)));
}

async fn a_link_of_one_side_opens_nothing_on_the_other(house: House) {
    house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    let token = key_for(&house, MAYA).await;
    assert_eq!(reason(&house, Side::Office, &token).await, Some(SignInRefusal::KeyUnknown));
    assert_eq!(refusals(house.visitor().choose_new_password(Side::Office, &token, NEW).await), [SignInRefusal::KeyUnknown.into()]);
    for strange in ["", "x", "../../etc/passwd", &"A".repeat(43)] {
        assert_eq!(reason(&house, Side::Portal, strange).await, Some(SignInRefusal::KeyUnknown));
    }
}

/// T5
async fn fifty_turns_of_one_key_open_once(house: House) {
    house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    let token = key_for(&house, MAYA).await;
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let (visitor, token) = (house.visitor(), token.clone());
            tokio::spawn(async move { visitor.choose_new_password(Side::Portal, &token, NEW).await.is_ok() })
        })
        .collect();
    let mut opened = 0;
    for one in tries {
        opened += i32::from(one.await.unwrap());
    }
    assert_eq!(opened, 1);
}

/// T8: each of those mails makes its own link as it leaves.
async fn fifty_mails_delivered_at_once_leave_one_living_link(house: House) {
    const LIVING: &str = "SELECT count(*) FROM keys WHERE used_at IS NULL AND replaced_at IS NULL";
    for _ in 0..50 {
        house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
        // Slow enough not to be held back.
        house.hands.shift(Duration::minutes(15));
    }
    deliver_at_once(&house).await;
    assert_eq!((house.count(LIVING).await, house.count("SELECT count(*) FROM keys").await), (1, 1));

    let maya = house.chart("Maya");
    let grant = house.staff("Reyes").await.invites().await.unwrap().communications(maya).await.unwrap().access.grant.unwrap();
    let elena = house.staff_token("Reyes").await;
    let asked: Vec<_> = (0..50)
        .map(|_| {
            let (practice, token) = (house.practice.clone(), elena.clone());
            tokio::spawn(async move {
                let staff = practice.staff(Some(&token), origin()).await.unwrap();
                staff.invites().await.unwrap().reset_password(maya, grant).await.unwrap();
            })
        })
        .collect();
    for one in asked {
        one.await.unwrap();
    }
    deliver_at_once(&house).await;
    assert_eq!((house.count(LIVING).await, house.count("SELECT count(*) FROM keys").await), (1, 51));
    let mut open = 0;
    for mail in house.visitor().demo_mailbox().await.unwrap().iter().filter(|mail| mail.to == MAYA) {
        let Some((_, token)) = mail.link.split_once("/reset/") else { continue };
        open += i32::from(reason(&house, Side::Portal, token).await.is_none());
    }
    assert_eq!(open, 1);
}

/// Fifty jobs, until nothing waits.
async fn deliver_at_once(house: &House) {
    let jobs: Vec<_> = (0..50)
        .map(|_| {
            let system = house.system.clone();
            tokio::spawn(async move { while system.deliver_next().await.unwrap() {} })
        })
        .collect();
    for job in jobs {
        job.await.unwrap();
    }
    while house.system.deliver_next().await.unwrap() {}
}

async fn a_reset_that_waits_does_not_leave_after_access_ended(house: House) {
    let maya = house.chart("Maya");
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    let grant = invites.communications(maya).await.unwrap().access.grant.unwrap();
    invites.reset_password(maya, grant).await.unwrap();
    house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    invites.revoke(maya, grant).await.unwrap();
    while house.system.deliver_next().await.unwrap() {}
    assert_eq!(house.count("SELECT count(*) FROM keys").await, 0);
    assert!(house.visitor().demo_mailbox().await.unwrap().iter().all(|mail| mail.to != MAYA));
}

async fn asking_again_and_again_has_to_wait(house: House) {
    for _ in 0..10 {
        house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    }
    let again = house.visitor().forgot_password(Side::Portal, MAYA).await;
    assert!(matches!(refusals(again)[..], [Refusal::SignIn(SignInRefusal::TooManyTries { .. })]));
    // Signing in is not held up by it.
    assert!(house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.is_ok());
}

/// The paths in the mails to that address, newest first.
pub async fn links_to(house: &House, address: &str) -> Vec<String> {
    while house.system.deliver_next().await.unwrap() {}
    let mails = house.visitor().demo_mailbox().await.unwrap();
    mails.into_iter().filter(|mail| mail.to == address).filter_map(|mail| Some(mail.link.split_once("/address/")?.1.to_owned())).collect()
}

const OTHER: &str = "maya+new@example.com";

async fn asked(house: &House) {
    let maya = house.practice.holder(Some(&house.client_token("Maya").await), origin()).await.unwrap();
    maya.change_address(OTHER).await.unwrap();
}

async fn follow_all(house: &House, links: Vec<String>, expected: AddressPage) {
    for link in links {
        if house.visitor().address_page(&link).await.unwrap() == AddressPage::Confirm {
            assert_eq!(house.visitor().confirm_address(&link, CLIENT_PASSWORD).await.unwrap(), expected);
        }
    }
}

/// T8
async fn another_address_is_confirmed_at_both(house: House) {
    let maya = house.practice.holder(Some(&house.client_token("Maya").await), origin()).await.unwrap();
    assert_eq!(refusals(maya.change_address("maya").await), [domain::charts::Refusal::EmailNotAnAddress.into()]);
    assert_eq!(refusals(maya.change_address("MAYA.Lindqvist@example.com").await), [SignInRefusal::AddressAsNow.into()]);
    asked(&house).await;
    let both = [links_to(&house, MAYA).await, links_to(&house, OTHER).await].concat();
    assert_eq!(both.len(), 2);
    // Both mails, the page behind their links, and the account's own page name the new one.
    let told = house.visitor().demo_mailbox().await.unwrap().into_iter().filter(|mail| mail.text.contains(OTHER));
    assert_eq!(told.count(), 2);
    assert_eq!(house.visitor().address_behind(&both[0]).await.unwrap().as_deref(), Some(OTHER));
    assert_eq!(maya.security().page().await.unwrap().asked_email.as_deref(), Some(OTHER));
    follow_all(&house, links_to(&house, OTHER).await, AddressPage::Waits).await;
    assert!(house.visitor().sign_in(Side::Portal, OTHER, CLIENT_PASSWORD, None).await.is_err(), "one address alone changes nothing");
    let session = house.client_token("Maya").await;
    follow_all(&house, links_to(&house, MAYA).await, AddressPage::Confirm).await;
    assert!(house.practice.client(Some(&session), None, origin()).await.is_err());
    assert!(house.visitor().sign_in(Side::Portal, OTHER, CLIENT_PASSWORD, None).await.is_ok());
    assert!(house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.is_err());
    // Both are told; and what was confirmed is confirmed.
    for address in [MAYA, OTHER] {
        assert!(is_told(&house, address, "Your sign-in address was changed").await, "{address}");
    }
    for link in &both {
        assert_eq!(refusals(house.visitor().confirm_address(link, CLIENT_PASSWORD).await), [SignInRefusal::KeyUsed.into()]);
    }
    // It is asked for with fresh proof, and has a day.
    let token = house.visitor().sign_in(Side::Portal, OTHER, CLIENT_PASSWORD, None).await.unwrap().token;
    let maya = house.practice.holder(Some(&token), origin()).await.unwrap();
    maya.change_address("third@example.com").await.unwrap();
    let late = links_to(&house, "third@example.com").await.remove(0);
    house.hands.shift(Duration::minutes(6));
    assert!(matches!(maya.change_address("fourth@example.com").await, Err(Error::ProofNeeded(StepUpScope::OwnSignIn))));
    house.hands.shift(Duration::hours(24));
    assert_eq!(house.visitor().address_page(&late).await.unwrap(), AddressPage::Dead(SignInRefusal::KeyExpired));
    assert_eq!(refusals(house.visitor().confirm_address(&late, CLIENT_PASSWORD).await), [SignInRefusal::KeyExpired.into()]);
}

/// Whether a mail with that subject went to that address.
pub async fn is_told(house: &House, address: &str, subject: &str) -> bool {
    while house.system.deliver_next().await.unwrap() {}
    house.visitor().demo_mailbox().await.unwrap().iter().any(|mail| mail.to == address && mail.subject == subject)
}

/// T7, T4: not a mail scanner that presses buttons, and not whoever reads the mail that went to a mistyped address.
async fn who_does_not_know_the_password_confirms_no_address(house: House) {
    asked(&house).await;
    let link = links_to(&house, OTHER).await.remove(0);
    let tries = house.count("SELECT count(*) FROM throttles").await;
    for _ in 0..50 {
        assert_eq!(house.visitor().address_page(&link).await.unwrap(), AddressPage::Confirm);
        assert_eq!(refusals(house.visitor().confirm_address(&link, "").await), [SignInRefusal::PasswordNotTyped.into()]);
    }
    assert_eq!(house.count("SELECT count(*) FROM throttles").await, tries, "a machine's presses are nobody's tries");
    let stranger =
        |number| house.practice.visitor(Origin { address: format!("198.51.100.{number}"), browser: Some("theirs".into()), ..origin() });
    for number in 0..10 {
        let wrong = stranger(number).confirm_address(&link, "Wrong-Otter_paints7").await;
        assert_eq!(refusals(wrong), [SignInRefusal::WrongPassword.into()]);
    }
    let right = stranger(99).confirm_address(&link, CLIENT_PASSWORD).await;
    assert_eq!(refusals(right), [SignInRefusal::TooManyTries { seconds: 1 }.into()]);
    assert_eq!((house.told("sign_in.address_confirmed").await, house.told("sign_in.proof_failed").await), (0, 10));
    // In her own browser she does not wait for them.
    assert_eq!(house.visitor().confirm_address(&link, CLIENT_PASSWORD).await.unwrap(), AddressPage::Waits);
}

async fn the_old_address_takes_it_back(house: House) {
    asked(&house).await;
    let (old, new) = (links_to(&house, MAYA).await, links_to(&house, OTHER).await);
    assert_eq!((old.len(), new.len()), (1, 1));
    house.hands.shift(Duration::minutes(1));
    for link in old.iter().chain(&new) {
        house.visitor().confirm_address(link, CLIENT_PASSWORD).await.unwrap();
    }
    assert!(house.visitor().sign_in(Side::Portal, OTHER, CLIENT_PASSWORD, None).await.is_ok());
    // The link comes with the mail that tells the old address; the new one gets none.
    let undo = &links_to(&house, MAYA).await.remove(0);
    assert_eq!((house.visitor().address_page(undo).await.unwrap(), links_to(&house, OTHER).await.len()), (AddressPage::Undo, 1));
    assert_eq!(refusals(house.visitor().confirm_address(undo, CLIENT_PASSWORD).await), [SignInRefusal::KeyUnknown.into()]);
    // Who presses the button and types nothing, or another address, takes nothing back (T7).
    for _ in 0..50 {
        assert_eq!(refusals(house.visitor().undo_address(undo, "").await), [domain::charts::Refusal::EmailMissing.into()]);
    }
    assert_eq!(refusals(house.visitor().undo_address(undo, OTHER).await), [SignInRefusal::OtherAddress.into()]);
    assert_eq!(house.told("sign_in.address_undone").await, 0);
    house.hands.shift(Duration::days(7) - Duration::milliseconds(1));
    house.visitor().undo_address(undo, &format!(" {}", MAYA.to_uppercase())).await.unwrap();
    assert!(is_told(&house, MAYA, "Your old sign-in address counts again").await);
    assert!(house.visitor().sign_in(Side::Portal, OTHER, CLIENT_PASSWORD, None).await.is_err());
    assert!(house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.is_ok());
    assert_eq!(refusals(house.visitor().undo_address(undo, MAYA).await), [SignInRefusal::KeyUsed.into()], "once");
    assert_eq!(house.visitor().address_page(undo).await.unwrap(), AddressPage::Dead(SignInRefusal::KeyUsed));
}

/// T2
async fn an_address_that_somebody_has_is_not_told(house: House) {
    let maya = house.practice.holder(Some(&house.client_token("Maya").await), origin()).await.unwrap();
    maya.change_address("rosa.delgado@example.com").await.unwrap();
    assert!(links_to(&house, "rosa.delgado@example.com").await.is_empty());
    for link in links_to(&house, MAYA).await {
        let _ = house.visitor().confirm_address(&link, CLIENT_PASSWORD).await;
    }
    assert!(house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.is_ok());
}
