//! The forms that readings are printed in.

use std::io::{self, IsTerminal};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;

pub(crate) mod csv;
#[cfg(feature = "record")]
pub(crate) mod incidents;
pub(crate) mod json;
mod marks;
#[cfg(feature = "record")]
pub(crate) mod record;
pub(crate) mod table;
mod words;

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: what happened, who says so, what is expected or feared.
    Table,
    /// The whole record as one JSON object, indented.
    Json,
    /// The whole record as one JSON object a line.
    Jsonl,
    /// One row an event, for spreadsheets.
    Csv,
}

/// How text for people looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Columns of the terminal.
    pub(crate) width: usize,
    /// Whether escape sequences for colours may be used.
    pub(crate) color: bool,
}

pub(crate) const STRONG: Style = Style::new().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const HEADING: Style = Style::new().bold().underline();
pub(crate) const WHO: Style = AnsiColor::Cyan.on_default();
pub(crate) const WHERE: Style = AnsiColor::Green.on_default();
pub(crate) const WHEN: Style = AnsiColor::Blue.on_default();
pub(crate) const TOLL: Style = AnsiColor::Red.on_default();
pub(crate) const DOUBT: Style = AnsiColor::Yellow.on_default();

impl Look {
    /// Lines longer than this are hard to read.
    const WIDEST: usize = 100;
    const NARROWEST: usize = 60;

    /// What standard output can show: colours on a terminal only, and not where `NO_COLOR` is set.
    pub(crate) fn of_stdout() -> Self {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal().then(terminal_size::terminal_size).flatten();
        let width = terminal.map_or(Self::WIDEST, |(width, _)| usize::from(width.0));
        let color = AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
        Self { width: width.clamp(Self::NARROWEST, Self::WIDEST), color }
    }

    /// Words in a style, where colours may be used.
    pub(crate) fn paint(self, style: Style, words: &str) -> String {
        if self.color && !words.is_empty() { format!("{style}{words}{style:#}") } else { words.to_owned() }
    }

    /// Lines of words, with what stands before the first and the further ones.
    fn wrapped(self, first: &str, further: &str, words: &str) -> String {
        let options = textwrap::Options::new(self.width).initial_indent(first).subsequent_indent(further);
        textwrap::wrap(words, options).iter().map(|line| format!("{}\n", line.trim_end())).collect()
    }
}

/// Words of a document as a terminal may show them: on one line, and without characters that could steer it or turn the
/// direction of writing.
pub(crate) fn clean(words: &str) -> String {
    let shown = |c: char| {
        !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let parts = words.split_whitespace().map(|part| part.chars().filter(|c| shown(*c)).collect::<String>());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_document_cannot_steer_the_terminal() {
        assert_eq!(super::clean("two\n\u{1b}[31mred\u{7} \u{202e}lines"), "two [31mred lines");
    }
}
