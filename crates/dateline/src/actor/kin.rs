//! What a common noun's class says of whom it can mean.

use super::resolve::Entity;
use crate::lexicon::agents::Class;
use crate::reading::ActorKind;

/// Whether "the army" without more is that of the country that the report is about.
pub(super) fn at_home(class: Class) -> bool {
    matches!(
        class,
        Class::Forces
            | Class::Police
            | Class::Government
            | Class::Parliament
            | Class::Opposition
            | Class::Ministry
            | Class::Intelligence
            | Class::Court
            | Class::Commission
    )
}

/// Whether nouns of the class tell what somebody works as, so that two of them may tell it of one: a staff member, the
/// employee.
pub(super) fn calling(class: Class) -> bool {
    matches!(class, Class::Workers | Class::Journalists | Class::Experts | Class::Health)
}

/// Whether nouns of the class are used of one side in a fight without more.
pub(super) fn armed(class: Class) -> bool {
    matches!(class, Class::Militants | Class::Attackers | Class::Gang | Class::Militia | Class::ArmedGroups)
}

/// Whether a definite noun of one class can mean an actor met under other words: "the group" of a named movement, "the
/// attackers" of the militants.
pub(super) fn kin(class: Class, noun: &str, entity: &Entity) -> bool {
    let kind = entity.kind.unwrap_or(ActorKind::Unknown);
    // "Armed groups" gathers several: it is no one of them.
    let several = entity.classes.contains(&Class::ArmedGroups);
    let armed_kind =
        matches!(kind, ActorKind::Rebels | ActorKind::Militia | ActorKind::Criminals | ActorKind::PrivateMilitary);
    let fights = !several && (armed_kind || entity.classes.iter().any(|c| armed(*c)));
    match class {
        Class::Attackers | Class::Gang => fights,
        Class::Militants | Class::Militia => fights && (entity.named || entity.classes.iter().any(|c| armed(*c))),
        Class::Group if noun == "group" && several => true,
        Class::Group | Class::Organisation | Class::Party
            if matches!(noun, "group" | "organisation" | "organization" | "movement" | "band") =>
        {
            !entity.person
                && (fights || matches!(kind, ActorKind::Organisation | ActorKind::Political | ActorKind::Group))
                && (entity.named || entity.classes.iter().any(|c| armed(*c) || matches!(c, Class::Group | Class::Ngo)))
        }
        Class::Company => kind == ActorKind::Organisation && entity.named,
        Class::Ngo | Class::Organisation | Class::Agency => {
            matches!(kind, ActorKind::Organisation | ActorKind::InternationalOrganisation) && entity.named
        }
        Class::Media => kind == ActorKind::Media && entity.named,
        Class::Peacekeepers => kind == ActorKind::InternationalOrganisation,
        Class::Hostages | Class::Victims => {
            entity.classes.iter().any(|c| matches!(c, Class::Hostages | Class::Victims | Class::Civilians))
                && entity.many
        }
        Class::Civilians => noun == "people" && entity.many && entity.kind == Some(ActorKind::Civilians),
        _ => false,
    }
}
