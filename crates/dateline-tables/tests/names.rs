//! No name of a private person or a victim is in a default export: sentences written to make one leak, each with the invented
//! names that must not be seen in any profile and form, and with those that must.

mod common;

use common::{PROFILES, READER, document, export, merged};
use dateline_tables::{Digest, Format, Options, Review};

/// A sentence, names that must not be seen, and names that must be seen in some table.
type Attempt = (&'static str, &'static [&'static str], &'static [&'static str]);

const ATTEMPTS: &[Attempt] = &[
    ("Gunmen killed Tomas Verhaal, a farmer, near Mopti on Monday.", &["Verhaal", "Tomas"], &[]),
    ("Verhaal Okembe was shot dead by police in Nairobi on Monday.", &["Verhaal", "Okembe"], &[]),
    ("The army said Ousseni Darkwah had been killed in Gao on Monday.", &["Ousseni", "Darkwah"], &[]),
    ("Police in Lagos arrested Femke Adeyolu, a student, on Tuesday.", &["Femke", "Adeyolu"], &[]),
    ("Militants abducted Sister Marielle Ubongo from a convent in Jos on Sunday.", &["Marielle", "Ubongo"], &[]),
    ("Marielle Ubongo, 16, was raped by soldiers in Goma on Sunday.", &["Marielle", "Ubongo"], &[]),
    ("The bomb in Kabul on Monday killed Zarmina Pakhtal and her two children.", &["Zarmina", "Pakhtal"], &[]),
    (
        "Attackers beat Ruslan Demchak in Odesa on Monday, his sister Olha Demchak said.",
        &["Ruslan", "Demchak", "Olha"],
        &[],
    ),
    ("Residents of Sampara said Hama Diko's house was burned by gunmen on Monday.", &["Hama", "Diko"], &[]),
    (
        "\"They came at night,\" said Aminata Serrou, who lost three sons when gunmen attacked Sampara on Monday.",
        &["Aminata", "Serrou"],
        &[],
    ),
    ("Police detained the activist Lindiwe Marabo in Durban on Friday.", &["Lindiwe", "Marabo"], &[]),
    ("The family of Yusuf Albarra said soldiers had tortured him in Homs on Friday.", &["Yusuf", "Albarra"], &[]),
    (
        "Gunmen kidnapped two aid workers, Petra Holm and Idris Wako, in Maiduguri on Thursday.",
        &["Petra", "Holm", "Idris", "Wako"],
        &[],
    ),
    (
        "Shelling killed the teacher Iryna Kostenchuk and wounded Pavlo Kostenchuk in Kharkiv on Monday.",
        &["Iryna", "Pavlo", "Kostenchuk"],
        &[],
    ),
    ("A court in Minsk sentenced Alena Brytskaya to ten years in prison on Monday.", &["Alena", "Brytskaya"], &[]),
    ("Rioters in Karachi killed a shopkeeper named Javed Sohrani on Monday.", &["Javed", "Sohrani"], &[]),
    ("Among the dead in the attack on Sampara on Monday was Bintou Kaniaba.", &["Bintou", "Kaniaba"], &[]),
    ("KANIABA KILLED IN ATTACK\n\nGunmen shot Bintou Kaniaba in Mopti on Monday.", &["Bintou", "Kaniaba"], &[]),
    ("Deported on Monday from Beirut, Nabil Qasrawi said police had beaten him.", &["Nabil", "Qasrawi"], &[]),
    (
        "Police fired on protesters in Lima on Monday, killing Rosaura Ticlla Mamari.",
        &["Rosaura", "Ticlla", "Mamari"],
        &[],
    ),
    ("The rebels released Dr. Selam Worquel in Mekelle on Monday.", &["Selam", "Worquel"], &[]),
    ("Soldiers executed J. R. Tavisson in Juba on Monday, his lawyer said.", &["Tavisson"], &[]),
    (
        "Dina El-Harrouk and her husband were hurt when a shell hit their home in Sirte on Monday.",
        &["Dina", "Harrouk"],
        &[],
    ),
    ("Gunmen stormed the house of Mr Kelechi Obaso in Enugu on Monday and killed him.", &["Kelechi", "Obaso"], &[]),
    (
        "Protesters in Tunis chanted the name of Walid Frikha, who was killed by police on Monday.",
        &["Walid", "Frikha"],
        &[],
    ),
    ("Police in Dhaka arrested the blogger Shirin Moktada on Sunday.", &["Shirin", "Moktada"], &[]),
    // Public officials and quoted experts stay, and so do armed groups and places.
    ("President Adama Torvall met rebels in Bamako on Monday, his office said.", &[], &["Torvall"]),
    (
        "Fighters of al-Shabaab attacked a base in Baidoa on Monday, the defence minister, Abdi Warfane, said.",
        &[],
        &["al-Shabaab", "Baidoa"],
    ),
];

#[test]
fn no_name_leaks() {
    for (text, hidden, shown) in ATTEMPTS {
        let mut report = document("agency", "2026-03-10", text);
        report.title = Some(text.lines().next().unwrap().to_owned());
        report.url = Some(format!("https://agency.example/{}", text.to_lowercase().replace([' ', '.', ','], "-")));
        let reports = [report];
        let mut all = String::new();
        for profile in PROFILES {
            for format in [Format::Csv, Format::Jsonl, Format::Geojson] {
                let bytes = export(&reports, profile, format, Options::default(), false);
                all.push_str(&String::from_utf8(bytes).unwrap());
            }
        }
        let (incidents, accounts) = merged(&reports, false);
        let digest = Digest::new(&incidents, &accounts, READER.lexicon(), None, |_| Review::Unreviewed);
        all.push_str(&digest.markdown());
        all.push_str(&digest.html());
        for name in *hidden {
            let lower = all.to_lowercase();
            let at = lower.match_indices(&name.to_lowercase()).map(|(at, _)| at).find(|at| {
                let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                free(lower[..*at].chars().next_back()) && free(lower[at + name.len()..].chars().next())
            });
            assert!(at.is_none(), "{name} of {text:?} in … {} …", around(&lower, at));
        }
        for name in *shown {
            assert!(all.contains(name), "{name} of {text:?} is not in\n{all}");
        }
    }
}

fn around(text: &str, at: Option<usize>) -> String {
    let at = text[..at.unwrap_or(0)].chars().count();
    text.chars().skip(at.saturating_sub(80)).take(200).collect()
}

#[test]
fn names_are_kept_where_they_are_asked_for() {
    let reports = [document("agency", "2026-03-10", "Gunmen killed Tomas Verhaal, a farmer, near Mopti on Monday.")];
    let with = String::from_utf8(export(&reports, "hxl", Format::Csv, Options::default(), true)).unwrap();
    assert!(with.contains("Verhaal"), "{with}");
    let without = String::from_utf8(export(&reports, "hxl", Format::Csv, Options::default(), false)).unwrap();
    assert!(without.contains("Mopti") && !without.contains("Verhaal"), "{without}");
}

#[test]
fn loaded_words_are_not_the_tables_own() {
    let reports =
        [document("agency", "2026-03-10", "Terrorists killed six villagers near Mopti on Monday, the army said.")];
    let table = String::from_utf8(export(&reports, "hxl", Format::Csv, Options::default(), false)).unwrap();
    assert!(table.contains("Attack") && !table.to_lowercase().contains("terrorist"), "{table}");
}

#[test]
fn quotes_are_short() {
    let long = "who had come from many villages around the town and from others further away ".repeat(20);
    let text = format!("Gunmen attacked people {long} in Mopti on Monday.");
    for profile in PROFILES {
        let bytes =
            export(&[document("agency", "2026-03-10", &text)], profile, Format::Jsonl, Options::default(), false);
        for line in String::from_utf8(bytes).unwrap().lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            longest(&row, profile);
        }
    }
}

fn longest(value: &serde_json::Value, profile: &str) {
    match value {
        serde_json::Value::String(text) => assert!(text.chars().count() <= 320, "{profile}: {text}"),
        serde_json::Value::Array(all) => all.iter().for_each(|v| longest(v, profile)),
        serde_json::Value::Object(all) => all.values().for_each(|v| longest(v, profile)),
        _ => {}
    }
}
