//! The front desk: who stands before us, as far as a request can tell.

use crate::{
    config::{PublicUrl, TrustedProxies},
    cookies::{Cookie, Cookies},
};
use app::{Assets, actor::Desk};
use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, Method, header::USER_AGENT, request::Parts},
};
use backend::{Origin, Practice, Randomness};
use domain::sign_in::Side;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

/// How people reach the practice.
#[derive(Clone, Debug)]
pub struct Entrance {
    pub public_url: PublicUrl,
    pub trusted_proxies: TrustedProxies,
    /// What browsers load. Without it pages come without style or script.
    pub site: Option<PathBuf>,
}

/// Everything that answering a request needs.
#[derive(Clone)]
pub(crate) struct AppState {
    pub practice: Practice,
    pub assets: Assets,
    pub cookies: Cookies,
    pub randomness: Randomness,
    entrance: Arc<Entrance>,
}

impl AppState {
    pub fn new(practice: Practice, entrance: Entrance, assets: Assets) -> Self {
        let cookies = Cookies { secure: entrance.public_url.is_secure() };
        Self { practice, assets, cookies, randomness: Randomness::system(), entrance: Arc::new(entrance) }
    }

    pub fn public_url(&self) -> &PublicUrl {
        &self.entrance.public_url
    }

    pub fn site(&self) -> Option<&Path> {
        self.entrance.site.as_deref()
    }

    /// Where a request comes from.
    pub fn origin(&self, request: &Parts) -> Origin {
        let headers = &request.headers;
        Origin {
            address: self.address(request),
            agent: text(headers, USER_AGENT.as_str()).chars().take(300).collect(),
            browser: self.cookies.read(headers, Cookie::Browser).map(|secret| secret.reveal().to_owned()),
            by_hand: request.method != Method::HEAD && is_by_hand(headers) && !loads_itself(request),
            direct: self.public_url().is_loopback() && !is_forwarded(headers) && is_near(request),
            ..Origin::default()
        }
    }

    /// The caller's network address.
    pub fn address(&self, request: &Parts) -> String {
        let Some(ConnectInfo(peer)) = request.extensions.get::<ConnectInfo<SocketAddr>>() else { return String::new() };
        let hops: Vec<&str> = request.headers.get_all("x-forwarded-for").iter().filter_map(|hops| hops.to_str().ok()).collect();
        self.entrance.trusted_proxies.caller(peer.ip(), hops.iter().flat_map(|hops| hops.split(','))).to_string()
    }

    /// What pages and functions are handed.
    pub fn desk(&self, request: &Parts) -> Desk {
        let brought = |cookie| self.cookies.read(&request.headers, cookie);
        Desk {
            practice: self.practice.clone(),
            portal: brought(Cookie::Session(Side::Portal)),
            office: brought(Cookie::Session(Side::Office)),
            registration: brought(Cookie::Registration),
            origin: self.origin(request),
        }
    }
}

/// A header's text, or nothing where it is missing or not ASCII.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether the caller is a browser going from page to page, with or without scripts.
pub(crate) fn wants_a_page(headers: &HeaderMap) -> bool {
    text(headers, "accept").contains("text/html")
}

/// What a page does by itself (polling says so in a header; browsers say when they prefetch) is nobody's act, and keeps
/// no session alive (T11).
fn is_by_hand(headers: &HeaderMap) -> bool {
    !headers.contains_key("x-by-itself") && !text(headers, "sec-purpose").contains("prefetch")
}

/// A page that was left alone loads itself once more, to show that the session is over. That is nobody's act either.
fn loads_itself(request: &Parts) -> bool {
    request.uri.query().is_some_and(|query| query.split('&').any(|pair| pair == "idle=1"))
}

/// Whether the request comes from this machine.
fn is_near(request: &Parts) -> bool {
    request.extensions.get::<ConnectInfo<SocketAddr>>().is_none_or(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback())
}

fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.keys().any(|name| name == "forwarded" || name == "via" || name == "x-real-ip" || name.as_str().starts_with("x-forwarded"))
}
