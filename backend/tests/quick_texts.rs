//! Quick texts: the practice's, changed by few and chosen by all who write, and one's own.

use crate::{documents::is_not_found, house::House, talk::begun};
use backend::{Error, QuickTexts};
use domain::{
    ids::QuickTextId,
    messages::{Letter, MOST_QUICK_TEXTS, QuickText, Refusal},
};
use uuid::Uuid;

crate::on_both_databases!(
    the_practices_and_ones_own_are_chosen_by_name,
    ones_own_are_nobody_elses,
    only_who_changes_settings_changes_the_practices,
    what_is_wrong_is_named,
    a_quick_text_comes_below_what_one_is_writing,
    no_more_are_kept_than_anybody_finds_their_way_in,
);

fn names(texts: &[QuickText]) -> Vec<&str> {
    texts.iter().map(|text| text.name.as_str()).collect()
}

fn refused(answer: Result<(), Error>) -> Vec<Refusal> {
    let Err(Error::Refused(refusals)) = answer else { panic!("{answer:?}") };
    let of_messages = |refusal| match refusal {
        domain::Refusal::Messages(refusal) => refusal,
        other => panic!("{other:?}"),
    };
    refusals.into_iter().map(of_messages).collect()
}

async fn first(texts: &QuickTexts<'_>) -> QuickText {
    texts.list().await.unwrap().remove(0)
}

async fn the_practices_and_ones_own_are_chosen_by_name(house: House) {
    let vidal = house.staff("Vidal").await;
    let settings = vidal.settings().await.unwrap();
    let practice = settings.quick_texts();
    practice.save(None, " Hours ", "We are here from 9 to 5,\r\nMonday to Friday.").await.unwrap();
    practice.save(None, "directions", "Dear {first name}, we are at Harbor Street.").await.unwrap();
    let (reyes, id) = begun(&house, "Maya").await;
    let messages = reyes.messages().await.unwrap();
    messages.quick_texts().save(None, "Greeting", "Hello {first name}!").await.unwrap();
    let quick = messages.open(id, None).await.unwrap().quick;
    assert_eq!(names(&quick), ["directions", "Greeting", "Hours"]);
    assert_eq!(quick[0].words, "Dear Maya, we are at Harbor Street.");
    assert_eq!(quick[2].words, "We are here from 9 to 5,\nMonday to Friday.");
    assert_eq!(messages.composing(house.chart("Maya")).await.unwrap().quick, quick);
    // Whoever has another name that they prefer is called by that.
    house.tamper("UPDATE charts SET preferred_name = 'May' WHERE first_name = 'Maya'").await;
    assert_eq!(messages.open(id, None).await.unwrap().quick[1].words, "Hello May!");
    // The page on which they are changed shows what was typed.
    assert_eq!(first(&messages.quick_texts()).await.words, "Hello {first name}!");
    let (saved, told) = (first(&practice).await, house.told("messages.quick_saved").await);
    practice.save(Some(saved.id), "Directions", "By bus 21.").await.unwrap();
    assert_eq!(names(&practice.list().await.unwrap()), ["Directions", "Hours"]);
    practice.remove(saved.id).await.unwrap();
    assert_eq!(names(&practice.list().await.unwrap()), ["Hours"]);
    assert_eq!((house.told("messages.quick_saved").await, house.told("messages.quick_removed").await), (told + 1, 1));
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE detail LIKE '%Harbor%' OR detail LIKE '%irections%'").await, 0);
}

async fn ones_own_are_nobody_elses(house: House) {
    let (reyes, okafor) = (house.staff("Reyes").await, house.staff("Okafor").await);
    let (hers, his) = (reyes.messages().await.unwrap(), okafor.messages().await.unwrap());
    hers.quick_texts().save(None, "Greeting", "Hello!").await.unwrap();
    let text = first(&hers.quick_texts()).await;
    assert!(his.quick_texts().list().await.unwrap().is_empty());
    let vidal = house.staff("Vidal").await;
    let settings = vidal.settings().await.unwrap();
    for texts in [his.quick_texts(), settings.quick_texts()] {
        assert!(is_not_found(texts.save(Some(text.id), "Mine", "now").await));
        assert!(is_not_found(texts.remove(text.id).await));
    }
    assert!(is_not_found(hers.quick_texts().remove(QuickTextId(Uuid::from_u128(7))).await));
    assert_eq!(hers.quick_texts().list().await.unwrap(), [text]);
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE outcome = 'denied' AND detail = 'messages.quick_text'").await, 5);
}

async fn only_who_changes_settings_changes_the_practices(house: House) {
    for name in ["Reyes", "Brandt"] {
        assert!(matches!(house.staff(name).await.settings().await, Err(Error::NotAllowed)), "{name}");
    }
}

async fn what_is_wrong_is_named(house: House) {
    let reyes = house.staff("Reyes").await;
    let messages = reyes.messages().await.unwrap();
    let texts = messages.quick_texts();
    assert_eq!(refused(texts.save(None, " ", "").await), [Refusal::QuickNameMissing, Refusal::QuickWordsMissing]);
    assert_eq!(refused(texts.save(None, &"x".repeat(61), "{name}").await), [Refusal::QuickNameTooLong, Refusal::QuickPlaceholder]);
    assert_eq!(refused(texts.save(None, "x", &"x".repeat(2_001)).await), [Refusal::QuickWordsTooLong]);
    assert!(texts.list().await.unwrap().is_empty());
}

/// Without scripts.
async fn a_quick_text_comes_below_what_one_is_writing(house: House) {
    let (reyes, id) = begun(&house, "Maya").await;
    let messages = reyes.messages().await.unwrap();
    messages.quick_texts().save(None, "Close", "Take care, {first name}.").await.unwrap();
    let quick = Some(first(&messages.quick_texts()).await.id);
    messages.insert(id, quick, "See you\r\non Monday.").await.unwrap();
    assert_eq!(messages.open(id, None).await.unwrap().draft.as_deref(), Some("See you\non Monday.\n\nTake care, Maya."));
    let chart = house.chart("Maya");
    let letter = Letter { to: "billing".into(), subject: "Your plan".into(), body: String::new() };
    messages.insert_into_letter(chart, quick, letter.clone()).await.unwrap();
    let kept = messages.composing(chart).await.unwrap().draft.unwrap();
    assert_eq!(kept, Letter { body: "Take care, Maya.".into(), ..letter.clone() });
    assert_eq!(refused(messages.insert(id, None, "And").await), [Refusal::QuickTextMissing]);
    // Another's is not there to choose.
    let okafor = house.staff("Okafor").await;
    let his = okafor.messages().await.unwrap();
    assert!(is_not_found(his.insert(id, quick, "").await));
    his.quick_texts().save(None, "His", "Best, Samuel").await.unwrap();
    let of_him = Some(first(&his.quick_texts()).await.id);
    assert_eq!(refused(messages.insert(id, of_him, "And").await), [Refusal::QuickTextMissing]);
    assert_eq!(refused(messages.insert_into_letter(chart, of_him, letter).await), [Refusal::QuickTextMissing]);
}

async fn no_more_are_kept_than_anybody_finds_their_way_in(house: House) {
    let reyes = house.staff("Reyes").await;
    let messages = reyes.messages().await.unwrap();
    let texts = messages.quick_texts();
    for number in 0..MOST_QUICK_TEXTS {
        texts.save(None, &number.to_string(), "x").await.unwrap();
    }
    assert_eq!(refused(texts.save(None, "one more", "x").await), [Refusal::QuickTextsFull]);
    texts.save(Some(first(&texts).await.id), "changed", "x").await.unwrap();
}
