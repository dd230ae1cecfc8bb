//! A signature as a person made it: drawn as points, or typed. Both count the same.

use super::Refusal;
use crate::charts::{folded, is_invisible};
use serde::{Deserialize, Serialize};

/// One sample of the pen: thousandths of the pad's width, milliseconds since the first touch, pressure 0–1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// 0–1000 across the pad.
    pub x: i32,
    /// In the same unit as `x`, downward; the pad is 350 high.
    pub y: i32,
    /// Milliseconds since the first touch.
    pub t: i32,
    /// Pressure in thousandths; 500 where the device has none.
    pub p: i32,
}

/// From pen down to pen up.
pub type Stroke = Vec<Point>;

/// The mark under a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ink {
    Drawn(Vec<Stroke>),
    Typed(String),
}

impl Ink {
    /// Pad size in ink units.
    pub const WIDTH: i32 = 1000;
    pub const HEIGHT: i32 = 350;
    const MOST_POINTS: usize = 20_000;
    /// A tap, a dot or a short dash is not a signature: the pen must travel a fifth of the pad's width.
    const LEAST_TRAVEL: f64 = 200.0;
    const LEAST_POINTS: usize = 8;
    const LONGEST_NAME: usize = 120;

    /// Reads what the pad sent: JSON, a list of strokes of points.
    pub fn from_pad(json: &str) -> Result<Self, Refusal> {
        if json.trim().is_empty() {
            return Err(Refusal::SignatureEmpty);
        }
        let strokes: Vec<Stroke> = serde_json::from_str(json).map_err(|_| Refusal::SignatureUnreadable)?;
        let points = strokes.iter().map(Vec::len).sum::<usize>();
        if points == 0 {
            return Err(Refusal::SignatureEmpty);
        }
        let on_pad = |point: &Point| {
            (0..=Self::WIDTH).contains(&point.x)
                && (0..=Self::HEIGHT).contains(&point.y)
                && (0..=1000).contains(&point.p)
                && (0..=86_400_000).contains(&point.t)
        };
        if points > Self::MOST_POINTS || !strokes.iter().flatten().all(on_pad) {
            return Err(Refusal::SignatureUnreadable);
        }
        let travel: f64 = strokes.iter().flat_map(|stroke| stroke.windows(2)).map(|pair| distance(pair[0], pair[1])).sum();
        if points < Self::LEAST_POINTS || travel < Self::LEAST_TRAVEL {
            return Err(Refusal::SignatureTrivial);
        }
        Ok(Self::Drawn(strokes.into_iter().filter(|stroke| !stroke.is_empty()).collect()))
    }

    /// Takes a typed name: at least two letters, and nothing that nobody sees (T25).
    pub fn from_name(name: &str) -> Result<Self, Refusal> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Refusal::NameMissing);
        }
        if name.chars().any(is_invisible) {
            return Err(Refusal::SignatureInvisible);
        }
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 2 {
            return Err(Refusal::SignatureTrivial);
        }
        if name.chars().count() > Self::LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(Refusal::SignatureUnreadable);
        }
        Ok(Self::Typed(name.to_owned()))
    }
}

/// Whether a typed name can be the signer's: it shares a word with one of their names, however that is written, and is not the name
/// of whom they act for (`anothers`; nobody's where they sign for themselves). Mother and daughter share a last name: what tells them
/// apart decides, and where nothing does, the name is the signer's own. A name in other letters than those in which the practice knows
/// it passes: nobody here can compare the two.
pub fn is_own_name(typed: &str, own: &str, anothers: &str) -> bool {
    let [typed, own, anothers] = [typed, own, anothers].map(folded);
    let typed_words = words(&typed);
    let in_one: String = typed.chars().filter(|c| c.is_alphanumeric()).collect();
    let says = |word: &String| typed_words.contains(word) || word.chars().count() > 2 && in_one.contains(word.as_str());
    let (own_words, anothers_words) = (words(&own), words(&anothers));
    if own_words.iter().any(|word| says(word) && !anothers_words.contains(word)) {
        return true;
    }
    if anothers_words.iter().any(|word| says(word) && !own_words.contains(word)) {
        return false;
    }
    is_latin(&typed) != is_latin(&own) || own_words.iter().any(says)
}

/// The words of a name: "o'brien" as "obrien" and as "brien".
fn words(name: &str) -> Vec<String> {
    let whole = name.split_whitespace().map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>());
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() > 1).map(str::to_owned);
    whole.chain(parts).filter(|word| !word.is_empty()).collect()
}

fn is_latin(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).all(|c| c < '\u{250}')
}

fn distance(a: Point, b: Point) -> f64 {
    f64::from(b.x - a.x).hypot(f64::from(b.y - a.y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anything::anything;
    use proptest::prelude::*;

    fn pad(strokes: &[&[(i32, i32)]]) -> String {
        let strokes: Vec<Stroke> = strokes
            .iter()
            .map(|stroke| stroke.iter().enumerate().map(|(i, &(x, y))| Point { x, y, t: i as i32 * 8, p: 500 }).collect())
            .collect();
        serde_json::to_string(&strokes).unwrap()
    }

    #[test]
    fn an_empty_pad_is_no_signature() {
        for empty in ["", "[]", "[[]]", "[[],[]]"] {
            assert_eq!(Ink::from_pad(empty), Err(Refusal::SignatureEmpty));
        }
    }

    #[test]
    fn a_dot_or_a_dash_is_no_signature() {
        assert_eq!(Ink::from_pad(&pad(&[&[(500, 100)]])), Err(Refusal::SignatureTrivial));
        assert_eq!(Ink::from_pad(&pad(&[&[(500, 100), (540, 100)]])), Err(Refusal::SignatureTrivial));
        let trembling: Vec<(i32, i32)> = (0..40).map(|i| (500 + i % 2, 100)).collect();
        assert_eq!(Ink::from_pad(&pad(&[&trembling])), Err(Refusal::SignatureTrivial));
    }

    #[test]
    fn a_drawn_name_is_one() {
        let wave: Vec<(i32, i32)> = (0..60).map(|i| (100 + i * 8, 150 + (i % 7) * 10)).collect();
        assert!(matches!(Ink::from_pad(&pad(&[&wave])), Ok(Ink::Drawn(strokes)) if strokes.len() == 1));
    }

    #[test]
    fn points_beside_the_pad_and_nonsense_are_refused() {
        assert_eq!(Ink::from_pad(&pad(&[&[(0, 0), (1001, 0)]])), Err(Refusal::SignatureUnreadable));
        assert_eq!(Ink::from_pad("<svg onload=alert(1)>"), Err(Refusal::SignatureUnreadable));
        assert_eq!(Ink::from_pad(r#"[[{"x":1e99,"y":0,"t":0,"p":0}]]"#), Err(Refusal::SignatureUnreadable));
    }

    #[test]
    fn a_typed_name_needs_two_letters_of_any_script() {
        assert_eq!(Ink::from_name("  "), Err(Refusal::NameMissing));
        assert_eq!(Ink::from_name("x"), Err(Refusal::SignatureTrivial));
        assert_eq!(Ink::from_name("--"), Err(Refusal::SignatureTrivial));
        assert_eq!(Ink::from_name(" 李明 "), Ok(Ink::Typed("李明".into())));
        assert_eq!(Ink::from_name("Maya\nLindqvist"), Err(Refusal::SignatureUnreadable));
    }

    /// IC-63
    #[test]
    fn a_typed_name_shares_a_word_with_the_signers() {
        for (typed, own) in [
            ("maya LINDQVIST", "Maya Lindqvist"),
            ("M. Lindqvist", "Maya Lindqvist"),
            ("Zoe Nunez", "Zoë Núñez"),
            ("Conor OBrien", "Conor O’Brien"),
            ("OBrien", "Conor O’Brien"),
            ("MayaLindqvist", "Maya Lindqvist"),
            ("Bee", "Beatrice Long Bee"),
            ("Оксана Шевченко", "Oksana Shevchenko"),
            ("Li Ming", "李明"),
        ] {
            assert!(is_own_name(typed, own, ""), "{typed} for {own}");
        }
        for (typed, own) in [("aaaa bbbb", "Maya Lindqvist"), ("Conor O", "Sinéad O’Brien"), ("Шевченко", "Оксана Бойко")]
        {
            assert!(!is_own_name(typed, own, ""), "{typed} for {own}");
        }
    }

    /// A guardian once signed as "Ida Sandoval", since one word in common was enough.
    #[test]
    fn nobody_signs_with_the_name_of_whom_they_act_for() {
        for (typed, own, child) in [
            ("Ingrid Sandoval", "Ingrid Sandoval", "Ida Sandoval"),
            ("I. Sandoval", "Ingrid Sandoval", "Ida Sandoval"),
            ("Sandoval", "Ingrid Sandoval", "Ida Sandoval"),
            ("Ingrid Ida Sandoval", "Ingrid Sandoval", "Ida Sandoval"),
            ("Freida Sandoval", "Freida Sandoval", "Ida Sandoval"),
            ("Оксана", "Oksana Boyko", "Maksym Boyko"),
            // Named after the mother.
            ("Ida Sandoval", "Ida Sandoval", "Ida Sandoval"),
            ("Ida Sandoval", "Ida Marie Sandoval", "Ida Sandoval"),
        ] {
            assert!(is_own_name(typed, own, child), "{typed} for {own}, who acts for {child}");
        }
        for (typed, own, child) in [
            ("Ida Sandoval", "Ingrid Sandoval", "Ida Sandoval"),
            ("IDA", "Ingrid Sandoval", "Ida Sandoval"),
            ("IdaSandoval", "Ingrid Sandoval", "Ida Sandoval"),
            ("Bee Sandoval", "Ingrid Sandoval", "Ida Sandoval Bee"),
            ("Максим", "Oksana Boyko", "Максим Бойко"),
        ] {
            assert!(!is_own_name(typed, own, child), "{typed} for {own}, who acts for {child}");
        }
    }

    /// T25
    #[test]
    fn a_typed_name_holds_nothing_that_nobody_sees() {
        for hidden in ['\u{61C}', '\u{180E}', '\u{200B}', '\u{200E}', '\u{2028}', '\u{202E}', '\u{2066}', '\u{FEFF}', '\u{E0041}'] {
            assert_eq!(Ink::from_name(&format!("Maya{hidden} Lindqvist")), Err(Refusal::SignatureInvisible), "{hidden:?}");
        }
        assert_eq!(Ink::from_name("\u{3164}\u{3164}"), Err(Refusal::SignatureInvisible));
        let joined = "نازنین\u{200C}زهرا";
        assert_eq!(Ink::from_name(joined), Ok(Ink::Typed(joined.into())));
    }

    fn any_strokes() -> impl Strategy<Value = Vec<Stroke>> {
        let point = (0..=Ink::WIDTH, 0..=Ink::HEIGHT, 0..=86_400_000, 0..=1000).prop_map(|(x, y, t, p)| Point { x, y, t, p });
        prop::collection::vec(prop::collection::vec(point, 0..12), 0..6)
    }

    proptest! {
        #[test]
        fn what_is_no_list_of_points_is_refused(json in prop_oneof![anything(), "[\\[\\]{}\":,xytp0-9.e-]{0,60}"]) {
            prop_assert!(Ink::from_pad(&json).is_err());
        }

        #[test]
        fn every_point_is_kept_as_it_was_drawn(strokes in any_strokes()) {
            let drawn: Vec<Stroke> = strokes.iter().filter(|stroke| !stroke.is_empty()).cloned().collect();
            let travel: f64 = drawn.iter().flat_map(|stroke| stroke.windows(2)).map(|pair| distance(pair[0], pair[1])).sum();
            let expected = match drawn.iter().map(Vec::len).sum::<usize>() {
                0 => Err(Refusal::SignatureEmpty),
                few if few < Ink::LEAST_POINTS || travel < Ink::LEAST_TRAVEL => Err(Refusal::SignatureTrivial),
                _ => Ok(Ink::Drawn(drawn)),
            };
            prop_assert_eq!(Ink::from_pad(&serde_json::to_string(&strokes).unwrap()), expected);
        }

        #[test]
        fn one_point_beside_the_pad_spoils_the_signature(
            mut strokes in any_strokes(),
            x in prop_oneof![any::<i32>(), -2..0, Ink::WIDTH + 1..Ink::WIDTH + 3],
            y in any::<i32>(),
        ) {
            prop_assume!(!(0..=Ink::WIDTH).contains(&x) || !(0..=Ink::HEIGHT).contains(&y));
            strokes.push(vec![Point { x, y, t: 0, p: 500 }]);
            prop_assert_eq!(Ink::from_pad(&serde_json::to_string(&strokes).unwrap()), Err(Refusal::SignatureUnreadable));
        }

        #[test]
        fn a_typed_name_is_kept_as_it_is_or_refused(name in anything()) {
            if let Ok(ink) = Ink::from_name(&name) {
                prop_assert_eq!(&ink, &Ink::Typed(name.trim().to_owned()));
                prop_assert!(!name.trim().contains(char::is_control));
            }
        }
    }
}
