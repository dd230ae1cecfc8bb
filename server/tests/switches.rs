//! IC-20: what the practice has switched off is hidden, and refused by the server, door by door. Each switch is turned by itself, and what
//! it does not mean stays open.

use crate::{
    doors::{Door, Things, chart_of, doors},
    house::{House, get, post},
};

/// A switch: how it is turned off, the doors that it shuts, and what pages show of it while it is on.
struct Switch {
    name: &'static str,
    off: (&'static str, &'static [(&'static str, &'static str)]),
    shuts: &'static [&'static str],
    shown: &'static str,
    /// A page on which that stands.
    on: &'static str,
}

const BILLING: &str = "/api/staff/settings/change_billing";
const PORTAL: &str = "/api/staff/settings/change";

const SWITCHES: [Switch; 8] = [
    Switch {
        name: "messages",
        off: (PORTAL, &[("part", "portal"), ("documents", "true"), ("downloads", "true")]),
        shuts: &[
            "/messages",
            "/messages/CONVERSATION",
            "/messages/new",
            "/api/client/messages/begin",
            "/api/client/messages/reply",
            "/api/client/messages/keep",
        ],
        shown: "href=\"/messages?",
        on: "/",
    },
    Switch {
        name: "documents",
        off: (PORTAL, &[("part", "portal"), ("messages", "true"), ("downloads", "true")]),
        shuts: &[
            "/documents",
            "/documents/SHARE",
            "/documents/SHARE/sign",
            "/documents/SHARE/decline",
            "/documents/SHARE/download",
            "/documents/send",
            "/forms/ASSIGNMENT",
            "/forms/ASSIGNMENT/review",
            "/api/client/documents/consent",
            "/api/client/documents/sign",
            "/api/client/documents/decline",
            "/api/client/documents/send",
            "/api/client/forms/keep",
            "/api/client/forms/go_on",
            "/api/client/forms/submit",
        ],
        shown: "href=\"/documents?",
        on: "/",
    },
    Switch {
        name: "downloads",
        off: (PORTAL, &[("part", "portal"), ("messages", "true"), ("documents", "true")]),
        shuts: &["/documents/SHARE/download"],
        shown: "/download",
        on: "/documents",
    },
    Switch {
        name: "self-scheduling",
        off: ("/api/staff/appointments/change_scheduling", &[("video", "")]),
        shuts: &["/appointments/book", "/api/client/appointments/request"],
        shown: "/appointments/book",
        on: "/appointments",
    },
    Switch {
        name: "payments",
        off: (BILLING, &[("due_days", "14"), ("cards", "true"), ("invoices", "true"), ("superbills", "true")]),
        shuts: &["/account/pay", "/api/client/billing/pay", "/api/client/billing/choose_card"],
        shown: "/account/pay",
        on: "/account",
    },
    Switch {
        name: "cards",
        off: (BILLING, &[("due_days", "14"), ("payments", "true"), ("invoices", "true"), ("superbills", "true")]),
        shuts: &["/account/cards", "/api/client/billing/add_card", "/api/client/billing/default_card"],
        shown: "/account/cards",
        on: "/account",
    },
    Switch {
        name: "invoices",
        off: (BILLING, &[("due_days", "14"), ("payments", "true"), ("cards", "true"), ("superbills", "true")]),
        shuts: &["/account/invoices/INVOICE/invoice"],
        shown: "/invoice?",
        on: "/account",
    },
    Switch {
        name: "superbills",
        off: (BILLING, &[("due_days", "14"), ("payments", "true"), ("cards", "true"), ("invoices", "true")]),
        shuts: &["/account/invoices/INVOICE/superbill"],
        shown: "/superbill?",
        on: "/account",
    },
];

/// Where nothing of them may be found any more.
const PAGES: [&str; 6] = ["/", "/more", "/account", "/appointments", "/documents", "/documents/SHARE"];

#[tokio::test]
async fn what_is_switched_off_is_hidden_and_refused_at_each_of_its_doors() {
    for switch in SWITCHES {
        let (house, cast) = House::with_cast().await;
        let things = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
        let maya = house.client_cookie("maya.lindqvist@example.com").await;
        let tomas = house.staff_cookie("tomas.vidal@harborstreet.example").await;
        let door = |path: &str| doors().into_iter().find(|door| door.path == path).unwrap_or_else(|| panic!("{path} is no door"));
        let shows = async |page: &str| house.knock(door(page).knock(&things).cookie(&maya)).await.text.contains(switch.shown);
        let all = [("due_days", "14"), ("payments", "true"), ("cards", "true"), ("invoices", "true"), ("superbills", "true")];
        house.knock(post(BILLING, &all).cookie(&tomas)).await;
        assert!(shows(switch.on).await, "{}: {} shows it while it is on", switch.name, switch.on);

        let (to, fields) = switch.off;
        let led = house.knock(post(to, fields).cookie(&tomas)).await;
        assert!(led.leads_to().contains("done=saved"), "{}: {}", switch.name, led.leads_to());
        let before = house.contents().await;
        for path in switch.shuts {
            let knocked: Door = door(path);
            let answer = house.knock(knocked.knock(&things).cookie(&maya)).await;
            // A page that is not there, or a form that is refused.
            let refused = answer.status == 404 || (knocked.acts() && !(200..400).contains(&answer.status));
            assert!(refused, "{}: {path} answers {}: {}", switch.name, answer.status, answer.text.chars().take(300).collect::<String>());
        }
        assert_eq!(house.contents().await, before, "{}", switch.name);
        for page in PAGES {
            assert!(!shows(page).await, "{}: {page} still shows it", switch.name);
        }
        // The others stay open.
        assert_eq!(house.knock(get("/").cookie(&maya)).await.status, 200);
        for other in SWITCHES.iter().filter(|other| !other.shuts.iter().any(|path| switch.shuts.contains(path))) {
            let first = door(other.shuts[0]);
            let answer = house.knock(first.knock(&things).cookie(&maya)).await;
            assert_ne!(answer.status, 404, "{} shuts {} too", switch.name, first.path);
        }
        house.walks_the_trail().await;
    }
}
