//! What a search means, what it finds, and the pages of that: turned from a line that stands on one, wherever it stands.

use super::COUNTED;
use crate::charts::{
    chart::{self, Chart},
    table::search::{self, Place, Reading, Search, Way},
};
use domain::charts::{Turn, address_key, folded, read_searched_date};
use sea_orm::{DatabaseConnection, DbErr};
use std::{
    collections::{BTreeSet, HashMap},
    iter,
};
use uuid::Uuid;

/// How many charts stand on one page.
const PAGE: usize = 50;
/// The last page that can be asked for by its number alone. Behind it, pages are turned: who looks for somebody there searches.
const FURTHEST: u32 = (COUNTED / PAGE) as u32;

/// So many blanks of what was typed are tried as the one between two names.
const MOST_CUTS: usize = 4;

/// What a search within somebody's reach has found.
pub(super) struct Found<'a> {
    db: &'a DatabaseConnection,
    clinicians: Option<&'a [Uuid]>,
    wanted: Search,
    /// All of it, where that is less than is counted.
    counted: BTreeSet<Place>,
}

/// One page of it.
pub(super) struct Page {
    pub charts: Vec<Chart>,
    pub number: u32,
    pub more: bool,
}

impl<'a> Found<'a> {
    pub async fn look_for(db: &'a DatabaseConnection, clinicians: Option<&'a [Uuid]>, typed: &str) -> Result<Self, DbErr> {
        let mut wanted = understood(typed);
        let mut counted = search::some(db, clinicians, &wanted, COUNTED).await?;
        if counted.is_empty()
            && let Search::Names(readings) = wanted
        {
            wanted = Search::WordsOrEmail(readings, address_key(typed));
            counted = search::some(db, clinicians, &wanted, COUNTED).await?;
        }
        Ok(Self { db, clinicians, wanted, counted })
    }

    /// How many there are, as far as they are counted.
    pub fn many(&self) -> usize {
        self.counted.len()
    }

    /// The page of this number; or the one that is turned to from a line, whatever its number says.
    pub async fn page(&self, number: u32, turn: Option<(Turn, Place)>) -> Result<Page, DbErr> {
        if let Some((Turn::Before(_), place)) = &turn {
            let mut places = self.read(Way::Back(place), PAGE).await?;
            // With less before it than a page takes, that is the first page, and a whole one.
            if places.len() == PAGE {
                places.reverse();
                return Ok(Page { charts: self.charts(&places).await?, number, more: true });
            }
            return self.ahead(1, None, 0).await;
        }
        match turn {
            Some((_, place)) => self.ahead(number, Some(&place), 0).await,
            None => {
                let number = number.min(FURTHEST);
                self.ahead(number, None, (number - 1) as usize * PAGE).await
            }
        }
    }

    async fn ahead(&self, number: u32, after: Option<&Place>, skip: usize) -> Result<Page, DbErr> {
        let places = self.read(Way::Ahead(after), skip + PAGE + 1).await?;
        let shown: Vec<Place> = places.into_iter().skip(skip).collect();
        Ok(Page { charts: self.charts(&shown[..shown.len().min(PAGE)]).await?, number, more: shown.len() > PAGE })
    }

    /// So many places, in the order in which they are read.
    async fn read(&self, way: Way<'_>, many: usize) -> Result<Vec<Place>, DbErr> {
        if self.counted.len() >= COUNTED && self.wanted.can_be_walked() {
            return search::walk(self.db, self.clinicians, &self.wanted, way, many).await;
        }
        Ok(match way {
            Way::Ahead(None) => self.counted.iter().take(many).cloned().collect(),
            Way::Ahead(Some(place)) => self.counted.iter().filter(|other| *other > place).take(many).cloned().collect(),
            Way::Back(place) => self.counted.range(..place.clone()).rev().take(many).cloned().collect(),
        })
    }

    async fn charts(&self, places: &[Place]) -> Result<Vec<Chart>, DbErr> {
        let rows = chart::by_ids(self.db, places.iter().map(|place| place.id).collect()).await?;
        let mut rows: HashMap<Uuid, Chart> = rows.into_iter().map(|row| (row.id, row)).collect();
        Ok(places.iter().filter_map(|place| rows.remove(&place.id)).collect())
    }
}

fn understood(search: &str) -> Search {
    if search.is_empty() {
        return Search::Everything;
    }
    if search.contains('@') {
        return Search::Email(address_key(search));
    }
    if let Some(date) = read_searched_date(search) {
        return Search::BirthDate(date.to_string());
    }
    if let Ok(number) = search.parse() {
        return Search::Number(number);
    }
    let folded = folded(search);
    if let Some((one, other)) = folded.split_once(',') {
        let other = other.trim();
        return Search::Names(vec![(one.trim().to_owned(), (!other.is_empty()).then(|| other.to_owned()))]);
    }
    // "de la Cruz Hannah": every blank may be the one between the names.
    let cuts = folded.match_indices(' ').take(MOST_CUTS).map(|(at, _)| (folded[..at].to_owned(), Some(folded[at + 1..].to_owned())));
    let readings: Vec<Reading> = iter::once((folded.clone(), None)).chain(cuts).collect();
    Search::Names(readings)
}
