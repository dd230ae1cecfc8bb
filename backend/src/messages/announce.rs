//! An **Announcement**: one letter to many, each in a conversation of their own.
//!
//! Sending is one short write: it takes the letter away from who wrote it, and notes who waits for it. Then each chart is held by itself
//! while the letter begins its conversation and the chart leaves that list. Whatever ends the process in between, a job hands over the
//! rest; and nobody gets it twice, because both take the chart off the list in the same transaction.

use super::{
    compose::LONGEST_DRAFT,
    expectations,
    groups::person,
    inbox::StaffMessages,
    table::{
        announcements::{self, Seen},
        conversations,
        groups::{self, letters},
        readings,
    },
    tell::tell_clients,
    write::{Author, Begun, Said, begin, say},
};
use crate::{
    actors::Staff,
    audit::Event,
    dates,
    error::Error,
    in_chart::{Enters, InChart, Within},
    practice::Practice,
    sealing::Place,
    sign_in::{self, Member},
    stored::By,
    system::System,
};
use chrono::Duration;
use domain::{
    audit::AuditAct,
    ids::GroupId,
    messages::{
        AnnouncementLine, AnnouncementReview, Announcing, Audience, GroupLetter, PAGE_LIMIT, Purpose, Refusal, check_body, check_subject,
    },
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use uuid::Uuid;

/// What was sent so lately may still be under way by itself.
const GRACE: Duration = Duration::minutes(2);
/// So many announcements are finished in one go.
const PORTION: u64 = 10;
const MOST_PAGES: u32 = 1_000;

/// A letter, and who gets it.
struct Weighed<'a> {
    letter: Uuid,
    gets: Vec<InChart<'a, Staff>>,
    review: AnnouncementReview,
}

impl StaffMessages<'_> {
    /// The page on which one writes to a group.
    pub async fn announcing(&self, id: GroupId) -> Result<Announcing, Error> {
        let (staff, row) = (self.0, self.group_row(id).await?);
        let db = staff.practice.db.read();
        let letter = match letters::find(db, row.id, staff.member.id).await? {
            Some(letter) => Some(open_letter(&staff.practice, &letter)?),
            None => None,
        };
        let people = groups::charts_in(db, row.id).await?.len() as u64;
        staff.record(Event::of(AuditAct::ComposingOpened).subject(row.id)).await?;
        let expects = expectations(&staff.practice_settings().await?);
        Ok(Announcing { id, name: row.name, people, audiences: self.audiences(), letter, expects })
    }

    /// Keeps what one is writing, and refuses it where it is to be looked at and cannot be sent. Nobody did anything yet.
    pub async fn write_announcement(&self, id: GroupId, letter: &GroupLetter, to_be_sent: bool) -> Result<(), Error> {
        let (staff, row) = (self.0, self.group_row(id).await?);
        if !self.audiences().contains(&letter.audience) {
            return Err(staff.not_found("messages.audience", None).await);
        }
        if letter.subject.len() + letter.body.len() > LONGEST_DRAFT {
            return Err(Refusal::BodyTooLong.into());
        }
        let practice = &staff.practice;
        let (id, now) = (practice.randomness.id(), practice.clock.now());
        let typed = practice.sealer.seal_value(Place("announcement_drafts.typed", id), &[&letter.subject, &letter.body]);
        let kept = letters::Model { id, list_id: row.id, staff_id: staff.member.id, audience: By(letter.audience), typed, kept_at: now };
        let tx = practice.db.housekeeping().await?;
        if groups::for_update(&*tx, row.id).await?.is_none() {
            tx.rollback().await?;
            return Err(staff.not_found("messages.group", None).await);
        }
        letters::keep(&*tx, kept).await?;
        groups::change(&*tx, row.id, None, now).await?;
        tx.commit().await?;
        if to_be_sent {
            let wrong = [check_subject(&letter.subject).err(), check_body(&letter.body).err()];
            let wrong: Vec<Refusal> = wrong.into_iter().flatten().collect();
            if !wrong.is_empty() {
                return Err(wrong.into());
            }
        }
        Ok(())
    }

    /// Who gets what one has written, and who does not, and why. None where nothing is there to be sent.
    pub async fn review(&self, id: GroupId) -> Result<Option<AnnouncementReview>, Error> {
        let row = self.group_row(id).await?;
        let weighed = self.weigh(&row).await?;
        self.0.record(Event::of(AuditAct::GroupsOpened).subject(row.id)).await?;
        Ok(weighed.map(|weighed| weighed.review))
    }

    async fn weigh(&self, row: &groups::Model) -> Result<Option<Weighed<'_>>, Error> {
        let staff = self.0;
        let Some(kept) = letters::find(staff.practice.db.read(), row.id, staff.member.id).await? else { return Ok(None) };
        let letter = open_letter(&staff.practice, &kept)?;
        let (Ok(subject), Ok(body)) = (check_subject(&letter.subject), check_body(&letter.body)) else { return Ok(None) };
        let letter = GroupLetter { audience: letter.audience, subject, body };
        let today = self.today().await?;
        let (entered, hidden) = self.people_in(row).await?;
        let mut seen = Sha256::new().chain_update(kept.id);
        let (mut gets, mut people, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        for chart in entered {
            let (who, verdict) = (person(&chart, today)?, self.verdict(&chart, letter.audience).await?);
            seen.update(chart.chart());
            seen.update([u8::from(verdict.is_ok())]);
            match verdict {
                Ok(()) => {
                    people.push(who);
                    gets.push(chart);
                }
                Err(refusal) => left_out.push((who, refusal)),
            }
        }
        let seen = hex::encode(seen.finalize());
        let review = AnnouncementReview { id: GroupId(row.id), name: row.name.clone(), letter, gets: people, left_out, hidden, seen };
        Ok(Some(Weighed { letter: kept.id, gets, review }))
    }

    /// Whether this chart gets it: where one reads that audience, and could begin a conversation.
    async fn verdict(&self, chart: &InChart<'_, Staff>, audience: Audience) -> Result<Result<(), Refusal>, Error> {
        match chart.may(audience.act()).await? {
            true => self.may_start(chart).await,
            false => Ok(Err(Refusal::OutOfReach)),
        }
    }

    /// Sends what was looked at to whom it was looked at, and returns to how many.
    pub async fn announce(&self, id: GroupId, seen: &str) -> Result<u64, Error> {
        let (staff, row) = (self.0, self.group_row(id).await?);
        let practice = &staff.practice;
        let Weighed { letter, gets, review } = self.weigh(&row).await?.ok_or(Refusal::NothingToAnnounce)?;
        if review.seen != seen {
            return Err(Refusal::ReviewAgain.into());
        }
        if gets.is_empty() {
            return Err(Refusal::NobodyGetsIt.into());
        }
        let (id, many) = (practice.randomness.id(), gets.len() as u64);
        let GroupLetter { audience, subject, body } = review.letter;
        let write = staff.write().await?;
        if !letters::take(&*write, letter).await? {
            return Err(Refusal::NothingToAnnounce.into());
        }
        let announcement = announcements::Model {
            id,
            staff_id: staff.member.id,
            from_name: staff.member.signed_name(),
            audience: By(audience),
            subject: practice.sealer.seal(Place("announcements.subject", id), subject.as_bytes()),
            letter: Some(practice.sealer.seal_value(Place("announcements.letter", id), &[subject.as_str(), body.as_str()])),
            recipients: many as i32,
            sent_at: write.at(),
        };
        announcements::announce(&*write, announcement.clone(), gets.iter().map(Within::chart)).await?;
        if row.name.is_empty() {
            groups::delete(&*write, vec![row.id]).await?;
        }
        write.commit(Event::of(AuditAct::Announced).subject(id).detail(many.to_string())).await?;
        // From here on it is sent, whatever happens: what is not handed over now, the job hands over.
        if let Err(error) = hand_over_all(practice, &announcement, &staff.member, &gets).await {
            tracing::warn!(announcement = %id, %error, "an announcement is handed over to the rest later");
        }
        Ok(many)
    }

    /// A page of what was announced: by oneself, or by anybody in an audience that one reads of everybody.
    pub(super) async fn announced(&self, page: u32) -> Result<(Vec<AnnouncementLine>, bool, u32), Error> {
        let staff = self.0;
        let db = staff.practice.db.read();
        let audiences = self.audiences();
        let whole = audiences.iter().copied().filter(|audience| staff.clinicians_for(audience.act()).is_none()).collect();
        let page = page.clamp(1, MOST_PAGES);
        let seen = Seen { member: staff.member.id, audiences, whole };
        let mut rows = announcements::newest(db, &seen, u64::from(page - 1) * PAGE_LIMIT, PAGE_LIMIT + 1).await?;
        let more = rows.len() as u64 > PAGE_LIMIT;
        rows.truncate(PAGE_LIMIT as usize);
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let arrived: HashMap<Uuid, i64> = conversations::of_announcements(db, &ids, false).await?.into_iter().collect();
        let answered: HashMap<Uuid, i64> = conversations::of_announcements(db, &ids, true).await?.into_iter().collect();
        let read: HashMap<Uuid, i64> = readings::of_announcements(db, &ids).await?.into_iter().collect();
        let zone = dates::zone(&staff.practice_settings().await?.zone);
        let line = |row: announcements::Model| -> Result<AnnouncementLine, Error> {
            let subject = staff.practice.sealer.open(Place("announcements.subject", row.id), &row.subject)?;
            let many = |counts: &HashMap<Uuid, i64>| counts.get(&row.id).copied().unwrap_or_default() as u64;
            Ok(AnnouncementLine {
                subject: String::from_utf8_lossy(&subject).into_owned(),
                audience: row.audience.0,
                at: dates::moment(row.sent_at, zone),
                recipients: row.recipients as u64,
                arrived: many(&arrived),
                read: many(&read),
                answered: many(&answered),
                from: row.from_name,
            })
        };
        Ok((rows.into_iter().map(line).collect::<Result<_, Error>>()?, more, page))
    }
}

fn open_letter(practice: &Practice, row: &letters::Model) -> Result<GroupLetter, Error> {
    let [subject, body]: [String; 2] = practice.sealer.open_value(Place("announcement_drafts.typed", row.id), &row.typed)?;
    Ok(GroupLetter { audience: row.audience.0, subject, body })
}

impl System {
    /// Hands announcements over to whom they have not reached. Done twice, it changes nothing more.
    pub async fn deliver_announcements(&self) -> Result<(), Error> {
        let practice = &self.practice;
        let db = practice.db.read();
        for announcement in announcements::under_way(db, practice.clock.now() - GRACE, PORTION).await? {
            let Some(author) = sign_in::member(db, announcement.staff_id).await? else { continue };
            let waiting = announcements::charts_waiting(db, announcement.id).await?;
            let charts: Vec<_> = waiting.into_iter().map(|chart| self.chart(chart)).collect();
            hand_over_all(practice, &announcement, &author, &charts).await?;
        }
        Ok(())
    }
}

/// Hands it to each of these, and lets go of the letter once nobody waits for it.
async fn hand_over_all<A: Enters>(
    practice: &Practice,
    announcement: &announcements::Model,
    author: &Member,
    charts: &[InChart<'_, A>],
) -> Result<(), Error> {
    let Some(sealed) = &announcement.letter else { return Ok(()) };
    let letter: [String; 2] = practice.sealer.open_value(Place("announcements.letter", announcement.id), sealed)?;
    let mut failed = None;
    for chart in charts {
        // One that cannot be reached now keeps nobody else waiting.
        if let Err(error) = hand_over(announcement, &letter, author, chart).await {
            failed = Some(error);
        }
    }
    if let Some(error) = failed {
        return Err(error);
    }
    let tx = practice.db.housekeeping().await?;
    if announcements::charts_waiting(&*tx, announcement.id).await?.is_empty() {
        announcements::all_have_it(&*tx, announcement.id).await?;
    }
    Ok(tx.commit().await?)
}

/// Begins the conversation of one chart with it. No clock starts, and nobody waits for us, before the client answers.
async fn hand_over<A: Enters>(
    announcement: &announcements::Model,
    [subject, body]: &[String; 2],
    author: &Member,
    chart: &InChart<'_, A>,
) -> Result<(), Error> {
    let write = chart.change(None).await?;
    if !announcements::take(&write, announcement.id).await? {
        return Ok(());
    }
    let begun = Begun {
        purpose: Purpose::Announcement,
        audience: announcement.audience.0,
        subject: Some(subject),
        assigned_to: Some(author.id),
        announcement: Some(announcement.id),
    };
    let row = begin(&write, Author::Practice(author), begun).await?;
    let said = Said { id: write.practice().randomness.id(), body, share: None, closes_at: None };
    say(&write, &row, Author::Practice(author), said).await?;
    tell_clients(&write, &row).await?;
    write.commit(Event::of(AuditAct::ConversationStarted).subject(row.id).detail(Purpose::Announcement.name())).await
}
