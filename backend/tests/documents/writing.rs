use super::{found, note, refusals};
use crate::house::House;
use backend::NoteDraft;
use domain::documents::{Block, Item, Letters, Refusal, ShareAction, Spot};

crate::on_both_databases!(
    what_a_pdf_cannot_show_is_refused_at_its_field,
    who_saves_after_the_signature_is_told_that_it_is_signed,
    half_a_section_is_kept,
    what_was_typed_is_what_is_shared,
);

fn unprintable(spot: Spot, letters: &[char]) -> Refusal {
    Refusal::Unprintable { spot, letters: Letters::first_of(letters).unwrap() }
}

fn text(sections: &[(&str, &str)]) -> Vec<(String, String)> {
    sections.iter().map(|(heading, text)| ((*heading).to_owned(), (*text).to_owned())).collect()
}

async fn what_a_pdf_cannot_show_is_refused_at_its_field(house: House) {
    let maya = house.chart("Maya");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let draft = NoteDraft {
        title: "Session in 東京".into(),
        text: text(&[("Session", "Slept 🌊 well, “better” than — before…"), ("", ""), ("日本語です", "- ไทย\n- Ελλάδα, Київ, שלום")]),
        ..note("", "")
    };
    let expected = [
        unprintable(Spot::Title, &['東', '京']),
        unprintable(Spot::Text(0), &['🌊']),
        unprintable(Spot::Heading(2), &['日', '本', '語']),
        unprintable(Spot::Text(2), &['ไ', 'ท', 'ย']),
    ];
    assert_eq!(refusals(documents.write(maya, draft.clone()).await), expected);
    assert_eq!(expected.map(|refusal| refusal.field()), [Some("title"), Some("text"), Some("heading_3"), Some("text_3")]);
    let id = documents.write(maya, note("Session", "Núñez, Nguyễn, Ελλάδα, Київ, שלום, مرحبا.")).await.unwrap();
    assert_eq!(refusals(documents.change(maya, id, 1, draft).await), expected);
    // A draft of the time before anybody looked at its letters.
    house.tamper("UPDATE documents SET title = '🌊' WHERE title = 'Session'").await;
    assert_eq!(refusals(documents.finish(maya, id, 1).await), [unprintable(Spot::Title, &['🌊'])]);
}

async fn who_saves_after_the_signature_is_told_that_it_is_signed(house: House) {
    let maya = house.chart("Maya");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let id = documents.write(maya, note("Session", "As it is signed.")).await.unwrap();
    documents.finish(maya, id, 1).await.unwrap();
    assert_eq!(refusals(documents.change(maya, id, 1, note("Session", "Too late.")).await), [Refusal::AlreadyFinished]);
    assert_eq!(documents.read(maya, id).await.unwrap().text[0].1, "As it is signed.");
}

/// A draft may be half made: nothing that was typed gets lost.
async fn half_a_section_is_kept(house: House) {
    let maya = house.chart("Maya");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let half = text(&[("Plan", ""), ("", "Slept better.")]);
    let id = documents.write(maya, NoteDraft { text: half.clone(), ..note("Session", "") }).await.unwrap();
    assert_eq!(documents.read(maya, id).await.unwrap().text, half);
    assert_eq!(documents.read(maya, id).await.unwrap().content.sections.len(), 2);
}

/// What was written stays as it was written: in the form, on the page, in what is frozen and on paper.
async fn what_was_typed_is_what_is_shared(house: House) {
    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let documents = reyes.documents().await.unwrap();
    let typed = "\r\n1. Sertraline\r\n   50 mg\r\n\r\n2. Melatonin\r\n15. May: first visit\r\n\r\nThree\r\n  lines\r\n1) here";
    let id = documents.write(maya, note("Medicines", typed)).await.unwrap();
    let draft = documents.read(maya, id).await.unwrap();
    assert_eq!(draft.text[0].1, typed.replace("\r\n", "\n"), "the form has the very text again");
    let again = NoteDraft { text: draft.text.clone(), ..note("Medicines", "") };
    documents.change(maya, id, 1, again).await.unwrap();
    let saved = documents.read(maya, id).await.unwrap();
    assert_eq!((&saved.text, &saved.content), (&draft.text, &draft.content), "saving it again changes nothing");

    let item =
        |marker: &str, lines: &[&str]| Item { indent: 0, marker: marker.into(), lines: lines.iter().map(|line| (*line).into()).collect() };
    let shown = [
        Block::Items(vec![item("1.", &["Sertraline", "50 mg"]), item("2.", &["Melatonin"]), item("15.", &["May: first visit"])]),
        Block::Lines(vec!["Three".into(), "  lines".into()]),
        Block::Items(vec![item("1)", &["here"])]),
    ];
    assert_eq!(saved.content.sections[0].blocks, shown);
    documents.finish(maya, id, 2).await.unwrap();
    documents.share(maya, id, ShareAction::Share).await.unwrap();
    let client = house.client("Maya").await;
    let portal = client.documents().await.unwrap();
    let share = found(&client, "Medicines").await.0;
    assert_eq!(portal.open(share).await.unwrap().content, saved.content);
    assert_eq!(documents.read(maya, id).await.unwrap().content, saved.content);
    // The paper carries the very words that were frozen.
    let paper = portal.download(share).await.unwrap().bytes;
    let frozen = serde_json::to_string(&saved.content).unwrap();
    for words in [r#"{"layout":2,"#, &frozen] {
        assert!(paper.windows(words.len()).any(|held| held == words.as_bytes()), "{words}");
    }
}
