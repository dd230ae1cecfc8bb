//! What staff do about money. The functions.
#![allow(clippy::too_many_arguments, reason = "a function takes one argument for each field of its form")]

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
#[allow(unused_imports, reason = "only the server reads forms")]
use domain::billing::{BillingRules, RefundDraft, RefundState};
use domain::{
    billing::{ChargeDraft, ChartBilling, FeeDraft, OfficeBilling, PaidShown, RecordDraft, SettingsPage},
    ids::{AppointmentId, ChargeId, ChartId, DiagnosisId, FeeId, PaymentId, StaffId},
};
use leptos::prelude::*;

loader! {
    /// A chart's **Billing**, below a charge of it.
    pub async fn read_chart_billing(chart: ChartId, below: Option<ChargeId>) -> Result<ChartBilling, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.billing().await?.of_chart(chart, below).await?)
    }
}

loader! {
    /// What is open, or what came in.
    pub async fn read_billing(
        shown: PaidShown,
        first: Option<chrono::NaiveDate>,
        last: Option<chrono::NaiveDate>,
        below: Option<String>,
    ) -> Result<OfficeBilling, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.billing().await?.list(shown, first, last, below).await?)
    }
}

loader! {
    /// Settings → **Billing**.
    pub async fn read_billing_settings() -> Result<SettingsPage, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.billing().await?.set_up().await?)
    }
}

/// **Charge** a completed appointment.
#[server(prefix = "/api", endpoint = "staff/billing/charge_appointment")]
pub async fn charge_appointment(chart: ChartId, appointment: AppointmentId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.charge_appointment(chart, appointment).await?;
    Ok(Went::to(routes::chart_billing(chart)).done(Done::Charged))
}

/// Charges by hand.
#[server(prefix = "/api", endpoint = "staff/billing/charge")]
pub async fn charge_by_hand(chart: ChartId, #[server(flatten)] form: ChargeDraft) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.charge_by_hand(chart, &form).await?;
    Ok(Went::to(routes::chart_billing(chart)).done(Done::Charged))
}

/// Takes a charge back that was a mistake.
#[server(prefix = "/api", endpoint = "staff/billing/void")]
pub async fn void_charge(chart: ChartId, charge: ChargeId, #[server(default)] reason: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.void(chart, charge, &reason).await?;
    Ok(Went::to(routes::chart_billing(chart)).done(Done::Voided))
}

/// Takes something off a charge.
#[server(prefix = "/api", endpoint = "staff/billing/take_off")]
pub async fn take_off_charge(
    chart: ChartId,
    charge: ChargeId,
    #[server(default)] amount: String,
    #[server(default)] reason: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.take_off(chart, charge, &amount, &reason).await?;
    Ok(Went::to(routes::chart_billing(chart)).done(Done::TakenOff))
}

/// **Invoice**: these charges, or all that wait for one.
#[server(prefix = "/api", endpoint = "staff/billing/invoice")]
pub async fn issue_invoice(chart: ChartId, #[server(default)] charge: Vec<ChargeId>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.invoice(chart, &charge).await?;
    Ok(Went::to(routes::chart_billing(chart)).done(Done::Invoiced))
}

/// Records a payment that came in at the desk.
#[server(prefix = "/api", endpoint = "staff/billing/record")]
pub async fn record_payment(chart: ChartId, payment: PaymentId, #[server(flatten)] form: RecordDraft) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.record(chart, payment, &form).await?;
    Ok(Went::to(routes::chart_billing(chart)).done(Done::Recorded))
}

/// Gives money back.
#[server(prefix = "/api", endpoint = "staff/billing/refund")]
pub async fn refund_payment(
    chart: ChartId,
    payment: PaymentId,
    #[server(default)] amount: String,
    #[server(default)] reason: String,
    #[server(default)] takes_off: Option<String>,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let draft = RefundDraft { amount, reason, takes_off: takes_off.is_some() };
    let done = match staff.billing().await?.refund(chart, payment, &draft).await? {
        RefundState::Done => Done::Refunded,
        RefundState::Pending => Done::Refunding,
        RefundState::Failed => Done::RefundFailed,
    };
    Ok(Went::to(routes::chart_billing(chart)).done(done))
}

/// **Request Payment**.
#[server(prefix = "/api", endpoint = "staff/billing/request_payment")]
pub async fn request_payment(chart: ChartId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.request_payment(chart).await?;
    Ok(Went::to(routes::chart_billing(chart)).done(Done::Sent))
}

/// Freezes the account, or opens it again.
#[server(prefix = "/api", endpoint = "staff/billing/freeze")]
pub async fn freeze_account(chart: ChartId, #[server(default)] frozen: bool) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.freeze(chart, frozen).await?;
    Ok(Went::to(routes::chart_billing(chart)).done(if frozen { Done::Frozen } else { Done::Thawed }))
}

/// Adds a diagnosis.
#[server(prefix = "/api", endpoint = "staff/billing/add_diagnosis")]
pub async fn add_diagnosis(
    chart: ChartId,
    #[server(default)] diagnosis: String,
    #[server(default)] words: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.add_diagnosis(chart, &diagnosis, &words).await?;
    Ok(Went::to(routes::chart_billing(chart)).done(Done::Added))
}

/// Ends one.
#[server(prefix = "/api", endpoint = "staff/billing/end_diagnosis")]
pub async fn end_diagnosis(chart: ChartId, diagnosis: DiagnosisId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.end_diagnosis(chart, diagnosis).await?;
    Ok(Went::to(routes::chart_billing(chart)).done(Done::Removed))
}

/// Adds a line of the fee schedule, or changes one.
#[server(prefix = "/api", endpoint = "staff/billing/save_fee")]
pub async fn save_fee(#[server(default)] fee: Option<FeeId>, #[server(flatten)] form: FeeDraft) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.save_fee(fee, &form).await?;
    Ok(Went::to(routes::BILLING_SETTINGS).done(Done::Saved))
}

/// Takes a line out of use, or back into it.
#[server(prefix = "/api", endpoint = "staff/billing/use_fee")]
pub async fn use_fee(fee: FeeId, #[server(default)] used: bool) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.use_fee(fee, used).await?;
    Ok(Went::to(routes::BILLING_SETTINGS).done(Done::Changed))
}

/// The NPI of somebody who treats clients.
#[server(prefix = "/api", endpoint = "staff/billing/save_provider")]
pub async fn save_provider(member: StaffId, #[server(default)] npi: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.billing().await?.save_provider(member, &npi).await?;
    Ok(Went::to(routes::BILLING_SETTINGS).done(Done::Saved))
}

/// Changes what the practice decides about money.
#[server(prefix = "/api", endpoint = "staff/settings/change_billing")]
pub async fn change_billing(
    #[server(default)] payments: Option<String>,
    #[server(default)] cards: Option<String>,
    #[server(default)] invoices: Option<String>,
    #[server(default)] superbills: Option<String>,
    #[server(default)] reminders: Option<String>,
    #[server(default)] due_days: String,
    #[server(default)] tax_id: String,
    #[server(default)] npi: String,
    #[server(default)] address: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let rules = BillingRules {
        payments: payments.is_some(),
        cards: cards.is_some(),
        invoices: invoices.is_some(),
        superbills: superbills.is_some(),
        reminders: reminders.is_some(),
        // What is no number is one that no practice has, and is refused as such.
        due_days: due_days.trim().parse().unwrap_or(u8::MAX),
        tax_id: Some(tax_id),
        npi: Some(npi),
        address,
    };
    staff.settings().await?.change_billing(rules).await?;
    Ok(Went::to(routes::BILLING_SETTINGS).done(Done::Saved))
}
