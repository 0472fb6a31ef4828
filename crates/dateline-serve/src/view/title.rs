//! An incident in one line: "Gunmen attacked Koro".

use dateline::incident::Incident;
use dateline::reading::{Precision, Status};
use dateline_tables::Outline;

/// The line. It says who, what and to whom as the accounts have it; where nobody is named, where it was.
pub(crate) fn title(incident: &Incident, outline: &Outline) -> String {
    let plover = incident.plover.as_deref().unwrap_or_default();
    let (act, to, passive) = acts(plover, incident.mode.as_deref());
    let first = outline.initiators.first().map(|p| capital(&p.name));
    let second = outline.recipients.first().map(|p| p.name.clone());
    let within = if outline.precision == Precision::Near { "near" } else { "in" };
    let at = outline.place.as_deref().map(|place| format!(" {within} {place}")).unwrap_or_default();
    let line = match (first, second) {
        (Some(first), Some(second)) if to.is_empty() => format!("{first} {act} {second}{at}"),
        (Some(first), Some(second)) => format!("{first} {act} {to} {second}{at}"),
        (Some(first), None) => match &outline.place {
            // What is done to people is done to towns too.
            Some(place) if to.is_empty() && within == "in" && plover == "ASSAULT" => format!("{first} {act} {place}"),
            _ => format!("{first} {act}{at}"),
        },
        (None, Some(second)) => format!("{} {passive}{at}", capital(&second)),
        (None, None) => format!("{}{at}", capital(noun(plover, incident.mode.as_deref()))),
    };
    match incident.status {
        Some(Status::Happened | Status::Ongoing) | None => line,
        Some(status) => format!("{line} ({status})"),
    }
}

/// What was done, in the past tense, with the word that leads to whom; and the same in the passive: PLOVER's types and modes.
fn acts(plover: &str, mode: Option<&str>) -> (&'static str, &'static str, &'static str) {
    match (plover, mode) {
        ("ASSAULT", Some("abduct")) => ("abducted", "", "abducted"),
        ("ASSAULT", Some("beat")) => ("beat", "", "beaten"),
        ("ASSAULT", Some("torture")) => ("tortured", "", "tortured"),
        ("ASSAULT", Some("sexual")) => ("sexually assaulted", "", "sexually assaulted"),
        ("ASSAULT", Some("targeted")) => ("assassinated", "", "assassinated"),
        ("ASSAULT", Some("destroy")) => ("destroyed property", "of", "suffered destruction"),
        ("ASSAULT", Some("firearms")) => ("opened fire", "on", "fired on"),
        ("ASSAULT", Some("explosives")) => ("bombed", "", "bombed"),
        ("ASSAULT", Some("suicide-attack")) => ("made a suicide attack", "on", "hit by a suicide attack"),
        ("ASSAULT", Some("aerial")) => ("made an air strike", "on", "hit by an air strike"),
        ("ASSAULT", Some("drone")) => ("made a drone strike", "on", "hit by a drone strike"),
        ("ASSAULT", Some("heavy-weapons")) => ("shelled", "", "shelled"),
        ("ASSAULT", Some("crowd-control")) => ("used force", "against", "met with force"),
        ("ASSAULT", _) => ("attacked", "", "attacked"),
        ("PROTEST", Some("riot")) => ("rioted", "against", "met with a riot"),
        ("PROTEST", Some("strike")) => ("went on strike", "against", "met with a strike"),
        ("PROTEST", _) => ("protested", "against", "met with a protest"),
        ("COERCE", Some("arrest")) => ("arrested", "", "arrested"),
        ("COERCE", Some("seize")) => ("seized", "", "seized"),
        ("COERCE", Some("curfew")) => ("imposed a curfew", "on", "put under curfew"),
        ("COERCE", Some("deport")) => ("displaced", "", "displaced"),
        ("COERCE", Some("censor")) => ("censored", "", "censored"),
        ("COERCE", _) => ("used coercion", "against", "coerced"),
        ("MOBILIZE", _) => ("deployed forces", "against", "faced with deployed forces"),
        ("RETREAT", Some("release")) => ("released", "", "released"),
        ("RETREAT", Some("ceasefire")) => ("ceased fire", "with", "given a ceasefire"),
        ("RETREAT", Some("resign")) => ("resigned", "before", "given a resignation"),
        ("RETREAT", Some("disarm")) => ("disarmed", "with", "disarmed"),
        ("RETREAT", _) => ("withdrew", "from", "given ground"),
        ("SANCTION", Some("convict")) => ("convicted", "", "convicted"),
        ("SANCTION", Some("expel")) => ("expelled", "", "expelled"),
        ("SANCTION", _) => ("imposed sanctions", "on", "sanctioned"),
        ("THREATEN", _) => ("made threats", "against", "threatened"),
        ("ACCUSE", Some("investigate")) => ("investigated", "", "investigated"),
        ("ACCUSE", _) => ("made accusations", "against", "accused"),
        ("REJECT", _) => ("refused demands", "of", "met with refusal"),
        ("REQUEST", _) => ("appealed", "to", "called upon"),
        ("CONSULT", _) => ("met", "with", "consulted"),
        ("AGREE", _) => ("agreed", "with", "given agreement"),
        ("SUPPORT", _) => ("gave support", "to", "supported"),
        ("CONCEDE", _) => ("made concessions", "to", "given concessions"),
        ("COOPERATE", _) => ("cooperated", "with", "given cooperation"),
        ("AID", _) => ("gave aid", "to", "given aid"),
        _ => ("acted", "on", "acted on"),
    }
}

/// The act where nobody is named.
fn noun(plover: &str, mode: Option<&str>) -> &'static str {
    match (plover, mode) {
        ("ASSAULT", Some("aerial")) => "air strike",
        ("ASSAULT", Some("drone")) => "drone strike",
        ("ASSAULT", Some("explosives")) => "explosion",
        ("ASSAULT", Some("suicide-attack")) => "suicide attack",
        ("ASSAULT", Some("heavy-weapons")) => "shelling",
        ("ASSAULT", Some("firearms")) => "shooting",
        ("ASSAULT", Some("abduct")) => "abduction",
        ("ASSAULT", Some("destroy")) => "destruction of property",
        ("ASSAULT", _) => "attack",
        ("PROTEST", Some("riot")) => "riot",
        ("PROTEST", Some("strike")) => "strike",
        ("PROTEST", _) => "protest",
        ("COERCE", Some("arrest")) => "arrests",
        ("COERCE", Some("curfew")) => "curfew",
        ("COERCE", Some("seize")) => "seizure",
        ("COERCE", _) => "coercion",
        ("MOBILIZE", _) => "deployment",
        ("RETREAT", Some("release")) => "release",
        ("RETREAT", Some("ceasefire")) => "ceasefire",
        ("RETREAT", _) => "withdrawal",
        ("SANCTION", Some("convict")) => "conviction",
        ("SANCTION", _) => "sanctions",
        ("THREATEN", _) => "threat",
        ("ACCUSE", _) => "accusation",
        ("REJECT", _) => "refusal",
        ("REQUEST", _) => "appeal",
        ("CONSULT", _) => "talks",
        ("AGREE", _) => "agreement",
        ("SUPPORT", _) => "support",
        ("CONCEDE", _) => "concession",
        ("COOPERATE", _) => "cooperation",
        ("AID", _) => "aid",
        _ => "event",
    }
}

/// With a capital at its head.
fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
