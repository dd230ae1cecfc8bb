//! The process around the practice: configuration, command line, HTTP, jobs.
//!
//! Here is decided who may come in and how an answer looks from outside, never what somebody may see or do: that is
//! asked behind every page and function, at the actors of `backend`.

mod answers;
mod app_state;
mod assets;
mod backup;
mod bills;
mod brand;
mod cards;
mod command;
mod config;
mod connections;
mod cookies;
mod doctor;
mod downloads;
mod events;
mod files;
mod folder;
mod guards;
mod health;
mod http_error;
mod import;
mod jobs;
mod logs;
mod master_key;
mod open;
mod pages;
mod preview;
mod router;
mod serve;
mod side_work;
mod staff;
mod texts;
mod trail;
mod verify;

pub use app_state::Entrance;
pub use command::run;
pub use config::{PublicUrl, TrustedProxies};
pub use router::{PLAIN_ROUTES, UPLOAD_ROUTES, router};
