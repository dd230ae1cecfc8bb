//! Texts: where they are wanted and allowed, at most two an appointment, and none after STOP.

use crate::{
    appointments::desk::Desk,
    house::{House, origin},
    reminders::{book, go_to, remind, send},
};
use backend::{Error, MailSetup, Practice, Setup, TextService};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Duration, Utc};
use domain::{
    appointments::BookingDraft,
    workflows::{Channel, WhyNot, Workflow, WorkflowKind},
};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
};

crate::on_both_databases!(
    at_most_two_texts_are_sent_about_an_appointment,
    without_a_number_that_may_be_texted_the_history_says_so,
    a_service_gets_the_text_and_stop_ends_them_until_start,
);

/// Maya's, which may be texted.
const NUMBER: &str = "+14105550134";

fn starts_at() -> DateTime<Utc> {
    "2026-11-24T15:00:00Z".parse().unwrap()
}

fn with_texts(desk: &Desk<'_>, starts_at: DateTime<Utc>) -> BookingDraft {
    BookingDraft { texts: true, ..desk.draft(starts_at) }
}

async fn texts(house: &House, state: &str) -> i64 {
    house.count(&format!("SELECT count(*) FROM mails WHERE kind = 'reminder_text' AND state = '{state}'")).await
}

/// Why the newest text was not written.
async fn why_not(house: &House) -> Option<WhyNot> {
    let vidal = house.staff("Vidal").await;
    let sent = vidal.workflows().await.unwrap().all().await.unwrap().0.sent;
    sent.into_iter().find(|line| line.channel == Channel::Text).unwrap().why_not
}

async fn at_most_two_texts_are_sent_about_an_appointment(house: House) {
    let desk = Desk::new(&house).await;
    let twice = Workflow { hours: vec![24, 2], ..Workflow::usual(WorkflowKind::AppointmentReminder) };
    house.staff("Vidal").await.workflows().await.unwrap().change(twice).await.unwrap();
    let id = book(&desk, &with_texts(&desk, starts_at())).await;
    for before in [24, 2] {
        go_to(&house, starts_at() - Duration::hours(before));
        remind(&house).await;
        remind(&house).await;
        send(&house).await;
    }
    let mails = house.visitor().demo_mailbox().await.unwrap();
    let told: Vec<_> = mails.iter().filter(|mail| mail.to == NUMBER).map(|mail| mail.text.as_str()).collect();
    let words = "Harbor Street Counseling: your appointment is on Tuesday, November 24, 2026 at 10:00 am EST. Reply STOP to end texts.";
    assert_eq!(told, [words; 2]);
    // At its new time there is a mail, and no third text.
    let later = starts_at() + Duration::days(7);
    house.staff("Reyes").await.appointments().await.unwrap().move_to(id, 1, &desk.draft(later)).await.unwrap();
    go_to(&house, later - Duration::hours(24));
    remind(&house).await;
    send(&house).await;
    assert_eq!((texts(&house, "sent").await, why_not(&house).await), (2, Some(WhyNot::TextsEnough)));
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'appointment_reminder' AND state = 'sent'").await, 3);
}

async fn without_a_number_that_may_be_texted_the_history_says_so(house: House) {
    let desk = Desk::new(&house).await;
    house.tamper("UPDATE chart_phones SET may_text = FALSE").await;
    let id = book(&desk, &with_texts(&desk, starts_at())).await;
    go_to(&house, starts_at() - Duration::hours(24));
    remind(&house).await;
    assert_eq!((texts(&house, "queued").await, why_not(&house).await), (0, Some(WhyNot::NoNumber)), "{id}");
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'appointment_reminder' AND state = 'queued'").await, 1);
}

async fn a_service_gets_the_text_and_stop_ends_them_until_start(house: House) {
    let desk = Desk::new(&house).await;
    let (service, heard) = service();
    let mail = MailSetup { texts: Some(service), ..house.setup.mail.clone() };
    let (practice, system) = Practice::open(Setup { mail, ..house.setup.clone() }).await.unwrap();
    let says = async |words: &str, secret: &str| {
        let fields = [("Body", words), ("From", NUMBER)].map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("http://localhost:3000/texts/incomingBody{words}From{NUMBER}").as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        practice.visitor(origin()).text_came_in("/texts/incoming", &fields, &signature).await
    };
    let deliver = async || while system.deliver_next().await.unwrap() {};

    book(&desk, &with_texts(&desk, starts_at())).await;
    go_to(&house, starts_at() - Duration::hours(24));
    system.remind_of_appointments().await.unwrap();
    deliver().await;
    assert_eq!(texts(&house, "sent").await, 1);
    let request = heard.lock().unwrap().remove(0);
    assert!(request.starts_with("POST /Messages.json HTTP/1.1"), "{request}");
    assert!(request.contains(&format!("Basic {}", STANDARD.encode("AC1:hush"))), "{request}");
    let body = "To=%2B14105550134&From=%2B14435550100&Body=Harbor+Street+Counseling%3A+your+appointment+is+on+Tuesday";
    assert!(request.contains(body), "{request}");

    // What nobody has signed changes nothing; STOP does, also for what waits already.
    assert!(matches!(says("STOP", "guessed").await, Err(Error::NotFound)));
    assert!(matches!(house.visitor().text_came_in("/texts/incoming", &[], "").await, Err(Error::NotFound)), "no service, no texts");
    assert_eq!(house.count("SELECT count(*) FROM text_stops").await, 0);
    let second = starts_at() + Duration::days(2);
    book(&desk, &with_texts(&desk, second)).await;
    go_to(&house, second - Duration::hours(24));
    system.remind_of_appointments().await.unwrap();
    assert_eq!(texts(&house, "queued").await, 1);
    says(" Stop. ", "hush").await.unwrap();
    says("STOP", "hush").await.unwrap();
    deliver().await;
    assert_eq!((texts(&house, "sent").await, texts(&house, "cancelled").await), (1, 1));
    let third = starts_at() + Duration::days(7);
    book(&desk, &with_texts(&desk, third)).await;
    go_to(&house, third - Duration::hours(24));
    system.remind_of_appointments().await.unwrap();
    assert_eq!(why_not(&house).await, Some(WhyNot::Stopped));
    says("Who is this?", "hush").await.unwrap();
    says("start", "hush").await.unwrap();
    let fourth = starts_at() + Duration::days(9);
    book(&desk, &with_texts(&desk, fourth)).await;
    go_to(&house, fourth - Duration::hours(24));
    system.remind_of_appointments().await.unwrap();
    deliver().await;
    assert_eq!((texts(&house, "sent").await, house.told("workflows.texts_answered").await), (2, 3));
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

/// A service that takes every text, and what it heard.
fn service() -> (TextService, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::<Mutex<Vec<String>>>::default();
    let of_thread = heard.clone();
    std::thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let mut reader = BufReader::new(connection.try_clone().unwrap());
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                length = line.to_lowercase().strip_prefix("content-length:").map_or(length, |told| told.trim().parse().unwrap());
                head += &line;
                if line.trim().is_empty() {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            of_thread.lock().unwrap().push(head + &String::from_utf8(body).unwrap());
            connection.write_all(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}").unwrap();
        }
    });
    (TextService::read(&format!("http://AC1:hush@127.0.0.1:{port}/Messages.json"), "+14435550100").unwrap(), heard)
}
