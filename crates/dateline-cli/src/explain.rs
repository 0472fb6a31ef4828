//! `dateline explain`: why a sentence was read as it was, for those who write the lexicon.

use std::fmt::Write as _;
use std::io::{Write as _, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use dateline::event::{Considered, Event, Refusal, Verdict};
use dateline::lexicon::frames::Frame;
use dateline::pipeline::Analysis;
use dateline::{Basis, Document, Lexicon, Published, Reader};
use jiff::civil::Date;

use crate::lexicon;
use crate::output::{DOUBT, FAINT, HEADING, Look, STRONG};

/// Show why a sentence was read as it was: the tree, each word that may name an event, what was read and what refused.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The sentence, or some.
    #[arg(required = true, value_name = "SENTENCE")]
    words: Vec<String>,

    /// The day it was published, as 2026-04-25.
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,

    /// A folder of lexicon files to lay over the built-in ones.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = Reader::new(lexicon::load(args.lexicon.as_deref())?);
    let mut document = Document::new(args.words.join(" "));
    document.published = args.published.map(|date| Published { date, basis: Basis::Given });
    // A sentence is too short to tell a language by; who asks has chosen one that can be read.
    document.language = Some("en".into());
    let (analysis, considered) = reader.explain(&document);
    let page =
        Page { analysis: &analysis, considered: &considered, lexicon: reader.lexicon(), look: Look::of_stdout() };
    stdout().lock().write_all(page.render().as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

struct Page<'a> {
    analysis: &'a Analysis<'a>,
    considered: &'a [Considered],
    lexicon: &'a Lexicon,
    look: Look,
}

impl Page<'_> {
    fn render(&self) -> String {
        let mut page = String::new();
        let parsed = &self.analysis.parsed;
        for sentence in &parsed.sentences {
            line(&mut page, 0, &self.look.paint(HEADING, &crate::output::clean(sentence.span.of(parsed.text))));
            let root = sentence.tokens.clone().find(|t| parsed[*t].head.is_none());
            if let Some(root) = root {
                self.tree(&mut page, root, 1);
            }
            let own: Vec<_> = self.considered.iter().filter(|c| sentence.tokens.contains(&c.head)).collect();
            if own.is_empty() {
                line(&mut page, 1, "No word here that the lexicon has as an event.");
            }
            for considered in own {
                page.push('\n');
                self.considered(&mut page, considered);
            }
            page.push('\n');
        }
        page
    }

    /// A word and below it what depends on it, in the order of the sentence.
    fn tree(&self, page: &mut String, token: u32, depth: usize) {
        let parsed = &self.analysis.parsed;
        let word = &parsed[token];
        let labels = format!("{} {}", word.upos.label().to_lowercase(), word.deprel.label());
        line(page, depth, &format!("{} {}", parsed.word(token), self.look.paint(FAINT, &labels)));
        // A sentence of the usual kind is far less deep.
        if depth < 60 {
            parsed.children(token).for_each(|child| self.tree(page, child, depth + 1));
        }
    }

    fn considered(&self, page: &mut String, considered: &Considered) {
        let frame = &self.lexicon.frames.frames[considered.frame];
        let parsed = &self.analysis.parsed;
        let word = self.look.paint(STRONG, parsed.word(considered.head));
        let kind = frame.mode.as_ref().map_or(frame.plover.to_owned(), |mode| format!("{}/{mode}", frame.plover));
        let source = self.look.paint(FAINT, &format!("({})", frame.source));
        match &considered.verdict {
            Verdict::Refused(refusal) => {
                let verdict = self.look.paint(DOUBT, "refused");
                line(page, 1, &format!("{word}: no {kind} {source}: {verdict}, {}", self.refusal(*refusal, frame)));
            }
            Verdict::Read { event, steps, slots } => {
                line(page, 1, &format!("{word}: {kind} {source}"));
                for slot in slots {
                    let nominal = parsed.span(&parsed.nominal(slot.head));
                    let at = if slot.slot.is_empty() { String::new() } else { format!(", its {:?}", slot.slot) };
                    line(page, 2, &format!("{:10} \"{}\"{at}", slot.role.to_string(), nominal.of(parsed.text)));
                }
                self.event(page, considered.head, &self.analysis.events[*event], steps);
            }
        }
    }

    fn event(&self, page: &mut String, head: u32, event: &Event, steps: &[dateline::event::Step]) {
        let parsed = &self.analysis.parsed;
        let mut status = format!("{:10} {}", "status", event.status);
        for step in steps {
            write!(status, "; {} by \"{}\"", step.status, parsed.word(step.by)).expect("writing to memory");
        }
        line(page, 2, &status);
        if event.head != head {
            line(page, 2, &format!("{:10} of \"{}\"", "account", parsed.word(event.head)));
            return;
        }
        for participant in &event.participants {
            let words = participant.span.map_or("", |span| span.of(parsed.text));
            let actor = participant.actor.map_or(String::new(), |a| {
                let actor = &self.analysis.actors.actors[a];
                let country = actor.country.map_or(String::new(), |c| format!(", {c}"));
                format!(" = {} [{}{country}]", actor.name, actor.kind)
            });
            line(page, 2, &format!("{:10} \"{words}\" ({}){actor}", participant.role.to_string(), participant.kind));
        }
        for toll in &event.casualties {
            let number = |n: Option<u32>| n.map_or("?".to_owned(), |n| n.to_string());
            let range = format!("{}..{}, best {}", number(toll.low), number(toll.high), number(toll.best));
            line(page, 2, &format!("{:10} {} {range} \"{}\"", "toll", toll.kind, toll.span.of(parsed.text)));
        }
        if let Some((outcome, span)) = &event.outcome {
            line(page, 2, &format!("{:10} {outcome} \"{}\"", "outcome", span.of(parsed.text)));
        }
        if let Some(acled) = &event.acled {
            line(page, 2, &format!("{:10} {}, {}", "ACLED", acled.event_type, acled.sub_event_type));
        }
    }

    fn refusal(&self, refusal: Refusal, frame: &Frame) -> String {
        let list = |words: &[Box<str>]| {
            let mut shown = words.iter().take(6).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
            if words.len() > 6 {
                shown.push_str(" ...");
            }
            shown
        };
        match refusal {
            Refusal::Phrase => format!("none of its phrases is here: {}", list(&frame.phrases)),
            Refusal::Time => "it is part of an expression of time".into(),
            Refusal::Modifier => "it only modifies another word".into(),
            Refusal::Name => "it is part of a name".into(),
            Refusal::Document => "it is a paper that says something".into(),
            Refusal::Title => "it is what somebody is in charge of".into(),
            Refusal::Alone => format!("it stands without any of: {}", list(&frame.with)),
            Refusal::Barred(by) => format!("\"{}\" stands with it", self.analysis.parsed.word(by)),
            Refusal::Inanimate => "it is done to no person".into(),
            Refusal::Object => format!("it is done to none of: {}", list(&frame.objects)),
            Refusal::Subject => format!("it is done by none of: {}", list(&frame.subjects)),
            Refusal::Own => format!("what is said is no {} of the speaker's own", frame.own.join(" or ")),
            Refusal::Content => "it is what another event's words are about, or carries them".into(),
            Refusal::Generic => "the words speak of such events in general".into(),
            Refusal::Bare => "nobody, no place, no day and no toll stands with it".into(),
            Refusal::Speakerless => "nobody is told to have said or done it".into(),
        }
    }
}

fn line(page: &mut String, depth: usize, words: &str) {
    writeln!(page, "{:width$}{words}", "", width = depth * 2).expect("writing to memory");
}
