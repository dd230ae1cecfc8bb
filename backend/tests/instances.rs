//! Two instances on one PostgreSQL: what counts is in the database, so it does not matter which of them somebody comes to.

use crate::{
    access::grant_of,
    documents::{
        refusals,
        signing::{ready, typed},
    },
    house::{CLIENT_PASSWORD, House, origin},
    once,
};
use backend::{Error, Practice, System};
use chrono::Duration;
use domain::{
    Refusal,
    documents::Refusal as DocumentRefusal,
    sign_in::{Refusal as SignInRefusal, Side},
};
use std::sync::Arc;

crate::on_postgres!(backend::Hashing::Full =>
    a_session_is_one_session_at_both,
    wrong_tries_are_counted_together,
    a_mail_leaves_once_whichever_sends_it,
    a_signature_at_each_leaves_one,
    a_form_at_both_is_done_once,
    what_both_do_at_once_is_one_trail,
);

const MAYA: &str = "maya.lindqvist@example.com";

/// Another process over the same database, under the same clock.
async fn another(house: &House) -> (Practice, System) {
    Practice::open(house.setup.clone()).await.unwrap()
}

/// T11: used here it is not idle there, and ended there it is over here.
async fn a_session_is_one_session_at_both(house: House) {
    let (there, _) = another(&house).await;
    let token = house.client_token("Maya").await;
    for practice in [&there, &house.practice, &there] {
        house.hands.shift(Duration::minutes(19));
        assert!(practice.client(Some(&token), None, origin()).await.is_ok());
    }
    there.holder(Some(&token), origin()).await.unwrap().sign_out().await.unwrap();
    for practice in [&there, &house.practice] {
        assert!(matches!(practice.client(Some(&token), None, origin()).await, Err(Error::SignedOut)));
    }
    let elena = house.staff_token("Reyes").await;
    house.hands.shift(Duration::minutes(15));
    assert!(matches!(there.staff(Some(&elena), origin()).await, Err(Error::SignedOut)));
    assert!(matches!(house.practice.staff(Some(&elena), origin()).await, Err(Error::SignedOut)));
}

/// T4
async fn wrong_tries_are_counted_together(house: House) {
    let (there, _) = another(&house).await;
    let tries: Vec<_> = (0..50)
        .map(|number| {
            let visitor = if number % 2 == 0 { house.visitor() } else { there.visitor(origin()) };
            tokio::spawn(async move { visitor.sign_in(Side::Portal, MAYA, "wrong", None).await })
        })
        .collect();
    let mut tried = 0;
    for one in tries {
        match one.await.unwrap() {
            Err(Error::Refused(refusals)) => match refusals[..] {
                [Refusal::SignIn(SignInRefusal::WrongEmailOrPassword)] => tried += 1,
                [Refusal::SignIn(SignInRefusal::TooManyTries { .. })] => {}
                _ => panic!("{refusals:?}"),
            },
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("a wrong password opened"),
        }
    }
    assert_eq!(tried, 10);
    for visitor in [house.visitor(), there.visitor(origin())] {
        let right = visitor.sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.err();
        assert!(
            matches!(right, Some(Error::Refused(refusals)) if matches!(refusals[..], [Refusal::SignIn(SignInRefusal::TooManyTries { .. })]))
        );
    }
}

/// Each mail makes its link as it leaves, so one that left twice would have made two.
async fn a_mail_leaves_once_whichever_sends_it(house: House) {
    const MAILS: i64 = 30;
    let (there, other) = another(&house).await;
    let (maya, grant) = (house.chart("Maya"), grant_of(&house, house.chart("Maya")).await);
    let elena = house.staff_token("Reyes").await;
    // Each act waits a moment for its mail to leave: here they wait together.
    let acts: Vec<_> = (0..MAILS)
        .map(|number| {
            let (practice, token) = (if number % 2 == 0 { house.practice.clone() } else { there.clone() }, elena.clone());
            tokio::spawn(async move {
                let staff = practice.staff(Some(&token), origin()).await.unwrap();
                staff.invites().await.unwrap().reset_password(maya, grant).await.unwrap();
            })
        })
        .collect();
    for act in acts {
        act.await.unwrap();
    }
    let again = "SELECT count(*) FROM mails WHERE kind = 'reset' AND state = 'sent' AND tries > 1";
    let queued = "SELECT count(*) FROM mails WHERE state = 'queued'";
    assert_eq!(house.count(queued).await, MAILS);
    let jobs: Vec<_> = (0..20)
        .map(|number| {
            let system = if number % 2 == 0 { house.system.clone() } else { other.clone() };
            tokio::spawn(async move {
                let mut delivered = 0;
                while system.deliver_next().await.unwrap() {
                    delivered += 1;
                }
                (number % 2, delivered)
            })
        })
        .collect();
    let mut by = [0, 0];
    for job in jobs {
        let (which, delivered) = job.await.unwrap();
        by[which] += delivered;
    }
    while house.system.deliver_next().await.unwrap() {
        by[0] += 1;
    }
    assert!(by[0] > 0 && by[1] > 0 && by[0] + by[1] == MAILS, "{by:?}");
    assert_eq!((house.count(queued).await, house.count(again).await), (0, 0));
    assert_eq!(house.count("SELECT count(*) FROM keys").await, MAILS);
    assert_eq!(house.count("SELECT count(*) FROM keys WHERE used_at IS NULL AND replaced_at IS NULL").await, 1);
}

/// T43
async fn a_signature_at_each_leaves_one(house: House) {
    let (there, _) = another(&house).await;
    let (_, share, seen) = ready(&house).await;
    let token = house.client_token("Maya").await;
    let here = Arc::new(house.practice.client(Some(&token), None, origin()).await.unwrap());
    let there = Arc::new(there.client(Some(&token), None, origin()).await.unwrap());
    let tries: Vec<_> = (0..30)
        .map(|number| {
            let (client, offer) = (if number % 2 == 0 { here.clone() } else { there.clone() }, typed(&seen));
            tokio::spawn(async move { client.documents().await.unwrap().sign(share, offer).await })
        })
        .collect();
    let mut signed = 0;
    for one in tries {
        match one.await.unwrap() {
            Ok(()) => signed += 1,
            lost => assert_eq!(refusals(lost), [DocumentRefusal::AlreadySigned]),
        }
    }
    assert_eq!((signed, house.count("SELECT count(*) FROM signatures").await), (1, 1));
    assert_eq!(house.told("documents.signed").await, 1);
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

/// Whichever of them the second click comes to, it is led where the first one was.
async fn a_form_at_both_is_done_once(house: House) {
    let (there, _) = another(&house).await;
    for _ in 0..5 {
        once::asks_at_once(&[house.practice.clone(), there.clone()]).await;
    }
}

/// T45
async fn what_both_do_at_once_is_one_trail(house: House) {
    let (there, system) = another(&house).await;
    let token = house.staff_token("Reyes").await;
    let maya = house.chart("Maya");
    let before = house.system.verify_audit().await.unwrap().rows;
    let looks: Vec<_> = (0..40)
        .map(|number| {
            let (practice, token) = (if number % 2 == 0 { house.practice.clone() } else { there.clone() }, token.clone());
            tokio::spawn(async move {
                let staff = practice.staff(Some(&token), origin()).await.unwrap();
                staff.charts().await.unwrap().face(maya).await.unwrap();
            })
        })
        .collect();
    for look in looks {
        look.await.unwrap();
    }
    for system in [&house.system, &system] {
        let verdict = system.verify_audit().await.unwrap();
        assert_eq!((verdict.trouble, verdict.rows), (None, before + 40));
    }
}
