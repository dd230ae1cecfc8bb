//! Requests for records: asked for, answered within their days, released in one act with the line that tells of it, or declined.

use crate::{forms::refusals, house::House, reminders::send};
use backend::{Error, Staff};
use domain::{
    documents::ShareStatus,
    ids::{DocumentId, RecordRequestId},
    messages::Mode,
    notices::{TaskKind, TaskLine},
    records::{Delivery, Refusal, ReleaseDraft, RequestDraft, RequestState},
    settings::Communications,
};

crate::on_both_databases!(
    records_are_asked_for_in_every_mode_and_stand_on_the_to_do,
    what_is_released_in_the_portal_is_shared_in_the_same_act,
    what_goes_another_way_is_noted_and_not_shared,
    what_is_declined_says_why,
    of_two_who_answer_one_does,
    nothing_that_is_kept_apart_or_unfinished_is_released,
    another_chart_and_other_roles_have_none_of_it,
    a_release_without_a_request_stands_in_the_log,
    the_demo_has_requests_open_and_answered,
);

fn ask(what: &[&str], delivery: &str) -> RequestDraft {
    let what = what.iter().map(|what| (*what).to_owned()).collect();
    RequestDraft { what, delivery: delivery.into(), address: "Dr. Okoye, 12 Main Street".into(), ..RequestDraft::default() }
}

fn release(documents: &[DocumentId], how: &str) -> ReleaseDraft {
    ReleaseDraft { documents: documents.to_vec(), whom: "Maya Lindqvist".into(), how: how.into(), ..ReleaseDraft::default() }
}

async fn asked(house: &House, draft: &RequestDraft) -> RecordRequestId {
    house.client("Maya").await.records().await.unwrap().ask(draft).await.unwrap()
}

async fn task(staff: &Staff) -> Option<TaskLine> {
    let tasks = staff.notices().to_do().await.unwrap().tasks;
    tasks.into_iter().find(|task| task.kind == TaskKind::RecordsRequested)
}

async fn document(house: &House, title: &str) -> DocumentId {
    let elena = house.staff("Reyes").await;
    let lines = elena.documents().await.unwrap().list(house.chart("Maya")).await.unwrap().lines;
    lines.iter().find(|line| line.title.starts_with(title)).unwrap_or_else(|| panic!("{title} is not in {lines:?}")).id
}

async fn mails(house: &House) -> i64 {
    house.count("SELECT count(*) FROM mails WHERE kind = 'records_answered'").await
}

/// IC-19
async fn records_are_asked_for_in_every_mode_and_stand_on_the_to_do(house: House) {
    let (maya, tomas) = (house.client("Maya").await, house.staff("Vidal").await);
    for mode in Mode::ALL {
        let communications = Communications { mode, ..Communications::default() };
        tomas.settings().await.unwrap().change_communications(communications).await.unwrap();
        house.client("Maya").await.records().await.unwrap().ask(&ask(&["notes"], "portal")).await.unwrap();
    }
    let wrong = maya.records().await.unwrap().ask(&ask(&["letter"], "")).await.unwrap_err();
    assert_eq!(refusals(wrong), [Refusal::DetailsMissing, Refusal::DeliveryMissing].map(domain::Refusal::from));
    let page = maya.records().await.unwrap().list().await.unwrap();
    assert_eq!(
        (page.requests.len(), page.requests[0].state, page.requests[0].due),
        (4, RequestState::Received, "2026-12-21".parse().unwrap())
    );
    // It is talked about where requests were talked about before, in the words of the form.
    let talk = maya.messages().await.unwrap().open(page.requests[0].conversation.unwrap(), None).await.unwrap();
    assert_eq!(talk.subject, "Request for records");
    assert!(talk.messages[0].body.contains("Notes of sessions") && talk.messages[0].body.contains("In the portal"), "{talk:?}");
    let line = task(&tomas).await.unwrap();
    assert_eq!((line.request.is_some(), line.due), (true, Some("2026-12-21".parse().unwrap())));
    assert_eq!(house.told("records.requested").await, 4);
    assert_eq!(house.count("SELECT count(*) FROM record_requests WHERE length(asked) < 90").await, 0, "it is sealed");
    // The practice may give itself less.
    tomas.workflows().await.unwrap().change_records_within(10).await.unwrap();
    let id = asked(&house, &ask(&["whole"], "pick_up")).await;
    let page = maya.records().await.unwrap().list().await.unwrap();
    let newest = page.requests.iter().find(|request| request.id == id).unwrap();
    assert_eq!((page.within, newest.due), (10, "2026-12-01".parse().unwrap()));
    for _ in 0..5 {
        asked(&house, &ask(&["whole"], "pick_up")).await;
    }
    let many = maya.records().await.unwrap().ask(&ask(&["whole"], "pick_up")).await.unwrap_err();
    assert_eq!(refusals(many), [Refusal::TooManyOpen.into()]);
}

/// IC-54
async fn what_is_released_in_the_portal_is_shared_in_the_same_act(house: House) {
    let (maya, elena, chart) = (house.client("Maya").await, house.staff("Reyes").await, house.chart("Maya"));
    let id = asked(&house, &ask(&["notes", "plans"], "portal")).await;
    let records = elena.records().await.unwrap();
    records.take(chart, id).await.unwrap();
    let twice = records.take(chart, id).await.unwrap_err();
    assert_eq!(refusals(twice), [Refusal::TakenAlready.into()]);
    assert_eq!(maya.records().await.unwrap().list().await.unwrap().requests[0].state, RequestState::InProgress);

    let (plan, session) = (document(&house, "Treatment plan").await, document(&house, "Session of").await);
    let nothing = records.release(chart, Some(id), &release(&[], "portal")).await.unwrap_err();
    assert_eq!(refusals(nothing), [Refusal::NothingReleased.into()]);
    let before = house.count("SELECT count(*) FROM shares").await;
    records.release(chart, Some(id), &release(&[plan, session], "portal")).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM shares").await, before + 2);
    let lines = elena.documents().await.unwrap().list(chart).await.unwrap().lines;
    assert!(lines.iter().filter(|line| [plan, session].contains(&line.id)).all(|line| line.status == ShareStatus::Shared));

    let mine = maya.records().await.unwrap().list().await.unwrap().requests.remove(0);
    assert_eq!((mine.state, mine.releases.len()), (RequestState::Released, 1));
    let documents = &mine.releases[0].documents;
    assert!(documents.len() == 2 && documents.iter().all(|(_, share)| share.is_some()), "{documents:?}");
    maya.documents().await.unwrap().open(documents[0].1.unwrap()).await.unwrap();
    assert!(task(&elena).await.is_none());
    assert_eq!(mails(&house).await, 1);
    send(&house).await;
    let mail = house.visitor().demo_mailbox().await.unwrap().into_iter().find(|mail| mail.subject.contains("answered")).unwrap();
    assert!(mail.link.contains("/records?for=") && !mail.text.contains("Treatment"), "{}", mail.text);
    let talk = maya.messages().await.unwrap().open(mine.conversation.unwrap(), None).await.unwrap();
    assert!(talk.messages.last().unwrap().body.contains("were released"));

    let log = records.of_chart(chart).await.unwrap().releases;
    assert_eq!((log.len(), log[0].how, log[0].documents.len(), log[0].request), (1, Delivery::Portal, 2, Some(id)));
    assert_eq!(log[0].noted.0, "Elena Reyes, PhD");
    assert_eq!(house.told("records.released").await, 1);
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
    // What the client has already is released all the same, and not shared a second time.
    let again = asked(&house, &ask(&["plans"], "portal")).await;
    records.release(chart, Some(again), &release(&[plan], "portal")).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM shares").await, before + 2);
}

async fn what_goes_another_way_is_noted_and_not_shared(house: House) {
    let (maya, elena, chart) = (house.client("Maya").await, house.staff("Reyes").await, house.chart("Maya"));
    let id = asked(&house, &ask(&["whole"], "provider")).await;
    let before = house.count("SELECT count(*) FROM shares").await;
    let draft = ReleaseDraft { released: "Copies of two letters".into(), ..release(&[document(&house, "Session of").await], "mail") };
    let ahead = ReleaseDraft { on: "2026-11-22".into(), ..draft.clone() };
    let records = elena.records().await.unwrap();
    assert_eq!(refusals(records.release(chart, Some(id), &ahead).await.unwrap_err()), [Refusal::DayAhead.into()]);
    records.release(chart, Some(id), &ReleaseDraft { on: "2026-11-20".into(), ..draft }).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM shares").await, before);
    let mine = maya.records().await.unwrap().list().await.unwrap().requests.remove(0);
    let release = &mine.releases[0];
    assert_eq!(
        (release.on, release.how, release.released.as_str()),
        ("2026-11-20".parse().unwrap(), Delivery::Mail, "Copies of two letters")
    );
    assert!(release.documents.iter().all(|(_, share)| share.is_none()));
    assert_eq!(house.count("SELECT count(*) FROM record_releases WHERE length(told) < 90").await, 0, "it is sealed");
}

async fn what_is_declined_says_why(house: House) {
    let (maya, tomas, chart) = (house.client("Maya").await, house.staff("Vidal").await, house.chart("Maya"));
    let id = asked(&house, &ask(&["billing"], "portal")).await;
    let records = tomas.records().await.unwrap();
    let silent = records.decline(chart, id, " \n").await.unwrap_err();
    assert_eq!(refusals(silent), [Refusal::ReasonMissing.into()]);
    records.decline(chart, id, "Your insurer has these. Please ask there.").await.unwrap();
    let mine = maya.records().await.unwrap().list().await.unwrap().requests.remove(0);
    assert_eq!((mine.state, mine.reason.as_deref()), (RequestState::Declined, Some("Your insurer has these. Please ask there.")));
    assert_eq!((mails(&house).await, house.told("records.declined").await), (1, 1));
    assert!(task(&tomas).await.is_none());
    let late = records.release(chart, Some(id), &ReleaseDraft { released: "x".into(), ..release(&[], "mail") }).await.unwrap_err();
    assert_eq!(refusals(late), [Refusal::AnsweredAlready.into()]);
}

async fn of_two_who_answer_one_does(house: House) {
    let chart = house.chart("Maya");
    let id = asked(&house, &ask(&["whole"], "pick_up")).await;
    let mut tries = Vec::new();
    for name in ["Vidal", "Reyes", "Vidal", "Reyes"] {
        let staff = house.staff(name).await;
        tries.push(tokio::spawn(async move {
            let draft = ReleaseDraft { released: "All of it".into(), ..release(&[], "pick_up") };
            staff.records().await?.release(chart, Some(id), &draft).await
        }));
    }
    let mut done = 0;
    for one in tries {
        match one.await.unwrap() {
            Ok(()) => done += 1,
            Err(error) => assert_eq!(refusals(error), [Refusal::AnsweredAlready.into()]),
        }
    }
    assert_eq!((done, house.count("SELECT count(*) FROM record_releases").await, mails(&house).await), (1, 1, 1));
}

async fn nothing_that_is_kept_apart_or_unfinished_is_released(house: House) {
    let (elena, chart) = (house.staff("Reyes").await, house.chart("Maya"));
    let documents = elena.documents().await.unwrap();
    let draft =
        |kind| backend::NoteDraft { kind, title: "Apart".into(), text: vec![("".into(), "For me alone.".into())], ..Default::default() };
    let apart = documents.write(chart, draft("psychotherapy_note".to_owned())).await.unwrap();
    documents.finish(chart, apart, 1).await.unwrap();
    let unfinished = documents.write(chart, draft("progress_note".to_owned())).await.unwrap();
    let records = elena.records().await.unwrap();
    let offered = records.of_chart(chart).await.unwrap().documents;
    assert!(!offered.is_empty() && offered.iter().all(|line| ![apart, unfinished].contains(&line.id)), "{offered:?}");
    for id in [apart, unfinished] {
        for how in ["portal", "mail"] {
            let tried = records.release(chart, None, &release(&[id], how)).await;
            assert!(matches!(tried, Err(Error::NotFound)), "{how}: {tried:?}");
        }
    }
    assert_eq!(house.count("SELECT count(*) FROM record_releases").await, 0);
}

/// T15, T16
async fn another_chart_and_other_roles_have_none_of_it(house: House) {
    let (elena, maya, noah) = (house.staff("Reyes").await, house.chart("Maya"), house.chart("Noah"));
    let id = asked(&house, &ask(&["whole"], "portal")).await;
    let records = elena.records().await.unwrap();
    assert!(matches!(records.read(noah, id).await, Err(Error::NotFound)));
    assert!(matches!(records.take(noah, id).await, Err(Error::NotFound)));
    assert!(matches!(records.decline(noah, id, "x").await, Err(Error::NotFound)));
    let plan = document(&house, "Treatment plan").await;
    assert!(
        matches!(records.release(noah, None, &release(&[plan], "portal")).await, Err(Error::NotFound)),
        "another's document is not there"
    );
    assert!(house.client("Ingrid").await.records().await.unwrap().list().await.unwrap().requests.is_empty());
    assert!(matches!(house.staff("Brandt").await.records().await.map(drop), Err(Error::NotAllowed)), "who bills releases nothing");
    // Who may not read a chart's notes lists none, and notes what was released in words.
    let tomas = house.staff("Vidal").await;
    let page = tomas.records().await.unwrap().read(maya, id).await.unwrap();
    assert!(page.documents.is_empty());
    assert!(matches!(tomas.records().await.unwrap().release(maya, Some(id), &release(&[plan], "portal")).await, Err(Error::NotFound)));
    // A linked person without documents asks for none.
    house.tamper("UPDATE grants SET scopes = 'messages' WHERE account_id = (SELECT id FROM accounts WHERE first_name = 'Maya')").await;
    let client = house.client("Maya").await;
    assert!(matches!(client.records().await.map(drop), Err(Error::NotFound)));
    assert!(!client.messages().await.unwrap().inbox(None).await.unwrap().records);
}

async fn a_release_without_a_request_stands_in_the_log(house: House) {
    let (tomas, chart) = (house.staff("Vidal").await, house.chart("Maya"));
    let records = tomas.records().await.unwrap();
    let wrong = records.release(chart, None, &ReleaseDraft::default()).await.unwrap_err();
    assert_eq!(refusals(wrong), [Refusal::NothingReleased, Refusal::WhomMissing, Refusal::HowMissing].map(domain::Refusal::from));
    let draft =
        ReleaseDraft { released: "Attendance dates".into(), whom: "County court".into(), how: "mail".into(), ..ReleaseDraft::default() };
    records.release(chart, None, &draft).await.unwrap();
    let log = records.of_chart(chart).await.unwrap().releases;
    assert_eq!((log[0].whom.as_str(), log[0].request, log[0].on), ("County court", None, "2026-11-21".parse().unwrap()));
    assert_eq!((mails(&house).await, house.told("records.released").await), (0, 1));
}

async fn the_demo_has_requests_open_and_answered(house: House) {
    house.system.seed_forms(&house.cast).await.unwrap();
    let elena = house.staff("Reyes").await;
    let states = |page: domain::records::ChartRecords| page.requests.into_iter().map(|line| line.state).collect::<Vec<_>>();
    let records = elena.records().await.unwrap();
    assert_eq!(states(records.of_chart(house.chart("Maya")).await.unwrap()), [RequestState::InProgress, RequestState::Released]);
    let noah = records.of_chart(house.chart("Noah")).await.unwrap();
    assert!(noah.requests[0].state == RequestState::Received && noah.requests[0].due < noah.today, "one is overdue");
}
