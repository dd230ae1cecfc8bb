//! Access for life: resent, ended, given back, handed to somebody else, linked, widened, and outgrown.

use crate::{
    documents::{PLAN, share},
    house::{CLIENT_PASSWORD, House, origin, somebody},
};
use backend::{Activation, Error};
use chrono::Duration;
use domain::{
    Refusal,
    charts::Owner,
    documents::ShareAction,
    ids::{ChartId, GrantId},
    invites::{PortalStatus, Refusal as InviteRefusal, RegistrationPage},
    notices::MailState,
    sign_in::Side,
};

crate::on_both_databases!(
    backend::Hashing::Full =>
    a_resend_waits_and_kills_the_link_before,
    a_corrected_address_and_a_resend_are_one_step,
    a_mail_that_was_held_back_is_sent_later,
    the_clock_does_not_bring_dead_links_back,
    fifty_resends_at_once_leave_one_living_link,
    ending_access_ends_sessions_links_and_mails,
    access_comes_back_to_the_same_account,
    no_session_outlives_the_end_of_access,
    ownership_moves_in_one_step_or_not_at_all,
    a_link_handed_over_by_hand_is_shown_once,
    the_log_tells_the_exact_cause,
    discreet_mails_do_not_name_the_practice,
    the_log_tells_a_wrong_password_from_access_that_has_ended,
);

const JORDAN: &str = "jordan.avery@example.com";
const PASSWORD: &str = "Seven-Seals_swim7";

pub fn refusals<T>(answer: Result<T, Error>) -> Vec<Refusal> {
    match answer {
        Err(Error::Refused(refusals)) => refusals,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("not refused"),
    }
}

/// With what is asked where the client is of age, and somebody else is given access.
pub fn with_reason() -> Activation {
    Activation { legal_basis: "the client’s consent".into(), ends_on: "2027-11-21".into(), ..Activation::default() }
}

pub fn linking() -> Activation {
    Activation { link: true, ..with_reason() }
}

async fn activated(house: &House, chart: ChartId) -> GrantId {
    let elena = house.staff("Reyes").await;
    elena.invites().await.unwrap().activate(chart, Activation::default()).await.unwrap().grant.unwrap()
}

pub async fn token_for(house: &House, address: &str) -> String {
    house.newest_link(address).await.strip_prefix("/register/").unwrap().to_owned()
}

pub async fn reason(house: &House, token: &str) -> Option<InviteRefusal> {
    match house.visitor().registration(token, None).await.unwrap() {
        RegistrationPage::Dead { reason, .. } => Some(reason),
        _ => None,
    }
}

/// Registers with the link that the newest mail to that address carries.
pub async fn register(house: &House, address: &str, last_name: &str, born: &str) {
    let token = token_for(house, address).await;
    let pass = house.visitor().check_identity(&token, last_name, born).await.unwrap();
    house.visitor().choose_password(&token, Some(&pass), PASSWORD).await.unwrap();
}

pub async fn grant_of(house: &House, chart: ChartId) -> GrantId {
    let ruth = house.staff("Abara").await;
    ruth.invites().await.unwrap().communications(chart).await.unwrap().access.grant.unwrap()
}

/// TN-07: three hundred seconds, a new link with its own seven days, the old one dead with a page that says so.
async fn a_resend_waits_and_kills_the_link_before(house: House) {
    let jordan = house.chart("Jordan");
    let grant = activated(&house, jordan).await;
    let first = token_for(&house, JORDAN).await;
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    assert_eq!(refusals(invites.resend(jordan, grant, None).await), [InviteRefusal::ResentTooSoon { seconds: 300 }.into()]);
    house.hands.shift(Duration::seconds(299));
    assert_eq!(refusals(invites.resend(jordan, grant, None).await), [InviteRefusal::ResentTooSoon { seconds: 1 }.into()]);
    assert_eq!(invites.communications(jordan).await.unwrap().access.link.unwrap().resend_in, 1);
    house.hands.shift(Duration::seconds(1));
    let access = invites.resend(jordan, grant, None).await.unwrap();
    assert_eq!((access.status, access.link.unwrap().resend_in), (PortalStatus::Invited, 300));
    let second = token_for(&house, JORDAN).await;
    assert_ne!(first, second);
    assert_eq!(reason(&house, &first).await, Some(InviteRefusal::LinkReplaced));
    assert_eq!(refusals(house.visitor().check_identity(&first, "Avery", "1985-07-02").await), [InviteRefusal::LinkReplaced.into()]);
    // Its own seven days: the old ones do not count.
    house.hands.shift(Duration::days(7) - Duration::milliseconds(1));
    assert_eq!(reason(&house, &second).await, None);
    house.hands.shift(Duration::milliseconds(1));
    assert_eq!(reason(&house, &second).await, Some(InviteRefusal::LinkExpired));
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    assert_eq!(invites.communications(jordan).await.unwrap().access.status, PortalStatus::Expired);
    // An expired one is sent anew the same way, and a registered one never.
    invites.resend(jordan, grant, None).await.unwrap();
    register(&house, JORDAN, "Avery", "1985-07-02").await;
    house.hands.shift(Duration::minutes(5));
    assert_eq!(refusals(invites.resend(jordan, grant, None).await), [InviteRefusal::AlreadyRegistered.into()]);
}

async fn a_corrected_address_and_a_resend_are_one_step(house: House) {
    let jordan = house.chart("Jordan");
    let grant = activated(&house, jordan).await;
    let wrong = token_for(&house, JORDAN).await;
    house.hands.shift(Duration::seconds(300));
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    // An address that somebody has an account with is refused, and nothing has changed.
    let known = invites.resend(jordan, grant, Some("maya.lindqvist@example.com".into())).await;
    assert_eq!(refusals(known), [InviteRefusal::AddressHasAccount.into()]);
    assert_eq!(reason(&house, &wrong).await, None);
    let access = invites.resend(jordan, grant, Some("jordan+right@example.com".into())).await.unwrap();
    assert_eq!(access.address.as_deref(), Some("jordan+right@example.com"));
    let emails = elena.charts().await.unwrap().demographics(jordan).await.unwrap().emails;
    assert_eq!(emails.iter().map(|line| line.address.as_str()).collect::<Vec<_>>(), ["jordan+right@example.com"]);
    assert_eq!(reason(&house, &wrong).await, Some(InviteRefusal::LinkReplaced));
    register(&house, "jordan+right@example.com", "Avery", "1985-07-02").await;
}

/// TN-04
async fn a_mail_that_was_held_back_is_sent_later(house: House) {
    let jordan = house.chart("Jordan");
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    let access = invites.activate(jordan, Activation { hold_mail: true, ..Activation::default() }).await.unwrap();
    assert_eq!((access.status, access.link, access.mail), (PortalStatus::Invited, None, None));
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE state = 'queued'").await, 0);
    invites.resend(jordan, access.grant.unwrap(), None).await.unwrap();
    register(&house, JORDAN, "Avery", "1985-07-02").await;
}

/// F9: a clock moved by a day or set back by an hour opens nothing that was shut.
async fn the_clock_does_not_bring_dead_links_back(house: House) {
    let jordan = house.chart("Jordan");
    let grant = activated(&house, jordan).await;
    let first = token_for(&house, JORDAN).await;
    house.hands.shift(Duration::seconds(300));
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    invites.resend(jordan, grant, None).await.unwrap();
    let second = token_for(&house, JORDAN).await;
    house.hands.shift(Duration::hours(-1));
    assert_eq!(reason(&house, &first).await, Some(InviteRefusal::LinkReplaced));
    // Nor does the living one live for an hour longer. Staff replace it at once, and then wait as ever.
    assert_eq!(reason(&house, &second).await, Some(InviteRefusal::LinkExpired));
    assert_eq!(refusals(house.visitor().check_identity(&second, "Avery", "1985-07-02").await), [InviteRefusal::LinkExpired.into()]);
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    assert_eq!(invites.communications(jordan).await.unwrap().access.link.unwrap().resend_in, 0);
    assert_eq!(invites.resend(jordan, grant, None).await.unwrap().link.unwrap().resend_in, 300);
    assert_eq!(refusals(invites.resend(jordan, grant, None).await), [InviteRefusal::ResentTooSoon { seconds: 300 }.into()]);
    house.hands.shift(Duration::days(1));
    assert_eq!(reason(&house, &first).await, Some(InviteRefusal::LinkReplaced));
    assert_eq!(reason(&house, &second).await, Some(InviteRefusal::LinkReplaced));
}

async fn fifty_resends_at_once_leave_one_living_link(house: House) {
    let jordan = house.chart("Jordan");
    let grant = activated(&house, jordan).await;
    house.hands.shift(Duration::seconds(300));
    let token = house.staff_token("Reyes").await;
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let (practice, token) = (house.practice.clone(), token.clone());
            tokio::spawn(async move {
                let elena = practice.staff(Some(&token), origin()).await.unwrap();
                elena.invites().await.unwrap().resend(jordan, grant, None).await.is_ok()
            })
        })
        .collect();
    while house.system.deliver_next().await.unwrap() {}
    let mut sent = 0;
    for one in tries {
        sent += i32::from(one.await.unwrap());
    }
    assert_eq!(sent, 1);
    let living = "SELECT count(*) FROM invites WHERE used_at IS NULL AND replaced_at IS NULL AND revoked_at IS NULL AND email = ";
    assert_eq!(house.count(&format!("{living}'{JORDAN}'")).await, 1);
}

/// IC-66, T10
async fn ending_access_ends_sessions_links_and_mails(house: House) {
    let (maya, grant) = (house.chart("Maya"), grant_of(&house, house.chart("Maya")).await);
    let session = house.client_token("Maya").await;
    let elena = house.staff("Reyes").await;
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    elena.invites().await.unwrap().revoke(maya, grant).await.unwrap();
    assert!(matches!(house.practice.client(Some(&session), None, origin()).await, Err(Error::SignedOut)));
    assert!(matches!(house.practice.client(Some(&session), Some(grant), origin()).await, Err(Error::SignedOut)));
    assert!(matches!(house.practice.holder(Some(&session), origin()).await, Err(Error::SignedOut)));
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE state = 'queued'").await, 0, "no mail to who lost access");
    assert!(house.visitor().sign_in(Side::Portal, "maya.lindqvist@example.com", CLIENT_PASSWORD, None).await.is_err());
    // Twice is not there any more, and nothing is deleted.
    assert!(matches!(elena.invites().await.unwrap().revoke(maya, grant).await, Err(Error::NotFound)));
    assert_eq!(house.count("SELECT count(*) FROM accounts WHERE first_name = 'Maya'").await, 1);
    // An invitation that was not taken up dies as well, with a registration in progress.
    let jordan = house.chart("Jordan");
    let grant = activated(&house, jordan).await;
    let token = token_for(&house, JORDAN).await;
    let pass = house.visitor().check_identity(&token, "Avery", "1985-07-02").await.unwrap();
    elena.invites().await.unwrap().revoke(jordan, grant).await.unwrap();
    assert!(house.visitor().choose_password(&token, Some(&pass), PASSWORD).await.is_err());
    assert_eq!(reason(&house, &token).await, Some(InviteRefusal::LinkRevoked));
}

/// IC-67
async fn access_comes_back_to_the_same_account(house: House) {
    let (maya, grant) = (house.chart("Maya"), grant_of(&house, house.chart("Maya")).await);
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    let session = house.client_token("Maya").await;
    invites.revoke(maya, grant).await.unwrap();
    let page = invites.communications(maya).await.unwrap();
    assert_eq!((page.access.status, page.access.returns_to.as_deref()), (PortalStatus::Revoked, Some("maya.lindqvist@example.com")));
    let access = invites.activate(maya, Activation::default()).await.unwrap();
    assert_eq!(access.status, PortalStatus::Active);
    assert_eq!(house.newest_link("maya.lindqvist@example.com").await, "/login");
    // What was ended stays ended: one signs in as before.
    assert!(matches!(house.practice.client(Some(&session), None, origin()).await, Err(Error::SignedOut)));
    let maya = house.client("Maya").await;
    assert!(!maya.dashboard().await.unwrap().areas.is_empty());
    assert_eq!(house.count("SELECT count(*) FROM accounts WHERE first_name = 'Maya'").await, 1);
}

/// Fifty sign-ins while access ends: whoever was faster, no session is left.
async fn no_session_outlives_the_end_of_access(house: House) {
    let (rosa, grant) = (house.chart("Rosa"), grant_of(&house, house.chart("Rosa")).await);
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let visitor = house.visitor();
            tokio::spawn(async move { visitor.sign_in(Side::Portal, "rosa.delgado@example.com", CLIENT_PASSWORD, None).await.ok() })
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_millis(150)).await;
    let samuel = house.staff("Okafor").await;
    samuel.invites().await.unwrap().revoke(rosa, grant).await.unwrap();
    for one in tries {
        if let Some(signed_in) = one.await.unwrap() {
            assert!(matches!(house.practice.client(Some(&signed_in.token), None, origin()).await, Err(Error::SignedOut)));
        }
    }
    assert_eq!(house.count("SELECT count(*) FROM sessions WHERE account_id IS NOT NULL AND ended_at IS NULL").await, 0);
}

/// IC-68
async fn ownership_moves_in_one_step_or_not_at_all(house: House) {
    let maya = house.chart("Maya");
    let elena = house.staff("Reyes").await;
    let june = elena.charts().await.unwrap().add_contact(maya, &somebody(["June", "Lindqvist", "mother", "", ""])).await.unwrap();
    let invites = elena.invites().await.unwrap();
    let to_june = Owner::Contact(june);
    let session = house.client_token("Maya").await;
    assert_eq!(refusals(invites.change_owner(maya, to_june, with_reason()).await), [InviteRefusal::EmailMissing.into()]);
    assert!(house.practice.client(Some(&session), None, origin()).await.is_ok(), "refused: nothing has changed");
    let email = Activation { email: Some("june.lindqvist@example.com".into()), ..with_reason() };
    let access = invites.change_owner(maya, to_june, email).await.unwrap();
    assert_eq!((access.status, access.owner.as_deref()), (PortalStatus::Invited, Some("June Lindqvist (mother)")));
    assert!(house.practice.client(Some(&session), None, origin()).await.is_err());
    register(&house, "june.lindqvist@example.com", "Lindqvist", "1991-03-14").await;
    // And back: Maya returns to the account that she had.
    let access = invites.change_owner(maya, Owner::Client, Activation::default()).await.unwrap();
    assert_eq!((access.status, access.sign_in_email.as_deref()), (PortalStatus::Active, Some("maya.lindqvist@example.com")));
    assert!(house.visitor().sign_in(Side::Portal, "june.lindqvist@example.com", PASSWORD, None).await.is_err());
    assert_eq!(refusals(invites.change_owner(maya, Owner::Client, linking()).await), [domain::charts::Refusal::OwnerUnknown.into()]);
}

/// CP-18
async fn a_link_handed_over_by_hand_is_shown_once(house: House) {
    let jordan = house.chart("Jordan");
    let grant = activated(&house, jordan).await;
    let mailed = token_for(&house, JORDAN).await;
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    invites.copy_link(jordan, grant).await.unwrap();
    // Another session of the same person is not shown it.
    assert_eq!(house.staff("Reyes").await.invites().await.unwrap().copied_link().await.unwrap(), None);
    let link = invites.copied_link().await.unwrap().unwrap();
    assert_eq!(invites.copied_link().await.unwrap(), None);
    let token = link.strip_prefix("http://localhost:3000/register/").unwrap();
    assert_eq!(reason(&house, &mailed).await, Some(InviteRefusal::LinkReplaced));
    let page = invites.communications(jordan).await.unwrap();
    assert_eq!(page.access.link.unwrap().handed_over_by.as_deref(), Some("Elena Reyes"));
    // The identity check still holds.
    assert!(house.visitor().check_identity(token, "Avery", "1985-07-03").await.is_err());
    let pass = house.visitor().check_identity(token, "Avery", "1985-07-02").await.unwrap();
    house.visitor().choose_password(token, Some(&pass), PASSWORD).await.unwrap();
    // Who is registered needs no secret.
    invites.copy_link(jordan, grant).await.unwrap();
    assert_eq!(invites.copied_link().await.unwrap().as_deref(), Some("http://localhost:3000/login"));
}

/// IC-09: the exact cause for staff, and nothing of it for the visitor.
async fn the_log_tells_the_exact_cause(house: House) {
    let jordan = house.chart("Jordan");
    activated(&house, jordan).await;
    let token = token_for(&house, JORDAN).await;
    for (name, date) in [("avery", "1985-07-02"), ("Avery", "1985-07-03")] {
        assert!(house.visitor().check_identity(&token, name, date).await.is_err());
    }
    let pass = house.visitor().check_identity(&token, "Avery", "1985-07-02").await.unwrap();
    assert!(house.visitor().choose_password(&token, Some(&pass), "short").await.is_err());
    house.visitor().choose_password(&token, Some(&pass), PASSWORD).await.unwrap();
    house.visitor().registration(&token, None).await.unwrap();
    assert!(house.visitor().sign_in(Side::Portal, JORDAN, "Wrong-Seals_swim7", None).await.is_err());
    house.visitor().sign_in(Side::Portal, JORDAN, PASSWORD, None).await.unwrap();
    let elena = house.staff("Reyes").await;
    let page = elena.invites().await.unwrap().communications(jordan).await.unwrap();
    let told: Vec<(&str, bool)> = page.log.iter().map(|line| (line.what.as_str(), line.failed)).collect();
    for line in [
        ("failed the identity check: last name", true),
        ("failed the identity check: birth date", true),
        ("chose a password that was refused", true),
        ("opened a link that does not work: used link", true),
        ("failed to sign in: wrong password", true),
        ("signed in", false),
        ("activated portal access", false),
        ("handed a mail to the mail server: the invitation, to jordan.avery@example.com", false),
    ] {
        assert!(told.contains(&line), "{line:?} is not among {told:?}");
    }
    assert_eq!(page.access.mail.unwrap().state, MailState::Sent);
}

async fn the_log_tells_a_wrong_password_from_access_that_has_ended(house: House) {
    const MAYA: &str = "maya.lindqvist@example.com";
    let maya = house.chart("Maya");
    for (password, said) in [
        ("Wrong-Otter_paints7", "failed to sign in: wrong password"),
        (CLIENT_PASSWORD, "gave the right password, but has no access any more"),
    ] {
        house
            .tamper("UPDATE grants SET revoked_at = activated_at WHERE account_id IN (SELECT id FROM accounts WHERE first_name = 'Maya')")
            .await;
        assert!(house.visitor().sign_in(Side::Portal, MAYA, password, None).await.is_err());
        let page = house.staff("Reyes").await.invites().await.unwrap().communications(maya).await.unwrap();
        assert_eq!(page.log.first().map(|line| line.what.as_str()), Some(said));
        house.hands.shift(Duration::minutes(1));
    }
}

async fn discreet_mails_do_not_name_the_practice(house: House) {
    let jordan = house.chart("Jordan");
    let elena = house.staff("Reyes").await;
    elena.invites().await.unwrap().set_discreet(jordan, true).await.unwrap();
    activated(&house, jordan).await;
    house.newest_link(JORDAN).await;
    let mails = house.visitor().demo_mailbox().await.unwrap();
    let mail = mails.iter().find(|mail| mail.to == JORDAN).unwrap();
    for text in [&mail.subject, &mail.text, &mail.html] {
        assert!(!text.contains("Harbor Street"), "{text}");
    }
    // Nor does one that only knows the address of who asked.
    let maya = house.chart("Maya");
    let elena = house.staff("Reyes").await;
    elena.invites().await.unwrap().set_discreet(maya, true).await.unwrap();
    const MAYA: &str = "maya.lindqvist@example.com";
    house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    house.newest_link(MAYA).await;
    let mails = house.visitor().demo_mailbox().await.unwrap();
    let mail = mails.iter().find(|mail| mail.to == MAYA).unwrap();
    for text in [&mail.subject, &mail.text, &mail.html] {
        assert!(!text.contains("Harbor Street") && !text.contains("443-555"), "{text}");
    }
}
