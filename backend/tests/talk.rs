//! Messages both ways: answering, beginning, who reads what, and what is said among staff.

use crate::{
    charts::staff_id,
    documents::{PLAN, is_not_found, share},
    house::{House, origin},
};
use backend::{Client, Error, OfficeLetter, Staff};
use chrono::Duration;
use domain::{
    documents::ShareAction,
    ids::ConversationId,
    messages::{Answering, Audience, Closing, Letter, Mode, PAGE_LIMIT, Purpose, Refusal, Shown, Sorted, Starting, Whose, Writing},
};

crate::on_both_databases!(
    a_client_answers_and_the_office_sees_who_waits,
    each_side_sees_what_the_other_has_read,
    what_staff_say_among_themselves_no_client_sees,
    a_long_conversation_comes_in_pages,
    what_is_closed_is_read_and_not_answered,
    the_mode_says_who_begins,
    requests_are_made_in_every_mode,
    an_audience_is_read_by_its_roles,
    who_is_asked_to_answer_can_read_it,
    nobody_writes_where_nobody_reads,
    two_children_are_two_lists,
    what_one_is_writing_is_kept,
    what_begins_a_conversation_is_kept_each_for_itself,
    unread_ones_stand_first,
    a_message_of_only_a_file_arrives,
);

fn letter(subject: &str, body: &str) -> OfficeLetter {
    OfficeLetter { audience: Audience::Clinical, subject: subject.into(), body: body.into() }
}

/// Elena writes to a client.
pub async fn begun(house: &House, client: &str) -> (Staff, ConversationId) {
    let reyes = house.staff("Reyes").await;
    let id = reyes.messages().await.unwrap().start(house.chart(client), &letter("Sleep", "How did you sleep?")).await.unwrap();
    (reyes, id)
}

/// The same account, acting for one of its charts.
async fn client_for(house: &House, who: &str, chart: &str) -> Client {
    let token = house.client_token(who).await;
    let first = house.practice.client(Some(&token), None, origin()).await.unwrap().frame().await.unwrap();
    let acting = [first.acting_for].into_iter().chain(first.others).find(|acting| acting.name.starts_with(chart)).unwrap();
    house.practice.client(Some(&token), Some(acting.grant), origin()).await.unwrap()
}

pub fn refused(answer: Result<impl std::fmt::Debug, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusals)) => match refusals[..] {
            [domain::Refusal::Messages(refusal)] => refusal,
            _ => panic!("{refusals:?}"),
        },
        other => panic!("{other:?}"),
    }
}

/// IC-34, IC-38
async fn a_client_answers_and_the_office_sees_who_waits(house: House) {
    let (reyes, id) = begun(&house, "Maya").await;
    let office = reyes.messages().await.unwrap();
    let inbox = office.inbox(Whose::Mine, Shown::Open, Sorted::ByWaiting, 1).await.unwrap();
    assert!(inbox.waiting.is_empty() && inbox.others[0].id == id && inbox.others[0].client == "Lindqvist, Maya");

    let maya = house.client("Maya").await;
    assert_eq!(maya.frame().await.unwrap().unread, 1);
    let messages = maya.messages().await.unwrap();
    let open = messages.open(id, None).await.unwrap();
    assert_eq!((open.subject.as_str(), open.messages[0].body.as_str(), open.answering), ("Sleep", "How did you sleep?", Answering::Open));
    assert!(open.messages[0].new && open.with == ["Elena Reyes, PhD"]);
    assert_eq!(maya.frame().await.unwrap().unread, 0);
    house.hands.shift(Duration::hours(3));
    messages.reply(id, " Better.\r\n\r\n1. one\r\n").await.unwrap();
    assert_eq!(messages.open(id, None).await.unwrap().messages[1].body, "Better.\n\n1. one");
    assert_eq!(refused(messages.reply(id, " \n").await), Refusal::BodyMissing);

    let inbox = office.inbox(Whose::Mine, Shown::Open, Sorted::ByWaiting, 1).await.unwrap();
    assert!(inbox.others.is_empty() && inbox.waiting[0].unread && inbox.waiting[0].waiting.is_some());
    assert_eq!(reyes.notices().frame().await.unwrap().unread, 1);
    let open = office.open(id, None).await.unwrap();
    assert!(open.messages[1].new && open.messages[1].from == "Maya Lindqvist" && !open.messages[1].of_practice);
    assert_eq!(reyes.notices().frame().await.unwrap().unread, 0);
    assert!(!office.open(id, None).await.unwrap().messages[1].new);
    office.reply(id, "Good.").await.unwrap();
    assert!(office.inbox(Whose::Mine, Shown::Waiting, Sorted::ByWaiting, 1).await.unwrap().waiting.is_empty());
    assert_eq!(maya.frame().await.unwrap().unread, 1);
    for act in ["messages.started", "messages.sent", "messages.opened"] {
        assert!(house.told(act).await > 0, "{act}");
    }
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE detail LIKE '%leep%' OR detail LIKE '%etter%'").await, 0);
    assert_eq!(house.count("SELECT count(*) FROM conversations WHERE CAST(subject AS TEXT) LIKE '%Sleep%'").await, 0);
}

async fn each_side_sees_what_the_other_has_read(house: House) {
    let (reyes, id) = begun(&house, "Maya").await;
    let office = reyes.messages().await.unwrap();
    assert!(office.open(id, None).await.unwrap().messages[0].read_by.is_empty());
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    house.hands.shift(Duration::hours(1));
    messages.open(id, None).await.unwrap();
    house.hands.shift(Duration::hours(1));
    messages.open(id, None).await.unwrap();
    messages.reply(id, "Well.").await.unwrap();
    let open = office.open(id, None).await.unwrap();
    let [(name, at)] = &open.messages[0].read_by[..] else { panic!("{open:?}") };
    assert_eq!((name.as_str(), at.at.to_rfc3339().as_str()), ("Maya Lindqvist", "2026-11-21T13:00:00-05:00"), "the first time counts");
    assert!(messages.open(id, None).await.unwrap().messages[1].read.is_some());
    office.reply(id, "Good.").await.unwrap();
    assert!(messages.open(id, None).await.unwrap().messages[1].read.is_some());
}

async fn what_staff_say_among_themselves_no_client_sees(house: House) {
    let (reyes, id) = begun(&house, "Maya").await;
    let office = reyes.messages().await.unwrap();
    office.note(id, "Ask about the call.").await.unwrap();
    let open = office.open(id, None).await.unwrap();
    assert_eq!((open.notes[0].body.as_str(), open.notes[0].after, open.messages.len()), ("Ask about the call.", 1, 1));
    let maya = house.client("Maya").await;
    let open = maya.messages().await.unwrap().open(id, None).await.unwrap();
    assert!(!format!("{open:?}").contains("Ask about") && open.messages.len() == 1);
    assert_eq!(maya.frame().await.unwrap().unread, 0, "a note is no news");
}

async fn a_long_conversation_comes_in_pages(house: House) {
    let (_, id) = begun(&house, "Maya").await;
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    for number in 2..=53 {
        messages.reply(id, &format!("Message {number}")).await.unwrap();
    }
    let newest = messages.open(id, None).await.unwrap();
    assert_eq!((newest.messages.len() as u64, newest.earlier, newest.older_page), (PAGE_LIMIT, 3, false));
    assert_eq!(newest.messages.last().unwrap().body, "Message 53");
    let older = messages.open(id, Some(newest.messages[0].number)).await.unwrap();
    let bodies: Vec<&str> = older.messages.iter().map(|message| message.body.as_str()).collect();
    assert_eq!((bodies, older.earlier, older.older_page), (vec!["How did you sleep?", "Message 2", "Message 3"], 0, true));
}

async fn what_is_closed_is_read_and_not_answered(house: House) {
    let (reyes, id) = begun(&house, "Maya").await;
    let office = reyes.messages().await.unwrap();
    office.close(id).await.unwrap();
    assert_eq!(refused(office.close(id).await), Refusal::Closed);
    assert_eq!(refused(office.reply(id, "And?").await), Refusal::Closed);
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    let open = messages.open(id, None).await.unwrap();
    assert!(open.answering == Answering::Closed && open.closed.unwrap().0 == Closing::ByStaff);
    assert_eq!(refused(messages.reply(id, "Well.").await), Refusal::Closed);
    assert_eq!(office.inbox(Whose::Team, Shown::Closed, Sorted::ByWaiting, 1).await.unwrap().others[0].id, id);
    office.reopen(id).await.unwrap();
    assert_eq!(refused(office.reopen(id).await), Refusal::OpenAlready);
    messages.reply(id, "Well.").await.unwrap();
    office.settle(id).await.unwrap();
    assert!(office.inbox(Whose::Team, Shown::Waiting, Sorted::ByWaiting, 1).await.unwrap().waiting.is_empty());
}

pub async fn set(house: &House, mode: Mode) {
    let json = format!(r#"{{"mode":"{}"}}"#, mode.name());
    house.tamper(&format!("UPDATE practice SET communications = '{json}'")).await;
}

/// CP-13
async fn the_mode_says_who_begins(house: House) {
    let reyes = house.staff("Reyes").await;
    let elena = staff_id(&house, "Reyes").await.to_string();
    let talk = |to: &str| Letter { to: to.into(), subject: "A question".into(), body: "May I ask?".into() };
    for (mode, starting) in [(Mode::ReplyOnly, Starting::Nothing), (Mode::NeverInitiate, Starting::Nothing)] {
        set(&house, mode).await;
        let maya = house.client("Maya").await;
        let messages = maya.messages().await.unwrap();
        assert_eq!(messages.inbox(None).await.unwrap().starting, starting);
        assert_eq!(refused(messages.begin(Purpose::Talk, &talk(&elena)).await), Refusal::NoStarting);
    }
    set(&house, Mode::AssignedClientsOnly).await;
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    assert_eq!(refused(messages.begin(Purpose::Talk, &talk("billing")).await), Refusal::RecipientUnfit);
    assert_eq!(refused(messages.begin(Purpose::Talk, &talk("")).await), Refusal::RecipientMissing);
    let id = messages.begin(Purpose::Talk, &talk(&elena)).await.unwrap();
    assert_eq!(reyes.messages().await.unwrap().inbox(Whose::Mine, Shown::Waiting, Sorted::ByWaiting, 1).await.unwrap().waiting[0].id, id);
    set(&house, Mode::AllClients).await;
    let maya = house.client("Maya").await;
    maya.messages().await.unwrap().begin(Purpose::Talk, &talk("billing")).await.unwrap();
    // What a client began is not answered by them any more once only staff begin.
    set(&house, Mode::NeverInitiate).await;
    let maya = house.client("Maya").await;
    assert_eq!(refused(maya.messages().await.unwrap().reply(id, "Well?").await), Refusal::NotBegunByPractice);
}

async fn requests_are_made_in_every_mode(house: House) {
    for mode in Mode::ALL {
        set(&house, mode).await;
        let maya = house.client("Maya").await;
        let messages = maya.messages().await.unwrap();
        for purpose in Purpose::REQUESTS {
            let id = messages.begin(purpose, &Letter { body: "Please.".into(), ..Letter::default() }).await.unwrap();
            assert_eq!(messages.open(id, None).await.unwrap().subject, purpose.label());
            messages.reply(id, "One thing more.").await.unwrap();
        }
        assert!(is_not_found(messages.begin(Purpose::Records, &Letter { body: "x".into(), ..Letter::default() }).await));
    }
}

async fn an_audience_is_read_by_its_roles(house: House) {
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    let ask = async |purpose| messages.begin(purpose, &Letter { body: "Please.".into(), ..Letter::default() }).await.unwrap();
    let (bill, appointment) = (ask(Purpose::BillingQuestion).await, ask(Purpose::AppointmentRequest).await);
    let (_, clinical) = begun(&house, "Maya").await;
    for (who, reads) in [("Brandt", [true, false, false]), ("Whitfield", [false, true, false]), ("Reyes", [true, true, true])] {
        let staff = house.staff(who).await;
        let office = staff.messages().await.unwrap();
        for (id, reads) in [bill, appointment, clinical].into_iter().zip(reads) {
            let open = office.open(id, None).await;
            assert_eq!(open.is_ok(), reads, "{who} {id}");
            assert!(reads || is_not_found(open));
            assert!(reads || is_not_found(office.reply(id, "Well.").await));
        }
        let listed = office.of_chart(house.chart("Maya"), 1).await.unwrap().conversations.len();
        assert_eq!(listed, reads.iter().filter(|reads| **reads).count(), "{who}");
    }
}

async fn who_is_asked_to_answer_can_read_it(house: House) {
    let maya = house.client("Maya").await;
    let ask = Letter { body: "Please.".into(), ..Letter::default() };
    let id = maya.messages().await.unwrap().begin(Purpose::BillingQuestion, &ask).await.unwrap();
    let brandt = house.staff("Brandt").await;
    let office = brandt.messages().await.unwrap();
    assert_eq!(office.inbox(Whose::Unassigned, Shown::Open, Sorted::ByWaiting, 1).await.unwrap().waiting[0].id, id);
    let okafor = staff_id(&house, "Okafor").await;
    assert_eq!(refused(office.assign(id, Some(okafor)).await), Refusal::AssigneeUnfit);
    office.reply(id, "Your plan paid it.").await.unwrap();
    let open = office.open(id, None).await.unwrap();
    assert!(open.line.assigned.unwrap().contains("Brandt"), "who answers is asked from now on");
    office.assign(id, None).await.unwrap();
    assert_eq!(office.open(id, None).await.unwrap().assigned, None);
}

async fn nobody_writes_where_nobody_reads(house: House) {
    let reyes = house.staff("Reyes").await;
    let office = reyes.messages().await.unwrap();
    let jordan = house.chart("Jordan");
    assert_eq!(office.of_chart(jordan, 1).await.unwrap().composing, Writing::No(Refusal::NoReader));
    assert_eq!(refused(office.start(jordan, &letter("Hello", "Hello")).await), Refusal::NoReader);
    assert_eq!(house.count("SELECT count(*) FROM conversations").await, 0);
}

async fn two_children_are_two_lists(house: House) {
    let (_, id) = begun(&house, "Noah").await;
    let ingrid = client_for(&house, "Ingrid", "Noah").await;
    assert_eq!(ingrid.frame().await.unwrap().unread, 1);
    let of_ida = client_for(&house, "Ingrid", "Ida").await;
    assert_eq!(of_ida.frame().await.unwrap().unread, 0);
    assert!(is_not_found(of_ida.messages().await.unwrap().open(id, None).await));
    assert!(is_not_found(of_ida.messages().await.unwrap().reply(id, "Hello").await));
}

async fn what_one_is_writing_is_kept(house: House) {
    let (reyes, id) = begun(&house, "Maya").await;
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    let trail = house.count("SELECT count(*) FROM audit").await;
    messages.keep(Some(id), Purpose::Talk, &Letter { body: "With the c".into(), ..Letter::default() }).await.unwrap();
    messages.keep(Some(id), Purpose::Talk, &Letter { body: "With the call".into(), ..Letter::default() }).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM audit").await, trail, "nobody did anything yet");
    assert!(messages.inbox(None).await.unwrap().conversations[0].draft);
    assert_eq!(messages.open(id, None).await.unwrap().draft.as_deref(), Some("With the call"));
    assert!(!format!("{:?}", reyes.messages().await.unwrap().open(id, None).await.unwrap()).contains("With the call"));
    messages.reply(id, "With the call, please.").await.unwrap();
    assert_eq!(messages.open(id, None).await.unwrap().draft, None);
    assert_eq!(house.count("SELECT count(*) FROM message_drafts").await, 0);
}

async fn unread_ones_stand_first(house: House) {
    let (_, first) = begun(&house, "Maya").await;
    house.hands.shift(Duration::hours(1));
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    let newest = messages.inbox(None).await.unwrap().conversations[0].id;
    assert_ne!(newest, first);
    messages.open(newest, None).await.unwrap();
    let listed: Vec<_> = messages.inbox(None).await.unwrap().conversations.into_iter().map(|line| (line.id, line.unread)).collect();
    assert_eq!(listed, [(first, 1), (newest, 0)]);
    assert_eq!(messages.inbox(Some(newest)).await.unwrap().conversations.len(), 1);
}

async fn a_message_of_only_a_file_arrives(house: House) {
    let (reyes, id) = begun(&house, "Maya").await;
    let maya = house.client("Maya").await;
    let sent = futures_util::stream::iter([Ok::<_, std::io::Error>("Dear Elena".into())]);
    let file = maya.files().await.unwrap().receive(id.0, "letter.txt", sent).await.unwrap();
    let messages = maya.messages().await.unwrap();
    assert_eq!(messages.open(id, None).await.unwrap().pending, std::slice::from_ref(&file));
    messages.reply(id, "").await.unwrap();
    let open = messages.open(id, None).await.unwrap();
    assert_eq!(
        (open.messages[1].files.as_slice(), open.messages[1].body.as_str(), open.pending.len()),
        (std::slice::from_ref(&file), "", 0)
    );
    let office = reyes.messages().await.unwrap().open(id, None).await.unwrap();
    assert_eq!(office.messages[1].files, std::slice::from_ref(&file));
    assert!(reyes.files(house.chart("Maya")).await.unwrap().open(file.id).await.is_ok());
    let brandt = house.staff("Brandt").await;
    assert!(is_not_found(brandt.files(house.chart("Maya")).await.unwrap().open(file.id).await.map(|_| ())));
    assert_eq!(refused(messages.reply(id, "").await), Refusal::BodyMissing);
}

async fn what_begins_a_conversation_is_kept_each_for_itself(house: House) {
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    let words = |body: &str| Letter { body: body.into(), ..Letter::default() };
    messages.keep(None, Purpose::Talk, &Letter { subject: "Sleep".into(), ..words("I wake at") }).await.unwrap();
    messages.keep(None, Purpose::RecordRequest, &words("All of 2025")).await.unwrap();
    assert!(is_not_found(messages.keep(None, Purpose::Announcement, &words("To all")).await));
    let draft = async |purpose| house.client("Maya").await.messages().await.unwrap().beginning(purpose).await.unwrap().draft;
    let kept = draft(Purpose::Talk).await.unwrap();
    assert_eq!((kept.subject.as_str(), kept.body.as_str()), ("Sleep", "I wake at"));
    assert_eq!(draft(Purpose::RecordRequest).await.unwrap().body, "All of 2025");
    assert_eq!(draft(Purpose::BillingQuestion).await, None);

    let reyes = house.staff("Reyes").await;
    let (office, chart) = (reyes.messages().await.unwrap(), house.chart("Maya"));
    office.keep_letter(chart, &Letter { to: "clinical".into(), ..words("About Tuesday") }).await.unwrap();
    assert_eq!(office.composing(chart).await.unwrap().draft.unwrap().body, "About Tuesday");
}
