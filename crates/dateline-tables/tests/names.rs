//! No name of a private person or a victim is in a default export: sentences written to make one leak, each with the invented
//! names that must not be seen in any profile and form, and with those that must.

mod common;

use common::{PROFILES, READER, document, export, merged};
use dateline::Document;
use dateline_tables::{Digest, Format, Options, Review, Table, protection};

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
    // Minors.
    (
        "Twelve-year-old Amina Folorun was abducted from her school in Kankara on Monday by gunmen.",
        &["Amina", "Folorun"],
        &[],
    ),
    (
        "Soldiers in Sittwe beat Kyaw Naing, 15, and his brother Zaw Htwe, 11, on Monday.",
        &["Kyaw", "Naing", "Zaw", "Htwe"],
        &[],
    ),
    // Detainees and the accused.
    (
        "Three detainees, Aung Myat Soe, Daw Khin Thiri and U Thet Lwin, died in Insein prison on Monday after police beat \
         them, a rights group said.",
        &["Aung", "Myat", "Soe", "Khin", "Thiri", "Thet", "Lwin"],
        &[],
    ),
    (
        "The journalist Mehdi Farrokhan was taken from his home in Tehran by security forces on Monday; his wife, Soraya \
         Ebtehal, said he had been tortured.",
        &["Mehdi", "Farrokhan", "Soraya", "Ebtehal"],
        &[],
    ),
    ("A court in Grozny convicted Zelimkhan Aduyev of banditry on Monday.", &["Zelimkhan", "Aduyev"], &[]),
    (
        "Militants beheaded Tukur Alhassan-Bello in Marte on Monday, accusing him of passing information to the army.",
        &["Tukur", "Alhassan", "Bello"],
        &[],
    ),
    // Lists of the dead.
    (
        "Killed in the shelling of Kherson on Monday were Oleh Zubko, 61; Nina Zubko, 58; and their grandson Danylo.",
        &["Oleh", "Zubko", "Nina", "Danylo"],
        &[],
    ),
    (
        "The dead in Monday's attack on Kaya were named as: Issa Ouermi, Rasmata Ouermi, Boukary Zida and an infant.",
        &["Issa", "Ouermi", "Rasmata", "Boukary", "Zida"],
        &[],
    ),
    (
        "Imam Sadiq Olawuyi, Pastor Emeka Nwosuh and Chief Ayo Bamgbade were abducted on the road to Kaduna on Monday.",
        &["Sadiq", "Olawuyi", "Emeka", "Nwosuh", "Ayo", "Bamgbade"],
        &[],
    ),
    // Within quoted words.
    (
        "\"They dragged Haruna Bakwai out and shot him,\" a resident of Zurmi said after gunmen attacked the town on Monday.",
        &["Haruna", "Bakwai"],
        &[],
    ),
    (
        "\"Tell Umm Khalil that her son is gone,\" a neighbour said after the air strike on Idlib on Monday, which killed \
         Khalil Rahhal.",
        &["Khalil", "Rahhal"],
        &[],
    ),
    // Within names of places, families and cases.
    (
        "Gunmen attacked Okonjo Farm near Jos on Monday and killed its owner, Dauda Okonjo.",
        &["Dauda", "Okonjo"],
        &["Jos"],
    ),
    ("A shell hit the home of the Demirov family in Donetsk on Monday, killing Artem Demirov, 9.", &["Demirov"], &[]),
    (
        "Militants burned the Karimullah mosque in Kunduz on Monday, killing its caretaker, Karimullah.",
        &["Karimullah"],
        &[],
    ),
    ("The Verhaal murder sparked protests in Mopti on Monday.", &["Verhaal"], &[]),
    (
        "The Okellos' compound in Gulu was attacked on Monday by rebels, who killed James Okello.",
        &["Okellos", "Okello"],
        &[],
    ),
    (
        "Protesters demanding justice for Mahsa Delaram marched in Shiraz on Monday under the slogan #JusticeForDelaram.",
        &["Mahsa", "Delaram", "JusticeForDelaram"],
        &[],
    ),
    // Initials, particles, marks, scripts.
    (
        "Police in Harare arrested T. M. Chikwanda and P.J. Nhamo on Monday for taking part in a protest.",
        &["Chikwanda", "Nhamo"],
        &[],
    ),
    ("K.R. Velusamy, a Tamil farmer, was shot dead by soldiers near Jaffna on Monday.", &["Velusamy"], &[]),
    (
        "An air strike on Rafah on Monday killed Umm Ahmad al-Sayyadi and Abu Yazan al-Sayyadi, relatives said.",
        &["Ahmad", "Sayyadi", "Yazan"],
        &[],
    ),
    (
        "Jean-Baptiste N'Dri-Kouamé was hacked to death by a mob in Daloa on Monday.",
        &["Baptiste", "N'Dri", "Kouamé"],
        &[],
    ),
    (
        "'Abd al-Rahman bin Walid Mansouri died of torture in a prison in Sanaa on Monday, his father said.",
        &["Rahman", "Walid", "Mansouri"],
        &[],
    ),
    (
        "Hauwa'u Ɗanjuma and Ɓala Ƙofar were killed by armed men in Katsina on Monday.",
        &["Hauwa'u", "Ɗanjuma", "Ɓala", "Ƙofar"],
        &[],
    ),
    ("Nguyễn Thị Hoa was beaten by police in Hanoi on Monday.", &["Nguyễn", "Thị", "Hoa"], &[]),
    ("Gunmen shot van der Byl, a farmer, near Ermelo on Monday.", &["Byl"], &[]),
    ("Police in Xining detained Zhang Weimin (张伟民) on Monday.", &["Zhang", "Weimin", "张伟民"], &[]),
    ("رامي حلبي was killed by a sniper in Aleppo on Monday.", &["رامي", "حلبي"], &[]),
    ("Viktor 'Vitya' Shapoval was wounded by shelling in Nikopol on Monday.", &["Viktor", "Vitya", "Shapoval"], &[]),
    ("The blogger known as kyaw_thet99 was arrested in Yangon on Monday.", &["kyaw_thet99", "kyaw", "thet99"], &[]),
    // Names that are words, and people who are called like places.
    ("Gunmen killed Hope Moyo and Grace Banda in Harare on Monday.", &["Hope", "Moyo", "Grace", "Banda"], &[]),
    (
        "Police shot Innocent Okot and Blessing Achan in Gulu on Monday.",
        &["Innocent", "Okot", "Blessing", "Achan"],
        &[],
    ),
    ("Gunmen shot Paris Kaddour in Oran on Monday. Kaddour was a nurse.", &["Paris", "Kaddour"], &["Oran"]),
    // Told in pieces.
    (
        "Nadia was arrested in Cairo on Monday. Police accused Elgendy, 24, of spreading lies. Nadia Elgendy's lawyer denied it.",
        &["Nadia", "Elgendy"],
        &[],
    ),
    (
        "Gunmen killed a shopkeeper in Quetta on Monday. Neighbours called him Sajid. A cousin said Gulzaman had two sons.",
        &["Sajid", "Gulzaman"],
        &[],
    ),
    (
        "Gunmen killed Abdoulaye Kassogue in Bankass on Monday. Abdulaye Kasogue leaves four children; Kassogué was a teacher.",
        &["Abdoulaye", "Kassogue", "Abdulaye", "Kasogue", "Kassogué"],
        &[],
    ),
    ("Gunmen killed Musa Tankari's wife and burned Tankari's shop in Dansadau on Monday.", &["Musa", "Tankari"], &[]),
    (
        "REBELS EXECUTE PASCALINE KAVIRA\n\nREBELS EXECUTED PASCALINE KAVIRA, A NURSE, IN BENI ON MONDAY, THE ARMY SAID.",
        &["Pascaline", "Kavira"],
        &[],
    ),
    (
        "gunmen killed tomas verhaal, a farmer, near mopti on monday. his wife aminata serrou said they had asked for money.",
        &["tomas", "verhaal", "aminata", "serrou"],
        &[],
    ),
    (
        "soldiers shot ruslan demchak in odesa on monday, residents said. police arrested his brother pavlo.",
        &["ruslan", "demchak", "pavlo"],
        &[],
    ),
    // Relatives of officials.
    (
        "Gunmen abducted Chidinma Torvall, the daughter of President Adama Torvall, in Bamako on Monday.",
        &["Chidinma"],
        &[],
    ),
    (
        "The wife of the governor of Zamfara, Hadiza Yarima, was kidnapped by gunmen on Monday, police said.",
        &["Hadiza", "Yarima"],
        &[],
    ),
    (
        "The president's nephew, Sidi Torvall, said on Monday that soldiers had beaten him in Bamako.",
        &["Sidi", "Torvall"],
        &[],
    ),
    // Local sources.
    (
        "A resident, who gave his name only as Garba, said gunmen attacked Birnin Gwari on Monday and killed ten people.",
        &["Garba"],
        &[],
    ),
    (
        "Ten people were killed when gunmen attacked Birnin Gwari on Monday, said a local resident, Lawali Shehu, who asked \
         not to be identified.",
        &["Lawali", "Shehu"],
        &[],
    ),
    (
        "\"We heard the shots,\" Tesfaye, a farmer, told the agency by phone after soldiers attacked Axum on Monday.",
        &["Tesfaye"],
        &[],
    ),
    (
        "Nurse Halima Sardauna, a witness, denied on Monday that soldiers had killed civilians in Baga.",
        &["Halima", "Sardauna"],
        &[],
    ),
    // Public officials and quoted experts stay, and so do armed groups and places.
    ("President Adama Torvall met rebels in Bamako on Monday, his office said.", &[], &["Torvall"]),
    (
        "Fighters of al-Shabaab attacked a base in Baidoa on Monday, the defence minister, Abdi Warfane, said.",
        &[],
        &["al-Shabaab", "Baidoa"],
    ),
];

/// Everything that a default export says of a report, in every profile and form, in both digests and in the note.
fn exported(report: Document) -> String {
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
    let profile = READER.lexicon().exports.get("acled").unwrap();
    let table =
        Table::new(&incidents, &accounts, READER.lexicon(), profile, Options::default(), |_| Review::Unreviewed);
    all + &protection::note(&table, &accounts, "acled", Options::default(), false)
}

/// Where a name stands in what was exported, with the words around it.
fn leak(all: &str, name: &str) -> Option<String> {
    let (lower, name) = (all.to_lowercase(), name.to_lowercase());
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let mut found = lower.match_indices(&name).map(|(at, _)| at);
    let at =
        found.find(|at| free(lower[..*at].chars().next_back()) && free(lower[at + name.len()..].chars().next()))?;
    let before = lower[..at].chars().count().saturating_sub(80);
    Some(format!("{name} in … {} …", lower.chars().skip(before).take(200).collect::<String>()))
}

#[test]
fn no_name_leaks() {
    let mut leaks = Vec::new();
    for (text, hidden, shown) in ATTEMPTS {
        let mut report = document("agency", "2026-03-10", text);
        report.title = Some(text.lines().next().unwrap().to_owned());
        report.url = Some(format!("https://agency.example/{}", text.to_lowercase().replace([' ', '.', ','], "-")));
        let all = exported(report);
        leaks.extend(hidden.iter().filter_map(|name| leak(&all, name)));
        for name in *shown {
            assert!(all.contains(name), "{name} of {text:?} is not in\n{all}");
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

/// Names that the text itself does not have: in title, address, outlet or file alone.
#[test]
fn no_name_leaks_from_what_stands_around_a_text() {
    const TEXT: &str = "Rebels killed a woman in Beni on Monday. Relatives buried Zawadi Müteşa on Tuesday.";
    const PLAIN: &str = "Rebels killed a woman in Beni on Monday. Relatives buried her on Tuesday.";
    type Change = fn(&mut Document);
    let attempts: &[(&str, Change, &[&str])] = &[
        (PLAIN, |d| d.title = Some("Zawadi Mutesa, 31, is buried".into()), &["Zawadi", "Mutesa"]),
        (PLAIN, |d| d.title = Some("ZAWADI MUTESA IS BURIED".into()), &["Zawadi", "Mutesa"]),
        (PLAIN, |d| d.url = Some("https://agency.example/a/zawadi-mutesa-buried".into()), &["zawadi", "mutesa"]),
        (PLAIN, |d| d.url = Some("https://agency.example/a?victim=zawadi+mutesa".into()), &["zawadi", "mutesa"]),
        (PLAIN, |d| d.url = Some("https://agency.example?q=Zawadi%20Mutesa#Mutesa".into()), &["zawadi", "mutesa"]),
        (TEXT, |d| d.url = Some("https://agency.example/zawadi-mutesa".into()), &["mutesa"]),
        (TEXT, |d| d.url = Some("https://agency.example/n/zawadimutesa.html".into()), &["zawadimutesa"]),
        (TEXT, |d| d.url = Some("https://agency.example/M%C3%BCte%C5%9Fa".into()), &["M%C3%BCte%C5%9Fa"]),
        (TEXT, |d| d.url = Some("https://zawadi-mutesa.example/diary".into()), &["zawadi", "mutesa"]),
        (TEXT, |d| d.url = Some("https://zawadi:mutesa@agency.example/".into()), &["zawadi", "mutesa"]),
        (TEXT, |d| (d.publisher, d.url) = (None, Some("https://zawadimutesa.example/".into())), &["zawadimutesa"]),
        (TEXT, |d| (d.publisher, d.url, d.source_id) = (None, None, Some("agency".into())), &[]),
        (TEXT, |d| d.publisher = Some("Zawadi Müteşa's diary".into()), &["Zawadi", "Müteşa"]),
        (
            "Gunmen killed Bakary Zongotoro, a farmer, in Koro, Mali, on Monday, his sister said.",
            |d| d.publisher = Some("The Bakary Zongotoro Fund".into()),
            &["Bakary", "Zongotoro"],
        ),
    ];
    let mut leaks = Vec::new();
    for (text, change, hidden) in attempts {
        let mut report = document("agency", "2026-03-10", text);
        change(&mut report);
        let all = exported(report.clone());
        leaks.extend(hidden.iter().filter_map(|name| leak(&all, name)));
    }
    // Its source's id of it, or its file, where nothing else tells the outlet.
    for path in [false, true] {
        let mut report =
            Document { source_id: Some("zawadi-müteşa".into()), ..document("agency", "2026-03-10", TEXT) };
        (report.publisher, report.url) = (None, None);
        report.path = path.then(|| "reports/Zawadi Mutesa.txt".into());
        let all = exported(report);
        leaks.extend(["zawadi", "mutesa", "müteşa"].iter().filter_map(|name| leak(&all, name)));
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
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
