//! What the cast has on file besides: insurances with pictures of their cards, whom to call in an emergency; and what they ask to change.

use super::{Cast, acting, talk::client_of};
use crate::{clock::Clock, error::Error, practice::Practice, sign_in};
use chrono::Duration;
use domain::{
    ids::ChartId,
    information::{AboutDraft, AnswerEntry, ChangeState, InsuranceDraft, PersonDraft, ReachDraft},
};
use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;
use uuid::Uuid;

struct Insured {
    client: &'static str,
    payer: &'static str,
    member_id: &'static str,
    group_number: &'static str,
    holder: &'static str,
    /// The colour of its card.
    hue: [u8; 3],
}

const INSURED: [Insured; 3] = [
    Insured {
        client: "Maya",
        payer: "Chesapeake Mutual",
        member_id: "CM 4417 0093",
        group_number: "88210",
        holder: "",
        hue: [31, 92, 110],
    },
    Insured { client: "Rosa", payer: "Patapsco Health", member_id: "PH-60021-7", group_number: "", holder: "", hue: [122, 63, 92] },
    Insured {
        client: "Noah",
        payer: "Chesapeake Mutual",
        member_id: "CM 5120 7718",
        group_number: "90333",
        holder: "Ingrid Sandoval",
        hue: [31, 92, 110],
    },
];

struct Around {
    client: &'static str,
    first_name: &'static str,
    last_name: &'static str,
    relationship: &'static str,
    kind: &'static str,
    organization: &'static str,
    phone: &'static str,
    emergency: bool,
}

const AROUND: [Around; 3] = [
    Around {
        client: "Maya",
        first_name: "Nils",
        last_name: "Lindqvist",
        relationship: "Brother",
        kind: "family",
        organization: "",
        phone: "410-555-0162",
        emergency: true,
    },
    Around {
        client: "Maya",
        first_name: "Harriet",
        last_name: "Bloom",
        relationship: "Primary care",
        kind: "primary_care",
        organization: "Fell Street Family Medicine",
        phone: "410-555-0158",
        emergency: false,
    },
    Around {
        client: "Noah",
        first_name: "Amara",
        last_name: "Okoye",
        relationship: "Pediatrician",
        kind: "primary_care",
        organization: "Towson Children’s Clinic",
        phone: "410-555-0139",
        emergency: false,
    },
];

/// Records it, and has some of them ask for changes: one is accepted, one is declined, one waits.
pub(super) async fn fill(practice: &Practice, cast: &Cast) -> Result<(), Error> {
    let team = sign_in::team(practice.db.read()).await?;
    let chart = |name: &str| cast.charts.iter().find(|chart| chart.first_name == name).map(|chart| chart.id);
    let Some(grace) = team.iter().find(|member| member.last_name == "Whitfield") else { return Ok(()) };
    let (clock, hands) = Clock::standing(practice.clock.now() - Duration::days(40));
    let then = practice.under(clock);
    let desk = acting(&then, grace);
    for insured in INSURED {
        let Some(chart) = chart(insured.client) else { continue };
        let office = desk.information(chart).await?;
        let waiting = office.read(None).await?.waiting;
        for ((place, _), front) in waiting.iter().zip([true, false]) {
            let name = if front { "card-front.png" } else { "card-back.png" };
            let sent = futures_util::stream::iter([Ok::<_, std::io::Error>(card(insured.hue, front).into())]);
            desk.files(chart).await?.receive(*place, name, sent).await?;
        }
        let draft = InsuranceDraft {
            seen: String::new(),
            payer: insured.payer.into(),
            member_id: insured.member_id.into(),
            group_number: insured.group_number.into(),
            holder: insured.holder.into(),
        };
        office.save_insurance(None, &draft, false).await?;
    }
    for person in AROUND {
        let Some(chart) = chart(person.client) else { continue };
        let draft = PersonDraft {
            seen: String::new(),
            first_name: person.first_name.into(),
            last_name: person.last_name.into(),
            relationship: person.relationship.into(),
            kind: person.kind.into(),
            organization: person.organization.into(),
            phone: person.phone.into(),
            emergency: person.emergency,
        };
        desk.information(chart).await?.save_person(None, &draft).await?;
    }
    hands.shift(Duration::days(21));
    let Some(maya) = chart("Maya") else { return Ok(()) };
    let portal = client_of(&then, "maya.lindqvist@example.com", maya.0).await?;
    let facts = portal.information().await?.read(None).await?.facts;
    let of = |part| facts.about.of(part).to_owned();
    use domain::information::Part::{BirthDate, FirstName, LastName, Pronouns};
    let about = AboutDraft {
        seen: facts.about.text(),
        last_name: of(LastName),
        first_name: of(FirstName),
        pronouns: of(Pronouns),
        birth_date: of(BirthDate),
        language: "English, Swedish at home".into(),
        ..AboutDraft::default()
    };
    portal.information().await?.propose_about(&about).await?;
    hands.shift(Duration::hours(20));
    settle(&then, grace, maya, true, "").await?;
    hands.shift(Duration::days(9));
    if let Some(insurance) = facts.insurances.first() {
        let of = |part| insurance.values.of(part).to_owned();
        use domain::information::Part::{GroupNumber, Holder, MemberId};
        let draft = InsuranceDraft {
            seen: insurance.values.text(),
            payer: "Chesapeake".into(),
            member_id: of(MemberId),
            group_number: of(GroupNumber),
            holder: of(Holder),
        };
        portal.information().await?.propose_insurance(Some(insurance.id), &draft, false).await?;
        hands.shift(Duration::hours(18));
        settle(
            &then,
            grace,
            maya,
            false,
            "Your card still says Chesapeake Mutual. Please send us a photo of the new card, if you have one.",
        )
        .await?;
    }
    let now = client_of(practice, "maya.lindqvist@example.com", maya.0).await?;
    let facts = now.information().await?.read(None).await?.facts;
    let phones = facts.phones.iter().map(|phone| domain::charts::PhoneEntry {
        kind: phone.kind.name().into(),
        number: phone.number.clone(),
        may_text: phone.may_text,
        may_voicemail: phone.may_voicemail,
    });
    let mut address = facts.address.clone();
    address.street = "41 Thames Street".into();
    address.street_2 = "Apartment 3".into();
    let reach = ReachDraft { seen: facts.reach().text(), phones: phones.collect(), address, may_post: true };
    now.information().await?.propose_reach(&reach).await
}

/// Answers everything that waits in a chart.
async fn settle(practice: &Practice, member: &sign_in::Member, chart: ChartId, accepts: bool, reason: &str) -> Result<(), Error> {
    let desk = acting(practice, member);
    let office = desk.information(chart).await?;
    let proposals = office.read(None).await?.proposals;
    let verdict = if accepts { domain::information::Verdict::Accept } else { domain::information::Verdict::Decline };
    let waiting = proposals.waiting.iter().filter(|change| change.state == ChangeState::Pending);
    let each = waiting.map(|change| AnswerEntry {
        change: Uuid::from(change.id).to_string(),
        verdict: verdict.name().into(),
        reason: reason.into(),
    });
    office.answer(&crate::Answers { each: each.collect(), seen: proposals.seen.clone(), ..crate::Answers::default() }).await
}

/// A made-up card: its colour, a band, and lines where words would stand.
fn card(hue: [u8; 3], front: bool) -> Vec<u8> {
    let (width, height) = (428, 270);
    let light = hue.map(|of| of / 5 + 200);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let line = |from: u32, to: u32, top: u32| (from..to).contains(&x) && (top..top + 10).contains(&y);
        let words = if front {
            line(28, 250, 110) || line(28, 180, 140) || line(28, 310, 190) || line(28, 220, 215)
        } else {
            line(28, 390, 120) || line(28, 350, 145) || line(28, 380, 170) || line(28, 200, 220)
        };
        let band = if front { y < 70 } else { (28..78).contains(&y) };
        let chip = front && (350..400).contains(&x) && (105..150).contains(&y);
        Rgb(if band || words {
            hue
        } else if chip {
            [214, 178, 94]
        } else {
            light
        })
    });
    let mut bytes = Cursor::new(Vec::new());
    // Into memory: nothing there can fail.
    let _ = picture.write_to(&mut bytes, ImageFormat::Png);
    bytes.into_inner()
}
