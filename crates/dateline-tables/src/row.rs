//! One incident as a row: each column from its field.

use dateline::Lexicon;
use dateline::lexicon::export::{Column, Field, Profile};
use dateline::reading::{CasualtyKind, PlaceKind, Precision};
use serde_json::{Map, Value as Json, json};

use crate::account::{Side, Source, Spot};
use crate::case::{Case, Days};
use crate::deaths::{Counted, Victims};
use crate::notes::notes;
use crate::sides::{Both, Labelled, Labels, is_state};
use crate::value::Value;
use crate::{Coarsen, Options, Review, panel};

/// What is known of one incident, ready for the columns.
pub(crate) struct Facts<'a> {
    lexicon: &'a Lexicon,
    profile: &'a Profile,
    options: Options,
    review: Review,
    pub(crate) case: Case<'a>,
    spot: Option<&'a Spot>,
    days: Option<Days>,
    acled: Option<dateline::reading::AcledType>,
    cameo: Option<String>,
    labels: Labels<'a>,
    both: Both<'a>,
    raw: (Vec<&'a Side>, Vec<&'a Side>),
    killed: Counted<'a>,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(
        case: Case<'a>,
        lexicon: &'a Lexicon,
        profile: &'a Profile,
        options: Options,
        review: Review,
    ) -> Self {
        let spot = case.spot();
        let acled = case.acled();
        let labels = Labels { lexicon, profile, country: spot.and_then(|s| s.country), acled: acled.clone() };
        let raw = case.both();
        let both = labels.both(&raw.0, &raw.1);
        Self {
            days: case.days(),
            cameo: case.cameo(),
            killed: Counted::new(&case, CasualtyKind::Killed, &profile.tolls),
            lexicon,
            profile,
            options,
            review,
            case,
            spot,
            acled,
            labels,
            both,
            raw,
        }
    }

    /// The row's point: only of what is a point or near one, and no finer than known.
    pub(crate) fn point(&self) -> Option<(f64, f64)> {
        let spot = self.spot?;
        let (lat, lon) = spot.point?;
        let coarse = match self.options.coarsen {
            Coarsen::No => false,
            Coarsen::Sites => spot.sensitive,
            Coarsen::All => true,
        };
        // A tenth of a degree is some eleven kilometres: as much as "near" a town says.
        let scale = match spot.precision {
            Precision::Exact if !coarse => 10_000.0,
            Precision::Exact | Precision::Near => 10.0,
            _ => return None,
        };
        // Without the sign of a zero.
        let round = |degrees: f64| (degrees * scale).round() / scale + 0.0;
        Some((round(lat), round(lon)))
    }

    /// Both sides' codes together.
    pub(crate) fn pair(&self) -> Option<String> {
        self.labels.pair(&self.both)
    }

    /// Whether the point is that of a place near which it was, or was made coarser.
    pub(crate) fn is_area(&self) -> bool {
        let coarse = match self.options.coarsen {
            Coarsen::No => false,
            Coarsen::Sites => self.spot.is_some_and(|s| s.sensitive),
            Coarsen::All => true,
        };
        coarse || self.spot.is_some_and(|s| s.precision != Precision::Exact)
    }

    /// The cell of a column.
    pub(crate) fn cell(&self, column: &Column) -> Value {
        match (&column.field, &column.value) {
            (Some(field), _) => self.field(*field),
            (None, Some(value)) => value.as_str().into(),
            (None, None) => Value::Null,
        }
    }

    fn date(&self, date: jiff::civil::Date) -> String {
        date.strftime(&self.profile.dates.form).to_string()
    }

    fn number(&self) -> Option<i64> {
        // Twelve hexadecimal digits are less than fifteen decimal ones.
        i64::from_str_radix(self.case.incident.incident.get(1..)?, 16).ok()
    }

    fn country(&self) -> Option<dateline::country::Country> {
        self.spot?.country
    }

    fn codes(&self) -> Option<&'a dateline::lexicon::export::CountryCodes> {
        self.lexicon.exports.country(self.country()?)
    }

    fn field(&self, field: Field) -> Value {
        use Field as F;
        let incident = self.case.incident;
        match field {
            F::Id => incident.incident.as_str().into(),
            F::Number => self.number().map_or(Value::Null, Value::Integer),
            F::CountryNumber => {
                let code = self.country().map_or("ZZZ".to_owned(), |c| c.to_string());
                self.number().map(|n| format!("{code}{n}")).into()
            }
            F::DateStart
            | F::DateEnd
            | F::Year
            | F::YearMonth
            | F::YearMonthDay
            | F::YearFraction
            | F::DatePrecision
            | F::Time
            | F::Clarity => self.when(field),
            F::AcledType => self.acled.as_ref().map(|a| a.event_type.clone()).into(),
            F::AcledSubType => self.acled.as_ref().map(|a| a.sub_event_type.clone()).into(),
            F::AcledDisorder => self.disorder().map(str::to_owned).into(),
            F::Plover => incident.plover.clone().into(),
            F::Plovers => incident.plover.iter().cloned().collect::<Vec<_>>().into(),
            F::Mode => incident.mode.clone().into(),
            F::Modes => incident.mode.iter().cloned().collect::<Vec<_>>().into(),
            F::Contexts => self.case.contexts().into(),
            F::PloverQuad | F::PloverScore => {
                let plover = incident.plover.as_deref().unwrap_or_default();
                let code = self.lexicon.ontology.plover(plover, incident.mode.as_deref());
                match field {
                    F::PloverScore => code.and_then(|c| c.score).into(),
                    _ => code.and_then(|c| self.profile.quads.get(&c.quad)).cloned().into(),
                }
            }
            F::Cameo => self.cameo.as_deref().map(full).into(),
            F::CameoBase => self.cameo.as_deref().map(|code| full(code)[..3].to_owned()).into(),
            F::CameoRoot => self.cameo.as_deref().and_then(|code| code.get(..2)).map(str::to_owned).into(),
            F::CameoQuad | F::Goldstein => {
                let code = self.cameo.as_deref().and_then(|code| self.lexicon.ontology.cameo(code));
                match field {
                    F::Goldstein => code.map(|c| c.goldstein).into(),
                    _ => code.and_then(|c| self.profile.quads.get(&c.quad)).cloned().into(),
                }
            }
            F::Pair => self.pair().into(),
            F::Dyad => match (self.both.first.first(), self.both.second.first()) {
                (Some(a), Some(b)) => format!("{} - {}", a.label, b.label).into(),
                _ => Value::Null,
            },
            F::CivilianTargeting => self.civilian_targeting().into(),
            F::Initiators => Value::Objects(self.raw.0.iter().map(|s| entity(s)).collect()),
            F::Recipients => Value::Objects(self.raw.1.iter().map(|s| entity(s)).collect()),
            F::Deaths => match (self.killed.chosen(), self.profile.tolls.none) {
                (Some(count), _) => count.best.into(),
                (None, none) => none.into(),
            },
            F::DeathsLow => self.killed.chosen().map(|c| c.low).into(),
            F::DeathsHigh => self.killed.chosen().map(|c| c.high).into(),
            F::DeathsSide1 => self.dead(Victims::First),
            F::DeathsSide2 => self.dead(Victims::Second),
            F::DeathsCivilians => self.dead(Victims::Civilians),
            F::DeathsUnknown => self.dead(Victims::Unknown),
            F::Killed => incident.casualties.iter().find(|t| t.kind == CasualtyKind::Killed).and_then(|t| t.low).into(),
            F::Injured => self.counted(CasualtyKind::Injured),
            F::Arrested => self.counted(CasualtyKind::Arrested),
            F::SourceCount => incident.sources.len().into(),
            F::ReportCount => self.case.sources.len().into(),
            F::MentionCount => self.case.accounts.iter().map(|a| a.sentences).sum::<usize>().into(),
            F::Sources => unique(self.case.sources.iter().map(|s| s.label.clone())).into(),
            F::SourceDates => {
                self.case.sources.iter().filter_map(|s| s.published).map(|d| d.to_string()).collect::<Vec<_>>().into()
            }
            F::SourceHeadlines => self.case.sources.iter().filter_map(|s| s.title.clone()).collect::<Vec<_>>().into(),
            F::SourceArticles => self.case.sources.iter().map(|s| article(s)).collect::<Vec<_>>().into(),
            F::SourceUrls => self.case.sources.iter().filter_map(|s| s.url.clone()).collect::<Vec<_>>().into(),
            F::FirstUrl => self.first(|s| s.url.clone()),
            F::FirstSource => self.first(|s| Some(s.label.clone())),
            F::FirstHeadline => self.first(|s| s.title.clone()),
            F::FirstDate => self.first(|s| s.published.map(|d| self.date(d))),
            F::FirstDocument => self.first(|s| Some(s.document.clone())),
            F::SaidBy => self.case.said_by().into(),
            F::Languages => unique(self.case.sources.iter().map(|s| s.language.clone())).into(),
            F::Words => self.case.ranked(|a| vec![a.trigger.clone()]).into(),
            F::Notes => notes(&self.case, self.review).into(),
            F::Disputed => incident.disputed.then_some("disputed").into(),
            F::Review => self.review.words().into(),
            F::Confidence => self.case.accounts.iter().filter_map(|a| a.confidence).reduce(f64::max).into(),
            F::CodedBy => self.first(|s| Some(s.coder.clone())),
            F::Version => self.first(|s| Some(s.version.clone())),
            _ => self.place(field).or_else(|| self.side(field)).unwrap_or(Value::Null),
        }
    }

    fn first(&self, of: impl Fn(&Source) -> Option<String>) -> Value {
        self.case.sources.first().and_then(|s| of(s)).into()
    }

    fn when(&self, field: Field) -> Value {
        let Some(days) = self.days else { return Value::Null };
        let (year, month, day) =
            (i64::from(days.from.year()), i64::from(days.from.month()), i64::from(days.from.day()));
        match field {
            Field::DateStart => self.date(days.from).into(),
            Field::DateEnd => self.date(days.to).into(),
            Field::Year => Value::Integer(year),
            Field::YearMonth => Value::Integer(year * 100 + month),
            Field::YearMonthDay => Value::Integer(year * 10_000 + month * 100 + day),
            // GDELT's own approximation, to four digits: months of thirty days.
            Field::YearFraction => {
                let fraction = ((month - 1) * 30 + day) as f64 / 365.0;
                Value::Real(((year as f64 + fraction) * 10_000.0).round() / 10_000.0)
            }
            Field::Time => self.case.time().into(),
            Field::Clarity => (if days.from == days.to { "1" } else { "2" }).into(),
            _ => {
                let rules = &self.profile.dates;
                let span = days.to.since(days.from).map_or(1, |s| s.get_days() + 1);
                let by_span = rules.spans.iter().find(|rule| span <= rule.days).map(|rule| rule.code.clone());
                let inferred = rules.inferred.clone().filter(|_| days.inferred);
                inferred.or(by_span).or_else(|| rules.precision.get(&days.precision).cloned()).into()
            }
        }
    }

    fn disorder(&self) -> Option<&'a str> {
        self.lexicon.ontology.disorder(&self.acled.as_ref()?.sub_event_type)
    }

    /// ACLED flags political violence with civilians, or protesters whom excessive force is used against, on a side.
    fn civilian_targeting(&self) -> Option<&'static str> {
        let violent = self.disorder()?.contains("Political violence");
        let sides = [&self.both.first, &self.both.second];
        let civilians = sides.iter().any(|side| side.first().is_some_and(|s| s.code == "Civilians"));
        let excessive = self.acled.as_ref()?.sub_event_type.starts_with("Excessive force");
        (violent && (civilians || excessive)).then_some("Civilian targeting")
    }

    fn dead(&self, whose: Victims) -> Value {
        let same = |side: &[Labelled<'_>], label: &str| side.first().is_some_and(|s| s.label == label);
        let class = |victims: Option<&Side>| match victims.and_then(|v| self.labels.label(v)) {
            Some(label) if label.code.eq_ignore_ascii_case("civilians") => Victims::Civilians,
            Some(label) if same(&self.both.first, &label.label) => Victims::First,
            Some(label) if same(&self.both.second, &label.label) => Victims::Second,
            _ => Victims::Unknown,
        };
        self.killed.split(class).map(|split| split[whose as usize]).into()
    }

    fn counted(&self, kind: CasualtyKind) -> Value {
        Counted::new(&self.case, kind, &self.profile.tolls).chosen().map(|c| c.best).into()
    }

    fn place(&self, field: Field) -> Option<Value> {
        use Field as F;
        let spot = self.spot;
        let country = self.country();
        let name = country.and_then(|c| self.lexicon.countries.name(c));
        let code = |n: Option<u16>| Value::from(n);
        let text = |s: &str| Some(s).filter(|s| !s.is_empty()).map(str::to_owned);
        Some(match field {
            F::Location => spot.map(|s| s.name.clone()).into(),
            F::LocationWords => {
                unique(self.case.accounts.iter().flat_map(|a| &a.spots).map(|s| s.words.clone())).join(", ").into()
            }
            F::LocationFull => spot
                .map(|s| {
                    let parts = [Some(s.name.as_str()), s.admin1.as_deref(), name].into_iter().flatten();
                    unique(parts.map(str::to_owned)).join(", ")
                })
                .into(),
            F::Admin1 => spot.and_then(|s| s.admin1.clone()).into(),
            F::Admin2 => spot.and_then(|s| s.admin2.clone()).into(),
            F::Country => name.map(str::to_owned).into(),
            F::CountryAcled => {
                self.codes().and_then(|c| text(&c.acled_name)).or_else(|| name.map(str::to_owned)).into()
            }
            F::CountryAlpha3 => country.map(|c| c.to_string()).into(),
            F::CountryNumeric => code(self.codes().and_then(|c| c.numeric)),
            F::CountryFips => self.codes().and_then(|c| text(&c.fips)).into(),
            F::CountryGw => code(self.codes().and_then(|c| c.gw)),
            F::RegionAcled => self.codes().and_then(|c| text(&c.acled_region)).into(),
            F::RegionUcdp => self.codes().and_then(|c| text(&c.ucdp_region)).into(),
            F::Latitude => self.point().map(|(lat, _)| lat).into(),
            F::Longitude => self.point().map(|(_, lon)| lon).into(),
            F::Wkt => self.point().map(|(lat, lon)| format!("POINT ({lon} {lat})")).into(),
            F::PrioGrid => self.point().and_then(|(lat, lon)| panel::cell(lat, lon)).into(),
            F::PlacePrecision => spot.and_then(|s| self.precision(s)).into(),
            F::PlaceKind => spot.map(|s| s.kind.to_string()).into(),
            F::City => spot.filter(|s| s.kind == PlaceKind::City).map(|s| s.name.clone()).into(),
            F::GeonamesId => spot.and_then(|s| s.geonames).map_or(Value::Null, Value::Integer),
            _ => return None,
        })
    }

    fn precision(&self, spot: &Spot) -> Option<String> {
        let fits = |rule: &&dateline::lexicon::export::PlaceRule| {
            (rule.precision.is_empty() || rule.precision.contains(&spot.precision))
                && (rule.kind.is_empty() || rule.kind.contains(&spot.kind))
                && (rule.country.is_empty() || spot.country.is_some_and(|c| rule.country.iter().any(|r| r == c.code())))
        };
        self.profile.places.iter().find(fits).map(|rule| rule.code.clone())
    }

    fn side(&self, field: Field) -> Option<Value> {
        use Field as F;
        let (labels, sides) = match field {
            F::Side1
            | F::Side1Associates
            | F::Side1Code
            | F::Side1Name
            | F::Side1Known
            | F::Side1Country
            | F::Side1CountryName
            | F::Side1Cow
            | F::Side1Gw
            | F::Side1Sector
            | F::Side1Sectors
            | F::Side1Office
            | F::Side1Cameo
            | F::Side1CameoType => (&self.both.first, &self.raw.0),
            _ => (&self.both.second, &self.raw.1),
        };
        // Where the profile labels sides, the label decides who stands first; else the accounts do.
        let one =
            if self.profile.actors.is_empty() { sides.first().copied() } else { labels.first().and_then(|l| l.side) };
        let country = one.and_then(|s| s.country);
        let codes = country.and_then(|c| self.lexicon.exports.country(c));
        let sector = one.and_then(|s| s.sector.clone());
        Some(match field {
            F::Side1 | F::Side2 => labels.first().map(|l| l.label.clone()).into(),
            F::Side1Associates | F::Side2Associates => Both::associates(labels).into(),
            F::Side1Code | F::Side2Code => labels.first().map(|l| l.code.clone()).filter(|c| !c.is_empty()).into(),
            F::Side1Name | F::Side2Name => one.map(|s| s.name.clone()).into(),
            F::Side1Known | F::Side2Known => one.and_then(|s| s.known.clone()).into(),
            F::Side1Country | F::Side2Country => country.map(|c| c.to_string()).into(),
            F::Side1CountryName | F::Side2CountryName => {
                country.and_then(|c| self.lexicon.countries.name(c)).map(str::to_owned).into()
            }
            F::Side1Cow | F::Side2Cow => codes.and_then(|c| c.cow).into(),
            F::Side1Gw | F::Side2Gw => codes.filter(|_| one.is_some_and(is_state)).and_then(|c| c.gw).into(),
            F::Side1Sector | F::Side2Sector => sector.into(),
            F::Side1Sectors | F::Side2Sectors => unique(sides.iter().filter_map(|s| s.sector.clone())).into(),
            F::Side1Office | F::Side2Office => one.and_then(|s| s.office.clone()).into(),
            F::Side1CameoType | F::Side2CameoType => {
                sector.and_then(|s| self.lexicon.ontology.cameo_sector(&s).map(str::to_owned)).into()
            }
            F::Side1Cameo | F::Side2Cameo => {
                let kind = sector.as_deref().and_then(|s| self.lexicon.ontology.cameo_sector(s)).unwrap_or_default();
                let code = format!("{}{kind}", country.map(|c| c.to_string()).unwrap_or_default());
                Some(code).filter(|c| !c.is_empty()).into()
            }
            _ => return None,
        })
    }
}

/// A CAMEO code of at least three digits, as data files have it: the root 19 is 190.
fn full(code: &str) -> String {
    if code.len() < 3 { format!("{code:0<3}") } else { code.to_owned() }
}

fn unique(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for value in values {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    all
}

/// UCDP's form of a source: outlet, day and headline in quotes.
fn article(source: &Source) -> String {
    let day = source.published.map(|d| d.to_string()).unwrap_or_default();
    format!("\"{},{day},{}\"", source.label, source.title.as_deref().unwrap_or_default())
}

/// PLOVER's entity.
fn entity(side: &Side) -> Map<String, Json> {
    let fields = [
        ("code", json!(side.country.map(|c| c.to_string()))),
        ("sector", json!(side.sector)),
        ("entity_text", json!(side.name)),
        ("identifier_id", Json::Null),
        ("identifier_text", json!(side.known)),
        ("religion", Json::Null),
        ("ethnicity", Json::Null),
        ("office", json!(side.office)),
        ("gender", Json::Null),
        ("age", Json::Null),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_written_with_three_digits() {
        for (code, expected) in [("19", "190"), ("04", "040"), ("193", "193"), ("1831", "1831")] {
            assert_eq!(full(code), expected);
        }
    }
}
