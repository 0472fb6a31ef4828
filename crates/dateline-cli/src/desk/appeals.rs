//! `dateline appeals`: what people who are told of asked to be corrected or withdrawn, and what they were answered.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use dateline_record::{Appeal, Decision, Moment, Record, Target};

use crate::output::clean;

/// List what was asked to be corrected or withdrawn, each with what was answered.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The record.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,

    /// Only what nobody has answered.
    #[arg(long)]
    open: bool,
}

const EXAMPLES: &str = "\
Examples:
  dateline decide --record war.db appeal i3f2a --who Ann --why 'letter 12: two of those counted as dead are alive'
  dateline appeals --record war.db --open
  dateline decide --record war.db correct i3f2a --field killed --value 12 --who Ben --why 'letter 12; the hospital confirms it'
  dateline decide --record war.db answer 41 42 --who Ben --why 'corrected, as the hospital confirms it'

An appeal is about incidents or events, and changes nothing by itself. An answer names the decisions that followed from it, or says
why none did. Both stay in the record for good, and no table or digest shows them; yet write no name or address of whoever asks:
keep letters elsewhere, and say which it is. A report that should not be kept at all is withdrawn with `dateline takedown`,
which also erases what was asked and answered about it alone.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let in_record = || args.record.display().to_string();
    let record = Record::open(&args.record).with_context(in_record)?;
    for Appeal { asked, answers } in record.appeals(Moment::NOW).with_context(in_record)? {
        if args.open && !answers.is_empty() {
            continue;
        }
        let about: Vec<&str> = asked.targets.iter().filter_map(about).collect();
        let state = if answers.is_empty() { "open" } else { "answered" };
        println!("{} {state}: {}", asked.seq, about.join(" "));
        println!("    asked    {}", said(&asked));
        for answer in &answers {
            let followed: Vec<&str> = answer.followed().collect();
            let followed = if followed.is_empty() { String::new() } else { format!("; see {}", followed.join(", ")) };
            println!("    answered {} ({}){followed}", said(answer), answer.seq);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// When, by whom, in which words.
fn said(decision: &Decision) -> String {
    let day = decision.at.get(..10).unwrap_or(&decision.at);
    format!("{day} {}: {}", clean(&decision.who), clean(&decision.why))
}

fn about(target: &Target) -> Option<&str> {
    match target {
        Target::Incident { id, .. } | Target::Event { id } => Some(id),
        Target::Decision { .. } | Target::Document { .. } => None,
    }
}
