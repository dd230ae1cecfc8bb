//! An answer that needs somebody: who was told, who is next, and what came of it. The outcome starts unselected: nobody decides for the person.

use crate::{
    activities::AnswerAlert,
    door::Door,
    parts::{
        Icon, When, calendar,
        form::{BareForm, ErrorSummary, FieldErrors, FormDraft, TextArea, WithDraft},
    },
    routes,
    shell::call,
};
use domain::{
    Refusal,
    activities::{AlertView, LONGEST_NOTE, Outcome},
    ids::ChartId,
};
use leptos::prelude::*;

#[component]
pub fn Alarm(chart: ChartId, alert: AlertView) -> impl IntoView {
    let client = alert.client.clone();
    let ago = ago(alert.minutes_ago);
    let day = calendar().order.recent(&alert.at, calendar().today);
    let open = alert.open;
    let head = format!("{client} answered above zero on question {}", alert.number);
    let phone = alert.phone.clone();
    let said = alert.outcomes.clone().into_iter().map(|line| {
        let note = (!line.note.is_empty()).then(|| format!(": {}", line.note));
        view! { <li class="as-typed"><b>{line.outcome.label()}</b>{note}<small class="num">{line.by}", "<When at=line.at/></small></li> }
    });
    let said = said.collect::<Vec<_>>();
    let (label, at) = (head.clone(), format!("alert-{}", alert.id));
    let acknowledge = alert.clone();
    view! {
        <section class=if open { "alarm" } else { "alarm calm" } role=open.then_some("alert") aria-label=label id=at>
            <div class="alarm-said">
                <h2><Icon name="alert"/>{head}</h2>
                <p>"“"{alert.question.clone()}"”: "<b>{alert.answer.clone()}</b>{format!(" ({} of {})", alert.score, alert.of)}", "{day}", "{ago}"."</p>
                <p class="sub">"In "{alert.measure.clone()}". Crisis help was on the screen at once."</p>
                <p class="acts">
                    {phone.map(|phone| view! { <a class="btn quiet" href=call(&phone)><Icon name="phone"/>{format!("Call {client}, {phone}")}</a> })}
                    <a class="btn quiet" href=routes::chart_activity(chart, alert.assignment)>"Read all answers"</a>
                    <a class="btn quiet" href=routes::chart_alerts(chart)>"Safety plan and alerts"</a>
                </p>
                <Ladder alert=alert.clone()/>
            </div>
            <div class="alarm-done">
                {(!said.is_empty()).then(|| view! { <h3>"What was said so far"</h3><ul class="said">{said}</ul> })}
                {open.then(|| view! { <Acknowledge chart alert=acknowledge/> })}
            </div>
        </section>
    }
}

fn ago(minutes: i64) -> String {
    match minutes {
        0 => "just now".to_owned(),
        1 => "1 minute ago".to_owned(),
        minutes if minutes < 120 => format!("{minutes} minutes ago"),
        minutes if minutes < 48 * 60 => format!("{} hours ago", minutes / 60),
        minutes => format!("{} days ago", minutes / (24 * 60)),
    }
}

/// Who was told when, and who is next.
#[component]
fn Ladder(alert: AlertView) -> impl IntoView {
    let told = alert.told.into_iter().map(|line| {
        view! { <li><b class="num">{line.at.clock()}</b><small>"Told: "{line.who.join(", ")}</small></li> }
    });
    let told = told.collect_view();
    let next = alert.next.map(|(minutes, who)| {
        let when = match minutes {
            0 => "Any moment".to_owned(),
            1 => "In 1 minute".to_owned(),
            minutes => format!("In {minutes} minutes"),
        };
        view! { <li class="next"><b class="num">{when}</b><small>"Next: "{who.join(", ")}</small></li> }
    });
    view! {
        <ol class="ladder" aria-label="Who is told">
            <li><b class="num">{alert.at.clock()}</b><small>{alert.client}" answered"</small></li>
            {told}
            {next}
        </ol>
    }
}

#[component]
fn Acknowledge(chart: ChartId, alert: AlertView) -> impl IntoView {
    let id = alert.id;
    let fields = vec![("chart", chart.to_string()), ("alert", id.to_string())];
    let client = alert.client;
    let show = move |kept: FormDraft| {
        let (fields, client) = (fields.clone(), client.clone());
        let kept = if kept.value("alert", "") == id.to_string() { kept } else { FormDraft::default() };
        let errors = kept.errors("outcome");
        let boxes = Outcome::ALL.into_iter().enumerate().map(|(place, outcome)| {
            let words = match outcome {
                Outcome::Spoke => format!("I spoke with {client}, we went over the safety plan"),
                Outcome::NotReached => format!("I could not reach {client} and will try again"),
                other => other.label().to_owned(),
            };
            let checked = kept.value("outcome", "") == outcome.name();
            view! {
                <label class="check">
                    <input type="radio" name="outcome" id=(place == 0).then_some("outcome") value=outcome.name() checked=checked/>
                    <span>{words}</span>
                </label>
            }
        });
        let boxes = boxes.collect_view();
        view! {
            <BareForm to={Door::of::<AnswerAlert>()} class="form" fields kept>
                <ErrorSummary field=Refusal::field/>
                <fieldset class="group">
                    <legend>"What came of it?"</legend>
                    <FieldErrors name="outcome" errors/>
                    {boxes}
                </fieldset>
                <TextArea name="note" label="Note for the chart" rows=2 longest=LONGEST_NOTE as u32/>
                <div class="acts"><button class="btn">"Acknowledge"</button></div>
                <p class="fine">"It stays here until you do. While the client was not reached, it goes on telling people every hour."</p>
            </BareForm>
        }
        .into_any()
    };
    view! { <WithDraft of={Door::of::<AnswerAlert>()} show/> }
}
