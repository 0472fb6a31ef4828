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

/// CAMEO's root code that stands nearest to a PLOVER type and mode (CAMEO manual 1.1b3, chapter 6; PLOVER manual,
/// appendix on CAMEO). Coarse on purpose: a frame may name a finer code.
pub fn cameo(plover: &str, mode: Option<&str>) -> &'static str {
    match (plover, mode) {
        ("AGREE", _) => "03",
        ("CONSULT", Some("visit")) => "042",
        ("CONSULT", Some("phone")) => "041",
        ("CONSULT", Some("third-party")) => "045",
        ("CONSULT", _) => "04",
        ("SUPPORT", _) => "05",
        ("COOPERATE", _) => "06",
        ("AID", _) => "07",
        ("RETREAT", Some("ceasefire")) => "0871",
        ("RETREAT", Some("withdraw")) => "0873",
        ("RETREAT", Some("release")) => "0841",
        ("CONCEDE" | "RETREAT", _) => "08",
        ("ACCUSE", Some("investigate")) => "09",
        ("ACCUSE", _) => "11",
        ("REQUEST", _) => "10",
        ("REJECT", _) => "12",
        ("THREATEN", _) => "13",
        ("PROTEST", Some("demo")) => "141",
        ("PROTEST", Some("hunger")) => "142",
        ("PROTEST", Some("strike" | "boycott")) => "143",
        ("PROTEST", Some("obstruct")) => "144",
        ("PROTEST", Some("riot" | "vandalize")) => "145",
        ("PROTEST", _) => "14",
        ("MOBILIZE", Some("police")) => "151",
        ("MOBILIZE", Some("troops" | "weapons")) => "152",
        ("MOBILIZE", _) => "15",
        ("SANCTION", Some("expel")) => "161",
        ("SANCTION", _) => "16",
        ("COERCE", Some("seize")) => "171",
        ("COERCE", Some("restrict" | "ban" | "curfew" | "martial-law")) => "172",
        ("COERCE", Some("arrest")) => "173",
        ("COERCE", Some("deport")) => "174",
        ("COERCE", Some("cyber")) => "176",
        ("COERCE", _) => "17",
        ("ASSAULT", Some("abduct")) => "181",
        ("ASSAULT", Some("beat" | "torture" | "sexual")) => "182",
        ("ASSAULT", Some("explosives")) => "183",
        ("ASSAULT", Some("suicide-attack")) => "1831",
        ("ASSAULT", Some("targeted")) => "186",
        ("ASSAULT", Some("firearms")) => "193",
        ("ASSAULT", Some("heavy-weapons")) => "194",
        ("ASSAULT", Some("aerial" | "drone")) => "195",
        ("ASSAULT", Some("unconventional")) => "204",
        _ => "19",
    }
}
