//! Home: what a person sees first. What needs them, then where everything is.

use crate::{
    activities,
    actors::Client,
    audit::Event,
    billing,
    charts::{self, Chart},
    dates, documents,
    error::Error,
    forms, information,
    invites::Grant,
    messages::{self, Unread},
};
use domain::{
    appointments::{MyAppointment, MyAppointments},
    audit::AuditAct,
    charts::folded,
    documents::{MyDocument, MyDocuments, ReaderState},
    events::ClientCounts,
    forms::{MyForm, Status},
    home::{Acting, Area, Dashboard, Frame, Need},
    ids::GrantId,
    invites::Scope,
    settings::PracticeSettings,
    sign_in::{Side, seconds_left},
};
use std::collections::HashMap;
use uuid::Uuid;

/// What waits is counted for no more people than this on one page.
const MOST_COUNTED: usize = 12;

/// What waits in one chart, and what its areas tell.
struct Today {
    unread: u32,
    documents: u32,
    forms: u32,
    to_do: u32,
    to_sign: u32,
    to_read: u32,
    appointments: Option<MyAppointments>,
    account: Option<billing::Standing>,
    needs: Vec<Need>,
}

impl Client {
    /// What stands around every page of the portal.
    pub async fn frame(&self) -> Result<Frame, Error> {
        let settings = self.practice_settings().await?;
        let unread = match self.reads_messages(&settings) {
            true => messages::count_unread(&self.chart(Scope::Messages).await?).await?,
            false => 0,
        };
        let charts = self.charts().await?;
        // Who acts for one person alone sees what waits on the Dashboard.
        let own = if self.grants.len() > 1 { self.today(&settings).await?.needs.len() as u32 } else { 0 };
        self.frame_with(&charts, settings, unread, own).await
    }

    /// The **Dashboard**.
    pub async fn dashboard(&self) -> Result<Dashboard, Error> {
        let settings = self.practice_settings().await?;
        let zone = dates::zone(&settings.zone);
        let Today { unread, documents, forms, to_do, to_sign, to_read, appointments, account, needs: own } = self.today(&settings).await?;
        let waits = own.len() as u32;
        let mut needs: Vec<Need> = self.offered.iter().map(|&grant| Need::Confirm { grant }).collect();
        needs.extend(own);
        let mut areas = Vec::new();
        if self.reads_messages(&settings) {
            let newest = messages::newest(&self.chart(Scope::Messages).await?, zone).await?;
            areas.push(Area::Messages { unread, newest });
        }
        if let Some(page) = &appointments {
            let (upcoming, waiting) = (page.upcoming.len() as u32, page.requests.len() as u32);
            let next = page.upcoming.first().map(|of| (of.at.clone(), of.clinician.clone()));
            areas.push(Area::Appointments { upcoming, waiting, may_request: page.may_request, next });
        }
        if self.grant.has_scope(Scope::Measures) {
            areas.push(Area::Activities { to_do });
        }
        if self.reads_documents(&settings) || self.fills_forms(&settings) {
            areas.push(Area::Documents { to_fill: forms, to_sign, to_read, total: documents + forms });
        }
        areas.extend(account.map(|of| Area::Account { balance_cents: of.balance_cents, last_paid: of.last_paid }));
        if self.sees_information(&settings) {
            let (waiting, declined) = information::standing(&self.owned_chart("information").await?).await?;
            areas.push(Area::Information { waiting, declined });
        }
        let charts = self.charts().await?;
        let greeting = self.greeting(&charts);
        let frame = self.frame_with(&charts, settings, unread, waits).await?;
        let next = appointments.and_then(|page| page.upcoming.into_iter().next()).map(Box::new);
        if self.origin.by_hand {
            self.record(Event::of(AuditAct::HomeOpened)).await?;
        }
        Ok(Dashboard { frame, greeting, needs, next, areas })
    }

    /// What waits in the chart for which one acts, of all rooms that are open to one.
    async fn today(&self, settings: &PracticeSettings) -> Result<Today, Error> {
        let zone = dates::zone(&settings.zone);
        let documents = match self.reads_documents(settings) {
            true => documents::mine(&self.chart(Scope::Documents).await?, zone).await?,
            false => Vec::new(),
        };
        let mut forms = self.waiting_forms(settings).await?;
        forms.retain(|form| form.status.is_open());
        let to_do = activities::waiting(self, settings).await?;
        let in_state = |state| documents.iter().filter(move |document| document.state == state);
        // What is asked for in a message stands once: as what is to be done.
        let listed: Vec<Uuid> = in_state(ReaderState::PendingReview).chain(in_state(ReaderState::New)).map(|of| of.share.0).collect();
        let unread = match self.reads_messages(settings) {
            true => Unread::of(&self.chart(Scope::Messages).await?, &listed).await?,
            false => Unread::default(),
        };
        let appointments = match self.sees_appointments() {
            true => Some(self.appointments().await?.ahead().await?),
            false => None,
        };
        let account = match self.sees_account() {
            true => Some(billing::standing(&self.chart(Scope::Billing).await?, zone).await?),
            false => None,
        };
        let mut needs: Vec<Need> = in_state(ReaderState::PendingReview).map(sign).collect();
        needs.extend(to_do.iter().map(|form| fill_in(form, true)));
        needs.extend(forms.iter().map(|form| fill_in(form, false)));
        needs.extend(appointments.iter().flat_map(about_appointments));
        needs.extend(read_messages(&unread));
        needs.extend(in_state(ReaderState::New).map(read));
        let due = account.as_ref().map_or(0, |account| account.balance_cents - account.spoken_for_cents);
        needs.extend((settings.billing.payments && due > 0).then_some(Need::Pay { cents: due }));
        Ok(Today {
            unread: unread.count,
            documents: documents.len() as u32,
            forms: forms.len() as u32,
            to_do: to_do.len() as u32,
            to_sign: in_state(ReaderState::PendingReview).count() as u32,
            to_read: in_state(ReaderState::New).count() as u32,
            appointments,
            account,
            needs,
        })
    }

    /// How much waits: for a page that asks by itself, so that nobody's act is recorded.
    pub async fn counts(&self) -> Result<ClientCounts, Error> {
        let settings = self.practice_settings().await?;
        let mut counts = ClientCounts::default();
        if self.reads_messages(&settings) {
            counts.unread = messages::count_unread(&self.chart(Scope::Messages).await?).await?;
        }
        if self.reads_documents(&settings) {
            let chart = self.chart(Scope::Documents).await?;
            let documents = documents::mine(&chart, dates::zone(&settings.zone)).await?;
            let in_state = |state| documents.iter().filter(|document| document.state == state).count() as u32;
            counts.to_sign = in_state(ReaderState::PendingReview);
            counts.to_read = in_state(ReaderState::New);
            counts.documents = documents.len() as u32;
        }
        counts.to_fill = self.waiting_forms(&settings).await?.iter().filter(|form| form.status.is_open()).count() as u32;
        counts.documents += counts.to_fill;
        counts.to_do = activities::count_to_do(self, &settings).await?;
        Ok(counts)
    }

    /// Those for which this account may act.
    async fn charts(&self) -> Result<HashMap<Uuid, Chart>, Error> {
        let charts = charts::by_ids(self.practice.db.read(), self.grants.iter().map(|grant| grant.chart_id).collect()).await?;
        Ok(charts.into_iter().map(|chart| (chart.id, chart)).collect())
    }

    async fn frame_with(&self, charts: &HashMap<Uuid, Chart>, settings: PracticeSettings, unread: u32, own: u32) -> Result<Frame, Error> {
        let mut others: Vec<Acting> = Vec::new();
        let mut acting_for = None;
        for grant in &self.grants {
            let Some(chart) = charts.get(&grant.chart_id) else { continue };
            let here = grant.id == self.grant.id;
            let waits = match here {
                true => own,
                false if others.len() < MOST_COUNTED => self.acting_as(grant).today(&settings).await?.needs.len() as u32,
                false => 0,
            };
            let acting = Acting { grant: GrantId(grant.id), name: chart.called(), oneself: self.is_oneself(grant, chart), waits };
            if here { acting_for = Some(acting) } else { others.push(acting) }
        }
        Ok(Frame {
            practice: settings.name.clone(),
            name: self.account.full_name(),
            acting_for: acting_for.ok_or(Error::NotFound)?,
            others,
            unread,
            session_seconds: seconds_left(Side::Portal, self.session.started_at, self.practice.clock.now()),
            record: self.grant.has_scope(Scope::Documents),
            messages: self.reads_messages(&settings),
            documents: self.reads_documents(&settings) || self.fills_forms(&settings),
            activities: self.grant.has_scope(Scope::Measures),
            appointments: self.sees_appointments(),
            account: self.sees_account(),
            information: self.sees_information(&settings),
            help: settings.help,
        })
    }

    /// The holder's own chart. One that belongs to the client may have been linked to somebody else's account.
    fn is_oneself(&self, grant: &Grant, chart: &Chart) -> bool {
        let names = [(&self.account.last_name, &chart.search_last), (&self.account.first_name, &chart.search_first)];
        grant.contact_id.is_none() && names.into_iter().all(|(name, recorded)| folded(name) == *recorded)
    }

    /// Clients are greeted as they like to be called; who acts for somebody else, by their own name.
    fn greeting(&self, charts: &HashMap<Uuid, Chart>) -> String {
        let chart = charts.get(&self.grant.chart_id).filter(|_| self.grant.contact_id.is_none());
        chart.and_then(|chart| chart.preferred_name.as_ref()).unwrap_or(&self.account.first_name).clone()
    }

    pub(crate) fn reads_messages(&self, settings: &PracticeSettings) -> bool {
        settings.features.messages && self.grant.has_scope(Scope::Messages)
    }

    /// **My Documents**; for who may only fill in forms, those.
    pub async fn my_documents(&self) -> Result<MyDocuments, Error> {
        let settings = self.practice_settings().await?;
        if self.reads_documents(&settings) || !self.fills_forms(&settings) {
            return self.documents().await?.list().await;
        }
        let forms = self.waiting_forms(&settings).await?;
        self.record(Event::of(AuditAct::FormsListed)).await?;
        Ok(MyDocuments { documents: Vec::new(), forms, downloads: false, agreed_on: None, reads: false })
    }

    /// The forms that wait to be filled in, and those closed lately, for who may fill them in.
    pub(crate) async fn waiting_forms(&self, settings: &PracticeSettings) -> Result<Vec<MyForm>, Error> {
        if !self.fills_forms(settings) {
            return Ok(Vec::new());
        }
        forms::waiting(&self.chart(Scope::Forms).await?, settings).await
    }

    fn reads_documents(&self, settings: &PracticeSettings) -> bool {
        settings.features.documents && self.grant.has_scope(Scope::Documents)
    }

    pub(crate) fn sees_information(&self, settings: &PracticeSettings) -> bool {
        settings.features.information && !self.grant.linked
    }

    fn sees_account(&self) -> bool {
        self.grant.has_scope(Scope::Billing)
    }

    /// Forms come with documents where the practice has those, and are a right of their own.
    fn fills_forms(&self, settings: &PracticeSettings) -> bool {
        settings.features.documents && self.grant.has_scope(Scope::Forms)
    }

    fn sees_appointments(&self) -> bool {
        self.grant.has_scope(Scope::Appointments)
    }
}

fn sign(document: &MyDocument) -> Need {
    let MyDocument { share, title, author, shared_on, .. } = document.clone();
    Need::Sign { share, title, from: author, shared: shared_on }
}

fn fill_in(form: &MyForm, activity: bool) -> Need {
    let MyForm { id, title, status, due, closes, sent_on, from, .. } = form.clone();
    let (begun, returned) = (status == Status::InProgress, status == Status::Returned);
    Need::FillIn { form: id, title, from, sent: sent_on, due, closes, begun, returned, activity }
}

fn read(document: &MyDocument) -> Need {
    let MyDocument { share, title, author, shared_on, .. } = document.clone();
    Need::ReadDocument { share, title, from: author, shared: shared_on }
}

/// What waits for an answer: appointments to confirm, and times that the practice offers.
fn about_appointments(page: &MyAppointments) -> Vec<Need> {
    let offered = page.requests.iter().filter(|of| !of.offers.is_empty());
    let offered = offered.map(|of| Need::ChooseTime { id: of.id, clinician: of.clinician.clone() });
    let booked: Vec<&MyAppointment> = page.upcoming.iter().filter(|of| of.may_confirm).collect();
    let confirm = booked.first().map(|of| {
        let (at, clinician, others) = (of.at.clone(), of.clinician.clone(), booked.len() as u32 - 1);
        Need::ConfirmAppointment { id: of.id, at, clinician, others }
    });
    offered.chain(confirm).collect()
}

/// All unread messages are one thing to do. If they stand in one conversation, it leads there.
fn read_messages(unread: &Unread) -> Option<Need> {
    let Unread { to_read, conversation, from, .. } = unread;
    (*to_read > 0).then(|| Need::ReadMessages { conversation: *conversation, unread: *to_read, from: in_words(from) })
}

/// "Elena Reyes, PhD", "Elena Reyes, PhD and Sam Ortiz", "Elena Reyes, PhD and 2 others"
fn in_words(people: &[String]) -> String {
    match people {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [one, others @ ..] => format!("{one} and {} others", others.len()),
    }
}
