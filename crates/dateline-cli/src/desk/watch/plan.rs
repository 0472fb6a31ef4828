//! The watch file: which feeds, how often, and what to tell of at once. TOML, or OPML for feeds alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use dateline::Lexicon;
use dateline::country::Country;
use dateline::lexicon::merge::Profiles;
use dateline_intake::feed::{self, Source};
use dateline_tables::{Bounds, Rule};
use jiff::SignedDuration;
use serde::Deserialize;
use toml::Spanned;

/// How often a feed is asked where the file does not say.
const EVERY: Duration = Duration::from_mins(15);
/// Nobody needs to ask a feed more often.
const LEAST: Duration = Duration::from_mins(1);

/// What is watched.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) feeds: Vec<Feed>,
    pub(super) tellings: Vec<Telling>,
    /// The rule of merging.
    pub(super) merge: String,
    /// The pause between two pages of one host.
    pub(super) delay: Duration,
}

/// A feed and how often it is asked.
#[derive(Debug)]
pub(super) struct Feed {
    pub(super) source: Source,
    pub(super) every: Duration,
}

/// A rule, and where its alerts go.
#[derive(Debug)]
pub(super) struct Telling {
    pub(super) rule: Rule,
    pub(super) rss: Option<PathBuf>,
    pub(super) webhook: Option<String>,
    /// For how many days after its report an incident is news.
    pub(super) days: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    every: Option<Spanned<String>>,
    merge: Option<String>,
    delay: Option<Spanned<String>>,
    #[serde(default)]
    feed: Vec<FeedEntry>,
    #[serde(default)]
    alert: Vec<AlertEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeedEntry {
    url: Spanned<String>,
    every: Option<Spanned<String>>,
    publisher: Option<String>,
    articles: Option<Articles>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Articles {
    Auto,
    Feed,
    Page,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AlertEntry {
    name: Spanned<String>,
    #[serde(default)]
    countries: Vec<Spanned<String>>,
    #[serde(default)]
    places: Vec<String>,
    /// South, west, north, east.
    bounds: Option<Spanned<[f64; 4]>>,
    #[serde(default)]
    actors: Vec<String>,
    #[serde(default)]
    types: Vec<Spanned<String>>,
    killed: Option<u32>,
    #[serde(default)]
    sources: usize,
    #[serde(default)]
    unreviewed: bool,
    #[serde(default = "two")]
    days: i64,
    rss: Option<PathBuf>,
    webhook: Option<Spanned<String>>,
}

fn two() -> i64 {
    2
}

impl Plan {
    /// Reads a watch file. What is wrong with it is told with its line.
    pub(super) fn load(path: &Path, lexicon: &Lexicon) -> anyhow::Result<Self> {
        let in_file = || path.display().to_string();
        let text = fs::read_to_string(path).with_context(in_file)?;
        let plan = if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
            let sources = feed::opml(&text).map_err(anyhow::Error::msg).with_context(in_file)?;
            let feeds = sources.into_iter().map(|source| Feed { source, every: EVERY }).collect();
            let delay = feed::Options::default().delay;
            Self { feeds, tellings: Vec::new(), merge: Profiles::STANDARD.into(), delay }
        } else {
            Self::parse(&text, path.parent().unwrap_or(Path::new("")), lexicon, &in_file())?
        };
        ensure!(!plan.feeds.is_empty(), "{}: no feeds", path.display());
        ensure!(
            lexicon.merge.get(&plan.merge).is_some(),
            "{}: no merge rule {:?}; there are {}",
            path.display(),
            plan.merge,
            lexicon.merge.iter().map(|(name, _)| name).collect::<Vec<_>>().join(", ")
        );
        Ok(plan)
    }

    fn parse(text: &str, folder: &Path, lexicon: &Lexicon, name: &str) -> anyhow::Result<Self> {
        let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(1, |span| line(span.start));
            anyhow::anyhow!("{name}:{at}: {}", error.message())
        })?;
        let at = |span: std::ops::Range<usize>| format!("{name}:{}", line(span.start));
        let time = |words: Option<&Spanned<String>>, otherwise: Duration| {
            words.map_or(Ok(otherwise), |words| {
                let parsed =
                    words.get_ref().parse::<SignedDuration>().ok().and_then(|time| Duration::try_from(time).ok());
                parsed.with_context(|| {
                    format!("{}: {:?} is no time as 90s, 15m or 2h", at(words.span()), words.get_ref())
                })
            })
        };
        let every = time(file.every.as_ref(), EVERY)?;
        let delay = time(file.delay.as_ref(), feed::Options::default().delay)?;
        let mut feeds = Vec::new();
        for entry in file.feed {
            let url = entry.url.get_ref();
            let web = url.starts_with("http://") || url.starts_with("https://");
            ensure!(web, "{}: {url:?} is no address of the web", at(entry.url.span()));
            let articles = entry.articles.map(|articles| match articles {
                Articles::Auto => feed::Articles::Auto,
                Articles::Feed => feed::Articles::Feed,
                Articles::Page => feed::Articles::Page,
            });
            let every = time(entry.every.as_ref(), every)?.max(LEAST);
            feeds.push(Feed { source: Source { url: url.clone(), publisher: entry.publisher, articles }, every });
        }
        let mut tellings: Vec<Telling> = Vec::new();
        for entry in file.alert {
            let here = at(entry.name.span());
            let name = entry.name.into_inner();
            ensure!(!tellings.iter().any(|other| other.rule.name == name), "{here}: two alerts of one name, {name:?}");
            ensure!(
                entry.rss.is_some() || entry.webhook.is_some(),
                "{here}: the alert {name:?} goes nowhere: say rss or webhook"
            );
            if let Some(webhook) = &entry.webhook {
                let web = webhook.get_ref().starts_with("http://") || webhook.get_ref().starts_with("https://");
                ensure!(web, "{}: {:?} is no address of the web", at(webhook.span()), webhook.get_ref());
            }
            let mut countries = Vec::new();
            for country in &entry.countries {
                match by_name(country.get_ref(), lexicon) {
                    Some(country) => countries.push(country),
                    None => bail!(
                        "{}: {:?} is no code and no English name of a country",
                        at(country.span()),
                        country.get_ref()
                    ),
                }
            }
            for kind in &entry.types {
                ensure!(
                    is_type(kind.get_ref(), lexicon),
                    "{}: {:?} is no type of PLOVER and no sub-event type of ACLED",
                    at(kind.span()),
                    kind.get_ref()
                );
            }
            let bounds = match entry.bounds {
                None => None,
                Some(bounds) => {
                    let [south, west, north, east] = *bounds.get_ref();
                    let is_sound = (-90.0..=90.0).contains(&south)
                        && (south..=90.0).contains(&north)
                        && [west, east].iter().all(|lon| (-180.0..=180.0).contains(lon));
                    ensure!(is_sound, "{}: bounds are [south, west, north, east] in degrees", at(bounds.span()));
                    Some(Bounds { south, west, north, east })
                }
            };
            let rule = Rule {
                name,
                countries,
                places: entry.places,
                bounds,
                actors: entry.actors,
                types: entry.types.into_iter().map(Spanned::into_inner).collect(),
                killed: entry.killed,
                sources: entry.sources,
                unreviewed: entry.unreviewed,
            };
            let webhook = entry.webhook.map(Spanned::into_inner);
            tellings.push(Telling { rule, rss: entry.rss.map(|path| folder.join(path)), webhook, days: entry.days });
        }
        Ok(Self { feeds, tellings, merge: file.merge.unwrap_or_else(|| Profiles::STANDARD.into()), delay })
    }
}

fn by_name(name: &str, lexicon: &Lexicon) -> Option<Country> {
    let countries = &lexicon.countries;
    let code = name.to_ascii_uppercase();
    let alpha3 = Country::parse(&code).filter(|country| countries.get(*country).is_some());
    alpha3.or_else(|| countries.by_alpha2(&code)).or_else(|| countries.by_name(name))
}

/// Whether a type is one of PLOVER's, with or without its mode, or one of ACLED's.
fn is_type(name: &str, lexicon: &Lexicon) -> bool {
    let (plover, mode) =
        name.split_once(':').map_or((name, None), |(plover, mode)| (plover, Some(mode.to_ascii_lowercase())));
    lexicon.ontology.plover(&plover.to_ascii_uppercase(), mode.as_deref()).is_some()
        || lexicon.ontology.acled(name).is_some()
}
