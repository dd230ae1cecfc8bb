//! Cents, as people read and write them.

use super::Refusal;

/// "$1,250.00", "−$20.00"
pub fn money(cents: i64) -> String {
    let sign = if cents < 0 { "\u{2212}" } else { "" };
    let (whole, part) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}${grouped}.{part:02}")
}

/// The same as it is typed: "1250.00".
pub fn amount(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// "12", "12.5", "$12.50": in cents, more than nothing. A comma could be either, and is asked about.
pub fn read_amount(typed: &str) -> Result<i64, Refusal> {
    let typed = typed.trim();
    let number = typed.strip_prefix('$').unwrap_or(typed).trim();
    if number.is_empty() {
        return Err(Refusal::AmountMissing);
    }
    if number.starts_with(['-', '\u{2212}']) {
        return Err(Refusal::AmountNotPositive);
    }
    if number.contains(',') {
        return Err(Refusal::AmountWithComma);
    }
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || whole.len() + part.len() == 0 {
        return Err(Refusal::AmountUnreadable);
    }
    if part.len() > 2 {
        return Err(Refusal::AmountTooFine);
    }
    if whole.len() > 7 {
        return Err(Refusal::AmountTooHigh);
    }
    let number = |text: &str| text.bytes().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    match number(whole) * 100 + number(&format!("{part:0<2}")) {
        0 => Err(Refusal::AmountNotPositive),
        cents => Ok(cents),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_is_written_as_people_read_it() {
        for (cents, words) in [(0, "$0.00"), (5, "$0.05"), (16_000, "$160.00"), (123_456_789, "$1,234,567.89"), (-2_000, "\u{2212}$20.00")]
        {
            assert_eq!(money(cents), words);
        }
        assert_eq!(amount(123_405), "1234.05");
    }

    #[test]
    fn an_amount_is_read_as_it_was_meant_or_asked_about() {
        for (typed, cents) in [("40", 4_000), (" $40.00 ", 4_000), ("0.01", 1), ("12.5", 1_250), (".5", 50), ("33.33", 3_333)] {
            assert_eq!(read_amount(typed), Ok(cents), "{typed}");
        }
        for (typed, refusal) in [
            ("", Refusal::AmountMissing),
            ("$", Refusal::AmountMissing),
            ("0", Refusal::AmountNotPositive),
            ("0.00", Refusal::AmountNotPositive),
            ("-5", Refusal::AmountNotPositive),
            ("1,000.00", Refusal::AmountWithComma),
            ("12,50", Refusal::AmountWithComma),
            ("12.3456", Refusal::AmountTooFine),
            ("12.345", Refusal::AmountTooFine),
            ("12345678", Refusal::AmountTooHigh),
            (".", Refusal::AmountUnreadable),
            ("1.2.3", Refusal::AmountUnreadable),
            ("1e3", Refusal::AmountUnreadable),
            ("forty", Refusal::AmountUnreadable),
            ("٤٠", Refusal::AmountUnreadable),
        ] {
            assert_eq!(read_amount(typed), Err(refusal), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(cents in 1_i64..1_000_000_000) {
            prop_assert_eq!(read_amount(&amount(cents)), Ok(cents));
        }

        #[test]
        fn nothing_that_is_typed_is_a_surprise(typed in "\\PC{0,12}") {
            if let Ok(cents) = read_amount(&typed) {
                prop_assert!(cents > 0 && cents < 1_000_000_000);
            }
        }
    }
}
