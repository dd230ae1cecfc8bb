//! What comes in from the service for texts, and appointments for other calendars.

use crate::house::{House, get, post};

/// T12: no page of ours sends it. Only its signature opens this door, and only to STOP and START.
#[tokio::test]
async fn only_what_is_signed_ends_texts() {
    let house = House::empty().await;
    let before = house.audit_rows().await;
    let stop = || post("/texts/incoming", &[("Body", "STOP"), ("From", "+14105550134")]).by_a_program().without("origin");
    // Over the address and these fields, with the secret of `House`.
    const SIGNED: &str = "iA06nYewMwBmmaRVV9eK1O5uMjY=";
    assert_eq!(house.knock(stop()).await.status, 403);
    assert_eq!(house.knock(stop().header("x-twilio-signature", "guessed")).await.status, 403);
    assert_eq!(house.knock(stop().header("x-twilio-signature", SIGNED).with("Body", "START")).await.status, 403);
    assert_eq!(house.knock(get("/texts/incoming")).await.status, 405);
    assert_eq!(house.knock(stop().body(vec![b'x'; 32 * 1024])).await.status, 413);
    assert_eq!(house.audit_rows().await, before);
    assert_eq!(house.knock(stop().header("x-twilio-signature", SIGNED)).await.status, 204);
    assert_eq!(house.text("SELECT number FROM text_stops").await.as_deref(), Some("+14105550134"));
    assert_eq!(house.audit_rows().await, before + 1);
    house.walks_the_trail().await;
}

#[tokio::test]
async fn a_client_saves_an_appointment_for_their_calendar() {
    let (house, cast) = House::with_cast().await;
    house.system.seed_appointments(&cast).await.expect("a fortnight of appointments");
    let maya = house.client_cookie("maya.lindqvist@example.com").await;
    let of_maya = "chart_id = (SELECT id FROM charts WHERE first_name = 'Maya' AND last_name = 'Lindqvist')";
    let id = format!("SELECT hex(id) FROM appointments WHERE {of_maya} AND state = 'booked' ORDER BY starts_at DESC");
    let id: uuid::Uuid = house.text(&id).await.expect("an appointment").parse().expect("an id");
    let page = house.knock(get(&format!("/appointments/{id}")).cookie(&maya)).await.text;
    let path =
        page.split("href=\"").find(|part| part.contains("/calendar.ics")).expect("Add to calendar").split('"').next().expect("it ends");
    let file = house.knock(get(path).cookie(&maya)).await;
    assert_eq!((file.status, file.header("content-type")), (200, "text/calendar; charset=utf-8; method=PUBLISH"));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"appointment.ics\"");
    assert!(file.text.contains("METHOD:PUBLISH\r\n") && file.text.contains(&format!("UID:{id}\r\n")), "{}", file.text);
    let rosa = house.client_cookie("rosa.delgado@example.com").await;
    assert_eq!(house.knock(get(&format!("/appointments/{id}/calendar.ics")).cookie(&rosa)).await.status, 404);
    assert!(house.knock(get(path)).await.leads_to().starts_with("/login?next="));
    house.walks_the_trail().await;
}
