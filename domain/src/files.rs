//! Files: what people attach and upload. Which kinds are taken, how large they may be, under which name they are kept.

use crate::{
    charts::{is_invisible, tidy},
    ids::FileId,
    named::named,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

named! {
    /// What a file is, by its content: nothing else is taken (T23).
    pub enum FileKind {
        Pdf "pdf",
        Jpeg "jpeg",
        Png "png",
        Webp "webp",
        Gif "gif",
        Heic "heic",
        Text "text",
        Docx "docx",
        Xlsx "xlsx",
        Mp4 "mp4",
        Mov "mov",
        Webm "webm",
    }
}

impl FileKind {
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
            Self::Text => "text/plain; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Mp4 => "video/mp4",
            Self::Mov => "video/quicktime",
            Self::Webm => "video/webm",
        }
    }

    /// How the name of such a file may end; the first is what is written behind a name that ends otherwise.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Gif => &["gif"],
            Self::Heic => &["heic", "heif"],
            Self::Text => &["txt"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Mp4 => &["mp4", "m4v"],
            Self::Mov => &["mov"],
            Self::Webm => &["webm"],
        }
    }

    pub fn is_image(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp | Self::Gif | Self::Heic)
    }

    pub fn is_video(self) -> bool {
        matches!(self, Self::Mp4 | Self::Mov | Self::Webm)
    }

    /// None of its kind is larger, in bytes.
    pub fn largest(self) -> u64 {
        if self.is_video() { LARGEST_VIDEO } else { LARGEST }
    }

    /// Whether a browser may show it instead of saving it.
    pub fn may_be_shown(self) -> bool {
        self.is_image() || self == Self::Pdf
    }

    /// A file name that means on every system what it shows: no path, no control or bidi marks, no device of Windows, and the ending
    /// of what it is (T25).
    pub fn file_name(self, name: &str) -> String {
        let shown = |c: &char| {
            let joins = matches!(c, '\u{200C}' | '\u{200D}');
            !c.is_control() && !joins && !is_invisible(*c)
        };
        let name: String = name.chars().filter(shown).map(|c| if "/\\:*?\"<>|%;".contains(c) { '-' } else { c }).collect();
        let ending = ending(&name).and_then(|ending| self.endings().iter().find(|own| own.eq_ignore_ascii_case(ending)));
        let stem = ending.map_or(name.as_str(), |ending| &name[..name.len() - ending.len() - 1]);
        let stem: String = stem.chars().take(LONGEST_STEM).collect();
        let stem = stem.trim_matches(['.', ' ', '-']);
        let device = matches!(stem.to_ascii_uppercase().as_str(), "" | "CON" | "PRN" | "AUX" | "NUL")
            || (stem.len() == 4 && ["COM", "LPT"].iter().any(|port| stem.to_ascii_uppercase().starts_with(port)));
        format!("{}.{}", if device { "document" } else { stem }, ending.unwrap_or(&self.endings()[0]))
    }

    /// The name of what somebody sent: without the folders that it stood in.
    pub fn name_of_upload(self, sent: &str) -> String {
        self.file_name(tidy(sent).rsplit(['/', '\\']).next().unwrap_or_default())
    }
}

/// What stands behind the last dot of a name.
pub fn ending(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, ending)| ending)
}

named! {
    /// What has taken a file, so that it is no longer waiting.
    pub enum HeldBy {
        Message "message",
        Document "document",
        /// What a client proposes to change in the chart.
        Proposal "proposal",
        Insurance "insurance",
    }
}

/// No file but a video is larger, in bytes.
pub const LARGEST: u64 = 25 << 20;
/// No video is.
pub const LARGEST_VIDEO: u64 = 100 << 20;
/// So many wait for one message or document.
pub const MOST_OF_A_DRAFT: usize = 20;
/// So many wait of one person at all.
pub const MOST_WAITING: usize = 100;
const LONGEST_STEM: usize = 100;

/// A file, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    pub id: FileId,
    pub name: String,
    pub kind: FileKind,
    pub bytes: u64,
    /// Whether there is a small picture of it.
    pub preview: bool,
}

/// Why a file was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("it is larger than 25 MB")]
    TooLarge,
    #[error("twenty wait there already, or a hundred at all")]
    TooMany,
    #[error("several are still arriving")]
    StillArriving,
    #[error("it is of no kind that is taken")]
    WrongKind,
    #[error("there is nothing in it")]
    Empty,
    #[error("it did not arrive as a whole")]
    CutOff,
    #[error("it is damaged")]
    Unreadable,
    #[error("where the photo was taken cannot be taken out of it")]
    HeicLocated,
    #[error("there is no room left for files")]
    StoreFull,
    #[error("nothing was chosen")]
    NothingChosen,
}

impl Refusal {
    pub fn field(self) -> Option<&'static str> {
        Some("file")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T25
    #[test]
    fn no_name_leads_anywhere_or_pretends() {
        for (given, saved) in [
            ("../../etc/passwd", "etc-passwd.pdf"),
            ("%2e%2e%2fx", "2e-2e-2fx.pdf"),
            ("a\u{202E}fdp.exe", "afdp.exe.pdf"),
            ("a\u{180E}b\u{200D}c\u{E0041}d\u{2028}", "abcd.pdf"),
            ("a\0b\r\nSet-Cookie: x=y", "abSet-Cookie- x=y.pdf"),
            ("C:\\autoexec.bat", "C--autoexec.bat.pdf"),
            ("CON.pdf", "document.pdf"),
            ("com1.pdf", "document.pdf"),
            ("\"; filename=\"x.html", "filename=-x.html.pdf"),
            ("", "document.pdf"),
            (" . ", "document.pdf"),
        ] {
            assert_eq!(FileKind::Pdf.file_name(given), saved, "{given:?}");
        }
        assert!(FileKind::Pdf.file_name(&"ü".repeat(4096)).chars().count() <= 104);
    }

    #[test]
    fn what_was_sent_keeps_its_name_and_the_ending_of_what_it_is() {
        for (sent, kind, kept) in [
            ("C:\\Users\\maya\\IMG_0042.JPG", FileKind::Jpeg, "IMG_0042.jpg"),
            ("../../insurance card.jpeg", FileKind::Jpeg, "insurance card.jpeg"),
            ("letter.docx", FileKind::Docx, "letter.docx"),
            ("picture.html", FileKind::Png, "picture.html.png"),
            ("a\u{202E}gpj.exe", FileKind::Jpeg, "agpj.exe.jpg"),
            ("photo.heic", FileKind::Jpeg, "photo.heic.jpg"),
            ("notes\r\nX: y/..", FileKind::Text, "document.txt"),
            ("NUL", FileKind::Text, "document.txt"),
            (".txt", FileKind::Text, "document.txt"),
            ("Zoë–Übersicht.xlsx", FileKind::Xlsx, "Zoë–Übersicht.xlsx"),
        ] {
            assert_eq!(kind.name_of_upload(sent), kept, "{sent:?}");
        }
        let long = FileKind::Png.name_of_upload(&format!("{}.png", "x".repeat(4096)));
        assert!(long.ends_with("x.png") && long.len() <= 104);
    }

    #[test]
    fn no_two_kinds_share_an_ending() {
        let mut endings: Vec<&str> = FileKind::ALL.iter().flat_map(|kind| kind.endings()).copied().collect();
        let all = endings.len();
        endings.sort_unstable();
        endings.dedup();
        assert_eq!(endings.len(), all);
    }
}
