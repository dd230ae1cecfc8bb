//! Use cases: load, ask the rule, save with the audit row, in one transaction.
//!
//! Nothing here reaches a row without an actor. [`Practice`] hands them out: [`Visitor`], [`Client`], [`Staff`];
//! [`System`] comes into being once, at start-up, and never meets a request.

mod actors;
mod alerts;
mod appointments;
pub mod audit;
pub mod backup;
mod band;
mod charts;
mod clock;
mod dates;
mod db;
mod disk;
mod documents;
mod drafts;
mod error;
mod events;
mod files;
mod forms;
mod home;
mod in_chart;
mod invites;
mod mail;
mod messages;
mod notices;
mod once;
mod passwords;
mod practice;
mod request;
mod sealing;
mod secrets;
mod seed;
mod settings;
mod sign_in;
mod stored;
mod system;
mod texts;
#[cfg(trespass)]
mod trespass;
mod workflows;

pub use actors::{Client, Holder, Origin, Staff, Visitor};
pub use appointments::{Approved, CalendarFile, ClientAppointments, FirstAppointments, Sheet, StaffAppointments};
pub use charts::{ChartDraft, DemographicsChange, NewChart, PhonesChange};
pub use clock::{Clock, Hands};
pub use db::{DatabaseError, Durability, reads_database_url};
pub use documents::{NoteDraft, Pdf, SignatureOffer};
pub use drafts::form_key;
pub use error::{Error, incident};
pub use events::{EventStream, Next, StreamRefused};
pub use files::{Bucket, ClientFiles, FilesAt, OpenFile, StaffFiles};
pub use forms::{ClientForms, PaperDraft, SectionDraft, SentToMany, StaffForms, WordingDraft, WordingStep};
pub use invites::{Activation, GrantChange};
pub use mail::{MailSetup, MailTransport, Obstacle};
pub use messages::{OfficeLetter, QuickTexts};
pub use once::{Claim, Claimed, SentForm};
pub use passwords::Hashing;
pub use practice::{OpenError, Practice, Setup};
pub use sealing::MasterKey;
pub use secrets::{Randomness, Token};
pub use seed::{Cast, CastAccount, CastChart, CastStaff};
pub use settings::MailPreview;
pub use sign_in::{OwnSecurity, SignedIn};
pub use system::System;
pub use texts::TextService;
pub use workflows::StaffWorkflows;
