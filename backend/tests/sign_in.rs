use crate::house::{CLIENT_PASSWORD, House, origin};
use backend::{Error, Practice};
use chrono::Duration;
use domain::{
    Refusal,
    sign_in::{Refusal as SignInRefusal, Side},
};

crate::on_both_databases!(
    backend::Hashing::Full =>
    unknown_wrong_and_disabled_look_alike,
    ten_tries_are_free_then_one_waits,
    wrong_tries_are_remembered_over_a_restart,
    an_office_full_of_people_signs_in_from_one_address,
    who_loses_access_is_out_at_the_next_request,
    fifty_tries_at_once_are_counted_one_by_one,
    a_session_ends_when_idle_and_after_twelve_hours,
    polling_does_not_keep_a_session_alive,
    signing_in_again_ends_the_session_that_was_brought_along,
    logout_ends_one_side_only,
    what_was_typed_comes_back_to_the_same_person_until_the_form_is_taken,
    drafts_have_an_end,
);

fn refused(result: Result<backend::SignedIn, Error>) -> Vec<Refusal> {
    match result {
        Err(Error::Refused(refusals)) => refusals,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("signed in"),
    }
}

/// T1, counted: one argon2 run and one audit row for every try, and the same words.
async fn unknown_wrong_and_disabled_look_alike(house: House) {
    house.tamper("UPDATE accounts SET disabled_at = registered_at WHERE first_name = 'Rosa'").await;
    for (email, password) in [
        ("nobody@example.com", CLIENT_PASSWORD),
        ("maya.lindqvist@example.com", "Wrong-Otter_paints7"),
        ("jordan.avery@example.com", CLIENT_PASSWORD),
        ("rosa.delgado@example.com", CLIENT_PASSWORD),
        ("rosa.delgado@example.com", "Wrong-Otter_paints7"),
        ("peter.novak@example.com", CLIENT_PASSWORD),
        ("", ""),
    ] {
        let (runs, rows) = (house.practice.password_runs(), house.count("SELECT count(*) FROM audit").await);
        let refusals = refused(house.visitor().sign_in(Side::Portal, email, password, None).await);
        assert_eq!(refusals, vec![SignInRefusal::WrongEmailOrPassword.into()]);
        assert_eq!(house.practice.password_runs(), runs + 1, "{email}");
        assert_eq!(house.count("SELECT count(*) FROM audit").await, rows + 1, "{email}");
    }
}

/// T4
async fn ten_tries_are_free_then_one_waits(house: House) {
    let attempt = || async { house.visitor().sign_in(Side::Portal, "maya.lindqvist@example.com", "wrong", None).await };
    for _ in 0..10 {
        assert_eq!(refused(attempt().await), vec![SignInRefusal::WrongEmailOrPassword.into()]);
    }
    assert_eq!(refused(attempt().await), vec![SignInRefusal::TooManyTries { seconds: 1 }.into()]);
    house.hands.shift(Duration::seconds(1));
    house.visitor().sign_in(Side::Portal, "maya.lindqvist@example.com", CLIENT_PASSWORD, None).await.unwrap();
}

async fn an_office_full_of_people_signs_in_from_one_address(house: House) {
    for _ in 0..3 {
        for member in &house.cast.staff {
            house.visitor().sign_in(Side::Office, &member.email, crate::house::STAFF_PASSWORD, None).await.unwrap();
        }
    }
    // Their right passwords do not make up for somebody's wrong ones.
    for n in 0..10 {
        let email = format!("nobody{n}@example.com");
        assert_eq!(
            refused(house.visitor().sign_in(Side::Office, &email, "wrong", None).await),
            vec![SignInRefusal::WrongEmailOrPassword.into()]
        );
    }
    let one_more = house.visitor().sign_in(Side::Office, "nobody@example.com", "wrong", None).await;
    assert_eq!(refused(one_more), vec![SignInRefusal::TooManyTries { seconds: 1 }.into()]);
}

async fn wrong_tries_are_remembered_over_a_restart(house: House) {
    let try_at = |practice: Practice| async move {
        refused(practice.visitor(origin()).sign_in(Side::Portal, "maya.lindqvist@example.com", "wrong", None).await)
    };
    for _ in 0..10 {
        try_at(house.practice.clone()).await;
    }
    let (after_the_restart, _) = Practice::open(house.setup.clone()).await.unwrap();
    assert_eq!(try_at(after_the_restart).await, vec![SignInRefusal::TooManyTries { seconds: 1 }.into()]);
}

/// T10
async fn who_loses_access_is_out_at_the_next_request(house: House) {
    let (maya, rosa, elena) = (house.client_token("Maya").await, house.client_token("Rosa").await, house.staff_token("Reyes").await);
    house
        .tamper("UPDATE grants SET revoked_at = activated_at WHERE account_id IN (SELECT id FROM accounts WHERE first_name = 'Maya')")
        .await;
    house.tamper("UPDATE accounts SET disabled_at = registered_at WHERE first_name = 'Rosa'").await;
    house.tamper("UPDATE staff SET disabled_at = (SELECT opened_at FROM practice) WHERE last_name = 'Reyes'").await;
    let (after_the_restart, _) = Practice::open(house.setup.clone()).await.unwrap();
    for practice in [&house.practice, &after_the_restart] {
        for client in [&maya, &rosa] {
            assert!(matches!(practice.client(Some(client), None, origin()).await, Err(Error::SignedOut)));
        }
        assert!(matches!(practice.staff(Some(&elena), origin()).await, Err(Error::SignedOut)));
    }
}

async fn fifty_tries_at_once_are_counted_one_by_one(house: House) {
    let tries = (0..50).map(|_| {
        let visitor = house.visitor();
        tokio::spawn(async move { visitor.sign_in(Side::Portal, "maya.lindqvist@example.com", "wrong", None).await })
    });
    let mut tried = 0;
    for one in tries.collect::<Vec<_>>() {
        match &refused(one.await.unwrap())[..] {
            [Refusal::SignIn(SignInRefusal::WrongEmailOrPassword)] => tried += 1,
            [Refusal::SignIn(SignInRefusal::TooManyTries { .. })] => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(tried, 10);
}

/// T11
async fn a_session_ends_when_idle_and_after_twelve_hours(house: House) {
    let token = house.client_token("Maya").await;
    house.hands.shift(Duration::minutes(20) - Duration::milliseconds(1));
    assert!(house.practice.client(Some(&token), None, origin()).await.is_ok());
    house.hands.shift(Duration::minutes(20));
    assert!(matches!(house.practice.client(Some(&token), None, origin()).await, Err(Error::SignedOut)));

    let token = house.staff_token("Reyes").await;
    for _ in 0..51 {
        house.hands.shift(Duration::minutes(14));
        assert!(house.practice.staff(Some(&token), origin()).await.is_ok());
    }
    house.hands.shift(Duration::minutes(14));
    assert!(matches!(house.practice.staff(Some(&token), origin()).await, Err(Error::SignedOut)));
}

async fn polling_does_not_keep_a_session_alive(house: House) {
    let token = house.client_token("Maya").await;
    let polling = || backend::Origin { by_hand: false, ..origin() };
    for _ in 0..3 {
        house.hands.shift(Duration::minutes(6));
        assert!(house.practice.client(Some(&token), None, polling()).await.is_ok());
    }
    house.hands.shift(Duration::minutes(2));
    assert!(matches!(house.practice.client(Some(&token), None, polling()).await, Err(Error::SignedOut)));
}

/// T9
async fn signing_in_again_ends_the_session_that_was_brought_along(house: House) {
    let before = house.client_token("Maya").await;
    let after = house.visitor().sign_in(Side::Portal, "maya.lindqvist@example.com", CLIENT_PASSWORD, Some(&before)).await.unwrap().token;
    assert_ne!(before.reveal(), after.reveal());
    assert!(matches!(house.practice.client(Some(&before), None, origin()).await, Err(Error::SignedOut)));
    assert!(house.practice.client(Some(&after), None, origin()).await.is_ok());
}

async fn logout_ends_one_side_only(house: House) {
    let (portal, office) = (house.client_token("Maya").await, house.staff_token("Reyes").await);
    house.practice.holder(Some(&portal), origin()).await.unwrap().sign_out().await.unwrap();
    assert!(matches!(house.practice.client(Some(&portal), None, origin()).await, Err(Error::SignedOut)));
    assert!(house.practice.staff(Some(&office), origin()).await.is_ok());
    // A portal session opens nothing in the office, nor the other way round.
    assert!(matches!(house.practice.client(Some(&office), None, origin()).await, Err(Error::SignedOut)));
}

async fn what_was_typed_comes_back_to_the_same_person_until_the_form_is_taken(house: House) {
    let (maya, rosa) = (house.client_token("Maya").await, house.client_token("Rosa").await);
    let key = backend::form_key("client/documents/decline", "/documents/1/decline");
    let typed = domain::Typed { fields: [("reason".to_owned(), "I need more time".to_owned())].into(), refusals: Vec::new() };
    house.visitor().keep_typed(&key, Some(&maya), false, &typed).await.unwrap();
    assert_eq!(house.visitor().typed(&key, Some(&rosa)).await.unwrap(), None);
    assert_eq!(house.visitor().typed(&key, None).await.unwrap(), None);
    assert_eq!(house.visitor().typed(&key, Some(&maya)).await.unwrap(), Some(typed.clone()));
    assert_eq!(house.visitor().typed(&key, Some(&maya)).await.unwrap(), Some(typed.clone()));
    // Logout closes it; whoever typed it finds it again after signing in.
    house.practice.holder(Some(&maya), origin()).await.unwrap().sign_out().await.unwrap();
    assert_eq!(house.visitor().typed(&key, Some(&maya)).await.unwrap(), None);
    let again = house.client_token("Maya").await;
    assert_eq!(house.visitor().typed(&key, Some(&again)).await.unwrap(), Some(typed.clone()));
    // A session that has ended still says whose form it was.
    house.visitor().keep_typed(&key, Some(&maya), false, &typed).await.unwrap();
    assert_eq!(house.visitor().typed(&key, Some(&again)).await.unwrap(), Some(typed.clone()));
    house.visitor().forget_typed(&key).await.unwrap();
    assert_eq!(house.visitor().typed(&key, Some(&again)).await.unwrap(), None);
    // What nobody in particular typed into a form of somebody's is not kept at all.
    house.visitor().keep_typed(&key, None, false, &typed).await.unwrap();
    assert_eq!(house.visitor().typed(&key, None).await.unwrap(), None);
    house.visitor().keep_typed(&key, None, true, &typed).await.unwrap();
    assert_eq!(house.visitor().typed(&key, None).await.unwrap(), Some(typed));
}

/// T32: nobody fills the disk with what they never sent.
async fn drafts_have_an_end(house: House) {
    let maya = house.client_token("Maya").await;
    let draft = |text: &str| domain::Typed { fields: [("reason".to_owned(), text.to_owned())].into(), refusals: Vec::new() };
    let keep = async |number: u32, text: &str| {
        house.hands.shift(Duration::seconds(1));
        let key = backend::form_key("client/documents/decline", &format!("/documents/{number}/decline"));
        house.visitor().keep_typed(&key, Some(&maya), false, &draft(text)).await.unwrap();
        house.visitor().typed(&key, Some(&maya)).await.unwrap()
    };
    for number in 0..40 {
        assert!(keep(number, "I need more time").await.is_some(), "the newest is there");
    }
    assert_eq!(house.count("SELECT count(*) FROM drafts").await, 30);
    assert!(keep(41, &"y".repeat(300_000)).await.is_some(), "a long one");
    assert!(keep(42, &"y".repeat(1_000_000)).await.is_none());
    house.hands.shift(Duration::days(1));
    assert!(keep(43, "I need more time").await.is_none(), "the session ended long ago");
}
