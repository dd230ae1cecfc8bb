//! Password hashes: argon2id (19 MiB, two passes, one lane: OWASP 2024), a few at a time.
//!
//! A crowd at the door waits for its turn to hash and for nothing else (T32): one core stays free for everybody who is in already.

use crate::{secrets::Randomness, sign_in::AttemptPermit};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
};

/// Passwords that a cracker finds within ten to this power of guesses are on the lists, or next to them.
const EASY: f64 = 7.7;

/// What computing a hash costs: whoever steals the hashes, and whoever signs in. It is given where a practice is opened, as the clock
/// is, and no setting and no variable of a running program reaches it. A stored hash says itself at which cost it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hashing {
    /// 19 MiB and two passes.
    Full,
    /// As little as there can be, for tests of something else.
    OfTests,
}

impl Hashing {
    fn argon2(self) -> Argon2<'static> {
        match self {
            Self::Full => Argon2::default(),
            Self::OfTests => {
                let least = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, Params::MIN_P_COST, None);
                Argon2::new(Algorithm::default(), Version::default(), least.expect("the least there can be"))
            }
        }
    }
}

#[derive(Clone)]
pub struct Passwords {
    hashing: Hashing,
    randomness: Randomness,
    runs: Arc<AtomicU64>,
    /// So many hashes are computed at the same time.
    turns: Arc<Semaphore>,
    /// So many people wait for their turn; the others wait outside.
    door: Arc<Semaphore>,
    /// The hash of no password, verified where there is no account, so that both cases cost the same (T1).
    nobody: Arc<str>,
}

impl Passwords {
    pub fn new(hashing: Hashing, randomness: Randomness) -> Self {
        let nobody = hash(hashing, &randomness, "nobody has this password").into();
        let turns = all_cores_but_one();
        let [turns, door] = [turns, turns * 2].map(|many| Arc::new(Semaphore::new(many)));
        Self { hashing, randomness, runs: Arc::default(), turns, door, nobody }
    }

    /// Waits for one's turn, and keeps it for as long as what is returned lives.
    pub async fn at_the_door(&self) -> OwnedSemaphorePermit {
        self.door.clone().acquire_owned().await.expect("the door is never closed")
    }

    pub async fn hash(&self, password: &str) -> String {
        let (hashing, randomness, password) = (self.hashing, self.randomness.clone(), password.to_owned());
        self.count();
        self.in_turn(move || hash(hashing, &randomness, &password)).await
    }

    /// Whether this is the password. Without a stored hash the answer is no, after the same work.
    pub async fn verify(&self, _counted: &AttemptPermit, password: &str, stored: Option<&str>) -> bool {
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        let password = password.to_owned();
        self.count();
        self.in_turn(move || {
            PasswordHash::new(&stored).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
            && known
    }

    /// Whether the password is on the lists of common and breached ones, or one step from them.
    pub async fn is_common(&self, password: &str, about: &[String]) -> bool {
        let (password, about) = (password.to_owned(), about.to_vec());
        self.in_turn(move || {
            let about: Vec<&str> = about.iter().map(String::as_str).collect();
            zxcvbn::zxcvbn(&password, &about).guesses_log10() < EASY
        })
        .await
    }

    /// How many hashes were computed since the start: tests count these instead of measuring time.
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    fn count(&self) {
        self.runs.fetch_add(1, Ordering::Relaxed);
    }

    /// Nobody hashes for who has gone away while they waited.
    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let turn = self.turns.clone().acquire_owned().await.expect("turns never end");
        let done = spawn_blocking(move || {
            // Held until it is done, also when nobody waits for it any more.
            let _turn = turn;
            work()
        });
        done.await.expect("hashing does not panic")
    }
}

/// And one at least.
fn all_cores_but_one() -> usize {
    thread::available_parallelism().map_or(2, std::num::NonZero::get).saturating_sub(1).max(1)
}

fn hash(hashing: Hashing, randomness: &Randomness, password: &str) -> String {
    let salt: [u8; 16] = randomness.bytes();
    hashing.argon2().hash_password_with_salt(password.as_bytes(), &salt).expect("a salt of 16 bytes is right").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_verified_as_typed() {
        let passwords = Passwords::new(Hashing::Full, Randomness::system());
        let stored = passwords.hash(" Zażółć 🌊 gęślą_1 ").await;
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(passwords.verify(&AttemptPermit::of_a_test(), " Zażółć 🌊 gęślą_1 ", Some(&stored)).await);
        for other in ["Zażółć 🌊 gęślą_1", " zażółć 🌊 gęślą_1 ", " Zaz\u{307}ółć 🌊 gęślą_1 "] {
            assert!(!passwords.verify(&AttemptPermit::of_a_test(), other, Some(&stored)).await);
        }
    }

    #[tokio::test]
    async fn nobody_costs_as_much_as_somebody() {
        let passwords = Passwords::new(Hashing::Full, Randomness::system());
        let before = passwords.runs();
        assert!(!passwords.verify(&AttemptPermit::of_a_test(), "nobody has this password", None).await);
        assert_eq!(passwords.runs(), before + 1);
    }

    #[tokio::test]
    async fn common_passwords_are_known() {
        let passwords = Passwords::new(Hashing::Full, Randomness::system());
        for common in ["Password123!", "Welcome12345!", "Qwertyuiop1!", "Iloveyou1234!", "Aaaaaaaaaa1!"] {
            assert!(passwords.is_common(common, &[]).await, "{common}");
        }
        for fine in ["Quiet-Otter_paints7", "Harbor-Lights-2026!", "Blue_Heron_wades_4"] {
            assert!(!passwords.is_common(fine, &[]).await, "{fine}");
        }
    }
}
