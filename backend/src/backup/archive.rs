//! The tar within: members with names of ours, and what was written of each.

use super::{BackupError, SUMS, of};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    io::{self, Read, Write},
    path::Path,
};

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sum {
    name: String,
    bytes: u64,
    sha256: String,
}

/// Counts and hashes what is read through it.
pub(super) struct Summed<R> {
    from: R,
    hash: Sha256,
    bytes: u64,
}

impl<R: Read> Summed<R> {
    pub fn new(from: R) -> Self {
        Self { from, hash: Sha256::new(), bytes: 0 }
    }

    pub fn sum(self, name: &str) -> Sum {
        Sum { name: name.to_owned(), bytes: self.bytes, sha256: hex::encode(self.hash.finalize()) }
    }
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let many = self.from.read(into)?;
        self.hash.update(&into[..many]);
        self.bytes += many as u64;
        Ok(many)
    }
}

/// Writes members, and remembers their sums.
pub(super) struct Archive<'a, W: Write> {
    tar: tar::Builder<W>,
    sums: Vec<Sum>,
    /// Where it goes, for whoever has to make room there.
    path: &'a Path,
}

impl<'a, W: Write> Archive<'a, W> {
    pub fn new(to: W, path: &'a Path) -> Self {
        Self { tar: tar::Builder::new(to), sums: Vec::new(), path }
    }

    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        self.put_from(name, bytes, bytes.len() as u64, self.path)
    }

    /// Puts in so many bytes of a file. One that has become shorter is refused: its header has told of more.
    pub fn put_from(&mut self, name: &str, from: impl Read, bytes: u64, source: &Path) -> Result<(), BackupError> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes);
        header.set_mode(0o600);
        let mut from = Summed::new(from.take(bytes));
        self.tar.append_data(&mut header, name, &mut from).map_err(of(self.path))?;
        if from.bytes != bytes {
            return Err(of(source)(io::ErrorKind::UnexpectedEof.into()));
        }
        self.sums.push(from.sum(name));
        Ok(())
    }

    /// Puts in the sums of all members, and ends.
    pub fn finish(mut self) -> Result<(W, usize), BackupError> {
        let sums = serde_json::to_vec(&self.sums).expect("names and numbers always have a JSON form");
        let many = self.sums.len();
        self.put(SUMS, &sums)?;
        Ok((self.tar.into_inner().map_err(of(self.path))?, many))
    }
}
