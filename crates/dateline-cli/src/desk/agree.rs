//! `dateline agree`: how far two coders agree.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use dateline_record::{Record, agree};

use crate::output::record::counted;

/// Say how far two coders agree, who decided on the same reports in two records.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The record of one coder.
    #[arg(value_name = "A.db")]
    a: PathBuf,

    /// The record of the other.
    #[arg(value_name = "B.db")]
    b: PathBuf,
}

const EXAMPLES: &str = "\
Example:
  cp war.db ann.db && cp war.db ben.db                       each decides alone
  dateline agree ann.db ben.db

First whether both see the same incidents (F1 over those accepted; two that share an event are one), then what they say of those:
the share of equal values and Krippendorff's alpha, which is 1 for full agreement and 0 for what chance would bring; nominal for
names, interval for days and figures. Copy a record while nothing writes to it.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let open = |path: &PathBuf| Record::open(path).with_context(|| path.display().to_string());
    let agreement = agree(&open(&args.a)?, &open(&args.b)?)?;
    let (a, b) = agreement.units;
    let both = counted(agreement.both as u64, "incident");
    println!("accepted by both: {both}, by {}: {a}, by {}: {b}", args.a.display(), args.b.display());
    let number = |number: Option<f64>| number.map_or("-".into(), |n| format!("{n:.3}"));
    println!("F1 {}\n", number(agreement.f1));
    println!("{:<12}{:>8}{:>8}{:>8}", "field", "units", "same", "alpha");
    for field in &agreement.fields {
        println!("{:<12}{:>8}{:>8}{:>8}", field.field, field.units, field.same, number(field.alpha));
    }
    Ok(ExitCode::SUCCESS)
}
