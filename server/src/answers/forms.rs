//! A form that a browser sent: which one, from which page, by whom, and what was typed into it.

use super::{Outcome, keep_cookies, page_of, see_other};
use crate::{
    app_state::{AppState, text},
    cookies::Cookie,
};
use app::{
    Went,
    door::{DONE_AGAIN, PROOFS, STAFF_ENTRANCE, name_of},
    with,
};
use axum::{
    http::{HeaderMap, header, request::Parts},
    response::Response,
};
use backend::{Origin, SentForm, Token, Visitor};
use domain::{
    Failure, Refusal, Typed,
    sign_in::{Side, side_of},
};
use std::{borrow::Cow, collections::BTreeMap};

/// The forms before sign-in are short: what is kept of them is no more than this, in bytes.
const LARGEST_OF_A_STRANGER: usize = 4 * 1024;
/// And of each field no more than this: one that is far too long comes back cut off, and takes no room from the others.
const LONGEST_FIELD_OF_A_STRANGER: usize = 1_000;

/// A form that was sent, and waits until its sender has proved once more who they are.
pub(super) struct Waiting {
    endpoint: String,
    page: String,
    session: Option<Token>,
}

impl Waiting {
    /// The path of its function, and its fields, if it was sent a moment ago and nothing was wrong with it.
    pub async fn body(&self, sender: &Visitor) -> Option<(String, String)> {
        let key = backend::form_key(&self.endpoint, &without(&self.page, &["next"]));
        let typed = match sender.typed_before_proof(&key, self.session.as_ref()).await {
            Ok(typed) => typed?,
            Err(error) => {
                tracing::error!(%error, "a form that waited for a proof could not be read");
                return None;
            }
        };
        let fields =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(typed.fields).append_pair(Typed::PAGE, &self.page).finish();
        Some((format!("/api/{}", self.endpoint), fields))
    }
}

pub(super) struct Form {
    /// Which function it is for.
    endpoint: String,
    /// Path and query of the page it stood on.
    page: String,
    pub side: Side,
    /// Its one-time key.
    once: Option<Token>,
    /// The session that it came with, living or left.
    session: Option<Token>,
    /// Whether it is a form for people who have not signed in.
    of_strangers: bool,
    origin: Origin,
    fields: BTreeMap<String, String>,
}

impl Form {
    pub fn of(front: &AppState, head: &Parts, body: &[u8]) -> Self {
        let endpoint = name_of(head.uri.path()).to_owned();
        let urlencoded = text(&head.headers, "content-type").starts_with("application/x-www-form-urlencoded");
        let said = |name| form_urlencoded::parse(body).find(|(said, _)| urlencoded && said == name).map(|(_, value)| value);
        let page = said(Typed::PAGE).and_then(|page| page_of(&page)).map(|page| without(&page, &["refused", "incident", "idle"]));
        let side = match (endpoint.split('/').next(), &page) {
            (Some("staff"), _) => Side::Office,
            (Some("client"), _) => Side::Portal,
            (_, Some(page)) => side_of(page),
            // Of no page: what else says for which side it is.
            (_, None) if endpoint == STAFF_ENTRANCE.name() || said("side").is_some_and(|side| side == Side::Office.name()) => Side::Office,
            (_, None) => Side::Portal,
        };
        let home = if side == Side::Office { "/office" } else { "/" };
        let of_strangers = endpoint.starts_with("visitor/");
        let brought = |cookie| front.cookies.read(&head.headers, cookie);
        // What is typed before signing in is nobody's in particular, whoever was signed in here before.
        let session = if of_strangers { None } else { brought(Cookie::Session(side)).or_else(|| brought(Cookie::Left(side))) };
        Self {
            page: page.unwrap_or_else(|| home.to_owned()),
            side,
            once: said(Typed::ONCE).and_then(|key| Token::read(&key)).filter(|_| DONE_AGAIN.iter().all(|door| door.name() != endpoint)),
            fields: match (urlencoded, of_strangers) {
                (true, true) => typed(body, LARGEST_OF_A_STRANGER, LONGEST_FIELD_OF_A_STRANGER),
                (true, false) => typed(body, body.len(), body.len()),
                (false, _) => BTreeMap::new(),
            },
            session,
            of_strangers,
            origin: front.origin(head),
            endpoint,
        }
    }

    /// One that files were sent in, past the functions: its fields were read there.
    pub fn with_files(front: &AppState, head: &Parts, endpoint: String, mut fields: BTreeMap<String, String>) -> Self {
        let side = side_of(head.uri.path());
        let brought = |cookie| front.cookies.read(&head.headers, cookie);
        let page = fields.remove(Typed::PAGE).and_then(|page| page_of(&page)).map(|page| without(&page, &["refused", "incident", "idle"]));
        fields.retain(|name, _| name.len() <= 200 && Typed::keeps(name));
        Self {
            page: page.unwrap_or_else(|| if side == Side::Office { "/office" } else { "/" }.to_owned()),
            side,
            once: None,
            session: brought(Cookie::Session(side)).or_else(|| brought(Cookie::Left(side))),
            of_strangers: false,
            origin: front.origin(head),
            endpoint,
            fields,
        }
    }

    /// Back to its page, which shows again what was typed: it is not sent yet.
    pub async fn stay(self, front: &AppState) -> Response {
        let mut answer = led(&with(&self.page, "refused", "1"), &HeaderMap::new());
        self.keep(front, Vec::new(), answer.headers_mut()).await;
        answer
    }

    /// Leads the browser to the page that tells what became of the form.
    pub async fn answer(self, front: &AppState, outcome: Outcome) -> Response {
        let (failure, brought) = match outcome {
            Outcome::Done(head, body) => {
                let led_on = led(&self.leads_to(&body), &head.headers);
                self.forget(front).await;
                return led_on;
            }
            Outcome::Failed(failure, brought) => (failure, brought),
        };
        let to = match &failure {
            Failure::Refused(_) | Failure::Unreachable => with(&self.page, "refused", "1"),
            Failure::Unexpected { incident } => with(&self.page, "incident", incident),
            // After sign-in the page then asks for what was kept, as after a refusal.
            Failure::SignedOut => with(self.office_or("/office/login", "/login"), "next", &with(&self.page, "refused", "1")),
            // Once it is proved the act goes on. Where it does not, the page asks for what was kept, as after a refusal.
            Failure::ProofNeeded(matter) => {
                let prove = with(self.office_or("/office/prove", "/prove"), "matter", matter.name());
                with(&with(&prove, "next", &with(&self.page, "refused", "1")), "act", &self.endpoint)
            }
            Failure::NotFound => acting_as(self.office_or("/office/missing", "/missing"), &self.page),
            Failure::NotAllowed => self.office_or("/office/not-yours", "/missing").to_owned(),
        };
        let mut answer = led(&to, &brought);
        match failure {
            Failure::Refused(refusals) => self.keep(front, refusals, answer.headers_mut()).await,
            Failure::SignedOut | Failure::ProofNeeded(_) | Failure::Unexpected { .. } | Failure::Unreachable => {
                self.keep(front, Vec::new(), answer.headers_mut()).await
            }
            Failure::NotFound | Failure::NotAllowed => {}
        }
        answer
    }

    /// Where this form proves who one is: the form that asked for it, which waits for that.
    pub fn waiting(&self) -> Option<Waiting> {
        if !PROOFS.iter().any(|door| door.name() == self.endpoint) {
            return None;
        }
        let field = |name: &str| self.fields.get(name).filter(|value| !value.is_empty()).cloned();
        Some(Waiting { endpoint: field("act")?, page: without(&page_of(&field("next")?)?, &["refused"]), session: self.session.clone() })
    }

    /// What makes it known again, if its page gave it a key.
    pub fn sent<'a>(&'a self, body: &'a [u8]) -> Option<SentForm<'a>> {
        Some(SentForm { once: self.once.as_ref()?, endpoint: &self.endpoint, session: self.session.as_ref(), body })
    }

    /// Who sent it, as far as a form tells.
    pub fn sender(&self, front: &AppState) -> Visitor {
        front.practice.visitor(self.origin.clone())
    }

    /// Where it leads once it was taken: where the function says, or back to its page.
    pub fn leads_to(&self, answer: &[u8]) -> String {
        let went: Went = serde_json::from_slice(answer).unwrap_or_else(|_| Went::here());
        for_whom(went.from(&self.page).path(), &self.page).into_owned()
    }

    /// The form was taken: what was kept of an earlier try is no longer needed.
    async fn forget(self, front: &AppState) {
        let form = self.key();
        if let Err(error) = front.practice.visitor(self.origin).forget_typed(&form).await {
            tracing::error!(%error, "what was typed into a form could not be forgotten");
        }
    }

    fn key(&self) -> String {
        backend::form_key(&self.endpoint, &without(&self.page, &["next"]))
    }

    /// Keeps what was typed, for this browser, until the form is taken. Failing that is no reason to fail the answer.
    async fn keep(mut self, front: &AppState, refusals: Vec<Refusal>, headers: &mut HeaderMap) {
        if self.origin.browser.is_none() {
            let browser = front.randomness.token();
            headers.append(header::SET_COOKIE, front.cookies.set(Cookie::Browser, browser.reveal()));
            self.origin.browser = Some(browser.reveal().to_owned());
        }
        let form = self.key();
        if !refusals.is_empty() {
            self.fields.retain(|name, _| !Typed::is_drawing(name));
        }
        let typed = Typed { fields: self.fields, refusals };
        if let Err(error) = front.practice.visitor(self.origin).keep_typed(&form, self.session.as_ref(), self.of_strangers, &typed).await {
            tracing::error!(%error, "what was typed into a form could not be kept");
        }
    }

    fn office_or<'a>(&self, office: &'a str, portal: &'a str) -> &'a str {
        if self.side == Side::Office { office } else { portal }
    }
}

fn led(to: &str, brought: &HeaderMap) -> Response {
    let mut answer = see_other(to);
    keep_cookies(brought, answer.headers_mut());
    answer
}

/// The fields, without secrets, until there is no room for more.
fn typed(body: &[u8], mut room: usize, longest: usize) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(body) {
        if name.len() > 200 || !Typed::keeps(&name) {
            continue;
        }
        let value = &value[..value.floor_char_boundary(longest)];
        let Some(left) = room.checked_sub(name.len() + value.len()) else { break };
        room = left;
        fields.insert(name.into_owned(), value.to_owned());
    }
    fields
}

/// A page's address without some of its parameters.
fn without(page: &str, names: &[&str]) -> String {
    let Some((path, query)) = page.split_once('?') else { return page.to_owned() };
    let kept: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && !names.contains(&pair.split('=').next().unwrap_or(pair))).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// A page that answers its own form goes on acting for whom it did.
fn for_whom<'a>(to: &'a str, page: &str) -> Cow<'a, str> {
    let path = |address: &str| address.split(['?', '#']).next().unwrap_or_default().to_owned();
    let says = |address: &str| address.split(['?', '&']).any(|pair| pair.starts_with("for="));
    if path(to) == path(page) && !says(to) && !to.contains('#') { acting_as(to, page).into() } else { to.into() }
}

/// Another page, for whom one acts on this one.
fn acting_as(to: &str, page: &str) -> String {
    let query = page.split_once('?').map_or("", |(_, query)| query);
    match query.split('&').find_map(|pair| pair.strip_prefix("for=")) {
        Some(grant) => with(to, "for", grant),
        None => to.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_passwords_nor_what_the_server_has_put_there_is_kept() {
        let sent =
            b"page=%2Flogin&once=x&email=maya%40example.com&password=secret&New_Password=x&code=123456&token=abc&name=Maya+Lindqvist";
        let fields = typed(sent, 4096, 4096);
        assert_eq!(fields, BTreeMap::from([("email".into(), "maya@example.com".into()), ("name".into(), "Maya Lindqvist".into())]));
    }

    #[test]
    fn a_stranger_leaves_little_behind() {
        let text = "é".repeat(1_500);
        let body = format!("a={text}&b={text}&c={text}&d={text}&e={text}");
        let all = typed(body.as_bytes(), body.len(), body.len());
        assert!(all.len() == 5 && all.values().all(|kept| *kept == text), "who has signed in loses nothing");
        let kept = typed(body.as_bytes(), LARGEST_OF_A_STRANGER, LONGEST_FIELD_OF_A_STRANGER);
        assert_eq!(kept.keys().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
        assert!(kept.values().all(|kept| kept.len() == LONGEST_FIELD_OF_A_STRANGER && text.starts_with(kept)), "each is cut off");
    }

    #[test]
    fn a_page_goes_on_acting_for_whom_it_did() {
        assert_eq!(for_whom("/security?done=ended", "/security?for=7&done=codes"), "/security?done=ended&for=7");
        assert_eq!(for_whom("/security", "/security?for=7"), "/security?for=7");
        assert_eq!(for_whom("/security?for=8", "/security?for=7"), "/security?for=8");
        assert_eq!(for_whom("/login?done=signed-out", "/security?for=7"), "/login?done=signed-out");
        assert_eq!(for_whom("/security?done=ended", "/security"), "/security?done=ended");
    }

    #[test]
    fn a_page_keeps_its_own_parameters() {
        assert_eq!(without("/a?for=1&refused=1&x=2", &["refused", "incident"]), "/a?for=1&x=2");
        assert_eq!(without("/a?refused=1", &["refused", "incident"]), "/a");
        assert_eq!(without("/a?refusedly=1", &["refused"]), "/a?refusedly=1");
        assert_eq!(with("/a", "refused", "1"), "/a?refused=1");
        assert_eq!(with("/a?for=1", "incident", "7&x"), "/a?for=1&incident=7%26x");
    }
}
