//! Where everything in the drawing of a measure stands.

#[allow(dead_code, reason = "the drawing uses the rest")]
#[path = "../src/activities/trend/plan.rs"]
mod plan;

use chrono::NaiveDate;
use domain::activities::Trend;
use domain::{
    activities::Point,
    dates::Moment,
    forms::{Band, Score, Status},
};
use plan::*;

fn trend(totals: &[Option<i32>]) -> Trend {
    let first: NaiveDate = "2026-10-05".parse().unwrap();
    let point = |(week, total): (usize, &Option<i32>)| {
        let day = first + chrono::Days::new(7 * week as u64);
        Point {
            id: Default::default(),
            at: Moment { at: day.and_hms_opt(8, 0, 0).unwrap().and_utc().fixed_offset(), zone: "UTC".into(), own: None },
            status: Status::Submitted,
            score: Score { answered: total.map_or(4, |_| 9), of: 9, total: *total },
            band: None,
            alert: None,
            besides: None,
            reviewed: None,
        }
    };
    let band = |from: i32| Band { from, label: "x".into() };
    Trend {
        form: Default::default(),
        name: "PHQ-9".into(),
        most: 27,
        bands: [0, 5, 10, 15, 20].map(band).to_vec(),
        alert_number: Some(9),
        points: totals.iter().enumerate().map(point).collect(),
        older: 0,
        sessions: Vec::new(),
        shown: false,
        source: String::new(),
        licence: String::new(),
    }
}

#[test]
fn bands_lie_above_each_other_from_the_ground_to_the_top() {
    let bands = plan(&trend(&[Some(3)]), &DESK).bands;
    assert_eq!(bands.len(), 5);
    assert_eq!(bands[0].0 + bands[0].1, DESK.bottom);
    for pair in bands.windows(2) {
        assert!((pair[1].0 + pair[1].1 - pair[0].0).abs() < 1e-9);
    }
    assert_eq!(bands[4].0, DESK.top);
}

#[test]
fn what_has_no_total_stands_on_the_ground_and_the_line_passes_it_dashed() {
    let plan = plan(&trend(&[Some(17), Some(18), None, Some(13), Some(11)]), &DESK);
    assert_eq!(plan.points[2].y, None);
    assert_eq!(plan.points[2].words.as_ref().unwrap().0, "4 of 9 answered");
    assert_eq!(plan.strokes.iter().map(|stroke| stroke.gap).collect::<Vec<_>>(), [true, false]);
    assert_eq!(plan.strokes[1].path.matches('M').count(), 2);
    assert!(plan.points[4].last && plan.points.iter().filter(|point| point.last).count() == 1);
}

#[test]
fn one_alone_stands_in_the_middle_and_five_years_have_few_words() {
    assert_eq!(plan(&trend(&[Some(9)]), &DESK).points[0].x, 451.0);
    let years: Vec<Option<i32>> = (0..260).map(|week| Some(week % 28)).collect();
    let plan = plan(&trend(&years), &DESK);
    assert_eq!(plan.points.iter().filter(|point| point.words.is_some()).count(), 3);
    let days: Vec<f64> = plan.points.iter().filter(|point| point.day.is_some()).map(|point| point.x).collect();
    assert!(days.windows(2).all(|pair| pair[1] - pair[0] >= DESK.between) && days.len() > 5 && *days.last().unwrap() == DESK.last);
    assert!(plan.points.iter().all(|point| (DESK.top..=DESK.bottom).contains(&point.y.unwrap())));
}
