//! Opening the practice, with what the configuration says.

use crate::{config::Config, folder, folder::Held};
use backend::{Clock, MasterKey, OpenError, Practice, Randomness, Setup, System};

/// An open practice, and the data folder, held as long as this lives.
pub struct Opened {
    pub practice: Practice,
    pub system: System,
    _folder: Option<Held>,
}

/// Opens it to work in: alone on its folder, made new where nothing is yet.
///
/// # Errors
/// A sentence for the operator.
pub async fn to_work(config: &Config) -> Result<Opened, String> {
    folder::make(&config.data)?;
    let held = folder::hold(&config.data)?;
    let key = config.key.read_or_make(&Randomness::system(), config.sqlite_file().as_deref())?;
    Opened::of(Practice::open(setup(config, key)).await, Some(held))
}

/// Opens what is there already, beside a process that may be working in it.
///
/// # Errors
/// A sentence for the operator.
pub async fn beside(config: &Config) -> Result<Opened, String> {
    if let Some(database) = config.sqlite_file().filter(|database| !database.exists()) {
        return Err(format!(
            "There is no practice yet: the database {} is missing. `anteroom serve` makes a new one; --data names another folder.",
            database.display()
        ));
    }
    let key = config.key.read()?;
    Opened::of(Practice::look(setup(config, key)).await, None)
}

impl Opened {
    fn of(opened: Result<(Practice, System), OpenError>, held: Option<Held>) -> Result<Self, String> {
        match opened {
            Ok((practice, system)) => Ok(Self { practice, system, _folder: held }),
            Err(error) => Err(format!("The practice cannot be opened: {error}.")),
        }
    }
}

fn setup(config: &Config, key: MasterKey) -> Setup {
    Setup {
        database_url: config.database_url.clone(),
        data: config.data.clone(),
        public_url: config.public_url.to_string(),
        key,
        mail: config.mail.clone(),
        clock: Clock::system(),
        randomness: Randomness::system(),
    }
}
