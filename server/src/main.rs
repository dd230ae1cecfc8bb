//! The program `anteroom`.

fn main() -> std::process::ExitCode {
    server::run()
}
