//! **Emails → Edit**: what stands in the form until **Save**, so that **Cancel** leaves the chart as it was (IC-01).

use super::{EmailAddress, EmailKind, Refusal};
use crate::ids::EmailId;

/// What is to become of a chart's addresses: which go, and which come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmailChanges {
    pub removed: Vec<EmailId>,
    pub added: Vec<(EmailKind, EmailAddress)>,
}

/// What one of the form's buttons asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmailStep {
    /// **Add**: what stands in the field joins the list.
    Add,
    /// **Save**: so does it, if anything stands there, and the chart takes it all.
    Save,
    /// **Remove**, at an address that the chart has.
    Remove(EmailId),
    /// **Remove**, at one that was added a moment ago: the how manieth.
    Drop(usize),
}

impl EmailStep {
    pub fn read(text: &str) -> Self {
        match text.split_once(':') {
            Some(("remove", id)) => id.parse().map_or(Self::Add, Self::Remove),
            Some(("drop", place)) => place.parse().map_or(Self::Add, Self::Drop),
            _ if text == "save" => Self::Save,
            _ => Self::Add,
        }
    }
}

impl EmailChanges {
    /// Reads what [`removed_text`](Self::removed_text) and [`added_text`](Self::added_text) wrote. What cannot be read is left out.
    pub fn read(removed: &str, added: &str) -> Self {
        let line = |line: &str| {
            let (kind, address) = line.split_once(' ')?;
            Some((EmailKind::from_name(kind)?, EmailAddress::read(address).ok()?))
        };
        Self {
            removed: removed.split_whitespace().filter_map(|id| id.parse().ok()).collect(),
            added: added.lines().filter_map(line).collect(),
        }
    }

    pub fn removed_text(&self) -> String {
        self.removed.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    pub fn added_text(&self) -> String {
        self.added.iter().map(|(kind, address)| format!("{} {address}", kind.name())).collect::<Vec<_>>().join("\n")
    }

    /// The changes after one more step.
    pub fn after(mut self, step: &EmailStep, kind: &str, address: &str) -> Result<Self, Refusal> {
        match step {
            EmailStep::Remove(id) => self.removed.push(*id),
            EmailStep::Drop(place) if *place < self.added.len() => drop(self.added.remove(*place)),
            EmailStep::Drop(_) => {}
            EmailStep::Save if address.trim().is_empty() => {}
            EmailStep::Add | EmailStep::Save => {
                let kind = EmailKind::from_name(kind).ok_or(Refusal::EmailKindUnknown)?;
                let address = EmailAddress::read(address)?;
                if self.added.iter().any(|(_, other)| other.key() == address.key()) {
                    return Err(Refusal::EmailTwice);
                }
                self.added.push((kind, address));
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_gather_until_save_and_come_back_as_text() {
        let gone: EmailId = "00000000-0000-4000-8000-000000000001".parse().unwrap();
        let changes = EmailChanges::default().after(&EmailStep::read("add"), "work", "maya@work.example").unwrap();
        let changes = changes.after(&EmailStep::read(&format!("remove:{gone}")), "", "").unwrap();
        let changes = changes.after(&EmailStep::read("save"), "personal", "johndoe+smith@gmail.com").unwrap();
        assert_eq!((changes.removed.clone(), changes.added.len()), (vec![gone], 2));
        assert_eq!(EmailChanges::read(&changes.removed_text(), &changes.added_text()), changes);
        let changes = changes.after(&EmailStep::read("drop:0"), "", "").unwrap();
        assert_eq!(changes.added_text(), "personal johndoe+smith@gmail.com");
        assert_eq!(changes.clone().after(&EmailStep::Save, "work", "").unwrap(), changes);
    }

    #[test]
    fn what_is_wrong_is_said_at_once() {
        let one = EmailChanges::default().after(&EmailStep::Add, "work", "maya@work.example").unwrap();
        assert_eq!(one.clone().after(&EmailStep::Add, "personal", "Maya@Work.example"), Err(Refusal::EmailTwice));
        assert_eq!(one.clone().after(&EmailStep::Add, "other", "x@example.com"), Err(Refusal::EmailKindUnknown));
        assert_eq!(one.clone().after(&EmailStep::Add, "work", "x"), Err(Refusal::EmailNotAnAddress));
        assert_eq!(one.clone().after(&EmailStep::Drop(7), "", "").unwrap(), one);
    }
}
