//! ACLED's event types, and what becomes of PLOVER's types in CAMEO.

/// ACLED's event types with their sub-event types, as its codebook lists them.
pub const ACLED: &[(&str, &[&str])] = &[
    ("Battles", &["Armed clash", "Government regains territory", "Non-state actor overtakes territory"]),
    (
        "Explosions/Remote violence",
        &[
            "Chemical weapon",
            "Air/drone strike",
            "Suicide bomb",
            "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED",
            "Grenade",
        ],
    ),
    ("Violence against civilians", &["Sexual violence", "Attack", "Abduction/forced disappearance"]),
    ("Protests", &["Peaceful protest", "Protest with intervention", "Excessive force against protesters"]),
    ("Riots", &["Violent demonstration", "Mob violence"]),
    (
        "Strategic developments",
        &[
            "Agreement",
            "Arrests",
            "Change to group/activity",
            "Disrupted weapons use",
            "Headquarters or base established",
            "Looting/property destruction",
            "Non-violent transfer of territory",
            "Other",
        ],
    ),
];

/// ACLED's event type and sub-event type, by the latter's name.
pub fn acled(sub_event_type: &str) -> Option<(&'static str, &'static str)> {
    ACLED.iter().find_map(|(name, subs)| subs.iter().find(|s| **s == sub_event_type).map(|s| (*name, *s)))
}

/// The CAMEO code that stands nearest to a PLOVER type and mode: the table CAMEO2PLOVER of 2021 read backwards, which names
/// the codes that become each type and mode (CAMEO manual 1.1b3, chapter 6, for what the codes mean). Coarse on purpose: a
/// frame may name a finer code.
pub fn cameo(plover: &str, mode: Option<&str>) -> &'static str {
    match (plover, mode) {
        ("AGREE", _) => "03",
        ("CONSULT", Some("phone")) => "041",
        ("CONSULT", Some("visit")) => "042",
        // A meeting that a third party hosts; mediation itself, 045, has no mode in the table.
        ("CONSULT", Some("third-party")) => "044",
        ("CONSULT", _) => "04",
        ("SUPPORT", _) => "05",
        ("COOPERATE", _) => "06",
        ("AID", _) => "07",
        ("RETREAT", Some("release")) => "0841",
        ("RETREAT", Some("access")) => "086",
        ("RETREAT", Some("ceasefire")) => "0871",
        ("RETREAT", Some("disarm")) => "0873",
        ("RETREAT", Some("withdraw")) => "0874",
        ("RETREAT", Some("resign")) => "0831",
        ("CONCEDE" | "RETREAT", _) => "08",
        ("REQUEST", Some("assist")) => "101",
        ("REQUEST", Some("change")) => "104",
        ("REQUEST", Some("yield")) => "105",
        ("REQUEST", Some("meet")) => "106",
        ("REQUEST", _) => "10",
        ("ACCUSE", Some("investigate")) => "09",
        ("ACCUSE", Some("disapprove")) => "111",
        ("ACCUSE", Some("allege")) => "112",
        ("ACCUSE", _) => "11",
        ("REJECT", Some("assist")) => "121",
        ("REJECT", Some("change")) => "123",
        ("REJECT", Some("yield")) => "124",
        ("REJECT", Some("meet")) => "125",
        ("REJECT", _) => "12",
        ("THREATEN", Some("restrict" | "relations")) => "131",
        ("THREATEN", Some("arrest")) => "137",
        ("THREATEN", Some("expel")) => "136",
        ("THREATEN", Some("violence")) => "138",
        ("THREATEN", Some("territory")) => "1382",
        ("THREATEN", _) => "13",
        ("PROTEST", Some("demo")) => "141",
        ("PROTEST", Some("hunger")) => "142",
        ("PROTEST", Some("strike" | "boycott")) => "143",
        ("PROTEST", Some("obstruct")) => "144",
        ("PROTEST", Some("riot" | "vandalize")) => "145",
        ("PROTEST", _) => "14",
        ("MOBILIZE", Some("police")) => "153",
        ("MOBILIZE", Some("troops")) => "154",
        ("MOBILIZE", _) => "15",
        ("SANCTION", Some("withdraw")) => "161",
        ("SANCTION", Some("discontinue")) => "162",
        ("SANCTION", Some("expel")) => "166",
        // The table still lists convictions under ACCUSE; the manual has moved them.
        ("SANCTION", Some("convict")) => "116",
        ("SANCTION", _) => "16",
        ("COERCE", Some("seize")) => "171",
        ("COERCE", Some("restrict")) => "172",
        ("COERCE", Some("censor")) => "1721",
        ("COERCE", Some("ban")) => "1722",
        ("COERCE", Some("curfew")) => "1723",
        ("COERCE", Some("martial-law")) => "1724",
        ("COERCE", Some("arrest")) => "173",
        ("COERCE", Some("deport")) => "174",
        ("COERCE", Some("cyber")) => "176",
        ("COERCE", _) => "17",
        ("ASSAULT", Some("abduct")) => "181",
        ("ASSAULT", Some("beat" | "primitive")) => "182",
        ("ASSAULT", Some("sexual")) => "1821",
        ("ASSAULT", Some("torture")) => "1822",
        ("ASSAULT", Some("explosives")) => "183",
        ("ASSAULT", Some("suicide-attack")) => "1831",
        ("ASSAULT", Some("targeted")) => "186",
        ("ASSAULT", Some("destroy")) => "1712",
        ("ASSAULT", Some("crowd-control")) => "175",
        ("ASSAULT", Some("firearms")) => "193",
        ("ASSAULT", Some("heavy-weapons")) => "194",
        ("ASSAULT", Some("aerial" | "drone")) => "195",
        ("ASSAULT", Some("unconventional")) => "204",
        _ => "19",
    }
}
