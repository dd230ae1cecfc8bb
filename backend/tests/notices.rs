use crate::house::House;
use backend::{Error, Origin};
use domain::settings::Help;

crate::on_both_databases!(
    the_demo_mailbox_opens_on_this_machine_only,
    a_members_list_holds_only_what_is_theirs,
    settings_are_checked_and_change_what_everybody_sees,
);

async fn the_demo_mailbox_opens_on_this_machine_only(house: House) {
    assert!(house.visitor().demo_mailbox().await.is_ok());
    let far = house.practice.visitor(Origin { direct: false, ..crate::house::origin() });
    assert!(matches!(far.demo_mailbox().await, Err(Error::NotFound)));
    let db = house.database().await;
    sea_orm::ConnectionTrait::execute_unprepared(&db, "UPDATE practice SET demo_since = NULL").await.unwrap();
    assert!(matches!(house.visitor().demo_mailbox().await, Err(Error::NotFound)));
}

async fn a_members_list_holds_only_what_is_theirs(house: House) {
    let elena = house.staff("Reyes").await;
    elena.invites().await.unwrap().activate(house.chart("Jordan"), None).await.unwrap();
    let link = house.newest_link("jordan.avery@example.com").await;
    let token = link.strip_prefix("/register/").unwrap();
    for _ in 0..5 {
        let _ = house.visitor().check_identity(token, "Wrong", "1985-07-02").await;
    }
    for (who, sees) in [("Reyes", 1), ("Whitfield", 1), ("Okafor", 0), ("Brandt", 0)] {
        let staff = house.staff(who).await;
        assert_eq!(staff.notices().to_do().await.unwrap().tasks.len(), sees, "{who}");
        assert_eq!(staff.notices().frame().await.unwrap().tasks, sees as u64, "{who}");
    }
    let task = elena.notices().to_do().await.unwrap().tasks[0].id;
    assert!(matches!(house.staff("Okafor").await.notices().finish(task).await, Err(Error::NotFound)));
    elena.notices().finish(task).await.unwrap();
    assert!(elena.notices().to_do().await.unwrap().tasks.is_empty());
    assert!(matches!(elena.notices().finish(task).await, Err(Error::NotFound)));
}

async fn settings_are_checked_and_change_what_everybody_sees(house: House) {
    let tomas = house.staff("Vidal").await;
    let room = tomas.settings().await.unwrap();
    let mut settings = room.read().await.unwrap();
    settings.help = Help { faq_url: Some("javascript:alert(1)".into()), crisis: " ".into(), ..settings.help };
    settings.zone = "Mars/Olympus".into();
    let Err(Error::Refused(refusals)) = room.change(settings.clone()).await else { panic!("not refused") };
    assert_eq!(refusals.len(), 3);
    settings.help = Help { faq_url: None, crisis: "Call or text 988".into(), ..settings.help };
    settings.zone = "America/Chicago".into();
    settings.features.documents = false;
    room.change(settings).await.unwrap();
    let maya = house.client("Maya").await;
    assert!(matches!(maya.documents().await, Err(Error::NotFound)));
    assert!(!maya.frame().await.unwrap().documents);
}
