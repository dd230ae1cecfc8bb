//! **Verify**: whether a paper that somebody holds is one of ours, as it was made. It is looked at by the rule by which the whole chain is
//! walked (`verify`), and only to whom has the very file is anything said of it.

use super::{
    pdf::{self, Paper},
    sharing::thaw,
    table::{prints, shares, signatures},
    verify::holds,
};
use crate::{
    actors::{Staff, Visitor},
    audit::Event,
    drafts::form_key,
    error::Error,
    practice::Practice,
    sealing::Place,
    secrets::sha256,
    settings,
    sign_in::{throttle, throttle::Key},
};
use domain::{
    Refusal as AnyRefusal, Typed,
    audit::AuditAct,
    documents::{CheckedPaper, Genuine, LARGEST_PAPER, Refusal, ShareState, claims, is_made_from, is_pdf},
};
use tokio::task::spawn_blocking;
use uuid::Uuid;

/// Under these names what was found waits for its page.
const FORM: &str = "verify";
const VERDICT: &str = "verdict";
const FILE: &str = "sha256";

impl Visitor {
    /// Looks at a paper, whoever brings it.
    pub async fn check_paper(&self, pdf: Vec<u8>) -> Result<CheckedPaper, Error> {
        throttle::take_turn(&self.practice, &[&Key::of_kind_from("verify", &self.origin.address)]).await?;
        let checked = check(&self.practice, pdf).await?;
        self.record(Event::of(AuditAct::PaperChecked).detail(checked.verdict.name())).await?;
        Ok(checked)
    }

    /// Keeps what was found, or why nothing was, for the page that shows it in this browser: no address says it, so nobody can make one up.
    pub async fn keep_checked(&self, page: &str, found: &Result<CheckedPaper, Vec<AnyRefusal>>) -> Result<(), Error> {
        let typed = match found {
            Ok(paper) => Typed {
                fields: [(VERDICT.to_owned(), paper.verdict.name().to_owned()), (FILE.to_owned(), paper.sha256.clone())].into(),
                refusals: Vec::new(),
            },
            Err(refusals) => Typed { refusals: refusals.clone(), ..Typed::default() },
        };
        self.keep_typed(&form_key(FORM, page), None, true, &typed).await
    }

    /// What was found last in this browser.
    pub async fn checked(&self, page: &str) -> Result<Option<Result<CheckedPaper, Vec<AnyRefusal>>>, Error> {
        let Some(typed) = self.typed(&form_key(FORM, page), None).await? else { return Ok(None) };
        if !typed.refusals.is_empty() {
            return Ok(Some(Err(typed.refusals)));
        }
        let field = |name: &str| typed.fields.get(name).cloned().unwrap_or_default();
        let verdict = Genuine::from_name(&field(VERDICT));
        Ok(verdict.map(|verdict| Ok(CheckedPaper { verdict, sha256: field(FILE) })))
    }
}

impl Staff {
    /// The same from the office.
    pub async fn check_paper(&self, pdf: Vec<u8>) -> Result<CheckedPaper, Error> {
        let checked = check(&self.practice, pdf).await?;
        self.record(Event::of(AuditAct::PaperChecked).detail(checked.verdict.name())).await?;
        Ok(checked)
    }
}

async fn check(practice: &Practice, pdf: Vec<u8>) -> Result<CheckedPaper, Error> {
    if pdf.is_empty() {
        return Err(domain::files::Refusal::NothingChosen.into());
    }
    if pdf.len() > LARGEST_PAPER {
        return Err(Refusal::PaperTooLarge.into());
    }
    if !is_pdf(&pdf) {
        return Err(Refusal::NotAPdf.into());
    }
    let sha = sha256(&pdf);
    let verdict = verdict(practice, &sha, pdf).await?;
    Ok(CheckedPaper { verdict, sha256: hex::encode(sha) })
}

async fn verdict(practice: &Practice, sha: &[u8], pdf: Vec<u8>) -> Result<Genuine, Error> {
    let db = practice.db.read();
    if let Some(row) = signatures::by_paper(db, sha).await? {
        let before = signatures::links_before(db, row.share_id, row.seq).await?;
        let before: Vec<String> = before.into_iter().map(hex::encode).collect();
        if holds(practice, &row, &before).await? {
            return Ok(Genuine::Unchanged);
        }
        // We cannot vouch for what does not hold here: `anteroom verify-audit` says what is wrong with it.
        tracing::error!(signature = %row.id, "a paper was looked at whose signature does not hold");
        return Ok(Genuine::Unknown);
    }
    if let Some(share) = prints::share_of(db, sha).await? {
        let intact = match shares::by_id(db, share).await? {
            Some(share) => thaw(practice, &share).is_ok(),
            None => false,
        };
        return Ok(if intact { Genuine::Unchanged } else { Genuine::Unknown });
    }
    let (claimed, pdf) = spawn_blocking(move || (claims(&pdf), pdf)).await.map_err(Error::unexpected)?;
    let mut pdf = pdf;
    for share in claimed {
        for paper in papers(practice, share).await? {
            let (made, same, back) =
                spawn_blocking(move || (is_made_from(&pdf, &paper), pdf == paper, pdf)).await.map_err(Error::unexpected)?;
            pdf = back;
            match (same, made) {
                (true, _) => return Ok(Genuine::Unchanged),
                (_, true) => return Ok(Genuine::Changed),
                _ => {}
            }
        }
    }
    Ok(Genuine::Unknown)
}

/// The papers that there are of a share: the signed ones, and how it is printed without a signature.
async fn papers(practice: &Practice, share: Uuid) -> Result<Vec<Vec<u8>>, Error> {
    let db = practice.db.read();
    let Some(row) = shares::by_id(db, share).await? else { return Ok(Vec::new()) };
    let mut papers = Vec::new();
    for paper in signatures::papers_under(db, share).await? {
        papers.extend(practice.sealer.open(Place("signatures.pdf", paper.id), &paper.pdf).ok());
    }
    // A share that is not signed was handed out as it is printed.
    if (papers.is_empty() || row.state.0 != ShareState::Signed)
        && let Ok(frozen) = thaw(practice, &row)
    {
        let look = settings::look(practice).await?;
        papers.push(pdf::in_turn(move || pdf::render(&frozen, Paper::Shared, &look)).await?);
    }
    Ok(papers)
}

/// A paper was handed out as it is: whoever holds it can have it looked at later, whatever program prints then.
pub(super) async fn note_print(practice: &Practice, share: Uuid, pdf: &[u8]) -> Result<(), Error> {
    let tx = practice.db.housekeeping().await?;
    prints::note(&*tx, &sha256(pdf), share, practice.clock.now()).await?;
    Ok(tx.commit().await?)
}
