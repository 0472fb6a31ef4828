//! Which language a text is in.

/// How much of a text decides, in bytes.
const ENOUGH: usize = 4096;

/// The language of a text as ISO 639-1 code, or `und` where it cannot be told.
pub fn language(text: &str) -> &'static str {
    let mut end = text.len().min(ENOUGH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    // Upper-case stories are told apart far better in lower case.
    let lower = text[..end].to_lowercase();
    let Some(info) = whatlang::detect(&lower) else { return "und" };
    if info.lang() == whatlang::Lang::Eng || !info.is_reliable() && english_words(&lower) {
        return "en";
    }
    // Letters of the Latin alphabet say little where words are few: better not told than told wrong.
    if info.script() == whatlang::Script::Latin && !info.is_reliable() { "und" } else { code(info.lang()) }
}

/// Whether function words tell a text to be English: they make up a good share of the words, or those of English alone
/// outnumber those of other languages. Short texts full of foreign names look foreign to a model of letters.
fn english_words(lower: &str) -> bool {
    const COMMON: &[&str] = &[
        "a", "after", "an", "and", "are", "as", "at", "been", "by", "for", "from", "had", "has", "have", "he", "his",
        "in", "is", "it", "near", "not", "of", "on", "said", "that", "the", "they", "to", "two", "was", "were", "who",
        "will", "with",
    ];
    // Function words, and words of news, that no neighbour of English has.
    const ENGLISH: &[&str] = &[
        "accused",
        "after",
        "against",
        "and",
        "are",
        "army",
        "arrested",
        "attack",
        "attacked",
        "attacks",
        "been",
        "before",
        "blamed",
        "bomb",
        "captured",
        "city",
        "clashes",
        "could",
        "death",
        "demonstrators",
        "died",
        "during",
        "fighting",
        "fire",
        "fired",
        "five",
        "forces",
        "four",
        "from",
        "government",
        "gunmen",
        "have",
        "held",
        "hostages",
        "injured",
        "into",
        "its",
        "kidnapped",
        "killed",
        "killing",
        "killings",
        "leaves",
        "men",
        "missile",
        "missiles",
        "near",
        "official",
        "officials",
        "over",
        "people",
        "protest",
        "protesters",
        "rebels",
        "rockets",
        "said",
        "security",
        "shelled",
        "shot",
        "should",
        "six",
        "soldiers",
        "strike",
        "struck",
        "talks",
        "ten",
        "that",
        "the",
        "their",
        "there",
        "they",
        "this",
        "those",
        "three",
        "town",
        "troops",
        "two",
        "used",
        "village",
        "villagers",
        "war",
        "were",
        "when",
        "which",
        "while",
        "who",
        "with",
        "withdrew",
        "women",
        "would",
        "wounded",
    ];
    // Without those that stand in names of people and places: "de", "al", "el", "la".
    const FOREIGN: &[&str] = &[
        "ang", "att", "bir", "che", "con", "dans", "dari", "das", "del", "dem", "der", "des", "di", "du", "dan", "ein",
        "eine", "een", "en", "est", "het", "ile", "için", "katika", "kwa", "les", "mga", "mit", "nie", "och", "og",
        "op", "para", "por", "pour", "que", "się", "som", "su", "sur", "una", "une", "und", "untuk", "van", "ve",
        "von", "ya", "yang", "że",
    ];
    let (mut all, mut common, mut english, mut foreign) = (0u32, 0u32, 0u32, 0u32);
    for word in lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        all += 1;
        common += u32::from(COMMON.binary_search(&word).is_ok());
        english += u32::from(ENGLISH.binary_search(&word).is_ok());
        foreign += u32::from(FOREIGN.contains(&word));
    }
    english > foreign || foreign == 0 && common > 1 && common * 100 / all >= 18
}

fn code(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang;
    match lang {
        Lang::Eng => "en",
        Lang::Ara => "ar",
        Lang::Spa => "es",
        Lang::Fra => "fr",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Deu => "de",
        Lang::Ita => "it",
        Lang::Tur => "tr",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Mya => "my",
        Lang::Heb => "he",
        Lang::Amh => "am",
        Lang::Ind => "id",
        Lang::Tgl => "tl",
        Lang::Pol => "pl",
        Lang::Nld => "nl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Srp => "sr",
        Lang::Hrv => "hr",
        Lang::Bul => "bg",
        Lang::Mkd => "mk",
        Lang::Ron => "ro",
        Lang::Ell => "el",
        Lang::Bel => "be",
        Lang::Est => "et",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Cat => "ca",
        Lang::Epo => "eo",
        Lang::Lat => "la",
        Lang::Afr => "af",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Aka => "ak",
        Lang::Yid => "yi",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        Lang::Aze => "az",
        Lang::Uzb => "uz",
        Lang::Tuk => "tk",
        Lang::Khm => "km",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Mar => "mr",
        Lang::Guj => "gu",
        Lang::Pan => "pa",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Kan => "kn",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Jav => "jv",
    }
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn tells_languages_apart() {
        for (text, expected) in [
            ("The army said on Monday that it had repelled the attack on the town.", "en"),
            ("THE ARMY SAID ON MONDAY THAT IT HAD REPELLED THE ATTACK ON THE TOWN OF SAN VICENTE.", "en"),
            ("L'armée a déclaré lundi avoir repoussé une attaque contre la ville, selon un communiqué.", "fr"),
            ("قال الجيش إنه صد هجوما على المدينة يوم الاثنين", "ar"),
            ("El ejército dijo el lunes que había repelido un ataque contra la ciudad.", "es"),
            ("Gunmen attacked a village near Gao on Monday.", "en"),
            ("Clashes erupted near Kidal in Mali.", "en"),
            (
                "Liberian riot police used tear gas to disperse demonstrators protesting election results in Monrovia.",
                "en",
            ),
            ("Tentara menembak para demonstran di Jakarta.", "und"),
            ("Polisi menangkap tiga orang di Makassar.", "und"),
            ("Soldaten haben am Montag in Kabul auf Demonstranten geschossen.", "de"),
            ("", "und"),
            ("42", "und"),
        ] {
            assert_eq!(language(text), expected, "{text}");
        }
    }
}
