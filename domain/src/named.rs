//! What is stored by a name: one list says which values there are, and what each is called.

/// A closed list of values that are stored by name. A name that stands for none of them is no value, and never a default.
pub trait Named: Copy + Eq + 'static {
    const ALL: &'static [Self];
    fn name(self) -> &'static str;

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name() == name)
    }
}

/// Makes such a list: `named! { /// Doc. pub enum Kind { One "one", Two "two" } }`.
macro_rules! named {
    ($(#[$about:meta])* pub enum $list:ident { $($(#[$doc:meta])* $value:ident $name:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $list { $($(#[$doc])* #[serde(rename = $name)] $value),+ }

        impl $crate::Named for $list {
            const ALL: &'static [Self] = &[$(Self::$value),+];

            fn name(self) -> &'static str {
                match self { $(Self::$value => $name),+ }
            }
        }
    };
}
pub(crate) use named;
