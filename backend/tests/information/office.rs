//! Demographics: staff write down people and insurances themselves, and who was overtaken is told so.

use super::{about, accept_all, page, person, proposals};
use crate::{forms::refusals, house::House};
use backend::Error;
use domain::{
    charts::Refusal as OfChart,
    information::{AboutDraft, InsuranceDraft, Part, PersonDraft, Refusal},
};

crate::on_both_databases!(
    staff_write_down_people_and_insurances,
    people_stay_one_across_charts,
    the_demo_has_proposals_in_every_state,
    a_proposal_for_one_child_is_not_the_others,
);

async fn staff_write_down_people_and_insurances(house: House) {
    let (elena, maya) = (house.staff("Reyes").await, house.client("Maya").await);
    let office = elena.information(house.chart("Maya")).await.unwrap();
    office.save_person(None, &PersonDraft { emergency: true, ..person("June", "410-555-0199") }).await.unwrap();
    let june = page(&maya).await.facts.people.remove(0);
    let change = |phone: &str| PersonDraft { seen: june.values.text(), emergency: true, ..person("June", phone) };
    office.save_person(Some(june.id), &change("410-555-0155")).await.unwrap();
    // The other window still shows the first number.
    let overtaken = office.save_person(Some(june.id), &change("410-555-0156")).await.unwrap_err();
    assert_eq!(refusals(overtaken), [OfChart::ChangedMeanwhile.into()]);
    assert_eq!(page(&maya).await.facts.people[0].values.of(Part::Phone), "410-555-0155");
    office.remove_person(june.id).await.unwrap();
    assert!(page(&maya).await.facts.people.is_empty());

    let draft = InsuranceDraft { payer: "Chesapeake Mutual".into(), ..InsuranceDraft::default() };
    office.save_insurance(None, &draft, false).await.unwrap();
    let insurance = page(&maya).await.facts.insurances.remove(0);
    let seen = insurance.values.text();
    let next = InsuranceDraft { seen: seen.clone(), group_number: "88".into(), ..draft.clone() };
    office.save_insurance(Some(insurance.id), &next, false).await.unwrap();
    let late = InsuranceDraft { seen, group_number: "99".into(), ..draft.clone() };
    assert_eq!(refusals(office.save_insurance(Some(insurance.id), &late, false).await.unwrap_err()), [OfChart::ChangedMeanwhile.into()]);
    let nameless = office.save_insurance(None, &InsuranceDraft::default(), false).await.unwrap_err();
    assert_eq!(refusals(nameless), [Refusal::PayerMissing.into()]);
    let noah = elena.information(house.chart("Noah")).await.unwrap();
    assert!(matches!(noah.end_insurance(insurance.id).await, Err(Error::NotFound)));
    assert!(matches!(noah.remove_person(june.id).await, Err(Error::NotFound)));
    office.end_insurance(insurance.id).await.unwrap();
    assert!(page(&maya).await.facts.insurances.is_empty());
    assert_eq!(house.count("SELECT count(*) FROM insurances WHERE length(told) < 60").await, 0, "it is sealed");
}

async fn the_demo_has_proposals_in_every_state(house: House) {
    house.system.seed_information(&house.cast).await.unwrap();
    let mine = page(&house.client("Maya").await).await;
    let states: Vec<&str> = mine.changes.iter().map(|change| change.state.name()).collect();
    assert_eq!(states, ["pending", "declined", "accepted"]);
    assert_eq!(mine.facts.insurances[0].cards.len(), 2);
}

async fn people_stay_one_across_charts(house: House) {
    let elena = house.staff("Reyes").await;
    let noah = elena.information(house.chart("Noah")).await.unwrap();
    let ingrid = noah.read(None).await.unwrap().facts.people.remove(0);
    assert_eq!((ingrid.elsewhere, ingrid.has_access), (1, true));
    let of = |part| ingrid.values.of(part).to_owned();
    let draft = PersonDraft {
        seen: ingrid.values.text(),
        first_name: of(Part::GivenName),
        last_name: of(Part::FamilyName),
        relationship: "mother".into(),
        kind: of(Part::Kind),
        phone: "443-555-0188".into(),
        emergency: true,
        ..PersonDraft::default()
    };
    noah.save_person(Some(ingrid.id), &draft).await.unwrap();
    let ida = elena.information(house.chart("Ida")).await.unwrap().read(None).await.unwrap().facts.people.remove(0);
    assert_eq!((ida.id, ida.values.of(Part::Phone), ida.values.ticked(Part::Emergency)), (ingrid.id, "443-555-0188", false));
    assert_eq!(refusals(noah.remove_person(ingrid.id).await.unwrap_err()), [Refusal::PersonHoldsPortal.into()]);
    assert_eq!(house.count("SELECT count(*) FROM contacts WHERE first_name = 'Ingrid'").await, 1);
}

/// From a public report: what was reviewed was saved to the wrong chart.
async fn a_proposal_for_one_child_is_not_the_others(house: House) {
    let (ingrid, elena) = (house.client("Ingrid").await, house.staff("Reyes").await);
    let first = ingrid.frame().await.unwrap().acting_for.name;
    let (own, other) = if first.starts_with("Noah") { ("Noah", "Ida") } else { ("Ida", "Noah") };
    ingrid
        .information()
        .await
        .unwrap()
        .propose_about(&AboutDraft { language: "Norwegian".into(), ..about(&page(&ingrid).await) })
        .await
        .unwrap();
    assert_eq!(proposals(&elena, &house, other).await.waiting, []);
    accept_all(&elena, &house, own).await;
    let language = async |name: &str| elena.charts().await.unwrap().demographics(house.chart(name)).await.unwrap().language;
    assert_eq!((language(own).await.as_str(), language(other).await.as_str()), ("Norwegian", ""));
}
