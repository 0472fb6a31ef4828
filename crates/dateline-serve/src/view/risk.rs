//! How urgently a person should look at an incident: what is disputed, uncertain or extraordinary comes first.

use dateline_record::State;

use super::item::{Face, Item};
use super::names::Name;
use super::{View, names::Names};

/// Reasons to look, each with its weight; what a person has decided has none, unless something was added or is asked since.
pub(crate) fn marks(view: &View, item: &Item, face: Face) -> Vec<(u8, String)> {
    weigh(item, face, &view.names, |name| view.appearances(name))
}

/// The weights added up, 100 at the most.
pub(crate) fn score(item: &Item, names: &Names, appearances: impl Fn(Name) -> u32) -> u8 {
    weigh(item, Face::Open, names, appearances).iter().map(|(weight, _)| u32::from(*weight)).sum::<u32>().min(100) as u8
}

fn weigh(item: &Item, face: Face, names: &Names, appearances: impl Fn(Name) -> u32) -> Vec<(u8, String)> {
    let mut marks: Vec<(u8, String)> = Vec::new();
    if item.appeals > 0 {
        marks.push((60, "somebody asks that it be corrected".into()));
    }
    if item.state != State::Unreviewed {
        if item.accounts_since > 0 {
            let accounts = if item.accounts_since == 1 { "account" } else { "accounts" };
            marks.push((40, format!("{} {accounts} came since it was {}", item.accounts_since, item.state.word())));
        }
        return marks;
    }
    let sides = item.sides(face);
    if item.disputed {
        let by: Vec<&str> = sides.denied_by.iter().take(2).map(|name| names.word(*name).as_ref()).collect();
        marks.push((30, if by.is_empty() { "disputed".into() } else { format!("disputed by {}", by.join(", ")) }));
    }
    match item.dead() {
        dead @ 25.. => marks.push((25, format!("extraordinary: {dead} killed"))),
        dead @ 10.. => marks.push((15, format!("{dead} killed"))),
        _ => {}
    }
    if let Some((low, high)) = item.killed.and_then(|k| k.low.zip(k.high)).filter(|(low, high)| low < high) {
        marks.push((15, format!("figures differ: {low} to {high} killed")));
    }
    if let Some(confidence) = item.confidence.filter(|c| *c < 0.5) {
        marks.push((15, format!("read with low confidence ({confidence:.2})")));
    }
    if item.sources == 1 {
        marks.push((10, "one source only".into()));
    }
    if sides.place.is_none() {
        marks.push((10, "no place".into()));
    } else if item.point.is_none() && !item.is_area() {
        marks.push((8, "the place could not be located".into()));
    }
    match item.days {
        None => marks.push((10, "no date".into())),
        Some(_) if item.days_inferred => marks.push((5, "the date was concluded, not said".into())),
        Some(_) => {}
    }
    if let Some(new) = sides.initiators.iter().find(|name| appearances(**name) == 1) {
        marks.push((5, format!("new actor: {}", names.word(*new))));
    }
    marks.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    marks
}
