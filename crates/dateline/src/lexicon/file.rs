//! The two forms that lexicon files take: tables for spreadsheets (`.tsv`) and entries with structure (`.toml`).

use crate::country::Country;
use serde::de::DeserializeOwned;

/// One file of a lexicon.
#[derive(Clone, Debug)]
pub struct File {
    /// Path below the lexicon's folder, with `/` between its parts.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// One thing that is wrong with a lexicon file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{line}: {message}")]
pub struct Problem {
    /// The file, below the lexicon's folder.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// What was expected, and what to do.
    pub message: String,
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    file: &'a File,
    /// Line in the file, from 1.
    pub line: usize,
    columns: &'a [&'a str],
    cells: &'a [&'a str],
}

impl<'a> Row<'a> {
    /// The cell of a column, without blanks around; empty where the row ends before it.
    ///
    /// # Panics
    /// If the table was not asked for that column in [`File::rows`]: a mistake in the program, not in the file.
    pub fn get(&self, column: &str) -> &'a str {
        let at = self.columns.iter().position(|c| *c == column).expect("a column the table was asked for");
        self.cells.get(at).copied().unwrap_or_default()
    }

    /// The parts of a cell that lists several, between `;`.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.get(column).split(';').map(str::trim).filter(|part| !part.is_empty())
    }

    /// The country whose alpha-3 code a cell holds.
    ///
    /// # Errors
    /// No country has that code.
    pub fn country(&self, column: &str) -> Result<Country, Problem> {
        let code = self.get(column);
        Country::parse(code).ok_or_else(|| self.problem(format!("{code:?} is no alpha-3 code")))
    }

    /// The same where the cell may be empty.
    ///
    /// # Errors
    /// It is not, and no country has that code.
    pub fn country_or_none(&self, column: &str) -> Result<Option<Country>, Problem> {
        if self.get(column).is_empty() { Ok(None) } else { self.country(column).map(Some) }
    }

    /// The path of the row's file.
    pub fn file(&self) -> &'a str {
        &self.file.path
    }

    /// Something that is wrong with this row.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        self.file.problem(self.line, message)
    }
}

impl File {
    /// Whether the file lies in a folder of the lexicon and has an extension.
    pub fn is_in(&self, folder: &str, extension: &str) -> bool {
        let path = std::path::Path::new(&self.path);
        path.starts_with(folder) && path.extension().is_some_and(|e| e == extension)
    }

    /// Something that is wrong on a line, counted from 1.
    pub fn problem(&self, line: usize, message: impl Into<String>) -> Problem {
        Problem { path: self.path.clone(), line, message: message.into() }
    }

    /// The line of a byte offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..offset.min(self.text.len())]).count()
    }

    /// Hands each row of a tab-separated table to `each`. The first line that is not a comment (`#`) names the columns;
    /// they must be exactly `columns`, in any order. What `each` returns as wrong is added to `problems`.
    pub fn rows(
        &self,
        columns: &[&str],
        problems: &mut Vec<Problem>,
        mut each: impl FnMut(Row<'_>) -> Result<(), Problem>,
    ) {
        let mut lines = self.text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        let Some((at, header)) = lines.next() else {
            return;
        };
        let header: Vec<&str> = header.split('\t').map(str::trim).collect();
        let mut sorted: (Vec<_>, Vec<_>) = (header.clone(), columns.to_vec());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        if sorted.0 != sorted.1 {
            let message = format!("the columns are {}; expected {}", header.join(", "), columns.join(", "));
            problems.push(self.problem(at + 1, message));
            return;
        }
        let mut cells = Vec::with_capacity(header.len());
        for (at, text) in lines {
            cells.clear();
            cells.extend(text.split('\t').map(str::trim));
            if cells.len() > header.len() {
                let message = format!("{} cells in a table of {} columns", cells.len(), header.len());
                problems.push(self.problem(at + 1, message));
                continue;
            }
            problems.extend(each(Row { file: self, line: at + 1, columns: &header, cells: &cells }).err());
        }
    }

    /// Reads a TOML file; what is wrong is added to `problems`. Wrap a field in [`toml::Spanned`] to have its place for
    /// [`File::line`].
    pub fn toml<T: DeserializeOwned>(&self, problems: &mut Vec<Problem>) -> Option<T> {
        match toml::from_str(&self.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let line = error.span().map_or(1, |span| self.line(span.start));
                problems.push(self.problem(line, error.message()));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> File {
        File { path: "x.tsv".into(), text: text.into() }
    }

    #[test]
    fn rows_know_their_lines_and_cells() {
        let file = file("# a comment\nname\talso\n\nMali\tRepublic of Mali; Soudan\nNiger\n");
        let (mut problems, mut seen) = (Vec::new(), Vec::new());
        file.rows(&["also", "name"], &mut problems, |row| {
            seen.push((row.line, row.get("name").to_owned(), row.list("also").count()));
            if row.get("also").is_empty() { Err(row.problem("no other name")) } else { Ok(()) }
        });
        assert_eq!(seen, [(4, "Mali".into(), 2), (5, "Niger".into(), 0)]);
        assert_eq!(problems[0].to_string(), "x.tsv:5: no other name");
    }

    #[test]
    fn a_wrong_header_is_named() {
        let mut problems = Vec::new();
        file("nmae\n").rows(&["name"], &mut problems, |_| Ok(()));
        assert_eq!(problems[0].to_string(), "x.tsv:1: the columns are nmae; expected name");
    }

    #[test]
    fn toml_errors_know_their_line() {
        let mut problems = Vec::new();
        let read: Option<std::collections::BTreeMap<String, u8>> = file("a = 1\nb = 'x'\n").toml(&mut problems);
        assert!(read.is_none());
        assert_eq!(problems[0].line, 2);
    }
}
