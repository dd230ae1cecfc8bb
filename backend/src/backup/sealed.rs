//! A stream that is sealed in chunks: each is bound to its place and to the head, and the last says that it is the last (STREAM).
//! A flipped bit, a chunk that was moved, and a cut-off end do not open.
//!
//! Layout: magic · id of the closing key (8) · id of the practice (8) · point (32) · wrapped key (48) · nonce (19) · chunks of
//! 64 KiB with their tags (16).

use super::{
    BackupError,
    key::{ClosingKey, OpeningKey, Wrapped},
};
use crate::secrets::Randomness;
use aead_stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::{XChaCha20Poly1305, aead::Payload};
use std::io::{self, ErrorKind, Read, Write};

const MAGIC: &[u8; 18] = b"anteroom backup 1\n";
const HEAD: usize = MAGIC.len() + 16;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

/// Seals what is written to it.
pub(super) struct SealWriter<W> {
    to: W,
    stream: EncryptorBE32<XChaCha20Poly1305>,
    waiting: Vec<u8>,
}

impl<W: Write> SealWriter<W> {
    pub fn new(mut to: W, key: &ClosingKey, practice: [u8; 8], randomness: &Randomness) -> io::Result<Self> {
        let head = [&MAGIC[..], &key.id(), &practice].concat();
        let (chunks, nonce) = (randomness.bytes::<32>(), randomness.bytes::<19>());
        let wrapped = key.wrap(&chunks, &head);
        for part in [&head[..], &wrapped.point, &wrapped.key, &nonce] {
            to.write_all(part)?;
        }
        Ok(Self { to, stream: EncryptorBE32::new(&chunks.into(), &nonce.into()), waiting: Vec::with_capacity(CHUNK) })
    }

    /// Seals what is left, as the last.
    pub fn finish(mut self) -> io::Result<W> {
        let last = self.stream.encrypt_last(&self.waiting[..]).map_err(|_| ErrorKind::Other)?;
        self.to.write_all(&last)?;
        Ok(self.to)
    }
}

impl<W: Write> Write for SealWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Only when more comes is a full chunk known not to be the last.
        if self.waiting.len() == CHUNK {
            let sealed = self.stream.encrypt_next(&self.waiting[..]).map_err(|_| ErrorKind::FileTooLarge)?;
            self.to.write_all(&sealed)?;
            self.waiting.clear();
        }
        let many = bytes.len().min(CHUNK - self.waiting.len());
        self.waiting.extend_from_slice(&bytes[..many]);
        Ok(many)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Which practice's backup this is, as far as its head says; nothing where it is none of ours.
pub fn practice_of(mut backup: impl Read) -> io::Result<Option<[u8; 8]>> {
    let mut head = [0; HEAD];
    match backup.read_exact(&mut head) {
        Ok(()) => Ok(head.starts_with(MAGIC).then(|| std::array::from_fn(|at| head[MAGIC.len() + 8 + at]))),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

/// Opens what was sealed. What it reads is whole, or an error of the kind `InvalidData`.
pub(super) struct OpenReader<R> {
    from: R,
    /// Nothing once the last chunk was read.
    stream: Option<DecryptorBE32<XChaCha20Poly1305>>,
    /// The chunk that comes: only behind it is known whether it was the last.
    ahead: Vec<u8>,
    open: Vec<u8>,
    at: usize,
}

impl<R: Read> OpenReader<R> {
    pub fn new(mut from: R, key: &OpeningKey) -> Result<Self, BackupError> {
        let mut head = [0; HEAD];
        let cut = |error: io::Error| match error.kind() {
            ErrorKind::UnexpectedEof => BackupError::Damaged,
            _ => BackupError::Unreadable(error),
        };
        from.read_exact(&mut head).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => BackupError::NotABackup,
            _ => BackupError::Unreadable(error),
        })?;
        if !head.starts_with(MAGIC) {
            return Err(BackupError::NotABackup);
        }
        if head[MAGIC.len()..MAGIC.len() + 8] != key.closing().id() {
            return Err(BackupError::OtherKey);
        }
        let mut wrapped = Wrapped { point: [0; 32], key: [0; 48] };
        let mut nonce = [0; 19];
        for part in [&mut wrapped.point[..], &mut wrapped.key, &mut nonce] {
            from.read_exact(part).map_err(cut)?;
        }
        let chunks = key.unwrap(&wrapped, &head).ok_or(BackupError::Damaged)?;
        let mut reader =
            Self { from, stream: Some(DecryptorBE32::new(&chunks.into(), &nonce.into())), ahead: Vec::new(), open: Vec::new(), at: 0 };
        reader.ahead = reader.chunk().map_err(cut)?;
        Ok(reader)
    }

    fn chunk(&mut self) -> io::Result<Vec<u8>> {
        let mut chunk = Vec::with_capacity(CHUNK + TAG);
        self.from.by_ref().take((CHUNK + TAG) as u64).read_to_end(&mut chunk)?;
        Ok(chunk)
    }
}

impl<R: Read> Read for OpenReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.open.len() {
            let Some(mut stream) = self.stream.take() else { return Ok(0) };
            let behind = self.chunk()?;
            let this = std::mem::replace(&mut self.ahead, behind);
            let opened = if self.ahead.is_empty() {
                stream.decrypt_last(Payload::from(&this[..]))
            } else {
                let opened = stream.decrypt_next(Payload::from(&this[..]));
                self.stream = Some(stream);
                opened
            };
            self.open = opened.map_err(|_| ErrorKind::InvalidData)?;
            self.at = 0;
        }
        let many = into.len().min(self.open.len() - self.at);
        into[..many].copy_from_slice(&self.open[self.at..self.at + many]);
        self.at += many;
        Ok(many)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(text: &[u8], key: &OpeningKey) -> Vec<u8> {
        let mut writer = SealWriter::new(Vec::new(), &key.closing(), *b"practice", &Randomness::system()).unwrap();
        writer.write_all(text).unwrap();
        writer.finish().unwrap()
    }

    fn opened(sealed: &[u8], key: &OpeningKey) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        OpenReader::new(sealed, key).ok()?.read_to_end(&mut text).ok()?;
        Some(text)
    }

    #[test]
    fn what_was_sealed_opens_whole_with_its_key_alone() {
        let (key, other) = (OpeningKey::new(&Randomness::system()), OpeningKey::new(&Randomness::system()));
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let text: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let sealed = sealed(&text, &key);
            assert_eq!(opened(&sealed, &key), Some(text));
            assert!(matches!(OpenReader::new(&sealed[..], &other), Err(BackupError::OtherKey)));
            assert_eq!(practice_of(&sealed[..]).unwrap(), Some(*b"practice"));
        }
        assert!(matches!(OpenReader::new(&[b'x'; 500][..], &key), Err(BackupError::NotABackup)));
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let key = OpeningKey::new(&Randomness::system());
        let whole = sealed(&[7; CHUNK + 100], &key);
        let head = whole.len() - (CHUNK + 100 + 2 * TAG);
        let edges = [head, head + 1, head + CHUNK, head + CHUNK + TAG - 1, head + CHUNK + TAG, whole.len() - TAG, whole.len() - 1];
        let ends = (0..head).chain(edges);
        for at in ends {
            let mut changed = whole.clone();
            changed[at] ^= 1 << (at % 8);
            assert_eq!(opened(&changed, &key), None, "byte {at}");
            assert_eq!(opened(&whole[..at], &key), None, "cut at {at}");
        }
        assert_eq!(opened(&[&whole[..], b"more"].concat(), &key), None);
    }
}
