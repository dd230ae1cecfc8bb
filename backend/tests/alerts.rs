use crate::house::House;
use backend::{Error, Staff};
use domain::{
    Refusal,
    alerts::{Alert, AlertKind, Alerts, Refusal as AlertRefusal},
    ids::ChartId,
};

crate::on_both_databases!(
    what_is_pinned_stands_on_every_tab_and_its_history_stays,
    what_was_not_taken_changes_nothing,
    who_opens_a_chart_sees_its_alerts_and_who_changes_it_changes_them,
);

async fn page(staff: &Staff, chart: ChartId) -> Alerts {
    staff.alerts().await.unwrap().of_chart(chart).await.unwrap()
}

/// What the band shows.
async fn band(staff: &Staff, chart: ChartId) -> Vec<Alert> {
    staff.charts().await.unwrap().face(chart).await.unwrap().banner.alerts
}

async fn what_is_pinned_stands_on_every_tab_and_its_history_stays(house: House) {
    let (elena, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let alerts = elena.alerts().await.unwrap();
    let before = page(&elena, maya).await;
    let told = async || (house.told("alerts.pinned").await, house.told("alerts.taken_down").await);
    let (pinned_before, ended_before) = told().await;
    alerts.pin(maya, AlertKind::Allergy, " Penicillin ").await.unwrap();
    let id = alerts.pin(maya, AlertKind::Contact, "No voicemail; text first").await.unwrap();
    let pinned = Alert { kind: AlertKind::Allergy, words: "Penicillin".into() };
    assert!(band(&elena, maya).await.contains(&pinned));
    assert_eq!(elena.documents().await.unwrap().list(maya).await.unwrap().banner.alerts, band(&elena, maya).await);

    alerts.take_down(maya, id).await.unwrap();
    let after = page(&elena, maya).await;
    assert_eq!(after.standing.len(), before.standing.len() + 1);
    let ended = &after.earlier[0];
    assert_eq!((ended.alert.words.as_str(), ended.pinned.0.as_str()), ("No voicemail; text first", "Elena Reyes, PhD"));
    assert_eq!(ended.ended.as_ref().unwrap().0, "Elena Reyes, PhD");
    assert_eq!(told().await, (pinned_before + 2, ended_before + 1));
    assert_eq!(house.count("SELECT count(*) FROM alerts WHERE length(words) < 60").await, 0, "they are sealed");
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn what_was_not_taken_changes_nothing(house: House) {
    let (elena, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let alerts = elena.alerts().await.unwrap();
    let refused = |refusal: AlertRefusal| vec![Refusal::from(refusal)];
    let refusals = |error: Error| match error {
        Error::Refused(refusals) => refusals,
        other => panic!("{other:?}"),
    };
    let pin = async |words: &str| alerts.pin(maya, AlertKind::Other, words).await;
    assert_eq!(refusals(pin(" ").await.unwrap_err()), refused(AlertRefusal::WordsMissing));
    assert_eq!(refusals(pin(&"x".repeat(161)).await.unwrap_err()), refused(AlertRefusal::WordsTooLong));
    let id = pin("Door code 4711").await.unwrap();
    assert_eq!(refusals(pin("Door code 4711").await.unwrap_err()), refused(AlertRefusal::Twice));
    alerts.take_down(maya, id).await.unwrap();
    assert_eq!(refusals(alerts.take_down(maya, id).await.unwrap_err()), refused(AlertRefusal::TakenDown));
    for number in page(&elena, maya).await.standing.len()..8 {
        pin(&number.to_string()).await.unwrap();
    }
    assert_eq!(refusals(pin("one more").await.unwrap_err()), refused(AlertRefusal::TooMany));
    // Another chart's is not there.
    let other = alerts.pin(house.chart("Jordan"), AlertKind::Allergy, "Nuts").await.unwrap();
    assert!(matches!(alerts.take_down(maya, other).await, Err(Error::NotFound)));
}

async fn who_opens_a_chart_sees_its_alerts_and_who_changes_it_changes_them(house: House) {
    let maya = house.chart("Maya");
    let elena = house.staff("Reyes").await;
    let id = elena.alerts().await.unwrap().pin(maya, AlertKind::SafetyPlan, "Plan on file; call Ingrid first").await.unwrap();
    let biller = house.staff("Brandt").await;
    assert!(page(&biller, maya).await.standing.iter().any(|line| line.id == id) && !page(&biller, maya).await.may_change);
    let of_biller = biller.alerts().await.unwrap();
    assert!(matches!(of_biller.pin(maya, AlertKind::Other, "x").await, Err(Error::NotFound)));
    assert!(matches!(of_biller.take_down(maya, id).await, Err(Error::NotFound)));
    let samuel = house.staff("Okafor").await;
    assert!(matches!(samuel.alerts().await.unwrap().of_chart(maya).await, Err(Error::NotFound)));
    assert!(page(&elena, maya).await.may_change);
}
