//! What can go wrong, as it travels to the page. Codes only: the sentence is chosen where it is read.

use crate::{charts, forms, information, settings, sign_in};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The rooms that refuse, given to a macro that has something to say of each of them.
#[macro_export]
macro_rules! rooms_that_refuse {
    ($each:ident) => {
        $each! { Activities activities, Alerts alerts, Appointments appointments, Billing billing, Charts charts, Documents documents, Files files, Forms forms, Information information, Invites invites, Messages messages, Notices notices, Records records, Settings settings, SignIn sign_in, Workflows workflows }
    };
}

macro_rules! refusal {
    ($($variant:ident $room:ident),+) => {
        /// A room's refusal, whichever room it came from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        #[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
        #[serde(rename_all = "kebab-case")]
        pub enum Refusal {
            $($variant(crate::$room::Refusal),)+
            /// In the browser: of a room that has nothing there that wakes. Its words come along with it.
            #[cfg(target_arch = "wasm32")]
            #[serde(skip)]
            Elsewhere,
        }

        impl Refusal {
            /// The form field that the sentence stands beside, if there is one.
            pub fn field(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant(refusal) => refusal.field(),)+
                    #[cfg(target_arch = "wasm32")]
                    Self::Elsewhere => None,
                }
            }
        }

        $(impl From<crate::$room::Refusal> for Refusal {
            fn from(refusal: crate::$room::Refusal) -> Self {
                Self::$variant(refusal)
            }
        })+
    };
}
rooms_that_refuse!(refusal);

impl Refusal {
    /// Whether somebody else was faster: then the page shows beside each field what is saved now.
    pub fn is_conflict(self) -> bool {
        match self {
            Self::Charts(charts::Refusal::ChangedMeanwhile) | Self::Settings(settings::Refusal::ChangedMeanwhile) => true,
            Self::Forms(refusal) => refusal == forms::Refusal::ChangedMeanwhile,
            Self::Information(refusal) => refusal == information::Refusal::ChangedMeanwhile,
            Self::Appointments(refusal) => refusal.is_conflict(),
            _ => false,
        }
    }
}

/// What a browser reads of a refusal: those of the rooms in which something wakes. The others would be a tenth of its bundle.
#[cfg(target_arch = "wasm32")]
mod in_the_browser {
    use super::Refusal;
    use serde::{
        Deserialize, Deserializer,
        de::{EnumAccess, IgnoredAny, VariantAccess, Visitor},
    };
    use std::fmt;

    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Room {
        // Of names and birth dates, where somebody says who they are.
        Charts,
        Documents,
        Files,
        Forms,
        Invites,
        SignIn,
        #[serde(other)]
        Other,
    }

    struct OfRoom;

    impl<'de> Visitor<'de> for OfRoom {
        type Value = Refusal;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a refusal")
        }

        fn visit_enum<A: EnumAccess<'de>>(self, refusal: A) -> Result<Refusal, A::Error> {
            match refusal.variant::<Room>()? {
                (Room::Charts, of) => of.newtype_variant().map(Refusal::Charts),
                (Room::Documents, of) => of.newtype_variant().map(Refusal::Documents),
                (Room::Files, of) => of.newtype_variant().map(Refusal::Files),
                (Room::Forms, of) => of.newtype_variant().map(Refusal::Forms),
                (Room::Invites, of) => of.newtype_variant().map(Refusal::Invites),
                (Room::SignIn, of) => of.newtype_variant().map(Refusal::SignIn),
                (Room::Other, of) => of.newtype_variant::<IgnoredAny>().map(|_| Refusal::Elsewhere),
            }
        }
    }

    impl<'de> Deserialize<'de> for Refusal {
        fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
            reader.deserialize_enum("Refusal", &[], OfRoom)
        }
    }
}

/// The one error that leaves the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// There is no such thing, or it is not for this person: never told apart.
    NotFound,
    /// Nobody is signed in, or no longer.
    SignedOut,
    /// This asks for fresh proof of who one is.
    ProofNeeded(sign_in::StepUpScope),
    /// Signed in, but this is not this person's work.
    NotAllowed,
    /// Every reason that was found, in the order of the form.
    Refused(Vec<Refusal>),
    /// Our fault. The number finds it in the log.
    Unexpected { incident: String },
    /// The browser could not reach the server, or did not understand it.
    Unreachable,
}

/// What a person typed into a form that was refused or interrupted, given back to them. Passwords are never in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    pub fields: BTreeMap<String, String>,
    pub refusals: Vec<Refusal>,
}

impl Typed {
    /// The hidden field that says on which page a form stands.
    pub const PAGE: &str = "page";
    /// The hidden field with the key that this form has on this page, and no other form: sent twice, it is done once.
    pub const ONCE: &str = "once";

    /// Whether a field of this name is kept. Secrets never are, nor is what the server has put there itself.
    pub fn keeps(name: &str) -> bool {
        const SECRET: [&str; 4] = ["password", "code", "token", "passkey"];
        let lower = name.to_lowercase();
        ![Self::PAGE, Self::ONCE].contains(&name) && !SECRET.iter().any(|secret| lower.contains(secret))
    }

    /// Whether it is a drawn signature. It waits with the form while its signer proves who they are, and not with one that was
    /// refused: what was drawn under something else is drawn anew.
    pub fn is_drawing(name: &str) -> bool {
        name == "strokes"
    }
}
