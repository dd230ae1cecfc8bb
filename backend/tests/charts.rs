use crate::house::{House, origin, somebody};
use backend::{ChartDraft, DemographicsChange, Error, NewOwner, Staff};
use domain::{
    Refusal,
    charts::{EmailChanges, Owner, Refusal as ChartRefusal},
    ids::{ChartId, StaffId},
    sign_in::StepUpScope,
};

crate::on_both_databases!(
    everybody_sees_the_charts_of_their_role,
    a_foreign_chart_is_not_found_and_leaves_a_row,
    search_finds_by_either_name_birth_date_number_and_address,
    a_new_chart_stands_in_the_chart_room_of_its_maker,
    everything_wrong_with_a_new_chart_is_said_at_once,
    who_is_to_be_invited_needs_an_address_before_the_chart_is_there,
    plus_tags_are_kept_and_an_address_stands_once_on_a_chart,
    two_who_change_one_chart_do_not_overwrite_each_other,
    a_contact_of_another_chart_cannot_own_this_one,
    a_biller_reads_and_does_not_write,
    what_is_sent_twice_is_there_once,
    what_is_too_long_is_refused_at_its_field,
    an_address_that_is_there_is_refused_when_it_is_added,
    opening_a_chart_is_one_audited_act,
    the_care_team_reaches_the_chart_and_then_no_longer,
    the_care_team_is_changed_by_who_may_and_has_proved_who_they_are,
);

fn adding(kind: &str, address: &str) -> EmailChanges {
    EmailChanges::read("", &format!("{kind} {address}"))
}

pub async fn names(staff: &Staff, search: &str) -> Vec<String> {
    let room = staff.charts().await.unwrap().room(search, 1).await.unwrap();
    room.charts.into_iter().map(|line| line.name).collect()
}

async fn everybody_sees_the_charts_of_their_role(house: House) {
    assert_eq!(names(&house.staff("Raman").await, "").await, ["Núñez, Zoë"]);
    assert_eq!(names(&house.staff("Okafor").await, "").await, ["de la Cruz, Hannah", "Delgado, Rosa", "Osei, Daniel"]);
    // A supervisor's own charts, and those of the intern.
    let elena = names(&house.staff("Reyes").await, "").await;
    assert!(
        elena.contains(&"Núñez, Zoë".to_owned())
            && elena.contains(&"Lindqvist, Maya".to_owned())
            && !elena.contains(&"Delgado, Rosa".to_owned())
    );
    for role in ["Whitfield", "Brandt", "Abara", "Vidal"] {
        assert_eq!(names(&house.staff(role).await, "").await.len(), 12, "{role}");
    }
}

/// T15
async fn a_foreign_chart_is_not_found_and_leaves_a_row(house: House) {
    let samuel = house.staff("Okafor").await;
    let charts = samuel.charts().await.unwrap();
    for id in [house.chart("Maya"), ChartId(uuid::Uuid::from_u128(7))] {
        let before = house.told("denied").await;
        assert!(matches!(charts.face(id).await, Err(Error::NotFound)));
        assert!(matches!(charts.demographics(id).await, Err(Error::NotFound)));
        assert!(matches!(charts.change_emails(id, &adding("personal", "x@example.com")).await, Err(Error::NotFound)));
        assert_eq!(house.told("denied").await, before + 3);
    }
    assert_eq!(house.count("SELECT count(*) FROM chart_emails WHERE address = 'x@example.com'").await, 0);
}

async fn search_finds_by_either_name_birth_date_number_and_address(house: House) {
    let ruth = house.staff("Abara").await;
    let address = ["Maya.Lindqvist@example.com", "maya.lindqvist@ex", "Maya.L"];
    for search in ["lind", "Lindqvist, Maya", "maya lind", "1991-03-14", "03/14/1991", "20001"].into_iter().chain(address) {
        assert_eq!(names(&ruth, search).await, ["Lindqvist, Maya"], "{search}");
    }
    for date in ["14 March 1991", "March 14, 1991", "Mar 14 1991", "14.03.1991", "3/14/1991"] {
        assert_eq!(names(&ruth, date).await, ["Lindqvist, Maya"], "{date}");
    }
    assert_eq!(names(&ruth, "nunez").await, ["Núñez, Zoë"]);
    for search in ["de la cruz", "de la Cruz, Hannah", "de la cruz hannah", "hannah de la", "de la"] {
        assert_eq!(names(&ruth, search).await, ["de la Cruz, Hannah"], "{search}");
    }
    // A word within a name, where no name begins like it; and only within reach.
    for search in ["Cruz", "la cruz", "cruz, hannah", "hannah cruz"] {
        assert_eq!(names(&ruth, search).await, ["de la Cruz, Hannah"], "{search}");
    }
    assert_eq!(names(&ruth, "brien").await, ["O’Brien, Conor"]);
    assert!(names(&ruth, "ruz").await.is_empty(), "not the middle of a word");
    assert!(names(&house.staff("Reyes").await, "cruz").await.is_empty());
    assert!(names(&house.staff("Okafor").await, "maya.l").await.is_empty());
    // What is typed is never a pattern, and never SQL (T20).
    for search in ["%", "_", "' OR 1=1 --", "\\", "\u{10FFFF}"] {
        assert!(names(&ruth, search).await.is_empty(), "{search}");
    }
    assert_eq!(names(&ruth, "\0lind\0qvist\u{7}").await, ["Lindqvist, Maya"]);
    // T32: what people could mean costs nothing, and what nobody could is refused.
    let charts = ruth.charts().await.unwrap();
    let room = charts.room(&"x".repeat(200), 1_000_000).await.unwrap();
    assert_eq!((room.found, room.search.len()), (0, 200));
    for (search, page, refusal) in [("x".repeat(201), 1, ChartRefusal::SearchTooLong), (String::new(), 0, ChartRefusal::PageUnknown)] {
        let refused = charts.room(&search, page).await.unwrap_err();
        assert!(matches!(&refused, Error::Refused(refusals) if *refusals == [Refusal::from(refusal)]), "{page}: {refused}");
    }
}

fn draft() -> ChartDraft {
    ChartDraft {
        last_name: "Hartmann".into(),
        first_name: "Lena".into(),
        birth_date: "1999-05-05".into(),
        email: "lena+therapy@example.com".into(),
        owner: NewOwner::Client,
        site: None,
        primary_clinician: None,
        invite: false,
        another: false,
        child: false,
        package: backend::NewClientPackage::None,
    }
}

/// A form that is sent twice, also without scripts.
async fn what_is_sent_twice_is_there_once(house: House) {
    let samuel = house.staff("Okafor").await;
    let charts = samuel.charts().await.unwrap();
    let first = charts.create(draft()).await.unwrap().id();
    let again = ChartDraft { last_name: "HARTMANN".into(), ..draft() };
    let Err(Error::Refused(refusals)) = charts.create(again.clone()).await else { panic!("made twice") };
    let [Refusal::Charts(ChartRefusal::ChartTwice { chart, .. })] = refusals[..] else { panic!("{refusals:?}") };
    assert_eq!(chart, first);
    charts.create(ChartDraft { another: true, ..again }).await.unwrap();
    charts.create(ChartDraft { birth_date: "1999-05-06".into(), ..draft() }).await.unwrap();
    // Of a chart that she does not reach, nobody learns that it is there.
    house.staff("Reyes").await.charts().await.unwrap().create(draft()).await.unwrap();
    let june = || async { charts.add_contact(first, &somebody(["June", "Hartmann", "mother", "", ""])).await };
    june().await.unwrap();
    assert!(matches!(june().await, Err(Error::Refused(refusals)) if refusals == [ChartRefusal::ContactTwice.into()]));
    // Both at the same moment.
    let karl = || async { charts.add_contact(first, &somebody(["Karl", "Hartmann", "father", "", ""])).await };
    let both = tokio::join!(karl(), karl());
    assert_eq!([both.0.is_ok(), both.1.is_ok()].into_iter().filter(|made| *made).count(), 1);
    let anna = || ChartDraft { first_name: "Anna".into(), ..draft() };
    let both = tokio::join!(charts.create(anna()), charts.create(anna()));
    assert_eq!([both.0.is_ok(), both.1.is_ok()].into_iter().filter(|made| *made).count(), 1);
}

async fn what_is_too_long_is_refused_at_its_field(house: House) {
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    let (maya, long) = (house.chart("Maya"), "x".repeat(101));
    let change = DemographicsChange {
        last_name: "Lindqvist".into(),
        first_name: "Maya".into(),
        birth_date: "1991-03-14".into(),
        preferred_name: long.clone(),
        pronouns: long.clone(),
        version: 1,
        ..DemographicsChange::default()
    };
    let Err(Error::Refused(refusals)) = charts.change_demographics(maya, change).await else { panic!("taken") };
    assert_eq!(refusals.iter().map(|refusal| refusal.field()).collect::<Vec<_>>(), [Some("preferred_name"), Some("pronouns")]);
    let Err(Error::Refused(refusals)) = charts.add_contact(maya, &somebody(["June", "Marsh", &long, "", &long])).await else {
        panic!("taken")
    };
    assert_eq!(refusals.iter().map(|refusal| refusal.field()).collect::<Vec<_>>(), [Some("relationship"), Some("phone")]);
}

/// IC-01: **Add** says it, not only **Save**.
async fn an_address_that_is_there_is_refused_when_it_is_added(house: House) {
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    let maya = house.chart("Maya");
    let there = charts.demographics(maya).await.unwrap().emails.remove(0);
    let adds = adding("work", &there.address.to_uppercase());
    assert!(
        matches!(charts.check_emails(maya, &adds).await, Err(Error::Refused(refusals)) if refusals == [ChartRefusal::EmailTwice.into()])
    );
    charts.check_emails(maya, &EmailChanges { removed: vec![there.id], ..adds }).await.unwrap();
    let foreign = house.staff("Okafor").await.charts().await.unwrap().check_emails(maya, &adding("work", "x@example.com")).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
}

async fn a_new_chart_stands_in_the_chart_room_of_its_maker(house: House) {
    let samuel = house.staff("Okafor").await;
    let id = samuel.charts().await.unwrap().create(draft()).await.unwrap().id();
    assert_eq!(names(&samuel, "hart").await, ["Hartmann, Lena"]);
    let page = samuel.charts().await.unwrap().demographics(id).await.unwrap();
    assert_eq!(page.emails[0].address, "lena+therapy@example.com");
    assert_eq!(page.owner, Some(Owner::Client));
    assert!(names(&house.staff("Reyes").await, "hart").await.is_empty());
    assert!(matches!(house.staff("Brandt").await.charts().await.unwrap().create(draft()).await, Err(Error::NotAllowed)));
}

async fn everything_wrong_with_a_new_chart_is_said_at_once(house: House) {
    let wrong = ChartDraft { email: "lena@".into(), birth_date: "2027-01-01".into(), last_name: " ".into(), ..draft() };
    let answer = house.staff("Okafor").await.charts().await.unwrap().create(wrong).await;
    let Err(Error::Refused(refusals)) = answer else { panic!("{answer:?}") };
    let expected = [ChartRefusal::LastNameMissing, ChartRefusal::BirthDateInFuture, ChartRefusal::EmailNotAnAddress];
    assert_eq!(refusals, expected.map(Refusal::from));
    assert_eq!(house.count("SELECT count(*) FROM charts").await, 12);
}

async fn who_is_to_be_invited_needs_an_address_before_the_chart_is_there(house: House) {
    let samuel = house.staff("Okafor").await;
    let charts = samuel.charts().await.unwrap();
    let nowhere = charts.create(ChartDraft { email: " ".into(), invite: true, ..draft() }).await;
    assert!(matches!(nowhere, Err(Error::Refused(refusals)) if refusals == [ChartRefusal::EmailNeededToInvite.into()]));
    assert_eq!(house.count("SELECT count(*) FROM charts").await, 12);
    charts.create(ChartDraft { email: String::new(), ..draft() }).await.unwrap();
    charts.create(ChartDraft { invite: true, another: true, ..draft() }).await.unwrap();
}

/// IC-02
async fn plus_tags_are_kept_and_an_address_stands_once_on_a_chart(house: House) {
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    let maya = house.chart("Maya");
    charts.change_emails(maya, &adding("work", "johndoe+smith@gmail.com")).await.unwrap();
    charts.change_emails(maya, &adding("work", "johndoe@gmail.com")).await.unwrap();
    let twice = charts.change_emails(maya, &adding("personal", "JohnDoe+Smith@gmail.com")).await;
    assert!(matches!(twice, Err(Error::Refused(refusals)) if refusals == [ChartRefusal::EmailTwice.into()]));
    // The same address may stand on another chart, and a member of staff's is allowed with a warning.
    charts.change_emails(house.chart("Jordan"), &adding("personal", "johndoe+smith@gmail.com")).await.unwrap();
    charts.change_emails(maya, &adding("related_contact", "grace.whitfield@harborstreet.example")).await.unwrap();
    let page = charts.demographics(maya).await.unwrap();
    assert!(page.emails.iter().any(|line| line.address == "johndoe+smith@gmail.com"));
    assert_eq!(page.emails.iter().filter(|line| line.staff_address).count(), 1);
    // An address of another chart cannot be taken away through this one.
    let other = charts.demographics(house.chart("Jordan")).await.unwrap().emails[0].id;
    assert!(matches!(
        charts.change_emails(maya, &EmailChanges { removed: vec![other], ..EmailChanges::default() }).await,
        Err(Error::NotFound)
    ));
}

async fn two_who_change_one_chart_do_not_overwrite_each_other(house: House) {
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    let maya = house.chart("Maya");
    let page = charts.demographics(maya).await.unwrap();
    let change = |pronouns: &str| DemographicsChange {
        last_name: "Lindqvist".into(),
        first_name: "Maya".into(),
        pronouns: pronouns.into(),
        birth_date: "1991-03-14".into(),
        primary_clinician: page.primary_clinician,
        version: page.version,
        ..DemographicsChange::default()
    };
    charts.change_demographics(maya, change("she/they")).await.unwrap();
    let second = charts.change_demographics(maya, change("she/her")).await;
    assert!(matches!(second, Err(Error::Refused(refusals)) if refusals == [ChartRefusal::ChangedMeanwhile.into()]));
    assert_eq!(charts.demographics(maya).await.unwrap().pronouns, "she/they");
}

async fn a_contact_of_another_chart_cannot_own_this_one(house: House) {
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    let (leo, jordan) = (house.chart("Leo"), house.chart("Jordan"));
    let contact = charts.add_contact(leo, &somebody(["June", "Marsh", "sister", "june.marsh@example.com", ""])).await.unwrap();
    let answer = charts.assign_owner(jordan, Owner::Contact(contact), false).await;
    assert!(matches!(answer, Err(Error::Refused(refusals)) if refusals == [ChartRefusal::OwnerUnknown.into()]));
    charts.assign_owner(leo, Owner::Contact(contact), false).await.unwrap();
    assert_eq!(charts.demographics(leo).await.unwrap().owner, Some(Owner::Contact(contact)));
}

async fn a_biller_reads_and_does_not_write(house: House) {
    let walter = house.staff("Brandt").await;
    let charts = walter.charts().await.unwrap();
    let page = charts.demographics(house.chart("Maya")).await.unwrap();
    assert!(!page.may_edit && !page.banner.tabs.communications && page.banner.tabs.documents);
    assert!(matches!(charts.change_emails(house.chart("Maya"), &adding("work", "x@example.com")).await, Err(Error::NotFound)));
    assert!(matches!(walter.invites().await, Err(Error::NotAllowed)));
    assert!(matches!(walter.settings().await, Err(Error::NotAllowed)));
}

/// T46
async fn opening_a_chart_is_one_audited_act(house: House) {
    let elena = house.staff("Reyes").await;
    let before = house.count("SELECT count(*) FROM audit").await;
    elena.charts().await.unwrap().face(house.chart("Maya")).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM audit").await, before + 1);
    assert_eq!(house.told("charts.opened").await, 1);
}

pub async fn staff_id(house: &House, last_name: &str) -> StaffId {
    let ruth = house.staff("Abara").await;
    let page = ruth.charts().await.unwrap().demographics(house.chart("Maya")).await.unwrap();
    page.clinicians.into_iter().find(|(_, name)| name.contains(last_name)).unwrap().0
}

/// Contract §1; T10, T14
async fn the_care_team_reaches_the_chart_and_then_no_longer(house: House) {
    let (maya, token) = (house.chart("Maya"), house.staff_token("Raman").await);
    let priya = || async { house.practice.staff(Some(&token), origin()).await.unwrap() };
    let intern = staff_id(&house, "Raman").await;
    assert!(matches!(priya().await.charts().await.unwrap().face(maya).await, Err(Error::NotFound)));
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    charts.add_to_care_team(maya, Some(intern)).await.unwrap();
    // In the same session, at once, and so are the papers.
    let face = priya().await.charts().await.unwrap().face(maya).await.unwrap();
    assert_eq!(face.care_team, ["Priya Raman"]);
    assert!(face.clinician.unwrap().starts_with("Elena Reyes"));
    priya().await.documents().await.unwrap().list(maya).await.unwrap();
    assert_eq!(charts.demographics(maya).await.unwrap().care_team, [(intern, "Priya Raman".to_owned())]);
    assert!(charts.remove_from_care_team(maya, intern).await.unwrap(), "Elena still reaches it");
    assert!(matches!(priya().await.charts().await.unwrap().face(maya).await, Err(Error::NotFound)));
    assert!(matches!(priya().await.documents().await.unwrap().list(maya).await, Err(Error::NotFound)));
    for told in ["added", "removed"] {
        let rows = format!("SELECT count(*) FROM audit WHERE act = 'charts.care_team_changed' AND detail = '{told}'");
        assert_eq!(house.count(&rows).await, 1, "{told}");
    }
    // Who takes out themselves is told that the chart is gone.
    charts.add_to_care_team(maya, Some(intern)).await.unwrap();
    assert!(!priya().await.charts().await.unwrap().remove_from_care_team(maya, intern).await.unwrap());
}

/// T14, T15, T16
async fn the_care_team_is_changed_by_who_may_and_has_proved_who_they_are(house: House) {
    let (maya, nobody) = (house.chart("Maya"), StaffId(uuid::Uuid::from_u128(7)));
    let (intern, elenas) = (staff_id(&house, "Raman").await, staff_id(&house, "Reyes").await);
    let token = house.staff_token("Reyes").await;
    let elena = house.practice.staff(Some(&token), origin()).await.unwrap();
    let charts = elena.charts().await.unwrap();
    // Who was never there, and who is not in it.
    assert!(matches!(charts.add_to_care_team(maya, Some(nobody)).await, Err(Error::NotFound)));
    assert!(matches!(charts.remove_from_care_team(maya, nobody).await, Err(Error::NotFound)));
    assert!(matches!(charts.remove_from_care_team(maya, intern).await, Err(Error::NotFound)));
    // Nobody, the primary clinician, and a role that treats nobody.
    let tomas = house.staff("Vidal").await;
    let team = tomas.settings().await.unwrap().team().await.unwrap();
    let walter = team.members.iter().find(|member| member.name.contains("Brandt")).unwrap().id;
    for wrong in [None, Some(elenas), Some(walter)] {
        let answer = charts.add_to_care_team(maya, wrong).await;
        assert!(matches!(answer, Err(Error::Refused(refusals)) if refusals == [ChartRefusal::CareTeamUnknown.into()]), "{wrong:?}");
    }
    charts.add_to_care_team(maya, Some(intern)).await.unwrap();
    assert!(matches!(charts.add_to_care_team(maya, Some(intern)).await, Err(Error::Refused(_))), "once is enough");
    // A clinician of other charts, and a biller, who sees it and does not write.
    for other in ["Okafor", "Brandt"] {
        let staff = house.staff(other).await;
        let charts = staff.charts().await.unwrap();
        assert!(matches!(charts.add_to_care_team(maya, Some(intern)).await, Err(Error::NotFound)), "{other}");
        assert!(matches!(charts.remove_from_care_team(maya, intern).await, Err(Error::NotFound)), "{other}");
    }
    assert_eq!(house.count("SELECT count(*) FROM care_team").await, 1);
    house.hands.shift(chrono::Duration::minutes(6));
    let stale = house.practice.staff(Some(&token), origin()).await.unwrap();
    let charts = stale.charts().await.unwrap();
    assert!(matches!(charts.remove_from_care_team(maya, intern).await, Err(Error::ProofNeeded(StepUpScope::Access))));
    assert!(matches!(charts.add_to_care_team(maya, Some(intern)).await, Err(Error::ProofNeeded(StepUpScope::Access))));
    // Another primary clinician is other people's access too; a corrected name is not.
    let change = |primary_clinician| DemographicsChange {
        last_name: "Lindqvist".into(),
        first_name: "Maya".into(),
        birth_date: "1991-03-14".into(),
        primary_clinician,
        version: 1,
        ..DemographicsChange::default()
    };
    assert!(matches!(charts.change_demographics(maya, change(Some(intern))).await, Err(Error::ProofNeeded(StepUpScope::Access))));
    assert!(charts.change_demographics(maya, change(Some(elenas))).await.unwrap());
    // Who gives the chart to somebody else has it no longer.
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    charts.remove_from_care_team(maya, intern).await.unwrap();
    let away = DemographicsChange { version: 2, ..change(None) };
    assert!(!charts.change_demographics(maya, away).await.unwrap(), "the chart is gone for her");
}
