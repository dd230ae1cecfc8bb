//! **Messages** in the portal: the list, a conversation, answering, beginning one.

use super::{
    body, expectations, reader, standing, subject,
    table::{conversations, drafts, messages, readings},
    tell::tell_staff,
    write::{Author, Begun, Said, begin, say},
};
use crate::{
    actors::Client,
    audit::Event,
    charts, dates,
    documents::Links,
    error::Error,
    events::Happening,
    files,
    in_chart::{InChart, Within},
    secrets::sha256_of_parts,
    sign_in,
};
use chrono_tz::Tz;
use domain::{
    audit::AuditAct,
    events::EventKind,
    files::HeldBy,
    ids::{ConversationId, ShareId, StaffId},
    invites::Scope,
    messages::{
        Answering, Audience, Beginning, Conversation, ConversationLine, Inbox, Letter, MessageLine, Mode, PAGE_LIMIT, Purpose, Recipient,
        Refusal, Starting, check_body_beside, check_subject, read_recipient,
    },
    settings::PracticeSettings,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// **Messages**, for the client of a chart.
pub struct ClientMessages<'a> {
    pub(super) client: &'a Client,
    pub(super) chart: InChart<'a, Client>,
    settings: PracticeSettings,
}

impl<'a> ClientMessages<'a> {
    pub(super) fn new(client: &'a Client, chart: InChart<'a, Client>, settings: PracticeSettings) -> Self {
        Self { client, chart, settings }
    }

    fn mode(&self) -> Mode {
        self.settings.communications.mode
    }

    pub(super) fn zone(&self) -> Tz {
        dates::zone(&self.settings.zone)
    }

    /// The list: what is unread first, then the newest first, page by page below a line of it.
    pub async fn inbox(&self, below: Option<ConversationId>) -> Result<Inbox, Error> {
        let after = match below {
            Some(id) => self.chart.one::<conversations::Entity>(id).await?.place(),
            None => None,
        };
        let reader = reader(self.client);
        let mut rows = Vec::new();
        if below.is_none() {
            rows = conversations::unread(&self.chart, reader, PAGE_LIMIT).await?;
        }
        let first: HashSet<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut newest = conversations::newest(&self.chart, after, PAGE_LIMIT + 1).await?;
        let more = newest.len() as u64 > PAGE_LIMIT;
        newest.truncate(PAGE_LIMIT as usize);
        let older = newest.last().filter(|_| more).map(|row| ConversationId(row.id));
        rows.extend(newest.into_iter().filter(|row| !first.contains(&row.id)));
        let conversations = self.lines(rows).await?;
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::ConversationsListed)).await?;
        }
        let (starting, requests) = (self.mode().starting(), Purpose::REQUESTS.to_vec());
        let records = self.client.grant.has_scope(Scope::Documents);
        Ok(Inbox { conversations, older, starting, requests, records })
    }

    pub(super) async fn lines(&self, rows: Vec<conversations::Model>) -> Result<Vec<ConversationLine>, Error> {
        let reader = reader(self.client);
        let mut unread: HashMap<Uuid, u32> = HashMap::new();
        for (conversation, ..) in messages::unread(&self.chart, reader).await? {
            *unread.entry(conversation).or_default() += 1;
        }
        let begun: HashSet<Uuid> = drafts::of_writer(&self.chart, reader).await?.into_iter().collect();
        let own = self.client.account.full_name();
        let line = |row: conversations::Model| -> Result<ConversationLine, Error> {
            Ok(ConversationLine {
                unread: unread.get(&row.id).copied().unwrap_or_default(),
                id: ConversationId(row.id),
                subject: subject(&self.client.practice, &row)?,
                at: dates::moment(row.latest_at, self.zone()),
                closed: row.closed_at.is_some(),
                draft: begun.contains(&row.id),
                from: (row.newest_of_client < row.newest || row.latest_from != own).then_some(row.latest_from),
            })
        };
        rows.into_iter().map(line).collect()
    }

    /// Opens a conversation, at its end or before that message. What is shown is read from this moment on: not what cannot be opened,
    /// and so was never seen.
    pub async fn open(&self, id: ConversationId, before: Option<u32>) -> Result<Conversation, Error> {
        let row = self.chart.one::<conversations::Entity>(id).await?;
        let reader = reader(self.client);
        let read = readings::up_to(&self.chart, row.id, reader).await?;
        let rows = messages::of_conversation(&self.chart, row.id, before.map(|number| number as i32), PAGE_LIMIT).await?;
        let (first, last) = (rows.first().map_or(1, |row| row.number), rows.last().map_or(0, |row| row.number));
        let receipts = readings::of_conversation(&self.chart, row.id, first).await?;
        let links = self.links(&rows).await?;
        let files = files::held(&self.chart, HeldBy::Message, rows.iter().map(|row| row.id).collect()).await?;
        let line = |message: &messages::Model| -> Result<MessageLine, Error> {
            let seen = receipts.iter().find(|reading| reading.staff_id.is_some() && reading.number >= message.number);
            let of_practice = message.from_staff_id.is_some();
            Ok(MessageLine {
                number: message.number as u32,
                own: message.from_account_id == Some(self.client.account.id),
                of_practice,
                from: message.from_name.clone(),
                at: dates::moment(message.sent_at, self.zone()),
                body: body(&self.client.practice, message)?,
                new: of_practice && message.number > read && message.settled_at.is_none(),
                read: seen.filter(|_| !of_practice).map(|reading| dates::moment(reading.at, self.zone())),
                files: files.get(&message.id).cloned().unwrap_or_default(),
                asks_for: message.share_id.map(ShareId),
                document: message.share_id.and_then(|share| links.documents.get(&share).cloned()),
                taken_back: message.share_id.is_some_and(|share| links.taken_back.contains(&share)),
            })
        };
        let lines = rows.iter().map(line).collect::<Result<_, Error>>()?;
        let mut with = messages::writers(&self.chart, row.id, MOST_WRITERS).await?;
        if with.is_empty() {
            with.extend(self.who_answers(&row).await?);
        }
        let draft = self.draft(row.id).await?.map(|letter| letter.body);
        let opened = Conversation {
            id,
            subject: subject(&self.client.practice, &row)?,
            with,
            messages: lines,
            earlier: (first - 1).max(0) as u32,
            older_page: before.is_some() && last < row.newest,
            today: dates::today(self.client.practice.clock.now(), self.zone()),
            answering: Answering::of(self.mode(), standing(&row)),
            closed: row.closed_why.zip(row.closed_at).map(|(why, at)| (why.0, dates::moment(at, self.zone()))),
            expects: expectations(&self.settings),
            draft,
            pending: files::of_draft(&self.chart, row.id).await?,
        };
        // What a page that stands open asks for by itself is no opening: only what it reads anew is told.
        let by_hand = self.client.origin.by_hand;
        let act = if by_hand { AuditAct::ConversationOpened } else { AuditAct::MessagesRead };
        let event = Event::of(act).subject(row.id);
        if last > read {
            let write = self.chart.change(None).await?;
            readings::read(&write, write.practice().randomness.id(), row.id, reader, last).await?;
            write.tell(Happening::of(EventKind::of_reading(row.audience.0)).subject(row.id).account(Some(self.client.account.id)));
            write.commit(event).await?;
        } else if by_hand {
            self.client.record(event).await?;
        }
        Ok(opened)
    }

    /// Answers in a conversation.
    pub async fn reply(&self, id: ConversationId, text: &str) -> Result<(), Error> {
        let (write, row) = self.chart.change(None).await?.one::<conversations::Entity>(id).await?;
        Answering::of(self.mode(), standing(&row)).check()?;
        let message = write.practice().randomness.id();
        let files = files::take(&write, row.id, HeldBy::Message, message).await?;
        let text = check_body_beside(text, files.len())?;
        say(&write, &row, Author::Client(&self.client.account), Said { id: message, body: &text, share: None, closes_at: None }).await?;
        drafts::forget(write.db(), row.id, reader(self.client)).await?;
        tell_staff(&write, &row).await?;
        write.commit(Event::of(AuditAct::MessageSent).subject(row.id)).await
    }

    /// The page on which one begins a conversation, or asks for something that one may ask for in every mode.
    pub async fn beginning(&self, purpose: Purpose) -> Result<Beginning, Error> {
        let to = match purpose {
            Purpose::Talk => self.recipients().await?,
            _ if purpose.is_request() => Vec::new(),
            _ => return Err(self.chart.not_found("messages.begin").await),
        };
        let place = place(self.chart.chart(), purpose);
        let (draft, pending) = (self.draft(place).await?, files::of_draft(&self.chart, place).await?);
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::ComposingOpened)).await?;
        }
        Ok(Beginning { purpose, to, expects: expectations(&self.settings), draft, place, pending })
    }

    /// Begins it.
    pub async fn begin(&self, purpose: Purpose, letter: &Letter) -> Result<ConversationId, Error> {
        let (audience, assigned_to) = match purpose {
            Purpose::Talk => self.addressed(&letter.to).await?,
            _ if purpose.is_request() => (purpose.audience(), None),
            _ => return Err(self.chart.not_found("messages.begin").await),
        };
        let subject = match purpose {
            Purpose::Talk => check_subject(&letter.subject),
            _ => Ok(purpose.label().to_owned()),
        };
        let author = Author::Client(&self.client.account);
        let write = self.chart.change(None).await?;
        let (place, message) = (place(write.chart(), purpose), write.practice().randomness.id());
        let files = files::take(&write, place, HeldBy::Message, message).await?;
        let (subject, text) = match (subject, check_body_beside(&letter.body, files.len())) {
            (Ok(subject), Ok(text)) => (subject, text),
            (subject, text) => return Err([subject.err(), text.err()].into_iter().flatten().collect::<Vec<_>>().into()),
        };
        let begun = Begun { purpose, audience, subject: Some(&subject), assigned_to, announcement: None };
        let row = begin(&write, author, begun).await?;
        say(&write, &row, author, Said { id: message, body: &text, share: None, closes_at: None }).await?;
        drafts::forget(write.db(), place, reader(self.client)).await?;
        tell_staff(&write, &row).await?;
        write.commit(Event::of(AuditAct::ConversationStarted).subject(row.id).detail(purpose.name())).await?;
        Ok(ConversationId(row.id))
    }

    /// To whom the mode lets this client write.
    async fn recipients(&self) -> Result<Vec<Recipient>, Error> {
        let starting = self.mode().starting();
        if starting == Starting::Nothing {
            return Ok(Vec::new());
        }
        let mut to: Vec<Recipient> =
            self.assigned().await?.into_iter().map(|member| Recipient::Person(StaffId(member.id), member.signed_name())).collect();
        if starting == Starting::WithAnyone {
            to.extend([Recipient::Desk(Audience::Administrative), Recipient::Desk(Audience::Billing)]);
        }
        Ok(to)
    }

    /// Those who treat this client and work here.
    async fn assigned(&self) -> Result<Vec<sign_in::Member>, Error> {
        let mut people = charts::in_care_team(&self.chart).await?;
        people.extend(self.chart.row().await?.primary_clinician_id);
        let mut members = sign_in::members(self.chart.db(), people).await?;
        let primary = self.chart.row().await?.primary_clinician_id;
        members.retain(|member| member.disabled_at.is_none());
        members.sort_by_key(|member| (Some(member.id) != primary, member.signed_name()));
        Ok(members)
    }

    async fn addressed(&self, to: &str) -> Result<(Audience, Option<Uuid>), Error> {
        let recipients = self.recipients().await?;
        if recipients.is_empty() && self.mode().starting() == Starting::Nothing {
            return Err(Refusal::NoStarting.into());
        }
        let to = read_recipient(to)?;
        let offered = recipients.iter().any(|recipient| match (recipient, to) {
            (Recipient::Person(offered, _), Ok(id)) => *offered == id,
            (Recipient::Desk(offered), Err(audience)) => *offered == audience,
            _ => false,
        });
        match to {
            _ if !offered => Err(Refusal::RecipientUnfit.into()),
            Ok(StaffId(id)) => Ok((Audience::Clinical, Some(id))),
            Err(audience) => Ok((audience, None)),
        }
    }

    /// Who is to answer, where nobody has written yet.
    async fn who_answers(&self, row: &conversations::Model) -> Result<Option<String>, Error> {
        let Some(id) = row.assigned_to else { return Ok(None) };
        Ok(sign_in::member(self.chart.db(), id).await?.map(|member| member.signed_name()))
    }

    async fn draft(&self, place: Uuid) -> Result<Option<Letter>, Error> {
        super::compose::draft(&self.chart, place, reader(self.client)).await
    }

    /// Keeps what one is writing, without doing anything: in a conversation, or for one that begins.
    pub async fn keep(&self, conversation: Option<ConversationId>, begins: Purpose, letter: &Letter) -> Result<(), Error> {
        let place = match conversation {
            Some(id) => self.chart.one::<conversations::Entity>(id).await?.id,
            None if begins == Purpose::Talk || begins.is_request() => place(self.chart.chart(), begins),
            None => return Err(self.chart.not_found("messages.begin").await),
        };
        super::compose::keep(&self.chart, place, reader(self.client), letter).await
    }

    /// The documents that these messages are about, if this person may see documents here.
    async fn links(&self, rows: &[messages::Model]) -> Result<Links, Error> {
        if !self.settings.features.documents || !self.client.grant.has_scope(Scope::Documents) {
            return Ok(Links::default());
        }
        let now = self.client.practice.clock.now();
        Links::of(&self.chart, rows.iter().filter_map(|row| row.share_id), &self.client.account.full_name(), now).await
    }
}

/// Where what begins a conversation is kept until it is sent: one place for each purpose, so that a letter about a bill does not go
/// along with a request for an appointment.
fn place(chart: Uuid, purpose: Purpose) -> Uuid {
    let mut place = [0; 16];
    place.copy_from_slice(&sha256_of_parts(&[chart.as_bytes(), purpose.name().as_bytes()])[..16]);
    Uuid::from_bytes(place)
}

/// So many of the practice are named at the head of a conversation.
const MOST_WRITERS: usize = 6;
