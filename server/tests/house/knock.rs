//! A request as a browser sends it, unless told otherwise, and what comes back.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, Response},
};
use domain::Typed;

pub struct Knock {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    without: Vec<&'static str>,
    body: Vec<u8>,
}

/// Opens a page.
pub fn get(path: &str) -> Knock {
    Knock { method: "GET", path: path.to_owned(), headers: vec![("accept", "text/html".to_owned())], without: Vec::new(), body: Vec::new() }
}

/// Sends a form from our own page.
pub fn post(path: &str, fields: &[(&str, &str)]) -> Knock {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let headers = vec![("accept", "text/html".to_owned()), ("content-type", "application/x-www-form-urlencoded".to_owned())];
    Knock { method: "POST", path: path.to_owned(), headers, without: Vec::new(), body: body.into_bytes() }
}

/// Sends files from our own page, each with its name, and what else stands in the form before them.
pub fn send(path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Knock {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    for (name, content) in files {
        let head = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = vec![("accept", "text/html".to_owned()), ("content-type", kind), ("content-length", body.len().to_string())];
    Knock { method: "POST", path: path.to_owned(), headers, without: Vec::new(), body }
}

const BOUNDARY: &str = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

impl Knock {
    pub fn by(mut self, method: &'static str) -> Self {
        self.method = method;
        self
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The same header once more.
    pub fn and(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub fn without(mut self, name: &'static str) -> Self {
        self.without.push(name);
        self
    }

    pub fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
    }

    /// From the page at this path, as the form on it says. What is only looked at says nothing.
    pub fn from(self, page: &str) -> Self {
        if self.method == "GET" { self } else { self.with(Typed::PAGE, page) }
    }

    /// With one more field.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let field = form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
        let mark = if self.body.is_empty() { "" } else { "&" };
        self.body.extend(format!("{mark}{field}").into_bytes());
        self
    }

    /// As a program, not as a browser that goes from page to page.
    pub fn by_a_program(self) -> Self {
        self.header("accept", "application/json")
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(super) fn at(self, address: &str) -> Request<Body> {
        let host = address.split("://").nth(1).unwrap_or_default();
        let mut usual = vec![("host", host.to_owned())];
        if self.method != "GET" && self.method != "HEAD" {
            usual.push(("origin", address.to_owned()));
        }
        usual.retain(|(name, _)| !self.headers.iter().any(|(told, _)| told == name));
        let headers = usual.into_iter().chain(self.headers).filter(|(name, _)| !self.without.contains(name));
        let request =
            headers.fold(Request::builder().method(self.method).uri(self.path), |request, (name, value)| request.header(name, value));
        request.body(Body::from(self.body)).expect("a request")
    }
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub(super) async fn of(answer: Response<Body>) -> Self {
        let (head, body) = answer.into_parts();
        // A stream ends when its session does.
        let streams = head.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let body = if streams { Body::empty() } else { body };
        let bytes = to_bytes(body, 30 << 20).await.expect("a whole body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self { status: head.status.as_u16(), headers: head.headers, text, bytes: bytes.to_vec() }
    }

    /// A header's value, empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect()
    }

    /// Where the browser is led.
    pub fn leads_to(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text);
        self.header("location")
    }
}
