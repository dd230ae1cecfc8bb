//! How the Chart Room grows with the practice: how long a page takes somebody who asks alone, in a small one and in a large one.

use crate::{Outcome, People, free_address, load, start};
use std::{path::Path, time::Duration};
use tokio::process::Command;

/// What somebody asks whose reach is their own charts and those whom they supervise; and what is asked by who sees everybody's.
const PAGES: [(&str, &str); 5] = [
    ("Chart Room", "/office/charts"),
    ("nothing found", "/office/charts?q=zzyzx"),
    ("a word within a name", "/office/charts?q=thorne"),
    ("two letters", "/office/charts?q=ma"),
    ("both names", "/office/charts?q=max+meyer"),
];
const PEOPLE: [(&str, &str); 2] = [("a supervisor's", "Elena Reyes"), ("everybody's", "Ruth Abara")];

/// Prints how long each page takes in these practices, each a folder with its cast beside it, and how many times as long in the last.
pub async fn measure(program: &str, practices: &[(&str, &Path, &Path)]) -> Outcome<()> {
    let mut times: Vec<Vec<Duration>> = Vec::new();
    for (_, data, cast) in practices {
        times.push(of_practice(program, data, cast).await?);
    }
    let columns = practices.iter().map(|(charts, ..)| format!(" {charts} charts |")).collect::<String>();
    println!("\n| page, asked for alone |{columns} times as long |");
    println!("|---|{}---:|", "---:|".repeat(practices.len()));
    let names = PEOPLE.iter().flat_map(|(whose, _)| PAGES.iter().map(move |(page, _)| format!("{page}, of {whose} charts")));
    for (line, name) in names.enumerate() {
        let taken: Vec<f64> = times.iter().map(|times| times[line].as_secs_f64() * 1000.0).collect();
        let shown = taken.iter().map(|taken| format!(" {taken:.1} ms |")).collect::<String>();
        let grown = taken.last().zip(taken.first()).map_or(0.0, |(last, first)| last / first);
        println!("| {name} |{shown} {grown:.1} |");
    }
    Ok(())
}

async fn of_practice(program: &str, data: &Path, cast: &Path) -> Outcome<Vec<Duration>> {
    let address = free_address().await?;
    let mut anteroom = Command::new(program);
    anteroom.args(["serve", "--listen", &address.to_string(), "--data"]).arg(data);
    let mut running = start(anteroom, address, "/readyz").await?;
    let mut times = Vec::new();
    for (_, name) in PEOPLE {
        let office = load::sign_in(address, "/api/visitor/sign_in_staff", &People::login(cast, "staff", name)?).await?;
        for (_, path) in PAGES {
            times.push(load::alone(address, path, &office).await?);
        }
    }
    running.kill().await?;
    Ok(times)
}
