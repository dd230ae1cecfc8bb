//! T23, T24, T25: files come in streamed and sealed, and go out as what they are, to whom they are for.

use crate::{
    doors::chart_of,
    house::{Answer, House, Knock, get, send},
};
use axum::body::Body;
use domain::files::{FileKind, FileLine};
use futures_util::{StreamExt, stream};
use image::{ImageFormat, RgbImage};
use std::{fs, io::Cursor, time::Duration};

const DRAFT: &str = "00000000-0000-4000-8000-000000000007";
const MAYA: &str = "maya.lindqvist@example.com";

fn sends(files: &[(&str, &[u8])]) -> Knock {
    send("/files", &[("draft", DRAFT)], files)
}

fn lines(answer: &Answer) -> Vec<FileLine> {
    assert_eq!(answer.status, 200, "{}", answer.text);
    serde_json::from_str(&answer.text).expect("a list of files")
}

fn photo() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::new(900, 600).write_to(&mut bytes, ImageFormat::Jpeg).expect("it fits in memory");
    bytes.into_inner()
}

#[tokio::test]
async fn what_was_sent_is_saved_or_shown_as_what_it_is() {
    let (house, cast) = House::with_cast().await;
    let maya = house.client_cookie(MAYA).await;
    let sent = sends(&[("C:\\fakepath\\Zoë – Überweisung.pdf", b"%PDF-1.7\nwords"), ("IMG_1.JPG", &photo())]);
    let sent = lines(&house.knock(sent.cookie(&maya).by_a_program()).await);
    assert_eq!(sent.iter().map(|line| (line.kind, line.preview)).collect::<Vec<_>>(), [(FileKind::Pdf, false), (FileKind::Jpeg, true)]);
    let (pdf, jpeg) = (format!("/files/{}", sent[0].id), format!("/files/{}", sent[1].id));
    for (path, kind, how) in [
        (
            pdf.clone(),
            "application/pdf",
            "attachment; filename=\"Zo_ _ _berweisung.pdf\"; filename*=UTF-8''Zo%C3%AB%20%E2%80%93%20%C3%9Cberweisung.pdf",
        ),
        (format!("{pdf}?inline"), "application/pdf", "inline; filename=\"Zo_"),
        (format!("{jpeg}?inline"), "image/jpeg", "inline; filename=\"IMG_1.jpg\""),
        (jpeg.clone(), "image/jpeg", "attachment; filename=\"IMG_1.jpg\""),
    ] {
        let answer = house.knock(get(&path).cookie(&maya)).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert!(answer.header("content-disposition").starts_with(how), "{}", answer.header("content-disposition"));
        assert_eq!(answer.header("content-length"), answer.bytes.len().to_string());
        assert_eq!(answer.all("content-security-policy"), ["sandbox; default-src 'none'"]);
        assert_eq!((answer.header("x-content-type-options"), answer.header("cache-control")), ("nosniff", "no-store"));
    }
    assert_eq!(house.knock(get(&pdf).cookie(&maya)).await.bytes, b"%PDF-1.7\nwords");
    let preview = house.knock(get(&format!("{jpeg}/preview")).cookie(&maya)).await;
    assert_eq!((preview.status, preview.header("content-type")), (200, "image/jpeg"));
    assert_eq!(image::load_from_memory(&preview.bytes).expect("a picture").width(), 480);
    assert_eq!(house.knock(get(&format!("{pdf}/preview")).cookie(&maya)).await.status, 404);
    // What waits is hers alone, and another's is as nothing that ever was.
    let (rosa, elena) = (house.client_cookie("rosa.delgado@example.com").await, house.staff_cookie(&cast.staff[0].email).await);
    let chart = chart_of(&cast, "Maya");
    for (path, who) in [(pdf.clone(), &rosa), (format!("{jpeg}/preview"), &rosa), (format!("/office/charts/{chart}{pdf}"), &elena)] {
        assert_eq!(house.knock(get(&path).cookie(who)).await.status, 404, "{path}");
    }
    assert!(house.knock(get(&pdf)).await.leads_to().starts_with("/login?next="));
    house.walks_the_trail().await;
}

#[tokio::test]
async fn what_is_refused_says_why_and_the_others_stay() {
    let (house, _) = House::with_cast().await;
    let maya = house.client_cookie(MAYA).await;
    let large = vec![b'x'; (25 << 20) + 1];
    let cases: [(&[(&str, &[u8])], u16, &str); 8] = [
        (&[("a.svg", b"<svg/>")], 415, "wrong-kind"),
        (&[("a.html", b"<html><script>alert(1)</script>")], 415, "wrong-kind"),
        (&[("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")], 415, "heic-located"),
        (&[("a.txt", b"")], 422, "empty"),
        (&[("a.txt", &large)], 413, "too-large"),
        (&[("", b"")], 422, "nothing-chosen"),
        (&[], 422, "nothing-chosen"),
        (&[("fine.txt", b"words"), ("a.js", b"alert(1)"), ("fine too.txt", b"words")], 415, "wrong-kind"),
    ];
    for (files, status, why) in cases {
        let answer = house.knock(sends(files).cookie(&maya).by_a_program()).await;
        assert_eq!(answer.status, status, "{why}: {}", answer.text);
        assert!(answer.text.contains(why), "{}", answer.text);
    }
    assert_eq!(house.text("SELECT '' || count(*) FROM files").await.as_deref(), Some("2"), "those beside what was refused");
    let many = [("a.txt", &b"words"[..]); 21];
    let answer =
        house.knock(send("/files", &[("draft", "00000000-0000-4000-8000-000000000008")], &many).cookie(&maya).by_a_program()).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert!(answer.text.contains("too-many"));
    assert_eq!(house.text("SELECT '' || count(*) FROM files").await.as_deref(), Some("22"));
    // Not a form of files, no draft, far too much of anything.
    let parts: Vec<(String, String)> = (0..10_000).map(|part| (format!("part{part}"), "x".to_owned())).collect();
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let text = "x".repeat(2 << 20);
    for (knock, status) in [
        (send("/files", &[], &[("a.txt", b"words")]), 400),
        (send("/files", &[("draft", "../x")], &[("a.txt", b"words")]), 400),
        (sends(&[]).body("a=b"), 400),
        (sends(&[]).header("content-type", "application/x-www-form-urlencoded"), 400),
        (sends(&[]).header("content-length", "10000000000"), 413),
        (send("/files", &parts, &[("a.txt", b"words")]), 413),
        (send("/files", &[("text", &text)], &[("a.txt", b"words")]), 413),
        (sends(&[("a.txt", b"words")]).header("origin", "https://evil.example"), 403),
        (sends(&[("a.txt", b"words")]).header("transfer-encoding", "chunked"), 400),
    ] {
        assert_eq!(house.knock(knock.cookie(&maya).by_a_program()).await.status, status);
    }
}

#[tokio::test]
async fn a_form_keeps_what_was_typed_beside_its_files() {
    let (house, _) = House::with_cast().await;
    let maya = house.client_cookie(MAYA).await;
    let fields = [
        ("page", "/messages?for=1"),
        ("form", "client/messages/reply"),
        ("draft", DRAFT),
        ("text", "I could not sleep."),
        ("password", "x"),
    ];
    let cases: [(&[(&str, &[u8])], &str, &str); 3] = [
        (&[("a.txt", b"words")], &maya, "/messages?for=1&refused=1"),
        (&[("a.exe", b"MZ\x90\0")], &maya, "/messages?for=1&refused=1"),
        (&[("a.txt", b"words")], "", "/login?next="),
    ];
    for (files, cookie, leads_to) in cases {
        let answer = house.knock(send("/files", &fields, files).cookie(cookie)).await;
        assert!(answer.leads_to().starts_with(leads_to), "{}", answer.leads_to());
    }
    let kept = "SELECT '' || count(*) FROM drafts WHERE length(typed) > 100";
    assert_eq!(house.text(kept).await.as_deref(), Some("2"), "what nobody has signed in for is not kept");
    let evil = [("page", "//evil.example"), ("draft", DRAFT)];
    assert_eq!(house.knock(send("/files", &evil, &[("a.txt", b"words")]).cookie(&maya)).await.leads_to(), "/?refused=1");
}

/// T25
#[tokio::test]
async fn names_are_kept_as_they_are_shown() {
    let (house, _) = House::with_cast().await;
    let maya = house.client_cookie(MAYA).await;
    let long = format!("{}.txt", "x".repeat(4096));
    for (sent, kept) in [
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("/etc/cron.d/x.txt", "x.txt"),
        ("%2e%2e%2fx.txt", "2e-2e-2fx.txt"),
        ("a\u{202E}txt.exe.txt", "atxt.exe.txt"),
        ("CON.txt", "document.txt"),
        (long.as_str(), &format!("{}.txt", "x".repeat(100))),
    ] {
        let line = lines(&house.knock(sends(&[(sent, b"words")]).cookie(&maya).by_a_program()).await).remove(0);
        assert_eq!(line.name, kept);
        house.text("DELETE FROM files RETURNING 'done'").await;
    }
    for broken in ["a\0b.txt", "a\r\nx: y.txt"] {
        let answer = house.knock(sends(&[(broken, b"words")]).cookie(&maya).by_a_program()).await;
        let kept = if answer.status == 200 { lines(&answer).remove(0).name } else { String::new() };
        assert!(!kept.chars().any(char::is_control), "{broken:?} was kept as {kept:?}, with status {}", answer.status);
    }
}

/// T24: who sends a byte now and then is sent away; what was cut off leaves nothing.
#[tokio::test]
async fn what_drips_or_is_cut_off_leaves_nothing() {
    let (house, _) = House::with_cast().await;
    let maya = house.client_cookie(MAYA).await;
    let knock = || sends(&[("a.pdf", b"%PDF-1.7")]).cookie(&maya).by_a_program().without("content-length");
    let head = format!(
        "--{}\r\ncontent-disposition: form-data; name=\"draft\"\r\n\r\n{DRAFT}\r\n--{0}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\n",
        "----WebKitFormBoundary7MA4YWxkTrZu0gW"
    );
    let begun = stream::iter([Ok::<_, std::io::Error>([head.as_bytes(), &[b'x'; 300_000]].concat())]);
    let cut_off = begun.chain(stream::iter([Err(std::io::Error::other("gone"))]));
    let answer = house.streams(knock(), Body::from_stream(cut_off)).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert!(answer.text.contains("cut-off"), "{}", answer.text);
    let drops = stream::unfold((), |()| async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        Some((Ok::<_, std::io::Error>(b"x".to_vec()), ()))
    });
    let begun = stream::iter([Ok(head.into_bytes())]);
    let answer = house.streams(knock(), Body::from_stream(begun.chain(drops))).await;
    assert_eq!(answer.status, 408, "{}", answer.text);
    assert_eq!(house.text("SELECT '' || count(*) FROM files").await.as_deref(), Some("0"));
    let lying = fs::read_dir(house.folder().join("files")).into_iter().flatten();
    assert_eq!(lying.flat_map(|shelf| fs::read_dir(shelf.expect("a shelf").path()).expect("a folder")).count(), 0);
}

/// A hundred megabytes on their way take no more than 32.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_files_take_little_memory() {
    const FILES: usize = 4;
    let (house, _) = House::with_cast().await;
    let maya = house.client_cookie(MAYA).await;
    let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
    let head = format!("--{boundary}\r\ncontent-disposition: form-data; name=\"draft\"\r\n\r\n{DRAFT}\r\n").into_bytes();
    let file = format!("--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\n").into_bytes();
    let of_a_file = move |_| {
        stream::iter([file.clone()]).chain(stream::repeat_with(|| vec![b'x'; 100_000]).take(250)).chain(stream::iter([b"\r\n".to_vec()]))
    };
    let end = stream::iter([format!("--{boundary}--\r\n").into_bytes()]);
    let body = stream::iter([head]).chain(stream::iter(0..FILES).flat_map(of_a_file)).chain(end).map(Ok::<_, std::io::Error>);
    let knock = sends(&[]).cookie(&maya).by_a_program().without("content-length");
    let (sent, taken) = watched(house.streams(knock, Body::from_stream(body))).await;
    let sent = lines(&sent);
    assert_eq!(sent.iter().map(|line| line.bytes).sum::<u64>(), FILES as u64 * 25_000_009);
    assert!(taken <= 32 * 1024, "{taken} kB more were taken");
    let path = format!("/files/{}", sent[0].id);
    let (length, taken) = watched(house.length_of(get(&path).cookie(&maya))).await;
    assert_eq!(length, 25_000_009);
    assert!(taken <= 32 * 1024, "{taken} kB more were taken to hand one out");
}

/// What comes of it, and how much more memory this process has held meanwhile than before, in kB.
async fn watched<T>(work: impl Future<Output = T>) -> (T, u64) {
    let before = memory();
    let mut most = before;
    tokio::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return (done, most.max(memory()).saturating_sub(before)),
            () = tokio::time::sleep(Duration::from_millis(5)) => most = most.max(memory()),
        }
    }
}

/// What Linux says that this process holds, in kB.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find(|line| line.starts_with("VmRSS")).expect("a line of it");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}
