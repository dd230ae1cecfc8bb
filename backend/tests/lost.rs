//! A lost second factor: three days, reminders, and links that stop it.

use crate::{
    access::refusals,
    factors::{MAYA, half, with_app},
    house::House,
};
use backend::Practice;
use chrono::Duration;
use domain::{
    charts::Refusal::EmailMissing,
    notices::TaskKind,
    sign_in::{Awaits, Refusal},
};

crate::on_both_databases!(a_lost_factor_takes_three_days_and_can_be_stopped, who_lost_a_factor_is_reminded_after_one_day_and_after_two,);

async fn a_lost_factor_takes_three_days_and_can_be_stopped(house: House) {
    with_app(&house).await;
    let signed_in = half(&house).await;
    house.visitor().report_lost_factor(Some(&signed_in.token)).await.unwrap();
    assert_eq!(refusals(house.visitor().report_lost_factor(Some(&signed_in.token)).await), [Refusal::ResetAskedAlready.into()]);
    let to_do = house.staff("Reyes").await.notices().to_do().await.unwrap();
    assert!(to_do.tasks.iter().any(|task| task.kind == TaskKind::FactorReset));
    let stop = stop_link(&house).await;
    // Whoever presses the button without knowing whose mailbox it is stops nothing, a mail scanner among them (T7).
    for _ in 0..50 {
        assert_eq!(refusals(house.visitor().stop_factor_reset(&stop, "").await), [EmailMissing.into()]);
    }
    let other = house.visitor().stop_factor_reset(&stop, "rosa.delgado@example.com").await;
    assert_eq!(refusals(other), [Refusal::OtherAddress.into()]);
    assert_eq!(refusals(house.visitor().stop_factor_reset("x", MAYA).await), [Refusal::KeyUnknown.into()]);
    assert_eq!(house.told("sign_in.factor_reset_stopped").await, 0);
    house.visitor().stop_factor_reset(&stop, &MAYA.to_uppercase()).await.unwrap();
    house.hands.shift(Duration::hours(73));
    assert!(!house.system.do_next_factor_reset().await.unwrap());
    assert_eq!(half(&house).await.awaits, Some(Awaits::Factor));
    // Once more, and nobody stops it.
    let signed_in = half(&house).await;
    house.visitor().report_lost_factor(Some(&signed_in.token)).await.unwrap();
    house.hands.shift(Duration::hours(72) - Duration::milliseconds(1));
    // Nobody looked before: one reminder leaves, and the other is not made up for.
    assert!(house.system.do_next_factor_reset().await.unwrap());
    assert!(!house.system.do_next_factor_reset().await.unwrap());
    assert_eq!(half(&house).await.awaits, Some(Awaits::Factor));
    house.hands.shift(Duration::milliseconds(1));
    assert!(house.system.do_next_factor_reset().await.unwrap());
    assert!(!house.system.do_next_factor_reset().await.unwrap());
    assert_eq!(half(&house).await.awaits, None);
    assert_eq!(house.newest_link(MAYA).await, "/login", "she is told");
}

async fn stop_link(house: &House) -> String {
    house.newest_link(MAYA).await.strip_prefix("/stop/").unwrap().to_owned()
}

async fn who_lost_a_factor_is_reminded_after_one_day_and_after_two(house: House) {
    const REMINDERS: &str = "SELECT count(*) FROM mails WHERE kind = 'factor_lost_reminder'";
    with_app(&house).await;
    let report = || async { house.visitor().report_lost_factor(Some(&half(&house).await.token)).await.unwrap() };
    report().await;
    let first = stop_link(&house).await;
    house.hands.shift(Duration::hours(24) - Duration::milliseconds(1));
    assert!(!house.system.do_next_factor_reset().await.unwrap());
    house.hands.shift(Duration::milliseconds(1));
    // Two jobs at the same moment send one mail, and none is sent again after a restart.
    let job = || {
        let system = house.system.clone();
        tokio::spawn(async move { system.do_next_factor_reset().await.unwrap() })
    };
    let (one, other) = tokio::join!(job(), job());
    assert!(one.unwrap() != other.unwrap());
    let (_, after_the_restart) = Practice::open(house.setup.clone()).await.unwrap();
    assert!(!after_the_restart.do_next_factor_reset().await.unwrap());
    assert_eq!((house.count(REMINDERS).await, house.told("sign_in.factor_reminded").await), (1, 1));
    let second = stop_link(&house).await;
    house.hands.shift(Duration::hours(24));
    assert!(house.system.do_next_factor_reset().await.unwrap());
    assert!(!house.system.do_next_factor_reset().await.unwrap());
    let third = stop_link(&house).await;
    assert!(first != second && second != third && first != third);
    // Each of the three links stops it, and then there is nothing to be reminded of.
    house.visitor().stop_factor_reset(&second, MAYA).await.unwrap();
    house.visitor().stop_factor_reset(&third, MAYA).await.unwrap();
    house.hands.shift(Duration::hours(25));
    assert!(!house.system.do_next_factor_reset().await.unwrap());
    assert_eq!((half(&house).await.awaits, house.count(REMINDERS).await), (Some(Awaits::Factor), 2));
    // A reminder that still waits when it is stopped does not leave.
    report().await;
    let stop = stop_link(&house).await;
    house.hands.shift(Duration::hours(24));
    assert!(house.system.do_next_factor_reset().await.unwrap());
    house.visitor().stop_factor_reset(&stop, MAYA).await.unwrap();
    assert!(!house.system.deliver_next().await.unwrap());
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'factor_lost_reminder' AND state = 'cancelled'").await, 1);
}
