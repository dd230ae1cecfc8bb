//! What the cast has written: real-looking, and about nobody.

use domain::documents::{Content, DocumentKind, Fact, Section};

pub(super) struct Paper {
    /// First name in the cast.
    pub client: &'static str,
    /// Last name in the cast.
    pub author: &'static str,
    pub kind: DocumentKind,
    pub title: &'static str,
    pub days_ago: i64,
    pub finished: bool,
    pub shared: bool,
    pub facts: &'static [(&'static str, &'static str)],
    pub sections: &'static [(&'static str, &'static str)],
}

impl Paper {
    pub fn content(&self) -> Content {
        Content {
            facts: self.facts.iter().map(|(label, value)| Fact { label: (*label).into(), value: (*value).into() }).collect(),
            sections: self.sections.iter().map(|(heading, text)| Section::from_text(heading, text)).collect(),
        }
    }

    pub fn typed(&self) -> Vec<(String, String)> {
        self.sections.iter().map(|(heading, text)| ((*heading).to_owned(), (*text).to_owned())).collect()
    }
}

const fn paper(client: &'static str, kind: DocumentKind, title: &'static str, days_ago: i64) -> Paper {
    Paper { client, author: "Reyes", kind, title, days_ago, finished: true, shared: false, facts: &[], sections: &[] }
}

pub(super) fn papers() -> Vec<Paper> {
    use DocumentKind::*;
    vec![
        Paper { shared: true, sections: EVALUATION, ..paper("Maya", CompleteEvaluation, "Intake evaluation", 44) },
        Paper { shared: true, facts: PAID, sections: INVOICE, ..paper("Maya", Invoice, "Invoice 1043", 17) },
        Paper { facts: REVIEW, sections: PLAN, ..paper("Maya", TreatmentPlanGeneral, "Treatment plan, November 2026", 1) },
        Paper { sections: SESSION, ..paper("Maya", ProgressNote, "Session of 20 November", 1) },
        Paper { finished: false, sections: DRAFT, ..paper("Maya", ProgressNote, "Phone call about sleep diary", 0) },
        Paper { sections: PRIVATE, ..paper("Maya", PsychotherapyNote, "Process notes", 8) },
        Paper { sections: EVALUATION_JORDAN, ..paper("Jordan", CompleteEvaluation, "Complete evaluation", 20) },
        Paper { facts: REVIEW, sections: PLAN_JORDAN, ..paper("Jordan", TreatmentPlanGeneral, "Treatment plan, November 2026", 6) },
        Paper { facts: REVIEW, sections: RECOVERY, ..paper("Jordan", TreatmentPlanChemicalDependency, "Recovery plan", 6) },
        Paper { sections: SESSION_JORDAN, ..paper("Jordan", ProgressNote, "Session of 18 November", 3) },
        Paper { facts: DUE, sections: INVOICE, ..paper("Jordan", Invoice, "Invoice 1051", 2) },
        Paper { facts: REVIEW, sections: RECOVERY, ..paper("Leo", TreatmentPlanChemicalDependency, "Recovery plan", 12) },
        Paper {
            author: "Okafor",
            shared: true,
            facts: REVIEW,
            sections: PLAN_JORDAN,
            ..paper("Rosa", TreatmentPlanGeneral, "Treatment plan, October 2026", 30)
        },
        Paper { author: "Okafor", sections: SESSION_JORDAN, ..paper("Rosa", ProgressNote, "Session of 12 November", 9) },
        Paper { shared: true, sections: EVALUATION_NOAH, ..paper("Noah", CompleteEvaluation, "School and home: what we saw", 25) },
        Paper { author: "Raman", sections: SESSION_JORDAN, ..paper("Zoë", ProgressNote, "Session of 16 November", 5) },
    ]
}

const REVIEW: &[(&str, &str)] = &[("Review on", "February 20, 2027")];
const PAID: &[(&str, &str)] = &[("Amount", "$160.00"), ("Status", "Paid on November 4, 2026")];
const DUE: &[(&str, &str)] = &[("Amount", "$160.00"), ("Status", "Due on December 3, 2026")];

const PLAN: &[(&str, &str)] = &[
    (
        "What we are working on",
        "Maya describes worry most days since the spring, trouble falling asleep, and avoiding meetings where she may have to speak. She would like to sleep through the night and to lead her team's weekly call again.",
    ),
    (
        "Goals",
        "1. Fall asleep within 30 minutes on five nights a week.\n2. Lead the weekly call twice in a month, with a plan for the first minutes.\n3. Bring the PHQ-9 below 5 and keep it there for six weeks.",
    ),
    (
        "How we work",
        "Weekly sessions of 50 minutes, in person or by video, with cognitive behavioral therapy for worry and for sleep.\n\n- A sleep diary, two minutes each morning.\n- One planned step toward speaking up each week.\n- A short check-in on mood every second week.",
    ),
    (
        "Your part and ours",
        "Maya keeps the diary and tells us early when a step is too large. Dr. Reyes brings the next step, and reviews this plan with her every three months.",
    ),
];

const PLAN_JORDAN: &[(&str, &str)] = &[
    (
        "What we are working on",
        "Low mood since a separation in the spring, little appetite, and long evenings alone. The wish is to feel at home again in the day, and to see friends without having to explain.",
    ),
    (
        "Goals",
        "1. Three planned evenings a week with someone or something good.\n2. Cook at home four times a week.\n3. Bring the PHQ-9 below 10 by February.",
    ),
    ("How we work", "Weekly sessions with behavioral activation, and grief work when there is room for it."),
];

const RECOVERY: &[(&str, &str)] = &[
    ("Where things stand", "Alcohol on most evenings until August, none for nine weeks. Cravings come after work and on Sundays."),
    (
        "Goals",
        "1. Stay without alcohol, one day at a time.\n2. Attend the Tuesday group, and call the sponsor before, not after.\n3. Rebuild sleep without aids.",
    ),
    (
        "If it gets hard",
        "- Leave the place, then call.\n- The practice answers until 6 pm: 443-555-0142.\n- At night and in danger: call or text 988.",
    ),
];

const SESSION: &[(&str, &str)] = &[
    (
        "Session",
        "Reviewed the sleep diary: four nights under 30 minutes. Worry was lower on days with a walk at noon. Rehearsed the opening of the weekly call.",
    ),
    ("Assessment", "Steady progress. No thoughts of self-harm, asked directly."),
    ("Plan", "Lead the first five minutes of the call on Thursday. Next session in one week."),
];

const SESSION_JORDAN: &[(&str, &str)] = &[
    ("Session", "Talked about the first evening out since spring, and what made it possible. Appetite is better."),
    ("Plan", "Two planned evenings. Next session in one week."),
];

const DRAFT: &[(&str, &str)] =
    &[("Call", "Maya asked how to fill in the diary after a night shift. Agreed to note the time of going to bed, whenever that is.")];

const PRIVATE: &[(&str, &str)] = &[("Thoughts", "A pattern of asking permission before taking space. Bring it up gently.")];

const INVOICE: &[(&str, &str)] = &[("Services", "- Psychotherapy, 50 minutes (90834), $160.00")];

const EVALUATION: &[(&str, &str)] = &[
    ("Reason for coming", "Worry and poor sleep since April, after a change of team at work."),
    ("History", "No earlier treatment. Good health, one cup of coffee a day, no other substances. Sleeps five to six hours."),
    ("Assessment", "Generalized worry with trouble falling asleep. PHQ-9: 9. GAD-7: 12."),
    ("Recommendation", "Weekly cognitive behavioral therapy, with a review after three months."),
];

const EVALUATION_JORDAN: &[(&str, &str)] = &[
    ("Reason for coming", "Low mood and loss of appetite since a separation in the spring."),
    ("History", "Two years of therapy in their twenties, which helped. Evening drinking until August, stopped since."),
    ("Assessment", "Depressed mood, moderate. PHQ-9: 14. No thoughts of self-harm, asked directly."),
    ("Recommendation", "Weekly sessions, a recovery plan, and a check-in with the family doctor."),
];

const EVALUATION_NOAH: &[(&str, &str)] = &[
    ("What we saw", "Noah reads above his grade and tires quickly in noise. He settles when the day has an order that he knows."),
    (
        "What helps",
        "- A quiet corner for ten minutes after school.\n- The plan for the day on the fridge.\n- One adult at school whom he can go to.",
    ),
];
