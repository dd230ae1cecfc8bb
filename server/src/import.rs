//! `anteroom import charts FILE.csv`: says line by line what is wrong, and with `--apply` creates the charts, all or none.

use crate::{config::Config, open};
use backend::{Error, System};
use clap::{Args, Subcommand};
use csv::{ErrorKind, ReaderBuilder, StringRecord, Trim};
use domain::charts::{COLUMNS, ImportedChart, LineTrouble, NEEDED, Refusal};
use std::{collections::HashMap, path::PathBuf, process::ExitCode};

const UNREADABLE: &str = "it is not UTF-8 text; save the list in the spreadsheet as “CSV UTF-8”";

#[derive(Subcommand)]
pub enum Command {
    /// Creates a chart for each line of a CSV file (UTF-8, with the names of the columns in the first line)
    Charts(Charts),
}

/// Without --apply nothing is changed: the report says what would be done.
#[derive(Args)]
pub struct Charts {
    file: PathBuf,
    /// Creates the charts, if no line is wrong
    #[arg(long)]
    apply: bool,
    /// Passes over people who have a chart already
    #[arg(long)]
    skip_known: bool,
}

pub async fn obey(command: Command, config: &Config) -> Result<ExitCode, String> {
    let Command::Charts(charts) = command;
    let system = open::beside(config).await?.system;
    let told = |error: Error| format!("The list could not be compared with the practice: {error}.");
    let lines = read(&charts, &system).await?;
    let checked = system.check_import(lines).await.map_err(told)?;
    let mut good = Vec::new();
    let (mut wrong, mut passed_over) = (0, 0);
    for (number, line) in checked {
        match line {
            Ok(chart) => good.push(chart),
            Err(troubles) if charts.skip_known && troubles == [LineTrouble::ThereAlready] => passed_over += 1,
            Err(troubles) => {
                wrong += 1;
                let sentences: Vec<String> = troubles.iter().map(sentence).collect();
                println!("line {number}: {}", sentences.join("; "));
            }
        }
    }
    let count = good.len();
    if passed_over > 0 {
        println!("{passed_over} people have a chart already and are passed over.");
    }
    if wrong > 0 {
        println!("{wrong} lines are wrong, {count} would become charts. Nothing was changed: correct the lines, and try again.");
        return Ok(ExitCode::FAILURE);
    }
    if !charts.apply {
        println!("{count} charts would be created. Nothing was changed: --apply creates them.");
        return Ok(ExitCode::SUCCESS);
    }
    system.import(&good).await.map_err(|error| format!("Nothing was imported: {error}."))?;
    println!("{count} charts were created. Nobody was invited.");
    Ok(ExitCode::SUCCESS)
}

async fn read(charts: &Charts, system: &System) -> Result<backend::Lines, String> {
    let name = charts.file.display();
    let today = system.today().await.map_err(|error| format!("The practice cannot be read: {error}."))?;
    let mut reader = ReaderBuilder::new()
        .trim(Trim::None)
        .flexible(true)
        .from_path(&charts.file)
        .map_err(|error| format!("{name} cannot be read: {error}."))?;
    let failed = |error: csv::Error| match error.kind() {
        ErrorKind::Utf8 { .. } => format!("{name}, line 1: {UNREADABLE}."),
        _ => format!("{name} cannot be read: {error}."),
    };
    let columns = columns(reader.headers().map_err(failed)?).map_err(|sentence| format!("{name}, line 1: {sentence}"))?;
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => match error.kind() {
                ErrorKind::Utf8 { pos, .. } => {
                    lines.push((pos.as_ref().map_or(0, csv::Position::line), Err(vec![LineTrouble::Unreadable])));
                    continue;
                }
                _ => return Err(format!("{name} cannot be read: {error}.")),
            },
        };
        let number = record.position().map_or(0, csv::Position::line);
        let (fields, columns_in_all) = (record.len(), columns.len());
        let of = |column: &str| columns.get(column).and_then(|at| record.get(*at)).unwrap_or_default();
        let line = match ImportedChart::read(of, today) {
            _ if fields > columns_in_all => Err(vec![LineTrouble::TooManyFields { fields, columns: columns_in_all }]),
            line => line,
        };
        lines.push((number, line));
    }
    Ok(lines)
}

/// Where each column stands. Spreadsheets put a mark before the first name.
fn columns(header: &StringRecord) -> Result<HashMap<String, usize>, String> {
    let names: Vec<String> = header.iter().map(|name| name.trim_start_matches('\u{FEFF}').trim().to_lowercase()).collect();
    let unknown = names.iter().map(String::as_str).filter(|name| !COLUMNS.contains(name));
    let unknown: Vec<&str> = unknown.map(|name| if name.is_empty() { "(without a name)" } else { name }).collect();
    if !unknown.is_empty() {
        return Err(format!("these columns are not known: {}. The known ones are {}.", unknown.join(", "), COLUMNS.join(", ")));
    }
    let twice: Vec<&str> = COLUMNS.into_iter().filter(|column| names.iter().filter(|name| name == column).count() > 1).collect();
    if !twice.is_empty() {
        return Err(format!("these columns are named more than once: {}. Leave one of each.", twice.join(", ")));
    }
    let missing: Vec<&str> = NEEDED.into_iter().filter(|name| !names.iter().any(|known| known == name)).collect();
    if !missing.is_empty() {
        return Err(format!("these columns are missing: {}.", missing.join(", ")));
    }
    Ok(names.into_iter().enumerate().map(|(at, name)| (name, at)).collect())
}

fn sentence(trouble: &LineTrouble) -> String {
    match trouble {
        LineTrouble::Field(refusal) => match refusal {
            Refusal::LastNameMissing => "the last name is missing".into(),
            Refusal::FirstNameMissing => "the first name is missing".into(),
            Refusal::BirthDateMissing => "the birth date is missing".into(),
            Refusal::BirthDateNotADate => "the birth date is not a date; write 1991-03-14 or 03/14/1991".into(),
            Refusal::EmailNotAnAddress => "an e-mail address is not one".into(),
            Refusal::EmailLooksAlike => {
                "an e-mail address holds a letter that only looks like another one: type it anew, letters with accents in small".into()
            }
            other => other.to_string(),
        },
        LineTrouble::OwnerUnreadable(text) => format!("the owner is “{text}”; write client or contact, or leave it empty"),
        LineTrouble::ContactIncomplete => "the contact needs first name, last name and relationship".into(),
        LineTrouble::YearTooShort => "the year of the birth date has two digits; write the year with four digits, as in 1990-01-02".into(),
        LineTrouble::TooManyFields { fields, columns } => {
            format!("it has {fields} fields, but there are {columns} columns; put quotes around a text with a comma in it")
        }
        LineTrouble::Unreadable => UNREADABLE.into(),
        LineTrouble::ClinicianUnknown(address) => {
            format!(
                "nobody who works here has the address {address}; write the address that the clinician signs in with, or leave it empty"
            )
        }
        LineTrouble::NoClinician(address) => {
            format!("{address} works here, but is no clinician; write the address of one who treats clients, or leave it empty")
        }
        LineTrouble::ThereAlready => "somebody with this name and birth date has a chart already".into(),
        LineTrouble::TwiceInFile { line } => format!("the same name and birth date stand in line {line}"),
    }
}
