use super::{PLAN, found, line, note, refusals, switch};
use crate::house::{House, origin};
use backend::Client;
use domain::{
    documents::{Letters, ReaderState, Refusal, ShareAction, Spot},
    ids::ChartId,
    sign_in::Side,
};

crate::on_both_databases!(
    without_portal_access_nothing_is_shared,
    what_is_shared_waits_for_an_invited_client,
    who_has_no_access_is_invited_and_what_is_shared_waits,
    nobody_is_invited_for_what_cannot_be_shared,
    a_refusal_to_share_gives_the_true_reason,
    what_a_pdf_cannot_show_is_not_shared,
);

const PASSWORD: &str = "Seven-Seals_swim7";

/// Somebody who is invited registers, and signs in.
async fn registers(house: &House, chart: ChartId, last_name: &str, born: &str, email: &str) -> Client {
    let reyes = house.staff("Reyes").await;
    let invites = reyes.invites().await.unwrap();
    let grant = invites.communications(chart).await.unwrap().access.grant.unwrap();
    invites.copy_link(chart, grant).await.unwrap();
    let link = invites.copied_link().await.unwrap().unwrap();
    let token = link.strip_prefix("http://localhost:3000/register/").unwrap();
    let pass = house.visitor().check_identity(token, last_name, born).await.unwrap();
    house.visitor().choose_password(token, Some(&pass), PASSWORD).await.unwrap();
    let session = house.visitor().sign_in(Side::Portal, email, PASSWORD, None).await.unwrap().token;
    house.practice.client(Some(&session), None, origin()).await.unwrap()
}

async fn mails_about_documents(house: &House) -> i64 {
    // What the demo practice has begun with was taken back.
    house.count("SELECT count(*) FROM mails WHERE kind IN ('new_document', 'new_message') AND state = 'queued'").await
}

async fn without_portal_access_nothing_is_shared(house: House) {
    let jordan = house.chart("Jordan");
    let reyes = house.staff("Reyes").await;
    let plan = line(&reyes, jordan, PLAN).await;
    assert!(plan.may_share);
    let documents = reyes.documents().await.unwrap();
    let list = documents.list(jordan).await.unwrap();
    assert!(!list.portal_ready && !list.registered);
    for action in [ShareAction::Share, ShareAction::ShareToSign] {
        assert_eq!(refusals(documents.share(jordan, plan.id, action).await), [Refusal::NoAccess]);
    }
    assert_eq!(house.count("SELECT count(*) FROM conversations").await, 0);
}

/// TN-15
async fn what_is_shared_waits_for_an_invited_client(house: House) {
    let amira = house.chart("Amira");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    for (title, action) in [("Summary", ShareAction::Share), ("Agreement", ShareAction::ShareToSign)] {
        let id = documents.write(amira, note(title, "What we spoke about.")).await.unwrap();
        documents.finish(amira, id, 1).await.unwrap();
        documents.share(amira, id, action).await.unwrap();
    }
    let list = documents.list(amira).await.unwrap();
    assert!(list.portal_ready && !list.registered);
    assert_eq!(mails_about_documents(&house).await, 0, "its link would lead nowhere yet");
    let client = registers(&house, amira, "Haddad", "1996-05-21", "amira.haddad@example.com").await;
    assert_eq!(found(&client, "Summary").await.1, ReaderState::New);
    assert_eq!(found(&client, "Agreement").await.1, ReaderState::PendingReview);
    assert_eq!(client.messages().await.unwrap().inbox(None).await.unwrap().conversations.len(), 1);
    assert!(!client.dashboard().await.unwrap().needs.is_empty());
    assert!(documents.list(amira).await.unwrap().registered);
}

/// TN-15: **Invite and queue**
async fn who_has_no_access_is_invited_and_what_is_shared_waits(house: House) {
    let jordan = house.chart("Jordan");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let plan = line(&reyes, jordan, PLAN).await.id;
    house.with_post(documents.invite_and_share(jordan, plan, ShareAction::ShareToSign)).await.unwrap();
    assert!(house.newest_link("jordan.avery@example.com").await.starts_with("/register/"));
    assert_eq!(mails_about_documents(&house).await, 0);
    let client = registers(&house, jordan, "Avery", "1985-07-02", "jordan.avery@example.com").await;
    assert_eq!(found(&client, PLAN).await.1, ReaderState::PendingReview);
    // Who has access already is only shared with.
    let evaluation = line(&reyes, jordan, "Complete evaluation").await.id;
    documents.invite_and_share(jordan, evaluation, ShareAction::Share).await.unwrap();
    assert_eq!(mails_about_documents(&house).await, 1);
}

async fn nobody_is_invited_for_what_cannot_be_shared(house: House) {
    let jordan = house.chart("Jordan");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let invoice = line(&reyes, jordan, "Invoice 1051").await.id;
    assert_eq!(refusals(documents.invite_and_share(jordan, invoice, ShareAction::ShareToSign).await), [Refusal::NotForSignature]);
    switch(&house, |features| features.documents = false).await;
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    assert_eq!(refusals(documents.invite_and_share(jordan, invoice, ShareAction::Share).await), [Refusal::DocumentsOff]);
    assert!(!documents.list(jordan).await.unwrap().portal_ready);
    assert_eq!(reyes.invites().await.unwrap().communications(jordan).await.unwrap().access.grant, None);
}

async fn a_refusal_to_share_gives_the_true_reason(house: House) {
    let maya = house.chart("Maya");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let plan = line(&reyes, maya, PLAN).await.id;
    house.tamper("UPDATE grants SET scopes = 'messages'").await;
    assert_eq!(refusals(documents.share(maya, plan, ShareAction::Share).await), [Refusal::AccessWithoutDocuments]);
    switch(&house, |features| features.documents = false).await;
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    assert_eq!(refusals(documents.share(maya, plan, ShareAction::Share).await), [Refusal::DocumentsOff]);
}

async fn what_a_pdf_cannot_show_is_not_shared(house: House) {
    let maya = house.chart("Maya");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let plan = line(&reyes, maya, PLAN).await.id;
    // As it was kept before anybody looked at its letters.
    house.tamper("UPDATE documents SET title = '日本 plan'").await;
    let unprintable = Refusal::Unprintable { spot: Spot::Document, letters: Letters::first_of(&['日', '本']).unwrap() };
    for action in [ShareAction::Share, ShareAction::ShareToSign] {
        assert_eq!(refusals(documents.share(maya, plan, action).await), [unprintable]);
    }
}
