//! What the client's age asks of who is given access, and what becomes of two people at one address.

use crate::{
    access::{grant_of, refusals, register, token_for, with_reason},
    house::{House, at, origin, somebody},
};
use backend::{Activation, ChartDraft, NewOwner};
use chrono::Duration;
use domain::{
    charts::{Owner, Refusal as ChartRefusal},
    ids::ChartId,
    invites::{PortalStatus, Refusal as InviteRefusal, RegistrationPage},
    notices::TaskKind,
    sign_in::Side,
};

crate::on_both_databases!(
    after_eighteen_the_mother_comes_back_with_a_reason_and_an_end_and_is_looked_at_again,
    a_child_becomes_chart_owner_only_if_that_is_meant,
    who_has_registered_by_one_link_adds_the_second_chart_by_signing_in,
    who_is_invited_twice_is_linked_from_the_resend_window,
);

const PASSWORD: &str = "Seven-Seals_swim7";

async fn after_eighteen_the_mother_comes_back_with_a_reason_and_an_end_and_is_looked_at_again(house: House) {
    let noah = house.chart("Noah");
    house.hands.shift(at("2033-04-11T12:00:00Z") - at("2026-11-21T17:00:00Z"));
    house.system.look_at_ages().await.unwrap();
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    let page = invites.communications(noah).await.unwrap();
    assert_eq!((page.access.status, page.of_age), (PortalStatus::Revoked, true));
    let both = [InviteRefusal::LegalBasisMissing.into(), InviteRefusal::EndMissing.into()];
    assert_eq!(refusals(invites.activate(noah, Activation::default()).await), both);
    let until = |day: &str| Activation { ends_on: day.into(), ..with_reason() };
    assert_eq!(refusals(invites.activate(noah, until("2033-04-10")).await), [InviteRefusal::EndsInThePast.into()]);
    assert_eq!(refusals(invites.activate(noah, until("soon")).await), [InviteRefusal::EndUnreadable.into()]);
    let grant = invites.activate(noah, until("2034-04-10")).await.unwrap().grant.unwrap();
    let page = invites.grant(noah, grant).await.unwrap();
    assert_eq!((page.legal_basis.as_str(), page.ends_on.as_str(), page.needs_reason), ("the client’s consent", "2034-04-10", true));
    let change = |ends_on: &str| backend::GrantChange {
        relationship: "mother".into(),
        legal_basis: "a court order".into(),
        scopes: page.scopes.clone(),
        starts_on: String::new(),
        ends_on: ends_on.into(),
    };
    assert_eq!(refusals(invites.change_grant(noah, grant, change("")).await), [InviteRefusal::EndMissing.into()]);
    let reviews = "SELECT count(*) FROM tasks WHERE kind = 'grant_to_review' AND done_at IS NULL AND grant_id IS NOT NULL";
    let others = house.count(reviews).await;
    house.hands.shift(at("2034-03-11T12:00:00Z") - at("2033-04-11T12:00:00Z"));
    house.system.look_at_ages().await.unwrap();
    assert_eq!(house.count(reviews).await, others);
    house.hands.shift(Duration::days(1));
    house.system.look_at_ages().await.unwrap();
    house.system.look_at_ages().await.unwrap();
    assert_eq!(house.count(reviews).await, others + 1, "a month before its end");
    let mother = house.client_token("Ingrid").await;
    assert!(house.practice.client(Some(&mother), Some(grant), origin()).await.is_ok());
    house.hands.shift(Duration::days(31));
    let mother = house.client_token("Ingrid").await;
    assert!(house.practice.client(Some(&mother), Some(grant), origin()).await.is_err(), "it has ended by itself");
}

async fn a_child_becomes_chart_owner_only_if_that_is_meant(house: House) {
    let ida = house.chart("Ida");
    let elena = house.staff("Reyes").await;
    let (charts, invites) = (elena.charts().await.unwrap(), elena.invites().await.unwrap());
    let asked = [ChartRefusal::OwnerIsChild.into()];
    let own = |child| Activation { email: Some("ida@example.com".into()), child, ..Activation::default() };
    let before = grant_of(&house, ida).await;
    assert_eq!(refusals(invites.change_owner(ida, Owner::Client, own(false)).await), asked);
    assert_eq!(grant_of(&house, ida).await, before, "nothing has changed");
    let access = invites.change_owner(ida, Owner::Client, own(true)).await.unwrap();
    assert_eq!(access.mail.unwrap().address, "ida@example.com");
    let draft = |child| ChartDraft {
        last_name: "Vale".into(),
        first_name: "Finn".into(),
        birth_date: "2018-05-01".into(),
        owner: NewOwner::Client,
        site: None,
        child,
        ..ChartDraft::default()
    };
    assert_eq!(refusals(charts.create(draft(false)).await), asked);
    charts.create(ChartDraft { owner: NewOwner::Later, ..draft(false) }).await.unwrap();
    let finn: ChartId = charts.room("Vale", 1).await.unwrap().charts[0].id;
    assert_eq!(refusals(charts.assign_owner(finn, Owner::Client, false).await), asked);
    charts.assign_owner(finn, Owner::Client, true).await.unwrap();
    assert_eq!(refusals(invites.activate(finn, own(false)).await), asked);
    invites.activate(finn, own(true)).await.unwrap();
}

const HANNA: &str = "hanna.berg@example.com";

/// Hanna becomes Chart Owner of that chart, and is invited. Returns the secret of her link.
async fn invite_hanna(house: &House, first_name: &str) -> String {
    let chart = house.chart(first_name);
    house.hands.shift(Duration::seconds(1));
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    let hanna = charts.add_contact(chart, &somebody(["Hanna", "Berg", "guardian", HANNA, ""])).await.unwrap();
    charts.assign_owner(chart, Owner::Contact(hanna), false).await.unwrap();
    elena.invites().await.unwrap().activate(chart, with_reason()).await.unwrap();
    token_for(house, HANNA).await
}

/// Invited for two charts before she registers for the first.
async fn who_has_registered_by_one_link_adds_the_second_chart_by_signing_in(house: House) {
    let second = invite_hanna(&house, "Leo").await;
    invite_hanna(&house, "Jordan").await;
    register(&house, HANNA, "Avery", "1985-07-02").await;
    let pass = house.visitor().check_identity(&second, "Marsh", "1978-12-05").await.unwrap();
    let page = house.visitor().registration(&second, Some(&pass)).await.unwrap();
    let RegistrationPage::Account { grant, email, .. } = page else { panic!("{page:?}") };
    assert_eq!(email.as_deref(), Some(HANNA));
    // Who has only got hold of the link reads no address.
    let page = house.visitor().registration(&second, None).await.unwrap();
    assert!(matches!(page, RegistrationPage::Account { email: None, .. }), "{page:?}");
    assert!(!house.visitor().choose_password(&second, Some(&pass), "Another-Kite_flies9").await.unwrap());
    assert_eq!(house.count("SELECT count(*) FROM accounts WHERE email = 'hanna.berg@example.com'").await, 1);
    let log = house.staff("Reyes").await.invites().await.unwrap().communications(house.chart("Leo")).await.unwrap();
    assert!(log.log.iter().any(|line| line.what.contains("address with an account")), "{:?}", log.log);
    assert!(log.access.link.unwrap().to_account);
    let token = house.visitor().sign_in(Side::Portal, HANNA, PASSWORD, None).await.unwrap().token;
    // What was typed before signing in opens nothing.
    assert!(house.practice.client(Some(&token), Some(grant), origin()).await.is_err());
    let holder = house.practice.holder(Some(&token), origin()).await.unwrap();
    holder.confirm_offer(grant, "Marsh", "1978-12-05").await.unwrap();
    let client = house.practice.client(Some(&token), Some(grant), origin()).await.unwrap();
    assert_eq!(client.frame().await.unwrap().acting_for.name, "Leo Marsh");
}

async fn who_is_invited_twice_is_linked_from_the_resend_window(house: House) {
    let waiting = invite_hanna(&house, "Leo").await;
    invite_hanna(&house, "Jordan").await;
    register(&house, HANNA, "Avery", "1985-07-02").await;
    house.hands.shift(Duration::minutes(5));
    let leo = house.chart("Leo");
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    let access = invites.communications(leo).await.unwrap().access;
    let grant = access.grant.unwrap();
    assert!(access.address_has_account);
    assert_eq!(refusals(invites.resend(leo, grant, None).await), [InviteRefusal::AddressHasAccount.into()]);
    assert_eq!(refusals(invites.copy_link(leo, grant).await), [InviteRefusal::AddressHasAccount.into()]);
    let access = invites.link_invited(leo, grant, None).await.unwrap();
    assert!(access.link.unwrap().to_account);
    assert_eq!(house.newest_link(HANNA).await, format!("/offers/{grant}"));
    assert!(matches!(house.visitor().registration(&waiting, None).await.unwrap(), RegistrationPage::Dead { .. }));
    // Once more, the same account is told again.
    house.hands.shift(Duration::minutes(5));
    let elena = house.staff("Reyes").await;
    assert!(elena.invites().await.unwrap().resend(leo, grant, None).await.is_ok());
    // Nobody has this address: there is nothing to link to.
    let jordan = house.chart("Maya");
    let charts = elena.charts().await.unwrap();
    let uncle = charts.add_contact(jordan, &somebody(["Sven", "Berg", "uncle", "sven@example.com", ""])).await.unwrap();
    let grant = elena.invites().await.unwrap().admit_contact(jordan, uncle, with_reason()).await.unwrap();
    let refused = elena.invites().await.unwrap().link_invited(jordan, grant, None).await;
    assert_eq!(refusals(refused), [InviteRefusal::NoAccountAtAddress.into()]);
    assert!(house.staff("Reyes").await.notices().to_do().await.unwrap().tasks.iter().all(|task| task.kind != TaskKind::FailedMail));
}
