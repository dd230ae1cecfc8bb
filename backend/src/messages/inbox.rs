//! The office's **Inbox**: what clients wrote, within one's reach, and who has the word.

use super::{
    subject,
    table::{
        conversations::{self, Assigned, Look, Shown as Which},
        readings::Reader,
    },
};
use crate::{
    actors::Staff,
    audit::Event,
    charts::{self, Chart},
    dates,
    error::Error,
    sign_in,
};
use domain::{
    audit::AuditAct,
    ids::{ChartId, ConversationId},
    messages::{Audience, MOST_ON_A_BADGE, MOST_WAITING, OfficeInbox, OfficeLine, PAGE_LIMIT, Shown, Sorted, Whose},
};
use sea_orm::Order;
use std::collections::HashMap;
use uuid::Uuid;

/// Nobody counts further.
const COUNTED: u64 = 1_001;

/// Conversations with clients, in the hands of somebody who reads some of them.
pub struct StaffMessages<'a>(pub(super) &'a Staff);

impl Staff {
    /// Conversations with clients: those of the audiences that one's roles read.
    pub async fn messages(&self) -> Result<StaffMessages<'_>, Error> {
        let room = StaffMessages(self);
        if room.audiences().is_empty() {
            self.record(Event::denied("messages")).await?;
            return Err(Error::NotAllowed);
        }
        Ok(room)
    }
}

/// Whether one's roles read any conversations.
pub(crate) fn reads_any(staff: &Staff) -> bool {
    !StaffMessages(staff).audiences().is_empty()
}

/// How many conversations hold something that one has not read and nobody has answered: one's own, and nobody's. Each page of the
/// office asks this, so it counts no further than a badge shows.
pub(crate) async fn count_unread_of_staff(staff: &Staff) -> Result<u64, Error> {
    let room = StaffMessages(staff);
    let db = staff.practice.db.read();
    let most = MOST_ON_A_BADGE + 1;
    let own = room.look(Whose::Mine, Which::Unread).count(db, most).await?;
    Ok(own + room.look(Whose::Unassigned, Which::Unread).count(db, most - own).await?)
}

impl StaffMessages<'_> {
    /// What one's roles read at all.
    pub(super) fn audiences(&self) -> Vec<Audience> {
        Audience::ALL.into_iter().filter(|audience| self.0.rights.may(audience.act())).collect()
    }

    fn look(&self, whose: Whose, shown: Which) -> Look {
        let reach = self.audiences().into_iter().map(|audience| (audience, self.0.clinicians_for(audience.act()).map(<[Uuid]>::to_vec)));
        let assigned = match whose {
            Whose::Mine => Assigned::To(self.0.answering.clone()),
            Whose::Team => Assigned::Anybody,
            Whose::Unassigned => Assigned::Nobody,
        };
        Look { reach: reach.collect(), assigned, shown, reader: self.0.member.id }
    }

    /// Everything within one's reach.
    pub(super) fn look_at_all(&self) -> Look {
        self.look(Whose::Team, Which::All)
    }

    /// A page of the **Inbox**.
    pub async fn inbox(&self, whose: Whose, shown: Shown, sorted: Sorted, page: u32) -> Result<OfficeInbox, Error> {
        let staff = self.0;
        let db = staff.practice.db.read();
        let (page, many) = (page.clamp(1, MOST_PAGES), PAGE_LIMIT as usize);
        let skip = (page as usize - 1) * many;
        let find = async |which: Which, skip: usize, many: usize| {
            let order = match (sorted, &which) {
                (Sorted::ByWaiting, Which::Waiting | Which::Unread) => Order::Asc,
                _ => Order::Desc,
            };
            self.look(whose, which).find(db, skip, many, order).await
        };
        let (mut waiting, mut others) = match shown {
            // Who waits stands on the first page, however many they are; the others follow page by page.
            Shown::Open if page == 1 => (find(Which::Waiting, 0, MOST_WAITING as usize).await?, find(Which::Others, 0, many + 1).await?),
            Shown::Open => (Vec::new(), find(Which::Others, skip, many + 1).await?),
            Shown::Waiting => (find(Which::Waiting, skip, many + 1).await?, Vec::new()),
            Shown::Unread => (find(Which::Unread, skip, many + 1).await?, Vec::new()),
            Shown::Closed => (Vec::new(), find(Which::Closed, skip, many + 1).await?),
        };
        let more = others.len() > many || (shown != Shown::Open && waiting.len() > many);
        others.truncate(many);
        if shown != Shown::Open {
            waiting.truncate(many);
        }
        let mut counts = [0; 3];
        for (count, whose) in counts.iter_mut().zip(Whose::ALL) {
            // What is open: each part has an index of its own.
            for which in [Which::Waiting, Which::Others] {
                *count += self.look(whose, which).count(db, COUNTED - *count).await?;
            }
        }
        let inbox = OfficeInbox {
            shown: (whose, shown),
            counts,
            waiting: self.lines(waiting).await?,
            others: self.lines(others).await?,
            more,
            page,
            sorted,
        };
        if staff.origin.by_hand {
            staff.record(Event::of(AuditAct::ConversationsListed)).await?;
        }
        Ok(inbox)
    }

    pub(super) async fn lines(&self, rows: Vec<conversations::Model>) -> Result<Vec<OfficeLine>, Error> {
        let staff = self.0;
        let (practice, db) = (&staff.practice, staff.practice.db.read());
        let zone = dates::zone(&staff.practice_settings().await?.zone);
        let charts = charts::by_ids(db, rows.iter().map(|row| row.chart_id).collect()).await?;
        let charts: HashMap<Uuid, Chart> = charts.into_iter().map(|chart| (chart.id, chart)).collect();
        let people = sign_in::members(db, rows.iter().filter_map(|row| row.assigned_to).collect()).await?;
        let people: HashMap<Uuid, String> = people.into_iter().map(|member| (member.id, member.signed_name())).collect();
        let reader = Reader::Member { id: staff.member.id };
        let unread = conversations::with_unread(db, rows.iter().map(|row| row.id).collect(), reader).await?;
        let line = |row: conversations::Model| -> Result<OfficeLine, Error> {
            Ok(OfficeLine {
                id: ConversationId(row.id),
                chart: ChartId(row.chart_id),
                client: charts.get(&row.chart_id).map(Chart::listed_name).unwrap_or_default(),
                subject: subject(practice, &row)?,
                purpose: row.purpose.0,
                audience: row.audience.0,
                assigned: row.assigned_to.map(|id| people.get(&id).cloned().unwrap_or_default()),
                at: dates::moment(row.latest_at, zone),
                waiting: row.waiting_since.map(|at| dates::moment(at, zone)),
                closes: row.closes_at.map(|at| dates::moment(at, zone)),
                closed: row.closed_at.is_some(),
                unread: unread.contains(&row.id),
                from: row.latest_from,
            })
        };
        rows.into_iter().map(line).collect()
    }
}

/// Nobody turns further pages.
const MOST_PAGES: u32 = 1_000;
