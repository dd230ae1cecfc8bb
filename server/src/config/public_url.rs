//! The address under which people reach the practice. Links in mails are built from it, never from a request.

use std::fmt;

/// `http(s)://host[:port]`, and nothing behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    secure: bool,
    /// In small letters; IPv6 in brackets.
    host: String,
    /// Only where it is not the scheme's own.
    port: Option<u16>,
}

/// The names of this very machine. Between them and any port no network lies, so http will do.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

impl PublicUrl {
    /// # Errors
    /// A sentence's second half: what is wrong with it.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let (secure, rest) = if let Some(rest) = text.strip_prefix("https://") {
            (true, rest)
        } else if let Some(rest) = text.strip_prefix("http://") {
            (false, rest)
        } else {
            return Err("it must begin with https:// (or http:// on this machine alone)");
        };
        if rest.contains(['/', '?', '#']) {
            return Err("it must end after the host and port, without a slash or a path");
        }
        let (host, port) = split_port(rest).ok_or("its port must be a number from 1 to 65535")?;
        let host = host.to_ascii_lowercase();
        if !is_host(&host) {
            return Err("its host must be a name of letters, digits, dots and hyphens (international names as xn--…)");
        }
        let own_port = if secure { 443 } else { 80 };
        let url = Self { secure, host, port: port.filter(|port| *port != own_port) };
        if !secure && !url.is_loopback() {
            return Err("http:// is for localhost only: what people write here must not cross a network in the open");
        }
        Ok(url)
    }

    /// The address on this machine alone, for a first try.
    pub fn localhost(port: u16) -> Self {
        Self { secure: false, host: "localhost".into(), port: Some(port).filter(|port| *port != 80) }
    }

    pub fn is_secure(&self) -> bool {
        self.secure
    }

    pub fn is_loopback(&self) -> bool {
        LOOPBACK.contains(&self.host.as_str())
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether a request that names this host means us (T31).
    pub fn admits_host(&self, named: &str) -> bool {
        let Some((host, port)) = split_port(named) else { return false };
        let host = host.to_ascii_lowercase();
        if self.is_loopback() {
            return LOOPBACK.contains(&host.as_str());
        }
        let own_port = if self.secure { 443 } else { 80 };
        host == self.host && port.filter(|port| *port != own_port) == self.port
    }

    /// The origin that our own pages have when they are reached under this host.
    pub fn origin_at(&self, host: &str) -> String {
        if self.is_loopback() { format!("{}://{}", self.scheme(), host.to_ascii_lowercase()) } else { self.to_string() }
    }

    fn scheme(&self) -> &'static str {
        if self.secure { "https" } else { "http" }
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme(), self.host)?;
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

/// "host:3000" into host and port; nothing where the port is none.
fn split_port(text: &str) -> Option<(&str, Option<u16>)> {
    let bracket = text.rfind(']').map_or(0, |at| at + 1);
    match text[bracket..].find(':') {
        None if bracket == 0 || bracket == text.len() => Some((text, None)),
        None => None,
        Some(colon) => {
            let digits = &text[bracket + colon + 1..];
            let port = digits.parse().ok().filter(|port| *port > 0)?;
            let plain = digits.bytes().all(|b| b.is_ascii_digit()) && (bracket == 0 || colon == 0);
            plain.then_some((&text[..bracket + colon], Some(port)))
        }
    }
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        return address.strip_suffix(']').is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok());
    }
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_people_write_are_read() {
        for (written, read) in [
            ("https://portal.example.com", "https://portal.example.com"),
            ("https://Portal.Example.COM:443", "https://portal.example.com"),
            ("https://portal.example.com:8443", "https://portal.example.com:8443"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://127.0.0.1", "http://127.0.0.1"),
            ("http://[::1]:80", "http://[::1]"),
        ] {
            assert_eq!(PublicUrl::read(written).unwrap().to_string(), read);
        }
    }

    #[test]
    fn what_is_no_address_of_ours_is_refused() {
        for wrong in [
            "",
            "portal.example.com",
            "ftp://portal.example.com",
            "https://",
            "https://portal.example.com/",
            "https://portal.example.com/anteroom",
            "https://portal.example.com?x",
            "https://user@portal.example.com",
            "https://portal.example.com:0",
            "https://portal.example.com:port",
            "https://portal.example.com:+80",
            "https://pörtal.example.com",
            "https://-a.example.com",
            "https://a..b",
            "https://[::1",
            "https://[::1]x:1",
            "http://portal.example.com",
            "http://10.0.0.5:3000",
            "https://a b",
            "https://a\nb",
        ] {
            assert!(PublicUrl::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_the_public_host_is_admitted() {
        let url = PublicUrl::read("https://portal.example.com").unwrap();
        for ours in ["portal.example.com", "PORTAL.example.com", "portal.example.com:443"] {
            assert!(url.admits_host(ours), "{ours}");
        }
        for other in [
            "example.com",
            "portal.example.com.evil.net",
            "portal.example.com:8443",
            "localhost",
            "127.0.0.1:3000",
            "",
            "portal.example.com:",
        ] {
            assert!(!url.admits_host(other), "{other}");
        }
    }

    #[test]
    fn this_machine_has_three_names_and_any_port() {
        let url = PublicUrl::localhost(3000);
        for ours in ["localhost:3000", "127.0.0.1:41234", "[::1]:3000", "LOCALHOST"] {
            assert!(url.admits_host(ours), "{ours}");
        }
        for other in ["portal.example.com", "localhost.evil.net", "127.0.0.2", "127.0.0.1.nip.io:3000", "localhost:x", "[::1]3000"] {
            assert!(!url.admits_host(other), "{other}");
        }
        assert_eq!(url.origin_at("127.0.0.1:41234"), "http://127.0.0.1:41234");
    }
}
