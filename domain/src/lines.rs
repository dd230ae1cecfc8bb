//! Text of several lines, as people type it: what was a line stays one.

/// Line feeds alone at the ends of lines, whatever sent them, and nothing that neither a page nor paper can show. Everything else as typed.
pub fn as_typed(text: &str) -> String {
    let broken = |c: char| match c {
        // Word's line break within a paragraph, the page break, and Unicode's own ends of lines.
        '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        c => c,
    };
    text.replace("\r\n", "\n").chars().map(broken).filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// The same without empty lines before and after it, and without spaces at the ends of lines.
pub fn trimmed(text: &str) -> String {
    let text = as_typed(text);
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// What empty lines set apart, line by line. The spaces before a line stay; a tab counts as four of them.
pub fn passages(text: &str) -> Vec<Vec<String>> {
    let mut passages: Vec<Vec<String>> = Vec::new();
    let mut open = false;
    for line in shown(text) {
        match passages.last_mut() {
            _ if line.is_empty() => {}
            Some(passage) if open => passage.push(line.clone()),
            _ => passages.push(vec![line.clone()]),
        }
        open = !line.is_empty();
    }
    passages
}

/// Each line as it is shown: tabs as spaces, nothing at its end.
pub(crate) fn shown(text: &str) -> Vec<String> {
    as_typed(text).split('\n').map(|line| line.trim_end().replace('\t', "    ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whatever_ends_a_line_ends_it_here() {
        assert_eq!(as_typed("a\r\nb\rc\u{B}d\u{C}e\u{85}f\u{2028}g\u{2029}h"), "a\nb\nc\nd\ne\nf\ng\nh");
        assert_eq!(as_typed("\r\n\r\n  a\u{7}\u{0}\tb  \r\n"), "\n\n  a\tb  \n");
    }

    #[test]
    fn only_the_margins_are_taken_off() {
        assert_eq!(trimmed(" \r\n\r\n  1. one  \r\n\r\n  2. two\t\r\n \r\n"), "  1. one\n\n  2. two");
        assert_eq!(trimmed(" \r\n\t\n"), "");
    }

    #[test]
    fn empty_lines_set_passages_apart() {
        assert_eq!(passages("\na\n\tb\n \n\n  c\n"), [vec!["a".to_owned(), "    b".to_owned()], vec!["  c".to_owned()]]);
        assert!(passages(" \n").is_empty());
    }

    proptest! {
        #[test]
        fn no_word_gets_lost_and_none_grows_together(text in "[a-c1. \t\r\n\u{B}\u{2028}-]{0,60}") {
            let words = |text: &str| text.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&as_typed(&text)), words(&text));
            prop_assert_eq!(words(&trimmed(&text)), words(&text));
            prop_assert_eq!(words(&passages(&text).concat().join("\n")), words(&text));
            prop_assert_eq!(trimmed(&trimmed(&text)), trimmed(&text));
        }
    }
}
