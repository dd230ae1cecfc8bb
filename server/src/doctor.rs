//! `anteroom doctor`: says what is wrong with configuration, key, mail, disk and database, and changes nothing.

use crate::{
    command::names_of_variables,
    config::{Config, Flags, MailServer, strangers},
    folder,
    master_key::KeySource,
    open::{self, Opened},
};
use backend::{Clock, FilesAt, MailSetup, MailTransport, Obstacle, backup::is_of_a_backup};
use domain::notices::{Answer, Stage};
use std::{fmt, time::Duration};

/// Below this much room people's writing is at risk.
const LEAST_ROOM: u64 = 64 * 1024 * 1024;

/// One thing that was looked at.
pub enum Finding {
    Fine(String),
    /// It works, but not as it should.
    Remark(String),
    Wrong(String),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fine(sentence) => write!(f, "✔ {sentence}"),
            Self::Remark(sentence) => write!(f, "! {sentence}"),
            Self::Wrong(sentence) => write!(f, "✘ {sentence}"),
        }
    }
}

use Finding::{Fine, Remark, Wrong};

/// Looks at everything.
pub async fn examine(flags: &Flags) -> Vec<Finding> {
    let mut findings: Vec<Finding> = strangers(names_of_variables()).into_iter().map(Remark).collect();
    let config = match Config::read(flags, |name| std::env::var_os(name)) {
        Ok(config) => config,
        Err(wrongs) => {
            findings.extend(wrongs.iter().map(|wrong| Wrong(wrong.to_string())));
            return findings;
        }
    };
    findings.push(Fine(format!("Configuration: people come to {}, and the process listens on {}.", config.public_url, config.listen)));
    findings.extend(browser_files(&config));
    findings.extend(data_folder(&config));
    findings.extend(key(&config));
    let opened = if is_new(&config) { None } else { Some(open::beside(&config).await) };
    findings.extend(backups(&config));
    findings.push(mail(&config.mail, opened.as_ref().and_then(|opened| opened.as_ref().ok())).await);
    findings.extend(files(&config, opened.as_ref().and_then(|opened| opened.as_ref().ok())).await);
    findings.push(database(&config, opened).await);
    findings
}

fn is_new(config: &Config) -> bool {
    config.sqlite_file().is_some_and(|database| !database.exists())
}

fn browser_files(config: &Config) -> Option<Finding> {
    let Some(site) = &config.site else {
        return Some(Wrong(
            "Browser files: none found, so pages come without style or script. Run script/build, or set ANTEROOM_SITE.".into(),
        ));
    };
    let listed = crate::assets::listed(Some(site));
    let lost = listed.files.values().find(|file| !site.join("pkg").join(file).is_file())?;
    Some(Wrong(format!(
        "Browser files: {lost} is listed in {} but missing there. Run script/build again.",
        site.join("pkg/assets.json").display()
    )))
}

fn data_folder(config: &Config) -> Vec<Finding> {
    let data = &config.data;
    if !data.is_dir() {
        return vec![Remark(format!("Data folder: {} does not exist yet; the first start makes it.", data.display()))];
    }
    let mut findings = Vec::new();
    match folder::is_open_to_others(data) {
        Ok(false) => {}
        Ok(true) => {
            findings.push(Remark(format!("Data folder: other users of this machine can look into {0}. Run chmod 700 {0}.", data.display())))
        }
        Err(error) => findings.push(Wrong(format!("Data folder: {} cannot be examined: {error}.", data.display()))),
    }
    if rustix::fs::access(data, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK).is_err() {
        findings.push(Wrong(format!("Data folder: {} cannot be written by this user.", data.display())));
    }
    findings.push(match folder::room_left(data) {
        Err(error) => Wrong(format!("Disk: the room left in {} cannot be found out: {error}.", data.display())),
        Ok((free, _)) if free < LEAST_ROOM => Wrong(format!(
            "Disk: only {} MB are free in {}. Make room: soon nothing can be written, and nobody can sign in.",
            free >> 20,
            data.display()
        )),
        Ok((free, all)) if free < all / 10 => {
            Remark(format!("Disk: more than 90 % are used; {} MB are free in {}.", free >> 20, data.display()))
        }
        Ok((free, _)) => Fine(format!("Disk: {} MB are free in {}.", free >> 20, data.display())),
    });
    findings
}

fn key(config: &Config) -> Vec<Finding> {
    match (&config.key, config.key.read()) {
        (KeySource::File(path), Err(_)) if is_new(config) && !path.exists() => {
            vec![Remark("Master key: none yet; the first start makes it.".into())]
        }
        (_, Err(sentence)) => vec![Wrong(format!("Master key: {sentence}"))],
        (KeySource::Given(_), Ok(_)) => vec![Fine("Master key: given by the environment.".into())],
        (KeySource::File(path), Ok(_)) => match folder::is_open_to_others(path) {
            Ok(true) => vec![Wrong(format!("Master key: other users of this machine can read it. Run chmod 600 {}.", path.display()))],
            _ => vec![Fine(format!("Master key: {}. Is it in your backup, apart from the database?", path.display()))],
        },
    }
}

/// Looks for the newest backup, where there is a folder for them.
fn backups(config: &Config) -> Option<Finding> {
    let folder = config.backups.as_ref()?;
    let names = match std::fs::read_dir(folder) {
        Ok(entries) => entries.flatten().filter_map(|entry| is_of_a_backup(entry.file_name().to_str()?)),
        Err(error) => return Some(Wrong(format!("Backups: {} cannot be looked into: {error}.", folder.display()))),
    };
    let Some(newest) = names.max() else {
        return Some(Remark(format!("Backups: there is none yet in {}. Run anteroom backup.", folder.display())));
    };
    let at = newest.format("%Y-%m-%d %H:%M UTC");
    Some(if (Clock::system().now() - newest).num_hours() >= 24 {
        Wrong(format!("Backups: the newest in {} is of {at}, more than a day ago. Look at what should make them.", folder.display()))
    } else {
        Fine(format!("Backups: the newest in {} is of {at}. Was it tried out, with anteroom backup --verify?", folder.display()))
    })
}

/// What to do where mail waits for a mail server.
pub(crate) const SET_A_SERVER: &str = "set ANTEROOM_SMTP_URL to smtp://host:port or smtps://user:password@host, and start again";

/// So long a mail server has to let us in.
const MAIL_PATIENCE: Duration = Duration::from_secs(5);

/// Goes as far with the mail server as one can without a mail.
async fn mail(setup: &MailSetup, practice: Option<&Opened>) -> Finding {
    let MailTransport::Smtp(url) = &setup.transport else {
        return match practice {
            None => {
                Remark(format!("Mail: no mail server is set. Only a demo practice shows its mail itself; for any other {SET_A_SERVER}."))
            }
            Some(opened) if opened.system.mail_can_leave().await.unwrap_or(false) => {
                Fine("Mail: no mail server is set; this demo practice shows its mail at /demo/mailbox.".into())
            }
            Some(_) => {
                Wrong(format!("Mail: no mail leaves, and all of it waits in the outbox, because no mail server is set: {SET_A_SERVER}."))
            }
        };
    };
    let Some(server) = MailServer::read(url) else { return Wrong("Mail: ANTEROOM_SMTP_URL is not the address of a mail server.".into()) };
    let place = format!("{}:{}", server.host, server.port);
    match setup.sign_in(MAIL_PATIENCE).await {
        Some(Ok(true)) => Fine(format!("Mail: the server at {place} lets us sign in.")),
        Some(Ok(false)) => {
            Fine(format!("Mail: the server at {place} answers. ANTEROOM_SMTP_URL names nobody to sign in as, so it was not tried."))
        }
        Some(Err(obstacle)) => Wrong(format!("Mail: {} Mail waits in the outbox meanwhile.", in_the_way(&place, &obstacle))),
        None => Wrong(format!("Mail: no mail leaves: {SET_A_SERVER}.")),
    }
}

/// At which stage it ended, what the server said, and what to do.
fn in_the_way(place: &str, Obstacle { stage, answer }: &Obstacle) -> String {
    let said = match answer {
        Answer::None => String::new(),
        Answer::Unable(words) => format!(" ({words})"),
        Answer::Reply(reply) => format!(" (it said: {} {})", reply.code, reply.words),
    };
    let what = match (stage, answer) {
        (Stage::Encryption, _) => {
            "makes no safe connection{said}. Look at its certificate, and at the port: smtps:// is for 465, smtp://…?tls=required for 587."
        }
        (Stage::SignIn, Answer::None) => "does not answer to our sign-in{said}. It has 5 seconds. Try again, or ask who runs it.",
        (Stage::Greeting, Answer::None) => "does not greet as a mail server does{said}. Look at host and port: smtps:// is for 465.",
        (_, Answer::None) | (Stage::Connect, _) => {
            "does not answer{said}. Look at host and port, at the firewall, and whether it runs: it has 5 seconds."
        }
        (Stage::SignIn, Answer::Unable(_)) => {
            "has no way to sign in that we know{said}. Many offer one only on a safe connection: write smtps://, or add ?tls=required."
        }
        (Stage::SignIn, _) => {
            "refuses to let us sign in{said}. Look at user and password in ANTEROOM_SMTP_URL; signs such as @ : / are written as %40 %3A %2F."
        }
        (Stage::Greeting, _) => "refuses us at its greeting{said}. Ask who runs it whether it takes mail from this machine's address.",
        (Stage::Sender | Stage::Recipient | Stage::Data | Stage::Text, _) => "refuses us{said}.",
    };
    format!("the server at {place} {}", what.replace("{said}", &said))
}

/// Whether what the database tells of lies in the store.
async fn files(config: &Config, opened: Option<&Opened>) -> Option<Finding> {
    let place = match &config.files {
        FilesAt::Beside => config.data.join("files").display().to_string(),
        FilesAt::Bucket(bucket) => bucket.url.clone(),
    };
    Some(match opened?.system.count_missing_files().await {
        Ok(0) => Fine(format!("Files: all that the database tells of lie in {place}.")),
        Ok(many) => {
            Wrong(format!("Files: {many} of those that the database tells of are missing in {place}. Restore them from your backup."))
        }
        Err(error) => Wrong(format!("Files: {place} cannot be looked through: {error}.")),
    })
}

async fn database(config: &Config, opened: Option<Result<Opened, String>>) -> Finding {
    let opened = match opened {
        None => return Remark("Database: none yet; the first start makes it.".into()),
        Some(Err(sentence)) => return Wrong(format!("Database: {sentence}")),
        Some(Ok(opened)) => opened,
    };
    if let Err(error) = opened.system.check_trail().await {
        return Wrong(format!("Database: {}", open::sentence(config, &error)));
    }
    if opened.practice.is_ready().await {
        Fine("Database: it answers and takes writes.".into())
    } else {
        Wrong("Database: it answers, but takes no writes.".into())
    }
}
