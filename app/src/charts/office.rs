//! Charts, as the staff sees them.

mod band;
mod demographics;
mod emails;
mod face;
mod new;
mod owner;
mod people;
mod phones;
mod room;
mod team;

pub(crate) use band::of_chart;
pub use band::{ChartFrame, ChartPage, ChartTab, CommunicationsNav, DocumentsNav, OfChart};
pub use demographics::DemographicsPage;
pub use face::ChartFacePage;
pub use new::NewChartPage;
pub use owner::ChildField;
pub use room::ChartRoomPage;
