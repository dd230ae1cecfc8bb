//! An appointment's own page: what it is, and everything that may become of it, each as a form.

use super::{
    book::{kinds, places},
    doors::{
        AnswerAppointment, BookingForm, MoveAppointment, SetAppointmentState, SetAppointmentVideo, read_appointment, read_move_conflicts,
        read_next_free,
    },
    free::{Conflicts, NextFree},
    lines::{StateTag, request_words, times},
};
use crate::{
    Done, Failure,
    charts::{ChartFrame, ChartTab},
    door::Door,
    parts::{
        Fact, Fetched, Icon, Lines, Notice, Panel, Trouble, address, asked, calendar,
        form::{BareForm, ErrorSummary, Form, FormDraft, PostButton, Refused, SelectField, TextArea, TextField, WithDraft},
        param,
    },
    routes,
    shell::{Desk, OfficeMain},
};
use domain::{
    appointments::{BookingDraft, CalendarLine, ChartAppointments, ContactKind, Refusal, SeriesPart, SlotChoice, State},
    ids::AppointmentId,
};
use leptos::prelude::*;

type Page = (CalendarLine, ChartAppointments);

#[component]
pub fn AppointmentPage() -> impl IntoView {
    let id: Option<AppointmentId> = param("appointment");
    let path = address();
    let load = move || async move {
        match id {
            Some(id) => read_appointment(id).await,
            None => Err(Failure(domain::Failure::NotFound)),
        }
    };
    let show = move |found: Result<Page, Failure>| match found {
        Ok((line, page)) => {
            let banner = page.banner.clone();
            view! { <ChartFrame banner tab=Some(ChartTab::Appointments)><AppointmentView line page/></ChartFrame> }.into_any()
        }
        Err(failure) => view! { <OfficeMain><Trouble failure path/></OfficeMain> }.into_any(),
    };
    view! { <Desk title="Appointment"><Fetched load show/></Desk> }
}

#[component]
fn AppointmentView(line: CalendarLine, page: ChartAppointments) -> impl IntoView {
    let on_calendar = format!("{}?view=day&day={}&staff={}", routes::CALENDAR, line.at.day(), line.staff);
    let day = calendar().order.weekday(line.at.day());
    view! {
        <header class="head">
            <a class="back" href=routes::chart_appointments(line.chart)><Icon name="chevron-left"/>"Appointments"</a>
            <h2 class="num">{day}", "{times(&line)}</h2>
            <StateTag line=line.clone()/>
            <a class="link" href=on_calendar>"On the Calendar"</a>
        </header>
        {Done::here().filter(|_| asked("refused").is_none()).and_then(news).map(|head| view! { <Notice head/> })}
        <Refused<SetAppointmentState>/>
        <div class="panels">
            <div class="column">
                <About line=line.clone()/>
                <States line=line.clone()/>
                <VideoPanel line=line.clone()/>
            </div>
            <div class="column">
                {(line.request.is_some() && !line.next.is_empty()).then(|| view! { <Answer line=line.clone()/> })}
                {line.may_move.then(|| view! { <MovePanel line=line.clone() page/> })}
                <SeriesPanel line/>
            </div>
        </div>
    }
}

fn news(done: Done) -> Option<&'static str> {
    Some(match done {
        Done::Booked => "Booked. The client is told.",
        Done::Moved => "Moved. The client is told.",
        Done::Changed => "Changed.",
        Done::Confirmed => "Approved. The client is told.",
        Done::Settled => "Declined. The client is told, and sees the times that you offer.",
        _ => return None,
    })
}

#[component]
fn About(line: CalendarLine) -> impl IntoView {
    let asked = line.request.map(request_words);
    let order = calendar().order;
    let was =
        line.replaces.clone().map(|(id, at)| (routes::office_appointment(id), format!("{}, {}", order.weekday(at.day()), at.clock())));
    let held = line.held_until.clone().filter(|_| asked.is_some()).map(|at| order.soon(&at, calendar().today));
    view! {
        <Panel title="Appointment">
            <dl class="facts num">
                {asked.map(|words| view! { <Fact label="Asked for">{words}</Fact> })}
                <Fact label="Type">{line.type_name}</Fact>
                <Fact label="How">{line.kind.label()}</Fact>
                <Fact label="With">{line.clinician}</Fact>
                {line.site.map(|(_, name)| view! { <Fact label="Where">{name}</Fact> })}
                <Fact label="Length">{line.minutes}" minutes"</Fact>
                {was.map(|(href, words)| view! { <Fact label="In place of"><a href=href>{words}</a></Fact> })}
                {held.map(|until| view! { <Fact label="Held">"until "{until}</Fact> })}
                {line.series.map(|_| view! { <Fact label="Series">"One of several"</Fact> })}
                {line.texts.then(|| view! { <Fact label="Reminder">"By text message"</Fact> })}
                {line.video.map(|link| view! { <Fact label="Video">{link}</Fact> })}
                {line.remark.map(|text| view! { <Fact label="Remark"><Lines text/></Fact> })}
                {line.reason.map(|text| view! { <Fact label="Reason"><Lines text/></Fact> })}
            </dl>
        </Panel>
    }
}

/// Where one by video takes place, also one that the client asked for.
#[component]
fn VideoPanel(line: CalendarLine) -> impl IntoView {
    (line.kind == ContactKind::Video && line.state.holds_time()).then(|| {
        view! {
            <Panel title="Video">
                <Form<SetAppointmentVideo> fields=vec![("id", line.id.to_string()), ("version", line.version.to_string())]>
                    <TextField name="video" label="Link to the video" kind="url" recorded=line.video.unwrap_or_default() hint="Only where it differs from the practice’s own" autocomplete="off"/>
                    <div class="acts"><button class="btn quiet">"Save link"</button></div>
                </Form<SetAppointmentVideo>>
            </Panel>
        }
    })
}

/// The words on the button.
fn verb(state: State) -> &'static str {
    match state {
        State::Booked => "Back to booked",
        State::Confirmed => "Confirm for the client",
        State::Arrived => "Arrived",
        State::Completed => "Completed",
        State::Cancelled => "Cancel",
        State::LateCancelled => "Late cancel",
        State::NoShow => "No-show",
        State::Requested | State::Denied | State::Expired | State::Moved => "",
    }
}

/// How it stands now, and what it can become.
#[component]
fn States(line: CalendarLine) -> impl IntoView {
    // A request is answered, and nothing else becomes of it.
    let states = if line.state == State::Requested { Vec::new() } else { line.next };
    let (id, version) = (line.id, line.version);
    (!states.is_empty()).then(|| {
        let buttons = states.into_iter().map(move |state| {
            let fields = vec![("id", id.to_string()), ("version", version.to_string()), ("state", state.name().to_owned())];
            let class = if matches!(state, State::Cancelled | State::LateCancelled) { "btn danger quiet small" } else { "btn quiet small" };
            view! { <PostButton<SetAppointmentState> class fields>{verb(state)}</PostButton<SetAppointmentState>> }
        });
        view! {
            <Panel title="How it stands">
                <div class="form">
                    <p class="sub">"Of a cancellation the client is told by mail, and the time is free at once."</p>
                    <div class="acts">{buttons.collect_view()}</div>
                </div>
            </Panel>
        }
    })
}

/// **Approve**, or deny with a reason and other times.
#[component]
fn Answer(line: CalendarLine) -> impl IntoView {
    let fields = vec![("id", line.id.to_string()), ("version", line.version.to_string())];
    // Later than what was asked for.
    let draft =
        BookingDraft { day: line.ends.day().to_string(), time: line.ends.at.format("%H:%M").to_string(), ..BookingDraft::default() };
    let (chart, id) = (line.chart, line.id);
    view! {
        <Panel title="Answer">
            <WithDraft of={Door::of::<AnswerAppointment>()} show=move |kept: FormDraft| view! {
                <BareForm to={Door::of::<AnswerAppointment>()} class="form" fields kept>
                    <ErrorSummary field=domain::Refusal::field/>
                    <button class="btn" name="then" value="approve">"Approve"</button>
                    <hr/>
                    <TextArea name="reason" label="Or decline: why" rows=3 hint="The client reads it" longest=1_000/>
                    <fieldset class="group" id="offer">
                        <legend>"Offer up to five other times"</legend>
                        <Fetched load=move || read_next_free(chart, draft, Some(id)) show=|found| view! { <Offers found=found.unwrap_or_default()/> }.into_any()/>
                    </fieldset>
                    <button class="btn danger quiet" name="then" value="deny">"Decline"</button>
                </BareForm>
            }.into_any()/>
        </Panel>
    }
}

#[component]
fn Offers(found: Vec<SlotChoice>) -> impl IntoView {
    let kept = FormDraft::here();
    let order = calendar().order;
    if found.is_empty() {
        return view! { <p class="sub">"In the next month there is no other free time."</p> }.into_any();
    }
    let boxes = found.into_iter().enumerate().map(|(index, slot)| {
        let name = format!("offer[{index}]");
        let ticked = kept.ticked(&name, false);
        let words = format!("{}, {} {}", order.weekday(slot.at.day()), slot.at.clock(), slot.at.zone);
        view! { <label class="check num"><input type="checkbox" name=name value=slot.starts_at.to_rfc3339() checked=ticked/><span>{words}</span></label> }
    });
    boxes.collect_view().into_any()
}

/// Another time, clinician or place.
#[component]
fn MovePanel(line: CalendarLine, page: ChartAppointments) -> impl IntoView {
    let fields = vec![("id", line.id.to_string()), ("version", line.version.to_string())];
    let (chart, moves) = (line.chart, (line.id, line.version));
    view! {
        <Panel title="Move">
            <Form<MoveAppointment> fields>
                <MoveFields line page/>
            </Form<MoveAppointment>>
            <WithDraft of={Door::of::<MoveAppointment>()} show=move |kept: FormDraft| {
                let refusals = kept.refusals();
                let draft = (!refusals.is_empty()).then(|| BookingForm::of(|name| kept.value(name, "")).read().ok()).flatten();
                view! { {draft.map(|draft| view! { <NextFree chart draft refusals moves/> })} }.into_any()
            }/>
        </Panel>
    }
}

/// Cancels several of a series.
#[component]
fn SeriesPanel(line: CalendarLine) -> impl IntoView {
    let several = line.series.is_some() && line.next.contains(&State::Cancelled);
    let (id, version) = (line.id, line.version);
    several.then(|| {
        let button = move |part: SeriesPart, words: &'static str| {
            let fields = vec![
                ("id", id.to_string()),
                ("version", version.to_string()),
                ("state", State::Cancelled.name().to_owned()),
                ("part", part.name().to_owned()),
            ];
            view! { <PostButton<SetAppointmentState> class="btn danger quiet small" fields>{words}</PostButton<SetAppointmentState>> }
        };
        view! {
            <Panel title="The series">
                <div class="form">
                    <p class="sub">"Only what has not begun is cancelled, also what was moved by itself. The client gets one mail about all of it."</p>
                    <div class="acts">
                        {button(SeriesPart::Following, "Cancel this one and those after it")}
                        {button(SeriesPart::All, "Cancel all that lie ahead")}
                    </div>
                </div>
            </Panel>
        }
    })
}

/// How much of the series is moved, and what of it is in the way.
#[component]
fn SeriesFields(id: AppointmentId) -> impl IntoView {
    let kept = FormDraft::here();
    let meets = kept.refusals().iter().any(|refusal| matches!(refusal, domain::Refusal::Appointments(Refusal::SeriesMeets { .. })));
    let form = BookingForm::of(|name| kept.value(name, ""));
    let part = form.part();
    let draft = form.read().ok().filter(|_| meets && part != SeriesPart::One);
    let parts = [
        (SeriesPart::One, "Only this one"),
        (SeriesPart::Following, "This one and those after it"),
        (SeriesPart::All, "All that lie ahead"),
    ];
    let options = parts.map(|(part, words)| (part.name().to_owned(), words.to_owned())).to_vec();
    view! {
        <SelectField name="part" label="Of the series" options recorded=SeriesPart::One.name().to_owned() hint="The others move by as many days, to the same time. What was moved by itself stays."/>
        {draft.map(|draft| view! { <Conflicts load=move || read_move_conflicts(id, part, draft) head="These cannot be moved there" others="Move the others"/> })}
    }
}

#[component]
fn MoveFields(line: CalendarLine, page: ChartAppointments) -> impl IntoView {
    let own = (line.staff.to_string(), line.clinician.clone());
    let others = page.clinicians.iter().filter(|(id, _)| *id != line.staff).map(|(id, name)| (id.to_string(), name.clone()));
    let people = [own].into_iter().chain(others).collect();
    let site = line.site.as_ref().map(|(id, _)| *id);
    let recorded = site.map(|id| id.to_string()).unwrap_or_default();
    let kind: ContactKind = line.kind;
    view! {
        <div class="fields">
            <TextField name="day" label="Day" kind="date" recorded=line.at.day().to_string() autocomplete="off"/>
            <TextField name="time" label="Time" kind="time" recorded=line.at.at.format("%H:%M").to_string() autocomplete="off"/>
            <TextField name="minutes" label="Minutes" kind="number" recorded=line.minutes.to_string() autocomplete="off"/>
        </div>
        <div class="fields">
            <SelectField name="staff" label="Clinician" options=people recorded=line.staff.to_string()/>
            <SelectField name="contact" label="How" options=kinds() recorded=kind.name().to_owned()/>
            <SelectField name="site" label="Where" options=places(&page, site) recorded=recorded/>
        </div>
        {line.series.map(|_| view! { <SeriesFields id=line.id/> })}
        <div class="acts"><button class="btn quiet">"Move"</button></div>
    }
}
