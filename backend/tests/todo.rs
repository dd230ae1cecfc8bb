//! The To-do: whose something is, until when, put off, given, done with a note; on pages, and within one's reach alone.

use crate::{access::refusals, documents::is_not_found, house::House, talk::begun};
use backend::Error;
use chrono::Duration;
use domain::{
    ids::{StaffId, TaskId},
    messages::Whose,
    notices::{Refusal, TASKS_SHOWN, TaskDue, TaskGroup, TaskKind, TaskLine, TaskShown, ToDoFilter},
    workflows::Unanswered,
};
use uuid::Uuid;

crate::on_both_databases!(
    what_is_put_off_comes_back_on_its_day,
    what_is_given_stands_on_their_list_and_only_who_does_such_work_gets_it,
    what_is_done_stays_to_be_read_with_its_note,
    the_list_is_narrowed_and_comes_in_pages,
    whose_work_it_is_not_changes_nothing,
    a_message_without_an_answer_stands_there_once_in_two_instances_and_over_a_clock_jump,
    whoever_answers_takes_it_off,
);

/// Maya asks for her record, which is the work of several.
async fn asked(house: &House) -> TaskLine {
    let draft = domain::records::RequestDraft { what: vec!["notes".into()], delivery: "pick_up".into(), ..Default::default() };
    house.client("Maya").await.records().await.unwrap().ask(&draft).await.unwrap();
    let tasks = house.staff("Reyes").await.notices().to_do().await.unwrap().tasks;
    tasks.into_iter().find(|task| task.kind == TaskKind::RecordsRequested).unwrap()
}

/// Somebody of the team.
async fn member(house: &House, last_name: &str) -> StaffId {
    let team = house.staff("Vidal").await.notices().to_do().await.unwrap().team;
    team.into_iter().find(|(_, name)| name.contains(last_name)).unwrap().0
}

async fn seen(house: &House, who: &str, filter: ToDoFilter) -> Vec<TaskLine> {
    house.staff(who).await.notices().list(filter, None).await.unwrap().tasks
}

fn shown(shown: TaskShown) -> ToDoFilter {
    ToDoFilter { shown, ..ToDoFilter::default() }
}

async fn what_is_put_off_comes_back_on_its_day(house: House) {
    let task = asked(&house).await;
    assert_eq!(task.due.map(|day| day.to_string()).as_deref(), Some("2026-12-21"), "as the law says");
    let reyes = house.staff("Reyes").await;
    for unfit in ["", "soon", "2026-11-21", "2026-11-20", "2028-01-01"] {
        assert_eq!(refusals(reyes.notices().snooze(task.id, Some(unfit)).await), [Refusal::DayUnfit.into()], "{unfit}");
    }
    let before = reyes.notices().frame().await.unwrap().tasks;
    reyes.notices().snooze(task.id, Some("2026-11-24")).await.unwrap();
    assert_eq!(reyes.notices().frame().await.unwrap().tasks, before - 1);
    assert!(seen(&house, "Reyes", ToDoFilter::default()).await.iter().all(|of| of.id != task.id));
    let put_off = seen(&house, "Whitfield", shown(TaskShown::Snoozed)).await;
    assert_eq!(put_off.iter().map(|of| (of.id, of.snoozed)).collect::<Vec<_>>(), [(task.id, "2026-11-24".parse().ok())]);
    house.hands.shift(Duration::days(2));
    assert!(seen(&house, "Reyes", ToDoFilter::default()).await.iter().all(|of| of.id != task.id));
    house.hands.shift(Duration::days(1));
    assert!(seen(&house, "Reyes", ToDoFilter::default()).await.iter().any(|of| of.id == task.id && of.snoozed.is_none()));
    assert!(seen(&house, "Reyes", shown(TaskShown::Snoozed)).await.is_empty());
    // And before it, where somebody wants it back.
    let reyes = house.staff("Reyes").await;
    reyes.notices().snooze(task.id, Some("2026-12-24")).await.unwrap();
    reyes.notices().snooze(task.id, None).await.unwrap();
    assert!(seen(&house, "Reyes", ToDoFilter::default()).await.iter().any(|of| of.id == task.id));
    assert_eq!(house.told("notices.task_snoozed").await, 3);
}

async fn what_is_given_stands_on_their_list_and_only_who_does_such_work_gets_it(house: House) {
    let task = asked(&house).await;
    let reyes = house.staff("Reyes").await;
    let whose = |whose| ToDoFilter { whose, ..ToDoFilter::default() };
    assert!(seen(&house, "Whitfield", whose(Whose::Unassigned)).await.iter().any(|of| of.id == task.id));
    // Grace answers requests of everybody; Samuel only of his own clients; Walter none; nobody has this id.
    for unfit in ["Okafor", "Brandt"] {
        let given = reyes.notices().give(task.id, Some(member(&house, unfit).await)).await;
        assert_eq!(refusals(given), [Refusal::OwnerUnfit.into()], "{unfit}");
    }
    assert_eq!(refusals(reyes.notices().give(task.id, Some(StaffId(Uuid::from_u128(7)))).await), [Refusal::OwnerUnfit.into()]);
    reyes.notices().give(task.id, Some(member(&house, "Whitfield").await)).await.unwrap();
    let hers = seen(&house, "Whitfield", whose(Whose::Mine)).await;
    assert_eq!(hers.iter().map(|of| (of.id, of.owner.as_ref().unwrap().1.as_str())).collect::<Vec<_>>(), [(task.id, "Grace Whitfield")]);
    assert!(seen(&house, "Whitfield", whose(Whose::Unassigned)).await.iter().all(|of| of.id != task.id));
    assert!(seen(&house, "Reyes", whose(Whose::Mine)).await.iter().all(|of| of.id != task.id));
    assert!(seen(&house, "Reyes", ToDoFilter::default()).await.iter().any(|of| of.id == task.id));
    reyes.notices().give(task.id, None).await.unwrap();
    assert!(seen(&house, "Whitfield", whose(Whose::Mine)).await.is_empty());
    assert_eq!(house.told("notices.task_given").await, 2);
}

async fn what_is_done_stays_to_be_read_with_its_note(house: House) {
    let task = asked(&house).await;
    let reyes = house.staff("Reyes").await;
    assert_eq!(refusals(reyes.notices().finish(task.id, &"x".repeat(501)).await), [Refusal::NoteTooLong.into()]);
    reyes.notices().finish(task.id, "  Called her.  ").await.unwrap();
    let done = seen(&house, "Whitfield", shown(TaskShown::Done)).await;
    let of = done[0].done.as_ref().unwrap();
    assert_eq!((done[0].id, of.by.as_deref(), of.note.as_deref()), (task.id, Some("Elena Reyes, PhD"), Some("Called her.")));
    assert!(seen(&house, "Okafor", shown(TaskShown::Done)).await.is_empty());
    // Done is done: nobody puts it off, gives it away or does it twice.
    assert!(is_not_found(reyes.notices().finish(task.id, "").await));
    assert!(is_not_found(reyes.notices().snooze(task.id, Some("2026-12-01")).await));
    assert!(is_not_found(reyes.notices().give(task.id, None).await));
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE detail LIKE '%Called%'").await, 0);
}

async fn the_list_is_narrowed_and_comes_in_pages(house: House) {
    let first = asked(&house).await;
    for _ in 0..TASKS_SHOWN {
        house.hands.shift(Duration::seconds(1));
        let draft = domain::records::RequestDraft { what: vec!["notes".into()], delivery: "pick_up".into(), ..Default::default() };
        house.client("Maya").await.records().await.unwrap().ask(&draft).await.unwrap();
        // Only so many may be open at the same time; what staff are to do about each stays on the list.
        house.tamper("UPDATE record_requests SET state = 'declined'").await;
    }
    let reyes = house.staff("Reyes").await;
    let of = |group, due| ToDoFilter { group: Some(group), due, ..ToDoFilter::default() };
    let page = reyes.notices().list(of(TaskGroup::Requests, None), None).await.unwrap();
    assert_eq!((page.tasks.len() as u64, page.tasks[0].id), (TASKS_SHOWN, first.id));
    let rest = reyes.notices().list(of(TaskGroup::Requests, None), page.below).await.unwrap();
    assert_eq!((rest.tasks.len(), rest.below), (1, None));
    assert!(page.tasks.iter().all(|of| of.id != rest.tasks[0].id));
    assert!(reyes.notices().list(of(TaskGroup::Billing, None), None).await.unwrap().tasks.is_empty());
    for (due, days, there) in
        [(TaskDue::Week, 0, false), (TaskDue::Week, 24, true), (TaskDue::Today, 5, false), (TaskDue::Overdue, 2, true)]
    {
        house.hands.shift(Duration::days(days));
        let reyes = house.staff("Reyes").await;
        let found = reyes.notices().list(of(TaskGroup::Requests, Some(due)), None).await.unwrap();
        assert_eq!(!found.tasks.is_empty(), there, "{due:?}");
    }
}

async fn whose_work_it_is_not_changes_nothing(house: House) {
    let task = asked(&house).await;
    let before = house.told("denied").await;
    for who in ["Okafor", "Brandt"] {
        let other = house.staff(who).await;
        for id in [task.id, TaskId(Uuid::from_u128(7))] {
            assert!(is_not_found(other.notices().snooze(id, Some("2026-12-01")).await), "{who}");
            assert!(is_not_found(other.notices().give(id, None).await), "{who}");
            assert!(is_not_found(other.notices().finish(id, "").await), "{who}");
        }
        assert!(seen(&house, who, ToDoFilter::default()).await.iter().all(|of| of.id != task.id));
        // Somebody else's line as a place in the list tells nothing of it.
        assert!(other.notices().list(ToDoFilter::default(), Some(task.id)).await.unwrap().tasks.iter().all(|of| of.id != task.id));
    }
    assert_eq!(house.told("denied").await, before + 12);
    assert_eq!(house.count("SELECT count(*) FROM tasks WHERE snoozed_until IS NOT NULL OR done_at IS NOT NULL").await, 0);
}

async fn unanswered(house: &House) -> Vec<TaskLine> {
    let tasks = seen(house, "Reyes", ToDoFilter::default()).await;
    tasks.into_iter().filter(|task| task.kind.group() == TaskGroup::Messages).collect()
}

async fn a_message_without_an_answer_stands_there_once_in_two_instances_and_over_a_clock_jump(house: House) {
    let (_, id) = begun(&house, "Maya").await;
    house.client("Maya").await.messages().await.unwrap().reply(id, "Badly.").await.unwrap();
    let (_, there) = backend::Practice::open(house.setup.clone()).await.unwrap();
    for hours in [23, 1, -30, 40, 30] {
        house.hands.shift(Duration::hours(hours));
        let (one, other) = tokio::join!(house.system.mind_unanswered(), there.mind_unanswered());
        assert!(one.is_ok() && other.is_ok());
        assert_eq!(house.count("SELECT count(*) FROM tasks WHERE kind = 'clinical_unanswered'").await, i64::from(hours != 23), "{hours}");
    }
    let tasks = unanswered(&house).await;
    assert_eq!((tasks.len(), tasks[0].conversation, tasks[0].kind), (1, Some(id), TaskKind::ClinicalUnanswered));
    assert_eq!(house.told("workflows.answer_missed").await, 1);
    assert!(seen(&house, "Brandt", ToDoFilter::default()).await.is_empty(), "Billing reads no clinical conversation");
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn whoever_answers_takes_it_off(house: House) {
    let (_, id) = begun(&house, "Maya").await;
    let late = async |words: &str| {
        house.client("Maya").await.messages().await.unwrap().reply(id, words).await.unwrap();
        house.hands.shift(Duration::hours(25));
        house.system.mind_unanswered().await.unwrap();
        unanswered(&house).await.len()
    };
    assert_eq!(late("Badly.").await, 1);
    house.staff("Reyes").await.messages().await.unwrap().reply(id, "I am sorry.").await.unwrap();
    assert!(unanswered(&house).await.is_empty());
    assert_eq!(late("Thank you.").await, 1);
    house.staff("Reyes").await.messages().await.unwrap().settle(id).await.unwrap();
    assert!(unanswered(&house).await.is_empty());
    let tomas = house.staff("Vidal").await;
    tomas.workflows().await.unwrap().change_unanswered(Unanswered { on: false, hours: 24 }).await.unwrap();
    assert_eq!(late("One more thing.").await, 0);
    let elena = house.staff("Reyes").await;
    assert!(matches!(elena.workflows().await.err(), Some(Error::NotAllowed)));
}
