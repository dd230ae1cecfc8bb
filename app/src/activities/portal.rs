//! Activities in the portal: what waits, what was submitted, and help where an answer says that somebody should be there now.

mod crisis;
mod list;
mod one;

pub use crisis::CrisisHelp;
pub use list::MyActivitiesPage;
pub use one::MyActivityPage;
