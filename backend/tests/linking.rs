//! Who may act for whom: accounts linked to a second chart, other people, what they may see, and birthdays.

use crate::{
    access::{grant_of, linking, refusals, register, with_reason},
    house::{CLIENT_PASSWORD, House, at, origin, somebody},
};
use backend::{Activation, Error, GrantChange};
use chrono::Duration;
use domain::{
    Refusal, Stored,
    charts::Owner,
    home::{Area, Need},
    invites::{PortalStatus, Refusal as InviteRefusal, Scopes},
    notices::TaskKind,
    sign_in::Side,
};
use sea_orm::{ConnectionTrait, TransactionTrait};

crate::on_both_databases!(
    an_account_is_offered_a_second_chart_and_confirms_it,
    a_mistyped_address_offers_a_chart_to_somebody_who_cannot_open_it,
    all_access_of_an_account_ends_at_once,
    another_person_sees_appointments_until_it_is_widened,
    narrowing_works_at_once_and_ends_are_kept,
    birthdays_ask_and_end,
    access_that_was_removed_a_moment_ago_is_not_looked_at_any_more,
    a_birth_date_that_cannot_be_read_keeps_nobody_elses_access_open,
    the_client_sees_who_opened_the_record,
);

const PASSWORD: &str = "Seven-Seals_swim7";

/// TN-12: never a second account; the chart opens once its holder passes its identity check.
async fn an_account_is_offered_a_second_chart_and_confirms_it(house: House) {
    let leo = house.chart("Leo");
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    let ingrid = charts.add_contact(leo, &somebody(["Ingrid", "Sandoval", "aunt", "Ingrid.Sandoval@example.com", ""])).await.unwrap();
    charts.assign_owner(leo, Owner::Contact(ingrid), false).await.unwrap();
    let invites = elena.invites().await.unwrap();
    assert!(invites.communications(leo).await.unwrap().access.address_has_account);
    assert_eq!(refusals(invites.activate(leo, with_reason()).await), [InviteRefusal::AddressHasAccount.into()]);
    let access = invites.activate(leo, linking()).await.unwrap();
    let grant = access.grant.unwrap();
    assert_eq!((access.status, access.link.unwrap().to_account), (PortalStatus::Invited, true));
    assert_eq!(house.newest_link("ingrid.sandoval@example.com").await, format!("/offers/{grant}"));
    // Not yet hers: not in the list, not by its id.
    let token = house.client_token("Ingrid").await;
    let client = house.client("Ingrid").await;
    assert!(client.frame().await.unwrap().others.iter().all(|other| other.grant != grant));
    assert!(matches!(house.practice.client(Some(&token), Some(grant), origin()).await, Err(Error::NotFound)));
    assert_eq!(client.dashboard().await.unwrap().needs[0], Need::Confirm { grant });
    let holder = house.practice.holder(Some(&token), origin()).await.unwrap();
    let page = holder.offer(grant).await.unwrap();
    assert_eq!((page.name.as_str(), page.confirmed), ("Ingrid Sandoval", None));
    assert_eq!(refusals(holder.confirm_offer(grant, "Sandoval", "1978-12-05").await), [InviteRefusal::IdentityMismatch.into()]);
    assert_eq!(refusals(holder.confirm_offer(grant, "Marsh ", "").await).len(), 2);
    // Another account has nothing to confirm here.
    let maya = house.practice.holder(Some(&house.client_token("Maya").await), origin()).await.unwrap();
    assert!(matches!(maya.confirm_offer(grant, "Marsh", "1978-12-05").await, Err(Error::NotFound)));
    holder.confirm_offer(grant, "Marsh", "1978-12-05").await.unwrap();
    // The link in the mail says so when it is opened once more; to everybody else it is nothing, as before.
    assert_eq!(holder.offer(grant).await.unwrap().confirmed.as_deref(), Some("Leo Marsh"));
    assert_eq!(refusals(holder.confirm_offer(grant, "Marsh", "1978-12-05").await), [InviteRefusal::LinkUsed.into()]);
    assert!(matches!(maya.offer(grant).await, Err(Error::NotFound)));
    assert!(matches!(maya.confirm_offer(grant, "Marsh", "1978-12-05").await, Err(Error::NotFound)));
    let leos = house.practice.client(Some(&token), Some(grant), origin()).await.unwrap();
    let frame = leos.frame().await.unwrap();
    assert_eq!((frame.acting_for.name.as_str(), frame.others.len()), ("Leo Marsh", 2));
    assert_eq!(house.count("SELECT count(*) FROM accounts").await, 4);
    assert_eq!(invites.communications(leo).await.unwrap().access.other_charts, 2);
}

/// T6: five failures lock the offer, and staff see why.
async fn a_mistyped_address_offers_a_chart_to_somebody_who_cannot_open_it(house: House) {
    let leo = house.chart("Leo");
    let elena = house.staff("Reyes").await;
    let mistyped = Activation { email: Some("rosa.delgado@example.com".into()), ..linking() };
    let grant = elena.invites().await.unwrap().activate(leo, mistyped).await.unwrap().grant.unwrap();
    let rosa = house.practice.holder(Some(&house.client_token("Rosa").await), origin()).await.unwrap();
    // Nothing of a stranger's own account stands in that chart's log, nor how many records they open, nor can they be cut off.
    let log = async || elena.invites().await.unwrap().communications(leo).await.unwrap();
    assert!(log().await.log.iter().all(|line| !line.what.contains("signed in")), "{:?}", log().await.log);
    assert_eq!(log().await.access.other_charts, 0);
    let vidal = house.staff("Vidal").await;
    assert_eq!(refusals(vidal.invites().await.unwrap().revoke_everywhere(leo, grant).await), [InviteRefusal::NotRegistered.into()]);
    assert!(matches!(rosa.confirm_offer(grant, "Marsh", "0078-12-05").await, Err(Error::Refused(_))), "an impossible day is no try");
    for _ in 0..4 {
        assert_eq!(refusals(rosa.confirm_offer(grant, "Delgado", "1979-11-30").await), [InviteRefusal::IdentityMismatch.into()]);
    }
    assert_eq!(refusals(rosa.confirm_offer(grant, "Delgado", "1979-11-30").await), [InviteRefusal::LinkLocked.into()]);
    assert_eq!(refusals(rosa.confirm_offer(grant, "Marsh", "1978-12-05").await), [InviteRefusal::LinkLocked.into()]);
    assert!(elena.invites().await.unwrap().communications(leo).await.unwrap().access.link.unwrap().locked);
    assert_eq!(house.count("SELECT count(*) FROM tasks WHERE kind = 'locked_registration'").await, 1);
}

/// TN-13
async fn all_access_of_an_account_ends_at_once(house: House) {
    let (noah, ida) = (house.chart("Noah"), house.chart("Ida"));
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    let session = house.client_token("Ingrid").await;
    // One ends: the other stays, and the session with it.
    invites.revoke(noah, grant_of(&house, noah).await).await.unwrap();
    let client = house.practice.client(Some(&session), None, origin()).await.unwrap();
    assert_eq!(client.frame().await.unwrap().acting_for.name, "Ida Sandoval");
    invites.activate(noah, Activation::default()).await.unwrap();
    // All end, unless one of them is somebody else's work.
    let grant = grant_of(&house, ida).await;
    house
        .tamper("UPDATE charts SET primary_clinician_id = (SELECT id FROM staff WHERE last_name = 'Okafor') WHERE first_name = 'Noah'")
        .await;
    assert_eq!(refusals(invites.revoke_everywhere(ida, grant).await), [InviteRefusal::NotAllCharts.into()]);
    house.staff("Whitfield").await.invites().await.unwrap().revoke_everywhere(ida, grant).await.unwrap();
    assert!(matches!(house.practice.client(Some(&session), None, origin()).await, Err(Error::SignedOut)));
    assert!(matches!(house.practice.holder(Some(&session), origin()).await, Err(Error::SignedOut)));
}

/// TN-14
async fn another_person_sees_appointments_until_it_is_widened(house: House) {
    let maya = house.chart("Maya");
    let elena = house.staff("Reyes").await;
    let karl =
        elena.charts().await.unwrap().add_contact(maya, &somebody(["Karl", "Lindqvist", "partner", "karl@example.com", ""])).await.unwrap();
    let invites = elena.invites().await.unwrap();
    let grant = invites.admit_contact(maya, karl, with_reason()).await.unwrap();
    assert_eq!(refusals(invites.admit_contact(maya, karl, Activation::default()).await), [InviteRefusal::HasAccess.into()]);
    register(&house, "karl@example.com", "Lindqvist", "1991-03-14").await;
    let signed_in = house.visitor().sign_in(Side::Portal, "karl@example.com", PASSWORD, None).await.unwrap();
    let client = house.practice.client(Some(&signed_in.token), None, origin()).await.unwrap();
    let dashboard = client.dashboard().await.unwrap();
    assert!(matches!(dashboard.areas[..], [Area::Appointments { .. }]));
    assert_eq!((dashboard.needs.len(), dashboard.frame.messages), (0, false));
    assert!(matches!(client.documents().await, Err(Error::NotFound)) && matches!(client.messages().await, Err(Error::NotFound)));
    // The owner's tag and access are not touched by it.
    let page = invites.communications(maya).await.unwrap();
    assert_eq!((page.access.status, page.linked[0].name.as_str()), (PortalStatus::Active, "Karl Lindqvist"));
    assert_eq!(page.linked[0].scopes, "Appointments");
    let wider = GrantChange {
        relationship: "partner".into(),
        legal_basis: "the client’s consent".into(),
        scopes: Scopes::read("appointments messages").unwrap(),
        ends_on: "2027-11-21".into(),
        ..GrantChange::default()
    };
    invites.change_grant(maya, grant, wider).await.unwrap();
    let client = house.practice.client(Some(&signed_in.token), None, origin()).await.unwrap();
    assert!(client.messages().await.is_ok() && client.documents().await.is_err());
    // Another chart's grant is not there.
    let narrow = GrantChange { relationship: "x".into(), scopes: Scopes::of_linked(), ..GrantChange::default() };
    assert!(matches!(invites.change_grant(house.chart("Jordan"), grant, narrow).await, Err(Error::NotFound)));
}

async fn narrowing_works_at_once_and_ends_are_kept(house: House) {
    let maya = house.chart("Maya");
    let grant = grant_of(&house, maya).await;
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    let change = |scopes: &str, starts_on: &str, ends_on: &str| GrantChange {
        relationship: "self".into(),
        legal_basis: "own record".into(),
        scopes: Scopes::read(scopes).unwrap(),
        starts_on: starts_on.into(),
        ends_on: ends_on.into(),
    };
    let wrong = invites.change_grant(maya, grant, GrantChange { relationship: " ".into(), ..change("", "2026-12-01", "2026-11-01") }).await;
    assert_eq!(
        refusals(wrong),
        [
            domain::charts::Refusal::RelationshipMissing.into(),
            InviteRefusal::ScopeMissing.into(),
            Refusal::Invites(InviteRefusal::EndsBeforeStart)
        ]
    );
    assert_eq!(refusals(invites.change_grant(maya, grant, change("messages", "soon", "")).await), [InviteRefusal::StartUnreadable.into()]);
    assert_eq!(refusals(invites.change_grant(maya, grant, change("messages", "", "soon")).await), [InviteRefusal::EndUnreadable.into()]);
    assert_eq!(
        refusals(invites.change_grant(maya, grant, change("messages", "", "2026-11-20")).await),
        [InviteRefusal::EndsInThePast.into()]
    );
    let long = GrantChange { relationship: "x".repeat(101), ..change("messages", "", "") };
    let too_long = refusals(invites.change_grant(maya, grant, long).await);
    assert_eq!(too_long, [domain::charts::Refusal::RelationshipTooLong.into()]);
    assert_eq!(too_long[0].field(), Some("relationship"));
    let session = house.client_token("Maya").await;
    let client = || async { house.practice.client(Some(&session), None, origin()).await };
    assert!(client().await.unwrap().documents().await.is_ok());
    invites.change_grant(maya, grant, change("messages", "", "2026-11-21")).await.unwrap();
    assert!(client().await.unwrap().documents().await.is_err());
    let page = invites.grant(maya, grant).await.unwrap();
    assert_eq!((page.ends_on.as_str(), page.legal_basis.as_str()), ("2026-11-21", "own record"));
    // The last day is over at midnight where the practice is: 5 a.m. UTC.
    let seen = house.client_token("Maya").await;
    house.hands.shift(at("2026-11-22T04:59:59Z") - at("2026-11-21T17:00:00Z"));
    assert!(house.visitor().sign_in(Side::Portal, "maya.lindqvist@example.com", CLIENT_PASSWORD, None).await.is_ok());
    house.hands.shift(Duration::seconds(1));
    assert!(house.visitor().sign_in(Side::Portal, "maya.lindqvist@example.com", CLIENT_PASSWORD, None).await.is_err());
    assert!(house.practice.client(Some(&seen), None, origin()).await.is_err());
    let elena = house.staff("Reyes").await;
    assert_eq!(elena.invites().await.unwrap().communications(maya).await.unwrap().access.status, PortalStatus::Revoked);
}

/// TN-14: Noah was born on 11 April 2015. Staff look with twelve, and with eighteen his mother's access ends.
async fn birthdays_ask_and_end(house: House) {
    let noah = house.chart("Noah");
    let grant = grant_of(&house, noah).await;
    let session = house.client_token("Ingrid").await;
    let tasks = "SELECT count(*) FROM tasks WHERE kind = 'grant_to_review'";
    house.hands.shift(at("2027-04-11T03:59:00Z") - at("2026-11-21T17:00:00Z"));
    house.system.look_at_ages().await.unwrap();
    assert_eq!(house.count(tasks).await, 0, "in New York it is still the day before");
    house.hands.shift(Duration::minutes(2));
    for _ in 0..3 {
        house.system.look_at_ages().await.unwrap();
    }
    assert_eq!(house.count(tasks).await, 1);
    let to_do = house.staff("Reyes").await.notices().to_do().await.unwrap();
    let task = to_do.tasks.iter().find(|task| task.kind == TaskKind::GrantToReview).unwrap();
    assert_eq!((task.grant, task.owner_name()), (Some(grant), Some("Elena Reyes, PhD")));
    house.hands.shift(at("2033-04-11T05:00:00Z") - at("2027-04-11T04:01:00Z"));
    // A clock set back does not undo or repeat it.
    house.system.look_at_ages().await.unwrap();
    house.hands.shift(Duration::hours(-1));
    house.system.look_at_ages().await.unwrap();
    house.hands.shift(Duration::hours(1));
    assert_eq!(house.count(tasks).await, 2, "Noah's review, and Ida's");
    // What he is asked now takes the question from twelve with it.
    let to_do = house.staff("Reyes").await.notices().to_do().await.unwrap();
    let about_noah: Vec<TaskKind> = to_do.tasks.iter().filter(|task| task.chart == Some(noah)).map(|task| task.kind).collect();
    assert_eq!(about_noah, [TaskKind::CameOfAge]);
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    assert_eq!(invites.communications(noah).await.unwrap().access.status, PortalStatus::Revoked);
    assert!(house.practice.client(Some(&session), Some(grant), origin()).await.is_err());
    assert_eq!(house.newest_link("ingrid.sandoval@example.com").await, "/login");
    // The young person is invited for himself.
    let email = Activation { email: Some("noah@example.com".into()), ..Activation::default() };
    let access = invites.change_owner(noah, Owner::Client, email).await.unwrap();
    assert_eq!(access.mail.unwrap().address, "noah@example.com");
    register(&house, "noah@example.com", "Sandoval", "2015-04-11").await;
    let signed_in = house.visitor().sign_in(Side::Portal, "noah@example.com", PASSWORD, None).await.unwrap();
    assert!(house.practice.client(Some(&signed_in.token), None, origin()).await.unwrap().frame().await.unwrap().acting_for.oneself);
}

/// The job has seen Ingrid's access to Noah's chart, and is about to ask staff about it, when somebody removes it.
async fn access_that_was_removed_a_moment_ago_is_not_looked_at_any_more(house: House) {
    house.hands.shift(at("2027-04-11T12:00:00Z") - at("2026-11-21T17:00:00Z"));
    let db = house.database().await;
    let removing = db.begin().await.unwrap();
    let remove = "UPDATE grants SET revoked_at = activated_at WHERE chart_id IN (SELECT id FROM charts WHERE first_name = 'Noah')";
    assert_eq!(removing.execute_unprepared(remove).await.unwrap().rows_affected(), 1);
    let system = house.system.clone();
    let looking = tokio::spawn(async move { system.look_at_ages().await });
    // It has looked, and waits for the one who is ahead.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    removing.commit().await.unwrap();
    looking.await.unwrap().unwrap();
    assert_eq!(house.count("SELECT count(*) FROM tasks WHERE kind = 'grant_to_review'").await, 0);
    assert_eq!(house.told("invites.grant_flagged_by_age").await, 0);
    assert_eq!(house.count("SELECT count(*) FROM grants WHERE reviewed_at IS NOT NULL").await, 0);
}

/// In 2033 Noah is of age, and so is his mother's access at its end, whatever stands in Ida's chart.
async fn a_birth_date_that_cannot_be_read_keeps_nobody_elses_access_open(house: House) {
    house.hands.shift(at("2033-04-11T12:00:00Z") - at("2026-11-21T17:00:00Z"));
    house.tamper("UPDATE charts SET birth_date = 'spring' WHERE first_name = 'Ida'").await;
    house.system.look_at_ages().await.unwrap();
    let elena = house.staff("Reyes").await;
    let status = elena.invites().await.unwrap().communications(house.chart("Noah")).await.unwrap().access.status;
    assert_eq!(status, PortalStatus::Revoked);
    assert_eq!(house.told("invites.grant_flagged_by_age").await, 0, "about Ida nothing is known");
}

/// T47
async fn the_client_sees_who_opened_the_record(house: House) {
    let elena = house.staff("Reyes").await;
    elena.charts().await.unwrap().face(house.chart("Maya")).await.unwrap();
    let access = house.client("Maya").await.record_access().await.unwrap();
    assert_eq!(access.portal, ["Maya Lindqvist (self): everything"]);
    assert!(access.practice.iter().any(|line| line.starts_with("Elena Reyes, PhD")));
    assert!(!access.practice.iter().any(|line| line.contains("Okafor")), "not his chart");
    assert!(access.opened.iter().any(|line| line.who == "Elena Reyes" && line.what == "opened the chart"));
    let rosa = house.client("Rosa").await.record_access().await.unwrap();
    assert!(rosa.opened.iter().all(|line| line.who != "Elena Reyes"));
}
