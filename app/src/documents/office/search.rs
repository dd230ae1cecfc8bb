//! Finding and sorting documents of a chart: what the address asks for, and what then is shown.

use super::words::status_words;
use crate::{documents::kind_words, parts::asked};
use domain::documents::{DocumentLine, ShareStatus};

/// What is asked for. Empty means everything, newest first.
#[derive(Clone)]
pub(super) struct Search {
    pub words: String,
    pub kind: String,
    pub status: String,
    pub order: Order,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Order {
    #[default]
    Newest,
    Oldest,
    Name,
    NameBackwards,
}

impl Order {
    pub fn name(self) -> &'static str {
        match self {
            Self::Newest => "",
            Self::Oldest => "oldest",
            Self::Name => "name",
            Self::NameBackwards => "name-backwards",
        }
    }

    fn from_name(name: &str) -> Self {
        [Self::Oldest, Self::Name, Self::NameBackwards].into_iter().find(|order| order.name() == name).unwrap_or_default()
    }
}

pub(super) const STATUSES: [ShareStatus; 3] = [ShareStatus::NotShared, ShareStatus::Shared, ShareStatus::SharedAndSigned];

impl Search {
    pub fn asked() -> Self {
        Self {
            words: asked("q").unwrap_or_default(),
            kind: asked("type").unwrap_or_default(),
            status: asked("status").unwrap_or_default(),
            order: Order::from_name(&asked("sort").unwrap_or_default()),
        }
    }

    /// The lines that fit, in the order asked for. `lines` come newest first.
    pub fn of(&self, mut lines: Vec<DocumentLine>) -> Vec<DocumentLine> {
        let words = self.words.trim().to_lowercase();
        lines.retain(|line| {
            (words.is_empty() || line.title.to_lowercase().contains(&words) || line.author.to_lowercase().contains(&words))
                && (self.kind.is_empty() || kind_words(line.kind) == self.kind)
                && (self.status.is_empty() || status_words(line.status) == self.status)
        });
        match self.order {
            Order::Newest => (),
            Order::Oldest => lines.reverse(),
            Order::Name => lines.sort_by_key(|line| line.title.to_lowercase()),
            Order::NameBackwards => lines.sort_by_key(|line| std::cmp::Reverse(line.title.to_lowercase())),
        }
        lines
    }

    /// The types that stand in the list, to choose from.
    pub fn kinds(lines: &[DocumentLine]) -> Vec<&'static str> {
        let mut kinds: Vec<&str> = lines.iter().map(|line| kind_words(line.kind)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}
