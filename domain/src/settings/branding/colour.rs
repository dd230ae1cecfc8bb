//! Colours, and whether they can be read: WCAG's contrast, and OKLCH, in which a colour becomes lighter or darker and stays itself.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A colour of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    pub const WHITE: Self = Self(255, 255, 255);
    pub const BLACK: Self = Self(0, 0, 0);

    /// "#1f6f78", "1F6F78" or "#abc".
    pub fn read(typed: &str) -> Option<Self> {
        let digits = typed.trim();
        let digits = digits.strip_prefix('#').unwrap_or(digits);
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        let byte = |at: u32| (number >> at & 0xFF) as u8;
        let twice = |at: u32| (number >> at & 0xF) as u8 * 17;
        match digits.len() {
            6 => Some(Self(byte(16), byte(8), byte(0))),
            3 => Some(Self(twice(8), twice(4), twice(0))),
            _ => None,
        }
    }

    pub fn oklch(self) -> Oklch {
        let [r, g, b] = [self.0, self.1, self.2].map(|part| to_linear(f64::from(part) / 255.0));
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
        Oklch(lightness, a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0))
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl From<Rgb> for String {
    fn from(colour: Rgb) -> Self {
        colour.to_string()
    }
}

impl TryFrom<String> for Rgb {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::read(&text).ok_or("not a colour")
    }
}

/// Lightness from 0 to 1, chroma, hue in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklch(pub f64, pub f64, pub f64);

impl Oklch {
    /// Linear red, green and blue, which may lie outside of what a screen has.
    fn linear(self) -> [f64; 3] {
        let Self(lightness, chroma, hue) = self;
        let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
        let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ]
    }

    /// As a screen shows it: less colourful where the screen has none so colourful.
    pub fn rgb(self) -> Rgb {
        let shown = |of: &Self| of.linear().iter().all(|part| (-0.000_5..=1.000_5).contains(part));
        let mut of = self;
        while !shown(&of) && of.1 > 0.0 {
            of.1 = (of.1 - 0.002).max(0.0);
        }
        let [r, g, b] = of.linear().map(|part| (from_linear(part.clamp(0.0, 1.0)) * 255.0).round() as u8);
        Rgb(r, g, b)
    }
}

fn to_linear(part: f64) -> f64 {
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

fn from_linear(part: f64) -> f64 {
    if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 }
}

/// How bright a colour is (WCAG 2.2, relative luminance).
fn luminance(colour: Rgb) -> f64 {
    let [r, g, b] = [colour.0, colour.1, colour.2].map(|part| to_linear(f64::from(part) / 255.0));
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// How well one colour is seen on the other: from 1, not at all, to 21, black on white.
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    if one > other { one / other } else { other / one }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_people_write_them() {
        for (typed, read) in [("#1f6f78", "#1f6f78"), (" 1F6F78 ", "#1f6f78"), ("#abc", "#aabbcc"), ("000", "#000000")] {
            assert_eq!(Rgb::read(typed).map(|colour| colour.to_string()).as_deref(), Some(read), "{typed}");
        }
        for wrong in ["", "#", "teal", "#12345", "#1234567", "url(x)", "#+1f6f7", "#fff;}body{}", "1f6f78ff", "é12345"] {
            assert_eq!(Rgb::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn contrast_is_what_wcag_says() {
        assert!((contrast(Rgb::BLACK, Rgb::WHITE) - 21.0).abs() < 0.001);
        assert!((contrast(Rgb(0x76, 0x76, 0x76), Rgb::WHITE) - 4.54).abs() < 0.01);
        assert!((contrast(Rgb::WHITE, Rgb(0x77, 0x77, 0x77)) - 4.48).abs() < 0.01);
        assert!((contrast(Rgb(1, 2, 3), Rgb(1, 2, 3)) - 1.0).abs() < 0.001);
    }

    #[test]
    fn a_colour_goes_through_oklch_and_comes_back() {
        for colour in [Rgb(0x1f, 0x6f, 0x78), Rgb(255, 0, 0), Rgb(0, 0, 255), Rgb(0, 255, 0), Rgb(9, 9, 9), Rgb::WHITE, Rgb::BLACK] {
            let back = colour.oklch().rgb();
            let near = |one: u8, other: u8| one.abs_diff(other) <= 1;
            assert!(near(colour.0, back.0) && near(colour.1, back.1) && near(colour.2, back.2), "{colour} came back as {back}");
        }
    }
}
