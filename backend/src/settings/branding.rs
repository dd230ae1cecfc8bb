//! **Branding** (CP-10): what the practice looks like to its clients. Its colours are a small stylesheet, and its logo a picture; both
//! stand under an address that is made of their content, so a browser keeps them for good.

use super::{StaffSettings, json, load, table};
use crate::{
    actors::Visitor,
    audit::Event,
    error::Error,
    files::{self, Laid, Picture},
    practice::Practice,
    secrets::sha256,
};
use bytes::Bytes;
use domain::{
    audit::AuditAct,
    ids::FileId,
    settings::{Branding, BrandingDraft, BrandingPage, Logo, OwnAddress, Palette, Refusal, Rgb, Shade},
};
use futures_util::Stream;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use std::{sync::Arc, time::Duration};

/// So long a name server is waited for.
const LOOK_UP: Duration = Duration::from_secs(3);

/// What the pages of the portal know of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// The address of the colours, where any are chosen.
    pub sheet: Option<String>,
    pub logo: Option<BrandLogo>,
    /// What stands beside the sign-in form.
    pub welcome: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrandLogo {
    pub address: String,
    pub width: u32,
    pub height: u32,
}

/// One of the files that a brand is made of.
pub enum BrandFile {
    Sheet(String),
    Logo(Vec<u8>),
}

/// What papers and mails need.
#[derive(Clone, Debug, Default)]
pub(crate) struct Look {
    pub accent: Option<Rgb>,
    /// A PNG, and its sides in pixels.
    pub logo: Option<(Arc<Vec<u8>>, u32, u32)>,
}

impl Visitor {
    pub async fn brand(&self) -> Result<Brand, Error> {
        Ok(brand_of(&self.practice_settings().await?.branding))
    }

    /// What stands under an address of the brand: what it is now, and nothing older.
    pub async fn brand_file(&self, name: &str) -> Result<BrandFile, Error> {
        let branding = self.practice_settings().await?.branding;
        if let Some(sheet) = stylesheet(&branding).filter(|sheet| sheet_name(sheet) == name) {
            return Ok(BrandFile::Sheet(sheet));
        }
        match branding.logo.filter(|logo| logo_name(logo) == name) {
            Some(logo) => Ok(BrandFile::Logo(files::whole_of_practice(&self.practice, logo.file.0).await?)),
            None => Err(Error::NotFound),
        }
    }
}

impl StaffSettings<'_> {
    /// Settings → **Branding**.
    pub async fn branding(&self) -> Result<BrandingPage, Error> {
        let practice = &self.0.practice;
        let settings = load(practice).await?;
        let own = match &settings.branding.address {
            Some(address) => Some(look_up(address, &practice.public_url).await),
            None => None,
        };
        self.0.record(Event::of(AuditAct::SettingsOpened).detail("branding")).await?;
        let logo = settings.branding.logo.as_ref().map(logo_address);
        Ok(BrandingPage { name: settings.name, branding: settings.branding, logo, reached_at: practice.public_url.to_string(), own })
    }

    /// Changes all of it but the logo.
    pub async fn change_branding(&self, draft: BrandingDraft) -> Result<(), Error> {
        let (name, branding) = draft.read()?;
        let write = self.0.write().await?;
        let row = table::for_update(&*write).await?.ok_or(Error::NotFound)?;
        // The logo is sent by itself, and stays.
        let logo = super::read(row.clone())?.branding.logo;
        let branding = Branding { logo, ..branding };
        table::ActiveModel { name: Set(name), branding: Set(json(&branding)), ..row.into_active_model() }.update(&*write).await?;
        Ok(write.commit(Event::of(AuditAct::BrandingChanged)).await?)
    }

    /// Takes a logo in, as it comes.
    pub async fn receive_logo<E>(&self, name: &str, sent: impl Stream<Item = Result<Bytes, E>> + Send + Unpin) -> Result<(), Error> {
        let (laid, picture) = files::receive_logo(self.0, name, sent).await?;
        let kept = self.keep_logo(&laid, picture).await;
        if kept.is_err() {
            laid.give_up(&self.0.practice).await;
        }
        kept
    }

    async fn keep_logo(&self, laid: &Laid, Picture { print, width, height }: Picture) -> Result<(), Error> {
        let staff = self.0;
        let write = staff.write().await?;
        let row = table::for_update(&*write).await?.ok_or(Error::NotFound)?;
        let before = super::read(row.clone())?.branding;
        files::put_of_practice(&staff.practice, &write, laid, staff.member.id).await?;
        let old = before.logo.as_ref().map(|logo| logo.file);
        let branding = Branding { logo: Some(Logo { file: FileId(laid.id), print, width, height }), ..before };
        table::ActiveModel { branding: Set(json(&branding)), ..row.into_active_model() }.update(&*write).await?;
        if let Some(old) = old {
            files::remove_of_practice(&write, old.0).await?;
        }
        Ok(write.commit(Event::of(AuditAct::BrandingChanged).detail("a new logo")).await?)
    }

    /// Where the form was sent without a picture.
    pub async fn receive_no_logo(&self) -> Result<(), Error> {
        Err(Refusal::LogoMissing.into())
    }

    /// The name stands alone again.
    pub async fn remove_logo(&self) -> Result<(), Error> {
        let write = self.0.write().await?;
        let row = table::for_update(&*write).await?.ok_or(Error::NotFound)?;
        let before = super::read(row.clone())?.branding;
        let Some(old) = before.logo.as_ref().map(|logo| logo.file) else {
            return Ok(write.commit(Event::of(AuditAct::BrandingChanged).detail("no logo, as before")).await?);
        };
        table::ActiveModel { branding: Set(json(&Branding { logo: None, ..before })), ..row.into_active_model() }.update(&*write).await?;
        files::remove_of_practice(&write, old.0).await?;
        Ok(write.commit(Event::of(AuditAct::BrandingChanged).detail("no logo any more")).await?)
    }
}

/// What papers and mails look like now. A logo whose bytes are lost must keep nobody from their paper.
pub(crate) async fn look(practice: &Practice) -> Result<Look, Error> {
    look_of(practice, &load(practice).await?.branding).await
}

pub(crate) async fn look_of(practice: &Practice, branding: &Branding) -> Result<Look, Error> {
    let logo = match &branding.logo {
        None => None,
        Some(logo) => match files::whole_of_practice(practice, logo.file.0).await {
            Ok(png) => Some((Arc::new(png), logo.width, logo.height)),
            Err(error) => {
                tracing::error!(%error, file = %logo.file.0, "the logo cannot be read: send it again under Settings, Branding");
                None
            }
        },
    };
    Ok(Look { accent: branding.accent(Shade::Light), logo })
}

fn brand_of(branding: &Branding) -> Brand {
    Brand {
        sheet: stylesheet(branding).map(|sheet| format!("/brand/{}", sheet_name(&sheet))),
        logo: branding.logo.as_ref().map(|logo| BrandLogo { address: logo_address(logo), width: logo.width, height: logo.height }),
        welcome: branding.welcome.clone(),
    }
}

fn logo_name(logo: &Logo) -> String {
    format!("{}.png", logo.print)
}

fn logo_address(logo: &Logo) -> String {
    format!("/brand/{}", logo_name(logo))
}

fn sheet_name(sheet: &str) -> String {
    format!("{}.css", hex::encode(&sha256(sheet.as_bytes())[..8]))
}

/// The colours, for both lights. Where the system has colours of its own for who needs them, those stay.
fn stylesheet(branding: &Branding) -> Option<String> {
    let tokens = |Palette { accent, ink, soft, line }| {
        format!(":root{{--accent:{accent};--accent-ink:{ink};--accent-soft:{soft};--accent-line:{line}}}")
    };
    let (light, dark) = (branding.palette(Shade::Light).map(tokens), branding.palette(Shade::Dark).map(tokens));
    let light = light.map(|tokens| format!("@media (prefers-color-scheme:light){{{tokens}}}"));
    let dark = dark.map(|tokens| format!("@media (prefers-color-scheme:dark){{{tokens}}}"));
    if light.is_none() && dark.is_none() {
        return None;
    }
    const FORCED: &str =
        "@media (forced-colors:active){:root{--accent:LinkText;--accent-ink:Canvas;--accent-soft:Canvas;--accent-line:LinkText}}";
    Some([light.unwrap_or_default(), dark.unwrap_or_default(), FORCED.to_owned()].concat())
}

/// Whether the practice's own address leads here, as far as can be seen from here.
async fn look_up(address: &str, reached_at: &str) -> OwnAddress {
    if address == reached_at {
        return OwnAddress::InUse;
    }
    let host = |address: &str| {
        address.trim_start_matches("https://").trim_start_matches("http://").split(':').next().unwrap_or_default().to_owned()
    };
    let (own, here) = (found(&host(address)).await, found(&host(reached_at)).await);
    match (own, here) {
        (None, _) => OwnAddress::NotFound,
        (Some(own), Some(here)) if own.iter().any(|at| here.contains(at)) => OwnAddress::LeadsHere,
        (Some(_), _) => OwnAddress::LeadsElsewhere,
    }
}

async fn found(host: &str) -> Option<Vec<std::net::IpAddr>> {
    let asked = tokio::time::timeout(LOOK_UP, tokio::net::lookup_host((host.to_owned(), 443))).await;
    let found: Vec<_> = asked.ok()?.ok()?.map(|at| at.ip()).collect();
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_a_sheet_under_the_name_of_its_content() {
        assert_eq!(stylesheet(&Branding::default()), None);
        let of = |light: &str| Branding { light: Rgb::read(light), ..Branding::default() };
        let sheet = stylesheet(&of("#7a2048")).unwrap();
        assert!(sheet.contains("--accent:#7a2048") && sheet.contains("prefers-color-scheme:dark") && sheet.contains("LinkText"));
        assert!(!sheet.contains("style=") && !sheet.contains("url("));
        let brand = brand_of(&of("#7a2048"));
        assert_ne!(brand.sheet, brand_of(&of("#7a2049")).sheet);
        assert_eq!(brand.sheet, brand_of(&of("7A2048")).sheet);
    }
}
