//! The permission table, readable by anyone: `roles.txt`.

use domain::{Act, Reach, Rights, Role};
use std::fmt::Write;

#[test]
fn the_table_is_the_one_that_was_agreed() {
    let mut table = String::from("✔ every chart   ◐ own and care-team charts   ◑ these and supervisees'   ✘ none\n\n");
    write!(table, "{:26}", "").unwrap();
    for act in Act::ALL {
        write!(table, "{:28}", format!("{act:?}")).unwrap();
    }
    for role in Role::ALL {
        write!(table, "\n{:26}", role.label()).unwrap();
        for act in Act::ALL {
            let mark = match role.reach(act) {
                Reach::Nobody => "✘",
                Reach::OwnCharts => "◐",
                Reach::SupervisedCharts => "◑",
                Reach::Everybody => "✔",
            };
            write!(table, "{mark:28}").unwrap();
        }
    }
    let table: String = table.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/roles.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), table, "run with UPDATE_GOLDEN=1 once the change is agreed");
}

#[test]
fn several_roles_add_up_and_none_takes_away() {
    let rights = Rights::of(&[Role::Clinician, Role::PracticeAdministrator]);
    assert_eq!(rights.reach(Act::OpenChart), Reach::Everybody);
    assert_eq!(rights.reach(Act::ReadClinicalDocuments), Reach::OwnCharts);
    assert!(rights.may(Act::ChangeSettings));
}

#[test]
fn nobody_without_a_role_may_do_anything() {
    for act in Act::ALL {
        assert!(!Rights::of(&[]).may(act));
    }
}

#[test]
fn portal_access_is_managed_by_the_roles_of_the_contract_only() {
    for role in Role::ALL {
        assert_eq!(Rights::of(&[role]).may(Act::ManagePortalAccess), role != Role::Biller, "{role:?}");
    }
}
