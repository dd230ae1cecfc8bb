//! Patterns (CP-20): many settings at once, as practices of a kind set them. Each is shown before it applies, and can be taken back.

use crate::{dates::Moment, ids::PatternId, messages::Mode, named::named};
use serde::{Deserialize, Serialize};

named! {
    /// What kind of practice it is.
    pub enum Pattern {
        Therapist "therapist",
        Physio "physio",
        GeneralPractice "general_practice",
        Coach "coach",
        Group "group",
    }
}

named! {
    /// A setting that patterns change.
    pub enum Setting {
        /// **Automate portal invites**.
        Invites "invites",
        /// A package of forms for every new client.
        NewClientForms "new_client_forms",
        /// Who has not submitted a form is reminded.
        FormReminder "form_reminder",
        /// Who writes to whom.
        Mode "mode",
        Messages "messages",
        Documents "documents",
        Downloads "downloads",
        /// Clients ask for appointments.
        SelfScheduling "self_scheduling",
    }
}

/// What a setting is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    On,
    Off,
    Mode(Mode),
}

impl Value {
    pub fn of(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }

    pub fn is_on(self) -> bool {
        self == Self::On
    }
}

/// A setting that becomes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub setting: Setting,
    pub from: Value,
    pub to: Value,
}

/// What becomes of a change that is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// It is as the pattern set it, and becomes what it was.
    PutBack,
    /// Somebody has changed it since: it stays as it is now.
    Since(Value),
}

/// How all of them are.
pub type Now = [(Setting, Value)];

impl Pattern {
    /// What it sets.
    pub fn sets(self) -> &'static [(Setting, Value)] {
        use Setting::{Documents, Downloads, FormReminder, Invites, Messages, NewClientForms, SelfScheduling};
        use Value::{Off, On};
        const fn mode(mode: Mode) -> (Setting, Value) {
            (Setting::Mode, Value::Mode(mode))
        }
        match self {
            // Automatic invite, summaries shared after sessions, chat between sessions.
            Self::Therapist => {
                const { &[(Invites, On), (Messages, On), mode(Mode::AssignedClientsOnly), (Documents, On), (Downloads, On)] }
            }
            // Exercise sheets, videos from clients, corrections by chat.
            Self::Physio => const { &[(Messages, On), mode(Mode::AllClients), (Documents, On), (Downloads, On), (SelfScheduling, On)] },
            // Invited by hand, results of the laboratory, answers only.
            Self::GeneralPractice => const { &[(Invites, Off), (Messages, On), mode(Mode::ReplyOnly), (Documents, On), (Downloads, On)] },
            // Invite and intake when a client is created, and check-ins.
            Self::Coach => {
                const {
                    &[
                        (Invites, On),
                        (NewClientForms, On),
                        (FormReminder, On),
                        (Messages, On),
                        mode(Mode::AllClients),
                        (Documents, On),
                        (SelfScheduling, On),
                    ]
                }
            }
            Self::Group => const { &[(Messages, On), mode(Mode::AssignedClientsOnly)] },
        }
    }

    /// What would change.
    pub fn changes(self, now: &Now) -> Vec<Change> {
        let change = |(setting, to): &(Setting, Value)| {
            let from = value_in(now, *setting)?;
            (from != *to).then_some(Change { setting: *setting, from, to: *to })
        };
        self.sets().iter().filter_map(change).collect()
    }
}

pub fn value_in(now: &Now, setting: Setting) -> Option<Value> {
    now.iter().find(|(known, _)| *known == setting).map(|(_, value)| *value)
}

impl Change {
    pub fn fate(self, now: &Now) -> Fate {
        match value_in(now, self.setting) {
            Some(value) if value != self.to => Fate::Since(value),
            _ => Fate::PutBack,
        }
    }
}

/// What was seen: a form that stands on something else is refused.
pub fn told(changes: &[Change]) -> String {
    let word = |value: Value| match value {
        Value::On => "on",
        Value::Off => "off",
        Value::Mode(mode) => mode.name(),
    };
    let one = |change: &Change| format!("{}:{}>{}", change.setting.name(), word(change.from), word(change.to));
    changes.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// A pattern that was applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    pub id: PatternId,
    pub pattern: Pattern,
    pub at: Moment,
    pub by: String,
    /// What it changed, and what would become of each if it were taken back.
    pub changes: Vec<(Change, Fate)>,
}

/// Settings → **Patterns**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternsPage {
    /// The one that is looked at, what it would change, and what stands in its way.
    pub looked_at: Option<(Pattern, Vec<Change>, String)>,
    /// A package has to be chosen before new clients can get one.
    pub package_missing: bool,
    /// The last that was applied, and was not taken back.
    pub last: Option<Applied>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh() -> Vec<(Setting, Value)> {
        Setting::ALL
            .map(|setting| match setting {
                Setting::Mode => (setting, Value::Mode(Mode::ReplyOnly)),
                Setting::Invites | Setting::NewClientForms | Setting::FormReminder => (setting, Value::Off),
                _ => (setting, Value::On),
            })
            .to_vec()
    }

    #[test]
    fn each_pattern_says_what_it_changes_and_only_that() {
        let of = |pattern: Pattern| told(&pattern.changes(&fresh()));
        assert_eq!(of(Pattern::Therapist), "invites:off>on mode:reply_only>assigned_clients_only");
        assert_eq!(of(Pattern::Physio), "mode:reply_only>all_clients");
        assert_eq!(of(Pattern::GeneralPractice), "");
        assert_eq!(of(Pattern::Coach), "invites:off>on new_client_forms:off>on form_reminder:off>on mode:reply_only>all_clients");
        assert_eq!(of(Pattern::Group), "mode:reply_only>assigned_clients_only");
    }

    #[test]
    fn no_pattern_sets_anything_twice_or_to_what_it_cannot_be() {
        for pattern in Pattern::ALL {
            for (at, (setting, value)) in pattern.sets().iter().enumerate() {
                assert!(pattern.sets()[..at].iter().all(|(other, _)| other != setting), "{pattern:?}");
                assert_eq!(*setting == Setting::Mode, matches!(value, Value::Mode(_)), "{pattern:?} {setting:?}");
            }
        }
    }

    #[test]
    fn what_was_changed_since_is_not_put_back() {
        let change = Change { setting: Setting::Invites, from: Value::Off, to: Value::On };
        let now = |value| vec![(Setting::Invites, value)];
        assert_eq!(change.fate(&now(Value::On)), Fate::PutBack);
        assert_eq!(change.fate(&now(Value::Off)), Fate::Since(Value::Off));
    }
}
