//! A PDF that the practice hands to its clients acts on nobody's device: scripts, programs that it starts, files within it and links that
//! lead out of it are taken out before it is kept. What cannot be looked into is refused, with the reason.

use domain::forms::Refusal;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};
use std::collections::BTreeSet;

/// A stream that unpacks to more than this is a trap.
const MOST_UNPACKED: usize = 128 << 20;

/// What a dictionary never keeps, wherever it stands: scripts, actions that nobody asked for, files within, what only some programs do.
const NEVER: [&[u8]; 13] = [
    b"AA",
    b"OpenAction",
    b"JS",
    b"JavaScript",
    b"EmbeddedFiles",
    b"AF",
    b"EF",
    b"RF",
    b"URI",
    b"Collection",
    b"Requirements",
    b"RichMediaContent",
    b"RichMediaSettings",
];
/// What a stream never keeps besides: that its content lies in another file.
const NEVER_IN_STREAMS: [&[u8]; 5] = [b"F", b"FFilter", b"FDecodeParms", b"Ref", b"OPI"];
/// Actions that lead out of the document, or do something.
const ACTS: [&[u8]; 15] = [
    b"JavaScript",
    b"Launch",
    b"URI",
    b"GoToR",
    b"GoToE",
    b"GoTo3DView",
    b"SubmitForm",
    b"ImportData",
    b"Rendition",
    b"RichMediaExecute",
    b"Movie",
    b"Sound",
    b"Thread",
    b"Trans",
    b"ECMAScript",
];
/// Notes on a page that hold files, or play something.
const HOLDS: [&[u8]; 6] = [b"FileAttachment", b"RichMedia", b"Screen", b"Movie", b"Sound", b"3D"];

/// A PDF without all that.
pub(super) struct Clean {
    pub bytes: Vec<u8>,
    /// How many fields can be filled in on a screen.
    pub fields: u32,
}

pub(super) fn clean(pdf: &[u8]) -> Result<Clean, Refusal> {
    let loaded = Document::load_mem_with_options(pdf, LoadOptions::with_max_decompressed_size(MOST_UNPACKED));
    let locked = |found: &[u8]| pdf.windows(found.len()).any(|bytes| bytes == found);
    let mut document = match loaded {
        Ok(document) if document.is_encrypted() || document.was_encrypted() => return Err(Refusal::PdfLocked),
        Ok(document) => document,
        Err(_) if locked(b"/Encrypt") => return Err(Refusal::PdfLocked),
        Err(_) => return Err(Refusal::PdfBroken),
    };
    if document.page_iter().next().is_none() {
        return Err(Refusal::PdfBroken);
    }
    if is_xfa(&document) {
        return Err(Refusal::PdfXfa);
    }
    let of_kind = |fits: fn(&Dictionary) -> bool| -> BTreeSet<ObjectId> {
        document.objects.iter().filter(|(_, object)| object.as_dict().is_ok_and(fits)).map(|(id, _)| *id).collect()
    };
    let gone = Gone { acts: of_kind(acts), holds: of_kind(holds) };
    document.objects.values_mut().for_each(|object| gone.take_out(object));
    gone.take_out_of(&mut document.trailer, false);
    for left_over in [&b"Prev"[..], b"XRefStm"] {
        document.trailer.remove(left_over);
    }
    // What nothing leads to any more is not in the file either.
    document.prune_objects();
    let fields =
        document.objects.values().filter(|object| object.as_dict().is_ok_and(|dict| is_named(dict, b"Subtype", &[b"Widget"]))).count();
    let mut bytes = Vec::with_capacity(pdf.len());
    document.save_to(&mut bytes).map_err(|_| Refusal::PdfBroken)?;
    Ok(Clean { bytes, fields: fields as u32 })
}

/// Whether it is an envelope around a form that one program alone can show.
fn is_xfa(document: &Document) -> bool {
    let form = document.catalog().and_then(|catalog| catalog.get_deref(b"AcroForm", document)).and_then(Object::as_dict);
    form.is_ok_and(|form| form.has(b"XFA"))
}

fn is_named(dict: &Dictionary, key: &[u8], names: &[&[u8]]) -> bool {
    dict.get(key).and_then(Object::as_name).is_ok_and(|name| names.contains(&name))
}

fn acts(dict: &Dictionary) -> bool {
    is_named(dict, b"S", &ACTS) || (is_named(dict, b"S", &[b"GoTo"]) && dict.has(b"F"))
}

fn holds(dict: &Dictionary) -> bool {
    is_named(dict, b"Subtype", &HOLDS) && !is_named(dict, b"Type", &[b"XObject"])
}

/// What is taken out: of the whole document by its number, and what stands within something by what it is.
struct Gone {
    acts: BTreeSet<ObjectId>,
    holds: BTreeSet<ObjectId>,
}

impl Gone {
    fn goes(&self, object: &Object) -> bool {
        match object {
            Object::Reference(id) => self.acts.contains(id) || self.holds.contains(id),
            Object::Dictionary(dict) => acts(dict) || holds(dict),
            _ => false,
        }
    }

    fn take_out(&self, object: &mut Object) {
        match object {
            Object::Array(items) => {
                items.retain(|item| !self.goes(item));
                items.iter_mut().for_each(|item| self.take_out(item));
            }
            Object::Dictionary(dict) if acts(dict) || holds(dict) => *dict = Dictionary::new(),
            Object::Dictionary(dict) => self.take_out_of(dict, false),
            Object::Stream(stream) => self.take_out_of(&mut stream.dict, true),
            _ => {}
        }
    }

    fn take_out_of(&self, dict: &mut Dictionary, stream: bool) {
        NEVER.iter().for_each(|key| drop(dict.remove(key)));
        if stream {
            NEVER_IN_STREAMS.iter().for_each(|key| drop(dict.remove(key)));
        }
        // An action that is followed by others.
        if dict.has(b"S") {
            dict.remove(b"Next");
        }
        let gone: Vec<Vec<u8>> = dict.iter().filter(|(_, value)| self.goes(value)).map(|(key, _)| key.clone()).collect();
        gone.iter().for_each(|key| drop(dict.remove(key)));
        dict.iter_mut().for_each(|(_, value)| self.take_out(value));
    }
}

#[cfg(test)]
mod tests;
