//! The first line of a list, which names its columns.

use super::{COLUMNS, NEEDED};
use crate::slips;

/// What is wrong with the names of the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnTrouble {
    /// The names stand apart by this sign, not by a comma.
    Separator(char),
    /// Names that are not known, each with the one that is most likely meant.
    Unknown(Vec<(String, Option<&'static str>)>),
    Twice(Vec<&'static str>),
    Missing(Vec<&'static str>),
}

/// Which column stands where.
#[derive(Debug)]
pub(super) struct Columns {
    names: Vec<&'static str>,
    /// With those of nothing.
    width: usize,
}

impl Columns {
    /// Columns of nothing at the end, as spreadsheets leave them, are none.
    pub fn read(names: &[String]) -> Result<Self, ColumnTrouble> {
        let width = names.len();
        let names = &names[..super::filled(names)];
        let known = |name: &String| COLUMNS.into_iter().find(|column| *column == name.trim().to_lowercase());
        let unknown = names.iter().filter(|name| known(name).is_none());
        let unknown: Vec<_> = unknown.map(|name| (name.trim().to_owned(), meant(name))).collect();
        if !unknown.is_empty() {
            return Err(ColumnTrouble::Unknown(unknown));
        }
        let names: Vec<&'static str> = names.iter().filter_map(known).collect();
        let times = |column: &str| names.iter().filter(|name| **name == column).count();
        let twice: Vec<_> = COLUMNS.into_iter().filter(|column| times(column) > 1).collect();
        let missing: Vec<_> = NEEDED.into_iter().filter(|column| times(column) == 0).collect();
        match (twice.is_empty(), missing.is_empty()) {
            (false, _) => Err(ColumnTrouble::Twice(twice)),
            (_, false) => Err(ColumnTrouble::Missing(missing)),
            _ => Ok(Self { names, width }),
        }
    }

    pub fn count(&self) -> usize {
        self.names.len()
    }

    pub fn width(&self) -> usize {
        self.width
    }

    /// The name of a column, counted from 1.
    pub fn name(&self, field: usize) -> Option<&'static str> {
        self.names.get(field.checked_sub(1)?).copied()
    }

    pub fn of<'a>(&self, fields: &'a [String], column: &str) -> &'a str {
        let at = self.names.iter().position(|name| *name == column);
        at.and_then(|at| fields.get(at)).map_or("", String::as_str)
    }
}

/// The sign that most likely stands between the names of this line, if it is not a comma.
pub(super) fn other_separator(line: &str) -> Option<char> {
    let names = |sign: char| line.split(sign).filter(|name| meant(name).is_some()).count();
    [';', '\t', '|'].into_iter().find(|sign| names(*sign) > names(','))
}

/// Names that other programs give to the columns, without what is neither letter nor digit.
const OTHER_NAMES: [(&str, &str); 37] = [
    ("last", "last_name"),
    ("surname", "last_name"),
    ("familyname", "last_name"),
    ("clientlastname", "last_name"),
    ("first", "first_name"),
    ("forename", "first_name"),
    ("givenname", "first_name"),
    ("clientfirstname", "first_name"),
    ("dob", "birth_date"),
    ("dateofbirth", "birth_date"),
    ("birthday", "birth_date"),
    ("born", "birth_date"),
    ("mail", "emails"),
    ("emailaddress", "emails"),
    ("emailaddresses", "emails"),
    ("clientemail", "emails"),
    ("preferred", "preferred_name"),
    ("nickname", "preferred_name"),
    ("chosenname", "preferred_name"),
    ("chartowner", "owner"),
    ("relationship", "contact_relationship"),
    ("contactemailaddress", "contact_email"),
    ("contacttelephone", "contact_phone"),
    ("contactphonenumber", "contact_phone"),
    ("mobile", "mobile_phone"),
    ("cell", "mobile_phone"),
    ("cellphone", "mobile_phone"),
    ("mobilenumber", "mobile_phone"),
    ("address", "street"),
    ("streetaddress", "street"),
    ("town", "city"),
    ("zip", "postal_code"),
    ("zipcode", "postal_code"),
    ("timezone", "time_zone"),
    ("therapist", "clinician"),
    ("provider", "clinician"),
    ("primaryclinician", "clinician"),
];

/// The column that is most likely meant by a name: written otherwise, named otherwise, or a slip of the pen.
fn meant(name: &str) -> Option<&'static str> {
    let bare = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let name = bare(name);
    // Nobody names a column so; and slips are slow to count in what is long.
    if name.is_empty() || name.chars().count() > 40 {
        return None;
    }
    let other = OTHER_NAMES.into_iter().find(|(other, _)| *other == name).map(|(_, column)| column);
    other.or_else(|| {
        let (slips, column) = COLUMNS.into_iter().map(|column| (slips(&name, &bare(column)), column)).min()?;
        (slips * 4 < name.chars().count()).then_some(column)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(names: &str) -> Result<Vec<&'static str>, ColumnTrouble> {
        Columns::read(&names.split(',').map(str::to_owned).collect::<Vec<_>>()).map(|columns| columns.names)
    }

    #[test]
    fn names_are_known_with_blanks_around_them_and_in_capitals() {
        assert_eq!(read(" Last_Name,FIRST_NAME ,birth_date").unwrap(), NEEDED);
    }

    #[test]
    fn columns_of_nothing_at_the_end_are_passed_over() {
        assert_eq!(read("last_name,first_name,birth_date,, ,").unwrap(), NEEDED);
        assert_eq!(read("last_name,,first_name,birth_date").unwrap_err(), ColumnTrouble::Unknown(vec![(String::new(), None)]));
    }

    #[test]
    fn a_name_that_is_not_known_is_told_with_the_one_that_is_meant() {
        for (name, column) in [
            ("email", "emails"),
            ("E-Mail", "emails"),
            ("Email Address", "emails"),
            ("Last Name", "last_name"),
            ("LastName", "last_name"),
            ("frist_name", "first_name"),
            ("DOB", "birth_date"),
            ("Date of birth", "birth_date"),
            ("birthdate", "birth_date"),
            ("pronoun", "pronouns"),
            ("Contact Phone", "contact_phone"),
            ("therapist", "clinician"),
            ("Address", "street"),
            ("ZIP Code", "postal_code"),
            ("Cell Phone", "mobile_phone"),
        ] {
            assert_eq!(read(name).unwrap_err(), ColumnTrouble::Unknown(vec![(name.into(), Some(column))]), "{name}");
        }
        for name in ["notes", "name", "phone", "insurance", "gender", "Ω"] {
            assert_eq!(read(name).unwrap_err(), ColumnTrouble::Unknown(vec![(name.into(), None)]), "{name}");
        }
    }

    #[test]
    fn a_column_is_named_once_and_the_needed_ones_are_there() {
        assert_eq!(read("last_name,first_name,birth_date,Last_Name").unwrap_err(), ColumnTrouble::Twice(vec!["last_name"]));
        assert_eq!(read("last_name,emails").unwrap_err(), ColumnTrouble::Missing(vec!["first_name", "birth_date"]));
    }

    #[test]
    fn names_that_stand_apart_by_another_sign_than_a_comma_are_noticed() {
        assert_eq!(other_separator("last_name;first_name;birth_date"), Some(';'));
        assert_eq!(other_separator("\"Last Name\";\"First Name\";\"DOB\""), Some(';'));
        assert_eq!(other_separator("last_name\tfirst_name\tbirth_date"), Some('\t'));
        assert_eq!(other_separator("last_name|dob"), Some('|'));
        for fine in ["last_name,first_name,birth_date", "\"a;b\",last_name", "", "names"] {
            assert_eq!(other_separator(fine), None, "{fine}");
        }
    }
}
