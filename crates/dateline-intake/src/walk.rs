//! From what the caller names to the bytes of each document, in order, one at a time.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Encoding, UTF_8};
use jiff::civil::Date;
use ureq::Agent;

use crate::bytes::read_bounded;
use crate::compress::{self, Source};
use crate::error::{Error, Origin, Problem};
#[cfg(feature = "feeds")]
use crate::feed::{self, Crawl};
use crate::fetch::{self, Answer};
#[cfg(feature = "feeds")]
use crate::files::Files;
use crate::input::{Format, Input};
#[cfg(feature = "feeds")]
use crate::list::List;
#[cfg(feature = "feeds")]
use crate::mail::Mailbox;
use crate::many::{Lines, Many};
use crate::raw::{Form, Raw};
#[cfg(feature = "rows")]
use crate::rows::Table;
#[cfg(feature = "feeds")]
use crate::warc::Archive;
#[cfg(feature = "feeds")]
use crate::zipped;

/// The most bytes of a list that the network gives.
#[cfg(feature = "feeds")]
const LONGEST_LIST: u64 = 1 << 30;

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The form of all inputs.
    pub format: Format,
    /// The publication date of documents that do not carry one in their JSON line.
    pub published: Option<Date>,
    /// The most bytes that one document may have. A report has some thousand; a book or an archive that is given as one
    /// document is a mistake, which is better told at once than after minutes.
    pub limit: u64,
    /// Whether addresses outside the public internet may be fetched.
    pub allow_private: bool,
    /// Counts the bytes of files, as they lie on the disk, that were read.
    pub consumed: Option<Arc<AtomicU64>>,
    /// Which columns of tables hold what.
    #[cfg(feature = "rows")]
    pub columns: crate::rows::Columns,
    /// How feeds are read.
    #[cfg(feature = "feeds")]
    pub feeds: feed::Options,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: Format::Auto,
            published: None,
            limit: 16 << 20,
            allow_private: false,
            consumed: None,
            #[cfg(feature = "rows")]
            columns: crate::rows::Columns::default(),
            #[cfg(feature = "feeds")]
            feeds: feed::Options::default(),
        }
    }
}

/// Every document of some inputs, in the order given; a folder's in the order of their paths.
pub struct Intake {
    options: Options,
    /// What is still to be opened, last first.
    pending: Vec<Pending>,
    /// A file of many documents that is being read.
    many: Option<Many>,
    /// How much of the file that was opened last was read.
    consumed: Consumed,
    /// Whether that file was found in a folder.
    #[cfg(feature = "feeds")]
    in_folder: bool,
    /// Made when the first address is asked for.
    client: Option<Agent>,
    /// Articles of feeds that are still to be read; made with the first feed.
    #[cfg(feature = "feeds")]
    crawl: Option<Crawl>,
}

enum Pending {
    Input(Input),
    /// Found in a folder.
    Found(PathBuf),
}

/// A stream of bytes, and what is known of it before it is read.
pub(crate) struct Stream {
    pub(crate) origin: Origin,
    pub(crate) source: Source,
    format: Format,
    encoding: Option<&'static Encoding>,
    packed: bool,
}

impl Stream {
    /// A failure while reading, of the disk or network, or of what is packed.
    pub(crate) fn failed(&self, origin: &Origin, error: io::Error) -> Error {
        let problem = if self.packed { Problem::Damaged(error) } else { Problem::Io(error) };
        problem.at(origin)
    }
}

impl Intake {
    /// Reads nothing yet.
    pub fn new(inputs: impl IntoIterator<Item = Input>, options: Options) -> Self {
        let mut pending: Vec<_> = inputs.into_iter().map(Pending::Input).collect();
        pending.reverse();
        Self {
            options,
            pending,
            many: None,
            consumed: Consumed::default(),
            #[cfg(feature = "feeds")]
            in_folder: false,
            client: None,
            #[cfg(feature = "feeds")]
            crawl: None,
        }
    }

    #[cfg(feature = "feeds")]
    fn crawl(&mut self) -> &mut Crawl {
        let Options { feeds, allow_private, limit, .. } = &self.options;
        self.crawl.get_or_insert_with(|| Crawl::new(feeds.clone(), *allow_private, *limit))
    }

    /// The feed that comes next, where one does. Feeds that stand together are read together, so that no host is waited for
    /// while there are others to ask.
    #[cfg(feature = "feeds")]
    fn next_feed(&mut self) -> Option<feed::Source> {
        let memory = self.options.feeds.memory.as_ref();
        let is_known = |url: &str| memory.and_then(|memory| memory.visit(url)).is_some_and(|visit| visit.feed);
        let source = match self.pending.last()? {
            Pending::Input(Input::Feed(source)) => source.clone(),
            Pending::Input(Input::Url(url)) if is_known(url) => feed::Source { url: url.clone(), ..Default::default() },
            _ => return None,
        };
        self.pending.pop();
        Some(source)
    }

    /// The next article of the feeds that stand together.
    #[cfg(feature = "feeds")]
    fn next_article(&mut self) -> Option<Result<Raw, Error>> {
        while let Some(source) = self.next_feed() {
            if let Err(problem) = self.crawl().ask(&source) {
                return Some(Err(problem.at(&Origin::url(source.url))));
            }
        }
        let published = self.options.published;
        let article = self.crawl.as_mut()?.next()?;
        Some(article.map(|raw| Raw { published, ..raw }))
    }

    /// Opens what comes next: a document, or nothing yet where it holds many.
    fn open(&mut self, input: Pending) -> Result<Option<Raw>, Error> {
        #[cfg(feature = "feeds")]
        {
            self.in_folder = matches!(input, Pending::Found(_));
        }
        let (origin, answer) = match input {
            Pending::Input(Input::Path(path)) if path.is_dir() => return self.folder(&path).map(|()| None),
            Pending::Input(Input::Path(path)) | Pending::Found(path) => {
                let origin = Origin::path(path.to_string_lossy());
                let file = File::open(&path).map_err(|e| match e.kind() {
                    io::ErrorKind::NotFound => Problem::NotFound.at(&origin),
                    _ => Problem::Io(e).at(&origin),
                })?;
                self.consumed =
                    Consumed { all: self.options.consumed.clone().unwrap_or_default(), own: Arc::default() };
                let file = Counted { file, consumed: self.consumed.clone() };
                let source = Box::new(BufReader::with_capacity(1 << 16, file));
                (origin, Answer { source, format: Format::of_name(&path), encoding: None })
            }
            #[cfg(feature = "feeds")]
            Pending::Input(Input::Feed(source)) => {
                let asked = self.crawl().ask(&source);
                return asked.map(|()| None).map_err(|problem| problem.at(&Origin::url(source.url)));
            }
            Pending::Input(Input::Stdin) => {
                let source = Box::new(BufReader::with_capacity(1 << 16, io::stdin()));
                (Origin::path("-"), Answer { source, format: None, encoding: None })
            }
            Pending::Input(Input::Url(url)) => {
                let allow_private = self.options.allow_private;
                let client = self.client.get_or_insert_with(|| fetch::client(allow_private));
                let answer = fetch::get(client, &url);
                let origin = Origin::url(url);
                (origin.clone(), answer.map_err(|problem| problem.at(&origin))?)
            }
        };
        self.stream(origin, answer)
    }

    /// Puts a folder's files where they come next.
    fn folder(&mut self, root: &Path) -> Result<(), Error> {
        let found = files_in(root)?;
        self.pending.extend(found.into_iter().rev().map(Pending::Found));
        Ok(())
    }

    /// The format that a name tells, where the first bytes do not tell of a table that it is another.
    #[cfg(feature = "rows")]
    fn told(&self, by_name: Option<Format>, head: &[u8]) -> Option<Format> {
        let is_named = by_name == Some(Format::Table);
        if (is_named || by_name.is_none()) && crate::rows::is_table(head, &self.options.columns, is_named) {
            return Some(Format::Table);
        }
        // A table of addresses is a list of what is to be fetched, where the caller named it.
        #[cfg(feature = "feeds")]
        if is_named && !self.in_folder && crate::list::is_list(head) {
            return Some(Format::List);
        }
        by_name
    }

    /// One document, or nothing yet where the stream holds one a line.
    fn stream(&mut self, origin: Origin, answer: Answer) -> Result<Option<Raw>, Error> {
        let (mut source, packed) = compress::unpack(answer.source).map_err(|e| Problem::Io(e).at(&origin))?;
        let mut stream = match source.fill_buf() {
            Ok(head) => {
                let format = match self.options.format {
                    Format::Auto => {
                        #[cfg(feature = "rows")]
                        let told = self.told(answer.format, head);
                        #[cfg(not(feature = "rows"))]
                        let told = answer.format;
                        // Its name, and the server's word for it, are those of any text.
                        #[cfg(feature = "feeds")]
                        let told =
                            if !self.in_folder && crate::files::is_files(head) { Some(Format::Files) } else { told };
                        told.unwrap_or_else(|| Format::of_bytes(head))
                    }
                    given => given,
                };
                let marked = Encoding::for_bom(head).is_some_and(|(encoding, _)| encoding != UTF_8);
                if format == Format::Jsonl && marked {
                    return Err(Problem::Utf16Lines.at(&origin));
                }
                Stream { origin, source, format, encoding: answer.encoding, packed }
            }
            Err(error) if packed => return Err(Problem::Damaged(error).at(&origin)),
            Err(error) => return Err(Problem::Io(error).at(&origin)),
        };
        let form = match stream.format {
            #[cfg(feature = "rows")]
            Format::Table | Format::Parquet => {
                let Stream { origin, source, packed, .. } = stream;
                let Options { limit, columns, .. } = &self.options;
                let table = if stream.format == Format::Table {
                    Table::separated(origin, source, *limit, columns)
                } else {
                    Table::parquet(origin, source, *limit, columns, packed, self.consumed.clone())
                };
                self.many = Some(Many::Table(table?));
                return Ok(None);
            }
            Format::Jsonl => {
                self.many = Some(Many::Lines(Lines::new(stream, self.options.limit)));
                return Ok(None);
            }
            #[cfg(feature = "feeds")]
            Format::List | Format::Files | Format::Warc | Format::Mailbox => {
                let Stream { origin, mut source, .. } = stream;
                let limit = self.options.limit;
                // No server waits until all articles of its list are read.
                if origin.url.is_some() && stream.format != Format::Warc {
                    let aside = zipped::aside(source, LONGEST_LIST).map_err(|error| Problem::Io(error).at(&origin))?;
                    source = Box::new(BufReader::new(aside));
                }
                self.many = Some(match stream.format {
                    Format::List => Many::List(List::new(origin, source, limit)),
                    Format::Files => Many::Files(Files::new(origin, source)),
                    Format::Warc => Many::Archive(Archive::new(origin, source, limit)),
                    _ => Many::Mailbox(Mailbox::new(origin, source, limit)),
                });
                return Ok(None);
            }
            #[cfg(feature = "feeds")]
            Format::Mail => Form::Mail,
            Format::Html => Form::Html,
            Format::Auto | Format::Text => Form::Text,
            // A feed is read whole, as a document is; what it holds comes one after the other.
            #[cfg(feature = "feeds")]
            Format::Feed => Form::Text,
        };
        let bytes = read_bounded(&mut stream.source, self.options.limit);
        let bytes = bytes.map_err(|error| stream.failed(&stream.origin, error))?;
        let bytes = bytes.ok_or_else(|| Problem::TooLarge(self.options.limit).at(&stream.origin))?;
        let Stream { origin, encoding, .. } = stream;
        #[cfg(feature = "feeds")]
        if stream.format == Format::Feed {
            let taken = self.crawl().take_up(origin.clone(), &bytes);
            return taken.map(|()| None).map_err(|problem| problem.at(&origin));
        }
        Ok(Some(Raw { encoding, published: self.options.published, ..Raw::new(origin, form, bytes) }))
    }

    /// The next document of an input that holds many.
    fn next_of_many(&mut self) -> Option<Result<Raw, Error>> {
        let next = match self.many.as_mut()? {
            Many::Lines(lines) => lines.next(),
            #[cfg(feature = "rows")]
            Many::Table(table) => table.next(),
            #[cfg(feature = "feeds")]
            Many::Archive(archive) => archive.next(),
            #[cfg(feature = "feeds")]
            Many::Mailbox(mailbox) => mailbox.next(),
            #[cfg(feature = "feeds")]
            Many::List(_) | Many::Files(_) => self.next_listed(),
        };
        if next.is_none() {
            self.many = None;
        }
        let published = self.options.published;
        next.map(|raw| raw.map(|raw| Raw { published, ..raw }))
    }

    /// The next article of a list. Some are looked at together, so that their hosts can be asked in turn.
    #[cfg(feature = "feeds")]
    fn next_listed(&mut self) -> Option<Result<Raw, Error>> {
        /// How many addresses of a list are held at a time.
        const TOGETHER: usize = 1000;
        loop {
            if let Some(article) = self.crawl().next() {
                return Some(article);
            }
            let limit = self.options.limit;
            self.crawl();
            let list = match (&mut self.many, &mut self.crawl) {
                (Some(Many::List(list)), _) => list,
                (Some(Many::Files(files)), Some(crawl)) => match files.list(limit, |named| crawl.file(named))? {
                    Ok(list) => list,
                    Err(_) if crawl.is_stopped() => return None,
                    Err(error) => return Some(Err(error)),
                },
                _ => return None,
            };
            let origin = list.origin().clone();
            let (mut listed, mut wrong) = (Vec::new(), None);
            for article in list.take(TOGETHER) {
                match article {
                    Ok(article) => listed.push(article),
                    Err(error) => {
                        wrong = Some(error);
                        break;
                    }
                }
            }
            let is_empty = listed.is_empty();
            self.crawl().list(origin, listed);
            match (wrong, &self.many) {
                (Some(error), _) => return Some(Err(error)),
                (None, Some(Many::Files(_))) => {}
                (None, _) if is_empty => return None,
                _ => {}
            }
        }
    }
}

/// A folder's files, and those of the folders in it, in the order in which they are read. Symbolic links are passed over:
/// what they point to inside the folder is met anyway, and what lies outside was not asked for.
///
/// # Errors
/// The folder, or one in it, cannot be read, or has no files that could be documents.
pub fn files_in(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let failed = |e| Problem::Io(e).at(&Origin::path(folder.to_string_lossy()));
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && Format::of_name(&entry.path()).is_some_and(Format::is_local) {
                found.push(entry.path());
            }
        }
    }
    if found.is_empty() {
        return Err(Problem::EmptyFolder.at(&Origin::path(root.to_string_lossy())));
    }
    found.sort_unstable();
    Ok(found)
}

/// How much of a file was read, and of all files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Consumed {
    all: Arc<AtomicU64>,
    own: Arc<AtomicU64>,
}

impl Consumed {
    fn add(&self, bytes: u64) {
        self.own.fetch_add(bytes, Ordering::Relaxed);
        self.all.fetch_add(bytes, Ordering::Relaxed);
    }

    /// So much of the file was read.
    #[cfg(feature = "rows")]
    pub(crate) fn reach(&self, bytes: u64) {
        self.add(bytes.saturating_sub(self.own.load(Ordering::Relaxed)));
    }
}

/// A file, counted as it is read.
struct Counted {
    file: File,
    consumed: Consumed,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.consumed.add(count as u64);
        Ok(count)
    }
}

impl Iterator for Intake {
    type Item = Result<Raw, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(next) = self.next_of_many() {
                return Some(next);
            }
            #[cfg(feature = "feeds")]
            if let Some(next) = self.next_article() {
                return Some(next);
            }
            let input = self.pending.pop()?;
            if let Some(next) = self.open(input).transpose() {
                return Some(next);
            }
        }
    }
}
