//! The pad: a signature drawn with finger, pen or mouse, kept as points in the pad's own units.
//!
//! All of it happens in the browser; the server sees points and draws them again.

use crate::parts::{
    Icon,
    form::{FieldErrors, described_by},
    ink,
};
use domain::documents::{Ink, Point, Refusal, Stroke};
use leptos::{
    ev, html,
    prelude::*,
    wasm_bindgen::{JsCast, JsValue},
};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, PointerEvent};

/// So many points at most: a form that carries more would not be taken.
const MOST_POINTS: usize = 6_000;
/// Points nearer than this to the last one, in pad units, tell nothing new.
const NEAREST: f64 = 1.5;

/// A field to draw in, with **Clear** and **Undo**.
#[component]
pub fn SignaturePad(
    strokes: RwSignal<Vec<Stroke>>,
    /// Whether it is on the screen at all.
    shown: Signal<bool>,
    /// What is wrong with what is drawn.
    errors: Signal<Vec<String>>,
    /// The line under the ink: who, and when.
    under: String,
) -> impl IntoView {
    let pad = Pad {
        canvas: NodeRef::new(),
        strokes,
        pen: StoredValue::new(None),
        began: StoredValue::new(None),
        view: StoredValue::new(View::default()),
    };
    Effect::new(move |_| {
        // An error below leaves less room beside it.
        errors.track();
        if shown.get() && pad.canvas.get().is_some() {
            // Once it is laid out.
            request_animation_frame(move || pad.fit());
        }
    });
    Effect::new(move |_| {
        let resized = window_event_listener(ev::resize, move |_| pad.fit());
        on_cleanup(move || resized.remove());
    });
    let (empty, wrong) = (move || strokes.with(Vec::is_empty), move || !errors.with(Vec::is_empty));
    view! {
        <div class="acts">
            <button type="button" class="btn plain" disabled=empty on:click=move |_| pad.clear()><Icon name="x"/>"Clear"</button>
            <button type="button" class="btn plain" disabled=empty on:click=move |_| pad.undo()><Icon name="undo"/>"Undo"</button>
        </div>
        <div class="field full">
            <div
                class="pad"
                id="pad"
                tabindex="-1"
                role="group"
                aria-label="Your signature"
                aria-describedby=move || described_by("pad", false, wrong())
                aria-invalid=move || wrong().then_some("true")
            >
                <canvas
                    class="ink"
                    role="img"
                    aria-label=move || if empty() { "Draw your signature here" } else { "Your drawn signature" }
                    node_ref=pad.canvas
                    on:pointerdown=move |event| pad.put_down(&event)
                    on:pointermove=move |event| pad.move_along(&event)
                    on:pointerup=move |event| pad.lift(&event)
                    on:pointercancel=move |event| pad.let_go(&event)
                ></canvas>
                <span class="pad-who num">{under}</span>
            </div>
            <FieldErrors name="pad" errors/>
        </div>
        <p class="sr" role="status">{move || strokes.with(status)}</p>
    }
}

/// What a screen reader says when the pen is lifted.
fn status(strokes: &Vec<Stroke>) -> &'static str {
    match Ink::from_pad(&serde_json::to_string(strokes).unwrap_or_default()) {
        Ok(_) => "Signature captured",
        Err(Refusal::SignatureEmpty) => "",
        Err(_) => "That is too short for a signature yet",
    }
}

#[derive(Clone, Copy)]
struct Pad {
    canvas: NodeRef<html::Canvas>,
    /// Strokes that are finished.
    strokes: RwSignal<Vec<Stroke>>,
    pen: StoredValue<Option<Pen>>,
    /// When the first stroke began, by the browser's clock.
    began: StoredValue<Option<f64>>,
    view: StoredValue<View>,
}

/// A stroke that is being drawn.
struct Pen {
    /// The pointer that draws it.
    pointer: i32,
    stroke: Stroke,
    /// The newest piece of it that stays as it is.
    settled: Option<ink::Bow>,
}

/// How the pad's units lie on the screen.
#[derive(Clone, Copy, Default)]
struct View {
    width: f64,
    height: f64,
    /// Screen pixels to a unit.
    scale: f64,
}

impl View {
    /// Fills the screen's pad with the middle of ours. Where strokes would lie outside, shows all of ours instead.
    fn of(width: f64, height: f64, strokes: &[Stroke]) -> Self {
        let (across, down) = (width / f64::from(Ink::WIDTH), height / f64::from(Ink::HEIGHT));
        let filled = Self { width, height, scale: across.max(down) };
        let whole = Self { width, height, scale: across.min(down) };
        let seen = |point: &Point| {
            let (x, y) = filled.to_screen(f64::from(point.x), f64::from(point.y));
            (0.0..=width).contains(&x) && (0.0..=height).contains(&y)
        };
        if strokes.iter().flatten().all(seen) { filled } else { whole }
    }

    fn middle() -> (f64, f64) {
        (f64::from(Ink::WIDTH) / 2.0, f64::from(Ink::HEIGHT) / 2.0)
    }

    fn to_screen(self, x: f64, y: f64) -> (f64, f64) {
        let (mid_x, mid_y) = Self::middle();
        ((x - mid_x) * self.scale + self.width / 2.0, (y - mid_y) * self.scale + self.height / 2.0)
    }

    fn to_units(self, x: f64, y: f64) -> (f64, f64) {
        let (mid_x, mid_y) = Self::middle();
        let scale = if self.scale > 0.0 { self.scale } else { 1.0 };
        let x = (x - self.width / 2.0) / scale + mid_x;
        let y = (y - self.height / 2.0) / scale + mid_y;
        (x.clamp(0.0, Ink::WIDTH.into()), y.clamp(0.0, Ink::HEIGHT.into()))
    }
}

impl Pad {
    fn put_down(self, event: &PointerEvent) {
        if event.button() != 0 || self.pen.with_value(Option::is_some) || self.points() >= MOST_POINTS {
            return;
        }
        event.prevent_default();
        if let Some(canvas) = self.canvas.get_untracked() {
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        if self.strokes.with_untracked(Vec::is_empty) {
            self.began.set_value(Some(event.time_stamp()));
            self.fit();
        } else if self.began.with_value(Option::is_none) {
            // What is drawn already was brought back with the form: time goes on where it ended.
            let last = self.strokes.with_untracked(|strokes| strokes.iter().flatten().last().map_or(0, |point| point.t));
            self.began.set_value(Some(event.time_stamp() - f64::from(last)));
        }
        self.pen.set_value(Some(Pen { pointer: event.pointer_id(), stroke: Vec::new(), settled: None }));
        self.take(event);
    }

    fn move_along(self, event: &PointerEvent) {
        if self.is_drawing(event) {
            // What happened since the last frame, not only where the pen is now.
            let between = coalesced(event);
            if between.is_empty() {
                self.take(event);
            }
            between.iter().for_each(|event| self.take(event));
        }
    }

    fn lift(self, event: &PointerEvent) {
        if self.is_drawing(event) {
            self.take(event);
            self.let_go(event);
        }
    }

    /// Ends the stroke with what was taken of it. Where the browser takes the pointer away, the event names no place.
    fn let_go(self, event: &PointerEvent) {
        if !self.is_drawing(event) {
            return;
        }
        if let Some(pen) = self.pen.try_update_value(Option::take).flatten() {
            self.strokes.update(|strokes| strokes.push(pen.stroke));
            self.draw_all();
        }
    }

    fn clear(self) {
        self.strokes.set(Vec::new());
        self.fit();
    }

    fn undo(self) {
        self.strokes.update(|strokes| {
            strokes.pop();
        });
        self.draw_all();
    }

    fn is_drawing(self, event: &PointerEvent) -> bool {
        self.pen.with_value(|pen| pen.as_ref().is_some_and(|pen| pen.pointer == event.pointer_id()))
    }

    fn points(self) -> usize {
        self.strokes.with_untracked(|strokes| strokes.iter().map(Vec::len).sum())
    }

    /// Takes one sample of the pen, and draws what it adds.
    fn take(self, event: &PointerEvent) {
        let Some(canvas) = self.canvas.get_untracked() else { return };
        let around = canvas.get_bounding_client_rect();
        let (x, y) = self.view.get_value().to_units(number(event, "clientX") - around.left(), number(event, "clientY") - around.top());
        let began = self.began.get_value().unwrap_or_else(|| event.time_stamp());
        let point = Point {
            x: x.round() as i32,
            y: y.round() as i32,
            t: (event.time_stamp() - began).clamp(0.0, 86_400_000.0) as i32,
            // Mouse and most touch screens know no pressure.
            p: if event.pointer_type() == "pen" { (f64::from(event.pressure()).clamp(0.0, 1.0) * 1000.0) as i32 } else { 500 },
        };
        let before = self.points();
        let settled = self.pen.try_update_value(|pen| {
            let Pen { stroke, settled, .. } = pen.as_mut()?;
            let near = |last: &Point| f64::from(point.x - last.x).hypot(f64::from(point.y - last.y)) < NEAREST;
            if before + stroke.len() >= MOST_POINTS || stroke.last().is_some_and(near) {
                return None;
            }
            stroke.push(point);
            *settled = ink::settled(stroke, settled.as_ref());
            *settled
        });
        // The way to the newest point still changes with the next one: it is drawn when the pen is lifted.
        if let Some(bow) = settled.flatten()
            && let Some(ink) = self.ink()
        {
            draw(&ink, &[bow]);
        }
    }

    /// Gives the canvas as many pixels as the screen has there, and draws everything anew.
    fn fit(self) {
        let Some(canvas) = self.canvas.get_untracked() else { return };
        let around = canvas.get_bounding_client_rect();
        if around.width() < 1.0 || around.height() < 1.0 {
            return;
        }
        self.view.set_value(self.strokes.with_untracked(|strokes| View::of(around.width(), around.height(), strokes)));
        let fine = window().device_pixel_ratio().max(1.0);
        canvas.set_width((around.width() * fine).round() as u32);
        canvas.set_height((around.height() * fine).round() as u32);
        self.draw_all();
    }

    fn draw_all(self) {
        let (Some(canvas), Some(ink)) = (self.canvas.get_untracked(), self.ink()) else { return };
        let _ = ink.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        ink.clear_rect(0.0, 0.0, canvas.width().into(), canvas.height().into());
        let Some(ink) = self.ink() else { return };
        self.strokes.with_untracked(|strokes| strokes.iter().for_each(|stroke| draw(&ink, &ink::bows(stroke))));
    }

    /// The canvas' brush, in the pad's units and in the colour of its text.
    fn ink(self) -> Option<CanvasRenderingContext2d> {
        let canvas: HtmlCanvasElement = self.canvas.get_untracked()?;
        let ink: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let view = self.view.get_value();
        let fine = f64::from(canvas.width()) / view.width.max(1.0);
        let (left, top) = view.to_screen(0.0, 0.0);
        let _ = ink.set_transform(view.scale * fine, 0.0, 0.0, view.scale * fine, left * fine, top * fine);
        // A canvas takes "currentcolor" from inline styles only.
        let colour = window().get_computed_style(&canvas).ok().flatten().and_then(|style| style.get_property_value("color").ok());
        ink.set_stroke_style_str(&colour.unwrap_or_default());
        ink.set_line_cap("round");
        ink.set_line_join("round");
        Some(ink)
    }
}

fn draw(ink: &CanvasRenderingContext2d, bows: &[ink::Bow]) {
    for bow in bows {
        ink.set_line_width(bow.width);
        ink.begin_path();
        ink.move_to(bow.from.0, bow.from.1);
        ink.quadratic_curve_to(bow.around.0, bow.around.1, bow.to.0, bow.to.1);
        ink.stroke();
    }
}

/// A place with the fractions that web-sys rounds away.
fn number(event: &PointerEvent, name: &str) -> f64 {
    js_sys::Reflect::get(event, &JsValue::from_str(name)).ok().and_then(|value| value.as_f64()).unwrap_or_default()
}

/// The samples that the browser gathered into this event, where it tells them.
fn coalesced(event: &PointerEvent) -> Vec<PointerEvent> {
    let told = js_sys::Reflect::has(event, &JsValue::from_str("getCoalescedEvents")).unwrap_or(false);
    if !told {
        return Vec::new();
    }
    event.get_coalesced_events().iter().filter_map(|event| event.dyn_into().ok()).collect()
}
