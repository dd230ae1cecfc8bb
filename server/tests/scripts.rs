//! T21: what people type is shown as typed, on every page, and never becomes markup.

use crate::house::{House, get, post};

const PAYLOADS: [&str; 7] = [
    "<script>window.__xss=1</script>",
    "\"><img src=x onerror=window.__xss=1>",
    "\" autofocus onfocus=window.__xss=1 x=\"",
    "</textarea><script>window.__xss=1</script>",
    "</title><svg onload=window.__xss=1>",
    "javascript:window.__xss=1//",
    "{{constructor.constructor('window.__xss=1')()}}<!--",
];

/// What people typed, as Leptos writes it between tags.
fn as_text(typed: &str) -> String {
    typed.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The same in a field.
fn as_value(typed: &str) -> String {
    format!("value=\"{}\"", as_text(typed).replace('"', "&quot;"))
}

/// None of it stands there as markup, and nothing leads to it.
fn is_inert(page: &str, payload: &str) -> bool {
    let stands_raw = payload.contains('<') && page.contains(payload);
    let leads_there = ["href", "src", "action"].iter().any(|name| page.contains(&format!("{name}=\"{payload}")));
    !stands_raw && !leads_there
}

#[tokio::test]
async fn names_and_notes_never_become_markup() {
    let (house, cast) = House::with_cast().await;
    let elena = house.staff_cookie(&cast.staff[0].email).await;
    for payload in PAYLOADS {
        let fields = [("last_name", payload), ("first_name", payload), ("birth_date", "2000-01-01"), ("owner", "client")];
        let created = house.knock(post("/api/staff/charts/create", &fields).cookie(&elena).from("/office/charts/new")).await;
        let chart = created.leads_to().split('/').nth(3).unwrap().to_owned();
        let contact =
            [("chart", chart.as_str()), ("first_name", payload), ("last_name", payload), ("relationship", payload), ("phone", payload)];
        house.knock(post("/api/staff/charts/add_contact", &contact).cookie(&elena)).await;
        let note = [("chart", chart.as_str()), ("kind", "progress_note"), ("title", payload), ("heading", payload), ("text", payload)];
        let written = house.knock(post("/api/staff/documents/write", &note).cookie(&elena)).await;
        let document = written.leads_to().to_owned();
        let search = format!("/office/charts?q={}", form_urlencoded::byte_serialize(payload.as_bytes()).collect::<String>());
        let tab = |name: &str| format!("/office/charts/{chart}/{name}");
        let (text, value) = (as_text(payload), as_value(payload));
        let pages = [
            (search, &value),
            (document, &text),
            (tab("face"), &text),
            (tab("demographics"), &text),
            (tab("demographics?edit=person"), &value),
            (tab("communications"), &text),
            (tab("documents"), &text),
        ];
        for (page, escaped) in pages {
            let answer = house.knock(get(&page).cookie(&elena)).await;
            assert_eq!(answer.status, 200, "{page}");
            assert!(answer.text.contains(escaped), "{payload} is not shown on {page}");
            assert!(is_inert(&answer.text, payload), "{payload} stands unescaped on {page}");
        }
    }
}

/// A refused form gives back what was typed, escaped as well.
#[tokio::test]
async fn what_was_typed_into_a_refused_form_never_becomes_markup() {
    let (house, cast) = House::with_cast().await;
    let elena = house.staff_cookie(&cast.staff[0].email).await;
    for payload in PAYLOADS {
        let fields = [("last_name", payload), ("first_name", ""), ("birth_date", payload), ("email", payload)];
        let refused = house.knock(post("/api/staff/charts/create", &fields).cookie(&elena).from("/office/charts/new")).await;
        let browser = refused
            .all("set-cookie")
            .into_iter()
            .find(|line| line.contains("anteroom-browser"))
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        let page = house.knock(get(refused.leads_to()).cookie(&format!("{elena}; {browser}"))).await;
        assert!(page.text.contains("Enter the first name."), "{payload}");
        assert_eq!(page.text.matches(as_value(payload).as_str()).count(), 3, "{payload} is not given back to its three fields");
        assert!(is_inert(&page.text, payload), "{payload}");
    }
}
