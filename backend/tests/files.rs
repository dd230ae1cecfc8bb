//! What people attach: sealed where it lies, its uploader's alone while it waits, and gone without a trace where it was broken off.

use crate::house::{House, origin};
use backend::{Bucket, Clock, Error, FilesAt, Hashing, OfficeLetter, Practice, Setup, StaffFiles};
use domain::{
    files::{FileKind, FileLine, LARGEST, MOST_OF_A_DRAFT, Refusal},
    ids::FileId,
    messages::Audience,
};
use futures_util::{Stream, TryStreamExt, stream};
use std::{
    fs,
    io::Error as Broken,
    path::{Path, PathBuf},
};
use uuid::Uuid;

crate::on_both_databases!(
    what_is_sent_lies_sealed_and_opens_again,
    what_waits_is_its_uploaders_alone,
    what_is_refused_or_broken_off_leaves_nothing,
    no_more_wait_than_may,
    what_nobody_sends_is_forgotten_after_a_day,
    store_and_table_are_held_against_each_other,
    what_was_changed_in_the_store_does_not_open,
    a_photo_is_kept_without_its_place,
);

const DRAFT: Uuid = Uuid::from_u128(7);

/// As it comes: in pieces.
fn sent(bytes: &[u8]) -> impl Stream<Item = Result<bytes::Bytes, Broken>> + Send + Unpin + use<> {
    stream::iter(bytes.chunks(60_000).map(|piece| Ok(piece.to_vec().into())).collect::<Vec<_>>())
}

async fn send(files: &StaffFiles<'_>, name: &str, bytes: &[u8]) -> Result<FileLine, Error> {
    files.receive(DRAFT, name, sent(bytes)).await
}

fn refused(answer: Result<FileLine, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusals)) => match refusals[..] {
            [domain::Refusal::Files(refusal)] => refusal,
            _ => panic!("{refusals:?}"),
        },
        other => panic!("{other:?}"),
    }
}

async fn opened(files: &StaffFiles<'_>, file: FileId) -> Result<Vec<u8>, Error> {
    let pieces: Vec<_> = files.open(file).await?.content.try_collect().await?;
    Ok(pieces.concat())
}

/// Everything that lies in the store, whole or begun.
fn lying(house: &House) -> Vec<PathBuf> {
    let within = |folder: &Path| fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    within(&house.setup.data.join("files")).iter().flat_map(|shelf| within(shelf)).collect()
}

fn pdf(length: usize) -> Vec<u8> {
    let words = b"She could not sleep. ".iter().cycle();
    b"%PDF-1.7\n".iter().chain(words).copied().take(length).collect()
}

async fn what_is_sent_lies_sealed_and_opens_again(house: House) {
    let (elena, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let files = elena.files(maya).await.unwrap();
    for length in [30, 64 * 1024, 700_001] {
        let file = send(&files, "C:\\notes\\Sleep diary.PDF", &pdf(length)).await.unwrap();
        let (kind, name) = (FileKind::Pdf, "Sleep diary.pdf".to_owned());
        assert_eq!(file, FileLine { id: file.id, name: name.clone(), kind, bytes: length as u64, preview: false });
        let open = files.open(file.id).await.unwrap();
        assert_eq!((open.name, open.kind, open.bytes), (name, kind, length as u64));
        assert_eq!(opened(&files, file.id).await.unwrap(), pdf(length));
    }
    assert_eq!(files.of_draft(DRAFT).await.unwrap().len(), 3);
    assert_eq!((house.told("files.received").await, house.told("files.opened").await), (3, 6));
    assert_eq!(lying(&house).len(), 3);
    for path in lying(&house) {
        let sealed = fs::read(&path).unwrap();
        assert!(!sealed.windows(5).any(|word| word == b"sleep" || word == b"%PDF-"));
        assert!(path.file_name().unwrap().to_str().unwrap().parse::<Uuid>().is_ok(), "under its id alone: {}", path.display());
    }
    assert_eq!(house.count("SELECT count(*) FROM files WHERE length(name) < 60").await, 0, "names are sealed");
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE detail LIKE '%iary%'").await, 0);
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn what_waits_is_its_uploaders_alone(house: House) {
    let chart = house.chart("Maya");
    let (elena, maya) = (house.staff("Reyes").await, house.client("Maya").await);
    let of_elena = elena.files(chart).await.unwrap();
    let of_maya = maya.files().await.unwrap();
    let hers = of_maya.receive(DRAFT, "a.txt", sent(b"Of Maya")).await.unwrap();
    let file = send(&of_elena, "b.txt", b"Of Elena").await.unwrap();
    assert_eq!(of_maya.of_draft(DRAFT).await.unwrap(), std::slice::from_ref(&hers));
    assert_eq!(of_elena.of_draft(DRAFT).await.unwrap(), std::slice::from_ref(&file));
    let denied = "SELECT count(*) FROM audit WHERE outcome = 'denied' AND detail = 'files'";
    assert!(matches!(of_elena.open(hers.id).await, Err(Error::NotFound)));
    assert!(matches!(of_maya.open(file.id).await, Err(Error::NotFound)));
    assert!(matches!(of_elena.remove(hers.id).await, Err(Error::NotFound)));
    assert!(matches!(of_elena.preview(file.id).await, Err(Error::NotFound)), "of what is no picture there is none");
    // Another chart's, by whoever comes in there.
    let rosa = house.client("Rosa").await;
    assert!(matches!(rosa.files().await.unwrap().open(hers.id).await, Err(Error::NotFound)));
    let elsewhere = house.chart("Jordan");
    assert!(matches!(elena.files(elsewhere).await.unwrap().open(file.id).await, Err(Error::NotFound)));
    assert!(matches!(elena.files(elsewhere).await.unwrap().remove(file.id).await, Err(Error::NotFound)));
    assert_eq!(house.count(denied).await, 7);
    // Whose work messages are not.
    let brandt = house.staff("Brandt").await;
    assert!(matches!(brandt.files(chart).await.unwrap().open(file.id).await, Err(Error::NotFound)));
    assert!(matches!(house.staff("Okafor").await.files(chart).await, Err(Error::NotFound)));
    // Held by a message, it is for whoever reads the messages, and no longer to be removed.
    let letter = OfficeLetter { audience: Audience::Clinical, subject: "Sleep".into(), body: "How was it?".into() };
    elena.messages().await.unwrap().start(chart, &letter).await.unwrap();
    let hold = "UPDATE files SET held_by = 'message', held_id = (SELECT id FROM messages) WHERE uploaded_by_account IS NOT NULL";
    house.tamper(hold).await;
    assert_eq!(opened(&of_elena, hers.id).await.unwrap(), b"Of Maya");
    assert!(matches!(brandt.files(chart).await.unwrap().open(hers.id).await, Err(Error::NotFound)), "it hangs on a clinical message");
    assert!(matches!(of_maya.remove(hers.id).await, Err(Error::NotFound)));
    assert!(of_maya.of_draft(DRAFT).await.unwrap().is_empty());
    of_elena.remove(file.id).await.unwrap();
    assert!(matches!(of_elena.remove(file.id).await, Err(Error::NotFound)));
    assert_eq!((lying(&house).len(), house.told("files.removed").await), (1, 1));
    // To whom conversations are not open, neither are their files.
    house.tamper("UPDATE grants SET kind = 'linked', scopes = 'appointments'").await;
    let maya = house.practice.client(Some(&house.client_token("Maya").await), None, origin()).await.unwrap();
    assert!(matches!(maya.files().await, Err(Error::NotFound)));
}

async fn what_is_refused_or_broken_off_leaves_nothing(house: House) {
    let elena = house.staff("Reyes").await;
    let files = elena.files(house.chart("Maya")).await.unwrap();
    let late = [&vec![b'a'; 200_000][..], b"\0"].concat();
    let cut_off = |bytes: Vec<u8>| stream::iter([Ok(bytes.into()), Err(Broken::other("gone"))]);
    assert_eq!(refused(send(&files, "empty.txt", b"").await), Refusal::Empty);
    assert_eq!(refused(send(&files, "a.svg", b"<svg/>").await), Refusal::WrongKind);
    assert_eq!(refused(send(&files, "late.txt", &late).await), Refusal::WrongKind);
    assert_eq!(refused(send(&files, "a.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0 and nothing more").await), Refusal::Unreadable);
    assert_eq!(refused(send(&files, "a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").await), Refusal::HeicLocated);
    assert_eq!(refused(files.receive(DRAFT, "a.pdf", cut_off(pdf(50))).await), Refusal::CutOff);
    assert_eq!(refused(files.receive(DRAFT, "a.pdf", cut_off(pdf(3_000_000))).await), Refusal::CutOff);
    // Nobody reads on once it is too large.
    let piece = bytes::Bytes::from(pdf(1 << 20));
    let mut read = 0;
    let endless = stream::repeat_with(|| {
        read += 1;
        Ok::<_, Broken>(piece.clone())
    });
    assert_eq!(refused(files.receive(DRAFT, "a.pdf", endless).await), Refusal::TooLarge);
    assert_eq!(read, (LARGEST >> 20) + 1, "MB were read");
    assert_eq!(house.count("SELECT count(*) FROM files").await, 0);
    assert_eq!(house.told("files.received").await, 0);
    assert_eq!(lying(&house), [] as [PathBuf; 0]);
    // Who goes away in the middle leaves a file half written, as a crash does; nobody sees it, and a day later it is gone.
    let shelf = house.setup.data.join("files/00");
    fs::create_dir_all(&shelf).unwrap();
    fs::write(shelf.join(format!("{}#1", Uuid::nil())), "begun").unwrap();
    assert_eq!(house.system.look_through_files().await.unwrap(), 0);
    assert_eq!(lying(&house).len(), 1);
    house.hands.shift(Clock::system().now() - house.setup.clock.now() + chrono::Duration::hours(25));
    house.system.look_through_files().await.unwrap();
    assert_eq!(lying(&house), [] as [PathBuf; 0]);
}

async fn no_more_wait_than_may(house: House) {
    let elena = house.staff("Reyes").await;
    let files = elena.files(house.chart("Maya")).await.unwrap();
    for number in 0..MOST_OF_A_DRAFT {
        send(&files, "a.txt", number.to_string().as_bytes()).await.unwrap();
    }
    assert_eq!(refused(send(&files, "a.txt", b"one more").await), Refusal::TooMany);
    let other = files.receive(Uuid::nil(), "a.txt", sent(b"of another message")).await.unwrap();
    for _ in 0..79 {
        house.tamper("UPDATE files SET draft_id = id").await;
        send(&files, "a.txt", b"x").await.unwrap();
    }
    assert_eq!(refused(send(&files, "a.txt", b"one more at all").await), Refusal::TooMany);
    files.remove(other.id).await.unwrap();
    // So many arrive at the same time, and no more.
    let elena = &elena;
    let slow = || async {
        let files = elena.files(house.chart("Maya")).await.unwrap();
        files.receive(DRAFT, "a.txt", Box::pin(stream::pending::<Result<bytes::Bytes, Broken>>())).await
    };
    let crowd = futures_util::future::join_all((0..6).map(|_| slow()));
    let late = async {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        refused(send(&files, "a.txt", b"late").await)
    };
    tokio::select! {
        _ = crowd => panic!("these never end"),
        refusal = late => assert_eq!(refusal, Refusal::StillArriving),
    }
    send(&files, "a.txt", b"once they are gone").await.unwrap();
}

async fn what_nobody_sends_is_forgotten_after_a_day(house: House) {
    let elena = house.staff("Reyes").await;
    let files = elena.files(house.chart("Maya")).await.unwrap();
    for _ in 0..MOST_OF_A_DRAFT {
        send(&files, "a.txt", b"never sent").await.unwrap();
    }
    house.tamper("UPDATE files SET draft_id = id").await;
    let held = send(&files, "held.txt", b"sent").await.unwrap();
    house.tamper("UPDATE files SET held_by = 'message', held_id = id WHERE draft_id <> id").await;
    house.hands.shift(chrono::Duration::hours(23));
    house.system.remove_forgotten_files().await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM files").await, 21);
    house.hands.shift(chrono::Duration::hours(2));
    house.system.remove_forgotten_files().await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM files").await, 1);
    assert_eq!((lying(&house).len(), house.told("files.removed").await), (1, 20));
    assert!(lying(&house)[0].ends_with(held.id.to_string()));
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn store_and_table_are_held_against_each_other(house: House) {
    let elena = house.staff("Reyes").await;
    let files = elena.files(house.chart("Maya")).await.unwrap();
    let (kept, lost) = (send(&files, "a.txt", b"kept").await.unwrap(), send(&files, "a.txt", b"lost").await.unwrap());
    let path = |id: &str, ending: &str| house.setup.data.join("files").join(&id[..2]).join(format!("{id}{ending}"));
    let orphan = Uuid::from_u128(0xab << 120).to_string();
    fs::create_dir_all(path(&orphan, "").parent().unwrap()).unwrap();
    for ending in ["", ".preview", ".arrived"] {
        fs::write(path(&orphan, ending), "nobody's").unwrap();
    }
    assert_eq!(house.system.look_through_files().await.unwrap(), 0);
    fs::remove_file(path(&lost.id.to_string(), "")).unwrap();
    assert_eq!(house.system.count_missing_files().await.unwrap(), 1);
    assert_eq!(house.system.look_through_files().await.unwrap(), 1);
    assert_eq!(lying(&house).len(), 4, "what is of today may still get its row");
    house.hands.shift(Clock::system().now() - house.setup.clock.now() + chrono::Duration::hours(25));
    assert_eq!(house.system.look_through_files().await.unwrap(), 1);
    assert_eq!(lying(&house), [path(&kept.id.to_string(), "")]);
    assert!(matches!(files.open(lost.id).await, Err(Error::Unexpected(_))));
    assert_eq!(house.count("SELECT count(*) FROM files").await, 2, "a row that lost its bytes stays, and is told");
}

/// F8, T44
async fn what_was_changed_in_the_store_does_not_open(house: House) {
    let elena = house.staff("Reyes").await;
    let files = elena.files(house.chart("Maya")).await.unwrap();
    let file = send(&files, "a.pdf", &pdf(900_000)).await.unwrap();
    let other = send(&files, "b.pdf", &pdf(900_000)).await.unwrap();
    let path = |file: &FileLine| lying(&house).into_iter().find(|path| path.ends_with(file.id.to_string())).unwrap();
    let (path, other) = (path(&file), path(&other));
    let whole = fs::read(&path).unwrap();
    let mut changed = whole.clone();
    changed[850_000] ^= 1;
    for sealed in [changed, whole[..whole.len() - 1].to_vec(), whole[..600_000].to_vec(), fs::read(&other).unwrap()] {
        fs::write(&path, sealed).unwrap();
        assert!(matches!(opened(&files, file.id).await, Err(Error::Unexpected(_))));
    }
    fs::write(&path, whole).unwrap();
    assert_eq!(opened(&files, file.id).await.unwrap(), pdf(900_000));
    // Another row's key and length open nothing here.
    house.tamper("UPDATE files SET data_key = (SELECT data_key FROM files ORDER BY data_key LIMIT 1)").await;
    let answers = [
        opened(&files, file.id).await.is_ok(),
        opened(&files, FileId(other.file_name().unwrap().to_str().unwrap().parse().unwrap())).await.is_ok(),
    ];
    assert_eq!(answers.iter().filter(|fine| **fine).count(), 1);
}

async fn a_photo_is_kept_without_its_place(house: House) {
    let elena = house.staff("Reyes").await;
    let files = elena.files(house.chart("Maya")).await.unwrap();
    let mut plain = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(900, 600).write_to(&mut plain, image::ImageFormat::Jpeg).unwrap();
    let plain = plain.into_inner();
    let place = b"\xFF\xE1\0\x1AExif\0\0 39.2904N 76.6122W";
    let photo = [&plain[..2], place, &plain[2..]].concat();
    let file = send(&files, "IMG_0042.JPG", &photo).await.unwrap();
    assert_eq!((file.name.as_str(), file.kind, file.preview), ("IMG_0042.jpg", FileKind::Jpeg, true));
    let kept = opened(&files, file.id).await.unwrap();
    assert_eq!(kept.len() as u64, file.bytes);
    assert!(!kept.windows(5).any(|word| word == b"39.29") && image::load_from_memory(&kept).is_ok());
    let preview = image::load_from_memory(&files.preview(file.id).await.unwrap()).unwrap();
    assert_eq!((preview.width(), preview.height()), (480, 320));
    assert_eq!(house.told("files.opened").await, 2);
    assert_eq!(lying(&house).len(), 2, "the photo and its preview; what arrived is gone");
    assert_eq!(house.system.look_through_files().await.unwrap(), 0);
    files.remove(file.id).await.unwrap();
    assert_eq!(lying(&house), [] as [PathBuf; 0]);
}

/// The server is the one that `ANTEROOM_TEST_S3` names, with a bucket `anteroom` in it: MinIO, or a double of Amazon's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_bucket_it_is_the_same() {
    let Some(endpoint) = std::env::var("ANTEROOM_TEST_S3").ok().filter(|endpoint| !endpoint.is_empty()) else {
        eprintln!("ANTEROOM_TEST_S3 is not set: no bucket was tried");
        return;
    };
    let house = House::on_sqlite(Hashing::OfTests).await;
    let says = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_REGION", "us-east-1")];
    let bucket = Bucket {
        url: format!("s3://anteroom/{}", backend::Randomness::system().id()),
        endpoint: Some(endpoint),
        says: says.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
    };
    let setup = Setup { files: FilesAt::Bucket(bucket), ..house.setup.clone() };
    let (practice, system) = Practice::open(setup).await.unwrap();
    let token = house.staff_token("Reyes").await;
    let elena = practice.staff(Some(&token), origin()).await.unwrap();
    let files = elena.files(house.chart("Maya")).await.unwrap();
    // In several parts, and in one.
    for length in [12_000_000, 30] {
        let file = send(&files, "a.pdf", &pdf(length)).await.unwrap();
        assert_eq!(opened(&files, file.id).await.unwrap(), pdf(length));
    }
    let (kept, gone) = (send(&files, "b.pdf", &pdf(9)).await.unwrap(), send(&files, "b.pdf", &pdf(10)).await.unwrap());
    files.remove(gone.id).await.unwrap();
    assert!(lying(&house).is_empty());
    assert_eq!(system.look_through_files().await.unwrap(), 0);
    house.tamper("UPDATE files SET preview_bytes = 7 WHERE bytes = 9").await;
    assert_eq!(system.count_missing_files().await.unwrap(), 1, "a preview that is not there");
    house.tamper("DELETE FROM files").await;
    house.hands.shift(Clock::system().now() - house.setup.clock.now() + chrono::Duration::hours(25));
    assert_eq!(system.look_through_files().await.unwrap(), 0);
    assert!(files.open(kept.id).await.is_err());
}
