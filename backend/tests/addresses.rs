//! E-mail addresses are compared by one key, and mail goes to what is recorded: never to what somebody typed.

use crate::{
    access::register,
    house::{CLIENT_PASSWORD, House, STAFF_PASSWORD, origin, somebody},
};
use backend::{Activation, ChartDraft, Error, MailSetup, MailTransport, NewOwner, Practice, Setup};
use chrono::Duration;
use domain::{
    Refusal, Role,
    charts::{EmailAddress, EmailChanges, EmailKind, EmailStep, Refusal as ChartRefusal},
    notices::TaskKind,
    settings::TeamMember,
    sign_in::{Refusal as SignInRefusal, Side},
};

crate::on_both_databases!(
    a_lookalike_of_an_address_gets_no_mail_and_keeps_the_owner_from_none,
    a_lookalike_signs_nobody_in,
    what_nobody_sees_in_an_address_is_in_nobodys_way,
    a_lookalike_is_refused_wherever_an_address_is_recorded,
    a_mail_goes_to_the_address_that_stands_there_when_it_leaves,
    a_mail_that_could_not_leave_keeps_nobody_from_asking_again,
    addresses_that_become_one_both_stay_and_administrators_are_told,
    of_several_addresses_one_is_chosen_and_stays_chosen,
);

/// The KELVIN SIGN, which Unicode calls a capital k.
const SAMUEL: &str = "samuel.okafor@harborstreet.example";
const NOT_SAMUEL: &str = "samuel.o\u{212A}afor@harborstreet.example";
/// The ANGSTROM SIGN, which is å when it is small.
const ASA: &str = "åsa@example.com";
const NOT_ASA: &str = "\u{212B}sa@example.com";
const MAYA: &str = "maya.lindqvist@example.com";
const JORDAN: &str = "jordan.avery@example.com";

fn refusals<T>(answer: Result<T, Error>) -> Vec<Refusal> {
    match answer {
        Err(Error::Refused(refusals)) => refusals,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("not refused"),
    }
}

/// Maya signs in with an address of that kind.
async fn rename_maya(house: &House) {
    house.tamper(&format!("UPDATE accounts SET email = '{ASA}', email_key = '{ASA}' WHERE email = '{MAYA}'")).await;
}

async fn sent_to(house: &House) -> Vec<String> {
    while house.system.deliver_next().await.unwrap() {}
    house.visitor().demo_mailbox().await.unwrap().into_iter().map(|mail| mail.to).collect()
}

/// Copied from a mail or a page, an address brings such signs along.
async fn what_nobody_sees_in_an_address_is_in_nobodys_way(house: House) {
    for sign in ['\u{200B}', '\u{FEFF}', '\u{200E}', '\u{2060}', '\u{AD}'] {
        let (copied, inside) = (format!("{sign}{MAYA}{sign}"), MAYA.replace('@', &format!("{sign}@")));
        for typed in [copied, inside] {
            assert!(house.visitor().sign_in(Side::Portal, &typed, CLIENT_PASSWORD, None).await.is_ok(), "{typed:?}");
            assert_eq!(EmailAddress::read(&typed).unwrap().as_str(), MAYA);
        }
    }
}

async fn a_lookalike_of_an_address_gets_no_mail_and_keeps_the_owner_from_none(house: House) {
    rename_maya(&house).await;
    let before = sent_to(&house).await.len();
    for (side, lookalike) in [(Side::Office, NOT_SAMUEL), (Side::Portal, NOT_ASA), (Side::Portal, "Åsa@example.com")] {
        house.visitor().forgot_password(side, lookalike).await.unwrap();
    }
    assert_eq!(sent_to(&house).await.len(), before);
    assert_eq!(house.count("SELECT count(*) FROM keys").await, 0);
    for (side, typed, own) in [(Side::Office, SAMUEL, SAMUEL), (Side::Portal, "åsa@EXAMPLE.com", ASA)] {
        house.visitor().forgot_password(side, typed).await.unwrap();
        assert!(house.newest_link(own).await.contains("/reset/"), "to the address as it is recorded");
        assert!(!sent_to(&house).await.contains(&"åsa@EXAMPLE.com".to_owned()));
    }
}

async fn a_lookalike_signs_nobody_in(house: House) {
    rename_maya(&house).await;
    for (side, lookalike, own, password) in
        [(Side::Office, NOT_SAMUEL, SAMUEL, STAFF_PASSWORD), (Side::Portal, NOT_ASA, ASA, CLIENT_PASSWORD)]
    {
        let refused = house.visitor().sign_in(side, lookalike, password, None).await;
        assert_eq!(refusals(refused), [SignInRefusal::WrongEmailOrPassword.into()]);
        assert!(house.visitor().sign_in(side, &own.to_ascii_uppercase(), password, None).await.is_ok());
    }
}

async fn a_lookalike_is_refused_wherever_an_address_is_recorded(house: House) {
    let looks_alike: Refusal = ChartRefusal::EmailLooksAlike.into();
    let (maya, jordan) = (house.chart("Maya"), house.chart("Jordan"));
    let elena = house.staff("Reyes").await;
    let (charts, invites) = (elena.charts().await.unwrap(), elena.invites().await.unwrap());
    assert_eq!(EmailChanges::default().after(&EmailStep::Add, "work", NOT_SAMUEL), Err(ChartRefusal::EmailLooksAlike));
    assert_eq!(refusals(charts.add_contact(maya, &somebody(["Ann", "Lee", "aunt", NOT_SAMUEL, ""])).await), [looks_alike]);
    let draft = ChartDraft {
        last_name: "Lee".into(),
        first_name: "Ann".into(),
        birth_date: "1980-01-01".into(),
        email: NOT_SAMUEL.into(),
        owner: NewOwner::Client,
        site: None,
        ..ChartDraft::default()
    };
    assert_eq!(refusals(charts.create(draft).await), [looks_alike]);
    let grant = invites.activate(jordan, Activation::default()).await.unwrap().grant.unwrap();
    house.hands.shift(Duration::minutes(5));
    let elena = house.staff("Reyes").await;
    assert_eq!(refusals(elena.invites().await.unwrap().resend(jordan, grant, Some(NOT_SAMUEL.into())).await), [looks_alike]);
    let client = house.client_token("Maya").await;
    let holder = house.practice.holder(Some(&client), origin()).await.unwrap();
    assert_eq!(refusals(holder.change_address(NOT_SAMUEL).await), [looks_alike]);
    let member = TeamMember {
        first_name: "Sam".into(),
        last_name: "Okafor".into(),
        credentials: String::new(),
        email: NOT_SAMUEL.into(),
        roles: vec![Role::Clinician],
    };
    let tomas = house.staff("Vidal").await;
    assert_eq!(refusals(tomas.settings().await.unwrap().add_member(member).await), [looks_alike]);
}

/// "Mail to an old address" is a pitfall that peers fell into.
async fn a_mail_goes_to_the_address_that_stands_there_when_it_leaves(house: House) {
    sent_to(&house).await;
    let maya = house.chart("Maya");
    let ruth = house.staff("Abara").await;
    let invites = ruth.invites().await.unwrap();
    let grant = invites.communications(maya).await.unwrap().access.grant.unwrap();
    invites.reset_password(maya, grant).await.unwrap();
    house.tamper(&format!("UPDATE accounts SET email = 'maya@new.example', email_key = 'maya@new.example' WHERE email = '{MAYA}'")).await;
    assert!(house.newest_link("maya@new.example").await.contains("/reset/"));
    assert_eq!(house.count(&format!("SELECT count(*) FROM mails WHERE kind = 'reset' AND address = '{MAYA}'")).await, 0);
}

async fn a_mail_that_could_not_leave_keeps_nobody_from_asking_again(house: House) {
    let mail = MailSetup { transport: MailTransport::Smtp("smtp://127.0.0.1:1".into()), ..house.setup.mail.clone() };
    let (without_server, system) = Practice::open(Setup { mail, ..house.setup.clone() }).await.unwrap();
    without_server.visitor(origin()).forgot_password(Side::Portal, MAYA).await.unwrap();
    while system.deliver_next().await.unwrap() {}
    house.tamper("UPDATE mails SET state = 'bounced' WHERE kind = 'forgot'").await;
    house.hands.shift(Duration::seconds(1));
    house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    assert!(house.newest_link(MAYA).await.contains("/reset/"));
}

/// Before hosts had one spelling, these were two people's.
async fn addresses_that_become_one_both_stay_and_administrators_are_told(house: House) {
    let [one, other] = ["maya@exämple.is", "maya@xn--exmple-cua.is"];
    for (address, before) in [(one, MAYA), (other, "ingrid.sandoval@example.com")] {
        house.tamper(&format!("UPDATE accounts SET email = '{address}', email_key = '{address}' WHERE email = '{before}'")).await;
    }
    house.tamper("UPDATE staff SET email = 'Samuel@exämple.is', email_key = 'samuel@exämple.is' WHERE last_name = 'Okafor'").await;
    house.tamper(&format!("UPDATE chart_emails SET address = '{one}', address_key = '{one}' WHERE address = '{MAYA}'")).await;
    house.tamper("DELETE FROM seaql_migrations WHERE version = 'm20261130_000020_address_keys'").await;
    let (practice, _) = Practice::open(house.setup.clone()).await.unwrap();
    for address in [one, other] {
        let signed_in = practice.visitor(origin()).sign_in(Side::Portal, address, CLIENT_PASSWORD, None).await.unwrap();
        let client = practice.client(Some(&signed_in.token), None, origin()).await.unwrap();
        assert_eq!(client.frame().await.unwrap().name.starts_with("Maya"), address == one, "each is found as it is written");
    }
    assert!(practice.visitor(origin()).sign_in(Side::Office, "samuel@EXÄMPLE.is", STAFF_PASSWORD, None).await.is_ok());
    assert_eq!(house.count("SELECT count(*) FROM chart_emails WHERE address_key = 'maya@xn--exmple-cua.is'").await, 1);
    let to_do = house.staff("Vidal").await.notices().to_do().await.unwrap();
    let task = to_do.tasks.iter().find(|task| task.kind == TaskKind::AddressesAlike).unwrap();
    assert_eq!(task.who, format!("{one}, {other}"));
    let elena = house.staff("Reyes").await.notices().to_do().await.unwrap();
    assert!(elena.tasks.iter().all(|task| task.kind != TaskKind::AddressesAlike));
    // Done twice, it changes nothing.
    house.tamper("DELETE FROM seaql_migrations WHERE version = 'm20261130_000020_address_keys'").await;
    house.tamper("DELETE FROM tasks WHERE kind = 'addresses_alike'").await;
    Practice::open(house.setup.clone()).await.unwrap();
    assert!(house.visitor().sign_in(Side::Portal, other, CLIENT_PASSWORD, None).await.is_ok());
}

async fn of_several_addresses_one_is_chosen_and_stays_chosen(house: House) {
    const WORK: &str = "jordan@work.example";
    let jordan = house.chart("Jordan");
    let elena = house.staff("Reyes").await;
    house.hands.shift(Duration::seconds(1));
    let changes = EmailChanges { added: vec![(EmailKind::Work, EmailAddress::read(WORK).unwrap())], ..EmailChanges::default() };
    elena.charts().await.unwrap().change_emails(jordan, &changes).await.unwrap();
    let invites = elena.invites().await.unwrap();
    let offered = invites.communications(jordan).await.unwrap().access;
    assert_eq!(offered.addresses.iter().map(|choice| choice.address.as_str()).collect::<Vec<_>>(), [JORDAN, WORK]);
    assert!(offered.addresses.iter().all(|choice| !choice.staff));
    // What is not on the chart is no choice.
    let activation = Activation { email: Some(WORK.into()), ..Activation::default() };
    let access = invites.activate(jordan, activation).await.unwrap();
    assert_eq!((access.address.as_deref(), access.mail.unwrap().address.as_str()), (Some(WORK), WORK));
    house.hands.shift(Duration::minutes(5));
    let elena = house.staff("Reyes").await;
    let access = elena.invites().await.unwrap().resend(jordan, access.grant.unwrap(), None).await.unwrap();
    assert_eq!(access.mail.unwrap().address, WORK, "sent once more it goes where it went");
    register(&house, WORK, "Avery", "1985-07-02").await;
}
