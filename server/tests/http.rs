//! What the practice looks like from outside: real router, real database, a clock that stands still.

mod house;

mod assets;
mod backups;
mod booking;
mod cookies;
mod doctor;
mod doors;
mod downloads;
mod events;
mod faults;
mod forms;
mod half;
mod headers;
mod hosts;
mod newcomers;
mod notes;
mod once;
mod operators;
mod origin;
mod places;
mod process;
mod proof;
mod redirects;
mod scripts;
mod switches;
mod texts;
mod typed;
mod uploads;
mod verify;
mod white_label;
