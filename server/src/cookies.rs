//! The cookies: one for each side, one for a registration in progress, and one that tells a browser from the next.
//! Opaque secrets all of them; what they open is asked of the database (T9).

use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::CookieJar;
use backend::Token;
use domain::sign_in::Side;

/// A year, for the cookie that says nothing about a person.
const YEAR: u32 = 365 * 24 * 60 * 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    Session(Side),
    /// The secret of a session that was left by Logout. It opens nothing; it says whose a form is that stood open in another tab.
    Left(Side),
    Registration,
    /// What a refused form is kept under.
    Browser,
}

/// How cookies are named and guarded under this practice's address.
#[derive(Clone, Copy, Debug)]
pub struct Cookies {
    /// With https a cookie's name promises that it came over https, from this very host.
    pub secure: bool,
}

impl Cookies {
    /// What the browser brought. Anything that is not one of our secrets counts as nothing.
    pub fn read(self, headers: &HeaderMap, cookie: Cookie) -> Option<Token> {
        Token::read(CookieJar::from_headers(headers).get(&self.name(cookie))?.value())
    }

    pub fn set(self, cookie: Cookie, secret: &str) -> HeaderValue {
        let life = if cookie == Cookie::Browser { format!("; Max-Age={YEAR}") } else { String::new() };
        self.line(cookie, secret, &life)
    }

    pub fn clear(self, cookie: Cookie) -> HeaderValue {
        self.line(cookie, "", "; Max-Age=0")
    }

    fn line(self, cookie: Cookie, value: &str, life: &str) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let line = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{life}{secure}", self.name(cookie));
        // A secret is base64url. Anything else is a defect of ours, and must not become a cookie.
        HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static(""))
    }

    fn name(self, cookie: Cookie) -> String {
        let name = match cookie {
            Cookie::Session(Side::Portal) => "anteroom",
            Cookie::Session(Side::Office) => "anteroom-office",
            Cookie::Left(Side::Portal) => "anteroom-left",
            Cookie::Left(Side::Office) => "anteroom-office-left",
            Cookie::Registration => "anteroom-registration",
            Cookie::Browser => "anteroom-browser",
        };
        format!("{}{name}", if self.secure { "__Host-" } else { "" })
    }
}

/// What a browser forgets after logging out. Never "cookies": that would end the other side's session too (T29). Nor "cache", at
/// which some stall for long: no page is kept there, since none may be.
pub const FORGET: (header::HeaderName, HeaderValue) =
    (header::HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"storage\""));

#[cfg(test)]
mod tests {
    use super::*;
    use backend::Randomness;

    fn headers(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, cookie.parse().unwrap())])
    }

    #[test]
    fn cookies_over_https_are_bound_to_the_host() {
        let cookies = Cookies { secure: true };
        assert_eq!(cookies.set(Cookie::Session(Side::Portal), "abc"), "__Host-anteroom=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(
            cookies.clear(Cookie::Session(Side::Office)),
            "__Host-anteroom-office=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure"
        );
    }

    #[test]
    fn only_the_browser_itself_is_remembered_beyond_a_session() {
        let cookies = Cookies { secure: false };
        assert_eq!(cookies.set(Cookie::Browser, "abc"), "anteroom-browser=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000");
        assert_eq!(cookies.set(Cookie::Registration, "abc"), "anteroom-registration=abc; Path=/; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn the_two_sides_do_not_read_each_others_cookies() {
        let (cookies, secret) = (Cookies { secure: false }, Randomness::system().token());
        let brought = headers(&format!("other=1; anteroom-office={}", secret.reveal()));
        assert_eq!(cookies.read(&brought, Cookie::Session(Side::Office)), Some(secret.clone()));
        assert_eq!(cookies.read(&brought, Cookie::Session(Side::Portal)), None);
        assert_eq!(Cookies { secure: true }.read(&brought, Cookie::Session(Side::Office)), None);
        assert_eq!(cookies.read(&headers("anteroom=admin"), Cookie::Session(Side::Portal)), None);
    }

    #[test]
    fn a_line_break_never_becomes_a_header() {
        assert_eq!(Cookies { secure: false }.set(Cookie::Browser, "a\r\nSet-Cookie: b=c"), "");
    }
}
