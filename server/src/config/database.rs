//! Where the database is. Nothing of what was written is ever repeated: it can hold a password.

use super::Wrong;
use axum::http::Uri;
use std::path::{Path, PathBuf};

pub const DATABASE_URL: &str = "ANTEROOM_DATABASE_URL";

/// What PostgreSQL is told behind the question mark. What the library does not know it would repeat in the log.
const WORDS: [&str; 18] = [
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
    "statement-cache-capacity",
];

/// Checks the address, or takes the file in the data folder.
pub fn url(written: Option<String>, data: Option<&Path>) -> Result<String, Wrong> {
    let data = data.unwrap_or(Path::new("data"));
    let Some(url) = written else { return Ok(sqlite_url(&data.join("anteroom.db"))) };
    if url.starts_with("sqlite:") {
        check_file(&url, data)?;
    } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        check_server(&url)?;
    } else {
        return Err(Wrong::new(
            DATABASE_URL,
            "is not the address of a database; write postgres://user:password@host/name, or sqlite:///path/anteroom.db",
        ));
    }
    if !backend::reads_database_url(&url) {
        return Err(Wrong::new(DATABASE_URL, "cannot be read; write postgres://user:password@host/name, or sqlite:///path/anteroom.db"));
    }
    Ok(url)
}

/// The file of a SQLite database.
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?.split('?').next()?;
    let path = path.strip_prefix("//").unwrap_or(path);
    Some(PathBuf::from(percent_encoding::percent_decode_str(path).decode_utf8().ok()?.as_ref()))
}

fn check_file(url: &str, data: &Path) -> Result<(), Wrong> {
    let wrong = |what: &str| Wrong::new(DATABASE_URL, format!("{what}; write sqlite:///path/anteroom.db, with the whole path of the file"));
    let file = sqlite_file(url).ok_or_else(|| wrong("is not the address of a database"))?;
    if !file.is_absolute() {
        return Err(wrong("does not name a file with its whole path"));
    }
    // Others would open it for reading only, or keep it nowhere.
    let bare = url.strip_suffix("?mode=rwc").or(url.strip_suffix("?mode=rw")).unwrap_or(url);
    if bare.contains(['?', '#']) {
        return Err(wrong("says more than the file (a ? or # in its name is written %3F or %23)"));
    }
    if file.is_dir() || file.file_name().is_none() || url.ends_with('/') {
        return Err(wrong("names a folder, not a file"));
    }
    match file.parent() {
        Some(folder) if folder.is_dir() || folder == data => Ok(()),
        _ => Err(wrong("names a file in a folder that is not there (make the folder first)")),
    }
}

fn check_server(url: &str) -> Result<(), Wrong> {
    let wrong = |what: &str| {
        Wrong::new(
            DATABASE_URL,
            format!("{what}; write postgres://user:password@host:port/name (in the password %40 for @, %2F for /, %23 for #, %3F for ?)"),
        )
    };
    let unreadable = || wrong("is not the address of a database");
    let uri: Uri = url.parse().map_err(|_| unreadable())?;
    let authority = uri.authority().ok_or_else(unreadable)?;
    let (host, host_and_port) = (authority.host(), authority.as_str().rsplit('@').next().unwrap_or_default());
    if host.is_empty() || authority.as_str().matches('@').count() > 1 {
        return Err(unreadable());
    }
    // A / or # in the password ends the part in which it stands, and the rest is taken for something else.
    let path = uri.path().trim_start_matches('/');
    let pairs = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let strange = |pair: &str| !pair.split_once('=').is_some_and(|(word, _)| WORDS.contains(&word)) || pair.contains('@');
    if url.contains('#') || path.contains(['@', '/']) || pairs.into_iter().any(strange) {
        return Err(unreadable());
    }
    if host_and_port != host && authority.port_u16().is_none_or(|port| port == 0) {
        return Err(wrong("names a port that is none (1 to 65535)"));
    }
    Ok(())
}

fn sqlite_url(file: &Path) -> String {
    const PATH: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');
    format!("sqlite://{}", percent_encoding::utf8_percent_encode(&file.to_string_lossy(), PATH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_databases_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        let file = format!("sqlite://{}/anteroom.db", folder.path().display());
        for good in [
            file.as_str(),
            "postgres://me:secret@db.example.com/anteroom",
            "postgresql://me:s%40c%2Fret@127.0.0.1:5433/anteroom?sslmode=require",
            "postgres://postgres@[::1]:5432/anteroom",
            "postgres://localhost/anteroom?host=/run/postgresql",
        ] {
            assert_eq!(url(Some(good.into()), None).unwrap(), good);
        }
        let in_the_new_folder = "sqlite:///srv/anteroom-new/anteroom.db";
        assert!(url(Some(in_the_new_folder.into()), Some(Path::new("/srv/anteroom-new"))).is_ok());
    }

    #[test]
    fn a_wrong_address_is_refused_without_telling_its_password() {
        for wrong in [
            "TopSecret",
            "mysql://admin:TopSecret@host/db",
            "postgres:admin:TopSecret@host/db",
            "postgres://",
            "postgres://admin:TopSecret@127.0.0.1:99999/x",
            "postgres://admin:TopSecret@127.0.0.1:0/x",
            "postgres://admin:TopSecret@127.0.0.1:port/x",
            "postgres://admin:TopSecret@/x",
            "postgres://admin:TopSecret/2@127.0.0.1/x",
            "postgres://admin:12/TopSecret@127.0.0.1/x",
            "postgres://admin:12#TopSecret@127.0.0.1/x",
            "postgres://admin:12?TopSecret@127.0.0.1/x",
            "postgres://admin:12?sslmode=TopSecret@127.0.0.1/x",
            "postgres://admin:TopSecret@2@127.0.0.1/x",
            "postgres://admin:Top Secret@127.0.0.1/x",
            "postgres://admin@127.0.0.1/x?passwort=TopSecret",
            "postgres://admin:TopSecret@127.0.0.1/x?sslmode=maybe",
            "sqlite://",
            "sqlite::memory:",
            "sqlite://rel.db",
            "sqlite:rel.db",
            "sqlite:///",
            "sqlite:///tmp",
            "sqlite:///nowhere/TopSecret/anteroom.db",
            "sqlite:///srv/anteroom.db?mode=memory",
        ] {
            let said = url(Some(wrong.into()), None).expect_err(wrong).to_string();
            assert!(said.starts_with(DATABASE_URL) && said.contains("; write ") && said.ends_with('.'), "{wrong}: {said}");
            assert!(!said.contains("Secret") && !said.contains("admin"), "{wrong}: {said}");
        }
    }
}
