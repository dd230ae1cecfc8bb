//! The program `anteroom`.

/// A page is made of thousands of small texts, and a third of the work on it was to get memory for them and give it back.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    server::run()
}
