//! From attributions and quotations to statements: how far the words of each reach.

use std::ops::Range;

use super::cue::Attribution;
use super::quote::Quotation;
use super::reach;
use super::tree::{Trees, hull};
use crate::lexicon::cues::{Class, Cues};
use crate::span::Span;
use crate::syntax::Upos;

/// Who says what, before names are resolved.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) class: Class,
    pub(super) cue: Option<Range<u32>>,
    /// The head of the words that name the source, and these words.
    pub(super) source: Option<(u32, Range<u32>)>,
    pub(super) content: Span,
    pub(super) direct: bool,
    /// Whether the cue leaves open if the content is so.
    pub(super) open: bool,
    /// Whether a source that is not named here is that of the statement before.
    pub(super) goes_on: bool,
}

/// The statements that attributions and quotations make, in no order.
pub(super) fn statements(
    trees: &Trees<'_, '_>,
    cues: &Cues,
    mut found: Vec<Attribution>,
    quotations: &[Quotation],
) -> Vec<Statement> {
    part_from_participles(trees, &mut found);
    let quotes = Quotes { text: trees.parsed.text, all: quotations };
    let mut taken = vec![false; quotations.len()];
    let mut statements: Vec<Statement> = Vec::new();
    for attribution in &found {
        statements.extend(statement(trees, cues, attribution, &quotes, &mut taken));
    }
    go_on(trees, &quotes, &taken, &mut statements);
    statements
}

/// "X said A, adding that B": A ends before the participle, whose source is X too.
fn part_from_participles(trees: &Trees<'_, '_>, found: &mut [Attribution]) {
    for i in 1..found.len() {
        let (cue, sentence) = (found[i].cue.clone(), trees.sentence(found[i].head));
        if !found[i].joint || cue.start == sentence.start || trees.upos(cue.start - 1) != Upos::Punct {
            continue;
        }
        let (before, rest) = found.split_at_mut(i);
        let outer = before.iter_mut().rev().take_while(|o| o.head >= sentence.start).find(|o| {
            !o.joint
                && o.class.is_speech()
                && o.source.is_some()
                && o.content.as_ref().is_some_and(|c| c.contains(&cue.start))
        });
        if let Some(outer) = outer {
            if let Some(content) = &mut outer.content {
                let shorter = trees.trimmed(content.start..cue.start);
                if shorter.is_empty() {
                    continue;
                }
                *content = shorter;
            }
            rest[0].source.clone_from(&outer.source);
        } else if rest[0].source.is_none() {
            // "according to the mayor, adding that"
            let outer = before.iter().rev().take_while(|o| o.head >= sentence.start).find(|o| o.source.is_some());
            rest[0].source = outer.and_then(|o| o.source.clone());
        }
    }
}

/// The quotations of a text, to be asked where.
struct Quotes<'a> {
    text: &'a str,
    all: &'a [Quotation],
}

impl Quotes<'_> {
    /// The index of the quotation that holds a byte.
    fn holding(&self, byte: u32) -> Option<usize> {
        let at = self.all.partition_point(|q| q.outer.end <= byte);
        self.all.get(at).filter(|q| q.outer.start <= byte).map(|_| at)
    }

    /// The indices of the quotations that share a byte with `span`.
    fn touching(&self, span: Span) -> Range<usize> {
        let from = self.all.partition_point(|q| q.outer.end <= span.start);
        let to = self.all.partition_point(|q| q.outer.start < span.end);
        from..to.max(from)
    }

    /// Whether a quotation ends as a sentence does.
    fn is_finished(&self, quotation: usize) -> bool {
        self.all[quotation].inner.of(self.text).trim_end().ends_with(['.', '!', '?'])
    }

    /// Whether nothing but blanks and commas stands between two places.
    fn is_bare(&self, from: u32, to: u32) -> bool {
        from <= to
            && to - from < 80
            && self.text[from as usize..to as usize]
                .chars()
                .all(|c| c.is_whitespace() || matches!(c, ',' | '-' | '—' | '–' | ':' | '"' | '”' | '“' | '\''))
    }
}

/// What one attribution says, and over which quotations its words reach.
fn statement(
    trees: &Trees<'_, '_>,
    cues: &Cues,
    attribution: &Attribution,
    quotes: &Quotes<'_>,
    taken: &mut [bool],
) -> Option<Statement> {
    if attribution.joint && attribution.source.is_none() {
        return None;
    }
    let parsed = trees.parsed;
    let cue = parsed.span(&attribution.cue);
    let mut content = attribution.content.as_ref().map(|c| parsed.span(c));
    let mut direct = false;
    let own = quotes.holding(cue.start);
    if let Some(own) = own {
        // A cue inside a quotation attributes words of the quotation alone.
        let inner = quotes.all[own].inner;
        let inside = content?;
        let (start, end) = (inside.start.max(inner.start), inside.end.min(inner.end));
        content = Some(Span { start, end }).filter(|_| start < end);
    } else if attribution.class.is_speech() {
        let phrase = phrase(attribution).map_or(cue, |p| parsed.span(&p));
        // A quotation that ends with a full stop is a sentence of its own: "“A.” He said B".
        let before = just_before(phrase, quotes).filter(|i| !quotes.is_finished(*i));
        if content.is_none() && before.is_none() {
            content = reach::guess(trees, cues, attribution).map(|c| parsed.span(&c));
        }
        if let Some(clause) = content {
            for i in quotes.touching(clause) {
                let quotation = quotes.all[i];
                let whole = quotation.outer.contains(clause);
                // The marks belong to what is said where not all of it stands between them.
                let begins = clause.start + 2 >= quotation.inner.start;
                let reach = if whole || begins { quotation.inner } else { quotation.outer };
                content = Some(if whole { reach } else { content.map_or(reach, |c| c.join(reach)) });
                direct |= whole;
                taken[i] = true;
            }
        } else {
            let i = beside(trees, attribution, phrase, quotes)?;
            taken[i] = true;
            direct = true;
            content = Some(quotes.all[i].inner);
        }
        // "A," X said B
        if let (Some(i), Some(said)) = (before, content)
            && !taken[i]
            && !said.overlaps(quotes.all[i].outer)
        {
            taken[i] = true;
            direct = true;
            content = Some(said.join(quotes.all[i].inner));
        }
        // "A," X said. "B": one statement.
        if direct && let Some(said) = content {
            let next = quotes.all.partition_point(|q| q.outer.start < said.end.max(phrase.end));
            if let Some(quotation) = quotes.all.get(next)
                && !taken[next]
                && said.end <= phrase.start + 4
                && goes_on_after(trees, quotes, phrase.end, said.join(quotation.inner), quotation)
            {
                taken[next] = true;
                content = Some(said.join(quotation.inner));
            }
        }
    }
    Some(Statement {
        class: attribution.class,
        cue: Some(attribution.cue.clone()),
        source: attribution.source.clone(),
        content: content?,
        direct,
        open: attribution.open,
        goes_on: false,
    })
}

/// The quotation that ends just before an attributing phrase.
fn just_before(phrase: Span, quotes: &Quotes<'_>) -> Option<usize> {
    let next = quotes.all.partition_point(|q| q.outer.end <= phrase.start);
    next.checked_sub(1).filter(|i| quotes.is_bare(quotes.all[*i].outer.end, phrase.start))
}

/// Whether a quotation after an attributing phrase goes on with what was said: at once, or at the start of the next
/// sentence of the paragraph; and the words between are few beside what is said.
fn goes_on_after(trees: &Trees<'_, '_>, quotes: &Quotes<'_>, from: u32, whole: Span, quotation: &Quotation) -> bool {
    if from > quotation.outer.start {
        return false;
    }
    let between = Span { start: from, end: quotation.outer.start };
    let few = between.len() * 3 < whole.len();
    let next = few && is_rest_of_sentence(trees, from, between.end) && starts_sentence(trees, quotation);
    // "The only thing," one official told the paper, "is money": a sentence that its quotation goes on with.
    let first = quotation.inner.of(quotes.text).chars().next();
    let within = between.len() < 40
        && between.of(quotes.text).trim_end().ends_with(',')
        && first.is_some_and(char::is_lowercase);
    !between.of(quotes.text).contains('\n') && (quotes.is_bare(from, between.end) || next || within)
}

/// Whether a quotation begins where a sentence does.
fn starts_sentence(trees: &Trees<'_, '_>, quotation: &Quotation) -> bool {
    let sentences = &trees.parsed.sentences;
    // The mark may have been left to the sentence before.
    let at = sentences.partition_point(|s| s.span.end <= quotation.inner.start);
    sentences.get(at).is_some_and(|s| s.span.start + 2 >= quotation.outer.start)
}

/// Source and cue together, where they stand in one sentence.
fn phrase(attribution: &Attribution) -> Option<Range<u32>> {
    // "he said, adding": what stands before belongs to the first cue.
    let (_, named) = attribution.source.as_ref().filter(|_| !attribution.joint)?;
    let near = named.end + 12 > attribution.cue.start && attribution.cue.end + 12 > named.start;
    near.then(|| hull(named, &attribution.cue))
}

/// The quotation that a cue without a clause attributes: just before its words, or after them in the sentence or, after
/// a colon, in the next line.
fn beside(trees: &Trees<'_, '_>, attribution: &Attribution, phrase: Span, quotes: &Quotes<'_>) -> Option<usize> {
    if let Some(before) = just_before(phrase, quotes) {
        return Some(before);
    }
    let next = quotes.all.partition_point(|q| q.outer.end <= phrase.start);
    let after = quotes.all.get(next).filter(|q| q.outer.start >= phrase.end)?;
    let sentence = trees.parsed.sentence(attribution.head).span;
    let line = Span { start: phrase.end, end: after.outer.start };
    let between = line.of(quotes.text).trim_end();
    let same = after.outer.start < sentence.end || is_rest_of_sentence(trees, phrase.end, after.outer.start);
    (same && line.len() < 200 && (between.ends_with([',', ':']) || between.is_empty())).then_some(next)
}

/// Whether the rest of the attributing sentence stands between its phrase and the quotation, and no other sentence.
fn is_rest_of_sentence(trees: &Trees<'_, '_>, from: u32, to: u32) -> bool {
    let sentences = &trees.parsed.sentences;
    let first = sentences.partition_point(|s| s.span.end < from);
    let Some(own) = sentences.get(first) else { return true };
    let rest = Span { start: own.span.end.max(from).min(to), end: to };
    rest.of(trees.parsed.text).chars().all(char::is_whitespace)
}

/// Quotations that nobody was found to utter go on with the statement just before, or stand alone after it.
fn go_on(trees: &Trees<'_, '_>, quotes: &Quotes<'_>, taken: &[bool], statements: &mut Vec<Statement>) {
    let mut ends: Vec<(u32, usize)> = statements
        .iter()
        .enumerate()
        .filter(|(_, s)| s.class.is_speech() && s.source.is_some())
        .map(|(i, s)| (sentence_end(trees, s), i))
        .collect();
    ends.sort_unstable();
    let mut more = Vec::new();
    for (quotation, _) in quotes.all.iter().zip(taken).filter(|(_, taken)| !**taken) {
        let sentences = &trees.parsed.sentences;
        let first = sentences.partition_point(|s| s.span.end <= quotation.inner.start);
        let is_sentence = sentences
            .get(first)
            .is_some_and(|s| s.span.start + 2 >= quotation.outer.start && s.span.end <= quotation.outer.end + 2);
        if !is_sentence || quotation.inner.of(quotes.text).split_whitespace().nth(3).is_none() {
            continue;
        }
        let before = ends.partition_point(|(end, _)| *end <= quotation.outer.start);
        let Some((end, i)) = before.checked_sub(1).map(|b| ends[b]) else { continue };
        if !quotes.is_bare(end, quotation.outer.start) {
            continue;
        }
        let said = statements[i].content.join(quotation.inner);
        let from = statements[i].cue.as_ref().map_or(end, |c| trees.parsed.span(c).end);
        let at_once = statements[i].direct && goes_on_after(trees, quotes, from, said, quotation);
        if at_once {
            statements[i].content = said;
        } else {
            more.push(Statement {
                class: Class::Say,
                cue: None,
                source: statements[i].source.clone(),
                content: quotation.inner,
                direct: true,
                open: false,
                goes_on: true,
            });
        }
    }
    statements.extend(more);
}

/// Where the last sentence of a statement ends.
fn sentence_end(trees: &Trees<'_, '_>, statement: &Statement) -> u32 {
    let sentences = &trees.parsed.sentences;
    let last = statement.cue.as_ref().map_or(0, |c| trees.parsed.span(c).end).max(statement.content.end);
    let at = sentences.partition_point(|s| s.span.end < last);
    sentences.get(at).map_or(last, |s| s.span.end)
}
