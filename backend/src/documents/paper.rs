//! Documents on paper: the signed PDF as it was made, or a print of what was shared.

use super::{
    ClientDocuments, StaffDocuments,
    genuine::note_print,
    pdf::{self, Paper},
    rights::Room,
    sharing::{Damaged, freeze, thaw},
    table::{documents, shares, signatures},
};
use crate::{
    audit::Event,
    dates,
    error::Error,
    in_chart::{Enters, InChart, Within},
    practice::Practice,
    sealing::Place,
    secrets::sha256,
    settings,
};
use domain::{
    audit::AuditAct,
    billing::Bill,
    documents::{Frozen, Refusal, ShareState, WrittenState},
    ids::{ChartId, DocumentId, ShareId},
};
use uuid::Uuid;

/// A file to take away.
pub struct Pdf {
    /// "Treatment plan, November 2026.pdf": letters, digits, spaces and a few marks, nothing a file system minds.
    pub file_name: String,
    pub bytes: Vec<u8>,
}

impl StaffDocuments<'_> {
    /// The PDF: with its signatures, if there are any; else of the finished document, and of what was added to it.
    pub async fn download(&self, chart: ChartId, document: DocumentId) -> Result<Pdf, Error> {
        let staff = self.0;
        let room = Room::enter(staff, chart).await?;
        let row = room.document(document).await?;
        let share = shares::live_of_document(&room.chart, row.id).await?;
        let amended = !documents::addenda_of(&room.chart, row.id).await?.is_empty();
        let bytes = match share {
            // Addenda that came after the signatures have papers of their own.
            Some(share) if !amended || signatures::is_under(room.chart.db(), share.id).await? => of_share(&room.chart, &share).await?,
            _ if documents::Line::from(&row).written() == WrittenState::Draft => return Err(Refusal::NotFinished.into()),
            _ => {
                let settings = staff.practice_settings().await?;
                print(&staff.practice, freeze(&room, &row, ShareId(Uuid::nil()), &settings).await?).await?
            }
        };
        staff.record(Event::of(AuditAct::DocumentDownloaded).chart(chart).subject(document)).await?;
        Ok(Pdf { file_name: file_name(&row.title), bytes })
    }
}

impl ClientDocuments<'_> {
    /// The PDF of a shared document. Who has taken it away has opened it.
    pub async fn download(&self, share: ShareId) -> Result<Pdf, Error> {
        if !self.settings.features.downloads {
            return Err(self.chart.not_found("documents").await);
        }
        let share = self.share(share).await?;
        let bytes = of_share(&self.chart, &share).await?;
        self.note_opening(&share, AuditAct::DocumentDownloaded).await?;
        Ok(Pdf { file_name: file_name(&share.title), bytes })
    }
}

/// The paper of a share. One with signatures is never made again: it is the file that was made with the last of them, or nothing.
async fn of_share<A: Enters>(chart: &InChart<'_, A>, share: &shares::Model) -> Result<Vec<u8>, Error> {
    let practice = chart.practice();
    let paper = match signatures::paper_of(chart, share.id).await? {
        Some(paper) => paper,
        None if share.state.0 == ShareState::Signed => return Err(Error::unexpected(Damaged)),
        None => {
            let bytes = print(practice, thaw(practice, share)?).await?;
            note_print(practice, share.id, &bytes).await?;
            return Ok(bytes);
        }
    };
    let bytes = practice.sealer.open(Place("signatures.pdf", paper.id), &paper.pdf)?;
    if sha256(&bytes).as_slice() == paper.pdf_sha256 { Ok(bytes) } else { Err(Error::unexpected(Damaged)) }
}

async fn print(practice: &Practice, frozen: Frozen) -> Result<Vec<u8>, Error> {
    let look = settings::look(practice).await?;
    pdf::in_turn(move || pdf::render(&frozen, Paper::Shared, &look)).await
}

/// An invoice or a superbill on paper.
pub(crate) async fn print_bill(practice: &Practice, bill: Bill) -> Result<Pdf, Error> {
    let title = bill.title(dates::day(bill.issued_at, dates::zone(&bill.zone)));
    let look = settings::look(practice).await?;
    let bytes = pdf::in_turn(move || pdf::bill(&bill, &look)).await?;
    Ok(Pdf { file_name: file_name(&title), bytes })
}

/// A name for the file (T25): nothing that separates folders, turns the reading direction, or ends the line.
fn file_name(title: &str) -> String {
    let fitting = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-' | '_' | '(' | ')');
    let kept: String = title.chars().map(|c| if fitting(c) { c } else { ' ' }).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let mut name = String::new();
    for letter in words.join(" ").chars() {
        // File systems count bytes: 255 at most, with the ending.
        if name.len() + letter.len_utf8() > 200 {
            break;
        }
        name.push(letter);
    }
    let name = name.trim();
    format!("{}.pdf", if name.is_empty() { "Document" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_after_their_document_and_nothing_else() {
        assert_eq!(file_name("Treatment plan, November 2026"), "Treatment plan, November 2026.pdf");
        assert_eq!(file_name("../../etc/passwd"), "etc passwd.pdf");
        assert_eq!(file_name("a\r\nContent-Type: text/html\u{202E}"), "a Content-Type text html.pdf");
        assert_eq!(file_name("\u{202E}…"), "Document.pdf");
        assert_eq!(file_name("Évaluation 李明"), "Évaluation 李明.pdf");
        assert!(file_name(&"ü".repeat(4_000)).len() <= 204);
    }
}
