//! A browser's side of a stream: a connection, and what came over it.

use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, timeout_at},
};

pub struct Wire {
    connection: TcpStream,
    pub text: String,
    over: bool,
}

impl Wire {
    /// Asks the practice at its public address.
    pub async fn open(at: SocketAddr, path: &str, cookie: &str, more: &str) -> Self {
        Self::ask(at, &format!("GET {path} HTTP/1.1\r\nHost: portal.example.com\r\nCookie: {cookie}\r\n{more}Connection: close\r\n\r\n"))
            .await
    }

    /// Asks a program on this machine.
    pub async fn at_port(port: u16, path: &str, cookie: &str, more: &str) -> Self {
        let head = format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n{more}Connection: close\r\n\r\n");
        Self::ask(([127, 0, 0, 1], port).into(), &head).await
    }

    async fn ask(at: SocketAddr, request: &str) -> Self {
        let mut connection = TcpStream::connect(at).await.unwrap();
        connection.write_all(request.as_bytes()).await.unwrap();
        Self { connection, text: String::new(), over: false }
    }

    /// Reads on until this stands there.
    pub async fn says(&mut self, what: &str, within: Duration) -> bool {
        self.reads_until(within, |text| text.contains(what)).await
    }

    pub async fn closes(&mut self, within: Duration) -> bool {
        self.reads_until(within, |_| false).await;
        self.over
    }

    async fn reads_until(&mut self, within: Duration, enough: impl Fn(&str) -> bool) -> bool {
        let end = Instant::now() + within;
        while !enough(&self.text) {
            let mut bytes = [0; 4096];
            match timeout_at(end, self.connection.read(&mut bytes)).await {
                Ok(Ok(0)) | Ok(Err(_)) => {
                    self.over = true;
                    return false;
                }
                Ok(Ok(many)) => self.text.push_str(&String::from_utf8_lossy(&bytes[..many])),
                Err(_) => return false,
            }
        }
        true
    }

    /// The number of the last one that came.
    pub fn last_id(&self) -> String {
        self.text.lines().filter_map(|line| line.strip_prefix("id: ")).next_back().unwrap().to_owned()
    }
}

/// The cookie of a client who has signed in at a program on this machine.
pub async fn sign_in(port: u16, email: &str) -> String {
    let body = format!("email={email}&password=Quiet-Otter_paints7&next=").replace('@', "%40");
    let head = format!(
        "POST /api/visitor/sign_in HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\nAccept: text/html\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let mut wire = Wire::ask(([127, 0, 0, 1], port).into(), &head).await;
    assert!(wire.closes(Duration::from_secs(20)).await);
    let line = wire.text.lines().find(|line| line.to_lowercase().starts_with("set-cookie: anteroom=")).expect("a session");
    line["set-cookie: ".len()..].split(';').next().unwrap().to_owned()
}
