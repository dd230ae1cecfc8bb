//! Appointments in the calendars of their readers: read here by a reader of its own, which knows nothing of who wrote them.

use crate::{appointments::desk::Desk, house::House, mail_server::MailServer, reminders::send};
use backend::{Error, MailSetup, MailTransport, Practice, Setup};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::appointments::{BookingDraft, ContactKind, Every, Scheduling, SeriesPart, State};
use std::collections::BTreeMap;

crate::on_both_databases!(
    what_is_booked_moved_and_cancelled_leaves_one_cancelled_event,
    one_mail_about_a_series_brings_all_of_it,
    a_client_adds_one_to_their_calendar_and_nobody_elses,
    a_file_names_no_clinician_no_kind_and_where_mails_are_discreet_no_practice,
);

const NAME: &str = "Núñez – Straße 🌊";

/// What a calendar program keeps: each event by its UID, the newest word about it.
#[derive(Default)]
struct Calendar(BTreeMap<String, BTreeMap<String, String>>);

impl Calendar {
    /// Takes in a file, as RFC 5545 and 5546 say. Returns its method.
    fn take_in(&mut self, file: &str) -> String {
        assert!(file.ends_with("\r\n") && !file.replace("\r\n", "").contains(['\r', '\n']), "lines end with CRLF: {file:?}");
        assert!(file.split("\r\n").all(|line| line.len() <= 75), "a line is too long: {file}");
        let (mut method, mut event) = (String::new(), BTreeMap::new());
        for line in file.replace("\r\n ", "").split_terminator("\r\n") {
            // The colon behind the name and its parameters, which may be quoted.
            let mut quoted = false;
            let colon = line.find(|c| {
                quoted ^= c == '"';
                c == ':' && !quoted
            });
            let (name, value) = line.split_at(colon.unwrap_or_else(|| panic!("{line}")));
            let name = name.split(';').next().unwrap().to_owned();
            let value = value[1..].replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
            match name.as_str() {
                "METHOD" => method = value,
                "BEGIN" => {}
                "END" if value == "VEVENT" => self.keep(std::mem::take(&mut event)),
                "END" => {}
                _ => assert!(event.insert(name.clone(), value).is_none(), "{name} twice"),
            }
        }
        method
    }

    fn keep(&mut self, event: BTreeMap<String, String>) {
        let number = |event: &BTreeMap<String, String>| event["SEQUENCE"].parse::<u32>().unwrap();
        let known = self.0.get(&event["UID"]).map(number);
        if known.is_none_or(|known| known <= number(&event)) {
            self.0.insert(event["UID"].clone(), event);
        }
    }

    /// When each begins, and whether it stands.
    fn stand(&self) -> Vec<(&str, &str)> {
        let mut events: Vec<_> = self.0.values().map(|event| (event["DTSTART"].as_str(), event["STATUS"].as_str())).collect();
        events.sort();
        events
    }
}

/// The calendar file of a mail, and the method that its part names.
fn attached(mail: &str) -> (String, String) {
    let part = mail.split("\r\n--").find(|part| part.contains("text/calendar")).unwrap_or_else(|| panic!("{mail}"));
    let (head, body) = part.split_once("\r\n\r\n").unwrap();
    let head = head.replace("\r\n ", " ");
    assert!(head.contains("attachment; filename=\"appointment.ics\"") && head.to_lowercase().contains("charset=utf-8"), "{head}");
    let (_, method) = head.split_once("method=").unwrap();
    let encoded = |how: &str| head.contains(&format!("Content-Transfer-Encoding: {how}"));
    let file = match () {
        () if encoded("base64") => String::from_utf8(STANDARD.decode(body.replace("\r\n", "")).unwrap()).unwrap(),
        // Nothing but an equals sign is written otherwise in what is plain ASCII.
        () if encoded("quoted-printable") => body.replace("=\r\n", "").replace("=3D", "="),
        () => body.to_owned(),
    };
    (method.trim_matches('"').chars().take_while(char::is_ascii_uppercase).collect(), file)
}

async fn what_is_booked_moved_and_cancelled_leaves_one_cancelled_event(house: House) {
    let desk = Desk::new(&house).await;
    send(&house).await;
    house.tamper(&format!("UPDATE practice SET name = '{NAME}'")).await;
    let server = MailServer::start();
    let mail = MailSetup { transport: MailTransport::Smtp(server.url()), ..house.setup.mail.clone() };
    let (_, system) = Practice::open(Setup { mail, ..house.setup.clone() }).await.unwrap();
    let reyes = house.staff("Reyes").await;
    let office = reyes.appointments().await.unwrap();
    let first = "2026-11-24T15:00:00Z".parse().unwrap();
    let in_person = BookingDraft { kind: Some(ContactKind::InPerson), site: Some(desk.site), ..desk.draft(first) };

    let mut calendar = Calendar::default();
    let mut hear = async |wanted: &str| {
        while system.deliver_next().await.unwrap() {}
        let (part, file) = attached(server.taken().last().unwrap());
        assert_eq!((part.as_str(), calendar.take_in(&file).as_str()), (wanted, wanted));
        assert_eq!(calendar.0.len(), 1, "one event, whatever becomes of it");
        calendar.0.values().next().unwrap().clone()
    };
    let id = office.book(house.chart("Maya"), &in_person).await.unwrap().ids[0];
    let event = hear("REQUEST").await;
    assert_eq!((event["SUMMARY"].as_str(), event["LOCATION"].as_str()), ("Appointment, Núñez – Straße 🌊", "12 Harbor Street"));
    assert_eq!((event["DTSTART"].as_str(), event["DTEND"].as_str()), ("20261124T150000Z", "20261124T155000Z"));
    assert_eq!((event["STATUS"].as_str(), event["UID"].as_str(), event["SEQUENCE"].as_str()), ("CONFIRMED", id.to_string().as_str(), "0"));
    let moved = BookingDraft { day: "2027-07-06".into(), ..in_person };
    office.move_to(id, 1, &moved).await.unwrap();
    // In summer ten o'clock is another moment.
    assert_eq!(hear("REQUEST").await["DTSTART"], "20270706T140000Z");
    office.set_state(id, 2, State::Cancelled).await.unwrap();
    let event = hear("CANCEL").await;
    assert_eq!((event["STATUS"].as_str(), event["SEQUENCE"].as_str()), ("CANCELLED", "2"));
}

async fn one_mail_about_a_series_brings_all_of_it(house: House) {
    let desk = Desk::new(&house).await;
    send(&house).await;
    let server = MailServer::start();
    let mail = MailSetup { transport: MailTransport::Smtp(server.url()), ..house.setup.mail.clone() };
    let (_, system) = Practice::open(Setup { mail, ..house.setup.clone() }).await.unwrap();
    let reyes = house.staff("Reyes").await;
    let office = reyes.appointments().await.unwrap();
    let draft = BookingDraft { series: Some((Every::Week, 3)), ..desk.draft("2026-11-24T15:00:00Z".parse().unwrap()) };
    let mut calendar = Calendar::default();
    let hear = async |calendar: &mut Calendar| {
        while system.deliver_next().await.unwrap() {}
        let (part, file) = attached(server.taken().last().unwrap());
        assert_eq!((part.as_str(), calendar.take_in(&file).as_str()), ("PUBLISH", "PUBLISH"));
        assert!(!file.contains("ATTENDEE"), "{file}");
    };
    let ids = office.book(house.chart("Maya"), &draft).await.unwrap().ids;
    hear(&mut calendar).await;
    assert_eq!(calendar.stand().len(), 3);
    assert_eq!(calendar.stand().iter().map(|event| event.1).collect::<Vec<_>>(), ["CONFIRMED"; 3]);
    office.set_state(ids[1], 1, State::Cancelled).await.unwrap();
    hear(&mut calendar).await;
    let shown = calendar.stand();
    assert_eq!(shown.iter().map(|event| event.1).collect::<Vec<_>>(), ["CONFIRMED", "CANCELLED", "CONFIRMED"]);
    assert_eq!((shown[0].0, shown[2].0), ("20261124T150000Z", "20261208T150000Z"));
    office.cancel_several(ids[0], 1, SeriesPart::All).await.unwrap();
    hear(&mut calendar).await;
    assert_eq!(calendar.stand().iter().map(|event| event.1).collect::<Vec<_>>(), ["CANCELLED"; 3]);
}

async fn a_client_adds_one_to_their_calendar_and_nobody_elses(house: House) {
    let desk = Desk::new(&house).await;
    let maya = desk.portal("Maya").await;
    let portal = maya.appointments().await.unwrap();
    let id = portal.request(&desk.ask(desk.slots(&portal).await[0])).await.unwrap();
    assert!(matches!(portal.calendar_file(id).await, Err(Error::NotFound)), "a request is none yet");
    let reyes = house.staff("Reyes").await;
    reyes.appointments().await.unwrap().answer(id, 1, &domain::appointments::RequestAnswer::Approve).await.unwrap();
    let mut calendar = Calendar::default();
    let file = portal.calendar_file(id).await.unwrap();
    assert_eq!((file.method, calendar.take_in(&file.text).as_str()), ("PUBLISH", "PUBLISH"));
    let rosa = desk.portal("Rosa").await;
    assert!(matches!(rosa.appointments().await.unwrap().calendar_file(id).await, Err(Error::NotFound)));
    // Cancelled by the client, it goes from the calendar too, and a mail brings that along.
    portal.cancel(id, 2).await.unwrap();
    let file = portal.calendar_file(id).await.unwrap();
    assert_eq!((file.method, calendar.take_in(&file.text).as_str()), ("CANCEL", "CANCEL"));
    assert_eq!(calendar.0.values().map(|event| event["STATUS"].as_str()).collect::<Vec<_>>(), ["CANCELLED"]);
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'appointment_cancelled' AND state = 'queued'").await, 1);
}

async fn a_file_names_no_clinician_no_kind_and_where_mails_are_discreet_no_practice(house: House) {
    let desk = Desk::new(&house).await;
    let reyes = house.staff("Reyes").await;
    let draft = BookingDraft { remark: "Panic".into(), ..desk.draft("2026-11-24T15:00:00Z".parse().unwrap()) };
    let id = reyes.appointments().await.unwrap().book(house.chart("Maya"), &draft).await.unwrap().ids[0];
    let file = async || desk.portal("Maya").await.appointments().await.unwrap().calendar_file(id).await.unwrap().text;
    let open = file().await;
    assert!(open.contains("SUMMARY:Appointment\\, Harbor Street Counseling\r\n"), "{open}");
    house.tamper("UPDATE charts SET discreet_since = created_at").await;
    let discreet = file().await;
    house.tamper("UPDATE charts SET discreet_since = NULL").await;
    let quiet = Scheduling { quiet_words: true, ..Scheduling::default() };
    house.staff("Vidal").await.settings().await.unwrap().change_scheduling(quiet).await.unwrap();
    for text in [&discreet, &file().await] {
        assert!(text.contains("SUMMARY:Appointment\r\n") && !text.contains("Harbor") && !text.contains("URL"), "{text}");
    }
    for word in ["Reyes", "Elena", "Session", "Panic", "ideo", "Maya"] {
        assert!(!open.contains(word) && !discreet.contains(word), "{word}");
    }
}
