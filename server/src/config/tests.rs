use super::*;
use backend::MailTransport;

fn read(flags: Flags, environment: &[(&str, &str)]) -> Result<Config, Vec<Wrong>> {
    let environment: Vec<(String, String)> = environment.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    Config::read(&flags, |name| environment.iter().find(|(known, _)| known == name).map(|(_, value)| value.into()))
}

fn sentences(read: Result<Config, Vec<Wrong>>) -> Vec<String> {
    read.err().unwrap_or_default().iter().map(Wrong::to_string).collect()
}

#[test]
fn nothing_has_to_be_told() {
    let config = read(Flags::default(), &[]).ok().unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.public_url.to_string(), "http://localhost:3000");
    assert!(config.data.ends_with("data"));
    assert!(config.database_url.starts_with("sqlite:///") && config.database_url.ends_with("/data/anteroom.db"));
    assert!(config.sqlite_file().unwrap().ends_with("data/anteroom.db"));
    assert!(matches!(config.mail.transport, MailTransport::DemoMailbox));
    assert!(matches!(config.key, KeySource::File(_)));
    assert_eq!(config.log, LogForm::Text);
}

#[test]
fn the_public_url_follows_the_port() {
    let config = read(Flags { listen: Some("0.0.0.0:8080".into()), ..Flags::default() }, &[]).ok().unwrap();
    assert_eq!(config.public_url.to_string(), "http://localhost:8080");
}

#[test]
fn folders_with_odd_names_keep_their_database() {
    let config = read(Flags { data: Some("/srv/100% ours?#1".into()), ..Flags::default() }, &[]).ok().unwrap();
    assert_eq!(config.sqlite_file().unwrap(), Path::new("/srv/100% ours?#1/anteroom.db"));
}

#[test]
fn everything_wrong_is_named_at_once() {
    let flags = Flags {
        listen: Some("3000".into()),
        public_url: Some("http://portal.example.com".into()),
        log: Some("xml".into()),
        site: Some("/nowhere".into()),
        ..Flags::default()
    };
    let said = sentences(read(
        flags,
        &[
            ("ANTEROOM_DATABASE_URL", "mysql://me:hush@host/db"),
            ("ANTEROOM_SMTP_URL", "mail"),
            ("ANTEROOM_MAIL_FROM", "somebody"),
            ("ANTEROOM_MASTER_KEY", "hush"),
            ("ANTEROOM_TRUSTED_PROXIES", "nginx"),
        ],
    ));
    assert_eq!(said.len(), 9, "{said:#?}");
    for (sentence, variable) in
        said.iter().zip(["LISTEN", "PUBLIC_URL", "SITE", "LOG", "DATABASE_URL", "MASTER_KEY", "SMTP_URL", "MAIL_FROM", "TRUSTED_PROXIES"])
    {
        assert!(sentence.starts_with(&format!("ANTEROOM_{variable} ")), "{sentence}");
        assert!(sentence.contains("write ") && sentence.ends_with('.'), "{sentence}");
        assert!(!sentence.contains("hush"), "{sentence}");
    }
}

#[test]
fn an_empty_value_is_a_mistake() {
    let empty = Flags { data: Some(" ".into()), listen: Some(String::new()), public_url: Some(String::new()), ..Flags::default() };
    assert_eq!(sentences(read(empty, &[("ANTEROOM_SMTP_URL", ""), ("ANTEROOM_MASTER_KEY", " ")])).len(), 5);
}

#[test]
fn a_secret_can_come_from_a_file_but_not_twice() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("smtp");
    std::fs::write(&file, "smtps://me:hush@mail.example.com\n").unwrap();
    let path = file.to_str().unwrap();
    let config = read(Flags::default(), &[("ANTEROOM_SMTP_URL_FILE", path)]).ok().unwrap();
    assert!(matches!(config.mail.transport, MailTransport::Smtp(url) if url == "smtps://me:hush@mail.example.com"));
    let twice = sentences(read(Flags::default(), &[("ANTEROOM_SMTP_URL_FILE", path), ("ANTEROOM_SMTP_URL", "smtp://mail")]));
    assert!(twice[0].contains("keep one of them"), "{twice:?}");
    assert!(sentences(read(Flags::default(), &[("ANTEROOM_MASTER_KEY_FILE", "/nowhere")]))[0].contains("cannot be read"));
}
