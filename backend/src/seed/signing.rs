//! What several of the cast sign, in the states that there are; a plan in its second version, an addendum, and templates.

use super::{Cast, acting, talk::client_of};
use crate::{
    actors::Staff,
    audit::Event,
    clock::{Clock, Hands},
    documents::{self, After, Arrival, NoteDraft, SignatureOffer},
    error::Error,
    practice::Practice,
    sign_in::{self, Member},
};
use chrono::Duration;
use domain::{
    Act,
    audit::AuditAct,
    documents::{AskingDraft, Content, DocumentKind, PlanProblem, plan_sections},
    ids::{ChartId, DocumentId, ShareId},
};

const INGRID: &str = "ingrid.sandoval@example.com";

/// A plan of one problem.
fn plan([problem, goal, objectives, interventions]: [&str; 4]) -> Vec<PlanProblem> {
    vec![PlanProblem { problem: problem.into(), goal: goal.into(), objectives: objectives.into(), interventions: interventions.into() }]
}

const SCHOOL: [&str; 4] = [
    "Noah tires quickly in noise, and comes home from school with a headache on most days.",
    "He gets through a school week with at most one headache.",
    "Two quiet breaks a day in school\nTen minutes alone after school\nHeadphones in the lunch hall",
    "Letter to the school about the breaks\nTwo visits with both parents\nA picture plan for the afternoon",
];

const SLEEP: [&str; 4] = [
    "Ida wakes at night and comes to her mother’s bed.",
    "She sleeps in her own bed on five nights a week.",
    "A story and a light that stays on\nA sticker in the morning",
    "Three visits with mother and child\nA call in the second week",
];

const MOOD: [&str; 4] = [
    "Low mood in the mornings, and worry about money since the shop closed.",
    "Rosa gets up by eight on work days, and has a plan for the bills.",
    "A walk before breakfast, three times a week\nThe list of bills on one page",
    "Weekly sessions with behavioral activation\nThe debt advice center, with a letter from us",
];

struct At<'a> {
    practice: &'a Practice,
    team: Vec<Member>,
    cast: &'a Cast,
}

impl At<'_> {
    fn chart(&self, first_name: &str) -> Option<ChartId> {
        self.cast.charts.iter().find(|chart| chart.first_name == first_name).map(|chart| chart.id)
    }

    fn member(&self, last_name: &str) -> Option<&Member> {
        self.team.iter().find(|member| member.last_name == last_name)
    }

    /// So many days ago.
    fn then(&self, days: i64) -> (Practice, Hands) {
        let (clock, hands) = Clock::standing(self.practice.clock.now() - Duration::days(days) - Duration::minutes(50));
        (self.practice.under(clock), hands)
    }
}

/// Has it written, shared and signed, each on its day.
pub(super) async fn fill(practice: &Practice, cast: &Cast) -> Result<(), Error> {
    let at = At { practice, team: sign_in::team(practice.db.read()).await?, cast };
    if let (Some(noah), Some(ida), Some(elena)) = (at.chart("Noah"), at.chart("Ida"), at.member("Reyes")) {
        // Signed by the mother, waiting for Dr. Reyes.
        let (then, hands) = at.then(9);
        let actor = acting(&then, elena);
        let id = write(&actor, elena, noah, ("Support plan for school", plan(SCHOOL)), After::Nothing).await?;
        ask(&actor, noah, id, &["Ingrid", "Elena"], (Some(12), None)).await?;
        hands.shift(Duration::hours(20));
        sign(&then, INGRID, noah, "Support plan for school").await?;
        // Not signed in time.
        let (then, _) = at.then(20);
        let actor = acting(&then, elena);
        let id = write(&actor, elena, ida, ("Plan for the nights", plan(SLEEP)), After::Nothing).await?;
        ask(&actor, ida, id, &["Ingrid"], (Some(7), Some(14))).await?;
    }
    if let (Some(rosa), Some(samuel)) = (at.chart("Rosa"), at.member("Okafor")) {
        // The second version of a plan, which was due yesterday.
        let (then, _) = at.then(6);
        let actor = acting(&then, samuel);
        let lines = actor.documents().await?.list(rosa).await?.lines;
        if let Some(before) = lines.into_iter().find(|line| line.title == "Treatment plan, October 2026") {
            let after = After::Version { of: before.id.0, edition: 2 };
            let id = write(&actor, samuel, rosa, ("Treatment plan, November 2026", plan(MOOD)), after).await?;
            ask(&actor, rosa, id, &["Rosa"], (Some(5), None)).await?;
        }
    }
    if let (Some(jordan), Some(elena)) = (at.chart("Jordan"), at.member("Reyes")) {
        let (then, _) = at.then(1);
        let actor = acting(&then, elena);
        let lines = actor.documents().await?.list(jordan).await?.lines;
        if let Some(note) = lines.into_iter().find(|line| line.title == "Session of 18 November") {
            let sections = vec![(String::new(), "The evening out was on Saturday, not on Friday.".to_owned())];
            let words = Words { title: "Addendum to Session of 18 November", kind: note.kind, plan: Vec::new(), sections };
            file(&actor, elena, jordan, words, After::Addendum { of: note.id.0 }).await?;
        }
    }
    templates(&at).await
}

struct Words<'a> {
    title: &'a str,
    kind: DocumentKind,
    plan: Vec<PlanProblem>,
    sections: Vec<(String, String)>,
}

async fn write(
    actor: &Staff,
    author: &Member,
    chart: ChartId,
    (title, plan): (&str, Vec<PlanProblem>),
    after: After,
) -> Result<DocumentId, Error> {
    let words = Words { title, kind: DocumentKind::TreatmentPlanGeneral, plan, sections: Vec::new() };
    file(actor, author, chart, words, after).await
}

async fn file(actor: &Staff, author: &Member, chart: ChartId, words: Words<'_>, after: After) -> Result<DocumentId, Error> {
    let write = actor.chart(chart, Act::OpenChart).await?.change(None).await?;
    let typed = words.sections.iter().map(|(heading, text)| domain::documents::Section::from_text(heading, text));
    let sections = plan_sections(&words.plan).into_iter().chain(typed).collect();
    let arrival = Arrival {
        kind: words.kind,
        title: words.title.into(),
        author: Some(author),
        office: "",
        content: Content { facts: Vec::new(), sections },
        typed: words.sections,
        plan: words.plan,
        written_at: write.at(),
        finished: true,
        after,
    };
    let id = documents::file(&write, arrival).await?;
    write.commit(Event::of(AuditAct::NoteWritten).subject(id)).await?;
    Ok(id)
}

/// Shares it to be signed by these, due and possible so many days later.
async fn ask(
    actor: &Staff,
    chart: ChartId,
    document: DocumentId,
    names: &[&str],
    (due, until): (Option<i64>, Option<i64>),
) -> Result<(), Error> {
    let documents = actor.documents().await?;
    let page = documents.asking(chart, document).await?;
    let value = |name: &&str| page.candidates.iter().find(|one| one.name.starts_with(*name)).map(|one| one.value.clone());
    let day = |days: Option<i64>| days.map(|days| (page.today + Duration::days(days)).to_string()).unwrap_or_default();
    let draft = AskingDraft { signers: names.iter().filter_map(value).collect(), due: day(due), until: day(until) };
    documents.ask(chart, document, &draft, false).await
}

async fn sign(then: &Practice, email: &str, chart: ChartId, title: &str) -> Result<(), Error> {
    let client = client_of(then, email, chart.0).await?;
    let documents = client.documents().await?;
    let found = documents.list().await?.documents.into_iter().find(|document| document.title == title).map(|document| document.share);
    let Some(share): Option<ShareId> = found else { return Ok(()) };
    documents.consent(share, true).await?;
    let page = documents.open(share).await?;
    let offer = SignatureOffer { seen: page.seen, agreed: true, method: "typed".into(), typed_name: page.signer, strokes: String::new() };
    documents.sign(share, offer).await
}

/// The practice's, and one of Dr. Reyes's own.
async fn templates(at: &At<'_>) -> Result<(), Error> {
    let template = |kind: DocumentKind, title: &str, sections: &[(&str, &str)]| NoteDraft {
        kind: kind.name().into(),
        title: title.into(),
        text: sections.iter().map(|(heading, text)| ((*heading).to_owned(), (*text).to_owned())).collect(),
        ..NoteDraft::default()
    };
    let (then, _) = at.then(40);
    if let Some(tomas) = at.member("Vidal") {
        let practice = acting(&then, tomas);
        let settings = practice.settings().await?;
        let all = settings.templates();
        let soap = [("Subjective", ""), ("Objective", ""), ("Assessment", "Risk, asked directly:"), ("Plan", "Next session:")];
        all.save(None, template(DocumentKind::ProgressNote, "Session note (SOAP)", &soap)).await?;
        let first = [("Reason for coming", ""), ("History", ""), ("Assessment", "PHQ-9:\nGAD-7:"), ("Recommendation", "")];
        all.save(None, template(DocumentKind::CompleteEvaluation, "First evaluation", &first)).await?;
    }
    if let Some(elena) = at.member("Reyes") {
        let own = acting(&then, elena);
        let sleep = [("Sleep diary", "Nights under 30 minutes:\nLights out:"), ("Worry", ""), ("Step for the week", "")];
        own.documents()
            .await?
            .templates()
            .await?
            .save(None, template(DocumentKind::ProgressNote, "Session with sleep diary", &sleep))
            .await?;
    }
    Ok(())
}
