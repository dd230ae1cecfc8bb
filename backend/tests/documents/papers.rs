use super::{PLAN, found, is_not_found, line, note, refusals, share, signing, switch, unguard};
use crate::house::House;
use domain::{
    Typed,
    documents::{MEANING, Refusal, ShareAction},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::path::Path;

crate::on_both_databases!(
    downloads_can_be_switched_off,
    documents_can_be_switched_off,
    a_document_on_paper_is_the_same_every_time,
    who_has_taken_it_away_has_opened_it,
    a_signed_paper_that_was_changed_is_not_handed_out,
    nothing_that_was_written_stands_in_the_database_in_plain_words,
);

/// IC-20
async fn downloads_can_be_switched_off(house: House) {
    let client = house.client("Maya").await;
    let share = found(&client, "Intake evaluation").await.0;
    assert!(client.documents().await.unwrap().download(share).await.is_ok());
    switch(&house, |features| features.downloads = false).await;
    // From the next request on.
    let client = house.client("Maya").await;
    let documents = client.documents().await.unwrap();
    let denied = house.told("denied").await;
    assert!(is_not_found(documents.download(share).await));
    assert_eq!(house.told("denied").await, denied + 1);
    assert!(!documents.open(share).await.unwrap().downloads && !documents.list().await.unwrap().downloads);
}

async fn documents_can_be_switched_off(house: House) {
    let client = house.client("Maya").await;
    switch(&house, |features| features.documents = false).await;
    let denied = house.told("denied").await;
    assert!(is_not_found(client.documents().await));
    assert_eq!(house.told("denied").await, denied + 1);
    let frame = client.frame().await.unwrap();
    assert!(!frame.documents && frame.messages);
    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let plan = line(&reyes, maya, PLAN).await.id;
    assert_eq!(refusals(reyes.documents().await.unwrap().share(maya, plan, ShareAction::Share).await), [Refusal::DocumentsOff]);
}

async fn a_document_on_paper_is_the_same_every_time(house: House) {
    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let documents = reyes.documents().await.unwrap();
    let draft = line(&reyes, maya, "Phone call about sleep diary").await.id;
    assert_eq!(refusals(documents.download(maya, draft).await), [Refusal::NotFinished]);
    let plan = line(&reyes, maya, PLAN).await.id;
    let (first, second) = (documents.download(maya, plan).await.unwrap(), documents.download(maya, plan).await.unwrap());
    assert!(first.bytes.starts_with(b"%PDF-") && first.bytes == second.bytes);
    let client = house.client("Maya").await;
    let (share, _) = found(&client, "Intake evaluation").await;
    let ours = documents.download(maya, line(&reyes, maya, "Intake evaluation").await.id).await.unwrap();
    assert!(ours.bytes == client.documents().await.unwrap().download(share).await.unwrap().bytes);
}

async fn who_has_taken_it_away_has_opened_it(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    let client = house.client("Maya").await;
    client.documents().await.unwrap().download(found(&client, PLAN).await.0).await.unwrap();
    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let plan = line(&reyes, maya, PLAN).await.id;
    assert_eq!(refusals(reyes.documents().await.unwrap().unshare(maya, plan).await), [Refusal::AlreadyOpened]);
}

async fn a_signed_paper_that_was_changed_is_not_handed_out(house: House) {
    let (client, share, seen) = signing::ready(&house).await;
    let documents = client.documents().await.unwrap();
    documents.sign(share, signing::typed(&seen)).await.unwrap();
    unguard(&house).await.execute_unprepared("UPDATE signatures SET pdf_sha256 = hash").await.unwrap();
    assert!(matches!(documents.download(share).await, Err(backend::Error::Unexpected(_))));
}

/// T30. What people write and sign is sealed: no column of any table tells a word of it, and neither do the files. Titles are plain,
/// for lists and for search.
async fn nothing_that_was_written_stands_in_the_database_in_plain_words(house: House) {
    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let office = reyes.documents().await.unwrap();
    let title = "Canary-title-4711";
    let note = office.write(maya, note(title, "Canary-note-4711")).await.unwrap();
    office.finish(maya, note, 1).await.unwrap();
    office.share(maya, note, ShareAction::ShareToSign).await.unwrap();
    let (client, share, seen) = signing::ready(&house).await;
    let documents = client.documents().await.unwrap();
    documents.sign(share, signing::drawn(&seen)).await.unwrap();
    let asked = found(&client, title).await.0;
    documents.open(asked).await.unwrap();
    documents.decline(asked, "Canary-reason-4711").await.unwrap();
    let to_do = reyes.notices().to_do().await.unwrap();
    reyes.notices().finish(to_do.tasks[0].id, "Canary-remark-4711").await.unwrap();
    let typed = Typed { fields: [("text".to_owned(), "Canary-draft-4711".to_owned())].into(), ..Typed::default() };
    house.visitor().keep_typed("a form", None, true, &typed).await.unwrap();
    assert!(!client.messages().await.unwrap().inbox(None).await.unwrap().conversations.is_empty());

    let columns = every_column(&house).await;
    let places = |words: &str| {
        let words = hex::encode(words);
        columns.iter().filter(|(_, held)| held.contains(&words)).map(|(place, _)| place.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(places(title), ["documents.title", "shares.title"], "what is plain is found where it is meant to be");
    let file = |folder: &Path, words: &str| {
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
        files.filter(|path| std::fs::read(path).unwrap().windows(words.len()).any(|held| held == words.as_bytes())).count()
    };
    if house.setup.database_url.starts_with("sqlite") {
        assert!(file(&house.setup.data, title) > 0);
    }
    let seeded = ["sleep through the night", "Please read this document"];
    for words in ["Canary-note", "Canary-reason", "Canary-remark", "Canary-draft", MEANING].into_iter().chain(seeded) {
        assert_eq!(places(words), [""; 0], "{words}");
        assert_eq!(file(&house.setup.data, words), 0, "{words}");
    }
}

/// All that each column of text or bytes holds, in hexadecimal, by the name of table and column.
async fn every_column(house: &House) -> Vec<(String, String)> {
    let db = house.database().await;
    let ask = async |sql: &str| db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let columns = match db.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT tables.name, columns.name, 'hex(' || columns.name || ')' FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns \
             WHERE tables.type = 'table' AND columns.type NOT IN ('INTEGER', 'REAL') ORDER BY 1, 2"
        }
        _ => {
            "SELECT table_name::text, column_name::text, CASE data_type WHEN 'bytea' THEN 'encode(' || column_name || ', ''hex'')' \
             ELSE 'encode(convert_to(' || column_name || ', ''UTF8''), ''hex'')' END FROM information_schema.columns \
             WHERE table_schema = 'public' AND data_type IN ('bytea', 'text', 'character varying') ORDER BY 1, 2"
        }
    };
    let mut held = Vec::new();
    for row in ask(columns).await {
        let [table, column, as_hex]: [String; 3] = std::array::from_fn(|at| row.try_get_by_index(at).unwrap());
        let values = ask(&format!("SELECT {as_hex} FROM {table} WHERE {column} IS NOT NULL")).await;
        let values: Vec<String> = values.iter().map(|row| row.try_get_by_index::<String>(0).unwrap().to_lowercase()).collect();
        held.push((format!("{table}.{column}"), values.join(" ")));
    }
    assert!(held.len() > 100, "only {} columns were looked into", held.len());
    held
}
