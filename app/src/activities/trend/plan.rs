//! Where everything in the drawing of a measure stands: numbers alone, so that they can be tested.

use chrono::NaiveDate;
use domain::activities::Trend;

/// The place that there is: `left` and `right` are the edges of the bands, `first` and `last` those of the points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub width: f64,
    pub height: f64,
    pub left: f64,
    pub right: f64,
    pub first: f64,
    pub last: f64,
    pub top: f64,
    pub bottom: f64,
    /// Between two days that are written below.
    pub between: f64,
}

pub const DESK: Frame =
    Frame { width: 1012.0, height: 384.0, left: 40.0, right: 862.0, first: 86.0, last: 816.0, top: 30.0, bottom: 316.0, between: 78.0 };
pub const PHONE: Frame =
    Frame { width: 360.0, height: 300.0, left: 26.0, right: 358.0, first: 44.0, last: 336.0, top: 22.0, bottom: 236.0, between: 66.0 };

/// A point in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub x: f64,
    /// Nothing where there is no total: it stands on the ground then.
    pub y: Option<f64>,
    pub total: Option<i32>,
    pub above_zero: bool,
    pub last: bool,
    /// The words above or below it, and how high they stand.
    pub words: Option<(String, f64)>,
    /// The day below the ground.
    pub day: Option<NaiveDate>,
}

/// A stroke between two totals; dashed where one in between has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    pub path: String,
    pub gap: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub points: Vec<Placed>,
    pub strokes: Vec<Stroke>,
    pub sessions: Vec<f64>,
    /// Each band: how high its upper edge stands, and how tall it is.
    pub bands: Vec<(f64, f64)>,
}

/// More points than this have no words of their own, but the first, the last, and the highest.
const MOST_WORDS: usize = 14;

impl Frame {
    pub fn height_of(&self, total: i32, most: i32) -> f64 {
        self.bottom - f64::from(total) * (self.bottom - self.top) / f64::from(most.max(1))
    }

    fn x_of(&self, day: NaiveDate, first: NaiveDate, last: NaiveDate) -> f64 {
        let span = (last - first).num_days();
        if span == 0 {
            return (self.first + self.last) / 2.0;
        }
        self.first + (self.last - self.first) * (day - first).num_days() as f64 / span as f64
    }
}

/// A coordinate as it is written: tenths are enough.
pub fn at(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    format!("{tenths}")
}

pub fn plan(trend: &Trend, frame: &Frame) -> Plan {
    let (Some(first), Some(last)) = (trend.points.first().map(|point| point.day()), trend.points.last().map(|point| point.day())) else {
        return Plan { points: Vec::new(), strokes: Vec::new(), sessions: Vec::new(), bands: bands(trend, frame) };
    };
    let newest = trend.points.iter().rposition(|point| point.total().is_some());
    let mut points: Vec<Placed> = trend
        .points
        .iter()
        .enumerate()
        .map(|(place, point)| Placed {
            x: frame.x_of(point.day(), first, last),
            y: point.total().map(|total| frame.height_of(total, trend.most)),
            total: point.total(),
            above_zero: trend.alert_number.is_some() && point.is_above_zero(),
            last: newest == Some(place),
            words: None,
            day: None,
        })
        .collect();
    say(trend, frame, &mut points);
    write_days(trend, frame, &mut points);
    let sessions = trend.sessions.iter().filter(|day| (first..=last).contains(day)).map(|day| frame.x_of(*day, first, last)).collect();
    Plan { strokes: strokes(&points), points, sessions, bands: bands(trend, frame) }
}

fn bands(trend: &Trend, frame: &Frame) -> Vec<(f64, f64)> {
    let edge = |place: usize| match trend.bands.get(place) {
        // A band reaches up to where the next one begins.
        Some(band) => frame.height_of(band.from, trend.most),
        None => frame.top,
    };
    (0..trend.bands.len())
        .map(|place| {
            let (low, high) = (if place == 0 { frame.bottom } else { edge(place) }, edge(place + 1));
            (high, low - high)
        })
        .collect()
}

/// What stands beside the points. Where there are many: only the first, the last and the highest.
fn say(trend: &Trend, frame: &Frame, points: &mut [Placed]) {
    let many = points.len() > MOST_WORDS || (frame.last - frame.first) / (points.len().max(2) as f64) < 34.0;
    let first = points.iter().position(|point| point.total.is_some());
    let highest = (0..points.len()).rev().max_by_key(|place| points[*place].total);
    for place in 0..points.len() {
        let point = &points[place];
        let said = !many || point.last || Some(place) == first || Some(place) == highest;
        let words = match (point.total, point.y) {
            (Some(total), Some(y)) if said => {
                // Below it, where the line comes down to it and goes up again.
                let around = [place.checked_sub(1), Some(place + 1)].map(|near| near.and_then(|near| points.get(near)?.total));
                let low = around[0].is_some_and(|near| near > total) && around[1].is_some_and(|near| near > total);
                let off = if point.last { 19.0 } else { 13.0 };
                let above = y - off < frame.top + 4.0;
                Some((total.to_string(), if low || above { y + 24.0 } else { y - off }))
            }
            (None, _) if !many => {
                let score = trend.points[place].score;
                Some((format!("{} of {} answered", score.answered, score.of), frame.bottom - 14.0))
            }
            _ => None,
        };
        points[place].words = words;
    }
}

/// The days below: each, or so many as have room. The last is always among them.
fn write_days(trend: &Trend, frame: &Frame, points: &mut [Placed]) {
    let mut taken = f64::INFINITY;
    for place in (0..points.len()).rev() {
        if taken - points[place].x >= frame.between {
            taken = points[place].x;
            points[place].day = Some(trend.points[place].day());
        }
    }
}

fn strokes(points: &[Placed]) -> Vec<Stroke> {
    let whole: Vec<usize> = (0..points.len()).filter(|place| points[*place].y.is_some()).collect();
    let mut strokes: Vec<Stroke> = Vec::new();
    let mut solid = String::new();
    for pair in whole.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let (Some(from_y), Some(to_y)) = (points[from].y, points[to].y) else { continue };
        let (begin, end) = (format!("{} {}", at(points[from].x), at(from_y)), format!("{} {}", at(points[to].x), at(to_y)));
        if to - from > 1 {
            strokes.push(Stroke { path: format!("M{begin}L{end}"), gap: true });
        } else if solid.ends_with(&begin) {
            solid.push_str(&format!("L{end}"));
        } else {
            solid.push_str(&format!("M{begin}L{end}"));
        }
    }
    if !solid.is_empty() {
        strokes.push(Stroke { path: solid, gap: false });
    }
    strokes
}
