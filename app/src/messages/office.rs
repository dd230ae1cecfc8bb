//! What staff see: the Inbox, a conversation, a chart's Messaging, Compose, and one letter to many.

mod announce;
mod chart;
mod compose;
mod group;
mod groups;
mod inbox;
mod review;
mod rows;
mod talk;
mod whom;

pub use announce::AnnouncePage;
pub use chart::ChartMessagesPage;
pub use compose::ComposePage;
pub use group::GroupPage;
pub use groups::GroupsPage;
pub use inbox::InboxPage;
pub use review::ReviewPage;
pub use talk::OfficeConversationPage;
pub use whom::WhomPage;
