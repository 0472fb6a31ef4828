//! A reading for people: what happened, who says so, what is expected or feared.

use dateline::reading::{
    AssertedField, Casualties, Claim, Event, LinkKind, Outlook, Reading, Role, SentenceKind, Stance, Status, Tense,
};
use dateline::{Document, Lexicon};
use textwrap::core::display_width;

use super::words::{self, Names};
use super::{DOUBT, FAINT, HEADING, Look, STRONG, TOLL, WHEN, WHERE, WHO, clean, marks};

/// The page of one document. With `explain`, each event shows the words it was read from and what read them.
pub(crate) fn page(document: &Document, reading: &Reading, lexicon: &Lexicon, look: Look, explain: bool) -> String {
    let names = Names::new(reading, lexicon);
    let mut page = Page { out: String::new(), look, reading, names, explain };
    page.head(document);
    page.events();
    page.disputes();
    page.claims();
    page.relations();
    page.outlook();
    page.notes();
    page.out
}

/// A line between documents.
pub(crate) fn rule(look: Look) -> String {
    look.paint(FAINT, &"─".repeat(look.width)) + "\n\n"
}

struct Page<'a> {
    out: String,
    look: Look,
    reading: &'a Reading,
    names: Names<'a>,
    explain: bool,
}

/// Width of an id and the blanks around it.
const ID: usize = 5;
/// Width of the column of dates.
const DATE: usize = 13;
/// Width of the labels within an event, and of the kinds of claims.
const LABEL: usize = 9;
const KIND: usize = 16;

impl Page<'_> {
    fn head(&mut self, document: &Document) {
        let about = &self.reading.document;
        let title = about.title.clone().or_else(|| headline(document, self.reading));
        let title = title.as_deref().map_or_else(|| "(no headline)".into(), clean);
        self.block("", "", &self.look.paint(STRONG, &title));
        let mut from: Vec<String> = Vec::new();
        from.extend(about.publisher.as_deref().map(clean));
        from.extend(about.url.as_deref().or(about.path.as_deref().filter(|p| *p != "-")).map(clean));
        from.extend(about.source_id.as_deref().map(clean));
        from.extend((about.language != "en").then(|| format!("language: {}", clean(&about.language))));
        if !from.is_empty() {
            self.block("", "", &self.look.paint(FAINT, &from.join(" · ")));
        }
        let published = match &about.published {
            None => "Published on a day that neither the text nor its source tells".to_owned(),
            Some(published) => {
                let how = match published.basis.as_str() {
                    "given" => "as given".into(),
                    "metadata" => "from the page".into(),
                    basis => clean(basis),
                };
                let mut words = format!("Published {} ({how})", words::day(published.date));
                if !published.alternatives.is_empty() {
                    let others: Vec<_> = published.alternatives.iter().map(|d| words::day(*d)).collect();
                    words = format!("{words}, not {}", others.join(" or "));
                }
                words
            }
        };
        self.block("", "", &published);
        self.out.push('\n');
    }

    fn events(&mut self) {
        let of = |statuses: &'static [Status]| self.reading.events.iter().filter(|e| statuses.contains(&e.status));
        let sections = [
            ("What happened", of(&[Status::Happened, Status::Ongoing, Status::Attempted]).collect::<Vec<_>>()),
            ("Background", of(&[Status::Background]).collect()),
            (
                "Planned, possible or denied",
                of(&[Status::Planned, Status::Possible, Status::Hypothetical, Status::Denied]).collect(),
            ),
        ];
        if self.reading.events.is_empty() {
            self.heading("What happened");
            self.block("  ", "  ", "The program found no events in this text.");
            self.out.push('\n');
        }
        for (heading, events) in sections {
            if !events.is_empty() {
                self.heading(heading);
                for event in events {
                    self.event(event);
                    self.out.push('\n');
                }
            }
        }
    }

    fn event(&mut self, event: &Event) {
        let look = self.look;
        let when = event.when.as_ref().map(words::when).unwrap_or_default();
        let when = if when.is_empty() { "no date".to_owned() } else { when };
        let mut act = look.paint(STRONG, &words::act(event));
        if let Some(status) = words::status(event.status) {
            act = format!("{act} · {}", look.paint(DOUBT, status));
        }
        let located = |w: &dateline::reading::Where| Some(self.names.located(self.names.place(&w.place)?, w.inferred));
        let places: Vec<_> = event.places.iter().filter_map(located).collect();
        if !places.is_empty() {
            act = format!("{act} · {}", look.paint(WHERE, &places.join("; ")));
        }
        let mut lines = vec![(String::new(), act)];
        let mut add = |label: &str, words: String| {
            if !words.is_empty() {
                lines.push((label.to_owned(), words));
            }
        };
        add("who", self.who(event));
        for (at, toll) in event.casualties.iter().enumerate() {
            add(if at == 0 { "toll" } else { " " }, self.toll(toll));
        }
        add("outcome", self.outcome(event));
        add("says", words::sources(event, Stance::Asserts, &self.names).join(", "));
        add("denies", look.paint(DOUBT, &words::sources(event, Stance::Denies, &self.names).join(", ")));
        add("doubts", look.paint(DOUBT, &words::sources(event, Stance::Doubts, &self.names).join(", ")));
        add("part of", event.part_of.clone().unwrap_or_default());
        if self.explain {
            add("words", marks::marked(event, self.reading, look));
            add("rule", look.paint(FAINT, &clean(event.rule.as_deref().unwrap_or_default())));
        }
        self.card(&event.id, &when, &lines);
    }

    /// Who to whom, and with what; those who meet as equals stand side by side.
    fn who(&self, event: &Event) -> String {
        let paint = |names: Vec<String>, between: &str| {
            let painted: Vec<_> = names.iter().map(|name| self.look.paint(WHO, name)).collect();
            painted.join(between)
        };
        let of = |role| paint(self.names.of_role(event, role), ", ");
        let (from, to) = (of(Role::Initiator), of(Role::Recipient));
        let directed = match (from.is_empty(), to.is_empty()) {
            (true, true) => String::new(),
            (false, true) => from,
            (true, false) => format!("nobody named → {to}"),
            (false, false) => format!("{from} → {to}"),
        };
        let parties = paint(self.names.of_role(event, Role::Party), " and ");
        let with = of(Role::Instrument);
        let with = if with.is_empty() { with } else { format!("with {with}") };
        let parts = [directed, parties, with];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// A figure, with whose it is where it is not the article's own.
    fn toll(&self, toll: &Casualties) -> String {
        let words = self.look.paint(TOLL, &words::toll(toll));
        match toll.source.as_deref().filter(|s| *s != "outlet") {
            Some(source) => format!("{words}, says {}", self.names.source(source)),
            None => words,
        }
    }

    /// How it ended, with who says so where it is not the article.
    fn outcome(&self, event: &Event) -> String {
        let Some(outcome) = &event.outcome else {
            return String::new();
        };
        let says = event.assertions.iter().filter(|a| a.field == AssertedField::Outcome && a.stance == Stance::Asserts);
        let sources: Vec<_> = says.filter(|a| a.source != "outlet").map(|a| self.names.source(&a.source)).collect();
        match sources.as_slice() {
            [] => outcome.value.to_string(),
            sources => format!("{}, says {}", outcome.value, sources.join(", ")),
        }
    }

    /// Two columns: id and date at the left, labelled lines at the right.
    fn card(&mut self, id: &str, when: &str, lines: &[(String, String)]) {
        let look = self.look;
        let left: Vec<String> = textwrap::wrap(when, DATE).into_iter().map(std::borrow::Cow::into_owned).collect();
        let width = look.width.saturating_sub(ID + DATE + 2 + LABEL).max(20);
        let mut right = Vec::new();
        for (label, words) in lines {
            let (label, room) =
                if label.is_empty() { (String::new(), width + LABEL) } else { (pad(label, LABEL), width) };
            for (at, line) in textwrap::wrap(words, room).into_iter().enumerate() {
                let before = if at == 0 { look.paint(FAINT, &label) } else { " ".repeat(label.len()) };
                right.push(format!("{before}{line}"));
            }
        }
        for at in 0..left.len().max(right.len()) {
            let id = if at == 0 { look.paint(FAINT, &pad(&format!(" {id}"), ID)) } else { " ".repeat(ID) };
            let date = left.get(at).map_or("", String::as_str);
            let blank = " ".repeat(DATE + 2 - display_width(date));
            let line = right.get(at).map_or("", String::as_str);
            let line = format!("{id}{}{blank}{line}", look.paint(WHEN, date));
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    /// What one says against another, side by side, before each has their say.
    fn disputes(&mut self) {
        let claim = |id: &str| self.reading.claims.iter().find(|c| c.id == id);
        let of = |c: &Claim| c.source.as_deref().map_or_else(|| "somebody".to_owned(), |id| self.names.source(id));
        let disputes = self.reading.links.iter().filter(|l| l.kind == LinkKind::Disputes);
        let pairs: Vec<_> = disputes.filter_map(|l| Some((claim(&l.from)?, claim(&l.to)?))).collect();
        if pairs.is_empty() {
            return;
        }
        let lines: Vec<(String, String)> = pairs
            .into_iter()
            .map(|(from, to)| {
                let said = |c: &Claim| format!("{}: {}", self.look.paint(WHO, &of(c)), said(c));
                (said(from), format!("{} {}", self.look.paint(DOUBT, "against"), said(to)))
            })
            .collect();
        self.heading("What is disputed");
        for (one, other) in lines {
            self.block("  ", "    ", &one);
            self.block("    ", "    ", &other);
            self.out.push('\n');
        }
    }

    /// Who is hostile to whom, supports whom, holds which office, by subject; whose word it is, where not the article's.
    fn relations(&mut self) {
        let by_subject = grouped(self.reading.relations.iter(), |r| Some(r.subject.as_str()));
        if by_subject.is_empty() {
            return;
        }
        self.heading("How they stand to each other");
        for (subject, relations) in by_subject {
            let subject = self.look.paint(WHO, &self.names.source(subject.unwrap_or_default()));
            self.block("  ", "    ", &subject);
            for relation in relations {
                let place = self.names.place(&relation.object).map(|p| clean(&p.name));
                let mut words = place.unwrap_or_else(|| self.names.source(&relation.object));
                if relation.tense != Tense::Present {
                    words = format!("{words} ({})", relation.tense.word());
                }
                if let Some(source) = relation.source.as_deref().filter(|s| *s != "outlet") {
                    words = format!("{words}, says {}", self.names.source(source));
                }
                if self.explain
                    && let Some(evidence) = &relation.evidence
                {
                    words = format!("{words} {}", self.look.paint(FAINT, &format!("[{}]", clean(&evidence.quote))));
                }
                self.labelled(&relation.kind.word().replace('_', " "), &words);
            }
            self.out.push('\n');
        }
    }

    fn claims(&mut self) {
        // The article's own voice has been heard above: its events are all there.
        let claims = self.reading.claims.iter().filter(|c| c.source.as_deref() != Some("outlet"));
        let by_speaker = grouped(claims, |c| c.source.as_deref());
        if by_speaker.is_empty() {
            return;
        }
        self.heading("Who says what");
        for (speaker, claims) in by_speaker {
            let speaker = self.look.paint(WHO, &self.names.introduced(speaker));
            self.block("  ", "    ", &speaker);
            for claim in claims {
                self.claim(claim);
            }
            self.out.push('\n');
        }
    }

    fn claim(&mut self, claim: &Claim) {
        let words = said(claim);
        let disputes = self.reading.links.iter().filter(|l| l.kind == LinkKind::Disputes && l.from == claim.id);
        let disputed = disputes.filter_map(|l| self.reading.claims.iter().find(|c| c.id == l.to)?.source.as_deref());
        let mut disputed: Vec<_> = disputed.map(|source| self.names.source(source)).collect();
        disputed.dedup();
        let against = if disputed.is_empty() { String::new() } else { format!(" (against {})", disputed.join(", ")) };
        let mut words = format!("{words}{}", self.look.paint(DOUBT, &against));
        if self.explain
            && let Some(cue) = &claim.cue
        {
            words = format!("{words} {}", self.look.paint(FAINT, &format!("[{}]", clean(&cue.quote))));
        }
        self.labelled(claim.kind.word(), &words);
    }

    fn outlook(&mut self) {
        let by_speaker = grouped(self.reading.outlook.iter(), |o: &&Outlook| o.speaker.as_deref());
        if by_speaker.is_empty() {
            return;
        }
        self.heading("What is expected or feared");
        for (speaker, outlook) in by_speaker {
            let speaker = self.look.paint(WHO, &self.names.introduced(speaker));
            self.block("  ", "    ", &speaker);
            for item in outlook {
                let mut words = item.evidence.as_ref().map(|e| clean(&e.quote)).unwrap_or_default();
                match item.horizon.as_ref().map(|h| (h.from, h.to)) {
                    Some((_, Some(to))) => words = format!("{words} (by {})", words::day(to)),
                    Some((Some(from), None)) => words = format!("{words} (from {})", words::day(from)),
                    _ => {}
                }
                self.labelled(item.modality.word(), &words);
            }
            self.out.push('\n');
        }
    }

    fn notes(&mut self) {
        if self.reading.notes.is_empty() {
            return;
        }
        self.heading("Notes");
        for note in &self.reading.notes {
            self.block("  ", "  ", &clean(note));
        }
        self.out.push('\n');
    }

    fn heading(&mut self, words: &str) {
        let words = self.look.paint(HEADING, words);
        self.block("", "", &words);
        self.out.push('\n');
    }

    fn labelled(&mut self, label: &str, words: &str) {
        let before = format!("    {}", self.look.paint(FAINT, &pad(label, KIND)));
        self.block(&before, &" ".repeat(KIND + 4), words);
    }

    /// Wrapped words, with what stands before the first and the further lines.
    fn block(&mut self, first: &str, further: &str, words: &str) {
        self.out.push_str(&self.look.wrapped(first, further, words));
    }
}

/// What a claim says, in quotation marks where the words are the speaker's own.
fn said(claim: &Claim) -> String {
    let words = claim.content.as_ref().map(|c| clean(&c.quote)).unwrap_or_default();
    if claim.direct { format!("“{}”", words.trim_matches(['“', '”', '"', ',', ' '])) } else { words }
}

/// The words of the sentence that is the headline, where the title is not known apart from the text.
fn headline(document: &Document, reading: &Reading) -> Option<String> {
    let sentence = reading.sentences.iter().find(|s| s.kind == SentenceKind::Headline)?;
    let length = (sentence.end - sentence.start) as usize;
    Some(document.text.chars().skip(sentence.start as usize).take(length).collect())
}

/// Things by whose they are, in the order in which each is first met.
fn grouped<'a, T: 'a>(
    things: impl Iterator<Item = T>,
    whose: impl Fn(&T) -> Option<&'a str>,
) -> Vec<(Option<&'a str>, Vec<T>)> {
    let mut groups: Vec<(Option<&str>, Vec<T>)> = Vec::new();
    let mut known = std::collections::HashMap::new();
    for thing in things {
        let key = whose(&thing);
        let at = *known.entry(key).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push(thing);
    }
    groups
}

fn pad(words: &str, width: usize) -> String {
    format!("{words}{}", " ".repeat(width.saturating_sub(display_width(words)).max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reading as it might be of the example report, whatever the layers find in it today.
    fn example() -> (Document, Reading) {
        let document = Document::new(include_str!("../../../../examples/wire.txt"));
        (document, serde_json::from_str(include_str!("testdata/reading.json")).unwrap())
    }

    fn shown(width: usize, color: bool, explain: bool) -> String {
        let (document, reading) = example();
        page(&document, &reading, &Lexicon::built_in(), Look { width, color }, explain)
    }

    #[test]
    fn the_page_tells_what_happened_and_who_says_so() {
        insta::assert_snapshot!(shown(90, false, false));
    }

    #[test]
    fn the_page_explains_itself() {
        insta::assert_snapshot!(shown(90, false, true));
    }

    #[test]
    fn lines_keep_to_the_width_with_colours_and_without() {
        for width in [60, 80, 100] {
            for color in [false, true] {
                for line in shown(width, color, true).lines() {
                    assert!(display_width(line) <= width, "{width}: {line}");
                }
            }
        }
    }

    #[test]
    fn colours_add_nothing_but_themselves() {
        let plain = |page: &str| anstream::adapter::strip_str(page).to_string();
        assert_eq!(plain(&shown(90, true, true)), shown(90, false, true));
        assert_eq!(plain(&shown(90, false, true)), shown(90, false, true));
    }
}
