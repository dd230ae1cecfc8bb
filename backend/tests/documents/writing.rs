use super::{note, refusals};
use crate::house::House;
use backend::NoteDraft;
use domain::documents::{Letters, Refusal, Spot};

crate::on_both_databases!(
    what_a_pdf_cannot_show_is_refused_at_its_field,
    who_saves_after_the_signature_is_told_that_it_is_signed,
    half_a_section_is_kept,
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
