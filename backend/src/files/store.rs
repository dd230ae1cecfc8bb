//! Where sealed files lie: in a folder beside the database, or in a bucket for what outgrows one machine. Each under its id alone.

use crate::error::Error;
use bytes::Bytes;
use domain::files::Refusal;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use object_store::{
    ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    local::LocalFileSystem,
    path::Path as Place,
};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    fs::{DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

/// Where files are kept.
#[derive(Clone, Debug, Default)]
pub enum FilesAt {
    /// In the folder `files` of the data folder.
    #[default]
    Beside,
    Bucket(Bucket),
}

/// A bucket that speaks S3.
#[derive(Clone)]
pub struct Bucket {
    /// `s3://bucket/prefix`.
    pub url: String,
    /// Of a service other than Amazon's.
    pub endpoint: Option<String>,
    /// What the environment says under `AWS_…`: region, and who we are.
    pub says: Vec<(String, String)>,
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bucket({})", self.url)
    }
}

/// What lies under one id.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The file.
    Whole,
    /// A small picture of it.
    Preview,
    /// As it arrived, until it is looked at: it is never handed out.
    Arrived,
}

impl Part {
    const ENDINGS: [(Self, &str); 2] = [(Self::Preview, "preview"), (Self::Arrived, "arrived")];
}

/// So many shelves, by the first byte of the id: what is looked through at a time.
pub(super) const SHELVES: u8 = u8::MAX;
/// What is written and read at a time: a bucket takes no smaller parts than 5 MB.
const PIECE_OF_A_FOLDER: usize = 512 * 1024;
const PIECE_OF_A_BUCKET: usize = 5 * 1024 * 1024;
/// So many files of one person arrive at the same time.
const ARRIVING: usize = 6;
/// So many pictures are looked at at the same time: each may take 40 MB.
const PICTURES: usize = 1;
/// Below this much room nothing more is taken: the database needs it (F4).
const LEAST_ROOM: u64 = 64 << 20;

/// The store. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Store(Arc<Inner>);

struct Inner {
    at: FilesAt,
    folder: PathBuf,
    opened: OnceCell<(Arc<dyn ObjectStore>, Place)>,
    arriving: Mutex<HashMap<Uuid, usize>>,
    pictures: Arc<Semaphore>,
}

impl Store {
    pub fn new(at: FilesAt, data: &Path) -> Self {
        Self(Arc::new(Inner {
            at,
            folder: data.join("files"),
            opened: OnceCell::new(),
            arriving: Mutex::default(),
            pictures: Arc::new(Semaphore::new(PICTURES)),
        }))
    }

    /// The folder, where files are kept in one.
    pub(super) fn folder(&self) -> Option<&Path> {
        matches!(self.0.at, FilesAt::Beside).then_some(&self.0.folder)
    }

    /// Waits for one's turn to look at a picture.
    pub(super) async fn picture(&self) -> Result<OwnedSemaphorePermit, Error> {
        self.0.pictures.clone().acquire_owned().await.map_err(Error::unexpected)
    }

    /// A place for one more file of this person, for as long as it arrives.
    pub(super) fn arriving(&self, who: Uuid) -> Result<Arriving, Refusal> {
        let mut arriving = self.0.arriving.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let many = arriving.entry(who).or_default();
        if *many >= ARRIVING {
            return Err(Refusal::StillArriving);
        }
        *many += 1;
        Ok(Arriving { store: self.clone(), who })
    }

    /// Whether there is room for one more.
    pub(super) fn has_room(&self) -> bool {
        let Some(folder) = self.folder() else { return true };
        // Before the first file there is no folder yet.
        let disk = rustix::fs::statvfs(folder).or_else(|_| rustix::fs::statvfs(folder.parent().unwrap_or(folder)));
        disk.map_or(true, |disk| disk.f_bavail * disk.f_frsize >= LEAST_ROOM + domain::files::LARGEST_VIDEO)
    }

    async fn opened(&self) -> Result<&(Arc<dyn ObjectStore>, Place), Error> {
        self.0.opened.get_or_try_init(|| async { open(&self.0.at, &self.0.folder) }).await
    }

    fn piece(&self) -> usize {
        if self.folder().is_some() { PIECE_OF_A_FOLDER } else { PIECE_OF_A_BUCKET }
    }

    async fn at(&self, id: Uuid, part: Part) -> Result<(&Arc<dyn ObjectStore>, Place), Error> {
        let (objects, top) = self.opened().await?;
        let ending = Part::ENDINGS.iter().find(|(known, _)| *known == part).map(|(_, ending)| format!(".{ending}"));
        let name = format!("{id}{}", ending.unwrap_or_default());
        Ok((objects, top.clone().join(shelf(id.as_bytes()[0])).join(name)))
    }

    /// Begins to write.
    pub(super) async fn begin(&self, id: Uuid, part: Part) -> Result<Writing, Error> {
        let (objects, place) = self.at(id, part).await?;
        let upload = objects.put_multipart(&place).await.map_err(told)?;
        Ok(Writing { upload: WriteMultipart::new_with_chunk_size(upload, self.piece()), hash: Sha256::new() })
    }

    pub(super) async fn put(&self, id: Uuid, part: Part, sealed: Vec<u8>) -> Result<(), Error> {
        let (objects, place) = self.at(id, part).await?;
        objects.put(&place, PutPayload::from(sealed)).await.map_err(told)?;
        Ok(())
    }

    /// What lies there, from the first byte to the last of this many, piece by piece.
    pub(super) async fn read(&self, id: Uuid, part: Part, length: u64) -> Result<impl Stream<Item = Result<Bytes, Error>> + use<>, Error> {
        let (objects, place) = self.at(id, part).await?;
        let (objects, piece) = (objects.clone(), self.piece() as u64);
        let next = move |(objects, place, at): (Arc<dyn ObjectStore>, Place, u64)| async move {
            if at >= length {
                return Ok(None);
            }
            let until = length.min(at + piece);
            let bytes = objects.get_range(&place, at..until).await.map_err(told)?;
            if bytes.len() as u64 != until - at {
                return Err(Error::unexpected(io::Error::from(io::ErrorKind::UnexpectedEof)));
            }
            Ok(Some((bytes, (objects, place, until))))
        };
        // The first piece at once: what is not there is told before anything is answered.
        let pieces = Box::pin(stream::try_unfold((objects, place, 0), next));
        let (first, others) = pieces.into_future().await;
        Ok(stream::iter(first.transpose()?.map(Ok)).chain(others))
    }

    pub(super) async fn whole(&self, id: Uuid, part: Part) -> Result<Vec<u8>, Error> {
        let (objects, place) = self.at(id, part).await?;
        let found = objects.get(&place).await.map_err(told)?;
        Ok(found.bytes().await.map_err(told)?.to_vec())
    }

    /// Takes away whatever lies under this id. What is gone already is gone.
    pub(super) async fn remove(&self, id: Uuid, parts: &[Part]) -> Result<(), Error> {
        for part in parts {
            let (objects, place) = self.at(id, *part).await?;
            match objects.delete(&place).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(told(error)),
            }
        }
        Ok(())
    }

    /// What lies on a shelf.
    pub(super) async fn shelf(&self, shelf_number: u8) -> Result<Vec<Found>, Error> {
        let (objects, top) = self.opened().await?;
        let all: Vec<_> = objects.list(Some(&top.clone().join(shelf(shelf_number)))).try_collect().await.map_err(told)?;
        let found = all.into_iter().filter_map(|object| {
            let (id, ending) = match object.location.filename()?.split_once('.') {
                Some((id, ending)) => (id, Some(ending)),
                None => (object.location.filename()?, None),
            };
            let part = match ending {
                None => Part::Whole,
                Some(ending) => Part::ENDINGS.iter().find(|(_, known)| *known == ending)?.0,
            };
            Some(Found { id: id.parse().ok()?, part, since: object.last_modified })
        });
        Ok(found.collect())
    }

    /// What was begun in the folder and broken off by a crash: the store itself shows no such thing.
    pub(super) async fn broken_off(&self, shelf_number: u8) -> Result<Vec<(PathBuf, std::time::SystemTime)>, Error> {
        let Some(folder) = self.folder().map(|folder| folder.join(shelf(shelf_number))) else { return Ok(Vec::new()) };
        let look = move || -> io::Result<Vec<_>> {
            let entries = match folder.read_dir() {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
                Err(error) => return Err(error),
            };
            let mut found = Vec::new();
            for entry in entries {
                let entry = entry?;
                if entry.file_name().to_string_lossy().contains('#') {
                    found.push((entry.path(), entry.metadata()?.modified()?));
                }
            }
            Ok(found)
        };
        tokio::task::spawn_blocking(look).await.map_err(Error::unexpected)?.map_err(Error::unexpected)
    }
}

/// What lies in the store.
pub(super) struct Found {
    pub id: Uuid,
    pub part: Part,
    pub since: chrono::DateTime<chrono::Utc>,
}

/// Where a file lies in the folder beside the database.
pub(crate) fn within_folder(id: Uuid) -> PathBuf {
    PathBuf::from(shelf(id.as_bytes()[0])).join(id.to_string())
}

fn shelf(number: u8) -> String {
    hex::encode([number])
}

fn make(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    folder.parent().map_or(Ok(()), |above| File::open(above)?.sync_all())
}

fn open(at: &FilesAt, folder: &Path) -> Result<(Arc<dyn ObjectStore>, Place), Error> {
    let bucket = match at {
        FilesAt::Beside => {
            // File and folder are on the disk before anybody hears of them.
            make(folder).map_err(Error::unexpected)?;
            let objects = LocalFileSystem::new_with_prefix(folder).map_err(told)?.with_fsync(true);
            return Ok((Arc::new(objects), Place::default()));
        }
        FilesAt::Bucket(bucket) => bucket,
    };
    // Whoever was first in this process has decided on the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (url, prefix) = bucket.url.strip_prefix("s3://").and_then(|url| url.split_once('/')).unwrap_or((&bucket.url, ""));
    let mut builder = AmazonS3Builder::new();
    for (name, value) in &bucket.says {
        if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    if let Some(endpoint) = &bucket.endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    let objects = builder.with_bucket_name(url.trim_start_matches("s3://")).build().map_err(told)?;
    Ok((Arc::new(objects), Place::parse(prefix).map_err(Error::unexpected)?))
}

/// A full disk is told as what it is.
fn told(error: object_store::Error) -> Error {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(this) = cause {
        let full = |error: &io::Error| matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
        if this.downcast_ref::<io::Error>().is_some_and(full) {
            return Refusal::StoreFull.into();
        }
        cause = this.source();
    }
    Error::unexpected(error)
}

/// A file that is being written. Dropped, it never was; in a bucket its parts stay until the bucket's own rule takes them away.
pub(super) struct Writing {
    upload: WriteMultipart,
    hash: Sha256,
}

impl Writing {
    pub async fn put(&mut self, sealed: Vec<u8>) -> Result<(), Error> {
        self.hash.update(&sealed);
        // One piece is on its way while the next one fills.
        self.upload.wait_for_capacity(1).await.map_err(told)?;
        self.upload.put(sealed.into());
        Ok(())
    }

    /// It is there now, as a whole. Gives its SHA-256.
    pub async fn end(self) -> Result<[u8; 32], Error> {
        self.upload.finish().await.map_err(told)?;
        Ok(self.hash.finalize().into())
    }

    pub async fn give_up(self) {
        let _ = self.upload.abort().await;
    }
}

/// Somebody's file on its way.
pub(super) struct Arriving {
    store: Store,
    who: Uuid,
}

impl Drop for Arriving {
    fn drop(&mut self) {
        let mut arriving = self.store.0.arriving.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(many) = arriving.get_mut(&self.who) {
            *many -= 1;
            if *many == 0 {
                arriving.remove(&self.who);
            }
        }
    }
}
