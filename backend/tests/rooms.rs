//! Use cases, room by room: real SQLite and real PostgreSQL, real migrations, the cast of the demo.

mod house;

mod audit;
mod charts;
mod documents;
mod invites;
mod messages;
mod notices;
mod opening;
mod sign_in;
