//! **Book an Appointment**: one question a page. What was chosen stands in the address, so that one can go back, and needs no scripts.

use super::{CallLine, first::FirstLastStep, last::LastStep, times::TimeStep, way};
use crate::{
    appointments::read_bookable,
    parts::{Empty, Icon, Notice, acting_for, asked},
    routes,
    shell::{NavItem, PortalPage},
};
use chrono::NaiveDate;
use domain::{
    appointments::{Bookable, BookingWish, ChosenSlot, ContactKind, TypeChoice},
    ids::{AppointmentId, AppointmentTypeId, StaffId},
};
use leptos::prelude::*;

/// With whom.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum With {
    FirstAvailable,
    One(StaffId),
}

/// What was chosen so far, as the address says it.
#[derive(Clone, Default)]
pub(super) struct Chosen {
    pub type_id: Option<AppointmentTypeId>,
    pub kind: Option<ContactKind>,
    pub with: Option<With>,
    /// The first day that is shown.
    pub from: Option<NaiveDate>,
    /// The day whose times are shown.
    pub day: Option<NaiveDate>,
    pub slot: Option<ChosenSlot>,
    pub moves: Option<AppointmentId>,
    /// By somebody without an account, on the public page.
    pub by_stranger: bool,
}

impl Chosen {
    pub fn here(by_stranger: bool) -> Self {
        let id = |name| asked(name).and_then(|id| id.parse().ok());
        let date = |name| asked(name).and_then(|day| domain::appointments::read_day(&day).ok());
        let with = asked("with").and_then(|with| match with.as_str() {
            FIRST => Some(With::FirstAvailable),
            id => id.parse().ok().map(With::One),
        });
        Self {
            type_id: id("type").map(AppointmentTypeId),
            kind: asked("kind").and_then(|kind| ContactKind::from_name(&kind)),
            with,
            from: date("from"),
            day: date("day"),
            slot: asked("time").and_then(|slot| slot.parse().ok()),
            moves: id("moves").filter(|_| !by_stranger).map(AppointmentId),
            by_stranger,
        }
    }

    /// Nothing, to begin anew.
    pub fn anew(&self) -> Self {
        Self { by_stranger: self.by_stranger, ..Self::default() }
    }

    pub fn wish(&self) -> BookingWish {
        let staff = match self.with {
            Some(With::One(staff)) => Some(staff),
            _ => None,
        };
        // Beside a time that is gone stand those that come after it.
        let day_of = |slot: ChosenSlot| self.day.or_else(|| slot.starts_at.date_naive().pred_opt());
        let from = self.from.or_else(|| self.slot.and_then(day_of));
        BookingWish { type_id: self.type_id, kind: self.kind, staff, from, replaces: self.moves }
    }

    /// Without what cannot be chosen any more, and with what leaves no choice.
    fn offered_now(mut self, page: &Bookable) -> Self {
        self.type_id = page.wish.type_id;
        self.kind = page.wish.kind;
        self.with = match (self.with, page.wish.staff) {
            (_, Some(staff)) => Some(With::One(staff)),
            (Some(With::One(_)), None) if self.moves.is_none() => None,
            (with, None) => with,
        };
        self
    }

    /// The page on which that is chosen.
    pub fn address(&self) -> String {
        let with = self.with.map(|with| match with {
            With::FirstAvailable => FIRST.to_owned(),
            With::One(id) => id.to_string(),
        });
        let parts = [
            ("moves", self.moves.map(|id| id.to_string())),
            ("type", self.type_id.map(|id| id.to_string())),
            ("kind", self.kind.map(|kind| kind.name().to_owned())),
            ("with", with),
            ("from", self.from.map(|day| day.to_string())),
            ("day", self.day.map(|day| day.to_string())),
            ("time", self.slot.map(|slot| slot.to_string())),
        ];
        let chosen = parts.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let page = if self.by_stranger { routes::REQUEST_APPOINTMENT } else { routes::BOOK };
        let page = chosen.fold(page.to_owned(), |page, (name, value)| routes::with(&page, name, &value));
        routes::acting(page, acting_for())
    }
}

const FIRST: &str = "first";

/// The questions, in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum Step {
    Type,
    Kind,
    Clinician,
    Time,
    Last,
}

impl Step {
    const ALL: [Self; 5] = [Self::Type, Self::Kind, Self::Clinician, Self::Time, Self::Last];

    /// The first question that is open.
    fn of(chosen: &Chosen, page: &Bookable) -> Self {
        match chosen {
            _ if page.moves.is_some() && chosen.slot.is_none() => Self::Time,
            _ if page.moves.is_some() => Self::Last,
            Chosen { type_id: None, .. } => Self::Type,
            Chosen { kind: None, .. } => Self::Kind,
            Chosen { with: None, .. } => Self::Clinician,
            Chosen { slot: None, .. } => Self::Time,
            _ => Self::Last,
        }
    }
}

#[component]
pub fn BookPage() -> impl IntoView {
    let wish = Chosen::here(false).wish();
    view! {
        <PortalPage
            title=|_| "Book an Appointment"
            place=NavItem::Appointments
            load=move |grant| read_bookable(grant, wish)
            show=|page| view! { <BookView page by_stranger=false/> }.into_any()
        />
    }
}

#[component]
pub(super) fn BookView(page: Bookable, by_stranger: bool) -> impl IntoView {
    let asked = Chosen::here(by_stranger);
    let gone = asked.type_id.is_some() && page.wish.type_id.is_none();
    let chosen = asked.offered_now(&page);
    if page.moves.is_none() && (page.types.is_empty() || page.clinicians.is_empty()) {
        return view! { <NothingToBook phone=page.phone by_stranger/> }.into_any();
    }
    let step = Step::of(&chosen, &page);
    let (back, back_to) = back(step, &chosen, &page);
    view! {
        <div class="flow">
            <a class="back" href=back><Icon name="chevron-left"/>{back_to}</a>
            <Progress step moves=page.moves.is_some() by_stranger/>
        </div>
        {gone.then(|| view! { <Notice kind="warn"><p>"That kind of appointment is not offered any more. Please choose another one."</p></Notice> })}
        {match step {
            Step::Type => view! { <TypeStep page chosen/> }.into_any(),
            Step::Kind => view! { <KindStep page chosen/> }.into_any(),
            Step::Clinician => view! { <ClinicianStep page chosen/> }.into_any(),
            Step::Time => view! { <TimeStep page chosen/> }.into_any(),
            Step::Last if by_stranger => view! { <FirstLastStep page chosen/> }.into_any(),
            Step::Last => view! { <LastStep page chosen/> }.into_any(),
        }}
    }
    .into_any()
}

/// The question before this one that left a choice.
fn back(step: Step, chosen: &Chosen, page: &Bookable) -> (String, &'static str) {
    let until = |kind, with| Chosen { kind, with, from: None, day: None, slot: None, ..chosen.clone() };
    let kinds = the_type(chosen, page).map_or(0, |choice| choice.kinds.len());
    let types = (chosen.anew().address(), "Kind of appointment");
    let ways = (until(None, None).address(), "How to meet");
    match step {
        Step::Last => (Chosen { slot: None, ..chosen.clone() }.address(), "Day and time"),
        Step::Time if page.moves.is_none() && page.clinicians.len() > 1 => (until(chosen.kind, None).address(), "Clinician"),
        Step::Time | Step::Clinician if page.moves.is_none() && kinds > 1 => ways,
        Step::Time | Step::Clinician | Step::Kind if page.moves.is_none() => types,
        _ if chosen.by_stranger => (routes::LOGIN.to_owned(), "Sign-in"),
        _ => (routes::acting(routes::APPOINTMENTS, acting_for()), "Appointments"),
    }
}

/// How far one is: in strokes, and in words.
#[component]
fn Progress(step: Step, moves: bool, by_stranger: bool) -> impl IntoView {
    let steps: Vec<Step> = Step::ALL.into_iter().filter(|each| !moves || *each >= Step::Time).collect();
    let (at, of) = (steps.iter().position(|each| *each == step).unwrap_or_default() + 1, steps.len());
    let what = match (moves, by_stranger) {
        (true, _) => "Ask for another time",
        (false, true) => "Request an appointment",
        (false, false) => "Book an Appointment",
    };
    view! {
        <div class="strokes" aria-hidden="true">
            {(1..=of).map(|number| view! { <i class=if number < at { "done" } else if number == at { "now" } else { "" }></i> }).collect_view()}
        </div>
        <p class="fine num">{what} ", step " {at} " of " {of}</p>
    }
}

#[component]
fn TypeStep(page: Bookable, chosen: Chosen) -> impl IntoView {
    let clinicians = page.clinicians;
    let line = |choice: TypeChoice| {
        let kind = if let [only] = choice.kinds[..] { Some(only) } else { None };
        let to = Chosen { type_id: Some(choice.id), kind, with: only_one(&clinicians), ..chosen.clone() }.address();
        let ways = choice.kinds.iter().copied().map(way).collect::<Vec<_>>().join(", ");
        let at_once = if choice.self_confirming { "Booked at once" } else { "The practice confirms it" };
        view! { <ChoiceLine to name=choice.name fact=format!("{} minutes, {ways}. {at_once}.", choice.minutes)/> }
    };
    view! {
        <header class="head"><h1>"What would you like to book?"</h1></header>
        <ul class="rows">{page.types.into_iter().map(line).collect_view()}</ul>
    }
}

#[component]
fn KindStep(page: Bookable, chosen: Chosen) -> impl IntoView {
    let kinds = the_type(&chosen, &page).map(|choice| choice.kinds.clone()).unwrap_or_default();
    let line = |kind: ContactKind| {
        let to = Chosen { kind: Some(kind), with: chosen.with.or(only_one(&page.clinicians)), ..chosen.clone() }.address();
        let fact = match kind {
            ContactKind::InPerson => "At the practice",
            ContactKind::Phone => "You talk on the telephone",
            ContactKind::Video => "You get a link for it",
        };
        view! { <ChoiceLine to name=kind.label().to_owned() fact=fact.to_owned()/> }
    };
    view! {
        <header class="head"><h1>"How would you like to meet?"</h1><SoFar page=page.clone() chosen=chosen.clone()/></header>
        <ul class="rows">{kinds.into_iter().map(line).collect_view()}</ul>
    }
}

#[component]
fn ClinicianStep(page: Bookable, chosen: Chosen) -> impl IntoView {
    let to = |with| Chosen { with: Some(with), ..chosen.clone() }.address();
    view! {
        <header class="head"><h1>"With whom?"</h1><SoFar page=page.clone() chosen=chosen.clone()/></header>
        <ul class="rows">
            <ChoiceLine to=to(With::FirstAvailable) name="First available".to_owned() fact="Whoever has time first".to_owned()/>
            {page.clinicians.into_iter().map(|(id, name)| view! { <ChoiceLine to=to(With::One(id)) name fact=String::new()/> }).collect_view()}
        </ul>
    }
}

#[component]
fn ChoiceLine(to: String, name: String, fact: String) -> impl IntoView {
    view! {
        <li>
            <a class="row" href=to>
                <span class="row-main">
                    <span class="row-name">{name}</span>
                    {(!fact.is_empty()).then(|| view! { <span class="row-fact num">{fact}</span> })}
                </span>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

/// What was chosen, as one sentence, and the way to choose anew.
#[component]
pub(super) fn SoFar(page: Bookable, chosen: Chosen) -> impl IntoView {
    let words = match &page.moves {
        Some(of) => {
            format!("{}, {} minutes, {}, with {}", of.type_name, of.minutes, way(of.kind), of.clinician)
        }
        None => {
            let what = the_type(&chosen, &page).map(|choice| format!("{}, {} minutes", choice.name, choice.minutes));
            let with = match chosen.with {
                Some(With::FirstAvailable) => Some("with the first clinician available".to_owned()),
                Some(With::One(id)) => name_of(&page, id).map(|name| format!("with {name}")),
                None => None,
            };
            [what, chosen.kind.map(|kind| way(kind).to_owned()), with].into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
    };
    let change = page.moves.is_none().then(|| chosen.anew().address());
    view! {
        <div class="sofar">
            <p class="sub num">{words}</p>
            {change.map(|to| view! { <a class="link" href=to>"Change"<span class="sr">" what is chosen"</span></a> })}
        </div>
    }
}

pub(super) fn the_type<'a>(chosen: &Chosen, page: &'a Bookable) -> Option<&'a TypeChoice> {
    page.types.iter().find(|choice| Some(choice.id) == chosen.type_id)
}

pub(super) fn name_of(page: &Bookable, staff: StaffId) -> Option<String> {
    page.clinicians.iter().find(|(id, _)| *id == staff).map(|(_, name)| name.clone())
}

/// Where one person alone can be booked, nobody is asked with whom.
fn only_one(clinicians: &[(StaffId, String)]) -> Option<With> {
    if let [(only, _)] = clinicians { Some(With::One(*only)) } else { None }
}

#[component]
fn NothingToBook(phone: Option<String>, by_stranger: bool) -> impl IntoView {
    view! {
        <Empty drawing="draw-calm" title="Nothing can be booked here at the moment" words="The practice makes appointments with you.">
            <p><CallLine before="" phone/></p>
            {(!by_stranger).then(|| view! { <div class="acts"><a class="btn" href=routes::acting(routes::APPOINTMENTS, acting_for())>"Back to Appointments"</a></div> })}
        </Empty>
    }
}
