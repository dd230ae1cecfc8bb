mod agreement;
mod genuine;
mod papers;
mod sharing;
pub mod signing;
mod tampering;
mod uploads;
mod writing;

use crate::house::House;
use backend::{Client, Error, NoteDraft, Staff};
use domain::{
    Refusal as AnyRefusal,
    documents::{DocumentKind, DocumentLine, ReaderState, Refusal, ShareAction, ShareRemark, ShareState, ShareStatus},
    ids::{ChartId, ShareId},
    settings::Features,
};
use sea_orm::{ConnectionTrait, DatabaseConnection};

crate::on_both_databases!(
    the_tab_lists_what_each_role_reads,
    who_reads_nothing_of_a_chart_does_not_find_it,
    psychotherapy_notes_are_their_authors,
    a_draft_is_its_authors_until_it_is_signed,
    a_note_that_says_nothing_is_refused,
    only_what_is_finished_and_fit_is_shared,
    sharing_needs_the_right_to_share,
    two_who_share_at_once_make_one_share,
    a_share_is_taken_back_until_it_is_opened,
    a_share_shows_what_was_frozen,
    everything_done_leaves_one_row,
);

pub const PLAN: &str = "Treatment plan, November 2026";

/// The reasons why a document was refused.
pub fn refusals<T>(result: Result<T, Error>) -> Vec<Refusal> {
    match result {
        Err(Error::Refused(refusals)) => refusals
            .into_iter()
            .map(|refusal| match refusal {
                AnyRefusal::Documents(refusal) => refusal,
                other => panic!("{other:?}"),
            })
            .collect(),
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("not refused"),
    }
}

pub fn is_not_found<T>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::NotFound))
}

pub async fn line(staff: &Staff, chart: ChartId, title: &str) -> DocumentLine {
    let list = staff.documents().await.unwrap().list(chart).await.unwrap();
    list.lines.into_iter().find(|line| line.title == title).unwrap_or_else(|| panic!("no {title}"))
}

pub async fn share(house: &House, client: &str, staff: &str, title: &str, action: ShareAction) {
    let (staff, chart) = (house.staff(staff).await, house.chart(client));
    let document = line(&staff, chart, title).await.id;
    staff.documents().await.unwrap().share(chart, document, action).await.unwrap();
}

/// The share of that title, as its reader finds it.
pub async fn found(client: &Client, title: &str) -> (ShareId, ReaderState) {
    let list = client.documents().await.unwrap().list().await.unwrap();
    let document = list.documents.into_iter().find(|document| document.title == title).unwrap_or_else(|| panic!("no {title}"));
    (document.share, document.state)
}

/// The administrator switches parts of the portal on or off.
pub async fn switch(house: &House, change: impl FnOnce(&mut Features)) {
    let vidal = house.staff("Vidal").await;
    let mut settings = vidal.settings().await.unwrap().read().await.unwrap();
    change(&mut settings.features);
    vidal.settings().await.unwrap().change(settings).await.unwrap();
}

/// Somebody with the keys to the database takes away what guards the signatures.
pub async fn unguard(house: &House) -> DatabaseConnection {
    let db = house.database().await;
    let sqlite = house.setup.database_url.starts_with("sqlite");
    let on = if sqlite { "" } else { " ON signatures" };
    db.execute_unprepared(&format!("DROP TRIGGER signatures_stay{on}; DROP TRIGGER signatures_keep{on};")).await.unwrap();
    if sqlite {
        db.execute_unprepared("DROP TRIGGER signatures_only_grow").await.unwrap();
    }
    db
}

pub fn note(title: &str, text: &str) -> NoteDraft {
    NoteDraft { kind: "progress_note".into(), title: title.into(), text: vec![("Session".into(), text.into())] }
}

async fn titles(house: &House, staff: &str, chart: ChartId) -> Vec<String> {
    let list = house.staff(staff).await.documents().await.unwrap().list(chart).await.unwrap();
    list.lines.into_iter().map(|line| line.title).collect()
}

async fn the_tab_lists_what_each_role_reads(house: House) {
    let maya = house.chart("Maya");
    let own = titles(&house, "Reyes", maya).await;
    assert_eq!(own.len(), 6);
    assert_eq!(own[0], "Phone call about sleep diary", "newest first");
    assert_eq!(titles(&house, "Brandt", maya).await, ["Invoice 1043"]);

    let reyes = house.staff("Reyes").await;
    let tab = reyes.documents().await.unwrap().list(maya).await.unwrap();
    assert!(tab.may_write && tab.portal_ready);
    assert_eq!((tab.holder.as_str(), tab.banner.name.as_str()), ("Maya Lindqvist", "Lindqvist, Maya"));
    let plan = tab.lines.iter().find(|line| line.title == PLAN).unwrap();
    assert_eq!((plan.kind, plan.status, plan.share), (DocumentKind::TreatmentPlanGeneral, ShareStatus::NotShared, None));
    assert_eq!((plan.written_on.to_string(), plan.author.as_str()), ("2026-11-20".to_owned(), "Elena Reyes, PhD"));
    assert!(plan.finished && plan.may_share && plan.may_share_to_sign && !plan.may_unshare && plan.has_pdf);
    let invoice = tab.lines.iter().find(|line| line.title == "Invoice 1043").unwrap();
    assert_eq!((invoice.share, invoice.may_share, invoice.may_share_to_sign), (Some(ShareState::Open), false, false));
    let draft = tab.lines.iter().find(|line| !line.finished).unwrap();
    assert!(!draft.may_share && !draft.may_share_to_sign && !draft.has_pdf);

    let brandt = house.staff("Brandt").await;
    let tab = brandt.documents().await.unwrap().list(maya).await.unwrap();
    assert!(!tab.may_write && tab.lines.iter().all(|line| !line.may_share && !line.may_unshare));
}

/// T15, T16
async fn who_reads_nothing_of_a_chart_does_not_find_it(house: House) {
    let maya = house.chart("Maya");
    let plan = line(&house.staff("Reyes").await, maya, PLAN).await.id;
    let okafor = house.staff("Okafor").await;
    let documents = okafor.documents().await.unwrap();
    let denied = house.told("denied").await;
    assert!(is_not_found(documents.list(maya).await));
    assert!(is_not_found(documents.read(maya, plan).await));
    assert!(is_not_found(documents.write(maya, note("Session", "Text")).await));
    assert!(is_not_found(documents.change(maya, plan, 1, note("Session", "Text")).await));
    assert!(is_not_found(documents.finish(maya, plan, 1).await));
    assert!(is_not_found(documents.share(maya, plan, ShareAction::Share).await));
    assert!(is_not_found(documents.unshare(maya, plan).await));
    assert!(is_not_found(documents.download(maya, plan).await));
    // Through the door of a chart of one's own, another chart's document is not there either.
    assert!(is_not_found(documents.read(house.chart("Rosa"), plan).await));
    assert_eq!(house.told("denied").await, denied + 9);

    let brandt = house.staff("Brandt").await;
    assert!(is_not_found(brandt.documents().await.unwrap().read(maya, plan).await));
    let vidal = house.staff("Vidal").await;
    assert!(matches!(vidal.documents().await, Err(Error::NotAllowed)));
}

/// T19
async fn psychotherapy_notes_are_their_authors(house: House) {
    let zoe = house.chart("Zoë");
    let raman = house.staff("Raman").await;
    let private = NoteDraft { kind: "psychotherapy_note".into(), ..note("Process notes", "A thought to keep.") };
    let id = raman.documents().await.unwrap().write(zoe, private).await.unwrap();
    raman.documents().await.unwrap().finish(zoe, id, 1).await.unwrap();
    // Dr. Reyes supervises the intern and reads the chart, but not this.
    assert_eq!(titles(&house, "Raman", zoe).await, ["Process notes", "Session of 16 November"]);
    assert_eq!(titles(&house, "Reyes", zoe).await, ["Session of 16 November"]);
    assert_eq!(titles(&house, "Abara", zoe).await, ["Process notes", "Session of 16 November"]);
    let reyes = house.staff("Reyes").await;
    assert!(is_not_found(reyes.documents().await.unwrap().read(zoe, id).await));
    assert!(is_not_found(reyes.documents().await.unwrap().download(zoe, id).await));
    assert!(!reyes.charts().await.unwrap().face(zoe).await.unwrap().documents.iter().any(|line| line.title == "Process notes"));
    for action in [ShareAction::Share, ShareAction::ShareToSign] {
        assert!(is_not_found(reyes.documents().await.unwrap().share(zoe, id, action).await));
        assert_eq!(refusals(raman.documents().await.unwrap().share(zoe, id, action).await), [Refusal::NeverShared]);
    }
}

async fn a_draft_is_its_authors_until_it_is_signed(house: House) {
    let maya = house.chart("Maya");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let id = documents.write(maya, note("Session of 21 November", "Slept well.\n\n- Walks")).await.unwrap();
    let read = documents.read(maya, id).await.unwrap();
    assert!(read.may_edit && !read.line.finished);
    assert_eq!(read.text, [("Session".to_owned(), "Slept well.\n\n- Walks".to_owned())]);

    let abara = house.staff("Abara").await;
    assert!(!abara.documents().await.unwrap().read(maya, id).await.unwrap().may_edit);
    assert!(is_not_found(abara.documents().await.unwrap().change(maya, id, 1, note("Other", "Words")).await));
    assert!(is_not_found(abara.documents().await.unwrap().finish(maya, id, 1).await));

    documents.change(maya, id, 1, note("Session of 21 November", "Slept badly.")).await.unwrap();
    // Signed is what was shown, not what another window made of it meanwhile.
    assert_eq!(refusals(documents.change(maya, id, 1, note("Session", "From the other window.")).await), [Refusal::ChangedMeanwhile]);
    assert_eq!(refusals(documents.finish(maya, id, 1).await), [Refusal::ChangedMeanwhile]);
    documents.finish(maya, id, 2).await.unwrap();
    let read = documents.read(maya, id).await.unwrap();
    assert!(read.line.finished && !read.may_edit);
    assert_eq!(read.text[0].1, "Slept badly.");
    assert_eq!(refusals(documents.change(maya, id, 1, note("Later", "Words")).await), [Refusal::AlreadyFinished]);
    assert_eq!(refusals(documents.finish(maya, id, 1).await), [Refusal::AlreadyFinished]);
}

async fn a_note_that_says_nothing_is_refused(house: House) {
    let maya = house.chart("Maya");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let rows = house.count("SELECT count(*) FROM documents").await;
    assert_eq!(refusals(documents.write(maya, note("", "  \n")).await), [Refusal::TitleMissing, Refusal::NothingWritten]);
    let invoice = NoteDraft { kind: "invoice".into(), ..note("Invoice", "Text") };
    assert_eq!(refusals(documents.write(maya, invoice).await), [Refusal::KindUnknown]);
    assert_eq!(refusals(documents.write(maya, note("Long", &"a".repeat(100_001))).await), [Refusal::TextTooLong]);
    assert_eq!(house.count("SELECT count(*) FROM documents").await, rows);
}

/// IC-59, IC-61
async fn only_what_is_finished_and_fit_is_shared(house: House) {
    use ShareAction::{Share, ShareToSign};
    let maya = house.chart("Maya");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    for (title, action, expected) in [
        ("Phone call about sleep diary", Share, Refusal::NotFinished),
        ("Phone call about sleep diary", ShareToSign, Refusal::NotFinished),
        ("Process notes", Share, Refusal::NeverShared),
        ("Invoice 1043", ShareToSign, Refusal::NotForSignature),
        ("Invoice 1043", Share, Refusal::AlreadyShared),
        ("Intake evaluation", Share, Refusal::AlreadyShared),
    ] {
        let document = line(&reyes, maya, title).await.id;
        assert_eq!(refusals(documents.share(maya, document, action).await), [expected], "{title}");
    }
    let plan = line(&reyes, maya, PLAN).await.id;
    documents.share(maya, plan, ShareToSign).await.unwrap();
    for action in [Share, ShareToSign] {
        assert_eq!(refusals(documents.share(maya, plan, action).await), [Refusal::AlreadyShared]);
    }
    let line = line(&reyes, maya, PLAN).await;
    assert_eq!((line.status, line.share), (ShareStatus::Shared, Some(ShareState::AwaitingSignature)));
    assert_eq!(line.remark, Some(ShareRemark::SignatureRequested { on: "2026-11-21".parse().unwrap(), opened: None }));
}

async fn sharing_needs_the_right_to_share(house: House) {
    let maya = house.chart("Maya");
    let invoice = line(&house.staff("Reyes").await, maya, "Invoice 1043").await.id;
    let brandt = house.staff("Brandt").await;
    let documents = brandt.documents().await.unwrap();
    assert!(is_not_found(documents.share(maya, invoice, ShareAction::Share).await));
    assert!(is_not_found(documents.unshare(maya, invoice).await));
    assert!(is_not_found(documents.write(maya, note("Session", "Text")).await));
}

async fn two_who_share_at_once_make_one_share(house: House) {
    let maya = house.chart("Maya");
    let plan = line(&house.staff("Reyes").await, maya, PLAN).await.id;
    let mut tries = Vec::new();
    for _ in 0..8 {
        let reyes = house.staff("Reyes").await;
        tries.push(tokio::spawn(async move { reyes.documents().await.unwrap().share(maya, plan, ShareAction::ShareToSign).await }));
    }
    let mut done = 0;
    for one in tries {
        match one.await.unwrap() {
            Ok(_) => done += 1,
            lost => assert_eq!(refusals(lost), [Refusal::AlreadyShared]),
        }
    }
    assert_eq!(done, 1);
    assert_eq!(house.count("SELECT count(*) FROM messages").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE state = 'queued'").await, 1);
}

async fn a_share_is_taken_back_until_it_is_opened(house: House) {
    let maya = house.chart("Maya");
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    let (reyes, client) = (house.staff("Reyes").await, house.client("Maya").await);
    let documents = reyes.documents().await.unwrap();
    let plan = line(&reyes, maya, PLAN).await;
    assert!(plan.may_unshare);
    let (first, state) = found(&client, PLAN).await;
    assert_eq!(state, ReaderState::New);
    documents.unshare(maya, plan.id).await.unwrap();
    assert!(is_not_found(client.documents().await.unwrap().open(first).await));
    assert!(is_not_found(documents.unshare(maya, plan.id).await));
    assert_eq!(line(&reyes, maya, PLAN).await.status, ShareStatus::NotShared);

    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    let (second, _) = found(&client, PLAN).await;
    client.documents().await.unwrap().open(second).await.unwrap();
    assert!(is_not_found(client.documents().await.unwrap().open(first).await));
    assert_eq!(found(&client, PLAN).await.1, ReaderState::Read);
    assert!(!line(&reyes, maya, PLAN).await.may_unshare);
    assert_eq!(refusals(documents.unshare(maya, plan.id).await), [Refusal::AlreadyOpened]);
}

/// The reader sees the bytes of the share, whatever becomes of the document.
async fn a_share_shows_what_was_frozen(house: House) {
    let maya = house.chart("Maya");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let id = documents.write(maya, note("Summary", "As it was.")).await.unwrap();
    documents.finish(maya, id, 1).await.unwrap();
    documents.share(maya, id, ShareAction::Share).await.unwrap();
    let client = house.client("Maya").await;
    let share = found(&client, "Summary").await.0;
    let before = client.documents().await.unwrap().open(share).await.unwrap();

    assert_eq!(refusals(documents.change(maya, id, 1, note("Summary", "As it never was.")).await), [Refusal::AlreadyFinished]);
    let db = house.database().await;
    db.execute_unprepared("UPDATE documents SET title = 'Other', version = 2, author_name = 'Nobody'").await.unwrap();
    let after = client.documents().await.unwrap().open(share).await.unwrap();
    assert_eq!((&after.seen, &after.content, &after.document), (&before.seen, &before.content, &before.document));
    assert_eq!(after.document.title, "Summary");
}

/// T46
async fn everything_done_leaves_one_row(house: House) {
    let maya = house.chart("Maya");
    let (reyes, client) = (house.staff("Reyes").await, house.client("Maya").await);
    let documents = reyes.documents().await.unwrap();
    let mine = client.documents().await.unwrap();
    let plan = line(&reyes, maya, PLAN).await.id;
    let mut rows = house.count("SELECT count(*) FROM audit").await;
    let mut one_more = async |act: &str| {
        rows += 1;
        assert_eq!(house.count("SELECT count(*) FROM audit").await, rows, "{act}");
        assert_eq!(
            house.count(&format!("SELECT count(*) FROM audit WHERE seq = {rows} AND act = '{act}' AND chart_id IS NOT NULL")).await,
            1,
            "{act}"
        );
    };
    documents.list(maya).await.unwrap();
    one_more("documents.listed").await;
    documents.read(maya, plan).await.unwrap();
    one_more("documents.opened").await;
    let draft = documents.write(maya, note("Session", "Text")).await.unwrap();
    one_more("documents.written").await;
    documents.change(maya, draft, 1, note("Session", "More text")).await.unwrap();
    one_more("documents.changed").await;
    documents.finish(maya, draft, 2).await.unwrap();
    one_more("documents.finished").await;
    documents.download(maya, draft).await.unwrap();
    one_more("documents.downloaded").await;
    documents.share(maya, draft, ShareAction::Share).await.unwrap();
    one_more("documents.shared").await;
    documents.unshare(maya, draft).await.unwrap();
    one_more("documents.unshared").await;
    documents.share(maya, plan, ShareAction::ShareToSign).await.unwrap();
    one_more("documents.shared_to_sign").await;
    let share = mine.list().await.unwrap().documents.into_iter().find(|document| document.title == PLAN).unwrap().share;
    one_more("documents.listed").await;
    let page = mine.open(share).await.unwrap();
    one_more("documents.opened").await;
    mine.download(share).await.unwrap();
    one_more("documents.downloaded").await;
    mine.consent(share, true).await.unwrap();
    one_more("documents.consent_given").await;
    mine.sign(share, signing::typed(&page.seen)).await.unwrap();
    one_more("documents.signed").await;
    client.dashboard().await.unwrap();
    one_more("home.opened").await;
    client.frame().await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM audit").await, rows);
}
