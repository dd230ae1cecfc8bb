//! A chart's documents, as the staff reads, writes and shares them.

mod ask;
mod edit;
mod form;
mod list;
mod menu;
mod note;
mod search;
mod signers;
mod upload;
mod verify;
mod words;
mod write;

pub use ask::AskPage;
pub use form::SectionFields;
pub use list::ChartDocumentsPage;
pub use menu::ShareTags;
pub use note::NotePage;
pub use upload::UploadPage;
pub use verify::OfficeVerifyPage;
pub use write::NewNotePage;
