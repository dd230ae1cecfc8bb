use super::*;

fn at(hours: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap() + Duration::hours(hours)
}

fn reminder(hours: &[u16]) -> Workflow {
    Workflow { hours: hours.to_vec(), ..Workflow::usual(WorkflowKind::AppointmentReminder) }
}

#[test]
fn the_last_reminder_whose_hour_has_come_is_due_until_the_start() {
    let due = |hours: &[u16], now| reminder(hours).due(at(0), at(now)).map(|due| (due.step, due.at));
    assert_eq!(due(&[24], -25), None);
    assert_eq!(due(&[24], -24), Some((0, at(-24))));
    assert_eq!(due(&[24, 2], -3), Some((0, at(-24))));
    assert_eq!(due(&[24, 2], -1), Some((1, at(-2))), "not both at once");
    assert_eq!(due(&[24, 2], 0), None);
    assert_eq!(Workflow { on: false, ..reminder(&[24]) }.due(at(0), at(-1)), None);
}

#[test]
fn one_or_two_reminders_within_a_week() {
    for fine in [&[24][..], &[168, 1]] {
        assert_eq!(reminder(fine).check(), Ok(()), "{fine:?}");
    }
    assert_eq!(reminder(&[2, 24]).tidied().hours, [24, 2]);
    for wrong in [&[][..], &[0], &[169], &[24, 0]] {
        assert!(reminder(wrong).check().unwrap_err().contains(&Refusal::HoursUnfit), "{wrong:?}");
    }
    for wrong in [&[24, 24][..], &[48, 24, 2]] {
        assert_eq!(reminder(wrong).check(), Err(vec![Refusal::SecondUnfit]), "{wrong:?}");
    }
}

#[test]
fn words_are_there_and_name_only_what_is_known() {
    let with = |mail: &str, text: &str| Workflow { mail: mail.into(), text: text.into(), ..reminder(&[24]) }.check();
    assert_eq!(with(" ", "{clinician}"), Err(vec![Refusal::MailMissing, Refusal::TextPlaceholder]));
    assert_eq!(with("{", &"x".repeat(241)), Err(vec![Refusal::MailPlaceholder, Refusal::TextTooLong]));
    let told = Told { practice: "Harbor {time}".into(), day: "Tuesday".into(), time: "10:00 am EST".into() };
    let usual = Workflow::usual(WorkflowKind::AppointmentReminder);
    assert_eq!(usual.check(), Ok(()));
    assert_eq!(usual.text_for(&told), "Harbor {time}: your appointment is on Tuesday at 10:00 am EST. Reply STOP to end texts.");
    let discreet = Workflow::discreet(WorkflowKind::AppointmentReminder);
    assert_eq!(discreet.mail_for(&told)[0], "You have an appointment on Tuesday at 10:00 am EST.");
    assert!(!discreet.text_for(&told).contains("Harbor"));
}

#[test]
fn stop_and_start_are_read_as_people_type_them() {
    for stop in ["STOP", " stop. ", "Unsubscribe", "quit!"] {
        assert_eq!(TextAnswer::read(stop), Some(TextAnswer::Stop), "{stop}");
    }
    assert_eq!(TextAnswer::read("start"), Some(TextAnswer::Start));
    for other in ["", "please stop calling", "Thursday?"] {
        assert_eq!(TextAnswer::read(other), None, "{other}");
    }
}

#[test]
fn what_tells_of_health_stands_in_no_mail() {
    for clinical in ["Your therapy", "your (Depression) group", "PHQ-9", "take your medication", "see your therapist"] {
        assert!(super::clinical(clinical), "{clinical}");
    }
    for plain in ["Your appointment", "Please sign in.", "the Mariposa house", "{practice} reminds you", "Unmedicated"] {
        assert!(!super::clinical(plain), "{plain}");
    }
    let with = |mail: &str| Workflow { mail: mail.into(), ..reminder(&[24]) }.check();
    assert_eq!(with("Your therapy is on {day}."), Err(vec![Refusal::MailClinical]));
}
