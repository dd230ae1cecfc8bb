//! The office **To-do**: what happened that a person has to look at, oldest first.

mod acts;
mod kinds;

use crate::{
    Done,
    door::Door,
    notices::{FinishTask, GiveTask, RetryMail, SnoozeTask, list_tasks},
    parts::{
        Empty, Icon, Loaded, Notice, When, asked, calendar,
        form::{FormDraft, PostButton, Refused, SelectBare, WithDraft},
    },
    routes,
    shell::OfficePage,
};
use acts::TaskActs;
use domain::{
    messages::Whose,
    notices::{TaskDue, TaskGroup, TaskKind, TaskLine, TaskShown, ToDo, ToDoFilter},
};
use kinds::TaskLook;
use leptos::prelude::*;

#[component]
pub fn ToDoPage() -> impl IntoView {
    let done = Done::here();
    let filter = ToDoFilter::read(|name| match name {
        "whose" => asked("whose"),
        "kind" => asked("kind"),
        "due" => asked("due"),
        _ => asked("show"),
    });
    let below = asked("below").and_then(|id| id.parse().ok());
    view! {
        <OfficePage title="To-do">
            <Loaded load=move || list_tasks(filter, below) show=move |list: ToDo| view! {
                <header class="head">
                    <div>
                        <h1>"To-do"</h1>
                        <p class="sub num">{open(list.counts[1])}</p>
                    </div>
                </header>
                <DoneNotice done/>
                <Refused<RetryMail>/>
                <Refused<FinishTask>/>
                <Refused<SnoozeTask>/>
                <Refused<GiveTask>/>
                <Filters filter counts=list.counts/>
                <div id="tasks" data-fresh="" data-fresh-on="tasks">
                    <Unread unread=list.unread.filter(|_| below.is_none())/>
                    <WithDraft of={Door::of::<FinishTask>()} show=move |kept| view! { <TaskList list=list.clone() kept/> }.into_any()/>
                </div>
            }
            .into_any()/>
        </OfficePage>
    }
}

fn open(tasks: u64) -> String {
    match tasks {
        0 => "Nothing is open".into(),
        1 => "1 thing for you and your care team".into(),
        1_000.. => "More than 1,000 things for you and your care team".into(),
        tasks => format!("{tasks} things for you and your care team"),
    }
}

fn at(filter: &ToDoFilter) -> String {
    filter.parts().into_iter().fold(routes::TO_DO.to_owned(), |page, (name, value)| routes::with(&page, name, value))
}

#[component]
fn DoneNotice(done: Option<Done>) -> impl IntoView {
    match done {
        Some(Done::Finished) => view! { <Notice head="Done. It is off the list."/> }.into_any(),
        Some(Done::Sent) => {
            view! { <Notice head="The mail is tried again now."><p>"If it does not leave, it stands here again."</p></Notice> }.into_any()
        }
        Some(Done::Later) => view! { <Notice head="Put off. Until that day it stands under Snoozed."/> }.into_any(),
        Some(Done::Back) => view! { <Notice head="It is back on the list."/> }.into_any(),
        Some(Done::Assigned) => view! { <Notice head="Saved. Their name stands beside it now."/> }.into_any(),
        _ => ().into_any(),
    }
}

/// Whose, which part, of which kind, and by when it is due: by the address, so that what is chosen can be kept as a bookmark.
#[component]
fn Filters(filter: ToDoFilter, counts: [u64; 3]) -> impl IntoView {
    let tabs = Whose::ALL.into_iter().zip(counts).map(|(each, count)| {
        let current = (each == filter.whose).then_some("page");
        view! { <a href=at(&ToDoFilter { whose: each, ..filter }) aria-current=current>{each.label()}" "<span class="num count">{count}</span></a> }
    });
    let parts = TaskShown::ALL.map(|each| {
        let current = (each == filter.shown).then_some("true");
        view! { <a class="chip" href=at(&ToDoFilter { shown: each, ..filter }) aria-current=current>{each.label()}</a> }
    });
    let option = |value: &str, words: &str| (value.to_owned(), words.to_owned());
    let kinds = std::iter::once(option("", "Every kind"));
    let kinds = kinds
        .chain(TaskGroup::ALL.into_iter().filter(|group| group.kinds().next().is_some()).map(|group| option(group.name(), group.label())));
    let dues = std::iter::once(option("", "Due whenever")).chain(TaskDue::ALL.map(|due| option(due.name(), due.label())));
    let narrowed = filter.group.is_some() || filter.due.is_some();
    let all = at(&ToDoFilter { group: None, due: None, ..filter });
    view! {
        <nav class="tabs inner" aria-label="Whose tasks">{tabs.collect_view()}</nav>
        <div class="inbox-tools">
            <nav class="chips" aria-label="Which part of the list">{parts.collect_view()}</nav>
            <form class="toolbar" method="get" action=routes::TO_DO aria-label="Which tasks">
                {(filter.whose != Whose::Team).then(|| view! { <input type="hidden" name="whose" value=filter.whose.name()/> })}
                {(filter.shown != TaskShown::Open).then(|| view! { <input type="hidden" name="show" value=filter.shown.name()/> })}
                <SelectBare name="kind" label="Kind" options={kinds.collect::<Vec<_>>()} chosen=filter.group.map_or("", TaskGroup::name)/>
                <SelectBare name="due" label="Due" options={dues.collect::<Vec<_>>()} chosen=filter.due.map_or("", TaskDue::name)/>
                <button class="btn quiet">"Show"</button>
                {narrowed.then(|| view! { <a class="btn plain" href=all>"Show all"</a> })}
            </form>
        </div>
    }
}

/// What clients wrote is one line: it is read in the Inbox.
#[component]
fn Unread(unread: Option<u64>) -> impl IntoView {
    unread.filter(|unread| *unread > 0).map(|unread| {
        let words = if unread == 1 { "1 conversation is unread".to_owned() } else { format!("{unread} conversations are unread") };
        view! {
            <p class="block">
                <a class="link num" href=routes::inbox_unread()>{words}". Open the Inbox"</a>
            </p>
        }
    })
}

#[component]
fn TaskList(list: ToDo, kept: FormDraft) -> impl IntoView {
    let ToDo { filter, tasks, below, team, .. } = list;
    let more = below.map(|id| routes::with(&at(&filter), "below", &id.to_string()));
    if tasks.is_empty() {
        let (title, words) = match (filter.shown, filter == ToDoFilter::default()) {
            (TaskShown::Open, true) => {
                ("All done", "Requests, signed documents, submitted forms, failed mail and messages without an answer show here.")
            }
            (TaskShown::Open, false) => ("Nothing fits", "Nothing that is open fits what you have chosen."),
            (TaskShown::Snoozed, _) => ("Nothing is snoozed", "What you put off until a day waits here until it comes."),
            (TaskShown::Done, _) => ("Nothing here yet", "What was done shows here, with who did it and what was noted."),
        };
        return view! { <Empty drawing="draw-calm" title words/> }.into_any();
    }
    view! {
        <ul class="rows bare" data-walk>
            {tasks.into_iter().map(|task| view! { <TaskRow task kept=kept.clone() team=team.clone()/> }).collect_view()}
        </ul>
        {more.map(|href| view! { <p class="block"><a class="link" href=href>"Show more"</a></p> })}
    }
    .into_any()
}

#[component]
fn TaskRow(task: TaskLine, kept: FormDraft, team: Vec<(domain::ids::StaffId, String)>) -> impl IntoView {
    let look = TaskLook::of(&task);
    let about = if task.who.is_empty() { look.name.clone() } else { format!("{}, {}", look.name, task.who) };
    let is_mail = matches!(task.kind, TaskKind::FailedMail | TaskKind::FailedTeamMail);
    let (failed, who) = (is_mail && task.mail.is_some() && task.done.is_none(), task.who.clone());
    let retry_label = if task.waits.is_some() { "Try now" } else { "Send again" };
    let fields = vec![("task", task.id.to_string())];
    let retry = failed.then(|| {
        view! {
            <PostButton<RetryMail> class="btn quiet small" fields>
                {retry_label}<span class="sr">" to "{who}</span>
            </PostButton<RetryMail>>
        }
    });
    let order = calendar().order;
    let due = task.due.filter(|_| task.done.is_none()).map(|due| {
        let late = due < calendar().today;
        let words = if late { format!("Overdue since {}", order.short_day(due)) } else { format!("Due {}", order.short_day(due)) };
        view! { <span class=if late { "tag bad num" } else { "tag num" }>{words}</span> }
    });
    let snoozed = task.snoozed.map(|day| view! { <span class="tag num">"Until "{order.short_day(day)}</span> });
    let ended = task.done.clone().map(|done| {
        let by = done.by.map_or_else(|| "By itself".to_owned(), |by| format!("By {by}"));
        let note = done.note.map(|note| view! { <span class="row-fact as-typed">"“"{note}"”"</span> });
        view! { <span class="row-fact">{by}", "<When at=done.at recent=true middle=true/></span>{note} }
    });
    let acts = task.done.is_none().then(|| view! { <TaskActs task=task.clone() about kept team/> });
    view! {
        <li>
            <div class="row">
                <span class=format!("row-icon {}", look.tone)><Icon name=look.icon/></span>
                <span class="row-main">
                    <a class="row-name" href=look.href>{look.name}</a>
                    <span class="row-fact as-typed num">{look.fact}</span>
                    {ended}
                </span>
                <span class="row-end">
                    {due}
                    {snoozed}
                    <span class="fine num"><When at=task.since recent=true/></span>
                    {task.owner.map(|(_, owner)| view! { <span class="fine">"For "{owner}</span> })}
                    {retry}
                    {acts}
                </span>
            </div>
        </li>
    }
}
