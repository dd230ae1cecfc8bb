//! What is too large to be sealed at once: in chunks of 64 KiB, by the STREAM construction, with a key of its own. A chunk that was
//! changed, moved, left out or taken from another file does not open, nor does a file that was cut off.
//!
//! Layout: version 1 · nonce (19) · chunks, each with its tag (16). The key stands sealed elsewhere, bound to its row.

use super::{Broken, Place, Sealer, VERSION};
use aead_stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::{XChaCha20Poly1305, aead::Payload};

const CHUNK: usize = 64 * 1024;
const NONCE: usize = 19;
const HEAD: usize = 1 + NONCE;
const TAG: usize = 16;

/// How long so many bytes are once they are sealed.
pub(crate) fn sealed_length(plain: u64) -> u64 {
    HEAD as u64 + plain + plain.div_ceil(CHUNK as u64).max(1) * TAG as u64
}

/// The key of one sealed file.
pub(crate) struct StreamKey([u8; 32]);

impl Sealer {
    /// A new key, and as it may be stored.
    pub fn stream_key(&self, place: Place) -> (StreamKey, Vec<u8>) {
        let key: [u8; 32] = self.randomness.bytes();
        (StreamKey(key), self.seal(place, &key))
    }

    pub fn open_stream_key(&self, place: Place, sealed: &[u8]) -> Result<StreamKey, Broken> {
        Ok(StreamKey(self.open(place, sealed)?.try_into().map_err(|_| Broken(place.0))?))
    }

    pub fn seal_stream(&self, key: &StreamKey, place: Place) -> Sealing {
        let nonce: [u8; NONCE] = self.randomness.bytes();
        let cipher = EncryptorBE32::new(&key.0.into(), &nonce.into());
        Sealing { cipher, bound: place.bytes(), head: [&[VERSION][..], &nonce].concat(), waiting: Vec::with_capacity(CHUNK) }
    }
}

/// A file that is being sealed.
pub(crate) struct Sealing {
    cipher: EncryptorBE32<XChaCha20Poly1305>,
    bound: Vec<u8>,
    /// What stands before the first chunk, until it is handed out.
    head: Vec<u8>,
    waiting: Vec<u8>,
}

impl Sealing {
    /// Takes some more, and gives what of it is sealed.
    pub fn take(&mut self, mut plain: &[u8]) -> Vec<u8> {
        let mut sealed = std::mem::take(&mut self.head);
        while !plain.is_empty() {
            // Whether a chunk is the last one is known once something comes behind it.
            if self.waiting.len() == CHUNK {
                let chunk = self.cipher.encrypt_next(Payload { msg: &self.waiting, aad: &self.bound });
                sealed.extend(chunk.expect("so many chunks nobody sends"));
                self.waiting.clear();
            }
            let (now, later) = plain.split_at(plain.len().min(CHUNK - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            plain = later;
        }
        sealed
    }

    /// The last of it.
    pub fn end(self) -> Vec<u8> {
        let last = self.cipher.encrypt_last(Payload { msg: &self.waiting, aad: &self.bound });
        [self.head, last.expect("a chunk that fits in memory can be sealed")].concat()
    }
}

/// A file that is being opened. What was handed out of it is as it was sealed; that it is whole is only known at its end.
pub(crate) struct Opening {
    key: StreamKey,
    place: Place,
    cipher: Option<DecryptorBE32<XChaCha20Poly1305>>,
    waiting: Vec<u8>,
}

impl Opening {
    pub fn of(key: StreamKey, place: Place) -> Self {
        Self { key, place, cipher: None, waiting: Vec::new() }
    }

    pub fn take(&mut self, sealed: &[u8]) -> Result<Vec<u8>, Broken> {
        self.waiting.extend_from_slice(sealed);
        if self.cipher.is_none() && !self.begin()? {
            return Ok(Vec::new());
        }
        let (mut plain, mut at) = (Vec::new(), 0);
        let broken = |_| Broken(self.place.0);
        if let Some(cipher) = &mut self.cipher {
            let bound = self.place.bytes();
            while self.waiting.len() - at > CHUNK + TAG {
                let chunk = &self.waiting[at..at + CHUNK + TAG];
                plain.extend(cipher.decrypt_next(Payload { msg: chunk, aad: &bound }).map_err(broken)?);
                at += CHUNK + TAG;
            }
        }
        self.waiting.drain(..at);
        Ok(plain)
    }

    /// The last of it.
    pub fn end(self) -> Result<Vec<u8>, Broken> {
        let broken = || Broken(self.place.0);
        let cipher = self.cipher.ok_or_else(broken)?;
        cipher.decrypt_last(Payload { msg: &self.waiting, aad: &self.place.bytes() }).map_err(|_| broken())
    }

    /// Reads what stands before the first chunk, once it is there.
    fn begin(&mut self) -> Result<bool, Broken> {
        let Some((head, _)) = self.waiting.split_first_chunk::<HEAD>() else { return Ok(false) };
        let (version, nonce) = (head[0], head[1..].first_chunk::<NONCE>());
        let nonce = nonce.filter(|_| version == VERSION).ok_or(Broken(self.place.0))?;
        self.cipher = Some(DecryptorBE32::new(&self.key.0.into(), &(*nonce).into()));
        self.waiting.drain(..HEAD);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MasterKey, secrets::Randomness};
    use uuid::Uuid;

    const KEY: Place = Place("files.data_key", Uuid::from_u128(1));
    const FILE: Place = Place("files.content", Uuid::from_u128(1));

    fn sealer() -> Sealer {
        Sealer::new(&MasterKey::new([7; 32]), Randomness::system())
    }

    fn plain(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at / 7) as u8).collect()
    }

    /// In pieces of some odd length, as they come.
    fn sealed(plain: &[u8], piece: usize) -> (Vec<u8>, Vec<u8>) {
        let (key, stored) = sealer().stream_key(KEY);
        let mut sealing = sealer().seal_stream(&key, FILE);
        let mut sealed: Vec<u8> = plain.chunks(piece).flat_map(|piece| sealing.take(piece)).collect();
        sealed.extend(sealing.end());
        (stored, sealed)
    }

    fn opened(stored: &[u8], sealed: &[u8], place: Place, piece: usize) -> Result<Vec<u8>, Broken> {
        let mut opening = Opening::of(sealer().open_stream_key(KEY, stored)?, place);
        let mut plain = Vec::new();
        for piece in sealed.chunks(piece) {
            plain.extend(opening.take(piece)?);
        }
        plain.extend(opening.end()?);
        Ok(plain)
    }

    #[test]
    fn what_was_sealed_in_pieces_opens_in_others() {
        for length in [0, 1, 19, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5] {
            let plain = plain(length);
            for piece in [13, 4096, 1 << 20] {
                let (stored, sealed) = sealed(&plain, piece);
                assert_eq!(sealed.len() as u64, sealed_length(length as u64), "{length}");
                assert_eq!(opened(&stored, &sealed, FILE, 1000 + piece).unwrap(), plain, "{length}");
            }
        }
    }

    #[test]
    fn what_was_changed_moved_cut_off_or_is_foreign_does_not_open() {
        let plain = plain(3 * CHUNK + 100);
        let (stored, whole) = sealed(&plain, 4096);
        let refused = |stored: &[u8], sealed: &[u8], place, what| assert!(opened(stored, sealed, place, 5000).is_err(), "{what}");
        let chunk = |number: usize| HEAD + number * (CHUNK + TAG)..HEAD + (number + 1) * (CHUNK + TAG);
        for at in (0..whole.len()).step_by(977).chain(0..HEAD) {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            refused(&stored, &changed, FILE, "a changed byte");
        }
        let moved = [&whole[..HEAD], &whole[chunk(1)], &whole[chunk(0)], &whole[chunk(2).start..]].concat();
        refused(&stored, &moved, FILE, "two chunks in each other's place");
        let left_out = [&whole[..HEAD], &whole[chunk(1).start..]].concat();
        refused(&stored, &left_out, FILE, "a chunk less");
        let twice = [&whole[..chunk(0).end], &whole[chunk(0).start..]].concat();
        refused(&stored, &twice, FILE, "a chunk twice");
        for length in [0, 5, HEAD, chunk(0).end - 1, chunk(0).end, chunk(2).end, whole.len() - 1] {
            refused(&stored, &whole[..length], FILE, "cut off");
        }
        refused(&stored, &[&whole[..], &[0]].concat(), FILE, "a byte more");
        refused(&stored, &whole, Place("files.content", Uuid::from_u128(2)), "another row's");
        let (other, foreign) = sealed(&plain, 4096);
        refused(&other, &whole, FILE, "another file's key");
        let mixed = [&whole[..chunk(0).start], &foreign[chunk(0)], &whole[chunk(1).start..]].concat();
        refused(&stored, &mixed, FILE, "another file's chunk");
    }
}
