//! F9: a clock that is moved by a day, or set back by an hour. What was shut stays shut, and nobody is locked out for longer than
//! promised. The rules are tried in `domain`; here is one use case of each kind.

use crate::{
    access::{reason as dead_link, refusals, token_for},
    factors::{code, half, with_app},
    house::{CLIENT_PASSWORD, House, STAFF_PASSWORD, at, origin},
    passwords::{key_for, links_to, reason as dead_key},
};
use backend::{Activation, Error, GrantChange, Token};
use chrono::{DateTime, Duration, Utc};
use domain::{
    Refusal, Role,
    invites::{PortalStatus, Refusal as InviteRefusal, Scopes},
    settings::TeamMember,
    sign_in::{AddressPage, Refusal as SignInRefusal, Side, StepUpScope},
};

crate::on_both_databases!(
    a_registration_link_opens_nothing_before_it_was_sent,
    a_registration_in_progress_stays_over,
    a_link_to_a_new_password_opens_nothing_before_it_was_made,
    a_new_member_of_staff_joins_within_seven_days,
    a_session_that_time_has_ended_stays_ended,
    a_session_in_use_is_not_lengthened,
    half_a_sign_in_that_time_has_ended_stays_ended,
    old_proof_is_not_fresh_once_more,
    no_code_is_taken_twice,
    a_lost_factor_waits_its_three_days,
    another_address_is_confirmed_within_its_day,
    a_grant_opens_and_closes_with_the_calendar,
    patience_with_wrong_tries_never_takes_hours,
    a_mail_is_not_held_up_and_leaves_once,
    a_known_browser_stays_known,
    what_was_typed_is_kept_for_a_day,
    a_copied_link_is_shown_within_ten_minutes,
    the_trail_is_in_order_whatever_the_clock_says,
    access_given_back_on_an_earlier_day_is_what_staff_see,
    there_is_a_day_after_the_nineteenth_of_january_2038,
);

const MAYA: &str = "maya.lindqvist@example.com";
const NEW: &str = "Amber-Kites_fly88";

/// Sets the clock.
fn set(house: &House, to: DateTime<Utc>) {
    house.hands.shift(to - house.setup.clock.now());
}

/// When every house opens.
fn opening() -> DateTime<Utc> {
    at("2026-11-21T17:00:00Z")
}

fn hour_before() -> DateTime<Utc> {
    opening() - Duration::hours(1)
}

fn day_after() -> DateTime<Utc> {
    opening() + Duration::days(1)
}

async fn invited(house: &House) -> String {
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    house.with_post(invites.activate(house.chart("Jordan"), Activation::default())).await.unwrap();
    token_for(house, "jordan.avery@example.com").await
}

async fn is_in(house: &House, token: &Token) -> bool {
    house.practice.client(Some(token), None, origin()).await.is_ok()
}

async fn a_registration_link_opens_nothing_before_it_was_sent(house: House) {
    let token = invited(&house).await;
    set(&house, day_after());
    assert_eq!(dead_link(&house, &token).await, None, "it has seven days");
    set(&house, hour_before());
    assert_eq!(dead_link(&house, &token).await, Some(InviteRefusal::LinkExpired));
    assert_eq!(refusals(house.visitor().check_identity(&token, "Avery", "1985-07-02").await), [InviteRefusal::LinkExpired.into()]);
    set(&house, opening());
    assert_eq!(dead_link(&house, &token).await, None);
}

async fn a_registration_in_progress_stays_over(house: House) {
    let token = invited(&house).await;
    for over in [opening() + Duration::minutes(30), day_after()] {
        set(&house, opening());
        let pass = house.visitor().check_identity(&token, "Avery", "1985-07-02").await.unwrap();
        for moved in [over, opening()] {
            set(&house, moved);
            let choosing = house.visitor().choose_password(&token, Some(&pass), NEW).await;
            assert_eq!(refusals(choosing), [InviteRefusal::IdentityNotPassed.into()], "{moved}");
        }
    }
}

async fn a_link_to_a_new_password_opens_nothing_before_it_was_made(house: House) {
    house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    let token = key_for(&house, MAYA).await;
    for moved in [day_after(), hour_before()] {
        set(&house, moved);
        assert_eq!(dead_key(&house, Side::Portal, &token).await, Some(SignInRefusal::KeyExpired));
        assert_eq!(refusals(house.visitor().choose_new_password(Side::Portal, &token, NEW).await), [SignInRefusal::KeyExpired.into()]);
    }
    // Nobody waits until the clock has caught up: the next one leaves.
    house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    while house.system.deliver_next().await.unwrap() {}
    assert_eq!(house.count("SELECT count(*) FROM keys").await, 2);
    set(&house, opening());
    assert_eq!(dead_key(&house, Side::Portal, &token).await, Some(SignInRefusal::KeyReplaced));
}

async fn a_new_member_of_staff_joins_within_seven_days(house: House) {
    let tomas = house.staff("Vidal").await;
    let email = "nora.lind@harborstreet.example";
    let roles = vec![Role::Clinician];
    let nora = TeamMember { first_name: "Nora".into(), last_name: "Lind".into(), email: email.into(), roles, ..TeamMember::default() };
    house.with_post(tomas.settings().await.unwrap().add_member(nora)).await.unwrap();
    let token = key_for(&house, email).await;
    for (moved, dead) in [(day_after(), false), (hour_before(), true), (opening() + Duration::days(7), true), (opening(), false)] {
        set(&house, moved);
        assert_eq!(dead_key(&house, Side::Office, &token).await.is_some(), dead, "{moved}");
    }
    house.visitor().choose_new_password(Side::Office, &token, NEW).await.unwrap();
    set(&house, hour_before());
    assert_eq!(dead_key(&house, Side::Office, &token).await, Some(SignInRefusal::KeyUsed));
}

/// T11: on neither side, whichever way the clock went, and not when it is put right.
async fn a_session_that_time_has_ended_stays_ended(house: House) {
    for moved in [hour_before(), day_after(), opening() + Duration::minutes(20)] {
        let (maya, elena) = (house.client_token("Maya").await, house.staff_token("Reyes").await);
        assert!(is_in(&house, &maya).await);
        set(&house, moved);
        for _ in 0..2 {
            assert!(matches!(house.practice.client(Some(&maya), None, origin()).await, Err(Error::SignedOut)), "{moved}");
            assert!(matches!(house.practice.holder(Some(&maya), origin()).await, Err(Error::SignedOut)), "{moved}");
            assert!(matches!(house.practice.staff(Some(&elena), origin()).await, Err(Error::SignedOut)), "{moved}");
            set(&house, opening());
        }
    }
    assert_eq!(house.count("SELECT count(*) FROM sessions WHERE ended_at IS NULL").await, 0);
}

async fn a_session_in_use_is_not_lengthened(house: House) {
    let token = house.client_token("Maya").await;
    for _ in 0..47 {
        house.hands.shift(Duration::minutes(15));
        assert!(is_in(&house, &token).await);
    }
    // Set back by as little as two minutes it would have been used in the future.
    for moved in [-2, 3] {
        house.hands.shift(Duration::minutes(moved));
        assert!(!is_in(&house, &token).await);
    }
}

/// T18
async fn half_a_sign_in_that_time_has_ended_stays_ended(house: House) {
    let (app, _) = with_app(&house).await;
    let began = house.setup.clock.now();
    for moved in [Duration::minutes(10), Duration::hours(-1), Duration::days(1)] {
        let half = half(&house).await.token;
        house.hands.shift(moved);
        assert!(matches!(house.visitor().second_step(Side::Portal, Some(&half)).await, Err(Error::SignedOut)), "{moved}");
        set(&house, began);
        let entered = house.visitor().enter_code(Side::Portal, Some(&half), &code(&house, &app)).await;
        assert!(matches!(entered, Err(Error::SignedOut)), "{moved}");
    }
}

/// T14: whoever left a browser open six minutes ago is not back within the five because the clock is.
async fn old_proof_is_not_fresh_once_more(house: House) {
    let token = house.staff_token("Reyes").await;
    let jordan = house.chart("Jordan");
    house.hands.shift(Duration::minutes(6));
    let elena = house.practice.staff(Some(&token), origin()).await.unwrap();
    assert!(matches!(elena.invites().await.unwrap().set_discreet(jordan, true).await, Err(Error::ProofNeeded(StepUpScope::Access))));
    house.hands.shift(Duration::minutes(-4));
    assert!(matches!(house.practice.staff(Some(&token), origin()).await, Err(Error::SignedOut)));
    // And who proved it in the future has proved nothing.
    set(&house, hour_before());
    assert!(matches!(elena.invites().await.unwrap().set_discreet(jordan, true).await, Err(Error::ProofNeeded(StepUpScope::Access))));
}

/// T5
async fn no_code_is_taken_twice(house: House) {
    let (app, codes) = with_app(&house).await;
    let used = code(&house, &app);
    let now = house.setup.clock.now();
    let first = half(&house).await.token;
    house.visitor().enter_code(Side::Portal, Some(&first), &used).await.unwrap();
    let first = half(&house).await.token;
    house.visitor().enter_code(Side::Portal, Some(&first), &codes[0]).await.unwrap();
    for moved in [Duration::seconds(-30), Duration::hours(-1), Duration::days(1), Duration::zero()] {
        set(&house, now + moved);
        let again = half(&house).await.token;
        for old in [&used, &codes[0]] {
            let entered = house.visitor().enter_code(Side::Portal, Some(&again), old).await;
            assert_eq!(refusals(entered), [SignInRefusal::WrongCode.into()], "{moved}");
        }
    }
}

async fn a_lost_factor_waits_its_three_days(house: House) {
    with_app(&house).await;
    let asked = house.setup.clock.now();
    let token = half(&house).await.token;
    house.visitor().report_lost_factor(Some(&token)).await.unwrap();
    for early in [Duration::days(1), Duration::hours(-1), Duration::hours(72) - Duration::milliseconds(1)] {
        set(&house, asked + early);
        // A day after it is asked for comes a reminder.
        while house.system.do_next_factor_reset().await.unwrap() {}
        assert_eq!(house.told("sign_in.factor_reset").await, 0, "{early}");
    }
    set(&house, asked + Duration::hours(72));
    assert!(house.system.do_next_factor_reset().await.unwrap());
    set(&house, asked - Duration::hours(1));
    assert!(!house.system.do_next_factor_reset().await.unwrap(), "once");
    assert_eq!(half(&house).await.awaits, None);
}

/// T8
async fn another_address_is_confirmed_within_its_day(house: House) {
    let other = "maya+new@example.com";
    let maya = house.practice.holder(Some(&house.client_token("Maya").await), origin()).await.unwrap();
    maya.change_address(other).await.unwrap();
    let (old, new) = (links_to(&house, MAYA).await, links_to(&house, other).await);
    for moved in [day_after(), hour_before()] {
        set(&house, moved);
        assert_eq!(house.visitor().address_page(&new[0]).await.unwrap(), AddressPage::Dead(SignInRefusal::KeyExpired));
        assert_eq!(refusals(house.visitor().confirm_address(&new[0], CLIENT_PASSWORD).await), [SignInRefusal::KeyExpired.into()]);
    }
    set(&house, opening());
    for link in old.iter().chain(&new) {
        house.visitor().confirm_address(link, CLIENT_PASSWORD).await.unwrap();
    }
    let mut undo = links_to(&house, MAYA).await;
    undo.retain(|link| !old.contains(link));
    let undo = &undo[0];
    // It protects who was robbed of the account: a clock set back does not keep them waiting.
    for (moved, page) in [
        (hour_before(), AddressPage::Undo),
        (day_after(), AddressPage::Undo),
        (opening() + Duration::days(7), AddressPage::Dead(SignInRefusal::KeyExpired)),
    ] {
        set(&house, moved);
        assert_eq!(house.visitor().address_page(undo).await.unwrap(), page, "{moved}");
    }
    set(&house, hour_before());
    house.visitor().undo_address(undo, MAYA).await.unwrap();
    assert_eq!(house.visitor().address_page(undo).await.unwrap(), AddressPage::Dead(SignInRefusal::KeyUsed));
}

/// First and last days are days of the calendar, where the practice is: they follow the clock, and sessions do not.
async fn a_grant_opens_and_closes_with_the_calendar(house: House) {
    let maya = house.chart("Maya");
    let elena = house.staff("Reyes").await;
    let grant = crate::access::grant_of(&house, maya).await;
    let change = GrantChange {
        relationship: "self".into(),
        scopes: Scopes::of_owner(),
        starts_on: "2026-11-22".into(),
        ends_on: "2026-11-22".into(),
        ..GrantChange::default()
    };
    elena.invites().await.unwrap().change_grant(maya, grant, change).await.unwrap();
    for (hours, open) in [(0, false), (24, true), (11, false), (48, false)] {
        let moved = opening() + Duration::hours(hours);
        set(&house, moved);
        let signed_in = house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await;
        assert_eq!(signed_in.is_ok(), open, "{moved}");
        if let Ok(signed_in) = signed_in {
            house.hands.shift(Duration::hours(-13));
            assert!(!is_in(&house, &signed_in.token).await, "before the first day, with a session from after it");
        }
    }
}

/// T4
async fn patience_with_wrong_tries_never_takes_hours(house: House) {
    let ask = || async { house.visitor().forgot_password(Side::Portal, MAYA).await };
    for _ in 0..10 {
        ask().await.unwrap();
    }
    assert!(matches!(refusals(ask().await)[..], [Refusal::SignIn(SignInRefusal::TooManyTries { seconds: 1 })]));
    for (moved, wait) in [(opening() - Duration::minutes(10), 2), (hour_before(), 4)] {
        set(&house, moved);
        house.system.sweep().await.unwrap();
        ask().await.unwrap();
        // The counter is as long as it was: the next one waits, and not until the clock has caught up.
        assert_eq!(refusals(ask().await), [SignInRefusal::TooManyTries { seconds: wait }.into()]);
    }
    set(&house, day_after());
    ask().await.unwrap();
}

async fn a_mail_is_not_held_up_and_leaves_once(house: House) {
    house.visitor().forgot_password(Side::Portal, MAYA).await.unwrap();
    // Somebody is sending it, or has died over it: nobody else does before the lease ends.
    house.tamper("UPDATE mails SET leased_until = next_try_at WHERE state = 'queued'").await;
    set(&house, hour_before());
    assert!(!house.system.deliver_next().await.unwrap());
    house.tamper("UPDATE mails SET leased_until = NULL, tries = 1 WHERE state = 'queued'").await;
    assert!(!house.system.deliver_next().await.unwrap(), "the second try waits");
    house.tamper("UPDATE mails SET tries = 0 WHERE state = 'queued'").await;
    assert!(house.system.deliver_next().await.unwrap(), "the first one does not");
    for moved in [opening(), day_after()] {
        set(&house, moved);
        assert!(!house.system.deliver_next().await.unwrap());
    }
}

async fn a_known_browser_stays_known(house: House) {
    for moved in [opening(), hour_before(), day_after()] {
        set(&house, moved);
        house.system.sweep().await.unwrap();
        house.client_token("Maya").await;
    }
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'new_device'").await, 0);
    assert_eq!(house.count("SELECT count(*) FROM devices WHERE owner_id IN (SELECT id FROM accounts)").await, 1);
}

async fn what_was_typed_is_kept_for_a_day(house: House) {
    let key = backend::form_key("client/documents/decline", "/documents/1/decline");
    let typed = domain::Typed { fields: [("reason".to_owned(), "I need more time".to_owned())].into(), refusals: Vec::new() };
    let token = house.client_token("Maya").await;
    house.visitor().keep_typed(&key, Some(&token), false, &typed).await.unwrap();
    for (moved, kept) in [(hour_before(), true), (day_after(), false)] {
        set(&house, moved);
        assert_eq!(house.visitor().typed(&key, Some(&token)).await.unwrap(), None, "that session is over");
        let again = house.client_token("Maya").await;
        assert_eq!(house.visitor().typed(&key, Some(&again)).await.unwrap().is_some(), kept, "{moved}");
    }
}

async fn a_copied_link_is_shown_within_ten_minutes(house: House) {
    let jordan = house.chart("Jordan");
    let token = house.staff_token("Reyes").await;
    let elena = house.practice.staff(Some(&token), origin()).await.unwrap();
    let invites = elena.invites().await.unwrap();
    let held_back = Activation { hold_mail: true, ..Activation::default() };
    let grant = invites.activate(jordan, held_back).await.unwrap().grant.unwrap();
    invites.copy_link(jordan, grant).await.unwrap();
    set(&house, opening() + Duration::minutes(10));
    let elena = house.practice.staff(Some(&token), origin()).await.unwrap();
    assert_eq!(elena.invites().await.unwrap().copied_link().await.unwrap(), None);
    assert_eq!(house.count("SELECT count(*) FROM drafts").await, 0, "too late is never");
}

/// Order is by sequence, never by time.
async fn the_trail_is_in_order_whatever_the_clock_says(house: House) {
    let jordan = house.chart("Jordan");
    for (moved, discreet) in [(opening(), true), (hour_before(), false)] {
        set(&house, moved);
        house.system.note_audit_end().await.unwrap();
        let elena = house.staff("Reyes").await;
        elena.invites().await.unwrap().set_discreet(jordan, discreet).await.unwrap();
    }
    let back = "SELECT count(*) FROM audit a JOIN audit b ON b.seq = a.seq + 1 WHERE b.at < a.at AND a.actor_kind = 'staff'";
    assert!(house.count(back).await > 0, "the clock went back between two rows");
    house.system.note_audit_end().await.unwrap();
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
    let log = house.staff("Reyes").await.invites().await.unwrap().communications(jordan).await.unwrap().log;
    let told: Vec<String> = log.iter().filter(|line| line.what.contains("mails name")).map(|line| line.at.at.to_rfc3339()).collect();
    assert_eq!(told, ["2026-11-21T11:00:00-05:00", "2026-11-21T12:00:00-05:00"], "the last act stands first");
}

/// Access that was given while the clock ran ahead, taken away and given again once it was put right.
async fn access_given_back_on_an_earlier_day_is_what_staff_see(house: House) {
    invited(&house).await;
    set(&house, opening() - Duration::days(1));
    let (elena, jordan) = (house.staff("Reyes").await, house.chart("Jordan"));
    let invites = elena.invites().await.unwrap();
    let before = invites.communications(jordan).await.unwrap().access.grant.unwrap();
    invites.revoke(jordan, before).await.unwrap();
    assert_eq!(invites.communications(jordan).await.unwrap().access.status, PortalStatus::Revoked);
    let access = house.with_post(invites.activate(jordan, Activation::default())).await.unwrap();
    assert_eq!(access.status, PortalStatus::Invited);
    let now = access.grant.expect("what can be taken away again");
    assert_ne!(now, before);
    invites.revoke(jordan, now).await.unwrap();
}

async fn there_is_a_day_after_the_nineteenth_of_january_2038(house: House) {
    set(&house, at("2038-01-19T03:14:00Z"));
    let session = house.client_token("Maya").await;
    house.visitor().forgot_password(Side::Office, "elena.reyes@harborstreet.example").await.unwrap();
    let key = key_for(&house, "elena.reyes@harborstreet.example").await;
    house.hands.shift(Duration::minutes(10));
    assert!(is_in(&house, &session).await);
    assert_eq!(dead_key(&house, Side::Office, &key).await, None);
    house.visitor().sign_in(Side::Office, "elena.reyes@harborstreet.example", STAFF_PASSWORD, None).await.unwrap();
    house.hands.shift(Duration::hours(24));
    assert!(!is_in(&house, &session).await);
    assert_eq!(dead_key(&house, Side::Office, &key).await, Some(SignInRefusal::KeyExpired));
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}
