//! A mail server: its address as the operator writes it, and a conversation with it, stage by stage.
//!
//! lettre's own transport sends in one go, and of a refusal it does not say what was refused. So its connection is led from here.

use domain::notices::{Answer, Reply, Stage};
use lettre::{
    Address,
    address::Envelope,
    transport::smtp::{
        Error as SmtpError,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailParameter},
    },
};
use std::{borrow::Cow, error::Error, time::Duration};
use tokio::time::{Instant, timeout_at};
use url::Url;

/// So long a server may think about one thing, and about all of it. The second is less than a mail's lease (`notices/delivery.rs`).
#[derive(Clone, Copy)]
pub(crate) struct Patience {
    pub each: Duration,
    pub all: Duration,
}

/// A server that does not answer a goodbye keeps nobody.
const GOODBYE: Duration = Duration::from_secs(2);

/// Where a try ended, and with what answer.
#[derive(Debug)]
pub struct Obstacle {
    pub stage: Stage,
    pub answer: Answer,
}

enum Tls {
    /// Never: the server stands on this machine, or no password is sent.
    Never,
    /// With STARTTLS, where the server has it.
    Offered,
    /// With STARTTLS, or not at all.
    Required,
    /// From the first byte.
    Always,
}

/// `smtp://user:password@host:port/our-name?tls=required`, read as lettre reads it.
pub(crate) struct Server {
    host: String,
    port: u16,
    tls: Tls,
    hello: ClientId,
    credentials: Option<Credentials>,
}

impl Server {
    /// None where it is not the address of a mail server. It is never repeated: it can hold a password.
    pub fn read(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, tls)| tls.into_owned());
        let (own_port, tls) = match (url.scheme(), asked.as_deref()) {
            ("smtp", None) => (25, Tls::Never),
            ("smtp", Some("opportunistic")) => (587, Tls::Offered),
            ("smtp", Some("required")) => (587, Tls::Required),
            ("smtps", _) => (465, Tls::Always),
            _ => return None,
        };
        let plain = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().map(Cow::into_owned).ok();
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(plain(url.username())?, plain(password)?)),
            None => None,
        };
        let name = url.path().trim_matches('/');
        Some(Self {
            // An IPv6 address stands in brackets in an URL, and without them everywhere else.
            host: url.host_str()?.trim_start_matches('[').trim_end_matches(']').to_owned(),
            port: url.port().unwrap_or(own_port),
            tls,
            hello: if name.is_empty() { ClientId::default() } else { ClientId::Domain(name.to_owned()) },
            credentials,
        })
    }

    /// Connects, as safely as is asked for, and signs in, where there is something to sign in with.
    pub async fn enter(&self, patience: Patience) -> Result<Conversation, Obstacle> {
        let pace = Pace { each: patience.each, until: Instant::now() + patience.all };
        let wrapped = match self.tls {
            Tls::Always => Some(self.trust()?),
            _ => None,
        };
        let host = self.host.as_str();
        let connecting = AsyncSmtpConnection::connect_tokio1((host, self.port), Some(patience.each), &self.hello, wrapped, None);
        let mut connection = match timeout_at(pace.next(), connecting).await {
            Ok(Ok(connection)) => connection,
            Ok(Err(error)) => return Err(Obstacle { stage: stage_of_connecting(&error), answer: answer(&error) }),
            Err(_) => return Err(Obstacle { stage: Stage::Connect, answer: Answer::None }),
        };
        if matches!(self.tls, Tls::Required) || matches!(self.tls, Tls::Offered) && connection.can_starttls() {
            if !connection.can_starttls() {
                return Err(Obstacle { stage: Stage::Encryption, answer: Answer::Unable("it does not offer STARTTLS".into()) });
            }
            pace.at(Stage::Encryption, connection.starttls(self.trust()?, &self.hello)).await?;
        }
        if let Some(credentials) = &self.credentials {
            pace.at(Stage::SignIn, connection.auth(DEFAULT_MECHANISMS, credentials)).await?;
        }
        Ok(Conversation { connection, pace })
    }

    /// Whether there is something to sign in with.
    pub fn signs_in(&self) -> bool {
        self.credentials.is_some()
    }

    fn trust(&self) -> Result<TlsParameters, Obstacle> {
        TlsParameters::new(self.host.clone())
            .map_err(|error| Obstacle { stage: Stage::Encryption, answer: Answer::Unable(error.to_string()) })
    }
}

/// A server that has let us in.
pub(crate) struct Conversation {
    connection: AsyncSmtpConnection,
    pace: Pace,
}

impl Conversation {
    /// Hands a mail over. Once the server has said yes to the text, it is the server's.
    pub async fn send(&mut self, envelope: &Envelope, text: &[u8]) -> Result<(), Obstacle> {
        let Self { connection, pace } = self;
        let mut parameters = Vec::new();
        let is_plain = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
        if !envelope.from().into_iter().chain(envelope.to()).all(is_plain) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                let words = "it takes no addresses with letters like these (SMTPUTF8)";
                return Err(Obstacle { stage: Stage::Recipient, answer: Answer::Unable(words.into()) });
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        pace.at(Stage::Sender, connection.command(Mail::new(envelope.from().cloned(), parameters))).await?;
        for address in envelope.to() {
            pace.at(Stage::Recipient, connection.command(Rcpt::new(address.clone(), Vec::new()))).await?;
        }
        pace.at(Stage::Data, connection.command(Data)).await?;
        pace.at(Stage::Text, connection.message(text)).await
    }

    /// Says goodbye. What is done stays done, whatever the server answers.
    pub async fn leave(mut self) {
        let _ = timeout_at(self.pace.next().min(Instant::now() + GOODBYE), self.connection.quit()).await;
    }
}

/// How long we wait for an answer.
struct Pace {
    each: Duration,
    until: Instant,
}

impl Pace {
    fn next(&self) -> Instant {
        (Instant::now() + self.each).min(self.until)
    }

    async fn at<T>(&self, stage: Stage, step: impl Future<Output = Result<T, SmtpError>>) -> Result<(), Obstacle> {
        match timeout_at(self.next(), step).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Obstacle { stage, answer: answer(&error) }),
            Err(_) => Err(Obstacle { stage, answer: Answer::None }),
        }
    }
}

/// TCP, TLS and the greeting come as one from lettre: it wraps an error of TLS in one of its own.
fn stage_of_connecting(error: &SmtpError) -> Stage {
    match error.source() {
        _ if error.status().is_some() || error.is_response() => Stage::Greeting,
        Some(inner) if inner.is::<SmtpError>() => Stage::Encryption,
        _ => Stage::Connect,
    }
}

fn answer(error: &SmtpError) -> Answer {
    let words = || one_line(&error.source().map_or_else(|| error.to_string(), ToString::to_string));
    match error.status() {
        Some(code) => Answer::Reply(Reply { code: code.into(), words: words() }),
        None if error.is_client() || error.is_tls() => Answer::Unable(words()),
        None if error.source().is_some_and(|inner| inner.is::<SmtpError>()) => Answer::Unable(words()),
        None => Answer::None,
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_lettre_reads_it() {
        let read = |address| Server::read(address).map(|server| (server.host.clone(), server.port, server.signs_in()));
        let is = |host: &str, port, signs_in| Some((host.to_owned(), port, signs_in));
        assert_eq!(read("smtp://mail"), is("mail", 25, false));
        assert_eq!(read("smtp://[::1]:2525"), is("::1", 2525, false));
        assert_eq!(read("smtps://me:secret@mail.example.com"), is("mail.example.com", 465, true));
        assert_eq!(read("smtp://me:secret@mail.example.com?tls=required"), is("mail.example.com", 587, true));
        assert_eq!(read("smtp://me@mail.example.com?tls=opportunistic"), is("mail.example.com", 587, false));
        for wrong in ["mail", "http://mail", "smtp://mail?tls=maybe", "smtp://me:%FF@mail"] {
            assert!(Server::read(wrong).is_none(), "{wrong}");
        }
        let named = Server::read("smtp://mail/front.example.com").unwrap();
        assert!(matches!(named.hello, ClientId::Domain(name) if name == "front.example.com"));
    }

    #[tokio::test]
    async fn a_server_that_says_nothing_is_given_up() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Server::read(&format!("smtp://{}", silent.local_addr().unwrap())).unwrap();
        let patience = Patience { each: Duration::from_millis(100), all: Duration::from_secs(1) };
        let Err(obstacle) = server.enter(patience).await else { panic!("it let us in") };
        assert_eq!((obstacle.stage, obstacle.answer), (Stage::Connect, Answer::None));
    }
}
