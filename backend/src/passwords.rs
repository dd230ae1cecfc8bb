//! Password hashes: argon2id (19 MiB, two passes, one lane: OWASP 2024), off the async threads, two at a time.

use crate::secrets::Randomness;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Passwords that a cracker finds within ten to this power of guesses are on the lists, or next to them.
const EASY: f64 = 7.7;

#[derive(Clone)]
pub struct Passwords {
    randomness: Randomness,
    turns: Arc<Semaphore>,
    runs: Arc<AtomicU64>,
    /// The hash of no password, verified where there is no account, so that both cases cost the same (T1).
    nobody: Arc<str>,
}

impl Passwords {
    pub fn new(randomness: Randomness) -> Self {
        let nobody = hash(&randomness, "nobody has this password").into();
        let at_once = std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
        Self { randomness, turns: Arc::new(Semaphore::new(at_once)), runs: Arc::default(), nobody }
    }

    pub async fn hash(&self, password: &str) -> String {
        let (randomness, password) = (self.randomness.clone(), password.to_owned());
        self.in_turn(move || hash(&randomness, &password)).await
    }

    /// Whether this is the password. Without a stored hash the answer is no, after the same work.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> bool {
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        let password = password.to_owned();
        self.in_turn(move || {
            PasswordHash::new(&stored).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
            && known
    }

    /// Whether the password is on the lists of common and breached ones, or one step from them.
    pub async fn is_common(&self, password: &str, about: &[String]) -> bool {
        let (password, about) = (password.to_owned(), about.to_vec());
        spawn_blocking(move || {
            let about: Vec<&str> = about.iter().map(String::as_str).collect();
            zxcvbn::zxcvbn(&password, &about).guesses_log10() < EASY
        })
        .await
        .unwrap_or(true)
    }

    /// How many hashes were computed since the start: tests count these instead of measuring time.
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let _turn = self.turns.acquire().await.expect("the semaphore is never closed");
        self.runs.fetch_add(1, Ordering::Relaxed);
        spawn_blocking(work).await.expect("hashing does not panic")
    }
}

fn hash(randomness: &Randomness, password: &str) -> String {
    let salt: [u8; 16] = randomness.bytes();
    Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).expect("a salt of 16 bytes is right").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_verified_as_typed() {
        let passwords = Passwords::new(Randomness::system());
        let stored = passwords.hash(" Zażółć 🌊 gęślą_1 ").await;
        assert!(passwords.verify(" Zażółć 🌊 gęślą_1 ", Some(&stored)).await);
        for other in ["Zażółć 🌊 gęślą_1", " zażółć 🌊 gęślą_1 ", " Zaz\u{307}ółć 🌊 gęślą_1 "] {
            assert!(!passwords.verify(other, Some(&stored)).await);
        }
    }

    #[tokio::test]
    async fn nobody_costs_as_much_as_somebody() {
        let passwords = Passwords::new(Randomness::system());
        let before = passwords.runs();
        assert!(!passwords.verify("nobody has this password", None).await);
        assert_eq!(passwords.runs(), before + 1);
    }

    #[tokio::test]
    async fn common_passwords_are_known() {
        let passwords = Passwords::new(Randomness::system());
        for common in ["Password123!", "Welcome12345!", "Qwertyuiop1!", "Iloveyou1234!", "Aaaaaaaaaa1!"] {
            assert!(passwords.is_common(common, &[]).await, "{common}");
        }
        for fine in ["Quiet-Otter_paints7", "Harbor-Lights-2026!", "Blue_Heron_wades_4"] {
            assert!(!passwords.is_common(fine, &[]).await, "{fine}");
        }
    }
}
