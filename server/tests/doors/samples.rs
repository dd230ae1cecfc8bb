//! What one knocks with: the things of Maya Lindqvist, and a sample for each kind of parameter.

use crate::house::{House, get, post, send};
use image::{GrayImage, ImageFormat};
use std::{collections::BTreeMap, io::Cursor};
use uuid::Uuid;

/// A sample of what a function takes, by its type, and by its name where the type says little. One that need not be sent has none.
pub fn sample(door: &str, name: &str, kind: &str, actor: &str) -> Vec<(String, &'static str)> {
    let one = |value| vec![(name.to_owned(), value)];
    let all = |fields: &[(&str, &'static str)]| fields.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    let of_charts = door.starts_with("/api/staff/charts/");
    match (kind, name) {
        ("String", "light" | "dark" | "address" | "take") if door.ends_with("/change_branding") => one(""),
        ("ChartId", _) => one("CHART"),
        ("DocumentId", _) if door.ends_with("_signer") => one("TOSIGN"),
        ("DocumentId", _) => one("DOCUMENT"),
        ("SignerId", _) => one("SIGNER"),
        ("Option<DocumentId>", _) => Vec::new(),
        ("TemplateId" | "Option<TemplateId>", _) if door.starts_with("/api/staff/settings/") => one("TEMPLATEALL"),
        ("TemplateId" | "Option<TemplateId>", _) => one("TEMPLATEOWN"),
        ("String", "instead") => one("staff-CLINICIAN"),
        ("String", "first") if door.ends_with("/documents/ask") => one("holder-GRANT"),
        ("String", "second" | "third" | "fourth" | "fifth") if door.ends_with("/documents/ask") => Vec::new(),
        ("String", "until") => one(""),
        ("String", "before" | "after") => one("1"),
        ("AlertId", _) => one("ALERT"),
        ("FileId", _) => one("FILE"),
        ("QuickTextId" | "Option<QuickTextId>", _) if door.starts_with("/api/staff/settings/") => one("QUICKALL"),
        ("QuickTextId" | "Option<QuickTextId>", _) => one("QUICKOWN"),
        ("AlertKind", _) => one("allergy"),
        ("ShareId", _) => one("SHARE"),
        ("GrantId" | "Option<GrantId>", _) => one("GRANT"),
        ("ContactId", _) => one("CONTACT"),
        ("TaskId", _) => one("TASK"),
        ("StaffId" | "Option<StaffId>", "member") if of_charts => one("INTERN"),
        ("Option<StaffId>", "supervisee") | ("StaffId", "supervisee") => one("INTERN"),
        ("StaffId" | "Option<StaffId>", _) => one("CLINICIAN"),
        // Of somebody else, if at all.
        ("FactorId" | "SessionId", _) => one("CLINICIAN"),
        ("Side", _) => one(if actor == "staff" { "office" } else { "portal" }),
        ("StepUpScope", _) => one("access"),
        ("PasskeyUse", _) => one("alone"),
        ("ShareAction", _) => one("share"),
        ("ConversationId" | "Option<ConversationId>", _) => one("CONVERSATION"),
        ("GroupId", _) => one("GROUP"),
        ("Audience", _) => one("clinical"),
        ("Purpose" | "Option<Purpose>", _) => one("billing_question"),
        ("Mode", _) => one("reply_only"),
        ("AppointmentId" | "Option<AppointmentId>", _) => one("APPOINTMENT"),
        ("AppointmentTypeId" | "Option<AppointmentTypeId>", _) => one("TYPE"),
        ("OfferId", _) => one("OFFER"),
        ("ProspectId", _) => one("PROSPECT"),
        ("ActivitySeriesId", _) => one("SERIES"),
        ("ActivityAlertId", _) => one("ANSWER"),
        ("FormId", "measure") => one("MEASURE"),
        ("Option<FormId>", _) => one("HOMEWORK"),
        ("AssignmentId", _) if door.contains("/activities/") => one("ACTIVITY"),
        ("String", "rhythm") => one("once"),
        ("String", "outcome") => one("not_reached"),
        ("String", "goal") => one(""),
        ("AssignmentId", _) => one("ASSIGNMENT"),
        ("FormId", _) => one("SHEET"),
        ("PackageId" | "Option<PackageId>", _) => one("PACKAGE"),
        ("RecordRequestId", _) => one("REQUEST"),
        ("ChangeId", _) => one("CHANGE"),
        ("InsuranceId" | "Option<InsuranceId>", _) => one("INSURANCE"),
        ("Option<ContactId>", _) => one("CONTACT"),
        ("Vec<AnswerEntry>", _) => all(&[("answers[0][change]", "CHANGE"), ("answers[0][verdict]", "accept")]),
        ("String", "seen") if door.contains("/information/") => one("{}"),
        ("String", "front_file" | "back_file") => one(""),
        ("String", "kind") if door.contains("/information/") => one("family"),
        ("Vec<DocumentId>", _) => Vec::new(),
        ("Vec<String>", "what") => vec![(format!("{name}[0]"), "whole")],
        ("Vec<String>", "form") => vec![(format!("{name}[0]"), "SHEET")],
        ("String", "from" | "to") if door == "/api/client/records/ask" => one(""),
        ("String", "delivery" | "how") => one("pick_up"),
        ("String", "on") => one("2026-11-20"),
        ("String", "days" | "within") => one("7"),
        ("String", "hours") => one("24"),
        ("String", "mail") if door.ends_with("/change_form_reminder") => one("Please sign in."),
        ("String", "like") => one(""),
        ("Vec<ChartId>", _) => vec![(format!("{name}[0]"), "CHART")],
        ("WordingFields", _) => all(&[("f.title", "x")]),
        // A key that nobody has used.
        ("PaymentId", _) if door.ends_with("/billing/pay") || door.ends_with("/billing/record") => {
            one("00000000-0000-4000-8000-000000000011")
        }
        ("PaymentId", _) => one("PAYMENT"),
        ("ChargeId", _) => one("CHARGE"),
        ("CardId", _) => one("CARD"),
        ("FeeId" | "Option<FeeId>", _) => one("FEE"),
        ("DiagnosisId", _) => one("DIAGNOSIS"),
        ("Vec<ChargeId>" | "Option<CardId>", _) => Vec::new(),
        ("ChargeDraft", _) => {
            all(&[("clinician", "CLINICIAN"), ("day", "2026-11-20"), ("code", "90834"), ("description", "x"), ("price", "10")])
        }
        ("FeeDraft", _) => all(&[("code", "T1017"), ("description", "x"), ("price", "10")]),
        ("RecordDraft", _) => all(&[("method", "cash"), ("amount", "1")]),
        ("i64", "cents") => one("100"),
        ("String", "card") => one("success"),
        ("String", "amount") => one("1"),
        ("String", "due_days") => one("14"),
        ("String", "tax_id" | "npi") => one(""),
        ("String", "diagnosis") => one("F40.1"),
        ("Vec<FormId>", _) => vec![(format!("{name}[0]"), "OTHERSHEET")],
        ("i32", "revision") => one("0"),
        ("String", "section") => one("SECTION"),
        ("AnswerFields", _) => all(&[("q.medical", "x")]),
        ("String", "due" | "remark") => one(""),
        ("String", "website") => one(""),
        ("String", "then") if door.ends_with("/answer_new") => one("deny"),
        ("String", "time") if door.starts_with("/api/visitor/") => one("2027-01-04T15:00:00Z"),
        ("ContactKind", _) => one("video"),
        ("WorkflowKind", _) => one("appointment_reminder"),
        ("String", "first") => one("24"),
        ("String", "second") => one("2"),
        ("String", "time") if door.starts_with("/api/client/") => one("2027-01-04T15:00:00Z"),
        ("i32" | "Option<i32>", "version") => one("1"),
        ("Option<u32>", "page" | "number") => one("1"),
        // It is closed at a door before.
        ("Option<SiteId>", _) if door.starts_with("/api/staff/charts/") => Vec::new(),
        ("SiteId" | "Option<SiteId>", _) => one("SITE"),
        ("AvailabilityId", _) => one("HOURS"),
        ("TimeOffId", _) => one("HOLIDAY"),
        ("State", _) => one("arrived"),
        ("BookingForm", _) => all(&[
            ("version", "1"),
            ("staff", "CLINICIAN"),
            ("kind_of", "TYPE"),
            ("contact", "video"),
            ("day", "2027-06-01"),
            ("time", "06:00"),
        ]),
        ("HoursForm", _) => all(&[("weekday", "Sat"), ("from", "09:00"), ("to", "12:00"), ("phone", "true")]),
        ("TypeForm", _) => all(&[("name", "x"), ("minutes", "50"), ("phone", "true"), ("hue", "1"), ("horizon_days", "60")]),
        ("Vec<PhoneEntry>", _) => all(&[("phones[0][kind]", "mobile"), ("phones[0][number]", "410 555 0134")]),
        ("String", "time_zone") => one("UTC"),
        ("Vec<String>", "offer" | "file") => Vec::new(),
        ("String", "zone") => one("UTC"),
        ("String", "from") => one("09:00"),
        ("String", "to") if door.starts_with("/api/staff/appointments/") => one("12:00"),
        ("String", "video") => one(""),
        ("bool", "agree") => one("true"),
        ("SectionFields", _) => all(&[("heading", "x"), ("text", "x")]),
        ("PatternId", _) => one("PATTERN"),
        ("Pattern", _) => one("group"),
        ("SettingsForm", _) => all(&[("name", "x"), ("zone", "UTC"), ("crisis", "988")]),
        ("RoleBoxes", _) => all(&[("clinician", "true")]),
        ("GrantForm", _) => all(&[("relationship", "self"), ("documents", "true"), ("messages", "true")]),
        ("AgeForm", _) => all(&[("legal_basis", "consent"), ("ends_on", "2027-11-21")]),
        ("Vec<String>", _) => vec![(format!("{name}[0]"), "x")],
        ("Option<String>", "email") => one("june@example.com"),
        ("Option<String>", "discreet") => one("true"),
        ("String", "email") => one("new@example.com"),
        ("String", "birth_date") => one("2000-01-01"),
        ("String", "relationship") => one("aunt"),
        ("String", "removed") => one("EMAIL"),
        ("String", "kind") => one(if of_charts { "work" } else { "progress_note" }),
        ("String", "then") => one("save"),
        ("String", "owner") => one("client"),
        ("String", "method") => one("typed"),
        ("String", "page") => one("/"),
        ("String", "next" | "search" | "phone" | "added" | "strokes" | "preferred_name" | "pronouns") => one(""),
        ("String", "code") => one("123456"),
        ("String", "first_day" | "last_day") => one("2027-01-04"),
        ("String", _) => one("x"),
        ("bool" | "Option<String>" | "Option<ChartId>", _) => Vec::new(),
        _ => panic!("{door} takes {name}: {kind}, of which there is no sample"),
    }
}

/// A pattern that was applied, and changed nothing that is still so.
const PATTERN: &str = "INSERT INTO patterns (id, pattern, applied_at, applied_by, changes)
    SELECT randomblob(16), 'group', (SELECT opened_at FROM practice), id, '[]' FROM staff WHERE last_name = 'Vidal' RETURNING hex(id)";

/// What the words of the samples and of the paths stand for.
#[derive(Clone)]
pub struct Things(pub BTreeMap<&'static str, String>);

impl Things {
    /// Maya's. What the demo practice lacks comes into being first: documents to sign, the conversation that they come in, and
    /// the mails about them, which come back and wait in the To-do.
    pub async fn of_maya(house: &House, chart: &str) -> Self {
        let of = |table: &str| format!("SELECT hex(id) FROM {table} WHERE hex(chart_id) = '{}'", chart.replace('-', "").to_uppercase());
        let elena = house.staff_cookie("elena.reyes@harborstreet.example").await;
        for title in ["Treatment plan, November 2026", "Session of 20 November"] {
            let document = one(house, &format!("{} AND title = '{title}'", of("documents"))).await;
            let fields = [("chart", chart), ("document", document.as_str()), ("action", "share_to_sign")];
            let shared = house.knock(post("/api/staff/documents/share", &fields).cookie(&elena)).await;
            assert!(shared.leads_to().contains("done=asked"), "{title} led to {}", shared.leads_to());
            // A kind of mail that nobody knows is given up at once.
            one(house, "UPDATE mails SET kind = 'unknown' WHERE state = 'queued' RETURNING hex(id)").await;
            assert!(house.system.deliver_next().await.expect("the outbox is read"));
        }
        for (first_name, relationship) in [("June", "mother"), ("Greta", "aunt")] {
            let person = [("chart", chart), ("first_name", first_name), ("last_name", "Lindqvist"), ("relationship", relationship)];
            house.knock(post("/api/staff/charts/add_contact", &person).cookie(&elena)).await;
        }
        for name in ["Thursday skills", "Tuesday skills"] {
            house.knock(post("/api/staff/messages/create_group", &[("name", name)]).cookie(&elena)).await;
        }
        // One that a message holds, one that waits for the client's next, and one for the clinician's.
        for name in ["held.png", "waits.txt", "unsent.txt"] {
            let (fields, path) = ([("draft", "00000000-0000-4000-8000-000000000009")], format!("/office/charts/{chart}/files"));
            let content = if name.ends_with("png") { picture() } else { b"Slept badly.".to_vec() };
            let sent = house.knock(send(&path, &fields, &[(name, &content)]).cookie(&elena).by_a_program()).await;
            assert_eq!(sent.status, 200, "{}", sent.text);
        }
        let by_maya = "uploaded_by_staff = NULL, uploaded_by_account = (SELECT id FROM accounts WHERE first_name = 'Maya')";
        let text = "SELECT id FROM files WHERE kind = 'text' ORDER BY id LIMIT 1";
        one(house, &format!("UPDATE files SET {by_maya} WHERE id = ({text}) RETURNING 'done'")).await;
        one(house, "UPDATE files SET held_by = 'message', held_id = (SELECT id FROM messages WHERE messages.chart_id = files.chart_id ORDER BY number LIMIT 1) WHERE kind = 'png' RETURNING 'done'").await;
        let file = |which: &str| format!("{} AND {which}", of("files"));
        let sheet = one(house, "SELECT hex(id) FROM forms WHERE slug = 'emergency-contact'").await;
        house.knock(post("/api/staff/forms/send", &[("chart", chart), ("form[0]", sheet.as_str())]).cookie(&elena)).await;
        // What activities and appointments bring along in tasks comes after the mails that came back.
        let bounce = one(house, &format!("{} ORDER BY rowid DESC", of("tasks"))).await;
        give_phq_9(house, chart, &elena).await;
        let tomas = house.staff_cookie("tomas.vidal@harborstreet.example").await;
        let fields = [("title", "Getting started"), ("form[0]", sheet.as_str())];
        house.knock(post("/api/staff/forms/save_package", &fields).cookie(&tomas)).await;
        let package = one(house, "SELECT hex(id) FROM form_packages").await;
        let maya = house.client_cookie("maya.lindqvist@example.com").await;
        let fields = [("what[0]", "whole"), ("delivery", "pick_up")];
        house.knock(post("/api/client/records/ask", &fields).cookie(&maya)).await;
        let request = one(house, &of("record_requests")).await;
        let fields = [("payer", "Chesapeake Mutual")];
        for payer in ["Chesapeake Mutual", "Patapsco Health"] {
            let insured = [("chart", chart), ("payer", payer)];
            house.knock(post("/api/staff/information/save_insurance", &insured).cookie(&elena)).await;
        }
        house.knock(post("/api/client/information/propose_insurance", &fields).cookie(&maya)).await;
        house.system.seed_appointments(house.cast.as_ref().expect("the demo practice")).await.expect("a fortnight of appointments");
        house.system.seed_billing(house.cast.as_ref().expect("the demo practice")).await.expect("accounts with a past");
        let offered = of("appointments").replace("SELECT hex(id)", "SELECT id, chart_id, id, starts_at");
        let offer = format!("INSERT INTO appointment_offers (id, chart_id, appointment_id, starts_at) {offered} LIMIT 1 RETURNING hex(id)");
        let first = |table: &str| format!("{} ORDER BY rowid", of(table));
        let last = |table: &str| format!("{} DESC", first(table));
        // One after the other: an array of futures would be larger than a stack.
        let found: [(&str, String); 43] = [
            ("ALERT", format!("{} AND ended_at IS NULL", of("alerts"))),
            ("DOCUMENT", first("documents")),
            ("FILE", file("held_by IS NOT NULL")),
            ("WAITS", file("uploaded_by_account IS NOT NULL")),
            ("UNSENT", file("held_by IS NULL AND uploaded_by_staff IS NOT NULL")),
            ("EMAIL", first("chart_emails")),
            ("CONTACT", "SELECT hex(id) FROM contacts WHERE first_name = 'June'".into()),
            ("LEAVING", "SELECT hex(id) FROM contacts WHERE first_name = 'Greta'".into()),
            ("LAPSED", last("insurances")),
            ("TASK", first("tasks")),
            ("DONE", format!("{} AND kind = 'records_requested'", of("tasks"))),
            ("GRANT", first("grants")),
            // The one to sign.
            ("SHARE", last("shares")),
            ("SIGNER", first("share_signers")),
            ("TOSIGN", "SELECT hex(document_id) FROM shares WHERE id = (SELECT share_id FROM share_signers ORDER BY rowid LIMIT 1)".into()),
            ("APPOINTMENT", format!("{} AND state = 'booked' ORDER BY starts_at DESC", of("appointments"))),
            ("TYPE", "SELECT hex(id) FROM appointment_types ORDER BY rowid".into()),
            ("SITE", "SELECT hex(id) FROM sites ORDER BY rowid".into()),
            ("HOURS", "SELECT hex(id) FROM availability WHERE staff_id IS NOT NULL ORDER BY rowid".into()),
            ("HOLIDAY", "SELECT hex(id) FROM time_off ORDER BY rowid".into()),
            ("CONVERSATION", first("conversations")),
            ("GROUP", "SELECT hex(id) FROM recipient_lists WHERE name LIKE 'Thursday%'".into()),
            ("SPARE", "SELECT hex(id) FROM recipient_lists WHERE name LIKE 'Tuesday%'".into()),
            ("OFFER", offer),
            ("PROSPECT", "SELECT hex(id) FROM prospects".into()),
            ("ASSIGNMENT", format!("{} AND activity IS NULL", of("form_assignments"))),
            ("ACTIVITY", of("activity_alerts").replace("hex(id)", "hex(assignment_id)")),
            ("ANSWER", of("activity_alerts")),
            ("SERIES", of("activity_series")),
            ("MEASURE", "SELECT hex(id) FROM forms WHERE slug = 'phq-9'".into()),
            ("HOMEWORK", "SELECT hex(id) FROM forms WHERE slug = 'thought-record'".into()),
            ("CHANGE", of("information_changes")),
            ("INSURANCE", first("insurances")),
            ("OTHERSHEET", "SELECT hex(id) FROM forms WHERE slug = 'intake'".into()),
            ("CHARGE", format!("{} AND balance_cents > 0 ORDER BY rowid DESC", of("charges"))),
            ("INVOICE", first("invoices")),
            ("PAYMENT", format!("{} AND method = 'online' ORDER BY rowid", of("payments"))),
            ("DIAGNOSIS", first("diagnoses")),
            ("CARD", "SELECT hex(c.id) FROM cards c JOIN accounts a ON a.id = c.account_id WHERE a.first_name = 'Maya'".into()),
            ("FEE", "SELECT hex(id) FROM fees ORDER BY rowid".into()),
            ("PATTERN", PATTERN.into()),
            ("CLINICIAN", "SELECT hex(id) FROM staff WHERE last_name = 'Reyes'".into()),
            ("INTERN", "SELECT hex(id) FROM staff WHERE last_name = 'Raman'".into()),
        ];
        let mut things = BTreeMap::from([
            ("CHART", chart.to_owned()),
            ("BOUNCE", bounce),
            ("TEMPLATEALL", template(house, "NULL").await),
            ("TEMPLATEOWN", template(house, "(SELECT id FROM staff WHERE last_name = 'Reyes')").await),
            ("QUICKALL", quick_text(house, "NULL").await),
            ("QUICKOWN", quick_text(house, "(SELECT id FROM staff WHERE last_name = 'Reyes')").await),
            ("SHEET", sheet),
            ("PACKAGE", package),
            ("REQUEST", request),
            ("SECTION", "contacts".to_owned()),
        ]);
        for (name, sql) in found {
            things.insert(name, one(house, &sql).await);
        }
        Self(things)
    }

    /// Ids that never were.
    pub fn nowhere(&self) -> Self {
        Self(self.0.keys().map(|name| (*name, Uuid::from_u128(0x4_7000).to_string())).collect())
    }

    pub fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    }

    /// A text in which none of them tells itself from another.
    pub fn mask(&self, text: &str) -> String {
        self.0.values().fold(text.to_owned(), |text, id| text.replace(id, "…"))
    }
}

/// A PHQ-9 every week, the first of which was submitted with an answer that needs somebody.
async fn give_phq_9(house: &House, chart: &str, elena: &str) {
    let phq = one(house, "SELECT hex(id) FROM forms WHERE slug = 'phq-9'").await;
    let fields = [("chart", chart), ("form", phq.as_str()), ("rhythm", "week")];
    house.knock(post("/api/staff/activities/assign", &fields).cookie(elena)).await;
    let id = one(house, "SELECT hex(id) FROM form_assignments WHERE activity IS NOT NULL").await;
    let maya = house.client_cookie("maya.lindqvist@example.com").await;
    let items: Vec<(String, &str)> = (1..=9).map(|item| (format!("q.item-{item}#"), "1")).collect();
    let page = [("id", id.as_str()), ("version", "1"), ("revision", "0"), ("section", "questions")];
    let fields: Vec<(&str, &str)> = page.into_iter().chain(items.iter().map(|(name, value)| (name.as_str(), *value))).collect();
    house.knock(post("/api/client/forms/keep", &fields).cookie(&maya)).await;
    let review = house.knock(get(&format!("/forms/{id}/review")).cookie(&maya)).await;
    let seen =
        review.text.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("it was looked over").to_owned();
    house.knock(post("/api/client/activities/submit", &[("id", id.as_str()), ("seen", seen.as_str())]).cookie(&maya)).await;
}

/// The smallest picture (PNG): one grey pixel.
pub fn picture() -> Vec<u8> {
    let mut picture = Cursor::new(Vec::new());
    GrayImage::new(1, 1).write_to(&mut picture, ImageFormat::Png).expect("it fits in memory");
    picture.into_inner()
}

/// A template of the practice, or of a member of staff.
async fn template(house: &House, whose: &str) -> String {
    let values = format!("randomblob(16), {whose}, 'progress_note', 'x', '[]', (SELECT started_at FROM conversations LIMIT 1)");
    let sql = format!("INSERT INTO note_templates (id, staff_id, kind, name, sections, changed_at) VALUES ({values}) RETURNING hex(id)");
    one(house, &sql).await
}

/// A quick text of the practice, or of a member of staff.
async fn quick_text(house: &House, whose: &str) -> String {
    let values = format!("randomblob(16), {whose}, 'x', 'x', (SELECT started_at FROM conversations LIMIT 1)");
    one(house, &format!("INSERT INTO quick_texts (id, staff_id, title, words, changed_at) VALUES ({values}) RETURNING hex(id)")).await
}

/// The first value of a query, which has to have one.
async fn one(house: &House, sql: &str) -> String {
    house.text(sql).await.unwrap_or_else(|| panic!("nothing came of {sql}"))
}
