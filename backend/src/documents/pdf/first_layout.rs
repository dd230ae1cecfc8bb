//! What was frozen in the first layout stays what it was, byte by byte: its words, their hash, and the paper of it.
//!
//! The hashes were taken from the program as it was when it still wrote that layout. They change with the fonts and with the libraries
//! that draw, never with what we do to documents. The signed one was taken anew when the certificate stopped printing the record before
//! it: a signed paper that was kept is never made again.

use super::*;

const FROZEN: &str = concat!(
    r#"{"layout":1,"share_id":"00000000-0000-0000-0000-000000000001","document_id":"00000000-0000-0000-0000-000000000002","#,
    r#""version":3,"kind":"treatment_plan_general","title":"Treatment plan, November 2026","practice":"Harbor Street Counseling","#,
    r#""client_name":"Maya Lindqvist","client_birth_date":"1991-03-14","author":"Elena Reyes, PhD","#,
    r#""written_at":"2026-11-20T19:00:00.250Z","zone":"America/New_York","content":{"#,
    r#""facts":[{"label":"Review on","value":"20 February 2027"}],"sections":["#,
    r#"{"heading":"What we are working on","blocks":[{"paragraph":"Worry most days. She would like to “sleep through” the night."}]},"#,
    r#"{"heading":"Goals","blocks":[{"numbered":["May: first visit","Lead the weekly call <twice>."]},{"paragraph":"1) And:"},"#,
    r#"{"bulleted":["A sleep diary, two minutes each morning, with the time of going to bed and of getting up, whenever that is.","Rest"]}]},"#,
    r#"{"heading":"","blocks":[]}]}}"#,
);

fn frozen() -> Frozen {
    serde_json::from_str(FROZEN).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[test]
fn it_is_read_and_keeps_its_bytes() {
    assert_eq!(frozen().layout, 1);
    assert_eq!(String::from_utf8(frozen().canonical()).unwrap(), FROZEN);
    assert_eq!(sha256(&frozen().canonical()), "5143e825c45275f9abf69c577a585f641362b31eb4ae3a3ff5b05cd6c3066906");
}

#[test]
fn its_paper_is_the_same_file_as_ever() {
    let frozen = frozen();
    let certificate = Certificate {
        signer_name: "Maya Lindqvist".into(),
        signer_role: "client".into(),
        meaning: "I have read this document and sign it electronically.".into(),
        signed_at: "2026-11-21T22:36:12Z".parse().unwrap(),
        zone: chrono_tz::America::New_York,
        address: "203.0.113.24".into(),
        browser: "Mozilla/5.0".into(),
        consent_version: Some("2026-05".into()),
        access: None,
        content_sha256: Sha256::digest(FROZEN).into(),
        record_sha256: [1; 32],
        verify: None,
        events: vec![("2026-11-21T22:31:40Z".parse().unwrap(), "Opened by Maya Lindqvist".into())],
    };
    let signed = [Signed { ink: Ink::Typed("Maya Lindqvist".into()), certificate }];
    let papers =
        [render(&frozen, Paper::Shared, &Look::default()).unwrap(), render(&frozen, Paper::Signed(&signed), &Look::default()).unwrap()];
    // Taken anew once, when papers ceased to name the program that made them; what was signed before is kept as it was.
    let before = [
        "b6506840fc9e6670ba56ece1651de0ac5d265d15588f217cb36a606c08f08f76",
        "3e3198ae7815c9a68a1b7327678f643847e264d079bcc61e7e35e743dc50e536",
    ];
    assert_eq!(papers.map(|paper| sha256(&paper)), before);
}
