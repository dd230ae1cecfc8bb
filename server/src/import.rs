//! `anteroom import charts FILE.csv`: says line by line what is wrong, and with `--apply` creates the charts, all or none.

use crate::{config::Config, open};
use backend::{Error, System};
use clap::{Args, Subcommand};
use domain::charts::{COLUMNS, ColumnTrouble, LineTrouble, Lines, ListTrouble, PHONE_COLUMNS, QuoteTrouble, Refusal, read_list};
use std::{
    fs::File,
    io::{self, Read},
    path::PathBuf,
    process::ExitCode,
};

const SAVE: &str = "save the list in the spreadsheet as “CSV UTF-8”";
/// Many times what the largest practice has.
const LARGEST: u64 = 64 << 20;
/// So many unknown names are told.
const SHOWN: usize = 20;

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
        let wrong = if wrong == 1 { "1 line is wrong".to_owned() } else { format!("{wrong} lines are wrong") };
        println!("{wrong}, {count} would become charts. Nothing was changed: correct the list, and try again.");
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

async fn read(charts: &Charts, system: &System) -> Result<Lines, String> {
    let name = charts.file.display();
    let today = system.today().await.map_err(|error| format!("The practice cannot be read: {error}."))?;
    let failed = |error: io::Error| format!("{name} cannot be read: {error}.");
    let mut list = Vec::new();
    File::open(&charts.file).map_err(failed)?.take(LARGEST + 1).read_to_end(&mut list).map_err(failed)?;
    if list.len() as u64 > LARGEST {
        return Err(format!("{name} is larger than any list of clients (64 MB). Is another file meant?"));
    }
    read_list(&list, today).map_err(|(line, trouble)| format!("{name}, line {line}: {}.", of_list(trouble)))
}

fn of_list(trouble: ListTrouble) -> String {
    match trouble {
        ListTrouble::Utf16 => format!("it is not UTF-8 text but looks like UTF-16; {SAVE}"),
        ListTrouble::Header(trouble) => sentence(&trouble),
        ListTrouble::Columns(ColumnTrouble::Separator(sign)) => {
            let sign = match sign {
                ';' => "semicolons",
                '\t' => "tabs",
                _ => "other signs",
            };
            format!(
                "{sign} stand between the names of the columns, and commas are needed; {SAVE} with commas. A spreadsheet that does not \
                 ask for the separator takes the one of the computer's region"
            )
        }
        ListTrouble::Columns(ColumnTrouble::Unknown(names)) => {
            let more = names.len().saturating_sub(SHOWN);
            let mut told: Vec<String> = names.iter().take(SHOWN).map(unknown).collect();
            if more > 0 {
                told.push(format!("and {more} more"));
            }
            let (told, known) = (told.join(", "), COLUMNS.join(", "));
            format!("these columns are not known: {told}. The known ones are {known}. Name them so, or take them out of the list")
        }
        ListTrouble::Columns(ColumnTrouble::Twice(names)) => {
            format!("these columns are named more than once: {}. Leave one of each", names.join(", "))
        }
        ListTrouble::Columns(ColumnTrouble::Missing(names)) => {
            format!("these columns are missing: {}. The first line has to name them", names.join(", "))
        }
    }
}

fn unknown((name, meant): &(String, Option<&'static str>)) -> String {
    let name = if name.is_empty() { "(without a name)" } else { name };
    meant.map_or_else(|| shown(name), |meant| format!("{} (did you mean {meant}?)", shown(name)))
}

/// As much of a text as is needed to know it again. What no terminal should be sent is left out.
fn shown(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
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
            Refusal::PhoneUnreadable { place } => format!(
                "{} is not a telephone number; write it with its area code, as in (410) 555-0134, or with + and the country's code",
                PHONE_COLUMNS.get(*place).map_or("a number", |(column, _)| column)
            ),
            Refusal::PhoneTakesNoTexts { .. } => "mobile_phone has an extension, and takes no texts; write no in mobile_may_text".into(),
            Refusal::AddressTooLong { part } => format!("{} is longer than 100 characters", part.name()),
            Refusal::TimeZoneUnknown => "there is no such time zone; write it as America/Chicago, or leave it empty".into(),
            other => other.to_string(),
        },
        LineTrouble::OwnerUnreadable(text) => format!("the owner is “{}”; write client or contact, or leave it empty", shown(text)),
        LineTrouble::YesOrNo { column, text } => format!("{column} is “{}”; write yes or no, or leave it empty", shown(text)),
        LineTrouble::ContactIncomplete => "the contact needs first name, last name and relationship".into(),
        LineTrouble::YearTooShort => "the year of the birth date has two digits; write the year with four digits, as in 1990-01-02".into(),
        LineTrouble::TooManyFields { fields, columns } => {
            format!(
                "it has {fields} fields, but there are {columns} columns; put quotes around a text with a comma in it, or take away commas at its end"
            )
        }
        LineTrouble::Quote { trouble, field, column } => of_quote(*trouble, &column.map_or(format!("field {field}"), str::to_owned)),
        LineTrouble::Unreadable => format!("it is not UTF-8 text; {SAVE}"),
        LineTrouble::NoText => format!("there is a zero byte in it, which is no text; {SAVE}"),
        LineTrouble::LetterLost => "there is a � in it, where another program lost a letter; write the letter in its place".into(),
        LineTrouble::TooLong => "it is longer than any line of a list of clients; is this file a list in CSV?".into(),
        LineTrouble::ClinicianUnknown(address) => {
            let address = shown(address);
            format!(
                "nobody who works here has the address {address}; write the address that the clinician signs in with, or leave it empty"
            )
        }
        LineTrouble::NoClinician(address) => {
            let address = shown(address);
            format!("{address} works here, but is no clinician; write the address of one who treats clients, or leave it empty")
        }
        LineTrouble::ThereAlready => "somebody with this name and birth date has a chart already".into(),
        LineTrouble::TwiceInFile { line } => format!("the same name and birth date stand in line {line}"),
    }
}

fn of_quote(trouble: QuoteTrouble, place: &str) -> String {
    match trouble {
        QuoteTrouble::NotClosed => format!("a quote opens in {place} and is not closed; close it after the text, or take it away"),
        QuoteTrouble::GoesOn { until } => {
            format!("a quote opens in {place} and is closed only in line {until}; close it in its own line, and write the text in one line")
        }
        QuoteTrouble::TextAfter => {
            format!("something follows the closing quote in {place}; put quotes around the whole text, and write each quote in it twice")
        }
        QuoteTrouble::Inside => {
            format!("a quote stands in the middle of {place}; take it away, or put quotes around the whole text and write each in it twice")
        }
    }
}
