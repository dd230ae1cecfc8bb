//! What comes again: every week, and before each appointment; once, over restarts and jumps of the clock.

use super::{CALM, draft, form_of, keep, of_maya, phq, submit};
use crate::{
    appointments::desk::Desk,
    house::House,
    reminders::{book, go_to},
};
use backend::Practice;
use chrono::{DateTime, Duration, Utc};
use domain::{activities::Rhythm, forms::Status};

crate::on_both_databases!(
    what_comes_weekly_comes_once_a_week_and_ends_the_one_before,
    before_each_appointment_it_comes_once,
    what_is_ended_comes_no_more,
);

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn mind(house: &House) {
    house.system.mind_activities().await.unwrap();
}

async fn given(house: &House) -> i64 {
    house.count("SELECT count(*) FROM form_assignments WHERE activity = 'measure'").await
}

async fn weekly(house: &House) {
    let elena = house.staff("Reyes").await;
    let form = form_of(&elena, house, "PHQ-9").await;
    elena.activities().await.unwrap().assign(house.chart("Maya"), &draft(form, "week")).await.unwrap();
}

async fn what_comes_weekly_comes_once_a_week_and_ends_the_one_before(house: House) {
    weekly(&house).await;
    let page = of_maya(&house, "Reyes").await;
    assert_eq!((page.assigned[0].title.as_str(), page.assigned[0].due), ("PHQ-9 weekly check-in", Some("2026-11-27".parse().unwrap())));
    assert_eq!((page.series[0].rhythm, page.series[0].next), (Rhythm::Weekly, Some("2026-11-28".parse().unwrap())));
    let first = page.assigned[0].id;
    keep(&house.client("Maya").await, first, phq(CALM).into_iter().take(4).collect()).await.unwrap();
    mind(&house).await;
    assert_eq!(given(&house).await, 1);
    go_to(&house, at("2026-11-28T15:00:00Z"));
    mind(&house).await;
    // After a restart, and in another process, it does not come again.
    let (_, there) = Practice::open(house.setup.clone()).await.unwrap();
    there.mind_activities().await.unwrap();
    mind(&house).await;
    let page = of_maya(&house, "Reyes").await;
    assert_eq!(given(&house).await, 2);
    assert_eq!((page.assigned[0].status, page.assigned[1].status), (Status::Sent, Status::Expired));
    let half = &page.trend.unwrap().points[0];
    assert_eq!((half.status, half.score.answered, half.total()), (Status::Expired, 4, None), "how much of it was answered stays");
    assert!(keep(&house.client("Maya").await, first, phq(CALM)).await.is_err(), "it is ended");
    submit(&house.client("Maya").await, page.assigned[0].id, phq(CALM)).await.unwrap();
    // The clock jumps over three weeks: it comes once, and keeps its weekday.
    go_to(&house, at("2026-12-21T15:00:00Z"));
    mind(&house).await;
    mind(&house).await;
    let page = of_maya(&house, "Reyes").await;
    assert_eq!((given(&house).await, page.series[0].next), (3, Some("2026-12-26".parse().unwrap())));
    assert_eq!(page.assigned[0].due, Some("2026-12-25".parse().unwrap()));
    // And back again: nothing comes.
    go_to(&house, at("2026-12-01T15:00:00Z"));
    mind(&house).await;
    assert_eq!(given(&house).await, 3);
    assert_eq!(house.told("activities.came").await, 2);
}

async fn before_each_appointment_it_comes_once(house: House) {
    let desk = Desk::new(&house).await;
    let elena = house.staff("Reyes").await;
    let form = form_of(&elena, &house, "GAD-7").await;
    elena.activities().await.unwrap().assign(house.chart("Maya"), &draft(form, "appointment")).await.unwrap();
    let starts_at = at("2026-11-24T15:00:00Z");
    book(&desk, &desk.draft(starts_at)).await;
    mind(&house).await;
    assert_eq!(given(&house).await, 0, "not yet");
    go_to(&house, starts_at - Duration::days(2) + Duration::minutes(1));
    mind(&house).await;
    mind(&house).await;
    let page = of_maya(&house, "Reyes").await;
    assert_eq!((given(&house).await, page.assigned[0].due), (1, Some("2026-11-24".parse().unwrap())));
    assert_eq!(page.assigned[0].title, "GAD-7 before your appointment");
}

async fn what_is_ended_comes_no_more(house: House) {
    weekly(&house).await;
    let series = of_maya(&house, "Reyes").await.series[0].id;
    house.staff("Reyes").await.activities().await.unwrap().end_series(house.chart("Maya"), series).await.unwrap();
    go_to(&house, at("2026-11-28T15:00:00Z"));
    mind(&house).await;
    assert_eq!(given(&house).await, 1);
    assert!(of_maya(&house, "Reyes").await.series.is_empty());
}
