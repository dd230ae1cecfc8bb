//! A conversation in the office: reading it, answering, what staff say among themselves, and who answers.

use super::{
    away, body, compose, expectations,
    filing::{Filings, filed},
    inbox::StaffMessages,
    quick_texts, standing,
    table::{conversations, drafts, messages, notes, readings, readings::Reader},
    tell::{tell_clients, who_reads},
    write::{Author, Said, say},
};
use crate::{
    actors::Staff,
    audit::Event,
    band, charts, dates,
    documents::Links,
    error::Error,
    events::Happening,
    files,
    in_chart::{Change, InChart, Within},
    notices,
    sealing::Place,
    sign_in,
};
use chrono::NaiveDate;
use domain::{
    Act,
    audit::AuditAct,
    events::EventKind,
    files::HeldBy,
    ids::{ChartId, ConversationId, StaffId},
    messages::{
        Assignee, Closing, Letter, NoteLine, OfficeConversation, OfficeMessage, PAGE_LIMIT, Refusal, check_body, check_body_beside,
        closes_at, staff_writes,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use std::collections::HashMap;
use uuid::Uuid;

impl StaffMessages<'_> {
    fn reader(&self) -> Reader {
        Reader::Member { id: self.0.member.id }
    }

    /// The conversation, in its chart, where one reads its audience there.
    pub(super) async fn enter(&self, id: ConversationId) -> Result<(InChart<'_, Staff>, conversations::Model), Error> {
        let Some(chart) = conversations::chart_of(self.0.practice.db.read(), id.0).await? else {
            return Err(self.0.not_found("messages", None).await);
        };
        let chart = self.0.chart(ChartId(chart), Act::OpenChart).await?;
        let row = chart.one::<conversations::Entity>(id).await?;
        if chart.may(row.audience.0.act()).await? { Ok((chart, row)) } else { Err(chart.not_found("messages").await) }
    }

    /// The same, to change it: as it stands while the chart is held.
    async fn change(&self, id: ConversationId) -> Result<(Change<'_, Staff>, conversations::Model), Error> {
        let (chart, _) = self.enter(id).await?;
        chart.change(None).await?.one::<conversations::Entity>(id).await
    }

    /// Opens a conversation, at its end or before that message.
    pub async fn open(&self, id: ConversationId, before: Option<u32>) -> Result<OfficeConversation, Error> {
        let (chart, row) = self.enter(id).await?;
        let staff = self.0;
        let settings = staff.practice_settings().await?;
        let zone = dates::zone(&settings.zone);
        let read = readings::up_to(&chart, row.id, self.reader()).await?;
        let rows = messages::of_conversation(&chart, row.id, before.map(|number| number as i32), PAGE_LIMIT).await?;
        let (first, last) = (rows.first().map_or(1, |row| row.number), rows.last().map_or(0, |row| row.number));
        let receipts = readings::of_conversation(&chart, row.id, first).await?;
        let accounts = sign_in::accounts(chart.db(), receipts.iter().filter_map(|reading| reading.account_id)).await?;
        let names: HashMap<Uuid, String> = accounts.into_iter().map(|account| (account.id, account.full_name())).collect();
        let links = match chart.may(Act::ReadClinicalDocuments).await? {
            true => Links::of(&chart, rows.iter().filter_map(|row| row.share_id), "", chart.practice().clock.now()).await?,
            false => Links::default(),
        };
        let files = files::held(&chart, HeldBy::Message, rows.iter().map(|row| row.id).collect()).await?;
        let filings = Filings::of(&chart, row.id).await?;
        let line = |message: &messages::Model| -> Result<OfficeMessage, Error> {
            let of_practice = message.from_staff_id.is_some();
            let mut read_by: Vec<(String, domain::dates::Moment)> = Vec::new();
            for reading in receipts.iter().filter(|reading| of_practice && reading.number >= message.number) {
                let name = reading.account_id.and_then(|id| names.get(&id));
                if let Some(name) = name.filter(|name| !read_by.iter().any(|(known, _)| known == *name)) {
                    read_by.push((name.clone(), dates::moment(reading.at, zone)));
                }
            }
            Ok(OfficeMessage {
                number: message.number as u32,
                own: message.from_staff_id == Some(staff.member.id),
                of_practice,
                from: message.from_name.clone(),
                at: dates::moment(message.sent_at, zone),
                body: body(&staff.practice, message)?,
                new: !of_practice && message.number > read,
                read_by,
                files: files.get(&message.id).cloned().unwrap_or_default(),
                document: message.share_id.and_then(|share| links.documents.get(&share).cloned()),
                taken_back: message.share_id.is_some_and(|share| links.taken_back.contains(&share)),
                filed: filings.message(message).map(|filing| filed(filing, zone)),
            })
        };
        let messages = rows.iter().map(line).collect::<Result<_, Error>>()?;
        // What was said before the first message belongs to the first page.
        let from = if first <= 1 { 0 } else { first };
        let among_staff = notes::of_conversation(&chart, row.id, from, last.max(first)).await?;
        let note = |note: &notes::Model| -> Result<NoteLine, Error> {
            let words = staff.practice.sealer.open(Place("conversation_notes.body", note.id), &note.body)?;
            Ok(NoteLine {
                after: note.after_number as u32,
                from: note.from_name.clone(),
                at: dates::moment(note.at, zone),
                body: String::from_utf8_lossy(&words).into_owned(),
            })
        };
        let notes = among_staff.iter().map(note).collect::<Result<_, Error>>()?;
        let writing = self.may_write(&chart, &row).await?.into();
        let opened = OfficeConversation {
            banner: band::banner(&chart).await?,
            writing,
            closed: row.closed_why.zip(row.closed_at).map(|(why, at)| (why.0, dates::moment(at, zone))),
            assignees: self.assignees(&chart, &row).await?,
            assigned: row.assigned_to.map(StaffId),
            cover: self.cover(&row).await?,
            expects: expectations(&settings),
            draft: compose::draft(&chart, row.id, self.reader()).await?.map(|letter| letter.body),
            pending: files::of_draft(&chart, row.id).await?,
            quick: quick_texts::to_choose(&chart).await?,
            may_file: chart.may(Act::WriteNotes).await?,
            filed: filings.whole(row.newest).map(|filing| filed(filing, zone)),
            earlier: (first - 1).max(0) as u32,
            older_page: before.is_some() && last < row.newest,
            messages,
            notes,
            line: self.lines(vec![row.clone()]).await?.pop().ok_or(Error::NotFound)?,
        };
        // What a page that stands open asks for by itself is no opening: only what it reads anew is told.
        let by_hand = staff.origin.by_hand;
        let event = Event::of(if by_hand { AuditAct::ConversationOpened } else { AuditAct::MessagesRead }).subject(row.id);
        if last > read {
            let write = chart.change(None).await?;
            readings::read(&write, write.practice().randomness.id(), row.id, self.reader(), last).await?;
            write.tell(Happening::of(EventKind::MessagesSeen).subject(row.id).staff(staff.member.id));
            write.commit(event).await?;
        } else if by_hand {
            staff.record(event.chart(ChartId(row.chart_id))).await?;
        }
        Ok(opened)
    }

    /// Who stands in today for who is asked to answer, and until when.
    async fn cover(&self, row: &conversations::Model) -> Result<Option<(String, NaiveDate)>, Error> {
        let practice = &self.0.practice;
        let Some(asked) = row.assigned_to else { return Ok(None) };
        let cover = away::stands_in(practice.db.read(), asked, practice, practice.clock.now()).await?;
        if cover == asked {
            return Ok(None);
        }
        let until = away::absences_now(practice).await?.get(&asked).map(|(_, last, _)| *last);
        let name = sign_in::member(practice.db.read(), cover).await?.map(|member| member.signed_name());
        Ok(name.zip(until))
    }

    async fn may_write(&self, chart: &InChart<'_, Staff>, row: &conversations::Model) -> Result<Result<(), Refusal>, Error> {
        if !compose::has_readers(chart).await? {
            return Ok(Err(Refusal::NoReader));
        }
        let mode = self.0.practice_settings().await?.communications.mode;
        Ok(staff_writes(mode, charts::on_roster(chart).await?, standing(row)))
    }

    /// Answers in a conversation. Whoever answers what nobody was asked to answer, is asked from now on.
    pub async fn reply(&self, id: ConversationId, text: &str) -> Result<(), Error> {
        let (chart, _) = self.enter(id).await?;
        let (staff, mode) = (self.0, self.0.practice_settings().await?.communications.mode);
        let (write, row) = chart.clone().change(None).await?.one::<conversations::Entity>(id).await?;
        self.may_write(&chart, &row).await??;
        let closes_at = closes_at(mode, row.purpose.0, row.newest_of_client > 0, write.at());
        let message = write.practice().randomness.id();
        let files = files::take(&write, row.id, HeldBy::Message, message).await?;
        let text = check_body_beside(text, files.len())?;
        say(&write, &row, Author::Practice(&staff.member), Said { id: message, body: &text, share: None, closes_at }).await?;
        if row.assigned_to.is_none() {
            conversations::assign(&write, row.id, Some(staff.member.id)).await?;
        }
        drafts::forget(write.db(), row.id, self.reader()).await?;
        tell_clients(&write, &row).await?;
        write.commit(Event::of(AuditAct::MessageSent).subject(row.id)).await
    }

    /// Writes a note among staff below what was said so far.
    pub async fn note(&self, id: ConversationId, text: &str) -> Result<(), Error> {
        let text = check_body(text)?;
        let (write, row) = self.change(id).await?;
        let note = write.practice().randomness.id();
        notes::ActiveModel {
            id: Set(note),
            conversation_id: Set(row.id),
            chart_id: Set(write.chart()),
            after_number: Set(row.newest),
            staff_id: Set(self.0.member.id),
            from_name: Set(self.0.member.signed_name()),
            body: Set(write.practice().sealer.seal(Place("conversation_notes.body", note), text.as_bytes())),
            at: Set(write.at()),
        }
        .insert(write.db())
        .await?;
        write.commit(Event::of(AuditAct::ConversationNoted).subject(row.id)).await
    }

    /// Asks somebody to answer, or nobody in particular.
    pub async fn assign(&self, id: ConversationId, to: Option<StaffId>) -> Result<(), Error> {
        let (chart, row) = self.enter(id).await?;
        if let Some(to) = to
            && !self.assignees(&chart, &row).await?.iter().any(|assignee| assignee.id == to)
        {
            return Err(Refusal::AssigneeUnfit.into());
        }
        let write = chart.change(None).await?;
        conversations::assign(&write, row.id, to.map(Into::into)).await?;
        let who = to.map_or_else(|| "nobody".to_owned(), |to| to.to_string());
        write.commit(Event::of(AuditAct::ConversationAssigned).subject(row.id).detail(who)).await
    }

    /// Who works here and reads this conversation.
    async fn assignees(&self, chart: &InChart<'_, Staff>, row: &conversations::Model) -> Result<Vec<Assignee>, Error> {
        let (practice, primary) = (chart.practice(), chart.row().primary_clinician_id);
        let people = who_reads(chart, practice, primary, row.audience.0, practice.clock.now()).await?.into_iter();
        Ok(people.map(|member| Assignee { id: StaffId(member.id), name: member.signed_name() }).collect())
    }

    /// Nothing is left to answer: "thank you" needs no word.
    pub async fn settle(&self, id: ConversationId) -> Result<(), Error> {
        let (write, row) = self.change(id).await?;
        conversations::settle(&write, row.id).await?;
        notices::close_tasks(&write, notices::About::Conversation(row.id)).await?;
        write.commit(Event::of(AuditAct::ConversationSettled).subject(row.id)).await
    }

    /// Closes it: it stays to be read, on both sides.
    pub async fn close(&self, id: ConversationId) -> Result<(), Error> {
        let (write, row) = self.change(id).await?;
        if row.closed_at.is_some() {
            return Err(Refusal::Closed.into());
        }
        conversations::close(&write, &row, Closing::ByStaff).await?;
        notices::close_tasks(&write, notices::About::Conversation(row.id)).await?;
        write.tell(Happening::of(EventKind::of_messages(row.audience.0)).subject(row.id));
        write.commit(Event::of(AuditAct::ConversationClosed).subject(row.id).detail(Closing::ByStaff.name())).await
    }

    /// Opens it again.
    pub async fn reopen(&self, id: ConversationId) -> Result<(), Error> {
        let mode = self.0.practice_settings().await?.communications.mode;
        let (write, row) = self.change(id).await?;
        if row.closed_at.is_none() {
            return Err(Refusal::OpenAlready.into());
        }
        conversations::reopen(&write, &row, closes_at(mode, row.purpose.0, row.newest_of_client > 0, write.at())).await?;
        write.tell(Happening::of(EventKind::of_messages(row.audience.0)).subject(row.id));
        write.commit(Event::of(AuditAct::ConversationReopened).subject(row.id)).await
    }

    /// Keeps what one is writing to the client of a chart, before it is sent.
    pub async fn keep_letter(&self, chart: ChartId, letter: &Letter) -> Result<(), Error> {
        let (chart, _) = self.chart(chart).await?;
        compose::keep(&chart, chart.chart(), self.reader(), letter).await
    }

    /// Keeps what one is writing in a conversation.
    pub async fn keep(&self, id: ConversationId, text: &str) -> Result<(), Error> {
        let (chart, row) = self.enter(id).await?;
        compose::keep(&chart, row.id, self.reader(), &Letter { body: text.to_owned(), ..Letter::default() }).await
    }
}
