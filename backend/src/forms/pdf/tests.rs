use super::*;
use lopdf::{Stream, dictionary};

/// One page with a field, and what a test adds to page, catalog and notes on the page.
fn pdf(with: impl FnOnce(&mut Document, &mut Dictionary, &mut Dictionary, &mut Vec<Object>)) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let words = document.add_object(Stream::new(Dictionary::new(), b"BT (Sleep diary) Tj ET".to_vec()));
    let field = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "T" => Object::string_literal("name"),
        "Rect" => vec![50.into(), 700.into(), 300.into(), 720.into()],
        "AA" => dictionary! { "K" => dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") } },
    });
    let mut page = dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => words };
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => pages, "AcroForm" => dictionary! { "Fields" => vec![field.into()] } };
    let mut notes = vec![field.into()];
    with(&mut document, &mut page, &mut catalog, &mut notes);
    page.set("Annots", notes);
    let page = document.add_object(page);
    let kids = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, kids.into());
    let catalog = document.add_object(catalog);
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn has(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn nothing_in_it_acts_by_itself_or_leads_out_of_it() {
    let wild = pdf(|document, page, catalog, notes| {
        let script = document.add_object(Stream::new(Dictionary::new(), b"app.launchURL('https://evil.example')".to_vec()));
        let action = document.add_object(dictionary! { "S" => "JavaScript", "JS" => script });
        let inner = document.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"MZ the virus".to_vec()));
        let spec = document.add_object(dictionary! {
            "Type" => "Filespec", "F" => Object::string_literal("run.exe"), "EF" => dictionary! { "F" => inner },
        });
        catalog.set("OpenAction", action);
        catalog.set("AA", dictionary! { "WC" => action });
        catalog.set(
            "Names",
            dictionary! {
                "JavaScript" => dictionary! { "Names" => vec![Object::string_literal("x"), action.into()] },
                "EmbeddedFiles" => dictionary! { "Names" => vec![Object::string_literal("run.exe"), spec.into()] },
            },
        );
        page.set("AA", dictionary! { "O" => dictionary! { "S" => "Launch", "F" => Object::string_literal("calc.exe") } });
        let link = |action: Object| dictionary! { "Type" => "Annot", "Subtype" => "Link", "A" => action };
        let out: Object = dictionary! { "S" => "URI", "URI" => Object::string_literal("https://tracker.example/x") }.into();
        notes.push(link(out).into());
        let indirect = document.add_object(dictionary! { "S" => "GoToR", "F" => Object::string_literal("other.pdf") });
        notes.push(document.add_object(link(indirect.into())).into());
        let first: Object = dictionary! { "S" => "GoTo", "D" => Object::string_literal("top"), "Next" => action }.into();
        notes.push(document.add_object(link(first)).into());
        notes.push(document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "FileAttachment", "FS" => spec }).into());
        let far = dictionary! { "Type" => "XObject", "Subtype" => "Image", "F" => Object::string_literal("https://pixel.example") };
        page.set("Resources", dictionary! { "XObject" => dictionary! { "I" => document.add_object(Stream::new(far, Vec::new())) } });
    });
    let Clean { bytes, fields } = clean(&wild).unwrap();
    for trace in
        ["alert", "launchURL", "virus", "run.exe", "calc.exe", "tracker", "other.pdf", "pixel", "/JavaScript", "/Launch", "/AA", "/URI"]
    {
        assert!(has(&wild, trace), "{trace} was there");
        assert!(!has(&bytes, trace), "{trace} is still in it");
    }
    let now = Document::load_mem(&bytes).unwrap();
    assert_eq!((now.page_iter().count(), fields), (1, 1));
    assert!(has(&bytes, "Sleep diary") && has(&bytes, "/GoTo"), "what is read, and ways within it, stay");
    let page = now.get_dictionary(now.page_iter().next().unwrap()).unwrap();
    assert_eq!(page.get(b"Annots").unwrap().as_array().unwrap().len(), 4, "the attachment is gone, links are there and lead nowhere");
}

#[test]
fn what_cannot_be_looked_into_is_refused_with_the_reason() {
    let xfa = pdf(|_, _, catalog, _| catalog.set("AcroForm", dictionary! { "XFA" => Object::string_literal("<xdp/>") }));
    assert_eq!(clean(&xfa).err(), Some(Refusal::PdfXfa));
    let whole = pdf(|_, _, _, _| {});
    let lock = lopdf::EncryptionVersion::V2 {
        document: &Document::load_mem(&whole)
            .map(|mut document| {
                document.trailer.set("ID", vec![Object::string_literal("0123456789abcdef"), Object::string_literal("0123456789abcdef")]);
                document
            })
            .unwrap(),
        owner_password: "owner",
        user_password: "user",
        key_length: 128,
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(lock).unwrap();
    let mut locked = Document::load_mem(&whole).unwrap();
    locked.trailer.set("ID", vec![Object::string_literal("0123456789abcdef"), Object::string_literal("0123456789abcdef")]);
    locked.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    locked.save_to(&mut bytes).unwrap();
    assert_eq!(clean(&bytes).err(), Some(Refusal::PdfLocked));
    assert_eq!(clean(b"%PDF-1.7\nnothing more").err(), Some(Refusal::PdfBroken));
    let pageless = Document::with_version("1.7");
    let mut bytes = Vec::new();
    pageless.clone().save_to(&mut bytes).unwrap();
    assert_eq!(clean(&bytes).err(), Some(Refusal::PdfBroken));
    assert!(clean(&whole).is_ok());
}
