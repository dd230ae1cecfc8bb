//! Whether a paper that somebody holds is one of ours, as it was made.

use crate::named::named;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

named! {
    /// What is said of a paper.
    pub enum Genuine {
        /// It is ours, to the last byte.
        Unchanged "unchanged",
        /// It was made from one of ours, and is not as it was.
        Changed "changed",
        /// Nothing is known of it here.
        Unknown "unknown",
    }
}

/// A paper that was looked at: the verdict, and which file it was, by its SHA-256 (hex). Nothing that the file does not show itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedPaper {
    pub verdict: Genuine,
    pub sha256: String,
}

/// A paper that is looked at is no larger.
pub const LARGEST_PAPER: usize = 8 * 1024 * 1024;

/// Whether a file says that it is a PDF: at its beginning, as programs that read PDFs look for it.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|word| word == b"%PDF-")
}

/// So many places of a file are looked at for whose it could be.
const MOST_CLAIMS: usize = 3;

/// Which shares a file claims to be printed from, as our papers say it in what is attached to them.
pub fn claims(bytes: &[u8]) -> Vec<uuid::Uuid> {
    const WORD: &[u8] = b"\"share_id\":\"";
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some(at) = find(rest, WORD) {
        rest = &rest[at + WORD.len()..];
        let id = rest.get(..36).and_then(|id| std::str::from_utf8(id).ok()).and_then(|id| id.parse().ok());
        found.extend(id.filter(|id| !found.contains(id)));
        if found.len() == MOST_CLAIMS {
            break;
        }
    }
    found
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|here| here == word)
}

/// Whether a file was made from that paper: a quarter of the paper at least stands in it. Who only knows which papers there are, and has
/// none of them, learns nothing by asking.
pub fn is_made_from(file: &[u8], paper: &[u8]) -> bool {
    const SHORTEST: usize = 16;
    fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
        bytes.split(|byte| *byte == b'\n').filter(|line| line.len() >= SHORTEST)
    }
    let mut ours: HashSet<&[u8]> = lines(paper).collect();
    let all: usize = ours.iter().map(|line| line.len()).sum();
    // Each counts once, however often it stands there.
    let same: usize = lines(file).filter(|line| ours.remove(line)).map(<[u8]>::len).sum();
    all > 0 && same * 4 >= all
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn paper() -> Vec<u8> {
        let lines: Vec<String> = (0..100).map(|line| format!("{line}: what stands in this line of the paper")).collect();
        format!("%PDF-1.7\n{}\n{{\"layout\":2,\"share_id\":\"{}\"}}", lines.join("\n"), Uuid::from_u128(7)).into_bytes()
    }

    #[test]
    fn a_pdf_says_so_at_its_beginning() {
        assert!(is_pdf(&paper()) && is_pdf(&[b"junk ".to_vec(), paper()].concat()));
        assert!(!is_pdf(b"") && !is_pdf(b"PK\x03\x04") && !is_pdf(&[vec![b' '; 1024], paper()].concat()));
    }

    #[test]
    fn a_paper_says_which_share_it_is_of_and_others_say_nothing() {
        assert_eq!(claims(&paper()), [Uuid::from_u128(7)]);
        assert_eq!(claims(&[paper(), paper()].concat()), [Uuid::from_u128(7)]);
        assert!(claims(b"%PDF-1.7 \"share_id\":\"not an id\" \"share_id\":\"").is_empty());
        let many: String = (0..9).map(|id| format!("\"share_id\":\"{}\"", Uuid::from_u128(id))).collect();
        assert_eq!(claims(many.as_bytes()).len(), MOST_CLAIMS);
    }

    #[test]
    fn what_was_changed_was_made_from_it_and_what_only_names_it_was_not() {
        let paper = paper();
        let mut flipped = paper.clone();
        flipped[200] ^= 1;
        assert!(is_made_from(&flipped, &paper));
        let longer = [&paper[..300], b" and a line more\nof somebody else ", &paper[300..]].concat();
        assert!(is_made_from(&longer, &paper));
        let only_named = format!("%PDF-1.7\n{{\"layout\":2,\"share_id\":\"{}\"}}", Uuid::from_u128(7));
        assert!(!is_made_from(only_named.as_bytes(), &paper));
        assert!(!is_made_from(&paper[..paper.len() / 8], &paper) && !is_made_from(&paper, b""));
    }
}
