//! Forms of the practice's own: worded here, uploaded as PDFs, sent out and back; one is archived, and one is still a draft.

use super::{Cast, acting, talk::client_of};
use crate::{
    actors::Staff,
    clock::Clock,
    error::Error,
    forms::{PaperDraft, WordingDraft, ready_form},
    practice::Practice,
    sign_in::{self, Member},
};
use bytes::Bytes;
use chrono::Duration;
use domain::{
    forms::{Form, Purpose},
    ids::{ChartId, FormId},
};
use futures_util::stream;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use std::collections::BTreeMap;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// What stands in the diary that came back: to bed, up, and how rested.
const NIGHTS: [[&str; 3]; 7] = [
    ["11:30 pm", "6:30 am", "4"],
    ["12:15 am", "6:30 am", "3"],
    ["11:00 pm", "6:45 am", "6"],
    ["11:00 pm", "6:30 am", "6"],
    ["1:00 am", "8:00 am", "5"],
    ["12:30 am", "9:00 am", "7"],
    ["10:45 pm", "6:30 am", "7"],
];
const SHEET: &str = "Sleep: what helps";
const HELPS: &str = "Get up at the same time every day, on weekends too.
Daylight in the morning, and a walk if you can.
No coffee after noon. Alcohol makes sleep shallow.
Use the bed for sleep. If you lie awake for long, get up,
and go back when you are sleepy.
An hour without a screen before you lie down.
Write down what goes around in your head, and leave it there.";

/// Has the administrator make them, and sends them as people would.
pub(super) async fn set_up(practice: &Practice, cast: &Cast) -> Result<(), Error> {
    let team = sign_in::team(practice.db.read()).await?;
    let of = |name: &str| team.iter().find(|member| member.last_name == name);
    let chart = |name: &str| cast.charts.iter().find(|chart| chart.first_name == name).map(|chart| chart.id);
    let (Some(tomas), Some(elena), Some(maya)) = (of("Vidal"), of("Reyes"), chart("Maya")) else { return Ok(()) };
    let forms = made(practice, tomas).await?;
    let charts: Vec<ChartId> = ["Maya", "Ida"].into_iter().filter_map(chart).collect();
    let at = |days: i64| Clock::standing(practice.clock.now() - Duration::days(days));

    let (clock, hands) = at(12);
    let then = practice.under(clock);
    let actor: Staff = acting(&then, elena);
    actor.forms().await?.send(maya, &[forms.diary, forms.sheet], "").await?;
    hands.shift(Duration::days(8));
    let client = client_of(&then, "maya.lindqvist@example.com", maya.0).await?;
    let documents = client.documents().await?;
    for line in documents.list().await?.documents.into_iter().filter(|line| line.title == SHEET) {
        documents.open(line.share).await?;
    }
    let mine = client.forms().await?;
    for form in client.my_documents().await?.forms.into_iter().filter(|form| form.paper) {
        client.files().await?.receive(form.id.0, "Sleep diary, week of the 16th.pdf", pieces(diary(Some(NIGHTS)))).await?;
        mine.send_back(form.id).await?;
    }
    let (clock, _) = at(1);
    let then = practice.under(clock);
    let actor: Staff = acting(&then, elena);
    actor.forms().await?.send_to_many(forms.diary, &charts[1..], "").await?;
    actor.forms().await?.send_to_many(forms.check_in, &charts[..1], "").await?;
    Ok(())
}

struct Made {
    check_in: FormId,
    diary: FormId,
    sheet: FormId,
}

async fn made(practice: &Practice, tomas: &Member) -> Result<Made, Error> {
    let (clock, hands) = Clock::standing(practice.clock.now() - Duration::days(60));
    let then = practice.under(clock);
    let actor: Staff = acting(&then, tomas);
    let forms = actor.forms().await?;
    let check_in: Form = serde_json::from_str(include_str!("session-check-in.json")).map_err(Error::unexpected)?;
    let check_in = forms.word_whole(&check_in).await?;
    let upload = async |title: &str, purpose, words: &str, pdf: Vec<u8>| {
        let draft = PaperDraft { title: title.into(), introduction: words.into(), purpose: Some(purpose), of: None };
        forms.upload(&draft, &format!("{title}.pdf"), pieces(pdf)).await
    };
    let diary = upload("Sleep diary", Purpose::Fill, "One line each morning, for a week. Rough times are fine.", diary(None)).await?;
    let sheet = upload(SHEET, Purpose::Read, "", page(SHEET, HELPS, &[])).await?;
    let titled = async |like: Option<FormId>, title: &str, then: &str| {
        let id = forms.begin_wording(like).await?;
        let fields = BTreeMap::from([("f.title".to_owned(), title.to_owned()), ("f.signed".to_owned(), "true".to_owned())]);
        let draft = WordingDraft { version: 0, revision: 1, section: None, then: then.into(), fields };
        forms.word(id, &draft).await?;
        Ok::<_, Error>(id)
    };
    let telehealth = ready_form(then.db.read(), "telehealth-consent").await?;
    let old = titled(telehealth, "Telehealth consent, before 2026", "publish").await?;
    hands.shift(Duration::days(20));
    forms.archive(old, true).await?;
    hands.shift(Duration::days(38));
    titled(None, "Skills group agreement", "save").await?;
    Ok(Made { check_in, diary, sheet })
}

fn pieces(pdf: Vec<u8>) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Send + Unpin {
    stream::iter([Ok(Bytes::from(pdf))])
}

/// A week with three fields for each night, blank or filled in.
fn diary(filled: Option<[[&str; 3]; 7]>) -> Vec<u8> {
    let field = |day: usize, place: usize| (format!("{}.{place}", DAYS[day]), filled.map_or("", |filled| filled[day][place]));
    let fields: Vec<Vec<(String, &str)>> = (0..7).map(|day| (0..3).map(|place| field(day, place)).collect()).collect();
    let words = format!("To bed, up again, and how rested you are from 0 to 10:\n\n{}", DAYS.join("\n\n"));
    page("Sleep diary", &words, &fields)
}

/// One page: a title, lines, and beside every other line from the third on the fields of that row.
fn page(title: &str, words: &str, rows: &[Vec<(String, &str)>]) -> Vec<u8> {
    let plain = |words: &str| words.replace(['(', ')', '\\'], " ");
    let mut text = format!("BT /H 20 Tf 60 720 Td ({}) Tj /H 12 Tf 0 -36 Td 24 TL ", plain(title));
    words.lines().for_each(|line| text.push_str(&format!("({}) Tj T* ", plain(line))));
    text.push_str("ET");
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let contents = document.add_object(Stream::new(Dictionary::new(), text.into_bytes()));
    let mut fields: Vec<Object> = Vec::new();
    for (row, of_row) in rows.iter().enumerate() {
        for (place, (name, value)) in of_row.iter().enumerate() {
            let (left, low) = (170 + 130 * place as i64, 680 - 24 * (2 + 2 * row as i64));
            let field = dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "F" => 4,
                "T" => Object::string_literal(name.as_str()), "V" => Object::string_literal(*value),
                "Rect" => vec![left.into(), low.into(), (left + 115).into(), (low + 20).into()],
                "DA" => Object::string_literal("/H 11 Tf 0 g"),
                "MK" => dictionary! { "BC" => vec![Object::Real(0.6)] },
            };
            fields.push(document.add_object(field).into());
        }
    }
    let resources = dictionary! { "Font" => dictionary! { "H" => font } };
    let leaf = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 612.into(), 792.into()],
        "Contents" => contents, "Resources" => resources.clone(), "Annots" => fields.clone(),
    });
    document.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![leaf.into()], "Count" => 1 }.into());
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => pages };
    if !fields.is_empty() {
        catalog.set("AcroForm", dictionary! { "Fields" => fields, "NeedAppearances" => true, "DR" => resources, "DA" => Object::string_literal("/H 11 Tf 0 g") });
    }
    let catalog = document.add_object(catalog);
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    // Nothing here can fail: it is written to memory.
    document.save_to(&mut bytes).unwrap_or_default();
    bytes
}
