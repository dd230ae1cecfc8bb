//! What the practice looks like: colours that can be read, a logo that is a picture, one name in pages, mails and papers; and settings
//! that come many at once and go back again.

use crate::{documents::is_not_found, house::House};
use backend::{BrandFile, Error, Staff};
use domain::{
    files::Refusal as FileRefusal,
    invites::{IdentityRule, Refusal as InviteRefusal, RegistrationPage},
    messages::Mode,
    settings::{BrandingDraft, Fate, Pattern, Refusal, Rgb, Setting, SettingsPart, Value, WelcomeMail, told},
    sign_in::StepUpScope,
};
use image::{ImageFormat, Rgb as Pixel, RgbImage};
use std::io::Cursor;

crate::on_both_databases!(
    colours_are_a_sheet_under_a_name_of_its_content,
    what_nobody_can_read_is_refused_and_nothing_is_changed,
    a_logo_is_made_anew_and_takes_the_place_of_the_one_before,
    what_is_no_picture_is_refused_with_the_reason,
    only_administrators_change_what_the_practice_looks_like,
    a_pattern_changes_what_was_shown_in_one_act_and_goes_back,
    a_pattern_that_was_seen_otherwise_is_not_applied,
    what_was_changed_since_is_not_taken_back,
    each_page_of_settings_changes_its_part,
    where_only_the_birth_date_is_asked_it_opens_the_record,
    the_welcome_mail_tells_of_no_health_unless_somebody_insists,
);

fn refusals<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<domain::Refusal> {
    match result {
        Err(Error::Refused(refusals)) => refusals,
        other => panic!("{other:?}"),
    }
}

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    RgbImage::from_pixel(64, 32, Pixel([31, 111, 120])).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

async fn sends(staff: &Staff, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let sent =
        futures_util::stream::iter(bytes.chunks(10_000).map(|piece| Ok::<_, std::io::Error>(piece.to_vec().into())).collect::<Vec<_>>());
    staff.settings().await?.receive_logo(name, sent).await
}

fn draft(light: &str) -> BrandingDraft {
    BrandingDraft { name: "Harbor Street Counseling".into(), light: light.into(), ..BrandingDraft::default() }
}

async fn file(house: &House, address: &str) -> Option<Vec<u8>> {
    match house.visitor().brand_file(address.strip_prefix("/brand/").unwrap()).await {
        Ok(BrandFile::Sheet(sheet)) => Some(sheet.into_bytes()),
        Ok(BrandFile::Logo(png)) => Some(png),
        Err(error) => {
            assert!(is_not_found(Err::<(), _>(error)));
            None
        }
    }
}

async fn colours_are_a_sheet_under_a_name_of_its_content(house: House) {
    let tomas = house.staff("Vidal").await;
    let room = tomas.settings().await.unwrap();
    room.change_branding(BrandingDraft { name: "Harbor & Street".into(), line: " Come in ".into(), ..draft("#7a2048") }).await.unwrap();
    assert_eq!(house.told("settings.branding_changed").await, 1);
    let brand = house.visitor().brand().await.unwrap();
    assert_eq!((brand.welcome.as_deref(), house.visitor().practice_name().await.unwrap().0.as_str()), (Some("Come in"), "Harbor & Street"));
    let first = brand.sheet.unwrap();
    let sheet = String::from_utf8(file(&house, &first).await.unwrap()).unwrap();
    assert!(sheet.contains("--accent:#7a2048") && sheet.contains("prefers-color-scheme:dark"));
    room.change_branding(draft("#204a7a")).await.unwrap();
    let second = house.visitor().brand().await.unwrap().sheet.unwrap();
    assert!(second != first && file(&house, &first).await.is_none() && file(&house, &second).await.is_some());
    room.change_branding(draft("")).await.unwrap();
    assert_eq!(house.visitor().brand().await.unwrap().sheet, None);
}

async fn what_nobody_can_read_is_refused_and_nothing_is_changed(house: House) {
    let tomas = house.staff("Vidal").await;
    let room = tomas.settings().await.unwrap();
    room.change_branding(draft("#7a2048")).await.unwrap();
    let Err(Error::Refused(refused)) = room.change_branding(draft("#ffee88")).await else { panic!("it was taken") };
    let [domain::Refusal::Settings(Refusal::ColourTooFaint { nearest, .. })] = refused[..] else { panic!("{refused:?}") };
    assert_eq!(room.branding().await.unwrap().branding.light, Rgb::read("#7a2048"));
    room.change_branding(BrandingDraft { take: "light".into(), ..draft("#ffee88") }).await.unwrap();
    assert_eq!(room.branding().await.unwrap().branding.light, Some(nearest));
    let wrong = BrandingDraft { from: "billing@example.com".into(), address: "http://x".into(), ..draft("teal") };
    assert_eq!(refusals(room.change_branding(wrong).await).len(), 3);
}

async fn a_logo_is_made_anew_and_takes_the_place_of_the_one_before(house: House) {
    let tomas = house.staff("Vidal").await;
    let with_remark = [picture(ImageFormat::Jpeg), b"taken at home by Elena".to_vec()].concat();
    sends(&tomas, "logo.jpg", &with_remark).await.unwrap();
    let first = house.visitor().brand().await.unwrap().logo.unwrap();
    let kept = file(&house, &first.address).await.unwrap();
    assert!(kept.starts_with(b"\x89PNG") && (first.width, first.height) == (64, 32));
    assert!(!kept.windows(5).any(|bytes| bytes == b"Elena"));
    sends(&tomas, "logo.png", &picture(ImageFormat::Png)).await.unwrap();
    let second = house.visitor().brand().await.unwrap().logo.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM practice_files").await, 1, "the one before is forgotten");
    // A change of colours keeps it.
    tomas.settings().await.unwrap().change_branding(draft("#7a2048")).await.unwrap();
    assert_eq!(house.visitor().brand().await.unwrap().logo, Some(second));
    tomas.settings().await.unwrap().remove_logo().await.unwrap();
    assert_eq!(house.visitor().brand().await.unwrap().logo, None);
    assert_eq!(house.count("SELECT count(*) FROM practice_files").await, 0);
    tomas.settings().await.unwrap().remove_logo().await.unwrap();
}

/// T23
async fn what_is_no_picture_is_refused_with_the_reason(house: House) {
    let tomas = house.staff("Vidal").await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    for (name, bytes, why) in [
        ("logo.svg", &svg[..], Refusal::LogoCouldRun),
        ("logo.png", svg, Refusal::LogoCouldRun),
        ("logo.png", b"#!/bin/sh\nrm -r x", Refusal::LogoCouldRun),
        ("logo.png", b"GIF89a\x01\0\x01\0\0\0\0;", Refusal::LogoWrongKind),
        ("logo.pdf", b"%PDF-1.7\n", Refusal::LogoWrongKind),
        ("logo.png", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDRbroken", Refusal::LogoUnreadable),
    ] {
        assert_eq!(refusals(sends(&tomas, name, bytes).await), [why.into()], "{name}");
    }
    assert_eq!(refusals(sends(&tomas, "logo.png", b"").await), [FileRefusal::Empty.into()]);
    let large = [picture(ImageFormat::Png), vec![0; 5 << 20]].concat();
    assert_eq!(refusals(sends(&tomas, "logo.png", &large).await), [Refusal::LogoTooLarge.into()]);
    assert_eq!(house.visitor().brand().await.unwrap().logo, None);
    assert_eq!(house.count("SELECT count(*) FROM practice_files").await, 0);
}

async fn only_administrators_change_what_the_practice_looks_like(house: House) {
    for name in ["Reyes", "Whitfield", "Brandt", "Abara"] {
        assert!(matches!(house.staff(name).await.settings().await.err(), Some(Error::NotAllowed)), "{name}");
    }
}

async fn a_pattern_changes_what_was_shown_in_one_act_and_goes_back(house: House) {
    let tomas = house.staff("Vidal").await;
    let room = tomas.settings().await.unwrap();
    let before = room.read().await.unwrap();
    let page = room.patterns(Some(Pattern::Therapist)).await.unwrap();
    assert_eq!(page.last, None);
    let (_, changes, seen) = page.looked_at.unwrap();
    assert_eq!(seen, told(&changes));
    assert!(changes.iter().any(|change| change.setting == Setting::Invites && change.to == Value::On), "{changes:?}");
    room.apply_pattern(Pattern::Therapist, &seen).await.unwrap();
    assert_eq!(house.told("settings.pattern_applied").await, 1);
    let after = room.read().await.unwrap();
    assert!(after.access.invites_new_clients && after.communications.mode == Mode::AssignedClientsOnly);
    assert_eq!((&after.communications.answer, &after.name), (&before.communications.answer, &before.name));
    // Once more, or in another window, it changes nothing.
    assert!(room.apply_pattern(Pattern::Therapist, &seen).await.is_err());
    let last = room.patterns(None).await.unwrap().last.unwrap();
    assert!(last.changes.iter().all(|(_, fate)| *fate == Fate::PutBack) && last.by == "Tomás Vidal");
    assert!(!room.undo_pattern(last.id).await.unwrap());
    assert_eq!(house.told("settings.pattern_undone").await, 1);
    let back = room.read().await.unwrap();
    assert_eq!((back.access, back.communications, back.features), (before.access, before.communications, before.features));
    assert!(is_not_found(room.undo_pattern(last.id).await), "twice it is not there");
}

async fn a_pattern_that_was_seen_otherwise_is_not_applied(house: House) {
    let tomas = house.staff("Vidal").await;
    let room = tomas.settings().await.unwrap();
    let (_, _, seen) = room.patterns(Some(Pattern::Group)).await.unwrap().looked_at.unwrap();
    let other = domain::settings::Communications { mode: Mode::NeverInitiate, ..Default::default() };
    room.change_communications(other).await.unwrap();
    assert_eq!(refusals(room.apply_pattern(Pattern::Group, &seen).await), [Refusal::PatternChangedMeanwhile.into()]);
    assert_eq!(room.read().await.unwrap().communications.mode, Mode::NeverInitiate);
    let coach = room.patterns(Some(Pattern::Coach)).await.unwrap();
    let (_, changes, seen) = coach.looked_at.unwrap();
    if coach.package_missing && changes.iter().any(|change| change.setting == Setting::NewClientForms) {
        assert_eq!(refusals(room.apply_pattern(Pattern::Coach, &seen).await), [Refusal::PatternNeedsPackage.into()]);
        assert!(!room.read().await.unwrap().access.invites_new_clients, "all of it, or nothing");
    }
    // Who may come in asks for fresh proof.
    let (_, _, seen) = room.patterns(Some(Pattern::Therapist)).await.unwrap().looked_at.unwrap();
    house.hands.shift(chrono::Duration::minutes(6));
    let late = house.practice.staff(Some(&house.staff_token("Vidal").await), crate::house::origin()).await.unwrap();
    house.hands.shift(chrono::Duration::minutes(6));
    let asked = late.settings().await.unwrap().apply_pattern(Pattern::Therapist, &seen).await;
    assert!(matches!(asked, Err(Error::ProofNeeded(StepUpScope::Settings))), "{asked:?}");
}

async fn what_was_changed_since_is_not_taken_back(house: House) {
    let tomas = house.staff("Vidal").await;
    let room = tomas.settings().await.unwrap();
    let (_, _, seen) = room.patterns(Some(Pattern::Therapist)).await.unwrap().looked_at.unwrap();
    room.apply_pattern(Pattern::Therapist, &seen).await.unwrap();
    let since = domain::settings::Communications { mode: Mode::AllClients, ..Default::default() };
    room.change_communications(since).await.unwrap();
    let last = room.patterns(None).await.unwrap().last.unwrap();
    let fate = |setting| last.changes.iter().find(|(change, _)| change.setting == setting).unwrap().1;
    assert_eq!(fate(Setting::Mode), Fate::Since(Value::Mode(Mode::AllClients)));
    assert_eq!(fate(Setting::Invites), Fate::PutBack);
    assert!(room.undo_pattern(last.id).await.unwrap(), "it says that something stays");
    let now = room.read().await.unwrap();
    assert!(!now.access.invites_new_clients && now.communications.mode == Mode::AllClients);
}

async fn each_page_of_settings_changes_its_part(house: House) {
    let tomas = house.staff("Vidal").await;
    let room = tomas.settings().await.unwrap();
    let before = room.read().await.unwrap();
    let mut other = before.clone();
    (other.name, other.features.downloads, other.access.identity) = ("Harbor".into(), false, IdentityRule::BirthDateOnly);
    (other.access.invites_new_clients, other.access.staff_need_factor) = (true, !before.access.staff_need_factor);
    room.change_part(Some(SettingsPart::Practice), other.clone()).await.unwrap();
    let now = room.read().await.unwrap();
    assert_eq!((now.name.as_str(), now.features, now.access), ("Harbor", before.features, before.access));
    other.version = now.version;
    room.change_part(Some(SettingsPart::Portal), other.clone()).await.unwrap();
    let now = room.read().await.unwrap();
    assert!(!now.features.downloads && now.access.identity == IdentityRule::BirthDateOnly && !now.access.invites_new_clients);
    other.version = before.version;
    assert_eq!(refusals(room.change_part(Some(SettingsPart::Invites), other.clone()).await), [Refusal::ChangedMeanwhile.into()]);
    other.version = String::new();
    room.change_part(Some(SettingsPart::Invites), other.clone()).await.unwrap();
    let now = room.read().await.unwrap();
    assert!(now.access.invites_new_clients && now.access.staff_need_factor == before.access.staff_need_factor);
}

/// IC-09
async fn where_only_the_birth_date_is_asked_it_opens_the_record(house: House) {
    let tomas = house.staff("Vidal").await;
    let room = tomas.settings().await.unwrap();
    let mut settings = room.read().await.unwrap();
    settings.access.identity = IdentityRule::BirthDateOnly;
    room.change_part(Some(SettingsPart::Portal), settings).await.unwrap();
    house.staff("Reyes").await.invites().await.unwrap().activate(house.chart("Jordan"), Default::default()).await.unwrap();
    let link = house.newest_link("jordan.avery@example.com").await;
    let token = link.strip_prefix("/register/").unwrap().to_owned();
    let page = house.visitor().registration(&token, None).await.unwrap();
    assert!(matches!(page, RegistrationPage::Identity { rule: IdentityRule::BirthDateOnly, .. }), "{page:?}");
    assert_eq!(refusals(house.visitor().check_identity(&token, "", "1985-07-03").await), [InviteRefusal::IdentityMismatch.into()]);
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE detail = 'birth date'").await, 1);
    house.visitor().check_identity(&token, "", "1985-07-02").await.expect("the date alone opens it");
}

/// IC-07
async fn the_welcome_mail_tells_of_no_health_unless_somebody_insists(house: House) {
    let tomas = house.staff("Vidal").await;
    let room = tomas.settings().await.unwrap();
    let words = |text: &str| WelcomeMail { subject: "Welcome".into(), text: text.into() };
    let telling = words("Your therapy with Dr. Reyes begins.");
    assert_eq!(refusals(room.change_welcome(&telling, "").await), [Refusal::WelcomeTells.into()]);
    assert_eq!(refusals(room.change_welcome(&telling, "therapy").await), [Refusal::WelcomeTells.into()], "not all of it was read");
    assert_ne!(room.read().await.unwrap().welcome, telling);
    room.change_welcome(&telling, "therapy, Reyes").await.unwrap();
    assert_eq!(room.read().await.unwrap().welcome, telling);
    room.change_welcome(&words("Come in."), "").await.unwrap();
}
