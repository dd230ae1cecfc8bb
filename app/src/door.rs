//! A server function is a door, and its type says where it is: no page writes an address under `/api/` itself.

use crate::{
    invites::{CheckIdentity, CopyLink},
    sign_in::{EnterCode, NewRecoveryCodes, Prove, ProveWithPasskey, SignIn, SignInStaff, SignInWithPasskey, SignOut, SignOutStaff},
};
use leptos::server_fn::ServerFn;

/// Where the forms of one function go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door(&'static str);

impl Door {
    pub const fn of<F: ServerFn>() -> Self {
        Self(F::PATH)
    }

    /// "/api/client/documents/sign"
    pub fn path(self) -> &'static str {
        self.0
    }

    /// "client/documents/sign": under this name what was typed into its form is kept.
    pub fn name(self) -> &'static str {
        name_of(self.0)
    }
}

/// The door's name in the path of a request.
pub fn name_of(path: &str) -> &str {
    path.trim_start_matches("/api/")
}

/// Where staff sign in. Before that nobody has a side but by the door they take.
#[allow(dead_code, reason = "only the server looks it up")]
pub const STAFF_ENTRANCE: Door = Door::of::<SignInStaff>();

/// These prove who one is: what asked for it then goes on.
#[allow(dead_code, reason = "only the server looks them up")]
pub const PROOFS: [Door; 2] = [Door::of::<Prove>(), Door::of::<ProveWithPasskey>()];

/// These are done again when they are sent twice: each hands the browser a cookie, or a text that is shown once, and either may be
/// gone with the answer that it did not wait for. Neither is kept to be handed out a second time, and the new one takes the place of
/// the one before.
#[allow(dead_code, reason = "only the server looks them up")]
pub const DONE_AGAIN: [Door; 9] = [
    Door::of::<SignIn>(),
    Door::of::<SignInStaff>(),
    Door::of::<SignInWithPasskey>(),
    Door::of::<EnterCode>(),
    Door::of::<CheckIdentity>(),
    Door::of::<SignOut>(),
    Door::of::<SignOutStaff>(),
    Door::of::<CopyLink>(),
    Door::of::<NewRecoveryCodes>(),
];
