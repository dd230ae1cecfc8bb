//! STOP and START: what people answer to a text, told by the service that sends them.

use super::stopped;
use crate::{actors::Visitor, audit::Event, error::Error};
use domain::{audit::AuditAct, workflows::TextAnswer};

impl Visitor {
    /// What came in, if the service has signed it: to this address, with these fields. STOP ends texts to the number that it came from,
    /// whosever chart it stands in, and START gives them back. Anything else is not for us, and is not kept.
    pub async fn text_came_in(&self, path: &str, fields: &[(String, String)], signature: &str) -> Result<(), Error> {
        let practice = &self.practice;
        let address = format!("{}{path}", practice.public_url);
        if !practice.mail.texts.as_ref().is_some_and(|service| service.has_signed(&address, fields, signature)) {
            tracing::warn!("a text that came in is not signed by our service");
            return Err(Error::NotFound);
        }
        let field = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.as_str());
        let (number, Some(answer)) = (field("From"), TextAnswer::read(field("Body"))) else { return Ok(()) };
        let write = self.write().await?;
        let word = match answer {
            TextAnswer::Stop => {
                stopped::put(&*write, number, write.at()).await?;
                "stop"
            }
            TextAnswer::Start => {
                stopped::take_out(&*write, number).await?;
                "start"
            }
        };
        Ok(write.commit(Event::of(AuditAct::TextsAnswered).detail(word)).await?)
    }
}
