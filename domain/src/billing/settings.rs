//! Settings → **Billing**: what clients may do, and what stands on bills.

use super::{Fee, Provider, Refusal, npi_is_right};
use crate::{charts::tidy, ids::FeeId};
use serde::{Deserialize, Serialize};

/// What the practice decides about money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BillingRules {
    /// **Pay Now**.
    pub payments: bool,
    /// **Credit/Debit Cards on File**.
    pub cards: bool,
    pub invoices: bool,
    pub superbills: bool,
    /// So many days after it was issued an invoice is due.
    pub due_days: u8,
    /// Whoever pays is told by mail on the day on which it is due, and a week later.
    pub reminders: bool,
    /// The employer identification number, "12-3456789".
    pub tax_id: Option<String>,
    /// The practice's own identifier, beside those of its people.
    pub npi: Option<String>,
    /// As on an envelope.
    pub address: String,
}

impl Default for BillingRules {
    fn default() -> Self {
        Self {
            payments: false,
            cards: false,
            invoices: true,
            superbills: true,
            due_days: 14,
            reminders: false,
            tax_id: None,
            npi: None,
            address: String::new(),
        }
    }
}

impl BillingRules {
    /// As they are kept.
    pub fn read(self) -> Result<Self, Vec<Refusal>> {
        let line = |line: Option<String>| line.map(|line| tidy(&line)).filter(|line| !line.is_empty());
        let lines: Vec<String> = self.address.lines().map(tidy).filter(|line| !line.is_empty()).collect();
        let read = Self { tax_id: line(self.tax_id), npi: line(self.npi), address: lines.join("\n"), ..self };
        let wrong = [
            (read.due_days > 120).then_some(Refusal::DueDaysUnfit),
            read.tax_id.as_deref().is_some_and(|id| !is_tax_id(id)).then_some(Refusal::TaxIdUnfit),
            read.npi.as_deref().is_some_and(|npi| !npi_is_right(npi)).then_some(Refusal::NpiUnfit),
            (read.address.chars().count() > 300).then_some(Refusal::AddressTooLong),
        ];
        let wrong: Vec<Refusal> = wrong.into_iter().flatten().collect();
        if wrong.is_empty() { Ok(read) } else { Err(wrong) }
    }
}

/// Nine digits, as an employer or a person has them: "12-3456789", "123-45-6789".
fn is_tax_id(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() == 9 && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}

/// The page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsPage {
    pub rules: BillingRules,
    pub fees: Vec<(FeeId, Fee, bool)>,
    pub providers: Vec<Provider>,
    /// No money moves.
    pub sandbox: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_on_bills_is_looked_at_before_it_is_kept() {
        let rules = BillingRules {
            tax_id: Some(" 12-3456789 ".into()),
            npi: Some(String::new()),
            address: " 12 Harbor Street \n\nBaltimore, MD 21202 ".into(),
            ..BillingRules::default()
        };
        let read = rules.clone().read().unwrap();
        assert_eq!((read.tax_id.as_deref(), read.npi), (Some("12-3456789"), None));
        assert_eq!(read.address, "12 Harbor Street\nBaltimore, MD 21202");
        let wrong = BillingRules { due_days: 200, tax_id: Some("12".into()), npi: Some("1".into()), ..rules };
        assert_eq!(wrong.read(), Err(vec![Refusal::DueDaysUnfit, Refusal::TaxIdUnfit, Refusal::NpiUnfit]));
    }
}
