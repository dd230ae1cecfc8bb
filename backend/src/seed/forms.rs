//! What was sent to the cast to be filled in, in every state that there is.

use super::{Cast, acting, papers, talk::client_of};
use crate::{
    actors::{Client, Staff},
    clock::Clock,
    documents::SignatureOffer,
    error::Error,
    forms::{SectionDraft, ready_form},
    practice::Practice,
    sign_in::{self, Member},
};
use chrono::Duration;
use domain::ids::{AssignmentId, ChartId};

/// What was answered: section, field and words.
type Answered = &'static [(&'static str, &'static [(&'static str, &'static str)])];

const CONTACT: Answered = &[
    (
        "contacts",
        &[
            ("q.contacts.0.name", "Nils Lindqvist"),
            ("q.contacts.0.relationship", "Brother"),
            ("q.contacts.0.phone", "410-555-0162"),
            ("q.contacts.0.knows", "yes"),
            ("q.medical", "Allergic to penicillin"),
        ],
    ),
    ("agree", &[("q.may-call", "yes")]),
];

const CONSENT: Answered = &[
    ("privacy", &[("q.limits-read", "ML")]),
    ("sign", &[("q.signer", "client"), ("q.consent-care", "yes"), ("q.consent-privacy", "yes"), ("q.consent-fees", "yes")]),
];

const NOTICE: Answered = &[
    ("notice", &[("q.paper", "no"), ("q.contact-wish", "No calls at work, please.")]),
    ("sign", &[("q.signer", "client"), ("q.received", "yes")]),
];

const INTAKE_BEGUN: Answered = &[(
    "about-you",
    &[
        ("q.filled-by", "client"),
        ("q.preferred-name", "Maya"),
        ("q.address.street", "118 Harbor Street, Apt 4"),
        ("q.address.city", "Baltimore"),
        ("q.address.state", "MD"),
        ("q.address.zip", "21201"),
        ("q.phone", "410-555-0134"),
        ("q.voicemail", "no"),
    ],
)];

/// How far one has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Sent,
    Begun,
    Submitted,
    Reviewed,
    Returned(&'static str),
}

struct Sent {
    client: &'static str,
    email: &'static str,
    by: &'static str,
    slug: &'static str,
    days_ago: i64,
    due_in: Option<i64>,
    answered: Answered,
    end: End,
}

const MAYA: (&str, &str) = ("Maya", "maya.lindqvist@example.com");

const fn sent(slug: &'static str, days_ago: i64, due_in: Option<i64>, answered: Answered, end: End) -> Sent {
    Sent { client: MAYA.0, email: MAYA.1, by: "Reyes", slug, days_ago, due_in, answered, end }
}

const ALL: [Sent; 6] = [
    sent("consent-to-treatment", 49, None, CONSENT, End::Reviewed),
    sent("privacy-practices", 48, None, NOTICE, End::Submitted),
    sent("emergency-contact", 9, None, CONTACT, End::Returned("Is there a second person whom we may call, in case Nils is at sea?")),
    sent("intake", 4, Some(3), INTAKE_BEGUN, End::Begun),
    Sent { client: "Noah", email: "ingrid.sandoval@example.com", ..sent("emergency-contact", 2, Some(5), &[], End::Sent) },
    Sent { client: "Ida", email: "ingrid.sandoval@example.com", ..sent("telehealth-consent", 2, None, &[], End::Sent) },
];

/// Has them sent and filled in, each on its day.
pub(super) async fn fill_in(practice: &Practice, cast: &Cast) -> Result<(), Error> {
    let team = sign_in::team(practice.db.read()).await?;
    papers::set_up(practice, cast).await?;
    for form in ALL {
        let Some(chart) = cast.charts.iter().find(|chart| chart.first_name == form.client).map(|chart| chart.id) else { continue };
        let Some(sender) = team.iter().find(|member| member.last_name == form.by) else { continue };
        one(practice, sender, chart, &form).await?;
    }
    Ok(())
}

async fn one(practice: &Practice, sender: &Member, chart: ChartId, form: &Sent) -> Result<(), Error> {
    let (clock, hands) = Clock::standing(practice.clock.now() - Duration::days(form.days_ago));
    let then = practice.under(clock);
    let Some(id) = ready_form(then.db.read(), form.slug).await? else { return Ok(()) };
    let actor: Staff = acting(&then, sender);
    let due = form.due_in.map(|days| (practice.clock.now() + Duration::days(days)).date_naive().to_string()).unwrap_or_default();
    let sent = actor.forms().await?.send(chart, &[id], &due).await?;
    let (Some(&assignment), false) = (sent.first(), form.end == End::Sent) else { return Ok(()) };
    hands.shift(Duration::minutes(95));
    let client = client_of(&then, form.email, chart.0).await?;
    answer(&client, assignment, form.answered).await?;
    if form.end == End::Begun {
        return Ok(());
    }
    hands.shift(Duration::minutes(4));
    submit(&client, assignment).await?;
    hands.shift(Duration::hours(3));
    let forms = actor.forms().await?;
    match form.end {
        End::Reviewed => forms.review(chart, assignment).await,
        End::Returned(question) => forms.give_back(chart, assignment, question).await,
        End::Sent | End::Begun | End::Submitted => Ok(()),
    }
}

/// Fills in the beginning of the intake form, or of any other that asks the same.
pub(super) async fn begin(client: &Client, id: AssignmentId) -> Result<(), Error> {
    let page = client.forms().await?.open(id).await?;
    let answered = INTAKE_BEGUN.iter().filter(|(section, _)| page.form.section(section).is_some());
    for (section, _) in answered {
        let fields = vec![("q.preferred-name".to_owned(), "Rosa".to_owned()), ("q.phone".to_owned(), "410-555-0177".to_owned())];
        let draft = SectionDraft { version: page.version, revision: page.revision, section: (*section).to_owned(), fields };
        client.forms().await?.keep(id, &draft).await?;
    }
    Ok(())
}

async fn answer(client: &Client, id: AssignmentId, answered: Answered) -> Result<(), Error> {
    let forms = client.forms().await?;
    for (section, fields) in answered {
        let page = forms.open(id).await?;
        let fields = fields.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect();
        let draft = SectionDraft { version: page.version, revision: page.revision, section: (*section).to_owned(), fields };
        forms.keep(id, &draft).await?;
    }
    Ok(())
}

async fn submit(client: &Client, id: AssignmentId) -> Result<(), Error> {
    let forms = client.forms().await?;
    if forms.look_over(id).await?.signed {
        forms.consent(id, true).await?;
    }
    let page = forms.look_over(id).await?;
    let offer = SignatureOffer { seen: page.seen, agreed: true, method: "typed".into(), typed_name: page.signer, strokes: String::new() };
    forms.submit(id, &offer).await?;
    Ok(())
}
