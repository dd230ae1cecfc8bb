//! What the practice of the cast looks like: the blue of its harbor, and a small picture of it.

use super::acting;
use crate::{clock::Clock, error::Error, practice::Practice, sign_in};
use chrono::Duration;
use domain::settings::BrandingDraft;
use image::{ImageFormat, Rgba, RgbaImage};
use std::io::Cursor;

const SIDE: u32 = 192;
const BLUE: [u8; 3] = [0x27, 0x57, 0x7f];
const SAND: [u8; 3] = [0xf6, 0xd9, 0x9b];
const FOAM: [u8; 3] = [0xfb, 0xf7, 0xef];

/// Chosen by the administrator when the portal was new.
pub(super) async fn choose(practice: &Practice) -> Result<(), Error> {
    let team = sign_in::team(practice.db.read()).await?;
    let Some(tomas) = team.into_iter().find(|member| member.last_name == "Vidal") else { return Ok(()) };
    let (clock, _) = Clock::standing(practice.clock.now() - Duration::days(80));
    let then = practice.under(clock);
    let actor = acting(&then, &tomas);
    let settings = actor.settings().await?;
    let draft = BrandingDraft {
        name: "Harbor Street Counseling".into(),
        light: "#27577f".into(),
        dark: "#9cc3e6".into(),
        line: "A calm harbor, and somebody who listens".into(),
        signature: "Warmly, all of us at Harbor Street".into(),
        ..BrandingDraft::default()
    };
    settings.change_branding(draft).await?;
    settings.receive_logo("harbor.png", futures_util::stream::iter([Ok::<_, std::io::Error>(harbor()?.into())])).await
}

/// A low sun over two waves, on a round sign.
fn harbor() -> Result<Vec<u8>, Error> {
    let picture = RgbaImage::from_fn(SIDE, SIDE, |x, y| {
        // Four looks at each point make its edges smooth.
        let looks = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)].map(|(dx, dy)| seen(f64::from(x) + dx, f64::from(y) + dy));
        let there: Vec<[u8; 3]> = looks.into_iter().flatten().collect();
        let many = there.len().max(1);
        let part = |at: usize| (there.iter().map(|colour| usize::from(colour[at])).sum::<usize>() / many) as u8;
        Rgba([part(0), part(1), part(2), (there.len() * 255 / 4) as u8])
    });
    let mut png = Vec::new();
    picture.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).map_err(Error::unexpected)?;
    Ok(png)
}

fn seen(x: f64, y: f64) -> Option<[u8; 3]> {
    let (dx, dy) = (x / f64::from(SIDE) - 0.5, y / f64::from(SIDE) - 0.5);
    if dx.hypot(dy) > 0.5 {
        return None;
    }
    let wave = |at: f64, thick: f64| (dy - at - 0.028 * (dx * 15.0).sin()).abs() < thick;
    let sun = dx.hypot(dy - 0.02) < 0.2 && dy < 0.02;
    Some(if sun {
        SAND
    } else if wave(0.12, 0.022) || wave(0.23, 0.022) {
        FOAM
    } else {
        BLUE
    })
}
