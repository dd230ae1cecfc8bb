//! What is live: the memory of a stream that hears nothing, how long until what somebody sends is shown to somebody else, and a large
//! file.

use crate::{Outcome, People, Practice, free_address, load, messages, start};
use std::{fs, io::Write, net::SocketAddr, path::Path, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    process::Command,
    time::{Instant, sleep, timeout_at},
};

const SESSIONS: usize = 125;
const STREAMS: usize = 8;
/// What is in use a little later counts, too.
const LATER: Duration = Duration::from_secs(10);
const SENDS: usize = 500;
const UPLOADS: usize = 7;
/// As large as a file may be.
const LARGE: usize = 25 << 20;
const PATIENCE: Duration = Duration::from_secs(20);

pub async fn measure(program: &str, practice: &Practice<'_>) -> Outcome<()> {
    let address = free_address().await?;
    let mut anteroom = Command::new(program);
    anteroom.args(["serve", "--listen", &address.to_string(), "--data"]).arg(practice.data);
    let mut running = start(anteroom, address, "/readyz").await?;
    let maya = People::login(practice.cast, "accounts", "Maya Lindqvist")?;
    println!("\n| live, beside {} messages | measured | aim |\n|---|---:|---:|", practice.name);
    let portal = load::sign_in(address, "/api/visitor/sign_in", &maya).await?;
    let office = load::sign_in(address, "/api/visitor/sign_in_staff", &People::login(practice.cast, "staff", "Ruth Abara")?).await?;
    sends(address, &office, &portal, &messages::longest(practice.data).await?).await?;
    uploads(address, &portal, practice.data).await?;
    memory(address, &maya, running.id().unwrap_or_default()).await?;
    Ok(running.kill().await?)
}

/// A client's browser: a stream, and what came over it.
struct Stream {
    connection: TcpStream,
    text: String,
}

impl Stream {
    async fn open(address: SocketAddr, cookie: &str) -> Outcome<Self> {
        let mut connection = TcpStream::connect(address).await?;
        connection.write_all(format!("GET /events HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\r\n").as_bytes()).await?;
        let mut stream = Self { connection, text: String::new() };
        stream.says("id:").await?;
        Ok(stream)
    }

    /// Reads on until this stands there, and forgets what it has read.
    async fn says(&mut self, what: &str) -> Outcome<()> {
        let mut bytes = [0; 4096];
        // Not for each read: a stream that hears nothing says so again and again.
        let until = Instant::now() + PATIENCE;
        while !self.text.contains(what) {
            let many = timeout_at(until, self.connection.read(&mut bytes)).await.map_err(|_| format!("a stream never says {what}"))??;
            if many == 0 {
                return Err(format!("a stream ended: {}", self.text).into());
            }
            self.text.push_str(&String::from_utf8_lossy(&bytes[..many]));
        }
        self.text.clear();
        Ok(())
    }
}

/// Staff answer; the client's page hears of it, and asks for itself anew.
async fn sends(address: SocketAddr, office: &str, portal: &str, conversation: &str) -> Outcome<()> {
    let page = format!("/messages/{conversation}");
    load::alone(address, &page, portal).await?;
    let mut stream = Stream::open(address, portal).await?;
    let (mut heard, mut shown) = (Vec::new(), Vec::new());
    for number in 0..SENDS {
        let words = format!("This is number {number} of those that are measured.");
        let form = form_urlencoded::Serializer::new(String::new()).append_pair("id", conversation).append_pair("body", &words).finish();
        let began = Instant::now();
        let hears = async {
            stream.says("event: clinical_messages").await?;
            let heard = began.elapsed();
            let text = load::refresh(address, &page, portal).await?;
            if text.contains(&words) { Outcome::Ok((heard, began.elapsed())) } else { Err("a message is told of and not shown".into()) }
        };
        let sent = load::post(address, "/api/staff/messages/reply", office, "application/x-www-form-urlencoded", form.into());
        let ((), (told, seen)) = tokio::try_join!(sent, hears)?;
        heard.push(told);
        shown.push(seen);
    }
    for (what, mut times) in [("told on another stream", heard), ("shown there", shown)] {
        times.sort_unstable();
        let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
        println!(
            "| from sending until it is {what}, median and 99th percentile of {SENDS} | {:.1} ms, {:.1} ms | 250 ms |",
            at(50),
            at(99)
        );
    }
    Ok(())
}

/// A file as large as they may be, beside the same bytes that are copied and on the disk.
async fn uploads(address: SocketAddr, portal: &str, data: &Path) -> Outcome<()> {
    const BOUNDARY: &str = "----bench7MA4YWxkTrZu0gW";
    let mut state = 7_u64;
    let mut content = b"%PDF-1.7\n".to_vec();
    // Nothing that a file system could make smaller.
    content.resize_with(LARGE, || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as u8
    });
    let source = data.join("bench-source");
    fs::write(&source, &content)?;
    let (mut sent, mut copied) = (Vec::new(), Vec::new());
    for number in 0..UPLOADS {
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"draft\"\r\n\r\n00000000-0000-4000-8000-00000000000{number}\r\n\
             --{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"scan.pdf\"\r\n\r\n"
        );
        let body = [head.as_bytes(), &content, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
        let began = Instant::now();
        load::post(address, "/files", portal, &format!("multipart/form-data; boundary={BOUNDARY}"), body.into()).await?;
        sent.push(began.elapsed());
        let began = Instant::now();
        let target = data.join("bench-copy");
        let mut copy = fs::File::create(&target)?;
        copy.write_all(&fs::read(&source)?)?;
        copy.sync_all()?;
        copied.push(began.elapsed());
        fs::remove_file(target)?;
    }
    fs::remove_file(source)?;
    let median = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64()
    };
    let (sent, copied) = (median(&mut sent), median(&mut copied));
    let times = sent / copied;
    println!(
        "| a file of 25 MB: sent, sealed and on the disk; the same bytes by cat and fsync | {sent:.2} s; {copied:.2} s | {times:.1} times |"
    );
    Ok(())
}

/// What a stream that hears nothing takes.
async fn memory(address: SocketAddr, maya: &(String, String), process: u32) -> Outcome<()> {
    let resident = || -> Outcome<u64> {
        let status = fs::read_to_string(format!("/proc/{process}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("the memory is not told")?;
        Ok(line.split_whitespace().next().unwrap_or_default().parse()?)
    };
    let mut cookies = Vec::new();
    for _ in 0..SESSIONS {
        cookies.push(load::sign_in(address, "/api/visitor/sign_in", maya).await?);
    }
    let before = resident()?;
    let mut streams = Vec::new();
    for cookie in &cookies {
        for _ in 0..STREAMS {
            streams.push(Stream::open(address, cookie).await?);
        }
    }
    let after = resident()?;
    sleep(LATER).await;
    let each = after.max(resident()?).saturating_sub(before) as f64 / streams.len() as f64;
    println!("| memory of an idle stream, of {} | {each:.1} kB | 40 kB |", streams.len());
    Ok(())
}
