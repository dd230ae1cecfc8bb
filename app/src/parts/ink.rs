//! Ink: how wide the pen runs, alike on the pad and on paper.

use domain::documents::{Point, Stroke};

/// A piece of a stroke: a bow from one place to another around a third, in the pad's units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bow {
    pub from: (f64, f64),
    pub around: (f64, f64),
    pub to: (f64, f64),
    pub width: f64,
}

/// A stroke as bows that meet in the middle between its points, so that no corner shows.
///
/// A quick pen runs thin, a slow or heavy one broad. More points only add bows: those before stay as they are, but the
/// last.
pub fn bows(stroke: &Stroke) -> Vec<Bow> {
    let Some(last) = stroke.last() else { return Vec::new() };
    let mut bows: Vec<Bow> = Vec::with_capacity(stroke.len());
    for points in stroke.windows(2) {
        let bow = settled(points, bows.last());
        bows.extend(bow);
    }
    let (from, width) = begin(last, bows.last());
    let end = place(last);
    // A dot has no length, and would not be drawn.
    let to = if bows.is_empty() { (end.0 + 0.5, end.1) } else { end };
    bows.push(Bow { from, around: end, to, width });
    bows
}

/// The bow that a stroke's newest point settles, where `before` is the one that the point before it settled. The first
/// point settles none.
pub fn settled(stroke: &[Point], before: Option<&Bow>) -> Option<Bow> {
    let [.., last, point] = stroke else { return None };
    let (from, width) = begin(last, before);
    let width = width + (target_width(last, point) - width) * 0.25;
    Some(Bow { from, around: place(last), to: middle(place(last), place(point)), width })
}

/// Where a bow begins and how wide the pen runs there: as the bow before it ended, or else as a pen that rests.
fn begin(point: &Point, before: Option<&Bow>) -> ((f64, f64), f64) {
    before.map_or_else(|| (place(point), target_width(point, point)), |bow| (bow.to, bow.width))
}

fn place(point: &Point) -> (f64, f64) {
    (point.x.into(), point.y.into())
}

fn middle(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0)
}

fn target_width(last: &Point, point: &Point) -> f64 {
    let (a, b) = (place(last), place(point));
    let milliseconds = f64::from(point.t - last.t).max(1.0);
    let speed = (b.0 - a.0).hypot(b.1 - a.1) / milliseconds;
    let pressure = 0.5 + f64::from(point.p) / 1000.0;
    ((5.6 - 1.6 * speed).clamp(2.4, 5.6) * pressure).clamp(1.6, 7.5)
}

/// A stroke as paths for a drawing, one for each run of about the same width. All of it in half units, which are whole
/// numbers.
pub fn paths(stroke: &Stroke) -> Vec<(String, i32)> {
    let halves = |value: f64| (value * 2.0).round() as i32;
    let at = |place: (f64, f64)| format!("{} {}", halves(place.0), halves(place.1));
    let mut paths: Vec<(String, i32)> = Vec::new();
    for bow in bows(stroke) {
        let width = halves(bow.width);
        let bend = format!("Q{} {}", at(bow.around), at(bow.to));
        match paths.last_mut() {
            Some((path, same)) if *same == width => path.push_str(&bend),
            _ => paths.push((format!("M{}{bend}", at(bow.from)), width)),
        }
    }
    paths
}

/// The part of the pad that is drawn on, with a margin: left, top, width, height, in half units.
pub fn frame(strokes: &[Stroke]) -> (i32, i32, i32, i32) {
    const MARGIN: i32 = 12;
    let range = |of: fn(&Point) -> i32| {
        let values = || strokes.iter().flatten().map(of);
        (values().min().unwrap_or(0) - MARGIN, values().max().unwrap_or(0) + MARGIN)
    };
    let ((left, right), (top, bottom)) = (range(|point| point.x), range(|point| point.y));
    (left * 2, top * 2, (right - left) * 2, (bottom - top) * 2)
}
