//! Requests per second of three signed-in pages, and of a bare handler that runs the same SQL, in turns on the same machine and
//! the same data; how the Chart Room and conversations grow; and what is live. `script/bench` makes the data and prints what this prints.

#![allow(clippy::disallowed_methods, reason = "starts the programs that are measured")]

mod appointments;
mod bare;
mod growth;
mod live;
mod load;
mod messages;

use load::{Asked, Figures, in_turns};
use serde_json::Value;
use std::{env, error::Error, fs, net::SocketAddr, path::Path, process::Stdio, time::Duration};
use tokio::{
    net::TcpListener,
    process::{Child, Command},
    time::{Instant, sleep},
};

/// As the server has it.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["bare", data, address] => bare::serve(Path::new(data), address.parse()?).await,
        [what @ ("growth" | "messages" | "appointments" | "live"), program, ref practices @ ..] => {
            let practices: Vec<Practice> = practices.chunks_exact(3).map(Practice::of).collect();
            match (what, &practices[..]) {
                ("growth", _) => growth::measure(program, &practices).await,
                ("appointments", _) => appointments::measure(program, &practices).await,
                ("messages", _) => messages::measure(program, &practices).await,
                (_, [practice]) => live::measure(program, practice).await,
                _ => Err("what is live is measured in one practice".into()),
            }
        }
        [program, data, cast, pkg] => measure(program, Path::new(data), Path::new(cast), Path::new(pkg)).await,
        _ => Err("script/bench calls this".into()),
    }
}

/// A practice: how much is in it, its folder, and its cast beside that.
struct Practice<'a> {
    name: &'a str,
    data: &'a Path,
    cast: &'a Path,
}

impl<'a> Practice<'a> {
    fn of(words: &[&'a str]) -> Self {
        Self { name: words[0], data: Path::new(words[1]), cast: Path::new(words[2]) }
    }
}

/// Whose pages are measured.
struct People {
    staff: (String, String),
    client: (String, String),
    chart: String,
}

impl People {
    fn of(cast: &Path) -> Outcome<Self> {
        let client = Self::find(cast, "accounts", "Maya Lindqvist")?;
        let staff = Self::login(cast, "staff", "Elena Reyes")?;
        Ok(Self { staff, client: Self::login(cast, "accounts", "Maya Lindqvist")?, chart: text(&client["charts"][0]["id"]) })
    }

    /// Address and password.
    fn login(cast: &Path, list: &str, name: &str) -> Outcome<(String, String)> {
        let person = Self::find(cast, list, name)?;
        Ok((text(&person["email"]), text(&person["password"])))
    }

    fn find(cast: &Path, list: &str, name: &str) -> Outcome<Value> {
        let cast: Value = serde_json::from_slice(&fs::read(cast)?)?;
        let mut people = cast[list].as_array().into_iter().flatten();
        Ok(people.find(|person| person["name"] == name).cloned().ok_or(format!("{name} is not in the cast"))?)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// One line of the table.
struct Line {
    name: &'static str,
    path: String,
    bare: &'static str,
    cookie: String,
}

async fn measure(program: &str, data: &Path, cast: &Path, pkg: &Path) -> Outcome<()> {
    let people = People::of(cast)?;
    let address = free_address().await?;
    let mut anteroom = Command::new(program);
    anteroom.args(["serve", "--listen", &address.to_string(), "--data"]).arg(data);
    let mut running = start(anteroom, address, "/readyz").await?;
    let portal = load::sign_in(address, "/api/visitor/sign_in", &people.client).await?;
    let office = load::sign_in(address, "/api/visitor/sign_in_staff", &people.staff).await?;
    let lines = [
        Line { name: "Dashboard", path: "/".into(), bare: "/dashboard", cookie: portal.clone() },
        Line { name: "My Documents", path: "/documents".into(), bare: "/my-documents", cookie: portal },
        Line {
            name: "A chart's Documents",
            path: format!("/office/charts/{}/documents", people.chart),
            bare: "/chart-documents",
            cookie: office,
        },
    ];
    let bare_address = free_address().await?;
    let mut bare = Command::new(env::current_exe()?);
    bare.arg("bare").arg(data).arg(bare_address.to_string());
    let mut bare = start(bare, bare_address, "/ready").await?;
    let mut figures = Vec::new();
    for line in &lines {
        figures.push(in_turns([Asked(address, &line.path, &line.cookie), Asked(bare_address, line.bare, "")]).await?);
    }
    running.kill().await?;
    bare.kill().await?;
    print(&lines, &figures);
    print_bundles(pkg)
}

async fn free_address() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0").await?.local_addr()?)
}

/// Starts a server and waits until it answers.
async fn start(mut command: Command, address: SocketAddr, ready: &str) -> Outcome<Child> {
    // The shell's own settings would lead it to another database.
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("ANTEROOM_")) {
        command.env_remove(name);
    }
    let mut running = command.kill_on_drop(true).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(60) {
        if let Some(status) = running.try_wait()? {
            return Err(format!("{:?} ended: {status}", command.as_std().get_program()).into());
        }
        if load::answers(address, ready).await {
            return Ok(running);
        }
        sleep(Duration::from_millis(50)).await;
    }
    Err("the server does not answer".into())
}

fn print(lines: &[Line], figures: &[[Figures; 2]]) {
    println!("| page | requests/s | p50 | p99 | bare: requests/s | p50 | p99 | share of bare |");
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    for (line, [page, bare]) in lines.iter().zip(figures) {
        println!("| {} | {page} | {bare} | {:.0} % |", line.name, 100.0 * page.per_second / bare.per_second);
    }
    println!();
    println!("On {}.", machine());
}

fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("an unknown processor", |rest| rest.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let others = load.split(' ').next().unwrap_or("?");
    format!("{model}, {cores} cores (load average at the end {others}, this bench included)")
}

/// What a browser fetches once: the compressed script and WebAssembly of each side.
fn print_bundles(pkg: &Path) -> Outcome<()> {
    let list: Value = serde_json::from_slice(&fs::read(pkg.join("assets.json"))?)?;
    let size = |name: &str| -> u64 {
        let file = list[name].as_str().unwrap_or_default();
        fs::metadata(pkg.join(format!("{file}.br"))).map_or(0, |found| found.len())
    };
    let budgets = fs::read_to_string("budget.txt")?;
    let budget = |side: &str| budgets.lines().find_map(|line| line.strip_prefix(side)?.trim().parse::<u64>().ok()).unwrap_or(0);
    let kilobytes = |bytes: u64| format!("{:.0} kB", bytes as f64 / 1024.0);
    println!("\n| browser bundle, brotli | WebAssembly | script | together | budget |\n|---|---:|---:|---:|---:|");
    for side in ["portal", "office"] {
        let (wasm, script) = (size(&format!("{side}.wasm")), size(&format!("{side}.js")));
        let [wasm, script, together, budget] = [wasm, script, wasm + script, budget(side)].map(kilobytes);
        println!("| {side} | {wasm} | {script} | {together} | {budget} |");
    }
    Ok(())
}
