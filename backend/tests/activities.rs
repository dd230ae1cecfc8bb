//! Activities: given once or again and again, filled in as forms, submitted once, read by reach, drawn over time.

mod ladder;
mod series;

use crate::{forms::refusals, house::House};
use backend::{Client, Error, SectionDraft, Staff};
use domain::{
    Refusal,
    activities::{ActivityKind, AssignDraft, ChartActivities, Refusal as ActivityRefusal},
    forms::{Refusal as FormRefusal, Status},
    home::{Area, Need},
    ids::{AssignmentId, FormId},
    notices::TaskKind,
};

crate::on_both_databases!(
    a_measure_is_given_filled_in_submitted_reviewed_and_commented,
    half_answered_there_is_no_total_and_nobody_reads_it,
    answers_from_two_devices_are_both_seen_and_none_is_lost,
    of_ten_who_submit_at_once_one_does,
    a_measure_keeps_its_version_where_a_newer_one_is_published,
    a_guardian_needs_the_right_to_measures_and_no_other,
    who_does_not_treat_sees_nothing_of_it,
    another_chart_has_none_of_it,
    a_chart_of_it_is_shown_to_the_client_only_if_the_clinician_shows_it,
    a_goal_check_in_is_about_a_goal_of_the_plan,
    to_many_it_is_given_chart_by_chart,
    what_is_taken_back_is_gone,
    a_year_of_weeks_is_drawn_whole,
);

/// The answers to PHQ-9: so much in each of the nine, and how hard it was.
pub fn phq(items: [u8; 9]) -> Vec<(String, String)> {
    (1..).zip(items).map(|(item, value)| (format!("q.item-{item}"), value.to_string())).collect()
}

pub const CALM: [u8; 9] = [1, 1, 2, 1, 0, 1, 1, 1, 0];
pub const DARK: [u8; 9] = [2, 2, 2, 1, 1, 2, 1, 1, 1];

pub async fn form_of(staff: &Staff, house: &House, title: &str) -> FormId {
    let page = staff.activities().await.unwrap().of_chart(house.chart("Maya"), None).await.unwrap();
    page.assignable.iter().find(|one| one.title == title).unwrap().form
}

pub fn draft(form: FormId, rhythm: &str) -> AssignDraft {
    AssignDraft { form: Some(form), rhythm: rhythm.into(), ..AssignDraft::default() }
}

/// Gives Maya a PHQ-9 once.
pub async fn give(house: &House) -> AssignmentId {
    let elena = house.staff("Reyes").await;
    let form = form_of(&elena, house, "PHQ-9").await;
    elena.activities().await.unwrap().assign(house.chart("Maya"), &draft(form, "once")).await.unwrap().unwrap()
}

pub async fn keep(client: &Client, id: AssignmentId, fields: Vec<(String, String)>) -> Result<(), Error> {
    let filling = client.filling(id).await?;
    let page = filling.open(id).await?;
    let section = page.form.sections[0].key.clone();
    filling.keep(id, &SectionDraft { version: page.version, revision: page.revision, section, fields }).await.map(drop)
}

/// Fills it in, looks it over, and submits it.
pub async fn submit(client: &Client, id: AssignmentId, fields: Vec<(String, String)>) -> Result<(), Error> {
    keep(client, id, fields).await?;
    let seen = client.filling(id).await?.look_over(id).await?.seen;
    client.activities().await?.submit(id, &seen).await
}

pub async fn of_maya(house: &House, staff: &str) -> ChartActivities {
    house.staff(staff).await.activities().await.unwrap().of_chart(house.chart("Maya"), None).await.unwrap()
}

fn refused(refusal: ActivityRefusal) -> Vec<Refusal> {
    vec![refusal.into()]
}

async fn a_measure_is_given_filled_in_submitted_reviewed_and_commented(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let id = give(&house).await;
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'new_form'").await, 1);
    let home = maya.dashboard().await.unwrap();
    let waits = home.needs.iter().any(|need| matches!(need, Need::FillIn { title, activity: true, .. } if title == "PHQ-9"));
    assert!(waits && home.areas.contains(&Area::Activities { to_do: 1 }), "{home:?}");
    assert!(maya.documents().await.unwrap().list().await.unwrap().forms.is_empty(), "it is no paperwork");
    assert_eq!(maya.activities().await.unwrap().list().await.unwrap().to_do[0].status, Status::Sent);

    let fields = phq(CALM).into_iter().chain([("q.difficulty".to_owned(), "1".to_owned())]).collect();
    submit(&maya, id, fields).await.unwrap();
    let mine = maya.activities().await.unwrap().list().await.unwrap();
    assert_eq!((mine.to_do.len(), mine.done[0].id, mine.done[0].status), (0, id, Status::Submitted));
    assert_eq!(house.count("SELECT count(*) FROM documents WHERE kind = 'form'").await, 0, "it is no document");
    assert_eq!(house.count("SELECT count(*) FROM activity_alerts").await, 0);

    let page = of_maya(&house, "Reyes").await;
    let trend = page.trend.unwrap();
    assert_eq!((trend.name.as_str(), trend.most, trend.points.len()), ("PHQ-9", 27, 1));
    let point = &trend.points[0];
    assert_eq!((point.total(), point.band.as_deref(), point.besides.as_deref()), (Some(8), Some("Mild"), Some("Somewhat difficult")));
    assert_eq!(page.assigned[0].total, Some((8, "Mild".into())));
    let to_do = elena.notices().to_do().await.unwrap();
    assert!(to_do.tasks.iter().any(|task| task.kind == TaskKind::ActivitySubmitted && task.activity == Some(id)));

    let (office, chart) = (elena.activities().await.unwrap(), house.chart("Maya"));
    office.review(chart, id).await.unwrap();
    assert_eq!(refusals(office.review(chart, id).await.unwrap_err()), [FormRefusal::AlreadyReviewed.into()]);
    assert!(!elena.notices().to_do().await.unwrap().tasks.iter().any(|task| task.kind == TaskKind::ActivitySubmitted));
    assert_eq!(refusals(office.comment(chart, id, " ").await.unwrap_err()), refused(ActivityRefusal::CommentMissing));
    office.comment(chart, id, "You slept better.\nKeep it up.").await.unwrap();
    let read = maya.activities().await.unwrap().read(id).await.unwrap();
    assert_eq!(read.comment.unwrap().0, "You slept better.\nKeep it up.");
    assert_eq!((read.crisis, read.activity.status), (None, Status::Reviewed));
    assert_eq!(house.count("SELECT count(*) FROM activity_comments WHERE length(words) < 60").await, 0, "it is sealed");
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
    for act in ["assigned", "submitted", "reviewed", "commented"] {
        assert_eq!(house.told(&format!("activities.{act}")).await, 1, "{act}");
    }
}

async fn half_answered_there_is_no_total_and_nobody_reads_it(house: House) {
    let maya = house.client("Maya").await;
    let id = give(&house).await;
    keep(&maya, id, phq(CALM).into_iter().take(4).collect()).await.unwrap();
    let page = of_maya(&house, "Reyes").await;
    let line = &page.assigned[0];
    assert_eq!((line.status, line.answered, line.total.clone()), (Status::InProgress, Some((4, 9)), None));
    let point = &page.trend.unwrap().points[0];
    assert_eq!((point.total(), point.band.clone(), point.alert.clone(), point.score.answered), (None, None, None, 4));
    let read = house.staff("Reyes").await.activities().await.unwrap().read(house.chart("Maya"), id).await.unwrap();
    assert_eq!(read.content, None);
    // Nor is it submitted so.
    let review = maya.filling(id).await.unwrap().look_over(id).await.unwrap();
    assert_eq!(review.troubles.len(), 5);
    let late = maya.activities().await.unwrap().submit(id, &review.seen).await.unwrap_err();
    assert_eq!(refusals(late), [FormRefusal::NotAllAnswered.into()]);
}

async fn answers_from_two_devices_are_both_seen_and_none_is_lost(house: House) {
    let maya = house.client("Maya").await;
    let id = give(&house).await;
    let filling = maya.filling(id).await.unwrap();
    let page = filling.open(id).await.unwrap();
    let from = |fields| SectionDraft { version: page.version, revision: page.revision, section: "questions".into(), fields };
    filling.keep(id, &from(phq(CALM))).await.unwrap();
    let late = filling.keep(id, &from(phq(DARK))).await.unwrap_err();
    assert_eq!(refusals(late), [FormRefusal::ChangedMeanwhile.into()]);
    assert_eq!(filling.open(id).await.unwrap().answers.pairs(), phq(CALM));
    // What was looked over on one device and changed on the other is not submitted.
    let seen = filling.look_over(id).await.unwrap().seen;
    keep(&maya, id, phq(DARK)).await.unwrap();
    let late = maya.activities().await.unwrap().submit(id, &seen).await.unwrap_err();
    assert_eq!(refusals(late), [FormRefusal::ChangedSinceShown.into()]);
    assert_eq!(filling.open(id).await.unwrap().answers.pairs(), phq(DARK));
}

async fn of_ten_who_submit_at_once_one_does(house: House) {
    let maya = house.client("Maya").await;
    let id = give(&house).await;
    keep(&maya, id, phq(DARK)).await.unwrap();
    let seen = maya.filling(id).await.unwrap().look_over(id).await.unwrap().seen;
    let one = || async { house.client("Maya").await.activities().await.unwrap().submit(id, &seen).await };
    let answers = futures_util::future::join_all((0..10).map(|_| one())).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(house.told("activities.submitted").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM activity_alerts").await, 1);
}

async fn a_measure_keeps_its_version_where_a_newer_one_is_published(house: House) {
    let maya = house.client("Maya").await;
    let id = give(&house).await;
    // The next version of the program counts the first question twice as much.
    let of = "form_id = (SELECT id FROM forms WHERE slug = 'phq-9')";
    let body =
        "replace(body, '\"value\":\"1\",\"label\":\"Several days\",\"score\":1', '\"value\":\"1\",\"label\":\"Several days\",\"score\":2')";
    house.tamper(&format!("INSERT INTO form_versions (form_id, version, body, made_at, fields) SELECT form_id, 2, {body}, made_at, fields FROM form_versions WHERE {of}")).await;
    house.tamper("UPDATE forms SET version = 2 WHERE slug = 'phq-9'").await;
    submit(&maya, id, phq([1, 1, 1, 1, 1, 1, 1, 1, 0])).await.unwrap();
    house.hands.shift(chrono::Duration::minutes(1));
    let next = give(&house).await;
    submit(&maya, next, phq([1, 1, 1, 1, 1, 1, 1, 1, 0])).await.unwrap();
    let totals: Vec<_> = of_maya(&house, "Reyes").await.trend.unwrap().points.iter().map(|point| point.total()).collect();
    assert_eq!(totals, [Some(8), Some(16)], "each by the version that it was asked in");
}

async fn a_guardian_needs_the_right_to_measures_and_no_other(house: House) {
    let id = give(&house).await;
    let set = async |scopes: &str| {
        house
            .tamper(&format!(
                "UPDATE grants SET scopes = '{scopes}' WHERE account_id = (SELECT id FROM accounts WHERE first_name = 'Maya')"
            ))
            .await;
        house.client("Maya").await
    };
    let without = set("appointments billing forms messages documents").await;
    assert!(matches!(without.activities().await.map(drop), Err(Error::NotFound)));
    assert!(matches!(keep(&without, id, phq(CALM)).await, Err(Error::NotFound)), "not by the right to forms, either");
    let home = without.dashboard().await.unwrap();
    assert!(!home.areas.iter().any(|area| matches!(area, Area::Activities { .. })) && !home.frame.activities);
    assert!(!home.needs.iter().any(|need| matches!(need, Need::FillIn { activity: true, .. })));
    assert!(without.documents().await.unwrap().list().await.unwrap().forms.iter().all(|form| form.id != id));

    let with = set("measures").await;
    assert!(matches!(with.forms().await.map(drop), Err(Error::NotFound)));
    submit(&with, id, phq(CALM)).await.unwrap();
    assert_eq!(with.activities().await.unwrap().list().await.unwrap().done.len(), 1);
}

async fn who_does_not_treat_sees_nothing_of_it(house: House) {
    let id = give(&house).await;
    submit(&house.client("Maya").await, id, phq(DARK)).await.unwrap();
    let chart = house.chart("Maya");
    for name in ["Whitfield", "Brandt", "Vidal"] {
        let staff = house.staff(name).await;
        assert!(matches!(staff.activities().await.map(drop), Err(Error::NotAllowed)), "{name}");
        let tasks = staff.notices().to_do().await.unwrap().tasks;
        assert!(tasks.iter().all(|task| !matches!(task.kind, TaskKind::ActivitySubmitted | TaskKind::AnswerNeedsYou)), "{name}");
    }
    // Who sends forms does not find it among those, and cannot take it back there.
    let grace = house.staff("Whitfield").await;
    let forms = grace.forms().await.unwrap();
    assert!(forms.of_chart(chart).await.unwrap().sent.is_empty());
    assert!(forms.list().await.unwrap().iter().all(|form| form.title != "PHQ-9"), "nobody words a measure");
    assert!(matches!(forms.withdraw(chart, id).await, Err(Error::NotFound)));
    let samuel = house.staff("Okafor").await;
    assert!(matches!(samuel.activities().await.unwrap().of_chart(chart, None).await, Err(Error::NotFound)), "another clinician");
    assert!(of_maya(&house, "Abara").await.trend.is_some(), "a Clinical Administrator reaches everybody");
}

async fn another_chart_has_none_of_it(house: House) {
    let id = give(&house).await;
    let maya = house.client("Maya").await;
    submit(&maya, id, phq(DARK)).await.unwrap();
    let (elena, noah) = (house.staff("Reyes").await, house.chart("Noah"));
    let office = elena.activities().await.unwrap();
    let alert = of_maya(&house, "Reyes").await.alerts[0].id;
    let form = form_of(&elena, &house, "PHQ-9").await;
    office.assign(house.chart("Maya"), &draft(form, "appointment")).await.unwrap();
    let series = of_maya(&house, "Reyes").await.series[0].id;
    assert!(matches!(office.read(noah, id).await, Err(Error::NotFound)));
    assert!(matches!(office.review(noah, id).await, Err(Error::NotFound)));
    assert!(matches!(office.comment(noah, id, "x").await, Err(Error::NotFound)));
    assert!(matches!(office.withdraw(noah, id).await, Err(Error::NotFound)));
    assert!(matches!(office.answer(noah, alert, "spoke", "").await, Err(Error::NotFound)));
    assert!(matches!(office.end_series(noah, series).await, Err(Error::NotFound)));
    let ingrid = house.client("Ingrid").await;
    assert!(matches!(ingrid.activities().await.unwrap().read(id).await, Err(Error::NotFound)));
    assert!(matches!(keep(&ingrid, id, phq(CALM)).await, Err(Error::NotFound)));
    assert_eq!(of_maya(&house, "Reyes").await.alerts.len(), 1, "it still waits");
}

async fn a_chart_of_it_is_shown_to_the_client_only_if_the_clinician_shows_it(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let id = give(&house).await;
    submit(&maya, id, phq(DARK)).await.unwrap();
    assert!(maya.activities().await.unwrap().list().await.unwrap().trends.is_empty());
    let (office, form) = (elena.activities().await.unwrap(), form_of(&elena, &house, "PHQ-9").await);
    office.show_trend(house.chart("Maya"), form, true).await.unwrap();
    office.show_trend(house.chart("Maya"), form, true).await.unwrap();
    let shown = maya.activities().await.unwrap().list().await.unwrap().trends;
    assert_eq!((shown.len(), shown[0].points[0].total()), (1, Some(13)));
    assert_eq!((shown[0].alert_number, shown[0].points[0].alert.clone()), (None, None), "the mark is for staff");
    office.show_trend(house.chart("Maya"), form, false).await.unwrap();
    assert!(maya.activities().await.unwrap().read(id).await.unwrap().trend.is_none());
    assert_eq!(house.told("activities.trend_shown").await, 3);
}

async fn a_goal_check_in_is_about_a_goal_of_the_plan(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let page = of_maya(&house, "Reyes").await;
    let goal = page.assignable.iter().find(|one| one.kind == ActivityKind::Goal).unwrap().form;
    let (office, chart) = (elena.activities().await.unwrap(), house.chart("Maya"));
    assert_eq!(refusals(office.assign(chart, &draft(goal, "once")).await.unwrap_err()), refused(ActivityRefusal::GoalMissing));
    let about = |words: &str| AssignDraft { goal: words.into(), ..draft(goal, "once") };
    let id = office.assign(chart, &about("Fall asleep within 30 minutes")).await.unwrap().unwrap();
    office.assign(chart, &about("Lead the weekly call")).await.unwrap();
    let open = maya.filling(id).await.unwrap().open(id).await.unwrap();
    assert_eq!((open.goal.as_deref(), open.activity), (Some("Fall asleep within 30 minutes"), true));
    submit(&maya, id, vec![("q.progress".into(), "6".into()), ("q.next".into(), "No phone in bed".into())]).await.unwrap();
    let read = office.read(chart, id).await.unwrap();
    assert!(format!("{:?}", read.content).contains("No phone in bed"));
    assert_eq!(house.count("SELECT count(*) FROM form_assignments WHERE length(goal) < 60").await, 0, "it is sealed");
}

async fn to_many_it_is_given_chart_by_chart(house: House) {
    let elena = house.staff("Reyes").await;
    let form = form_of(&elena, &house, "GAD-7").await;
    let office = elena.activities().await.unwrap();
    let charts = ["Maya", "Noah", "Rosa"].map(|name| house.chart(name));
    assert_eq!(refusals(office.assign_to_many(&[], &draft(form, "once")).await.err().unwrap()), refused(ActivityRefusal::NobodyChosen));
    let done = office.assign_to_many(&charts, &draft(form, "once")).await.unwrap();
    assert_eq!((done.assigned, done.already.len(), done.left_out), (2, 0, 1), "Rosa is not hers");
    let again = office.assign_to_many(&charts, &draft(form, "week")).await.unwrap();
    assert_eq!((again.assigned, again.already.len()), (0, 2));
}

async fn what_is_taken_back_is_gone(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let id = give(&house).await;
    keep(&maya, id, phq(CALM)).await.unwrap();
    let office = elena.activities().await.unwrap();
    let form = form_of(&elena, &house, "PHQ-9").await;
    let twice = office.assign(house.chart("Maya"), &draft(form, "week")).await.unwrap_err();
    assert_eq!(refusals(twice), refused(ActivityRefusal::AlreadyAssigned));
    office.withdraw(house.chart("Maya"), id).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM form_answers").await, 0);
    let late = keep(&maya, id, phq(DARK)).await.unwrap_err();
    assert_eq!(refusals(late), [FormRefusal::Withdrawn.into()]);
    assert!(maya.activities().await.unwrap().list().await.unwrap().to_do.is_empty());
    assert!(of_maya(&house, "Reyes").await.trend.is_none());
}

/// A year of weekly answers; how long the page takes is printed.
async fn a_year_of_weeks_is_drawn_whole(house: House) {
    let form = form_of(&house.staff("Reyes").await, &house, "PHQ-9").await;
    for week in 0..52_u64 {
        house.hands.shift(chrono::Duration::days(if week == 0 { 0 } else { 7 }));
        let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
        let id = elena.activities().await.unwrap().assign(house.chart("Maya"), &draft(form, "once")).await.unwrap().unwrap();
        submit(&maya, id, phq([(week % 4) as u8, 1, 1, 1, 1, 1, 1, 1, 0])).await.unwrap();
    }
    let elena = house.staff("Reyes").await;
    let office = elena.activities().await.unwrap();
    office.of_chart(house.chart("Maya"), None).await.unwrap();
    let begun = std::time::Instant::now();
    let page = office.of_chart(house.chart("Maya"), None).await.unwrap();
    let took = begun.elapsed();
    assert_eq!(page.trend.unwrap().points.len(), 52);
    println!("a trend of 52 answers took {took:?}");
    assert!(took.as_millis() < 2_000, "{took:?}");
}
