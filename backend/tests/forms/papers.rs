//! Forms that are PDFs: uploaded and cleaned, sent, downloaded, sent back and read; and one form to many.

use super::{FormRefusal, refusals, refused, sent};
use crate::house::House;
use backend::{Client, Error, OpenFile, PaperDraft, Staff};
use domain::{
    documents::{DocumentKind, ReaderState, ShareStatus},
    forms::{PackageDraft, Purpose, Status},
    ids::{AssignmentId, FormId},
    notices::TaskKind,
};
use futures_util::{StreamExt, stream};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

crate::on_both_databases!(
    a_pdf_goes_out_and_comes_back_filled_in,
    an_information_sheet_is_shared_and_awaits_nothing,
    what_is_no_clean_pdf_is_refused_and_nothing_is_left,
    a_new_version_of_the_pdf_leaves_what_was_sent,
    one_form_goes_to_many_each_on_its_own,
    who_has_forms_alone_gets_to_them,
);

/// One page with a field and a script.
fn pdf(words: &str) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let text = document.add_object(Stream::new(Dictionary::new(), format!("BT ({words}) Tj ET").into_bytes()));
    let field =
        document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "T" => Object::string_literal("a") });
    let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => text, "Annots" => vec![field.into()] });
    document.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "OpenAction" => script, "AcroForm" => dictionary! { "Fields" => vec![field.into()] },
    });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn pieces(bytes: &[u8]) -> impl futures_util::Stream<Item = Result<bytes::Bytes, std::io::Error>> + Send + Unpin + use<> {
    stream::iter(bytes.chunks(700).map(|piece| Ok(piece.to_vec().into())).collect::<Vec<_>>())
}

async fn upload(staff: &Staff, title: &str, purpose: Purpose, bytes: &[u8]) -> Result<FormId, Error> {
    let draft = PaperDraft { title: title.into(), introduction: "Please print it.".into(), purpose: Some(purpose), of: None };
    staff.forms().await.unwrap().upload(&draft, "Sleep diary.pdf", pieces(bytes)).await
}

async fn whole(mut file: OpenFile) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(piece) = file.content.next().await {
        bytes.extend_from_slice(&piece.unwrap());
    }
    bytes
}

fn has(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

async fn attach(client: &Client, id: AssignmentId, name: &str, bytes: &[u8]) {
    client.files().await.unwrap().receive(id.0, name, pieces(bytes)).await.unwrap();
}

async fn a_pdf_goes_out_and_comes_back_filled_in(house: House) {
    let (tomas, elena, maya, chart) =
        (house.staff("Vidal").await, house.staff("Reyes").await, house.client("Maya").await, house.chart("Maya"));
    let id = upload(&tomas, "", Purpose::Fill, &pdf("Sleep diary")).await.unwrap();
    let read = tomas.forms().await.unwrap().read(id).await.unwrap();
    let paper = read.paper.clone().unwrap();
    assert_eq!(
        (read.form.title.as_str(), paper.name.as_str(), paper.fields, paper.purpose),
        ("Sleep diary", "Sleep diary.pdf", 1, Purpose::Fill)
    );
    let kept = whole(tomas.forms().await.unwrap().open_paper(id).await.unwrap()).await;
    assert!(has(&kept, "Sleep diary") && !has(&kept, "alert"), "its script is gone");

    let assignment = elena.forms().await.unwrap().send(chart, &[id], "").await.unwrap()[0];
    let mine = maya.documents().await.unwrap().list().await.unwrap().forms;
    assert_eq!((mine[0].id, mine[0].paper, mine[0].status), (assignment, true, Status::Sent));
    let forms = maya.forms().await.unwrap();
    assert_eq!(whole(forms.open_paper(assignment).await.unwrap()).await, kept);
    let nothing = forms.send_back(assignment).await.unwrap_err();
    assert_eq!(refusals(nothing), refused(FormRefusal::NothingAttached));
    assert!(matches!(forms.look_over(assignment).await, Err(Error::NotFound)), "nothing is answered here");

    attach(&maya, assignment, "Sleep diary, filled.pdf", &pdf("I slept well")).await;
    let (_, waits) = forms.open(assignment).await.unwrap().paper.unwrap();
    assert_eq!(waits.len(), 1);
    let share = forms.send_back(assignment).await.unwrap().unwrap();
    let again = forms.send_back(assignment).await.unwrap_err();
    assert_eq!(refusals(again), refused(FormRefusal::AlreadySubmitted));
    let back = maya.documents().await.unwrap().open(share).await.unwrap();
    assert_eq!((back.document.kind, back.files.len(), back.document.state), (DocumentKind::Form, 1, ReaderState::Read));

    let line = sent(&house, assignment).await;
    assert_eq!((line.status, line.paper), (Status::Submitted, true));
    let filed = elena.documents().await.unwrap().read(chart, line.document.unwrap()).await.unwrap();
    assert_eq!((filed.line.kind, filed.files.as_slice()), (DocumentKind::Form, waits.as_slice()));
    let answer = whole(elena.files(chart).await.unwrap().open(filed.files[0].id).await.unwrap()).await;
    assert!(has(&answer, "I slept well"));
    assert!(elena.notices().to_do().await.unwrap().tasks.iter().any(|task| task.kind == TaskKind::FormSubmitted));

    elena.forms().await.unwrap().give_back(chart, assignment, "Is Tuesday missing?").await.unwrap();
    let page = forms.open(assignment).await.unwrap();
    assert_eq!((page.status, page.paper.unwrap().1.len()), (Status::Returned, 0), "what was sent stays sent");
    attach(&maya, assignment, "Tuesday.pdf", &pdf("Badly")).await;
    forms.send_back(assignment).await.unwrap();
    elena.forms().await.unwrap().review(chart, assignment).await.unwrap();
    assert_eq!(sent(&house, assignment).await.status, Status::Reviewed);
    assert_eq!(house.count("SELECT count(*) FROM documents WHERE kind = 'form'").await, 2);
    let ingrid = house.client("Ingrid").await;
    assert!(matches!(ingrid.forms().await.unwrap().open_paper(assignment).await, Err(Error::NotFound)));
    assert!(matches!(ingrid.forms().await.unwrap().send_back(assignment).await, Err(Error::NotFound)));
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
    assert_eq!(house.system.look_through_files().await.unwrap(), 0, "the sweep knows the practice's own files");
    assert_eq!(whole(forms.open_paper(assignment).await.unwrap()).await, kept);
}

async fn an_information_sheet_is_shared_and_awaits_nothing(house: House) {
    let (tomas, elena, maya, chart) =
        (house.staff("Vidal").await, house.staff("Reyes").await, house.client("Maya").await, house.chart("Maya"));
    let id = upload(&tomas, "Sleep: what helps", Purpose::Read, &pdf("Get up at the same time")).await.unwrap();
    let told = house.count("SELECT count(*) FROM mails WHERE kind = 'new_document'").await;
    assert!(elena.forms().await.unwrap().send(chart, &[id], "").await.unwrap().is_empty(), "nothing is awaited");
    let mine = maya.documents().await.unwrap().list().await.unwrap();
    let line = mine.documents.iter().find(|line| line.title == "Sleep: what helps").unwrap();
    assert_eq!((line.kind, line.state, mine.forms.len()), (DocumentKind::Upload, ReaderState::New, 0));
    let open = maya.documents().await.unwrap().open(line.share).await.unwrap();
    let sheet = whole(maya.files().await.unwrap().open(open.files[0].id).await.unwrap()).await;
    assert!(has(&sheet, "Get up at the same time") && !has(&sheet, "alert"));
    let office = elena.documents().await.unwrap().list(chart).await.unwrap();
    let filed = office.lines.iter().find(|line| line.title == "Sleep: what helps").unwrap();
    assert_eq!(filed.status, ShareStatus::Shared);
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'new_document'").await, told + 1);
    // It is sent by hand: what is in a package is awaited.
    let forms = tomas.forms().await.unwrap();
    assert!(forms.package(None).await.unwrap().forms.iter().all(|(offered, _)| *offered != id));
    let package = PackageDraft { title: "Sleep".into(), days: String::new(), forms: vec![id] };
    assert!(matches!(forms.save_package(None, &package).await, Err(Error::NotFound)));
    let diary = upload(&tomas, "Sleep diary", Purpose::Fill, &pdf("x")).await.unwrap();
    let package = forms.save_package(None, &PackageDraft { forms: vec![diary], ..package }).await.unwrap();
    let sent = elena.forms().await.unwrap().send_package(chart, Some(package), "").await.unwrap();
    assert!(maya.my_documents().await.unwrap().forms.iter().any(|form| form.id == sent[0] && form.paper));
    // The chart's copy is its own.
    tomas.forms().await.unwrap().archive(id, true).await.unwrap();
    let archived = elena.forms().await.unwrap().send(chart, &[id], "").await.unwrap_err();
    assert_eq!(refusals(archived), refused(FormRefusal::FormArchived));
    assert!(maya.files().await.unwrap().open(open.files[0].id).await.is_ok());
}

async fn what_is_no_clean_pdf_is_refused_and_nothing_is_left(house: House) {
    let tomas = house.staff("Vidal").await;
    let xfa = {
        let mut document = Document::load_mem(&pdf("x")).unwrap();
        document.catalog_mut().unwrap().set("AcroForm", dictionary! { "XFA" => Object::string_literal("<xdp/>") });
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    };
    for (bytes, refusal) in [
        (b"Slept badly.".to_vec(), FormRefusal::PdfOnly),
        (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec(), FormRefusal::PdfOnly),
        (b"%PDF-1.7\nnothing more".to_vec(), FormRefusal::PdfBroken),
        (xfa, FormRefusal::PdfXfa),
    ] {
        assert_eq!(refusals(upload(&tomas, "x", Purpose::Fill, &bytes).await.unwrap_err()), refused(refusal));
    }
    let long = "x".repeat(121);
    assert_eq!(refusals(upload(&tomas, &long, Purpose::Fill, &pdf("x")).await.unwrap_err()), refused(FormRefusal::WordsTooLong));
    assert_eq!(house.count("SELECT count(*) FROM practice_files").await, 0);
    assert!(matches!(upload(&house.staff("Reyes").await, "x", Purpose::Fill, &pdf("x")).await, Err(Error::NotAllowed)));
}

async fn a_new_version_of_the_pdf_leaves_what_was_sent(house: House) {
    let (tomas, elena, maya, chart) =
        (house.staff("Vidal").await, house.staff("Reyes").await, house.client("Maya").await, house.chart("Maya"));
    let id = upload(&tomas, "Sleep diary", Purpose::Fill, &pdf("first")).await.unwrap();
    let assignment = elena.forms().await.unwrap().send(chart, &[id], "").await.unwrap()[0];
    let next = PaperDraft { title: "Sleep diary 2027".into(), of: Some(id), ..PaperDraft::default() };
    let forms = tomas.forms().await.unwrap();
    assert_eq!(forms.upload(&next, "x.pdf", pieces(&pdf("second"))).await.unwrap(), id);
    let page = forms.read(id).await.unwrap();
    assert_eq!((page.version, page.form.title.as_str()), (2, "Sleep diary 2027"));
    assert!(has(&whole(forms.open_paper(id).await.unwrap()).await, "second"));
    assert!(has(&whole(maya.forms().await.unwrap().open_paper(assignment).await.unwrap()).await, "first"));
    let intake = super::form(&tomas, "Intake").await;
    let of_questions = forms.upload(&PaperDraft { of: Some(intake), ..next }, "x.pdf", pieces(&pdf("x"))).await;
    assert!(matches!(of_questions, Err(Error::NotFound)), "a form of questions does not become a PDF");
    assert!(matches!(forms.wording(id).await, Err(Error::NotFound)), "and a PDF has no wording");
}

async fn one_form_goes_to_many_each_on_its_own(house: House) {
    let elena = house.staff("Reyes").await;
    let forms = elena.forms().await.unwrap();
    let id = super::form(&elena, "Emergency").await;
    let charts = [house.chart("Maya"), house.chart("Noah"), house.chart("Maya")];
    forms.send(house.chart("Noah"), &[id], "").await.unwrap();
    let before = house.told("forms.sent").await;
    let became = forms.send_to_many(id, &charts, "2026-12-20").await.unwrap();
    assert_eq!((became.sent, became.waiting, became.missed), (1, 1, 0), "nobody is asked twice at once");
    assert_eq!(house.told("forms.sent").await, before + 1, "each chart has a line of its own");
    let page = forms.many(id, "", &charts).await.unwrap();
    assert_eq!(page.chosen.len(), 2);
    assert_eq!(refusals(forms.send_to_many(id, &[], "").await.unwrap_err()), refused(FormRefusal::NobodyChosen));
    let many: Vec<_> = (0..51).map(|number| domain::ids::ChartId(uuid::Uuid::from_u128(number))).collect();
    assert_eq!(refusals(forms.send_to_many(id, &many, "").await.unwrap_err()), refused(FormRefusal::TooManyClients));
    assert!(matches!(forms.send_to_many(id, &many[..1], "").await, Err(Error::NotFound)), "none of them is in reach");
    assert_eq!(refusals(forms.send_to_many(id, &charts, "soon").await.unwrap_err()), refused(FormRefusal::DueUnreadable));
}

/// Forms are a right of their own: who has no other still finds them.
async fn who_has_forms_alone_gets_to_them(house: House) {
    let (tomas, elena) = (house.staff("Vidal").await, house.staff("Reyes").await);
    let id = upload(&tomas, "Sleep diary", Purpose::Fill, &pdf("x")).await.unwrap();
    let assignment = elena.forms().await.unwrap().send(house.chart("Maya"), &[id], "").await.unwrap()[0];
    house.tamper("UPDATE grants SET scopes = 'forms' WHERE account_id = (SELECT id FROM accounts WHERE first_name = 'Maya')").await;
    let maya = house.client("Maya").await;
    assert!(maya.frame().await.unwrap().documents);
    let mine = maya.my_documents().await.unwrap();
    assert_eq!((mine.reads, mine.documents.len(), mine.forms[0].id), (false, 0, assignment));
    assert_eq!(maya.counts().await.unwrap().to_fill, 1);
    attach(&maya, assignment, "filled.pdf", &pdf("x")).await;
    assert_eq!(maya.forms().await.unwrap().send_back(assignment).await.unwrap(), None, "it is filed, and read by who reads documents");
    house.tamper("UPDATE grants SET scopes = 'appointments' WHERE account_id = (SELECT id FROM accounts WHERE first_name = 'Maya')").await;
    let maya = house.client("Maya").await;
    assert!(!maya.frame().await.unwrap().documents);
    assert!(matches!(maya.my_documents().await, Err(Error::NotFound)));
}
