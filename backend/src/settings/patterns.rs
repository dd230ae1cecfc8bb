//! **Patterns** (CP-20): many settings at once, in one transaction with one line in the trail; what was before is kept, and can be put
//! back as far as nobody has changed it since.

use super::{StaffSettings, json, read, table};
use crate::{audit::Event, dates, db::Write, error::Error, sign_in, stored::By, workflows};
use domain::{
    audit::AuditAct,
    ids::PatternId,
    messages::Mode,
    settings::{Applied, Change, Fate, Pattern, PatternsPage, PracticeSettings, Refusal, Setting, Value, told},
    sign_in::StepUpScope,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use table::patterns;

impl StaffSettings<'_> {
    /// The page: what one of them would change, and the last that was applied.
    pub async fn patterns(&self, looked_at: Option<Pattern>) -> Result<PatternsPage, Error> {
        let practice = &self.0.practice;
        let db = practice.db.read();
        let settings = super::load(practice).await?;
        let now = now(db, &settings).await?;
        let last = match patterns::last(db).await? {
            None => None,
            Some(row) => {
                let by = sign_in::member(db, row.applied_by).await?.map(|member| member.full_name()).unwrap_or_default();
                let changes = changes(&row)?.into_iter().map(|change| (change, change.fate(&now))).collect();
                let at = dates::moment(row.applied_at, dates::zone(&settings.zone));
                Some(Applied { id: PatternId(row.id), pattern: row.pattern.0, at, by, changes })
            }
        };
        let looked_at = looked_at.map(|pattern| {
            let changes = pattern.changes(&now);
            let seen = told(&changes);
            (pattern, changes, seen)
        });
        self.0.record(Event::of(AuditAct::SettingsOpened).detail("patterns")).await?;
        Ok(PatternsPage { looked_at, package_missing: !workflows::has_package(db).await?, last })
    }

    /// Applies one, if it changes what was seen, and nothing else.
    pub async fn apply_pattern(&self, pattern: Pattern, seen: &str) -> Result<(), Error> {
        let staff = self.0;
        let write = staff.write().await?;
        let row = table::for_update(&*write).await?.ok_or(Error::NotFound)?;
        let settings = read(row.clone())?;
        let now = now(&*write, &settings).await?;
        let changes = pattern.changes(&now);
        if changes.is_empty() {
            return Err(Refusal::PatternChangesNothing.into());
        }
        let all = told(&changes);
        if all != seen {
            return Err(Refusal::PatternChangedMeanwhile.into());
        }
        if changes.iter().any(|change| change.setting == Setting::NewClientForms) && !workflows::has_package(&*write).await? {
            return Err(Refusal::PatternNeedsPackage.into());
        }
        // Who may come in is changed by who has just proved who they are.
        if changes.iter().any(|change| change.setting == Setting::Invites) {
            staff.proved(StepUpScope::Settings)?;
        }
        put(&write, row, settings, changes.iter().map(|change| (change.setting, change.to))).await?;
        let id = staff.practice.randomness.id();
        patterns::ActiveModel {
            id: Set(id),
            pattern: Set(By(pattern)),
            applied_at: Set(write.at()),
            applied_by: Set(staff.member.id),
            changes: Set(json(&changes)),
            undone_at: Set(None),
        }
        .insert(&*write)
        .await?;
        Ok(write.commit(Event::of(AuditAct::PatternApplied).subject(id).detail(format!("{}: {all}", pattern.name()))).await?)
    }

    /// Puts back what it changed, but for what somebody has changed since. Says whether there was any of that.
    pub async fn undo_pattern(&self, id: PatternId) -> Result<bool, Error> {
        let staff = self.0;
        let write = staff.write().await?;
        let settings_row = table::for_update(&*write).await?.ok_or(Error::NotFound)?;
        let Some(row) = patterns::last(&*write).await?.filter(|row| row.id == id.0) else {
            drop(write);
            return Err(staff.not_found("settings.pattern", None).await);
        };
        let settings = read(settings_row.clone())?;
        let now = now(&*write, &settings).await?;
        let (back, since): (Vec<Change>, Vec<Change>) = changes(&row)?.into_iter().partition(|change| change.fate(&now) == Fate::PutBack);
        if back.iter().any(|change| change.setting == Setting::Invites) {
            staff.proved(StepUpScope::Settings)?;
        }
        put(&write, settings_row, settings, back.iter().map(|change| (change.setting, change.from))).await?;
        let (pattern, at) = (row.pattern.0, write.at());
        patterns::ActiveModel { undone_at: Set(Some(at)), ..row.into_active_model() }.update(&*write).await?;
        let names: Vec<&str> = back.iter().map(|change| change.setting.name()).collect();
        let detail = format!("{}: {}", pattern.name(), names.join(" "));
        write.commit(Event::of(AuditAct::PatternUndone).subject(id.0).detail(detail)).await?;
        Ok(!since.is_empty())
    }
}

fn changes(row: &patterns::Model) -> Result<Vec<Change>, Error> {
    serde_json::from_str(&row.changes).map_err(Error::unexpected)
}

/// How all of them are.
async fn now(db: &impl ConnectionTrait, settings: &PracticeSettings) -> Result<Vec<(Setting, Value)>, Error> {
    let (new_clients, reminder) = workflows::switches(db).await?;
    let value = |setting| match setting {
        Setting::Invites => Value::of(settings.access.invites_new_clients),
        Setting::NewClientForms => Value::of(new_clients),
        Setting::FormReminder => Value::of(reminder),
        Setting::Mode => Value::Mode(settings.communications.mode),
        Setting::Messages => Value::of(settings.features.messages),
        Setting::Documents => Value::of(settings.features.documents),
        Setting::Downloads => Value::of(settings.features.downloads),
        Setting::SelfScheduling => Value::of(settings.scheduling.self_scheduling),
    };
    Ok(Setting::ALL.map(|setting| (setting, value(setting))).to_vec())
}

/// Sets each of them, and leaves everything beside them as it is.
async fn put(
    write: &Write,
    row: table::Model,
    mut settings: PracticeSettings,
    values: impl Iterator<Item = (Setting, Value)>,
) -> Result<(), Error> {
    for (setting, value) in values {
        let on = value.is_on();
        match setting {
            Setting::Invites => settings.access.invites_new_clients = on,
            Setting::NewClientForms => workflows::switch_new_clients(write, on).await?,
            Setting::FormReminder => workflows::switch_form_reminder(write, on).await?,
            Setting::Mode => settings.communications.mode = if let Value::Mode(mode) = value { mode } else { Mode::ReplyOnly },
            Setting::Messages => settings.features.messages = on,
            Setting::Documents => settings.features.documents = on,
            Setting::Downloads => settings.features.downloads = on,
            Setting::SelfScheduling => settings.scheduling.self_scheduling = on,
        }
    }
    table::ActiveModel {
        access: Set(json(&settings.access)),
        communications: Set(json(&settings.communications)),
        features: Set(json(&settings.features)),
        scheduling: Set(json(&settings.scheduling)),
        ..row.into_active_model()
    }
    .update(&**write)
    .await?;
    Ok(())
}
