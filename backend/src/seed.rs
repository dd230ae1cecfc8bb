//! The cast: people with names, the same everywhere — in the demo, in the tests, in the pictures. All of it is made up.

mod activities;
mod alerts;
mod appointments;
mod billing;
mod desk;
mod forms;
mod group;
mod information;
mod looks;
mod notes;
mod papers;
mod paperwork;
mod people;
mod records;
mod scale;
mod signing;
mod talk;
mod writing;

use crate::{
    actors::{Origin, Staff},
    audit::Event,
    charts,
    clock::Clock,
    documents::{self, Arrival},
    error::Error,
    notices,
    practice::Practice,
    request::AtWork,
    settings,
    sign_in::{self, Member},
    stored::By,
    system::System,
};
use chrono::Duration;
use domain::{
    Act,
    audit::AuditAct,
    documents::{DocumentKind, ShareAction},
    ids::{ChartId, DocumentId},
    notices::MailKind,
    settings::Help,
    sign_in::SessionKind,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;

/// What `seed --demo --json` prints.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cast {
    pub staff: Vec<CastStaff>,
    pub accounts: Vec<CastAccount>,
    pub charts: Vec<CastChart>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CastStaff {
    pub name: String,
    pub roles: Vec<String>,
    pub email: String,
    pub password: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CastAccount {
    pub name: String,
    pub email: String,
    pub password: String,
    pub charts: Vec<CastPerson>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CastPerson {
    pub id: ChartId,
    pub name: String,
    /// `YYYY-MM-DD`
    pub birth_date: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CastChart {
    pub id: ChartId,
    pub last_name: String,
    pub first_name: String,
    pub birth_date: String,
    pub email: Option<String>,
    pub portal_status: String,
}

/// The password of everybody on the staff, and of every client. Demo data only.
pub(crate) const STAFF_PASSWORD: &str = "Harbor-Lights_2026!";
pub(crate) const CLIENT_PASSWORD: &str = "Quiet-Otter_paints7";

impl System {
    /// Fills an empty practice with the cast. One with people in it is refused.
    pub async fn seed_demo(&self) -> Result<Cast, Error> {
        demo(self).await
    }

    /// Has the cast write to each other, over the last weeks.
    pub async fn seed_talk(&self, cast: &Cast) -> Result<(), Error> {
        talk::write(&self.practice, cast).await?;
        group::announce(&self.practice, cast).await?;
        // Nobody in the cast has a real mailbox.
        let write = self.practice.db.write(self.stamp()).await?;
        notices::cancel_all(&write).await?;
        Ok(write.commit(Event::of(AuditAct::Seeded).detail("conversations")).await?)
    }

    /// Lets the practice look like itself.
    pub async fn seed_looks(&self) -> Result<(), Error> {
        looks::choose(&self.practice).await
    }

    /// Fills the calendar with a fortnight behind and a few weeks ahead.
    pub async fn seed_appointments(&self, cast: &Cast) -> Result<(), Error> {
        appointments::fill(&self.practice, cast).await?;
        // Nobody in the cast has a real mailbox.
        let write = self.practice.db.write(self.stamp()).await?;
        notices::cancel_all(&write).await?;
        Ok(write.commit(Event::of(AuditAct::Seeded).detail("appointments")).await?)
    }

    /// Sends the cast forms, and has some of them filled in.
    pub async fn seed_forms(&self, cast: &Cast) -> Result<(), Error> {
        paperwork::decide(&self.practice).await?;
        forms::fill_in(&self.practice, cast).await?;
        paperwork::pass_by(&self.practice, cast).await?;
        records::ask(&self.practice, cast).await?;
        // Nobody in the cast has a real mailbox.
        let write = self.practice.db.write(self.stamp()).await?;
        notices::say_sent(&write, MailKind::FormReminder).await?;
        notices::cancel_all(&write).await?;
        Ok(write.commit(Event::of(AuditAct::Seeded).detail("forms")).await?)
    }

    /// Puts insurances and people on file, and has the cast ask for changes.
    pub async fn seed_information(&self, cast: &Cast) -> Result<(), Error> {
        information::fill(&self.practice, cast).await?;
        // Nobody in the cast has a real mailbox.
        let write = self.practice.db.write(self.stamp()).await?;
        notices::cancel_all(&write).await?;
        Ok(write.commit(Event::of(AuditAct::Seeded).detail("information")).await?)
    }

    /// Gives the cast measures, and has them answered week by week.
    pub async fn seed_activities(&self, cast: &Cast) -> Result<(), Error> {
        activities::live_on(&self.practice, cast).await?;
        // Nobody in the cast has a real mailbox.
        let write = self.practice.db.write(self.stamp()).await?;
        notices::cancel_all(&write).await?;
        Ok(write.commit(Event::of(AuditAct::Seeded).detail("activities")).await?)
    }

    /// Charges what took place, and has some of it paid.
    pub async fn seed_billing(&self, cast: &Cast) -> Result<(), Error> {
        billing::fill(&self.practice, cast).await?;
        // Nobody in the cast has a real mailbox.
        let write = self.practice.db.write(self.stamp()).await?;
        notices::cancel_all(&write).await?;
        Ok(write.commit(Event::of(AuditAct::Seeded).detail("billing")).await?)
    }

    /// Has the cast sign with each other: versions, due dates and templates with it.
    pub async fn seed_signing(&self, cast: &Cast) -> Result<(), Error> {
        signing::fill(&self.practice, cast).await?;
        // Nobody in the cast has a real mailbox.
        let write = self.practice.db.write(self.stamp()).await?;
        notices::cancel_all(&write).await?;
        Ok(write.commit(Event::of(AuditAct::Seeded).detail("signatures")).await?)
    }

    /// Has workflows do their part, and the team be at work on its To-do.
    pub async fn seed_desk(&self) -> Result<(), Error> {
        desk::work(self).await?;
        // Nobody in the cast has a real mailbox.
        let write = self.practice.db.write(self.stamp()).await?;
        notices::say_sent(&write, MailKind::InvoiceReminder).await?;
        notices::cancel_all(&write).await?;
        Ok(write.commit(Event::of(AuditAct::Seeded).detail("desk")).await?)
    }

    /// Adds so many made-up charts, the same ones every time, to what is empty or made up.
    pub async fn seed_scale(&self, charts: u32) -> Result<(), Error> {
        scale::scale(self, charts).await.map(drop)
    }

    /// The same, and so many messages between some of these clients, and of the cast, and the team: only beside the cast.
    pub async fn seed_messages(&self, charts: u32, messages: u32) -> Result<(), Error> {
        if is_empty(&self.practice).await? {
            return Err(domain::charts::Refusal::ChangedMeanwhile.into());
        }
        let people = scale::scale(self, charts).await?;
        writing::write(self, &people, messages).await
    }
}

/// Fills an empty practice. What is there already is left alone, and refused.
async fn demo(system: &System) -> Result<Cast, Error> {
    let practice = &system.practice;
    if !is_empty(practice).await? {
        return Err(domain::charts::Refusal::ChangedMeanwhile.into());
    }
    let staff_hash = practice.passwords.hash(STAFF_PASSWORD).await;
    let client_hash = practice.passwords.hash(CLIENT_PASSWORD).await;
    let write = practice.db.write(system.stamp()).await?;
    let help = Help {
        phone: Some("443-555-0142".into()),
        text: Some("443-555-0143".into()),
        email: Some("frontdesk@harborstreet.example".into()),
        chat_url: None,
        faq_url: Some("https://harborstreet.example/questions".into()),
        video_url: None,
        crisis: "Call or text 988".into(),
    };
    settings::make_demo(practice, &write, "Harbor Street Counseling", &help).await?;
    let team = people::add_team(practice, &write, &staff_hash).await?;
    let (accounts, charts) = people::add_clients(practice, &write, &team, &client_hash).await?;
    write.commit(Event::of(AuditAct::Seeded)).await?;
    write_papers(practice, &team, &charts).await?;
    alerts::pin(practice, &team, &charts).await?;
    // Nobody in the cast has a real mailbox.
    let write = practice.db.write(system.stamp()).await?;
    notices::cancel_all(&write).await?;
    write.commit(Event::of(AuditAct::Seeded).detail("mails taken back")).await?;
    Ok(Cast { staff: people::told(), accounts, charts: people::listed(practice, &charts).await? })
}

/// Whether nobody works here and nobody is treated.
async fn is_empty(practice: &Practice) -> Result<bool, Error> {
    let db = practice.db.read();
    Ok(sign_in::team(db).await?.is_empty() && !charts::any(db).await?)
}

/// Notes, plans and invoices with a past: each is filed, and some are shared, on the day that it carries.
async fn write_papers(practice: &Practice, team: &HashMap<&str, Member>, charts: &HashMap<&str, Uuid>) -> Result<(), Error> {
    for paper in notes::papers() {
        let (Some(&chart), Some(author)) = (charts.get(paper.client), team.get(paper.author)) else { continue };
        let written_at = practice.clock.now() - Duration::days(paper.days_ago) - Duration::minutes(95);
        let (clock, hands) = Clock::standing(written_at);
        let then = practice.under(clock);
        let office = paper.kind == DocumentKind::Invoice;
        let actor = acting(&then, author);
        let write = actor.chart(ChartId(chart), Act::OpenChart).await?.change(None).await?;
        let arrival = Arrival {
            kind: paper.kind,
            title: paper.title.into(),
            author: (!office).then_some(author),
            office: "Office",
            content: paper.content(),
            typed: paper.typed(),
            plan: Vec::new(),
            written_at,
            finished: paper.finished,
            after: Default::default(),
        };
        let document = documents::file(&write, arrival).await?;
        write.commit(Event::of(AuditAct::NoteWritten).subject(document)).await?;
        hands.shift(Duration::minutes(30));
        if paper.shared {
            share(&actor, chart, document).await?;
        }
    }
    Ok(())
}

async fn share(actor: &Staff, chart: Uuid, document: DocumentId) -> Result<(), Error> {
    actor.documents().await?.share(ChartId(chart), document, ShareAction::Share).await?;
    Ok(())
}

/// A member of the cast at work, without having signed in.
fn acting(practice: &Practice, member: &Member) -> Staff {
    let session = sign_in::Session { staff_id: Some(member.id), ..session(practice) };
    Staff::at_work(practice.clone(), origin(), session, AtWork { member: member.clone(), supervised: vec![member.id], covered: Vec::new() })
}

fn origin() -> Origin {
    Origin { address: "127.0.0.1".into(), agent: "demo data".into(), by_hand: true, ..Origin::default() }
}

/// The session that nobody began.
fn session(practice: &Practice) -> sign_in::Session {
    let now = practice.clock.now();
    sign_in::Session {
        token_hash: Vec::new(),
        id: Uuid::nil(),
        side: By(SessionKind::Office),
        account_id: None,
        staff_id: None,
        invite_id: None,
        started_at: now,
        seen_at: now,
        awaits: None,
        proved_at: now,
        proved_for: None,
        ended_at: None,
        address: String::new(),
        agent: String::new(),
    }
}
