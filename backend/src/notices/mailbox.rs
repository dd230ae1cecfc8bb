//! The demo mailbox: what would have been sent, over made-up data, on this machine only.

use super::{letter::Letter, table::mails};
use crate::{
    actors::Visitor,
    appointments,
    audit::Event,
    charts, dates,
    error::Error,
    invites,
    practice::Practice,
    sealing::Place,
    settings,
    sign_in::{self, throttle, throttle::Key},
    workflows,
};
use domain::{
    audit::AuditAct,
    notices::{DemoMail, MailKind},
    settings::PracticeSettings,
};

impl Visitor {
    /// The newest mails. Not there unless no mail server is set, the data is marked as demo, and the request came
    /// straight from this machine.
    pub async fn demo_mailbox(&self) -> Result<Vec<DemoMail>, Error> {
        let practice = &self.practice;
        if !practice.mail.keeps_text() || !self.origin.direct || !settings::is_demo(practice).await? {
            // Told of, but not without end: the trail is not a stranger's to fill.
            if throttle::take_turn(practice, &[&Key::of_kind_from("mailbox", &self.origin.address)]).await.is_ok() {
                self.record(Event::denied("demo mailbox")).await?;
            }
            return Err(Error::NotFound);
        }
        let settings = self.practice_settings().await?;
        let zone = dates::zone(&settings.zone);
        let mut mails = Vec::new();
        for mail in mails::kept(practice.db.read(), 100).await? {
            let (Some(body), Some(kind)) = (&mail.body, mail.kind()) else { continue };
            let path = String::from_utf8_lossy(&practice.sealer.open(Place("mails.body", mail.id), body)?).into_owned();
            let letter = write(practice, &settings, &mail, kind, &path, &mail.address).await?;
            mails.push(DemoMail {
                to: mail.address,
                subject: letter.subject,
                at: dates::moment(mail.sent_at.unwrap_or(mail.written_at), zone),
                // Of a text, what is sent, and nothing around it.
                text: if kind.is_text() { letter.said } else { letter.text },
                html: letter.html,
                link: letter.link,
            });
        }
        self.record(Event::of(AuditAct::MailboxOpened)).await?;
        Ok(mails)
    }
}

/// The mail as it is sent to that address.
pub(super) async fn write(
    practice: &Practice,
    settings: &PracticeSettings,
    mail: &mails::Model,
    kind: MailKind,
    path: &str,
    address: &str,
) -> Result<Letter, Error> {
    let reminds = MailKind::REMINDERS.contains(&kind);
    let discreet = is_discreet(practice, mail).await? || reminds && settings.scheduling.quiet_words;
    let said = match kind {
        kind if kind.is_about_an_address() => sign_in::change_in_words(practice.db.read(), mail).await?,
        MailKind::NewDevice => sign_in::arrival_in_words(practice, settings, mail).await?,
        _ => workflows::said(practice, settings, discreet, mail).await?,
    };
    let letter = Letter::write(kind, settings, discreet, &format!("{}{path}", practice.public_url), &said)?;
    let calendar = match mail.appointment_id.filter(|_| kind.brings_a_calendar_file()) {
        Some(appointment) => appointments::calendar_file(practice, settings, appointment, discreet, address).await?,
        None => None,
    };
    Ok(Letter { calendar, ..letter })
}

/// Whether a mail leaves out the practice's name: because of the chart that it is about, or of one that its account was ever given.
/// Of **Forgot password** nobody has said whose it is: there it is the account that signs in with that address.
pub(super) async fn is_discreet(practice: &Practice, mail: &mails::Model) -> Result<bool, Error> {
    let db = practice.db.read();
    let account = match (mail.account_id, mail.staff_id) {
        (None, None) => sign_in::account_at(db, &mail.address).await?.map(|account| account.id),
        (account, _) => account,
    };
    let charts = match (mail.chart_id, account) {
        (Some(chart), _) => vec![chart],
        (None, Some(account)) => invites::charts_ever_of(db, account).await?,
        (None, None) => Vec::new(),
    };
    Ok(charts::by_ids(db, charts).await?.iter().any(|chart| chart.discreet_since.is_some()))
}
