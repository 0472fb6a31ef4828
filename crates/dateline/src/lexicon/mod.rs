//! What the program knows in words: the files under `lexicon/`, compiled in, and what a user lays over them.
//!
//! A file of the user's with the path of a built-in one takes its place; a file with a new path in a known folder adds
//! to it. Each kind of file has a module here that reads it into the tables the layers use, and says with file and line
//! what is wrong with it.

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::place::gazetteer::Block;

pub mod actors;
pub mod agents;
pub mod authorship;
pub mod countries;
pub mod cues;
pub mod export;
pub mod factuality;
mod file;
pub mod frames;
pub mod graphic;
pub mod merge;
pub mod metonymy;
pub mod ontology;
pub mod outlook;
pub mod peoples;
pub mod places;
pub mod relations;
pub mod things;
pub mod times;
pub mod titles;
pub mod tolls;
pub mod translation;
pub mod verbs;

pub use file::{File, Problem, Row};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../lexicon");

/// Every table that the layers look words up in.
#[derive(Debug)]
pub struct Lexicon {
    /// Content hash of all its files, for [`crate::reading::Coder`].
    pub hash: String,
    /// Countries, their people and their capitals.
    pub countries: countries::Countries,
    /// The words that attribute.
    pub cues: cues::Cues,
    /// Places, and the gazetteer.
    pub places: places::Places,
    /// The words that name events.
    pub frames: frames::Frames,
    /// Words that reviewers are spared until they ask.
    pub graphic: graphic::Graphic,
    /// Actors by name.
    pub actors: actors::Actors,
    /// Nouns and titles for those who act.
    pub agents: agents::Agents,
    /// How a text says whose act an event was.
    pub authorship: authorship::Authorship,
    /// How other projects write events down.
    pub exports: export::Exports,
    /// What governing words say about reality.
    pub factuality: factuality::Factuality,
    /// The ontologies of the field.
    pub ontology: ontology::Ontology,
    /// Words that speak of what has not happened.
    pub outlook: outlook::Markers,
    /// By which rules events of many reports become one incident.
    pub merge: merge::Profiles,
    /// Where a place's name stands for its government.
    pub metonymy: metonymy::Metonymy,
    /// Peoples other than those of countries.
    pub peoples: peoples::Peoples,
    /// Words that state how one actor stands to another.
    pub relations: relations::Relations,
    /// Nouns for things that are no actors.
    pub things: things::Things,
    /// Base forms of the verbs that other tables speak of.
    pub verbs: verbs::Verbs,
    /// How an incident is said in one line.
    pub titles: titles::Titles,
    /// How a report says that it is a translation.
    pub translation: translation::Translation,
    /// Words that tell a toll without naming the act.
    pub tolls: tolls::Tolls,
    /// The words of time, and named days.
    pub(crate) times: times::TimeWords,
}

impl Lexicon {
    /// The lexicon that the program ships.
    ///
    /// # Panics
    /// Never in a released program: a test reads every built-in file.
    pub fn built_in() -> Self {
        Self::with(Vec::new()).expect("the built-in lexicon is checked by tests")
    }

    /// The built-in lexicon with a user's files laid over it.
    ///
    /// # Errors
    /// Everything that is wrong with the files, in the order of path and line.
    pub fn with(overlay: Vec<File>) -> Result<Self, Vec<Problem>> {
        Self::with_gazetteer(overlay, Vec::new())
    }

    /// The same, with blocks of a user's places beside the built-in gazetteer, each under a name that tells its contents.
    ///
    /// # Errors
    /// Everything that is wrong with the files, in the order of path and line.
    pub fn with_gazetteer(overlay: Vec<File>, added: Vec<(String, Block)>) -> Result<Self, Vec<Problem>> {
        let mut files = built_in_files();
        let built_in = files.len();
        let mut unread = Vec::new();
        for file in overlay {
            match files[..built_in].binary_search_by(|f| f.path.cmp(&file.path)) {
                Ok(at) => files[at] = file,
                // After the built-in ones, so that it has the last word.
                Err(_) if has_folder_of(&files, &file) => files.push(file),
                Err(_) => unread.push(file.problem(1, "nothing reads a file of this name: see which the lexicon has")),
            }
        }
        files[built_in..].sort_by(|a, b| a.path.cmp(&b.path));
        match Self::load(&files, added) {
            Ok(lexicon) if unread.is_empty() => Ok(lexicon),
            Ok(_) => Err(unread),
            Err(problems) => Err([unread, problems].concat()),
        }
    }

    /// Loads `files`: the built-in ones sorted by path, then the user's.
    fn load(files: &[File], added: Vec<(String, Block)>) -> Result<Self, Vec<Problem>> {
        let mut hash = Sha256::new();
        for (name, _) in &added {
            hash.update(name.as_bytes());
            hash.update([0]);
        }
        for file in files {
            hash.update(file.path.as_bytes());
            hash.update([0]);
            hash.update(file.text.as_bytes());
            hash.update([0]);
        }
        let mut problems = Vec::new();
        // Each kind of file has its own module and line here.
        let countries = countries::Countries::load(files, &mut problems);
        let actors = actors::Actors::load(files, &countries, &mut problems);
        let ontology = ontology::Ontology::load(files, &mut problems);
        let frames = frames::Frames::load(files, &ontology, &mut problems);
        let factuality = factuality::Factuality::load(files, &mut problems);
        let verbs = verbs::Verbs::load(files, frames.verbs().chain(factuality.verbs()), &mut problems);
        let lexicon = Self {
            hash: hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect(),
            cues: cues::Cues::load(files, &mut problems),
            places: places::Places::load(
                files,
                &countries,
                added.into_iter().map(|(_, block)| block).collect(),
                &mut problems,
            ),
            countries,
            frames,
            verbs,
            actors,
            agents: agents::Agents::load(files, &mut problems),
            authorship: authorship::Authorship::load(files, &mut problems),
            exports: export::Exports::load(files, &mut problems),
            factuality,
            ontology,
            outlook: outlook::Markers::load(files, &mut problems),
            merge: merge::Profiles::load(files, &mut problems),
            graphic: graphic::Graphic::load(files, &mut problems),
            metonymy: metonymy::Metonymy::load(files, &mut problems),
            peoples: peoples::Peoples::load(files, &mut problems),
            relations: relations::Relations::load(files, &mut problems),
            things: things::Things::load(files, &mut problems),
            titles: titles::Titles::load(files, &mut problems),
            tolls: tolls::Tolls::load(files, &mut problems),
            translation: translation::Translation::load(files, &mut problems),
            times: times::TimeWords::load(files, &mut problems),
        };
        problems.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
        if problems.is_empty() { Ok(lexicon) } else { Err(problems) }
    }
}

/// Whether a file lies in a folder of the lexicon, where files of any name are read.
fn has_folder_of(files: &[File], file: &File) -> bool {
    let folder = |f: &File| f.path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    folder(file).is_some_and(|own| files.iter().any(|f| folder(f).as_ref() == Some(&own)))
}

/// The files compiled in, sorted by path.
fn built_in_files() -> Vec<File> {
    fn collect(dir: &Dir<'_>, out: &mut Vec<File>) {
        for file in dir.files() {
            if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                out.push(File { path: path.replace('\\', "/"), text: text.to_owned() });
            }
        }
        dir.dirs().for_each(|d| collect(d, out));
    }
    let mut files = Vec::new();
    collect(&BUILT_IN, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_nothing_reads_is_named() {
        let file = |path: &str| File { path: path.into(), text: String::new() };
        let problems = Lexicon::with(vec![file("frame/assault.toml"), file("contries.tsv")]).unwrap_err();
        let paths: Vec<_> = problems.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(paths, ["frame/assault.toml", "contries.tsv"]);
        assert!(Lexicon::with(vec![file("actors/mine.tsv")]).is_ok());
    }

    #[test]
    fn the_built_in_lexicon_loads() {
        assert!(Lexicon::with(Vec::new()).is_ok());
    }
}
