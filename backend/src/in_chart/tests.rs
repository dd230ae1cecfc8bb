//! From one chart into another there is no way: for staff, for clients, in a change, for any table that belongs to charts.

use super::*;
use crate::{
    Clock, Durability, Hashing, MailSetup, MailTransport, MasterKey, NoteDraft, OfficeLetter, Origin, PaymentGateway, PhonesChange,
    Randomness, SectionDraft, Setup, SignatureOffer, activities, alerts, appointments, billing, documents, files, forms, information,
    invites, messages, records,
    seed::{CLIENT_PASSWORD, STAFF_PASSWORD},
};
use domain::{
    activities::AssignDraft,
    alerts::AlertKind,
    appointments::{BookingAsk, BookingWish, ChosenSlot, ClientBooking, ContactKind, RequestAnswer, TypeRules, When, Window},
    billing::{ChargeDraft, RecordDraft, RefundDraft},
    charts::{EmailAddress, EmailChanges, EmailKind, PhoneEntry},
    documents::{NoteAbout, ShareAction},
    ids::{DocumentId, EmailId, GrantId, PaymentId, StaffId},
    information::{AboutDraft, InsuranceDraft, Part},
    messages::Audience,
    records::{ReleaseDraft, RequestDraft},
    sign_in::Side,
};
use sea_orm::{QuerySelect, Statement};
use std::{collections::BTreeSet, pin::Pin};

type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A table that belongs to charts, whatever its rows are.
pub(crate) struct Table {
    name: String,
    word: &'static str,
    /// What tells a row of this chart from its others.
    a_row_of: for<'a> fn(&'a InChart<'a, System>) -> Answer<'a, Option<Uuid>>,
    by_staff: for<'a> fn(&'a InChart<'a, Staff>, Uuid) -> Answer<'a, Result<(), Error>>,
    by_client: for<'a> fn(&'a InChart<'a, Client>, Uuid) -> Answer<'a, Result<(), Error>>,
    in_a_change: for<'a> fn(&'a InChart<'a, Staff>, Uuid) -> Answer<'a, Result<(), Error>>,
}

impl Table {
    pub fn of<E: OfChart>() -> Self {
        Self {
            name: E::default().table_name().to_owned(),
            word: E::WORD,
            a_row_of: |chart| {
                let row = chart.of::<E>().select_only().column(E::ROW).into_tuple();
                Box::pin(async move { row.one(chart.db()).await.unwrap() })
            },
            by_staff: |chart, id| Box::pin(async move { chart.one::<E>(id).await.map(drop) }),
            by_client: |chart, id| Box::pin(async move { chart.one::<E>(id).await.map(drop) }),
            in_a_change: |chart, id| Box::pin(async move { chart.change(None).await?.one::<E>(id).await.map(drop) }),
        }
    }
}

fn tables() -> Vec<Table> {
    [
        activities::of_chart(),
        alerts::of_chart(),
        appointments::of_chart(),
        billing::of_chart(),
        charts::of_chart(),
        documents::of_chart(),
        files::of_chart(),
        forms::of_chart(),
        information::of_chart(),
        invites::of_chart(),
        messages::of_chart(),
        records::of_chart(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Tables that name a chart, and why their rows are not reached through one.
const OTHERS: [(&str, &str); 8] = [
    ("audit", "the trail tells of charts, and belongs to none"),
    ("events", "they are read in their order, once for everybody, and handed on to who has the right to that chart"),
    ("mails", "the outbox is emptied by a job, and many a mail is about no chart"),
    ("tasks", "the To-do is one list over the charts within reach"),
    ("recipient_list_charts", "a list of recipients names charts, and each is entered when a letter goes to them"),
    ("announcement_recipients", "who waits for an announcement: each is entered when it is handed over"),
    ("workflow_jobs", "what the practice did by itself is listed over all charts, and done by a job that enters each"),
    ("chart_words", "words to find charts by, before any is entered"),
];

/// What each table needs a row of.
const NOAH: (&str, &str) = ("Noah", "Sandoval");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_way_leads_from_one_chart_into_another() {
    let folder = tempfile::tempdir().unwrap();
    let (practice, system) = Practice::open(setup(&folder)).await.unwrap();
    let cast = system.seed_demo().await.unwrap();
    let chart = |name: &str| cast.charts.iter().find(|chart| chart.first_name == name).unwrap().id;
    let (own, other) = (chart("Maya"), chart(NOAH.0));
    let elena = staff(&practice, "elena.reyes").await;
    fill(&practice, &elena, other).await;
    let maya = practice.client(Some(&token(&practice, Side::Portal, "maya.lindqvist@example.com").await), None, origin()).await.unwrap();

    let (here, there) = (elena.chart(own, Act::OpenChart).await.unwrap(), elena.chart(other, Act::OpenChart).await.unwrap());
    let mine = maya.chart(Scope::Documents).await.unwrap();
    for table in tables() {
        let name = &table.name;
        let id = (table.a_row_of)(&system.chart(other.0)).await.unwrap_or_else(|| panic!("{name} holds nothing of {}", NOAH.0));
        (table.by_staff)(&there, id).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let before = told(&practice, table.word).await;
        let tries = [(table.by_staff)(&here, id).await, (table.by_client)(&mine, id).await, (table.in_a_change)(&here, id).await];
        for answer in tries {
            assert!(matches!(answer, Err(Error::NotFound)), "{name}: {answer:?}");
        }
        assert_eq!(told(&practice, table.word).await - before, 3, "{name}: each try leaves its row");
    }
}

#[tokio::test]
async fn every_table_that_names_a_chart_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let (practice, _) = Practice::open(setup(&folder)).await.unwrap();
    let sql = "SELECT tables.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
        WHERE tables.type = 'table' AND columns.name = 'chart_id'";
    let db = practice.db.read();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let there: BTreeSet<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    let others = OTHERS.map(|(name, _)| name.to_owned());
    let known: BTreeSet<String> = tables().into_iter().map(|table| table.name).chain(others).collect();
    assert_eq!(there, known);
}

/// A change that meets what is not there undoes what it had done, and leaves the writer to others before it says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_change_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let (practice, system) = Practice::open(setup(&folder)).await.unwrap();
    let cast = system.seed_demo().await.unwrap();
    let maya = cast.charts.iter().find(|chart| chart.first_name == "Maya").unwrap().id;
    let elena = staff(&practice, "elena.reyes").await;
    let charts = elena.charts().await.unwrap();
    let address = charts.demographics(maya).await.unwrap().emails[0].id;
    let removed = EmailChanges { removed: vec![address, EmailId(Uuid::nil())], added: Vec::new() };
    assert!(matches!(charts.change_emails(maya, &removed).await, Err(Error::NotFound)));
    assert_eq!(charts.demographics(maya).await.unwrap().emails[0].id, address);
    assert_eq!(told(&practice, "charts.email").await, 1);
}

/// Rows that the cast does not have: Noah's clinic team, an address and a number of his own, a file, and a document that his mother signed.
async fn fill(practice: &Practice, elena: &Staff, noah: ChartId) {
    let charts = elena.charts().await.unwrap();
    let samuel = staff(practice, "samuel.okafor").await.member.id;
    charts.add_to_care_team(noah, Some(StaffId(samuel))).await.unwrap();
    let address = EmailAddress::read("noah@example.com").unwrap();
    let added = EmailChanges { removed: Vec::new(), added: vec![(EmailKind::Personal, address)] };
    charts.change_emails(noah, &added).await.unwrap();
    let phones = vec![PhoneEntry { kind: "home".into(), number: "443-555-0177".into(), ..PhoneEntry::default() }];
    let version = charts.demographics(noah).await.unwrap().version;
    charts.change_phones(noah, PhonesChange { phones, version, ..PhonesChange::default() }).await.unwrap();
    elena.alerts().await.unwrap().pin(noah, AlertKind::Allergy, "Penicillin").await.unwrap();
    let file = futures_util::stream::iter([Ok::<_, std::io::Error>("Slept well.".into())]);
    elena.files(noah).await.unwrap().receive(Uuid::nil(), "diary.txt", file).await.unwrap();
    let documents = elena.documents().await.unwrap();
    documents.keep(noah, NoteAbout::New, None, NoteDraft { title: "Session".into(), ..NoteDraft::default() }).await.unwrap();
    let document: DocumentId = documents.list(noah).await.unwrap().lines[0].id;
    documents.share(noah, document, ShareAction::ShareToSign).await.unwrap();
    let token = token(practice, Side::Portal, "ingrid.sandoval@example.com").await;
    let first = practice.client(Some(&token), None, origin()).await.unwrap();
    let grant = first.grants.iter().find(|grant| grant.chart_id == noah.0).unwrap().id;
    let ingrid = practice.client(Some(&token), Some(GrantId(grant)), origin()).await.unwrap();
    let documents = ingrid.documents().await.unwrap();
    let share = documents.list().await.unwrap().documents[0].share;
    documents.consent(share, true).await.unwrap();
    let seen = documents.open(share).await.unwrap().seen;
    let typed_name = "Ingrid Sandoval".to_owned();
    let offer = SignatureOffer { seen, agreed: true, method: "typed".into(), strokes: String::new(), typed_name };
    documents.sign(share, offer).await.unwrap();
    let talk = elena.messages().await.unwrap();
    let letter = OfficeLetter { audience: Audience::Clinical, subject: "School".into(), body: "How was the week?".into() };
    let conversation = talk.start(noah, &letter).await.unwrap();
    talk.note(conversation, "Ask again on Monday.").await.unwrap();
    talk.keep(conversation, "And").await.unwrap();
    talk.file(conversation, None).await.unwrap();
    ingrid.messages().await.unwrap().open(conversation, None).await.unwrap();
    fill_in(practice, elena, &ingrid, noah).await;
    ask_for_records(elena, &ingrid, noah).await;
    ask_for_changes(elena, &ingrid, noah).await;
    ask_for_appointment(practice, elena, &ingrid).await;
    charge(practice, elena, noah).await;
    give(practice, elena, &ingrid, noah).await;
}

/// A measure every week, with an answer that needs somebody and what came of it.
async fn give(practice: &Practice, elena: &Staff, ingrid: &Client, noah: ChartId) {
    let forms = forms::activity_forms(practice.db.read()).await.unwrap();
    let form = forms.iter().find(|form| form.title == "PHQ-9").unwrap().id;
    let activities = elena.activities().await.unwrap();
    let draft = AssignDraft { form: Some(form), rhythm: "week".into(), ..AssignDraft::default() };
    let id = activities.assign(noah, &draft).await.unwrap().unwrap();
    let fields = (1..=9).map(|item| (format!("q.item-{item}"), "1".to_owned())).collect();
    let filling = ingrid.filling(id).await.unwrap();
    filling.keep(id, &SectionDraft { version: 1, revision: 0, section: "questions".into(), fields }).await.unwrap();
    let seen = filling.look_over(id).await.unwrap().seen;
    ingrid.activities().await.unwrap().submit(id, &seen).await.unwrap();
    activities.comment(noah, id, "Thank you.").await.unwrap();
    activities.show_trend(noah, form, true).await.unwrap();
    let alert = activities.of_chart(noah, None).await.unwrap().alerts[0].id;
    activities.answer(noah, alert, "not_reached", "").await.unwrap();
}

/// A session that was charged, invoiced, paid, and given back in part.
async fn charge(practice: &Practice, elena: &Staff, noah: ChartId) {
    let walter = staff(practice, "walter.brandt").await;
    let billing = walter.billing().await.unwrap();
    billing.add_diagnosis(noah, "F93.0", "").await.unwrap();
    let draft = ChargeDraft {
        clinician: elena.member.id.to_string(),
        day: "2026-11-20".into(),
        code: "90834".into(),
        description: "Psychotherapy".into(),
        price: "160".into(),
        ..ChargeDraft::default()
    };
    billing.charge_by_hand(noah, &draft).await.unwrap();
    billing.invoice(noah, &[]).await.unwrap();
    let payment = PaymentId(practice.randomness.id());
    let record = RecordDraft { method: "cash".into(), amount: "160".into(), ..RecordDraft::default() };
    billing.record(noah, payment, &record).await.unwrap();
    let refund = RefundDraft { amount: "10".into(), reason: "Too much".into(), takes_off: false };
    billing.refund(noah, payment, &refund).await.unwrap();
}

/// A form that was sent and begun.
async fn fill_in(practice: &Practice, elena: &Staff, ingrid: &Client, noah: ChartId) {
    let form = forms::ready_form(practice.db.read(), "intake").await.unwrap().unwrap();
    let sent = elena.forms().await.unwrap().send(noah, &[form], "").await.unwrap();
    let fields = vec![("q.preferred-name".to_owned(), "Noah".to_owned())];
    let draft = SectionDraft { version: 1, revision: 0, section: "about-you".into(), fields };
    ingrid.forms().await.unwrap().keep(sent[0], &draft).await.unwrap();
}

/// A request that was answered, with its line in the log.
async fn ask_for_records(elena: &Staff, ingrid: &Client, noah: ChartId) {
    let ask = RequestDraft { what: vec!["whole".into()], delivery: "pick_up".into(), ..RequestDraft::default() };
    let request = ingrid.records().await.unwrap().ask(&ask).await.unwrap();
    let release = ReleaseDraft { released: "A copy".into(), whom: "Ingrid".into(), how: "pick_up".into(), ..ReleaseDraft::default() };
    elena.records().await.unwrap().release(noah, Some(request), &release).await.unwrap();
}

/// An insurance, and a language that waits for review.
async fn ask_for_changes(elena: &Staff, ingrid: &Client, noah: ChartId) {
    let draft = InsuranceDraft { payer: "Chesapeake Mutual".into(), ..InsuranceDraft::default() };
    elena.information(noah).await.unwrap().save_insurance(None, &draft, false).await.unwrap();
    let portal = ingrid.information().await.unwrap();
    let about = portal.read(None).await.unwrap().facts.about;
    let of = |part| about.of(part).to_owned();
    let draft = AboutDraft {
        seen: about.text(),
        last_name: of(Part::LastName),
        first_name: of(Part::FirstName),
        birth_date: of(Part::BirthDate),
        language: "Norwegian".into(),
        ..AboutDraft::default()
    };
    portal.propose_about(&draft).await.unwrap();
}

/// A request of Noah's, and a time that was offered in place of it.
async fn ask_for_appointment(practice: &Practice, elena: &Staff, ingrid: &Client) {
    let administrator = staff(practice, "tomas.vidal").await;
    let rules = TypeRules { name: "Session".into(), booking: ClientBooking::ByRequest, ..TypeRules::default() };
    let type_id = administrator.appointments().await.unwrap().save_type(None, &rules).await.unwrap();
    let office = elena.appointments().await.unwrap();
    let when = When::Weekly(chrono::Weekday::Tue);
    let window = Window { when, from: 540, to: 1_020, kinds: vec![ContactKind::Video], site: None };
    office.add_hours(Some(StaffId(elena.member.id)), &window).await.unwrap();
    let portal = ingrid.appointments().await.unwrap();
    let wish = BookingWish { type_id: Some(type_id), kind: Some(ContactKind::Video), ..BookingWish::default() };
    let days = portal.bookable(wish).await.unwrap().days;
    let [first, second, ..] = &days[0].slots[..] else { panic!("{days:?}") };
    let slot = ChosenSlot { starts_at: first.starts_at, staff: None };
    let ask = BookingAsk { type_id, kind: ContactKind::Video, slot, texts: false, remark: "After school".into(), replaces: None };
    let id = portal.request(&ask).await.unwrap();
    let answer = RequestAnswer::Deny { reason: "A meeting".into(), offers: vec![second.starts_at] };
    office.answer(id, 1, &answer).await.unwrap();
}

async fn told(practice: &Practice, word: &str) -> i64 {
    let db = practice.db.read();
    let sql = "SELECT count(*) FROM audit WHERE outcome = 'denied' AND detail = $1";
    let counted = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [word.into()])).await.unwrap().unwrap();
    counted.try_get_by_index(0).unwrap()
}

pub(crate) async fn staff(practice: &Practice, name: &str) -> Staff {
    let token = token(practice, Side::Office, &format!("{name}@harborstreet.example")).await;
    practice.staff(Some(&token), origin()).await.unwrap()
}

async fn token(practice: &Practice, side: Side, email: &str) -> crate::Token {
    let password = if side == Side::Portal { CLIENT_PASSWORD } else { STAFF_PASSWORD };
    practice.visitor(origin()).sign_in(side, email, password, None).await.unwrap().token
}

fn origin() -> Origin {
    Origin { address: "203.0.113.7".into(), agent: "test".into(), by_hand: true, ..Origin::default() }
}

pub(crate) fn setup(folder: &tempfile::TempDir) -> Setup {
    Setup {
        database_url: format!("sqlite://{}", folder.path().join("anteroom.db").display()),
        data: folder.path().to_owned(),
        files: crate::FilesAt::Beside,
        public_url: "http://localhost:3000".into(),
        key: MasterKey::new([7; 32]),
        gateway: PaymentGateway::Sandbox,
        mail: MailSetup { transport: MailTransport::Nowhere, from: "no-reply@harborstreet.example".into(), texts: None },
        clock: Clock::standing("2026-11-21T17:00:00Z".parse().unwrap()).0,
        randomness: Randomness::system(),
        hashing: Hashing::OfTests,
        durability: Durability::OfTests,
    }
}

/// A chart before a connection of a test's own, for looking at how its rows are found.
pub(crate) struct Before<'a, C> {
    pub db: &'a C,
    pub chart: Uuid,
}

impl<C> private::Entered for Before<'_, C> {}

impl<C: ConnectionTrait> Within for Before<'_, C> {
    type Db = C;

    fn db(&self) -> &C {
        self.db
    }

    fn chart(&self) -> Uuid {
        self.chart
    }
}
