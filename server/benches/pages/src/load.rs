//! A small browser that never tires: so many connections, each asking for one page again and again.

use crate::Outcome;
use http_body_util::{BodyExt, Empty, Full};
use hyper::{
    Request,
    body::{Body, Bytes},
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use std::{fmt, net::SocketAddr};
use tokio::{
    net::TcpStream,
    task::JoinSet,
    time::{Duration, Instant},
};

const CONNECTIONS: usize = 8;
/// Not counted.
const WARM: Duration = Duration::from_millis(500);
const MEASURED: Duration = Duration::from_secs(2);
/// So often a page and its bare handler take turns, so that whatever else the machine does disturbs both alike.
const TURNS: u32 = 3;

const WARM_TRIES: usize = 5;
const TRIES: usize = 31;

/// How fast a page was.
pub struct Figures {
    pub per_second: f64,
    p50: Duration,
    p99: Duration,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        write!(f, "{:.0} | {:.1} ms | {:.1} ms", self.per_second, milliseconds(self.p50), milliseconds(self.p99))
    }
}

impl Figures {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |share: f64| {
            let index = (times.len() as f64 * share) as usize;
            times.get(index.min(times.len().saturating_sub(1))).copied().unwrap_or_default()
        };
        Self { per_second: times.len() as f64 / (MEASURED * TURNS).as_secs_f64(), p50: at(0.5), p99: at(0.99) }
    }
}

/// What is asked for, of whom, under which session.
pub struct Asked<'a>(pub SocketAddr, pub &'a str, pub &'a str);

/// Asks for two pages in turns.
pub async fn in_turns(asked: [Asked<'_>; 2]) -> Outcome<[Figures; 2]> {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..TURNS {
        for (times, asked) in times.iter_mut().zip(&asked) {
            times.extend(load(asked).await?);
        }
    }
    Ok(times.map(Figures::of))
}

/// Asks for one page on all connections.
async fn load(&Asked(address, path, cookie): &Asked<'_>) -> Outcome<Vec<Duration>> {
    let mut hands = JoinSet::new();
    let counts_from = Instant::now() + WARM;
    for _ in 0..CONNECTIONS {
        hands.spawn(ask(address, path.to_owned(), cookie.to_owned(), counts_from));
    }
    let mut times = Vec::new();
    while let Some(hand) = hands.join_next().await {
        times.extend(hand??);
    }
    Ok(times)
}

/// How long a page takes whom nobody disturbs, and how large it is.
pub struct Alone {
    pub median: Duration,
    pub size: usize,
}

/// The median of some tries, after some that are not counted.
pub async fn alone(address: SocketAddr, path: &str, cookie: &str) -> Outcome<Alone> {
    let mut line = connect::<Empty<Bytes>>(address).await?;
    let (mut times, mut size) = (Vec::new(), 0);
    for _ in 0..WARM_TRIES + TRIES {
        let began = Instant::now();
        size = see(&mut line, address, path, cookie).await?;
        times.push(began.elapsed());
    }
    let counted = &mut times[WARM_TRIES..];
    counted.sort_unstable();
    Ok(Alone { median: counted[TRIES / 2], size })
}

/// One page, which must be there, and how large it is.
async fn see(line: &mut SendRequest<Empty<Bytes>>, address: SocketAddr, path: &str, cookie: &str) -> Outcome<usize> {
    let request = Request::get(path).header("host", address.to_string()).header("accept", "text/html").header("cookie", cookie);
    let (status, size) = answer(line, request.body(Empty::new())?).await?;
    if status != 200 || size == 0 {
        return Err(format!("{path} answered {status} with {size} bytes").into());
    }
    Ok(size)
}

/// A page that stands open asks for itself once more: what it shows now.
pub async fn refresh(address: SocketAddr, path: &str, cookie: &str) -> Outcome<String> {
    let mut line = connect::<Empty<Bytes>>(address).await?;
    let request = Request::get(path).header("host", address.to_string()).header("accept", "text/html").header("cookie", cookie);
    line.ready().await?;
    let answer = line.send_request(request.header("x-by-itself", "1").body(Empty::new())?).await?;
    Ok(String::from_utf8_lossy(&answer.into_body().collect().await?.to_bytes()).into_owned())
}

/// Sends a form as a part of a page does, and it must be taken.
pub async fn post(address: SocketAddr, door: &str, cookie: &str, kind: &str, body: Bytes) -> Outcome<()> {
    let mut line = connect::<Full<Bytes>>(address).await?;
    let request = Request::post(door)
        .header("host", address.to_string())
        .header("origin", format!("http://{address}"))
        .header("accept", "application/json")
        .header("cookie", cookie)
        .header("content-type", kind)
        .body(Full::new(body))?;
    let (status, _) = answer(&mut line, request).await?;
    if status != 200 { Err(format!("{door} answered {status}").into()) } else { Ok(()) }
}

async fn ask(address: SocketAddr, path: String, cookie: String, counts_from: Instant) -> Outcome<Vec<Duration>> {
    let mut line = connect::<Empty<Bytes>>(address).await?;
    let mut times = Vec::new();
    loop {
        let began = Instant::now();
        if began >= counts_from + MEASURED {
            return Ok(times);
        }
        see(&mut line, address, &path, &cookie).await?;
        if began >= counts_from {
            times.push(began.elapsed());
        }
    }
}

async fn connect<B>(address: SocketAddr) -> Outcome<SendRequest<B>>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: std::error::Error + Send + Sync,
{
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (line, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(line)
}

/// The whole answer: its status and how long it was.
async fn answer<B>(line: &mut SendRequest<B>, request: Request<B>) -> Outcome<(u16, usize)>
where
    B: Body + 'static,
{
    line.ready().await?;
    let answer = line.send_request(request).await?;
    let status = answer.status().as_u16();
    Ok((status, answer.into_body().collect().await?.to_bytes().len()))
}

/// Whether a server is there and in order.
pub async fn answers(address: SocketAddr, path: &str) -> bool {
    let Ok(mut line) = connect::<Empty<Bytes>>(address).await else { return false };
    let Ok(request) = Request::get(path).header("host", address.to_string()).body(Empty::new()) else { return false };
    answer(&mut line, request).await.is_ok_and(|(status, _)| status == 200)
}

/// Signs in, and answers with the session's cookie.
pub async fn sign_in(address: SocketAddr, door: &str, (email, password): &(String, String)) -> Outcome<String> {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("email", email)
        .append_pair("password", password)
        .append_pair("next", "")
        .finish();
    let mut line = connect::<Full<Bytes>>(address).await?;
    let request = Request::post(door)
        .header("host", address.to_string())
        .header("origin", format!("http://{address}"))
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Full::new(Bytes::from(form)))?;
    line.ready().await?;
    let answer = line.send_request(request).await?;
    let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|line| line.to_str().ok());
    let session = cookies
        .filter_map(|line| line.split(';').next())
        .find(|cookie| cookie.starts_with("anteroom=") || cookie.starts_with("anteroom-office="));
    session.map(str::to_owned).ok_or_else(|| format!("{email} could not sign in: {}", answer.status()).into())
}
