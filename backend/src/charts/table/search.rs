//! Finding charts by what is typed, in the order of names, within somebody's reach.
//!
//! A name's beginning stands in four indexes: by last and by first name, of everybody's charts and of each clinician's. So every way
//! in which a chart can fit (its last name, its first name; one's own, a supervised clinician's, the care team's) is asked for by
//! itself, as one branch of a UNION ALL with an order and a limit of its own. However many charts there are, the database reads no
//! more of a branch than is shown or counted; it sorts only who is found by a first name.

use super::{
    care_team, chart_emails,
    charts::{Column, Entity, begins, here, past},
    words,
};
use crate::charts::Chart;
use domain::charts::NamePart;
use sea_orm::{
    Condition, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement, SimpleExpr, UnionType},
};
use std::collections::BTreeSet;

/// What is searched for.
pub enum Search {
    Everything,
    /// Beginnings of one name, or of two in either order, folded: any of these readings.
    Names(Vec<Reading>),
    /// Beginnings of words within names, or the beginning of an address by its key.
    WordsOrEmail(Vec<Reading>, String),
    BirthDate(String),
    Number(i64),
    Email(String),
}

/// A name, or two in either order.
pub type Reading = (String, Option<String>);

/// Where a chart stands in the order of names.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    last: String,
    first: String,
    pub id: Uuid,
}

impl Place {
    pub fn of(chart: &Chart) -> Self {
        Self { last: chart.search_last.clone(), first: chart.search_first.clone(), id: chart.id }
    }

    /// No name that begins like this stands before.
    fn before_all(beginning: &str) -> Self {
        Self { last: beginning.to_owned(), first: String::new(), id: Uuid::nil() }
    }

    fn expr(&self) -> SimpleExpr {
        Expr::tuple([self.last.as_str().into(), self.first.as_str().into(), self.id.into()])
    }
}

/// Which way a list of charts is read.
#[derive(Clone, Copy, Debug)]
pub enum Way<'a> {
    /// What stands behind this place, or from the beginning.
    Ahead(Option<&'a Place>),
    /// What stands before this place, the nearest first.
    Back(&'a Place),
}

/// Beginnings of a last name and of a first name.
type Beginnings<'a> = (Option<&'a str>, Option<&'a str>);

impl Search {
    /// Whether the charts that fit can be read in the order of names from any place on. Of others the first ones are all there is.
    pub fn can_be_walked(&self) -> bool {
        matches!(self, Self::Everything | Self::Names(_))
    }

    /// What has to fit together, of a search that can be walked.
    fn beginnings(&self) -> Vec<Beginnings<'_>> {
        let Self::Names(readings) = self else { return vec![(None, None)] };
        let each = readings.iter().map(|(one, other)| (Some(one.as_str()), other.as_deref()));
        each.flat_map(|(one, other)| [(one, other), (other, one)]).collect()
    }
}

/// Those that fit, up to so many, and which of them is left to the database: each place once, though a chart can fit in several ways.
pub async fn some(db: &impl ConnectionTrait, clinicians: Option<&[Uuid]>, search: &Search, most: usize) -> Result<BTreeSet<Place>, DbErr> {
    let found = if search.can_be_walked() {
        // Of everything the first ones: without an order it would be a walk through the table.
        let way = matches!(search, Search::Everything).then_some(Way::Ahead(None));
        places(db, branches(clinicians, search, way), most).await?
    } else {
        let mut found = Vec::new();
        for fits in fitting(search) {
            let select = places_where(Condition::all().add(here()).add_option(clinicians.map(reached)).add(fits));
            found.extend(read(db, select, most).await?);
        }
        found
    };
    Ok(found.into_iter().take(most).collect())
}

/// So many of those that fit, in the order in which they are read.
pub async fn walk(
    db: &impl ConnectionTrait,
    clinicians: Option<&[Uuid]>,
    search: &Search,
    way: Way<'_>,
    many: usize,
) -> Result<Vec<Place>, DbErr> {
    let mut found = places(db, branches(clinicians, search, Some(way)), many).await?;
    found.truncate(many);
    Ok(found)
}

/// One SELECT for each way in which a chart can fit.
fn branches(clinicians: Option<&[Uuid]>, search: &Search, way: Option<Way<'_>>) -> Branches {
    let of_each = |people: &[Uuid]| -> Vec<Condition> {
        let primary = people.iter().map(|id| Condition::all().add(Column::PrimaryClinicianId.eq(*id)));
        primary.chain([Condition::all().add(Column::Id.in_subquery(teams_of(people)))]).collect()
    };
    let within = clinicians.map_or_else(|| vec![Condition::all()], of_each);
    let beginnings = search.beginnings();
    // One primary clinician each, and perhaps the care team.
    let times = beginnings.len() * within.len().min(2);
    let selects = beginnings.iter().flat_map(|beginning| {
        within.iter().map(move |within| places_where(Condition::all().add(here()).add(within.clone()).add(standing(beginning, way))))
    });
    Branches { selects: selects.collect(), times, back: way.map(|way| matches!(way, Way::Back(_))) }
}

/// The branches of one question.
struct Branches {
    selects: Vec<SelectStatement>,
    /// One chart is in so many of them at most.
    times: usize,
    /// Where it is read in order: whether backwards.
    back: Option<bool>,
}

/// Where charts with such names stand, in the part of the list that is read.
fn standing((last, first): &Beginnings<'_>, way: Option<Way<'_>>) -> Condition {
    let beginning = last.map(Place::before_all);
    let from = match way {
        Some(Way::Ahead(Some(place))) => beginning.max(Some(place.clone())),
        _ if way.is_some() => beginning.or_else(|| Some(Place::before_all(""))),
        _ => beginning,
    };
    let to = match way {
        Some(Way::Back(place)) => Some(place),
        _ => None,
    };
    let place = || Expr::tuple([Column::SearchLast, Column::SearchFirst, Column::Id].map(|column| column.into_expr()));
    Condition::all()
        .add_option(from.map(|from| place().gt(from.expr())))
        .add_option(to.map(|to| place().lt(to.expr())))
        .add_option(last.map(|last| Column::SearchLast.lt(past(last))))
        .add_option(first.map(|first| begins(Column::SearchFirst, first)))
}

/// Ways to fit that lead by another table, or to few.
fn fitting(search: &Search) -> Vec<Condition> {
    let all = |fits: SimpleExpr| Condition::all().add(fits);
    let with_address = |key: &str| all(Column::Id.in_subquery(chart_emails::charts_with(key)));
    match search {
        Search::Everything | Search::Names(_) => Vec::new(),
        Search::WordsOrEmail(readings, key) => readings.iter().flat_map(with_words).chain([with_address(key)]).collect(),
        Search::BirthDate(date) => vec![all(Column::BirthDate.eq(date))],
        Search::Number(number) => vec![all(Column::Number.eq(*number))],
        Search::Email(key) => vec![with_address(key)],
    }
}

/// A word within one name; of two, either one within its name and the other at least at the beginning of the other name.
fn with_words((one, other): &Reading) -> Vec<Condition> {
    let within = |word: &str, part| Condition::all().add(Column::Id.in_subquery(words::charts_with(word, part)));
    match other {
        // Every word begins with nothing.
        _ if one.is_empty() => Vec::new(),
        None => vec![within(one, None)],
        Some(other) => [(one, other), (other, one)]
            .into_iter()
            .flat_map(|(last, first)| {
                let first_too =
                    Condition::any().add(begins(Column::SearchFirst, first)).add(Expr::exists(words::of_chart(first, NamePart::First)));
                [
                    within(last, Some(NamePart::Last)).add(first_too),
                    within(first, Some(NamePart::First)).add(begins(Column::SearchLast, last)),
                ]
            })
            .collect(),
    }
}

/// Looked up for each chart that fits otherwise, and so no way to go through the charts of a clinician.
fn reached(people: &[Uuid]) -> Condition {
    let team = Query::select()
        .expr(Expr::value(1))
        .from(care_team::Entity)
        .and_where(Expr::col((care_team::Entity, care_team::Column::ChartId)).equals((Entity, Column::Id)))
        .and_where(care_team::Column::StaffId.is_in(people.to_vec()))
        .to_owned();
    Condition::any().add(Column::PrimaryClinicianId.is_in(people.to_vec())).add(Expr::exists(team))
}

/// The charts in whose care team one of them is.
fn teams_of(people: &[Uuid]) -> SelectStatement {
    Query::select()
        .column(care_team::Column::ChartId)
        .from(care_team::Entity)
        .and_where(care_team::Column::StaffId.is_in(people.to_vec()))
        .to_owned()
}

fn places_where(fits: Condition) -> SelectStatement {
    Entity::find().select_only().columns([Column::SearchLast, Column::SearchFirst, Column::Id]).filter(fits).into_query()
}

/// Each place once, in order where an order was asked for.
async fn places(db: &impl ConnectionTrait, branches: Branches, many: usize) -> Result<Vec<Place>, DbErr> {
    let Branches { selects, times, back } = branches;
    let order = back.map(|back| if back { Order::Desc } else { Order::Asc });
    // SQLite takes an order and a limit of a branch in a query around it alone, and PostgreSQL would sort all of the branch without.
    let mut selects = selects.into_iter().map(|mut branch| {
        in_order(&mut branch, order.as_ref()).limit(many as u64);
        Query::select().columns(ORDER).from_subquery(branch, "branch").to_owned()
    });
    let Some(mut select) = selects.next() else { return Ok(Vec::new()) };
    select.unions(selects.map(|other| (UnionType::All, other)));
    in_order(&mut select, order.as_ref());
    let mut found = read(db, select, many * times).await?;
    found.dedup();
    Ok(found)
}

/// By what the list is ordered.
const ORDER: [&str; 3] = ["search_last", "search_first", "id"];

fn in_order<'a>(select: &'a mut SelectStatement, order: Option<&Order>) -> &'a mut SelectStatement {
    if let Some(order) = order {
        for column in ORDER {
            select.order_by(Alias::new(column), order.clone());
        }
    }
    select
}

async fn read(db: &impl ConnectionTrait, mut select: SelectStatement, most: usize) -> Result<Vec<Place>, DbErr> {
    let rows = db.query_all(select.limit(most as u64)).await?;
    let place = |row: &sea_orm::QueryResult| {
        Ok(Place { last: row.try_get_by_index(0)?, first: row.try_get_by_index(1)?, id: row.try_get_by_index(2)? })
    };
    rows.iter().map(place).collect()
}
