//! The program itself: what it says, what it refuses, and how it ends.
#![allow(clippy::disallowed_methods, reason = "starts the program that is under test")]

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

pub fn anteroom(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_anteroom"));
    command.args(words).arg("--data").arg(data).env_clear();
    command
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A port that is free now.
pub fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

pub fn serve(data: &Path, port: u16) -> Child {
    let listen = format!("127.0.0.1:{port}");
    let child = anteroom(data, &["serve", "--listen", &listen]).stderr(Stdio::piped()).spawn().unwrap();
    let began = Instant::now();
    while ask(port, "GET /readyz HTTP/1.1").is_none_or(|answer| !answer.starts_with("HTTP/1.1 200")) {
        assert!(began.elapsed() < Duration::from_secs(60), "it does not open");
        std::thread::sleep(Duration::from_millis(50));
    }
    child
}

/// One request over a real connection.
fn ask(port: u16, first_lines: &str) -> Option<String> {
    say(port, format!("{first_lines}\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n").as_bytes())
}

/// These very bytes, and all that is answered.
fn say(port: u16, bytes: &[u8]) -> Option<String> {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).ok()?;
    connection.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    connection.write_all(bytes).ok()?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).ok()?;
    Some(String::from_utf8_lossy(&answer).into_owned())
}

pub fn end(mut child: Child) -> (bool, String) {
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    (child.wait().unwrap().success(), log)
}

#[test]
fn a_wrong_value_stops_the_start_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for (variable, value) in [
        ("ANTEROOM_LISTEN", "3000"),
        ("ANTEROOM_LISTEN", ""),
        ("ANTEROOM_PUBLIC_URL", "http://portal.example.com"),
        ("ANTEROOM_PUBLIC_URL", ""),
        ("ANTEROOM_SMTP_URL", "mail.example.com"),
        ("ANTEROOM_SMTP_URL", ""),
        ("ANTEROOM_DATABASE_URL", "mysql://host/db"),
        ("ANTEROOM_MASTER_KEY", "short"),
        ("ANTEROOM_MAIL_FROM", "nobody"),
        ("ANTEROOM_TRUSTED_PROXIES", "nginx"),
        ("ANTEROOM_SITE", "/nowhere"),
        ("ANTEROOM_LOG", "xml"),
    ] {
        let output = anteroom(&data, &["serve"]).env(variable, value).output().unwrap();
        assert!(!output.status.success(), "{variable}={value}");
        assert!(said(&output).starts_with(variable), "{variable}={value}: {}", said(&output));
    }
    assert!(!data.exists(), "nothing was begun");
}

/// F15: two processes never work on one folder.
#[test]
fn a_second_process_refuses_the_folder_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let first = serve(folder.path(), port());
    for words in [&["serve", "--listen", "127.0.0.1:1"][..], &["migrate"], &["seed", "--demo"]] {
        let output = anteroom(folder.path(), words).output().unwrap();
        assert!(!output.status.success() && said(&output).contains("Another anteroom process"), "{words:?}: {}", said(&output));
    }
    let verified = anteroom(folder.path(), &["verify-audit"]).output().unwrap();
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(end(first).0);
    assert!(anteroom(folder.path(), &["migrate"]).output().unwrap().status.success());
}

#[test]
fn it_closes_in_good_order_and_its_log_tells_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let port = port();
    let child = serve(folder.path(), port);
    let secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I";
    for path in [
        &format!("/register/{secret}"),
        &format!("/reset/{secret}?canary=1"),
        &format!("/messages?search={secret}"),
        "/canary%0aline",
        &format!("/stop/{secret},"),
        &format!("/register;{secret}"),
        "/Canary%201991-03-14",
    ] {
        ask(port, &format!("GET {path} HTTP/1.1\r\nUser-Agent: \"quoted\" red\r\nCookie: anteroom={secret}")).unwrap();
    }
    let (fine, log) = end(child);
    assert!(fine, "{log}");
    assert!(log.contains("/register/…") && log.contains("/messages"), "{log}");
    assert!(!log.contains(secret) && !log.contains("canary=") && !log.contains("1991"), "{log}");
    assert!(log.lines().all(|line| !line.starts_with("line")), "{log}");
    assert!(log.trim_end().ends_with("closed"), "{log}");
}

/// T30: a crash writes no memory to the disk.
#[test]
#[cfg(target_os = "linux")]
fn a_crash_would_leave_no_core() {
    let folder = tempfile::tempdir().unwrap();
    let child = serve(folder.path(), port());
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
    assert!(end(child).0);
}

/// F3: the disk takes no more than this, and says so with an error that SQLite cannot tell from a broken one.
#[test]
fn a_disk_that_fails_ends_the_process_and_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    assert!(anteroom(folder.path(), &["migrate"]).output().unwrap().status.success());
    let port = port();
    let mut shell = Command::new("/bin/sh");
    let script = "trap '' XFSZ; ulimit -f 96; exec \"$0\" serve --data \"$1\" --listen \"$2\"";
    shell.args(["-c", script, env!("CARGO_BIN_EXE_anteroom")]).arg(folder.path()).arg(format!("127.0.0.1:{port}"));
    let mut child = shell.env_clear().stderr(Stdio::piped()).spawn().unwrap();
    let began = Instant::now();
    while ask(port, "GET /readyz HTTP/1.1").is_none() {
        assert!(began.elapsed() < Duration::from_secs(60), "it does not open");
        std::thread::sleep(Duration::from_millis(50));
    }
    // Every look at a link that is not ours leaves a row.
    let mut answered = 0;
    let refused = (0..40).find_map(|number: u32| {
        let answer = ask(port, &format!("GET /register/{number:042}A HTTP/1.1"))?;
        let served = answer.starts_with("HTTP/1.1 404");
        answered += i32::from(served);
        (!served).then_some(answer)
    });
    assert!(answered > 0, "nothing was tried");
    assert!(refused.is_none_or(|answer| answer.starts_with("HTTP/1.1 500")));
    while child.try_wait().unwrap().is_none() && began.elapsed() < Duration::from_secs(120) {
        std::thread::sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1), "{log}");
    assert!(log.contains("The disk failed while a change was written"), "{log}");
    let verified = anteroom(folder.path(), &["verify-audit"]).output().unwrap();
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(end(serve(folder.path(), port)).0);
}

/// T31, over a real connection.
#[test]
fn what_is_not_http_as_we_understand_it_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let port = port();
    let child = serve(folder.path(), port);
    for (request, statuses) in [
        ("TRACE / HTTP/1.1", &["405"][..]),
        ("CONNECT localhost:1 HTTP/1.1", &["400", "405"]),
        ("BREW / HTTP/1.1", &["405"]),
        ("GET / HTTP/1.1\r\nHost: evil.example", &["400", "421"]),
        ("GET http://evil.example/ HTTP/1.1", &["421"]),
        (&format!("GET / HTTP/1.1\r\nX-Long: {}", "x".repeat(100_000)), &["431"]),
        (&format!("GET / HTTP/1.1{}", "\r\nX-Many: 1".repeat(300)), &["431"]),
    ] {
        let answer = ask(port, request).unwrap_or_default();
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(statuses.contains(&status), "{}: {status}", &request[..request.len().min(60)]);
    }
    assert!(end(child).0);
}

/// T31: nobody between us and the browser may see the end of a request elsewhere than we do.
#[test]
fn a_request_without_one_plain_length_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let port = port();
    let child = serve(folder.path(), port);
    let post = |lines: &str, body: &str| {
        let head = format!("POST /api/visitor/sign_in HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n");
        let kind = "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        format!("{head}{kind}{lines}\r\n\r\n{body}")
    };
    let another = format!("GET /healthz HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    for (lines, body) in [
        ("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
        ("Content-Length: 4\r\nContent-Length: 5", "a=bcd"),
        ("Transfer-Encoding: identity, chunked", "0\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        ("Transfer-Encoding: chunked, identity", "0\r\n\r\n"),
        ("Transfer-Encoding : chunked", "0\r\n\r\n"),
        ("Transfer-Encoding: chunked", "0\r\n\r\n"),
    ] {
        let answer = say(port, format!("{}{another}", post(lines, body)).as_bytes()).expect(lines);
        assert!(answer.starts_with("HTTP/1.1 400"), "{lines}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{lines}: what stands behind is never taken for a request: {answer}");
    }
    let plain = post("Content-Length: 4", "a=bc");
    let answer = say(port, format!("{plain}{plain}{another}").as_bytes()).unwrap();
    assert_eq!((answer.matches("HTTP/1.1 422").count(), answer.matches("HTTP/1.1 200").count()), (2, 1), "{answer}");
    assert!(end(child).0);
}

#[test]
fn the_cast_is_printed_as_json_and_the_trail_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let output = anteroom(folder.path(), &["seed", "--demo", "--json"]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let cast: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON and nothing else");
    for (list, fields) in [
        ("staff", &["name", "roles", "email", "password"][..]),
        ("accounts", &["name", "email", "password", "charts"]),
        ("charts", &["id", "last_name", "first_name", "birth_date", "email", "portal_status"]),
    ] {
        for field in fields {
            assert!(cast[list][0].get(field).is_some(), "{list}: {field}");
        }
    }
    let again = anteroom(folder.path(), &["seed", "--demo"]).output().unwrap();
    assert!(!again.status.success() && said(&again).contains("empty practice"), "{}", said(&again));
    let verified = anteroom(folder.path(), &["verify-audit"]).output().unwrap();
    assert!(verified.status.success() && said(&verified).contains("whole"), "{}", said(&verified));
}

#[test]
fn a_practice_gets_its_first_people() {
    let folder = tempfile::tempdir().unwrap();
    assert!(anteroom(folder.path(), &["migrate"]).output().unwrap().status.success());
    let add = |password: &str| {
        let words =
            ["staff", "add", "--first-name", "Elena", "--last-name", "Reyes", "--email", "elena@example.com", "--role", "clinician"];
        let mut child =
            anteroom(folder.path(), &words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let refused = add("short");
    assert!(!refused.status.success() && said(&refused).contains("at least 12 characters"), "{}", said(&refused));
    let added = add("Harbor-Lights_2026!");
    assert!(added.status.success() && said(&added).contains("/office/login"), "{}", said(&added));
    assert!(said(&add("Harbor-Lights_2026!")).contains("already"));
}

#[test]
fn the_doctor_names_what_is_wrong_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let output =
        anteroom(&data, &["doctor"]).env("ANTEROOM_PUBLICURL", "x").env("ANTEROOM_SMTP_URL", "smtp://127.0.0.1:1").output().unwrap();
    let told = said(&output);
    for sentence in
        ["ANTEROOM_PUBLICURL is set", "Data folder", "Master key: none yet", "127.0.0.1:1 does not answer", "Database: none yet"]
    {
        assert!(told.contains(sentence), "{sentence}: {told}");
    }
    assert!(!output.status.success() && !data.exists());
}

#[test]
fn a_lost_key_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    assert!(anteroom(folder.path(), &["migrate"]).output().unwrap().status.success());
    std::fs::remove_file(folder.path().join("master.key")).unwrap();
    let output = anteroom(folder.path(), &["serve"]).output().unwrap();
    assert!(!output.status.success() && said(&output).contains("put the key back"), "{}", said(&output));
    assert!(!folder.path().join("master.key").exists());
}
