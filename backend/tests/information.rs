//! My Information: what a client proposes changes nothing until staff accept it, each change by itself or all at once; and it changes
//! then what was proposed, and nothing else.

mod files;
mod office;

use crate::{forms::refusals, house::House};
use backend::{Answers, Client, DemographicsChange, Error, Staff};
use domain::{
    charts::{PhoneEntry, Refusal as OfChart},
    ids::{ChangeId, ContactId, InsuranceId},
    information::{
        AboutDraft, AnswerEntry, ChangeState, InsuranceDraft, MOST_PEOPLE, MyInformation, Part, PersonDraft, Proposals, ReachDraft,
        Refusal, Verdict,
    },
    notices::{TaskKind, TaskLine},
};

crate::on_both_databases!(
    a_proposal_changes_nothing_and_stands_on_the_to_do,
    what_is_accepted_is_in_the_chart_and_what_is_declined_is_not,
    only_what_was_changed_is_proposed_and_only_that_changes,
    a_conflict_shows_all_three_and_an_older_page_answers_nothing,
    sent_twice_is_one_proposal_and_a_later_one_joins_it,
    a_proposal_can_be_taken_back,
    everything_is_answered_at_once,
    a_linked_person_another_client_and_a_closed_area_have_none_of_it,
    other_roles_and_other_charts_answer_nothing,
    what_is_absurd_is_refused_and_says_why,
    an_accepted_name_counts_at_the_identity_check_and_for_the_account,
    a_birth_date_is_a_day_in_every_zone,
);

pub async fn page(client: &Client) -> MyInformation {
    client.information().await.unwrap().read(None).await.unwrap()
}

pub fn about(page: &MyInformation) -> AboutDraft {
    let of = |part| page.facts.about.of(part).to_owned();
    AboutDraft {
        seen: page.facts.about.text(),
        last_name: of(Part::LastName),
        first_name: of(Part::FirstName),
        preferred_name: of(Part::PreferredName),
        pronouns: of(Part::Pronouns),
        birth_date: of(Part::BirthDate),
        language: of(Part::Language),
        time_zone: of(Part::TimeZone),
    }
}

pub fn reach(page: &MyInformation) -> ReachDraft {
    let entry = |phone: &domain::charts::Phone| PhoneEntry {
        kind: phone.kind.name().into(),
        number: phone.number.clone(),
        may_text: phone.may_text,
        may_voicemail: phone.may_voicemail,
    };
    ReachDraft {
        seen: page.facts.reach().text(),
        phones: page.facts.phones.iter().map(entry).collect(),
        address: page.facts.address.clone(),
        may_post: page.facts.may_post,
    }
}

pub fn person(first_name: &str, phone: &str) -> PersonDraft {
    PersonDraft {
        first_name: first_name.into(),
        last_name: "Ek".into(),
        relationship: "sister".into(),
        kind: "family".into(),
        phone: phone.into(),
        ..PersonDraft::default()
    }
}

pub async fn proposals(staff: &Staff, house: &House, chart: &str) -> Proposals {
    staff.information(house.chart(chart)).await.unwrap().read(None).await.unwrap().proposals
}

pub fn answer(change: ChangeId, verdict: Verdict, reason: &str) -> AnswerEntry {
    AnswerEntry { change: change.to_string(), verdict: verdict.name().into(), reason: reason.into() }
}

pub async fn accept_all(staff: &Staff, house: &House, chart: &str) {
    let seen = proposals(staff, house, chart).await.seen;
    let all = Answers { all: Some(Verdict::Accept), seen, ..Answers::default() };
    staff.information(house.chart(chart)).await.unwrap().answer(&all).await.unwrap();
}

async fn tasks(staff: &Staff) -> Vec<TaskLine> {
    let tasks = staff.notices().to_do().await.unwrap().tasks;
    tasks.into_iter().filter(|task| task.kind == TaskKind::InformationProposed).collect()
}

async fn mails(house: &House, kind: &str) -> i64 {
    house.count(&format!("SELECT count(*) FROM mails WHERE kind = '{kind}'")).await
}

/// IC-25
async fn a_proposal_changes_nothing_and_stands_on_the_to_do(house: House) {
    let (maya, elena, tomas) = (house.client("Maya").await, house.staff("Reyes").await, house.staff("Vidal").await);
    let before = elena.charts().await.unwrap().demographics(house.chart("Maya")).await.unwrap();
    let draft = AboutDraft { pronouns: "they/them".into(), language: "Swedish".into(), ..about(&page(&maya).await) };
    maya.information().await.unwrap().propose_about(&draft).await.unwrap();
    let after = elena.charts().await.unwrap().demographics(house.chart("Maya")).await.unwrap();
    assert_eq!((&after.pronouns, &after.language, after.version), (&before.pronouns, &before.language, before.version));
    assert_eq!(house.told("information.proposed").await, 1);
    for staff in [&elena, &tomas] {
        let tasks = tasks(staff).await;
        assert_eq!((tasks.len(), tasks[0].remark.as_deref(), tasks[0].owner_name()), (1, Some("2 changes"), Some("Elena Reyes, PhD")));
    }
    assert_eq!(mails(&house, "information_proposed").await, 1);
    // Another section is told of with the same task, and no second mail.
    let mut draft = reach(&page(&maya).await);
    draft.address.street = "41 Thames Street".into();
    maya.information().await.unwrap().propose_reach(&draft).await.unwrap();
    assert_eq!((tasks(&elena).await[0].remark.as_deref(), mails(&house, "information_proposed").await), (Some("3 changes"), 1));
    let waiting = page(&maya).await.changes;
    assert_eq!(waiting.len(), 3);
    assert!(waiting.iter().all(|change| change.state == ChangeState::Pending));
    assert_eq!(house.count("SELECT count(*) FROM information_changes WHERE length(proposed) < 60").await, 0, "it is sealed");
}

async fn what_is_accepted_is_in_the_chart_and_what_is_declined_is_not(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let portal = maya.information().await.unwrap();
    let mut draft = reach(&page(&maya).await);
    draft.address.street = "41 Thames Street".into();
    draft.may_post = true;
    portal.propose_reach(&draft).await.unwrap();
    let insurance = InsuranceDraft { payer: "Chesapeake Mutual".into(), member_id: "CM 1".into(), ..InsuranceDraft::default() };
    portal.propose_insurance(None, &insurance, false).await.unwrap();

    let office = elena.information(house.chart("Maya")).await.unwrap();
    let waiting = proposals(&elena, &house, "Maya").await;
    let of = |name: &str| waiting.waiting.iter().find(|change| change.name == name).unwrap();
    let (address, card) = (of(""), of("Chesapeake Mutual"));
    let street = address.parts.iter().find(|part| part.part == Part::Street).unwrap();
    assert_eq!((street.was.as_str(), street.to.as_str(), &street.now), ("12 Harbor Street", "41 Thames Street", &None));
    let nothing = Answers { seen: waiting.seen.clone(), ..Answers::default() };
    assert_eq!(refusals(office.answer(&nothing).await.unwrap_err()), [Refusal::NothingAnswered.into()]);
    let each = vec![answer(address.id, Verdict::Accept, ""), answer(card.id, Verdict::Decline, "")];
    let silent = Answers { each, seen: waiting.seen.clone(), ..Answers::default() };
    assert_eq!(refusals(office.answer(&silent).await.unwrap_err()), [Refusal::ReasonMissing.into()]);
    assert_eq!(page(&maya).await.facts.address.street, "12 Harbor Street", "all or nothing");
    let each = vec![answer(address.id, Verdict::Accept, ""), answer(card.id, Verdict::Decline, "Please send a photo of the card.")];
    office.answer(&Answers { each, seen: waiting.seen, ..Answers::default() }).await.unwrap();

    let mine = page(&maya).await;
    assert_eq!((mine.facts.address.street.as_str(), mine.facts.may_post, mine.facts.insurances.len()), ("41 Thames Street", true, 0));
    assert_eq!(mine.facts.address.city, "Baltimore", "what was not proposed stays");
    let of = |state| mine.changes.iter().find(|change| change.state == state).unwrap();
    assert_eq!(of(ChangeState::Declined).reason.as_deref(), Some("Please send a photo of the card."));
    assert_eq!((of(ChangeState::Accepted).name.as_str(), &of(ChangeState::Accepted).answered_by), ("", &None));
    assert!(tasks(&elena).await.is_empty());
    assert_eq!((house.told("information.answered").await, mails(&house, "information_answered").await), (1, 1));
    assert_eq!(house.count("SELECT count(*) FROM information_changes WHERE reason IS NOT NULL AND length(reason) < 60").await, 0);
}

/// From a public report: fields that nobody touched were changed on save.
async fn only_what_was_changed_is_proposed_and_only_that_changes(house: House) {
    let (maya, elena, chart) = (house.client("Maya").await, house.staff("Reyes").await, house.chart("Maya"));
    // The form is open while staff write down other pronouns.
    let open = about(&page(&maya).await);
    let charts = elena.charts().await.unwrap();
    let shown = charts.demographics(chart).await.unwrap();
    let change = DemographicsChange {
        last_name: shown.last_name,
        first_name: shown.first_name,
        pronouns: "they/them".into(),
        birth_date: shown.birth_date,
        primary_clinician: shown.primary_clinician,
        version: shown.version,
        ..DemographicsChange::default()
    };
    charts.change_demographics(chart, change).await.unwrap();
    maya.information().await.unwrap().propose_about(&AboutDraft { language: "Swedish".into(), ..open.clone() }).await.unwrap();
    let waiting = proposals(&elena, &house, "Maya").await.waiting;
    assert_eq!((waiting.len(), waiting[0].parts.len(), waiting[0].parts[0].part), (1, 1, Part::Language));
    accept_all(&elena, &house, "Maya").await;
    let after = charts.demographics(chart).await.unwrap();
    assert_eq!((after.pronouns.as_str(), after.language.as_str()), ("they/them", "Swedish"));
    // Nothing at all is nothing to send.
    let nothing = maya.information().await.unwrap().propose_about(&open).await.unwrap_err();
    assert_eq!(refusals(nothing), [Refusal::NothingChanged.into()]);
}

async fn a_conflict_shows_all_three_and_an_older_page_answers_nothing(house: House) {
    let (maya, elena, chart) = (house.client("Maya").await, house.staff("Reyes").await, house.chart("Maya"));
    let draft = AboutDraft { pronouns: "they/them".into(), ..about(&page(&maya).await) };
    maya.information().await.unwrap().propose_about(&draft).await.unwrap();
    let older = proposals(&elena, &house, "Maya").await;
    let charts = elena.charts().await.unwrap();
    let shown = charts.demographics(chart).await.unwrap();
    let change = DemographicsChange {
        last_name: shown.last_name,
        first_name: shown.first_name,
        pronouns: "she/they".into(),
        birth_date: shown.birth_date,
        primary_clinician: shown.primary_clinician,
        version: shown.version,
        ..DemographicsChange::default()
    };
    charts.change_demographics(chart, change).await.unwrap();
    let office = elena.information(chart).await.unwrap();
    let each = vec![answer(older.waiting[0].id, Verdict::Accept, "")];
    let stale = office.answer(&Answers { each: each.clone(), seen: older.seen, ..Answers::default() }).await.unwrap_err();
    assert_eq!(refusals(stale), [Refusal::ChangedMeanwhile.into()]);
    let newer = proposals(&elena, &house, "Maya").await;
    let part = &newer.waiting[0].parts[0];
    assert_eq!((part.was.as_str(), part.now.as_deref(), part.to.as_str()), ("she/her", Some("she/they"), "they/them"));
    office.answer(&Answers { each, seen: newer.seen, ..Answers::default() }).await.unwrap();
    assert_eq!(charts.demographics(chart).await.unwrap().pronouns, "they/them");
}

async fn sent_twice_is_one_proposal_and_a_later_one_joins_it(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let portal = maya.information().await.unwrap();
    let open = about(&page(&maya).await);
    let draft = AboutDraft { pronouns: "they/them".into(), ..open.clone() };
    for _ in 0..2 {
        portal.propose_about(&draft).await.unwrap();
        portal.propose_person(None, &person("June", "410-555-0199")).await.unwrap();
    }
    assert_eq!(proposals(&elena, &house, "Maya").await.waiting.len(), 2);
    portal.propose_about(&AboutDraft { pronouns: "ze/zir".into(), ..open }).await.unwrap();
    let waiting = proposals(&elena, &house, "Maya").await.waiting;
    assert_eq!(waiting.len(), 2);
    assert!(waiting.iter().any(|change| change.parts[0].to == "ze/zir"), "{waiting:?}");
    // Of two who answer, one does.
    let seen = proposals(&elena, &house, "Maya").await.seen;
    let all = Answers { all: Some(Verdict::Accept), seen, ..Answers::default() };
    let office = elena.information(house.chart("Maya")).await.unwrap();
    let (one, other) = tokio::join!(office.answer(&all), office.answer(&all));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(page(&maya).await.facts.people.iter().filter(|person| person.values.of(Part::GivenName) == "June").count(), 1);
}

async fn a_proposal_can_be_taken_back(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let portal = maya.information().await.unwrap();
    portal.propose_about(&AboutDraft { pronouns: "they/them".into(), ..about(&page(&maya).await) }).await.unwrap();
    let waiting = proposals(&elena, &house, "Maya").await;
    let id = waiting.waiting[0].id;
    portal.take_back(id).await.unwrap();
    assert_eq!(refusals(portal.take_back(id).await.unwrap_err()), [Refusal::AnsweredAlready.into()]);
    assert!(tasks(&elena).await.is_empty() && page(&maya).await.changes.is_empty());
    let each = vec![answer(id, Verdict::Accept, "")];
    let late = elena.information(house.chart("Maya")).await.unwrap();
    let late = late.answer(&Answers { each, seen: waiting.seen, ..Answers::default() }).await.unwrap_err();
    assert_eq!(refusals(late), [Refusal::AnsweredAlready.into()]);
    assert_eq!(house.told("information.taken_back").await, 1);
}

async fn everything_is_answered_at_once(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let portal = maya.information().await.unwrap();
    let draft = AboutDraft { last_name: "Ek".into(), first_name: "Mia".into(), pronouns: "they/them".into(), ..about(&page(&maya).await) };
    portal.propose_about(&draft).await.unwrap();
    let mut draft = reach(&page(&maya).await);
    draft.phones.push(PhoneEntry { kind: "home".into(), number: "410-555-0144".into(), ..PhoneEntry::default() });
    draft.phones[0].may_voicemail = false;
    portal.propose_reach(&draft).await.unwrap();
    portal.propose_person(None, &person("June", "410-555-0199")).await.unwrap();
    accept_all(&elena, &house, "Maya").await;
    let facts = page(&maya).await.facts;
    let said = [Part::LastName, Part::FirstName, Part::Pronouns].map(|part| facts.about.of(part).to_owned());
    assert_eq!(said, ["Ek", "Mia", "they/them"]);
    assert_eq!((facts.phones.len(), facts.phones[0].may_voicemail, facts.people.len()), (2, false, 1));
    let found = elena.charts().await.unwrap().room_beside("Ek Mia", 1, None).await.unwrap();
    assert_eq!(found.charts.len(), 1, "the chart is found by its new name");
    // Declined at once: one reason for all of it.
    let open = about(&page(&maya).await);
    portal.propose_about(&AboutDraft { language: "Swedish".into(), preferred_name: "Mo".into(), ..open }).await.unwrap();
    let seen = proposals(&elena, &house, "Maya").await.seen;
    let reason = "Please call us about this.".to_owned();
    let all = Answers { all: Some(Verdict::Decline), reason, seen, ..Answers::default() };
    elena.information(house.chart("Maya")).await.unwrap().answer(&all).await.unwrap();
    let declined = page(&maya).await.changes.into_iter().filter(|change| change.state == ChangeState::Declined);
    assert_eq!(declined.filter(|change| change.reason.is_some()).count(), 2);
}

/// T15, IC-20
async fn a_linked_person_another_client_and_a_closed_area_have_none_of_it(house: House) {
    let (maya, rosa, tomas) = (house.client("Maya").await, house.client("Rosa").await, house.staff("Vidal").await);
    let portal = maya.information().await.unwrap();
    portal.propose_about(&AboutDraft { pronouns: "they/them".into(), ..about(&page(&maya).await) }).await.unwrap();
    let change = page(&maya).await.changes[0].id;
    let other = rosa.information().await.unwrap();
    assert!(matches!(other.take_back(change).await, Err(Error::NotFound)));
    let strange = ContactId(uuid::Uuid::from_u128(7));
    assert!(matches!(other.propose_person(Some(strange), &person("June", "")).await, Err(Error::NotFound)));
    assert!(matches!(other.propose_parting(strange).await, Err(Error::NotFound)));
    let strange = InsuranceId(uuid::Uuid::from_u128(7));
    assert!(matches!(other.propose_ending(strange).await, Err(Error::NotFound)));
    assert!(matches!(other.propose_insurance(Some(strange), &InsuranceDraft::default(), false).await, Err(Error::NotFound)));
    // Whatever is open to a linked person, this is not.
    house.tamper("UPDATE grants SET kind = 'linked' WHERE account_id = (SELECT id FROM accounts WHERE first_name = 'Rosa')").await;
    let linked = house.client("Rosa").await;
    assert!(matches!(linked.information().await, Err(Error::NotFound)));
    assert!(!linked.frame().await.unwrap().information);
    let mut settings = tomas.settings().await.unwrap().read().await.unwrap();
    settings.features.information = false;
    tomas.settings().await.unwrap().change(settings).await.unwrap();
    let maya = house.client("Maya").await;
    assert!(matches!(maya.information().await, Err(Error::NotFound)));
    assert!(!maya.frame().await.unwrap().information);
}

async fn other_roles_and_other_charts_answer_nothing(house: House) {
    let (maya, chart) = (house.client("Maya").await, house.chart("Maya"));
    maya.information()
        .await
        .unwrap()
        .propose_about(&AboutDraft { pronouns: "they/them".into(), ..about(&page(&maya).await) })
        .await
        .unwrap();
    let (elena, samuel, walter) = (house.staff("Reyes").await, house.staff("Okafor").await, house.staff("Brandt").await);
    let waiting = proposals(&elena, &house, "Maya").await;
    let all = Answers { all: Some(Verdict::Accept), seen: waiting.seen.clone(), ..Answers::default() };
    assert!(matches!(samuel.information(chart).await, Err(Error::NotFound)));
    // A biller sees the insurance, and changes nothing.
    let office = walter.information(chart).await.unwrap();
    assert!(!office.read(None).await.unwrap().may_edit);
    assert!(matches!(office.answer(&all).await, Err(Error::NotFound)));
    assert!(matches!(office.save_person(None, &person("June", "")).await, Err(Error::NotFound)));
    assert!(tasks(&samuel).await.is_empty() && tasks(&walter).await.is_empty());
    // A change of Maya's is none of Noah's.
    let each = vec![answer(waiting.waiting[0].id, Verdict::Accept, "")];
    let noah = elena.information(house.chart("Noah")).await.unwrap();
    let strange = noah.answer(&Answers { each, seen: waiting.seen, ..Answers::default() }).await;
    assert!(strange.is_err());
    assert_eq!(page(&maya).await.facts.about.of(Part::Pronouns), "she/her");
}

async fn what_is_absurd_is_refused_and_says_why(house: House) {
    let maya = house.client("Maya").await;
    let portal = maya.information().await.unwrap();
    let open = about(&page(&maya).await);
    for (typed, refusal) in [("2027-01-01", OfChart::BirthDateInFuture), ("0085-03-14", OfChart::BirthDateTooLongAgo)] {
        let draft = AboutDraft { birth_date: typed.into(), ..open.clone() };
        assert_eq!(refusals(portal.propose_about(&draft).await.unwrap_err()), [refusal.into()]);
    }
    let mut draft = reach(&page(&maya).await);
    draft.phones[0].number = "call my mother".into();
    let wrong = portal.propose_reach(&draft).await.unwrap_err();
    assert_eq!(refusals(wrong), [OfChart::PhoneUnreadable { place: 0 }.into()]);
    let wrong = portal.propose_person(None, &person("June", "ask her")).await.unwrap_err();
    assert_eq!(refusals(wrong), [Refusal::PhoneUnreadable.into()]);
    for number in 0..MOST_PEOPLE {
        portal.propose_person(None, &person(&format!("June {}", "i".repeat(number + 1)), "")).await.unwrap();
    }
    let many = portal.propose_person(None, &person("Karl", "")).await.unwrap_err();
    assert_eq!(refusals(many), [Refusal::PeopleTooMany.into()]);
    let twice = portal.propose_person(None, &PersonDraft { relationship: "aunt".into(), ..person("June i", "") }).await.unwrap_err();
    assert!(matches!(twice, Error::Refused(_)));
}

/// IC-09: the check of an open link uses what is recorded by then.
async fn an_accepted_name_counts_at_the_identity_check_and_for_the_account(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let draft = AboutDraft { last_name: "Ek".into(), birth_date: "03/15/1991".into(), ..about(&page(&maya).await) };
    maya.information().await.unwrap().propose_about(&draft).await.unwrap();
    accept_all(&elena, &house, "Maya").await;
    let row = "SELECT count(*) FROM charts WHERE last_name = 'Ek' AND birth_date = '1991-03-15'";
    assert_eq!(house.count(row).await, 1);
    let maya = house.client("Maya").await;
    let frame = maya.frame().await.unwrap();
    assert_eq!((frame.name.as_str(), frame.acting_for.oneself), ("Maya Ek", true));
}

/// From a public report: a birth date moved by a day between zones.
async fn a_birth_date_is_a_day_in_every_zone(house: House) {
    let (maya, elena, tomas) = (house.client("Maya").await, house.staff("Reyes").await, house.staff("Vidal").await);
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"] {
        let mut settings = tomas.settings().await.unwrap().read().await.unwrap();
        settings.zone = zone.into();
        tomas.settings().await.unwrap().change(settings).await.unwrap();
        let maya = house.client("Maya").await;
        let draft = AboutDraft { time_zone: "America/Los_Angeles".into(), birth_date: "1991-03-15".into(), ..about(&page(&maya).await) };
        // What is recorded by now is no change any more.
        let _ = maya.information().await.unwrap().propose_about(&draft).await;
        if !proposals(&elena, &house, "Maya").await.waiting.is_empty() {
            accept_all(&elena, &house, "Maya").await;
        }
        assert_eq!(page(&maya).await.facts.about.of(Part::BirthDate), "1991-03-15", "{zone}");
    }
    drop(maya);
}
