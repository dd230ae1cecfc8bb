//! What the command bar offers, and what it understands.

use app::places::*;
use domain::Role;
use domain::{Rights, ids::ChartId};

#[test]
fn what_is_done_stands_behind_the_name() {
    let clinician = Rights::of(&[Role::Clinician]);
    let two = |name: &str, wanted: &str| Some((name.to_owned(), wanted.to_owned()));
    assert_eq!(split("lindqvist book", &clinician), two("lindqvist", "book"));
    assert_eq!(split("maya lindqvist compose a me", &clinician), two("maya lindqvist", "compose a me"));
    for nothing in ["book", "maya lindqvist", "m book", ""] {
        assert_eq!(split(nothing, &clinician), None, "{nothing}");
    }
    // Whose work it is not is not understood.
    assert_eq!(split("lindqvist book", &Rights::of(&[Role::Biller])), None);
}

#[test]
fn nobody_is_offered_what_is_not_their_work() {
    let offered = |role: Role, typed: &str| -> Vec<String> {
        places(typed, None, None, &Rights::of(&[role])).into_iter().map(|place| place.href).collect()
    };
    assert!(offered(Role::PracticeAdministrator, "work").contains(&app::WORKFLOWS.to_owned()));
    for role in [Role::Clinician, Role::Biller, Role::PracticeScheduler] {
        assert!(!offered(role, "").iter().any(|href| href.starts_with(app::SETTINGS) || href == app::AUDIT), "{role:?}");
    }
    let chart = Entered { id: ChartId::default(), name: "Lindqvist, Maya".into() };
    let of = |role| deeds(&chart, "", &Rights::of(&[role])).into_iter().map(|item| item.name).collect::<Vec<_>>();
    assert!(!of(Role::Biller).iter().any(|name| name.contains("Book") || name.contains("note") || name.contains("portal")));
    assert!(of(Role::Biller).contains(&"Send an invoice".to_owned()) && !of(Role::Clinician).contains(&"Send an invoice".to_owned()));
}
