//! What the office sees of money.

use super::{
    Diagnosis, Fee, Method, PaymentState, PlaceOfService, Refusal,
    codes::{read_code, read_description, read_modifiers, read_place, read_units},
    read_amount,
};
use crate::{
    charts::{Banner, tidy},
    dates::Moment,
    ids::{AppointmentId, ChargeId, ChartId, FeeId, InvoiceId, PaymentId, StaffId},
    lines,
    named::named,
};
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// So many characters a reason has at most.
const LONGEST_REASON: usize = 500;

/// Why something was given back or taken off.
pub fn read_reason(typed: &str) -> Result<String, Refusal> {
    let reason = lines::trimmed(typed);
    match reason.chars().count() {
        0 => Err(Refusal::ReasonMissing),
        many if many > LONGEST_REASON => Err(Refusal::ReasonTooLong),
        _ => Ok(reason),
    }
}

/// A completed appointment that nothing was charged for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncharged {
    pub appointment: AppointmentId,
    pub at: Moment,
    pub type_name: String,
    pub clinician: String,
    /// Nothing where neither the fee schedule nor the type has a price.
    pub fee: Option<Fee>,
}

/// A charge on a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeLine {
    pub id: ChargeId,
    pub at: Moment,
    pub code: String,
    pub description: String,
    pub modifiers: String,
    pub units: u8,
    pub clinician: String,
    pub place: String,
    pub diagnoses: Vec<String>,
    pub charged_cents: i64,
    pub payer_cents: i64,
    pub client_cents: i64,
    pub adjusted_cents: i64,
    pub balance_cents: i64,
    pub invoice: Option<(InvoiceId, i64)>,
    pub voided: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    pub id: InvoiceId,
    pub number: i64,
    pub issued: Moment,
    pub due: NaiveDate,
    pub overdue: bool,
    pub total_cents: i64,
    pub balance_cents: i64,
}

/// A payment on a chart, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentLine {
    pub id: PaymentId,
    pub number: Option<i64>,
    pub at: Moment,
    pub method: Method,
    pub state: PaymentState,
    pub how: String,
    pub cents: i64,
    pub refunded_cents: i64,
    /// Of refunds that are under way.
    pub refunding_cents: i64,
    /// Who paid, or who recorded it.
    pub by: String,
    pub note: Option<String>,
}

impl PaymentLine {
    pub fn refundable_cents(&self) -> i64 {
        if self.state == PaymentState::Received { self.cents - self.refunded_cents - self.refunding_cents } else { 0 }
    }
}

/// Chart → **Billing**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartBilling {
    pub banner: Banner,
    pub balance_cents: i64,
    pub not_invoiced_cents: i64,
    pub spoken_for_cents: i64,
    pub frozen: Option<Moment>,
    pub uncharged: Vec<Uncharged>,
    pub charges: Vec<ChargeLine>,
    /// There are older ones than these.
    pub below: Option<ChargeId>,
    pub invoices: Vec<InvoiceLine>,
    pub payments: Vec<PaymentLine>,
    pub diagnoses: Vec<Diagnosis>,
    pub fees: Vec<(FeeId, Fee)>,
    pub clinicians: Vec<(StaffId, String)>,
    pub clinician: Option<StaffId>,
    pub places: Vec<String>,
    pub may_charge: bool,
    pub may_manage: bool,
    pub today: NaiveDate,
    /// The key of the payment that may be recorded on this page.
    pub key: PaymentId,
}

/// A charge by hand, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChargeDraft {
    pub clinician: String,
    pub day: String,
    pub time: String,
    /// Of the schedule; what is typed beside it counts more.
    pub fee: String,
    pub code: String,
    pub description: String,
    pub price: String,
    pub units: String,
    pub modifiers: String,
    pub place: String,
    pub location: String,
}

/// The same, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCharge {
    pub clinician: StaffId,
    pub day: NaiveDate,
    pub time: NaiveTime,
    pub fee: Fee,
    pub location: String,
}

impl ChargeDraft {
    /// `fee` is the line of the schedule that was chosen.
    pub fn read(&self, fee: Option<&Fee>, today: NaiveDate) -> Result<NewCharge, Vec<Refusal>> {
        let mut wrong = Vec::new();
        let clinician = self.clinician.parse().map(StaffId).map_err(|_| wrong.push(Refusal::ClinicianMissing)).unwrap_or_default();
        let day = self.day.trim().parse().ok().filter(|day: &NaiveDate| *day <= today && *day > today - chrono::Days::new(3_660));
        let day = day.unwrap_or_else(|| {
            wrong.push(Refusal::DayUnfit);
            today
        });
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
        let time = match self.time.trim() {
            "" => noon,
            typed => typed.parse().unwrap_or_else(|_| {
                wrong.push(Refusal::DayUnfit);
                noon
            }),
        };
        let or =
            |typed: &str, of: fn(&Fee) -> String| if typed.trim().is_empty() { fee.map(of).unwrap_or_default() } else { typed.to_owned() };
        let code = read_code(&or(&self.code, |fee| fee.code.clone()));
        let description = read_description(&or(&self.description, |fee| fee.description.clone()));
        let price = read_amount(&or(&self.price, |fee| super::amount(fee.price_cents))).map_err(|_| Refusal::PriceUnfit);
        let units = read_units(&or(&self.units, |fee| fee.units.to_string()));
        let modifiers = read_modifiers(&or(&self.modifiers, |fee| fee.modifiers.clone()));
        let place = read_place(&or(&self.place, |fee| fee.place.map(|place| place.name().to_owned()).unwrap_or_default()));
        let location = tidy(&self.location);
        wrong.extend([code.as_ref().err(), description.as_ref().err(), price.as_ref().err(), units.as_ref().err()].into_iter().flatten());
        wrong.extend([modifiers.as_ref().err(), place.as_ref().err()].into_iter().flatten());
        if location.chars().count() > 120 {
            wrong.push(Refusal::DescriptionUnfit);
        }
        match (code, description, price, units, modifiers, place) {
            (Ok(code), Ok(description), Ok(price_cents), Ok(units), Ok(modifiers), Ok(place)) if wrong.is_empty() => {
                let fee = Fee { code, description, price_cents, units, modifiers, place: place.or(Some(PlaceOfService::Office)) };
                Ok(NewCharge { clinician, day, time, fee, location })
            }
            _ => Err(wrong),
        }
    }
}

/// A payment that staff record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordDraft {
    pub method: String,
    pub amount: String,
    /// One charge; or the oldest first.
    pub charge: String,
    /// "Check 1042", "Claim 77-1"
    pub note: String,
}

impl RecordDraft {
    /// How, how much, for which charge, and what was noted.
    pub fn read(&self) -> Result<(Method, i64, Option<ChargeId>, Option<String>), Vec<Refusal>> {
        let method = Method::AT_THE_DESK.into_iter().find(|method| method.name() == self.method);
        let (cents, note) = (read_amount(&self.amount), tidy(&self.note));
        let mut wrong: Vec<Refusal> = method.is_none().then_some(Refusal::MethodMissing).into_iter().chain(cents.err()).collect();
        if note.chars().count() > LONGEST_REASON {
            wrong.push(Refusal::ReasonTooLong);
        }
        match (method, cents) {
            (Some(method), Ok(cents)) if wrong.is_empty() => {
                Ok((method, cents, self.charge.parse().ok(), Some(note).filter(|note| !note.is_empty())))
            }
            _ => Err(wrong),
        }
    }
}

/// What is given back of a payment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefundDraft {
    pub amount: String,
    pub reason: String,
    /// The client does not owe it again.
    pub takes_off: bool,
}

impl RefundDraft {
    pub fn read(&self) -> Result<(i64, String), Vec<Refusal>> {
        let (cents, reason) = (read_amount(&self.amount), read_reason(&self.reason));
        match (cents, reason) {
            (Ok(cents), Ok(reason)) => Ok((cents, reason)),
            (cents, reason) => Err(cents.err().into_iter().chain(reason.err()).collect()),
        }
    }
}

named! {
    /// What `/office/billing` shows.
    #[derive(Default)]
    pub enum PaidShown {
        #[default]
        Open "open",
        Overdue "overdue",
        Received "received",
    }
}

/// An open invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenLine {
    pub id: InvoiceId,
    pub number: i64,
    pub chart: ChartId,
    pub client: String,
    pub issued: NaiveDate,
    pub due: NaiveDate,
    pub overdue: bool,
    pub total_cents: i64,
    pub balance_cents: i64,
}

/// What came in, or went back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedLine {
    pub id: PaymentId,
    pub number: i64,
    pub chart: ChartId,
    pub client: String,
    pub at: Moment,
    pub method: Method,
    pub how: String,
    pub cents: i64,
    pub refunded_cents: i64,
}

/// `/office/billing`: what is open, what came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeBilling {
    pub shown: PaidShown,
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    pub open: Vec<OpenLine>,
    pub received: Vec<ReceivedLine>,
    /// Behind which row the next page begins.
    pub below: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charge_by_hand_takes_from_the_schedule_what_is_not_typed() {
        let today: NaiveDate = "2026-11-21".parse().unwrap();
        let fee = Fee {
            code: "90834".into(),
            description: "Psychotherapy, 45 minutes".into(),
            price_cents: 16_000,
            units: 1,
            modifiers: String::new(),
            place: None,
        };
        let draft = ChargeDraft {
            clinician: uuid::Uuid::from_u128(1).to_string(),
            day: "2026-11-20".into(),
            price: "120".into(),
            ..ChargeDraft::default()
        };
        let new = draft.read(Some(&fee), today).unwrap();
        assert_eq!((new.fee.code.as_str(), new.fee.price_cents, new.fee.place), ("90834", 12_000, Some(PlaceOfService::Office)));
        let wrong = ChargeDraft { clinician: String::new(), day: "2026-11-22".into(), ..draft };
        assert_eq!(
            wrong.read(None, today),
            Err(vec![Refusal::ClinicianMissing, Refusal::DayUnfit, Refusal::CodeUnfit, Refusal::DescriptionUnfit])
        );
    }

    #[test]
    fn what_is_recorded_has_a_method_and_an_amount() {
        let draft = RecordDraft { method: "check".into(), amount: "140.00".into(), note: " Check 1042 ".into(), ..RecordDraft::default() };
        assert_eq!(draft.read(), Ok((Method::Check, 14_000, None, Some("Check 1042".into()))));
        let wrong = RecordDraft { method: "online".into(), amount: "0".into(), ..RecordDraft::default() };
        assert_eq!(wrong.read(), Err(vec![Refusal::MethodMissing, Refusal::AmountNotPositive]));
    }
}
