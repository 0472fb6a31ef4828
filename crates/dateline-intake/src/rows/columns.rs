//! Which column of a table holds what.

use crate::error::Problem;

/// Columns by the names that a caller gave; what has none is looked for under its usual names.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// The texts: else `text`, `body`, `content`, `article`, `story`, `full_text` or `maintext`.
    pub text: Option<String>,
    /// The caller's ids: else `id`, `source_id`, `doc_id`, `document_id`, `article_id` or `uid`. A table may have none.
    pub id: Option<String>,
    /// The days of publication: else `published`, `date`, `published_at`, `publication_date`, `pub_date` or `date_publish`.
    pub published: Option<String>,
}

const TEXT: &[&str] = &["text", "body", "content", "article", "story", "full_text", "maintext"];
const ID: &[&str] = &["id", "source_id", "doc_id", "document_id", "article_id", "uid"];
const PUBLISHED: &[&str] = &["published", "date", "published_at", "publication_date", "pub_date", "date_publish"];
const TITLE: &[&str] = &["title", "headline"];
const URL: &[&str] = &["url", "link"];
const PUBLISHER: &[&str] = &["publisher", "source", "outlet", "source_domain"];
const LANGUAGE: &[&str] = &["language", "lang"];
const TRANSLATED_FROM: &[&str] = &["translated_from"];

/// The longest name of a column: a longer first field is a sentence.
const LONGEST_NAME: usize = 64;

/// Where a table has what, by position.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) text: usize,
    pub(super) id: Option<usize>,
    pub(super) published: Option<usize>,
    pub(super) published_name: String,
    /// Whether the caller named that column: a day that cannot be read is then an error, and else only noted.
    pub(super) published_asked: bool,
    pub(super) title: Option<usize>,
    pub(super) url: Option<usize>,
    pub(super) publisher: Option<usize>,
    pub(super) language: Option<usize>,
    pub(super) translated_from: Option<usize>,
}

impl Places {
    pub(super) fn find(names: &[String], columns: &Columns) -> Result<Self, Problem> {
        let wrong = |what: String| Problem::Table(format!("{what}; the columns are {}", names.join(", ")));
        let usual = |known: &[&str]| {
            let at = |known: &&str| names.iter().position(|name| name.trim().eq_ignore_ascii_case(known));
            known.iter().find_map(at)
        };
        let asked = |name: &Option<String>, known: &[&str]| match name {
            None => Ok(usual(known)),
            Some(asked) => match names.iter().position(|name| name.trim() == asked) {
                Some(at) => Ok(Some(at)),
                None => Err(wrong(format!("no column is named {asked:?}"))),
            },
        };
        let published = asked(&columns.published, PUBLISHED)?;
        let text = asked(&columns.text, TEXT)?;
        Ok(Self {
            text: text.ok_or_else(|| wrong("no column of texts: name it with --text-column".into()))?,
            id: asked(&columns.id, ID)?,
            published,
            published_name: published.map(|at| names[at].clone()).unwrap_or_default(),
            published_asked: columns.published.is_some(),
            title: usual(TITLE),
            url: usual(URL),
            publisher: usual(PUBLISHER),
            language: usual(LANGUAGE),
            translated_from: usual(TRANSLATED_FROM),
        })
    }

    /// Every column that is needed.
    pub(super) fn all(&self) -> impl Iterator<Item = usize> {
        let others =
            [self.id, self.published, self.title, self.url, self.publisher, self.language, self.translated_from];
        others.into_iter().flatten().chain([self.text])
    }
}

/// Whether bytes begin as a table of documents does: with a line of names, of which one is that of the texts. Of bytes whose
/// file's name does not say that they are a table, more is asked.
pub(crate) fn is_table(head: &[u8], columns: &Columns, is_named: bool) -> bool {
    let Some(end) = memchr::memchr(b'\n', head) else { return false };
    let names = super::separated::names(&head[..end]);
    let short = names.iter().all(|name| name.len() <= LONGEST_NAME);
    let is_known = |known: &[&[&str]]| {
        names.iter().any(|name| known.concat().iter().any(|known| name.trim().eq_ignore_ascii_case(known)))
    };
    let sure = is_named || columns.text.is_some() || is_known(&[ID, PUBLISHED, TITLE, URL]);
    short && sure && Places::find(&names, columns).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_their_usual_names_or_as_named() {
        let names = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let find = |line: &str, columns: &Columns| {
            let places = Places::find(&names(line), columns);
            places.map(|p| (p.text, p.id, p.published)).map_err(|problem| problem.to_string())
        };
        let usual = Columns::default();
        assert_eq!(find("ID,Date,Body", &usual), Ok((2, Some(0), Some(1))));
        assert_eq!(find("text,body", &usual), Ok((0, None, None)));
        let own = Columns { text: Some("notes".into()), id: Some("key".into()), published: None };
        assert_eq!(find("key,text,notes", &own), Ok((2, Some(0), None)));
        assert_eq!(
            find("a,b", &usual),
            Err("no column of texts: name it with --text-column; the columns are a, b".into())
        );
        assert_eq!(find("a,notes", &own), Err("no column is named \"key\"; the columns are a, notes".into()));
    }

    #[test]
    fn tables_are_known_by_their_first_line_and_articles_are_not_taken_for_them() {
        let usual = Columns::default();
        for (head, is_named, expected) in [
            ("id,text\n1,x\n", false, true),
            ("\u{feff}\"Title\";\"Text\"\n", false, true),
            ("date\ttext\n", false, true),
            ("Text, photos\nGunmen attacked Koro.\n", false, false),
            ("text,photos\n", true, true),
            ("Gunmen attacked Koro.\n", true, false),
            ("id,text", false, false),
            ("", true, false),
        ] {
            assert_eq!(is_table(head.as_bytes(), &usual, is_named), expected, "{head}");
        }
    }
}
