//! What a treatment plan is made of: problems, each with its goal, its objectives and its interventions.

use super::{Block, Section};
use crate::lines;
use serde::{Deserialize, Serialize};

/// So many problems stand in one plan at most.
pub const MOST_PROBLEMS: usize = PLAN_FIELDS.len();

/// The fields of each problem: problem, goal, objectives, interventions.
pub const PLAN_FIELDS: [[&str; 4]; 6] = [
    ["problem", "goal", "objectives", "interventions"],
    ["problem_2", "goal_2", "objectives_2", "interventions_2"],
    ["problem_3", "goal_3", "objectives_3", "interventions_3"],
    ["problem_4", "goal_4", "objectives_4", "interventions_4"],
    ["problem_5", "goal_5", "objectives_5", "interventions_5"],
    ["problem_6", "goal_6", "objectives_6", "interventions_6"],
];

/// One problem, and what is done about it: as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanProblem {
    pub problem: String,
    pub goal: String,
    pub objectives: String,
    pub interventions: String,
}

impl PlanProblem {
    pub fn parts(&self) -> [&str; 4] {
        [&self.problem, &self.goal, &self.objectives, &self.interventions]
    }

    pub fn is_blank(&self) -> bool {
        self.parts().iter().all(|part| part.trim().is_empty())
    }

    pub fn length(&self) -> usize {
        self.parts().iter().map(|part| part.chars().count()).sum()
    }
}

/// As it is read: a section for each problem, and what belongs to it below. What was left empty is left out.
pub fn plan_sections(plan: &[PlanProblem]) -> Vec<Section> {
    let said = |question: &str, typed: &str| {
        let answer: Vec<String> = lines::shown(typed).into_iter().filter(|line| !line.trim().is_empty()).collect();
        (!answer.is_empty()).then(|| Block::Asked { question: question.to_owned(), answer })
    };
    let section = |(number, problem): (usize, &PlanProblem)| Section {
        heading: format!("Problem {number}"),
        blocks: Block::read(&problem.problem)
            .into_iter()
            .chain(said("Goal", &problem.goal))
            .chain(said("Objectives", &problem.objectives))
            .chain(said("Interventions", &problem.interventions))
            .collect(),
    };
    (1..).zip(plan.iter().filter(|problem| !problem.is_blank())).map(section).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_problem_is_a_section_and_what_is_empty_is_left_out() {
        let sleep = PlanProblem {
            problem: "Trouble falling asleep".into(),
            goal: "Asleep within 30 minutes".into(),
            objectives: "Keep a diary\n\nLights out at ten".into(),
            interventions: " ".into(),
        };
        let sections = plan_sections(&[sleep, PlanProblem::default()]);
        let asked = |question: &str, answer: &[&str]| Block::Asked {
            question: question.into(),
            answer: answer.iter().map(|line| (*line).to_owned()).collect(),
        };
        let blocks = vec![
            Block::Lines(vec!["Trouble falling asleep".into()]),
            asked("Goal", &["Asleep within 30 minutes"]),
            asked("Objectives", &["Keep a diary", "Lights out at ten"]),
        ];
        assert_eq!(sections, [Section { heading: "Problem 1".into(), blocks }]);
    }
}
