//! What a column can be filled with.

use serde::Deserialize;

/// The form of a field's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Words, or a code.
    Text,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Real,
    /// Several values.
    List,
    /// Objects with fields of their own.
    Objects,
}

impl Field {
    /// Whether it is the event's type in another project's words: not every type has one there.
    pub fn is_of_kind(self) -> bool {
        use Field as F;
        matches!(self, F::AcledType | F::AcledSubType | F::AcledDisorder | F::Cameo | F::CameoBase | F::CameoRoot)
    }
}

// The fields: their names in profiles, the form of their values, and what they are.
macro_rules! fields {
    ($($variant:ident $form:ident $about:literal;)+) => {
        /// What a column can be filled with. In profiles the names are in snake case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $(#[doc = $about] $variant,)+ }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The form of its values.
            pub fn form(self) -> Form {
                match self { $(Self::$variant => Form::$form,)+ }
            }

            /// What it is, in words.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)+ }
            }
        }
    };
}

fields! {
    Id Text "the incident's id, a hash of its first account";
    Number Integer "the incident's id as a number of up to 15 digits";
    CountryNumber Text "the country's ISO 3166-1 alpha-3 code and the incident's number";
    DateStart Text "the first day";
    DateEnd Text "the last day";
    Year Integer "the year of the first day";
    YearMonth Integer "the year and month of the first day, YYYYMM";
    YearMonthDay Integer "the first day, YYYYMMDD";
    YearFraction Real "the first day as a part of its year: year + ((month - 1) * 30 + day) / 365";
    DatePrecision Text "how finely the days are known, in the profile's codes";
    Time Text "the time of day, where the text gives a clock's";
    AcledType Text "ACLED event type";
    AcledSubType Text "ACLED sub-event type";
    AcledDisorder Text "ACLED disorder type, which follows from the sub-event type";
    Plover Text "PLOVER type";
    Plovers List "PLOVER type, as a list of one";
    Mode Text "PLOVER mode";
    Modes List "PLOVER mode, as a list";
    Contexts List "PLOVER contexts";
    PloverQuad Text "PLOVER's class of the type, in the profile's words";
    PloverScore Real "PLOVER's score of the type and mode, from -10 to 10";
    Cameo Text "CAMEO code";
    CameoBase Text "CAMEO code, its first three digits";
    CameoRoot Text "CAMEO code, its first two digits";
    CameoQuad Text "the class of the CAMEO root, in the profile's words";
    Goldstein Real "Goldstein's score of the CAMEO code, from -10 to 10";
    Side1 Text "who stands on the first side, in the profile's words";
    Side1Associates List "others of the first side, and the groups that they are of";
    Side1Code Text "what the first side is, in the profile's codes";
    Side1Name Text "the first side's name or the words for it";
    Side1Known Text "the first side's name in the lexicon of actors, where it is there";
    Side1Country Text "the first side's country, ISO 3166-1 alpha-3";
    Side1CountryName Text "the first side's country by name";
    Side1Cow Integer "the first side's country, by Correlates of War";
    Side1Gw Integer "the state on the first side, by Gleditsch and Ward; states and their forces alone have one";
    Side1Sector Text "the first side's PLOVER sector";
    Side1Sectors List "the PLOVER sectors of all who are on the first side";
    Side1Office Text "the office of a person on the first side";
    Side1Cameo Text "the first side's country and sector as a CAMEO actor code";
    Side1CameoType Text "the first side's sector as a CAMEO type code";
    Side2 Text "who stands on the second side, in the profile's words";
    Side2Associates List "others of the second side, and the groups that they are of";
    Side2Code Text "what the second side is, in the profile's codes";
    Side2Name Text "the second side's name or the words for it";
    Side2Known Text "the second side's name in the lexicon of actors, where it is there";
    Side2Country Text "the second side's country, ISO 3166-1 alpha-3";
    Side2CountryName Text "the second side's country by name";
    Side2Cow Integer "the second side's country, by Correlates of War";
    Side2Gw Integer "the state on the second side, by Gleditsch and Ward; states and their forces alone have one";
    Side2Sector Text "the second side's PLOVER sector";
    Side2Sectors List "the PLOVER sectors of all who are on the second side";
    Side2Office Text "the office of a person on the second side";
    Side2Cameo Text "the second side's country and sector as a CAMEO actor code";
    Side2CameoType Text "the second side's sector as a CAMEO type code";
    Pair Text "both sides' codes together";
    Dyad Text "both sides' labels with a hyphen between";
    CivilianTargeting Text "`Civilian targeting` where civilians stand on a side of political violence";
    Initiators Objects "all who did it, as PLOVER's entities";
    Recipients Objects "all it was done to, as PLOVER's entities";
    Location Text "the place's name";
    LocationWords Text "the places as the reports name them";
    LocationFull Text "the place's name with its division and country";
    Admin1 Text "the first-level division by name";
    Admin2 Text "the second-level division by name";
    Country Text "the country by name";
    CountryAcled Text "the country by ACLED's name";
    CountryAlpha3 Text "the country, ISO 3166-1 alpha-3";
    CountryNumeric Integer "the country, ISO 3166-1 numeric";
    CountryFips Text "the country, FIPS 10-4";
    CountryGw Integer "the country, by Gleditsch and Ward";
    RegionAcled Text "ACLED's region of the country";
    RegionUcdp Text "UCDP's region of the country";
    Latitude Real "degrees north, WGS 84; only of what is a point or near one";
    Longitude Real "degrees east, WGS 84; only of what is a point or near one";
    Wkt Text "the point as well-known text";
    PrioGrid Integer "the cell of PRIO-GRID (half a degree) that the point lies in";
    PlacePrecision Text "how finely the place is known, in the profile's codes";
    PlaceKind Text "what the place is: city, admin1, area, ...";
    City Text "the place's name, where it is a town";
    GeonamesId Integer "the place's id in GeoNames";
    Deaths Integer "the dead, by the profile's rule";
    DeathsLow Integer "the fewest dead, by the profile's rule";
    DeathsHigh Integer "the most dead, by the profile's rule";
    DeathsSide1 Integer "the dead of the first side";
    DeathsSide2 Integer "the dead of the second side";
    DeathsCivilians Integer "the dead who are civilians";
    DeathsUnknown Integer "the dead of whom it is not told whose side they were on";
    Killed Integer "the dead, as told, without rules for vague words";
    Injured Integer "the injured, by the profile's rule";
    Arrested Integer "the arrested, by the profile's rule";
    SourceCount Integer "how many independent sources report it: copies of one text are one";
    ReportCount Integer "how many reports tell of it";
    MentionCount Integer "how many sentences of these reports tell of it";
    Sources List "the outlets, or else the reports' names";
    SourceDates List "the reports' days of publication";
    SourceHeadlines List "the reports' headlines, at most 300 characters each";
    SourceArticles List "each report as \"outlet,day,headline\"";
    SourceUrls List "the reports' addresses";
    FirstUrl Text "the first report's address";
    FirstSource Text "the first report's outlet or name";
    FirstHeadline Text "the first report's headline";
    FirstDate Text "the first report's day of publication";
    FirstDocument Text "the hash of the first report's original bytes";
    SaidBy List "who gives the account, where the outlet quotes somebody";
    Languages List "the reports' languages, ISO 639-1";
    Clarity Text "1 where one event is told, on given days; 2 where days are told as a span";
    Words List "the words that name the event, from each report";
    Notes Text "the row in a sentence, with who says so, what is disputed, and whether a person has reviewed it";
    Disputed Text "`disputed` where somebody denies or doubts a part of it";
    Review Text "reviewed or not reviewed";
    Confidence Real "the reader's confidence, from 0 to 1, the highest of the reports";
    CodedBy Text "what read the reports: the program, its version and its lexicon";
    Version Text "the program's version";
}
