//! Where one sheet ends and the next begins.

use super::story::{Mark, Piece};

/// US Letter, in points.
pub const WIDTH: f32 = 612.0;
pub const HEIGHT: f32 = 792.0;
pub const LEFT: f32 = 78.0;
/// Of the column of text.
pub const COLUMN: f32 = WIDTH - 2.0 * LEFT;
pub const TOP: f32 = 66.0;
pub const BOTTOM: f32 = 704.0;
/// The line above the foot.
pub const FOOT: f32 = 730.0;

/// A sheet: marks with their places on it.
pub type Sheet = Vec<Mark>;

/// Lays the pieces on sheets. Pieces that are kept together stay so, unless together they are taller than a sheet.
pub fn break_pages(pieces: Vec<Piece>) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = vec![Vec::new()];
    let mut y = TOP;
    let mut pieces = pieces.into_iter().peekable();
    while let Some(first) = pieces.next() {
        let mut group = vec![first];
        while group.last().is_some_and(|piece| piece.keep) {
            match pieces.next_if(|next| !next.fresh) {
                Some(next) => group.push(next),
                None => break,
            }
        }
        let whole = fits(&group, 0.0);
        if group[0].fresh || (whole && !fits(&group, y - TOP)) {
            turn(&mut sheets, &mut y);
        }
        for piece in group {
            if y > TOP && y + piece.before + piece.height > BOTTOM {
                turn(&mut sheets, &mut y);
            }
            // At the head of a sheet the space before a piece has nothing to set it apart from.
            y += if y > TOP { piece.before } else { 0.0 };
            for mut mark in piece.marks {
                mark.y += y;
                sheets.last_mut().expect("there is always a sheet").push(mark);
            }
            y += piece.height;
        }
    }
    sheets
}

fn fits(group: &[Piece], used: f32) -> bool {
    let before = if used > 0.0 { group[0].before } else { 0.0 };
    let rest: f32 = group.iter().skip(1).map(|piece| piece.before).sum();
    let heights: f32 = group.iter().map(|piece| piece.height).sum();
    used + before + rest + heights <= BOTTOM - TOP
}

fn turn(sheets: &mut Vec<Sheet>, y: &mut f32) {
    if *y > TOP {
        sheets.push(Vec::new());
        *y = TOP;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::pdf::story::What;

    fn piece(height: f32, keep: bool) -> Piece {
        let mark = Mark { x: 0.0, y: 0.0, tag: None, what: What::Anchor(String::new()) };
        Piece { height, before: 10.0, keep, fresh: false, marks: vec![mark] }
    }

    fn counts(pieces: Vec<Piece>) -> Vec<usize> {
        break_pages(pieces).iter().map(Vec::len).collect()
    }

    #[test]
    fn what_is_kept_together_moves_together() {
        assert_eq!(counts(vec![piece(600.0, false), piece(20.0, true), piece(20.0, false)]), [1, 2]);
        assert_eq!(counts(vec![piece(560.0, false), piece(20.0, true), piece(20.0, false)]), [3]);
    }

    #[test]
    fn what_is_taller_than_a_sheet_breaks_where_it_stands() {
        assert_eq!(counts(vec![piece(300.0, true), piece(300.0, true), piece(300.0, false)]), [2, 1]);
        assert_eq!(counts(vec![piece(20.0, false), piece(900.0, false), piece(20.0, false)]), [1, 1, 1]);
    }

    #[test]
    fn a_fresh_sheet_is_never_blank() {
        let fresh = |height| Piece { fresh: true, ..piece(height, false) };
        assert_eq!(counts(vec![fresh(20.0), piece(20.0, true), fresh(20.0)]), [2, 1]);
    }
}
