//! One letter to many: groups of recipients, an **Announcement** to one of them, and what became of it.

use super::{Audience, Expectations, Refusal};
use crate::{
    charts::{Born, tidy},
    dates::Moment,
    ids::{ChartId, GroupId},
};
use chrono::Duration;
use serde::{Deserialize, Serialize};

/// So many get one announcement at most,
pub const MOST_RECIPIENTS: u64 = 500;
/// and so many groups a practice keeps under a name.
pub const MOST_GROUPS: u64 = 200;
pub const LONGEST_GROUP_NAME: usize = 80;
/// A group without a name is for one letter: so long after its last change it is forgotten.
pub const UNNAMED_KEPT: Duration = Duration::days(1);

/// A group in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupLine {
    pub id: GroupId,
    /// Empty for one's own that has no name.
    pub name: String,
    pub people: u64,
}

/// What became of an announcement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementLine {
    pub subject: String,
    pub audience: Audience,
    pub from: String,
    pub at: Moment,
    pub recipients: u64,
    /// So many have it: the others get it within minutes.
    pub arrived: u64,
    pub read: u64,
    pub answered: u64,
}

/// **Groups**: those to whom one writes at once, and what was announced, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    pub groups: Vec<GroupLine>,
    pub announcements: Vec<AnnouncementLine>,
    pub more: bool,
    pub page: u32,
}

/// Somebody in a group, as lists name them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupPerson {
    pub chart: ChartId,
    pub name: String,
    pub born: Born,
}

/// A group, and who is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub id: GroupId,
    pub name: String,
    /// Whose charts one may open,
    pub people: Vec<GroupPerson>,
    /// and how many more there are.
    pub hidden: u64,
    pub may_delete: bool,
    /// One has begun to write to it.
    pub begun: bool,
}

/// What is written to a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupLetter {
    pub audience: Audience,
    pub subject: String,
    pub body: String,
}

/// The page on which one writes to a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcing {
    pub id: GroupId,
    pub name: String,
    pub people: u64,
    pub audiences: Vec<Audience>,
    pub letter: Option<GroupLetter>,
    pub expects: Expectations,
}

/// Who gets a letter and who does not, before it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementReview {
    pub id: GroupId,
    pub name: String,
    pub letter: GroupLetter,
    pub gets: Vec<GroupPerson>,
    pub left_out: Vec<(GroupPerson, Refusal)>,
    /// Whose charts one may not open: they do not get it either.
    pub hidden: u64,
    /// Goes back with the form: what is sent is what was looked at, to whom it was looked at.
    pub seen: String,
}

/// Reads the name of a group. One without a name is its maker's alone.
pub fn check_group_name(name: &str) -> Result<String, Refusal> {
    let name = tidy(name);
    if name.chars().count() > LONGEST_GROUP_NAME { Err(Refusal::GroupNameTooLong) } else { Ok(name) }
}

/// Whether one may delete a group: one's own, or one in which nobody is out of one's reach.
pub fn may_delete_group(own: bool, hidden: u64) -> Result<(), Refusal> {
    if own || hidden == 0 { Ok(()) } else { Err(Refusal::GroupOfOthers) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_named_in_one_line_or_not_at_all() {
        assert_eq!(check_group_name(" Thursday\n skills group ").unwrap(), "Thursday skills group");
        assert_eq!(check_group_name(" ").unwrap(), "");
        assert_eq!(check_group_name(&"x".repeat(81)), Err(Refusal::GroupNameTooLong));
    }

    #[test]
    fn nobody_deletes_a_group_of_others_clients() {
        assert_eq!(may_delete_group(true, 3), Ok(()));
        assert_eq!(may_delete_group(false, 0), Ok(()));
        assert_eq!(may_delete_group(false, 1), Err(Refusal::GroupOfOthers));
    }
}
