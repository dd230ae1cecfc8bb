//! A name in the database that nobody knows is an error that says which, and never taken for another.

use crate::{
    documents::{PLAN, found, share},
    house::{House, origin},
    team::nora,
};
use backend::Error;
use domain::{documents::ShareAction, notices::TaskKind};

crate::on_both_databases!(
    an_unknown_kind_or_scope_of_a_grant_opens_nothing,
    an_unknown_role_lets_nobody_in,
    an_unknown_state_of_a_mail_is_no_state,
    an_unknown_kind_of_mail_holds_up_no_other,
    an_unknown_kind_of_task_is_nobodys_work,
    an_unknown_kind_of_document_is_not_shown,
    an_unknown_kind_of_address_is_nobodys,
    an_unknown_kind_of_session_is_none,
    an_unknown_kind_of_owner_holds_no_chart,
);

/// The database holds a name that nobody knows, and the error says it.
fn says<T>(answer: Result<T, Error>, name: &str) -> bool {
    match answer {
        Err(Error::Unexpected(error)) => error.to_string().contains(name),
        _ => false,
    }
}

/// Writes such a name, past what the database itself refuses.
async fn spoil(house: &House, table: &str, change: &str) {
    let column = change.split(' ').next().unwrap();
    let update = format!("UPDATE {table} SET {change}");
    let spoilt = match house.setup.database_url.starts_with("sqlite") {
        true => format!("PRAGMA ignore_check_constraints = ON; {update}; PRAGMA ignore_check_constraints = OFF"),
        false => format!("ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_{column}_check; {update}"),
    };
    house.tamper(&spoilt).await;
}

async fn an_unknown_kind_or_scope_of_a_grant_opens_nothing(house: House) {
    let (maya, token) = (house.chart("Maya"), house.client_token("Maya").await);
    let elena = house.staff("Reyes").await;
    let opens = async || house.practice.client(Some(&token), None, origin()).await;
    for (column, name) in [("kind", "guest"), ("scopes", "documents tea")] {
        assert!(opens().await.is_ok());
        let before = if column == "kind" { "owner" } else { "appointments billing forms messages documents measures" };
        spoil(&house, "grants", &format!("{column} = '{name}'")).await;
        assert!(says(opens().await, name), "{column}");
        assert!(says(elena.invites().await.unwrap().communications(maya).await, name), "{column}");
        house.tamper(&format!("UPDATE grants SET {column} = '{before}'")).await;
    }
}

async fn an_unknown_role_lets_nobody_in(house: House) {
    let token = house.staff_token("Reyes").await;
    assert!(house.practice.staff(Some(&token), origin()).await.is_ok());
    house.tamper("UPDATE staff SET roles = 'clinician wizard' WHERE last_name = 'Reyes'").await;
    assert!(says(house.practice.staff(Some(&token), origin()).await, "wizard"));
}

async fn an_unknown_state_of_a_mail_is_no_state(house: House) {
    let tomas = house.staff("Vidal").await;
    tomas.settings().await.unwrap().add_member(nora()).await.unwrap();
    assert!(tomas.settings().await.unwrap().team().await.is_ok());
    spoil(&house, "mails", "state = 'lost' WHERE kind = 'join'").await;
    assert!(says(tomas.settings().await.unwrap().team().await, "lost"));
}

async fn an_unknown_kind_of_mail_holds_up_no_other(house: House) {
    house.staff("Vidal").await.settings().await.unwrap().add_member(nora()).await.unwrap();
    house.tamper("UPDATE mails SET kind = 'telegram'").await;
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    assert!(!house.newest_link("maya.lindqvist@example.com").await.is_empty());
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'telegram' AND state = 'bounced'").await, 1);
}

async fn an_unknown_kind_of_task_is_nobodys_work(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let maya = house.client("Maya").await;
    let plan = found(&maya, PLAN).await.0;
    maya.documents().await.unwrap().decline(plan, "I have a question first.").await.unwrap();
    let elena = house.staff("Reyes").await;
    let tasks = elena.notices().to_do().await.unwrap().tasks;
    let declined = tasks.iter().find(|task| task.kind == TaskKind::DeclinedDocument).unwrap();
    house.tamper("UPDATE tasks SET kind = 'errand' WHERE kind = 'declined_document'").await;
    assert!(says(elena.notices().finish(declined.id, "").await, "errand"));
}

async fn an_unknown_kind_of_document_is_not_shown(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    for (change, name) in [("state = 'torn'", "torn"), ("state = 'open', kind = 'poem'", "poem")] {
        spoil(&house, "shares", change).await;
        assert!(says(maya.documents().await.unwrap().list().await, name), "{name}");
    }
    house.tamper("UPDATE documents SET kind = 'verse'").await;
    assert!(says(elena.documents().await.unwrap().list(house.chart("Maya")).await, "verse"));
}

async fn an_unknown_kind_of_address_is_nobodys(house: House) {
    house.tamper("UPDATE chart_emails SET kind = 'pigeon'").await;
    let elena = house.staff("Reyes").await;
    assert!(says(elena.charts().await.unwrap().demographics(house.chart("Maya")).await, "pigeon"));
}

async fn an_unknown_kind_of_session_is_none(house: House) {
    let token = house.staff_token("Reyes").await;
    for (column, name) in [("side", "roof"), ("proved_for", "everything"), ("awaits", "luck")] {
        spoil(&house, "sessions", &format!("{column} = '{name}'")).await;
        assert!(says(house.practice.staff(Some(&token), origin()).await, name), "{column}");
        let before = if column == "side" { "'office'" } else { "NULL" };
        house.tamper(&format!("UPDATE sessions SET {column} = {before}")).await;
    }
    assert!(house.practice.staff(Some(&token), origin()).await.is_ok());
}

async fn an_unknown_kind_of_owner_holds_no_chart(house: House) {
    let elena = house.staff("Reyes").await;
    let (charts, maya) = (elena.charts().await.unwrap(), house.chart("Maya"));
    assert!(charts.face(maya).await.is_ok());
    spoil(&house, "charts", "owner_kind = 'neighbour' WHERE first_name = 'Maya'").await;
    assert!(says(charts.face(maya).await, "neighbour"));
}
