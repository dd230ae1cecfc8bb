//! The pen. Beside `app` and not in it: for the sake of a few tests all the views would be compiled a second time.

#[allow(dead_code, reason = "what is drawn on paper is read in PDFs")]
#[path = "../src/parts/ink.rs"]
mod ink;

use domain::documents::{Point, Stroke};
use ink::{Bow, bows, settled};

fn stroke(places: &[(i32, i32)]) -> Stroke {
    places.iter().enumerate().map(|(i, &(x, y))| Point { x, y, t: i as i32 * 8, p: 500 }).collect()
}

#[test]
fn bows_meet_and_end_where_the_pen_was_lifted() {
    let bows = bows(&stroke(&[(0, 0), (10, 0), (20, 10)]));
    assert_eq!(bows.len(), 3);
    assert!(bows.windows(2).all(|pair| pair[0].to == pair[1].from));
    assert_eq!(bows.last().unwrap().to, (20.0, 10.0));
}

#[test]
fn each_point_settles_the_bow_that_stays() {
    let stroke = stroke(&[(0, 0), (10, 0), (20, 10), (21, 40), (60, 41), (60, 43)]);
    let mut newest: Option<Bow> = None;
    let mut drawn: Vec<Bow> = Vec::new();
    for points in 1..=stroke.len() {
        newest = settled(&stroke[..points], newest.as_ref());
        drawn.extend(newest);
    }
    let bows = bows(&stroke);
    assert_eq!(drawn.as_slice(), &bows[..bows.len() - 1]);
}

#[test]
fn a_dot_is_seen() {
    let bows = bows(&stroke(&[(5, 5)]));
    assert!(bows.len() == 1 && bows[0].from != bows[0].to);
}

#[test]
fn a_quick_pen_runs_thinner_than_a_slow_one() {
    let quick = bows(&stroke(&[(0, 0), (40, 0), (80, 0), (120, 0), (160, 0)]));
    let slow = bows(&stroke(&[(0, 0), (2, 0), (4, 0), (6, 0), (8, 0)]));
    assert!(quick.last().unwrap().width < slow.last().unwrap().width);
}
