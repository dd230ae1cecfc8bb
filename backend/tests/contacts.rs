//! The people around clients: entered with a child, known again, and removed with their access.

use crate::house::{House, origin, somebody};
use backend::{Activation, ChartDraft, ContactDraft, Error, NewOwner};
use domain::{
    Refusal,
    charts::{Owner, Refusal as ChartRefusal},
};

crate::on_both_databases!(a_child_is_entered_with_the_mother_who_is_known, access_ends_with_a_contact_who_is_removed);

/// IC-69, IC-70: a child, the mother who holds the portal and her invitation in one form; and who is known is offered again.
async fn a_child_is_entered_with_the_mother_who_is_known(house: House) {
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    let mother = |same: &str| ContactDraft { same: same.into(), ..somebody(["Ingrid", "SANDOVAL", "mother", "", ""]) };
    let child = |contact| ChartDraft {
        last_name: "Sandoval".into(),
        first_name: "Lena".into(),
        birth_date: "2018-02-01".into(),
        owner: NewOwner::Contact(contact),
        invite: true,
        ..ChartDraft::default()
    };
    let fields = |refused: Error| match refused {
        Error::Refused(refusals) => refusals.iter().filter_map(|refusal| refusal.field()).collect::<Vec<_>>(),
        error => panic!("{error}"),
    };
    let nameless = charts.create(child(ContactDraft { email: "x".into(), ..ContactDraft::default() })).await.unwrap_err();
    assert_eq!(fields(nameless), ["owner_first_name", "owner_last_name", "owner_relationship", "owner_email"]);
    let unreached = charts.create(child(somebody(["Ann", "Lee", "aunt", "", ""]))).await.unwrap_err();
    assert_eq!(fields(unreached), ["owner_email"]);
    // Whoever does not reach her other charts is not told of them.
    let Err(Error::Refused(asked)) = charts.create(child(mother(""))).await else { panic!("nobody asked") };
    let [Refusal::Charts(ChartRefusal::PersonKnown { person, .. })] = asked[..] else { panic!("{asked:?}") };
    let before = house.count("SELECT count(*) FROM charts").await;
    let new = charts.create(child(mother(&person.to_string()))).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM charts").await, before + 1);
    assert_eq!(house.count("SELECT count(*) FROM contacts WHERE first_name = 'Ingrid'").await, 1, "she is one person");
    let page = charts.demographics(new.id()).await.unwrap();
    assert_eq!((page.owner, page.contacts[0].email.as_deref()), (Some(Owner::Contact(person)), Some("ingrid.sandoval@example.com")));
    assert!(new.is_to_be_invited());
    elena.invites().await.unwrap().invite_new(new).await.unwrap();
    // Her account is offered the chart.
    assert!(house.newest_link("ingrid.sandoval@example.com").await.starts_with("/offers/"));
    charts.create(ChartDraft { first_name: "Jonas".into(), ..child(mother("other")) }).await.unwrap_err();
    let stranger = ContactDraft { email: "other.ingrid@example.com".into(), ..mother("other") };
    charts.create(ChartDraft { first_name: "Jonas".into(), ..child(stranger) }).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM contacts WHERE last_name = 'SANDOVAL'").await, 1, "somebody else");
    let samuel = house.staff("Okafor").await;
    samuel.charts().await.unwrap().create(ChartDraft { invite: false, ..child(mother("")) }).await.unwrap();
}

/// Who lost custody: removed from the chart, access ends with it, and what was signed goes on naming them.
async fn access_ends_with_a_contact_who_is_removed(house: House) {
    let elena = house.staff("Reyes").await;
    let (charts, invites) = (elena.charts().await.unwrap(), elena.invites().await.unwrap());
    let (noah, ida) = (house.chart("Noah"), house.chart("Ida"));
    let token = house.client_token("Ingrid").await;
    let page = charts.demographics(noah).await.unwrap();
    let Some(Owner::Contact(ingrid)) = page.owner else { panic!("she holds the portal") };
    assert!(matches!(invites.remove_contact(house.chart("Maya"), ingrid).await, Err(Error::NotFound)));
    invites.remove_contact(noah, ingrid).await.unwrap();
    let after = charts.demographics(noah).await.unwrap();
    assert!(after.owner.is_none() && after.contacts.is_empty(), "{after:?}");
    let client = house.practice.client(Some(&token), None, origin()).await.unwrap();
    assert!(client.frame().await.unwrap().others.is_empty(), "Ida alone is left");
    assert_eq!(charts.demographics(ida).await.unwrap().contacts.len(), 1);
    assert!(matches!(invites.remove_contact(noah, ingrid).await, Err(Error::NotFound)), "gone already");
    let log = invites.communications(noah).await.unwrap().log;
    assert!(log.iter().any(|line| line.what.contains("Ingrid Sandoval")), "{log:?}");
    // She comes back: the same person, with the access that is given anew.
    let again = ContactDraft { same: ingrid.to_string(), ..somebody(["Ingrid", "Sandoval", "mother", "", ""]) };
    assert_eq!(charts.add_contact(noah, &again).await.unwrap(), ingrid);
    charts.assign_owner(noah, Owner::Contact(ingrid), false).await.unwrap();
    invites.activate(noah, Activation::default()).await.unwrap();
}
