//! What is stored by a name: one list says which values there are, and what each is called.

/// A closed list of values that are stored by name. A name that stands for none of them is no value, and never a default.
pub trait Named: Copy + Eq + 'static {
    const ALL: &'static [Self];
    fn name(self) -> &'static str;

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name() == name)
    }
}

/// What stands in one column: a name, or several with blanks between them. Of several, one that nobody knows makes them unreadable.
pub trait Stored: Sized {
    fn text(&self) -> String;
    fn read(text: &str) -> Option<Self>;
}

impl<T: Named> Stored for T {
    fn text(&self) -> String {
        self.name().to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        Self::from_name(text)
    }
}

impl<T: Named> Stored for Vec<T> {
    fn text(&self) -> String {
        self.iter().map(|value| value.name()).collect::<Vec<_>>().join(" ")
    }

    fn read(text: &str) -> Option<Self> {
        text.split_whitespace().map(T::from_name).collect()
    }
}

/// Makes such a list: `named! { /// Doc. pub enum Kind { One "one", Two "two" } }`. It has what the trait asks for as its own, too, so
/// that whoever knows the list need not know the trait.
macro_rules! named {
    ($(#[$about:meta])* pub enum $list:ident { $($(#[$doc:meta])* $value:ident $name:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $list { $($(#[$doc])* #[serde(rename = $name)] $value),+ }

        impl $list {
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$value),+];

            /// The name under which it is stored and sent.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$value => $name),+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                <Self as $crate::Named>::from_name(name)
            }
        }

        impl $crate::Named for $list {
            const ALL: &'static [Self] = &Self::ALL;

            fn name(self) -> &'static str {
                self.name()
            }
        }
    };
}
pub(crate) use named;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn check<T: Named + std::fmt::Debug + serde::Serialize>() {
        let names: HashSet<&str> = T::ALL.iter().map(|value| value.name()).collect();
        assert_eq!(names.len(), T::ALL.len(), "{:?}", T::ALL);
        for value in T::ALL {
            assert_eq!(T::from_name(value.name()), Some(*value));
            assert_eq!(serde_json::to_value(value).unwrap(), value.name(), "it is sent by the name under which it is stored");
        }
        for unknown in ["", " ", "unknown", &T::ALL[0].name().to_uppercase(), &format!("{} ", T::ALL[0].name())] {
            assert_eq!(T::from_name(unknown), None, "{unknown:?}");
        }
        let all = T::ALL.to_vec();
        assert_eq!(Vec::<T>::read(&all.text()), Some(all));
    }

    #[test]
    fn every_list_has_distinct_names_that_read_back() {
        macro_rules! check_all { ($($list:ty),+ $(,)?) => { $(check::<$list>();)+ } }
        check_all!(
            crate::Role,
            crate::alerts::AlertKind,
            crate::audit::AuditAct,
            crate::charts::EmailKind,
            crate::dates::DateOrder,
            crate::documents::DocumentKind,
            crate::documents::ShareState,
            crate::files::FileKind,
            crate::files::HeldBy,
            crate::invites::GrantKind,
            crate::invites::Scope,
            crate::messages::Audience,
            crate::notices::MailKind,
            crate::notices::MailState,
            crate::notices::MailTrouble,
            crate::notices::TaskKind,
            crate::sign_in::Awaits,
            crate::sign_in::KeyPurpose,
            crate::sign_in::StepUpScope,
            crate::sign_in::SessionKind,
            crate::sign_in::Side,
        );
    }

    #[test]
    fn one_unknown_name_makes_several_unreadable() {
        use crate::Role::{Clinician, Supervisor};
        assert_eq!(Vec::read("clinician supervisor"), Some(vec![Clinician, Supervisor]));
        assert_eq!(Vec::<crate::Role>::read(""), Some(vec![]));
        assert_eq!(Vec::<crate::Role>::read("clinician wizard"), None);
    }
}
