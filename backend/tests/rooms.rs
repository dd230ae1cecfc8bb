//! Use cases, room by room: real SQLite and real PostgreSQL, real migrations, the cast of the demo.

mod house;

mod access;
mod audit;
mod charts;
mod clock;
mod documents;
mod factors;
mod import;
mod instances;
mod invites;
mod landed;
mod linking;
mod lost;
mod messages;
mod notices;
mod opening;
mod passkeys;
mod passwords;
mod pool;
mod races;
mod sign_in;
mod sweep;
mod team;
