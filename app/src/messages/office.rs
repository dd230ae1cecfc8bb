//! What staff see: the Inbox, a conversation, a chart's Messaging, and Compose.

mod chart;
mod compose;
mod inbox;
mod rows;
mod talk;
mod whom;

pub use chart::ChartMessagesPage;
pub use compose::ComposePage;
pub use inbox::InboxPage;
pub use talk::OfficeConversationPage;
pub use whom::WhomPage;
