//! Variables that look like ours and mean nothing to us: most are slips of the pen, and a slip is a setting that does not count.

use super::VARIABLES;
use domain::slips;

/// What `script/` and the tests are told with.
const OF_SCRIPTS: [&str; 5] = ["ANTEROOM_TRIAL", "ANTEROOM_FLIPS", "ANTEROOM_DOORS", "ANTEROOM_SAID", "ANTEROOM_PROGRAM"];
const OF_TESTS: &str = "ANTEROOM_TEST_";
const PREFIX: &str = "ANTEROOM_";

/// A sentence for each of these names that begins as ours do and is none.
pub fn strangers(names: impl Iterator<Item = String>) -> Vec<String> {
    let known = |name: &str| VARIABLES.contains(&name) || OF_SCRIPTS.contains(&name) || name.starts_with(OF_TESTS);
    let mut strange: Vec<String> = names.filter(|name| name.starts_with(PREFIX) && !known(name)).collect();
    strange.sort();
    strange.iter().map(|name| sentence(name)).collect()
}

fn sentence(name: &str) -> String {
    match nearest(name) {
        Some(known) => format!("{name} is set, but means nothing to this program. Is {known} meant?"),
        None => format!("{name} is set, but means nothing to this program. docs/configuration.md lists what does."),
    }
}

/// The known name that it takes the fewest slips to come from, if they are few.
fn nearest(name: &str) -> Option<&'static str> {
    let bare = |name: &str| name.strip_prefix(PREFIX).unwrap_or(name).to_owned();
    let name = bare(name);
    let (slips, known) = VARIABLES.into_iter().map(|known| (slips(&name, &bare(known)), known)).min()?;
    (slips * 2 < name.chars().count()).then_some(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str) -> Option<String> {
        strangers([name.to_owned()].into_iter()).pop()
    }

    #[test]
    fn a_slip_of_the_pen_is_told_with_the_name_that_was_meant() {
        for (slip, meant) in [
            ("ANTEROOM_SMPT_URL", "ANTEROOM_SMTP_URL"),
            ("ANTEROOM_PUBLICURL", "ANTEROOM_PUBLIC_URL"),
            ("ANTEROOM_DATABASEURL", "ANTEROOM_DATABASE_URL"),
            ("ANTEROOM_MASTER_KEYFILE", "ANTEROOM_MASTER_KEY_FILE"),
            ("ANTEROOM_TRUSTED_PROXY", "ANTEROOM_TRUSTED_PROXIES"),
        ] {
            let said = said(slip).unwrap();
            assert!(said.starts_with(&format!("{slip} is set")) && said.contains(&format!("Is {meant} meant?")), "{said}");
        }
        assert!(said("ANTEROOM_COLOUR").unwrap().contains("docs/configuration.md"));
    }

    #[test]
    fn what_is_known_is_no_slip() {
        for known in ["ANTEROOM_SMTP_URL", "ANTEROOM_DATA", "ANTEROOM_TRIAL", "ANTEROOM_TEST_POSTGRES", "ANTEROOM_PROGRAM", "HOME"] {
            assert_eq!(said(known), None, "{known}");
        }
    }
}
