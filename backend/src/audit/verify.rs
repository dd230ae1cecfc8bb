//! Walks the whole chain and names the first row that is not what it was.

use super::{BEGINNING, hash_of, table};
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{DatabaseConnection, DbErr};
use std::{
    fmt,
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
};

/// The first thing found wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The row's own hash does not fit what stands in it.
    Changed { seq: i64 },
    /// The row does not follow the one before it: rows were taken out, put in or swapped.
    Unlinked { seq: i64 },
    /// The trail is shorter than what was noted beside the database, or was written anew.
    Truncated { noted: i64, found: i64 },
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { seq } => write!(f, "row {seq} was changed after it was written"),
            Self::Unlinked { seq } => {
                write!(f, "row {seq} does not follow the row before it: something was removed, added or swapped there")
            }
            Self::Truncated { noted, found } => {
                write!(f, "the trail once reached row {noted}, and now ends at row {found} or was written anew: the end was cut off")
            }
        }
    }
}

/// What verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub rows: i64,
    pub trouble: Option<Trouble>,
}

/// Reads the trail in order, in pages, while the practice works on.
///
/// `notes` is the file in which the chain's end is noted every minute: with it a cut-off end is found as well.
pub(crate) async fn verify(db: &DatabaseConnection, notes: Option<&Path>) -> Result<Verdict, NoteError> {
    let noted = notes.map(read_notes).transpose()?.unwrap_or_default();
    let mut noted = noted.iter().peekable();
    let (mut seq, mut hash) = (0_i64, BEGINNING.to_vec());
    loop {
        let page = table::after(db, seq, 5_000).await?;
        if page.is_empty() {
            break;
        }
        for found in page {
            let row = match next(found, seq, &hash) {
                Ok(row) => row,
                Err(trouble) => return Ok(Verdict { rows: seq, trouble: Some(trouble) }),
            };
            while let Some((noted_seq, noted_hash)) = noted.next_if(|(noted_seq, _)| *noted_seq <= row.seq) {
                if *noted_seq == row.seq && *noted_hash != hex::encode(&row.hash) {
                    return Ok(Verdict { rows: row.seq, trouble: Some(Trouble::Truncated { noted: *noted_seq, found: row.seq }) });
                }
            }
            seq = row.seq;
            hash = row.hash;
        }
    }
    let trouble = noted.last().map(|(noted, _)| Trouble::Truncated { noted: *noted, found: seq });
    Ok(Verdict { rows: seq, trouble })
}

/// The row that was found behind `seq`, if it follows and is what it was. One that cannot be read is not.
fn next(found: table::Found, seq: i64, hash: &[u8]) -> Result<table::Model, Trouble> {
    let here = found.seq.unwrap_or(seq + 1);
    match found.row {
        _ if here != seq + 1 => Err(Trouble::Unlinked { seq: here }),
        Some(row) if row.previous_hash != hash => Err(Trouble::Unlinked { seq: here }),
        Some(row) if row.hash == hash_of(&row) => Ok(row),
        _ => Err(Trouble::Changed { seq: here }),
    }
}

/// Notes the chain's end in a file beside the database, when it has grown since the last note.
pub(crate) async fn note_end(db: &DatabaseConnection, notes: &Path, now: DateTime<Utc>) -> Result<(), NoteError> {
    let Some((end, hash)) = table::end(db).await? else { return Ok(()) };
    if last_noted(notes)?.is_some_and(|seq| seq >= end) {
        return Ok(());
    }
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(notes)?;
    writeln!(file, "{end} {} {}", hex::encode(hash), now.to_rfc3339_opts(SecondsFormat::Secs, true))?;
    file.sync_all()?;
    Ok(())
}

/// How far the trail was noted to reach, and how far it does, where that is less. A database without tables has no trail.
pub(crate) async fn shortfall(db: &DatabaseConnection, notes: &Path, has_tables: bool) -> Result<Option<(i64, i64)>, NoteError> {
    let Some(noted) = last_noted(notes)? else { return Ok(None) };
    let found = if has_tables { table::end(db).await?.map_or(0, |(seq, _)| seq) } else { 0 };
    Ok((found < noted).then_some((noted, found)))
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum NoteError {
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error("the notes of the audit trail's end cannot be read or written: {0}")]
    File(#[from] std::io::Error),
}

/// The number of the last note. The file grows by a line a minute, so only its end is read.
fn last_noted(notes: &Path) -> std::io::Result<Option<i64>> {
    const LONGER_THAN_ANY_LINE: u64 = 256;
    let mut file = match std::fs::File::open(notes) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(LONGER_THAN_ANY_LINE)))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    let end = String::from_utf8_lossy(&end);
    Ok(end.lines().last().and_then(|line| line.split(' ').next()?.parse().ok()))
}

fn read_notes(path: &Path) -> std::io::Result<Vec<(i64, String)>> {
    let text = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        text => text?,
    };
    let mut notes: Vec<(i64, String)> = text
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?.parse().ok()?, words.next()?.to_owned()))
        })
        .collect();
    notes.sort_by_key(|(seq, _)| *seq);
    Ok(notes)
}
