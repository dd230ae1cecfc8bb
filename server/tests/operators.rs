//! What the program tells an operator: each slip with one sentence that says what to do, and never with a secret.

use crate::process::{anteroom, end, port, said, serve};
use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Output, Stdio},
};

fn run(data: &Path, words: &[&str]) -> Output {
    anteroom(data, words).output().unwrap()
}

fn refused(output: &Output, sentence: &str) {
    assert!(!output.status.success() && said(output).contains(sentence), "{sentence}: {}", said(output));
}

#[test]
fn a_database_that_cannot_be_opened_is_told_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for wrong in [
        "postgres://admin:TopSecret@127.0.0.1:99999/x",
        "postgres://admin:Top/Secret@127.0.0.1/x",
        "postgres://admin:TopSecret@127.0.0.1:1/x",
        "sqlite://TopSecret.db",
        "sqlite:///nowhere/TopSecret.db",
    ] {
        for words in ["serve", "migrate", "doctor"] {
            let output = anteroom(&data, &[words]).env("ANTEROOM_DATABASE_URL", wrong).output().unwrap();
            refused(&output, "ANTEROOM_DATABASE_URL");
            let told = said(&output);
            assert!(
                !told.contains("Secret") && !told.contains("pool") && (words == "doctor" || told.trim().lines().count() == 1),
                "{told}"
            );
        }
    }
    assert!(!data.exists(), "nothing was made");
}

#[test]
fn a_file_that_is_no_whole_database_is_told_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["migrate"]).status.success());
    let database = folder.path().join("anteroom.db");
    for beside in ["anteroom.db-wal", "anteroom.db-shm"] {
        let _ = fs::remove_file(folder.path().join(beside));
    }
    fs::write(&database, "last_name,first_name\n".repeat(500)).unwrap();
    for words in ["serve", "doctor"] {
        let output = run(folder.path(), &[words]);
        refused(&output, "is not a database: name another file in ANTEROOM_DATABASE_URL, or restore this one from your backup");
        assert!(!said(&output).contains("code:"), "{}", said(&output));
    }
}

/// T45
#[test]
fn an_emptied_database_is_not_taken_for_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    assert!(end(serve(folder.path(), port())).0);
    let database = folder.path().join("anteroom.db");
    fs::write(&database, "").unwrap();
    for words in ["serve", "doctor", "migrate"] {
        refused(&run(folder.path(), &[words]), "the end of the audit trail was noted at");
    }
    fs::remove_file(&database).unwrap();
    refused(&run(folder.path(), &["serve"]), "restore the database from your backup");
}

#[test]
fn a_new_practice_is_told_of_and_so_is_what_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    assert!(said(&run(folder.path(), &["migrate"])).contains("a new one was made in"));
    assert!(!said(&run(folder.path(), &["migrate"])).contains("a new one was made"));
    fs::set_permissions(folder.path().join("master.key"), fs::Permissions::from_mode(0o644)).unwrap();
    let (fine, log) = end(serve(folder.path(), port()));
    assert!(fine, "{log}");
    for sentence in ["no mail leaves", "set ANTEROOM_SMTP_URL to smtp://host:port", "can read the master key: run chmod 600"] {
        assert_eq!(log.lines().filter(|line| line.contains(sentence)).count(), 1, "{sentence}: {log}");
    }
    refused(&run(folder.path(), &["doctor"]), "✘ Mail: no mail leaves");
}

#[test]
fn a_demo_shows_its_mail_on_this_machine_only() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["seed", "--demo"]).status.success());
    let doctor = |address: &str| said(&anteroom(folder.path(), &["doctor"]).env("ANTEROOM_PUBLIC_URL", address).output().unwrap());
    assert!(doctor("http://localhost:3000").contains("✔ Mail: no mail server is set; this demo practice shows its mail"));
    assert!(doctor("https://portal.example.com").contains("✘ Mail: no mail leaves"));
}

#[test]
fn a_variable_that_means_nothing_is_told_with_the_one_that_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    let output = anteroom(folder.path(), &["migrate"]).env("ANTEROOM_SMPT_URL", "smtp://mail").env("ANTEROOM_TRIAL", "x").output().unwrap();
    assert!(output.status.success() && said(&output).contains("Is ANTEROOM_SMTP_URL meant?"), "{}", said(&output));
    assert!(!said(&output).contains("ANTEROOM_TRIAL") && !said(&output).contains("smtp://mail"), "{}", said(&output));
}

#[test]
fn made_up_charts_go_where_nobody_is_or_everybody_is_made_up() {
    let folder = tempfile::tempdir().unwrap();
    let first = run(folder.path(), &["seed", "--scale", "3", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&first.stdout).expect("JSON and nothing else");
    assert_eq!(told, serde_json::json!({ "charts": 3 }));
    refused(&run(folder.path(), &["seed", "--scale", "3"]), "There are people in");
    refused(&run(folder.path(), &["seed", "--demo"]), "There are people in");
    let demo = tempfile::tempdir().unwrap();
    assert!(run(demo.path(), &["seed", "--demo"]).status.success());
    assert!(run(demo.path(), &["seed", "--scale", "3"]).status.success());
    let written = run(demo.path(), &["seed", "--scale", "4", "--messages", "50", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&written.stdout).expect("JSON and nothing else");
    assert_eq!(told, serde_json::json!({ "charts": 4, "messages": 50 }));
    let nobody = tempfile::tempdir().unwrap();
    refused(&run(nobody.path(), &["seed", "--scale", "3", "--messages", "50"]), "only put beside the demo practice");
    refused(&run(nobody.path(), &["seed", "--messages", "50"]), "--scale");
}

#[test]
fn staff_are_added_by_the_rules_of_the_office() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["migrate"]).status.success());
    let add = |first: &str, last: &str, email: &str, role: &str, password: &str| {
        let words = ["staff", "add", "--first-name", first, "--last-name", last, "--email", email, "--role", role];
        let mut command = anteroom(folder.path(), &words);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Whoever is refused for a wrong role is gone before they are asked for a password.
        let _ = child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes());
        child.wait_with_output().unwrap()
    };
    const FINE: &str = "Blue_Heron_wades_4";
    refused(&add(" ", "Reyes", "elena@example.com", "clinician", FINE), "the first name is missing");
    refused(
        &add(&"E".repeat(101), "\u{7}", "elena@example.com", "clinician", FINE),
        "the last name is missing, and the first name is longer",
    );
    refused(&add("Elena", "Reyes", "elena", "clinician", FINE), "that is not an e-mail address");
    refused(&add("Elena", "Reyes", "elena@example.com", "clinician", "Reyes_19801980!"), "holds the person's name");
    refused(&add("Elena", "Reyes", "elena@example.com", "clinician", "Welcome_2026!!!!"), "common or stolen ones");
    refused(&add("Elena", "Reyes", "elena@example.com", "doctor", FINE), "write one of");
    for (number, role) in ["Clinician", "Practice Scheduler", "PRACTICE_ADMINISTRATOR", "clinical-administrator"].into_iter().enumerate() {
        let email = format!("elena{number}@example.com");
        let added = add("Elena\u{1b}", " Reyes ", &email, role, FINE);
        assert!(added.status.success(), "{role}: {}", said(&added));
        refused(&add("Elena", "Reyes", &email.to_uppercase(), role, FINE), "somebody works here with this address already");
    }
}

#[test]
fn a_list_that_cannot_be_read_is_told_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(run(&data, &["seed", "--demo"]).status.success());
    let file = folder.path().join("list.csv");
    let import = |list: &[u8]| {
        fs::write(&file, list).unwrap();
        run(&data, &["import", "charts", file.to_str().unwrap(), "--apply"])
    };
    let mut list = b"last_name,first_name,birth_date,clinician\nRoe,Jo,1/2/90,\nRoe, Jr.,Al,1990-01-02,\n".to_vec();
    list.extend(b"Roe,Zo\xeb,1990-01-02,\nRoe,Di,1990-01-02,walter.brandt@harborstreet.example\nRoe,Ed,1990-01-02,\n");
    let told = import(&list);
    refused(&told, "4 lines are wrong, 1 would become charts. Nothing was changed");
    for sentence in [
        "line 2: the year of the birth date has two digits; write the year with four digits",
        "line 3: it has 5 fields, but there are 4 columns; put quotes",
        "line 4: it is not UTF-8 text; save the list",
        "line 5: walter.brandt@harborstreet.example works here, but is no clinician; write",
    ] {
        assert!(said(&told).contains(sentence), "{sentence}: {}", said(&told));
    }
    refused(&import(b"last_name,first_name,birth_date,last_name\nRoe,Jo,1990-01-02,Poe\n"), "named more than once: last_name");
    refused(&import(b"last_name,,first_name,birth_date\nRoe,,Jo,1990-01-02\n"), "(without a name)");
    refused(&import(b"\xff\xfel\0a\0s\0t\0"), "line 1: it is not UTF-8 text but looks like UTF-16; save the list");
    refused(&import(b"Last Name,first_name,dob,email\n"), "not known: Last Name (did you mean last_name?), dob (did you mean birth_date?)");
    refused(&import(b"last_name;first_name;birth_date\nRoe;Jo;1990-01-02\n"), "line 1: semicolons stand between the names of the columns");
}

#[test]
fn an_unclosed_quote_is_told_by_its_line_and_takes_no_client_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(run(&data, &["seed", "--demo"]).status.success());
    let file = folder.path().join("list.csv");
    let import = |rows: &str| {
        fs::write(&file, format!("last_name,first_name,birth_date,pronouns,,\n,,,,,\n{rows}")).unwrap();
        run(&data, &["import", "charts", file.to_str().unwrap(), "--apply"])
    };
    let others = "Poe,Al,1991-02-03,he/him\nDoe,Di,1992-03-04,they/them,,\n,,,,,\n";
    let told = import(&format!("Roe,Jo,1990-01-02,\"she/her\n{others}"));
    refused(&told, "line 3: a quote opens in pronouns and is not closed; close it after the text, or take it away");
    refused(&told, "1 line is wrong, 2 would become charts. Nothing was changed");
    refused(&import("Roe,Jo,1990-01-02,\"she\nher\"\n"), "line 3: a quote opens in pronouns and is closed only in line 4; close it");
    refused(&import("\"Roe\"s,Jo,1990-01-02,\n"), "line 3: something follows the closing quote in last_name; put quotes");
    refused(&import("Roe,Jo,1990-01-02,5\" shelf\n"), "line 3: a quote stands in the middle of pronouns; take it away, or");
    let done = import(&format!("Roe,\"Jo \"\"Joey\"\"\",1990-01-02,\"she/her\"\n{others}"));
    assert!(done.status.success() && said(&done).contains("3 charts were created"), "{}", said(&done));
}
