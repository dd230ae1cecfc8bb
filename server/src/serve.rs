//! `anteroom serve`: opens the practice, lets people in, and closes in good order.

use crate::{Entrance, config::Config, connections, doctor::SET_A_SERVER, folder, jobs::Jobs, master_key::KeySource, open, router};
use std::{io, time::Duration};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
};

/// Requests under way when the process is told to stop have this long to finish.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
/// And the jobs this long: a mail server may take 20 seconds, and a mail that was handed over has to be marked as sent.
const LAST_JOBS: Duration = Duration::from_secs(25);

/// # Errors
/// A sentence for the operator.
pub async fn serve(config: Config) -> Result<(), String> {
    let mut told = Signals::listen().map_err(|error| format!("Signals cannot be received: {error}."))?;
    let opened = open::to_work(&config).await?;
    let listener = TcpListener::bind(config.listen).await.map_err(|error| {
        format!(
            "Nobody can be let in at {}: {error}. Please choose another address or port with --listen (ANTEROOM_LISTEN).",
            config.listen
        )
    })?;
    if opened.practice.is_made_now() {
        tracing::info!(folder = %config.data.display(), "there was no practice yet: a new one was made");
    }
    if !opened.system.mail_can_leave().await.unwrap_or(true) {
        tracing::warn!("no mail leaves, and all of it waits in the outbox, because no mail server is set: {SET_A_SERVER}");
    }
    warn_of_half_measures(&config);
    let entrance = Entrance { public_url: config.public_url.clone(), trusted_proxies: config.trusted_proxies, site: config.site };
    let rooms = router(opened.practice.clone(), entrance);
    let jobs = Jobs::begin(opened.system);
    tracing::info!(listening = %config.listen, address = %config.public_url, "open");
    let closing = async {
        tokio::select! {
            () = told.wait() => tracing::info!("closing: nobody is let in any more, requests under way are finished"),
            // Whoever started us starts us again, and then SQLite looks at what the disk has really kept.
            () = opened.practice.until_the_disk_fails() => tracing::error!("closing: the disk does not keep what is written"),
        }
        // They would stay under way for ever. Browsers come again, to whoever is there then.
        opened.practice.end_streams();
    };
    if !connections::let_in(listener, rooms, closing, LAST_ANSWERS).await {
        tracing::warn!("some requests did not finish within {} seconds", LAST_ANSWERS.as_secs());
    }
    jobs.end(LAST_JOBS).await;
    if opened.practice.has_a_failed_disk() {
        // Closing would write once more.
        return Err(
            "The disk failed while a change was written, so the practice was closed. What was confirmed to anybody before that is kept. \
             Please look at the disk, and start again."
                .into(),
        );
    }
    opened.practice.close().await;
    tracing::info!("closed");
    Ok(())
}

fn warn_of_half_measures(config: &Config) {
    if config.site.is_none() {
        tracing::warn!(
            "no folder with browser files was found: pages come without style or script until script/build has run or ANTEROOM_SITE names one"
        );
    }
    if config.public_url.is_loopback() && !config.listen.ip().is_loopback() {
        tracing::warn!(
            "listening beyond this machine, but ANTEROOM_PUBLIC_URL is an address of this machine alone: set it to what people type"
        );
    }
    if let KeySource::File(path) = &config.key
        && folder::is_open_to_others(path).unwrap_or(false)
    {
        tracing::warn!("other users of this machine can read the master key: run chmod 600 {}", path.display());
    }
}

/// How a process is told to stop: by its supervisor, or by Ctrl-C.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
