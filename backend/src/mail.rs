//! Handing mail over: to a real mail server, or, in a demo, to nobody. Where there is no server it waits.

mod server;

pub use server::Obstacle;

use crate::{notices::Letter, texts::TextService};
use domain::{
    charts::sent_to,
    notices::{Answer, MailTrouble, Stage, Verdict, verdict},
};
use lettre::{
    Address, Message,
    message::{Attachment, Mailbox, MultiPart, header::ContentType},
};
use server::{Patience, Server, one_line};
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
    /// Who sends texts. Without one, the demo mailbox shows them over made-up data, and none are written over anything else.
    pub texts: Option<TextService>,
}

/// What became of a try.
pub(crate) enum Handover {
    Done,
    /// There is nobody to whom it would mean anything, and nobody is told so.
    Nobody,
    /// It will never be taken, because of the recipient or of the message: with the server's words.
    Refused(String),
    /// Not now: why, and the server's words.
    Later(MailTrouble, String),
}

/// What stands beside a mail that waits for an operator.
pub(crate) const NO_SERVER: &str = "no mail server is set";

/// A mail server that does not answer is given up after this long.
const ACQUIRE_TIMEOUT: Patience = Patience { each: Duration::from_secs(20), all: Duration::from_secs(60) };

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
            MailTransport::Nowhere => return Handover::Later(MailTrouble::NoServer, NO_SERVER.into()),
        };
        let Ok(sender) = self.from.parse() else { return Handover::Later(MailTrouble::Refuses, "our own address is none".into()) };
        let message = match self.message(id, sender, address, letter) {
            Ok(message) => message,
            Err(reason) => return Handover::Refused(reason),
        };
        let Some(server) = Server::read(url) else {
            return Handover::Later(MailTrouble::Silent, "the address of the mail server cannot be read".into());
        };
        let Err(Obstacle { stage, answer }) = send(&server, &message).await else { return Handover::Done };
        let (verdict, stage, words) = (verdict(stage, &answer), stage.name(), one_line(&answer.words()));
        // The words can name a person, so they stand beside the mail and not in the log.
        let code = match &answer {
            Answer::Reply(reply) => reply.codes(),
            Answer::None | Answer::Unable(_) => "none".into(),
        };
        match verdict {
            Verdict::Final => {
                tracing::info!(mail = %id, stage, code, "the mail server will never take this mail");
                Handover::Refused(words)
            }
            Verdict::Later(trouble) if trouble.is_servers() => {
                tracing::warn!(mail = %id, stage, code, trouble = trouble.name(), "the mail server takes no mail: it waits, and is tried again");
                Handover::Later(trouble, words)
            }
            Verdict::Later(trouble) => {
                tracing::info!(mail = %id, stage, code, "the mail server does not take this mail now");
                Handover::Later(trouble, words)
            }
        }
    }

    /// Goes as far as one can without a mail: connects, makes it safe, signs in, and leaves. Says whether there was something to sign in
    /// with. None where no mail server is set.
    pub async fn sign_in(&self, at_most: Duration) -> Option<Result<bool, Obstacle>> {
        let MailTransport::Smtp(url) = &self.transport else { return None };
        let Some(server) = Server::read(url) else {
            return Some(Err(Obstacle { stage: Stage::Connect, answer: Answer::Unable("its address cannot be read".into()) }));
        };
        let entered = server.enter(Patience { each: at_most, all: at_most }).await;
        Some(match entered {
            Ok(conversation) => {
                conversation.leave().await;
                Ok(server.signs_in())
            }
            Err(obstacle) => Err(obstacle),
        })
    }

    fn message(&self, id: Uuid, from: Address, address: &str, letter: &Letter) -> Result<Message, String> {
        let told = |error: &dyn std::error::Error| one_line(&error.to_string());
        let to = sent_to(address).parse().map_err(|error: lettre::address::AddressError| told(&error))?;
        let host = self.from.rsplit_once('@').map_or("localhost", |(_, host)| host);
        let words = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
        let whole = match &letter.calendar {
            Some(file) => {
                let kind =
                    ContentType::parse(&format!("text/calendar; charset=utf-8; method={}", file.method)).map_err(|error| told(&error))?;
                let file = Attachment::new("appointment.ics".into()).body(file.text.clone().into_bytes(), kind);
                MultiPart::mixed().multipart(words).singlepart(file)
            }
            None => words,
        };
        Message::builder()
            .from(Mailbox::new(Some(letter.sender.clone()), from))
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .message_id(Some(format!("<{id}@{host}>")))
            .multipart(whole)
            .map_err(|error| told(&error))
    }
}

async fn send(server: &Server, message: &Message) -> Result<(), Obstacle> {
    let mut conversation = server.enter(ACQUIRE_TIMEOUT).await?;
    let sent = conversation.send(message.envelope(), &message.formatted()).await;
    if !matches!(&sent, Err(Obstacle { answer: Answer::None, .. })) {
        conversation.leave().await;
    }
    sent
}
