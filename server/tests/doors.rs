//! The doors, from one list: `doors.txt`. Each is knocked on as nobody, as another client, as a member of staff whose
//! work it is not, and from elsewhere. A door that is not listed fails here.

use crate::house::{Answer, House, Knock, get, post};
use leptos::server_fn::axum::server_fn_paths;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub struct Door {
    pub method: &'static str,
    pub path: &'static str,
    pub actor: &'static str,
    pub act: &'static str,
    fields: Vec<(&'static str, &'static str)>,
}

pub fn doors() -> Vec<Door> {
    include_str!("doors.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let mut words = line.split_whitespace();
            let mut next = || words.next().unwrap_or_default();
            let (method, path, actor, act) = (next(), next(), next(), next());
            Door { method, path, actor, act, fields: words.filter_map(|word| word.split_once('=')).collect() }
        })
        .collect()
}

/// What the names in the list stand for.
pub struct Things(BTreeMap<&'static str, String>);

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
        let june = [("chart", chart), ("first_name", "June"), ("last_name", "Lindqvist"), ("relationship", "mother")];
        house.knock(post("/api/staff/charts/add_contact", &june).cookie(&elena)).await;
        let first = |table: &str| format!("{} ORDER BY rowid", of(table));
        let last = |table: &str| format!("{} DESC", first(table));
        Self(BTreeMap::from([
            ("CHART", chart.to_owned()),
            ("DOCUMENT", one(house, &first("documents")).await),
            ("EMAIL", one(house, &first("chart_emails")).await),
            ("CONTACT", one(house, "SELECT hex(id) FROM contacts WHERE first_name = 'June'").await),
            ("TASK", one(house, &first("tasks")).await),
            ("BOUNCE", one(house, &last("tasks")).await),
            ("GRANT", one(house, &first("grants")).await),
            // The one to sign.
            ("SHARE", one(house, &last("shares")).await),
            ("CONVERSATION", one(house, &first("conversations")).await),
            ("CLINICIAN", one(house, "SELECT hex(id) FROM staff WHERE last_name = 'Reyes'").await),
            ("INTERN", one(house, "SELECT hex(id) FROM staff WHERE last_name = 'Raman'").await),
        ]))
    }

    /// Ids that never were.
    fn nowhere() -> Self {
        let names = ["CHART", "DOCUMENT", "EMAIL", "CONTACT", "TASK", "BOUNCE", "GRANT", "SHARE", "CONVERSATION", "CLINICIAN", "INTERN"];
        Self(names.into_iter().map(|name| (name, Uuid::from_u128(0x4_7000).to_string())).collect())
    }

    fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    }
}

/// The first value of a query, which has to have one.
async fn one(house: &House, sql: &str) -> String {
    house.text(sql).await.unwrap_or_else(|| panic!("nothing came of {sql}"))
}

impl Door {
    pub fn knock(&self, things: &Things) -> Knock {
        self.knock_with(things, &[])
    }

    /// With fields more than the door asks for.
    pub fn knock_with(&self, things: &Things, more: &[(&'static str, &'static str)]) -> Knock {
        let more = more.iter().filter(|(name, _)| !self.fields.iter().any(|(known, _)| known == name));
        let fields = self.fields.iter().chain(more).map(|(name, value)| (*name, things.fill(self.thing(value))));
        let fields: Vec<(&str, String)> = fields.collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let path = things.fill(self.path);
        match self.method {
            "GET" => get(&path),
            _ => post(&path, &fields).by_a_program(),
        }
    }

    /// What a word of the list stands for at this door. Each of the two that take a task off the list gets one of its own.
    fn thing<'a>(&self, word: &'a str) -> &'a str {
        if word == "TASK" && self.path.ends_with("/retry_mail") { "BOUNCE" } else { word }
    }

    fn names(&self, thing: &str) -> bool {
        self.path.contains(thing) || self.fields.iter().any(|(_, value)| *value == thing)
    }
}

/// Signed out reads differently on a page and in a program.
pub fn says_signed_out(answer: &Answer) -> bool {
    answer.status == 401 || (answer.status == 303 && answer.header("location").contains("/login"))
}

#[tokio::test]
async fn every_function_is_a_listed_door() {
    let listed: BTreeSet<String> = doors().iter().filter(|door| door.path.starts_with("/api/")).map(|door| door.path.to_owned()).collect();
    // But those that a test itself has built: see `faults`.
    let built = server_fn_paths().map(|(path, _)| path.to_owned()).filter(|path| !path.starts_with("/api/test/"));
    let built: BTreeSet<String> = built.collect();
    assert_eq!(built.difference(&listed).collect::<Vec<_>>(), Vec::<&String>::new(), "these doors are not in doors.txt");
    assert_eq!(listed.difference(&built).collect::<Vec<_>>(), Vec::<&String>::new(), "these doors of doors.txt are gone");
}

/// T11, T18: without a session, and with half of one.
#[tokio::test]
async fn nobody_enters_without_a_session() {
    let (house, cast) = House::with_cast().await;
    let things = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let (client, staff) = (house.client_cookie("maya.lindqvist@example.com").await, house.staff_cookie(&cast.staff[0].email).await);
    let before = house.contents().await;
    for door in doors().into_iter().filter(|door| door.actor != "visitor") {
        // The other side's session opens nothing here either.
        let (own, other) = if door.actor == "client" { ("__Host-anteroom", &staff) } else { ("__Host-anteroom-office", &client) };
        let strange = format!("{own}={}", other.split_once('=').map_or("", |(_, token)| token));
        let registering = format!("__Host-anteroom-registration={}", "A".repeat(43));
        for cookie in ["", other.as_str(), strange.as_str(), registering.as_str()] {
            let answer = house.knock(door.knock(&things).cookie(cookie)).await;
            assert!(says_signed_out(&answer), "{} answered {} to {cookie}: {}", door.path, answer.status, answer.text);
        }
    }
    assert_eq!(house.contents().await, before);
}

/// T15: another client's things are not there, in the same words as what never was.
#[tokio::test]
async fn another_clients_things_are_not_there() {
    let (house, cast) = House::with_cast().await;
    let maya = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let rosa = house.client_cookie("rosa.delgado@example.com").await;
    let before = house.contents().await;
    for door in doors().into_iter().filter(|door| door.actor == "client" && door.names("GRANT")) {
        let rows = house.audit_rows().await;
        let foreign = house.knock(door.knock(&maya).cookie(&rosa)).await;
        assert_eq!(foreign.status, 404, "{}", door.path);
        assert_eq!(house.audit_rows().await, rows + 1, "{} leaves one row", door.path);
        let nowhere = house.knock(door.knock(&Things::nowhere()).cookie(&rosa)).await;
        assert_eq!((nowhere.status, masked(&nowhere)), (404, masked(&foreign)), "{}", door.path);
    }
    // The same things, asked for in her own name.
    for door in doors().into_iter().filter(|door| door.actor == "client" && (door.names("SHARE") || door.names("CONVERSATION"))) {
        let mut hers = Things(maya.0.clone());
        hers.0.insert(
            "GRANT",
            house.text("SELECT hex(g.id) FROM grants g JOIN accounts a ON a.id = g.account_id WHERE a.first_name = 'Rosa'").await.unwrap(),
        );
        assert_eq!(house.knock(door.knock(&hers).cookie(&rosa)).await.status, 404, "{}", door.path);
    }
    assert_eq!(house.contents().await, before);
    house.walks_the_trail().await;
}

/// T15, T16: a chart out of reach is not there for staff; work that is not one's own is refused.
#[tokio::test]
async fn staff_reach_what_their_role_reaches() {
    let (house, cast) = House::with_cast().await;
    let maya = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let email = |name: &str| cast.staff.iter().find(|member| member.name.ends_with(name)).unwrap().email.clone();
    let (samuel, walter) = (house.staff_cookie(&email("Okafor")).await, house.staff_cookie(&email("Brandt")).await);
    let before = house.contents().await;
    for door in doors().into_iter().filter(|door| door.actor == "staff" && door.act != "-") {
        if door.names("CHART") || door.names("TASK") {
            let foreign = house.knock(door.knock(&maya).cookie(&samuel)).await;
            assert_eq!(foreign.status, 404, "{} for a clinician of other charts: {}", door.path, foreign.text);
            let nowhere = house.knock(door.knock(&Things::nowhere()).cookie(&samuel)).await;
            assert_eq!((nowhere.status, masked(&nowhere)), (404, masked(&foreign)), "{}", door.path);
        }
        if !["OpenChart", "ReadClinicalDocuments"].contains(&door.act) {
            let answer = house.knock(door.knock(&maya).cookie(&walter)).await;
            let refused = [403, 404].contains(&answer.status) || answer.header("location").ends_with("/not-yours");
            assert!(refused, "{} answered {} to a biller", door.path, answer.status);
        }
    }
    assert_eq!(house.contents().await, before);
}

/// T12
#[tokio::test]
async fn no_door_opens_from_elsewhere_or_by_looking() {
    let (house, cast) = House::with_cast().await;
    let maya = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let (client, staff) = (house.client_cookie("maya.lindqvist@example.com").await, house.staff_cookie(&cast.staff[0].email).await);
    let before = house.contents().await;
    let both = format!("{client}; {staff}");
    for door in doors().into_iter().filter(|door| door.method == "POST") {
        for origin in ["https://evil.example", "null", "http://portal.example.com", "https://sub.portal.example.com"] {
            let answer = house.knock(door.knock(&maya).cookie(&both).header("origin", origin)).await;
            assert_eq!(answer.status, 403, "{} from {origin}", door.path);
        }
        assert_eq!(house.knock(door.knock(&maya).cookie(&both).without("origin")).await.status, 403, "{}", door.path);
        for method in ["GET", "HEAD", "PUT", "DELETE"] {
            let answer = house.knock(door.knock(&maya).cookie(&both).by(method)).await;
            assert_eq!(answer.status, 405, "{method} {}", door.path);
        }
    }
    assert_eq!(house.contents().await, before);
}

/// T17: what a form does not have, a function does not take.
#[tokio::test]
async fn fields_that_nobody_asked_for_change_nothing() {
    let (house, cast) = House::with_cast().await;
    let chart = chart_of(&cast, "Maya");
    let elena = house.staff_cookie(&cast.staff[0].email).await;
    let fields = [
        ("chart", chart.as_str()),
        ("version", "1"),
        ("last_name", "Lindqvist"),
        ("first_name", "Maya"),
        ("birth_date", "1991-03-14"),
        ("id", "00000000-0000-4000-8000-000000000001"),
        ("number", "1"),
        ("owner_kind", "contact"),
        ("created_by", "00000000-0000-4000-8000-000000000001"),
    ];
    let row = "SELECT number || owner_kind || hex(id) || coalesce(hex(created_by), '') FROM charts WHERE first_name = 'Maya'";
    let before = house.text(row).await;
    house.knock(post("/api/staff/charts/change_demographics", &fields).cookie(&elena).by_a_program()).await;
    assert_eq!(house.text(row).await, before);
}

/// T32: absurd values are refused, and cost nothing.
#[tokio::test]
async fn absurd_values_are_refused() {
    let (house, cast) = House::with_cast().await;
    let elena = house.staff_cookie(&cast.staff[0].email).await;
    let long = "x".repeat(10_000);
    for (page, search) in
        [("1e18", ""), ("-1", ""), ("99999999999999999999", ""), ("0", ""), ("1000001", ""), ("4294967295", ""), ("1", long.as_str())]
    {
        let fields = [("search", search), ("page", page)];
        assert_eq!(house.knock(post("/api/staff/charts/list", &fields).cookie(&elena).by_a_program()).await.status, 422, "{page}");
    }
    for (asked, sentence) in
        [(format!("q={long}"), "up to 200 characters"), ("page=1e18".into(), "no such page"), ("page=0".into(), "no such page")]
    {
        let page = house.knock(get(&format!("/office/charts?{asked}")).cookie(&elena)).await;
        assert_eq!(page.status, 422, "{sentence}");
        assert!(page.text.contains(sentence) && page.text.contains(r#"href="/office/charts""#) && page.text.contains("Begin again"));
    }
    for path in ["/documents/not-an-id", "/messages/x.css", "/office/charts/1/face", "/office/charts/%00/face"] {
        let status =
            house.knock(get(path).cookie(&format!("{elena}; {}", house.client_cookie("rosa.delgado@example.com").await))).await.status;
        assert!([400, 404].contains(&status), "{path} answered {status}");
    }
}

pub fn chart_of(cast: &backend::Cast, first_name: &str) -> String {
    cast.charts.iter().find(|chart| chart.first_name == first_name).unwrap().id.to_string()
}

/// A body without what differs between any two answers: nonces and the path that was asked for.
fn masked(answer: &Answer) -> String {
    let mut text = answer.text.clone();
    for drawn in ["nonce=\"", "name=\"once\" value=\""] {
        while let Some(at) = text.find(drawn) {
            let end = text[at + drawn.len()..].find('"').map_or(text.len(), |end| at + drawn.len() + 1 + end);
            text.replace_range(at..end, "");
        }
    }
    text
}
