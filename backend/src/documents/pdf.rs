//! The paper of the practice: a shared document as a PDF, and below it, once signed, the signature with its certificate.
//!
//! A page is made from the frozen words and the practice's look alone. No clock, no chance, no file and no network take part, so the same document
//! gives the same bytes today and in ten years. What people wrote is drawn as plain text: nothing in it can become a link, a
//! script or an action.

#[cfg(test)]
mod as_typed;
mod bill;
mod certificate;
#[cfg(test)]
mod first_layout;
mod fonts;
mod ink;
mod missing;
mod pages;
mod paint;
mod story;
mod tags;
mod turns;
mod typeset;
mod words;

use crate::{dates, settings::Look};
pub(super) use bill::render as bill;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::documents::{Block, Frozen, Ink, Section};
pub(super) use missing::{Voice, missing};
use paint::{Imprint, Standard};
use sha2::{Digest, Sha256};
use story::Story;
use thiserror::Error as ThisError;
pub(super) use turns::{Turn, in_turn, make, turn_to_sign};

/// What the certificate page tells.
#[derive(Clone, Debug)]
pub struct Certificate {
    pub signer_name: String,
    /// In which quality: "client" or "mother of the client".
    pub signer_role: String,
    /// The sentence that was agreed to.
    pub meaning: String,
    pub signed_at: DateTime<Utc>,
    /// Zone in which times are printed, beside UTC.
    pub zone: Tz,
    /// Network address of the signer.
    pub address: String,
    pub browser: String,
    /// Version of the agreement to sign electronically. Who countersigns needs none.
    pub consent_version: Option<String>,
    /// How the signer came to the portal, if no mail brought the link.
    pub access: Option<String>,
    /// SHA-256 of the canonical bytes of what was shown.
    pub content_sha256: [u8; 32],
    /// SHA-256 of the record of this signature.
    pub record_sha256: [u8; 32],
    /// Where anybody who has the file can have it looked at: an address, as text.
    pub verify: Option<String>,
    /// What happened, oldest first.
    pub events: Vec<(DateTime<Utc>, String)>,
}

/// On which occasion a document is printed.
#[derive(Clone, Copy, Debug)]
pub enum Paper<'a> {
    /// Not signed: the download of a shared document.
    Shared,
    /// With the signatures below it, in their order, and a certificate of each behind it.
    Signed(&'a [Signed]),
}

/// A signature on paper.
#[derive(Clone, Debug)]
pub struct Signed {
    pub ink: Ink,
    pub certificate: Certificate,
}

/// Why no PDF could be made.
#[derive(Debug, ThisError)]
pub enum PdfError {
    #[error("the time zone {0:?} is unknown")]
    Zone(String),
    #[error("the certificate belongs to other content")]
    OtherContent,
    #[error("a font of the program is broken")]
    Font,
    #[error("the PDF could not be written: {0}")]
    Writing(String),
}

/// Prints a document. The same input gives the same bytes.
///
/// The canonical bytes of `frozen` are attached as `content.json`, uncompressed, so that anyone can hash what was signed.
///
/// # Errors
/// When the zone is unknown or the certificate names another content than `frozen`: such paper would be false.
pub fn render(frozen: &Frozen, paper: Paper<'_>, look: &Look) -> Result<Vec<u8>, PdfError> {
    let canonical = frozen.canonical();
    let digest: [u8; 32] = Sha256::digest(&canonical).into();
    let mut made_at = frozen.written_at;
    if let Paper::Signed(signed) = paper {
        for Signed { certificate, .. } in signed {
            if certificate.content_sha256 != digest {
                return Err(PdfError::OtherContent);
            }
            made_at = certificate.signed_at;
        }
    }
    let imprint = Imprint {
        title: title(frozen),
        foot: format!("Content {}", words::short(&digest)),
        author: words::line(&frozen.author),
        practice: words::line(&frozen.practice),
        id: format!("{} version {}", frozen.share_id, frozen.version),
        made_at,
        canonical,
    };
    // Text that the standard for archives refuses, such as a letter under ten thousand accents, must not keep a person from their
    // document: it is then printed without the claim to be fit for archives.
    match paint::paint(tell(frozen, paper, look)?, &imprint, Standard::Archive) {
        Err(PdfError::Writing(_)) => paint::paint(tell(frozen, paper, look)?, &imprint, Standard::Plain),
        done => done,
    }
}

fn title(frozen: &Frozen) -> String {
    let title = words::line(&frozen.title);
    if title.is_empty() { "Document".into() } else { title }
}

/// The whole document in its order.
fn tell(frozen: &Frozen, paper: Paper<'_>, look: &Look) -> Result<Story, PdfError> {
    let mut story = Story::new()?;
    head(&mut story, frozen, look)?;
    for section in &frozen.content.sections {
        self::section(&mut story, section);
    }
    if let Paper::Signed(signed) = paper {
        for (place, one) in signed.iter().enumerate() {
            certificate::signature(&mut story, frozen.dates, one, (place, signed.len()));
        }
        for (place, Signed { certificate, .. }) in signed.iter().enumerate() {
            certificate::page(&mut story, frozen, &title(frozen), certificate, (place, signed.len()));
        }
    }
    story.admit_missing_letters();
    Ok(story)
}

/// Letterhead, title and the block of facts.
fn head(story: &mut Story, frozen: &Frozen, look: &Look) -> Result<(), PdfError> {
    let zone: Tz = frozen.zone.parse().map_err(|_| PdfError::Zone(frozen.zone.clone()))?;
    story.letterhead(&words::line(&frozen.practice), look);
    story.title(&title(frozen));
    let born = frozen.dates.day(frozen.client_birth_date);
    let written = frozen.dates.day(dates::day(frozen.written_at, zone));
    let mut rows = vec![
        ("For".to_owned(), format!("{}, born {born}", words::line(&frozen.client_name))),
        ("Written by".to_owned(), format!("{}, on {written}", words::line(&frozen.author))),
    ];
    if frozen.edition > 1 {
        rows.push(("Version".to_owned(), frozen.edition.to_string()));
    }
    rows.extend(frozen.content.facts.iter().map(|fact| (words::line(&fact.label), words::clean(&fact.value))));
    story.facts(&rows, &fonts::TEXT_LTR, story::LABELS);
    story.rule();
    Ok(())
}

fn section(story: &mut Story, section: &Section) {
    story.heading(&words::line(&section.heading));
    for block in &section.blocks {
        match block {
            Block::Paragraph(text) => story.paragraph(&words::clean(text)),
            Block::Bulleted(items) => story.list(items, false),
            Block::Numbered(items) => story.list(items, true),
            Block::Lines(lines) => story.paragraph(&words::lines(lines)),
            Block::Items(items) => story.items(items),
            Block::Asked { question, answer } => {
                story.subheading(&words::clean(question));
                if !answer.is_empty() {
                    story.paragraph(&words::lines(answer));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use domain::documents::{Content, DocumentKind, Fact, Point};
    use domain::ids::{DocumentId, ShareId};

    fn plan() -> Frozen {
        let goals = Block::Numbered(vec!["Fall asleep within 30 minutes.".into(), "Lead the weekly call.".into()]);
        let worry = Block::Paragraph("Maya describes worry most days since the spring.".into());
        Frozen {
            layout: 1,
            share_id: ShareId(uuid::Uuid::from_u128(1)),
            document_id: DocumentId(uuid::Uuid::from_u128(2)),
            version: 1,
            kind: DocumentKind::TreatmentPlanGeneral,
            title: "Treatment plan, November 2026".into(),
            practice: "Harbor Street Counseling".into(),
            client_name: "Maya Lindqvist".into(),
            client_birth_date: NaiveDate::from_ymd_opt(1991, 3, 14).unwrap(),
            author: "Elena Reyes, PhD".into(),
            written_at: "2026-11-20T19:00:00Z".parse().unwrap(),
            zone: "America/New_York".into(),
            content: Content {
                facts: vec![Fact { label: "Review on".into(), value: "20 February 2027".into() }],
                sections: vec![
                    Section { heading: "What we are working on".into(), blocks: vec![worry] },
                    Section { heading: "Goals".into(), blocks: vec![goals] },
                ],
            },
            dates: Default::default(),
            edition: 1,
        }
    }

    fn certificate(frozen: &Frozen) -> Certificate {
        Certificate {
            signer_name: frozen.client_name.clone(),
            signer_role: "client".into(),
            meaning: "I have read this treatment plan and sign it electronically.".into(),
            signed_at: "2026-11-21T22:36:12Z".parse().unwrap(),
            zone: chrono_tz::America::New_York,
            address: "203.0.113.24".into(),
            browser: "Mozilla/5.0".into(),
            consent_version: Some("2026-05".into()),
            access: None,
            content_sha256: Sha256::digest(frozen.canonical()).into(),
            record_sha256: [1; 32],
            verify: None,
            events: vec![("2026-11-21T22:31:40Z".parse().unwrap(), "Opened by Maya Lindqvist".into())],
        }
    }

    fn drawn() -> Ink {
        Ink::Drawn(vec![(0..80).map(|i| Point { x: 100 + i * 8, y: 150 + (i % 9) * 12, t: i * 11, p: 500 }).collect()])
    }

    fn signed(frozen: &Frozen, ink: &Ink) -> Vec<u8> {
        render(frozen, Paper::Signed(&[Signed { ink: ink.clone(), certificate: certificate(frozen) }]), &Look::default()).unwrap()
    }

    fn count(pdf: &[u8], what: &str) -> usize {
        pdf.windows(what.len()).filter(|part| *part == what.as_bytes()).count()
    }

    fn pages(pdf: &[u8]) -> usize {
        count(pdf, "/Type/Page/")
    }

    /// Whether the file says that it keeps the standard for archives.
    fn is_archival(pdf: &[u8]) -> bool {
        count(pdf, "<pdfaid:part>3</pdfaid:part>") == 1
    }

    #[test]
    fn the_same_document_gives_the_same_bytes() {
        let frozen = plan();
        assert_eq!(render(&frozen, Paper::Shared, &Look::default()).unwrap(), render(&frozen, Paper::Shared, &Look::default()).unwrap());
        assert_eq!(signed(&frozen, &drawn()), signed(&frozen, &drawn()));
        assert_ne!(signed(&frozen, &drawn()), signed(&frozen, &Ink::Typed("Maya Lindqvist".into())));
    }

    /// CP-18
    #[test]
    fn the_certificate_tells_who_handed_the_link_over() {
        let (frozen, ink) = (plan(), drawn());
        let by_hand = |name: &str| {
            let access = Some(format!("Portal link handed over by {name} on 19 November 2026"));
            let certificate = Certificate { access, ..certificate(&frozen) };
            render(&frozen, Paper::Signed(&[Signed { ink: ink.clone(), certificate }]), &Look::default()).unwrap()
        };
        assert_eq!(by_hand("Elena Reyes, PhD"), by_hand("Elena Reyes, PhD"));
        assert_ne!(by_hand("Elena Reyes, PhD"), by_hand("Sam Okafor"));
        assert_ne!(by_hand("Elena Reyes, PhD"), signed(&frozen, &ink));
        assert_eq!(pages(&by_hand("Elena Reyes, PhD")), 2);
    }

    /// Each has a certificate of its own behind the document, and another order is another paper.
    #[test]
    fn several_signatures_stand_in_their_order() {
        let frozen = plan();
        let by = |name: &str| Signed {
            ink: Ink::Typed(name.into()),
            certificate: Certificate { signer_name: name.into(), ..certificate(&frozen) },
        };
        let both = |one: &str, other: &str| render(&frozen, Paper::Signed(&[by(one), by(other)]), &Look::default()).unwrap();
        let paper = both("Rosa Delgado", "Elena Reyes");
        assert!(pages(&paper) > pages(&signed(&frozen, &drawn())));
        assert!(is_archival(&paper));
        assert_eq!(paper, both("Rosa Delgado", "Elena Reyes"));
        assert_ne!(paper, both("Elena Reyes", "Rosa Delgado"));
    }

    #[test]
    fn the_words_that_were_signed_are_attached_as_they_were_hashed() {
        let frozen = plan();
        let canonical = String::from_utf8(frozen.canonical()).unwrap();
        assert_eq!(count(&signed(&frozen, &drawn()), &canonical), 1);
    }

    #[test]
    fn a_shared_page_is_one_and_a_signed_one_has_a_certificate_behind_it() {
        let shared = render(&plan(), Paper::Shared, &Look::default()).unwrap();
        assert_eq!(pages(&shared), 1);
        assert!(is_archival(&shared));
        assert_eq!(pages(&signed(&plan(), &drawn())), 2);
    }

    #[test]
    fn twelve_pages_and_more_are_no_trouble() {
        let mut frozen = plan();
        let long = Block::Paragraph("We spoke about sleep, work and the summer. ".repeat(60));
        frozen.content.sections =
            (1..=20).map(|n| Section { heading: format!("Session {n}"), blocks: vec![long.clone(), long.clone()] }).collect();
        let pdf = signed(&frozen, &drawn());
        assert!(pages(&pdf) >= 12, "{} pages", pages(&pdf));
        assert!(is_archival(&pdf));
    }

    #[test]
    fn names_in_any_script_are_printed() {
        for name in ["Αλέξανδρος Ζωή", "Оксана Шевченко", "李明", "שרה לוי", "فاطمة الزهراء", "\u{1F984}\u{E000}", "Nguyễn Thị Hoa"]
        {
            let frozen = Frozen { client_name: name.into(), ..plan() };
            assert!(is_archival(&signed(&frozen, &Ink::Typed(name.into()))), "{name}");
        }
    }

    #[test]
    fn empty_sections_empty_items_and_nothing_at_all_are_printed() {
        let mut frozen = plan();
        frozen.content.sections.push(Section { heading: "Nothing yet".into(), blocks: Vec::new() });
        frozen.content.sections.push(Section { heading: String::new(), blocks: vec![Block::Bulleted(vec![String::new()])] });
        frozen
            .content
            .sections
            .push(Section { heading: " ".into(), blocks: vec![Block::Paragraph("\u{7}".into()), Block::Numbered(vec![])] });
        assert!(is_archival(&signed(&frozen, &drawn())));
        let blank = Frozen { title: String::new(), practice: String::new(), content: Content::default(), ..plan() };
        assert!(is_archival(&signed(&blank, &Ink::Drawn(Vec::new()))));
    }

    #[test]
    fn what_people_write_stays_text() {
        let mut frozen = plan();
        let trick = "https://evil.example javascript:app.alert(1) <script>alert(1)</script> (\u{202E}) /OpenAction << /S /JavaScript >>";
        frozen.title = trick.into();
        frozen.content.sections.push(Section { heading: trick.into(), blocks: vec![Block::Paragraph(trick.into())] });
        let mut pdf = signed(&frozen, &Ink::Typed(trick.into()));
        // The attachment is these very words, as data.
        let canonical = frozen.canonical();
        let at = pdf.windows(canonical.len()).position(|part| part == canonical).unwrap();
        pdf.drain(at..at + canonical.len());
        for active in ["/URI", "/JS", "/Launch", "/AA", "/AcroForm", "/Annots", "/S/JavaScript", "/Link"] {
            assert_eq!(count(&pdf, active), 0, "{active}");
        }
    }

    #[test]
    fn a_letter_under_a_mountain_of_accents_is_printed_all_the_same() {
        let mut frozen = plan();
        frozen.content.sections[0].blocks.push(Block::Paragraph(format!("a{}", "\u{301}".repeat(40_000))));
        assert!(!is_archival(&render(&frozen, Paper::Shared, &Look::default()).unwrap()));
    }

    #[test]
    fn paper_that_would_be_false_is_refused() {
        let frozen = plan();
        let other = Certificate { content_sha256: [0; 32], ..certificate(&frozen) };
        let first = Signed { ink: drawn(), certificate: certificate(&frozen) };
        let refused = render(&frozen, Paper::Signed(&[first, Signed { ink: drawn(), certificate: other }]), &Look::default());
        assert!(matches!(refused, Err(PdfError::OtherContent)));
        let nowhere = Frozen { zone: "Nowhere/Land".into(), ..plan() };
        assert!(matches!(render(&nowhere, Paper::Shared, &Look::default()), Err(PdfError::Zone(_))));
    }
}
