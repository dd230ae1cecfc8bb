//! The password rule. The browser shows it while one types; the server asks the same lines again.

mod obvious;

use super::Refusal;
use serde::{Deserialize, Serialize};

pub const LEAST_CHARACTERS: usize = 12;
pub const MOST_CHARACTERS: usize = 128;
/// The only characters that count as special. Others are welcome but do not count.
pub const SPECIALS: &str = "!@#$&(*)_";

/// One line of the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PasswordRule {
    Length,
    Upper,
    Lower,
    Digit,
    Special,
    NotTooLong,
}

impl PasswordRule {
    pub const ALL: [Self; 6] = [Self::Length, Self::Upper, Self::Lower, Self::Digit, Self::Special, Self::NotTooLong];

    /// Whether a password meets this line.
    pub fn met_by(self, password: &str) -> bool {
        match self {
            Self::Length => password.chars().count() >= LEAST_CHARACTERS,
            Self::Upper => password.chars().any(char::is_uppercase),
            Self::Lower => password.chars().any(char::is_lowercase),
            Self::Digit => password.chars().any(|c| c.is_ascii_digit()),
            Self::Special => password.chars().any(|c| SPECIALS.contains(c)),
            Self::NotTooLong => password.chars().count() <= MOST_CHARACTERS,
        }
    }
}

/// The lines that a password does not meet yet.
pub fn unmet_rules(password: &str) -> Vec<PasswordRule> {
    PasswordRule::ALL.into_iter().filter(|rule| !rule.met_by(password)).collect()
}

/// Checks that there is one, then the rule, then that the password does not simply say who one is, or what everybody says. `about`
/// holds first name, last name, e-mail, practice.
///
/// Breached and common passwords are looked up by the server besides.
pub fn check_password(password: &str, about: &[&str]) -> Result<(), Vec<Refusal>> {
    if password.is_empty() {
        return Err(vec![Refusal::PasswordMissing]);
    }
    let unmet: Vec<Refusal> = unmet_rules(password).into_iter().map(|rule| Refusal::PasswordRuleUnmet { rule }).collect();
    if !unmet.is_empty() {
        return Err(unmet);
    }
    obvious::check(password, about).map_err(|refusal| vec![refusal])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anything::anything;
    use PasswordRule::*;
    use proptest::prelude::*;

    #[test]
    fn each_line_of_the_rule_counts() {
        assert_eq!(unmet_rules(""), vec![Length, Upper, Lower, Digit, Special]);
        assert_eq!(unmet_rules("Harbor lights 7"), vec![Special]);
        assert_eq!(unmet_rules("Harbor lights 7!"), vec![]);
    }

    #[test]
    fn an_empty_password_is_one_thing_to_put_right() {
        assert_eq!(check_password("", &[]), Err(vec![Refusal::PasswordMissing]));
        assert_eq!(check_password(" ", &[]).unwrap_err().len(), 5);
    }

    #[test]
    fn exactly_nine_specials_count() {
        assert_eq!(SPECIALS.chars().count(), 9);
        for counts in SPECIALS.chars() {
            assert_eq!(unmet_rules(&format!("Harborlights7{counts}")), vec![], "{counts}");
        }
        for allowed in "%^-?+=.,;:'\"~`<>[]{}|/\\ €".chars() {
            assert_eq!(unmet_rules(&format!("Harborlights7{allowed}")), vec![Special], "{allowed}");
        }
    }

    #[test]
    fn length_is_counted_in_characters_of_any_script() {
        assert_eq!(unmet_rules("Ωmega-žluťoučký_1"), vec![]);
        assert_eq!(unmet_rules(&format!("Aa1!{}", "🌊".repeat(124))), vec![]);
        assert_eq!(unmet_rules(&format!("Aa1!{}", "🌊".repeat(125))), vec![NotTooLong]);
        assert_eq!(unmet_rules("Aa1!🌊🌊🌊🌊🌊🌊🌊"), vec![Length]);
    }

    #[test]
    fn spaces_count_as_typed() {
        assert_eq!(unmet_rules("  Aa1!      "), vec![]);
    }

    #[test]
    fn a_password_that_says_who_one_is_is_refused() {
        let about = ["Lindqvist", "maya.lindqvist@example.com", "Harbor Street Counseling"];
        for obvious in ["Lindqvist123!", "Counseling_2026", "LindqvistMaya1!", "maya-Lindqvist_91", "Maya_Lindqvist_1991!"] {
            assert_eq!(check_password(obvious, &about), Err(vec![Refusal::PasswordObvious]), "{obvious}");
        }
        for fine in ["Quiet-Otter_paints7", "7 harbor seals Swim & nap"] {
            assert_eq!(check_password(fine, &about), Ok(()), "{fine}");
        }
    }

    proptest! {
        #[test]
        fn the_list_on_the_screen_is_what_the_server_says(typed in anything()) {
            let unmet: Vec<Refusal> = unmet_rules(&typed).into_iter().map(|rule| Refusal::PasswordRuleUnmet { rule }).collect();
            let said = check_password(&typed, &[]);
            match (typed.is_empty(), unmet.is_empty()) {
                (true, _) => prop_assert_eq!(said, Err(vec![Refusal::PasswordMissing])),
                (false, false) => prop_assert_eq!(said, Err(unmet)),
                // What meets every line may still be one sign again and again.
                (false, true) => prop_assert!(said.is_ok() || said == Err(vec![Refusal::PasswordCommon]), "{:?}", said),
            }
        }

        #[test]
        fn one_sign_more_undoes_no_rule_but_the_last(typed in anything(), more in any::<char>()) {
            let longer = format!("{typed}{more}");
            for rule in PasswordRule::ALL.into_iter().filter(|rule| *rule != NotTooLong) {
                prop_assert!(rule.met_by(&longer) || !rule.met_by(&typed), "{:?}", rule);
            }
        }

        #[test]
        fn a_name_with_little_else_is_obvious(name in "[A-Z][a-z]{7,20}", digit in "[0-9]{1,4}", special in "[!@#$&(*)_]") {
            let password = format!("{name}{digit}{special}");
            prop_assume!(unmet_rules(&password).is_empty());
            prop_assert_eq!(check_password(&password, &[name.to_uppercase().as_str()]), Err(vec![Refusal::PasswordObvious]));
        }
    }
}
