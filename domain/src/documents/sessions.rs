//! After a session: whether its summary is offered to be shared.

use super::{DocumentKind, DocumentLine};
use crate::{dates::Moment, ids::DocumentId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// So many days after a session its summary is offered.
pub const OFFERED_FOR: i64 = 14;

/// A session that is over, and its summary, if one is written that can be shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionOffer {
    pub at: Moment,
    pub with: String,
    pub summary: Option<(DocumentId, String)>,
}

/// What is offered of a session on that day: its note, if it is signed, or that one is written; nothing, once one is shared.
pub fn offered_after(session: NaiveDate, lines: &[DocumentLine]) -> Option<Option<&DocumentLine>> {
    let of_session = |line: &&DocumentLine| line.kind == DocumentKind::ProgressNote && line.amends.is_none() && line.written_on >= session;
    let mut notes = lines.iter().filter(of_session).peekable();
    if notes.clone().any(|line| line.share.is_some()) {
        return None;
    }
    Some(notes.find(|line| line.finished && line.may_share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::{ShareState, ShareStatus};

    fn note(day: &str, finished: bool, share: Option<ShareState>) -> DocumentLine {
        DocumentLine {
            id: DocumentId::default(),
            title: day.to_owned(),
            kind: DocumentKind::ProgressNote,
            written_on: day.parse().unwrap(),
            author: String::new(),
            finished,
            edition: 1,
            follows: None,
            amends: None,
            status: ShareStatus::NotShared,
            share,
            remark: None,
            due: None,
            may_share: finished && share.is_none(),
            may_share_to_sign: false,
            may_unshare: false,
            has_pdf: finished,
        }
    }

    #[test]
    fn the_signed_note_of_the_session_is_offered_until_one_is_shared() {
        let day = "2026-11-20".parse().unwrap();
        let title = |lines: &[DocumentLine]| offered_after(day, lines).map(|line| line.map(|line| line.title.clone()));
        let (before, draft, signed) = (note("2026-11-19", true, None), note("2026-11-20", false, None), note("2026-11-21", true, None));
        assert_eq!(title(&[before.clone(), draft.clone()]), Some(None), "one is to be written");
        assert_eq!(title(&[draft, signed, before]), Some(Some("2026-11-21".into())));
        assert_eq!(title(&[note("2026-11-20", true, Some(ShareState::Open))]), None);
    }
}
