//! From what the caller names to the bytes of each document, in order, one at a time.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::bytes::{Line, read_bounded, read_line};
use crate::error::{Error, Origin, Problem};
use crate::input::{Format, Input};
use crate::raw::{Form, Raw};

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The form of all inputs.
    pub format: Format,
    /// The publication date of documents that do not carry one in their JSON line.
    pub published: Option<Date>,
    /// The most bytes that one document may have.
    pub limit: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { format: Format::Auto, published: None, limit: 64 << 20 }
    }
}

/// Every document of some inputs, in the order given; a folder's in the order of their paths.
pub struct Intake {
    options: Options,
    /// What is still to be opened, last first.
    pending: Vec<Pending>,
    /// A file of many documents that is being read.
    lines: Option<Lines>,
}

enum Pending {
    Input(Input),
    /// Found in a folder.
    Found(PathBuf),
}

struct Lines {
    source: Box<dyn BufRead + Send>,
    origin: Origin,
    line: u64,
}

impl Intake {
    /// Reads nothing yet.
    pub fn new(inputs: impl IntoIterator<Item = Input>, options: Options) -> Self {
        let mut pending: Vec<_> = inputs.into_iter().map(Pending::Input).collect();
        pending.reverse();
        Self { options, pending, lines: None }
    }

    fn open(&mut self, input: Pending) -> Option<Result<Raw, Error>> {
        match input {
            Pending::Input(Input::Stdin) => {
                self.stream(Origin::path("-"), Box::new(BufReader::new(io::stdin())), self.options.format).transpose()
            }
            Pending::Input(Input::Path(path)) if path.is_dir() => self.folder(&path).err().map(Err),
            Pending::Input(Input::Path(path)) | Pending::Found(path) => self.file(&path).transpose(),
        }
    }

    /// Puts a folder's files, and those of the folders in it, where they come next. Symbolic links are passed over:
    /// what they point to inside the folder is met anyway, and what lies outside was not asked for.
    fn folder(&mut self, root: &Path) -> Result<(), Error> {
        let mut found = Vec::new();
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            let origin = Origin::path(folder.to_string_lossy());
            let entries = fs::read_dir(&folder).map_err(|e| Problem::Io(e).at(&origin))?;
            for entry in entries {
                let entry = entry.map_err(|e| Problem::Io(e).at(&origin))?;
                let kind = entry.file_type().map_err(|e| Problem::Io(e).at(&origin))?;
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() && Format::of_name(&entry.path()).is_some() {
                    found.push(entry.path());
                }
            }
        }
        if found.is_empty() {
            return Err(Problem::EmptyFolder.at(&Origin::path(root.to_string_lossy())));
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        self.pending.extend(found.into_iter().map(Pending::Found));
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<Option<Raw>, Error> {
        let origin = Origin::path(path.to_string_lossy());
        let file = File::open(path).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => Problem::NotFound.at(&origin),
            _ => Problem::Io(e).at(&origin),
        })?;
        let format = match self.options.format {
            Format::Auto => Format::of_name(path).unwrap_or_default(),
            given => given,
        };
        self.stream(origin, Box::new(BufReader::with_capacity(1 << 16, file)), format)
    }

    /// One document, or none yet where the stream holds one a line.
    fn stream(
        &mut self,
        origin: Origin,
        mut source: Box<dyn BufRead + Send>,
        format: Format,
    ) -> Result<Option<Raw>, Error> {
        let format = match format {
            Format::Auto => Format::of_bytes(source.fill_buf().map_err(|e| Problem::Io(e).at(&origin))?),
            known => known,
        };
        if format == Format::Jsonl {
            self.lines = Some(Lines { source, origin, line: 0 });
            return Ok(None);
        }
        let bytes = read_bounded(&mut source, self.options.limit).map_err(|e| Problem::Io(e).at(&origin))?;
        let bytes = bytes.ok_or_else(|| Problem::TooLarge(self.options.limit).at(&origin))?;
        Ok(Some(Raw { origin, form: Form::Text, bytes, published: self.options.published }))
    }

    /// The next line that is not blank.
    fn next_line(&mut self) -> Option<Result<Raw, Error>> {
        let lines = self.lines.as_mut()?;
        loop {
            lines.line += 1;
            let origin = Origin { line: Some(lines.line), ..lines.origin.clone() };
            match read_line(&mut lines.source, self.options.limit) {
                Ok(Line::Bytes(bytes)) if bytes.trim_ascii().is_empty() => {}
                Ok(Line::Bytes(bytes)) => {
                    return Some(Ok(Raw { origin, form: Form::JsonLine, bytes, published: self.options.published }));
                }
                Ok(Line::TooLong) => return Some(Err(Problem::TooLarge(self.options.limit).at(&origin))),
                Ok(Line::End) => {
                    self.lines = None;
                    return None;
                }
                Err(error) => {
                    self.lines = None;
                    return Some(Err(Problem::Io(error).at(&origin)));
                }
            }
        }
    }
}

impl Iterator for Intake {
    type Item = Result<Raw, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(next) = self.next_line() {
                return Some(next);
            }
            let input = self.pending.pop()?;
            if let Some(next) = self.open(input) {
                return Some(next);
            }
        }
    }
}
