//! Accounts with a past: what was charged and paid over the last two months. Some of it is open, some overdue, one payment was declined,
//! one was given back in part, and one account is frozen.

use super::{Cast, acting, talk::client_of};
use crate::{
    actors::Staff,
    clock::{Clock, Hands},
    error::Error,
    practice::Practice,
    sign_in::{self, Member},
};
use chrono::Duration;
use domain::{
    billing::{BillingRules, ChargeDraft, FeeDraft, RecordDraft, RefundDraft, SandboxCard},
    ids::{ChartId, FeeId, InvoiceId, PaymentId},
};
use std::collections::HashMap;

const FEES: [(&str, &str, &str, &str, &str); 6] = [
    ("90791", "Diagnostic evaluation", "220.00", "", ""),
    ("90834", "Psychotherapy, 45 minutes", "160.00", "", ""),
    ("90834", "Psychotherapy, 45 minutes, by video", "160.00", "95", "10"),
    ("90837", "Psychotherapy, 60 minutes", "190.00", "", ""),
    ("90847", "Family psychotherapy with the client", "190.00", "", ""),
    ("98966", "Assessment by phone, up to 10 minutes", "60.00", "", "10"),
];

const NPIS: [(&str, &str); 4] = [("Reyes", "1183427560"), ("Okafor", "1245019884"), ("Raman", "1366772105"), ("Abara", "1499203564")];

const DIAGNOSES: [(&str, &str, &str); 6] = [
    ("Maya", "F41.1", "Generalized anxiety disorder"),
    ("Rosa", "F33.1", "Major depressive disorder, recurrent, moderate"),
    ("Noah", "F93.0", "Separation anxiety disorder of childhood"),
    ("Ida", "F43.22", "Adjustment disorder with anxiety"),
    ("Conor", "F10.20", "Alcohol dependence, uncomplicated"),
    ("Daniel", "F43.10", "Post-traumatic stress disorder"),
];

/// What a client pays online, how long after the invoice, and with which card.
type Online = (i64, &'static str, SandboxCard, bool);

struct Past {
    client: &'static str,
    days_ago: i64,
    clinician: &'static str,
    /// A line of the schedule: code and modifiers.
    fee: (&'static str, &'static str),
    location: &'static str,
    invoiced: bool,
    insurance: Option<&'static str>,
    online: &'static [Online],
}

const fn past(client: &'static str, days_ago: i64, clinician: &'static str) -> Past {
    Past { client, days_ago, clinician, fee: ("90834", ""), location: "Harbor Street", invoiced: true, insurance: None, online: &[] }
}

const PASTS: [Past; 12] = [
    Past { insurance: Some("140.00"), online: &[(9, "20.00", SandboxCard::Success, true)], ..past("Maya", 40, "Reyes") },
    Past { insurance: Some("140.00"), online: &[(8, "20.00", SandboxCard::Success, true)], ..past("Maya", 33, "Reyes") },
    Past { insurance: Some("140.00"), fee: ("90834", "95"), location: "By video", ..past("Maya", 26, "Reyes") },
    Past { insurance: Some("140.00"), ..past("Maya", 19, "Reyes") },
    Past { online: &[(2, "160.00", SandboxCard::OtherSuccess, true)], ..past("Rosa", 38, "Okafor") },
    Past {
        online: &[(3, "160.00", SandboxCard::NoFunds, false), (4, "100.00", SandboxCard::OtherSuccess, true)],
        ..past("Rosa", 12, "Okafor")
    },
    Past { fee: ("90847", ""), online: &[(3, "190.00", SandboxCard::Success, true)], ..past("Noah", 30, "Reyes") },
    past("Noah", 9, "Reyes"),
    past("Ida", 36, "Reyes"),
    past("Conor", 52, "Reyes"),
    Past { invoiced: false, ..past("Amira", 11, "Reyes") },
    past("Daniel", 24, "Okafor"),
];

struct Desk {
    practice: Practice,
    team: HashMap<String, Member>,
    fees: Vec<((&'static str, &'static str), FeeId)>,
}

impl Desk {
    fn staff(&self, then: &Practice, last_name: &str) -> Result<Staff, Error> {
        Ok(acting(then, self.team.get(last_name).ok_or(Error::NotFound)?))
    }
}

/// Charges, invoices and payments, each on its day.
pub(super) async fn fill(practice: &Practice, cast: &Cast) -> Result<(), Error> {
    let team = sign_in::team(practice.db.read()).await?;
    let team = team.into_iter().map(|member| (member.last_name.clone(), member)).collect();
    let mut desk = Desk { practice: practice.clone(), team, fees: Vec::new() };
    desk.fees = set_up(&desk).await?;
    let chart = |name: &str| cast.charts.iter().find(|chart| chart.first_name == name).map(|chart| chart.id);
    for (client, code, words) in DIAGNOSES {
        let Some(chart) = chart(client) else { continue };
        let (clock, _) = Clock::standing(practice.clock.now() - Duration::days(60));
        let then = practice.under(clock);
        desk.staff(&then, "Brandt")?.billing().await?.add_diagnosis(chart, code, words).await?;
    }
    for past in &PASTS {
        if let Some(chart) = chart(past.client) {
            one(&desk, chart, past).await?;
        }
    }
    if let Some(noah) = chart("Noah") {
        give_back(&desk, noah).await?;
    }
    if let Some(daniel) = chart("Daniel") {
        write_off(&desk, daniel).await?;
    }
    if let Some(conor) = chart("Conor") {
        desk.staff(practice, "Brandt")?.billing().await?.freeze(conor, true).await?;
    }
    Ok(())
}

async fn set_up(desk: &Desk) -> Result<Vec<((&'static str, &'static str), FeeId)>, Error> {
    let vidal = desk.staff(&desk.practice, "Vidal")?;
    let rules = BillingRules {
        payments: true,
        cards: true,
        tax_id: Some("52-1234567".into()),
        npi: Some("1531184020".into()),
        address: "12 Harbor Street, second floor\nBaltimore, MD 21231".into(),
        ..BillingRules::default()
    };
    vidal.settings().await?.change_billing(rules).await?;
    let billing = vidal.billing().await?;
    let mut fees = Vec::new();
    for (code, description, price, modifiers, place) in FEES {
        let draft = FeeDraft {
            code: code.into(),
            description: description.into(),
            price: price.into(),
            modifiers: modifiers.into(),
            place: place.into(),
            ..FeeDraft::default()
        };
        fees.push(((code, modifiers), billing.save_fee(None, &draft).await?));
    }
    for (member, npi) in NPIS {
        if let Some(member) = desk.team.get(member) {
            billing.save_provider(domain::ids::StaffId(member.id), npi).await?;
        }
    }
    Ok(fees)
}

fn standing(desk: &Desk, days_ago: i64) -> (Practice, Hands) {
    let (clock, hands) = Clock::standing(desk.practice.clock.now() - Duration::days(days_ago));
    (desk.practice.under(clock), hands)
}

async fn one(desk: &Desk, chart: ChartId, past: &Past) -> Result<(), Error> {
    let (then, hands) = standing(desk, past.days_ago);
    let (Some(clinician), Some((_, fee))) = (desk.team.get(past.clinician), desk.fees.iter().find(|(known, _)| *known == past.fee)) else {
        return Ok(());
    };
    let draft = ChargeDraft {
        clinician: clinician.id.to_string(),
        day: then.clock.now().date_naive().pred_opt().unwrap_or_default().to_string(),
        time: "10:00".into(),
        fee: fee.to_string(),
        location: past.location.into(),
        ..ChargeDraft::default()
    };
    let walter = desk.staff(&then, "Brandt")?;
    let billing = walter.billing().await?;
    let charge = billing.charge_by_hand(chart, &draft).await?;
    if !past.invoiced {
        return Ok(());
    }
    hands.shift(Duration::hours(20));
    let _: InvoiceId = billing.invoice(chart, &[charge]).await?;
    if let Some(amount) = past.insurance {
        hands.shift(Duration::days(6));
        let note = format!("Claim {}", 70_000 + past.days_ago);
        let record = RecordDraft { method: "insurance".into(), amount: amount.into(), charge: charge.to_string(), note };
        billing.record(chart, PaymentId(then.randomness.id()), &record).await?;
    }
    for (days, amount, card, saves) in past.online {
        let (then, _) = standing(desk, past.days_ago - days);
        let email = match past.client {
            "Maya" => "maya.lindqvist@example.com",
            "Rosa" => "rosa.delgado@example.com",
            _ => "ingrid.sandoval@example.com",
        };
        let client = client_of(&then, email, chart.0).await?;
        let billing = client.billing().await?;
        // Who has a card on file already pays with it.
        let known = billing.cards().await?.0.into_iter().find(|line| line.face == card.face()).map(|line| line.id);
        let card = match known {
            Some(card) => card,
            None => billing.choose_sandbox_card(*card, *saves, false).await?,
        };
        let cents = domain::billing::read_amount(amount)?;
        billing.pay(PaymentId(then.randomness.id()), cents, card).await?;
    }
    Ok(())
}

/// A session was shorter than planned: part of it goes back, and nobody owes it again.
async fn give_back(desk: &Desk, chart: ChartId) -> Result<(), Error> {
    let (then, _) = standing(desk, 20);
    let walter = desk.staff(&then, "Brandt")?;
    let billing = walter.billing().await?;
    let payments = billing.of_chart(chart, None).await?.payments;
    let Some(payment) = payments.iter().find(|payment| payment.refundable_cents() >= 4_000) else { return Ok(()) };
    let draft = RefundDraft { amount: "40.00".into(), reason: "The session was a quarter of an hour shorter.".into(), takes_off: true };
    billing.refund(chart, payment.id, &draft).await.map(drop)
}

async fn write_off(desk: &Desk, chart: ChartId) -> Result<(), Error> {
    let (then, _) = standing(desk, 5);
    let walter = desk.staff(&then, "Brandt")?;
    let billing = walter.billing().await?;
    let charges = billing.of_chart(chart, None).await?.charges;
    let Some(charge) = charges.iter().find(|charge| charge.balance_cents > 0) else { return Ok(()) };
    billing.take_off(chart, charge.id, "60.00", "Sliding scale, agreed in October.").await
}
