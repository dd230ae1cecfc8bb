//! Which part of the Calendar is shown: it stands in the address, so that it can be kept.

use crate::{parts::asked, routes};
use chrono::{Datelike, Days, NaiveDate};
use domain::{
    appointments::CalendarAsk,
    ids::{SiteId, StaffId},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::str::FromStr;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Day,
    Week,
    List,
}

impl View {
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::List];

    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::List => "list",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Week => "Week",
            Self::List => "List",
        }
    }

    /// So many days lie between one page and the next.
    pub fn days(self) -> u64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::List => 14,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub view: View,
    pub day: NaiveDate,
    pub staff: Vec<StaffId>,
    pub sites: Vec<SiteId>,
}

impl Shown {
    /// What the address asks for.
    pub fn here(today: NaiveDate) -> Self {
        let view = asked("view").and_then(|name| View::ALL.into_iter().find(|view| view.name() == name));
        Self {
            view: view.unwrap_or(View::Week),
            day: asked("day").and_then(|day| domain::appointments::read_day(&day).ok()).unwrap_or(today),
            staff: asked_all("staff"),
            sites: asked_all("site"),
        }
    }

    pub fn first(&self) -> NaiveDate {
        match self.view {
            View::Week => self.day - Days::new(self.day.weekday().num_days_from_monday().into()),
            View::Day | View::List => self.day,
        }
    }

    pub fn ask(&self) -> CalendarAsk {
        let first = self.first();
        CalendarAsk { first, last: first + Days::new(self.view.days() - 1), staff: self.staff.clone(), sites: self.sites.clone() }
    }

    pub fn on(&self, day: NaiveDate) -> Self {
        Self { day, ..self.clone() }
    }

    pub fn as_view(&self, view: View) -> Self {
        Self { view, ..self.clone() }
    }

    pub fn href(&self) -> String {
        let page = format!("{}?view={}&day={}", routes::CALENDAR, self.view.name(), self.day);
        let page = self.staff.iter().fold(page, |page, id| routes::with(&page, "staff", &id.to_string()));
        self.sites.iter().fold(page, |page, id| routes::with(&page, "site", &id.to_string()))
    }
}

fn asked_all<T: FromStr>(name: &'static str) -> Vec<T> {
    let asked = use_query_map().get_untracked();
    asked.into_iter().filter(|(each, _)| each.as_ref() == name).filter_map(|(_, value)| value.parse().ok()).collect()
}
