//! Texts to telephones: handed to a service that speaks as Twilio does, or, in a demo, to nobody.

use crate::mail::Handover;
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::notices::MailTrouble;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::{fmt, time::Duration};
use url::{Url, form_urlencoded};

/// A service that does not answer is given up after this long.
const ANSWERS_WITHIN: Duration = Duration::from_secs(20);

/// A service that sends texts: where it takes them, with what we sign in, and the number that they come from.
#[derive(Clone)]
pub struct TextService {
    url: Url,
    user: String,
    secret: String,
    from: String,
}

impl fmt::Debug for TextService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextService({}…)", self.url.host_str().unwrap_or_default())
    }
}

impl TextService {
    /// Reads `https://user:secret@host/path`. In the open only what stays on this machine.
    pub fn read(url: &str, from: &str) -> Option<Self> {
        let mut url = Url::parse(url).ok()?;
        let on_this_machine = matches!(url.host_str()?, "localhost" | "127.0.0.1" | "[::1]");
        let safe = url.scheme() == "https" || url.scheme() == "http" && on_this_machine;
        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().ok().map(String::from);
        let (user, secret) = (decoded(url.username())?, decoded(url.password()?)?);
        if !safe || user.is_empty() || secret.is_empty() || url.query().is_some() {
            return None;
        }
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
        let is_number =
            from.strip_prefix('+').is_some_and(|digits| (7..=15).contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_digit()));
        is_number.then(|| Self { url, user, secret, from: from.to_owned() })
    }

    /// Whether who knows our secret has signed what came in: HMAC-SHA1 over the address and, by their names, the fields.
    pub(crate) fn has_signed(&self, address: &str, fields: &[(String, String)], signature: &str) -> bool {
        let mut fields: Vec<_> = fields.iter().collect();
        fields.sort();
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(self.secret.as_bytes()) else { return false };
        mac.update(address.as_bytes());
        for (name, value) in fields {
            mac.update(name.as_bytes());
            mac.update(value.as_bytes());
        }
        STANDARD.decode(signature).is_ok_and(|signature| mac.verify_slice(&signature).is_ok())
    }

    pub(crate) async fn hand_over(&self, number: &str, words: &str) -> Handover {
        // Whoever was first in this process has decided on the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().timeout(ANSWERS_WITHIN).redirect(reqwest::redirect::Policy::none()).build();
        let Ok(client) = client else { return later("there is no safe connection to the service for texts") };
        let body =
            form_urlencoded::Serializer::new(String::new()).extend_pairs([("To", number), ("From", &self.from), ("Body", words)]).finish();
        let request = client.post(self.url.clone()).basic_auth(&self.user, Some(&self.secret));
        let answer = request.header("content-type", "application/x-www-form-urlencoded").body(body).send().await;
        let Ok(answer) = answer else { return later("the service for texts does not answer") };
        let status = answer.status();
        match status.as_u16() {
            200..=299 => Handover::Done,
            // About this number or this text: 21610 says that its holder has answered STOP.
            400 | 404 | 422 => Handover::Refused(format!("the service for texts refuses it ({status})")),
            _ => later(&format!("the service for texts does not take it now ({status})")),
        }
    }
}

/// Tried again as a mail to a full mailbox is: it is nobody else's trouble.
fn later(words: &str) -> Handover {
    Handover::Later(MailTrouble::Recipient, words.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_read_and_hides_its_secret() {
        let read = |url: &str| TextService::read(url, "+14435550100");
        let service = read("https://AC1:hu%40sh@texts.example/2010-04-01/Accounts/AC1/Messages.json").unwrap();
        assert_eq!((service.user.as_str(), service.secret.as_str()), ("AC1", "hu@sh"));
        assert!(!format!("{service:?} {}", service.url).contains("hu"));
        for wrong in ["https://texts.example/", "http://a:b@texts.example/", "https://a@texts.example/", "texts", "https://a:b@x/?q=1"] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
        assert!(read("http://a:b@127.0.0.1:9/").is_some());
        assert!(TextService::read("https://a:b@texts.example/", "0443 555").is_none());
    }

    /// The example of the service's own documentation.
    #[test]
    fn a_signature_is_over_the_address_and_the_fields_by_their_names() {
        let service = TextService::read("https://AC1:12345@texts.example/", "+14158675310").unwrap();
        let fields = [
            ("To", "+18005551212"),
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let address = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assert!(service.has_signed(address, &fields, "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        assert!(!service.has_signed(address, &fields[1..], "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        assert!(!service.has_signed(address, &fields, "") && !service.has_signed(address, &fields, "no base64"));
    }
}
