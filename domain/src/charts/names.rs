//! Names: how they are kept, compared and found.

use unicode_normalization::UnicodeNormalization;

/// A line as it is kept: nothing invisible, Unicode NFC, no space at the ends. Everything else as typed.
pub fn tidy(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !is_invisible(*c)).nfc().collect::<String>().trim().to_owned()
}

/// A person's name as it is kept: of what looks the same and is typed by another key, the one of every keyboard.
pub fn tidy_name(text: &str) -> String {
    same_signs(&tidy(text))
}

/// The same signs for what looks the same: apostrophes, hyphens, and blanks, of which one stands for many (U+2019, U+2011, U+00A0).
/// Blanks at the ends stay there.
pub fn same_signs(text: &str) -> String {
    let mut same = String::with_capacity(text.len());
    for c in text.chars().map(straight) {
        if !(c == ' ' && same.ends_with(' ')) {
            same.push(c);
        }
    }
    same
}

/// An apostrophe, a hyphen or a blank, as every keyboard types it.
fn straight(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '\u{2B9}' | '\u{2032}' | '\u{FF07}' | '`' | '\u{B4}' | '\u{2BB}' => '\'',
        '\u{2010}'..='\u{2012}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Signs that nobody sees but that hide, turn or break what stands beside them (T25). Joiners are not among them: Persian and
/// Hindi need them.
pub fn is_invisible(c: char) -> bool {
    let turns_or_breaks = matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let empty = matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}');
    // Letters by name alone: the empty places of Korean syllables. And the alphabet of tags, which only machines read.
    let blank_letter = matches!(c, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{E0000}'..='\u{E007F}');
    turns_or_breaks || empty || blank_letter
}

/// Letters as search compares them: lower case, without accents and strokes, in the letters of every keyboard, and without
/// apostrophes: "sorensen", "weiss" and "obrien" find Sørensen, Weiß and O’Brien.
pub fn folded(text: &str) -> String {
    unaccented(text).filter(|c| *c != '\'').collect()
}

fn unaccented(text: &str) -> impl Iterator<Item = char> {
    // Once more afterwards: some letters, taken apart, have an apostrophe in them.
    let parts = text.chars().map(straight).nfkd().map(straight);
    parts.filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).flat_map(plain_letters)
}

/// What is typed for a letter that Unicode does not take apart.
fn plain_letters(c: char) -> impl Iterator<Item = char> {
    let (one, other) = match c {
        'ø' => ('o', None),
        'ł' | 'ƚ' => ('l', None),
        'đ' | 'ð' | 'ɖ' => ('d', None),
        'ħ' => ('h', None),
        'ı' => ('i', None),
        'ŧ' => ('t', None),
        'ŋ' => ('n', None),
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        c => (c, None),
    };
    std::iter::once(one).chain(other)
}

/// A name, folded, from each word within it to its end, but not from its beginning: "la cruz" and "cruz" of "de la Cruz", and "neil"
/// of "O’Neil". By these a search finds it that by its beginning does not.
pub fn words_within(name: &str) -> Vec<String> {
    let name: String = unaccented(name).collect();
    let mut before = None;
    let starts = |(at, c): (usize, char)| {
        let within = before.replace(c).is_some_and(|before: char| !before.is_alphanumeric());
        (within && c.is_alphanumeric()).then_some(at)
    };
    let mut words: Vec<String> = name.char_indices().filter_map(starts).map(|at| name[at..].replace('\'', "")).collect();
    let whole = name.replace('\'', "");
    words.retain(|word| *word != whole);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anything::anything;
    use proptest::prelude::*;

    /// T25
    #[test]
    fn names_hold_nothing_that_nobody_sees() {
        assert_eq!(tidy("Jose\u{FEFF}\u{301}"), "Jos\u{e9}", "what is taken out does not part a letter from its accent");
        for hidden in
            ['\u{AD}', '\u{61C}', '\u{180E}', '\u{200B}', '\u{2028}', '\u{2029}', '\u{202E}', '\u{3164}', '\u{E0001}', '\u{E007F}']
        {
            assert_eq!(tidy(&format!("May{hidden}a")), "Maya", "{hidden:?}");
        }
        assert_eq!(tidy("نازنین\u{200C}زهرا"), "نازنین\u{200C}زهرا");
        assert_eq!(tidy("क्\u{200D}ष"), "क्\u{200D}ष");
    }

    #[test]
    fn search_does_not_mind_accents_and_capitals() {
        assert_eq!(folded("Núñez ÅSA"), "nunez asa");
        assert_eq!(["O’Neil", "O`Neil", "O´Neil", "O｀Neil", "O'Neil", "oneil"].map(folded), ["oneil"; 6]);
    }

    #[test]
    fn search_takes_the_letters_of_every_keyboard() {
        for (name, typed) in [
            ("Sørensen", "sorensen"),
            ("Weiß", "weiss"),
            ("WEIẞ", "weiss"),
            ("Łukasz Đurić", "lukasz duric"),
            ("Æsa Þórðardóttir", "aesa thordardottir"),
            ("Œuvrard", "oeuvrard"),
            ("Yıldız", "yildiz"),
            ("Ħamrun", "hamrun"),
            ("Anne\u{2011}Marie\u{A0}Roux", "anne-marie roux"),
        ] {
            assert_eq!(folded(name), typed, "{name}");
        }
    }

    #[test]
    fn what_looks_the_same_in_a_name_is_kept_as_one() {
        assert_eq!(["O’Brien", "O'Brien", "OʼBrien", " O`Brien "].map(tidy_name), ["O'Brien"; 4]);
        assert_eq!(tidy_name("Smith\u{2011}Jones"), "Smith-Jones");
        assert_eq!(tidy_name("de\u{A0}la \u{2003} Cruz"), "de la Cruz");
        assert_eq!(same_signs(" de\u{A0}\u{A0}la "), " de la ", "blanks at the ends count");
    }

    #[test]
    fn a_name_is_found_by_every_word_within_it() {
        let words = words_within;
        assert_eq!(words("de la Cruz-Núñez"), ["la cruz-nunez", "cruz-nunez", "nunez"]);
        assert_eq!(words("O’Brien"), ["brien"]);
        assert_eq!(words("’t Hooft"), ["hooft"]);
        assert_eq!(words("Sky2 — 3rd"), ["3rd"]);
        assert_eq!(words("d’Arc O’Neil"), ["arc oneil", "oneil", "neil"]);
        assert_eq!(words("Lindqvist"), [""; 0]);
    }

    proptest! {
        #[test]
        fn a_name_is_tidied_once_and_for_all(typed in anything()) {
            let tidied = tidy(&typed);
            prop_assert_eq!(tidy(&tidied), tidied.as_str());
            prop_assert_eq!(tidied.trim(), tidied.as_str());
            let name = tidy_name(&typed);
            prop_assert_eq!(tidy_name(&name), name.as_str());
            prop_assert!(!tidied.contains(|c: char| c.is_control() || is_invisible(c)));
        }

        #[test]
        fn search_folds_what_is_folded_into_itself(typed in anything()) {
            let once = folded(&typed);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn no_two_words_within_a_name_are_the_same(typed in anything()) {
            let (name, words) = (folded(&typed), words_within(&typed));
            prop_assert!(words.windows(2).all(|two| two[0].len() > two[1].len() && two[0].ends_with(&two[1])));
            prop_assert!(words.iter().all(|word| word.len() < name.len() && name.ends_with(word)));
        }

        #[test]
        fn search_finds_a_name_however_its_accents_and_capitals_are_typed(name in "[A-Za-zÀÉÎõüñçŠž’ -]{0,30}") {
            prop_assert_eq!(folded(&name.nfd().collect::<String>()), folded(&name));
            prop_assert_eq!(folded(&name.to_uppercase()), folded(&name));
        }
    }
}
