//! Settings → Team, and the words of the welcome mail.

use crate::{
    access::refusals,
    house::{House, STAFF_PASSWORD, origin},
};
use backend::{Activation, Error};
use domain::{
    Role,
    ids::StaffId,
    settings::{Refusal, TeamMember, WelcomeMail},
    sign_in::{Side, StepUpScope},
};

crate::on_both_databases!(
    somebody_is_invited_and_chooses_a_password,
    a_change_of_roles_ends_sessions,
    who_leaves_is_out_at_once,
    the_last_administrator_stays,
    the_team_is_the_administrators_work,
    a_supervisor_reaches_the_charts_of_those_they_supervise,
    the_welcome_mail_says_what_the_practice_wrote,
    a_sample_opens_nothing,
    new_clients_are_invited_once_where_the_practice_says_so,
);

async fn member(house: &House, last_name: &str) -> StaffId {
    let tomas = house.staff("Vidal").await;
    let team = tomas.settings().await.unwrap().team().await.unwrap();
    team.members.iter().find(|member| member.name.contains(last_name)).unwrap().id
}

pub fn nora() -> TeamMember {
    TeamMember {
        first_name: "Nora".into(),
        last_name: "Lind".into(),
        credentials: "LPC".into(),
        email: "nora.lind@harborstreet.example".into(),
        roles: vec![Role::Clinician],
    }
}

async fn somebody_is_invited_and_chooses_a_password(house: House) {
    let tomas = house.staff("Vidal").await;
    let settings = tomas.settings().await.unwrap();
    let wrong = settings.add_member(TeamMember { email: "nora".into(), ..TeamMember::default() }).await;
    assert_eq!(refusals(wrong).len(), 4);
    settings.add_member(nora()).await.unwrap();
    assert_eq!(refusals(settings.add_member(nora()).await), [Refusal::MemberEmailTaken.into()]);
    // Before there is a password nothing opens, not even the empty one.
    for password in ["", "x"] {
        assert!(house.visitor().sign_in(Side::Office, &nora().email, password, None).await.is_err());
    }
    let link = house.newest_link(&nora().email).await;
    let token = link.strip_prefix("/office/reset/").unwrap();
    house.visitor().choose_new_password(Side::Office, token, "Amber-Kites_fly88").await.unwrap();
    let signed_in = house.visitor().sign_in(Side::Office, &nora().email, "Amber-Kites_fly88", None).await.unwrap();
    let frame = house.practice.staff(Some(&signed_in.token), origin()).await.unwrap().notices().frame().await.unwrap();
    assert_eq!((frame.name.as_str(), frame.roles.as_str()), ("Nora Lind, LPC", "Clinician"));
    let nora = member(&house, "Lind").await;
    assert!(matches!(settings.invite_member_again(nora).await, Err(Error::NotFound)), "she has a password");
}

/// T10
async fn a_change_of_roles_ends_sessions(house: House) {
    let walter = house.staff_token("Brandt").await;
    let tomas = house.staff("Vidal").await;
    let id = member(&house, "Brandt").await;
    let settings = tomas.settings().await.unwrap();
    assert_eq!(refusals(settings.change_roles(id, &[]).await), [Refusal::RolesMissing.into()]);
    settings.change_roles(id, &[Role::Biller, Role::PracticeScheduler]).await.unwrap();
    assert!(matches!(house.practice.staff(Some(&walter), origin()).await, Err(Error::SignedOut)));
    assert!(house.staff("Brandt").await.invites().await.is_ok());
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE detail = 'biller to practice_scheduler biller'").await, 1);
}

async fn who_leaves_is_out_at_once(house: House) {
    let tomas = house.staff("Vidal").await;
    let settings = tomas.settings().await.unwrap();
    let id = member(&house, "Reyes").await;
    let email = "elena.reyes@harborstreet.example";
    // A link to a new password, and a mail that has not left.
    house.visitor().forgot_password(Side::Office, email).await.unwrap();
    let link = house.newest_link(email).await;
    let token = link.strip_prefix("/office/reset/").unwrap();
    settings.reset_member_factor(id).await.unwrap();
    let waiting = "SELECT count(*) FROM mails WHERE state = 'queued' AND staff_id IS NOT NULL";
    assert_eq!(house.count(waiting).await, 1);
    let elena = house.staff_token("Reyes").await;
    settings.deactivate(id).await.unwrap();
    assert!(matches!(house.practice.staff(Some(&elena), origin()).await, Err(Error::SignedOut)));
    assert_eq!(house.count(waiting).await, 0);
    assert!(house.visitor().sign_in(Side::Office, email, STAFF_PASSWORD, None).await.is_err());
    house.visitor().forgot_password(Side::Office, email).await.unwrap();
    while house.system.deliver_next().await.unwrap() {}
    assert_eq!(house.count("SELECT count(*) FROM keys WHERE used_at IS NULL AND replaced_at IS NULL").await, 0);
    assert!(matches!(settings.deactivate(id).await, Err(Error::NotFound)));
    // Nothing that she wrote is gone, and she can come back.
    assert!(house.count("SELECT count(*) FROM documents WHERE author_name LIKE 'Elena%'").await > 0);
    settings.reactivate(id).await.unwrap();
    let late = house.visitor().choose_new_password(Side::Office, token, "Amber-Kites_fly88").await;
    assert!(late.is_err(), "a link from before opens nothing");
    assert!(house.visitor().sign_in(Side::Office, email, STAFF_PASSWORD, None).await.is_ok());
}

async fn the_last_administrator_stays(house: House) {
    let tomas = house.staff("Vidal").await;
    let settings = tomas.settings().await.unwrap();
    let (himself, ruth) = (member(&house, "Vidal").await, member(&house, "Abara").await);
    assert_eq!(refusals(settings.deactivate(himself).await), [Refusal::LastAdministrator.into()]);
    assert_eq!(refusals(settings.change_roles(himself, &[Role::Biller]).await), [Refusal::LastAdministrator.into()]);
    settings.change_roles(ruth, &[Role::ClinicalAdministrator, Role::PracticeAdministrator]).await.unwrap();
    // Two who step down at the same moment: one stays.
    let (one, other) = (house.staff("Vidal").await, house.staff("Abara").await);
    let down = |staff: backend::Staff, id: StaffId| async move { staff.settings().await.unwrap().deactivate(id).await.is_ok() };
    let both = tokio::join!(tokio::spawn(down(one, himself)), tokio::spawn(down(other, ruth)));
    assert_eq!(i32::from(both.0.unwrap()) + i32::from(both.1.unwrap()), 1);
}

async fn the_team_is_the_administrators_work(house: House) {
    for name in ["Reyes", "Whitfield", "Abara", "Brandt"] {
        assert!(matches!(house.staff(name).await.settings().await, Err(Error::NotAllowed)), "{name}");
    }
}

/// T14, T16: from the next request on, in the same session.
async fn a_supervisor_reaches_the_charts_of_those_they_supervise(house: House) {
    let (token, rosa, zoe) = (house.staff_token("Reyes").await, house.chart("Rosa"), house.chart("Zoë"));
    let reaches =
        async |chart| house.practice.staff(Some(&token), origin()).await.unwrap().charts().await.unwrap().face(chart).await.is_ok();
    let token_of_tomas = house.staff_token("Vidal").await;
    let tomas = house.practice.staff(Some(&token_of_tomas), origin()).await.unwrap();
    let settings = tomas.settings().await.unwrap();
    let (elena, priya, samuel) = (member(&house, "Reyes").await, member(&house, "Raman").await, member(&house, "Okafor").await);
    let (walter, nobody) = (member(&house, "Brandt").await, StaffId(uuid::Uuid::from_u128(7)));
    let team = settings.team().await.unwrap();
    let line = team.members.iter().find(|member| member.id == elena).unwrap();
    assert_eq!(line.supervises, [(priya, "Priya Raman".to_owned())]);
    let free: Vec<StaffId> = team.supervisees_for(line).into_iter().map(|(id, _)| id).collect();
    assert!(free.contains(&samuel) && ![elena, priya, walter].iter().any(|id| free.contains(id)), "{free:?}");
    assert!(!reaches(rosa).await && reaches(zoe).await);
    settings.add_supervisee(elena, Some(samuel)).await.unwrap();
    assert!(reaches(rosa).await);
    settings.remove_supervisee(elena, samuel).await.unwrap();
    settings.remove_supervisee(elena, priya).await.unwrap();
    assert!(!reaches(rosa).await && !reaches(zoe).await);
    assert_eq!(house.told("staff.supervision_changed").await, 3);
    // Nobody, oneself, who treats nobody; and whom who is no supervisor is given.
    for wrong in [None, Some(elena), Some(walter)] {
        assert_eq!(refusals(settings.add_supervisee(elena, wrong).await), [Refusal::SuperviseeUnknown.into()], "{wrong:?}");
    }
    assert_eq!(refusals(settings.add_supervisee(samuel, Some(priya)).await), [Refusal::NoSupervisor.into()]);
    for (supervisor, supervisee) in [(elena, nobody), (nobody, priya), (elena, samuel)] {
        assert!(matches!(settings.remove_supervisee(supervisor, supervisee).await, Err(Error::NotFound)));
    }
    assert!(matches!(settings.add_supervisee(elena, Some(nobody)).await, Err(Error::NotFound)));
    house.hands.shift(chrono::Duration::minutes(6));
    let stale = house.practice.staff(Some(&token_of_tomas), origin()).await.unwrap();
    let settings = stale.settings().await.unwrap();
    assert!(matches!(settings.add_supervisee(elena, Some(priya)).await, Err(Error::ProofNeeded(StepUpScope::Team))));
    assert!(matches!(settings.remove_supervisee(elena, priya).await, Err(Error::ProofNeeded(StepUpScope::Team))));
    assert_eq!(house.count("SELECT count(*) FROM supervisions").await, 0);
}

async fn the_welcome_mail_says_what_the_practice_wrote(house: House) {
    let tomas = house.staff("Vidal").await;
    let settings = tomas.settings().await.unwrap();
    let wrong = WelcomeMail { subject: "{name}".into(), text: " ".into() };
    assert_eq!(refusals(settings.change_welcome(&wrong, "").await), [Refusal::WelcomeMissing.into(), Refusal::SubjectPlaceholder.into()]);
    let words = WelcomeMail { subject: "Hello from {practice}\r\nBcc: x".into(), text: "Good to have you.\n\n<b>Call {phone}</b>".into() };
    settings.change_welcome(&words, "").await.unwrap();
    let preview = settings.preview_welcome().await.unwrap();
    assert_eq!(preview.subject, "Hello from Harbor Street CounselingBcc: x");
    assert!(preview.text.contains("<b>Call 443-555-0142</b>") && !preview.html.contains("<b>Call"));
    house.staff("Reyes").await.invites().await.unwrap().activate(house.chart("Jordan"), Activation::default()).await.unwrap();
    house.newest_link("jordan.avery@example.com").await;
    let mails = house.visitor().demo_mailbox().await.unwrap();
    assert!(mails[0].text.contains("Good to have you.") && mails[0].html.contains(">Register</a>"));
}

async fn a_sample_opens_nothing(house: House) {
    let tomas = house.staff("Vidal").await;
    tomas.settings().await.unwrap().send_sample().await.unwrap();
    let link = house.newest_link("tomas.vidal@harborstreet.example").await;
    assert_eq!(link, "/register/sample");
    assert_eq!(house.count("SELECT count(*) FROM invites WHERE handed_over_by IS NOT NULL").await, 0);
}

/// IC-69, CP-12
async fn new_clients_are_invited_once_where_the_practice_says_so(house: House) {
    // Four clients of one name and birth date: that is known.
    let draft = |email: &str, invite: bool| backend::ChartDraft {
        another: true,
        last_name: "Hartmann".into(),
        first_name: "Lena".into(),
        birth_date: "1990-05-01".into(),
        email: email.into(),
        owner: backend::NewOwner::Client,
        site: None,
        primary_clinician: None,
        invite,
        child: false,
        package: backend::NewClientPackage::None,
    };
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    assert!(!charts.create(draft("lena@example.com", false)).await.unwrap().is_to_be_invited());
    assert!(charts.create(draft("lena@example.com", true)).await.unwrap().is_to_be_invited());
    let tomas = house.staff("Vidal").await;
    let mut settings = tomas.settings().await.unwrap().read().await.unwrap();
    settings.access.invites_new_clients = true;
    tomas.settings().await.unwrap().change(settings).await.unwrap();
    assert!(charts.invites_new().await.unwrap(), "the box is ticked when the page opens");
    assert!(charts.create(draft("lena@example.com", true)).await.unwrap().is_to_be_invited());
    assert!(!charts.create(draft("lena@example.com", false)).await.unwrap().is_to_be_invited(), "who clears the box is obeyed");
    assert!(!charts.create(draft("", true)).await.unwrap().is_to_be_invited(), "there is nowhere to send it");
}
