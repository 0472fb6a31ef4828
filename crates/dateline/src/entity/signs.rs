//! What stands around a name and says what it names, better than the name itself does.

use std::collections::HashMap;

use crate::lexicon::Lexicon;
use crate::lexicon::agents::Unit;
use crate::syntax::{Deprel, Name, NameKind, Parsed, Upos};

/// Mends the names of a parse.
pub(crate) fn mend(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    mend_nationalities(parsed, lexicon);
    mend_ranks(parsed, lexicon);
    mend_described(parsed, lexicon);
    agree(parsed);
}

/// "The Malian army": a nationality before an ordinary noun is a description, here as elsewhere in the text; "the Malian Army"
/// is called so.
fn mend_nationalities(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    let mut names = std::mem::take(&mut parsed.names);
    names.retain(|name| {
        let (first, second) = (name.tokens.start, name.tokens.start + 1);
        let describes = name.tokens.len() == 2
            && parsed[second].upos == Upos::Noun
            && parsed.word(second).chars().all(char::is_lowercase)
            && lexicon.agents.get(parsed.word(second)).is_some()
            && lexicon.countries.by_adjective(parsed.word(first)).is_some();
        !describes
    });
    parsed.names = names;
}

/// "Navy Capt. Omar Keita": a rank is no name of its own, but stands before one.
fn mend_ranks(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    let is_rank = |parsed: &Parsed<'_>, token: u32| {
        let word = parsed.word(token).to_lowercase();
        lexicon.agents.get(&word).is_some_and(|a| matches!(a.unit, Unit::Rank | Unit::Office))
    };
    let mut ranks = Vec::new();
    for pair in parsed.names.windows(2) {
        let person = |n: &Name| n.kind == NameKind::Person;
        if person(&pair[1]) && pair[0].tokens.end == pair[1].tokens.start && is_rank(parsed, pair[0].tokens.end - 1) {
            ranks.push((pair[0].tokens.clone(), pair[1].tokens.clone()));
        }
    }
    if ranks.is_empty() {
        return;
    }
    for (rank, name) in &ranks {
        let outside = |t: &u32| parsed[*t].head.is_none_or(|head| !rank.contains(&head) && !name.contains(&head));
        let Some(top) = rank.clone().find(outside) else { continue };
        let first = name.start;
        if parsed[first].head.is_none_or(|head| !rank.contains(&head)) {
            continue;
        }
        let above = (parsed[top].head, parsed[top].deprel);
        let below: Vec<u32> = parsed.children(top).filter(|c| *c != first).collect();
        for child in below {
            parsed.tokens[child as usize].head = Some(first);
        }
        (parsed.tokens[first as usize].head, parsed.tokens[first as usize].deprel) = above;
        (parsed.tokens[top as usize].head, parsed.tokens[top as usize].deprel) = (Some(first), Deprel::NmodDesc);
    }
    // Both are in reading order, and no two names begin at one word.
    parsed.names.retain(|name| ranks.binary_search_by_key(&name.tokens.start, |(rank, _)| rank.start).is_err());
    parsed.index_children();
}

/// "Lina Haddad, the group's deputy director", "its director, Lina Haddad": what a noun for one person describes is a
/// person's name.
fn mend_described(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    for i in 0..parsed.names.len() {
        let name = &parsed.names[i];
        if name.kind == NameKind::Person || name.tokens.len() < 2 {
            continue;
        }
        let head = name.tokens.start;
        let behind = parsed.child(head, Deprel::Appos).filter(|role| *role >= name.tokens.end);
        let before = parsed[head].head.filter(|role| parsed[head].deprel == Deprel::Appos && *role < head);
        let one_person = behind.or(before).filter(|role| parsed[*role].upos == Upos::Noun).is_some_and(|role| {
            lexicon.agents.at(parsed, role).is_some_and(|a| matches!(a.unit, Unit::Person | Unit::Office | Unit::Rank))
        });
        if one_person {
            parsed.names[i].kind = NameKind::Person;
        }
    }
}

/// The names of a report that have several words agree: where most of them are of one kind, all are.
fn agree(parsed: &mut Parsed<'_>) {
    let mut votes: HashMap<&str, [usize; 3]> = HashMap::new();
    let text = parsed.text;
    let slot = |kind: NameKind| match kind {
        NameKind::Person => 0,
        NameKind::Organisation => 1,
        NameKind::Location => 2,
    };
    for name in parsed.names.iter().filter(|n| n.tokens.len() > 1) {
        votes.entry(parsed.span(&name.tokens).of(text)).or_default()[slot(name.kind)] += 1;
    }
    let kinds = [NameKind::Person, NameKind::Organisation, NameKind::Location];
    for i in 0..parsed.names.len() {
        let Some(votes) = votes.get(parsed.span(&parsed.names[i].tokens).of(text)) else { continue };
        let own = votes[slot(parsed.names[i].kind)];
        if let Some(kind) = kinds.into_iter().find(|kind| votes[slot(*kind)] > own) {
            parsed.names[i].kind = kind;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Lexicon;

    fn check(text: &str, expected: &[&str]) {
        let reader = crate::Reader::new(Lexicon::built_in());
        let parsed = reader.parse(text);
        let names: Vec<String> =
            parsed.names.iter().map(|n| format!("{} {:?}", parsed.span(&n.tokens).of(text), n.kind)).collect();
        assert_eq!(names, expected, "{text}");
    }

    #[test]
    fn what_a_name_is_called_tells_its_kind() {
        check("\"Nobody was hurt,\" said Lama Sowah, the deputy director.", &["Lama Sowah Person"]);
    }

    #[test]
    fn nationalities_make_no_names() {
        check("The Malian army announced a victory. Lina Haddad left.", &["Lina Haddad Person"]);
    }

    #[test]
    fn ranks_are_no_names() {
        check("Navy Capt. Jeff Sorel told reporters today.", &["Jeff Sorel Person"]);
    }
}
