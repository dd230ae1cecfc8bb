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

        const _: () = assert!($crate::named::distinct(&[$($name),+]), "two values of one name");

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

/// Whether each name stands there once.
pub(crate) const fn distinct(names: &[&str]) -> bool {
    let mut at = 0;
    while at < names.len() {
        let mut other = at + 1;
        while other < names.len() {
            if same(names[at].as_bytes(), names[other].as_bytes()) {
                return false;
            }
            other += 1;
        }
        at += 1;
    }
    true
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    match (one, other) {
        ([], []) => true,
        ([a, one @ ..], [b, other @ ..]) => *a == *b && same(one, other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::AuditAct;

    #[test]
    fn what_is_stored_by_a_name_is_sent_by_it_and_reads_back() {
        for act in AuditAct::ALL {
            assert_eq!(AuditAct::from_name(act.name()), Some(act));
            assert_eq!(serde_json::to_value(act).unwrap(), act.name());
        }
        for unknown in ["", " ", "unknown", "DENIED", "denied "] {
            assert_eq!(AuditAct::from_name(unknown), None, "{unknown:?}");
        }
    }

    #[test]
    fn a_list_has_each_name_once() {
        assert!(distinct(&[]) && distinct(&["one", "one.two", "two"]));
        assert!(!distinct(&["one", "two", "one"]));
    }

    #[test]
    fn one_unknown_name_makes_several_unreadable() {
        use crate::Role::{Clinician, Supervisor};
        assert_eq!(Vec::read("clinician supervisor"), Some(vec![Clinician, Supervisor]));
        assert_eq!(Vec::<crate::Role>::read(""), Some(vec![]));
        assert_eq!(Vec::<crate::Role>::read("clinician wizard"), None);
    }
}
