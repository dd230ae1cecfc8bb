//! A chart's documents, as the staff reads, writes and shares them.

mod ask;
mod edit;
mod form;
mod keep;
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
pub(super) use form::NoteFields;
pub use form::SectionFields;
pub use keep::keep_notes;
pub use list::ChartDocumentsPage;
pub use menu::ShareTags;
pub use note::NotePage;
pub use upload::UploadPage;
pub use verify::OfficeVerifyPage;
pub use write::NewNotePage;
