//! What is wrong, in words. A room's sentences stand beside the room (`ROOM/refusals.rs`). They are chosen on the server, and go along to
//! a part that wakes: so a bundle carries only those for what its own parts find by themselves.

use domain::Refusal;

/// A refusal, and its words.
pub type Wrong = (Refusal, String);

macro_rules! sentence {
    ($($variant:ident $room:ident),+) => {
        /// The words for a refusal, as people read them. Every room's: for the server.
        pub fn sentence(refusal: Refusal) -> String {
            match refusal {
                $(Refusal::$variant(refusal) => crate::$room::sentence(refusal),)+
                #[cfg(target_arch = "wasm32")]
                Refusal::Elsewhere => String::new(),
            }
        }
    };
}
domain::rooms_that_refuse!(sentence);

/// What stands above the list of what is wrong.
pub fn heading(wrong: &[Wrong]) -> String {
    use domain::{
        invites::Refusal::{IdentityMismatch, ResentTooSoon},
        sign_in::Refusal::{TooManyTries, WrongEmailOrPassword},
    };
    match wrong {
        [(Refusal::SignIn(WrongEmailOrPassword), _)] => "We could not sign you in".to_owned(),
        [(Refusal::SignIn(TooManyTries { .. }) | Refusal::Invites(ResentTooSoon { .. }), _)] => "Please wait a moment".to_owned(),
        [(Refusal::Invites(IdentityMismatch), _)] => "These details do not match".to_owned(),
        several => match by_field(several, Refusal::field).len() {
            1 => "Please check one thing".to_owned(),
            things => format!("Please check {things} things"),
        },
    }
}

/// What is wrong with one field is one thing to put right, whatever may be wrong with it: each field once, with its sentences.
pub fn by_field(wrong: &[Wrong], field: fn(Refusal) -> Option<&'static str>) -> Vec<(Option<&'static str>, String)> {
    let mut things: Vec<(Option<&'static str>, String)> = Vec::new();
    for (refusal, words) in wrong {
        let field = field(*refusal);
        match things.iter_mut().find(|(known, _)| field.is_some() && *known == field) {
            Some((_, said)) => said.push_str(&format!(" {words}")),
            None => things.push((field, words.clone())),
        }
    }
    things
}

/// How long to wait, in words.
pub fn wait_words(seconds: i64) -> String {
    match seconds {
        ..=1 => "a second".to_owned(),
        2..=59 => format!("{seconds} seconds"),
        60 => "a minute".to_owned(),
        61..7_200 => format!("{} minutes", (seconds + 59) / 60),
        _ => format!("{} hours", (seconds + 3_599) / 3_600),
    }
}
