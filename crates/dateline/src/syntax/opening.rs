//! Mends the opening of news sentences: "On 28 May 2022, around 50 workers gathered", "On Monday gunmen killed a judge".
//! Treebanks of web text hold few sentences that begin with a date and go on without a comma, or with a number.

use super::{Deprel, Feats, Parsed, Upos};

/// Words that make a number less exact and that the tree may take for prepositions.
const ABOUT: [&str; 7] = ["about", "around", "between", "nearly", "over", "roughly", "some"];

/// Mends a parse.
pub(super) fn mend(parsed: &mut Parsed<'_>) {
    for sentence in 0..parsed.sentences.len() {
        let tokens = parsed.sentences[sentence].tokens.clone();
        if mend_root(parsed, tokens.start, tokens.end) {
            parsed.index_sentence(tokens.start);
        }
        for token in tokens {
            if mend_number(parsed, token) || mend_day(parsed, token) {
                parsed.index_sentence(token);
            }
        }
    }
}

/// "On 28 May 2022, an unknown number of people gathered": the day is no sentence; who is told of after it and what they did is.
fn mend_root(parsed: &mut Parsed<'_>, start: u32, end: u32) -> bool {
    let Some(day) = (start..end.min(start + 4)).find(|t| parsed[*t].head.is_none()) else { return false };
    let dated = parsed[day].upos == Upos::Num && parsed.cases(day).any(|c| c == start);
    let comma = (day..end.min(day + 5)).find(|t| parsed.word(*t) == ",");
    let (true, Some(comma)) = (dated, comma) else { return false };
    let nominal = |t: &u32| *t > comma && matches!(parsed[*t].upos, Upos::Noun | Upos::Propn);
    let Some(subject) = parsed.children(day).find(nominal).filter(|s| parsed.cases(*s).next().is_none()) else {
        return false;
    };
    let verb = std::iter::once(subject)
        .chain(parsed.children(subject).filter(|c| parsed[*c].deprel == Deprel::Nmod))
        .flat_map(|noun| parsed.children(noun))
        .find(|c| {
            *c > subject
                && parsed[*c].deprel == Deprel::Acl
                && parsed[*c].feats.has(Feats::TENSE_PAST)
                && !parsed.children(*c).any(|d| matches!(parsed[d].deprel, Deprel::Mark | Deprel::OblAgent))
        });
    let Some(verb) = verb else { return false };
    let rest: Vec<u32> =
        [day, subject].into_iter().flat_map(|t| parsed.children(t).filter(|c| *c > verb).collect::<Vec<_>>()).collect();
    let mut hang = |token: u32, head: Option<u32>, deprel: Option<Deprel>| {
        let token = &mut parsed.tokens[token as usize];
        token.head = head;
        token.deprel = deprel.unwrap_or(token.deprel);
    };
    rest.into_iter().for_each(|token| hang(token, Some(verb), None));
    hang(verb, None, Some(Deprel::Root));
    hang(day, Some(verb), Some(Deprel::Obl));
    hang(subject, Some(verb), Some(Deprel::Nsubj));
    true
}

/// "Around 50 workers held a protest": a word that makes a number less exact is no preposition, and those who are counted do
/// what the verb says that has nobody else to do it.
fn mend_number(parsed: &mut Parsed<'_>, noun: u32) -> bool {
    let (Some(verb), Deprel::Obl) = (parsed[noun].head, parsed[noun].deprel) else { return false };
    let Some(number) = parsed.child(noun, Deprel::Nummod).filter(|n| *n < noun) else { return false };
    let cases: Vec<u32> = parsed.cases(noun).collect();
    let [about] = cases[..] else { return false };
    let vague = ABOUT.contains(&parsed.word(about).to_lowercase().as_str());
    let subject = parsed.children(verb).any(|c| parsed[c].deprel.is_subject());
    let finite = parsed[verb].upos == Upos::Verb && parsed[verb].feats.has(Feats::VERBFORM_FIN);
    let passive = parsed.child(verb, Deprel::AuxPass).is_some();
    if !vague || noun > verb || subject || !(finite || passive) || parsed.subtree(number).start != about + 1 {
        return false;
    }
    parsed.tokens[noun as usize].deprel = if passive { Deprel::NsubjPass } else { Deprel::Nsubj };
    let token = &mut parsed.tokens[about as usize];
    (token.head, token.deprel, token.upos) = (Some(number), Deprel::Advmod, Upos::Adv);
    true
}

/// Words that name a day, a month or a part of a day.
const DAYS: [&str; 24] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "morning",
    "afternoon",
    "evening",
    "night",
    "midnight",
];

/// "On Monday gunmen killed a judge", "on the night of 3 May rebels struck": a noun after a day without a comma is no part of
/// the day; where the verb has nobody else to do it, those did it.
fn mend_day(parsed: &mut Parsed<'_>, noun: u32) -> bool {
    if !matches!(parsed[noun].upos, Upos::Noun | Upos::Propn) || parsed.is_one_of(noun, &DAYS) {
        return false;
    }
    let first = match parsed[noun].deprel {
        Deprel::Obl | Deprel::Nmod => parsed.cases(noun).next().map(|case| case + 1),
        Deprel::Nsubj | Deprel::NsubjPass => Some(parsed.subtree(noun).start),
        _ => None,
    };
    let Some(first) = first.filter(|t| *t < noun) else { return false };
    let part = |t: &u32| parsed.is_one_of(*t, &DAYS[DAYS.len() - 5..]);
    let run = day_before(parsed, noun, first);
    let Some(&day) = run.first() else { return false };
    let case = parsed.cases(noun).next();
    let own_case = parsed.cases(day).next().is_some();
    // What a day modifies may be an act of that day: "Monday talks". Without a preposition it stays where it is.
    if case.is_none() && !own_case && !part(&day) {
        return false;
    }
    let above = parsed[noun].head;
    let verb = std::iter::successors(above, |t| parsed[*t].head).take(3).find(|t| parsed[*t].upos == Upos::Verb);
    let Some(verb) = verb.filter(|v| *v > noun) else { return false };
    let taken = parsed.children(verb).any(|c| c != noun && parsed[c].deprel.is_subject());
    let passive = parsed.child(verb, Deprel::AuxPass).is_some();
    let finite = parsed[verb].feats.has(Feats::VERBFORM_FIN)
        || passive
        || parsed.children(verb).any(|c| parsed[c].deprel == Deprel::Aux && c > noun);
    if taken || !finite || parsed.children(verb).any(|c| parsed[c].deprel == Deprel::Mark) {
        return false;
    }
    let before = first.checked_sub(1).filter(|t| own_case && parsed[*t].head == Some(verb));
    let of_noun = above.filter(|a| *a != verb).or(before);
    let hung = match (case.is_some() || own_case, of_noun) {
        (false, _) => Deprel::OblUnmarked,
        (true, Some(_)) => Deprel::Nmod,
        (true, None) => Deprel::Obl,
    };
    let token = &mut parsed.tokens[day as usize];
    (token.head, token.deprel) = (of_noun.or(Some(verb)), hung);
    for rest in &run[1..] {
        let token = &mut parsed.tokens[*rest as usize];
        (token.head, token.deprel) = (Some(day), Deprel::NmodUnmarked);
    }
    if let Some(case) = case {
        parsed.tokens[case as usize].head = Some(day);
    }
    let token = &mut parsed.tokens[noun as usize];
    (token.head, token.deprel) = (Some(verb), if passive { Deprel::NsubjPass } else { Deprel::Nsubj });
    true
}

/// The modifiers of a noun that name a day, from the token `first` on: "Monday", "3 May", "January 25".
fn day_before(parsed: &Parsed<'_>, noun: u32, first: u32) -> Vec<u32> {
    let names_day = |t: u32| parsed.is_one_of(t, &DAYS) && parsed.word(t).starts_with(char::is_uppercase);
    let part = |t: u32| parsed.is_one_of(t, &DAYS[DAYS.len() - 5..]);
    let weekday = |t: u32| parsed.is_one_of(t, &DAYS[..7]);
    let (mut run, mut next, mut named) = (Vec::new(), first, false);
    for child in parsed.children(noun).take_while(|c| *c < noun) {
        let words = parsed.subtree(child);
        if words.end <= first || parsed[child].deprel == Deprel::Case {
            continue;
        }
        let modifies = matches!(parsed[child].deprel, Deprel::Compound | Deprel::Nummod | Deprel::NmodUnmarked);
        let names = names_day(child) || part(child) && child > first || parsed.children(child).any(names_day);
        // "On Monday 20 gunmen" counts the gunmen, "on 20 May gunmen" does not.
        let numbers = parsed[child].upos == Upos::Num && !run.last().is_some_and(|t| weekday(*t) || part(*t));
        if words.start != next || !modifies || !(names || numbers) {
            break;
        }
        named |= names;
        next = words.end;
        run.push(child);
    }
    if named { run } else { Vec::new() }
}
