//! What the practice does by itself while it is open: send mail, note the audit trail's end, sweep out what has ended, mind the clock, hold the
//! store of files against the database.

use backend::{Error, System};
use std::time::Duration;
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

/// A mail that waits for its next try is looked for this often.
const MAIL_ROUND: Duration = Duration::from_secs(5);
const AUDIT_NOTE: Duration = Duration::from_secs(60);
const CLOCK_LOOK: Duration = Duration::from_secs(10);
/// Conversations that grew quiet, announcements that were not handed over to everybody, requests for appointments that nobody
/// answered, what waits for signatures, forms that wait, and reminders that are due are looked for this often.
const QUIET: Duration = Duration::from_secs(60);
/// Payments of which nothing is known are asked after this often.
const PAYMENTS: Duration = Duration::from_secs(15);
/// Answers that need somebody, and what comes again, are looked for this often.
const ANSWERS: Duration = Duration::from_secs(20);
const SWEEP: Duration = Duration::from_secs(60 * 60);
const LOOK_THROUGH_FILES: Duration = Duration::from_secs(24 * 60 * 60);

pub struct Jobs {
    stop: watch::Sender<bool>,
    running: JoinSet<()>,
}

impl Jobs {
    pub fn begin(system: System) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut running = JoinSet::new();
        running.spawn(send_mail(system.clone(), stopped.clone()));
        running.spawn(note_audit_end(system.clone(), stopped.clone()));
        running.spawn(mind_clock(system.clone(), stopped.clone()));
        running.spawn(close_quiet(system.clone(), stopped.clone()));
        running.spawn(mind_appointments(system.clone(), stopped.clone()));
        running.spawn(mind_forms(system.clone(), stopped.clone()));
        running.spawn(mind_activities(system.clone(), stopped.clone()));
        running.spawn(mind_payments(system.clone(), stopped.clone()));
        running.spawn(look_through_files(system.clone(), stopped.clone()));
        running.spawn(sweep(system, stopped));
        Self { stop, running }
    }

    /// Lets each finish what it is at: a mail that is handed over must also be marked as sent.
    pub async fn end(mut self, within: Duration) {
        self.stop.send_replace(true);
        let all = async { while self.running.join_next().await.is_some() {} };
        if timeout(within, all).await.is_err() {
            tracing::warn!("a job did not finish in time");
        }
    }
}

async fn send_mail(system: System, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match system.deliver_next().await {
            Ok(false) => {}
            Ok(true) => continue,
            Err(error) => failed("mail could not be sent", &error),
        }
        tokio::select! {
            () = system.wait_for_mail() => {}
            () = sleep(MAIL_ROUND) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn note_audit_end(system: System, mut stopped: watch::Receiver<bool>) {
    loop {
        if let Err(error) = system.note_audit_end().await {
            failed("the end of the audit trail could not be noted", &error);
        }
        // Once more at the end, so that nothing after the last note can be cut off unseen.
        if *stopped.borrow() {
            return;
        }
        tokio::select! {
            () = sleep(AUDIT_NOTE) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn mind_clock(system: System, mut stopped: watch::Receiver<bool>) {
    let mut last = (system.now(), Instant::now());
    while !*stopped.borrow() {
        tokio::select! {
            () = sleep(CLOCK_LOOK) => {}
            _ = stopped.changed() => {}
        }
        let looked_at = Instant::now();
        match system.look_at_clock(last.0, looked_at - last.1).await {
            Ok(now) => last = (now, looked_at),
            Err(error) => failed("a jump of the clock could not be told", &error),
        }
    }
}

async fn close_quiet(system: System, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = system.close_quiet_conversations().await {
            failed("quiet conversations could not be closed", &error);
        }
        if let Err(error) = system.deliver_announcements().await {
            failed("an announcement could not be handed over", &error);
        }
        tokio::select! {
            () = sleep(QUIET) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn mind_appointments(system: System, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = system.remind_of_appointments().await {
            failed("reminders could not be written", &error);
        }
        if let Err(error) = system.mind_unanswered().await {
            failed("messages without an answer could not be looked at", &error);
        }
        if let Err(error) = system.mind_summaries().await {
            failed("sessions without a summary could not be looked at", &error);
        }
        if let Err(error) = system.remind_of_signatures().await {
            failed("reminders of signatures could not be written", &error);
        }
        if let Err(error) = system.mind_signatures().await {
            failed("what waits for signatures could not be looked at", &error);
        }
        if let Err(error) = system.expire_appointment_requests().await {
            failed("requests for appointments could not be let end", &error);
        }
        tokio::select! {
            () = sleep(QUIET) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn mind_payments(system: System, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = system.mind_payments().await {
            failed("payments in doubt could not be asked after", &error);
        }
        tokio::select! {
            () = sleep(PAYMENTS) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn mind_forms(system: System, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = system.mind_forms().await {
            failed("what waits to be filled in could not be looked at", &error);
        }
        tokio::select! {
            () = sleep(QUIET) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn mind_activities(system: System, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        // First of all: somebody may need somebody.
        if let Err(error) = system.mind_answers().await {
            failed("nobody could be told of an answer that needs somebody", &error);
        }
        if let Err(error) = system.mind_activities().await {
            failed("what comes again could not be given", &error);
        }
        tokio::select! {
            () = sleep(ANSWERS) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn sweep(system: System, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = system.look_at_ages().await {
            failed("the birthdays could not be looked at", &error);
        }
        while !*stopped.borrow() && remove_next_factor(&system).await {}
        if let Err(error) = system.remove_forgotten_files().await {
            failed("files that were never sent could not be removed", &error);
        }
        if let Err(error) = system.sweep().await {
            failed("what has ended could not be swept out", &error);
        }
        tokio::select! {
            () = sleep(SWEEP) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn look_through_files(system: System, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        tokio::select! {
            looked = system.look_through_files() => if let Err(error) = looked {
                failed("the store of files could not be looked through", &error);
            },
            _ = stopped.changed() => return,
        }
        tokio::select! {
            () = sleep(LOOK_THROUGH_FILES) => {}
            _ = stopped.changed() => {}
        }
    }
}

/// Whether there was one, so that there may be another. What went wrong is tried again with the next round.
async fn remove_next_factor(system: &System) -> bool {
    match system.do_next_factor_reset().await {
        Ok(removed) => removed,
        Err(error) => {
            failed("a lost second factor could not be removed", &error);
            false
        }
    }
}

fn failed(what: &str, error: &Error) {
    tracing::error!(%error, "{what}");
}
