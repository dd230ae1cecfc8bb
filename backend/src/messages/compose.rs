//! A chart's **Messaging** and **Compose**; and what somebody is writing, kept until they send it.

use super::{
    expectations,
    inbox::StaffMessages,
    quick_texts,
    table::{conversations, drafts, messages, readings::Reader},
    tell::tell_clients,
    write::{Author, Begun, Said, begin, say},
};
use crate::{
    audit::Event,
    band, charts,
    error::Error,
    files,
    in_chart::{Enters, InChart, Within},
    invites,
    sealing::Place,
    sign_in,
};
use domain::{
    Act,
    audit::AuditAct,
    files::HeldBy,
    ids::{ChartId, ConversationId},
    invites::Scope,
    messages::{
        Audience, ChartMessages, Composing, Letter, PAGE_LIMIT, Purpose, Refusal, check_body_beside, check_subject, closes_at, staff_starts,
    },
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// What staff write to begin a conversation.
#[derive(Clone, Debug)]
pub struct OfficeLetter {
    pub audience: Audience,
    pub subject: String,
    pub body: String,
}

impl StaffMessages<'_> {
    /// The chart, where one reads any of its conversations.
    pub(super) async fn chart(&self, id: ChartId) -> Result<(InChart<'_, crate::actors::Staff>, Vec<Audience>), Error> {
        let chart = self.0.chart(id, Act::OpenChart).await?;
        let audiences = audiences_in(&chart).await?;
        if audiences.is_empty() { Err(chart.not_found("messages").await) } else { Ok((chart, audiences)) }
    }

    /// A chart's **Messaging**.
    pub async fn of_chart(&self, id: ChartId, page: u32) -> Result<ChartMessages, Error> {
        let (chart, audiences) = self.chart(id).await?;
        let skip = u64::from(page.clamp(1, 1_000) - 1) * PAGE_LIMIT;
        let mut rows = conversations::of_audiences(&chart, &audiences, skip, PAGE_LIMIT + 1).await?;
        let more = rows.len() as u64 > PAGE_LIMIT;
        rows.truncate(PAGE_LIMIT as usize);
        let composing = self.may_start(&chart).await?.into();
        let page = ChartMessages { banner: band::banner(&chart).await?, conversations: self.lines(rows).await?, more, composing };
        self.0.record(Event::of(AuditAct::ConversationsListed).chart(id)).await?;
        Ok(page)
    }

    /// **Compose** to the client of a chart.
    pub async fn composing(&self, id: ChartId) -> Result<Composing, Error> {
        let (chart, audiences) = self.chart(id).await?;
        let staff = self.0;
        let grants = invites::readers(&chart, Scope::Messages, staff.practice.clock.now()).await?;
        if staff.origin.by_hand {
            staff.record(Event::of(AuditAct::ComposingOpened).chart(id)).await?;
        }
        let accounts = sign_in::accounts(chart.db(), grants.iter().filter_map(|grant| grant.account_id)).await?;
        Ok(Composing {
            banner: band::banner(&chart).await?,
            audiences,
            readers: accounts.into_iter().map(|account| account.full_name()).collect(),
            writing: self.may_start(&chart).await?.into(),
            expects: expectations(&staff.practice_settings().await?),
            draft: draft(&chart, chart.chart(), Reader::Member { id: staff.member.id }).await?,
            pending: files::of_draft(&chart, chart.chart()).await?,
            quick: quick_texts::to_choose(&chart).await?,
        })
    }

    /// Whether somebody is there to read, and the mode lets one write to them.
    pub(super) async fn may_start(&self, chart: &InChart<'_, crate::actors::Staff>) -> Result<Result<(), Refusal>, Error> {
        if !has_readers(chart).await? {
            return Ok(Err(Refusal::NoReader));
        }
        let mode = self.0.practice_settings().await?.communications.mode;
        Ok(staff_starts(mode, charts::on_roster(chart).await?))
    }

    /// Begins a conversation with the client of a chart.
    pub async fn start(&self, id: ChartId, letter: &OfficeLetter) -> Result<ConversationId, Error> {
        let (chart, audiences) = self.chart(id).await?;
        if !audiences.contains(&letter.audience) {
            return Err(chart.not_found("messages.audience").await);
        }
        self.may_start(&chart).await??;
        let (staff, mode) = (self.0, self.0.practice_settings().await?.communications.mode);
        let author = Author::Practice(&staff.member);
        let write = chart.change(None).await?;
        let message = write.practice().randomness.id();
        let files = files::take(&write, write.chart(), HeldBy::Message, message).await?;
        let (subject, text) = match (check_subject(&letter.subject), check_body_beside(&letter.body, files.len())) {
            (Ok(subject), Ok(text)) => (subject, text),
            (subject, text) => return Err([subject.err(), text.err()].into_iter().flatten().collect::<Vec<_>>().into()),
        };
        let begun = Begun {
            purpose: Purpose::Talk,
            audience: letter.audience,
            subject: Some(&subject),
            assigned_to: Some(staff.member.id),
            announcement: None,
        };
        let row = begin(&write, author, begun).await?;
        let closes_at = closes_at(mode, Purpose::Talk, false, write.at());
        say(&write, &row, author, Said { id: message, body: &text, share: None, closes_at }).await?;
        drafts::forget(write.db(), write.chart(), Reader::Member { id: staff.member.id }).await?;
        tell_clients(&write, &row).await?;
        write.commit(Event::of(AuditAct::ConversationStarted).subject(row.id).detail(letter.audience.name())).await?;
        Ok(ConversationId(row.id))
    }
}

/// Which conversations of this chart somebody reads.
pub(crate) async fn audiences_in(chart: &InChart<'_, crate::actors::Staff>) -> Result<Vec<Audience>, Error> {
    let mut audiences = Vec::new();
    for audience in Audience::ALL {
        if chart.may(audience.act()).await? {
            audiences.push(audience);
        }
    }
    Ok(audiences)
}

/// Whether they read the conversation of that message.
pub(crate) async fn is_read_by(chart: &InChart<'_, crate::actors::Staff>, message: Uuid) -> Result<bool, Error> {
    let Some(message) = chart.find::<messages::Entity>(message).await? else { return Ok(false) };
    let Some(row) = chart.find::<conversations::Entity>(message.conversation_id).await? else { return Ok(false) };
    chart.may(row.audience.0.act()).await
}

/// Whether somebody can read what is written to the client of this chart.
pub(super) async fn has_readers(chart: &InChart<'_, crate::actors::Staff>) -> Result<bool, Error> {
    Ok(!invites::readers(chart, Scope::Messages, chart.practice().clock.now()).await?.is_empty())
}

/// What this writer has begun in a place.
pub(super) async fn draft<A: Enters>(chart: &InChart<'_, A>, place: Uuid, writer: Reader) -> Result<Option<Letter>, Error> {
    let Some(row) = drafts::find(chart, place, writer).await? else { return Ok(None) };
    let typed: [String; 3] = chart.practice().sealer.open_value(Place("message_drafts.typed", row.id), &row.typed)?;
    let [to, subject, body] = typed;
    Ok(Some(Letter { to, subject, body }))
}

/// A draft is no longer than this, in bytes.
pub(super) const LONGEST_DRAFT: usize = 50_000;

/// Keeps it, in place of what was kept there. Nobody did anything yet, so no line tells of it.
pub(super) async fn keep<A: Enters>(chart: &InChart<'_, A>, place: Uuid, writer: Reader, letter: &Letter) -> Result<(), Error> {
    let practice = chart.practice();
    let typed = [letter.to.as_str(), letter.subject.as_str(), letter.body.as_str()];
    let size: usize = typed.iter().map(|part| part.len()).sum();
    if size > LONGEST_DRAFT {
        return Err(Refusal::BodyTooLong.into());
    }
    let (account_id, staff_id) = match writer {
        Reader::Account { id, .. } => (Some(id), None),
        Reader::Member { id } => (None, Some(id)),
    };
    let id = practice.randomness.id();
    let tx = practice.db.housekeeping().await?;
    if letter.subject.is_empty() && letter.body.is_empty() {
        drafts::forget(&*tx, place, writer).await?;
    } else {
        let row = drafts::ActiveModel {
            id: Set(id),
            chart_id: Set(chart.chart()),
            place_id: Set(place),
            account_id: Set(account_id),
            staff_id: Set(staff_id),
            typed: Set(practice.sealer.seal_value(Place("message_drafts.typed", id), &typed)),
            kept_at: Set(practice.clock.now()),
        };
        drafts::keep(&*tx, row, place, writer).await?;
    }
    Ok(tx.commit().await?)
}
