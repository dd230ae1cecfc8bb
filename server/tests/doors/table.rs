//! T11, T14, T16, T17, T18, T46: everybody at every door. What comes of it is checked in as `doors.txt`, one line a door, so that a
//! change of anybody's rights shows in its diff.

use super::{Door, Things, chart_of, doors};
use crate::house::{Answer, House, on_postgres};
use domain::sign_in::StepUpScope;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

const GOLDEN: &str = include_str!("../doors.txt");

/// Who knocks: each has a column of marks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Nobody who is signed in.
    Stranger,
    /// Whose second step is still to come, on both sides.
    Half,
    /// With the scopes of the grant, where they are not all.
    Client(&'static str, Option<&'static str>),
    /// By last name: one person for each role, and the supervisor's charts are the clinician's.
    Staff(&'static str),
}

const MAYA: Who = Who::Client("maya.lindqvist@example.com", None);
const PEOPLE: [(Who, &str); 12] = [
    (Who::Stranger, "a stranger"),
    (Who::Half, "half signed in, on both sides"),
    (MAYA, "the client"),
    (Who::Client("rosa.delgado@example.com", None), "another client, with the things of this one"),
    (Who::Client("maya.lindqvist@example.com", Some("appointments")), "a linked person, to whom only appointments are open"),
    (Who::Staff("Okafor"), "Clinician of other charts"),
    (Who::Staff("Reyes"), "Clinician of the chart, Supervisor"),
    (Who::Staff("Raman"), "Intern, other charts"),
    (Who::Staff("Whitfield"), "Practice Scheduler"),
    (Who::Staff("Brandt"), "Biller"),
    (Who::Staff("Abara"), "Clinical Administrator"),
    (Who::Staff("Vidal"), "Practice Administrator"),
];

/// Fields that no form has, each with a value that stands nowhere else.
const UNASKED: [(&str, &str); 10] = [
    ("id", "77777777-7777-4777-8777-777777777777"),
    ("chart_id", "77777777-7777-4777-8777-777777777777"),
    ("account_id", "77777777-7777-4777-8777-777777777777"),
    ("author_id", "77777777-7777-4777-8777-777777777777"),
    ("role", "unasked-canary"),
    ("roles", "unasked-canary"),
    ("status", "unasked-canary"),
    ("author_name", "unasked-canary"),
    ("signed_at", "2001-02-03T04:05:06Z"),
    ("finished_at", "2001-02-03T04:05:06Z"),
];

/// What the table says of a door.
pub struct Line {
    marks: Vec<char>,
    method: &'static str,
    path: &'static str,
    /// The proof that it asks for.
    pub proof: Option<StepUpScope>,
}

/// The table, as it is checked in.
pub fn lines() -> Vec<Line> {
    let lines = GOLDEN.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            let mut next = || words.next().expect("marks, method, path, right, proof");
            let (marks, method, path, _, proof) = (next(), next(), next(), next(), next());
            Line { marks: marks.chars().collect(), method, path, proof: StepUpScope::from_name(proof) }
        })
        .collect()
}

pub fn line_of(door: &Door) -> Option<Line> {
    lines().into_iter().find(|line| line.method == door.method && line.path == door.path)
}

pub fn opens_to_strangers(page: &str) -> bool {
    lines().iter().any(|line| line.path == page && line.marks[0] != '○')
}

/// How a door answered.
fn mark(answer: &Answer) -> char {
    match answer.status {
        303 if answer.header("location").ends_with("/not-yours") => '✘',
        303 if answer.header("location").contains("/login?next=") => '○',
        401 if answer.text.contains("signed-out") => '○',
        200 | 303 => '✔',
        401 | 409 | 410 | 422 | 429 => '…',
        403 => '✘',
        404 => '–',
        other => panic!("{other}: {}", answer.text),
    }
}

/// Everybody knocks at every door, with fields that nobody asked for.
#[tokio::test]
async fn everybody_at_every_door() {
    let mut marks: BTreeMap<(bool, &str, String), Vec<char>> = BTreeMap::new();
    let mut rights: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (who, _) in PEOPLE {
        let (house, column) = at_every_door(who).await;
        nothing_unasked_was_taken(&house).await;
        for knocked in column {
            let Knocked { door, mark, right, .. } = &knocked;
            let marks = marks.entry((door.path.ends_with("/sign_out"), door.method, door.path.clone())).or_default();
            marks.push(*mark);
            rights.entry(door.path.clone()).or_default().extend(right.clone());
            knocked.left_its_rows(marks[0]);
        }
    }
    let proofs = proofs().await;
    let fields: BTreeMap<String, String> = doors().iter().rev().map(|door| (door.path.clone(), fields_of(door))).collect();
    let mut table = head();
    for ((_, method, path), marks) in marks {
        let right = rights[&path].iter().cloned().collect::<Vec<_>>().join(",");
        let right = if right.is_empty() { "-" } else { &right };
        let proof = proofs.get(&path).map_or("-", |matter| matter.name());
        let (marks, fields) = (marks.iter().collect::<String>(), &fields[&path]);
        writeln!(table, "{}", format!("{marks} {method:4} {path:54} {right:18} {proof:9} {fields}").trim_end()).unwrap();
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doors.txt"), &table).unwrap();
    }
    assert_eq!(table, GOLDEN, "UPDATE_GOLDEN=1 writes it anew: read what has changed");
}

fn fields_of(door: &Door) -> String {
    let side = |value| if door.path.starts_with("/api/own/") && ["portal", "office"].contains(&value) { "SIDE" } else { value };
    door.fields.iter().map(|(name, value)| format!("{name}={}", side(*value))).collect::<Vec<_>>().join(" ")
}

fn head() -> String {
    let mut head = String::from(
        "# Every door, and what comes of it when each of these knocks there. The test run writes this (UPDATE_GOLDEN=1).\n\
         # ✔ opened   … what was said is refused   – not there   ✘ not allowed   ○ sign in first\n#\n",
    );
    for (place, (_, who)) in PEOPLE.iter().enumerate() {
        writeln!(head, "# {}{who}", " ".repeat(place)).unwrap();
    }
    head.push_str(
        "#\n# Then: how one comes in (POST asks for our own origin; GET only looks, and needs none; neither takes longer than 30 seconds,\n\
         # but for files that are sent, which keep a pace instead), where, the right that was missing as the audit trail names it, the\n\
         # matter of the fresh proof that it asks for, and what one sends. Words in capitals are ids: Maya Lindqvist's, but INTERN, who\n\
         # is somebody else's.\n\n",
    );
    head
}

/// The people whose work most doors are: on PostgreSQL every door opens as it does on SQLite.
#[tokio::test]
async fn the_right_people_at_every_door_of_postgres() {
    on_postgres(async {
        for (place, (who, name)) in PEOPLE.into_iter().enumerate() {
            if ![MAYA, Who::Staff("Reyes"), Who::Staff("Vidal")].contains(&who) {
                continue;
            }
            for knocked in at_every_door(who).await.1 {
                let line = line_of(&knocked.door).unwrap_or_else(|| panic!("{} is not in doors.txt", knocked.door.path));
                assert_eq!(knocked.mark, line.marks[place], "{} for {name}", knocked.door.path);
                knocked.left_its_rows(line.marks[0]);
            }
        }
    })
    .await;
}

/// A house of its own for each: what one of them has done is not done for the next. Of what is one's own on either side, the door of
/// one's side.
async fn at_every_door(who: Who) -> (House, Vec<Knocked>) {
    let (house, cast) = House::with_cast().await;
    let maya = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let cookie = cookie_of(&house, who).await;
    let side = if matches!(who, Who::Staff(_)) { "staff" } else { "client" };
    let mut column = Vec::new();
    for door in doors().into_iter().filter(|door| !door.path.starts_with("/api/own/") || door.actor == side) {
        column.push(knock(&house, door, &maya, &cookie).await);
    }
    house.walks_the_trail().await;
    (house, column)
}

async fn cookie_of(house: &House, who: Who) -> String {
    match who {
        Who::Stranger => String::new(),
        Who::Half => {
            let client = house.client_cookie("maya.lindqvist@example.com").await;
            let both = format!("{client}; {}", house.staff_cookie("tomas.vidal@harborstreet.example").await);
            house.text("UPDATE sessions SET awaits = 'factor' RETURNING 'done'").await.expect("sessions");
            both
        }
        Who::Client(email, scopes) => {
            if let Some(scopes) = scopes {
                let of_maya = "(SELECT id FROM accounts WHERE first_name = 'Maya')";
                let sql = format!("UPDATE grants SET kind = 'linked', scopes = '{scopes}' WHERE account_id = {of_maya} RETURNING 'done'");
                house.text(&sql).await.expect("a grant");
            }
            house.client_cookie(email).await
        }
        Who::Staff(name) => {
            let email = house.text(&format!("SELECT email FROM staff WHERE last_name = '{name}'")).await.expect("somebody of the team");
            house.staff_cookie(&email).await
        }
    }
}

/// What came of it.
struct Knocked {
    door: Door,
    mark: char,
    /// How many rows it left.
    told: i64,
    /// The right that was missing.
    right: Option<String>,
}

async fn knock(house: &House, door: Door, things: &Things, cookie: &str) -> Knocked {
    let rows = house.audit_rows().await;
    let answer = house.knock(door.knock_with(things, if door.acts() { &UNASKED } else { &[] }).cookie(cookie)).await;
    let (mark, told) = (mark(&answer), house.audit_rows().await - rows);
    let last = "SELECT CASE WHEN outcome = 'denied' THEN detail END FROM audit ORDER BY seq DESC LIMIT 1";
    let right = if told > 0 && ['–', '✘'].contains(&mark) { house.text(last).await } else { None };
    Knocked { door, mark, told, right: right.map(|right| right.replace(' ', "-")) }
}

impl Knocked {
    /// Behind sign-in each call that gets an answer leaves one row, and a page at least one. What is refused for what was said did not
    /// happen, and is told by nobody.
    fn left_its_rows(&self, of_a_stranger: char) {
        let Self { door, mark, told, .. } = self;
        let of_no_client = OF_NO_CLIENT.contains(&door.path.as_str()) || door.path.starts_with("/api/own/");
        if door.actor != "visitor" && of_a_stranger == '○' && *mark != '○' && !of_no_client {
            let each = if BY_THE_GATEWAY.contains(&door.path.as_str()) && *mark == '✔' { 2 } else { 1 };
            let as_it_should = if door.acts() { *told == if *mark == '…' { 0 } else { each } } else { *told >= 1 };
            assert!(as_it_should, "{} left {told} rows after {mark}", door.path);
        }
    }
}

/// What goes by way of the gateway is told twice: that it was begun, and what came of it.
const BY_THE_GATEWAY: [&str; 2] = ["/api/client/billing/pay", "/api/staff/billing/refund"];

/// These tell nothing of any client: what stands around pages, one's own sign-in, the forms for somebody new. What pages ask by
/// themselves is nobody's act.
const OF_NO_CLIENT: [&str; 24] = [
    "/api/client/home/counts",
    "/api/staff/notices/counts",
    "/api/staff/messages/counts",
    // What one is writing: nobody did anything yet.
    "/api/client/messages/keep",
    "/api/client/forms/keep",
    "/api/client/forms/go_on",
    "/api/staff/forms/word",
    "/api/staff/documents/keep",
    "/api/staff/documents/forget_kept",
    "/api/staff/messages/keep",
    "/api/staff/messages/insert_quick_text",
    "/api/staff/messages/insert_into_letter",
    "/api/staff/messages/write_announcement",
    "/events",
    "/more",
    "/office/events",
    "/prove",
    "/security",
    // Of a paper that somebody holds: what is looked at has its row.
    "/office/verify",
    "/office/prove",
    "/office/security",
    "/office/charts/new",
    "/office/charts/CHART",
    "/office/not-yours",
];

async fn nothing_unasked_was_taken(house: &House) {
    let contents = house.contents().await;
    for trace in ["unasked-canary", "77777777777747778777777777777777", "2001-02-03"] {
        assert!(!contents.contains(trace), "{trace} was taken");
    }
}

/// Which doors ask for proof six minutes after signing in, and for what.
async fn proofs() -> BTreeMap<String, StepUpScope> {
    let mut proofs = BTreeMap::new();
    for (who, side) in [(MAYA, "client"), (Who::Staff("Reyes"), "staff"), (Who::Staff("Vidal"), "staff")] {
        let (house, cast) = House::with_cast().await;
        let things = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
        let cookie = cookie_of(&house, who).await;
        house.hands.shift(chrono::Duration::minutes(6));
        for door in doors().into_iter().filter(|door| door.acts() && door.actor == side) {
            // Where settings are changed, it is who may come in that asks.
            let answer = house.knock(door.knock_with(&things, &[("staff_need_factor", "on")]).cookie(&cookie)).await;
            if answer.text.contains("proof-needed") {
                let matter = StepUpScope::ALL.into_iter().find(|matter| answer.text.contains(&format!("\"{}\"", matter.name())));
                proofs.insert(door.path, matter.expect("a matter"));
            }
        }
    }
    proofs
}
