//! What a function answers a form with: where it leads, and what was done. The page there confirms it.

use crate::{
    parts::{address_of, asked},
    routes::in_state,
};
use serde::{Deserialize, Serialize};

/// The page that one is led to: a path of this site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Went {
    to: String,
}

impl Went {
    pub fn to(path: impl Into<String>) -> Self {
        Self { to: path.into() }
    }

    /// Back to the page that the form stands on.
    pub fn here() -> Self {
        Self { to: String::new() }
    }

    #[must_use]
    pub fn done(self, done: Done) -> Self {
        self.with("done", done.word())
    }

    /// With a further word in the page's address.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        Self::to(in_state(self.to, name, value))
    }

    /// Down to the element of that id. It is said last.
    #[must_use]
    pub fn at(self, id: &str) -> Self {
        Self::to(format!("{}#{id}", self.to))
    }

    pub fn path(&self) -> &str {
        &self.to
    }

    /// Said on this page: one that stays here leads there.
    #[must_use]
    pub fn from(self, page: &str) -> Self {
        match self.to.strip_prefix('?') {
            Some(news) => {
                let (path, search) = page.split_once('?').unwrap_or((page, ""));
                let page = address_of(path, search, &["done"]);
                Self::to(format!("{page}{}{news}", if page.contains('?') { '&' } else { '?' }))
            }
            None if self.to.is_empty() => Self::to(page),
            None => self,
        }
    }
}

macro_rules! done {
    ($($name:ident = $word:literal),+ $(,)?) => {
        /// What a page can confirm, with its word in the page's address. The same word may be said of different things on different
        /// pages.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Done {
            $($name,)+
        }

        impl Done {
            fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            /// What the address of this page says.
            pub fn here() -> Option<Self> {
                match asked("done")?.as_str() {
                    $($word => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

done! {
    Activated = "activated",
    Added = "added",
    Address = "address",
    Admitted = "admitted",
    Asked = "asked",
    Assigned = "assigned",
    Back = "back",
    Begun = "begun",
    Booked = "booked",
    Changed = "changed",
    Charged = "charged",
    Closed = "closed",
    Codes = "codes",
    Confirmed = "confirmed",
    Contact = "contact",
    Copied = "copied",
    Created = "created",
    Emails = "emails",
    Phones = "phones",
    Ended = "ended",
    Factor = "factor",
    Filed = "filed",
    Finished = "finished",
    Frozen = "frozen",
    Gone = "gone",
    Invoiced = "invoiced",
    Later = "later",
    Left = "left",
    Lost = "lost",
    Moved = "moved",
    NewPassword = "new-password",
    Noted = "noted",
    NotInvited = "not-invited",
    Offered = "offered",
    Owner = "owner",
    Passkey = "passkey",
    Removed = "removed",
    Reopened = "reopened",
    Resent = "resent",
    Pinned = "pinned",
    Recorded = "recorded",
    Refunded = "refunded",
    Refunding = "refunding",
    RefundFailed = "refund-failed",
    Reset = "reset",
    Returned = "returned",
    Revoked = "revoked",
    RevokedEverywhere = "revoked-all",
    Roles = "roles",
    Sample = "sample",
    SampleWaits = "sample-waits",
    Saved = "saved",
    Sent = "sent",
    Settled = "settled",
    Shared = "shared",
    Signed = "signed",
    SignedOut = "signed-out",
    Stopped = "stopped",
    Supervision = "supervision",
    TakenDown = "taken-down",
    TakenOff = "taken-off",
    Team = "team",
    Thawed = "thawed",
    Undone = "undone",
    Unshared = "unshared",
    Voided = "voided",
}
