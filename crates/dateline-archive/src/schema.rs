//! The tables and their columns: a public contract. A column may be added; none changes its name, type or meaning without a
//! new number in [`SCHEMA`](crate::SCHEMA).
//!
//! Words and meanings are those of the contract of readings (`dateline/reading/1`). What is one value there is one column
//! here, flat; only words of the text (`start`, `end`, `quote`) and lists are nested.

use arrow_array::ArrayRef;
use arrow_schema::Field;

use crate::kind::{
    Day, Days, Flag, Kind, Line, MaybeFlag, MaybeQuoted, MaybeWord, People, Quoted, Quotes, Real, Whole, Word, Words,
};
use crate::table::{Column, tables};

tables! {
    /// One row a document that could be read.
    Documents documents {
        /// The document's key, by which the rows of all tables join: a hash of its content and of the caller's id and address
        /// of it (of its path where it has neither).
        document: Word,
        /// `sha256:` and the hash of the original bytes, of a line of JSON or a row of a table that of its text. Copies of one
        /// text have the same.
        content: Word,
        /// The caller's own id.
        source_id: MaybeWord,
        /// The file read.
        path: MaybeWord,
        /// The address read.
        url: MaybeWord,
        /// The headline, where it is known apart from the text.
        title: MaybeWord,
        /// The outlet.
        publisher: MaybeWord,
        /// ISO 639-1; `und` where it could not be told.
        language: Word,
        /// ISO 639-1 of the language that it was translated from, `und` where it does not say from which; null where it is no
        /// translation, as far as is known.
        translated_from: MaybeWord,
        /// The day of publication.
        published: Day,
        /// How that day was decided, in words.
        published_basis: MaybeWord,
        /// The words it was read from.
        published_span: MaybeQuoted,
        /// Other days that the words could mean.
        published_alternatives: Days,
        /// From 0 to 1.
        published_confidence: Real,
        /// Length of the text in Unicode code points.
        characters: Whole,
        /// How many sentences.
        sentences: Whole,
        /// How many events, whatever their status.
        events: Whole,
        /// What could not be done, in words.
        notes: Words,
        /// The program's version.
        version: Word,
        /// Content hash of the lexicon.
        lexicon: Word,
        /// Content hash of each model by name, as JSON.
        models: Word,
        /// What was known of the document from outside its text, as JSON, so that it can be read anew in the same way.
        given: Word,
        /// The text. All offsets count its code points.
        text: Word,
        /// The whole reading as JSON, as `dateline read --format jsonl` prints it.
        reading: Word,
    }

    /// One row an event, whatever its status.
    Events events {
        /// The document's key.
        document: Word,
        /// The event's id in its document.
        event: Word,
        /// PLOVER's type, upper case.
        plover: Word,
        /// PLOVER's mode.
        mode: MaybeWord,
        /// PLOVER's contexts.
        contexts: Words,
        /// CAMEO code.
        cameo: MaybeWord,
        /// ACLED's event type; null where ACLED does not code such an act.
        acled_event_type: MaybeWord,
        /// ACLED's sub-event type.
        acled_sub_event_type: MaybeWord,
        /// `happened`, `ongoing`, `attempted`, `planned`, `possible`, `hypothetical`, `denied` or `background`. Only the first
        /// three are events that took place.
        status: Word,
        /// First day.
        start_date: Day,
        /// Last day.
        end_date: Day,
        /// How fine the text tells it: `hour`, `day`, `week`, `month`, `year` or `unknown`.
        date_precision: MaybeWord,
        /// Time of day, in words or as `HH:MM`.
        time: MaybeWord,
        /// Whether the date was concluded (from the day of publication, say) and not said; null without a date.
        date_inferred: MaybeFlag,
        /// Id of the place, in `places`; of the first, where the text gives several.
        place: MaybeWord,
        /// Whether that place was concluded and not said; null without a place.
        place_inferred: MaybeFlag,
        /// Ids of further places.
        further_places: Words,
        /// Id of the event that contains it.
        part_of: MaybeWord,
        /// `repelled`, `succeeded`, `failed`, `taken`, `lost` or `unknown`.
        outcome: MaybeWord,
        /// The words that tell the outcome.
        outcome_span: MaybeQuoted,
        /// The word or words that name the event.
        trigger: MaybeQuoted,
        /// The trigger, then its clause or sentence, then further accounts in the document.
        evidence: Quotes,
        /// From 0 to 1.
        confidence: Real,
        /// The lexicon's entry or the model that read it.
        rule: MaybeWord,
    }

    /// One row a participant of an event.
    Participants participants {
        /// The document's key.
        document: Word,
        /// The event's id.
        event: Word,
        /// `initiator`, `recipient`, `instrument`, or `party` where there is no direction.
        role: Word,
        /// `person`, `group`, `organisation`, `state`, `facility`, `vehicle`, `property`, `weapon` or `unknown`.
        kind: Word,
        /// Id in `actors`; null for things, and where nobody could be resolved.
        actor: MaybeWord,
        /// The words.
        span: MaybeQuoted,
        /// Whether it was concluded and not said.
        inferred: Flag,
    }

    /// One row a toll that the text gives for an event. No row means that none was reported, not that there was none.
    Casualties casualties {
        /// The document's key.
        document: Word,
        /// The event's id.
        event: Word,
        /// `killed`, `injured`, `abducted`, `arrested`, `missing` or `displaced`.
        kind: Word,
        /// The least number that the words allow.
        low: People,
        /// The number that the words give; null where they give none.
        best: People,
        /// The greatest number that the words allow; null where open ("at least").
        high: People,
        /// Who they are: id of an actor, or the words.
        victims: MaybeWord,
        /// Whose figure it is: id of an actor, or `outlet`.
        source: MaybeWord,
        /// The words.
        span: MaybeQuoted,
    }

    /// One row where somebody asserts, denies or doubts one field of an event.
    Assertions assertions {
        /// The document's key.
        document: Word,
        /// The event's id.
        event: Word,
        /// `occurred`, `outcome`, `casualties`, `initiator`, `recipient`, `when` or `where`.
        field: Word,
        /// `asserts`, `denies` or `doubts`.
        stance: Word,
        /// Id of an actor, or `outlet`.
        source: Word,
        /// Id in `claims`.
        claim: MaybeWord,
    }

    /// One row a statement: who says what.
    Claims claims {
        /// The document's key.
        document: Word,
        /// The claim's id in its document.
        claim: Word,
        /// Id of an actor, or `outlet`; null where the text names nobody.
        source: MaybeWord,
        /// The words that name the source.
        source_span: MaybeQuoted,
        /// The words that attribute.
        cue: MaybeQuoted,
        /// What is said.
        content: MaybeQuoted,
        /// `report`, `assessment`, `denial`, `responsibility`, `prediction`, `demand` or `accusation`.
        kind: Word,
        /// Whether it stands in quotation marks.
        direct: Flag,
        /// Id of the claim that this one is nested in.
        within: MaybeWord,
        /// Ids of the events it is about.
        events: Words,
        /// Ids of the claims that it disputes.
        disputes: Words,
        /// Ids of the claims that it supports.
        supports: Words,
        /// Ids of the claims that it repeats.
        repeats: Words,
    }

    /// One row an actor of a document, with all its mentions.
    Actors actors {
        /// The document's key.
        document: Word,
        /// The actor's id in its document.
        actor: Word,
        /// Its fullest name or description in the text.
        name: Word,
        /// `person`, `organisation`, `state`, `state_forces`, `rebels`, `militia`, `private_military`, `political`,
        /// `protesters`, `civilians`, `criminals`, `media`, `international_organisation`, `group` or `unknown`.
        kind: Word,
        /// ISO 3166-1 alpha-3.
        country: MaybeWord,
        /// PLOVER's sector code.
        sector: MaybeWord,
        /// Id in the actor lexicon, where it was resolved: the same in all documents.
        known_as: MaybeWord,
        /// The office a person holds.
        office: MaybeWord,
        /// Id of the actor that it belongs to.
        affiliation: MaybeWord,
        /// Ids of the members of a collective.
        members: Words,
        /// `official`, `expert`, `journalist`, `private` or `none`: who may be named in what is published.
        public_role: Word,
        /// Names, descriptions and pronouns that refer to it.
        mentions: Quotes,
    }

    /// One row a place of a document, with all its mentions.
    Places places {
        /// The document's key.
        document: Word,
        /// The place's id in its document.
        place: Word,
        /// Its usual name.
        name: Word,
        /// `country`, `region`, `admin1`, `admin2`, `city`, `facility`, `natural`, `area` or `unknown`.
        kind: Word,
        /// ISO 3166-1 alpha-3.
        country: MaybeWord,
        /// Name of the first-level division.
        admin1: MaybeWord,
        /// Name of the second-level division.
        admin2: MaybeWord,
        /// WGS 84 degrees; null for an area and for what could not be located.
        lat: Real,
        /// WGS 84 degrees.
        lon: Real,
        /// For instance `geonames:2450173`.
        gazetteer: MaybeWord,
        /// How far the coordinates may be trusted: `exact`, `near`, `admin2`, `admin1`, `country` or `unlocated`.
        precision: Word,
        /// Id of the place from which it is told ("south of Kidal").
        anchor: MaybeWord,
        /// Direction from it: `N`, `NE` and so on, or `near`.
        anchor_bearing: MaybeWord,
        /// Distance from it, in kilometres.
        anchor_km: Real,
        /// Other places that the name could mean, by their ids in the gazetteer, or else their names.
        alternatives: Words,
        /// From 0 to 1.
        confidence: Real,
        /// The words that name it.
        mentions: Quotes,
    }

    /// One row an expression of time.
    Times times {
        /// The document's key.
        document: Word,
        /// The time's id in its document.
        time: Word,
        /// `DATE`, `TIME`, `DURATION` or `SET` (TIMEX3).
        r#type: Word,
        /// TIMEX3 value: `2026-04-25`, `2026-W27`, `P2M`, `PAST_REF`.
        value: Word,
        /// First day it covers.
        start_date: Day,
        /// Last day it covers.
        end_date: Day,
        /// Id of the time it was counted from, or `published`.
        anchor: MaybeWord,
        /// The words.
        span: Quoted,
    }

    /// One row a thing that somebody expects, intends or fears.
    Outlook outlook {
        /// The document's key.
        document: Word,
        /// Its id in its document.
        outlook: Word,
        /// Id of an actor, or `outlet`.
        speaker: MaybeWord,
        /// `certain`, `likely`, `possible`, `unlikely`, `conditional`, `intended` or `feared`.
        modality: Word,
        /// `positive` or `negative`, as worded.
        polarity: Word,
        /// First day that it speaks of.
        start_date: Day,
        /// Last day that it speaks of.
        end_date: Day,
        /// Ids of the events foreseen.
        events: Words,
        /// The words.
        evidence: MaybeQuoted,
    }

    /// One row where the text says how an actor stands to another, or to a place or event.
    Relations relations {
        /// The document's key.
        document: Word,
        /// Id of an actor.
        subject: Word,
        /// `hostile`, `allied`, `supports`, `opposes`, `mediates`, `controls`, `member_of`, `expelled`, `holds_office`,
        /// `affiliated_with`, `cooperates` or `negotiates`.
        r#type: Word,
        /// Id of an actor, place or event.
        object: Word,
        /// `past`, `present` or `future`.
        tense: Word,
        /// Who says so: id of an actor, or `outlet`.
        source: MaybeWord,
        /// The words.
        evidence: MaybeQuoted,
    }

    /// One row a document that could not be read. It has none in the other tables.
    Errors errors {
        /// The caller's own id, where that could be read.
        source_id: MaybeWord,
        /// The file.
        path: MaybeWord,
        /// The address.
        url: MaybeWord,
        /// The line or row, from 1, in a file that holds many documents.
        line: Line,
        /// What is wrong, and what to do.
        error: Word,
    }
}
