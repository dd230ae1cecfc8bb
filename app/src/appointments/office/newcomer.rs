//! A request of somebody new: who asks and why, the charts that may be theirs, and the answer.

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{
    Failure, Went,
    door::Door,
    parts::{
        Day, Fact, Icon, Lines, Loaded, Notice, Panel, asked, calendar,
        form::{BareForm, CheckField, ErrorSummary, FieldErrors, FormDraft, PostButton, WithDraft},
        param,
    },
    shell::OfficePage,
};
use domain::{
    appointments::{ProspectLine, ProspectPage, ProspectState},
    charts::ChartLine,
    ids::ProspectId,
};
use leptos::prelude::*;

loader! {
    /// The page of such a request, with the charts that fit what is looked for.
    pub async fn read_newcomer(id: Option<ProspectId>, search: Option<String>) -> Result<ProspectPage, Failure> {
        let id = id.ok_or(Failure(domain::Failure::NotFound))?;
        let staff = crate::actor::staff().await?;
        Ok(staff.appointments().await?.prospect(id, search).await?)
    }
}

/// Answers it: no ("deny"), or yes with a new chart ("create") or with the one that is chosen. With `invite`, the new client is invited
/// to the portal; where that is refused, the chart and the appointment stay.
#[server(prefix = "/api", endpoint = "staff/appointments/answer_new")]
pub async fn answer_newcomer(
    id: ProspectId,
    then: String,
    #[server(default)] chart: String,
    #[server(default)] another: Option<String>,
    #[server(default)] invite: Option<String>,
) -> Result<Went, Failure> {
    use domain::appointments::{ProspectAnswer, Refusal};
    let staff = crate::actor::staff().await?;
    let appointments = staff.appointments().await?;
    let answer = match then.as_str() {
        "create" => ProspectAnswer::Create { another: another.is_some(), invite: invite.is_some() },
        "deny" => ProspectAnswer::Deny,
        _ => ProspectAnswer::Attach(chart.parse().map_err(|_| Failure::refused(Refusal::ChartNotChosen))?),
    };
    let Some(approved) = appointments.answer_prospect(id, answer).await? else {
        return Ok(Went::to(routes::newcomer(id)).done(Done::Settled));
    };
    let Some(new) = approved.new.filter(|new| new.is_to_be_invited()) else {
        return Ok(Went::to(routes::office_appointment(approved.appointment)).done(Done::Booked));
    };
    let invited = match staff.invites().await {
        Ok(invites) => invites.invite_new(new).await.map(drop),
        Err(error) => Err(error),
    };
    if let Err(error) = &invited {
        tracing::warn!(chart = %approved.chart, %error, "a new client was not invited");
    }
    let done = if invited.is_ok() { Done::Activated } else { Done::NotInvited };
    Ok(Went::to(routes::chart_communications(approved.chart)).done(done))
}

#[component]
pub fn NewcomerPage() -> impl IntoView {
    let (id, search) = (param::<ProspectId>("prospect"), asked("q"));
    view! {
        <OfficePage title="New client">
            <Loaded load=move || read_newcomer(id, search) show=|page: ProspectPage| view! { <NewcomerView page/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn NewcomerView(page: ProspectPage) -> impl IntoView {
    let (line, who) = (page.line.clone(), page.who.clone());
    let waits = line.state == ProspectState::Waiting;
    let news = match line.state {
        ProspectState::Waiting => None,
        ProspectState::Approved => Some("Approved. The appointment stands on the Calendar."),
        ProspectState::Denied => Some("Declined. Whoever asked was told by e-mail."),
        ProspectState::Expired => Some("Nobody answered in time. The time is free again, and whoever asked was told by e-mail."),
    };
    view! {
        <header class="head">
            <div>
                <a class="back" href=routes::CALENDAR><Icon name="chevron-left"/>"Calendar"</a>
                <h1>{line.name.clone()}</h1>
                <p class="sub num">{when(&line)}</p>
            </div>
        </header>
        {news.map(|head| view! { <Notice head/> })}
        <div class="panels">
            <div class="column">
                <Panel title="Asks for an appointment">
                    <dl class="facts num">
                        <Fact label="Type">{line.type_name}</Fact>
                        <Fact label="How">{line.kind.label()}</Fact>
                        <Fact label="With">{line.clinician}</Fact>
                        {line.site.map(|name| view! { <Fact label="Where">{name}</Fact> })}
                        {waits.then(|| view! { <Fact label="Held">"until "{calendar().order.soon(&line.held_until, calendar().today)}</Fact> })}
                        <Fact label="Born"><Day on=who.birth_date/></Fact>
                        <Fact label="E-mail">{who.email}</Fact>
                        <Fact label="Phone">{who.phone}</Fact>
                        <Fact label="Reason"><Lines text=who.reason/></Fact>
                    </dl>
                </Panel>
            </div>
            {waits.then(|| view! { <div class="column"><Answers page/></div> })}
        </div>
    }
}

/// "Tuesday, November 24, 2026, 10:00 am to 11:15 am EST"
fn when(line: &ProspectLine) -> String {
    format!("{}, {} to {} {}", calendar().order.weekday(line.at.day()), line.at.clock(), line.ends.clock(), line.at.zone)
}

#[component]
fn Answers(page: ProspectPage) -> impl IntoView {
    let id = page.line.id;
    let denied = vec![("id", id.to_string()), ("then", "deny".to_owned())];
    let namesakes = page.charts.iter().any(|(_, namesake)| *namesake);
    let found = page.charts.is_empty().then(|| view! { <p class="sub">"No chart fits."</p> });
    view! {
        {page.may_create.then(|| view! {
            <Panel title="Approve, with a new chart">
                <AnswerForm id then="create">
                    {namesakes.then(|| view! { <Notice kind="warn"><p>"A chart with this name and date of birth is there already. If it is this person, choose it below."</p></Notice> })}
                    <CheckField name="another">"It is somebody else of that name and date of birth"</CheckField>
                    <CheckField name="invite" recorded=page.invites>"Send client an email to set up their portal account"</CheckField>
                    <div class="acts"><button class="btn">"Create chart and approve"</button></div>
                </AnswerForm>
            </Panel>
        })}
        <Panel title="Or with a chart that is there">
            <form class="form" method="get" action=routes::newcomer(id)>
                <div class="field">
                    <label for="q">"Look for a chart"</label>
                    <input class="input" id="q" name="q" type="search" value=page.search autocomplete="off"/>
                </div>
                <div class="acts"><button class="btn quiet small">"Search"</button></div>
            </form>
            {found}
            {(!page.charts.is_empty()).then(|| view! {
                <AnswerForm id then="attach">
                    <Charts charts=page.charts/>
                    <div class="acts"><button class="btn quiet">"Approve in this chart"</button></div>
                </AnswerForm>
            })}
        </Panel>
        <Panel title="Or decline">
            <p class="sub">"Whoever asked is told by e-mail that the time is not possible, and can choose another or call."</p>
            <PostButton<AnswerNewcomer> class="btn danger quiet" fields=denied>"Decline"</PostButton<AnswerNewcomer>>
        </Panel>
    }
}

/// Each of the two stands on its own: what was refused of one is said there.
#[component]
fn AnswerForm(id: ProspectId, then: &'static str, children: Children) -> impl IntoView {
    let fields = vec![("id", id.to_string()), ("then", then.to_owned())];
    view! {
        <WithDraft of={Door::of::<AnswerNewcomer>()} show=move |kept: FormDraft| {
            let kept = if kept.value("then", "") == then { kept } else { FormDraft::default() };
            view! {
                <BareForm to={Door::of::<AnswerNewcomer>()} class="form" fields kept>
                    <ErrorSummary field=domain::Refusal::field/>
                    {children()}
                </BareForm>
            }
            .into_any()
        }/>
    }
}

#[component]
fn Charts(charts: Vec<(ChartLine, bool)>) -> impl IntoView {
    let kept = FormDraft::here();
    let chosen = kept.value("chart", "");
    let one = |(line, namesake): (ChartLine, bool)| {
        let id = line.id.to_string();
        let checked = id == chosen;
        view! {
            <label class="check num">
                <input type="radio" name="chart" value=id checked=checked/>
                <span>
                    {line.name}", born "<Day on=line.born.on/>
                    {namesake.then(|| view! { " "<span class="tag due">"Same name and date of birth"</span> })}
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="group" id="chart" tabindex="-1">
            <legend>"Which chart"</legend>
            {charts.into_iter().map(one).collect_view()}
            <FieldErrors name="chart" errors=kept.errors("chart")/>
        </fieldset>
    }
}

/// Those that wait, on the **Calendar**.
#[component]
pub fn Newcomers(lines: Vec<ProspectLine>) -> impl IntoView {
    (!lines.is_empty()).then(|| {
        let row = |line: ProspectLine| {
            let fact = format!("{}. {}, {}, {}", when(&line), line.type_name, line.kind.label().to_lowercase(), line.clinician);
            let until = calendar().order.soon(&line.held_until, calendar().today);
            view! {
                <li>
                    <a class="row" href=routes::newcomer(line.id)>
                        <span class="row-main">
                            <span class="row-name">{line.name}</span>
                            <span class="row-fact num">{fact}</span>
                            <span class="row-fact fine num">"The time is held until "{until}</span>
                        </span>
                        <span class="row-end"><span class="tag due">"New client (Requested)"</span></span>
                        <Icon name="chevron-right" class="icon go"/>
                    </a>
                </li>
            }
        };
        view! {
            <section class="mail-group" id="newcomers">
                <h2 class="mail-head signal">"New clients to answer"<small></small></h2>
                <ul class="rows bare" data-walk>{lines.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}
