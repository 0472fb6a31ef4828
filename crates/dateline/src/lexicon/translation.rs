//! `translation/`: how a report says that it is a translation, and names of languages. What a translation says went through one more
//! pair of hands, or through a machine, and tables say of how many reports that is so.

use std::collections::HashMap;

use regex::{Regex, RegexBuilder};

use super::{File, Problem};

/// How much of a text's head and of its foot is looked at, in bytes: such notes stand there, and what stands between speaks
/// of other texts.
const REACH: usize = 1000;

/// Words by which a report says that it is a translation.
#[derive(Debug, Default)]
pub struct Translation {
    phrases: Option<Regex>,
    languages: HashMap<String, String>,
}

impl Translation {
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut languages: HashMap<String, String> = HashMap::new();
        for file in files.iter().filter(|f| f.path.starts_with("translation/languages")) {
            file.rows(&["names", "code"], problems, |row| {
                let code = row.get("code");
                if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_lowercase()) {
                    return Err(row.problem(format!("{code:?} is no code of ISO 639-1, as fr")));
                }
                languages.extend(row.list("names").map(|name| (name.to_lowercase(), code.to_owned())));
                Ok(())
            });
        }
        let mut names: Vec<&str> = languages.keys().map(String::as_str).collect();
        // The longest first: "haitian creole" is no "creole".
        names.sort_unstable_by_key(|name| (std::cmp::Reverse(name.len()), *name));
        let names: Vec<String> = names.into_iter().map(regex::escape).collect();
        let language = format!("(?:{})", names.join("|"));
        let mut all = Vec::new();
        for file in files.iter().filter(|f| f.path.starts_with("translation/phrases")) {
            file.rows(&["words"], problems, |row| {
                let word = |word: &str| match word {
                    "<language>" => language.clone(),
                    _ => regex::escape(word).replace(r"\*", "[a-z]*"),
                };
                let words: Vec<String> = row.get("words").split_whitespace().map(word).collect();
                all.push(words.join(r"\s+"));
                Ok(())
            });
        }
        if all.is_empty() || languages.is_empty() {
            return Self::default();
        }
        // "Machine translated from Arabic": of the phrases that fit, the first does; the language may follow it.
        let pattern = format!(
            r"(?m)(?:^|[.!?][\x22')\]]*\s|[\[(*])\s*(?:{})\b(?:\s+(?:from|in)\s+(?:the\s+)?(?:original\s+)?{language}\b)?",
            all.join("|")
        );
        match RegexBuilder::new(&pattern).case_insensitive(true).unicode(false).size_limit(1 << 24).build() {
            Ok(phrases) => Self { phrases: Some(phrases), languages },
            Err(error) => {
                let path = "translation/phrases.tsv".to_owned();
                problems.push(Problem { path, line: 1, message: format!("too many words: {error}") });
                Self::default()
            }
        }
    }

    /// The language that a text says it was translated from, as ISO 639-1 code, or `und` where it does not say from which; none
    /// where it does not say that it is a translation.
    pub fn source(&self, text: &str) -> Option<String> {
        let phrases = self.phrases.as_ref()?;
        let (mut head, mut foot) = (text.len().min(REACH), text.len().saturating_sub(REACH));
        while !text.is_char_boundary(head) {
            head -= 1;
        }
        while !text.is_char_boundary(foot) {
            foot += 1;
        }
        let mut said = None;
        for part in [&text[..head], &text[foot..]] {
            for found in phrases.find_iter(part) {
                match self.language(found.as_str()) {
                    Some("en") => {}
                    Some(code) => return Some(code.to_owned()),
                    None => said = Some("und".to_owned()),
                }
            }
        }
        said
    }

    /// The language whose name ends some words: what is translated into English is named before it.
    fn language(&self, words: &str) -> Option<&str> {
        let lower = words.to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).collect();
        let pairs = words.windows(2).rev().map(|pair| pair.join(" "));
        let one = |name: &str| self.languages.get(name).map(String::as_str);
        let named = |code: &&str| *code != "en";
        let other =
            pairs.clone().find_map(|pair| one(&pair)).or_else(|| words.iter().rev().filter_map(|w| one(w)).find(named));
        other.or_else(|| words.iter().rev().find_map(|word| one(word)))
    }
}

#[cfg(test)]
mod tests {
    use crate::Lexicon;

    #[test]
    fn a_translation_says_so_at_its_head_or_foot() {
        let lexicon = Lexicon::built_in();
        for (text, from) in [
            ("Translated from Arabic\n\nGunmen attacked Koro.", "ar"),
            ("Gunmen attacked Koro.\n\n(Translated from the original French by Ann Day)", "fr"),
            ("[Article in Spanish] Rebels attacked a base.", "es"),
            ("Gunmen attacked Koro. This article was originally published in Haitian Creole.", "ht"),
            ("Gunmen attacked Koro.\nMachine-translated from Ukrainian.", "uk"),
            ("Gunmen attacked Koro. This is a machine translation.", "und"),
            ("Gunmen attacked Koro. *This story has been translated from Burmese and edited.*", "my"),
            ("Translated from Dari into English\nGunmen attacked.", "fa"),
            ("English translation of the Russian\nGunmen attacked.", "ru"),
            ("Translated by Ann Day", "und"),
            // Other texts that a report speaks of.
            ("The manifesto, translated from French, calls for war.", ""),
            ("He published a machine translation of the letter.", ""),
            ("The group issued a statement in Arabic.", ""),
            ("[Article in English] Rebels attacked a base.", ""),
            ("", ""),
        ] {
            assert_eq!(lexicon.translation.source(text).unwrap_or_default(), from, "{text}");
        }
        let far =
            format!("{}\n\nTranslated from Arabic\n\n{}", "Gunmen attacked é. ".repeat(90), "They left. ".repeat(120));
        assert_eq!(lexicon.translation.source(&far), None);
    }
}
