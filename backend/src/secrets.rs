//! Randomness, injected, and what is made of it: ids, tokens and their hashes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use uuid::Uuid;

/// A source of random bytes.
#[derive(Clone)]
pub struct Randomness(Arc<dyn Fn(&mut [u8]) + Send + Sync>);

impl Randomness {
    /// The operating system's generator.
    ///
    /// # Panics
    /// When the system has no randomness: nothing here may go on without.
    #[allow(clippy::disallowed_methods, reason = "the one place that draws randomness")]
    pub fn system() -> Self {
        Self(Arc::new(|bytes| getrandom::fill(bytes).expect("the operating system gives random bytes")))
    }

    /// A reproducible stream, for demo data and tests only.
    pub fn repeating(seed: u64) -> Self {
        let drawn = AtomicU64::new(0);
        Self(Arc::new(move |bytes| {
            for chunk in bytes.chunks_mut(32) {
                let at = drawn.fetch_add(1, Ordering::Relaxed);
                let block = Sha256::new().chain_update(seed.to_le_bytes()).chain_update(at.to_le_bytes()).finalize();
                chunk.copy_from_slice(&block[..chunk.len()]);
            }
        }))
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.0)(&mut bytes);
        bytes
    }

    /// A random identifier (UUID version 4).
    pub fn id(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// A fresh secret of 32 bytes.
    pub fn token(&self) -> Token {
        Token(URL_SAFE_NO_PAD.encode(self.bytes::<32>()))
    }
}

/// A secret that opens something. Only its SHA-256 is ever stored, and it never shows itself in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Reads a token that somebody brought: 43 characters of base64url, or nothing.
    pub fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == 32 && text.len() == 43).then(|| Self(text.to_owned()))
    }

    /// The secret itself, for the cookie or the link it travels in.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    pub fn hash(&self) -> Vec<u8> {
        sha256(self.0.as_bytes()).to_vec()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// SHA-256 (FIPS 180-4).
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// SHA-256 over several parts, each preceded by its length, so that no two lists of parts look alike.
pub fn sha256_of_parts(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_hides_itself() {
        let token = Randomness::system().token();
        assert_eq!(Token::read(token.reveal()), Some(token.clone()));
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_eq!(Token::read("short"), None);
        assert_eq!(Token::read(&"ü".repeat(43)), None);
    }

    #[test]
    fn parts_cannot_be_shifted_into_each_other() {
        assert_ne!(sha256_of_parts(&[b"ab", b"c"]), sha256_of_parts(&[b"a", b"bc"]));
    }
}
