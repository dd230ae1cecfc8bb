//! How the Chart Room grows with the practice: how long a page takes somebody who asks alone, in a small one and in a large one.

use crate::{
    Outcome, People, Practice, free_address,
    load::{self, Alone},
    start,
};
use std::path::Path;
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

/// Prints how long each page takes in these practices, and how many times as long in the last.
pub async fn measure(program: &str, practices: &[Practice<'_>]) -> Outcome<()> {
    let mut times = Vec::new();
    for practice in practices {
        times.push(of_practice(program, practice.data, practice.cast).await?);
    }
    let names = PEOPLE.iter().flat_map(|(whose, _)| PAGES.iter().map(move |(page, _)| format!("{page}, of {whose} charts")));
    print("charts", practices, names, &times);
    Ok(())
}

/// A line for each page, a column for each practice.
pub fn print(of: &str, practices: &[Practice<'_>], pages: impl Iterator<Item = String>, times: &[Vec<Alone>]) {
    let columns = practices.iter().map(|practice| format!(" {} {of} |", practice.name)).collect::<String>();
    println!("\n| page, asked for alone |{columns} times as long |");
    println!("|---|{}---:|", "---:|".repeat(practices.len()));
    for (line, page) in pages.enumerate() {
        let taken: Vec<(f64, usize)> =
            times.iter().map(|times| (times[line].median.as_secs_f64() * 1000.0, times[line].size / 1024)).collect();
        let shown = taken.iter().map(|(taken, size)| format!(" {taken:.1} ms ({size} kB) |")).collect::<String>();
        let grown = taken.last().zip(taken.first()).map_or(0.0, |(last, first)| last.0 / first.0);
        println!("| {page} |{shown} {grown:.1} |");
    }
}

async fn of_practice(program: &str, data: &Path, cast: &Path) -> Outcome<Vec<Alone>> {
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
