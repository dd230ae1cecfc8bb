//! What becomes of a document after it was signed: it stays as it is. A plan is written anew, and a note is amended.

use super::{DocumentKind, DocumentLine, Refusal, WrittenState};
use crate::ids::DocumentId;
use std::collections::HashMap;

impl DocumentKind {
    /// Written anew when things change: the one before stays below it.
    pub fn takes_versions(self) -> bool {
        matches!(self, Self::TreatmentPlanGeneral | Self::TreatmentPlanChemicalDependency)
    }
}

/// Whether a next version of a document may be begun.
pub fn may_follow(kind: DocumentKind, written: WrittenState, followed: bool) -> Result<(), Refusal> {
    match written {
        _ if !kind.takes_versions() => Err(Refusal::NoVersions),
        WrittenState::Draft => Err(Refusal::NotFinished),
        WrittenState::Finished if followed => Err(Refusal::FollowedAlready),
        WrittenState::Finished => Ok(()),
    }
}

/// Whether an addendum to a document may be begun. An addendum is not amended: another stands beside it.
pub fn may_amend(kind: DocumentKind, written: WrittenState, is_addendum: bool) -> Result<(), Refusal> {
    match written {
        _ if !kind.is_clinical_writing() || is_addendum => Err(Refusal::NoAddenda),
        WrittenState::Draft => Err(Refusal::NotFinished),
        WrittenState::Finished => Ok(()),
    }
}

/// Each document with what stands below it: the versions before it, and addenda. The lines keep their order.
pub fn grouped(lines: Vec<DocumentLine>) -> Vec<(DocumentLine, Vec<DocumentLine>)> {
    let above: HashMap<DocumentId, DocumentId> = {
        let there = |id: &DocumentId| lines.iter().any(|line| line.id == *id);
        let addenda = lines.iter().filter_map(|line| Some((line.id, line.amends.filter(there)?)));
        let before = lines.iter().filter_map(|line| Some((line.follows.filter(there)?, line.id)));
        addenda.chain(before).collect()
    };
    let root = |mut id: DocumentId| {
        // As many steps as there are lines at most, whatever the rows say.
        for _ in 0..above.len() {
            match above.get(&id) {
                Some(next) => id = *next,
                None => break,
            }
        }
        id
    };
    let mut below: HashMap<DocumentId, Vec<DocumentLine>> = HashMap::new();
    let mut tops = Vec::new();
    for line in lines {
        match root(line.id) {
            top if top == line.id => tops.push(line),
            top => below.entry(top).or_default().push(line),
        }
    }
    tops.into_iter()
        .map(|line| {
            let under = below.remove(&line.id).unwrap_or_default();
            (line, under)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::ShareStatus;
    use DocumentKind::*;
    use WrittenState::*;
    use uuid::Uuid;

    fn line(n: u128, follows: Option<u128>, amends: Option<u128>) -> DocumentLine {
        let id = |n| DocumentId(Uuid::from_u128(n));
        DocumentLine {
            id: id(n),
            title: format!("{n}"),
            kind: TreatmentPlanGeneral,
            written_on: "2026-11-21".parse().unwrap(),
            author: String::new(),
            finished: true,
            edition: 1,
            follows: follows.map(id),
            amends: amends.map(id),
            status: ShareStatus::NotShared,
            share: None,
            remark: None,
            due: None,
            may_share: false,
            may_share_to_sign: false,
            may_unshare: false,
            has_pdf: true,
        }
    }

    #[test]
    fn signed_plans_are_written_anew_once_and_notes_never() {
        assert_eq!(may_follow(TreatmentPlanGeneral, Finished, false), Ok(()));
        assert_eq!(may_follow(TreatmentPlanGeneral, Draft, false), Err(Refusal::NotFinished));
        assert_eq!(may_follow(TreatmentPlanGeneral, Finished, true), Err(Refusal::FollowedAlready));
        assert_eq!(may_follow(ProgressNote, Finished, false), Err(Refusal::NoVersions));
    }

    #[test]
    fn signed_notes_are_amended_and_addenda_are_not() {
        assert_eq!(may_amend(ProgressNote, Finished, false), Ok(()));
        assert_eq!(may_amend(PsychotherapyNote, Finished, false), Ok(()));
        assert_eq!(may_amend(ProgressNote, Draft, false), Err(Refusal::NotFinished));
        assert_eq!(may_amend(ProgressNote, Finished, true), Err(Refusal::NoAddenda));
        assert_eq!(may_amend(Invoice, Finished, false), Err(Refusal::NoAddenda));
    }

    #[test]
    fn older_versions_and_addenda_stand_below() {
        let lines = vec![line(4, None, Some(1)), line(3, Some(2), None), line(2, Some(1), None), line(9, None, None), line(1, None, None)];
        let names = |lines: &[DocumentLine]| lines.iter().map(|line| line.title.clone()).collect::<Vec<_>>();
        let found: Vec<_> = grouped(lines).into_iter().map(|(line, below)| (line.title, names(&below))).collect();
        assert_eq!(found, [("3".to_owned(), vec!["4".into(), "2".into(), "1".into()]), ("9".to_owned(), vec![])]);
    }

    #[test]
    fn what_follows_something_that_is_not_there_stands_by_itself() {
        assert_eq!(grouped(vec![line(2, Some(1), None), line(3, None, Some(7))]).len(), 2);
    }
}
