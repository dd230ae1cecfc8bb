//! Moving in: all charts or none, unseen until they are switched on.

use crate::house::House;
use domain::charts::{ImportedChart, LineTrouble, Lines, Refusal};

crate::on_both_databases!(
    a_list_becomes_charts,
    numbers_address_and_zone_come_along,
    who_is_there_already_is_pointed_out,
    what_a_broken_import_left_is_never_seen,
    a_long_list_is_put_in_some_at_a_time_and_in_its_order,
);

fn lines(today: chrono::NaiveDate, rows: &[&[(&str, &'static str)]]) -> Lines {
    let read = |fields: &&[(&str, &'static str)]| {
        ImportedChart::read(|column| fields.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| *text), today)
    };
    (2..).zip(rows.iter().map(read)).collect()
}

/// Works here, and treats nobody.
const BILLER: &str = "walter.brandt@harborstreet.example";

const LENA: [(&str, &str); 6] = [
    ("last_name", "Hartmann"),
    ("first_name", "Lena"),
    ("birth_date", "1990-05-01"),
    ("emails", "lena@example.com lena+work@example.com"),
    ("owner", "client"),
    ("clinician", "elena.reyes@harborstreet.example"),
];

fn child(first_name: &'static str, born: &'static str) -> [(&'static str, &'static str); 9] {
    [
        ("last_name", "Moreau"),
        ("first_name", first_name),
        ("birth_date", born),
        ("owner", "contact"),
        ("contact_first_name", "June"),
        ("contact_last_name", "Moreau"),
        ("contact_relationship", "mother"),
        ("contact_email", "june@example.com"),
        ("clinician", "elena.reyes@harborstreet.example"),
    ]
}

async fn a_list_becomes_charts(house: House) {
    let today = house.system.today().await.unwrap();
    let (leo, mia) = (child("Leo", "2016-01-02"), child("Mia", "2018-03-04"));
    let checked = house.system.check_import(lines(today, &[&LENA, &leo, &mia])).await.unwrap();
    let good: Vec<ImportedChart> = checked.into_iter().map(|(_, line)| line.unwrap()).collect();
    let mails = house.count("SELECT count(*) FROM mails").await;
    assert_eq!(house.system.import(&good).await.unwrap(), 3);
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    let room = charts.room("lena+work@example.com", 1).await.unwrap();
    assert_eq!(room.charts[0].name, "Hartmann, Lena");
    let page = charts.demographics(room.charts[0].id).await.unwrap();
    assert_eq!((page.emails.len(), page.owner), (2, Some(domain::charts::Owner::Client)));
    // A parent of two is one person, and owns both charts.
    assert_eq!(house.count("SELECT count(*) FROM contacts WHERE first_name = 'June'").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM charts WHERE owner_kind = 'contact' AND last_name = 'Moreau'").await, 2);
    assert_eq!(house.count("SELECT count(*) FROM mails").await, mails, "nobody is invited");
    assert_eq!(house.told("charts.imported").await, 1);
}

async fn numbers_address_and_zone_come_along(house: House) {
    let today = house.system.today().await.unwrap();
    let list = "last_name,first_name,birth_date,mobile_phone,home_phone,work_phone,mobile_may_text,may_voicemail,street,city,postal_code,time_zone\n\
        Roe,Jo,1990-01-02,410 555 0101,(410) 555-0102,410-555-0102,yes,no,12 Harbor Street,Baltimore,21201,America/Chicago\n\
        Roe,Al,1991-01-02,,,,,,,,,\n\
        Roe,Bo,1992-01-02,,,,,,,,,America/Baltimore\n";
    let mut checked = house.system.check_import(domain::charts::read_list(list.as_bytes(), today).unwrap()).await.unwrap();
    assert_eq!(checked.pop().unwrap().1.unwrap_err(), [LineTrouble::Field(Refusal::TimeZoneUnknown)]);
    let good: Vec<ImportedChart> = checked.into_iter().map(|(_, line)| line.unwrap()).collect();
    house.system.import(&good).await.unwrap();
    let grace = house.staff("Whitfield").await;
    let charts = grace.charts().await.unwrap();
    let of = async |born: &str| {
        let found = charts.room(born, 1).await.unwrap().charts;
        charts.demographics(found[0].id).await.unwrap()
    };
    let jo = of("1990-01-02").await;
    let numbers: Vec<(&str, bool)> = jo.phones.iter().map(|phone| (phone.number.as_str(), phone.may_text)).collect();
    assert_eq!(numbers, [("410 555 0101", true), ("(410) 555-0102", false)], "what rings at home and at work is one number");
    assert_eq!(
        (jo.address.lines().join("; ").as_str(), jo.time_zone.as_deref()),
        ("12 Harbor Street; Baltimore, 21201", Some("America/Chicago"))
    );
    let al = of("1991-01-02").await;
    assert_eq!((al.phones.len(), al.address.lines().len(), al.time_zone), (0, 0, None));
    // As if it had been broken off just before the end: what it left goes with its numbers.
    house.tamper("UPDATE imports SET switched_at = NULL").await;
    house.system.import(&good).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM chart_phones").await, 3, "two of Jo's, and one of Maya's");
}

async fn who_is_there_already_is_pointed_out(house: House) {
    let today = house.system.today().await.unwrap();
    let maya = [("last_name", "LINDQVIST"), ("first_name", "Maya"), ("birth_date", "03/14/1991")];
    let stranger = [("last_name", "Roe"), ("first_name", "Jo"), ("birth_date", "2001-02-03"), ("clinician", "nobody@example.com")];
    let billed = [("last_name", "Roe"), ("first_name", "Al"), ("birth_date", "2001-02-03"), ("clinician", BILLER)];
    let checked = house.system.check_import(lines(today, &[&maya, &LENA, &stranger, &LENA, &billed])).await.unwrap();
    let troubles: Vec<Vec<LineTrouble>> = checked.into_iter().map(|(_, line)| line.err().unwrap_or_default()).collect();
    assert_eq!(
        troubles,
        [
            vec![LineTrouble::ThereAlready],
            vec![],
            vec![LineTrouble::ClinicianUnknown("nobody@example.com".into())],
            vec![LineTrouble::TwiceInFile { line: 3 }],
            vec![LineTrouble::NoClinician(BILLER.into())],
        ]
    );
    assert_eq!(house.count("SELECT count(*) FROM charts").await, 12, "checking changes nothing");
}

async fn what_a_broken_import_left_is_never_seen(house: House) {
    let today = house.system.today().await.unwrap();
    let good: Vec<ImportedChart> = lines(today, &[&LENA, &child("Leo", "2016-01-02")]).into_iter().map(|(_, line)| line.unwrap()).collect();
    house.system.import(&good).await.unwrap();
    // As if it had been broken off just before the end.
    house.tamper("UPDATE imports SET switched_at = NULL").await;
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    for search in ["hartmann", "lena@example.com", "1990-05-01", "20013"] {
        assert_eq!(charts.room(search, 1).await.unwrap().found, 0, "{search}");
    }
    // The next try takes it away and begins anew.
    assert!(house.system.check_import(lines(today, &[&LENA])).await.unwrap()[0].1.is_ok());
    house.system.import(&good).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM charts").await, 14);
    assert_eq!(charts.room("hartmann", 1).await.unwrap().found, 1);
    assert_eq!(house.told("charts.import_taken_away").await, 2);
}

/// So that neighbours in the list are neighbours in the indexes, ids ascend as the numbers do.
async fn a_long_list_is_put_in_some_at_a_time_and_in_its_order(house: House) {
    let today = house.system.today().await.unwrap();
    let mut list = "last_name,first_name,birth_date,emails,contact_first_name,contact_last_name,contact_relationship\n".to_owned();
    for at in 1..=300 {
        let more: String = (0..if at == 7 { 1_100 } else { 0 }).map(|more| format!(" {more}@x.io")).collect();
        list += &format!("Roe{at:03},Jo,1990-01-02,jo{at}@example.com{more},Al,Roe,brother\n");
    }
    let checked = house.system.check_import(domain::charts::read_list(list.as_bytes(), today).unwrap()).await.unwrap();
    let good: Vec<ImportedChart> = checked.into_iter().map(|(_, line)| line.unwrap()).collect();
    assert_eq!(house.system.import(&good).await.unwrap(), 300);
    assert_eq!(house.count("SELECT count(*) FROM charts WHERE last_name LIKE 'Roe%'").await, 300);
    let neighbours = "FROM charts one JOIN charts two ON two.number = one.number + 1 WHERE one.last_name LIKE 'Roe%'";
    assert_eq!(house.count(&format!("SELECT count(*) {neighbours}")).await, 299);
    assert_eq!(house.count(&format!("SELECT count(*) {neighbours} AND two.id > one.id AND two.last_name > one.last_name")).await, 299);
    assert_eq!(house.count("SELECT count(*) FROM chart_emails WHERE address LIKE '%@x.io'").await, 1_100);
    assert!(house.told("charts.import_staged").await > 1);
}
