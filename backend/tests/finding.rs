//! The Chart Room at size: words within names, pages that are turned, and nobody beyond one's reach.

use crate::{
    charts::{names, staff_id},
    house::House,
};
use backend::{ChartDraft, DemographicsChange, Error, Staff};
use domain::{
    Refusal,
    charts::{ChartRoom, ImportedChart, Refusal as ChartRefusal, Turn},
    ids::ChartId,
};

crate::on_both_databases!(
    a_word_within_a_name_is_found_from_the_day_the_chart_is_there_until_it_has_another_name,
    words_within_both_names_are_found_in_either_order_and_within_reach_alone,
    an_imported_name_is_found_by_its_words_once_it_is_switched_on_and_goes_with_a_broken_import,
    every_chart_stands_on_one_page_whichever_way_the_list_is_turned,
    names_are_found_in_the_letters_of_every_keyboard_and_namesakes_pointed_out,
    a_list_is_turned_from_a_line_that_one_reaches,
);

fn draft(last_name: &str, first_name: &str) -> ChartDraft {
    let birth_date = "1999-05-05".into();
    ChartDraft { last_name: last_name.into(), first_name: first_name.into(), birth_date, ..ChartDraft::default() }
}

async fn create(staff: &Staff, last_name: &str, first_name: &str) -> ChartId {
    staff.charts().await.unwrap().create(draft(last_name, first_name)).await.unwrap().id()
}

async fn a_word_within_a_name_is_found_from_the_day_the_chart_is_there_until_it_has_another_name(house: House) {
    let samuel = house.staff("Okafor").await;
    let id = create(&samuel, "van den Heuvel-Ålund", "Mary Kate").await;
    let typed = ["heuvel", "den heu", "HEUVEL-Å", "alund", "kate", "kate heuvel", "heuvel kate", "Heuvel, Kate", "alund mary", "van den k"];
    for search in typed {
        assert_eq!(names(&samuel, search).await, ["van den Heuvel-Ålund, Mary Kate"], "{search}");
    }
    for search in ["euvel", "lund", "ate", "kate mary", "heuvel alund", "kate nobody"] {
        assert!(names(&samuel, search).await.is_empty(), "{search}");
    }
    let change = DemographicsChange {
        last_name: "Okonkwo-Berg".into(),
        first_name: "Mary".into(),
        birth_date: "1999-05-05".into(),
        primary_clinician: Some(staff_id(&house, "Okafor").await),
        version: 1,
        ..DemographicsChange::default()
    };
    samuel.charts().await.unwrap().change_demographics(id, change).await.unwrap();
    assert_eq!(names(&samuel, "berg").await, ["Okonkwo-Berg, Mary"]);
    for before in ["heuvel", "kate", "alund"] {
        assert!(names(&samuel, before).await.is_empty(), "{before}");
    }
    assert_eq!(house.count("SELECT count(*) FROM chart_words WHERE word LIKE '%heuvel%' OR word = 'kate'").await, 0);
}

async fn names_are_found_in_the_letters_of_every_keyboard_and_namesakes_pointed_out(house: House) {
    let samuel = house.staff("Okafor").await;
    for (last, first, typed) in [
        ("Sørensen", "Łucja", ["sorensen", "sorensen lucja"]),
        ("Weiß", "Jürgen", ["weiss", "WEISS"]),
        ("O’Brien-Œuvrard", "Þóra", ["obrien", "brien thora"]),
        ("Đặng Ħadid", "Yıldız", ["dang", "hadid yildiz"]),
    ] {
        create(&samuel, last, first).await;
        let kept = format!("{}, {first}", last.replace('’', "'"));
        for search in typed {
            assert_eq!(names(&samuel, search).await, std::slice::from_ref(&kept), "{search}");
        }
    }
    // A Sorensen beside a Sørensen of the same day is pointed out; so is who differs by an apostrophe or a blank.
    for (last, first) in [("Sorensen", "Lucja"), ("O'BRIEN-OEUVRARD", "Thora"), ("Đặng\u{A0}Ħadid", "Yildiz")] {
        let again = samuel.charts().await.unwrap().create(draft(last, first)).await;
        let Err(Error::Refused(refusals)) = again else { panic!("{last} is not pointed out") };
        assert!(matches!(refusals[..], [Refusal::Charts(ChartRefusal::ChartTwice { .. })]), "{last}: {refusals:?}");
    }
}

async fn words_within_both_names_are_found_in_either_order_and_within_reach_alone(house: House) {
    let (samuel, elena) = (house.staff("Okafor").await, house.staff("Reyes").await);
    create(&samuel, "Strand-Quellmalz", "Eva-Xenia").await;
    create(&elena, "Tveit-Quellmalz", "Ida-Xenia").await;
    for search in ["quellmalz", "xenia", "xenia quellmalz", "quellmalz xenia", "Quellmalz, Xenia"] {
        assert_eq!(names(&samuel, search).await, ["Strand-Quellmalz, Eva-Xenia"], "{search}");
        assert_eq!(names(&elena, search).await, ["Tveit-Quellmalz, Ida-Xenia"], "{search}");
        let everybodys = names(&house.staff("Abara").await, search).await;
        assert_eq!(everybodys, ["Strand-Quellmalz, Eva-Xenia", "Tveit-Quellmalz, Ida-Xenia"], "{search}");
    }
    assert!(names(&house.staff("Raman").await, "quellmalz").await.is_empty());
}

async fn an_imported_name_is_found_by_its_words_once_it_is_switched_on_and_goes_with_a_broken_import(house: House) {
    let today = house.system.today().await.unwrap();
    let list = "last_name,first_name,birth_date\nde la Hoz,Ana Sol,1990-01-02\n";
    let read = domain::charts::read_list(list.as_bytes(), today).unwrap();
    let good: Vec<ImportedChart> = read.into_iter().map(|(_, line)| line.unwrap()).collect();
    house.system.import(&good).await.unwrap();
    let grace = house.staff("Whitfield").await;
    for search in ["hoz", "sol", "hoz sol", "de la hoz"] {
        assert_eq!(names(&grace, search).await, ["de la Hoz, Ana Sol"], "{search}");
    }
    let words = "SELECT count(*) FROM chart_words WHERE word IN ('la hoz', 'hoz', 'sol')";
    assert_eq!(house.count(words).await, 3);
    house.tamper("UPDATE imports SET switched_at = NULL").await;
    for search in ["hoz", "sol", "hoz sol", "de la hoz"] {
        assert!(names(&grace, search).await.is_empty(), "{search}");
    }
    // The next one takes it away first.
    house.system.import(&[]).await.unwrap();
    assert_eq!(house.count(words).await, 0);
}

/// All pages from the first one on, and from the last one back.
async fn turned(staff: &Staff, search: &str) -> [Vec<ChartId>; 2] {
    let charts = staff.charts().await.unwrap();
    let ids = |room: &ChartRoom| room.charts.iter().map(|line| line.id).collect::<Vec<_>>();
    let mut room = charts.room(search, 1).await.unwrap();
    let mut there = ids(&room);
    while room.more {
        let last = Turn::After(room.charts.last().unwrap().id);
        room = charts.room_beside(search, room.page + 1, Some(last)).await.unwrap();
        there.extend(ids(&room));
    }
    let mut back = ids(&room);
    while room.page > 1 {
        let first = Turn::Before(room.charts[0].id);
        room = charts.room_beside(search, room.page - 1, Some(first)).await.unwrap();
        assert!(room.more && room.charts.len() == 50, "page {}", room.page);
        back.splice(..0, ids(&room));
    }
    [there, back]
}

async fn every_chart_stands_on_one_page_whichever_way_the_list_is_turned(house: House) {
    house.system.seed_scale(1_150).await.unwrap();
    let mut ids = Vec::new();
    for name in ["Okafor", "Reyes", "Raman"] {
        let id = staff_id(&house, name).await.0.simple();
        ids.push(if house.setup.database_url.starts_with("sqlite") { format!("X'{id}'") } else { format!("'{id}'::uuid") });
    }
    let [samuel, elena, intern] = &ids[..] else { unreachable!() };
    // His own are most of them, some of those are twice his, and some are his as one of a team.
    house.tamper(&format!("UPDATE charts SET primary_clinician_id = {samuel} WHERE number > 20012 AND number < 21100")).await;
    house.tamper(&format!("UPDATE charts SET primary_clinician_id = {elena} WHERE number >= 21100")).await;
    let team = "INSERT INTO care_team (chart_id, staff_id, since) SELECT id";
    house.tamper(&format!("{team}, {samuel}, created_at FROM charts WHERE number > 21080 AND number < 21130")).await;
    house.tamper(&format!("{team}, {intern}, created_at FROM charts WHERE number > 21120")).await;
    let all = house.count("SELECT count(*) FROM charts").await;
    let own = format!(
        "SELECT count(*) FROM charts WHERE primary_clinician_id = {samuel} \
         OR id IN (SELECT chart_id FROM care_team WHERE staff_id = {samuel})"
    );
    let own = house.count(&own).await;
    assert!(1_100 < own && own < all);
    // Nothing, and a name that begins with nothing: each chart fits that in two ways, and some of his own in four.
    for (who, many, searches) in [("Abara", all, &["", ","][..]), ("Okafor", own, &[","])] {
        let staff = house.staff(who).await;
        for &search in searches {
            let room = staff.charts().await.unwrap().room(search, 1).await.unwrap();
            assert_eq!((room.found, room.more), (1_000, true), "{who} {search}");
            let [there, back] = turned(&staff, search).await;
            assert_eq!(there.len() as i64, many, "{who} {search}");
            assert_eq!(there, back, "{who} {search}");
            let mut each = there.clone();
            each.sort_unstable();
            each.dedup();
            assert_eq!(each.len(), there.len(), "{who} {search}");
            let second = staff.charts().await.unwrap().room(search, 2).await.unwrap();
            assert_eq!(second.charts.iter().map(|line| line.id).collect::<Vec<_>>(), there[50..100], "{who} {search}: by its number");
        }
        // Few enough to be counted: the same order, the same pages.
        let [there, back] = turned(&staff, "a").await;
        assert!(there.len() > 100 && there == back, "{who}");
        let listed = names(&staff, "a").await;
        assert!(listed.iter().map(|name| name.to_lowercase()).is_sorted(), "{listed:?}");
    }
    // An intern's are those of the team alone.
    let [there, back] = turned(&house.staff("Raman").await, "").await;
    assert!(there == back && there.len() as i64 == 1 + all - 1_120, "{}", there.len());
}

async fn a_list_is_turned_from_a_line_that_one_reaches(house: House) {
    let samuel = house.staff("Okafor").await;
    let charts = samuel.charts().await.unwrap();
    let [cruz, delgado, osei] = ["Hannah", "Rosa", "Daniel"].map(|name| house.chart(name));
    let after = |id| charts.room_beside("", 2, Some(Turn::After(id)));
    let room = after(cruz).await.unwrap();
    assert_eq!(room.charts.iter().map(|line| line.id).collect::<Vec<_>>(), [delgado, osei]);
    assert_eq!((room.page, room.more, room.found), (2, false, 3));
    assert!(after(osei).await.unwrap().charts.is_empty());
    // What is left before a line is the first page.
    let room = charts.room_beside("", 7, Some(Turn::Before(osei))).await.unwrap();
    assert_eq!((room.page, room.more, room.charts.len()), (1, false, 3));
    // Where somebody else's chart stands is nobody's business.
    for foreign in [house.chart("Maya"), ChartId::default()] {
        let before = house.told("denied").await;
        assert!(matches!(after(foreign).await, Err(Error::NotFound)));
        assert!(matches!(charts.room_beside("", 2, Some(Turn::Before(foreign))).await, Err(Error::NotFound)));
        assert_eq!(house.told("denied").await, before + 2);
    }
}
