//! `dateline takedown`: withdraws documents on request, for good.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use dateline_record::{Erased, Record, Takedown};

use super::merge;
use crate::lexicon;
use crate::output::record::counted;

/// Take documents down: their words are erased from the record for good, and a tombstone says that and why.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The record.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,

    /// Ids of documents, or their first characters; or addresses, sources' ids, paths. Without any, what was taken down is
    /// listed.
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<String>,

    /// Who takes them down.
    #[arg(long, value_name = "NAME", requires = "documents")]
    who: Option<String>,

    /// Why, in a sentence. It stays in the record: name nobody whose name is to be gone.
    #[arg(long, value_name = "TEXT", requires = "documents")]
    why: Option<String>,

    /// Erase. Without this it is told what would be erased, and nothing is.
    #[arg(long, requires_all = ["documents", "who", "why"])]
    yes: bool,

    /// Clear what the file holds in unused places, where an earlier takedown could not since another program used it.
    #[arg(long, conflicts_with = "documents")]
    sweep: bool,

    /// A folder of lexicon files to lay over the built-in ones.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  dateline takedown --record war.db https://news.example/story
  dateline takedown --record war.db d90c1f --who Ann --why 'asked for by the family' --yes
  dateline takedown --record war.db

Erased are originals, texts, readings and addresses of all revisions, their accounts in all incidents that ever were, and what was
written in decisions about these alone. It cannot be undone, and the document is not taken in again. The journal's chain stays
whole: `dateline verify` shows it, and a head that was kept elsewhere still holds. Tables, digests and copies of the file that were
made before hold what they held.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let in_record = || args.record.display().to_string();
    let mut record = Record::open(&args.record).with_context(in_record)?;
    if args.sweep {
        return swept(&mut record, args);
    }
    if args.documents.is_empty() {
        for stone in record.tombstones().with_context(in_record)? {
            println!("{} withdrawn {} by {}: {}", stone.document, stone.at, stone.who, stone.why);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let (Some(who), Some(why), true) = (&args.who, &args.why, args.yes) else {
        told(&record.would_erase(&args.documents).with_context(in_record)?, "would be erased");
        println!("nothing is erased yet: say --who, --why and --yes");
        return Ok(ExitCode::SUCCESS);
    };
    let takedown = Takedown { documents: args.documents.clone(), who: who.clone(), why: why.clone() };
    let erased = record.take_down(&takedown).with_context(in_record)?;
    told(&erased, "erased");
    if erased.incidents > 0 {
        let lexicon = lexicon::load(args.lexicon.as_deref())?;
        println!("{}", merge::again(&mut record, &lexicon.merge).with_context(in_record)?);
    }
    swept(&mut record, args)
}

fn swept(record: &mut Record, args: &Args) -> anyhow::Result<ExitCode> {
    let name = args.record.display();
    if record.sweep().with_context(|| name.to_string())? {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "dateline: {name}: another program uses the record: unused places of the file may still hold erased words; end it and \
         say `dateline takedown --record {name} --sweep`"
    );
    Ok(ExitCode::from(1))
}

fn told(erased: &Erased, what: &str) {
    for document in &erased.documents {
        println!("{document} {what}");
    }
    let count = |number: usize, noun| counted(number as u64, noun);
    let (revisions, readings) = (count(erased.revisions, "revision"), count(erased.readings, "reading"));
    let incidents = count(erased.incidents, "incident");
    println!(
        "{revisions}, {readings}; accounts in {incidents}, now or earlier; the words of {}",
        count(erased.decisions, "decision")
    );
    for document in &erased.same_words {
        println!("{document} has the same words: take it down too where they are to be gone");
    }
    for decision in &erased.decisions_to_read {
        println!("decision {decision} is about others too: its words stay");
    }
}
