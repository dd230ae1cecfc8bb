//! For tests: whatever a keyboard, a clipboard or a script can send.

use proptest::{collection::vec, prelude::*};

/// Up to eighty signs of any kind; many of them are those that the rules look at.
pub fn anything() -> impl Strategy<Value = String> {
    let looked_at = prop::sample::select(" \t\r\n\0-+.@/\\%?#:'’´0123456789aZéß\u{301}\u{AD}\u{200B}\u{202E}".chars().collect::<Vec<_>>());
    vec(prop_oneof![any::<char>(), looked_at], 0..80).prop_map(|signs| signs.into_iter().collect())
}
