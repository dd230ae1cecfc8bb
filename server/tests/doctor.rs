//! What the doctor says of a mail server: how far it lets us come, and what to do where that is not far enough.

#[allow(dead_code, reason = "the doctor hands over no mail")]
#[path = "../../backend/tests/mail_server.rs"]
mod mail_server;

use crate::process::{anteroom, said};
use mail_server::MailServer;
use std::time::{Duration, Instant};

/// What it says of mail.
fn doctor(url: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let output = anteroom(&folder.path().join("data"), &["doctor"]).env("ANTEROOM_SMTP_URL", url).output().unwrap();
    let told = said(&output);
    let mail = told.lines().find(|line| line.contains(" Mail: ")).unwrap_or_else(|| panic!("{told}")).to_owned();
    assert!(!told.contains("se@cret") && !told.contains("se%40cret"), "it tells the password: {told}");
    (mail.starts_with('✔'), mail)
}

#[test]
fn the_doctor_signs_in_and_sends_nothing() {
    let server = MailServer::start();
    let (fine, told) = doctor(&server.url());
    assert!(fine && told.contains(&format!("the server at 127.0.0.1:{} lets us sign in", server.port)), "{told}");
    let verbs: Vec<String> = server.heard().iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(verbs, ["EHLO", "AUTH", "QUIT"]);
}

#[test]
fn without_a_password_it_says_that_nobody_signed_in() {
    let server = MailServer::start();
    let (fine, told) = doctor(&format!("smtp://127.0.0.1:{}", server.port));
    assert!(fine && told.contains("names nobody to sign in as"), "{told}");
    assert!(!server.heard().iter().any(|line| line.starts_with("AUTH")));
}

#[test]
fn the_doctor_says_at_which_stage_a_mail_server_refuses_and_what_to_do() {
    let server = MailServer::start();
    for (at, answer, sentence, remedy) in [
        ("greeting", "554 No SMTP here", "refuses us at its greeting (it said: 554 No SMTP here)", "takes mail from this machine"),
        ("EHLO", "550 5.7.1 Who?", "refuses us at its greeting (it said: 550 5.7.1 Who?)", "takes mail from this machine"),
        ("greeting", "", "does not greet as a mail server does", "Look at host and port"),
        ("EHLO", "250 mail.example", "has no way to sign in that we know", "add ?tls=required"),
        (
            "AUTH",
            "535 5.7.8 Bad credentials",
            "refuses to let us sign in (it said: 535 5.7.8 Bad credentials)",
            "Look at user and password",
        ),
    ] {
        server.refuse(Some((at, answer)));
        let (fine, told) = doctor(&server.url());
        assert!(!fine && told.contains(sentence) && told.contains(remedy), "{at} {answer}: {told}");
        assert!(told.ends_with("Mail waits in the outbox meanwhile."), "{told}");
    }
    server.refuse(None);
    // STARTTLS is asked for, and it has none; TLS is asked for, and it does not speak it.
    for url in [format!("{}?tls=required", server.url()), server.url().replace("smtp:", "smtps:")] {
        let (fine, told) = doctor(&url);
        assert!(!fine && told.contains("makes no safe connection"), "{told}");
    }
}

#[test]
fn the_doctor_does_not_wait_long_for_a_silent_server() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let began = Instant::now();
    let (fine, told) = doctor(&format!("smtp://{}", silent.local_addr().unwrap()));
    assert!(!fine && told.contains("does not answer") && began.elapsed() < Duration::from_secs(15), "{told}");
}
