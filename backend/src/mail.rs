//! Handing mail over: to a real mail server, or, in a demo, to nobody. Where there is no server it waits.

use crate::notices::Letter;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
};
use std::time::Duration;
use uuid::Uuid;

/// Where mail goes.
#[derive(Clone, Debug)]
pub enum MailTransport {
    /// `smtp://host:port`, `smtps://user:password@host`.
    Smtp(String),
    /// Nowhere: over made-up data the demo mailbox shows it. Over anything else it waits.
    DemoMailbox,
    /// Nowhere, and no mailbox shows it: it waits.
    Nowhere,
}

/// How mail leaves.
#[derive(Clone, Debug)]
pub struct MailSetup {
    pub transport: MailTransport,
    /// The address that nobody reads: `no-reply@practice.example`.
    pub from: String,
}

/// What became of a try.
pub(crate) enum Handover {
    Done,
    /// There is nobody to whom it would mean anything, and nobody is told so.
    Nobody,
    /// The mail server refuses it for good (SMTP 5xx), with its words.
    Refused(String),
    /// Not now: no connection, or SMTP 4xx.
    Later(String),
}

/// What stands beside a mail that waits for an operator.
pub(crate) const NO_SERVER: &str = "no mail server is set";

/// A mail server that does not answer is given up after this long.
const PATIENCE: Duration = Duration::from_secs(20);

impl MailSetup {
    /// Whether the text of a sent mail is kept, for the demo mailbox.
    pub(crate) fn keeps_text(&self) -> bool {
        matches!(self.transport, MailTransport::DemoMailbox)
    }

    /// `id` makes the Message-ID, the same on every try.
    pub(crate) async fn hand_over(&self, id: Uuid, address: &str, letter: &Letter) -> Handover {
        let url = match &self.transport {
            MailTransport::Smtp(url) => url,
            MailTransport::DemoMailbox => return Handover::Done,
            MailTransport::Nowhere => return Handover::Later(NO_SERVER.into()),
        };
        let message = match self.message(id, address, letter) {
            Ok(message) => message,
            Err(reason) => return Handover::Refused(reason),
        };
        let transport = match AsyncSmtpTransport::<Tokio1Executor>::from_url(url) {
            Ok(builder) => builder.timeout(Some(PATIENCE)).build(),
            Err(error) => return Handover::Later(one_line(&error.to_string())),
        };
        match transport.send(message).await {
            Ok(_) => Handover::Done,
            Err(error) if error.is_permanent() => Handover::Refused(one_line(&error.to_string())),
            Err(error) => Handover::Later(one_line(&error.to_string())),
        }
    }

    fn message(&self, id: Uuid, address: &str, letter: &Letter) -> Result<Message, String> {
        let told = |error: &dyn std::error::Error| one_line(&error.to_string());
        let from = self.from.parse().map_err(|error: lettre::address::AddressError| told(&error))?;
        let to = address.parse().map_err(|error: lettre::address::AddressError| told(&error))?;
        let host = self.from.rsplit_once('@').map_or("localhost", |(_, host)| host);
        Message::builder()
            .from(Mailbox::new(Some(letter.sender.clone()), from))
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .message_id(Some(format!("<{id}@{host}>")))
            .multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone()))
            .map_err(|error| told(&error))
    }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect()
}
