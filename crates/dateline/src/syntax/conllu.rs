//! CoNLL-U, the exchange format of Universal Dependencies <https://universaldependencies.org/format.html>.

use std::io::{self, Write};
use std::ops::Range;

use super::{Deprel, NameKind, Parsed, Sentence, Token, Upos};
use crate::reading::SentenceKind;
use crate::span::{CharIndex, Span};

/// A document whose sentences and words are given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pretokenised {
    /// From `# newdoc id`.
    pub id: String,
    /// The words in order, with a blank between them where `SpaceAfter=No` does not forbid it.
    pub text: String,
    /// From `# sent_id`, one a sentence; empty where there was none.
    sentence_ids: Vec<String>,
    sentences: Vec<Range<u32>>,
    words: Vec<Span>,
    compounds: Vec<Compound>,
}

/// A multiword token: words that are written as one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Compound {
    tokens: Range<u32>,
    form: String,
}

/// What is wrong with a CoNLL-U file.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Malformed {
    /// Counted from one.
    pub line: usize,
    /// In words.
    pub what: &'static str,
}

/// Reads the sentences and words of a CoNLL-U file; all other columns are left out. Without `# newdoc`, the whole file
/// is one document. Empty nodes are skipped.
///
/// # Errors
/// Where a line is no word of CoNLL-U.
pub fn read(file: &str) -> Result<Vec<Pretokenised>, Malformed> {
    let mut documents: Vec<Pretokenised> = Vec::new();
    let mut in_sentence = false;
    let mut sentence_id = String::new();
    // The last word of the multiword token that is open, and whether a blank follows it.
    let mut compound: Option<(u32, bool)> = None;
    let mut blank = false;
    for (number, line) in file.lines().enumerate() {
        let malformed = |what| Malformed { line: number + 1, what };
        if line.trim().is_empty() {
            in_sentence = false;
            compound = None;
            continue;
        }
        if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            let value = value.trim().to_owned();
            match key.trim() {
                "newdoc id" | "newdoc" => {
                    documents.push(Pretokenised { id: value, ..Pretokenised::default() });
                    blank = false;
                }
                "sent_id" => sentence_id = value,
                _ => {}
            }
            continue;
        }
        let mut columns = line.split('\t');
        let (Some(id), Some(form)) = (columns.next(), columns.next()) else {
            return Err(malformed("a word needs an ID and a FORM, with a tab between"));
        };
        if id.contains('.') {
            continue;
        }
        let misc = columns.nth(7).unwrap_or("_");
        let spaced = !misc.split('|').any(|m| m == "SpaceAfter=No");
        if documents.is_empty() {
            documents.push(Pretokenised::default());
        }
        let Some(document) = documents.last_mut() else { continue };
        let count = document.words.len() as u32;
        if !in_sentence {
            document.sentences.push(count..count);
            document.sentence_ids.push(std::mem::take(&mut sentence_id));
            in_sentence = true;
        }
        let parse = |text: &str| text.parse::<u32>().map_err(|_| malformed("an ID is a number, or a range of two"));
        if let Some((first, last)) = id.split_once('-') {
            let (first, last) = (parse(first)?, parse(last)?);
            let length = last.checked_sub(first).ok_or(malformed("a range runs backwards"))? + 1;
            document.compounds.push(Compound { tokens: count..count.saturating_add(length), form: form.to_owned() });
            compound = Some((last, spaced));
            continue;
        }
        let number = parse(id)?;
        if form.is_empty() {
            return Err(malformed("a word needs a FORM"));
        }
        if blank {
            document.text.push(' ');
        }
        let start = document.text.len();
        document.text.push_str(form);
        document.words.push(Span::new(start, document.text.len()));
        if let Some(sentence) = document.sentences.last_mut() {
            sentence.end = count + 1;
        }
        blank = match compound {
            Some((last, after)) if number >= last => {
                compound = None;
                after
            }
            Some(_) => false,
            None => spaced,
        };
    }
    for document in &mut documents {
        let count = document.words.len() as u32;
        document.compounds.retain(|c| c.tokens.end <= count);
        let filled = |(sentence, id): (Range<u32>, String)| (!sentence.is_empty()).then_some((sentence, id));
        let sentences = std::mem::take(&mut document.sentences);
        let ids = std::mem::take(&mut document.sentence_ids);
        (document.sentences, document.sentence_ids) = sentences.into_iter().zip(ids).filter_map(filled).unzip();
    }
    Ok(documents)
}

impl Pretokenised {
    /// The words without tags, trees and names.
    pub fn segmented(&self) -> Parsed<'_> {
        let mut parsed = Parsed::new(&self.text);
        parsed.tokens = self.words.iter().map(|span| Token::new(*span, &self.text)).collect();
        for tokens in &self.sentences {
            let span = self.words[tokens.start as usize].join(self.words[tokens.end as usize - 1]);
            parsed.sentences.push(Sentence { span, tokens: tokens.clone(), kind: SentenceKind::Body });
        }
        parsed.index_children();
        parsed
    }

    /// Writes `parsed`, which must be this document's, with its own sentence ids and multiword tokens.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, parsed: &Parsed<'_>, out: &mut impl Write) -> io::Result<()> {
        document(parsed, &self.id, &self.sentence_ids, &self.compounds, out)
    }
}

/// Writes a document: FORM, LEMMA, UPOS, FEATS, HEAD, DEPREL; in MISC `SpaceAfter=No`, `start_char` and `end_char` in
/// code points, and `NE` (BIO of PER, ORG, LOC).
///
/// # Errors
/// Those of `out`.
pub fn write(parsed: &Parsed<'_>, id: &str, out: &mut impl Write) -> io::Result<()> {
    document(parsed, id, &[], &compounds(parsed), out)
}

/// The multiword tokens of English: a clitic and the word before it, where no blank parts them.
fn compounds(parsed: &Parsed<'_>) -> Vec<Compound> {
    let mut out: Vec<Compound> = Vec::new();
    for sentence in &parsed.sentences {
        for token in sentence.tokens.clone().skip(1) {
            let (previous, span) = (parsed[token - 1].span, parsed[token].span);
            if previous.end != span.start || !is_clitic(parsed.word(token - 1), parsed.word(token)) {
                continue;
            }
            match out.last_mut().filter(|c| c.tokens.end == token) {
                Some(open) => open.tokens.end += 1,
                None => out.push(Compound { tokens: token - 1..token + 1, form: String::new() }),
            }
        }
    }
    for compound in &mut out {
        parsed.span(&compound.tokens).of(parsed.text).clone_into(&mut compound.form);
    }
    out
}

fn is_clitic(before: &str, word: &str) -> bool {
    if !before.chars().next_back().is_some_and(char::is_alphanumeric) && !before.ends_with(['.', '\'', '’']) {
        return false;
    }
    let mut chars = word.chars().map(|c| if c == '’' { '\'' } else { c.to_ascii_lowercase() });
    let mut letters = ['\0'; 4];
    for slot in &mut letters {
        *slot = chars.next().unwrap_or('\0');
    }
    match letters {
        ['\'', 's' | 'm' | 'd', '\0', _] | ['\'', 'r' | 'v', 'e', '\0'] | ['\'', 'l', 'l', '\0'] => true,
        ['n', '\'', 't', '\0'] => true,
        ['n', 'o', 't', '\0'] => before.eq_ignore_ascii_case("can"),
        ['n', 'a', '\0', _] => before.eq_ignore_ascii_case("gon") || before.eq_ignore_ascii_case("wan"),
        ['t', 'a', '\0', _] => before.eq_ignore_ascii_case("got"),
        _ => false,
    }
}

fn document(
    parsed: &Parsed<'_>,
    id: &str,
    sentence_ids: &[String],
    compounds: &[Compound],
    out: &mut impl Write,
) -> io::Result<()> {
    let index = CharIndex::new(parsed.text);
    let mut names = parsed.names.iter().peekable();
    let mut compounds = compounds.iter().peekable();
    writeln!(out, "# newdoc id = {id}")?;
    for (n, sentence) in parsed.sentences.iter().enumerate() {
        match sentence_ids.get(n).filter(|id| !id.is_empty()) {
            Some(given) => writeln!(out, "# sent_id = {given}")?,
            None => writeln!(out, "# sent_id = {id}-{}", n + 1)?,
        }
        writeln!(out, "# text = {}", one_line(sentence.span.of(parsed.text)))?;
        let number = |token: u32| token + 1 - sentence.tokens.start;
        // Whether no blank follows the byte; the text's end counts as blank.
        let glued = |end: u32| parsed.text[end as usize..].chars().next().is_some_and(|c| !c.is_whitespace());
        for at in sentence.tokens.clone() {
            let token = &parsed[at];
            while compounds.next_if(|c| c.tokens.start < at).is_some() {}
            let mut inside = false;
            if let Some(compound) = compounds.peek().filter(|c| c.tokens.start == at) {
                let (first, last) = (number(at), number(compound.tokens.end - 1));
                let space = if glued(parsed[compound.tokens.end - 1].span.end) { "SpaceAfter=No" } else { "_" };
                writeln!(out, "{first}-{last}\t{}\t_\t_\t_\t_\t_\t_\t_\t{space}", one_line(&compound.form))?;
                inside = true;
            }
            while names.next_if(|name| name.tokens.end <= at).is_some() {}
            let name = names.peek().filter(|name| name.tokens.contains(&at));
            write!(
                out,
                "{}\t{}\t{}\t{}\t_\t{}\t{}\t{}\t_\t",
                number(at),
                one_line(parsed.word(at)),
                if token.lemma.is_empty() { "_".into() } else { one_line(&token.lemma) },
                token.upos.label(),
                token.feats,
                token.head.map_or(0, number),
                if token.head.is_none() { Deprel::Root.label() } else { token.deprel.label() },
            )?;
            if !inside && glued(token.span.end) {
                write!(out, "SpaceAfter=No|")?;
            }
            write!(out, "start_char={}|end_char={}", index.chars(token.span.start), index.chars(token.span.end))?;
            match name {
                Some(name) if name.tokens.start == at => writeln!(out, "|NE=B-{}", kind_label(name.kind))?,
                Some(name) => writeln!(out, "|NE=I-{}", kind_label(name.kind))?,
                None => writeln!(out, "|NE=O")?,
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn kind_label(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "PER",
        NameKind::Organisation => "ORG",
        NameKind::Location => "LOC",
    }
}

/// Tabs and line ends would break the format.
fn one_line(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(char::is_whitespace) {
        text.split_whitespace().collect::<Vec<_>>().join(" ").into()
    } else {
        text.into()
    }
}

impl Token {
    /// A word that no layer has looked at: lower-case form as lemma, no head.
    pub fn new(span: Span, text: &str) -> Self {
        Self {
            span,
            lemma: span.of(text).to_lowercase().into(),
            upos: Upos::X,
            feats: super::Feats::default(),
            head: None,
            deprel: Deprel::Root,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# newdoc id = d\n# sent_id = s1\n# text = We don't.\n1\tWe\t_\t_\t_\t_\t_\t_\t_\t_\n\
                        2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n2\tdo\t_\t_\t_\t_\t_\t_\t_\t_\n\
                        3\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n4\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n";

    #[test]
    fn given_words_are_kept() {
        let documents = read(FILE).expect("well formed");
        assert_eq!(documents.len(), 1);
        assert_eq!(documents[0].text, "We don't.");
        let mut out = Vec::new();
        documents[0].write(&documents[0].segmented(), &mut out).expect("a vector takes all");
        let out = String::from_utf8(out).expect("text");
        assert!(out.contains("# sent_id = s1\n# text = We don't.\n"), "{out}");
        assert!(out.contains("\n2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n2\tdo\t"), "{out}");
        assert_eq!(read(&out).expect("well formed"), documents);
    }

    #[test]
    fn raw_text_round_trips() {
        let text = "\"They can't,\" he said.\n\nThe U.S.'s army cannot. Sévaré's fell!";
        let parsed = crate::text::segment(text);
        let mut out = Vec::new();
        write(&parsed, "x", &mut out).expect("a vector takes all");
        let read = read(&String::from_utf8(out).expect("text")).expect("well formed");
        let again = read[0].segmented();
        let words = |p: &Parsed<'_>| (0..p.tokens.len() as u32).map(|t| p.word(t).to_owned()).collect::<Vec<_>>();
        assert_eq!(words(&again), words(&parsed));
        assert_eq!(again.sentences.len(), parsed.sentences.len());
    }

    #[test]
    fn broken_files_are_told() {
        assert_eq!(read("1 no tab").expect_err("no tab").line, 1);
        assert!(read("x\tword\t_").is_err());
        assert!(read("5-2\tword\t_\t_\t_\t_\t_\t_\t_\t_").is_err());
        assert!(read("").expect("empty").is_empty());
    }
}
