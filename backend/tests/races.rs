//! At the same moment: whoever is faster, what has to be one is one, and what has ended opens nothing.
//!
//! More of these stand with their rooms: see "At the same moment" in docs/security.md.

use crate::{
    access::{grant_of, linking, token_for},
    factors::{code, half, with_app},
    house::{House, STAFF_PASSWORD, origin, somebody},
};
use backend::{Activation, Error};
use domain::{charts::Owner, ids::ChartId, sign_in::Side};
use sea_orm::ConnectionTrait;
use std::time::Duration;

crate::on_both_databases!(
    backend::Hashing::Full =>
    fifty_activations_at_once_grant_access_once,
    linking_and_inviting_at_once_grant_access_once,
    fifty_resets_at_once_leave_one_living_link,
    no_link_to_a_new_password_outlives_the_end_of_access,
    no_code_outruns_the_end_of_access,
    no_offer_is_confirmed_past_its_end,
    no_registration_outruns_a_change_of_owner,
    two_registrations_with_one_address_make_one_account,
    nobody_signs_in_past_their_last_day,
);

const MAYA: &str = "maya.lindqvist@example.com";
const PASSWORD: &str = "Seven-Seals_swim7";
/// So often two things are tried against each other, each time with a little more of a start for the second.
const ROUNDS: u64 = 50;

/// In the first rounds one is ahead by twenty milliseconds, in the last ones the other.
async fn head_start(round: u64, of_the_first: bool) {
    let (half, step) = (ROUNDS / 2, Duration::from_micros(800));
    let ahead = if of_the_first { round.saturating_sub(half) } else { half.saturating_sub(round) };
    tokio::time::sleep(step * ahead as u32).await;
}

/// Fifty times **Activate** at once, by two people. Returns how often it was done.
async fn activations(house: &House, chart: ChartId, how: impl Fn(u64) -> Activation) -> i32 {
    let tokens = [house.staff_token("Reyes").await, house.staff_token("Whitfield").await];
    let tries: Vec<_> = (0..ROUNDS)
        .map(|round| {
            let (practice, token, activation) = (house.practice.clone(), tokens[round as usize % 2].clone(), how(round));
            tokio::spawn(async move {
                let staff = practice.staff(Some(&token), origin()).await.unwrap();
                match staff.invites().await.unwrap().activate(chart, activation).await {
                    Ok(_) => 1,
                    Err(Error::Refused(_)) => 0,
                    Err(error) => panic!("{error}"),
                }
            })
        })
        .collect();
    house
        .with_post(async {
            let mut done = 0;
            for one in tries {
                done += one.await.unwrap();
            }
            done
        })
        .await
}

async fn living_links(house: &House) -> i64 {
    house.count("SELECT count(*) FROM invites WHERE used_at IS NULL AND replaced_at IS NULL AND revoked_at IS NULL").await
}

async fn fifty_activations_at_once_grant_access_once(house: House) {
    let (grants, links) = (house.count("SELECT count(*) FROM grants").await, living_links(&house).await);
    assert_eq!(activations(&house, house.chart("Jordan"), |_| Activation::default()).await, 1);
    assert_eq!(house.count("SELECT count(*) FROM grants").await, grants + 1);
    assert_eq!(living_links(&house).await, links + 1);
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'invitation' AND state = 'sent'").await, 1);
}

/// TN-12: the one means an account that is there already, the other somebody new.
async fn linking_and_inviting_at_once_grant_access_once(house: House) {
    let (grants, links) = (house.count("SELECT count(*) FROM grants").await, living_links(&house).await);
    let address = |email: &str| Some(email.to_owned());
    let how = |round: u64| match round % 2 {
        0 => Activation { email: address("rosa.delgado@example.com"), ..linking() },
        _ => Activation { email: address("leo@example.com"), ..Activation::default() },
    };
    assert_eq!(activations(&house, house.chart("Leo"), how).await, 1);
    assert_eq!(house.count("SELECT count(*) FROM grants").await, grants + 1);
    assert_eq!(living_links(&house).await, links + 1);
}

const LIVING_KEYS: &str = "SELECT count(*) FROM keys WHERE used_at IS NULL AND replaced_at IS NULL";

/// Four jobs send what two people ask for fifty times.
async fn fifty_resets_at_once_leave_one_living_link(house: House) {
    let (maya, grant) = (house.chart("Maya"), grant_of(&house, house.chart("Maya")).await);
    let tokens = [house.staff_token("Reyes").await, house.staff_token("Whitfield").await];
    let mut all: Vec<_> = (0..ROUNDS)
        .map(|round| {
            let (practice, token) = (house.practice.clone(), tokens[round as usize % 2].clone());
            tokio::spawn(async move {
                let staff = practice.staff(Some(&token), origin()).await.unwrap();
                staff.invites().await.unwrap().reset_password(maya, grant).await.unwrap();
            })
        })
        .collect();
    for _ in 0..4 {
        let system = house.system.clone();
        all.push(tokio::spawn(async move {
            for _ in 0..300 {
                if !system.deliver_next().await.unwrap() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
        }));
    }
    for one in all {
        one.await.unwrap();
    }
    while house.system.deliver_next().await.unwrap() {}
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'reset' AND state = 'sent'").await, ROUNDS as i64);
    assert_eq!(house.count("SELECT count(*) FROM keys").await, ROUNDS as i64);
    assert_eq!(house.count(LIVING_KEYS).await, 1);
}

const MAYAS: &str = "UPDATE grants SET revoked_at = NULL WHERE account_id IN (SELECT id FROM accounts WHERE first_name = 'Maya')";

async fn no_link_to_a_new_password_outlives_the_end_of_access(house: House) {
    let (maya, grant) = (house.chart("Maya"), grant_of(&house, house.chart("Maya")).await);
    let token = house.staff_token("Reyes").await;
    let db = house.database().await;
    for round in 0..ROUNDS {
        for again in [MAYAS, "DELETE FROM throttles"] {
            db.execute_unprepared(again).await.unwrap();
        }
        house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
        let (practice, token, system) = (house.practice.clone(), token.clone(), house.system.clone());
        let sending = tokio::spawn(async move {
            head_start(round, true).await;
            system.deliver_next().await.unwrap()
        });
        let ending = tokio::spawn(async move {
            head_start(round, false).await;
            let elena = practice.staff(Some(&token), origin()).await.unwrap();
            elena.invites().await.unwrap().revoke(maya, grant).await.unwrap();
        });
        assert!(sending.await.unwrap());
        ending.await.unwrap();
        assert_eq!(house.count(LIVING_KEYS).await, 0, "round {round}");
    }
}

/// T10, T18: the second step against **Remove Access**.
async fn no_code_outruns_the_end_of_access(house: House) {
    let (app, _) = with_app(&house).await;
    let (maya, grant) = (house.chart("Maya"), grant_of(&house, house.chart("Maya")).await);
    let (token, half) = (house.staff_token("Reyes").await, half(&house).await.token);
    let code = code(&house, &app);
    let db = house.database().await;
    for round in 0..ROUNDS {
        let half_again = "UPDATE sessions SET ended_at = NULL WHERE awaits = 'factor'";
        for again in [MAYAS, half_again, "UPDATE factors SET last_step = 0", "DELETE FROM throttles"] {
            db.execute_unprepared(again).await.unwrap();
        }
        let (practice, token, visitor, half, code) = (house.practice.clone(), token.clone(), house.visitor(), half.clone(), code.clone());
        let entering = tokio::spawn(async move {
            head_start(round, true).await;
            visitor.enter_code(Side::Portal, Some(&half), &code).await.ok()
        });
        let ending = tokio::spawn(async move {
            head_start(round, false).await;
            let elena = practice.staff(Some(&token), origin()).await.unwrap();
            elena.invites().await.unwrap().revoke(maya, grant).await.unwrap();
        });
        ending.await.unwrap();
        if let Some(whole) = entering.await.unwrap() {
            assert!(matches!(house.practice.client(Some(&whole.token), None, origin()).await, Err(Error::SignedOut)));
        }
        let living = "SELECT count(*) FROM sessions WHERE account_id IS NOT NULL AND ended_at IS NULL";
        assert_eq!(house.count(living).await, 0, "round {round}");
    }
}

/// TN-12
async fn no_offer_is_confirmed_past_its_end(house: House) {
    let leo = house.chart("Leo");
    let elena = house.staff("Reyes").await;
    let offered = Activation { email: Some("rosa.delgado@example.com".into()), ..linking() };
    let grant = house.with_post(elena.invites().await.unwrap().activate(leo, offered)).await.unwrap().grant.unwrap();
    let (token, rosa) = (house.staff_token("Reyes").await, house.client_token("Rosa").await);
    let db = house.database().await;
    let of_leo = "WHERE chart_id IN (SELECT id FROM charts WHERE first_name = 'Leo')";
    for round in 0..ROUNDS {
        for again in ["grants SET revoked_at = NULL, registered_at = NULL", "invites SET used_at = NULL, revoked_at = NULL"] {
            db.execute_unprepared(&["UPDATE", again, of_leo].join(" ")).await.unwrap();
        }
        let (practice, token, asked, holder) = (house.practice.clone(), token.clone(), house.practice.clone(), rosa.clone());
        let confirming = tokio::spawn(async move {
            head_start(round, true).await;
            let rosa = asked.holder(Some(&holder), origin()).await.unwrap();
            match rosa.confirm_offer(grant, "Marsh", "1978-12-05").await {
                Ok(()) | Err(Error::Refused(_) | Error::NotFound) => {}
                Err(error) => panic!("{error}"),
            }
        });
        let ending = tokio::spawn(async move {
            head_start(round, false).await;
            let elena = practice.staff(Some(&token), origin()).await.unwrap();
            elena.invites().await.unwrap().revoke(leo, grant).await.unwrap();
        });
        confirming.await.unwrap();
        ending.await.unwrap();
        assert!(matches!(house.practice.client(Some(&rosa), Some(grant), origin()).await, Err(Error::NotFound)), "round {round}");
    }
}

/// IC-68: the one who was invited registers while the chart is handed to somebody else.
async fn no_registration_outruns_a_change_of_owner(house: House) {
    let elena = house.staff("Reyes").await;
    let (charts, invites) = (elena.charts().await.unwrap(), elena.invites().await.unwrap());
    for (name, wait) in [("Jordan", 20), ("Conor", 80), ("Leo", 160)] {
        let told = house.cast.charts.iter().find(|chart| chart.first_name == name).unwrap();
        let (chart, email) = (told.id, told.email.clone().unwrap_or("leo@example.com".into()));
        let aunt = charts.add_contact(chart, &somebody(["June", "Marsh", "aunt", &format!("june.{name}@example.com"), ""])).await.unwrap();
        let activation = Activation { email: Some(email.clone()), ..Activation::default() };
        house.with_post(invites.activate(chart, activation)).await.unwrap();
        let token = token_for(&house, &email).await;
        let pass = house.visitor().check_identity(&token, &told.last_name, &told.birth_date).await.unwrap();
        let tries: Vec<_> = (0..4)
            .map(|_| {
                let (visitor, token, pass) = (house.visitor(), token.clone(), pass.clone());
                tokio::spawn(async move { visitor.choose_password(&token, Some(&pass), PASSWORD).await.is_ok() })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(wait)).await;
        house.with_post(invites.change_owner(chart, Owner::Contact(aunt), crate::access::with_reason())).await.unwrap();
        let mut registered = 0;
        for one in tries {
            registered += i32::from(one.await.unwrap());
        }
        assert!(registered <= 1);
        assert!(house.visitor().sign_in(Side::Portal, &email, PASSWORD, None).await.is_err(), "{name} has nothing to sign in to");
        let open = "SELECT count(*) FROM grants g JOIN charts c ON c.id = g.chart_id WHERE g.revoked_at IS NULL AND c.first_name = ";
        assert_eq!(house.count(&format!("{open}'{name}'")).await, 1, "the aunt's");
        assert_eq!(house.count(&format!("{open}'{name}' AND g.account_id IS NOT NULL")).await, 0);
    }
}

/// A mother whose two children were invited to one address, with both links open.
async fn two_registrations_with_one_address_make_one_account(house: House) {
    let elena = house.staff("Reyes").await;
    let (charts, invites) = (elena.charts().await.unwrap(), elena.invites().await.unwrap());
    let address = "june.moreau@example.com";
    let mut tries = Vec::new();
    for (name, last_name, born) in [("Leo", "Marsh", "1978-12-05"), ("Conor", "O’Brien", "1966-10-24")] {
        let chart = house.chart(name);
        let june = charts.add_contact(chart, &somebody(["June", "Moreau", "mother", address, ""])).await.unwrap();
        charts.assign_owner(chart, Owner::Contact(june), false).await.unwrap();
        house.hands.shift(chrono::Duration::seconds(1));
        house.with_post(invites.activate(chart, crate::access::with_reason())).await.unwrap();
        let token = token_for(&house, address).await;
        let pass = house.visitor().check_identity(&token, last_name, born).await.unwrap();
        tries.push((house.visitor(), token, pass));
    }
    // On PostgreSQL both find the address free, and are held there until both have.
    let server = house.database().await;
    let held = server.get_database_backend() == sea_orm::DbBackend::Postgres;
    let door = sea_orm::TransactionTrait::begin(&server).await.unwrap();
    if held {
        door.execute_unprepared("LOCK TABLE accounts IN SHARE MODE").await.unwrap();
    }
    let tries: Vec<_> = tries
        .into_iter()
        .map(|(visitor, token, pass)| tokio::spawn(async move { visitor.choose_password(&token, Some(&pass), PASSWORD).await }))
        .collect();
    tokio::time::sleep(Duration::from_millis(if held { 700 } else { 0 })).await;
    door.rollback().await.unwrap();
    let mut made = 0;
    for one in tries {
        match one.await.unwrap() {
            Ok(true) => made += 1,
            // To the one account that there is the other chart is offered.
            Ok(false) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(made, 1);
    assert_eq!(
        house
            .count("SELECT count(*) FROM grants WHERE account_id IN (SELECT id FROM accounts WHERE email = 'june.moreau@example.com')")
            .await,
        2
    );
    assert_eq!(house.count("SELECT count(*) FROM accounts WHERE email = 'june.moreau@example.com'").await, 1);
}

/// T10
async fn nobody_signs_in_past_their_last_day(house: House) {
    let email = "elena.reyes@harborstreet.example";
    let tomas = house.staff("Vidal").await;
    let settings = tomas.settings().await.unwrap();
    let elena = settings.team().await.unwrap().members.into_iter().find(|member| member.email == email).unwrap().id;
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let visitor = house.visitor();
            tokio::spawn(async move { visitor.sign_in(Side::Office, email, STAFF_PASSWORD, None).await.ok() })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(150)).await;
    settings.deactivate(elena).await.unwrap();
    for one in tries {
        if let Some(signed_in) = one.await.unwrap() {
            assert!(matches!(house.practice.staff(Some(&signed_in.token), origin()).await, Err(Error::SignedOut)));
        }
    }
    let living = "SELECT count(*) FROM sessions WHERE ended_at IS NULL AND staff_id IN (SELECT id FROM staff WHERE last_name = 'Reyes')";
    assert_eq!(house.count(living).await, 0);
}
