//! A drawn signature, redrawn from its points: firm where the pen pressed or lingered, thin where it flew.

use domain::documents::{Point, Stroke};
use krilla::geom::{Path, PathBuilder};

/// Points of ink per unit of the pad at most: a small signature is not blown up.
const LARGEST: f32 = 0.3;
/// Width of the pen in points.
const THINNEST: f32 = 0.5;
const WIDEST: f32 = 2.1;
/// Pressure that devices without a sense of it report.
const NO_PRESSURE: i32 = 500;
/// Above this many points a hand is quick enough to need no smoothing.
const MANY: usize = 4_000;

/// A place of the pen and half the width of its trace.
#[derive(Clone, Copy)]
struct Dot {
    x: f32,
    y: f32,
    r: f32,
}

/// A redrawn signature: its outline from (0, 0) on, and its size.
pub struct Trace {
    pub path: Path,
    pub width: f32,
    pub height: f32,
}

/// Redraws strokes within a box. None when there is no point at all.
pub fn trace(strokes: &[Stroke], width: f32, height: f32) -> Option<Trace> {
    let points = || strokes.iter().flatten();
    let (left, right) = (points().map(|p| p.x).min()?, points().map(|p| p.x).max()?);
    let (top, bottom) = (points().map(|p| p.y).min()?, points().map(|p| p.y).max()?);
    let room = 2.0 * WIDEST;
    let fit = |space: f32, extent: i32| (space - room) / (extent.max(1) as f32);
    let scale = LARGEST.min(fit(width, right - left)).min(fit(height, bottom - top));
    let place = |p: &Point| (WIDEST + (p.x - left) as f32 * scale, WIDEST + (p.y - top) as f32 * scale);

    let pressed = points().any(|p| p.p != NO_PRESSURE);
    let smooth = points().count() <= MANY;
    let mut path = PathBuilder::new();
    for stroke in strokes {
        let dots = dots(stroke, place, pressed);
        draw(&mut path, &if smooth { curve(&dots) } else { dots });
    }
    let size = |extent: i32| extent as f32 * scale + room;
    Some(Trace { path: path.finish()?, width: size(right - left), height: size(bottom - top) })
}

/// The points of a stroke that differ visibly, each with the width of the pen there.
fn dots(stroke: &[Point], place: impl Fn(&Point) -> (f32, f32), pressed: bool) -> Vec<Dot> {
    let mut dots: Vec<Dot> = Vec::new();
    let mut then = 0;
    for (index, point) in stroke.iter().enumerate() {
        let (x, y) = place(point);
        let Some(last) = dots.last().copied() else {
            let firm = if pressed { pressure(point) } else { 0.75 };
            dots.push(Dot { x, y, r: radius(firm) });
            then = point.t;
            continue;
        };
        let way = distance(last, Dot { x, y, r: 0.0 });
        if way < 0.9 && index + 1 < stroke.len() {
            continue;
        }
        let speed = way / (point.t - then).max(1) as f32;
        let firm = if pressed { pressure(point) } else { 1.0 / (1.0 + speed / 0.22) };
        // Ink does not change its width at once.
        dots.push(Dot { x, y, r: 0.65 * last.r + 0.35 * radius(firm) });
        then = point.t;
    }
    dots
}

fn pressure(point: &Point) -> f32 {
    (point.p as f32 / 1000.0).clamp(0.0, 1.0)
}

fn radius(firm: f32) -> f32 {
    0.5 * (THINNEST + (WIDEST - THINNEST) * firm)
}

fn distance(a: Dot, b: Dot) -> f32 {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).sqrt()
}

/// A Catmull-Rom curve through the dots.
fn curve(dots: &[Dot]) -> Vec<Dot> {
    let mut line = Vec::new();
    for (index, pair) in dots.windows(2).enumerate() {
        let before = dots[index.saturating_sub(1)];
        let after = dots[(index + 2).min(dots.len() - 1)];
        let steps = (distance(pair[0], pair[1]) / 1.8).ceil().clamp(1.0, 8.0) as usize;
        for step in 0..steps {
            let t = step as f32 / steps as f32;
            let at = |a: f32, b: f32, c: f32, d: f32| {
                0.5 * (2.0 * b + (c - a) * t + (2.0 * a - 5.0 * b + 4.0 * c - d) * t * t + (3.0 * b - a - 3.0 * c + d) * t * t * t)
            };
            let (x, y) = (at(before.x, pair[0].x, pair[1].x, after.x), at(before.y, pair[0].y, pair[1].y, after.y));
            line.push(Dot { x, y, r: pair[0].r + (pair[1].r - pair[0].r) * t });
        }
    }
    line.extend(dots.last());
    line
}

/// Discs joined by bands, all turning the same way, so that they fill to one shape.
fn draw(path: &mut PathBuilder, dots: &[Dot]) {
    for dot in dots {
        disc(path, *dot);
    }
    for pair in dots.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let way = distance(a, b);
        if way < 0.01 {
            continue;
        }
        let (nx, ny) = ((b.y - a.y) / way, (a.x - b.x) / way);
        path.move_to(a.x + nx * a.r, a.y + ny * a.r);
        path.line_to(b.x + nx * b.r, b.y + ny * b.r);
        path.line_to(b.x - nx * b.r, b.y - ny * b.r);
        path.line_to(a.x - nx * a.r, a.y - ny * a.r);
        path.close();
    }
}

fn disc(path: &mut PathBuilder, Dot { x, y, r }: Dot) {
    let k = 0.552_284_8 * r;
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
    path.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    path.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
    path.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
    path.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_keeps_within_its_box() {
        let stroke: Stroke = (0..200).map(|i| Point { x: i * 5, y: 175 + (i % 20) * 8, t: i * 9, p: 500 }).collect();
        let trace = trace(&[stroke], 240.0, 60.0).unwrap();
        assert!(trace.width < 240.01 && trace.height < 60.01, "{} by {}", trace.width, trace.height);
    }

    #[test]
    fn a_dot_and_nothing_are_both_drawn_without_fear() {
        assert!(trace(&[vec![Point { x: 5, y: 5, t: 0, p: 500 }]], 240.0, 60.0).is_some());
        assert!(trace(&[], 240.0, 60.0).is_none());
        assert!(trace(&[vec![]], 240.0, 60.0).is_none());
    }
}
