//! A mail server that does as it is told: it takes mail, refuses at one stage, or falls silent. The tests of `server` use it too.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

/// Where it refuses, and with what. An empty answer hangs up.
pub type Refusal = Option<(&'static str, &'static str)>;

#[derive(Clone)]
pub struct MailServer {
    pub port: u16,
    refusal: Arc<Mutex<Refusal>>,
    heard: Arc<Mutex<Vec<String>>>,
    taken: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server =
            Self { port: listener.local_addr().unwrap().port(), refusal: Arc::default(), heard: Arc::default(), taken: Arc::default() };
        let of_thread = server.clone();
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                // Who hangs up in the middle is of no interest.
                let _ = of_thread.talk(connection);
            }
        });
        server
    }

    /// Refuses from now on, at `greeting`, a command such as `RCPT`, or the end of the `text`.
    pub fn refuse(&self, refusal: Refusal) {
        *self.refusal.lock().unwrap() = refusal;
    }

    /// The commands so far.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    /// The mails that were sent, each with its headers.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }

    pub fn url(&self) -> String {
        format!("smtp://anteroom:se%40cret@127.0.0.1:{}", self.port)
    }

    fn answer(&self, stage: &str, otherwise: &'static str) -> &'static str {
        match *self.refusal.lock().unwrap() {
            Some((at, answer)) if at == stage => answer,
            _ => otherwise,
        }
    }

    fn talk(&self, connection: TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(connection.try_clone()?).lines();
        let say = |answer: &str| -> std::io::Result<()> {
            if answer.is_empty() {
                return Err(std::io::ErrorKind::ConnectionAborted.into());
            }
            (&connection).write_all(format!("{answer}\r\n").as_bytes())
        };
        say(self.answer("greeting", "220 mail.example ESMTP"))?;
        while let Some(line) = lines.next() {
            let line = line?;
            let verb = line.split(' ').next().unwrap_or_default().to_uppercase();
            self.heard.lock().unwrap().push(line);
            match verb.as_str() {
                "EHLO" => say(self.answer("EHLO", "250-mail.example\r\n250-ENHANCEDSTATUSCODES\r\n250 AUTH PLAIN LOGIN"))?,
                "AUTH" => say(self.answer("AUTH", "235 2.7.0 Welcome"))?,
                "MAIL" => say(self.answer("MAIL", "250 2.1.0 Yes"))?,
                "RCPT" => say(self.answer("RCPT", "250 2.1.5 Yes"))?,
                "DATA" => {
                    let answer = self.answer("DATA", "354 Go on");
                    say(answer)?;
                    if answer.starts_with('3') {
                        let mut text = String::new();
                        while let Some(line) = lines.next().transpose()?.filter(|line| line != ".") {
                            text += &format!("{line}\r\n");
                        }
                        self.taken.lock().unwrap().push(text);
                        say(self.answer("text", "250 2.0.0 Taken"))?;
                    }
                }
                "QUIT" => return say("221 2.0.0 Goodbye"),
                _ => say("500 5.5.1 What?")?,
            }
        }
        Ok(())
    }
}
