//! Branding (CP-10): what the practice looks like to its clients, and whether that can be read.

mod colour;

pub use colour::{Oklch, Rgb, contrast};

use super::{LinkTrouble, Refusal, check_shown_address};
use crate::{charts::tidy, ids::FileId};
use serde::{Deserialize, Serialize};

/// What the practice looks like. What is not chosen looks as it comes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Branding {
    /// The colour of buttons and links, on paper and in the dark.
    pub light: Option<Rgb>,
    pub dark: Option<Rgb>,
    pub logo: Option<Logo>,
    /// What stands beside the sign-in form.
    pub welcome: Option<String>,
    /// Whom mails say they are from, where it is not the practice's name.
    pub from: Option<String>,
    /// The last line of what mails say.
    pub signature: Option<String>,
    /// The practice's own address, as `https://portal.example.com`.
    pub address: Option<String>,
}

/// The picture that stands for the practice: always a PNG, made anew from what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    pub file: FileId,
    /// Of its content, so that another picture has another address.
    pub print: String,
    pub width: u32,
    pub height: u32,
}

/// Settings → **Branding**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandingPage {
    pub name: String,
    pub branding: Branding,
    /// The address of the logo.
    pub logo: Option<String>,
    /// Where clients reach the portal now.
    pub reached_at: String,
    /// How it stands with the practice's own address, where it has named one.
    pub own: Option<OwnAddress>,
}

/// What stands in the fields of that page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrandingDraft {
    pub name: String,
    pub light: String,
    pub dark: String,
    pub line: String,
    pub from: String,
    pub signature: String,
    pub address: String,
    /// The field ("light", "dark") for which the nearest colour that can be read is taken.
    pub take: String,
}

impl BrandingDraft {
    /// The name, and all that is chosen; or everything that is wrong with it.
    pub fn read(self) -> Result<(String, Branding), Vec<Refusal>> {
        let mut refusals = Vec::new();
        let name = tidy(&self.name);
        match name.chars().count() {
            0 => refusals.push(Refusal::NameMissing),
            81.. => refusals.push(Refusal::NameTooLong),
            _ => {}
        }
        let mut colour = |field: &str, typed: &str, shade, unreadable| {
            let read = Rgb::read(typed);
            refusals.extend((read.is_none() && !typed.trim().is_empty()).then_some(unreadable));
            read.map(|colour| if self.take == field { nearest_legible(colour, shade) } else { colour })
        };
        let light = colour("light", &self.light, Shade::Light, Refusal::ColourUnreadable);
        let dark = colour("dark", &self.dark, Shade::Dark, Refusal::DarkColourUnreadable);
        let branding = Branding {
            light,
            dark,
            logo: None,
            welcome: Some(self.line),
            from: Some(self.from),
            signature: Some(self.signature),
            address: Some(self.address),
        };
        let branding = branding.tidied();
        refusals.extend(branding.check().err().into_iter().flatten());
        if refusals.is_empty() { Ok((name, branding)) } else { Err(refusals) }
    }
}

/// How it stands with the practice's own address, as far as it can be seen from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OwnAddress {
    /// It is where the portal is reached, and links in mails lead there.
    InUse,
    /// The name leads to this machine, and the portal is reached under another.
    LeadsHere,
    /// The name leads to another machine, or to what stands before this one.
    LeadsElsewhere,
    /// No name server knows it.
    NotFound,
}

/// No logo is larger when it is sent, in bytes.
pub const LARGEST_LOGO: usize = 5 << 20;
/// It is kept no wider and no taller than this, in pixels.
pub const LOGO_ROOM: (u32, u32) = (720, 240);
/// And neither side is shorter.
pub const LOGO_LEAST: u32 = 16;

/// On paper, or in the dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    Light,
    Dark,
}

/// What text has to have at least (WCAG 2.2, AA).
pub const LEAST_CONTRAST: f64 = 4.5;

/// What a practice's colour becomes on its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Links and buttons.
    pub accent: Rgb,
    /// What is written on a button.
    pub ink: Rgb,
    /// Behind what is marked.
    pub soft: Rgb,
    pub line: Rgb,
}

/// What text stands on: paper, surface, sunken, as `style/tokens.css` has them.
const ON_PAPER: [Oklch; 3] = [Oklch(0.977, 0.008, 82.0), Oklch(0.995, 0.004, 82.0), Oklch(0.953, 0.011, 82.0)];
const IN_THE_DARK: [Oklch; 3] = [Oklch(0.205, 0.014, 255.0), Oklch(0.245, 0.016, 255.0), Oklch(0.185, 0.013, 255.0)];
/// The accent as it comes.
const USUAL: [Oklch; 2] = [Oklch(0.435, 0.078, 205.0), Oklch(0.79, 0.085, 200.0)];

impl Shade {
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// Paper, surface, sunken.
    pub fn grounds(self) -> [Rgb; 3] {
        match self {
            Self::Light => ON_PAPER,
            Self::Dark => IN_THE_DARK,
        }
        .map(Oklch::rgb)
    }

    /// The words on it.
    pub fn ink(self) -> Rgb {
        match self {
            Self::Light => Oklch(0.265, 0.022, 255.0),
            Self::Dark => Oklch(0.94, 0.008, 82.0),
        }
        .rgb()
    }

    pub fn usual(self) -> Rgb {
        match self {
            Self::Light => USUAL[0],
            Self::Dark => USUAL[1],
        }
        .rgb()
    }
}

impl Palette {
    pub fn of(accent: Rgb, shade: Shade) -> Self {
        let Oklch(_, chroma, hue) = accent.oklch();
        // No more colourful than the colour itself: grey stays grey.
        let tint = |lightness, most: f64| Oklch(lightness, chroma.min(most), hue).rgb();
        match shade {
            Shade::Light => Self { accent, ink: Rgb::WHITE, soft: tint(0.937, 0.024), line: tint(0.83, 0.045) },
            Shade::Dark => Self { accent, ink: Rgb(0x10, 0x16, 0x1d), soft: tint(0.305, 0.035), line: tint(0.43, 0.05) },
        }
    }

    /// Where it is read worst: as a link on each ground, and below the words on a button.
    pub fn least_contrast(self, shade: Shade) -> f64 {
        let grounds = shade.grounds().into_iter().chain([self.soft, self.ink]);
        grounds.map(|ground| contrast(self.accent, ground)).fold(f64::INFINITY, f64::min)
    }
}

/// Whether a colour can be read wherever the portal uses it.
pub fn is_legible(colour: Rgb, shade: Shade) -> bool {
    Palette::of(colour, shade).least_contrast(shade) >= LEAST_CONTRAST
}

/// The nearest colour that can be read: of the same hue, darker on paper, lighter in the dark, and no further than it takes.
pub fn nearest_legible(colour: Rgb, shade: Shade) -> Rgb {
    let Oklch(lightness, chroma, hue) = colour.oklch();
    let (step, end) = match shade {
        Shade::Light => (-0.002, Rgb::BLACK),
        Shade::Dark => (0.002, Rgb::WHITE),
    };
    let mut tries = (0..=500).map(|many| (lightness + step * f64::from(many), many)).map(|(lightness, many)| match many {
        0 => colour,
        _ => Oklch(lightness.clamp(0.0, 1.0), chroma, hue).rgb(),
    });
    tries.find(|tried| is_legible(*tried, shade)).unwrap_or(end)
}

impl Branding {
    /// What is chosen for one of the lights; in the dark, where only the other is, what comes nearest to that.
    pub fn accent(&self, shade: Shade) -> Option<Rgb> {
        match shade {
            Shade::Light => self.light,
            Shade::Dark => self.dark.or(self.light.map(|light| nearest_legible(light, Shade::Dark))),
        }
    }

    pub fn palette(&self, shade: Shade) -> Option<Palette> {
        self.accent(shade).map(|accent| Palette::of(accent, shade))
    }

    /// Without spaces at the ends and what cannot be seen; an empty line is none.
    #[must_use]
    pub fn tidied(self) -> Self {
        let line = |line: Option<String>| line.map(|line| tidy(&line)).filter(|line| !line.is_empty());
        let address = line(self.address).map(|address| address.trim_end_matches('/').to_ascii_lowercase());
        Self { welcome: line(self.welcome), from: line(self.from), signature: line(self.signature), address, ..self }
    }

    pub fn check(&self) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        for (colour, shade) in [(self.light, Shade::Light), (self.dark, Shade::Dark)] {
            let faint = colour.filter(|colour| !is_legible(*colour, shade));
            refusals.extend(faint.map(|colour| too_faint(colour, shade)));
        }
        let too_long = |line: &Option<String>, most| line.as_ref().is_some_and(|line| line.chars().count() > most);
        refusals.extend(too_long(&self.welcome, 120).then_some(Refusal::BrandLineTooLong));
        refusals.extend(too_long(&self.from, 80).then_some(Refusal::FromTooLong));
        // A mail's sender is a name: an address in it would pass for another's (T22).
        refusals.extend(self.from.as_ref().is_some_and(|from| from.contains(['@', '<', '>'])).then_some(Refusal::FromNoName));
        refusals.extend(too_long(&self.signature, 200).then_some(Refusal::SignatureLineTooLong));
        refusals.extend(self.address.as_deref().and_then(|address| check_own_address(address).err()));
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }
}

fn too_faint(colour: Rgb, shade: Shade) -> Refusal {
    let (least, nearest) = (Palette::of(colour, shade).least_contrast(shade), nearest_legible(colour, shade));
    // Never told as enough.
    let tenths = (least * 10.0).floor() as u16;
    match shade {
        Shade::Light => Refusal::ColourTooFaint { tenths, nearest },
        Shade::Dark => Refusal::DarkColourTooFaint { tenths, nearest },
    }
}

/// The practice's own address: https, a host with a dot in it, and nothing behind it.
fn check_own_address(address: &str) -> Result<(), Refusal> {
    check_shown_address(address).map_err(|trouble| Refusal::OwnAddressUnfit { trouble })?;
    let host = address.strip_prefix("https://").unwrap_or_default();
    let label = |label: &str| {
        let inner = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..=63).contains(&label.len()) && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    let named = host.contains('.') && host.split('.').all(label) && host.bytes().any(|byte| byte.is_ascii_alphabetic());
    if named { Ok(()) } else { Err(Refusal::OwnAddressUnfit { trouble: LinkTrouble::Unreadable }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Many colours, from all of the cube.
    fn colours() -> impl Iterator<Item = Rgb> {
        let steps = || (0..=255).step_by(51);
        steps().flat_map(move |r| steps().flat_map(move |g| steps().map(move |b| Rgb(r as u8, g as u8, b as u8))))
    }

    #[test]
    fn the_grounds_are_those_of_the_pages() {
        let css = include_str!("../../../style/tokens.css");
        for Oklch(lightness, chroma, hue) in ON_PAPER.into_iter().chain(IN_THE_DARK).chain(USUAL) {
            let token = format!("oklch({lightness} {chroma} {hue})");
            assert!(css.contains(&token), "{token} is not in style/tokens.css");
        }
    }

    #[test]
    fn what_comes_with_the_program_can_be_read() {
        for shade in Shade::ALL {
            assert!(is_legible(shade.usual(), shade), "{shade:?}");
        }
    }

    #[test]
    fn every_colour_has_a_neighbour_that_can_be_read_in_both_lights() {
        for colour in colours() {
            for shade in Shade::ALL {
                let nearest = nearest_legible(colour, shade);
                assert!(is_legible(nearest, shade), "{colour} → {nearest} {shade:?}");
                assert_eq!(is_legible(colour, shade), nearest == colour, "{colour} {shade:?}");
                assert_eq!(nearest_legible(nearest, shade), nearest);
            }
        }
    }

    #[test]
    fn the_neighbour_is_the_same_hue_and_the_first_that_passes() {
        let (pink, teal) = (Rgb(0xff, 0x9e, 0xc0), Rgb(0x4f, 0xb3, 0xbf));
        for colour in [pink, teal] {
            let (Oklch(l, _, hue), nearest) = (colour.oklch(), nearest_legible(colour, Shade::Light));
            let Oklch(darker, _, of_nearest) = nearest.oklch();
            assert!(darker < l && (hue - of_nearest).abs() < 6.0, "{colour} → {nearest}");
            let least = Palette::of(nearest, Shade::Light).least_contrast(Shade::Light);
            assert!((4.5..4.7).contains(&least), "{nearest}: {least}");
        }
    }

    #[test]
    fn what_nobody_can_read_is_refused_with_what_comes_nearest() {
        let pale = Branding { light: Rgb::read("#ffee88"), dark: Rgb::read("#101010"), ..Branding::default() };
        let refusals = pale.check().unwrap_err();
        let [Refusal::ColourTooFaint { tenths, nearest }, Refusal::DarkColourTooFaint { nearest: dark, .. }] = refusals[..] else {
            panic!("{refusals:?}")
        };
        assert!(tenths < 45 && is_legible(nearest, Shade::Light) && is_legible(dark, Shade::Dark));
        let mended = Branding { light: Some(nearest), dark: Some(dark), ..Branding::default() };
        assert_eq!(mended.check(), Ok(()));
    }

    #[test]
    fn one_press_takes_what_comes_nearest_and_loses_nothing() {
        let draft = BrandingDraft { name: "Harbor Street".into(), light: "#ffee88".into(), from: "Harbor".into(), ..Default::default() };
        assert!(matches!(draft.clone().read().unwrap_err()[..], [Refusal::ColourTooFaint { .. }]));
        let (name, taken) = BrandingDraft { take: "light".into(), ..draft.clone() }.read().unwrap();
        assert!(name == "Harbor Street" && taken.from.as_deref() == Some("Harbor"));
        assert_eq!(taken.light, Some(nearest_legible(Rgb(0xff, 0xee, 0x88), Shade::Light)));
        let wrong = BrandingDraft { name: " ".into(), light: "teal".into(), dark: "x".into(), ..draft };
        assert_eq!(wrong.read(), Err(vec![Refusal::NameMissing, Refusal::ColourUnreadable, Refusal::DarkColourUnreadable]));
    }

    #[test]
    fn in_the_dark_the_colour_is_lightened_where_no_other_is_chosen() {
        let navy = Branding { light: Rgb::read("#14285a"), ..Branding::default() };
        assert_eq!(navy.check(), Ok(()));
        assert!(is_legible(navy.accent(Shade::Dark).unwrap(), Shade::Dark));
        assert_eq!(Branding::default().palette(Shade::Dark), None);
    }

    #[test]
    fn lines_are_lines_and_a_sender_is_a_name() {
        let of = |from: &str| Branding { from: Some(from.into()), ..Branding::default() }.tidied().check();
        assert_eq!(of("  Harbor Street  "), Ok(()));
        assert_eq!(of("billing@example.com"), Err(vec![Refusal::FromNoName]));
        assert_eq!(of("Bank <b>"), Err(vec![Refusal::FromNoName]));
        assert_eq!(of(&"x".repeat(81)), Err(vec![Refusal::FromTooLong]));
        let long = Branding { welcome: Some("x".repeat(121)), signature: Some("x".repeat(201)), ..Branding::default() };
        assert_eq!(long.check(), Err(vec![Refusal::BrandLineTooLong, Refusal::SignatureLineTooLong]));
        assert_eq!(Branding { welcome: Some("  ".into()), ..Branding::default() }.tidied(), Branding::default());
    }

    #[test]
    fn an_own_address_is_a_host_and_no_more() {
        let of = |address: &str| Branding { address: Some(address.into()), ..Branding::default() }.tidied();
        for right in ["https://portal.harborstreet.example", "https://Portal.HarborStreet.example/"] {
            assert_eq!(of(right).check(), Ok(()), "{right}");
            assert_eq!(of(right).address.as_deref(), Some("https://portal.harborstreet.example"));
        }
        for wrong in [
            "portal.example.com",
            "http://portal.example.com",
            "https://localhost",
            "https://a/b",
            "https://x@y.example",
            "https://127.0.0.1",
            "https://a.example:80",
            "https://-a.example",
            "https://a..example",
        ] {
            assert!(of(wrong).check().is_err(), "{wrong}");
        }
    }
}
