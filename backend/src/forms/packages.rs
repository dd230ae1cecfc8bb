//! **Form & Assessment Packages**: forms that are sent in one act, by hand or when a chart is created.

use super::{
    StaffForms,
    send::{assignment, put_in, tell},
    setup::{all, sendable, version},
    table::{form_assignments, form_package_items, form_packages, forms},
};
use crate::{actors::Staff, audit::Event, dates, db::Write, error::Error, practice::Practice, stored::By, workflows};
use domain::{
    Act,
    audit::AuditAct,
    forms::{FormLine, MOST_PACKAGES, PackageDraft, PackageLine, PackagePage, Purpose, Refusal, read_due},
    ids::{AssignmentId, ChartId, FormId, PackageId},
    invites::Scope,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use std::collections::HashMap;
use uuid::Uuid;

/// Which package goes to somebody new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NewClientPackage {
    #[default]
    None,
    /// The one that every new client gets, if there is one.
    Usual,
    This(PackageId),
}

impl StaffForms<'_> {
    /// Settings → Forms → **Packages**, and whether this person changes them.
    pub async fn packages(&self) -> Result<(Vec<PackageLine>, bool), Error> {
        let staff = self.0;
        let db = staff.practice.db.read();
        let lines = lines(db, &all(&staff.practice, db, &staff.practice_settings().await?.zone).await?).await?;
        staff.record(Event::of(AuditAct::SettingsOpened).detail("form packages")).await?;
        Ok((lines, staff.rights.may(Act::ChangeSettings)))
    }

    /// One of them, or a new one, to change it.
    pub async fn package(&self, id: Option<PackageId>) -> Result<PackagePage, Error> {
        let staff = self.0;
        staff.may(Act::ChangeSettings, "forms.packages").await?;
        let db = staff.practice.db.read();
        let row = match id {
            Some(id) => match form_packages::by_id(db, id.0).await? {
                Some(row) => Some(row),
                None => return Err(staff.not_found("forms.packages", None).await),
            },
            None => None,
        };
        let chosen: Vec<FormId> = match &row {
            Some(row) => form_package_items::of(db, row.id).await?.into_iter().map(FormId).collect(),
            None => Vec::new(),
        };
        let all = all(&staff.practice, db, &staff.practice_settings().await?.zone).await?;
        let fits = |line: &FormLine| (line.may_send && line.purpose != Some(Purpose::Read)) || chosen.contains(&line.id);
        let page = PackagePage {
            id,
            title: row.as_ref().map(|row| row.title.clone()).unwrap_or_default(),
            due_days: row.as_ref().and_then(form_packages::Model::days),
            forms: all.into_iter().filter(fits).map(|line| (line.id, line.title)).collect(),
            chosen,
            archived: row.is_some_and(|row| row.archived_at.is_some()),
            for_new_clients: id.is_some() && workflows::new_client_package(db).await? == id,
        };
        staff.record(Event::of(AuditAct::SettingsOpened).detail("a form package")).await?;
        Ok(page)
    }

    /// A new one, or one as it is from now on. What was sent stays as it was sent.
    pub async fn save_package(&self, id: Option<PackageId>, draft: &PackageDraft) -> Result<PackageId, Error> {
        let staff = self.0;
        staff.may(Act::ChangeSettings, "forms.packages").await?;
        let (title, days) = draft.check()?;
        let chosen: Vec<Uuid> = draft.forms.iter().map(|form| form.0).collect();
        let write = staff.write().await?;
        let rows = forms::by_ids(&*write, chosen.clone()).await?;
        if rows.iter().filter(|row| waits(row)).count() < chosen.len() {
            drop(write);
            return Err(staff.not_found("forms", None).await);
        }
        let row = form_packages::ActiveModel {
            title: Set(title),
            due_days: Set(days.map(i32::from)),
            changed_at: Set(write.at()),
            changed_by: Set(Some(staff.member.id)),
            ..Default::default()
        };
        let id = match id {
            Some(id) => {
                if form_packages::for_update(&*write, id.0).await?.is_none() {
                    drop(write);
                    return Err(staff.not_found("forms.packages", None).await);
                }
                form_packages::ActiveModel { id: Set(id.0), ..row }.update(&*write).await?;
                id.0
            }
            None => {
                if form_packages::all(&*write, MOST_PACKAGES).await?.len() as u64 >= MOST_PACKAGES {
                    return Err(Refusal::TooManyPackages.into());
                }
                let id = staff.practice.randomness.id();
                form_packages::ActiveModel { id: Set(id), archived_at: Set(None), ..row }.insert(&*write).await?;
                id
            }
        };
        form_package_items::put(&*write, id, &chosen).await?;
        write.commit(Event::of(AuditAct::PackageChanged).subject(id).detail(format!("{} forms", chosen.len()))).await?;
        Ok(PackageId(id))
    }

    /// Takes one out of use, or back into it.
    pub async fn archive_package(&self, id: PackageId, archived: bool) -> Result<(), Error> {
        let staff = self.0;
        staff.may(Act::ChangeSettings, "forms.packages").await?;
        let write = staff.write().await?;
        if form_packages::for_update(&*write, id.0).await?.is_none() {
            drop(write);
            return Err(staff.not_found("forms.packages", None).await);
        }
        let archived_at = archived.then(|| write.at());
        form_packages::ActiveModel { id: Set(id.0), archived_at: Set(archived_at), ..Default::default() }.update(&*write).await?;
        let word = if archived { "archived" } else { "used again" };
        Ok(write.commit(Event::of(AuditAct::PackageChanged).subject(id).detail(word)).await?)
    }

    /// Sends a package to the client of a chart. A form of it that waits there already is left out.
    pub async fn send_package(&self, chart: ChartId, package: Option<PackageId>, due: &str) -> Result<Vec<AssignmentId>, Error> {
        let staff = self.0;
        let chart = staff.chart(chart, Act::SendForms).await?;
        let settings = staff.practice_settings().await?;
        if !settings.features.documents {
            return Err(Refusal::FormsOff.into());
        }
        let today = dates::today(staff.practice.clock.now(), dates::zone(&settings.zone));
        let due_on = read_due(due, today)?;
        let package = package.ok_or(Refusal::NoPackage)?;
        let write = chart.change(None).await?;
        let Some(row) = form_packages::by_id(&**write, package.0).await? else { return Err(write.not_found("forms.packages").await) };
        if row.archived_at.is_some() {
            return Err(Refusal::PackageUnfit.into());
        }
        let (mut sent, mut last) = (Vec::new(), Error::from(Refusal::PackageUnfit));
        for form in form_package_items::of(&**write, row.id).await? {
            match put_in(&write, FormId(form), due_on.map(|day| day.to_string()), Some(staff.member.id)).await {
                Ok(id) => sent.push(id),
                Err(Error::Refused(refusals)) => last = Error::Refused(refusals),
                Err(error) => return Err(error),
            }
        }
        if sent.is_empty() {
            let waits = matches!(&last, Error::Refused(refusals) if refusals.contains(&Refusal::AlreadySent.into()));
            return Err(if waits { last } else { Refusal::PackageUnfit.into() });
        }
        if let (None, Some(days)) = (due_on, row.days()) {
            let ids: Vec<Uuid> = sent.iter().map(|id| id.0).collect();
            form_assignments::give_days(&write, &ids, days).await?;
        }
        tell(&write, &sent, Scope::Forms).await?;
        let event = Event::of(AuditAct::FormsSent).detail(format!("a package, {} sent", sent.len()));
        write.commit(sent.iter().take(1).fold(event, |event, id| event.subject(*id))).await?;
        staff.practice.ring_for_mail();
        Ok(sent)
    }
}

/// Whether it can be part of one: it was published, and something is awaited. What is only read is sent by hand.
fn waits(form: &forms::Model) -> bool {
    form.version > 0 && form.purpose != Some(By(Purpose::Read))
}

/// The lines of the list.
pub(super) async fn lines(db: &impl ConnectionTrait, all: &[FormLine]) -> Result<Vec<PackageLine>, Error> {
    let rows = form_packages::all(db, MOST_PACKAGES).await?;
    let usual = workflows::new_client_package(db).await?;
    let known: HashMap<FormId, &FormLine> = all.iter().map(|line| (line.id, line)).collect();
    let mut items: HashMap<Uuid, Vec<&FormLine>> = HashMap::new();
    for (package, form) in form_package_items::of_each(db, rows.iter().map(|row| row.id).collect()).await? {
        items.entry(package).or_default().extend(known.get(&FormId(form)));
    }
    let line = |row: form_packages::Model| {
        let forms = items.remove(&row.id).unwrap_or_default();
        PackageLine {
            id: PackageId(row.id),
            due_days: row.days(),
            archived: row.archived_at.is_some(),
            for_new_clients: usual == Some(PackageId(row.id)),
            may_send: row.archived_at.is_none() && forms.iter().any(|line| line.may_send),
            forms: forms.into_iter().map(|line| line.title.clone()).collect(),
            title: row.title,
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What can go to somebody new, and what does if nobody chooses: for **New chart**.
pub(crate) async fn packages_for_new(practice: &Practice, zone: &str) -> Result<(Vec<PackageLine>, Option<PackageId>), Error> {
    let db = practice.db.read();
    let lines = lines(db, &all(practice, db, zone).await?).await?;
    let lines: Vec<PackageLine> = lines.into_iter().filter(|line| line.may_send).collect();
    let usual = lines.iter().find(|line| line.for_new_clients).map(|line| line.id);
    Ok((lines, usual))
}

/// The packages that are in use, by their titles.
pub(crate) async fn package_titles(db: &impl ConnectionTrait) -> Result<Vec<(PackageId, String)>, Error> {
    let rows = form_packages::all(db, MOST_PACKAGES).await?.into_iter().filter(|row| row.archived_at.is_none());
    Ok(rows.map(|row| (PackageId(row.id), row.title)).collect())
}

/// Whether there is such a package, in use.
pub(crate) async fn can_be_sent(db: &impl ConnectionTrait, id: PackageId) -> Result<bool, Error> {
    Ok(form_packages::by_id(db, id.0).await?.is_some_and(|row| row.archived_at.is_none()))
}

/// Puts a package into a chart that was just put in, in the same act: so it goes once. It waits there for whoever registers, and its days
/// are counted from then on.
pub(crate) async fn put_package(staff: &Staff, write: &Write, chart: Uuid, package: NewClientPackage) -> Result<(), Error> {
    let id = match package {
        NewClientPackage::None => None,
        NewClientPackage::Usual => workflows::new_client_package(&**write).await?,
        NewClientPackage::This(id) => Some(id),
    };
    let Some(id) = id else { return Ok(()) };
    let Some(row) = form_packages::by_id(&**write, id.0).await?.filter(|row| row.archived_at.is_none()) else {
        return if package == NewClientPackage::Usual { Ok(()) } else { Err(Refusal::PackageUnfit.into()) };
    };
    // What goes by itself is nobody's to have sent.
    let usual = workflows::new_client_package(&**write).await? == Some(id);
    let by = (!usual).then_some(staff.member.id);
    for form in form_package_items::of(&**write, row.id).await? {
        let Some(form) = forms::by_id(&**write, form).await? else { continue };
        let body = version(&**write, form.id, form.version).await?;
        if waits(&form) && sendable(&form, Some(&body)).is_ok() {
            let sent = assignment(&staff.practice, write, chart, form, None, by);
            form_assignments::ActiveModel { due_days: Set(row.due_days), ..sent }.insert(&**write).await?;
        }
    }
    Ok(())
}
