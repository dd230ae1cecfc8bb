//! **Verify** over HTTP: for anybody, without scripts, bounded, and with nothing in any address.

use crate::house::{House, get, send};
use domain::documents::LARGEST_PAPER;

const PATH: &str = "/verify/file";

fn cookie_of(set: &str) -> String {
    set.split(';').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn anybody_has_a_paper_looked_at_without_scripts() {
    let (house, _) = House::with_cast().await;
    let page = house.knock(get("/verify")).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("multipart/form-data") && page.text.contains("What the answers mean"));
    let sent = house.knock(send(PATH, &[], &[("plan.pdf", b"%PDF-1.7\nsomebody else's")])).await;
    assert_eq!(sent.leads_to(), "/verify?looked=1");
    let browser = cookie_of(sent.header("set-cookie"));
    let answer = house.knock(get("/verify?looked=1").cookie(&browser)).await;
    assert!(answer.text.contains("This practice does not know this file") && !answer.text.contains("plan.pdf"), "{}", answer.text);
    // In another browser, and without the mark in the address, nothing is said: no link says that something is genuine.
    for page in [house.knock(get("/verify?looked=1")).await, house.knock(get("/verify").cookie(&browser)).await] {
        assert!(page.status == 200 && !page.text.contains("This practice does not know this file"));
    }
    let told = house.knock(send(PATH, &[], &[("a.pdf", b"%PDF-1.7")]).by_a_program()).await;
    assert_eq!((told.status, told.text.contains("\"verdict\":\"unknown\"")), (200, true), "{}", told.text);
}

/// T23, T24, T25
#[tokio::test]
async fn what_is_no_paper_or_too_large_is_told_and_kept_nowhere() {
    let (house, _) = House::with_cast().await;
    let before = house.contents().await;
    let large = [b"%PDF-1.7".to_vec(), vec![b' '; LARGEST_PAPER]].concat();
    for (name, content, words) in [
        ("a.svg", &b"<svg onload=alert(1)>"[..], "is no PDF"),
        ("../../etc/passwd", b"", "Choose"),
        ("a\u{202E}fdp.exe", b"MZ", "is no PDF"),
        ("bomb.pdf", &large, "larger than 8 MB"),
    ] {
        let sent = house.knock(send(PATH, &[], &[(name, content)])).await;
        assert_eq!(sent.leads_to(), "/verify?looked=1", "{name}");
        let page = house.knock(get("/verify?looked=1").cookie(&cookie_of(sent.header("set-cookie")))).await;
        assert!(page.text.contains(words) && !page.text.contains("passwd"), "{name}: {}", page.text);
    }
    assert_eq!(house.knock(send(PATH, &[], &[]).body("not a form")).await.status, 400);
    let far_too_large = vec![b' '; LARGEST_PAPER + (1 << 20)];
    let sent = house.knock(send(PATH, &[], &[("x.pdf", &far_too_large)])).await;
    assert!([303, 413].contains(&sent.status), "{}", sent.status);
    assert_eq!(house.contents().await, before, "nothing of it is kept");
    assert_eq!(house.knock(get(PATH)).await.status, 405);
    assert_eq!(house.knock(send(PATH, &[], &[]).header("origin", "https://evil.example")).await.status, 403);
}

#[tokio::test]
async fn the_office_asks_who_one_is() {
    let (house, cast) = House::with_cast().await;
    let sent = house.knock(send("/office/verify/file", &[], &[("a.pdf", b"%PDF-1.7")])).await;
    assert!(sent.leads_to().starts_with("/office/login?next="), "{}", sent.leads_to());
    let elena = house.staff_cookie(&cast.staff[0].email).await;
    let sent = house.knock(send("/office/verify/file", &[], &[("a.pdf", b"%PDF-1.7")]).cookie(&elena)).await;
    assert_eq!(sent.leads_to(), "/office/verify?looked=1");
    let both = format!("{elena}; {}", cookie_of(sent.header("set-cookie")));
    let page = house.knock(get("/office/verify?looked=1").cookie(&both)).await;
    assert!(page.status == 200 && page.text.contains("This practice does not know this file"), "{}", page.text);
}
