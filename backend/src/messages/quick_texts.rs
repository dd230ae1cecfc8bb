//! Quick texts: words that are written often. The practice's are for everybody who writes to clients, one's own for oneself.

use super::{
    compose,
    inbox::StaffMessages,
    table::{quick_texts, readings::Reader},
};
use crate::{
    actors::Staff,
    audit::Event,
    error::Error,
    in_chart::{InChart, Within},
    settings::StaffSettings,
};
use domain::{
    Act,
    audit::AuditAct,
    ids::{ChartId, ConversationId, QuickTextId},
    messages::{Letter, MOST_QUICK_TEXTS, QuickText, Refusal, added_below, check_quick_text},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// The practice's quick texts, or somebody's own, in the hands of who may change them.
pub struct QuickTexts<'a> {
    staff: &'a Staff,
    owner: Option<Uuid>,
}

impl StaffSettings<'_> {
    /// The practice's.
    pub fn quick_texts(&self) -> QuickTexts<'_> {
        QuickTexts { staff: self.0, owner: None }
    }
}

impl StaffMessages<'_> {
    /// One's own.
    pub fn quick_texts(&self) -> QuickTexts<'_> {
        QuickTexts { staff: self.0, owner: Some(self.0.member.id) }
    }

    /// Adds a quick text below what one is writing in a conversation, and keeps both.
    pub async fn insert(&self, id: ConversationId, quick: Option<QuickTextId>, written: &str) -> Result<(), Error> {
        let (chart, row) = self.enter(id).await?;
        let body = self.with_quick_text(&chart, quick, written).await?;
        compose::keep(&chart, row.id, Reader::Member { id: self.0.member.id }, &Letter { body, ..Letter::default() }).await
    }

    /// The same for what begins a conversation.
    pub async fn insert_into_letter(&self, id: ChartId, quick: Option<QuickTextId>, letter: Letter) -> Result<(), Error> {
        let chart = self.0.chart(id, Act::OpenChart).await?;
        if compose::audiences_in(&chart).await?.is_empty() {
            return Err(chart.not_found("messages").await);
        }
        let body = self.with_quick_text(&chart, quick, &letter.body).await?;
        compose::keep(&chart, chart.chart(), Reader::Member { id: self.0.member.id }, &Letter { body, ..letter }).await
    }

    async fn with_quick_text(&self, chart: &InChart<'_, Staff>, quick: Option<QuickTextId>, written: &str) -> Result<String, Error> {
        let chosen = to_choose(chart).await?.into_iter().find(|text| Some(text.id) == quick);
        let chosen = chosen.ok_or(Refusal::QuickTextMissing)?;
        Ok(added_below(&written.replace("\r\n", "\n"), &chosen.words))
    }
}

impl QuickTexts<'_> {
    pub async fn list(&self) -> Result<Vec<QuickText>, Error> {
        let rows = quick_texts::of(self.staff.practice.db.read(), self.owner).await?;
        self.staff.record(Event::of(AuditAct::SettingsOpened).detail(format!("quick texts: {}", self.whose()))).await?;
        Ok(by_name(rows))
    }

    /// A new one; or, where there is one of that id, in its place.
    pub async fn save(&self, id: Option<QuickTextId>, name: &str, words: &str) -> Result<(), Error> {
        let (title, words) = check_quick_text(name, words)?;
        let write = self.staff.write().await?;
        let known = quick_texts::of(&*write, self.owner).await?;
        if id.is_none() && known.len() >= MOST_QUICK_TEXTS {
            return Err(Refusal::QuickTextsFull.into());
        }
        if let Some(QuickTextId(id)) = id
            && !known.iter().any(|row| row.id == id)
        {
            drop(write);
            return Err(self.staff.not_found("messages.quick_text", None).await);
        }
        let new = self.staff.practice.randomness.id();
        let row = quick_texts::ActiveModel {
            id: Set(id.map_or(new, Into::into)),
            staff_id: Set(self.owner),
            title: Set(title),
            words: Set(words),
            changed_at: Set(self.staff.practice.clock.now()),
        };
        let row = if id.is_some() { row.update(&*write).await? } else { row.insert(&*write).await? };
        Ok(write.commit(Event::of(AuditAct::QuickTextSaved).subject(row.id).detail(self.whose())).await?)
    }

    pub async fn remove(&self, id: QuickTextId) -> Result<(), Error> {
        let write = self.staff.write().await?;
        if !quick_texts::forget(&*write, self.owner, id.0).await? {
            drop(write);
            return Err(self.staff.not_found("messages.quick_text", None).await);
        }
        Ok(write.commit(Event::of(AuditAct::QuickTextRemoved).subject(id).detail(self.whose())).await?)
    }

    fn whose(&self) -> &'static str {
        if self.owner.is_some() { "own" } else { "practice" }
    }
}

/// What this member of staff can choose from, as it is written to the client of a chart.
pub(super) async fn to_choose(chart: &InChart<'_, Staff>) -> Result<Vec<QuickText>, Error> {
    let rows = quick_texts::for_member(chart.db(), chart.actor().member.id).await?;
    let client = chart.row();
    let first_name = client.preferred_name.as_ref().unwrap_or(&client.first_name);
    Ok(by_name(rows).into_iter().map(|text| text.filled(first_name)).collect())
}

fn by_name(rows: Vec<quick_texts::Model>) -> Vec<QuickText> {
    let text = |row: quick_texts::Model| QuickText { id: QuickTextId(row.id), name: row.title, words: row.words };
    let mut texts: Vec<QuickText> = rows.into_iter().map(text).collect();
    texts.sort_by_cached_key(|text| (text.name.to_lowercase(), text.id));
    texts
}
