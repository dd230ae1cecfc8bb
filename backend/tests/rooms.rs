//! Use cases, room by room: real SQLite and real PostgreSQL, real migrations, the cast of the demo.

mod house;

mod access;
mod addresses;
mod alerts;
mod audit;
mod backup;
mod charts;
mod clock;
mod delivery;
mod documents;
mod events;
mod factors;
mod files;
mod finding;
mod import;
mod instances;
mod invites;
mod landed;
mod linking;
mod lost;
mod mail_server;
mod messages;
mod notices;
mod of_age;
mod once;
mod opening;
mod passkeys;
mod passwords;
mod pool;
mod races;
mod sign_in;
mod stored;
mod sweep;
mod talk;
mod team;
