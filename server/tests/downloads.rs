//! T23, T25: files are saved, never shown, and under a name that is what it seems. Foreign ones are not there.

use crate::house::{Answer, House, get};
use backend::Cast;

fn chart_of(cast: &Cast, first_name: &str) -> String {
    cast.charts.iter().find(|chart| chart.first_name == first_name).expect("somebody of the cast").id.to_string()
}

async fn of_chart(house: &House, table: &str, chart: &str) -> String {
    let chart = chart.replace('-', "").to_uppercase();
    house.text(&format!("SELECT hex(id) FROM {table} WHERE hex(chart_id) = '{chart}'")).await.expect("the demo practice has some")
}

fn is_a_saved_pdf(answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.text.starts_with("%PDF-"));
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\""), "{}", answer.header("content-disposition"));
    assert_eq!(answer.all("content-security-policy"), ["sandbox; default-src 'none'"]);
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn staff_save_what_their_charts_hold() {
    let (house, cast) = House::with_cast().await;
    let elena = house.staff_cookie(&cast.staff[0].email).await;
    let chart = chart_of(&cast, "Maya");
    let path = format!("/office/charts/{chart}/documents/{}/download", of_chart(&house, "documents", &chart).await);
    let before = house.audit_rows().await;
    is_a_saved_pdf(&house.knock(get(&path).cookie(&elena)).await);
    assert_eq!(house.audit_rows().await, before + 1, "each download leaves one row");
    assert!(house.knock(get(&path)).await.leads_to().starts_with("/office/login?next="));
    let nowhere = path.replace(&chart, "0190b6a0-0000-4000-8000-000000000000");
    let missing = house.knock(get(&nowhere).cookie(&elena)).await;
    assert_eq!(missing.status, 404);
    assert!(missing.header("content-type").starts_with("text/html"), "the page of every missing thing");
    house.walks_the_trail().await;
}

#[tokio::test]
async fn clients_save_what_was_shared_with_them_and_nothing_else() {
    let (house, cast) = House::with_cast().await;
    let (maya, rosa) = ("maya.lindqvist@example.com", "rosa.delgado@example.com");
    let mut saved = 0;
    for (name, email, other) in [("Rosa", rosa, maya), ("Maya", maya, rosa)] {
        let chart = chart_of(&cast, name).replace('-', "").to_uppercase();
        let Some(share) = house.text(&format!("SELECT hex(id) FROM shares WHERE hex(chart_id) = '{chart}'")).await else { continue };
        let path = format!("/documents/{share}/download");
        is_a_saved_pdf(&house.knock(get(&path).cookie(&house.client_cookie(email).await)).await);
        saved += 1;
        let foreign = house.knock(get(&path).cookie(&house.client_cookie(other).await)).await;
        assert_eq!(foreign.status, 404);
        let nonsense = house.knock(get("/documents/nonsense/download").cookie(&house.client_cookie(other).await)).await;
        assert_eq!(nonsense.status, 404);
    }
    assert!(saved > 0, "the demo practice has shared something");
}

/// What a browser does by itself, ahead or with HEAD, shows nothing to anybody: it opens no document.
#[tokio::test]
async fn looking_ahead_opens_nothing() {
    let (house, _) = House::with_cast().await;
    let maya = house.client_cookie("maya.lindqvist@example.com").await;
    let opened = "SELECT 'opened ' || count(*) FROM openings";
    let before = house.text(opened).await;
    let unread = house.knock(get("/documents").cookie(&maya)).await.text;
    let mut paths = unread.split("href=\"").filter_map(|part| part.split(['"', '?', '/']).nth(2).map(str::to_owned));
    let share = paths.find(|id| id.len() == 36).unwrap();
    let path = format!("/documents/{share}");
    house.knock(get(&path).by("HEAD").cookie(&maya)).await;
    house.knock(get(&path).header("sec-purpose", "prefetch;prerender").cookie(&maya)).await;
    assert_eq!(house.text(opened).await, before);
    assert_eq!(house.knock(get(&path).cookie(&maya)).await.status, 200);
    assert_ne!(house.text(opened).await, before);
}

/// An address that names nobody acts for nobody, and not for whoever comes first.
#[tokio::test]
async fn who_cannot_be_read_is_not_there() {
    let (house, _) = House::with_cast().await;
    let ingrid = house.client_cookie("ingrid.sandoval@example.com").await;
    for address in ["/documents?for=garbage", "/?for=", "/messages?for=1"] {
        assert_eq!(house.knock(get(address).cookie(&ingrid)).await.status, 404, "{address}");
    }
}
