//! E-mail addresses: kept exactly as written, compared by one key, plus tags and all.
//!
//! Two addresses are one only where mail servers take them for one: the capitals A to Z do not count, and a host is the same host in
//! either of its spellings. Nothing else is folded: what only looks alike is somebody else's mailbox.

use super::{Refusal, is_invisible};
use crate::named::named;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

named! {
    /// Whose mailbox it is.
    pub enum EmailKind {
        Personal "personal",
        Work "work",
        RelatedContact "related_contact",
    }
}

impl EmailKind {
    pub fn label(self) -> &'static str {
        match self {
            Self::Personal => "Personal",
            Self::Work => "Work",
            Self::RelatedContact => "Related Contact",
        }
    }
}

/// An address that mail can be sent to, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address that is to be recorded. One that somebody could take for another's is refused: letters that fold into others
    /// (the KELVIN SIGN into a k), and capitals beyond A to Z, which some mail servers tell from small ones and some do not.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let address = Self::lenient(text)?;
        let (local, _) = address.0.rsplit_once('@').unwrap_or_default();
        if blurred(local) == local.to_ascii_lowercase() { Ok(address) } else { Err(Refusal::EmailLooksAlike) }
    }

    /// Reads an address that is recorded already, or only compared: `local@host.tld`, at most 254 octets (RFC 5321), no spaces, no
    /// control characters. The local part keeps its tag and its capitals; the host may be international (RFC 5890).
    pub fn lenient(text: &str) -> Result<Self, Refusal> {
        let text = seen(text);
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::EmailMissing);
        }
        let refused = Err(Refusal::EmailNotAnAddress);
        let Some((local, host)) = text.rsplit_once('@') else { return refused };
        let local_fits = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(|c| (c.is_alphanumeric() && !c.is_control()) || "!#$%&'*+-/=?^_`{|}~.".contains(c));
        let label_fits = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        let host_fits = host.contains('.')
            && host.split('.').all(label_fits)
            && host.rsplit('.').next().is_some_and(|top| top.chars().count() >= 2 && !top.chars().all(|c| c.is_ascii_digit()));
        if text.len() > 254 || !local_fits || !host_fits || idna::domain_to_ascii(host).is_err() {
            return refused;
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two addresses are compared by: capitals do not count, tags do.
    pub fn key(&self) -> String {
        address_key(&self.0)
    }
}

/// Without what nobody sees, which comes along when an address is copied.
fn seen(typed: &str) -> String {
    typed.chars().filter(|c| !is_invisible(*c)).collect()
}

/// An address as every mail server takes it: its host in ASCII (IDNA), its name as it is written.
pub fn sent_to(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, host)) => format!("{local}@{}", idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_owned())),
        None => address.to_owned(),
    }
}

/// The key of whatever was typed as an address: the name before the @ without regard to ASCII capitals, and the host as the network
/// spells it (IDNA).
pub fn address_key(typed: &str) -> String {
    let typed = seen(typed);
    let typed = typed.trim();
    let Some((local, host)) = typed.rsplit_once('@') else { return typed.to_ascii_lowercase() };
    let host = idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_ascii_lowercase());
    format!("{}@{host}", local.to_ascii_lowercase())
}

/// The key of an address that shares its key with another one: of two that were recorded before their hosts were known to be one,
/// each is found as it is written, and in no other way.
pub fn exact_key(typed: &str) -> String {
    format!(" {}", typed.trim())
}

/// What a reader could take the letters for: without what only type tells apart, and without capitals.
fn blurred(local: &str) -> String {
    local.nfkc().flat_map(char::to_lowercase).nfc().collect()
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anything::anything;
    use proptest::prelude::*;

    #[test]
    fn a_mail_leaves_for_a_host_that_every_server_knows() {
        assert_eq!(sent_to("ida@exämple.example"), "ida@xn--exmple-cua.example");
        assert_eq!(sent_to("ida@xn--exmple-cua.example"), "ida@xn--exmple-cua.example");
        assert_eq!(sent_to("Zoë+Mail@Example.com"), "Zoë+Mail@example.com");
        assert_eq!(sent_to("nonsense"), "nonsense");
    }

    #[test]
    fn plus_tags_are_kept_and_tell_addresses_apart() {
        let tagged = EmailAddress::read("johndoe+smith@gmail.com").unwrap();
        assert_eq!(tagged.as_str(), "johndoe+smith@gmail.com");
        assert_ne!(tagged.key(), EmailAddress::read("johndoe@gmail.com").unwrap().key());
    }

    #[test]
    fn capitals_are_kept_and_do_not_tell_apart() {
        let address = EmailAddress::read(" Maya.Lindqvist@Example.COM ").unwrap();
        assert_eq!(address.as_str(), "Maya.Lindqvist@Example.COM");
        assert_eq!(address.key(), "maya.lindqvist@example.com");
    }

    #[test]
    fn what_mail_cannot_reach_is_refused() {
        for wrong in [
            "maya",
            "maya@",
            "@example.com",
            "maya@example",
            "ma ya@example.com",
            "maya@exa mple.com",
            "maya@@example.com",
            "maya@example..com",
            ".maya@example.com",
            "maya@-example.com",
            "maya@example.com\r\nBcc: all@example.com",
            "\"maya\"@example.com",
            "<maya@example.com>",
            "maya@example.com,leo@example.com",
            "maya@127.0.0.1",
            "maya@example.c",
        ] {
            assert_eq!(EmailAddress::read(wrong), Err(Refusal::EmailNotAnAddress), "{wrong}");
        }
        assert_eq!(EmailAddress::read("  "), Err(Refusal::EmailMissing));
        assert!(EmailAddress::read(&format!("{}@example.com", "a".repeat(65))).is_err());
    }

    #[test]
    fn names_and_hosts_of_the_world_are_addresses() {
        for right in ["björk@exämple.is", "o'neil@example.co.uk", "李明@例子.中国", "a@b.museum"] {
            assert!(EmailAddress::read(right).is_ok(), "{right}");
        }
    }

    /// Forgot password with a KELVIN SIGN once went to whoever typed it.
    #[test]
    fn what_only_looks_like_an_address_is_another_one_and_is_not_recorded() {
        let own = EmailAddress::read("samuel.okafor@harborstreet.example").unwrap();
        let lookalikes =
            ["samuel.o\u{212A}afor@harborstreet.example", "ſamuel.okafor@harborstreet.example", "samuel.ｏkafor@harborstreet.example"];
        for lookalike in lookalikes {
            assert_eq!(EmailAddress::read(lookalike), Err(Refusal::EmailLooksAlike), "{lookalike}");
            assert_ne!(address_key(lookalike), own.key(), "{lookalike}");
            assert_ne!(EmailAddress::lenient(lookalike).unwrap().key(), own.key(), "{lookalike}");
        }
        // The ANGSTROM SIGN folds into å, and so does the capital.
        let own = EmailAddress::read("åsa@example.com").unwrap();
        for lookalike in ["\u{212B}sa@example.com", "Åsa@example.com"] {
            assert_eq!(EmailAddress::read(lookalike), Err(Refusal::EmailLooksAlike), "{lookalike}");
            assert_ne!(address_key(lookalike), own.key(), "{lookalike}");
        }
    }

    #[test]
    fn a_host_is_one_host_however_it_is_written() {
        let key = |text: &str| EmailAddress::read(text).unwrap().key();
        assert_eq!(key("maya@exämple.is"), key("Maya@EXÄMPLE.is"));
        assert_eq!(key("maya@exämple.is"), key("maya@xn--exmple-cua.is"));
        assert_ne!(key("maya@exämple.is"), key("maya@example.is"));
        assert!(EmailAddress::read("maya@xn--a.example").is_err(), "a spelling that no host has");
    }

    #[test]
    fn the_key_of_one_that_shares_its_key_is_nobody_elses() {
        assert_ne!(exact_key("maya@example.com"), address_key("maya@example.com"));
        assert!(EmailAddress::read(&exact_key("maya@example.com")).unwrap().key() != exact_key("maya@example.com"));
    }

    proptest! {
        #[test]
        fn only_ascii_capitals_are_folded(typed in "[a-zA-Zåäößкℓſﬁıςσ]{1,12}") {
            let key = address_key(&format!("{typed}@example.com"));
            prop_assert_eq!(key, format!("{}@example.com", typed.to_ascii_lowercase()));
        }

        #[test]
        fn what_is_typed_is_refused_or_kept_as_it_is(typed in prop_oneof![anything(), "[a-zA-Zé+._@ -]{0,20}@[a-zé.-]{0,20}"]) {
            if let Ok(address) = EmailAddress::read(&typed) {
                prop_assert_eq!(address.as_str(), typed.trim());
                prop_assert!(!address.as_str().contains(|c: char| c.is_whitespace() || c.is_control()));
                prop_assert_eq!(EmailAddress::read(address.as_str()), Ok(address));
            }
        }

        #[test]
        fn capitals_of_the_host_do_not_tell_addresses_apart_and_tags_do(
            name in "[a-zA-Z0-9]{1,12}(\\.[a-zA-Z0-9]{1,8})?",
            tag in "[a-zA-Z0-9_.-]{0,10}[a-zA-Z0-9]",
            host in "[a-z]([a-z0-9-]{0,8}[a-z0-9])?\\.(com|museum|co\\.uk)",
        ) {
            prop_assume!(!tag.contains(".."));
            let read = |text: &str| EmailAddress::read(text).unwrap();
            let tagged = read(&format!("{name}+{tag}@{host}"));
            prop_assert_eq!(tagged.as_str(), format!("{name}+{tag}@{host}"));
            prop_assert_eq!(tagged.key(), read(&format!("{name}+{tag}@{}", host.to_uppercase())).key());
            prop_assert_ne!(tagged.key(), read(&format!("{name}@{host}")).key());
            prop_assert_ne!(tagged.key(), read(&format!("{name}+{tag}x@{host}")).key());
        }
    }
}
