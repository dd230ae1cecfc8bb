//! `anteroom staff add`: the first people who work in the practice. Later ones are added in the office.

use crate::{config::Config, open};
use backend::Error;
use clap::Args;
use domain::{
    Refusal, Role,
    charts::tidy_name,
    settings::TeamMember,
    sign_in::{self, PasswordRule},
};
use rustix::termios::{LocalModes, OptionalActions, isatty, tcgetattr, tcsetattr};
use std::io::{BufRead, Write, stdin};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Adds somebody who can sign in to the office
    Add(Add),
}

/// The password is asked for, or read as the first line of standard input: command lines are seen by everybody.
#[derive(Args)]
pub struct Add {
    #[arg(long, value_name = "NAME")]
    first_name: String,
    #[arg(long, value_name = "NAME")]
    last_name: String,
    /// What stands behind the name, such as PhD
    #[arg(long, value_name = "LETTERS")]
    credentials: Option<String>,
    /// The address to sign in with
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// What the person does here; may be given several times
    #[arg(long = "role", value_name = "ROLE", required = true, value_parser = role)]
    roles: Vec<Role>,
}

/// "Practice Scheduler", "practice_scheduler" and "practice-scheduler" are one.
fn role(name: &str) -> Result<Role, String> {
    let names: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
    let words: Vec<String> = name.split(['_', '-', ' ']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    Role::from_name(&words.join("_")).ok_or_else(|| format!("write one of {}", names.join(", ")))
}

pub async fn obey(command: Command, config: &Config) -> Result<(), String> {
    let Command::Add(add) = command;
    let system = open::beside(config).await?.system;
    let password = ask_password().map_err(|error| format!("The password cannot be read: {error}."))?;
    let name = tidy_name(&format!("{} {}", add.first_name, add.last_name));
    let new = TeamMember {
        first_name: add.first_name,
        last_name: add.last_name,
        credentials: add.credentials.unwrap_or_default(),
        email: add.email,
        roles: add.roles,
    };
    system.add_staff(new, &password).await.map_err(|error| format!("{name} was not added: {}.", reasons(&error)))?;
    println!("{name} can sign in at {}/office/login.", config.public_url);
    Ok(())
}

fn reasons(error: &Error) -> String {
    let Error::Refused(refusals) = error else { return error.to_string() };
    let reasons: Vec<String> = refusals
        .iter()
        .map(|refusal| match refusal {
            Refusal::SignIn(sign_in::Refusal::PasswordRuleUnmet { rule }) => missing_in_password(*rule).to_owned(),
            Refusal::SignIn(sign_in::Refusal::PasswordObvious) => {
                "the password holds the person's name, their e-mail or the practice; choose another".to_owned()
            }
            Refusal::SignIn(sign_in::Refusal::PasswordCommon) => {
                "the password is on the list of common or stolen ones; choose another".to_owned()
            }
            Refusal::SignIn(refusal) => refusal.to_string(),
            Refusal::Charts(refusal) => refusal.to_string(),
            Refusal::Settings(refusal) => refusal.to_string(),
            other => format!("{other:?}"),
        })
        .collect();
    reasons.join(", and ")
}

fn missing_in_password(rule: PasswordRule) -> &'static str {
    match rule {
        PasswordRule::Length => "the password needs at least 12 characters",
        PasswordRule::Upper => "the password needs a capital letter",
        PasswordRule::Lower => "the password needs a small letter",
        PasswordRule::Digit => "the password needs a digit",
        PasswordRule::Special => "the password needs one of ! @ # $ & ( * ) _",
        PasswordRule::NotTooLong => "the password may have at most 128 characters",
    }
}

/// Asks at the terminal without showing what is typed; elsewhere reads one line.
fn ask_password() -> std::io::Result<String> {
    let terminal = stdin();
    let shown = if isatty(&terminal) { Some(tcgetattr(&terminal)?) } else { None };
    if let Some(shown) = &shown {
        eprint!("Password (not shown while you type): ");
        std::io::stderr().flush()?;
        let mut hidden = shown.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&terminal, OptionalActions::Flush, &hidden)?;
    }
    let mut line = String::new();
    let read = terminal.lock().read_line(&mut line);
    if let Some(shown) = &shown {
        tcsetattr(&terminal, OptionalActions::Flush, shown)?;
        eprintln!();
    }
    read?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_understood_as_it_is_printed_and_as_it_is_stored() {
        for role_of in Role::ALL {
            for said in
                [role_of.label().to_owned(), role_of.name().to_owned(), role_of.name().replace('_', "-"), role_of.label().to_uppercase()]
            {
                assert_eq!(role(&said), Ok(role_of), "{said}");
            }
        }
        assert!(role("doctor").unwrap_err().contains("practice_scheduler"));
    }
}
