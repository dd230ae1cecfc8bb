use crate::house::{House, origin, somebody};
use backend::{Activation, Error, Token};
use chrono::Duration;
use domain::{
    Refusal,
    charts::{EmailChanges, Owner, Refusal as ChartRefusal},
    invites::{PortalStatus, Refusal as InviteRefusal, RegistrationPage},
    notices::MailState,
    sign_in::{PasswordRule, Refusal as SignInRefusal, Side},
};

crate::on_both_databases!(
    backend::Hashing::Full =>
    activation_sends_a_mail_and_tells_its_true_state,
    a_chart_that_is_not_ready_hears_everything_missing,
    an_address_given_at_activation_is_saved_to_the_chart,
    a_second_activation_and_a_known_address_are_refused,
    the_link_opens_registration_and_is_used_up_by_it,
    looking_at_a_link_changes_nothing,
    the_identity_check_is_exact_and_locks_after_five_failures,
    a_link_dies_after_seven_days,
    an_invitation_to_the_wrong_address_is_taken_back_with_it,
    the_raw_link_stands_nowhere_in_the_database,
    a_registration_in_progress_opens_nothing_else,
    a_related_contact_registers_with_the_clients_name,
    fifty_registrations_at_once_make_one_account,
    portal_access_is_not_the_billers_work,
);

const JORDAN: &str = "jordan.avery@example.com";
const PASSWORD: &str = "Seven-Seals_swim7";

fn at(address: &str) -> Activation {
    Activation { email: Some(address.into()), ..Activation::default() }
}

async fn activated(house: &House) -> String {
    let elena = house.staff("Reyes").await;
    elena.invites().await.unwrap().activate(house.chart("Jordan"), Activation::default()).await.unwrap();
    token_for(house, JORDAN).await
}

async fn token_for(house: &House, address: &str) -> String {
    house.newest_link(address).await.strip_prefix("/register/").unwrap().to_owned()
}

fn refusals<T>(answer: Result<T, Error>) -> Vec<Refusal> {
    match answer {
        Err(Error::Refused(refusals)) => refusals,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("not refused"),
    }
}

/// IC-04
async fn activation_sends_a_mail_and_tells_its_true_state(house: House) {
    let elena = house.staff("Reyes").await;
    let system = house.system.clone();
    let job = tokio::spawn(async move {
        system.wait_for_mail().await;
        while system.deliver_next().await.unwrap() {}
    });
    let access = elena.invites().await.unwrap().activate(house.chart("Jordan"), Activation::default()).await.unwrap();
    job.await.unwrap();
    assert_eq!(access.status, PortalStatus::Invited);
    let mail = access.mail.unwrap();
    assert_eq!((mail.state, mail.address.as_str()), (MailState::Sent, JORDAN));
    assert_eq!(house.told("invites.activated").await, 1);
    // T30, IC-07: the mail names no person and nothing clinical, and says that nobody reads its address.
    let mails = house.visitor().demo_mailbox().await.unwrap();
    for word in ["Jordan", "Avery", "Reyes", "therapy", "1985"] {
        assert!(!mails[0].text.contains(word) && !mails[0].html.contains(word), "{word}");
    }
    assert!(mails[0].html.contains(">Register</a>") && mails[0].text.contains("nobody reads"));
}

/// IC-03
async fn a_chart_that_is_not_ready_hears_everything_missing(house: House) {
    let samuel = house.staff("Okafor").await;
    let hannah = house.chart("Hannah");
    let missing = refusals(samuel.invites().await.unwrap().activate(hannah, Activation::default()).await);
    assert_eq!(missing, [InviteRefusal::OwnerMissing.into()]);
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE state = 'queued'").await, 0);
    samuel.charts().await.unwrap().assign_owner(hannah, Owner::Client, false).await.unwrap();
    samuel.invites().await.unwrap().activate(hannah, Activation::default()).await.unwrap();
}

async fn an_address_given_at_activation_is_saved_to_the_chart(house: House) {
    let elena = house.staff("Reyes").await;
    let leo = house.chart("Leo");
    let rooms = elena.invites().await.unwrap();
    assert_eq!(refusals(rooms.activate(leo, crate::access::with_reason()).await), [InviteRefusal::EmailMissing.into()]);
    assert_eq!(refusals(rooms.activate(leo, at("leo@")).await), [ChartRefusal::EmailNotAnAddress.into()]);
    rooms.activate(leo, at("leo+portal@example.com")).await.unwrap();
    let page = elena.charts().await.unwrap().demographics(leo).await.unwrap();
    assert_eq!(page.emails[0].address, "leo+portal@example.com");
    token_for(&house, "leo+portal@example.com").await;
}

async fn a_second_activation_and_a_known_address_are_refused(house: House) {
    let elena = house.staff("Reyes").await;
    let rooms = elena.invites().await.unwrap();
    assert_eq!(refusals(rooms.activate(house.chart("Maya"), Activation::default()).await), [InviteRefusal::AlreadyActivated.into()]);
    let known = rooms.activate(house.chart("Leo"), at("Maya.Lindqvist@example.com")).await;
    assert_eq!(refusals(known), [InviteRefusal::AddressHasAccount.into()]);
    assert_eq!(house.count("SELECT count(*) FROM chart_emails").await, 9);
}

async fn the_link_opens_registration_and_is_used_up_by_it(house: House) {
    let token = activated(&house).await;
    let visitor = house.visitor();
    assert_eq!(
        visitor.registration(&token, None).await.unwrap(),
        RegistrationPage::Identity {
            practice: "Harbor Street Counseling".into(),
            for_contact: false,
            rule: domain::invites::IdentityRule::LastNameAndBirthDate
        }
    );
    let pass = visitor.check_identity(&token, "Avery", "07/02/1985").await.unwrap();
    assert!(
        matches!(visitor.registration(&token, Some(&pass)).await.unwrap(), RegistrationPage::Password { email, .. } if email == JORDAN)
    );
    // T3: the rule, then the obvious.
    assert_eq!(
        refusals(visitor.choose_password(&token, Some(&pass), "short").await)[0],
        SignInRefusal::PasswordRuleUnmet { rule: PasswordRule::Length }.into()
    );
    assert_eq!(refusals(visitor.choose_password(&token, Some(&pass), "Jordan.Avery_1985").await), [SignInRefusal::PasswordObvious.into()]);
    assert_eq!(refusals(visitor.choose_password(&token, Some(&pass), "Password123!").await), [SignInRefusal::PasswordCommon.into()]);
    visitor.choose_password(&token, Some(&pass), PASSWORD).await.unwrap();
    let signed_in = visitor.sign_in(Side::Portal, "Jordan.Avery@Example.com", PASSWORD, None).await.unwrap();
    let jordan = house.practice.client(Some(&signed_in.token), None, origin()).await.unwrap();
    assert_eq!(jordan.dashboard().await.unwrap().greeting, "Jordan");
    // Used up: for the page, for the check, for the password.
    assert!(matches!(
        visitor.registration(&token, Some(&pass)).await.unwrap(),
        RegistrationPage::Dead { reason: InviteRefusal::LinkUsed, .. }
    ));
    assert_eq!(refusals(visitor.check_identity(&token, "Avery", "1985-07-02").await), [InviteRefusal::LinkUsed.into()]);
    assert_eq!(refusals(visitor.choose_password(&token, Some(&pass), PASSWORD).await), [InviteRefusal::LinkUsed.into()]);
    let elena = house.staff("Reyes").await;
    let page = elena.invites().await.unwrap().communications(house.chart("Jordan")).await.unwrap();
    assert_eq!((page.access.status, page.access.sign_in_email.as_deref()), (PortalStatus::Active, Some(JORDAN)));
}

/// T7
async fn looking_at_a_link_changes_nothing(house: House) {
    let token = activated(&house).await;
    for _ in 0..50 {
        house.visitor().registration(&token, None).await.unwrap();
    }
    let empty = refusals(house.visitor().check_identity(&token, "", "").await);
    assert_eq!(empty, [InviteRefusal::LastNameMissing.into(), InviteRefusal::BirthDateUnreadable.into()]);
    assert_eq!(house.count("SELECT count(*) FROM invites WHERE failures > 0").await, 0);
    house.visitor().check_identity(&token, "Avery", "1985-07-02").await.unwrap();
}

/// IC-09, IC-10, IC-14
async fn the_identity_check_is_exact_and_locks_after_five_failures(house: House) {
    let token = activated(&house).await;
    let attempt = |name: &'static str, date: &'static str| {
        let (visitor, token) = (house.visitor(), token.clone());
        async move { visitor.check_identity(&token, name, date).await }
    };
    // A day that nobody was born on comes of a slip in typing: it is pointed out, and does not count either.
    use domain::charts::Refusal::{BirthDateInFuture, BirthDateTooLongAgo};
    for (date, refusal) in [("0085-07-02", BirthDateTooLongAgo), ("1885-07-02", BirthDateTooLongAgo), ("2085-07-02", BirthDateInFuture)] {
        assert_eq!(refusals(attempt("Avery", date).await), [refusal.into()], "{date}");
    }
    // A space is pointed out, and does not count.
    assert_eq!(refusals(attempt("Avery ", "1985-07-02").await), [InviteRefusal::OuterSpace.into()]);
    for (name, date) in [("avery", "1985-07-02"), ("Avery", "1985-07-03"), ("AVERY", "1985-02-07"), ("Ave ry", "1985-07-02")] {
        assert_eq!(refusals(attempt(name, date).await), [InviteRefusal::IdentityMismatch.into()]);
    }
    assert_eq!(refusals(attempt("Averys", "1985-07-02").await), [InviteRefusal::LinkLocked.into()]);
    assert_eq!(refusals(attempt("Avery", "1985-07-02").await), [InviteRefusal::LinkLocked.into()]);
    // Staff see the exact cause, and a task.
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE act = 'invites.identity_failed' AND detail = 'last name'").await, 2);
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE act = 'invites.identity_failed' AND detail = 'birth date'").await, 1);
    let to_do = house.staff("Whitfield").await.notices().to_do().await.unwrap();
    assert_eq!(to_do.tasks[0].who, "Avery, Jordan");
}

async fn a_link_dies_after_seven_days(house: House) {
    let token = activated(&house).await;
    house.hands.shift(Duration::days(7) - Duration::milliseconds(1));
    assert!(matches!(house.visitor().registration(&token, None).await.unwrap(), RegistrationPage::Identity { .. }));
    house.hands.shift(Duration::milliseconds(1));
    assert!(matches!(
        house.visitor().registration(&token, None).await.unwrap(),
        RegistrationPage::Dead { reason: InviteRefusal::LinkExpired, .. }
    ));
    let unknown = Token::read(&"A".repeat(43)).unwrap();
    for strange in [unknown.reveal(), "", "x", "../../etc/passwd", &"é".repeat(43)] {
        assert!(matches!(
            house.visitor().registration(strange, None).await.unwrap(),
            RegistrationPage::Dead { reason: InviteRefusal::LinkUnknown, .. }
        ));
    }
}

/// T6
/// T6: a mistyped address must open nothing.
async fn an_invitation_to_the_wrong_address_is_taken_back_with_it(house: House) {
    let (elena, jordan) = (house.staff("Reyes").await, house.chart("Jordan"));
    let token = activated(&house).await;
    let charts = elena.charts().await.unwrap();
    let pass = house.visitor().check_identity(&token, "Avery", "1985-07-02").await.unwrap();
    let wrong = charts.demographics(jordan).await.unwrap().emails[0].id;
    charts.change_emails(jordan, &EmailChanges { removed: vec![wrong], ..EmailChanges::default() }).await.unwrap();
    let choosing = house.visitor().choose_password(&token, Some(&pass), PASSWORD).await;
    assert!(choosing.is_err());
    let page = house.visitor().registration(&token, Some(&pass)).await.unwrap();
    assert!(matches!(page, RegistrationPage::Dead { reason: InviteRefusal::LinkRevoked, .. }));
    assert_eq!(elena.invites().await.unwrap().communications(jordan).await.unwrap().access.status, PortalStatus::Revoked);
    // The right address gets its own.
    let access = elena.invites().await.unwrap().activate(jordan, at("jordan.right@example.com")).await.unwrap();
    assert_eq!((access.status, access.mail.unwrap().address.as_str()), (PortalStatus::Invited, "jordan.right@example.com"));
}

async fn the_raw_link_stands_nowhere_in_the_database(house: House) {
    let token = activated(&house).await;
    let Some(path) = house.setup.database_url.strip_prefix("sqlite://") else { return };
    for suffix in ["", "-wal"] {
        let bytes = std::fs::read(format!("{path}{suffix}")).unwrap_or_default();
        assert!(!bytes.windows(token.len()).any(|window| window == token.as_bytes()), "the link stands in anteroom.db{suffix}");
    }
}

/// T18
async fn a_registration_in_progress_opens_nothing_else(house: House) {
    let token = activated(&house).await;
    let pass = house.visitor().check_identity(&token, "Avery", "1985-07-02").await.unwrap();
    assert!(matches!(house.practice.client(Some(&pass), None, origin()).await, Err(Error::SignedOut)));
    assert!(matches!(house.practice.staff(Some(&pass), origin()).await, Err(Error::SignedOut)));
    // It is bound to its invite, and it ends.
    let elena = house.staff("Reyes").await;
    elena.invites().await.unwrap().activate(house.chart("Conor"), Activation::default()).await.unwrap();
    let other = token_for(&house, "conor.obrien@example.com").await;
    assert_eq!(refusals(house.visitor().choose_password(&other, Some(&pass), PASSWORD).await), [InviteRefusal::IdentityNotPassed.into()]);
    house.hands.shift(Duration::minutes(30));
    assert_eq!(refusals(house.visitor().choose_password(&token, Some(&pass), PASSWORD).await), [InviteRefusal::IdentityNotPassed.into()]);
    assert_eq!(refusals(house.visitor().choose_password(&token, None, PASSWORD).await), [InviteRefusal::IdentityNotPassed.into()]);
}

async fn a_related_contact_registers_with_the_clients_name(house: House) {
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    let leo = house.chart("Leo");
    let june = charts.add_contact(leo, &somebody(["June", "Moreau", "sister", "june.moreau@example.com", ""])).await.unwrap();
    charts.assign_owner(leo, Owner::Contact(june), false).await.unwrap();
    elena.invites().await.unwrap().activate(leo, crate::access::with_reason()).await.unwrap();
    let token = token_for(&house, "june.moreau@example.com").await;
    assert!(matches!(house.visitor().registration(&token, None).await.unwrap(), RegistrationPage::Identity { for_contact: true, .. }));
    assert_eq!(refusals(house.visitor().check_identity(&token, "Moreau", "1978-12-05").await), [InviteRefusal::IdentityMismatch.into()]);
    let pass = house.visitor().check_identity(&token, "Marsh", "1978-12-05").await.unwrap();
    house.visitor().choose_password(&token, Some(&pass), PASSWORD).await.unwrap();
    let signed_in = house.visitor().sign_in(Side::Portal, "june.moreau@example.com", PASSWORD, None).await.unwrap();
    let june = house.practice.client(Some(&signed_in.token), None, origin()).await.unwrap();
    assert_eq!(june.frame().await.unwrap().acting_for.name, "Leo Marsh");
}

async fn fifty_registrations_at_once_make_one_account(house: House) {
    let token = activated(&house).await;
    let pass = house.visitor().check_identity(&token, "Avery", "1985-07-02").await.unwrap();
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let (visitor, token, pass) = (house.visitor(), token.clone(), pass.clone());
            tokio::spawn(async move { visitor.choose_password(&token, Some(&pass), PASSWORD).await.is_ok() })
        })
        .collect();
    let mut made = 0;
    for one in tries {
        made += i32::from(one.await.unwrap());
    }
    assert_eq!(made, 1);
    assert_eq!(house.count(&format!("SELECT count(*) FROM accounts WHERE email = '{JORDAN}'")).await, 1);
}

/// TN-02
async fn portal_access_is_not_the_billers_work(house: House) {
    for role in ["Whitfield", "Abara", "Vidal"] {
        let staff = house.staff(role).await;
        assert!(staff.invites().await.unwrap().communications(house.chart("Jordan")).await.is_ok(), "{role}");
    }
    assert!(matches!(house.staff("Brandt").await.invites().await, Err(Error::NotAllowed)));
    let samuel = house.staff("Okafor").await;
    assert!(matches!(samuel.invites().await.unwrap().activate(house.chart("Jordan"), Activation::default()).await, Err(Error::NotFound)));
}
