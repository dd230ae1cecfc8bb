//! The two halves of a backup's key. Whoever makes backups has the one that closes them; the one that opens them is kept elsewhere.

use crate::secrets::{Randomness, sha256};
use hpke::{
    Deserializable, Kem as _, OpModeR, OpModeS, Serializable, aead::ChaCha20Poly1305, kdf::HkdfSha256, kem::X25519HkdfSha256 as X25519,
    single_shot_open, single_shot_seal,
};

const CLOSES: &str = "backup-closes-";
const OPENS: &str = "backup-opens-";
const INFO: &[u8] = b"anteroom backup 1";

/// The public half: it closes backups, and opens none.
#[derive(Clone)]
pub struct ClosingKey(<X25519 as hpke::Kem>::PublicKey);

/// The secret half.
pub struct OpeningKey(<X25519 as hpke::Kem>::PrivateKey);

/// What stands at the head of a backup: the key of its chunks, for whoever has the secret half.
pub(super) struct Wrapped {
    pub point: [u8; 32],
    pub key: [u8; 48],
}

impl OpeningKey {
    pub fn new(randomness: &Randomness) -> Self {
        Self(X25519::derive_keypair(&randomness.bytes::<32>()).0)
    }

    pub fn closing(&self) -> ClosingKey {
        ClosingKey(X25519::sk_to_pk(&self.0))
    }

    /// Reads the line of a key file; what begins with # is said to people.
    pub fn read(text: &str) -> Option<Self> {
        let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
        <X25519 as hpke::Kem>::PrivateKey::from_bytes(&unwritten(OPENS, line)?).ok().map(Self)
    }

    pub fn reveal(&self) -> String {
        written(OPENS, &self.0.to_bytes())
    }

    /// The key within, bound to what stands before it.
    pub(super) fn unwrap(&self, wrapped: &Wrapped, head: &[u8]) -> Option<[u8; 32]> {
        let point = <X25519 as hpke::Kem>::EncappedKey::from_bytes(&wrapped.point).ok()?;
        let open = single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519>;
        open(&OpModeR::Base, &self.0, &point, INFO, &wrapped.key, head).ok()?.try_into().ok()
    }
}

impl ClosingKey {
    /// Reads what was printed when the key was made.
    pub fn read(text: &str) -> Option<Self> {
        <X25519 as hpke::Kem>::PublicKey::from_bytes(&unwritten(CLOSES, text.trim())?).ok().map(Self)
    }

    /// Whether this is the half that must not be here.
    pub fn is_the_opening_one(text: &str) -> bool {
        text.contains(OPENS)
    }

    pub fn to_text(&self) -> String {
        written(CLOSES, &self.0.to_bytes())
    }

    /// By which a backup names the key that it was closed with.
    pub(super) fn id(&self) -> [u8; 8] {
        first(sha256(&self.0.to_bytes()))
    }

    pub(super) fn wrap(&self, key: &[u8; 32], head: &[u8]) -> Wrapped {
        let seal = single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519>;
        let (point, sealed) = seal(&OpModeS::Base, &self.0, INFO, key, head).expect("a key of 32 bytes can be sealed");
        Wrapped { point: point.to_bytes().into(), key: sealed.try_into().expect("a key and its tag are 48 bytes") }
    }
}

pub(super) fn first<const N: usize>(hash: [u8; 32]) -> [u8; N] {
    std::array::from_fn(|at| hash[at])
}

/// With four bytes of its hash: a slip of the hand must not close backups that nobody opens.
fn written(prefix: &str, key: &[u8]) -> String {
    let check: [u8; 4] = first(sha256(key));
    [prefix, &hex::encode(key), &hex::encode(check)].concat()
}

fn unwritten(prefix: &str, text: &str) -> Option<[u8; 32]> {
    let bytes: [u8; 36] = hex::decode(text.strip_prefix(prefix)?).ok()?.try_into().ok()?;
    let key: [u8; 32] = first(std::array::from_fn(|at| bytes[at]));
    (bytes[32..] == first::<4>(sha256(&key))).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_a_slip_of_the_hand_is_noticed() {
        let key = OpeningKey::new(&Randomness::system());
        let (opens, closes) = (key.reveal(), key.closing().to_text());
        let kept = OpeningKey::read(&["# words\n\n", &opens, "\n"].concat()).unwrap();
        assert_eq!(kept.closing().to_text(), closes);
        assert_eq!(ClosingKey::read(&closes).unwrap().id(), key.closing().id());
        assert!(ClosingKey::read(&opens).is_none() && OpeningKey::read(&closes).is_none());
        for at in CLOSES.len()..closes.len() {
            let mut slip = closes.clone().into_bytes();
            slip[at] = if slip[at] == b'0' { b'1' } else { b'0' };
            assert!(ClosingKey::read(&String::from_utf8(slip).unwrap()).is_none());
        }
    }
}
