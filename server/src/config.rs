//! Configuration: flags and environment, read once at the start. Whatever is wrong stops the start with a sentence that
//! names the variable and says what to write; `docs/configuration.md` lists them all.

mod database;
mod files;
mod mail;
mod payments;
mod public_url;
mod strangers;
mod trusted_proxies;

pub use database::DATABASE_URL;
pub use mail::MailServer;
pub use public_url::PublicUrl;
pub use strangers::strangers;
pub use trusted_proxies::TrustedProxies;

use crate::master_key::KeySource;
use backend::{FilesAt, MailSetup, MasterKey, PaymentGateway, backup::ClosingKey};
use std::{
    ffi::OsString,
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// What can be said on the command line as well. Secrets cannot: everybody on the machine sees command lines.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct Flags {
    /// Folder for everything that is kept: database, master key, notes of the audit trail [default: ./data]
    #[arg(long, global = true, env = "ANTEROOM_DATA", value_name = "FOLDER", hide_env_values = true)]
    pub data: Option<String>,
    /// Address and port to listen on [default: 127.0.0.1:3000]
    #[arg(long, global = true, env = "ANTEROOM_LISTEN", value_name = "ADDRESS:PORT", hide_env_values = true)]
    pub listen: Option<String>,
    /// What people type to get here, and what links in mails are built from [default: http://localhost:PORT]
    #[arg(long, global = true, env = "ANTEROOM_PUBLIC_URL", value_name = "URL", hide_env_values = true)]
    pub public_url: Option<String>,
    /// Folder with what browsers load, as script/build leaves it [default: `site` beside the program]
    #[arg(long, global = true, env = "ANTEROOM_SITE", value_name = "FOLDER", hide_env_values = true)]
    pub site: Option<String>,
    /// The form of the log: text or json [default: text]
    #[arg(long, global = true, env = "ANTEROOM_LOG", value_name = "FORM", hide_env_values = true)]
    pub log: Option<String>,
}

/// Everything that the process has to be told.
#[derive(Clone)]
pub struct Config {
    pub data: PathBuf,
    pub listen: SocketAddr,
    pub database_url: String,
    pub files: FilesAt,
    pub public_url: PublicUrl,
    pub mail: MailSetup,
    pub gateway: PaymentGateway,
    pub key: KeySource,
    pub site: Option<PathBuf>,
    pub trusted_proxies: TrustedProxies,
    pub log: LogForm,
    /// Where backups are made, and looked for by the doctor.
    pub backups: Option<PathBuf>,
    pub backup_key: Option<ClosingKey>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogForm {
    #[default]
    Text,
    Json,
}

/// A value that stops the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    variable: &'static str,
    what: String,
}

impl Wrong {
    pub fn new(variable: &'static str, what: impl Into<String>) -> Self {
        Self { variable, what: what.into() }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}.", self.variable, self.what)
    }
}

const MASTER_KEY: &str = "ANTEROOM_MASTER_KEY";
const BACKUPS: &str = "ANTEROOM_BACKUPS";
const BACKUP_KEY: &str = "ANTEROOM_BACKUP_KEY";
const TRUSTED_PROXIES: &str = "ANTEROOM_TRUSTED_PROXIES";

/// Every variable that means something to us.
const VARIABLES: [&str; 26] = [
    "ANTEROOM_DATA",
    "ANTEROOM_LISTEN",
    "ANTEROOM_PUBLIC_URL",
    "ANTEROOM_SITE",
    "ANTEROOM_LOG",
    TRUSTED_PROXIES,
    DATABASE_URL,
    "ANTEROOM_DATABASE_URL_FILE",
    files::FILES_URL,
    files::FILES_ENDPOINT,
    mail::SMTP_URL,
    "ANTEROOM_SMTP_URL_FILE",
    mail::MAIL_FROM,
    mail::TEXTS_URL,
    "ANTEROOM_TEXTS_URL_FILE",
    mail::TEXTS_FROM,
    payments::STRIPE_KEY,
    "ANTEROOM_STRIPE_KEY_FILE",
    payments::STRIPE_HOOK,
    "ANTEROOM_STRIPE_WEBHOOK_SECRET_FILE",
    payments::STRIPE_URL,
    MASTER_KEY,
    "ANTEROOM_MASTER_KEY_FILE",
    BACKUPS,
    BACKUP_KEY,
    "ANTEROOM_BACKUP_KEY_FILE",
];

impl Config {
    /// Reads flags, and of the environment what stands in no flag.
    ///
    /// # Errors
    /// Every value that is wrong, not only the first.
    pub fn read(flags: &Flags, environment: impl Fn(&str) -> Option<OsString>) -> Result<Self, Vec<Wrong>> {
        let mut wrongs = Vec::new();
        let mut note = |wrong: Wrong| wrongs.push(wrong);
        let data = data(flags.data.as_deref()).map_err(&mut note).ok();
        let listen = listen(flags.listen.as_deref()).map_err(&mut note).ok();
        let public_url = public_url(flags.public_url.as_deref(), listen).map_err(&mut note).ok();
        let site = site(flags.site.as_deref(), &environment).map_err(&mut note).ok();
        let log = log_form(flags.log.as_deref()).map_err(&mut note).ok();
        let database_url = secret(DATABASE_URL, &environment).and_then(|url| database::url(url, data.as_deref())).map_err(&mut note).ok();
        let files = files::files(&environment).map_err(&mut note).ok();
        let key = secret(MASTER_KEY, &environment).and_then(|key| key_source(key, data.as_deref())).map_err(&mut note).ok();
        let on_this_machine = public_url.as_ref().is_some_and(PublicUrl::is_loopback);
        let transport = secret(mail::SMTP_URL, &environment).and_then(|url| mail::transport(url, on_this_machine)).map_err(&mut note).ok();
        let from = plain(mail::MAIL_FROM, &environment).and_then(|from| mail::from(from, public_url.as_ref())).map_err(&mut note).ok();
        let texts = mail::texts(&environment).map_err(&mut note).ok();
        let here = public_url.as_ref().map(PublicUrl::to_string).unwrap_or_default();
        let gateway = payments::gateway(&environment, &here).map_err(&mut note).ok();
        let trusted_proxies = plain(TRUSTED_PROXIES, &environment).and_then(trusted_proxies).map_err(&mut note).ok();
        let backups = plain(BACKUPS, &environment).map(|folder| folder.map(PathBuf::from)).map_err(&mut note).ok();
        let backup_key = secret(BACKUP_KEY, &environment).and_then(backup_key).map_err(&mut note).ok();
        let read = (|| {
            Some(Self {
                data: data?,
                listen: listen?,
                database_url: database_url?,
                files: files?,
                public_url: public_url?,
                mail: MailSetup { transport: transport?, from: from?, texts: texts? },
                gateway: gateway?,
                key: key?,
                site: site?,
                trusted_proxies: trusted_proxies?,
                log: log?,
                backups: backups?,
                backup_key: backup_key?,
            })
        })();
        read.ok_or(wrongs)
    }

    /// The file of the SQLite database, if it is one.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        database::sqlite_file(&self.database_url)
    }
}

fn data(written: Option<&str>) -> Result<PathBuf, Wrong> {
    let wrong =
        |what: &str| Wrong::new("ANTEROOM_DATA", format!("(or --data) {what}; write the path of a folder, such as /var/lib/anteroom"));
    let folder = written.unwrap_or("./data");
    if folder.trim().is_empty() {
        return Err(wrong("is empty"));
    }
    if Path::new(folder).is_file() {
        return Err(wrong("names a file"));
    }
    std::path::absolute(folder).map_err(|_| wrong("is not a path"))
}

fn listen(written: Option<&str>) -> Result<SocketAddr, Wrong> {
    let address = written.unwrap_or("127.0.0.1:3000");
    address.parse().ok().filter(|address: &SocketAddr| address.port() != 0).ok_or_else(|| {
        Wrong::new(
            "ANTEROOM_LISTEN",
            format!("(or --listen) is {address:?}; write an address of this machine with a port, such as 127.0.0.1:3000"),
        )
    })
}

fn public_url(written: Option<&str>, listen: Option<SocketAddr>) -> Result<PublicUrl, Wrong> {
    match written {
        None => Ok(PublicUrl::localhost(listen.map_or(3000, |address| address.port()))),
        Some(url) => PublicUrl::read(url).map_err(|what| {
            Wrong::new(
                "ANTEROOM_PUBLIC_URL",
                format!("(or --public-url) is {url:?}, but {what}; write an address such as https://portal.example.com"),
            )
        }),
    }
}

/// The folder told, or the first of the usual ones that is there; without any, pages come without style or script.
fn site(written: Option<&str>, environment: &impl Fn(&str) -> Option<OsString>) -> Result<Option<PathBuf>, Wrong> {
    if let Some(folder) = written {
        let folder = PathBuf::from(folder);
        let wrong = || {
            Wrong::new(
                "ANTEROOM_SITE",
                format!(
                    "(or --site) is {folder:?}, which is no folder with a folder pkg in it; run script/build, and write the path of its dist/site"
                ),
            )
        };
        return if folder.join("pkg").is_dir() { Ok(Some(folder)) } else { Err(wrong()) };
    }
    let watched = environment("LEPTOS_SITE_ROOT").map(PathBuf::from); // under `cargo leptos watch`
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("site")));
    let usual = [watched, beside, Some("dist/site".into()), Some("target/site".into())];
    Ok(usual.into_iter().flatten().find(|folder| folder.join("pkg").is_dir()))
}

fn log_form(written: Option<&str>) -> Result<LogForm, Wrong> {
    match written {
        None | Some("text") => Ok(LogForm::Text),
        Some("json") => Ok(LogForm::Json),
        Some(other) => Err(Wrong::new("ANTEROOM_LOG", format!("(or --log) is {other:?}; write text or json"))),
    }
}

fn key_source(written: Option<String>, data: Option<&Path>) -> Result<KeySource, Wrong> {
    match written {
        None => Ok(KeySource::File(data.unwrap_or(Path::new("data")).join("master.key"))),
        Some(digits) => match MasterKey::from_hex(&digits) {
            Some(key) => Ok(KeySource::Given(key)),
            None => Err(Wrong::new(MASTER_KEY, "is not a key; write its 64 hexadecimal digits, as they stand in master.key")),
        },
    }
}

fn backup_key(written: Option<String>) -> Result<Option<ClosingKey>, Wrong> {
    let Some(text) = written else { return Ok(None) };
    if ClosingKey::is_the_opening_one(&text) {
        return Err(Wrong::new(
            BACKUP_KEY,
            "is the half that opens backups, which must not be on this machine; write the one that begins with backup-closes-",
        ));
    }
    ClosingKey::read(&text).map(Some).ok_or_else(|| Wrong::new(BACKUP_KEY, "is not a key; write what `anteroom backup --new-key` printed"))
}

fn trusted_proxies(written: Option<String>) -> Result<TrustedProxies, Wrong> {
    let Some(list) = written else { return Ok(TrustedProxies::default()) };
    TrustedProxies::read(&list).map_err(|entry| {
        Wrong::new(
            TRUSTED_PROXIES,
            format!("holds {entry:?}; write addresses or networks with commas between, such as 10.0.0.5, 192.168.7.0/24"),
        )
    })
}

/// A value of the environment. Set and empty is a mistake, never "use the default".
fn plain(variable: &'static str, environment: &impl Fn(&str) -> Option<OsString>) -> Result<Option<String>, Wrong> {
    let Some(value) = environment(variable) else { return Ok(None) };
    let value = value.into_string().map_err(|_| Wrong::new(variable, "is not readable text (UTF-8)"))?;
    if value.trim().is_empty() {
        return Err(Wrong::new(variable, "is empty; write a value, or take the variable away for the default"));
    }
    Ok(Some(value))
}

/// A secret: from its variable, or from the file that VARIABLE_FILE names.
fn secret(variable: &'static str, environment: &impl Fn(&str) -> Option<OsString>) -> Result<Option<String>, Wrong> {
    let value = plain(variable, environment)?;
    let Some(file) = environment(&format!("{variable}_FILE")) else { return Ok(value) };
    if value.is_some() {
        return Err(Wrong::new(variable, format!("is set, and so is {variable}_FILE; keep one of them")));
    }
    let text = std::fs::read_to_string(&file).map_err(|error| {
        Wrong::new(
            variable,
            format!(
                "should come from the file {file:?}, which cannot be read ({error}); write the path of a readable file into {variable}_FILE"
            ),
        )
    })?;
    match text.trim() {
        "" => Err(Wrong::new(variable, format!("should come from the file {file:?}, which is empty"))),
        text => Ok(Some(text.to_owned())),
    }
}

#[cfg(test)]
mod tests;
