//! How an expression lies to what its sentence tells: the preposition before it, and the two ends of a range.

use super::atom::{Atom, Kind};
use super::calendar::{self, Period};
use super::phrase::{Meaning, Phrase, What};
use super::{Anchor, Expression, Relation};
use crate::syntax::Parsed;

/// The relation of a phrase, and the atom of the word that gives it. `first` is the first atom of its sentence.
pub(crate) fn relation(atoms: &[Atom<'_>], phrase: &Phrase, first: usize) -> (Relation, Option<usize>) {
    let both = matches!(&phrase.meaning, Meaning::Point(point) if point.until.is_some());
    let mut at = phrase.atoms.start;
    // "Since at least 2011", "until as late as May", "just after noon": what is between belongs to neither.
    for _ in 0..4 {
        let Some(before) = at.checked_sub(1).filter(|b| *b >= first) else { break };
        let atom = &atoms[before];
        if atom.kind != Kind::Word {
            break;
        }
        if let Some(relation) = atom.word.relation {
            // "Prior to", "up to", "due to"; "as of".
            let relation = match (atom.text, before.checked_sub(1).filter(|b| *b >= first).map(|b| atoms[b].text)) {
                ("to", Some("prior")) => Relation::Before,
                ("to", Some("up")) => Relation::Until,
                ("and" | "to" | "through", _) => Relation::To,
                // "Between 3 and 5 May" has both ends in it.
                (_, _) if both && relation == Relation::From => Relation::Throughout,
                // "In the past 24 hours", "on two days".
                _ if relation == Relation::At && matches!(phrase.meaning, Meaning::Stretch(_)) => Relation::Throughout,
                _ => relation,
            };
            return (relation, Some(before));
        }
        let of = atom.text == "of" && before > first && matches!(atoms[before - 1].text, "as" | "beginning" | "start");
        if of {
            return (Relation::Since, Some(before - 1));
        }
        if !atom.word.about && !matches!(atom.text, "late" | "early" | "the") {
            break;
        }
        at = before;
    }
    let relation = match &phrase.meaning {
        Meaning::Stretch(stretch) if stretch.after.is_some() => Relation::At,
        Meaning::Stretch(_) => Relation::Throughout,
        _ => Relation::At,
    };
    (relation, None)
}

/// Links the two ends of ranges: "from Monday to Wednesday", "between 3 March and 5 May", "April 25 - May 3". An end
/// without a beginning is none, and "from Monday" without an end is a start.
pub(crate) fn ranges(atoms: &[Atom<'_>], phrases: &[Phrase], expressions: &mut [Expression]) {
    for i in 0..expressions.len() {
        let next = i + 1;
        let joined = next < expressions.len() && {
            let between = &atoms[phrases[i].atoms.end..phrases[next].atoms.start];
            let point = |p: &Phrase| matches!(&p.meaning, Meaning::Point(point) if point.what != What::Clock);
            let mark = between.len() == 1 && between[0].kind == Kind::Mark('-');
            let word = between.len() == 1 && matches!(between[0].text, "to" | "through" | "until" | "till" | "and");
            let led = expressions[i].cue.is_some() && expressions[i].relation == Relation::From;
            let open = between.len() == 1 && matches!(between[0].text, "to" | "through");
            point(&phrases[i]) && point(&phrases[next]) && (mark || word && led || open)
        };
        if joined {
            expressions[i].relation = Relation::From;
            expressions[i].partner = Some(next);
            expressions[next].relation = Relation::To;
            expressions[next].partner = Some(i);
            let end = expressions[next].clone();
            share_year(&mut expressions[i], &end);
        } else if expressions[i].partner.is_none() {
            expressions[i].relation = match expressions[i].relation {
                Relation::From => Relation::Since,
                Relation::To => Relation::At,
                other => other,
            };
        }
    }
}

/// "From January to September 1984": the year that the end names is the start's too, or the one before where the start would
/// come after the end ("December to January 1984").
fn share_year(start: &mut Expression, end: &Expression) {
    let guessed = start.anchor == Some(Anchor::Published) || start.interval.is_none();
    let (true, None, Some((_, last))) = (guessed, end.anchor, end.interval) else { return };
    let Some((_, rest)) = start.value.split_once('-').filter(|(year, _)| year.len() == 4) else { return };
    let numbers: Vec<i8> = rest.split('-').filter_map(|n| n.parse().ok()).collect();
    let days = |year: i16| match numbers[..] {
        [month] if rest.len() == 2 => Period::Month(year, month).days(),
        [month, number] if rest.len() == 5 => calendar::day(year, month, number).map(|day| (day, day)),
        _ => None,
    };
    let years = [last.year(), last.year().saturating_sub(1)];
    let Some((year, days)) = years.into_iter().find_map(|y| Some((y, days(y).filter(|(first, _)| *first <= last)?)))
    else {
        return;
    };
    start.value = format!("{year:04}-{rest}");
    start.interval = Some(days);
    start.bounds = (Some(days.0), Some(days.1));
    start.anchor = None;
}

/// The token that the expression hangs on: the one whose governor is outside; without a tree, the last.
pub(crate) fn head(parsed: &Parsed<'_>, tokens: &std::ops::Range<u32>) -> u32 {
    let last = tokens.end - 1;
    tokens.clone().find(|t| parsed[*t].head.is_some_and(|h| !tokens.contains(&h))).unwrap_or(last)
}
