//! Where mail goes, and whom it comes from.

use super::{PublicUrl, Wrong, plain, secret};
use axum::http::Uri;
use backend::{MailTransport, TextService};
use domain::charts::EmailAddress;
use std::ffi::OsString;

pub const SMTP_URL: &str = "ANTEROOM_SMTP_URL";
pub const MAIL_FROM: &str = "ANTEROOM_MAIL_FROM";
pub const TEXTS_URL: &str = "ANTEROOM_TEXTS_URL";
pub const TEXTS_FROM: &str = "ANTEROOM_TEXTS_FROM";

/// Checks the address of the mail server, without ever repeating it: it can hold a password.
/// Without one, mail is shown in the demo mailbox, which opens on this machine only, or else waits.
pub fn transport(smtp_url: Option<String>, on_this_machine: bool) -> Result<MailTransport, Wrong> {
    let Some(url) = smtp_url else { return Ok(if on_this_machine { MailTransport::DemoMailbox } else { MailTransport::Nowhere }) };
    let wrong = |what: &str| {
        Wrong::new(
            SMTP_URL,
            format!(
                "{what}; write smtp://host:port or smtps://host:port, with user:password@ before the host where the server asks for it"
            ),
        )
    };
    let server = MailServer::read(&url).ok_or_else(|| wrong("is not the address of a mail server"))?;
    if server.in_the_open && server.with_password && !server.on_this_machine {
        return Err(wrong("would send the password in the open; write smtps://, or add ?tls=required"));
    }
    Ok(MailTransport::Smtp(url))
}

/// Who mail says it is from: a no-reply address, at the public host unless told otherwise.
pub fn from(written: Option<String>, public_url: Option<&PublicUrl>) -> Result<String, Wrong> {
    match written {
        Some(address) => match EmailAddress::read(&address) {
            Ok(read) => Ok(read.as_str().to_owned()),
            Err(_) => Err(Wrong::new(MAIL_FROM, "is not an e-mail address; write one alone, such as no-reply@example.com")),
        },
        None => {
            let host = public_url.filter(|url| url.host().contains(|c: char| c.is_ascii_alphabetic())).map_or("localhost", PublicUrl::host);
            Ok(format!("no-reply@{host}"))
        }
    }
}

/// Who sends texts, and from which number: both or neither. The address is never repeated: it holds a secret.
pub fn texts(environment: &impl Fn(&str) -> Option<OsString>) -> Result<Option<TextService>, Wrong> {
    match (secret(TEXTS_URL, environment)?, plain(TEXTS_FROM, environment)?) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Wrong::new(TEXTS_FROM, format!("is set, but no service for texts; write its address into {TEXTS_URL}"))),
        (Some(_), None) => Err(Wrong::new(TEXTS_FROM, "is missing; write the number that texts come from, such as +14435550100")),
        (Some(url), Some(from)) => TextService::read(&url, &from).map(Some).ok_or_else(|| {
            let what = "cannot be used; write https://account:secret@host/path as the service for texts names it, and into";
            Wrong::new(TEXTS_URL, format!("{what} {TEXTS_FROM} a number such as +14435550100"))
        }),
    }
}

/// What can be told about a mail server from its address.
pub struct MailServer {
    pub host: String,
    pub port: u16,
    /// What is said to it can be overheard.
    pub in_the_open: bool,
    pub with_password: bool,
    pub on_this_machine: bool,
}

impl MailServer {
    pub fn read(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let authority = uri.authority()?;
        let tls_asked = matches!(uri.query(), Some("tls=required" | "tls=opportunistic"));
        if uri.query().is_some() && !tls_asked {
            return None;
        }
        let (own_port, in_the_open) = match uri.scheme_str()? {
            "smtps" => (465, false),
            "smtp" if tls_asked => (587, uri.query() == Some("tls=opportunistic")),
            "smtp" => (25, true),
            _ => return None,
        };
        let host = authority.host();
        let host_and_port = authority.as_str().rsplit('@').next()?;
        if host.is_empty() || (host_and_port != host && authority.port_u16().is_none()) {
            return None;
        }
        Some(Self {
            host: host.trim_start_matches('[').trim_end_matches(']').to_owned(),
            port: authority.port_u16().unwrap_or(own_port),
            in_the_open,
            with_password: authority.as_str().contains('@'),
            on_this_machine: matches!(host, "localhost" | "127.0.0.1" | "[::1]"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_servers_are_read() {
        for good in [
            "smtp://127.0.0.1:2525",
            "smtp://mail",
            "smtps://me:secret@mail.example.com",
            "smtp://me:secret@mail.example.com:587?tls=required",
        ] {
            assert!(matches!(transport(Some(good.into()), true), Ok(MailTransport::Smtp(_))), "{good}");
        }
        assert!(matches!(transport(None, true), Ok(MailTransport::DemoMailbox)));
        assert!(matches!(transport(None, false), Ok(MailTransport::Nowhere)));
    }

    #[test]
    fn a_wrong_mail_server_is_refused_without_telling_its_password() {
        for wrong in [
            "mail.example.com",
            "http://mail.example.com",
            "smtp://",
            "smtp://a:b",
            "smtp://mail?tls=maybe",
            "smtp://me:secret@mail.example.com",
            "smtp://me:se cret@mail",
        ] {
            let said = transport(Some(wrong.into()), true).expect_err(wrong).to_string();
            assert!(said.starts_with(SMTP_URL) && !said.contains("secret"), "{said}");
        }
    }

    #[test]
    fn mail_comes_from_no_reply_at_the_public_host() {
        let url = PublicUrl::read("https://portal.example.com").unwrap();
        assert_eq!(from(None, Some(&url)).unwrap(), "no-reply@portal.example.com");
        assert_eq!(from(None, None).unwrap(), "no-reply@localhost");
        assert_eq!(from(Some("office@example.com".into()), None).unwrap(), "office@example.com");
        assert!(from(Some("Office <office@example.com>".into()), None).is_err());
    }
}
