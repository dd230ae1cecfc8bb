//! What open pages are told: to whom, in which order, and until when.

use crate::{
    access::grant_of,
    documents::{PLAN, line, note, share, switch},
    house::{House, origin},
};
use backend::{EventStream, GrantChange, Next, Practice, StreamRefused, Token};
use domain::{
    documents::ShareAction,
    events::{EventKind, Told},
    ids::ChartId,
    invites::{Scope, Scopes},
    sign_in::Side,
};
use std::time::{Duration, Instant};

crate::on_both_databases!(
    who_may_see_it_is_told_and_nobody_else,
    what_is_switched_off_or_out_of_scope_is_not_told,
    what_is_told_comes_in_the_order_of_commits,
    one_goes_on_where_one_was_and_misses_nothing,
    what_did_not_happen_is_not_told,
    a_stream_ends_with_its_session_and_keeps_none_alive,
    who_loses_an_area_is_told_so_and_begins_anew,
    the_oldest_of_too_many_streams_gives_way,
    what_is_two_days_old_is_forgotten,
);
mod processes {
    use super::what_another_process_commits_is_told_here;
    crate::on_postgres!(backend::Hashing::OfTests => what_another_process_commits_is_told_here);
}

/// What is surely told by now.
const SOON: Duration = Duration::from_millis(1500);

async fn listen(practice: &Practice, side: Side, token: &Token) -> EventStream {
    practice.events(side, Some(token), None).await.unwrap()
}

/// Everything that is told for a while.
async fn heard(stream: &mut EventStream) -> Vec<(i64, Told)> {
    let mut all = Vec::new();
    while let Ok(Some(next)) = tokio::time::timeout(SOON, stream.next()).await {
        match next {
            Next::Told(seq, told) => all.push((seq, told)),
            Next::Beat(_) | Next::SignedOut => {}
            Next::Reset(_) => panic!("nothing was lost"),
        }
    }
    all
}

async fn kinds(stream: &mut EventStream) -> Vec<EventKind> {
    heard(stream).await.into_iter().filter_map(|(_, told)| told.kind).filter(|kind| kind.act() != domain::Act::ReadMessages).collect()
}

/// Waits for the end, for as long as a stream may outlive its reason.
async fn ends(stream: &mut EventStream) -> bool {
    let to_its_end = async { while stream.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(5), to_its_end).await.is_ok()
}

async fn take_back(house: &House, title: &str) {
    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let document = line(&reyes, maya, title).await.id;
    reyes.documents().await.unwrap().unshare(maya, document).await.unwrap();
}

async fn scopes(house: &House, chart: ChartId, scopes: &[Scope]) {
    let grant = grant_of(house, chart).await;
    let change =
        GrantChange { scopes: Scopes::where_true(|scope| scopes.contains(&scope)), relationship: "self".into(), ..GrantChange::default() };
    house.staff("Reyes").await.invites().await.unwrap().change_grant(chart, grant, change).await.unwrap();
}

/// T15, T16
async fn who_may_see_it_is_told_and_nobody_else(house: House) {
    let (maya, rosa) = (house.client_token("Maya").await, house.client_token("Rosa").await);
    let mut client = listen(&house.practice, Side::Portal, &maya).await;
    let mut another = listen(&house.practice, Side::Portal, &rosa).await;
    let mut office = Vec::new();
    for name in ["Reyes", "Abara", "Okafor", "Raman", "Whitfield", "Brandt", "Vidal"] {
        office.push((name, listen(&house.practice, Side::Office, &house.staff_token(name).await).await));
    }
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let (chart, grant) = (house.chart("Maya"), grant_of(&house, house.chart("Maya")).await);
    let of_documents = |told: &Told| told.kind == Some(EventKind::DocumentShared);
    let told = heard(&mut client).await.into_iter().map(|(_, told)| told).find(of_documents).unwrap();
    assert_eq!((told.grant, told.chart, told.subject.is_some()), (Some(grant), None, true));
    assert_eq!(heard(&mut another).await, []);
    for (name, stream) in &mut office {
        let told: Vec<Told> = heard(stream).await.into_iter().map(|(_, told)| told).filter(of_documents).collect();
        let charts: Vec<_> = told.iter().map(|told| (told.grant, told.chart)).collect();
        let reaches = ["Reyes", "Abara"].contains(name);
        assert_eq!(charts, if reaches { vec![(None, Some(chart))] } else { vec![] }, "{name}");
    }
    // One side's session opens nothing of the other's.
    for (side, token) in [(Side::Office, &maya), (Side::Portal, &house.staff_token("Reyes").await)] {
        assert!(matches!(house.practice.events(side, Some(token), None).await, Err(StreamRefused::SignedOut)));
    }
}

async fn what_is_switched_off_or_out_of_scope_is_not_told(house: House) {
    let token = house.client_token("Maya").await;
    switch(&house, |features| features.documents = false).await;
    switch(&house, |features| features.documents = true).await;
    scopes(&house, house.chart("Maya"), &[Scope::Documents]).await;
    let mut stream = listen(&house.practice, Side::Portal, &token).await;
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let told: Vec<_> = heard(&mut stream).await.into_iter().filter_map(|(_, told)| told.kind).collect();
    assert_eq!(told, [EventKind::DocumentShared], "messages are not open to her");
    switch(&house, |features| features.documents = false).await;
    take_back(&house, PLAN).await;
    assert_eq!(heard(&mut stream).await, []);
}

async fn what_is_told_comes_in_the_order_of_commits(house: House) {
    const MANY: usize = 12;
    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let mut written = Vec::new();
    for number in 0..MANY {
        let documents = reyes.documents().await.unwrap();
        let id = documents.write(maya, note(&format!("Summary {number}"), "What we spoke about.")).await.unwrap();
        documents.finish(maya, id, 1).await.unwrap();
        written.push((id, house.staff("Reyes").await));
    }
    let mut stream = listen(&house.practice, Side::Portal, &house.client_token("Maya").await).await;
    let sharing = written.into_iter().map(|(id, reyes)| {
        tokio::spawn(async move { reyes.documents().await.unwrap().share(maya, id, ShareAction::Share).await.unwrap() })
    });
    let sharing: Vec<_> = sharing.collect();
    for one in sharing {
        one.await.unwrap();
    }
    let told: Vec<i64> = heard(&mut stream).await.into_iter().map(|(seq, _)| seq).collect();
    assert_eq!(told.len(), MANY);
    assert!(told.is_sorted_by(|one, next| one < next), "{told:?}");
    // As the trail has it, whose order is that of commits.
    let of_trail =
        "SELECT count(*) FROM (SELECT subject_id, row_number() OVER (ORDER BY seq) AS n FROM audit WHERE act = 'document_shared')
        AS a JOIN (SELECT s.document_id, row_number() OVER (ORDER BY e.seq) AS n FROM events e JOIN shares s ON s.id = e.subject_id
        WHERE e.kind = 'document_shared' AND s.state = 'open') AS b ON a.subject_id = b.document_id AND a.n <> b.n";
    assert_eq!(house.count(of_trail).await, 0);
}

async fn one_goes_on_where_one_was_and_misses_nothing(house: House) {
    let token = house.client_token("Maya").await;
    let newest = house.visitor().newest_event().await.unwrap();
    let mut stream = house.practice.events(Side::Portal, Some(&token), Some(newest)).await.unwrap();
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    let first = heard(&mut stream).await;
    assert_eq!(first.len(), 1);
    drop(stream);
    take_back(&house, PLAN).await;
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    let mut again = house.practice.events(Side::Portal, Some(&token), Some(first[0].0)).await.unwrap();
    assert_eq!(kinds(&mut again).await, [EventKind::DocumentTakenBack, EventKind::DocumentShared]);
    // What is not there any more, and what was never told.
    house.tamper("DELETE FROM events WHERE seq < (SELECT max(seq) FROM events)").await;
    for unknown in [-1, newest, 1_000_000, i64::MIN, i64::MAX] {
        let mut stream = house.practice.events(Side::Portal, Some(&token), Some(unknown)).await.unwrap();
        assert!(matches!(stream.next().await, Some(Next::Reset(_))), "{unknown}");
    }
}

async fn what_did_not_happen_is_not_told(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    let mut stream = listen(&house.practice, Side::Portal, &house.client_token("Maya").await).await;
    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let plan = line(&reyes, maya, PLAN).await.id;
    assert!(reyes.documents().await.unwrap().share(maya, plan, ShareAction::Share).await.is_err());
    assert_eq!(heard(&mut stream).await, []);
}

/// T10, T11
async fn a_stream_ends_with_its_session_and_keeps_none_alive(house: House) {
    let (maya, reyes) = (house.client_token("Maya").await, house.staff_token("Reyes").await);
    let mut idle = listen(&house.practice, Side::Portal, &maya).await;
    let mut ended = listen(&house.practice, Side::Office, &reyes).await;
    let began = Instant::now();
    house.hands.shift(chrono::Duration::minutes(19));
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    assert!(!heard(&mut idle).await.is_empty());
    house.hands.shift(chrono::Duration::minutes(1));
    let (idle, ended) = tokio::join!(ends(&mut idle), ends(&mut ended));
    assert!(idle && ended, "after {:?}", began.elapsed());
    assert!(house.practice.holder(Some(&maya), origin()).await.is_err(), "listening kept it alive");
}

async fn who_loses_an_area_is_told_so_and_begins_anew(house: House) {
    let token = house.client_token("Maya").await;
    let mut stream = listen(&house.practice, Side::Portal, &token).await;
    scopes(&house, house.chart("Maya"), &[Scope::Messages]).await;
    let mut told = Vec::new();
    let to_its_end = async {
        while let Some(next) = stream.next().await {
            told.extend(match next {
                Next::Told(_, told) => told.kind,
                _ => None,
            });
        }
    };
    tokio::time::timeout(Duration::from_secs(5), to_its_end).await.expect("it ends in time");
    assert!(!told.is_empty() && told.iter().all(|kind| *kind == EventKind::AccessChanged), "{told:?}");
    assert!(house.practice.events(Side::Portal, Some(&token), None).await.is_ok());
    // And who loses everything is out.
    let mut stream = listen(&house.practice, Side::Portal, &token).await;
    let grant = grant_of(&house, house.chart("Maya")).await;
    house.staff("Reyes").await.invites().await.unwrap().revoke(house.chart("Maya"), grant).await.unwrap();
    assert!(ends(&mut stream).await);
    assert!(matches!(house.practice.events(Side::Portal, Some(&token), None).await, Err(StreamRefused::SignedOut)));
}

/// T24
async fn the_oldest_of_too_many_streams_gives_way(house: House) {
    let token = house.client_token("Maya").await;
    let mut streams = Vec::new();
    for _ in 0..9 {
        streams.push(listen(&house.practice, Side::Portal, &token).await);
    }
    let mut oldest = streams.remove(0);
    assert!(ends(&mut oldest).await);
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    for stream in &mut streams {
        assert!(!heard(stream).await.is_empty());
    }
    house.practice.end_streams();
    for stream in &mut streams {
        assert!(ends(stream).await);
    }
    assert!(matches!(house.practice.events(Side::Portal, Some(&token), None).await, Err(StreamRefused::TooMany)));
}

async fn what_is_two_days_old_is_forgotten(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    take_back(&house, PLAN).await;
    let newest = house.visitor().newest_event().await.unwrap();
    house.system.sweep().await.unwrap();
    assert!(house.count("SELECT count(*) FROM events").await > 1);
    house.hands.shift(chrono::Duration::hours(49));
    house.system.sweep().await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM events").await, 1, "by the newest the numbers go on");
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    assert!(house.visitor().newest_event().await.unwrap() > newest);
}

async fn what_another_process_commits_is_told_here(house: House) {
    let (there, _) = Practice::open(house.setup.clone()).await.unwrap();
    let token = house.client_token("Maya").await;
    let (mut here_hears, mut there_hears) =
        (listen(&house.practice, Side::Portal, &token).await, listen(&there, Side::Portal, &token).await);
    for stream in [&mut here_hears, &mut there_hears] {
        assert!(matches!(stream.next().await, Some(Next::Beat(_))));
    }
    // Until both have begun to hear each other.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let began = Instant::now();
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    let shared = began.elapsed();
    for stream in [&mut here_hears, &mut there_hears] {
        let next = tokio::time::timeout(Duration::from_secs(2), stream.next()).await.expect("it is woken, and does not wait to look");
        assert!(matches!(next, Some(Next::Told(_, Told { kind: Some(EventKind::DocumentShared), .. }))), "{next:?}");
    }
    eprintln!("shared after {shared:?}, told at both after {:?}", began.elapsed());
    there.close().await;
}
