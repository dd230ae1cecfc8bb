//! Prices, as people write them.

use super::Refusal;

/// "$150", "150.00", "1,250": in cents. Nothing, where nothing is written.
pub fn read_price(typed: &str) -> Result<Option<i64>, Refusal> {
    let typed = typed.trim().trim_start_matches('$').replace(',', "");
    if typed.is_empty() {
        return Ok(None);
    }
    let (whole, part) = typed.split_once('.').unwrap_or((&typed, "00"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=7).contains(&whole.len()) || part.len() != 2 || !digits(whole) || !digits(part) {
        return Err(Refusal::PriceUnfit);
    }
    let number = |text: &str| text.parse::<i64>().map_err(|_| Refusal::PriceUnfit);
    Ok(Some(number(whole)? * 100 + number(part)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_read_as_people_write_it() {
        for (typed, cents) in [("", None), ("$150", Some(15_000)), ("150.00", Some(15_000)), (" 1,250.50 ", Some(125_050)), ("0", Some(0))]
        {
            assert_eq!(read_price(typed), Ok(cents), "{typed}");
        }
        for wrong in ["free", "-5", "12.5", "1.000", "99999999", "."] {
            assert_eq!(read_price(wrong), Err(Refusal::PriceUnfit), "{wrong}");
        }
    }
}
