//! Invoices and superbills: who, for whom, what, how much, and what is open.

use super::{
    PdfError,
    fonts::{self, Style},
    pages::{COLUMN, LEFT},
    paint::{self, Imprint, Standard},
    story::{LABELS, Mark, Piece, Story, What},
    tags::Tag,
    words,
};
use crate::{dates, settings::Look};
use chrono_tz::Tz;
use domain::billing::{Bill, BillKind, BillLine, money};
use krilla::tagging::{TableHeaderScope, Tag as Kind};
use sha2::{Digest, Sha256};
use std::rc::Rc;

/// A column of the table: its head, how wide it is, and whether it holds numbers, which end where the column does.
struct Column {
    head: &'static str,
    width: f32,
    number: bool,
}

const fn column(head: &'static str, width: f32, number: bool) -> Column {
    Column { head, width, number }
}

/// Space between two columns.
const GAP: f32 = 8.0;

const OF_INVOICE: [Column; 5] = [
    column("Date", 82.0, false),
    column("Service", 172.0, false),
    column("Charge", 66.0, true),
    column("Paid", 66.0, true),
    column("Balance", 70.0, true),
];

const OF_SUPERBILL: [Column; 7] = [
    column("Date", 84.0, false),
    column("CPT, modifiers", 92.0, false),
    column("Units", 36.0, true),
    column("Place", 44.0, true),
    column("ICD-10", 72.0, false),
    column("Charge", 64.0, true),
    column("Paid", 64.0, true),
];

/// Prints one. The same input gives the same bytes.
pub fn render(bill: &Bill, look: &Look) -> Result<Vec<u8>, PdfError> {
    let canonical = bill.canonical();
    let digest: [u8; 32] = Sha256::digest(&canonical).into();
    let imprint = Imprint {
        title: title(bill).to_owned(),
        foot: format!("{} {}", title(bill), bill.number),
        author: words::line(&bill.practice),
        practice: words::line(&bill.practice),
        id: format!("{} {} {}", bill.kind.name(), bill.number, words::short(&digest)),
        made_at: bill.issued_at,
        canonical,
    };
    match paint::paint(tell(bill, look)?, &imprint, Standard::Archive) {
        Err(PdfError::Writing(_)) => paint::paint(tell(bill, look)?, &imprint, Standard::Plain),
        done => done,
    }
}

fn title(bill: &Bill) -> &'static str {
    match bill.kind {
        BillKind::Invoice => "Invoice",
        BillKind::Superbill => "Superbill",
    }
}

fn zone(name: &str) -> Result<Tz, PdfError> {
    name.parse().map_err(|_| PdfError::Zone(name.to_owned()))
}

fn tell(bill: &Bill, look: &Look) -> Result<Story, PdfError> {
    let mut story = Story::new()?;
    story.letterhead(&words::line(&bill.practice), look);
    let issuer: Vec<String> = bill.address.lines().map(words::line).chain(bill.phone.iter().map(|phone| words::line(phone))).collect();
    if !issuer.is_empty() {
        story.paragraph_in(&words::lines(&issuer), &fonts::QUIET_TEXT, 6.0);
    }
    story.title(title(bill));
    let issued = bill.dates.day(dates::day(bill.issued_at, zone(&bill.zone)?));
    let born = bill.dates.day(bill.born);
    let for_whom: Vec<String> = [format!("{}, born {born}", words::line(&bill.client))]
        .into_iter()
        .chain(bill.client_address.iter().map(|line| words::line(line)))
        .collect();
    let mut rows = vec![
        ("Number", bill.number.to_string()),
        ("Date", issued),
        ("Client", words::lines(&for_whom)),
        ("Chart", bill.chart_number.to_string()),
    ];
    if bill.kind == BillKind::Invoice {
        rows.push(("Due", bill.dates.day(bill.due)));
    }
    rows.extend(providers(bill).into_iter().map(|provider| ("Provider", provider)));
    rows.extend(bill.npi.iter().map(|npi| ("Practice NPI", words::line(npi))));
    rows.extend(bill.tax_id.iter().map(|id| ("Tax ID", words::line(id))));
    story.facts(&rows, &fonts::TEXT_LTR, LABELS);
    story.rule();
    match bill.kind {
        BillKind::Invoice => services(&mut story, bill, &OF_INVOICE, invoice_cells)?,
        BillKind::Superbill => services(&mut story, bill, &OF_SUPERBILL, superbill_cells)?,
    }
    story.rule();
    sums(&mut story, bill);
    if bill.kind == BillKind::Superbill {
        codes(&mut story, bill);
        let note = "This statement is for the client to hand to an insurance. Diagnoses and codes are those of the services above.";
        story.paragraph_in(note, &fonts::FINE, 14.0);
    }
    story.admit_missing_letters();
    Ok(story)
}

/// Each once, with credentials and identifier.
fn providers(bill: &Bill) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for line in &bill.lines {
        let name = words::line(&line.clinician);
        let named = match &line.npi {
            Some(npi) => format!("{name}, NPI {}", words::line(npi)),
            None => name,
        };
        if !all.contains(&named) {
            all.push(named);
        }
    }
    all
}

fn day(bill: &Bill, line: &BillLine) -> Result<String, PdfError> {
    Ok(bill.dates.short_day(dates::day(line.at, zone(&line.zone)?)))
}

fn invoice_cells(bill: &Bill, line: &BillLine) -> Result<Vec<String>, PdfError> {
    let at = dates::moment(line.at, zone(&line.zone)?);
    let when = match line.minutes {
        Some(minutes) => format!("{}\n{}, {minutes} min", day(bill, line)?, at.clock()),
        None => day(bill, line)?,
    };
    let code = if line.modifiers.is_empty() { line.code.clone() } else { format!("{} {}", line.code, line.modifiers) };
    let what = format!(
        "{}, {}\n{}\n{}",
        words::line(&code),
        words::line(&line.description),
        words::line(&line.clinician),
        words::line(&line.location)
    );
    let paid = line.paid_cents() + line.adjusted_cents;
    Ok(vec![when, what.trim_end().to_owned(), money(line.charged_cents), money(paid), money(line.balance_cents())])
}

fn superbill_cells(bill: &Bill, line: &BillLine) -> Result<Vec<String>, PdfError> {
    let code = if line.modifiers.is_empty() { line.code.clone() } else { format!("{} {}", line.code, line.modifiers) };
    let codes: Vec<&str> = line.diagnoses.iter().filter_map(|words| words.split(' ').next()).collect();
    Ok(vec![
        day(bill, line)?,
        format!("{}\n{}", words::line(&code), words::line(&line.description)),
        line.units.to_string(),
        line.place.name().to_owned(),
        words::line(&codes.join(", ")),
        money(line.charged_cents),
        money(line.paid_cents()),
    ])
}

fn services(
    story: &mut Story,
    bill: &Bill,
    columns: &[Column],
    cells: fn(&Bill, &BillLine) -> Result<Vec<String>, PdfError>,
) -> Result<(), PdfError> {
    let table = story.tags.add(Kind::Table);
    let heads: Vec<String> = columns.iter().map(|column| column.head.to_owned()).collect();
    row(story, table, columns, &heads, &fonts::DETAIL_LABEL, Some(TableHeaderScope::Column));
    if let Some(last) = story.pieces.last_mut() {
        last.keep = true;
    }
    for line in &bill.lines {
        row(story, table, columns, &cells(bill, line)?, &fonts::DETAIL, None);
    }
    Ok(())
}

/// A row of the table, which stays on one sheet.
fn row(story: &mut Story, table: Tag, columns: &[Column], cells: &[String], style: &'static Style, head: Option<TableHeaderScope>) {
    let tag = story.tags.add_to(table, Kind::TR);
    let mut piece = Piece { height: style.leading, before: 7.0, keep: false, fresh: false, marks: Vec::new() };
    let mut x = LEFT;
    for (column, text) in columns.iter().zip(cells) {
        let kind = match head {
            Some(scope) => story.tags.add_to(tag, Kind::TH(scope)),
            None => story.tags.add_to(tag, Kind::TD),
        };
        let passage = Rc::new(story.letters.set(text, style, column.width - GAP));
        let left = if column.number { x + column.width - GAP - passage.width() } else { x };
        for line in 0..passage.lines() {
            let y = line as f32 * style.leading;
            piece.marks.push(Mark { x: left, y, tag: Some(kind), what: What::Line(passage.clone(), line) });
        }
        piece.height = piece.height.max(passage.lines() as f32 * style.leading);
        x += column.width;
    }
    debug_assert!(x <= LEFT + COLUMN + 0.5, "the columns are wider than the sheet");
    story.pieces.push(piece);
}

fn sums(story: &mut Story, bill: &Bill) {
    let mut rows = vec![("Charges", money(bill.charged_cents()))];
    let parts = [
        ("Paid by insurance", bill.sum(|line| line.payer_cents)),
        ("Paid by the client", bill.sum(|line| line.client_cents)),
        ("Taken off", bill.sum(|line| line.adjusted_cents)),
    ];
    rows.extend(parts.into_iter().filter(|(_, cents)| *cents > 0).map(|(label, cents)| (label, money(cents))));
    let open = bill.sum(BillLine::balance_cents);
    rows.push((if bill.kind == BillKind::Invoice { "Amount due" } else { "Open" }, money(open)));
    story.facts(&rows, &fonts::TEXT_LTR, LABELS + 20.0);
}

/// What the codes of the table stand for, each once.
fn codes(story: &mut Story, bill: &Bill) {
    let of = |each: fn(&BillLine) -> Vec<String>| {
        let mut known: Vec<String> = Vec::new();
        for words in bill.lines.iter().flat_map(each) {
            if !known.contains(&words) {
                known.push(words);
            }
        }
        words::lines(&known)
    };
    let rows = [
        ("ICD-10", of(|line| line.diagnoses.clone())),
        ("Place of service", of(|line| vec![format!("{} {}", line.place.name(), line.place.label())])),
    ];
    let rows: Vec<_> = rows.into_iter().filter(|(_, words)| !words.is_empty()).collect();
    story.facts(&rows, &fonts::DETAIL, LABELS + 20.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{billing::PlaceOfService, dates::DateOrder, ids::ChargeId};

    fn bill(kind: BillKind, many: usize) -> Bill {
        let line = BillLine {
            charge: ChargeId(uuid::Uuid::from_u128(1)),
            at: "2026-11-13T15:00:00Z".parse().unwrap(),
            zone: "America/New_York".into(),
            minutes: Some(50),
            code: "90834".into(),
            modifiers: "95".into(),
            units: 1,
            description: "Psychotherapy, 45 minutes".into(),
            place: PlaceOfService::TelehealthAtHome,
            location: "By video".into(),
            diagnoses: vec!["F41.1 Generalized anxiety disorder".into()],
            clinician: "Elena Reyes, PhD".into(),
            npi: Some("1234567893".into()),
            charged_cents: 16_000,
            payer_cents: 14_000,
            client_cents: 0,
            adjusted_cents: 0,
        };
        Bill {
            layout: 1,
            kind,
            number: 1057,
            practice: "Harbor Street Counseling".into(),
            address: "12 Harbor Street\nBaltimore, MD 21202".into(),
            phone: Some("443-555-0142".into()),
            tax_id: Some("12-3456789".into()),
            npi: Some("1679576722".into()),
            client: "Maya Lindqvist".into(),
            born: "1991-03-14".parse().unwrap(),
            client_address: vec!["118 Harbor Street, Apt 4".into(), "Baltimore, MD 21201".into()],
            chart_number: 20_001,
            issued_at: "2026-11-14T15:00:00Z".parse().unwrap(),
            due: "2026-11-28".parse().unwrap(),
            zone: "America/New_York".into(),
            dates: DateOrder::MonthFirst,
            lines: vec![line; many],
        }
    }

    fn count(pdf: &[u8], what: &str) -> usize {
        pdf.windows(what.len()).filter(|part| *part == what.as_bytes()).count()
    }

    #[test]
    fn the_same_bill_gives_the_same_bytes_and_carries_every_word_of_it() {
        for kind in BillKind::ALL {
            let bill = bill(kind, 2);
            let pdf = render(&bill, &Look::default()).unwrap();
            assert_eq!(pdf, render(&bill, &Look::default()).unwrap());
            assert_eq!(count(&pdf, &String::from_utf8(bill.canonical()).unwrap()), 1);
            assert_eq!(count(&pdf, "<pdfaid:part>3</pdfaid:part>"), 1, "{kind:?} is fit to be kept");
            assert_eq!(count(&pdf, "/Type/Page/"), 1);
        }
    }

    #[test]
    fn forty_services_go_on_to_the_next_sheet() {
        assert!(count(&render(&bill(BillKind::Invoice, 40), &Look::default()).unwrap(), "/Type/Page/") >= 3);
        assert_ne!(
            render(&bill(BillKind::Invoice, 1), &Look::default()).unwrap(),
            render(&bill(BillKind::Superbill, 1), &Look::default()).unwrap()
        );
    }

    #[test]
    fn the_columns_fit_the_sheet() {
        for columns in [&OF_INVOICE[..], &OF_SUPERBILL[..]] {
            let width: f32 = columns.iter().map(|column| column.width).sum();
            assert!((width - COLUMN).abs() < 0.5, "{width}");
        }
    }
}
