//! The audit trail, looked through: by person, chart, act and time, by who may; and as a file.

use crate::house::House;
use backend::Error;
use chrono::Duration;
use domain::{
    Role,
    audit::{AuditAct, LINES_SHOWN, Outcome, TrailFilter},
};

crate::on_both_databases!(
    the_trail_is_narrowed_by_person_chart_act_and_time,
    it_comes_in_pages_that_miss_nothing,
    only_who_may_looks_through_it,
    its_file_holds_what_is_shown_and_no_formula,
    its_file_wants_fresh_proof_and_is_told_of,
);

fn of(who: &str) -> TrailFilter {
    TrailFilter { who: who.into(), ..TrailFilter::default() }
}

async fn the_trail_is_narrowed_by_person_chart_act_and_time(house: House) {
    let elena = house.staff("Reyes").await;
    elena.charts().await.unwrap().face(house.chart("Maya")).await.unwrap();
    house.client("Maya").await.dashboard().await.unwrap();
    let ruth = house.staff("Abara").await;
    let trail = ruth.trail().await.unwrap();
    for who in ["Elena Reyes", "reyes", "elena.reyes@harborstreet.example", "Elena Reyes, PhD"] {
        let page = trail.page(of(who), None, None).await.unwrap();
        assert!(!page.nobody && !page.lines.is_empty() && page.lines.iter().all(|line| line.actor.starts_with("Elena")), "{who}");
    }
    let page = trail.page(of("maya.lindqvist@example.com"), None, None).await.unwrap();
    assert!(!page.lines.is_empty() && page.lines.iter().all(|line| line.actor == "Maya Lindqvist"));
    for nobody in ["Reyesx", "nobody@example.com", "' OR 1=1 --"] {
        let page = trail.page(of(nobody), None, None).await.unwrap();
        assert!(page.nobody && page.lines.is_empty(), "{nobody}");
    }
    let chart = TrailFilter { chart: Some(house.chart("Maya")), act: Some(AuditAct::ChartOpened), ..of("Reyes") };
    let page = trail.page(chart.clone(), None, None).await.unwrap();
    assert_eq!(page.chart.as_deref(), Some("Lindqvist, Maya"));
    let line = &page.lines[0];
    assert_eq!(
        (line.act, line.outcome, line.chart.as_ref().unwrap().1.as_str()),
        (Some(AuditAct::ChartOpened), Outcome::Done, "Lindqvist, Maya")
    );
    assert_eq!(line.address, "203.0.113.7");
    let day = |first: &str, last: &str| TrailFilter { first: first.parse().ok(), last: last.parse().ok(), ..chart.clone() };
    assert!(!trail.page(day("2026-11-21", "2026-11-21"), None, None).await.unwrap().lines.is_empty());
    assert!(trail.page(day("2026-11-22", "2026-11-30"), None, None).await.unwrap().lines.is_empty());
    assert!(trail.page(day("2026-01-01", "2026-01-02"), None, None).await.unwrap().lines.is_empty());
    // A chart is found by its name.
    let page = trail.page(TrailFilter::default(), None, Some("lindq".into())).await.unwrap();
    assert_eq!(page.sought.unwrap().1[0].0, house.chart("Maya"));
}

async fn it_comes_in_pages_that_miss_nothing(house: House) {
    let elena = house.staff("Reyes").await;
    for _ in 0..LINES_SHOWN + 5 {
        elena.charts().await.unwrap().face(house.chart("Maya")).await.unwrap();
    }
    let ruth = house.staff("Abara").await;
    let trail = ruth.trail().await.unwrap();
    let filter = TrailFilter { act: Some(AuditAct::ChartOpened), chart: Some(house.chart("Maya")), ..TrailFilter::default() };
    let (mut below, mut seen) = (None, Vec::new());
    loop {
        let page = trail.page(filter.clone(), below, None).await.unwrap();
        seen.extend(page.lines.iter().map(|line| line.seq));
        below = page.below;
        if below.is_none() {
            break;
        }
    }
    let all = house.count("SELECT count(*) FROM audit WHERE act = 'charts.opened' AND actor_kind <> 'x'").await;
    let mut once = seen.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), seen.len(), "none twice");
    assert!(seen.len() as u64 > LINES_SHOWN && seen.len() as i64 <= all);
}

async fn only_who_may_looks_through_it(house: House) {
    for who in ["Reyes", "Okafor", "Raman", "Whitfield", "Brandt"] {
        let before = house.told("denied").await;
        assert!(matches!(house.staff(who).await.trail().await.err(), Some(Error::NotAllowed)), "{who}");
        assert_eq!(house.told("denied").await, before + 1, "{who}");
    }
    for who in ["Abara", "Vidal"] {
        house.staff(who).await.trail().await.unwrap().page(TrailFilter::default(), None, None).await.unwrap();
    }
    assert_eq!(house.told("audit.opened").await, 2);
    // Who loses the role looks no more.
    let tomas = house.staff("Vidal").await;
    let ruth = crate::charts::staff_id(&house, "Abara").await;
    tomas.settings().await.unwrap().change_roles(ruth, &[Role::Clinician]).await.unwrap();
    assert!(matches!(house.staff("Abara").await.trail().await.err(), Some(Error::NotAllowed)));
}

/// T26, T47
async fn its_file_holds_what_is_shown_and_no_formula(house: House) {
    house.tamper("UPDATE charts SET last_name = '=HYPERLINK(1)' WHERE first_name = 'Maya'").await;
    house.staff("Reyes").await.charts().await.unwrap().face(house.chart("Maya")).await.unwrap();
    let ruth = house.staff("Abara").await;
    let trail = ruth.trail().await.unwrap();
    let filter = TrailFilter { act: Some(AuditAct::ChartOpened), chart: Some(house.chart("Maya")), ..TrailFilter::default() };
    let shown = trail.page(filter.clone(), None, None).await.unwrap().lines.len();
    let file = trail.export(&filter).await.unwrap();
    assert_eq!(file.file_name, "audit-2026-11-21.csv");
    let text = String::from_utf8(file.bytes).unwrap();
    assert_eq!(text.lines().count(), shown + 1);
    assert!(text.contains("'=HYPERLINK(1), Maya") && !text.contains(",=HYPERLINK"), "{text}");
}

/// T14
async fn its_file_wants_fresh_proof_and_is_told_of(house: House) {
    let token = house.staff_token("Abara").await;
    let ruth = async || house.practice.staff(Some(&token), crate::house::origin()).await.unwrap();
    let filter = TrailFilter { act: Some(AuditAct::SignedIn), ..TrailFilter::default() };
    ruth().await.trail().await.unwrap().export(&filter).await.unwrap();
    assert_eq!(house.told("audit.exported").await, 1);
    house.hands.shift(Duration::minutes(6));
    let late = ruth().await.trail().await.unwrap().export(&filter).await;
    assert!(matches!(late.err(), Some(Error::ProofNeeded(domain::sign_in::StepUpScope::Audit))));
    assert_eq!(house.told("audit.exported").await, 1);
}
