//! Who is told of an answer that needs somebody at once, and when: a ladder that is climbed until somebody says what came of it.

use chrono::{DateTime, Duration, Utc};

/// From the third step on one is told every so many minutes.
pub const HOURLY: i64 = 60;

/// Who is told on a step, besides those who were told before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rung {
    /// The clinician, or who stands in while they are away.
    Clinician,
    CoverAndSupervisors,
    ClinicalAdministrators,
}

/// On steps from the third on everybody on the ladder is told once more.
pub fn rung(step: u32) -> Rung {
    match step {
        0 => Rung::Clinician,
        1 => Rung::CoverAndSupervisors,
        _ => Rung::ClinicalAdministrators,
    }
}

/// When a step comes: at once, after 15 minutes, after 60, and every hour from then on.
pub fn step_at(raised: DateTime<Utc>, step: u32) -> DateTime<Utc> {
    let minutes = match step {
        0 => 0,
        1 => 15,
        step => HOURLY * i64::from(step - 1),
    };
    raised + Duration::minutes(minutes)
}

/// When the step after `done` ones comes.
pub fn next_step_at(raised: DateTime<Utc>, done: u32) -> DateTime<Utc> {
    step_at(raised, done)
}

/// The steps that have come and were not taken, where `done` were. Of hours that went by unseen (the program was stopped, the clock jumped)
/// one is told once. With it comes how many steps are done then.
pub fn due_steps(raised: DateTime<Utc>, now: DateTime<Utc>, done: u32) -> (Vec<u32>, u32) {
    let mut come: Vec<u32> = (done..3).filter(|step| step_at(raised, *step) <= now).collect();
    let hours = now.signed_duration_since(raised).num_minutes() / HOURLY;
    let newest = u32::try_from(hours).unwrap_or_default().saturating_add(1);
    if newest >= 3 && newest >= done {
        come.push(newest);
    }
    let then = come.last().map_or(done, |step| step + 1);
    (come, then)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        "2026-11-21T07:42:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::minutes(minutes)
    }

    #[test]
    fn the_ladder_is_climbed_at_once_after_15_after_60_and_every_hour() {
        let mut done = 0;
        let mut told = Vec::new();
        for minute in -1..=241 {
            let (steps, then) = due_steps(at(0), at(minute), done);
            told.extend(steps.into_iter().map(|step| (minute, step)));
            done = then;
        }
        assert_eq!(told, [(0, 0), (15, 1), (60, 2), (120, 3), (180, 4), (240, 5)]);
        assert_eq!(next_step_at(at(0), done), at(300));
        assert_eq!([0, 1, 2, 7].map(rung)[1..], [Rung::CoverAndSupervisors, Rung::ClinicalAdministrators, Rung::ClinicalAdministrators]);
    }

    #[test]
    fn hours_that_went_by_unseen_are_told_of_once() {
        assert_eq!(due_steps(at(0), at(14), 1), (vec![], 1));
        assert_eq!(due_steps(at(0), at(400), 1), (vec![1, 2, 7], 8));
        assert_eq!(due_steps(at(0), at(400), 8), (vec![], 8));
        assert_eq!(due_steps(at(0), at(419), 8), (vec![], 8));
        assert_eq!(due_steps(at(0), at(420), 8), (vec![8], 9));
    }

    #[test]
    fn a_clock_that_goes_back_tells_nobody_twice() {
        assert_eq!(due_steps(at(0), at(-500), 2), (vec![], 2));
        assert_eq!(due_steps(at(0), at(59), 3), (vec![], 3));
        assert_eq!(due_steps(at(0), at(60), 3), (vec![], 3));
    }
}
