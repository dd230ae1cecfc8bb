//! Sealing: what people wrote or signed is encrypted with a key of its own, wrapped by the master key, and bound to
//! its row. A sealed text copied into another row does not open.
//!
//! Layout: version 1 · nonce of the wrap (24) · wrapped data key (32 + 16) · nonce (24) · ciphertext and tag (n + 16).

pub(crate) mod stream;

use crate::secrets::Randomness;
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;
use uuid::Uuid;

const VERSION: u8 = 1;
const NONCE: usize = 24;
const WRAPPED: usize = 48;

/// The master key: 32 bytes outside the database.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes).ok()?;
        Some(Self(bytes))
    }

    pub fn to_hex(&self) -> String {
        hex::encode(self.0)
    }
}

/// What a sealed text belongs to: a column, and the id of its row.
#[derive(Clone, Copy, Debug)]
pub struct Place(pub &'static str, pub Uuid);

impl Place {
    fn bytes(self) -> Vec<u8> {
        [self.0.as_bytes(), b"\0", self.1.as_bytes()].concat()
    }
}

/// A sealed text that does not open: wrong key, wrong place, or changed bytes.
#[derive(Debug, Error)]
#[error("a sealed text in {0} does not open: it was changed, moved, or belongs to another master key")]
pub struct Broken(&'static str);

#[derive(Clone)]
pub struct Sealer {
    master: XChaCha20Poly1305,
    randomness: Randomness,
}

impl Sealer {
    pub fn new(key: &MasterKey, randomness: Randomness) -> Self {
        Self { master: XChaCha20Poly1305::new(&key.0.into()), randomness }
    }

    pub fn seal(&self, place: Place, plain: &[u8]) -> Vec<u8> {
        let bound = place.bytes();
        let data_key: [u8; 32] = self.randomness.bytes();
        let (wrap_nonce, nonce): ([u8; NONCE], [u8; NONCE]) = (self.randomness.bytes(), self.randomness.bytes());
        let encrypt = |cipher: &XChaCha20Poly1305, nonce: [u8; NONCE], text: &[u8]| {
            cipher.encrypt(&XNonce::from(nonce), Payload { msg: text, aad: &bound }).expect("a text that fits in memory can be sealed")
        };
        let wrapped = encrypt(&self.master, wrap_nonce, &data_key);
        let text = encrypt(&XChaCha20Poly1305::new(&data_key.into()), nonce, plain);
        [&[VERSION][..], &wrap_nonce, &wrapped, &nonce, &text].concat()
    }

    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, Broken> {
        let broken = || Broken(place.0);
        let bound = place.bytes();
        let (&version, rest) = sealed.split_first().ok_or_else(broken)?;
        if version != VERSION || rest.len() < NONCE + WRAPPED + NONCE {
            return Err(broken());
        }
        let (wrap_nonce, rest) = rest.split_at(NONCE);
        let (wrapped, rest) = rest.split_at(WRAPPED);
        let (nonce, text) = rest.split_at(NONCE);
        let decrypt = |cipher: &XChaCha20Poly1305, nonce: &[u8], text: &[u8]| {
            let nonce = XNonce::try_from(nonce).map_err(|_| broken())?;
            cipher.decrypt(&nonce, Payload { msg: text, aad: &bound }).map_err(|_| broken())
        };
        let data_key: [u8; 32] = decrypt(&self.master, wrap_nonce, wrapped)?.try_into().map_err(|_| broken())?;
        decrypt(&XChaCha20Poly1305::new(&data_key.into()), nonce, text)
    }

    /// Seals a value as JSON.
    pub fn seal_value<T: Serialize>(&self, place: Place, value: &T) -> Vec<u8> {
        self.seal(place, &serde_json::to_vec(value).expect("plain data always has a JSON form"))
    }

    /// Opens a value that was sealed as JSON.
    pub fn open_value<T: DeserializeOwned>(&self, place: Place, sealed: &[u8]) -> Result<T, Broken> {
        serde_json::from_slice(&self.open(place, sealed)?).map_err(|_| Broken(place.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(seed: u64) -> Sealer {
        Sealer::new(&MasterKey::new(Randomness::repeating(seed).bytes()), Randomness::system())
    }

    #[test]
    fn what_was_sealed_opens_in_its_place_only() {
        let place = Place("messages.body", Uuid::from_u128(1));
        let sealed = sealer(1).seal(place, "I could not sleep.".as_bytes());
        assert_eq!(sealer(1).open(place, &sealed).unwrap(), "I could not sleep.".as_bytes());
        assert!(sealer(1).open(Place("messages.body", Uuid::from_u128(2)), &sealed).is_err());
        assert!(sealer(1).open(Place("documents.content", Uuid::from_u128(1)), &sealed).is_err());
        assert!(sealer(2).open(place, &sealed).is_err());
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let place = Place("messages.body", Uuid::from_u128(1));
        let sealed = sealer(1).seal(place, b"Goals");
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            assert!(sealer(1).open(place, &changed).is_err(), "byte {i}");
        }
        for length in 0..sealed.len() {
            assert!(sealer(1).open(place, &sealed[..length]).is_err());
        }
    }
}
