//! `dateline decide`: what a person says of incidents and events.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use dateline_record::{Draft, Field, Record, Target};

use super::merge;
use crate::lexicon;

/// Decide on incidents and events of a record. Decisions are only added to, and hold after the next merger.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The record.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,

    /// What to decide.
    #[arg(value_enum)]
    verb: Verb,

    /// Ids of incidents or events, as `dateline incidents` shows them, or their first characters; for undo, the numbers of
    /// decisions; for answer, the number of an appeal, then those of the decisions that followed from it.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,

    /// The field to correct: type, mode, status, date, place, point, initiator, recipient, killed, injured ...
    #[arg(long, value_name = "FIELD", requires = "value")]
    field: Option<Field>,

    /// What it should be; '' for nothing known.
    #[arg(long, value_name = "VALUE", requires = "field", allow_hyphen_values = true)]
    value: Option<String>,

    /// Who decides.
    #[arg(long, value_name = "NAME")]
    who: String,

    /// Why, in a sentence.
    #[arg(long, value_name = "TEXT")]
    why: String,

    /// A folder of lexicon files to lay over the built-in ones.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Verb {
    /// It is as the record says.
    Accept,
    /// It is no such thing; a rejected event is in no incident.
    Reject,
    /// One field is otherwise.
    Correct,
    /// The events named after the incident are another one; where none is named, each of its events is one.
    Split,
    /// They are one incident.
    Merge,
    /// An earlier decision holds no more; ID is its number.
    Undo,
    /// Somebody whom it is about asks that it be corrected or withdrawn: see `dateline appeals`.
    Appeal,
    /// An appeal is answered: why, and which decisions followed from it, if any did.
    Answer,
}

impl From<Verb> for dateline_record::Verb {
    fn from(verb: Verb) -> Self {
        match verb {
            Verb::Accept => Self::Accept,
            Verb::Reject => Self::Reject,
            Verb::Correct => Self::Correct,
            Verb::Split => Self::Split,
            Verb::Merge => Self::Merge,
            Verb::Undo => Self::Undo,
            Verb::Appeal => Self::Appeal,
            Verb::Answer => Self::Answer,
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  dateline decide --record war.db accept i3f2a --who Ann --why 'three independent sources'
  dateline decide --record war.db correct i3f2a --field killed --value 14-17 --who Ann --why 'the mayor counted again'
  dateline decide --record war.db split i3f2a e90c1 --who Ben --why 'the second raid came a day later'";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let in_record = || args.record.display().to_string();
    let mut record = Record::open(&args.record).with_context(in_record)?;
    let draft = Draft {
        verb: args.verb.into(),
        ids: args.ids.clone(),
        correction: args.field.zip(args.value.clone()),
        who: args.who.clone(),
        why: args.why.clone(),
    };
    let decision = record.decide(&draft).with_context(in_record)?;
    let ids = decision.targets.iter().map(|target| match target {
        Target::Incident { id, .. }
        | Target::Event { id }
        | Target::Document { id }
        | Target::Decision { seq: id, .. } => id.as_str(),
    });
    println!("{}: {} {}", decision.seq, decision.verb, ids.collect::<Vec<_>>().join(" "));
    if !record.changes_incidents(&decision).with_context(in_record)? {
        return Ok(ExitCode::SUCCESS);
    }
    let profiles = &lexicon::load(args.lexicon.as_deref())?.merge;
    let applied = merge::rule(&record, profiles)?;
    match record.apply(&decision, applied, None).with_context(in_record)? {
        Some(incidents) if incidents.is_empty() => println!("no incident is left of it"),
        Some(incidents) => println!("now {}", incidents.join(" ")),
        None => println!("`dateline merge --record {}` puts it into effect", args.record.display()),
    }
    Ok(ExitCode::SUCCESS)
}
