//! What a mail should not tell (IC-07): whoever sees it on a screen or a lock screen learns of no diagnosis, no treatment, no clinician.

/// Words of health, by their beginnings, in small letters.
const BEGINNINGS: [&str; 58] = [
    "abuse",
    "addict",
    "adhd",
    "alcohol",
    "anorexi",
    "antidepress",
    "anxiety",
    "anxious",
    "autis",
    "bipolar",
    "borderline",
    "bulimi",
    "burnout",
    "cancer",
    "counsel",
    "dementia",
    "depress",
    "detox",
    "diagnos",
    "disorder",
    "dosage",
    "drug",
    "eating disorder",
    "emdr",
    "grief",
    "hiv",
    "illness",
    "insomnia",
    "lab result",
    "medicat",
    "mental",
    "neuropsych",
    "obsessive",
    "ocd",
    "panic",
    "phobi",
    "pregnan",
    "prescri",
    "psychiat",
    "psycholog",
    "psychos",
    "psychotherap",
    "ptsd",
    "recovery program",
    "rehab",
    "schizo",
    "self-harm",
    "sober",
    "substance",
    "suicid",
    "surgery",
    "symptom",
    "therapist",
    "therapy",
    "trauma",
    "treatment",
    "wellbutrin",
    "withdrawal",
];

/// The words in a text that tell too much, each once, as they stand there: words of health, codes of diagnoses, names of clinicians.
pub fn telling_words(text: &str, clinicians: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |word: &str| {
        if !found.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            found.push(word.to_owned());
        }
    };
    for (at, word) in words(text) {
        let rest = text[at..].to_lowercase();
        let beginning = BEGINNINGS.iter().find(|beginning| rest.starts_with(**beginning));
        match beginning {
            // Two words stand as they are; of one, all of it.
            Some(beginning) if beginning.contains(' ') => add(text.get(at..at + beginning.len()).unwrap_or(word)),
            Some(_) => add(word),
            None if is_code(word) => add(word),
            None => {}
        }
        // A name counts as it is written, so that "day" is not Dr. Day.
        if clinicians.iter().any(|name| name.split_whitespace().next_back() == Some(word)) {
            add(word);
        }
    }
    found
}

/// Each word with its place. A hyphen or a point within one belongs to it.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let of_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '\'' | '’');
    text.split(move |c: char| !of_word(c))
        .map(|word| word.trim_matches(['-', '.', '\'', '’']))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// "F32.1": a letter, two digits, perhaps a point and more digits.
fn is_code(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next().is_some_and(|c| c.is_ascii_uppercase());
    let rest = letters.as_str();
    let (whole, part) = rest.split_once('.').unwrap_or((rest, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    first && whole.len() == 2 && digits(whole) && part.len() <= 4 && digits(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        telling_words(text, &["Elena Reyes".into(), "Samuel Day".into()])
    }

    #[test]
    fn words_of_health_and_names_of_clinicians_are_found_as_they_stand() {
        assert_eq!(of("Your Therapy for depression (F32.1) with Dr. Reyes begins."), ["Therapy", "depression", "F32.1", "Reyes"]);
        assert_eq!(of("anxiety, Anxiety and eating disorders"), ["anxiety", "eating disorder", "disorders"]);
        assert_eq!(of("Ask your psychiatrist’s office."), ["psychiatrist’s"]);
    }

    #[test]
    fn what_tells_nothing_is_let_be() {
        assert_eq!(of(&super::super::WelcomeMail::default().text), Vec::<String>::new());
        assert_eq!(of("Welcome. Call 443-555-0142 on any day. A1 B2 section 4.2. Été, 李明 & İstanbul"), Vec::<String>::new());
        assert_eq!(of("See you on a sunny day. {practice}"), Vec::<String>::new());
    }
}
