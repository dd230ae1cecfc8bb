//! The command line.

use crate::{
    backup,
    config::{Config, Flags, strangers},
    doctor::{self, Finding},
    import, logs, open, serve, staff,
};
use backend::{Error, System};
use clap::{Args, Parser, Subcommand};
use std::process::ExitCode;

/// A client portal and office for a therapy practice.
#[derive(Parser)]
#[command(name = "anteroom", version, about)]
struct CommandLine {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Opens the practice and lets people in, until it is told to stop
    Serve,
    /// Brings the database up to date, and ends
    Migrate,
    /// Fills a new practice with made-up people
    Seed(Seed),
    /// Says what is wrong with configuration, key, mail, disk and database
    Doctor,
    /// Checks that no row of the audit trail was changed, removed or added
    VerifyAudit,
    /// Makes a sealed backup of all of it while it serves, tries one out, or makes the key
    Backup(backup::Backup),
    /// Brings a backup back into an empty folder
    Restore(backup::Restore),
    /// Moves a practice in
    #[command(subcommand)]
    Import(import::Command),
    /// The people who work in the practice
    #[command(subcommand)]
    Staff(staff::Command),
}

#[derive(Args)]
struct Seed {
    #[command(flatten)]
    what: SeedWhat,
    /// And so many messages between clients and the team: only beside the demo practice
    #[arg(long, requires = "scale", value_name = "MESSAGES")]
    messages: Option<u32>,
    /// Prints what was put in as JSON: people, logins and charts, or how many charts and messages
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct SeedWhat {
    /// The demo practice of the manual
    #[arg(long)]
    demo: bool,
    /// The same people, who have not written to each other yet: for tests that count
    #[arg(long)]
    cast: bool,
    /// This many charts, the same each time, for measuring
    #[arg(long, value_name = "CHARTS")]
    scale: Option<u32>,
}

/// Does what the command line says.
pub fn run() -> ExitCode {
    // What we write is for our eyes only, whatever the shell's habit is.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    if let Err(error) = leave_no_core() {
        eprintln!("A crash may write the process' memory to the disk, and nothing can be done against it here: {error}.");
    }
    let CommandLine { flags, command } = CommandLine::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("The process cannot work: {error}.")),
    };
    if let Command::Doctor = command {
        return runtime.block_on(examine(&flags));
    }
    let config = match Config::read(&flags, |name| std::env::var_os(name)) {
        Ok(config) => config,
        Err(wrongs) => {
            for wrong in wrongs {
                eprintln!("{wrong}");
            }
            return ExitCode::FAILURE;
        }
    };
    logs::begin(config.log);
    for stranger in strangers(names_of_variables()) {
        tracing::warn!("{stranger}");
    }
    match runtime.block_on(obey(command, config)) {
        Ok(code) => code,
        Err(sentence) => failed(&sentence),
    }
}

pub(crate) fn names_of_variables() -> impl Iterator<Item = String> {
    std::env::vars_os().filter_map(|(name, _)| name.into_string().ok())
}

/// What people wrote, and the master key, stand in our memory: no crash writes them to the disk, and nobody else's program looks
/// at them (T30).
fn leave_no_core() -> rustix::io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })
}

async fn obey(command: Command, config: Config) -> Result<ExitCode, String> {
    match command {
        Command::Serve => serve::serve(config).await?,
        Command::Migrate => {
            let opened = open::to_work(&config).await?;
            if opened.practice.is_made_now() {
                println!("There was no practice yet: a new one was made in {}.", config.data.display());
            }
            println!("The database is up to date.");
        }
        Command::Seed(seed) => fill(&seed, &config).await?,
        Command::Doctor => {}
        Command::VerifyAudit => return verify_audit(&config).await,
        Command::Backup(wanted) => return backup::back_up(wanted, &config).await,
        Command::Restore(wanted) => return backup::bring_back(wanted, &config).await,
        Command::Import(command) => return import::obey(command, &config).await,
        Command::Staff(command) => staff::obey(command, &config).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn fill(seed: &Seed, config: &Config) -> Result<(), String> {
    let opened = open::to_work(config).await?;
    let refused = |error| match error {
        Error::Refused(_) => format!(
            "There are people in {} already. Made-up ones are only put into an empty practice{}: please name another folder with --data.",
            config.data.display(),
            if seed.what.scale.is_some() { ", or beside others that are made up" } else { "" },
        ),
        error => format!("The practice in {} could not be filled: {error}.", config.data.display()),
    };
    if let Some(charts) = seed.what.scale {
        match seed.messages {
            Some(messages) => {
                opened.system.seed_messages(charts, messages).await.map_err(|error| match error {
                    Error::Refused(_) => {
                        format!("Messages are only put beside the demo practice: {} holds another.", config.data.display())
                    }
                    error => refused(error),
                })?;
            }
            None => opened.system.seed_scale(charts).await.map_err(refused)?,
        }
        match (seed.json, seed.messages) {
            (true, None) => println!("{}", serde_json::json!({ "charts": charts })),
            (true, Some(messages)) => println!("{}", serde_json::json!({ "charts": charts, "messages": messages })),
            (false, None) => println!("{charts} charts were put into {}.", config.data.display()),
            (false, Some(messages)) => println!("{charts} charts and {messages} messages were put into {}.", config.data.display()),
        }
        return Ok(());
    }
    let cast = opened.system.seed_demo().await.map_err(refused)?;
    if seed.what.demo {
        opened.system.seed_looks().await.map_err(refused)?;
        opened.system.seed_talk(&cast).await.map_err(refused)?;
        opened.system.seed_appointments(&cast).await.map_err(refused)?;
        opened.system.seed_forms(&cast).await.map_err(refused)?;
        opened.system.seed_information(&cast).await.map_err(refused)?;
        opened.system.seed_activities(&cast).await.map_err(refused)?;
        opened.system.seed_billing(&cast).await.map_err(refused)?;
        opened.system.seed_signing(&cast).await.map_err(refused)?;
        opened.system.seed_desk().await.map_err(refused)?;
    }
    if seed.json {
        println!("{}", serde_json::to_string_pretty(&cast).map_err(|error| format!("The cast cannot be told: {error}."))?);
    } else {
        println!("The demo practice is in {}. `anteroom seed --demo --json` prints the logins as well.", config.data.display());
    }
    Ok(())
}

async fn verify_audit(config: &Config) -> Result<ExitCode, String> {
    let system = open::beside(config).await?.system;
    let verdict = system.verify_audit().await.map_err(|error| format!("The audit trail cannot be read: {error}."))?;
    match verdict.trouble {
        None => {
            println!("The audit trail is whole: {} rows.", verdict.rows);
            verify_signatures(&system).await
        }
        Some(trouble) => {
            println!("The audit trail is broken: {trouble}.");
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn verify_signatures(system: &System) -> Result<ExitCode, String> {
    match system.verify_signatures().await.map_err(|error| format!("The signatures cannot be read: {error}."))? {
        None => {
            println!("The signatures are whole.");
            Ok(ExitCode::SUCCESS)
        }
        Some(broken) => {
            println!("The signatures are broken: {broken}.");
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn examine(flags: &Flags) -> ExitCode {
    let findings = doctor::examine(flags).await;
    for finding in &findings {
        println!("{finding}");
    }
    if findings.iter().any(|finding| matches!(finding, Finding::Wrong(_))) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn failed(sentence: &str) -> ExitCode {
    eprintln!("{sentence}");
    ExitCode::FAILURE
}
