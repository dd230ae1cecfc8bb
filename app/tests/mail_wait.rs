//! What stands beside a mail that waits.

#[allow(dead_code, reason = "the other sentence stands in the To-do")]
#[path = "../src/parts/mail_wait.rs"]
mod words;

use domain::dates::{Calendar, DateOrder, Moment};
use domain::notices::{MailTrouble, MailWait};
use words::mail_wait;

#[test]
fn a_mail_that_waits_says_why_and_when_it_is_tried_again() {
    let today = Calendar { order: DateOrder::MonthFirst, today: "2026-11-21".parse().unwrap() };
    let wait = |trouble, at: Option<&str>| {
        let next_try = at.map(|at| Moment { at: at.parse().unwrap(), zone: "EST".into(), own: None });
        mail_wait(&MailWait { trouble, next_try }, today)
    };
    assert_eq!(wait(MailTrouble::Silent, Some("2026-11-21T15:12:00-05:00")), "the mail server does not answer. Next try 3:12 pm.");
    assert_eq!(wait(MailTrouble::SignIn, None), "the mail server refused us (sign-in failed). It is being tried again now.");
    assert_eq!(wait(MailTrouble::NoServer, None), "no mail server is set. It leaves as soon as there is one.");
}
