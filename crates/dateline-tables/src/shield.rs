//! Whose names may stand in a table.
//!
//! Names of public officials and of experts and journalists who are quoted stay. Names of private persons, and of those who were
//! killed, hurt, abducted or arrested, are replaced by the part they play. In quoted words every capitalised word that is not
//! known to be something else (a place, an organisation, a country, an ordinary word) is taken for a name: what the reader did
//! not recognise must not leak either.

use std::collections::HashSet;
use std::ops::Range;

use dateline::Lexicon;
use dateline::reading::{Actor, ActorKind, CasualtyKind, Event, PublicRole, Reading, Role};
use percent_encoding::percent_decode_str;

/// What stands where a name was.
pub(crate) const NAME: &str = "[name]";

/// What may be said of one reading's persons.
pub(crate) struct Shield<'r> {
    lexicon: &'r Lexicon,
    /// Whether names are shown as they are.
    open: bool,
    /// Whether the text is written without capitals, which then tell no name from another word.
    uncapitalised: bool,
    /// Ids of those whose names are withheld.
    withheld: HashSet<&'r str>,
    /// Words of withheld names, in lower case.
    private: HashSet<String>,
    /// Words of names that may be said.
    public: HashSet<String>,
    /// Capitalised words of the report, in lower case, that may be names.
    strangers: HashSet<String>,
    /// The same and the withheld ones, without marks above and below letters.
    plain_names: HashSet<String>,
    /// The report's ordinary words, without endings and marks: addresses are made of such.
    stems: HashSet<String>,
}

impl<'r> Shield<'r> {
    pub(crate) fn new(text: &str, reading: &'r Reading, lexicon: &'r Lexicon, names: bool) -> Self {
        if names {
            // Nothing is withheld, so nothing need be known of the words.
            let (withheld, private, public, strangers, plain_names, stems) = Default::default();
            let uncapitalised = false;
            return Self {
                lexicon,
                open: true,
                uncapitalised,
                withheld,
                private,
                public,
                strangers,
                plain_names,
                stems,
            };
        }
        let victims: HashSet<&str> = reading.events.iter().flat_map(|event| victims(reading, event)).collect();
        let withheld: HashSet<&str> = reading
            .actors
            .iter()
            .filter(|a| match a.kind {
                ActorKind::Person => !is_public(reading, a) || victims.contains(a.id.as_str()),
                ActorKind::Unknown => a.known_as.is_none() && a.sector.is_none(),
                _ => false,
            })
            .map(|a| a.id.as_str())
            .collect();
        let mut shield = Self {
            lexicon,
            open: false,
            uncapitalised: is_uncapitalised(text),
            withheld,
            private: HashSet::new(),
            public: HashSet::new(),
            strangers: HashSet::new(),
            plain_names: HashSet::new(),
            stems: HashSet::new(),
        };
        let (mut private, mut public) = (HashSet::new(), HashSet::new());
        for actor in &reading.actors {
            let is_withheld = shield.withheld.contains(actor.id.as_str());
            let words = actor.mentions.iter().map(|m| m.quote.as_str()).chain([actor.name.as_str()]).flat_map(words);
            if is_withheld {
                private.extend(
                    words.filter(|w| shield.may_name(w)).map(str::to_lowercase).filter(|w| !shield.is_plain(w)),
                );
            } else if actor.kind == ActorKind::Person || shield.is_body(actor) {
                public.extend(words.map(str::to_lowercase));
            }
        }
        for place in &reading.places {
            let words = place.mentions.iter().map(|m| m.quote.as_str()).chain([place.name.as_str()]).flat_map(words);
            public.extend(words.map(str::to_lowercase));
        }
        let title = reading.document.title.as_deref().unwrap_or_default();
        // A word that stands in lower case somewhere is no name.
        public.extend(words(text).chain(words(title)).filter(|w| !shield.may_name(w)).map(str::to_owned));
        if shield.uncapitalised {
            let triggers = reading.events.iter().filter_map(|event| event.evidence.first());
            public.extend(triggers.flat_map(|trigger| words(&trigger.quote)).map(str::to_lowercase));
        }
        shield.stems = public.difference(&private).map(|word| stem(&plain_letters(word)).to_owned()).collect();
        (shield.private, shield.public) = (private, public);
        let strangers = words(text).chain(words(title)).filter(|word| shield.is_withheld(word, true));
        shield.strangers = strangers.map(str::to_lowercase).collect();
        let names = shield.private.iter().chain(&shield.strangers);
        shield.plain_names = names.map(|word| plain_letters(word)).collect();
        shield
    }

    /// An actor as a table may call it.
    pub(crate) fn actor(&self, actor: &Actor) -> String {
        if self.open {
            return actor.name.clone();
        }
        let name = if self.is_body(actor) { self.redact(&actor.name, false) } else { self.mask(&actor.name) };
        let name = if name == NAME || (self.withheld.contains(actor.id.as_str()) && name != actor.name) {
            let office = actor.office.as_deref().filter(|office| self.mask(office) == *office);
            office.map_or_else(|| self.role(actor.sector.as_deref()), str::to_owned)
        } else {
            name
        };
        self.neutral(&name)
    }

    /// How many of those whom a report names are named by what must not be said.
    pub(crate) fn withheld(&self, reading: &Reading) -> usize {
        let is_named = |actor: &&Actor| !self.is_body(actor) && !self.names(&actor.name, true).is_empty();
        reading.actors.iter().filter(is_named).count()
    }

    /// The office of a person, where saying it names nobody.
    pub(crate) fn office(&self, actor: &Actor) -> Option<String> {
        actor.office.as_deref().map(|office| self.mask(office))
    }

    /// Bodies whose names are public: those of the field's lists, those of a public kind, and armed groups of any. Two
    /// capitalised words that the reader took for an organisation, and nothing speaks for it, may be a person.
    fn is_body(&self, actor: &Actor) -> bool {
        use ActorKind::{Civilians, Group, Organisation, Person, Protesters, Unknown};
        let armed = || actor.sector.as_deref().is_some_and(|s| matches!(s, "REB" | "UAF" | "PRM" | "MIL" | "COP"));
        let noun = |word: &str| self.lexicon.agents.get(&singular(&word.to_lowercase())).is_some();
        match actor.kind {
            Person => false,
            Unknown | Group | Civilians | Protesters => actor.known_as.is_some() || armed(),
            Organisation => actor.known_as.is_some() || actor.sector.is_some() || words(&actor.name).any(noun),
            _ => true,
        }
    }

    fn role(&self, sector: Option<&str>) -> String {
        let exports = &self.lexicon.exports;
        let role = sector.and_then(|sector| exports.role(sector)).or_else(|| exports.role(""));
        role.unwrap_or("person").to_owned()
    }

    /// A loaded word for one who acts, replaced by a plain one.
    fn neutral(&self, name: &str) -> String {
        let lower = name.to_lowercase();
        let exports = &self.lexicon.exports;
        if let Some(neutral) = exports.neutral(&lower) {
            return neutral.to_owned();
        }
        let Some((before, last)) = lower.rsplit_once(' ') else { return name.to_owned() };
        match exports.neutral(last) {
            Some(neutral) => format!("{} {neutral}", &name[..before.len().min(name.len())]),
            None => name.to_owned(),
        }
    }

    /// Words of the report without names that must not be said, and without those that may be such.
    pub(crate) fn mask(&self, text: &str) -> String {
        if self.open { text.to_owned() } else { self.redact(text, true) }
    }

    /// Text without withheld names; see [`Self::names`].
    fn redact(&self, text: &str, strangers: bool) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for name in self.names(text, strangers) {
            out.push_str(&text[at..name.start]);
            out.push_str(NAME);
            at = name.end;
        }
        out.push_str(&text[at..]);
        out
    }

    /// Where a text has names that must not be said: withheld ones, and words of the report that may be such; where `strangers`,
    /// also capitalised words that the report does not have.
    pub(crate) fn names(&self, text: &str, strangers: bool) -> Vec<Range<usize>> {
        let mut names: Vec<Range<usize>> = Vec::new();
        if self.open {
            return names;
        }
        let (mut at, mut masked) = (0, false);
        for (start, word) in word_indices(text) {
            let gap = &text[at..start];
            at = start + word.len();
            let mask = self.is_withheld(word, strangers);
            // "A. B. Name" is one name.
            let one = masked && mask && gap.chars().all(|c| c.is_whitespace() || matches!(c, '.' | '-' | '\'' | '’'));
            match names.last_mut() {
                Some(last) if one => last.end = at,
                _ if mask => names.push(start..at),
                _ => {}
            }
            masked = mask;
        }
        names
    }

    /// An address without names: only its host where the rest has a word that is none of the report's ordinary ones, and
    /// nothing where the host itself names somebody. What an address says before an `@` is never part of it.
    pub(crate) fn address(&self, url: &str) -> Option<String> {
        if self.open {
            return Some(url.to_owned());
        }
        let host_start = url.find("://").map_or(0, |at| at + 3);
        let host_end = url[host_start..].find(['/', '?', '#']).map_or(url.len(), |at| host_start + at);
        let (scheme, host, rest) = (&url[..host_start], &url[host_start..host_end], &url[host_end..]);
        let host = self.host(host.rsplit_once('@').map_or(host, |(_, host)| host))?;
        let rest_decoded = percent_decode_str(rest).decode_utf8_lossy();
        let named = rest_decoded.contains(char::REPLACEMENT_CHARACTER)
            || address_words(&rest_decoded).any(|word| !self.is_ordinary(word));
        Some(format!("{scheme}{host}{}", if named { "" } else { rest }))
    }

    /// A host that names nobody of whom the report tells.
    pub(crate) fn host<'h>(&self, host: &'h str) -> Option<&'h str> {
        let lower = plain_letters(host);
        // "lastname.example" and "firstlastname.example"; short names stand in other words by chance.
        let named = self.private.iter().map(|name| plain_letters(name)).any(|name| {
            if name.len() < 5 {
                lower.split(|c: char| !c.is_alphanumeric()).any(|w| w == name)
            } else {
                lower.contains(&name)
            }
        });
        (self.open || !named).then_some(host)
    }

    /// A file's name or a source's id, where it names nobody of whom the report tells.
    pub(crate) fn label<'h>(&self, label: &'h str) -> Option<&'h str> {
        let named = address_words(label).any(|word| self.plain_names.contains(&plain_letters(word)));
        (self.open || !named).then_some(label)
    }

    /// A name of an outlet or a place, without those of persons whom the report tells of.
    pub(crate) fn known(&self, name: &str) -> String {
        self.redact(name, false)
    }

    /// Whether a word of an address is surely no name: a number, a short piece, or what the report's ordinary words are made of.
    fn is_ordinary(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let plain = plain_letters(&lower);
        if self.private.contains(&lower) || self.plain_names.contains(&plain) {
            return false;
        }
        plain.len() < 3
            || plain.starts_with(|c: char| c.is_ascii_digit())
            || self.stems.contains(stem(&plain))
            || self.is_plain(&plain)
    }

    /// Whether a word may be somebody's name by its looks.
    fn may_name(&self, word: &str) -> bool {
        may_name(word) || (self.uncapitalised && word.starts_with(char::is_alphabetic))
    }

    fn is_withheld(&self, word: &str, strangers: bool) -> bool {
        if !self.may_name(word) {
            return false;
        }
        let lower = word.to_lowercase();
        let stem = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).unwrap_or(&lower);
        self.private.contains(stem)
            || self.strangers.contains(stem)
            || (strangers && !self.public.contains(stem) && !self.is_plain(stem))
    }

    /// Whether it is an ordinary word, a country, its people or a noun for those who act.
    fn is_plain(&self, lower: &str) -> bool {
        let lexicon = self.lexicon;
        let singular = singular(lower);
        let mut capital = lower.to_owned();
        if let Some(first) = capital.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        lexicon.exports.is_plain(lower)
            || [lower, &singular].iter().any(|noun| lexicon.agents.get(noun).is_some())
            || lexicon.countries.by_name(&capital).is_some()
            || lexicon.countries.by_demonym(&capital).is_some()
            || lexicon.peoples.by_adjective(&capital).is_some()
            || lexicon.peoples.by_people(&capital).is_some()
    }
}

/// Whether somebody is named for what he is in public: an official always, an expert or a journalist where the report has him
/// speak.
fn is_public(reading: &Reading, actor: &Actor) -> bool {
    let speaks = || reading.claims.iter().any(|c| c.source.as_deref() == Some(actor.id.as_str()));
    match actor.public_role {
        PublicRole::Official => true,
        PublicRole::Expert | PublicRole::Journalist => speaks(),
        _ => false,
    }
}

/// The singular of a regular noun, and of one in "men".
pub(crate) fn singular(lower: &str) -> String {
    match lower.strip_suffix("men") {
        Some(stem) => format!("{stem}man"),
        None => lower.strip_suffix('s').unwrap_or(lower).to_owned(),
    }
}

/// Those whom an event did harm to: who is counted in its toll, and the persons it was done to where it hurts or takes them.
fn victims<'r>(reading: &'r Reading, event: &'r Event) -> Vec<&'r str> {
    let counted = event.casualties.iter().filter(|c| c.best != Some(0)).filter_map(|c| c.victims.as_deref());
    let mode = event.kind.mode.as_deref();
    let harmful = matches!(
        (event.kind.plover.as_str(), mode),
        (
            "ASSAULT",
            Some("abduct" | "beat" | "torture" | "sexual" | "targeted" | "suicide-attack" | "firearms" | "primitive")
        ) | ("COERCE", Some("arrest" | "deport"))
    ) || (event.kind.plover == "ASSAULT"
        && event.casualties.iter().any(|c| matches!(c.kind, CasualtyKind::Killed | CasualtyKind::Injured)));
    let done_to =
        event.participants.iter().filter(|p| harmful && p.role == Role::Recipient).filter_map(|p| p.actor.as_deref());
    let mut all: Vec<&str> = counted.chain(done_to).collect();
    let members = all.iter().filter_map(|id| reading.actors.iter().find(|a| a.id == **id));
    let members: Vec<&str> = members.flat_map(|a| a.members.iter().map(String::as_str)).collect();
    all.extend(members);
    all
}

/// Whether a word may be somebody's name by its looks: it has a capital, is of a script that has none, or is a handle.
fn may_name(word: &str) -> bool {
    let first = word.chars().next();
    first.is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
        || word.contains(['_', '@'])
        || (first.is_some_and(char::is_alphabetic) && word.contains(|c: char| c.is_ascii_digit()))
}

/// Whether a text is written in small letters throughout, as what is transcribed or posted often is.
fn is_uncapitalised(text: &str) -> bool {
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    count(char::is_uppercase) * 200 < count(char::is_lowercase)
}

/// A word in Latin letters without marks, in lower case, as addresses have it.
fn plain_letters(word: &str) -> String {
    any_ascii::any_ascii(word).to_lowercase()
}

/// A word without the ending of a plural or of a verb's form: headlines have other forms than texts.
fn stem(word: &str) -> &str {
    let stems =
        ["ings", "ing", "ers", "er", "ed", "es", "s", "e"].iter().filter_map(|ending| word.strip_suffix(ending));
    stems.into_iter().find(|stem| stem.len() > 2).unwrap_or(word)
}

/// The words of an address or of a file's name: also those that `_` parts.
fn address_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).filter(|word| !word.is_empty())
}

/// The words of a text: runs of letters and digits, with what an apostrophe joins; handles as one word.
fn words(text: &str) -> impl Iterator<Item = &str> {
    word_indices(text).map(|(_, word)| word)
}

fn word_indices(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = at + text[at..].find(char::is_alphanumeric)?;
        let start = if text[at..first].ends_with('@') { first - 1 } else { first };
        let rest = &text[start..];
        let mut end = rest.len();
        for (i, c) in rest.char_indices() {
            let joined =
                matches!(c, '\'' | '’' | '_' | '@') && rest[i + c.len_utf8()..].starts_with(char::is_alphanumeric);
            if i > 0 && !c.is_alphanumeric() && !joined {
                end = i;
                break;
            }
        }
        at = start + end;
        Some((start, &text[start..at]))
    })
}
