//! Where files are kept: beside the database, or in a bucket.

use super::{Wrong, plain, secret};
use axum::http::Uri;
use backend::{Bucket, FilesAt};
use std::ffi::OsString;

pub const FILES_URL: &str = "ANTEROOM_FILES_URL";
pub const FILES_ENDPOINT: &str = "ANTEROOM_FILES_ENDPOINT";

/// What every program that speaks to such a bucket is told under these names.
const PLAIN: [&str; 6] = [
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];
const SECRET: [&str; 3] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

pub fn files(environment: &impl Fn(&str) -> Option<OsString>) -> Result<FilesAt, Wrong> {
    let endpoint = plain(FILES_ENDPOINT, environment)?;
    let Some(url) = plain(FILES_URL, environment)? else {
        return match endpoint {
            None => Ok(FilesAt::Beside),
            Some(_) => Err(Wrong::new(FILES_ENDPOINT, format!("is set, but no bucket; write s3://bucket/prefix into {FILES_URL}"))),
        };
    };
    if !names_a_bucket(&url) {
        return Err(Wrong::new(
            FILES_URL,
            format!("is {url:?}; write s3://bucket/prefix, or take it away to keep files in the data folder"),
        ));
    }
    if let Some(endpoint) = &endpoint
        && !is_safe(endpoint)
    {
        return Err(Wrong::new(FILES_ENDPOINT, format!("is {endpoint:?}; write https://host, or http:// for a service on this machine")));
    }
    let mut says = Vec::new();
    for name in PLAIN {
        says.extend(plain(name, environment)?.map(|value| (name.to_owned(), value)));
    }
    for name in SECRET {
        says.extend(secret(name, environment)?.map(|value| (name.to_owned(), value)));
    }
    Ok(FilesAt::Bucket(Bucket { url, endpoint, says }))
}

fn names_a_bucket(url: &str) -> bool {
    let Some(place) = url.strip_prefix("s3://") else { return false };
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    let fits = |text: &str, more: &[u8]| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(&byte));
    bucket.len() >= 3 && fits(bucket, b"-.") && fits(prefix, b"-._/") && !prefix.contains("//") && !prefix.contains("..")
}

/// Who we are is never told in the open, beyond this machine.
fn is_safe(endpoint: &str) -> bool {
    let Ok(uri) = endpoint.parse::<Uri>() else { return false };
    match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(_)) => true,
        (Some("http"), Some(host)) => ["localhost", "127.0.0.1", "[::1]"].contains(&host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(told: &[(&str, &str)]) -> Result<FilesAt, Wrong> {
        files(&|name| told.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
    }

    #[test]
    fn files_lie_beside_the_database_or_in_a_bucket() {
        assert!(matches!(read(&[]), Ok(FilesAt::Beside)));
        let told = [(FILES_URL, "s3://practice-files/a/b"), ("AWS_REGION", "us-east-1"), ("AWS_SECRET_ACCESS_KEY", "hush")];
        let Ok(FilesAt::Bucket(bucket)) = read(&told) else { panic!("a bucket") };
        assert_eq!((bucket.url.as_str(), bucket.says.len()), ("s3://practice-files/a/b", 2));
        assert!(!format!("{bucket:?}").contains("hush"));
        assert!(read(&[(FILES_URL, "s3://files"), (FILES_ENDPOINT, "https://minio.example.com")]).is_ok());
        assert!(read(&[(FILES_URL, "s3://files"), (FILES_ENDPOINT, "http://127.0.0.1:9000")]).is_ok());
        for wrong in [
            &[(FILES_URL, "/srv/files")][..],
            &[(FILES_URL, "s3://")],
            &[(FILES_URL, "s3://b ad/x")],
            &[(FILES_URL, "s3://files/../x")],
            &[(FILES_URL, "")],
            &[(FILES_ENDPOINT, "https://minio.example.com")],
            &[(FILES_URL, "s3://files"), (FILES_ENDPOINT, "http://minio.example.com")],
        ] {
            assert!(read(wrong).unwrap_err().to_string().contains("write "), "{wrong:?}");
        }
    }
}
