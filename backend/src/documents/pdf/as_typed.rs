//! What was typed stands on paper as it was typed.

use super::*;
use domain::dates::DateOrder;
use domain::documents::{Content, DocumentKind, LAYOUT};
use domain::ids::{DocumentId, ShareId};
use story::What;

fn typed(text: &str) -> Frozen {
    Frozen {
        layout: LAYOUT,
        share_id: ShareId(uuid::Uuid::from_u128(1)),
        document_id: DocumentId(uuid::Uuid::from_u128(2)),
        version: 1,
        kind: DocumentKind::ProgressNote,
        title: "Medicines".into(),
        practice: "Harbor Street Counseling".into(),
        client_name: "Maya Lindqvist".into(),
        client_birth_date: "1991-03-14".parse().unwrap(),
        author: "Elena Reyes, PhD".into(),
        written_at: "2026-11-20T19:00:00Z".parse().unwrap(),
        zone: "America/New_York".into(),
        content: Content { facts: Vec::new(), sections: vec![Section::from_text("Now", text)] },
        dates: DateOrder::DayFirst,
        edition: 1,
    }
}

/// What stands below the heading: each line with its place from the left.
fn drawn(frozen: &Frozen) -> Vec<(f32, String)> {
    let story = tell(frozen, Paper::Shared, &Look::default()).unwrap();
    let marks = story.pieces.iter().flat_map(|piece| &piece.marks);
    let lines = marks.filter_map(|mark| match &mark.what {
        What::Line(passage, line) => Some((mark.x, passage.line(*line).trim_end().to_owned())),
        _ => None,
    });
    lines.skip_while(|(_, line)| line != "Now").skip(1).collect()
}

#[test]
fn every_line_and_every_number_is_the_one_that_was_typed() {
    let frozen =
        typed("Sertraline 50 mg\nMelatonin 3 mg\n  at night\n\n1. Sleep\n   by ten\n\n15. May: first visit\n  a) Come early\n- Rest");
    let lines = drawn(&frozen);
    let mut words: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
    let mut expected = vec!["Sertraline 50 mg", "Melatonin 3 mg", "  at night", "1.", "Sleep", "by ten", "15.", "May: first visit"];
    expected.extend(["a)", "Come early", "-", "Rest"]);
    // A number and its words stand on one line; which of them is drawn first says nothing.
    let place = |words: &str| expected.iter().position(|line| *line == words);
    words.sort_by_key(|words| place(words));
    assert_eq!(words, expected);
    let left = |words: &str| lines.iter().find(|(_, line)| line == words).unwrap().0;
    assert!(left("1.") < left("Sleep") && left("Sleep") == left("by ten"), "what goes on stands below the words, not below the number");
    assert!(left("1.") == left("15.") && left("1.") < left("a)") && left("Sleep") < left("Come early"));
}

#[test]
fn a_list_with_numbers_of_its_own_is_a_list_for_who_reads_by_ear() {
    let count = |text: &str, what: &str| {
        let pdf = render(&typed(text), Paper::Shared, &Look::default()).unwrap();
        pdf.windows(what.len()).filter(|part| *part == what.as_bytes()).count()
    };
    let text = "15. May\n16. June\n  17. July\n\nThat is all.";
    for (tag, many) in [("/S/L/", 1), ("/S/LI/", 3), ("/S/Lbl/", 3), ("/S/LBody/", 3), ("/ListNumbering/Decimal", 1)] {
        assert_eq!(count(text, tag), many, "{tag}");
    }
    assert_eq!(count("- Walk\n- Rest", "/ListNumbering/Disc"), 1);
    assert_eq!(count("a) Walk\nb) Rest", "/ListNumbering/LowerAlpha"), 1);
    assert_eq!(count("15. May\nThat is all.", "<pdfaid:part>3</pdfaid:part>"), 1);
}

#[test]
fn whatever_is_typed_is_printed_and_the_same_again() {
    let deep = format!("{}- far in\n{}far out", " ".repeat(300), " ".repeat(300));
    let number = "1111.1111.1111.1111) long";
    for text in ["", "\u{7}", "1. \u{7}", "- \u{202E}", &deep, number, "1. שלום\n2. مرحبا\n3. 🌊", "\u{E000}\n- \u{E000}"] {
        let frozen = typed(text);
        assert!(
            render(&frozen, Paper::Shared, &Look::default()).unwrap() == render(&frozen, Paper::Shared, &Look::default()).unwrap(),
            "{text}"
        );
    }
}
